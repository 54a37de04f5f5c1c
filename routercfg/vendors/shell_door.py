"""A shell that says who it is only to who is let in: a driver stands in until then, and hands on to the right one.

Nothing before the login tells OpenWrt from ASUSWRT from TP-Link's command line over SSH: all may be the same dropbear.
OpenWrt knows ``root`` only, the others usually ``admin``: each name is tried once, with the one password.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.device import Credentials, Driver, Facts, Identity, Keeper, Step, Tell
from routercfg.dialects import asus_shell, openwrt_uci
from routercfg.dialects.asus_shell import Card
from routercfg.errors import (
    BadAnswer,
    Fault,
    NoRouter,
    NotRecognised,
    Part,
    PasswordMissing,
    StillFactory,
    VendorMismatch,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport.shell import Shell, ShellTransport
from routercfg.vendors.asus_shell import USUAL_NAME, AsusShellDriver
from routercfg.vendors.shell_talk import carry

FAMILY: Final = "shell"
"""The family of what has not said yet who it is; ``vendor`` is then what a person said it is, or empty."""


def names_of(shell: Shell, vendor: str) -> tuple[str, ...]:
    """Give the names to try, in order.

    Over telnet, and where a person says ASUS, nobody is called root. dropbear of before 2015 is no OpenWrt's
    [tplink-legacy-ssh-openwrt §2.2], so root comes last there: each name costs an attempt at the others.
    """
    from routercfg.vendors.tplink_cli import behind_login

    banner = shell.greet()
    if vendor == "asus" or shell.url.startswith("telnet:"):
        return (USUAL_NAME,)
    old = behind_login(banner, None, "") is not None
    return (USUAL_NAME, openwrt_uci.NAME) if old else (openwrt_uci.NAME, USUAL_NAME)


class ShellDoor:
    """The driver of a router that has not said yet who it is. See ``device.Driver`` for what the methods promise.

    Once it has, every method is the one of the driver for what it is.
    """

    def __init__(self, shell: Shell, identity: Identity) -> None:
        self.identity = identity
        self.address = shell.url
        self._shell = shell
        self._wanted = identity.vendor
        self._names: tuple[str, ...] = ()  # the one that let us in
        self._behind: Driver | None = None

    def login(self, credentials: Credentials) -> None:
        """Log in, with the name that was given or else with each usual one, and find out who it is.

        Raises PasswordMissing, WrongPassword, NotRecognised, and VendorMismatch when it is not what a person said.
        """
        if credentials.password is None:
            raise PasswordMissing
        name = self._entered(credentials.username, credentials.password)
        card = self._card(name, credentials.password)
        self._behind = self._open(name, credentials.password, card)
        self._look()
        seen = self.identity.vendor
        if self._wanted not in ("", seen):
            raise VendorMismatch(address=self.address, seen=seen, wanted=self._wanted)

    def _entered(self, username: str | None, password: Secret) -> str:
        """Give the name that let us in. Raises WrongPassword."""
        names = (username,) if username else self._names or names_of(self._shell, self._wanted)
        for name in names:
            if name != openwrt_uci.NAME:  # whom we have asked for already
                self._shell.close()  # dropbear hangs up on who changes his name
            with contextlib.suppress(WrongPassword):
                self._shell.enter(name, password)
                self._names = (name,)
                return name
        raise WrongPassword

    def _card(self, name: str, password: Secret) -> Card | None:
        """Ask who it is, once more when the answer was lost; None for what is no shell."""
        for _ in range(2):
            with contextlib.suppress(NoRouter, BadAnswer):
                return carry(self._shell, asus_shell.introduce())
            self._shell.close()
            self._shell.enter(name, password)
        return None

    def _open(self, name: str, password: Secret, card: Card | None) -> Driver:
        if card is None:
            return self._command_line(name, password)
        if card.kind == asus_shell.OPENWRT:
            from routercfg.vendors import openwrt

            other = openwrt.open_router(self._shell, Identity(openwrt.VENDOR, openwrt.FAMILY))
            other.login(Credentials(name, password))
            return other
        asus = AsusShellDriver(self._shell, self.identity)
        asus.entered(name, password, card)
        return asus

    def _command_line(self, name: str, password: Secret) -> Driver:
        """Give the driver of TP-Link's command line, which takes no commands but on a terminal."""
        if not isinstance(self._shell, ShellTransport):
            raise NotRecognised(address=self.address, seen=Part("reason.asus-shell-other"))
        from routercfg.transport.console import SshConsole
        from routercfg.vendors import tplink_cli

        line = tplink_cli.open_router(SshConsole(self._shell), Identity(tplink_cli.VENDOR, tplink_cli.FAMILY))
        line.login(Credentials(name, password))
        return line

    def _look(self) -> None:
        """Be who the driver behind says it is, and where."""
        if self._behind is not None:
            self.identity, self.address = self._behind.identity, self._behind.address

    @contextlib.contextmanager
    def _opened(self) -> Iterator[Driver]:
        if self._behind is None:
            raise Fault(detail="not logged in")
        try:
            yield self._behind
        finally:
            self._look()

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Never asked of a router that wants a login first. Raises StillFactory."""
        raise StillFactory

    def read(self) -> Facts:
        """Read everything."""
        with self._opened() as driver:
            return driver.read()

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch its settings file, where the driver behind can; see ``device.Keeper``."""
        with self._opened() as driver:
            return driver.own_file() if isinstance(driver, Keeper) else None

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do."""
        with self._opened() as driver:
            return driver.gaps(facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what is done in another place than wished for."""
        with self._opened() as driver:
            return driver.remarks(facts, desired)

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into writes."""
        with self._opened() as driver:
            return driver.steps(facts, changes)

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn writes into those that put the old words back."""
        with self._opened() as driver:
            return driver.undo(facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves that are not back."""
        with self._opened() as driver:
            return driver.undone(before, now, steps)

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step."""
        with self._opened() as driver:
            driver.send(step, tell)

    def rejoin(self, tell: Tell) -> None:
        """Find the router again and log in."""
        with self._opened() as driver:
            driver.rejoin(tell)

    def switch_off(self, words: Mapping[str, str]) -> bool:
        """Store nvram words and end this very SSH server with them; says whether they were taken.

        Only where ASUSWRT has let us in: else nothing is done. Raises what a write raises.
        """
        if not isinstance(self._behind, AsusShellDriver):
            return False
        self._behind.end(words)
        return True

    def close(self) -> None:
        """Let go. Never raises."""
        if self._behind is not None:
            self._behind.close()
        self._shell.close()
