"""The driver for ASUSWRT and Merlin over a shell: the words of the web, by ``nvram`` and ``service``."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from routercfg.device import Credentials, Cut, Facts, Identity, Step, Tell
from routercfg.dialects import asus_shell as dialect
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
    StillFactory,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Settings
from routercfg.transport.shell import Shell
from routercfg.vendors.asus_rows import NVRAM
from routercfg.vendors.asus_steps import SESSION_ENDS
from routercfg.vendors.asus_words import AsusWords, facts_of
from routercfg.vendors.shell_talk import carry
from routercfg.vendors.waiting import pauses

T = TypeVar("T")

VENDOR: Final = "asus"
FAMILIES: Final = {"ssh": "asus-ssh", "telnet": "asus-telnet"}
"""The families' names by the scheme of the address."""
USUAL_NAME: Final = "admin"
ENCIPHERED: Final = "enciphered"
"""Page of the native words that exists, empty, when the firmware keeps passwords enciphered."""

_DEFAULT: Final = Secret("admin")  # of old firmware after a reset [asus.md 1.7]
_LONGEST_ABSENCE: Final = 200.0  # seconds; a restart takes 60 to 180 [asus.md 5.7]
_TAKES_HOLD: Final = 1.0  # seconds from a service's being called to rc_service's naming it
_LONGEST_PAUSE: Final = 5.0
_LATE: Final = 20.0  # seconds after which a router that stays where it was is taken to stay there
_HIDDEN_KEYS: Final = ("http_passwd", "wan0_pppoe_passwd", "wl0_wpa_psk", "wl1_wpa_psk")


