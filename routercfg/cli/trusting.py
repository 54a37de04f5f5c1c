"""Opening a line to a router whose certificate or SSH key nobody vouches for: the first one is kept, another refused.

What a router shows is taken on trust only until it has said who it is; then it is held against that router's pin,
before any password goes out. [decision 0007]
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from routercfg.errors import CertificateUntrusted, NoRouter, PinChanged

if TYPE_CHECKING:
    from routercfg.cli.output import Output
    from routercfg.cli.target import Target
    from routercfg.clock import Deadline
    from routercfg.device import Identity
    from routercfg.transport.shell import ShellTransport
    from routercfg.transport.web import WebTransport

PORTS: Final = {"https": 443, "ssh": 22, "telnet": 23}


def place(url: str) -> str:
    """Give where a router is in one spelling, so that two names of one address count as the same router."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    with contextlib.suppress(OSError, UnicodeError):
        host = socket.gethostbyname(host)
    return f"{host} {parts.port or PORTS.get(parts.scheme, 80)}"


def who(identity: Identity, url: str) -> str:
    """Give the name that a router's pins go by: its MAC as it tells it, else as our network sees it, else its place."""
    from routercfg.transport.neighbour import neighbour

    return identity.mac or neighbour(urlsplit(url).hostname or "") or place(url)


def open_web(
    url: str, target: Target, deadline: Deadline, out: Output, *, patience: float, vendor: str | None
) -> tuple[WebTransport, Identity]:
    """Open a web page and say who answers; over HTTPS its certificate is the one that is pinned for this router.

    A router that is known to offer HTTPS is gone on with there, and so is any when a certificate was named. Raises what
    ``recognise`` raises, PinChanged, PinsUnreadable.
    """
    from routercfg.transport.web import WebTransport
    from routercfg.vendors import recognise

    def look(at: str, pin: str | None) -> tuple[WebTransport, Identity]:
        transport = WebTransport(
            at, deadline, fingerprint=pin, patience=patience, on_old_tls=lambda: out.tell("progress.old-tls", {})
        )
        with contextlib.ExitStack() as unless_known:
            unless_known.callback(transport.close)
            identity = recognise(transport, vendor)
            unless_known.pop_all()
        return transport, identity

    shown: str | None = None
    named = _named_certificate(target)
    try:
        transport, identity = look(url, named)
    except CertificateUntrusted as unknown:
        if named:
            raise
        shown = str(dict(unknown.details)["fingerprint"])
        transport, identity = look(url, shown)
    with contextlib.ExitStack() as unless_trusted:
        unless_trusted.callback(transport.close)
        if transport.url.startswith("https:"):
            _check_certificate(transport.url, identity, shown, target, out)
        else:
            transport, identity = _prefer_https(transport, identity, look, target, out)
        unless_trusted.pop_all()
    return transport, identity


def _named_certificate(target: Target) -> str | None:
    """Give the certificate that a person named, as we write it; None where there is none, or an SSH key instead."""
    named = target.fingerprint
    return None if named is None or named.startswith("SHA256:") else named.replace(":", "").lower()


def _check_certificate(url: str, identity: Identity, shown: str | None, target: Target, out: Output) -> None:
    """Hold what was shown against the pin; what a person named is kept, what an authority vouches for is not."""
    from routercfg.trust import CERTIFICATE, HTTPS_PORT, Pins, settle

    pins, router, named = Pins(), who(identity, url), _named_certificate(target)
    if named:
        pins.keep(router, CERTIFICATE, named)
    elif shown is not None:
        renew = target.accept_new_key and identity.factory
        settle(pins, router, CERTIFICATE, shown, renew=renew, tell=out.tell)
    else:
        return
    pins.keep(router, HTTPS_PORT, str(urlsplit(url).port or PORTS["https"]))


def _prefer_https(
    transport: WebTransport,
    identity: Identity,
    look: Callable[[str, str | None], tuple[WebTransport, Identity]],
    target: Target,
    out: Output,
) -> tuple[WebTransport, Identity]:
    """Go on over HTTPS with a router that was seen to offer it; where it does not any more, say so and go on.

    Where a person named a certificate, nothing else will do. Raises PinChanged when it shows another one there, unless
    it was reset and a person agreed; for a named one CertificateUntrusted, and NoRouter where there is no HTTPS.
    """
    from routercfg.trust import CERTIFICATE, HTTPS_PORT, Pins, settle

    pins, router, named = Pins(), who(identity, transport.url), _named_certificate(target)
    pin, port = named or pins.of(router, CERTIFICATE), pins.of(router, HTTPS_PORT)
    if named and port is None:
        port = str(PORTS["https"])
    if pin is None or port is None:
        return transport, identity
    host = urlsplit(transport.url).hostname or ""
    secure = f"https://{f'[{host}]' if ':' in host else host}:{port}"
    try:
        found = look(secure, pin)
    except CertificateUntrusted as other:
        if named:
            raise
        seen = str(dict(other.details)["fingerprint"])
        if not (target.accept_new_key and identity.factory):  # that it was reset anybody can say
            raise PinChanged(kind=CERTIFICATE, router=router, known=pin, seen=seen) from None
        found = look(secure, seen)
        with contextlib.ExitStack() as unless_trusted:
            unless_trusted.callback(found[0].close)
            settle(pins, router, CERTIFICATE, seen, renew=found[1].factory, tell=out.tell)
            unless_trusted.pop_all()
    except NoRouter:
        if named:
            raise
        out.tell("progress.https-gone", {"address": secure})
        return transport, identity
    if named:
        pins.keep(router, CERTIFICATE, named)
    transport.close()
    out.tell("progress.https", {"address": secure})
    return found


def check_host_key(shell: ShellTransport, identity: Identity, target: Target, out: Output) -> None:
    """Hold the SSH key that was shown against the router's pin. Raises PinChanged, PinsUnreadable."""
    from routercfg.trust import HOST_KEY, Pins, settle

    pins, router = Pins(), who(identity, shell.url)
    if target.fingerprint:
        pins.keep(router, HOST_KEY, target.fingerprint)
    elif shell.host_key is not None:
        renew = target.accept_new_key and identity.factory
        settle(pins, router, HOST_KEY, shell.host_key, renew=renew, tell=out.tell)
