"""The driver for ASUSWRT 380 and later over its web interface."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from routercfg.device import Credentials, Facts, Identity, Step, Tell
from routercfg.dialects import asus_web
from routercfg.dialects.asus_keys import KEYS, too_long
from routercfg.dialects.asus_text import features, own_mac
from routercfg.errors import (
    BadAnswer,
    ConnectionLost,
    NoRouter,
    Part,
    PasswordMissing,
    RouterCfgError,
    RouterWiped,
    SessionLost,
    SettingRefused,
    WrongMode,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport import Transport, converse
from routercfg.vendors import asus_gaps, asus_steps
from routercfg.vendors.asus_rows import HERE, NVRAM, SUPPORT, build_of, traits
from routercfg.wire import Talk

T = TypeVar("T")

Account = tuple[str, Secret]
"""A name and its password."""

HOOKS: Final = ("get_ui_support()", "login_state_hook()")
ACCOUNT_KEYS: Final = ("http_username", "http_passwd")
ROUTER_MODE: Final = "1"
LONGEST_PAUSE: Final = 5.0  # seconds between two looks at a router that is busy or away


class AsusWebDriver:
    """One ASUS router on one run. See ``device.Driver`` for what the methods promise."""

    def __init__(self, transport: Transport, identity: Identity) -> None:
        self.identity = identity
        self.address = transport.url
        self._transport = transport
        self._card_mac = identity.mac  # as told without a login; nvram may tell another of the router's MACs
        self._cookie = ""
        self._account: Account | None = None
        self._foreseen: Account | None = None  # holds instead, if a write whose answer was lost took effect
        self._elsewhere = ""  # the URL where the router is, if such a write moved it
        self._lost: Step | None = None  # the write under way; it stays here when its answer is lost
        self._lan = ""
        self._busy = False

    def login(self, credentials: Credentials) -> None:
        """Log in; one attempt. Raises PasswordMissing, WrongPassword, LockedOut, Captcha, AnotherAdministrator."""
        if credentials.password is None:
            raise PasswordMissing
        self._enter((credentials.username or asus_web.FACTORY_NAME, credentials.password))

    def first_boot(self, password: Secret) -> None:
        """Set the first password, mark set-up as done, and log in with the new password, which proves it.

        Raises SettingRefused when the router does not take it.
        """
        limit = too_long("http_passwd", password.reveal(), build_of(self.identity.firmware))
        if limit is not None:
            raise SettingRefused(page="http_passwd", detail=Part("reason.too-long", (("limit", limit),)))
        name = asus_web.FACTORY_NAME
        words = {"http_username": name, "http_passwd": password.reveal(), "x_Setting": "1", "w_Setting": "1"}
        try:
            self._set_up(words)
        except (NoRouter, BadAnswer):
            # the answer was lost; the same words a second time change nothing, so this may be repeated
            if self._still_fresh():
                self._set_up(words)
        if not self._take_account((name, Secret(asus_web.FACTORY_PASSWORD)), (name, password)):
            raise SettingRefused(page="http_passwd", detail=Part("reason.password-not-taken"))
        self.identity = replace(self.identity, factory=False)

    def read(self) -> Facts:
        """Read everything with one request; a lost session is renewed once.

        Raises WrongMode on an access point or repeater, SessionLost, BadAnswer.
        """
        answer = self._reading(lambda cookie: asus_web.read(cookie, KEYS, HOOKS))
        nvram = dict(answer.values)
        self._busy = nvram.pop("rc_service") != ""
        if nvram["sw_mode"] not in ("", ROUTER_MODE):
            mode = nvram["sw_mode"]
            raise WrongMode(mode=Part(f"reason.mode-{mode}") if mode in "234" else f"sw_mode {mode}")
        if self._account is not None:
            # never read back: on newer firmware it is enciphered, and we know the one that works
            nvram["http_passwd"] = self._account[1].reveal()
        self._lan = nvram["lan_ipaddr"]
        native = {NVRAM: nvram, SUPPORT: features(answer.text), HERE: {"mac": own_mac(answer.text)}}
        self.identity = self._named(nvram)
        return Facts(self.identity, Settings(dict(asus_gaps.running(native))), traits(native).bands, native)

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do of the desired settings."""
        return asus_gaps.gaps(facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Everything is done where it is wished for."""
        return ()

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into at most two writes, the one that ends our session last."""
        return asus_steps.steps(facts, changes)

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Give the writes that put the old words back."""
        return asus_steps.undo(facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves whose words are not what they were."""
        return asus_steps.undone(before, now, steps)

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
            self._in_session(lambda cookie: asus_web.apply(cookie, step.words, step.services))
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

    def close(self) -> None:
        """Log out and let go. Never raises."""
        if self._cookie:
            with contextlib.suppress(RouterCfgError):
                converse(self._transport, asus_web.logout(self._cookie))
        self._cookie = ""
        self._transport.close()

    def _named(self, nvram: dict[str, str]) -> Identity:
        """Give the identity as the router's own words have it, completer than without a login."""
        firmware = f"{nvram['firmver']}.{nvram['buildno']}_{nvram['extendno']}"
        return replace(
            self.identity,
            model=nvram["odmpid"] or nvram["productid"] or self.identity.model,
            firmware=firmware if nvram["firmver"] else self.identity.firmware,
            mac=nvram["lan_hwaddr"].upper() or self.identity.mac,
        )

    def _holds(self, words: Mapping[str, str]) -> bool:
        """Say whether nvram holds these words; the account's may be enciphered, so the login judges them."""
        keys = tuple(key for key in words if key not in ACCOUNT_KEYS)
        answer = self._reading(lambda cookie: asus_web.read(cookie, keys)) if keys else None
        return answer is None or all(answer.values[key] == words[key] for key in keys)

    def _in_session(self, talk: Callable[[str], Talk[T]]) -> T:
        """Have a dialogue that needs a session; when the router has forgotten it, log in and try once more."""
        try:
            return converse(self._transport, talk(self._session()))
        except SessionLost:
            self._cookie = ""  # never sent again: each invalid token counts as a failed login
            return converse(self._transport, talk(self._session()))

    def _reading(self, talk: Callable[[str], Talk[T]]) -> T:
        """Have a dialogue that only reads; an answer that means nothing is asked for once more."""
        try:
            return self._in_session(talk)
        except BadAnswer:
            return self._in_session(talk)

    def _session(self) -> str:
        if not self._cookie:
            if self._account is not None:
                self._log_in_again()
            elif self.identity.factory:
                self._cookie = converse(self._transport, asus_web.factory_session())
            else:
                raise SessionLost
        return self._cookie

    def _enter(self, account: Account) -> None:
        self._cookie = converse(self._transport, asus_web.login(account[0], account[1].reveal()))
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

    def _set_up(self, words: dict[str, str]) -> None:
        self._cookie = converse(self._transport, asus_web.factory_session())
        # newer firmware may make a new token when set-up is done [asus.md 3.3]; the login that follows is what counts
        with contextlib.suppress(SessionLost):
            self._write_account(words)

    def _still_fresh(self) -> bool:
        """Say whether the router still waits for its set-up; waits until it answers at all."""
        while True:
            with contextlib.suppress(NoRouter, BadAnswer):
                card = converse(self._transport, asus_web.introduce())
                if card is not None:
                    return card.factory
            self._transport.deadline.sleep(LONGEST_PAUSE)

    def _take_account(self, old: Account, new: Account) -> bool:
        """Log in with a new account that was written as a setting; where it does not hold, have it put into force.

        Say whether it stands. The old session stays good meanwhile [observed-asus-382, Sessions]. At most two logins.
        """
        with contextlib.suppress(WrongPassword):
            self._enter(new)
            return True
        with contextlib.suppress(SettingRefused, WrongPassword, SessionLost):
            self._enforce(old, new)
            self._enter(new)
            return True
        return False

    def _enforce(self, old: Account, new: Account) -> None:
        """Change the account the newer way; where that page does not exist, write it again and run its service."""
        before, after = (old[0], old[1].reveal()), (new[0], new[1].reveal())
        try:
            converse(self._transport, asus_web.change_password(self._cookie, before, after))
            self._wait_for_services()
        except SettingRefused:
            self._write_account({"http_username": after[0], "http_passwd": after[1]})

    def _write_account(self, words: dict[str, str]) -> None:
        converse(self._transport, asus_web.apply(self._cookie, words, (asus_steps.CHANGE_PASSWORD,)))
        self._wait_for_services()

    def _wait_for_services(self) -> None:
        """Wait with the session we have: a new account holds only when its service has run."""
        self._wait_idle(lambda: converse(self._transport, asus_web.running_service(self._cookie)))

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
            self._wait_idle(lambda: self._reading(asus_web.running_service))
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
        """
        tell("progress.rejoin", {})
        self._cookie = ""
        pause = 1.0
        while not self._is_back():
            self._cookie = ""
            self._transport.deadline.sleep(pause)
            pause = min(pause * 1.5, LONGEST_PAUSE)
            self._change_place()
        self._busy = False

    def _is_back(self) -> bool:
        try:
            card = converse(self._transport, asus_web.introduce())
        except NoRouter:
            return False
        if self._card_mac and (card is None or card.mac != self._card_mac):
            return False  # still starting, or another device at that address: it gets no password
        if card is not None and card.factory:
            self._account = None  # of no use any more, and each try with it would count towards the lock
            raise RouterWiped
        try:
            self._log_in_again()
            return converse(self._transport, asus_web.running_service(self._cookie)) == ""
        except (NoRouter, SessionLost, BadAnswer):
            return False
