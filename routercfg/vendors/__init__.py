"""Vendors: who answers at an address, and the driver for it.

Detection costs no login attempt and at most four requests for a known family: one ``GET /`` that every vendor looks
at, then what the vendor that knows it asks on. The password is offered to nobody before this has ended.
"""

from __future__ import annotations

import contextlib
import importlib
import re
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urljoin, urlsplit

from routercfg.device import Identity
from routercfg.errors import BadAnswer, NotRecognised, ProviderTerminal, VendorMismatch
from routercfg.transport import converse
from routercfg.wire import Ask, Reply, Talk

if TYPE_CHECKING:
    from collections.abc import Callable

    from routercfg.clock import Deadline
    from routercfg.device import Driver
    from routercfg.transport import Transport
    from routercfg.transport.console import Console, TelnetConsole
    from routercfg.transport.shell import Shell
    from routercfg.transport.telnet_shell import TelnetShell


class Vendor(Protocol):
    """What a vendor's module offers."""

    def recognise(self, first: Reply, url: str) -> Talk[Identity | None]:
        """Say who answered ``GET /`` at ``url`` with ``first``; None when it is not this vendor's."""

    def open_router(self, transport: Transport, identity: Identity) -> Driver:
        """Give the driver. Raises NotRecognised for a dialect that is not spoken yet."""


VENDORS: Final = ("asus", "tplink")
OPENWRT: Final = "openwrt"
WITH_COMMAND_LINE: Final = ("tplink-cgi", "tplink-gdpr")
"""Families by their web page whose routers may have a command line. [tplink-legacy-ssh-openwrt §2.0]"""

# ASUS firmware answers this User-Agent with its model name [observed-asus-382, Requests 4]; others ignore it.
FIRST_ASK: Final = Ask("GET", "/", (("User-Agent", "asusrouter-routercfg-DUTUtil-1.0.0.1"),), label="/")

_REFRESH: Final = re.compile(r"""http-equiv=["']?refresh[^>]{0,80}?url=["']?(https://[^"'>\s]{1,200})""", re.IGNORECASE)
_HEAD: Final = 4000  # characters of a first page that tell who answers

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


def recognise_shell(
    shell: Shell,
    vendor: str | None = None,
    username: str | None = None,
    beside: Callable[[], Identity | None] = lambda: None,
) -> Identity:
    """Say who answers at an SSH address that a person named.

    Most tell who they are only after a login; then what else is known says it: ``beside`` asks the web page of the same
    router, and ``vendor`` and ``username`` are what the person named. Where nothing does, the family is ``shell``, and
    its driver finds out. Raises NotRecognised for a shell we do not know, VendorMismatch, and what the shell raises.
    """
    from routercfg.vendors import openwrt

    identity = openwrt.identify(shell)
    if identity is None:
        raise NotRecognised(address=shell.url, seen=shell.greet())
    if not identity.model and not identity.factory:
        identity = _behind_login(shell, vendor, username, beside())
    told = identity.vendor and (identity.model or identity.family != OPENWRT)
    if vendor is not None and told and identity.vendor != vendor:
        raise VendorMismatch(address=shell.url, seen=identity.vendor, wanted=vendor)
    return identity


def _behind_login(shell: Shell, vendor: str | None, username: str | None, page: Identity | None) -> Identity:
    """Judge a shell that says nothing before a login by the web page beside it, and by what a person said."""
    from routercfg.vendors import tplink_cli
    from routercfg.vendors.shell_door import FAMILY

    if page is not None and page.family == OPENWRT:
        return page
    if page is not None and page.vendor == "asus":
        return Identity("asus", FAMILY, model=page.model, mac=page.mac)
    if vendor != "asus":
        known = None if page is None else page.family.startswith(WITH_COMMAND_LINE)
        named = username if username and vendor == "tplink" else ""
        # without a word of the person's, an old dropbear is no TP-Link's more than an old ASUS's
        found = tplink_cli.behind_login(shell.greet() if vendor else "", known, named)
        if found is not None:
            return found
    return Identity(vendor or "", FAMILY)


def open_shell(shell: Shell, identity: Identity) -> Driver:
    """Give the driver for a router recognised over SSH."""
    from routercfg.transport.shell import ShellTransport
    from routercfg.vendors import openwrt, shell_door, tplink_cli

    if identity.family == shell_door.FAMILY:
        return shell_door.ShellDoor(shell, identity)
    if identity.family == tplink_cli.FAMILY and isinstance(shell, ShellTransport):
        from routercfg.transport.console import SshConsole

        return tplink_cli.open_router(SshConsole(shell), identity)
    return openwrt.open_router(shell, identity)


def recognise_telnet(
    url: str, deadline: Deadline, patience: float, vendor: str | None = None
) -> tuple[TelnetConsole | TelnetShell, Identity]:
    """Say who answers at a telnet address, and give the line to it: TP-Link's command line, or a shell's login.

    Raises NotRecognised for what is neither, VendorMismatch, and what the lines raise.
    """
    from routercfg.transport.console import TelnetConsole
    from routercfg.transport.telnet_shell import TelnetShell
    from routercfg.vendors.shell_door import FAMILY

    console = TelnetConsole(url, deadline, patience=patience)
    with contextlib.ExitStack() as unless_console:
        unless_console.callback(console.close)
        with contextlib.suppress(NotRecognised):
            identity = recognise_console(console, vendor)
            unless_console.pop_all()
            return console, identity
    shell = TelnetShell(url, deadline, patience=patience)
    with contextlib.ExitStack() as unless_shell:
        unless_shell.callback(shell.close)
        shell.greet()
        unless_shell.pop_all()
    return shell, Identity(vendor or "", FAMILY)


def recognise_console(console: Console, vendor: str | None = None) -> Identity:
    """Say who answers at a telnet address that a person named.

    Raises NotRecognised for a command line we do not know, VendorMismatch, and what the console raises.
    """
    from routercfg.vendors import tplink_cli

    return tplink_cli.recognise(console, vendor)


def open_console(console: Console, identity: Identity, web: Driver | None = None) -> Driver:
    """Give the driver for a router recognised by its command line, with ``web`` doing what that cannot."""
    from routercfg.vendors import tplink_cli

    cli = tplink_cli.open_router(console, identity)
    if web is None:
        return cli
    from routercfg.vendors.tplink_cli_and_web import TplinkCliAndWebDriver

    return TplinkCliAndWebDriver(cli, web)


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
    refresh = _REFRESH.search(first.text[:_HEAD])
    here = urlsplit(transport.url)
    try:
        target = urlsplit(urljoin(transport.url + "/", first.header("Location") or (refresh[1] if refresh else "")))
    except ValueError:  # https://[ and the like
        return first
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

    page = BeautifulSoup("<html>" + first.text[:20000], "html.parser")  # the library wonders at a text without a tag
    title = page.title.get_text(" ", strip=True)[:60] if page.title else ""
    realm = re.search(r'realm="([^"]{1,60})"', first.header("WWW-Authenticate") or "")
    seen = [title, realm.group(1) if realm else "", first.header("Server") or ""]
    terminal = _TERMINALS.search(" ".join([*seen, page.get_text(" ")[:4000]]))
    name = " · ".join(part for part in seen if part) or f"HTTP {first.status}"
    if terminal:
        return ProviderTerminal(seen=title or terminal.group(0))
    return NotRecognised(address=transport.url, seen=name)
