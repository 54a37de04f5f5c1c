"""HTTPS as units have it whose TLS nobody has renewed: the model's ``tls`` is ``old``.

What a current client meets there is what users report [tplink-web 7.1, traps 7 and 8]: no cipher in common unless the
client goes down to old ones, a certificate key that is too weak, and plain HTTP answered by a redirect in which a POST
is lost. Old servers also lack secure renegotiation; OpenSSL offers no way to play that, so it is left out.
"""

from __future__ import annotations

import hashlib
import socket
import ssl
import tempfile
from pathlib import Path
from typing import Final

OLD: Final = "old"
CIPHERS: Final = "AES128-SHA:AES256-SHA:@SECLEVEL=0"
"""RSA key exchange and SHA-1, both gone from what Python offers by itself."""
_HANDSHAKE: Final = b"\x16"
"""The first byte of whoever speaks TLS."""


def old_context(owner: str) -> ssl.SSLContext:
    """Give the server side of a unit's TLS; at most TLS 1.2, old ciphers, a certificate of its own."""
    from routercfg.dialects.tplink_certificate_router import weak_certificate

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "unit.pem"
        file.touch(mode=0o600)
        file.write_bytes(weak_certificate(owner))
        context.load_cert_chain(file)
    return context


def fingerprint(owner: str) -> str:
    """Give the SHA-256 of a unit's certificate, lower hex: what somebody who trusts it pins."""
    from routercfg.dialects.tplink_certificate_router import weak_certificate

    text = weak_certificate(owner).decode("ascii")
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(text[text.index(ssl.PEM_HEADER) :])).hexdigest()


def enter(connection: socket.socket, context: ssl.SSLContext) -> socket.socket:
    """Agree on TLS with whoever speaks it; whoever does not gets its connection back as it is.

    Raises OSError (ssl.SSLError among them) when the two cannot agree.
    """
    if connection.recv(1, socket.MSG_PEEK) != _HANDSHAKE:
        return connection
    return context.wrap_socket(connection, server_side=True)


def elsewhere(url: str) -> bytes:
    """Give the answer to a request that came without TLS: ask again over there, and what was sent is lost."""
    return f"HTTP/1.1 302 Found\r\nLocation: {url}/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def leave(connection: ssl.SSLSocket) -> None:
    """Say goodbye without waiting for the other side's."""
    try:
        connection.setblocking(False)
        connection.unwrap()
    except OSError:  # the other side has not said it yet, or is gone: either way this side is done
        return
