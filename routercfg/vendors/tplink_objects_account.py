"""Who we are to a router with the object interface: the session, the password that holds, and whether it was wiped."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from routercfg.device import Credentials
from routercfg.dialects import tplink_objects_login as dialect
from routercfg.dialects.tplink_gdpr import Session
from routercfg.dialects.tplink_objects import ROOT, put
from routercfg.dialects.tplink_objects_card import JSON, PLAIN, SEALED, Card, device_info
from routercfg.dialects.tplink_objects_login import AUTH
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    ConnectionLost,
    Fault,
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
from routercfg.vendors.unconfirmed import Unconfirmed
from routercfg.vendors.waiting import Line
from routercfg.wire import Talk

T = TypeVar("T")

BUSY: Final = (SessionLost, AnotherAdministrator, BadAnswer)
"""What a read may meet once and then not again: this firmware answers 500 or 406 now and then [tplink-web §7.1]."""

_USERS: Final = {PLAIN: "admin", SEALED: "admin", JSON: "user"}
"""The usual administrator; operators' EX and VX models call him ``user`` [tplink-web §0]."""
_DEFAULT_PASSWORD: Final = Secret("admin")
"""What plain and sealed firmware has after a reset [tplink-web §3B, observed-tplink-wr841n-v14 §Sessions]."""
_FEW_FAILURES: Final = 5
"""Below so many counted failures a sealed router, which locks at ten, still has five attempts after the next one."""


