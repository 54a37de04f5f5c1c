"""HTTPS as old routers speak it: weak on purpose, and only for the one connection that could not be had otherwise.

Routers of 2014-2019 offer TLS 1.0 with keys and ciphers that OpenSSL gives up one after the other, and end a modern
handshake [tplink-web §7.1 trap 7]. Who they are is checked all the same, by the pin or by an authority.
"""

from __future__ import annotations

import socket
import ssl
from typing import Final

_LEGACY_SERVER_CONNECT: Final = 0x4  # OpenSSL's SSL_OP_LEGACY_SERVER_CONNECT; Python 3.12 gives it a name
_NOT_TLS: Final = frozenset({"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "UNEXPECTED_MESSAGE"})


def old_context(*, pinned: bool) -> ssl.SSLContext:
    """Give a context that permits what such routers need: TLS 1.0 on, small keys, SHA-1, no secure renegotiation.

    Certificates are checked as in any context; suites without one stay forbidden. With ``pinned`` the name in the
    certificate does not count: whoever uses the context compares the whole certificate with the pin.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = not pinned
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:!aNULL:!eNULL:@SECLEVEL=0")
    context.options |= _LEGACY_SERVER_CONNECT
    return context


def is_too_old(broken: ssl.SSLError) -> bool:
    """Say whether a handshake failed because the two had nothing in common, and not over who the other one is."""
    return not isinstance(broken, ssl.SSLCertVerificationError) and broken.reason not in _NOT_TLS


def certificate(host: str, port: int, patience: float) -> bytes | None:
    """Look at a router's certificate (DER), whoever signed it, without sending anything; None when there is none."""
    context = old_context(pinned=True)
    context.verify_mode = ssl.CERT_NONE  # it is only looked at; who decides about it sees its fingerprint
    try:
        with (
            socket.create_connection((host, port), patience) as line,
            context.wrap_socket(line, server_hostname=host) as there,
        ):
            return there.getpeercert(binary_form=True)
    except OSError:
        return None
