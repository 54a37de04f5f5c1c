"""Which router: the options that name it, finding it, and holding it while the command works."""

from __future__ import annotations

import contextlib
import functools
import math
import os
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias
from urllib.parse import urlsplit

import click

from routercfg.clock import Deadline
from routercfg.device import Credentials
from routercfg.errors import NoRouter, NoRouterFound, NotRecognised, NotSuited, RouterRefuses, UsageError
from routercfg.language import say
from routercfg.secret import Secret

if TYPE_CHECKING:
    from routercfg.cli.output import Output
    from routercfg.device import Driver, Identity
    from routercfg.transport.shell import ShellTransport
    from routercfg.transport.web import WebTransport

    Line: TypeAlias = WebTransport | ShellTransport

ADDRESS: Final = re.compile(
    r"(?:(https?|ssh)://)?([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:]+\])(?::(\d{1,5}))?/?", re.IGNORECASE
)
LARGEST_PORT: Final = 65535
SEARCH_PATIENCE: Final = 3.0  # seconds for one usual address: a router on the cable answers in a fraction of one


@dataclass(frozen=True, slots=True)
class Target:
    """The router a person named, or left to be found, and how to log in."""

    address: str | None
    vendor: str | None
    via: str
    username: str | None
    password_file: str | None
    timeout: float
    fingerprint: str | None

    def credentials(self, out: Output) -> Credentials:
        """Give name and password from the options and the environment; the option wins. Raises UsageError."""
        username = self.username or os.environ.get("ROUTERCFG_USERNAME")
        if self.password_file is None:
            word = os.environ.get("ROUTERCFG_PASSWORD")
            return Credentials(username, _utf8(word, out) if word else None)
        try:
            text = Path(self.password_file).read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise UsageError(detail=say("usage.password-file", out.lang, file=self.password_file)) from None
        return Credentials(username, Secret(text.split("\n", 1)[0].rstrip("\r")))


def router_options(timeout: int) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options that name a router; ``timeout`` is the default deadline in seconds."""

    def decorate(body: Callable[..., int]) -> Callable[..., int]:
        @click.option("--address", metavar="A", help="Host, host:port or URL (default: look for the router).")
        @click.option("--vendor", type=click.Choice(["asus", "tplink"]), help="Refuse a router of another vendor.")
        @click.option("--via", type=click.Choice(["auto", "web", "ssh"]), default="auto", help="Which door to use.")
        @click.option("--username", metavar="U", help="Administrator's name (or ROUTERCFG_USERNAME).")
        @click.option(
            "--password-file", metavar="F", help="File with the administrator's password (or ROUTERCFG_PASSWORD)."
        )
        @click.option(
            "--timeout", type=float, default=timeout, show_default=True, help="Deadline for the whole run, seconds."
        )
        @click.option(
            "--fingerprint",
            metavar="SHA256",
            help="Accept exactly this certificate (HTTPS) or host key (SSH, SHA256:…).",
        )
        @functools.wraps(body)
        def wrapped(*args: Any, **rest: Any) -> int:  # noqa: ANN401
            words = {name: rest.pop(name) for name in Target.__dataclass_fields__}
            return body(*args, target=Target(**words), **rest)

        return wrapped

    return decorate


@contextlib.contextmanager
def connected(target: Target, out: Output) -> Iterator[tuple[Driver, Deadline]]:
    """Find the router, hold it, and give its driver; log out and let go at the end."""
    from routercfg.lock import held
    from routercfg.report import router_data

    transport, identity = find(target, out)
    try:
        with held(_place(transport.url)), held(identity.mac or _place(transport.url) + " mac"):
            driver = _driver(transport, identity)
            try:
                yield driver, transport.deadline
            finally:
                # a router may tell its model only after login, and may have moved meanwhile
                out.content["router"] = router_data(driver.identity, driver.address)
                driver.close()
    finally:
        transport.close()


def _utf8(word: str, out: Output) -> Secret:
    """Make a Secret of a word from the environment, which may be bytes that are no text. Raises UsageError."""
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(detail=say("usage.password", out.lang)) from None
    return Secret(word)


def _place(url: str) -> str:
    """Give where a router is in one spelling, so that two names of one address count as the same router."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    with contextlib.suppress(OSError, UnicodeError):
        host = socket.gethostbyname(host)
    return f"{host} {parts.port or {'https': 443, 'ssh': 22}.get(parts.scheme, 80)}"


