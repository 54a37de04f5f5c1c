import http.client
import socket
import threading

import pytest
import urllib3
from urllib3.connection import HTTPConnection

from routercfg.transport.headless import HeadlessResponse

BARE = b"2c\r\nYcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y=\r\n0\r\n\r\n"


class Plain(HTTPConnection):
    response_class = HeadlessResponse


class Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = Plain


def ask(answer: bytes) -> tuple[int, bytes]:
    """Send one request through urllib3 to a socket that gives that answer."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                received = b""
                while not received.endswith(b"\r\n\r\nx"):  # closing with the body unread would reset the connection
                    received += connection.recv(65536)
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        with Pool("127.0.0.1", listener.getsockname()[1], timeout=5, retries=False) as pool:
            response = pool.request("POST", "/cgi_gdpr?", body=b"x", preload_content=False)
            body = b"".join(response.stream(65536))
        thread.join()
        return response.status, body


def test_an_answer_that_begins_with_a_chunk() -> None:
    assert ask(BARE) == (200, b"YcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y=")


def test_an_answer_with_a_head_is_read_as_ever() -> None:
    assert ask(b"HTTP/1.1 500 No\r\nContent-Length: 2\r\n\r\nab") == (500, b"ab")


@pytest.mark.parametrize("answer", [b"hello there\r\n", b"", b"<html>\r\n"])
def test_anything_else_is_still_no_http(answer: bytes) -> None:
    with pytest.raises((urllib3.exceptions.ProtocolError, http.client.HTTPException)):
        ask(answer)


def test_headers_that_cannot_be_read_put_no_url_into_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """Green pages have passwords in their URLs, and the library warns with the whole URL."""
    with caplog.at_level("DEBUG"):
        ask(b"HTTP/1.0 200 OK\r\nno colon here\r\n\r\nbody")
    assert "cgi_gdpr" not in caplog.text
