"""A unit that answers over HTTPS only, as weakly as units of its time do."""

from __future__ import annotations

import hashlib
import json
import socket
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa

from routercfg import simulator
from tests.simulator.tplink_client import AX12, PASSWORD, Bench, Client, bench
from tests.simulator.tplink_variants import C7

UPNP = "admin/upnp?form=enable"


def forgiving() -> ssl.SSLContext:
    """The context that lets people in [tplink-web 7.1, trap 7]."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    return context


def secure(it: Bench, source: str = "127.0.0.1") -> Client:
    return Client(it.served.host, it.served.port, source, tls=forgiving())


def test_the_url_says_https_and_the_other_models_stay_as_they_were() -> None:
    router = simulator.build(C7, pace=0)
    with simulator.serve(router) as served:
        told = json.loads(simulator.ready_line(served, router))
        assert told["url"] == f"https://127.0.0.1:{served.port}"
    with bench(AX12) as it:
        assert it.served.url.startswith("http://")


def test_a_client_as_python_makes_it_gets_no_further_than_the_handshake() -> None:
    usual = ssl.create_default_context()
    trusting = ssl.create_default_context()
    trusting.check_hostname = False
    trusting.verify_mode = ssl.CERT_NONE
    with bench(C7) as it:
        for context in (usual, trusting):
            with pytest.raises(ssl.SSLError, match="HANDSHAKE_FAILURE"):
                Client(it.served.host, it.served.port, tls=context).send("GET", "/")
        assert it.served.requests == 0
        assert secure(it).send("GET", "/").status == 302


def test_the_key_of_the_certificate_is_too_weak_to_verify() -> None:
    strict = ssl.create_default_context()
    strict.check_hostname = False
    strict.set_ciphers("AES128-SHA:@SECLEVEL=2")
    with bench(C7) as it:
        with pytest.raises(ssl.SSLError):
            Client(it.served.host, it.served.port, tls=strict).send("GET", "/")
        with (
            socket.create_connection((it.served.host, it.served.port), 5) as raw,
            forgiving().wrap_socket(raw) as connection,
        ):
            seen = connection.getpeercert(binary_form=True)
            assert connection.version() == "TLSv1.2"
    assert seen
    certificate = x509.load_der_x509_certificate(seen)
    key = certificate.public_key()
    assert isinstance(key, rsa.RSAPublicKey)
    assert key.key_size == 1024
    assert certificate.issuer == certificate.subject


def test_the_same_unit_shows_the_same_certificate_each_time() -> None:
    with bench(C7) as it:
        address = (it.served.host, it.served.port)
        seen = set()
        for _ in range(2):
            with (
                socket.create_connection(address, 5) as raw,
                forgiving().wrap_socket(raw) as connection,
            ):
                seen.add(hashlib.sha256(connection.getpeercert(binary_form=True) or b"").hexdigest())
        assert seen == {it.served.fingerprint}


def test_everything_else_is_as_without_tls() -> None:
    with bench(C7, factory=True) as it:
        client = secure(it)
        assert client.login("First-Password1", "initial_login")["success"]
        assert client.read(UPNP) == {"enable": "on"}
        assert client.write("admin/network?form=lan_ipv4", {})
        assert secure(it).login("First-Password1")["success"]


def test_plain_http_is_sent_elsewhere_and_its_post_is_lost() -> None:
    with bench(C7) as it:
        client = Client(it.served.host, it.served.port)
        for got in (client.send("GET", "/"), client.plain("login?form=keys")):
            assert (got.status, got.header("Location"), got.body) == (302, f"{it.served.url}/", b"")
        assert it.served.requests == 0


def test_faults_of_connections_hold_here_too() -> None:
    with bench(C7, "drop-after") as it:
        client = secure(it)
        assert client.login(PASSWORD)["success"]
        with pytest.raises(ConnectionError):
            client.write("admin/network?form=wan_ipv4_pppoe", {"username": "half-way"})
        assert client.read("admin/network?form=wan_ipv4_pppoe")["username"] == "half-way"
        it.router.pace.scale = 1.0
        it.router.reboot()
        with pytest.raises(ConnectionError):
            secure(it).send("GET", "/")


def test_whoever_says_nothing_or_nonsense_does_not_stop_the_unit() -> None:
    with bench(C7) as it:
        address = (it.served.host, it.served.port)
        for words in (b"", b"\x16\x03\x01\x00\x05hello", b"\x16", b"\x00\x01\x02\r\n\r\n"):
            with socket.create_connection(address, 5) as raw:
                raw.sendall(words)
        assert secure(it).plain("login?form=sysmode").json["data"]["mode"] == "router"
