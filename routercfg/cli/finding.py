"""Finding the router: at the address a person named, or at the usual ones, behind the door that was chosen."""

from __future__ import annotations

import contextlib
import math
import os
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

from routercfg.cli.trusting import PORTS, check_host_key, open_web
from routercfg.clock import Deadline
from routercfg.errors import (
    NoRouter,
    NoRouterFound,
    NotRecognised,
    NotSuited,
    Part,
    PinChanged,
    PinsUnreadable,
    RouterRefuses,
    UsageError,
)
from routercfg.language import say

if TYPE_CHECKING:
    from routercfg.cli.output import Output
    from routercfg.cli.target import Target
    from routercfg.device import Identity
    from routercfg.transport.console import TelnetConsole
    from routercfg.transport.shell import ShellTransport
    from routercfg.transport.telnet_shell import TelnetShell
    from routercfg.transport.web import WebTransport

    Line: TypeAlias = WebTransport | ShellTransport | TelnetConsole | TelnetShell | "Doors"

ADDRESS: Final = re.compile(
    r"(?:(https?|ssh|telnet)://)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?/?", re.IGNORECASE
)
_CONTRADICTS: Final = {"ssh": ("web", "telnet"), "telnet": ("web", "ssh")}
LARGEST_PORT: Final = 65535
SEARCH_PATIENCE: Final = 3.0  # seconds for one usual address: a router on the cable answers in a fraction of one


@dataclass(frozen=True, slots=True)
class Doors:
    """A command line, and the web page of the same router, which does the rest."""

    console: TelnetConsole
    web: WebTransport
    page: Identity

    @property
    def url(self) -> str:
        """Where the command line is, which a person chose."""
        return self.console.url

    @property
    def deadline(self) -> Deadline:
        """The deadline of the run."""
        return self.console.deadline

    def greet(self) -> object:
        """Say what the command line asks for."""
        return self.console.greet()

    def close(self) -> None:
        """Let go of both."""
        self.console.close()
        self.web.close()


def find(target: Target, out: Output) -> tuple[Line, Identity]:
    """Give a transport to the router and who it is; nothing is logged in to.

    Raises UsageError, NoRouter, NotSuited, DeadlinePassed.
    """
    from routercfg.report import router_data, router_name

    if not 0 < target.timeout < math.inf:  # NaN is neither
        raise UsageError(detail=say("usage.timeout", out.lang))
    deadline = Deadline(target.timeout)
    found = _searched(target, deadline, out) if target.address is None else _named(target, deadline, out)
    transport, identity = found
    out.tell("progress.found", {"router": router_name(identity, transport.url, out.lang)})
    out.content["router"] = router_data(identity, transport.url)
    return found


def _named(target: Target, deadline: Deadline, out: Output) -> tuple[Line, Identity]:
    """Go where the person said; without scheme and port HTTP first, then the vendors' HTTPS ports."""
    match = ADDRESS.fullmatch(target.address or "")
    if match is None or not 0 < int(match[3] or 1) <= LARGEST_PORT:
        raise UsageError(detail=say("usage.address", out.lang))
    scheme, host, port = match.groups()
    scheme = scheme and scheme.lower()
    if scheme and target.via in _CONTRADICTS.get(scheme, ("telnet",)):
        raise UsageError(detail=say("usage.address-via", out.lang, scheme=scheme, via=target.via))
    at = f"{host}:{port}" if port else host
    if "telnet" in (scheme, target.via):
        return _console(f"telnet://{at}", target, deadline, out)
    if scheme == "ssh" or (target.via == "ssh" and not scheme):
        return _asked_shell(f"ssh://{at}", target, deadline, out)
    urls = [f"{scheme}://{at}"] if scheme else [f"http://{at}"]
    if not scheme and not port:
        urls += [f"https://{host}", f"https://{host}:8443"]
    for url in urls[:-1]:
        with contextlib.suppress(RouterRefuses):
            return _look(url, target, deadline, out)
    with contextlib.suppress(RouterRefuses):
        return _look(urls[-1], target, deadline, out)
    if not scheme and not port and target.via == "auto":
        with contextlib.suppress(RouterRefuses):
            return _other_door(host, target, deadline, out)
    raise RouterRefuses(address=target.address)


def _other_door(host: str, target: Target, deadline: Deadline, out: Output) -> tuple[Line, Identity]:
    """Go to the shell of a router none of whose web ports is open; over telnet only where there is no SSH either.

    Raises RouterRefuses when nothing is open.
    """
    with contextlib.suppress(RouterRefuses):
        return _shell(f"ssh://{host}", target, deadline, out)
    return _console(f"telnet://{host}", target, deadline, out)