class Account:
    """The administrator's account on one router on one run. ``card`` is what the router told before login.

    ``set_up`` is whether the router has told that it is set up, since when a factory flag means that it was wiped.
    """

    def __init__(self, line: Line, card: Card) -> None:
        self.user = _USERS[card.family]
        self.password: Secret | None = None
        self.set_up = card.factory is False
        self._line = line
        self._card = card
        self._session: Session | None = None
        self._unconfirmed = Unconfirmed(self._enter)

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt.

        Firmware whose first page and flag do not tell a reset gets a second one, with the admin/admin it then has
        (docs/decisions/0005); none when a person gave the password for this very router.
        """
        if self._card.factory:
            raise Fault(detail="login on a TP-Link router in factory state")
        if credentials.password is None:
            raise PasswordMissing
        self.user = credentials.username or self.user
        may_be_new = not credentials.given and credentials.password != _DEFAULT_PASSWORD and _may_be_new(self._card)
        try:
            self._enter(credentials.password)
        except WrongPassword:
            if not may_be_new:
                raise
            self.user = _USERS[self._card.family]
            self._enter(_DEFAULT_PASSWORD)

    def first_boot(self, password: Secret) -> None:
        """Give the first password: a router in factory state takes admin/admin, and has its password changed then."""
        self._card = replace(self._card, factory=None)
        self._enter_new(password)
        try:
            self.change(password)
        except ConnectionLost:  # whether it was taken, the next login shows
            self._line.wait()
            self.enter_again()
            self.change(password)
        self._mark_set_up()
        self._card = replace(self._card, factory=False)

    def _enter_new(self, password: Secret) -> None:
        """Log in to a router in factory state; its flag may have outlived a run that had already set the password."""
        try:
            self._enter(_DEFAULT_PASSWORD)
        except WrongPassword:
            try:
                self._enter(password)
            except WrongPassword:
                raise BadAnswer(page=AUTH, detail=Part("reason.tplink-first-boot")) from None

    def _mark_set_up(self) -> None:
        """Clear the factory flag if the router has not done so by itself; it is an attribute like any other."""
        told = converse(self._transport, device_info(self._line.url))
        if told is not None and told.get("X_TP_isFD") == "1":
            flag = put("IGD_DEV_INFO", ROOT, [("X_TP_isFD", "0")])
            with contextlib.suppress(SettingRefused):
                self.talk(lambda session: dialect.write(session, [flag]))

    @property
    def _transport(self) -> Transport:
        return self._line.transport

    def _enter(self, password: Secret) -> None:
        card, self._card = self._card, replace(self._card, parm=None, fresh=False)
        try:
            session = converse(self._transport, dialect.login(self._line.url, card, self.user, password))
        except BadAnswer as odd:
            if card.kind != "basic" and odd.details.get("detail") == "not HTTP":
                # The v14 answers a wrong password without any HTTP header [observed-tplink-wr841n-v14 §Sessions].
                raise WrongPassword(left=dialect.left(card, None)) from None
            raise
        finally:
            self._card = replace(self._card, failures=None, waits=0)
        self._session = session
        try:
            converse(self._transport, dialect.settle(session))
        except BUSY:
            converse(self._transport, dialect.settle(session))
        self.password = password

    def enter_again(self) -> None:
        """Log in again; a router that says it is in factory state, or no longer knows its password, was wiped."""
        if self.password is None:
            raise SessionLost
        sure = self._says_it_is_set_up()
        self._session = None
        if self._unconfirmed.enter():
            return
        try:
            self._enter(self.password)
        except WrongPassword as wrong:
            if sure and not self._fell_back():
                raise wrong from None
            raise RouterWiped from None  # a moment ago this password was right

    def _says_it_is_set_up(self) -> bool:
        """Ask without login; raises RouterWiped when a router that was set up says that it is in factory state."""
        told = converse(self._transport, device_info(self._line.url)) if self._card.kind != "json" else None
        state = (told or {}).get("X_TP_isFD")
        if state == "1" and self.set_up:
            raise RouterWiped
        return state == "0"

    def _fell_back(self) -> bool:
        """Say whether a router that calls itself set up, but no longer knows our password, is new all the same.

        Nobody has seen what the flag of a WR841N v14 says after a reset, and 0 is its default
        [observed-tplink-wr841n-v14 part 12, data]. There the password of a reset tells, with one attempt of the ten
        (docs/decisions/0005).
        """
        ours = self.user, self.password
        if self._card.kind != "envelope" or self.password == _DEFAULT_PASSWORD:
            return False
        self.user = _USERS[self._card.family]
        try:
            self._enter(_DEFAULT_PASSWORD)
        except WrongPassword:
            return False
        finally:
            self.user, self.password = ours
        self.leave()
        return True

    def change(self, new: Secret) -> None:
        """Change the password and log in with it; nothing to do when it is the one that got us in."""
        if self._unconfirmed:  # an earlier change was stopped half-way: find out which password holds
            self.enter_again()
        old = self.password
        if old is None or old == new:
            return
        with self._unconfirmed.changing(new):
            self.talk(lambda session: dialect.change_password(session, self.user, old, new))
            self.password = new
        self.leave()
        self._enter(new)

    def leave(self) -> None:
        """Log out, so that the owner's browser is let in. Never raises."""
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(RouterCfgError):  # whoever cannot be told that we go is no longer there
                converse(self._transport, dialect.logout(session))

    def drop(self) -> None:
        """Forget the session without a word: the router is no longer where it was held."""
        self._session = None

    def talk(self, make: Callable[[Session], Talk[T]]) -> T:
        """Hold a dialogue in the session. Raises SessionLost when there is none, and what the dialogue raises."""
        if self._session is None:
            raise SessionLost
        return converse(self._transport, make(self._session))


def _may_be_new(card: Card) -> bool:
    """Say whether a router that did not call itself new may be so, and still permits a second attempt.

    Plain firmware without the flag may [tplink-web §3B]. So may a v14: after a reset its page said ``isFirstLogin="0"``
    and it took admin/admin; what its flag said then is not known, and 0 is its default [observed-tplink-wr841n-v14
    parts 8 and 12]. It is asked again only where its page counts so few failures that five attempts are left.
    """
    if card.kind == "basic":
        return card.factory is None
    return card.kind == "envelope" and card.failures is not None and card.failures < _FEW_FAILURES
