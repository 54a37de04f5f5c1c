"""The driver for ASUSWRT 380 and later over its web interface."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from routercfg.device import Credentials, Facts, Identity, Step, Tell
from routercfg.dialects import asus_web
from routercfg.dialects.asus_keys import KEYS, too_long
from routercfg.dialects.asus_text import Card
from routercfg.dialects.asus_web import Session
from routercfg.errors import (
    BadAnswer,
    Captcha,
    CertificateUntrusted,
    ConnectionLost,
    LabelPassword,
    NoRouter,
    Part,
    PasswordMissing,
    RouterCfgError,
    RouterWiped,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.transport import Transport, converse
from routercfg.vendors import asus_steps
from routercfg.vendors.asus_rows import build_of
from routercfg.vendors.asus_words import AsusWords, facts_of
from routercfg.wire import Talk

T = TypeVar("T")

Account = tuple[str, Secret]
"""A name and its password."""

ACCOUNT_KEYS: Final = ("http_username", "http_passwd")
SHELL_KEYS: Final = ("sshd_enable", "sshd_port", "sshd_pass")
STRANGE_ENOUGH: Final = 8  # sights of another certificate: about half a minute, in two places by turns
LONGEST_PAUSE: Final = 5.0  # seconds between two looks at a router that is busy or away


@dataclass(frozen=True, slots=True)
class Way:
    """How one generation of the web is logged in to and written to.

    ``newest`` firmware changes its account by chpass.cgi alone; ``cookies`` are handed out by all but the oldest.
    ``look`` asks who is there without a login. [asus.md 2, 3.4, 11]
    """

    login: Callable[[str, str], Talk[Session]]
    apply: Callable[[Session, Mapping[str, str], Sequence[str]], Talk[bool]] = asus_web.apply
    read: Callable[[Session, Sequence[str]], Talk[asus_web.Told]] = asus_web.read_all
    running: Callable[[Session], Talk[str]] = asus_web.running_service
    look: Callable[[], Talk[Card | None]] = asus_web.introduce
    newest: bool = False
    cookies: bool = True


class AsusWebDriver(AsusWords):
    """One ASUS router on one run. See ``device.Driver`` for what the methods promise."""

    def __init__(self, transport: Transport, identity: Identity, way: Way) -> None:
        self.identity = identity
        self._way = way
        self.address = transport.url
        self._transport = transport
        self._card = (identity.model, identity.mac)  # as told without a login; nvram may tell another of its MACs
        self._door: Session = ()
        self._account: Account | None = None
        self._foreseen: Account | None = None  # holds instead, if a write whose answer was lost took effect
        self._elsewhere = ""  # the URL where the router is, if such a write moved it
        self._lost: Step | None = None  # the write under way; it stays here when its answer is lost
        self._lan = ""
        self._busy = False
        self._strange = 0  # how often another certificate was seen since the router went away
        self._shell_before: dict[str, str] = {}  # the words that ``enable_shell`` changed, as they were

    def login(self, credentials: Credentials) -> None:
        """Log in; one attempt. Raises PasswordMissing, WrongPassword, LockedOut, Captcha, AnotherAdministrator."""
        if credentials.password is None:
            raise PasswordMissing
        self._enter((credentials.username or asus_web.FACTORY_NAME, credentials.password))

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Set the first password, mark set-up as done, and log in with the new password, which proves it.

        ``label`` is the password on the router's label, where it has one. Raises SettingRefused when the router does
        not take the new one, LabelPassword when it wants the one on its label.
        """
        limit = too_long("http_passwd", password.reveal(), build_of(self.identity.firmware))
        if limit is not None:
            raise SettingRefused(page="http_passwd", detail=Part("reason.too-long", (("limit", limit),)))
        new = (asus_web.FACTORY_NAME, password)
        began = starts = self._starts(password, label)
        try:
            began = self._set_up(starts, new)
        except (NoRouter, BadAnswer):
            # the answer was lost; the same words a second time change nothing, so this may be repeated
            if self._still_fresh():
                began = self._set_up([new, *starts], new)
        if not self._take_account(began[0], new):
            raise SettingRefused(page="http_passwd", detail=Part("reason.password-not-taken"))
        self.identity = replace(self.identity, factory=False)

    def read(self) -> Facts:
        """Read everything with one request; a lost session is renewed once.

        Raises WrongMode on an access point or repeater, SessionLost, BadAnswer.
        """
        answer = self._reading(lambda door: self._way.read(door, KEYS))
        nvram = dict(answer.values)
        self._busy = nvram.pop("rc_service") != ""
        if self._account is not None:
            # never read back: on newer firmware it is enciphered, and we know the one that works
            nvram["http_passwd"] = self._account[1].reveal()
        self._lan = nvram["lan_ipaddr"]
        found = facts_of(self.identity, nvram, answer.support, answer.own_mac)
        self.identity = found.identity
        return found

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch the file that the router's page saves; see ``device.Keeper``."""
        name = "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in self.identity.model)
        name = f"Settings_{name or 'router'}.CFG"
        return name, self._in_session(lambda door: asus_web.settings_file(door, name))

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step, wait until the router has settled, and be logged in again if that ended the session."""
        if self._busy:
            self._settle(tell)
        old = self._account
        new = self._account_after(step)
        self._foreseen, self._elsewhere, self._lost = new, self._url_after(step), step
        self._busy = True  # until it is seen to have settled; if we are stopped before that, the next write waits
        try:
            # refused for want of a session means: nothing was stored, so once more is safe
            self._in_session(lambda door: self._way.apply(door, step.words, step.services))
        except BadAnswer:  # as good as none: whether the words were stored is not known
            raise ConnectionLost(address=self.address, written=True) from None
        self._follow(tell)
        if asus_steps.SESSION_ENDS & set(step.services):
            self._return(tell)
        else:
            self._settle(tell)
        if old is not None and new is not None and new != self._account:
            self._take_account(old, new)  # if it does not stand, the next read shows the old one
        self._foreseen, self._elsewhere, self._lost = None, "", None

    def rejoin(self, tell: Tell) -> None:
        """Find the router again, at its old or its new address, and log in with the password that holds now.

        If a write whose answer was lost was stored, its services are run (once more): stored alone, it would be read
        back as done and not be in force. Raises RouterWiped when the router has meanwhile fallen back to factory state,
        DeadlinePassed, LoginRefused.
        """
        lost, self._lost = self._lost, None
        self._return(tell)
        self._elsewhere = ""
        if lost is None or not lost.services or not self._holds(lost.words):
            return
        account = {key: lost.words[key] for key in ACCOUNT_KEYS if key in lost.words}
        try:
            self.send(replace(lost, words=account), tell)
        except NoRouter:
            self._return(tell)
        self._lost = None

    def enable_shell(self, tell: Tell, *, on: bool) -> int:
        """Switch SSH on for the LAN, or put back what was before that; wait, read back, and give SSH's port.

        Where it is on already nothing is written. Raises SettingRefused when the firmware has no SSH or does not take
        the words, and what ``send`` raises. [asus.md 5.8, 8.1]
        """
        told = self._reading(lambda door: self._way.read(door, (*SHELL_KEYS, "rc_service")))
        now = {key: told.values[key] for key in SHELL_KEYS}
        self._busy = told.values["rc_service"] != ""
        if on and told.support.get("ssh", "0") == "0":
            raise SettingRefused(page="sshd_enable", detail=Part("reason.asus-no-ssh"))
        usable = now["sshd_enable"] in ("1", "2") and now["sshd_pass"] not in ("", "0")
        words = {} if usable else dict(zip(SHELL_KEYS, ("2", now["sshd_port"] or "22", "1"), strict=True))
        words = words if on else self._shell_before
        self._shell_before = {key: now[key] for key in words} if on else {}
        if words:
            self.send(Step(asus_steps.PAGE, words, (), services=("restart_sshd",)), tell)
            if not self._holds(words):
                raise SettingRefused(page="sshd_enable", detail=Part("reason.not-stored"))
        return int(now["sshd_port"]) if now["sshd_port"].isdecimal() else 22

    @property
    def shell_before(self) -> Mapping[str, str]:
        """What ``enable_shell`` changed, as it was; empty when it changed nothing."""
        return dict(self._shell_before)

    def close(self) -> None:
        """Log out and let go. Never raises."""
        if self._door:
            with contextlib.suppress(RouterCfgError):
                converse(self._transport, asus_web.logout(self._door))
        self._door = ()
        self._transport.close()

    def _holds(self, words: Mapping[str, str]) -> bool:
        """Say whether nvram holds these words; the account's may be enciphered, so the login judges them."""
        keys = tuple(key for key in words if key not in ACCOUNT_KEYS)
        answer = self._reading(lambda door: self._way.read(door, keys)) if keys else None
        return answer is None or all(answer.values[key] == words[key] for key in keys)

    def _in_session(self, talk: Callable[[Session], Talk[T]]) -> T:
        """Have a dialogue that needs a session; when the router has forgotten it, log in and try once more."""
        try:
            return converse(self._transport, talk(self._session()))
        except SessionLost:
            self._door = ()  # never sent again: each invalid token counts as a failed login
            return converse(self._transport, talk(self._session()))

    def _reading(self, talk: Callable[[Session], Talk[T]]) -> T:
        """Have a dialogue that only reads; an answer that means nothing is asked for once more."""
        try:
            return self._in_session(talk)
        except BadAnswer:
            return self._in_session(talk)

    def _session(self) -> Session:
        if not self._door:
            if self._account is not None:
                self._log_in_again()
            elif self.identity.factory:
                self._door = converse(self._transport, asus_web.factory_session())
                if not self._door:
                    raise SessionLost
            else:
                raise SessionLost
        return self._door

    def _enter(self, account: Account) -> None:
        self._door = converse(self._transport, self._way.login(account[0], account[1].reveal()))
        self._account = account

    def _log_in_again(self) -> None:
        """Log in with the account that holds; after a lost write that may be the one it was to set.

        So two tries at most, and what turned out wrong is not tried again.
        """
        if self._account is None:
            raise SessionLost
        foreseen = self._foreseen
        if foreseen is not None and foreseen != self._account:
            with contextlib.suppress(WrongPassword):
                self._enter(foreseen)  # raises when there is no answer: then it is still to be tried
                return
            self._foreseen = None
        self._enter(self._account)

    def _account_after(self, step: Step) -> Account | None:
        if self._account is None:
            return None
        name, password = self._account
        return step.words.get("http_username") or name, step.logs_in_with or password

    def _starts(self, password: Secret, label: Secret | None) -> list[Account]:
        """Give the accounts that may hold before set-up, in the order to try them.

        The newest firmware takes the new password and the end of set-up one after the other: a run that was stopped in
        between leaves a router that still waits, with the password of the profile.
        """
        usual = Secret(asus_web.FACTORY_PASSWORD)
        between = [password] if self._way.newest else []
        passwords = [usual, *between] if label is None else [label, *between, usual]
        return [(asus_web.FACTORY_NAME, word) for word in dict.fromkeys(passwords)]

    def _set_up(self, starts: list[Account], new: Account) -> list[Account]:
        """Give the account and mark set-up as done, from whichever of the starting passwords the router takes.

        Give what held before, as the first of a list.
        """
        done = {"x_Setting": "1", "w_Setting": "1"}
        # newer firmware may make a new token when set-up is done [asus.md 3.3]; the login that follows is what counts
        with contextlib.suppress(SessionLost):
            if self._way.newest:
                starts = [self._begin(starts)]
                if starts[0] != new:
                    self._exchange_first(starts[0], new)
                self._in_session(lambda door: self._way.apply(door, done, ("restart_firewall",)))
                self._wait_for_services()
                return starts
            self._door = converse(self._transport, asus_web.factory_session()) if self._way.cookies else ()
            starts = [start for start in starts if start != new] or starts
            if not self._door:
                starts = [self._begin([*starts, new])]
            self._write_account({"http_username": new[0], "http_passwd": new[1].reveal(), **done})
        return starts

    def _begin(self, starts: list[Account]) -> Account:
        """Log in with the first of these accounts that is taken. Raises LabelPassword when none is."""
        refused = False
        for account in dict.fromkeys(starts):
            try:
                self._enter(account)
            except WrongPassword:
                refused = True
            except Captcha:  # wanted after two wrong ones, and then the right one is what is lacking
                if not refused:
                    raise
                break
            else:
                return account
        raise LabelPassword

    def _exchange(self, old: Account, new: Account) -> None:
        """Change the account the newer way."""
        before, after = (old[0], old[1].reveal()), (new[0], new[1].reveal())
        converse(self._transport, asus_web.change_password(self._door, before, after))
        self._wait_for_services()

    def _exchange_first(self, old: Account, new: Account) -> None:
        """Change the account; where that ends the session, what follows has one of its own, by whichever holds."""
        self._foreseen = new
        try:
            self._exchange(old, new)
        except SessionLost:
            self._door = ()

    def _still_fresh(self) -> bool:
        """Say whether the router still waits for its set-up; waits until it answers at all.

        Raises CertificateUntrusted for another certificate than before: waiting does not change that.
        """
        while True:
            try:
                card = converse(self._transport, self._way.look())
                if card is not None:
                    return card.factory
            except CertificateUntrusted:
                raise
            except (NoRouter, BadAnswer):
                pass
            self._transport.deadline.sleep(LONGEST_PAUSE)

    def _take_account(self, old: Account, new: Account) -> bool:
        """Log in with a new account that was written as a setting; where it does not hold, have it put into force.

        Say whether it stands. The old session stays good meanwhile [observed-asus-382, Sessions]. At most two logins.
        """
        if not self._way.cookies:  # it takes any password from whoever began its set-up, until he logs out
            converse(self._transport, asus_web.logout(self._door))
        with contextlib.suppress(WrongPassword):
            self._enter(new)
            return True
        with contextlib.suppress(SettingRefused, WrongPassword):
            with contextlib.suppress(SessionLost):  # the old account holds no longer
                self._enforce(old, new)
            self._enter(new)
            return True
        return False

    def _enforce(self, old: Account, new: Account) -> None:
        """Change the account the newer way; where that page does not exist, write it again and run its service."""
        try:
            self._exchange(old, new)
        except SettingRefused:
            self._write_account({"http_username": new[0], "http_passwd": new[1].reveal()})

    def _write_account(self, words: dict[str, str]) -> None:
        converse(self._transport, self._way.apply(self._door, words, (asus_steps.CHANGE_PASSWORD,)))
        self._wait_for_services()

    def _wait_for_services(self) -> None:
        """Wait with the session we have: a new account holds only when its service has run."""
        self._wait_idle(lambda: converse(self._transport, self._way.running(self._door)))

    def _url_after(self, step: Step) -> str:
        """Give our URL after a step that moves the LAN address, or nothing when we do not come through that address."""
        parts = urlsplit(self._transport.url)
        if step.moves_to is None or parts.hostname != self._lan:
            return ""
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{step.moves_to}{port}"

    def _follow(self, tell: Tell) -> None:
        if self._elsewhere:
            self._change_place()
            tell("progress.moved", {"address": self.address})

    def _change_place(self) -> None:
        """Go on at the other of the two addresses, if there are two."""
        if not self._elsewhere:
            return
        here = self._transport.url
        self._transport.move(self._elsewhere)
        self._elsewhere = here
        self.address = self._transport.url
        self._lan = urlsplit(self.address).hostname or ""  # both addresses are the router's own: see _url_after

    def _settle(self, tell: Tell) -> None:
        """Wait until no service is being restarted: until then the next write would be stored and not carried out."""
        tell("progress.settling", {"seconds": round(self._transport.deadline.remaining())})
        try:
            self._wait_idle(lambda: self._reading(self._way.running))
        except NoRouter:  # over Wi-Fi our own connection restarts too
            self._return(tell)
        self._busy = False

    def _wait_idle(self, running: Callable[[], str]) -> None:
        pause = 1.0
        while running():
            self._transport.deadline.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)

    def _return(self, tell: Tell) -> None:
        """Wait until the router is there and idle, each time with a new login: a token of before is never sent.

        While ``rc_service`` is not empty the web server may be about to restart, so that login is forgotten too.
        Raises CertificateUntrusted where another certificate than before is shown again and again.
        """
        tell("progress.rejoin", {})
        self._door = ()
        self._strange = 0
        pause = 1.0
        while not self._is_back():
            self._door = ()
            self._transport.deadline.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
            self._change_place()
        self._busy = False

    def _is_back(self) -> bool:
        try:
            card = converse(self._transport, self._way.look())
        except CertificateUntrusted:  # perhaps of another device, at the one of two places where ours is not
            self._strange += 1
            if self._strange >= STRANGE_ENOUGH:
                raise
            return False
        except (NoRouter, BadAnswer):
            return False
        if not self._is_ours(card):
            return False  # still starting, or another device at that address: it gets no password
        if card is not None and card.factory:
            self._account = None  # of no use any more, and each try with it would count towards the lock
            raise RouterWiped
        try:
            self._log_in_again()
            return converse(self._transport, self._way.running(self._door)) == ""
        except (NoRouter, SessionLost, BadAnswer):
            return False

    def _is_ours(self, card: Card | None) -> bool:
        """Say whether it is the router we began with, as far as it can be told without a login."""
        model, mac = self._card
        if mac:
            return card is not None and card.mac == mac
        return self._way.cookies or (card is not None and card.model == model)
