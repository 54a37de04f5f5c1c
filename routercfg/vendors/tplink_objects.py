"""TP-Link's object interface: who speaks it, and the driver that reads, plans and writes over one transport."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar
from urllib.parse import urlsplit

from routercfg.device import Credentials, Cut, Driver, Facts, Identity, Native, Step, Tell
from routercfg.dialects import tplink_objects_login as dialect
from routercfg.dialects.tplink_gdpr import Session
from routercfg.dialects.tplink_objects import NOT_THERE, ROOT, Act, Item, Sheet, put
from routercfg.dialects.tplink_objects_login import AUTH, JSON, OWN_NAME, PLAIN, SEALED, Card
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    ConnectionLost,
    Fault,
    NoRouter,
    NotRecognised,
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
from routercfg.vendors import tplink_objects_steps as planning
from routercfg.vendors.tplink_objects_json import JSON_BOOK, JSON_INFO, JSON_READS
from routercfg.vendors.tplink_objects_rows import CLIENT, FORWARDING, INFO
from routercfg.vendors.tplink_objects_steps import Book, split
from routercfg.vendors.tplink_objects_text import PLAIN_BOOK, READS, SEALED_BOOK
from routercfg.vendors.waiting import pauses
from routercfg.wire import Reply, Talk

VENDOR: Final = "tplink"
FAMILIES: Final = (PLAIN, SEALED, JSON)

T = TypeVar("T")

_BOOKS: Final = {PLAIN: PLAIN_BOOK, SEALED: SEALED_BOOK, JSON: JSON_BOOK}
_USERS: Final = {PLAIN: "admin", SEALED: "admin", JSON: "user"}
"""The usual administrator; operators' EX and VX models call him ``user`` [tplink-web §0]."""
_DEFAULT_PASSWORD: Final = Secret("admin")
"""What plain and sealed firmware has after a reset [tplink-web §3B, observed-tplink-wr841n-v14 §Sessions]."""
_FEW_FAILURES: Final = 5
"""Below so many counted failures a sealed router, which locks at ten, still has five attempts after the next one."""
_LONGEST_ABSENCE: Final = 200.0
_BUSY: Final = (SessionLost, AnotherAdministrator, BadAnswer)
"""What a read may meet once and then not again: this firmware answers 500 or 406 now and then [tplink-web §7.1]."""


@dataclass(frozen=True, slots=True)
class ObjectsIdentity(Identity):
    """An Identity with what its router told before login, which the login builds on."""

    card: Card = field(default_factory=lambda: Card(PLAIN, "basic"), repr=False, compare=False)


