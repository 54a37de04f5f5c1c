"""Peers that lie in headers, break off inside TLS or stall in its handshake: our errors, in time."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from pathlib import Path

import pytest

from routercfg.errors import BadAnswer, ConnectionLost, ForeignRedirect, NoRouter, RouterCfgError
from tests.transport.test_web import READ, WRITE, certificate, peer, say, tls_of, transport

__all__ = ["certificate"]


@pytest.mark.parametrize("target", ["http://[", "//[::1", "https://[fe80::1%25]x/", "http://\x1b[2J.example/"])
def test_a_redirect_that_leads_nowhere_is_a_bad_answer_or_a_foreign_host(target: str) -> None:
    head = f"HTTP/1.1 302 Found\r\nLocation: {target}\r\nContent-Length: 0\r\n\r\n".encode()
    with peer(say(head)) as (url, _), transport(url) as web, pytest.raises((BadAnswer, ForeignRedirect)):
        web.ask(READ)


def test_a_redirect_with_an_endless_body_is_cut() -> None:
    head = b"HTTP/1.1 302 Found\r\nLocation: /index.html\r\n\r\n"
    body = [b"x" * 1024 * 1024] * 6
    with peer(say(head, *body)) as (url, _), transport(url) as web, pytest.raises(BadAnswer, match="larger"):
        web.ask(READ)


def test_a_header_that_cannot_be_sent_is_a_bad_answer() -> None:
    from routercfg.wire import Ask

    with peer(say(b"")) as (url, asked), transport(url) as web, pytest.raises(RouterCfgError):
        web.ask(Ask("GET", "/", (("Cookie", "sysauth=a\r\n b"),), label="page"))
    assert not asked


@pytest.mark.parametrize(
    "broken", [b"HTTP/1.1 200 OK\r\n", b"\x15\x03\x03\x00\x02\x02\x50", b"\x17\x03\x03\x00\x04abcd"]
)
def test_tls_that_breaks_after_a_write_loses_the_answer_and_is_no_stranger(
    broken: bytes, certificate: tuple[Path, str]
) -> None:
    file, pin = certificate

    def behave(connection: socket.socket) -> None:
        assert isinstance(connection, ssl.SSLSocket)
        with socket.socket(fileno=connection.detach()) as bare:
            bare.sendall(broken)
            time.sleep(0.1)

    with peer(behave, tls=tls_of(file)) as (url, asked), transport(url, pin=pin) as web:
        with pytest.raises(ConnectionLost) as lost:
            web.ask(WRITE)
        assert lost.value.written
        assert sum(b"key=value" in request for request in asked) == 1


def test_a_handshake_that_stalls_or_drips_ends_with_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def work() -> None:
            while True:
                try:
                    there, _ = listener.accept()
                except OSError:
                    return
                with there:
                    there.settimeout(4)
                    try:
                        for _ in range(40):
                            there.sendall(b"\x16\x03\x03\x40\x00" if not _ else b"\x02")
                            time.sleep(0.1)
                    except OSError:
                        continue

        threading.Thread(target=work, daemon=True).start()
        began = time.monotonic()
        url = f"https://127.0.0.1:{listener.getsockname()[1]}"
        with transport(url, seconds=2) as web, pytest.raises((NoRouter, RouterCfgError)):
            web.ask(READ)
        assert time.monotonic() - began < 4
        listener.shutdown(socket.SHUT_RDWR)