def _console(
    url: str, target: Target, deadline: Deadline, out: Output, patience: float | None = None
) -> tuple[Line, Identity]:
    """Go to a command line or a shell over telnet, which is done unasked only where nothing else answers.

    A person is told what that means.
    """
    from routercfg.transport.console import ANSWER_PATIENCE, TelnetConsole
    from routercfg.vendors import recognise_telnet

    console, identity = recognise_telnet(url, deadline, patience or ANSWER_PATIENCE, target.vendor)
    with contextlib.ExitStack() as unless_found:
        unless_found.callback(console.close)
        out.warn([say("warning.telnet", out.lang)])
        beside = _beside(url, deadline) if isinstance(console, TelnetConsole) else None
        unless_found.pop_all()
    if not isinstance(console, TelnetConsole) or beside is None or beside[1].vendor != identity.vendor:
        return console, identity
    return Doors(console, *beside), replace(identity, model=beside[1].model, factory=identity.factory)


def _beside(url: str, deadline: Deadline) -> tuple[WebTransport, Identity] | None:
    """Ask the web page beside a shell who it is; None where none answers that we know.

    Only beside a shell's own port: another one may be the end of a tunnel, and the page beside it somebody else's.
    """
    from routercfg.transport.web import WebTransport
    from routercfg.vendors import recognise

    parts = urlsplit(url)
    if parts.port not in (None, PORTS[parts.scheme]):
        return None
    host = parts.netloc.rpartition(":")[0] if parts.port else parts.netloc
    web = WebTransport(f"http://{host}", deadline, patience=SEARCH_PATIENCE)
    with contextlib.ExitStack() as unless_found:
        unless_found.callback(web.close)
        with contextlib.suppress(NoRouter, NotSuited):
            identity = recognise(web)
            unless_found.pop_all()
            return web, identity
    return None


def _page(url: str, deadline: Deadline) -> Identity | None:
    """Ask the web page beside a shell who it is, and let go of it."""
    found = _beside(url, deadline)
    if found is None:
        return None
    found[0].close()
    return found[1]


def _shell(
    url: str, target: Target, deadline: Deadline, out: Output, beside: Identity | None = None
) -> tuple[Line, Identity]:
    """Go to a shell; the first key that a router shows is kept and told, another one later is refused."""
    from routercfg.transport.shell import ShellTransport
    from routercfg.vendors import recognise_shell

    shell = ShellTransport(url, deadline, fingerprint=target.fingerprint, accept=lambda key: True)
    with contextlib.ExitStack() as unless_found:
        unless_found.callback(shell.close)
        username = target.username or os.environ.get("ROUTERCFG_USERNAME")
        identity = recognise_shell(shell, target.vendor, username, lambda: beside or _page(url, deadline))
        check_host_key(shell, identity, target, out)
        unless_found.pop_all()
    return shell, identity


def _asked_shell(url: str, target: Target, deadline: Deadline, out: Output) -> tuple[Line, Identity]:
    """Go to the shell that a person asked for; where it is shut, say that this is usual."""
    try:
        return _shell(url, target, deadline, out)
    except RouterRefuses as shut:
        shut.details["hint"] = Part("part.ssh-off")
        raise


def _searched(target: Target, deadline: Deadline, out: Output) -> tuple[Line, Identity]:
    """Try the default gateway and the usual addresses, private and link-local ones only."""
    from routercfg.vendors.find import candidates

    out.tell("progress.looking", {})
    tried: list[str] = []
    stranger: NotSuited | None = None
    for address in candidates():
        tried.append(address)
        out.tell("progress.trying", {"address": address})
        try:
            if target.via == "telnet":
                return _console(f"telnet://{address}", target, deadline, out, SEARCH_PATIENCE)
            return _look(f"http://{address}", target, deadline, out, SEARCH_PATIENCE)
        except (PinChanged, PinsUnreadable):  # a router is there, and why it is not gone on with must be told
            raise
        except NoRouter:
            continue
        except NotSuited as other:
            stranger = stranger or other
    raise stranger or NoRouterFound(tried=", ".join(tried))


def _look(
    url: str, target: Target, deadline: Deadline, out: Output, patience: float | None = None
) -> tuple[Line, Identity]:
    """Look who answers over the web; OpenWrt's page leads on to its shell, unless only the web is wanted."""
    from routercfg.transport.web import ANSWER_PATIENCE
    from routercfg.vendors import OPENWRT, WITH_COMMAND_LINE

    vendor = None if target.via == "ssh" else target.vendor
    transport, identity = open_web(url, target, deadline, out, patience=patience or ANSWER_PATIENCE, vendor=vendor)
    if identity.family != OPENWRT and target.via != "ssh":
        return transport, identity
    transport.close()
    if target.via == "web":
        raise NotRecognised(address=url, seen="OpenWrt: --via ssh")
    if identity.family != OPENWRT and not identity.family.startswith((*WITH_COMMAND_LINE, "asus-")):
        raise NotRecognised(address=url, seen=f"{identity.family}: --via web")
    host = urlsplit(url).hostname or ""
    return _shell(f"ssh://[{host}]" if ":" in host else f"ssh://{host}", target, deadline, out, identity)