def recognise(first: Reply, url: str = OWN_NAME) -> Talk[Identity | None]:
    """Say who answers, from the reply to ``GET /`` and at most three questions; None when it is none of these."""
    card = yield from dialect.identify(first, url)
    if card is None:
        return None
    return ObjectsIdentity(
        vendor=VENDOR,
        family=card.family,
        model=card.model,
        hardware=card.hardware,
        firmware=card.firmware,
        factory=card.factory is True,
        card=card,
    )


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver. Raises NotRecognised for a way of logging in that is not spoken here; it is sent no password."""
    kinds = {PLAIN: "basic", SEALED: "envelope", JSON: "json"}
    spare = Card(identity.family, kinds.get(identity.family, "basic"), factory=identity.factory, fresh=False)
    card = identity.card if isinstance(identity, ObjectsIdentity) else spare
    if card.variant:
        seen = Part("reason.tplink-other-login", (("model", card.model or "?"), ("variant", card.variant)))
        raise NotRecognised(address=transport.url, seen=seen)
    plain = Identity(
        *(VENDOR, card.family, identity.model, identity.hardware, identity.firmware, identity.mac),
        factory=identity.factory,
    )
    return ObjectsDriver(transport, plain, card)


class ObjectsDriver:
    """One TP-Link router with the object interface on one run. ``card`` is what it told before login."""

    def __init__(self, transport: Transport, identity: Identity, card: Card) -> None:
        self.identity = identity
        self.address = transport.url
        self._transport = transport
        self._card = card
        self._book: Book = _BOOKS[card.family]
        self._session: Session | None = None
        self._user = _USERS[card.family]
        self._password: Secret | None = None
        self._in_doubt: Secret | None = None  # a new password whose acceptance nobody confirmed
        self._elsewhere: str | None = None  # where the router may be after a LAN write
        self._lan: str | None = None  # its LAN address as last known
        self._absent: set[str] = set()  # objects this firmware does not have
        self._set_up = card.factory is False  # whether it has told that it is set up

    # Logging in and out.

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt.

        Firmware whose first page and flag do not tell a reset gets a second one, with the admin/admin it then has
        (docs/decisions/0005); none when a person gave the password for this very router.
        """
        if self._card.factory:
            raise Fault(detail="login on a TP-Link router in factory state")
        if credentials.password is None:
            raise PasswordMissing
        self._user = credentials.username or self._user
        may_be_new = not credentials.given and credentials.password != _DEFAULT_PASSWORD and _may_be_new(self._card)
        try:
            self._enter(credentials.password)
        except WrongPassword:
            if not may_be_new:
                raise
            self._user = _USERS[self._card.family]
            self._enter(_DEFAULT_PASSWORD)

    def first_boot(self, password: Secret) -> None:
        """Give the first password: a router in factory state takes admin/admin, and has its password changed then."""
        reason = planning.password_reason(self._book, password)
        if reason is not None:
            raise SettingRefused(page=AUTH, detail=reason)
        self._card = replace(self._card, factory=None)
        self._enter_new(password)
        try:
            self._change_password(password)
        except ConnectionLost:  # whether it was taken, the next login shows
            self._wait()
            self._enter_again()
            self._change_password(password)
        self._mark_set_up()
        self._card = replace(self._card, factory=False)
        self.identity = replace(self.identity, factory=False)

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
        told = converse(self._transport, dialect.device_info(self._transport.url))
        if told is not None and told.get("X_TP_isFD") == "1":
            flag = put("IGD_DEV_INFO", ROOT, [("X_TP_isFD", "0")])
            with contextlib.suppress(SettingRefused):
                self._talk(lambda session: dialect.write(session, [flag]))

    def close(self) -> None:
        """Log out, so that the owner's browser is let in, and let go. Never raises."""
        self._logout()
        self._transport.close()

    def _enter(self, password: Secret) -> None:
        card, self._card = self._card, replace(self._card, parm=None, fresh=False)
        try:
            session = converse(self._transport, dialect.login(self._transport.url, card, self._user, password))
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
        except _BUSY:
            converse(self._transport, dialect.settle(session))
        self._password = password

    def _enter_again(self) -> None:
        """Log in again; a router that says it is in factory state, or no longer knows its password, was wiped."""
        if self._password is None:
            raise SessionLost
        sure = self._says_it_is_set_up()
        self._session = None
        if self._in_doubt is not None:
            with contextlib.suppress(WrongPassword):
                self._enter(self._in_doubt)  # raises when there is no answer: then it is still to be tried
                self._in_doubt = None
                return
            self._in_doubt = None
        try:
            self._enter(self._password)
        except WrongPassword:
            if sure:
                raise
            raise RouterWiped from None  # it does not tell, but a moment ago this password was right

    def _says_it_is_set_up(self) -> bool:
        """Ask without login; raises RouterWiped when a router that was set up says that it is in factory state."""
        told = (
            converse(self._transport, dialect.device_info(self._transport.url)) if self._card.kind != "json" else None
        )
        state = (told or {}).get("X_TP_isFD")
        if state == "1" and self._set_up:
            raise RouterWiped
        return state == "0"

    def _logout(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(RouterCfgError):  # whoever cannot be told that we go is no longer there
                converse(self._transport, dialect.logout(session))

    def _here(self) -> Session:
        if self._session is None:
            raise SessionLost
        return self._session

    # Reading.

    def read(self) -> Facts:
        """Read every object this driver knows, in one request where the dialect takes several."""
        wanted = JSON_READS if self._card.kind == "json" else READS
        there = [item for item in wanted if self._may_be_there(item)]
        native: dict[str, dict[str, str]] = {}
        batches = [there] if self._takes_many() else [[item] for item in there]
        for batch in batches:
            native |= self._read_batch(batch)
        self._learn(native)
        running = planning.everything(self._book, native, self._user, self._password)
        return Facts(self.identity, running, self._book.bands(native), native)

    def _takes_many(self) -> bool:
        return self._card.kind != "json"

    def _may_be_there(self, item: Item) -> bool:
        """Say whether to ask for an object: not if the firmware's own list, or an earlier answer, is without it."""
        named = not self._card.oids or item.oid in self._card.oids or item.oid.startswith("/")
        return named and item.oid not in self._absent

    def _read_batch(self, items: Sequence[Item]) -> dict[str, dict[str, str]]:
        """Read several items; when one of them fails, which stops the rest, read them one by one."""
        sheet = self._ask(items)
        if not sheet.error:
            return _pages(items, sheet)
        found: dict[str, dict[str, str]] = {}
        for item in items:
            single = sheet if len(items) == 1 else self._ask([item])
            if single.error in NOT_THERE:
                self._absent.add(item.oid)
            elif single.error:
                raise BadAnswer(page=item.oid, detail=Part("reason.objects-code", (("code", single.error),)))
            else:
                found |= _pages([item], single)
        return found

    def _ask(self, items: Sequence[Item]) -> Sheet:
        """Ask something that changes nothing: once more when the router was busy, and after a new login."""
        for _ in range(2):
            with contextlib.suppress(*_BUSY):
                return self._talk(lambda session: dialect.hold(session, items))
        self._enter_again()
        return self._talk(lambda session: dialect.hold(session, items))

    def _talk(self, make: Callable[[Session], Talk[T]]) -> T:
        return converse(self._transport, make(self._here()))

    def _learn(self, native: Native) -> None:
        told = native.get(INFO) or native.get(JSON_INFO, {})
        if told.get("X_TP_isFD") == "1" and self._set_up:
            raise RouterWiped
        self._set_up = self._set_up or told.get("X_TP_isFD") == "0"
        address_row = self._book.lan_rows(native)[0]
        lan = native.get(address_row.page, {})
        self._lan = lan.get(address_row.names[0]) or self._lan
        mac = lan.get("X_TP_MACAddress") or lan.get("MACAddress", "")
        self.identity = replace(
            self.identity,
            model=self.identity.model or told.get("modelName", ""),
            hardware=self.identity.hardware or told.get("hardwareVersion", ""),
            firmware=self.identity.firmware or told.get("softwareVersion", ""),
            mac=mac.replace("-", ":").upper() or self.identity.mac,
        )

    # Planning.

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do."""
        return planning.gaps(self._book, facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Everything is done where it is wished for."""
        return ()

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into writes."""
        return planning.steps(self._book, facts, changes)

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn writes into those that put the old words back."""
        return planning.undo(self._book, facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves that are not back."""
        return planning.undone(self._book, before, now, steps)

    # Writing.

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step and wait until the router answers again; no write is ever repeated here."""
        if step.page == AUTH:
            self._change_password(Secret(step.words["new"]))
            return
        if step.moves_to is not None:
            self._elsewhere = self._url_at(step.moves_to)
        for items in write_groups(step, many=self._takes_many()):
            self._write(items)
        if step.moves_to is not None:
            self._follow(step.moves_to, tell)
        elif step.cuts in {Cut.WIFI, Cut.WAN, Cut.LAN}:
            tell("progress.settling", {"seconds": round(_LONGEST_ABSENCE)})
            self._wait()

    def _write(self, items: Sequence[Item]) -> None:
        """Send one write. A busy answer (406) is a lost one: the workflow reads, and plans what is still to be done."""
        try:
            self._talk(lambda session: dialect.write(session, items))
        except AnotherAdministrator:
            raise SessionLost from None

    def _change_password(self, new: Secret) -> None:
        """Change the password and log in with it; nothing to do when it is the one that got us in."""
        if self._in_doubt is not None:  # an earlier change was stopped half-way: find out which password holds
            self._enter_again()
        old = self._password
        if old is None or old == new:
            return
        self._in_doubt = new
        try:
            self._talk(lambda session: dialect.change_password(session, self._user, old, new))
        except SettingRefused:
            self._in_doubt = None
            raise
        self._in_doubt, self._password = None, new
        self._logout()
        self._session = None
        self._enter(new)

    def _follow(self, address: str, tell: Tell) -> None:
        """Go where the LAN address went, if it was what we talked to, and log in there."""
        if urlsplit(self._transport.url).hostname == self._lan and self._elsewhere is not None:
            self._move(self._elsewhere)
            tell("progress.moved", {"address": address})
        self._lan, self._elsewhere = address, None
        self.rejoin(tell)

    def rejoin(self, tell: Tell) -> None:
        """Find the router again, where it was or where it was to move, and log in.

        Raises RouterWiped when it has fallen back to factory state.
        """
        tell("progress.rejoin", {})
        self._wait()
        self._enter_again()

    def _wait(self) -> None:
        """Fetch the start page until the router answers. Raises what the last attempt raised, and DeadlinePassed."""
        for pause in pauses(_LONGEST_ABSENCE):
            self._transport.deadline.sleep(pause)
            with contextlib.suppress(NoRouter, BadAnswer):
                self._knock()
                return
        self._knock()

    def _knock(self) -> None:
        """Knock once, in both places where the router may be; stay where it answers."""
        here, there = self._transport.url, self._elsewhere
        try:
            converse(self._transport, dialect.knock(here))
        except (NoRouter, BadAnswer):
            if there is None or there == here:
                raise
            self._move(there)
            self._elsewhere = here
            raise

    def _url_at(self, address: str) -> str:
        parts = urlsplit(self._transport.url)
        return f"{parts.scheme}://{address}" + (f":{parts.port}" if parts.port else "")

    def _move(self, url: str) -> None:
        self._transport.move(url)
        self.address = url
        self._session = None


def _may_be_new(card: Card) -> bool:
    """Say whether a router that did not call itself new may be so, and still permits a second attempt.

    Plain firmware without the flag may [tplink-web §3B]. So may a v14: after a reset its page said ``isFirstLogin="0"``
    and it took admin/admin; what its flag said then is not known, and 0 is its default [observed-tplink-wr841n-v14
    parts 8 and 12]. It is asked again only where its page counts so few failures that five attempts are left.
    """
    if card.kind == "basic":
        return card.factory is None
    return card.kind == "envelope" and card.failures is not None and card.failures < _FEW_FAILURES


def write_groups(step: Step, *, many: bool) -> tuple[tuple[Item, ...], ...]:
    """Cut the words of a step into requests, as the router's own page does.

    Connections that go off come first by themselves, then everything else together, and last the way out.
    """
    off = {split(key)[0] for key, word in step.words.items() if key.endswith(".enable") and word == "0"}
    first: dict[str, dict[str, str]] = {}
    middle: dict[str, dict[str, str]] = {}
    last: dict[str, dict[str, str]] = {}
    for key, word in step.words.items():
        page, name = split(key)
        switched = step.cuts == Cut.WAN and page in off and name == "enable"
        where = first if switched else last if page == FORWARDING else middle
        where.setdefault(page, {})[name] = word
    groups = [[_put(page, words) for page, words in group.items()] for group in (first, middle, last)]
    if many:
        return tuple(tuple(group) for group in groups if group)
    return tuple((item,) for group in groups for item in group)


def _put(page: str, words: Mapping[str, str]) -> Item:
    oid, _, stack = page.partition("#")
    return put(oid, stack, words.items())


def _pages(items: Sequence[Item], sheet: Sheet) -> dict[str, dict[str, str]]:
    """Sort an answer into pages, by object and instance."""
    found: dict[str, dict[str, str]] = {}
    for index, item in enumerate(items):
        for block in sheet.of(index):
            if item.act is Act.CGI:
                found[CLIENT] = block.variables()
            else:
                found[f"{item.oid}#{block.stack}"] = _spelled(block.fields().items())
    return found


def _spelled(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the attributes in one spelling: routers take either case of a first letter, and answer in either."""
    return {_spelling(name): value for name, value in fields}


def _spelling(name: str) -> str:
    """Write a name with a small first letter unless it begins with an abbreviation.

    >>> [_spelling(name) for name in ("BeaconType", "SSID", "X_TP_IsFD")]
    ['beaconType', 'SSID', 'X_TP_isFD']
    """
    if name.lower() == "x_tp_isfd":
        return "X_TP_isFD"
    return name[:1].lower() + name[1:] if name[:1].isupper() and name[1:2].islower() else name
