"""TP-Link's object interface: who speaks it, and the driver that reads, plans and writes over one transport."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from routercfg.device import Credentials, Cut, Driver, Facts, Identity, Native, Step, Tell
from routercfg.dialects import tplink_objects_login as dialect
from routercfg.dialects.tplink_objects import NOT_THERE, Item, Sheet
from routercfg.dialects.tplink_objects_card import JSON, OWN_NAME, PLAIN, SEALED, Card, identify
from routercfg.dialects.tplink_objects_login import AUTH
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    NotRecognised,
    Part,
    RouterWiped,
    SessionLost,
    SettingRefused,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport import Transport, converse
from routercfg.vendors import tplink_objects_steps as planning
from routercfg.vendors.tplink_objects_account import BUSY, Account
from routercfg.vendors.tplink_objects_json import JSON_BOOK, JSON_INFO, JSON_READS
from routercfg.vendors.tplink_objects_pages import sorted_pages, write_groups
from routercfg.vendors.tplink_objects_rows import INFO
from routercfg.vendors.tplink_objects_steps import Book
from routercfg.vendors.tplink_objects_text import PLAIN_BOOK, READS, SEALED_BOOK
from routercfg.vendors.waiting import LONGEST_ABSENCE, Line
from routercfg.wire import Reply, Talk

VENDOR: Final = "tplink"
FAMILIES: Final = (PLAIN, SEALED, JSON)

_BOOKS: Final = {PLAIN: PLAIN_BOOK, SEALED: SEALED_BOOK, JSON: JSON_BOOK}


@dataclass(frozen=True, slots=True)
class ObjectsIdentity(Identity):
    """An Identity with what its router told before login, which the login builds on."""

    card: Card = field(default_factory=lambda: Card(PLAIN, "basic"), repr=False, compare=False)


def recognise(first: Reply, url: str = OWN_NAME) -> Talk[Identity | None]:
    """Say who answers, from the reply to ``GET /`` and at most three questions; None when it is none of these."""
    card = yield from identify(first, url)
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
        self._line = Line(transport, lambda line: converse(line, dialect.knock(line.url)))
        self._card = card
        self._book: Book = _BOOKS[card.family]
        self._account = Account(self._line, card)
        self._absent: set[str] = set()  # objects this firmware does not have

    # Logging in and out.

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt; see ``Account.login``."""
        self._account.login(credentials)

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Give the first password: a router in factory state takes admin/admin, and has its password changed then."""
        reason = planning.password_reason(self._book, password)
        if reason is not None:
            raise SettingRefused(page=AUTH, detail=reason)
        self._account.first_boot(password)
        self.identity = replace(self.identity, factory=False)

    def close(self) -> None:
        """Log out, so that the owner's browser is let in, and let go. Never raises."""
        self._account.leave()
        self._line.transport.close()

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
        running = planning.everything(self._book, native, self._account.user, self._account.password)
        return Facts(self.identity, running, self._book.bands(native), native)

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch ``conf.bin``; see ``device.Keeper``.

        None on JSON models: their page fetches another name, made of values we do not read [tplink-web §5.12].
        """
        if self._card.kind == "json":
            return None
        return dialect.SETTINGS_FILE, self._account.talk(dialect.settings_file)

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
            return sorted_pages(items, sheet)
        found: dict[str, dict[str, str]] = {}
        for item in items:
            single = sheet if len(items) == 1 else self._ask([item])
            if single.error in NOT_THERE:
                self._absent.add(item.oid)
            elif single.error:
                raise BadAnswer(page=item.oid, detail=Part("reason.objects-code", (("code", single.error),)))
            else:
                found |= sorted_pages([item], single)
        return found

    def _ask(self, items: Sequence[Item]) -> Sheet:
        """Ask something that changes nothing: once more when the router was busy, and after a new login."""
        for _ in range(2):
            with contextlib.suppress(*BUSY):
                return self._account.talk(lambda session: dialect.hold(session, items))
        self._account.enter_again()
        return self._account.talk(lambda session: dialect.hold(session, items))

    def _learn(self, native: Native) -> None:
        told = native.get(INFO) or native.get(JSON_INFO, {})
        if told.get("X_TP_isFD") == "1" and self._account.set_up:
            raise RouterWiped
        self._account.set_up = self._account.set_up or told.get("X_TP_isFD") == "0"
        address_row = self._book.lan_rows(native)[0]
        lan = native.get(address_row.page, {})
        self._line.lan = lan.get(address_row.names[0]) or self._line.lan
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
            self._account.change(Secret(step.words["new"]))
            return
        if step.moves_to is not None:
            self._line.will_move(step.moves_to)
        for items in write_groups(step, many=self._takes_many()):
            self._write(items)
        if step.moves_to is not None:
            self._follow(step.moves_to, tell)
        elif step.cuts in {Cut.WIFI, Cut.WAN, Cut.LAN}:
            tell("progress.settling", {"seconds": round(LONGEST_ABSENCE)})
            self._line.wait()

    def _write(self, items: Sequence[Item]) -> None:
        """Send one write. A busy answer (406) is a lost one: the workflow reads, and plans what is still to be done."""
        try:
            self._account.talk(lambda session: dialect.write(session, items))
        except AnotherAdministrator:
            raise SessionLost from None

    def _follow(self, address: str, tell: Tell) -> None:
        """Go where the LAN address went, if it was what we talked to, and log in there."""
        if self._line.moved(address):
            tell("progress.moved", {"address": address})
        self.rejoin(tell)

    def rejoin(self, tell: Tell) -> None:
        """Find the router again, where it was or where it was to move, and log in.

        Raises RouterWiped when it has fallen back to factory state.
        """
        tell("progress.rejoin", {})
        self._line.wait()
        self.address = self._line.url
        self._account.enter_again()
