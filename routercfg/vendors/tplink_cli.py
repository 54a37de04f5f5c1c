"""TP-Link routers by their own command line, over telnet or SSH: recognising one, and its driver.

It sets Wi-Fi and PPPoE, as far as the router's help shows how; everything else is a gap that names the web page.
[tplink-legacy-ssh-openwrt §2.1]
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from routercfg.device import Credentials, Cut, Facts, Identity, Native, Step, Tell
from routercfg.dialects import tplink_cli as dialect
from routercfg.dialects.tplink_cli import CliTalk, Usage, radio_page, wan_page
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    ConnectionLost,
    NoRouter,
    NotRecognised,
    Part,
    PasswordMissing,
    RouterSilent,
    RouterWiped,
    SettingRefused,
    StillFactory,
    VendorMismatch,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Running, Settings, band_of
from routercfg.transport.console import Console
from routercfg.transport.console_line import Asks
from routercfg.vendors import tplink_cli_rows as rows
from routercfg.vendors.tplink_cli_rows import ACCOUNT
from routercfg.vendors.waiting import pauses

T = TypeVar("T")

VENDOR: Final = "tplink"
FAMILY: Final = "tplink-cli"
_LONGEST_ABSENCE: Final = 90.0  # seconds: a reboot of a slow router


def recognise(console: Console, vendor: str | None = None) -> Identity:
    """Say who answers at a telnet address that a person named; nothing is told to it.

    A ``username:`` or ``password:`` in small letters at the line's beginning is all there is to go by before the
    login [§6.1]. Raises NotRecognised when it asks for something else, VendorMismatch, and what the console raises.
    """
    asks = console.greet()
    if asks is Asks.OTHER:
        raise NotRecognised(address=console.url, seen="telnet")
    if vendor not in (None, VENDOR):
        raise VendorMismatch(address=console.url, seen=VENDOR, wanted=vendor)
    return Identity(VENDOR, FAMILY, factory=asks is Asks.FIRST)


def behind_login(banner: str, beside: bool | None, named: str) -> Identity | None:
    """Judge an SSH server that lets nobody in without a password: None when nothing says that it is one of these.

    OpenWrt knows only ``root``, this command line only ``admin``, and each name costs an attempt at the other. What
    tells them apart is the router's own web page (``beside``: whether it is of a family that has one; None where it
    is not known), dropbear's age, which OpenWrt left behind in 2015 [§2.2: 0.52 and 2012.55], or the administrator's
    name that a person gave for a TP-Link (``named``).
    """
    if beside is not None:
        return Identity(VENDOR, FAMILY) if beside else None
    old = re.search(r"dropbear_(?:0\.|200|201[0-4])", banner) is not None
    return Identity(VENDOR, FAMILY) if old or named not in ("", "root") else None


def open_router(console: Console, identity: Identity) -> TplinkCliDriver:
    """Give the driver."""
    return TplinkCliDriver(console, identity)


class TplinkCliDriver:
    """One TP-Link router on one run, by its command line. See ``device.Driver`` for what the methods promise."""

    def __init__(self, console: Console, identity: Identity) -> None:
        self.identity = identity
        self.address = console.url
        self._console = console
        self._name = dialect.NAME
        self._password: Secret | None = None
        self._usage = Usage()

    # Logging in.

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt, and learn from the router's help what it can.

        Raises PasswordMissing, WrongPassword, LockedOut, AnotherAdministrator.
        """
        if credentials.password is None:
            raise PasswordMissing
        self._name = credentials.username or dialect.NAME
        self._console.enter(self._name, credentials.password)
        self._password = credentials.password
        self._learn()

    def _learn(self) -> None:
        self._usage = self._carry(dialect.learn())
        card = self._carry(dialect.introduce(self._usage))
        self.identity = replace(
            self.identity, model=card.model, hardware=card.hardware, firmware=card.firmware, mac=card.mac, factory=False
        )

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Set the first password, and log in with it, which proves it. Raises SettingRefused."""
        try:
            self._console.first_password(password)
        except (NoRouter, BadAnswer):
            self._wait()  # the answer was lost; it asks again if it took nothing
            if self._console.greet() is Asks.FIRST:
                self._console.first_password(password)
        try:
            self._console.enter(self._name, password)
        except WrongPassword:
            raise SettingRefused(page="Set new password", detail=Part("reason.password-not-taken")) from None
        self._password = password
        self._learn()

    def _enter_again(self) -> None:
        """Log in with the password that holds. Raises RouterWiped when the router asks for a first one."""
        if self._password is None:
            raise PasswordMissing
        try:
            self._console.enter(self._name, self._password)
        except StillFactory:
            raise RouterWiped from None

    def _carry(self, talk: CliTalk[T]) -> T:
        """Carry a dialogue; a session that timed out, or a lost answer to what only reads, is renewed once."""
        renewed = False
        try:
            line = next(talk)
            while True:
                try:
                    answer = self._run(line)
                except (ConnectionLost, RouterSilent) as lost:
                    if renewed or (isinstance(lost, ConnectionLost) and lost.written):
                        raise
                    renewed = True
                    self._wait()
                    self._enter_again()
                    answer = self._run(line)
                line = talk.send(answer)
        except StopIteration as done:
            value: T = done.value
            return value

    def _run(self, line: dialect.Line) -> str:
        return self._console.run(line.text, label=line.label, writes=line.writes, seconds=line.seconds)

    # Reading.

    def read(self) -> Facts:
        """Read everything that the command line shows."""
        native: dict[str, Mapping[str, str]] = dict(self._reading(lambda: dialect.read(self._usage)))
        native[ACCOUNT] = {"username": self._name, "password": self._password.reveal() if self._password else ""}
        return Facts(self.identity, Settings(rows.running(native)), rows.bands(native), native)

    def _reading(self, make: Callable[[], CliTalk[T]]) -> T:
        """Hold a dialogue that only reads; when it made no sense, once more."""
        with contextlib.suppress(BadAnswer):
            return self._carry(make())
        return self._carry(make())

    # Planning.

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this command line cannot do."""
        return rows.gaps(self._usage, facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Everything is done where it is wished for."""
        return ()

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into one write per band and one for the connection."""
        merged: dict[str, Running] = {**facts.running, **{change.path: change.after for change in changes}}
        made = []
        for radio in rows.radios(facts.native):
            band, page = rows.BAND_OF[radio], radio_page(radio)
            paths = tuple(change.path for change in changes if band_of(change.path) == band)
            if paths:
                at = f"wifi.bands.{band}."
                leaves = {path.removeprefix(at): value for path, value in merged.items() if path.startswith(at)}
                names = {path.removeprefix(at) for path in paths}
                made.append(
                    Step(page, rows.radio_words(facts.native[page], self._usage, leaves, names), paths, Cut.WIFI)
                )
        paths = tuple(change.path for change in changes if change.path.startswith("wan."))
        if paths:
            page = wan_page(rows.connection(facts.native))
            made.append(Step(page, rows.wan_words(facts.native[page], merged, set(paths)), paths, Cut.WAN))
        return tuple(made)

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn writes into those that put the old words back, the last sent first.

        A connection that was not in use, and had no name and password, keeps them: the command line takes no empty
        words. The one that was in use before is so again.
        """
        made: list[Step] = []
        for step in reversed(steps):
            old = _old_words(facts.native, step)
            if step.cuts is not Cut.WAN or old["username"]:
                made.append(replace(step, words=old))
            active = rows.active_connection(facts.native)
            if step.cuts is Cut.WAN and active and step.page != wan_page(active) and self._usage.routes:
                made.append(Step(dialect.ROUTE, {"name": active}, step.paths, Cut.WAN))
        return tuple(made)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves of which a word is not what it was; of a connection not in use, none counts."""
        left: dict[str, None] = {}
        active = rows.active_connection(before.native)
        moved = active != rows.active_connection(now.native)
        for step in steps:
            idle = step.cuts is Cut.WAN and active != "" and step.page != wan_page(active)
            same = _old_words(before.native, step) == _old_words(now.native, step)
            if (moved and step.cuts is Cut.WAN) or not (same or idle):
                changed = [path for path in step.paths if before.running.get(path) != now.running.get(path)]
                left.update(dict.fromkeys(changed or step.paths))
        return tuple(left)

    # Writing.

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step, line by line. Wi-Fi and the connection come back by themselves."""
        self._carry(dialect.write(self._usage, step.page, step.words))

    def rejoin(self, tell: Tell) -> None:
        """Find the router again and log in. Raises RouterWiped when it has fallen back to factory state."""
        tell("progress.rejoin", {})
        self._wait()
        self._enter_again()

    def reopen(self, web: str, password: Secret | None) -> None:
        """Log in anew where the web page at ``web`` is now, with a new password if there is one."""
        here, there = urlsplit(self._console.url), urlsplit(web).hostname
        if there and there != here.hostname:
            host = f"[{there}]" if ":" in there else there
            self._console.move(f"{here.scheme}://{host}" + (f":{here.port}" if here.port else ""))
            self.address = self._console.url
        self._password = password or self._password
        self._wait()
        self._enter_again()
        if not self._usage.groups:
            self._learn()

    def _wait(self) -> None:
        """Knock until the router answers. It keeps one session, and may not have noticed the end of ours yet."""
        for pause in pauses(_LONGEST_ABSENCE, first=0.2, longest=4.0):
            self._console.close()
            try:
                self._console.greet()
                return
            except (NoRouter, AnotherAdministrator):
                self._console.deadline.sleep(pause)
        self._console.greet()

    def close(self) -> None:
        """Log out and let go. Never raises."""
        self._console.close()


def _old_words(native: Native, step: Step) -> dict[str, str]:
    """Give the words of a step's page as they are in ``native``."""
    page = native.get(step.page, {})
    return {key: page.get(key, "") for key in step.words}
