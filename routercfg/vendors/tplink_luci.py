"""The driver for TP-Link's blue interface: reads, plans and writes over one transport."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from routercfg.device import Credentials, Cut, Facts, Identity, Native, Step, Tell
from routercfg.dialects import tplink_luci as dialect
from routercfg.dialects.tplink_envelope import Envelope, Fields, unprefix
from routercfg.dialects.tplink_luci_card import Card, is_factory, settle
from routercfg.dialects.tplink_luci_variants import PLAIN, SEALED
from routercfg.errors import (
    BadAnswer,
    ConnectionLost,
    Fault,
    NoRouter,
    Part,
    PasswordMissing,
    RouterCfgError,
    RouterWiped,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport import Transport, converse
from routercfg.vendors import tplink_steps
from routercfg.vendors.tplink_rows import ACCOUNT, IPTV, LAN, UPGRADE
from routercfg.vendors.tplink_wifi import bands
from routercfg.vendors.unconfirmed import Unconfirmed
from routercfg.vendors.waiting import LONGEST_ABSENCE, Line
from routercfg.wire import Talk

T = TypeVar("T")

# One request each; the forms of a line go into it together [observed-tplink-ax20 §Protocol].
GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "admin/network": (
        *("wan_ipv4_status", "wan_ipv4_dynamic", "wan_ipv4_staticip", "wan_ipv4_pppoe", "wan_ipv4_l2tp"),
        *("wan_ipv4_pptp", "mac_clone_advanced", "lan_ipv4"),
    ),
    "admin/wireless": ("wireless_2g", "wireless_5g", "smart_connect", "region"),
    "admin/dhcps": ("setting",),
    "admin/iptv": ("setting",),
    "admin/time": ("settings",),
}

_FACTORY_PASSWORD: Final = Secret("admin")
"""The password of old firmware after a reset, and of a factory router that saw a login [tplink-web §3A]."""
_ENOUGH_ATTEMPTS: Final = 5


class LuciDriver:
    """One TP-Link router on one run. ``card`` is what it told before login."""

    def __init__(self, transport: Transport, identity: Identity, card: Card) -> None:
        self.identity = identity
        self.address = transport.url
        away = (NoRouter, BadAnswer, SessionLost)
        self._line = Line(transport, lambda line: converse(line, is_factory(line.url)), away)
        self._card = card
        self._envelope: Envelope | None = None
        self._password: Secret | None = None
        self._unconfirmed = Unconfirmed(self._enter)
        self._absent: set[str] = set()
        self._singly: set[str] = set()
        self._prefixed: set[str] = set()

    # Logging in and out.

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt. The user of this interface is always ``admin``, so a name changes nothing.

        Only old firmware that cannot say whether it is in factory state gets a second one, with the admin/admin that
        such a router then has [tplink-web §3A], and only while many attempts are left.
        """
        if self._card.factory:
            raise Fault(detail="login on a TP-Link router in factory state")
        if credentials.password is None:
            raise PasswordMissing
        try:
            self._enter(credentials.password)
        except WrongPassword as refused:
            if credentials.given or credentials.password == _FACTORY_PASSWORD or not self._may_be_new(refused):
                raise
            self._enter(_FACTORY_PASSWORD)

    def _may_be_new(self, refused: WrongPassword) -> bool:
        """Say whether admin/admin may be worth an attempt: the firmware is of that age and far from locking us out."""
        left = refused.details["left"]
        count = dict(left.details).get("count") if isinstance(left, Part) else None
        unknown = self._card.factory is None and self._card.family == PLAIN
        return unknown and str(count).isdigit() and int(str(count)) >= _ENOUGH_ATTEMPTS

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Give the first password; that logs in too.

        Old firmware without the question for factory state takes admin/admin once and has its password changed
        afterwards [tplink-web §3A].
        """
        if not tplink_steps.password_fits(password):
            raise SettingRefused(page="login?form=initial_login", detail=Part("reason.tplink-admin-password"))
        if self._card.factory:
            self._set_first_password(password)
        elif self._card.factory is None and self._card.family == PLAIN:
            self._enter(_FACTORY_PASSWORD)
            self._change_password(password)
        else:
            raise BadAnswer(page="login?form=initial_login", detail=Part("reason.tplink-first-boot"))
        self._card = replace(self._card, factory=False, auth=None)
        self.identity = replace(self.identity, factory=False)

    def _set_first_password(self, password: Secret) -> None:
        """Give the first password; when the answer is lost, ask whether it was taken before anything else."""
        try:
            self._through(dialect.first_login, password)
        except ConnectionLost:
            self._wait()
            if not converse(self._line.transport, is_factory(self._line.url)):
                self._enter(password)
                return
            self._through(dialect.first_login, password)

    def close(self) -> None:
        """Log out, so that the owner's browser is let in, and let go. Never raises."""
        self._logout()
        self._line.transport.close()

    def _enter(self, password: Secret) -> None:
        self._through(dialect.login, password)

    def _through(self, door: Callable[[str, Card, Secret], Talk[Envelope]], password: Secret) -> None:
        """Go through a login of the dialect; where it is still open which family this is, that is settled first.

        A router that understands no sign at all was taken for another generation: what it is can then be asked. Neither
        costs an attempt.
        """
        if self._card.unsure:
            self._settle()
        card, self._card = self._card, replace(self._card, auth=None, keys=None)  # a number serves one login
        try:
            self._envelope = converse(self._line.transport, door(self._line.url, card, password))
        except SessionLost:
            if card.family != SEALED or not self._settle():
                raise
            self._envelope = converse(self._line.transport, door(self._line.url, self._card, password))
        self._password = password

    def _settle(self) -> bool:
        """Ask which of two families this is; say whether it is another one than was thought."""
        before, self._card = self._card.family, converse(self._line.transport, settle(self._line.url, self._card))
        self.identity = replace(self.identity, family=self._card.family)
        return self._card.family != before

    def _enter_again(self) -> None:
        """Log in again, after making sure that this is not a wiped router: a login would spoil its first boot."""
        if self._password is None:
            raise SessionLost
        if converse(self._line.transport, is_factory(self._line.url)):
            raise RouterWiped
        self._envelope = None
        if self._unconfirmed.enter():
            return
        try:
            self._enter(self._password)
        except WrongPassword:
            if self._card.factory is None and self._card.family == PLAIN:
                raise RouterWiped from None  # such firmware does not tell, but a moment ago this password was right
            raise

    def _logout(self) -> None:
        envelope, self._envelope = self._envelope, None
        if envelope is not None:
            with contextlib.suppress(RouterCfgError):  # whoever cannot be told that we go is no longer there
                converse(self._line.transport, dialect.logout(envelope))

    def _talk(self, make: Callable[[Envelope], Talk[T]]) -> T:
        """Hold a dialogue; when the session has gone, log in again once and begin anew.

        That is safe for writes as well: a router that no longer knows the session has not acted on the request.
        """
        try:
            return converse(self._line.transport, make(self._session()))
        except SessionLost:
            self._enter_again()
        return converse(self._line.transport, make(self._session()))

    def _session(self) -> Envelope:
        if self._envelope is None:
            raise SessionLost
        return self._envelope

    # Reading.

    def read(self) -> Facts:
        """Read all forms this driver knows, five requests where the router takes several forms in one."""
        native: dict[str, Fields] = {}
        for controller, names in GROUPS.items():
            native |= self._read_group(controller, names)
        if not self.identity.model and UPGRADE not in self._absent:
            native |= self._read_group("admin/firmware", ("upgrade",))
        self._learn(native)
        encrypted = self._password is not None and dialect.is_web_encrypted(self._password)
        running = tplink_steps.everything(native, None if encrypted else self._password)
        return Facts(self.identity, running, bands(native), native)

    def _learn(self, native: Native) -> None:
        told, lan = native.get(UPGRADE, {}), native.get(LAN, {})
        self._line.lan = lan.get("ipaddr") or self._line.lan
        self.identity = replace(
            self.identity,
            model=self.identity.model or told.get("model", ""),
            hardware=self.identity.hardware or told.get("hardware_version", ""),
            firmware=self.identity.firmware or told.get("firmware_version", ""),
            mac=lan.get("macaddr", "").replace("-", ":").upper() or self.identity.mac,
        )

    def _read_group(self, controller: str, names: tuple[str, ...]) -> dict[str, Fields]:
        """Read the forms of one controller, together if it can; what is absent once is not asked for again."""
        there = tuple(name for name in names if _page(controller, name) not in self._absent)
        found: dict[str, Fields] | None = None
        if len(there) > 1 and controller not in self._singly:
            found = self._talk(lambda envelope: dialect.read_many(envelope, controller, there))
            if found is None:
                self._singly.add(controller)
        if found is None:
            found = {name: fields for name in there if (fields := self._read_single(controller, name)) is not None}
        self._absent |= {_page(controller, name) for name in there if name not in found}
        return {_page(controller, name): fields for name, fields in found.items()}

    def _read_single(self, controller: str, name: str) -> Fields | None:
        """Read one form; some firmware prefixes the fields even then, and wants them so on a write [§2A.1]."""
        page = _page(controller, name)
        fields = self._talk(lambda envelope: dialect.read_one(envelope, page))
        if not fields:
            return None
        bare = unprefix(fields, [name])
        if bare is None:
            return fields
        self._prefixed.add(page)
        return bare[name]

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch the file that the router's page saves; see ``device.Keeper``."""
        return self._talk(dialect.settings_file)

    # Planning.

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do."""
        return tplink_steps.gaps(facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Everything is done where it is wished for."""
        return ()

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into writes."""
        return tplink_steps.steps(facts, changes, facts.running.secret("admin.password"))

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn writes into those that put the old words back."""
        return tplink_steps.undo(facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves that are not back."""
        return tplink_steps.undone(before, now, steps)

    # Writing.

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step and wait until the router answers again."""
        if step.page == ACCOUNT:
            self._change_password(Secret(step.words["new_pwd"]))
            return
        if step.moves_to is not None:
            self._line.will_move(step.moves_to)
        name = step.page.partition("form=")[2]
        prefix = f"{name}_" if step.page in self._prefixed else ""
        words = {prefix + key: word for key, word in step.words.items()}
        answer = self._talk(lambda envelope: dialect.write(envelope, step.page, words))
        if step.moves_to is not None:
            self._follow(step.moves_to, tell)
        elif step.cuts in {Cut.WIFI, Cut.WAN, Cut.LAN}:
            tell("progress.settling", {"seconds": round(LONGEST_ABSENCE)})
            # The switch restarts a moment after the answer, so one good answer may still come from before.
            restarts = step.page == IPTV and answer.get("cfg_changed") == "true"
            self._wait(times=2 if restarts else 1)

    def _change_password(self, new: Secret) -> None:
        """Change the password and log in with it; nothing to do when it is the one that got us in."""
        if self._unconfirmed:  # an earlier change was stopped half-way: find out which password holds
            self._logout()
            self._enter_again()
        old = self._password
        if old is None or old == new:
            return

        def talk(envelope: Envelope) -> Talk[Fields]:
            answer = yield from dialect.call(envelope, ACCOUNT, {}, "read")
            words = dialect.account_words(answer.fields(), old, new)
            return (yield from dialect.write(envelope, ACCOUNT, words))

        with self._unconfirmed.changing(new):
            self._talk(talk)
            self._password = new
        self._logout()  # some firmware keeps the session, some has ended it already [tplink-web §4.7]
        self._enter_again()

    def _follow(self, address: str, tell: Tell) -> None:
        """Go where the LAN address went, if it was what we talked to, and log in there."""
        if self._line.moved(address):
            self.address = self._line.url
            tell("progress.moved", {"address": address})
        self.rejoin(tell)

    def rejoin(self, tell: Tell) -> None:
        """Find the router again, where it was or where it was to move, and log in.

        Raises RouterWiped when it has fallen back to factory state.
        """
        tell("progress.rejoin", {})
        self._wait()
        self._enter_again()

    def _wait(self, times: int = 1) -> None:
        """Ask the question that needs no login until the router answers it that many times in a row."""
        self._line.wait(times)
        self.address = self._line.url


def _page(controller: str, name: str) -> str:
    return f"{controller}?form={name}"
