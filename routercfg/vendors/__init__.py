"""Vendors: who answers at an address, and the driver for it.

Detection costs no login attempt and at most four requests for a known family: one ``GET /`` that every vendor looks
at, then what the vendor that knows it asks on. The password is offered to nobody before this has ended.
"""

from __future__ import annotations

import importlib
import re
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urljoin, urlsplit

from routercfg.device import Identity
from routercfg.errors import BadAnswer, NotRecognised, ProviderTerminal, VendorMismatch
from routercfg.transport import converse
from routercfg.wire import Ask, Reply, Talk

if TYPE_CHECKING:
    from routercfg.device import Driver
    from routercfg.transport import Transport
    from routercfg.transport.shell import Shell


class Vendor(Protocol):
    """What a vendor's module offers."""

    def recognise(self, first: Reply, url: str) -> Talk[Identity | None]:
        """Say who answered ``GET /`` at ``url`` with ``first``; None when it is not this vendor's."""

    def open_router(self, transport: Transport, identity: Identity) -> Driver:
        """Give the driver. Raises NotRecognised for a dialect that is not spoken yet."""


VENDORS: Final = ("asus", "tplink")
OPENWRT: Final = "openwrt"

# ASUS firmware answers this User-Agent with its model name [observed-asus-382, Requests 4]; others ignore it.
FIRST_ASK: Final = Ask("GET", "/", (("User-Agent", "asusrouter-routercfg-DUTUtil-1.0.0.1"),), label="/")

_REFRESH: Final = re.compile(r"""http-equiv=["']?refresh[^>]*?url=["']?(https://[^"'>\s]+)""", re.IGNORECASE)

# What provider terminals show on their first page [providers.md §4: Huawei/ZTE; INF for the others' names].
_TERMINALS: Final = re.compile(
    r"\b(huawei|echolife|HG8\d{3}\w*|zte|ZXHN|F6\d0|eltex|NTU-?\w*|sercomm|RV6699|iskratel|innbox|GPON|ONT)\b",
    re.IGNORECASE,
)


def recognise(transport: Transport, vendor: str | None = None) -> Identity:
    """Say who answers there, without a login.

    Raises ProviderTerminal for an ISP's terminal, NotRecognised for anything else unknown, VendorMismatch when
    ``vendor`` names another one than what answers, and what the transport raises.
    """
    first = _first_page(transport)
    for name in VENDORS:
        identity = converse(transport, _vendor(name).recognise(first, transport.url))
        if identity is None:
            continue
        if vendor is not None and identity.vendor != vendor:
            raise VendorMismatch(address=transport.url, seen=identity.vendor, wanted=vendor)
        return identity
    if is_luci(first):
        return Identity("openwrt", OPENWRT)  # its shell tells the rest
    raise _unknown(transport, first)


def recognise_shell(shell: Shell, vendor: str | None = None) -> Identity:
    """Say who answers at an SSH address that a person named.

    Raises NotRecognised for a shell we do not know, VendorMismatch, and what the shell raises.
    """
    from routercfg.vendors import openwrt

    identity = openwrt.identify(shell)
    if identity is None:
        raise NotRecognised(address=shell.url, seen=shell.greet())
    if vendor is not None and identity.model and identity.vendor != vendor:
        raise VendorMismatch(address=shell.url, seen=identity.vendor, wanted=vendor)
    return identity


def open_shell(shell: Shell, identity: Identity) -> Driver:
    """Give the driver for a router recognised over SSH."""
    from routercfg.vendors import openwrt

    return openwrt.open_router(shell, identity)


def is_luci(first: Reply) -> bool:
    """Say whether the reply to ``GET /`` is OpenWrt's web interface [tplink-legacy-ssh-openwrt §4.1]."""
    return re.search(r"/cgi-bin/luci/?[\"'>]|\bLuCI\b", first.text[:4000]) is not None and "stok=" not in first.text


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver for a recognised router."""
    return _vendor(identity.vendor).open_router(transport, identity)


def _vendor(name: str) -> Vendor:
    """Import a vendor when it is its turn: an ASUS run does not pay for TP-Link's cryptography."""
    module: Vendor = importlib.import_module(f"routercfg.vendors.{name}")
    return module


def _first_page(transport: Transport) -> Reply:
    """Fetch ``/``; move to HTTPS of the very same host when the router sends us there.

    ASUSWRT that is set to HTTPS only says so in the body of its 307 [asus.md 1.1].
    """
    first = transport.ask(FIRST_ASK)
    refresh = _REFRESH.search(first.text)
    target = urlsplit(urljoin(transport.url + "/", first.header("Location") or (refresh[1] if refresh else "")))
    here = urlsplit(transport.url)
    sent = 300 <= first.status < 400 and target.hostname == here.hostname
    if sent and target.scheme == "https" and here.scheme == "http":
        transport.move(f"https://{target.netloc}")
        return transport.ask(FIRST_ASK)
    return first


def _unknown(transport: Transport, first: Reply) -> NotRecognised | ProviderTerminal | BadAnswer:
    """Name what answered as far as its first page names itself."""
    if first.status >= 500:
        return BadAnswer(page="/", detail=f"HTTP {first.status}")
    from bs4 import BeautifulSoup

    page = BeautifulSoup(first.text[:20000], "html.parser")
    title = page.title.get_text(" ", strip=True)[:60] if page.title else ""
    realm = re.search(r'realm="([^"]{1,60})"', first.header("WWW-Authenticate") or "")
    seen = [title, realm.group(1) if realm else "", first.header("Server") or ""]
    terminal = _TERMINALS.search(" ".join([*seen, page.get_text(" ")[:4000]]))
    name = " · ".join(part for part in seen if part) or f"HTTP {first.status}"
    if terminal:
        return ProviderTerminal(seen=title or terminal.group(0))
    return NotRecognised(address=transport.url, seen=name)
