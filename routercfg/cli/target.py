"""Which router: the options that name it, and holding it while the command works."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routercfg.cli.finding import Doors, find
from routercfg.cli.trusting import place
from routercfg.device import Credentials
from routercfg.errors import UsageError
from routercfg.language import say
from routercfg.secret import Secret

if TYPE_CHECKING:
    from routercfg.cli.finding import Line
    from routercfg.cli.output import Output
    from routercfg.clock import Deadline
    from routercfg.device import Driver, Identity


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
    accept_new_key: bool

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
        @click.option(
            "--via", type=click.Choice(["auto", "web", "ssh", "telnet"]), default="auto", help="Which door to use."
        )
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
        @click.option(
            "--accept-new-key",
            is_flag=True,
            help="Let a router that was reset show a new certificate or SSH key.",
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
    transport, identity = find(target, out)
    with holding(transport, identity, out) as driver:
        yield driver, transport.deadline


@contextlib.contextmanager
def holding(transport: Line, identity: Identity, out: Output) -> Iterator[Driver]:
    """Hold a router that was found, and give its driver; log out and let go at the end."""
    from routercfg.lock import held
    from routercfg.report import router_data

    try:
        at = place(transport.url)
        with held(at), held(identity.mac or at + " mac"):
            driver = _driver(transport, identity)
            try:
                yield driver
            finally:
                # a router may tell its model only after login, and may have moved meanwhile
                out.content["router"] = router_data(driver.identity, driver.address)
                driver.close()
    finally:
        transport.close()


def introduce(identity: Identity, out: Output) -> None:
    """Say who it is, once, of a router that told its model only after the login."""
    from routercfg.report import router_name

    known = out.content["router"]
    if identity.model and not known["model"]:
        out.tell("progress.is", {"router": router_name(identity, known["address"], out.lang)})
        known["model"] = identity.model


def _utf8(word: str, out: Output) -> Secret:
    """Make a Secret of a word from the environment, which may be bytes that are no text. Raises UsageError."""
    try:
        word.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(detail=say("usage.password", out.lang)) from None
    return Secret(word)


def _driver(line: Line, identity: Identity) -> Driver:
    """Give the driver for what was found."""
    from routercfg.transport.console import TelnetConsole
    from routercfg.transport.shell import ShellTransport
    from routercfg.transport.telnet_shell import TelnetShell
    from routercfg.vendors import open_console, open_router, open_shell

    if isinstance(line, Doors):
        return open_console(line.console, identity, open_router(line.web, line.page))
    if isinstance(line, TelnetConsole):
        return open_console(line, identity)
    if isinstance(line, ShellTransport | TelnetShell):
        return open_shell(line, identity)
    return open_router(line, identity)
