import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import ClassVar

import pytest

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Dropped, Model, Pace, PaperRouter, Store
from routercfg.simulator.server import HEAD_LIMIT, Served, serve
from routercfg.wire import Ask

JSON = b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"ok": true}'


class Echo(PaperRouter):
    """Answers JSON; a path of its own for each of a face's ways to misbehave."""

    keep_alive: ClassVar[bool] = True
    asked: list[tuple[Ask, str]]
    lan = ""

    def answer(self, ask: Ask, client: str) -> bytes | None:
        self.asked.append((ask, client))
        if ask.target == "/drop":
            raise Dropped("drop")
        if ask.target == "/none":
            return None
        if ask.target == "/login":
            self.logged_in = True
        return JSON if ask.target != "/old" else b"HTTP/1.0 200 OK\r\n\r\nuntil the end"

    def forget(self) -> None:
        pass

    def lan_address(self) -> str:
        return self.lan


@contextmanager
def echo(*faults: str, latency: float = 0.0) -> Iterator[tuple[Echo, Served]]:
    model = Model("echo", "asus", "asus-web", "Echo", "admin", "pw", lambda *_: None, {}, {})  # type: ignore[arg-type]
    router = Echo(model, Store(None, {}), Pace(0), Faults(*faults))
    router.asked = []
    with serve(router, latency=latency) as served:
        yield router, served


def request(target: str, method: str = "GET", body: bytes = b"") -> bytes:
    return f"{method} {target} HTTP/1.1\r\nHost: x\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def connect(served: Served) -> socket.socket:
    return socket.create_connection((served.host, served.port), 5)


def all_of(connection: socket.socket) -> bytes:
    found = b""
    while more := connection.recv(65536):
        found += more
    return found


def once(served: Served, target: str) -> bytes:
    """Ask once, and hang up after what came first."""
    with connect(served) as connection:
        connection.sendall(request(target))
        connection.shutdown(socket.SHUT_WR)
        return all_of(connection)


def test_a_request_arrives_as_it_was_sent() -> None:
    with echo() as (router, served), connect(served) as connection:
        connection.sendall(b"POST /a?b=c HTTP/1.1\r\nHost: x\r\nX-Odd:  two words \r\ncontent-length: 4\r\n\r\nbo")
        connection.sendall(b"dy")
        assert connection.recv(1000) == JSON
    ask, client = router.asked[0]
    assert (ask.method, ask.target, ask.body, client) == ("POST", "/a?b=c", b"body", "127.0.0.1")
    assert ask.headers[:2] == (("Host", "x"), ("X-Odd", "two words"))
    assert served.log == [("POST", "/a")]


def test_a_connection_is_kept_after_an_answer_that_tells_its_length_and_only_then() -> None:
    with echo() as (_, served), connect(served) as connection:
        for _ in range(3):
            connection.sendall(request("/"))
            assert connection.recv(1000) == JSON
        assert (served.connections, served.requests) == (1, 3)
        connection.sendall(request("/old"))
        assert all_of(connection).endswith(b"until the end")


@pytest.mark.parametrize("target", ["/drop", "/none"])
def test_a_face_may_close_without_a_byte(target: str) -> None:
    with echo() as (_, served):
        assert once(served, target) == b""
        assert once(served, "/") == JSON


@pytest.mark.parametrize(
    "raw",
    [b"", b"GET", b"nonsense\r\n\r\n", b"GET / FTP/1\r\n\r\n", b"GET /" + b"x" * HEAD_LIMIT + b" HTTP/1.1"],
)
def test_what_is_no_request_is_cut_off(raw: bytes) -> None:
    with echo() as (router, served):
        with connect(served) as connection:
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
            with suppress(ConnectionResetError):
                assert all_of(connection) == b""
        assert router.asked == []
        assert once(served, "/") == JSON


def test_a_router_that_restarts_resets_connections() -> None:
    with echo() as (router, served), connect(served) as kept:
        kept.sendall(request("/"))
        assert kept.recv(1000) == JSON
        router.pace = Pace(1)
        router.away(1000)
        with pytest.raises(ConnectionError):
            once(served, "/")
        kept.sendall(request("/"))
        with pytest.raises(ConnectionError):
            kept.recv(1000)
        assert len(router.asked) == 1


def test_the_listener_follows_the_lan_address_if_it_is_told_to() -> None:
    with echo() as (router, served):
        for lan in ("", "192.168.9.9", "rubbish", "127.0.0.7"):
            router.lan = lan
            once(served, "/")
            assert served.host == "127.0.0.1"
        router.follows_lan = True
        old = served.url
        give_up = time.monotonic() + 5
        while served.url == old and time.monotonic() < give_up:
            time.sleep(0.005)
        assert served.url == f"http://127.0.0.7:{served.port}"
        assert once(served, "/") == JSON
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", served.port), 1)


def test_latency_is_added_to_every_request() -> None:
    with echo(latency=0.02) as (_, served):
        begin = time.monotonic()
        for _ in range(3):
            once(served, "/")
        assert time.monotonic() - begin >= 0.06


def test_closing_frees_the_port() -> None:
    with echo() as (_, served):
        pass
    with pytest.raises(ConnectionRefusedError):
        connect(served)


def test_the_fault_slow_is_late() -> None:
    with echo("slow:0.05") as (_, served):
        begin = time.monotonic()
        once(served, "/")
        assert time.monotonic() - begin >= 0.05


def test_the_fault_silent_accepts_and_says_nothing_to_anybody() -> None:
    with echo("silent") as (router, served):
        for _ in range(2):
            with connect(served) as connection:
                connection.sendall(request("/"))
                connection.settimeout(0.1)
                with pytest.raises(TimeoutError):
                    connection.recv(10)
        assert served.requests == 2
        assert router.asked == []


@pytest.mark.parametrize(
    ("fault", "spoilt"),
    [
        ("garbage", b"\x00\xff"),
        ("error-500", b"HTTP/1.1 500 Internal Server Error\r\n"),
        ("cut-body", b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 12\r\n\r\n{"ok":'),
    ],
)
def test_faults_after_a_login_strike_once(fault: str, spoilt: bytes) -> None:
    with echo(f"{fault}:2") as (_, served):
        assert [once(served, target) for target in ("/", "/", "/", "/login", "/")] == [JSON] * 5
        assert once(served, "/").startswith(spoilt)
        assert once(served, "/") == JSON


def test_a_cut_body_ends_the_connection() -> None:
    with echo("cut-body") as (_, served):
        once(served, "/login")
        with connect(served) as connection:
            connection.sendall(request("/"))
            assert all_of(connection).endswith(b'{"ok":')


def test_the_fault_html_spoils_only_json() -> None:
    with echo("html") as (_, served):
        assert b"It works!" in once(served, "/")
        assert once(served, "/old").endswith(b"until the end")


def test_the_fault_redirect_sends_everybody_to_another_host() -> None:
    with echo("redirect:evil.example") as (_, served):
        assert once(served, "/").startswith(b"HTTP/1.1 302 Found\r\n")
        assert b"\r\nLocation: http://evil.example/\r\n" in once(served, "/old")
