"""ASUS routers that answer over HTTPS only."""

import hashlib
import http.client
import socket
import ssl
from urllib.parse import quote

import pytest

from routercfg.simulator.server import Served, serve
from tests.simulator.asus_rig import APP, Answer, Client, authorization, build, send
from tests.simulator.test_asus_nonce import log_in

MODELS = ["asus-rt-ax55-https", "asus-rt-be58u-https"]
PASSWORD = "Router-key-1"


def trusting() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def ask(served: Served, method: str, target: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
    line = http.client.HTTPSConnection(served.host, served.port, timeout=5, context=trusting())
    line.request(method, target, body or None, {"User-Agent": APP, **headers})
    return line.getresponse()


def certificate(served: Served) -> str:
    with socket.create_connection((served.host, served.port), 5) as cable, trusting().wrap_socket(cable) as line:
        raw = line.getpeercert(binary_form=True)
    assert raw
    return hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("model", MODELS)
def test_plain_http_is_sent_to_https(model: str) -> None:
    router, _ = build(model)
    with serve(router) as served:
        assert served.url.startswith("https://")
        head, _, body = send(served, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 307 ")
    assert b"Location" not in head
    assert f'content="0; url={served.url}/"'.encode() in body


def test_the_certificate_is_its_own_and_stays_until_a_factory_reset() -> None:
    router, _ = build(MODELS[0])
    with serve(router) as served:
        first = certificate(served)
        assert first == served.fingerprint
        router.reboot()
        assert certificate(served) == first
        router.factory_reset()
        assert certificate(served) == served.fingerprint != first


def test_the_login_is_the_same_over_https() -> None:
    router, _ = build(MODELS[0])
    with serve(router) as served:
        answer = ask(served, "POST", "/login.cgi", f"login_authorization={quote(authorization('admin', PASSWORD))}")
        cookie = str(answer.headers["Set-Cookie"]).partition(";")[0]
        answer = ask(served, "GET", "/appGet.cgi?hook=nvram_get(http_enable)", Cookie=cookie)
        assert answer.read() == b'{\n"http_enable":"1"\n}\n'


def test_the_newest_name_the_cookie_differently() -> None:
    router, _ = build(MODELS[1])
    with serve(router) as served:
        client = _Https(served)
        assert set(log_in(client, PASSWORD)) == {"asus_token"}
        asked = "/appGet.cgi?hook=nvram_get(productid)"
        for name, good in (("asus_token", False), ("asus_s_token", True)):
            body = ask(served, "GET", asked, Cookie=f"{name}={client.token}").read()
            assert (b"RT-BE58U" in body) is good


class _Https(Client):
    """The rig's client, over TLS."""

    def ask(self, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
        answer = ask(self.served, method, target, body.decode(), **{n.replace("_", "-"): v for n, v in headers.items()})
        return Answer(b"HTTP/1.0 200 OK\r\n\r\n" + answer.read())