def _driver(line: Line, identity: Identity) -> Driver:
    """Give the driver for what was found."""
    from routercfg.transport.shell import ShellTransport
    from routercfg.vendors import open_router, open_shell

    return open_shell(line, identity) if isinstance(line, ShellTransport) else open_router(line, identity)


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
    if scheme == "ssh" and target.via == "web":
        raise UsageError(detail=say("usage.address-via", out.lang))
    at = f"{host}:{port}" if port else host
    if scheme == "ssh" or (target.via == "ssh" and not scheme):
        return _shell(f"ssh://{at}", target, deadline, out)
    urls = [f"{scheme}://{at}"] if scheme else [f"http://{at}"]
    if not scheme and not port:
        urls += [f"https://{host}", f"https://{host}:8443"]
    for url in urls[:-1]:
        with contextlib.suppress(RouterRefuses):
            return _look(url, target, deadline, out)
    try:
        return _look(urls[-1], target, deadline, out)
    except RouterRefuses:
        raise RouterRefuses(address=target.address) from None


def _shell(url: str, target: Target, deadline: Deadline, out: Output) -> tuple[Line, Identity]:
    """Go to a shell; the first key seen there is kept and told, another one later is refused."""
    from routercfg.transport.shell import ShellTransport
    from routercfg.trust import KnownKeys
    from routercfg.vendors import recognise_shell

    known, place = KnownKeys(), _place(url)
    before = known.at(place)

    def accept(fingerprint: str) -> bool:
        trusted = known.accept(place, fingerprint)
        if trusted == (before is None):  # the key that was expected is no news
            out.tell("progress.host-key" if trusted else "progress.host-key-other", {"fingerprint": fingerprint})
        return trusted

    shell = ShellTransport(url, deadline, fingerprint=target.fingerprint, accept=accept)
    with contextlib.ExitStack() as unless_found:
        unless_found.callback(shell.close)
        identity = recognise_shell(shell, target.vendor)
        unless_found.pop_all()
    if target.fingerprint:
        known.keep(place, target.fingerprint)
    return shell, identity


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
            return _look(f"http://{address}", target, deadline, out, SEARCH_PATIENCE)
        except NoRouter:
            continue
        except NotSuited as other:
            stranger = stranger or other
    raise stranger or NoRouterFound(tried=", ".join(tried))


def _look(
    url: str, target: Target, deadline: Deadline, out: Output, patience: float | None = None
) -> tuple[Line, Identity]:
    """Look who answers over the web; OpenWrt's page leads on to its shell, unless only the web is wanted."""
    from routercfg.transport.web import ANSWER_PATIENCE, WebTransport
    from routercfg.vendors import OPENWRT, recognise

    transport = WebTransport(url, deadline, fingerprint=target.fingerprint, patience=patience or ANSWER_PATIENCE)
    with contextlib.ExitStack() as unless_found:
        unless_found.callback(transport.close)
        identity = recognise(transport, None if target.via == "ssh" else target.vendor)
        if identity.family != OPENWRT and target.via != "ssh":
            unless_found.pop_all()
            return transport, identity
    if target.via == "web":
        raise NotRecognised(address=url, seen="OpenWrt: --via ssh")
    if identity.family != OPENWRT:
        raise NotRecognised(address=url, seen=f"{identity.family}: --via web")
    host = urlsplit(url).hostname or ""
    return _shell(f"ssh://[{host}]" if ":" in host else f"ssh://{host}", target, deadline, out)
