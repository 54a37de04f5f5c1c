"""HTTPS as ASUS routers have it: a certificate of their own, kept in nvram, another one after a factory reset.

Plain HTTP is answered by 307 and a page that leads over there [asus §1.1, ML]; real ones do so on port 80 for port
8443, here both are one port.
"""

from __future__ import annotations

import hashlib
import ssl
import tempfile
from pathlib import Path
from typing import Final

from routercfg.simulator.router import Store

OWN: Final = "own"
"""What the ``tls`` of such a model says."""

_SECTION: Final = "https"


class OwnTls:
    """The server side of one router's TLS."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._pem = ""
        self._context: ssl.SSLContext | None = None

    def context(self) -> ssl.SSLContext:
        """Give the context for the certificate that the router has now."""
        pem = self._now()
        if self._context is None or pem != self._pem:
            self._pem, self._context = pem, _context(pem)
        return self._context

    def fingerprint(self) -> str:
        """Give the SHA-256 of the certificate, lower hex."""
        pem = self._now()
        return hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem[pem.index(ssl.PEM_HEADER) :])).hexdigest()

    def _now(self) -> str:
        from routercfg.dialects.asus_certificate_router import own_certificate

        if not self._store.get(_SECTION, "pem"):
            self._store.update(_SECTION, {"pem": own_certificate(self._name)})
        return self._store.get(_SECTION, "pem")


def _context(pem: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "unit.pem"
        file.touch(mode=0o600)
        file.write_text(pem, encoding="ascii")
        context.load_cert_chain(file)
    return context


def moved(url: str) -> bytes:
    """Give the answer to a request that came without TLS: go there; a body that was sent is lost."""
    body = f'<HTML><HEAD><meta http-equiv="refresh" content="0; url={url}/"></HEAD></HTML>\n'
    head = (
        "HTTP/1.0 307 Temporary Redirect\r\nServer: httpd/2.0\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    )
    return (head + body).encode("ascii")
