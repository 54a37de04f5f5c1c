"""The web transport over real sockets, against peers that misbehave in every way the wire allows."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from routercfg.clock import Deadline
from routercfg.errors import (
    BadAnswer,
    CertificateUntrusted,
    ConnectionLost,
    DeadlinePassed,
    ForeignRedirect,
    RouterCfgError,
    RouterRefuses,
    RouterSilent,
)
from routercfg.transport.web import WebTransport
from routercfg.wire import Ask
from tests.peers import read_request

Peer = Callable[[socket.socket], None]
READ = Ask("GET", "/page", label="page")
WRITE = Ask("POST", "/apply", body=b"key=value", label="apply", writes=True)


@contextlib.contextmanager
def peer(behave: Peer, *, tls: ssl.SSLContext | None = None) -> Iterator[tuple[str, list[bytes]]]:
    """A server that reads one request and then behaves as told; gives its URL and what it was asked."""
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def work() -> None:
            while True:
                try:
                    raw, _ = listener.accept()
                except OSError:
                    return
                with contextlib.suppress(OSError), raw:
                    raw.settimeout(3)
                    with tls.wrap_socket(raw, server_side=True) if tls else raw as connection:
                        request = read_request(connection)
                        asked.append(request)
                        behave(connection)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        scheme = "https" if tls else "http"
        yield f"{scheme}://127.0.0.1:{listener.getsockname()[1]}", asked
        listener.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def say(*pieces: bytes, pause: float = 0) -> Peer:
    def behave(connection: socket.socket) -> None:
        for piece in pieces:
            connection.sendall(piece)
            time.sleep(pause)

    return behave


@contextlib.contextmanager
def transport(url: str, seconds: float = 20, patience: float = 5, pin: str | None = None) -> Iterator[WebTransport]:
    made = WebTransport(url, Deadline(seconds), patience=patience, fingerprint=pin)
    try:
        yield made
    finally:
        made.close()


def test_reads_a_body_that_ends_with_the_connection() -> None:
    answer = b"HTTP/1.0 200 Ok\r\nServer: httpd/2.0\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\none"
    with peer(say(answer, b"HTTP/1.0 200 OK\r\n\r\ntwo")) as (url, _), transport(url) as web:
        reply = web.ask(READ)
    assert (reply.status, reply.body) == (200, b"oneHTTP/1.0 200 OK\r\n\r\ntwo")
    assert reply.headers_named("set-cookie") == ("a=1", "b=2")


def test_sends_target_headers_and_body_as_they_stand() -> None:
    odd = Ask("POST", "/cgi-bin/luci/;stok=/login?form=a&x=%3B", (("X-One", "1"),), b"a=%26", "odd")
    with peer(say(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")) as (url, asked), transport(url) as web:
        web.ask(odd)
    assert asked[0].startswith(b"POST /cgi-bin/luci/;stok=/login?form=a&x=%3B HTTP/1.1\r\n")
    assert b"X-One: 1\r\n" in asked[0]
    assert b"Cookie" not in asked[0]
    assert asked[0].endswith(b"a=%26")


def test_cookies_are_never_kept_by_the_transport() -> None:
    answer = b"HTTP/1.1 200 OK\r\nSet-Cookie: token=abc\r\nContent-Length: 0\r\n\r\n"
    with peer(say(answer)) as (url, asked), transport(url) as web:
        web.ask(READ)
        web.ask(READ)
    assert len(asked) == 2
    assert b"token=abc" not in asked[1]


def test_nobody_there(free_port: Callable[[], int]) -> None:
    with transport(f"http://127.0.0.1:{free_port()}") as web, pytest.raises(RouterRefuses):
        web.ask(READ)


def test_accepts_and_never_answers() -> None:
    with (
        peer(lambda connection: time.sleep(1)) as (url, _),
        transport(url, patience=0.2) as web,
        pytest.raises(RouterSilent),
    ):
        web.ask(READ)


def test_a_write_without_an_answer_is_lost_not_silent() -> None:
    with (
        peer(lambda connection: time.sleep(1)) as (url, asked),
        transport(url, patience=0.2) as web,
        pytest.raises(ConnectionLost) as lost,
    ):
        web.ask(WRITE)
    assert lost.value.written
    assert len(asked) == 1


def test_the_run_deadline_ends_a_dripping_answer() -> None:
    drip = say(b"HTTP/1.0 200 OK\r\n", *([b"X: y\r\n"] * 40), pause=0.05)
    with peer(drip) as (url, _), transport(url, seconds=0.4) as web, pytest.raises(DeadlinePassed):
        web.ask(READ)


def test_a_passed_deadline_sends_nothing() -> None:
    with peer(say(b"")) as (url, asked), transport(url, seconds=0) as web, pytest.raises(DeadlinePassed):
        web.ask(READ)
    assert asked == []


def test_a_read_that_broke_is_repeated_once() -> None:
    answers = iter(
        [b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwhole"]
    )
    with peer(lambda connection: connection.sendall(next(answers))) as (url, asked), transport(url) as web:
        assert web.ask(READ).body == b"whole"
    assert len(asked) == 2


def test_a_write_that_broke_is_never_repeated() -> None:
    cut = say(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")
    with peer(cut) as (url, asked), transport(url) as web, pytest.raises(ConnectionLost) as lost:
        web.ask(WRITE)
    assert (lost.value.written, len(asked)) == (True, 1)


@pytest.mark.parametrize("nonsense", [b"\x00\xff\x13garbage\r\n\r\n", b"SSH-2.0-dropbear\r\n"])
def test_what_is_not_http_is_a_bad_answer(nonsense: bytes) -> None:
    with peer(say(nonsense)) as (url, _), transport(url) as web, pytest.raises((BadAnswer, ConnectionLost)) as odd:
        web.ask(READ)
    assert odd.value.exit_code in {4, 5}


def test_an_endless_body_is_cut() -> None:
    flood = say(b"HTTP/1.0 200 OK\r\n\r\n", *([b"x" * 65536] * 80))
    with peer(flood) as (url, _), transport(url) as web, pytest.raises(BadAnswer):
        web.ask(READ)


def test_a_redirect_to_a_foreign_host_is_refused_and_not_followed() -> None:
    away = say(b"HTTP/1.1 302 Found\r\nLocation: http://192.0.2.7/login\r\nContent-Length: 0\r\n\r\n")
    with peer(away) as (url, asked), transport(url) as web, pytest.raises(ForeignRedirect) as foreign:
        web.ask(READ)
    assert "192.0.2.7" in str(foreign.value)
    assert len(asked) == 1


def test_a_redirect_within_the_router_is_given_as_it_is() -> None:
    here = say(b"HTTP/1.1 302 Found\r\nLocation: /webpages/index.html\r\nContent-Length: 0\r\n\r\n")
    with peer(here) as (url, _), transport(url) as web:
        assert web.ask(READ).header("location") == "/webpages/index.html"


def test_errors_tell_no_target_and_no_body() -> None:
    secret = Ask("POST", "/;stok=s3cr3t/x", body=b"p4ssw0rd", label="form", writes=True)
    with peer(say(b"")) as (url, _), transport(url) as web, pytest.raises(RouterCfgError) as broken:
        web.ask(secret)
    told = f"{broken.value!r} {broken.value} {secret!r} {broken.value.__cause__!r}"
    assert "s3cr3t" not in told
    assert "p4ssw0rd" not in told


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A router's own certificate, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "router.asus.com")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "router.pem"
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return file, made.fingerprint(hashes.SHA256()).hex()


def tls_of(file: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


OK = say(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok")


def test_a_self_signed_certificate_is_refused_with_its_fingerprint(certificate: tuple[Path, str]) -> None:
    file, fingerprint = certificate
    with peer(OK, tls=tls_of(file)) as (url, asked), transport(url) as web, pytest.raises(CertificateUntrusted) as no:
        web.ask(WRITE)
    assert fingerprint in no.value.next_step()
    assert not any(b"key=value" in request for request in asked)


def test_a_pinned_certificate_is_enough(certificate: tuple[Path, str]) -> None:
    file, fingerprint = certificate
    with peer(OK, tls=tls_of(file)) as (url, _), transport(url, pin=fingerprint) as web:
        assert web.ask(READ).body == b"ok"


def test_another_certificate_than_the_pinned_one_is_refused(certificate: tuple[Path, str]) -> None:
    file, _ = certificate
    with (
        peer(OK, tls=tls_of(file)) as (url, asked),
        transport(url, pin="00" * 32) as web,
        pytest.raises(CertificateUntrusted),
    ):
        web.ask(WRITE)
    assert not any(b"key=value" in request for request in asked)


def test_counts_requests_and_connections() -> None:
    with peer(OK) as (url, _), transport(url) as web:
        web.ask(READ)
        web.ask(READ)
        assert (web.requests, web.connections) == (2, 2)
