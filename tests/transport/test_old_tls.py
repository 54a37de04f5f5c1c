"""Routers whose HTTPS is too old for today's libraries, as real servers that OpenSSL holds to old ways."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
import threading
import warnings
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.dialects.tplink_certificate_router import weak_certificate
from routercfg.errors import BadAnswer, CertificateUntrusted
from routercfg.language import say
from routercfg.transport.web import WebTransport
from tests.cli.shell import here
from tests.transport.test_web import OK, READ, WRITE, peer

TLS_1_0, OLD_SUITE = "TLS 1.0", "TLS 1.2 with RSA key exchange"


class OldServer(ssl.SSLContext):
    """A server's context that counts the handshakes it was asked for."""

    tries = 0

    def wrap_socket(self, *args: Any, **words: Any) -> ssl.SSLSocket:
        self.tries += 1
        return super().wrap_socket(*args, **words)


@pytest.fixture(scope="module")
def weak(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate of 1024 bits; with SHA-1, which needs the openssl command, where that is there."""
    file = tmp_path_factory.mktemp("weak") / "router.pem"
    openssl = shutil.which("openssl")
    if openssl is None:
        file.write_bytes(weak_certificate("test"))
        return file
    words = "req -x509 -newkey rsa:1024 -sha1 -nodes -days 2 -subj /CN=tplinkwifi.net"
    subprocess.run([openssl, *words.split(), "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


def server(file: Path, kind: str) -> OldServer:
    context = OldServer(ssl.PROTOCOL_TLS_SERVER)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # that it is old is the point
        if kind == TLS_1_0:
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        elif kind == OLD_SUITE:
            context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers("AES128-SHA:@SECLEVEL=0" if kind else "DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(file)
    return context


def fingerprint(file: Path) -> str:
    pem = file.read_text().partition("-----BEGIN CERTIFICATE-----")
    return sha256(ssl.PEM_cert_to_DER_cert(pem[1] + pem[2])).hexdigest()


class Line(WebTransport):
    """A transport that keeps in ``told`` how often it said that the router is old."""

    def __init__(self, url: str, pin: str | None = None) -> None:
        self.told: list[str] = []
        super().__init__(url, Deadline(20), patience=5, fingerprint=pin, on_old_tls=lambda: self.told.append("old"))


@pytest.mark.parametrize("kind", [TLS_1_0, OLD_SUITE])
def test_an_old_router_is_reached_through_its_pin_and_the_person_hears_of_it_once(weak: Path, kind: str) -> None:
    old = server(weak, kind)
    with peer(OK, tls=old) as (url, asked):
        web = Line(url, fingerprint(weak))
        assert (web.ask(READ).body, web.ask(WRITE).body) == (b"ok", b"ok")
        web.close()
    assert web.told == ["old"]
    assert len(asked) == 2
    assert old.tries == 3  # the modern way was tried first, once


@pytest.mark.parametrize("kind", [TLS_1_0, OLD_SUITE])
@pytest.mark.parametrize("pin", [None, "00" * 32])
def test_who_it_is_counts_there_as_well(weak: Path, kind: str, pin: str | None) -> None:
    with peer(OK, tls=server(weak, kind)) as (url, asked):
        web = Line(url, pin)
        with pytest.raises(CertificateUntrusted) as no:
            web.ask(WRITE)
        web.close()
    assert no.value.details["fingerprint"] == fingerprint(weak)
    assert not any(b"key=value" in request for request in asked)


def test_the_permission_is_this_transport_s_alone(weak: Path) -> None:
    before = ssl.create_default_context()
    old = server(weak, TLS_1_0)
    with peer(OK, tls=old) as (url, _):
        for _ in range(2):
            web = Line(url, fingerprint(weak))
            web.ask(READ)
            web.close()
    assert old.tries == 4  # the second one tried the modern way first again
    after = ssl.create_default_context()
    assert (after.minimum_version, after.options) == (before.minimum_version, before.options)
    assert [suite["name"] for suite in after.get_ciphers()] == [suite["name"] for suite in before.get_ciphers()]


def test_a_modern_router_is_never_spoken_to_weakly(weak: Path) -> None:
    with peer(OK, tls=server(weak, "")) as (url, _):
        web = Line(url, fingerprint(weak))
        assert web.ask(READ).body == b"ok"
        web.close()
        stranger = Line(url)
        with pytest.raises(CertificateUntrusted):
            stranger.ask(WRITE)
        stranger.close()
    assert web.told == stranger.told == []


def test_what_speaks_no_tls_at_all_is_said_to() -> None:
    got: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def work() -> None:
            for _ in range(2):  # the request, and the look at the certificate
                there = listener.accept()[0]
                with there:
                    got.append(there.recv(65536))
                    there.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        web = Line(f"https://127.0.0.1:{listener.getsockname()[1]}")
        with pytest.raises(BadAnswer, match="encrypted connection"):
            web.ask(WRITE)
        web.close()
        thread.join(5)
    assert web.told == []
    assert len(got) == 2
    assert not any(b"key=value" in request for request in got)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_the_person_reads_it_once(lang: str) -> None:
    router = simulator.build("tplink-archer-c7-v5", factory=False, pace=0)
    with simulator.serve(router) as served:
        assert isinstance(served, simulator.Served)
        ran = here("detect", "--address", served.url, "--fingerprint", served.fingerprint, "--lang", lang)
    assert ran.code == 0
    assert (ran.out + ran.err).count(say("progress.old-tls", lang)) == 1  # type: ignore[arg-type]
