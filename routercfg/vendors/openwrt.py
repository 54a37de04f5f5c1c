"""OpenWrt on TP-Link's, ASUS's or anybody's hardware: recognising it over SSH, and its driver."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from routercfg.device import Credentials, Cut, Facts, Identity, Step, Tell
from routercfg.dialects import openwrt_uci as dialect
from routercfg.dialects.shell_words import ShellTalk
from routercfg.errors import (
    BadAnswer,
    ConnectionLost,
    HostKeyUntrusted,
    NoRouter,
    NotRecognised,
    Part,
    PasswordMissing,
    RouterWiped,
    SettingRefused,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport.shell import Shell
from routercfg.vendors import openwrt_steps
from routercfg.vendors.openwrt_box import ACCOUNT, PASSWORD, ROUTER, Box, notes
from routercfg.vendors.shell_talk import carry
from routercfg.vendors.waiting import pauses

T = TypeVar("T")

VENDOR: Final = "openwrt"
FAMILY: Final = "openwrt"
_MAKERS: Final = {"tp-link": "tplink", "asus": "asus"}
_LONGEST_ABSENCE: Final = dialect.CONFIRM_SECONDS + 30.0  # seconds: a reboot, or a write taken back unconfirmed

_TAKES_HOLD: Final = 3.0  # seconds from a reload's being said to its being done


def identify(shell: Shell) -> Identity | None:
    """Say who answers at an SSH address that a person named; None when it is no OpenWrt.

    OpenWrt lets ``root`` in without a password until one is set; asking for that costs no attempt. Where it is
    refused, who it is shows after login only: then the identity has no model, and ``login`` judges it.
    """
    shell.greet()
    try:
        shell.enter(dialect.NAME, None)
    except WrongPassword:
        return Identity(VENDOR, FAMILY)
    card = carry(shell, dialect.identify())
    return None if card is None else _named(Identity(VENDOR, FAMILY, factory=True), card.model, card.release)


def _named(identity: Identity, model: str, firmware: str, mac: str = "") -> Identity:
    """Complete an identity; the maker stands at the head of the model's name (``TP-Link Archer C7 v2``)."""
    maker, _, rest = model.partition(" ")
    vendor = _MAKERS.get(maker.lower())
    found = re.fullmatch(r"(.*?)\s+(v\d[\w.]*)", rest if vendor else model)
    return replace(
        identity,
        vendor=vendor or VENDOR,
        model=(found[1] if found else rest if vendor else model) or identity.model,
        hardware=found[2] if found else identity.hardware,
        firmware=firmware or identity.firmware,
        mac=mac or identity.mac,
    )


def open_router(shell: Shell, identity: Identity) -> OpenwrtDriver:
    """Give the driver."""
    return OpenwrtDriver(shell, identity)