class AsusShellDriver(AsusWords):
    """One ASUS router on one run. See ``device.Driver`` for what the methods promise."""

    def __init__(self, shell: Shell, identity: Identity) -> None:
        family = FAMILIES[urlsplit(shell.url).scheme]
        self.identity = replace(identity, vendor=VENDOR, family=family)
        self.address = shell.url
        self._shell = shell
        self._name = USUAL_NAME
        self._password: Secret | None = None
        self._foreseen: tuple[str, Secret] | None = None  # holds instead, if a write whose answer was lost took effect
        self._lost: Step | None = None  # the write under way; it stays here when its answer is lost
        self._lan = ""
        self._elsewhere: str | None = None  # the other of two places where the router may be
        self._target: str | None = None  # that one of them where it shall be
        self._merlin = False
        self._first: dialect.Answer | None = None  # what was read along with who this is

    def login(self, credentials: Credentials) -> None:
        """Log in, one attempt. Raises PasswordMissing, WrongPassword, NotRecognised when it is no ASUSWRT."""
        if credentials.password is None:
            raise PasswordMissing
        name = credentials.username or USUAL_NAME
        self._shell.enter(name, credentials.password)
        self.entered(name, credentials.password, carry(self._shell, dialect.introduce()))

    def entered(self, name: str, password: Secret, card: dialect.Card) -> None:
        """Take over a shell that has let us in and said who it is. Raises NotRecognised when it is no ASUSWRT."""
        if card.kind not in (dialect.ASUSWRT, dialect.MERLIN):
            known = card.kind == dialect.PADAVAN
            seen = Part("reason.padavan" if known else "reason.asus-shell-other", (("model", card.answer.model),))
            raise NotRecognised(address=self.address, seen=seen)
        self._name, self._password, self._first = name, password, card.answer
        self._merlin = card.kind == dialect.MERLIN

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Never possible here: a router in factory state has its shell switched off. Raises StillFactory."""
        raise StillFactory

    def read(self) -> Facts:
        """Read everything with one command; a lost connection is renewed once.

        Raises StillFactory, RouterWiped when it was set up before, WrongMode, BadAnswer.
        """
        answer, self._first = self._first or self._reading(dialect.read), None
        nvram = dict(answer.values)
        busy = nvram.pop("rc_service") != ""
        if nvram["x_Setting"] == "0":
            raise RouterWiped if self._lan else StillFactory
        hidden = self._hide(nvram)
        self._lan = nvram["lan_ipaddr"]
        found = facts_of(self.identity, nvram, dict.fromkeys(answer.support, "1"), answer.own_mac)
        firmware = found.identity.firmware
        self.identity = replace(found.identity, firmware=f"{firmware} (Merlin)" if self._merlin else firmware)
        if hidden:
            running = {**found.running, **dict.fromkeys(_secret_paths(found), HIDDEN)}
            found = replace(found, running=Settings(running), native={**found.native, ENCIPHERED: {}})
        if busy:
            self._wait_idle()
        return replace(found, identity=self.identity)

    def _hide(self, nvram: dict[str, str]) -> bool:
        """Take enciphered words away: none may be shown, judged or put back. Says whether there were any.

        What shows it is that the word for the administrator's password is not what has let us in. [asus.md 6.6]
        """
        password = self._password.reveal() if self._password else ""
        hidden = nvram["http_passwd"] != password
        if hidden:
            for key in _HIDDEN_KEYS:
                del nvram[key]
        nvram["http_passwd"] = password
        return hidden

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do; where the firmware enciphers passwords, these and what is nothing without.

        A network that is to be closed, or a connection of another kind, would be left with whatever word was there.
        """
        found: dict[str, Gap] = {}
        for path in _enciphered(facts, desired):
            found[path] = Gap(path, Part("reason.asus-enciphered"))
        rest = desired.only([path for path in desired if path not in found])
        return (*found.values(), *super().gaps(facts, rest))

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into one write: here nothing needs the session that a restart of the network ends."""
        made = super().steps(facts, changes)
        if len(made) < 2:
            return made
        soft, hard = made
        return (
            replace(
                hard,
                words={**soft.words, **hard.words},
                paths=(*soft.paths, *hard.paths),
                services=(*soft.services, *hard.services),
                logs_in_with=soft.logs_in_with,
            ),
        )

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step, all or nothing, wait until the router has settled, and be logged in with what holds."""
        new = self._account_after(step)
        self._foreseen, self._lost = new, step
        self._elsewhere = self._target = self._url_after(step)
        if step.cuts is not Cut.NOTHING:
            tell("progress.settling", {"seconds": 30})
        try:
            while not carry(self._shell, dialect.write(step.words, step.services)):
                self._wait_idle()
        except BadAnswer:
            raise ConnectionLost(address=self.address, written=True) from None
        except SettingRefused:
            self._foreseen, self._lost, self._elsewhere, self._target = None, None, None, None
            raise
        if SESSION_ENDS & set(step.services):
            self._follow(step, tell)
        if step.services:
            self._settle()
        self._arrive()
        if new is not None:
            self._prove(new)
        self._foreseen, self._lost, self._elsewhere, self._target = None, None, None, None

    def rejoin(self, tell: Tell) -> None:
        """Find the router again and log in; a write that was stored has its services run (once more).

        Raises RouterWiped when the router is in factory state, DeadlinePassed, LoginRefused.
        """
        tell("progress.rejoin", {})
        self._wait()
        if self._lost is not None:
            self._finish(self._lost)
        self._foreseen, self._lost, self._elsewhere, self._target = None, None, None, None

    def _finish(self, lost: Step) -> None:
        """Have the services of a write run whose answer was lost, if it was stored."""
        stored = self._reading(lambda: dialect.read((*lost.words, "sw_mode"))).values
        if not lost.services or any(stored[key] != word for key, word in lost.words.items()):
            return
        with contextlib.suppress(NoRouter, BadAnswer):
            carry(self._shell, dialect.write({}, lost.services))
        if self._shell.url != self._target:
            self._elsewhere = self._target
        self._settle()
        self._arrive()
        new = self._account_after(lost)
        if new is not None:
            self._prove(new)

    def end(self, words: Mapping[str, str]) -> None:
        """Store words and have the SSH server restart with them, which ends it or this connection to it.

        Raises ConnectionLost when nobody knows whether they were stored, SettingRefused.
        """
        self._wait_idle()
        try:
            if not carry(self._shell, dialect.write(words, ("restart_sshd",))):
                raise ConnectionLost(address=self.address, written=False)
        except BadAnswer:
            raise ConnectionLost(address=self.address, written=True) from None
        self._shell.close()

    def close(self) -> None:
        """Let go. Never raises."""
        self._shell.close()

    def _reading(self, make: Callable[[], ShellTalk[T]]) -> T:
        """Hold a dialogue that only reads; when the connection broke, or it made no sense, once more."""
        try:
            return carry(self._shell, make())
        except (NoRouter, BadAnswer):
            self._wait()
        return carry(self._shell, make())

    def _account_after(self, step: Step) -> tuple[str, Secret] | None:
        if step.logs_in_with is None and "http_username" not in step.words:
            return None
        password = step.logs_in_with or self._password
        return None if password is None else (step.words.get("http_username") or self._name, password)

    def _prove(self, new: tuple[str, Secret]) -> None:
        """Log in with a new account; where it does not hold the old one does, and the next read shows that."""
        try:
            self._shell.enter(*new)
            self._name, self._password = new
        except WrongPassword:
            self._shell.close()  # dropbear hangs up on who changes his name
            self._shell.enter(self._name, self._password)

    def _enter_again(self) -> None:
        """Log in with the account that holds; after a lost write that may be the one it was to set."""
        new = self._foreseen
        if new is not None and new != (self._name, self._password):
            with contextlib.suppress(WrongPassword):
                self._shell.enter(*new)
                self._name, self._password = new
                return
            self._shell.close()  # dropbear hangs up on who changes his name
        try:
            self._shell.enter(self._name, self._password)
        except WrongPassword:
            self._look_for_reset()
            raise

    def _look_for_reset(self) -> None:
        """See whether a router that no longer knows our password is one that has been reset. Raises RouterWiped."""
        with contextlib.suppress(NoRouter, WrongPassword, BadAnswer):
            self._shell.close()
            self._shell.enter(USUAL_NAME, _DEFAULT)
            if carry(self._shell, dialect.read(("x_Setting",))).values["x_Setting"] == "0":
                raise RouterWiped

    def _follow(self, step: Step, tell: Tell) -> None:
        """Let go of a connection that is about to end; go where the LAN address went, if that is where we talk to."""
        self._shell.close()
        if self._elsewhere is not None:
            self._change_place()
            self._lan = step.moves_to or self._lan
            tell("progress.moved", {"address": step.moves_to})

    def _settle(self) -> None:
        """Wait until no service is being restarted, through restarts of the shell's own server."""
        self._shell.deadline.sleep(_TAKES_HOLD)
        for pause in pauses(_LONGEST_ABSENCE, first=0.2, longest=4.0):
            try:
                self._wait_idle()
                return
            except NoRouter:
                self._shell.deadline.sleep(pause)
                self._wait()

    def _arrive(self) -> None:
        """Wait for a router that was told to move and has not done so yet; where it stays, the next read shows it."""
        for pause in pauses(_LATE):
            if self._target in (None, self._shell.url):
                return
            self._shell.close()
            self._change_place()
            self._wait()
            self._wait_idle()
            self._shell.deadline.sleep(pause)

    def _wait_idle(self) -> None:
        pause = 0.2
        while self._reading(dialect.running_service):
            self._shell.deadline.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    def _wait(self) -> None:
        """Knock until the router answers and lets us in, in both places where it may be."""
        for pause in pauses(_LONGEST_ABSENCE, first=0.2, longest=4.0):
            self._shell.close()
            try:
                self._shell.greet()
                self._enter_again()
                return
            except HostKeyUntrusted:
                raise  # another router, or ours after a reset: nothing that waiting changes
            except (NoRouter, BadAnswer, NotRecognised):  # the last two of a server that is still starting
                self._change_place()
            self._shell.deadline.sleep(pause)
        self._shell.greet()
        self._enter_again()

    def _change_place(self) -> None:
        """Go on at the other of the two addresses, if there are two."""
        if self._elsewhere is None:
            return
        here = self._shell.url
        self._shell.move(self._elsewhere)
        self._elsewhere = here
        self.address = self._shell.url

    def _url_after(self, step: Step) -> str | None:
        """Give our URL after a step that moves the LAN address; None when we do not come through that address."""
        parts = urlsplit(self._shell.url)
        if step.moves_to is None or parts.hostname != self._lan:
            return None
        return f"{parts.scheme}://{step.moves_to}" + (f":{parts.port}" if parts.port else "")


def _secret_paths(facts: Facts) -> list[str]:
    """Name the passwords that mean something as the router is set."""
    open_ = {band for band in facts.bands if facts.running.get(f"wifi.bands.{band}.security") == "open"}
    paths = [f"wifi.bands.{band}.password" for band in facts.bands if band not in open_]
    return [*paths, "wan.password"] if facts.native[NVRAM].get("wan0_proto") in ("pppoe", "l2tp", "pptp") else paths


def _enciphered(facts: Facts, desired: Settings) -> list[str]:
    """Name what is wished for and needs a password to be set where none can be."""
    if ENCIPHERED not in facts.native:
        return []
    asked = [path for path, value in desired.items() if path.endswith(".password") and facts.running.get(path) != value]
    makers = [path.replace("password", "protocol" if path == "wan.password" else "security") for path in asked]
    return [*asked, *(path for path in makers if path in desired and facts.running.get(path) != desired[path])]