class OpenwrtDriver:
    """One OpenWrt router on one run. See ``device.Driver`` for what the methods promise."""

    def __init__(self, shell: Shell, identity: Identity) -> None:
        self.identity = identity
        self.address = shell.url
        self._shell = shell
        self._password: Secret | None = None
        self._in_doubt: Secret | None = None  # holds instead, if a write whose answer was lost took effect
        self._lost = False  # a write is under way; stays so when its answer is lost
        self._lan = ""
        self._elsewhere: str | None = None  # the other of two places where the router may be
        self._target: str | None = None  # that one of them where it shall be
        self._rpcd = False

    # Logging in.

    def login(self, credentials: Credentials) -> None:
        """Log in as root, whatever name is given: nobody else may configure OpenWrt. One attempt.

        Raises PasswordMissing, WrongPassword, NotRecognised when it is no OpenWrt that let us in.
        """
        if credentials.password is None:
            raise PasswordMissing
        self._shell.enter(dialect.NAME, credentials.password)
        self._password = credentials.password
        if not self.identity.model:
            card = self._reading(dialect.identify)
            if card is None:
                raise NotRecognised(address=self.address, seen="SSH")
            self.identity = _named(self.identity, card.model, card.release)

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Set root's first password, and log in with it, which proves it. Raises SettingRefused."""
        try:
            carry(self._shell, dialect.set_password(password.reveal()))
        except (NoRouter, BadAnswer):
            self._wait()  # the answer was lost; the same word once more does no harm
            with contextlib.suppress(WrongPassword):
                self._shell.enter(dialect.NAME, None)
                carry(self._shell, dialect.set_password(password.reveal()))
        try:
            self._shell.enter(dialect.NAME, password)
        except WrongPassword:
            raise SettingRefused(page="passwd", detail=Part("reason.password-not-taken")) from None
        self._password = password
        self.identity = replace(self.identity, factory=False)

    def _enter_again(self) -> None:
        """Log in with the password that holds; after a lost write that may be the one it was to set.

        Raises RouterWiped when no password is needed any more.
        """
        with contextlib.suppress(WrongPassword):
            self._shell.enter(dialect.NAME, None)
            raise RouterWiped
        new, self._in_doubt = self._in_doubt, None
        if new is not None:
            with contextlib.suppress(WrongPassword):
                self._shell.enter(dialect.NAME, new)
                self._password = new
                return
        self._shell.enter(dialect.NAME, self._password)

    # Reading.

    def read(self) -> Facts:
        """Read everything with one command."""
        found = self._reading(dialect.read)
        told = notes(found)
        account = {PASSWORD: self._password.reveal() if self._password else ""}
        native = {**found.packages, ROUTER: told, ACCOUNT: account}
        running = Settings(openwrt_steps.running(native))
        self._lan = running.text("lan.address") or self._lan
        self._rpcd = bool(told["rpcd"])
        self.identity = _named(self.identity, told["model"], told["firmware"], told["mac"])
        return Facts(self.identity, running, Box(native).bands, native)

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch a backup as the router makes it; see ``device.Keeper``. None over telnet, which changes bytes."""
        if self.address.startswith("telnet:"):
            return None
        return "backup.tar.gz", self._reading(dialect.settings_file)

    def _reading(self, make: Callable[[], ShellTalk[T]]) -> T:
        """Hold a dialogue that only reads; when the connection broke, or it made no sense, once more."""
        try:
            return carry(self._shell, make())
        except (NoRouter, BadAnswer):
            self._wait()
            self._enter_again()
        return carry(self._shell, make())

    # Planning.

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do."""
        return openwrt_steps.gaps(facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Everything is done where it is wished for."""
        return ()

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into one write, and one for what moves the router."""
        return openwrt_steps.steps(facts, changes)

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn writes into those that put the old words back."""
        return openwrt_steps.undo(facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves that are not back."""
        return openwrt_steps.undone(before, now, steps)

    # Writing.

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step, wait until the radios are up again, and follow the router if it moved."""
        words = {key: word for key, word in step.words.items() if key != openwrt_steps.PASSWORD_KEY}
        new = step.logs_in_with if step.logs_in_with != self._password else None
        guarded = step.cuts >= Cut.SESSION  # then the router itself goes back, unless we find it and say so
        self._in_doubt, self._lost = new, True
        if step.moves_to is not None:
            self._elsewhere = self._target = self._url_at(step.moves_to)
        if step.cuts is not Cut.NOTHING:
            tell("progress.settling", {"seconds": 30})
        secret = new.reveal() if new else ""
        try:
            carry(self._shell, dialect.write(words, secret, moves=guarded, rpcd=self._rpcd))
        except SettingRefused:
            self._in_doubt, self._lost = None, False
            self._elsewhere = self._target = None
            raise
        if new is not None:
            self._prove(new)
        if guarded:
            self._follow(step.moves_to, tell)
        self._lost = False

    def _prove(self, new: Secret) -> None:
        """Log in with a new password; if it does not hold, the old one does, and the next read shows that."""
        try:
            self._shell.enter(dialect.NAME, new)
            self._password = new
        except WrongPassword:
            self._shell.enter(dialect.NAME, self._password)
        self._in_doubt = None

    def _follow(self, address: str | None, tell: Tell) -> None:
        """Go where the LAN address went, if it was what we talked to, and tell the router that we found it."""
        self._shell.close()
        if self._elsewhere is not None:
            self._change_place()
            tell("progress.moved", {"address": address})
        self._wait()
        self._enter_again()
        self._confirm()
        self._lan, self._elsewhere, self._target = address or self._lan, None, None

    def _confirm(self) -> None:
        """Confirm a guarded write from where the router shall be; found only where it was, it takes the write back.

        What was put in force takes hold a moment after it was said, so it is a connection of later that counts.
        Raises ConnectionLost when it came to neither.
        """
        target = self._target or self._shell.url
        for pause in pauses(_LONGEST_ABSENCE, first=0.2, longest=4.0):
            with contextlib.suppress(NoRouter):
                state = carry(self._shell, dialect.moving())
                if not state:
                    return
                self._shell.deadline.sleep(_TAKES_HOLD if state == "moved" else pause)
                if state == "moved":
                    self._wait()
                    self._enter_again()
                if state == "moved" and self._shell.url == target:
                    carry(self._shell, dialect.confirm())
                    return
                continue
            self._wait()
            self._enter_again()
        if self._shell.url == target:
            raise ConnectionLost(address=self.address, written=True)
        carry(self._shell, dialect.confirm())  # it went back long ago; what is left of the guard goes as well

    def rejoin(self, tell: Tell) -> None:
        """Find the router again and log in; a write that was under way is finished there, or dropped.

        Raises RouterWiped when it has fallen back to factory state.
        """
        tell("progress.rejoin", {})
        self._wait()
        self._enter_again()
        if not self._lost:
            return
        try:
            self._confirm()
            carry(self._shell, dialect.finish())
        except NoRouter:  # what is put in force there may have moved it
            self._wait()
            self._enter_again()
        self._lost, self._elsewhere, self._target = False, None, None

    def _wait(self) -> None:
        """Knock until the router answers, in both places where it may be.

        Raises what the last attempt raised when it stays away, and DeadlinePassed.
        """
        for pause in pauses(_LONGEST_ABSENCE, first=0.2, longest=4.0):
            self._shell.close()
            try:
                self._shell.greet()
                return
            except HostKeyUntrusted:
                raise  # another router, or ours with everything new: nothing that waiting changes
            except NoRouter:
                self._change_place()
            self._shell.deadline.sleep(pause)
        self._shell.greet()

    def _change_place(self) -> None:
        """Go on at the other of the two addresses, if there are two."""
        if self._elsewhere is None:
            return
        here = self._shell.url
        self._shell.move(self._elsewhere)
        self._elsewhere = here
        self.address = self._shell.url

    def _url_at(self, address: str) -> str | None:
        parts = urlsplit(self._shell.url)
        if parts.hostname != self._lan:
            return None
        return f"ssh://{address}" + (f":{parts.port}" if parts.port else "")

    def close(self) -> None:
        """Let go. Never raises."""
        self._shell.close()
