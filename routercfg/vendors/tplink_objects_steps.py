"""What differs, turned into writes of the object interface, and back again. Nothing here talks to a router.

The words of a step are native names with their page before them, ``LAN_WLAN#1,1,0,0,0,0.SSID``, since one write may
concern several objects. What the text dialects and the JSON dialect do not share stands in a ``Book``.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from routercfg.device import Cut, Facts, Native, Step
from routercfg.dialects.tplink_objects_login import AUTH
from routercfg.errors import Part
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import AUTO, BANDS, Hidden, Running, Settings, Value, band_of
from routercfg.vendors.rows import Row, running
from routercfg.vendors.tplink_objects_rows import CHANNELS, KEEP, WIDTHS
from routercfg.vendors.tplink_zones import MINUTES, same_clock

Words = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class Book:
    """What one dialect's objects mean. Functions take the native words; ``wan_paths`` are the leaves of a connection.

    ``follows`` are the attributes of the DHCP server that name the router itself, and go where its address goes.
    ``lengths`` are the shortest and longest password; None when no way to change it is known. ``loose`` are native
    names that change by themselves and prove nothing about a rollback.
    """

    wan_paths: tuple[str, ...]
    wan_running: Callable[[Native], dict[str, Running]]
    wan_words: Callable[[Native, Mapping[str, Value]], Words]
    wan_gaps: Callable[[Native, Settings], tuple[Gap, ...]]
    vlan_rows: Callable[[Native], tuple[Row, ...]]
    radio_rows: Callable[[Native, str], tuple[Row, ...]]
    country_rows: Callable[[Native], tuple[Row, ...]]
    lan_rows: Callable[[Native], tuple[Row, ...]]
    pool_rows: Callable[[Native], tuple[Row, ...]]
    zone_rows: Callable[[Native], tuple[Row, ...]]
    iptv_off: Callable[[Native], bool]
    iptv_rows: Callable[[Native], tuple[Row, ...]]
    channels: Callable[[Native, str], frozenset[int]]
    lacks: Callable[[Native, str, Value], Part | None]
    follows: tuple[str, ...]
    lengths: tuple[int, int] | None
    loose: frozenset[str] = frozenset()

    def bands(self, native: Native) -> tuple[str, ...]:
        """Give the bands this hardware has."""
        return tuple(band for band in BANDS if self.radio_rows(native, band))


def everything(book: Book, native: Native, user: str, password: Secret | None) -> Settings:
    """Read every leaf that the objects tell; the password is the one that got us in."""
    rows = [row for band in BANDS for row in book.radio_rows(native, band)]
    rows += [*book.country_rows(native)[:1], *book.lan_rows(native), *book.pool_rows(native), *book.zone_rows(native)]
    found: dict[str, Running] = {**book.wan_running(native), **running(rows, native), "admin.username": user}
    if book.iptv_off(native):
        found["iptv.mode"] = "off"
    if password is not None:
        found["admin.password"] = password
    return Settings(found)


# Gaps.


def gaps(book: Book, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    """Name what this router cannot do of the desired settings, in the order of the leaves."""
    found = {gap.path: gap for gap in (*book.wan_gaps(facts.native, desired), *_other_gaps(book, facts, desired))}
    return tuple(found[path] for path in desired if path in found)


def _other_gaps(book: Book, facts: Facts, desired: Settings) -> Iterator[Gap]:
    for path, value in desired.items():
        if path in book.wan_paths or path == "wan.vlan" or value == facts.running.get(path):
            continue
        reason = _reason(book, facts, path, value)
        if reason is not None:
            yield Gap(path, reason)


def _reason(book: Book, facts: Facts, path: str, value: Running) -> Part | None:
    if path.startswith("iptv."):
        known = path == "iptv.mode" and value == "off" and book.iptv_rows(facts.native)
        return None if known else Part("reason.objects-iptv")
    if path == "admin.username":
        return Part("reason.objects-admin-name", (("name", str(facts.running.get(path))),))
    if path == "admin.password":
        return password_reason(book, value) if isinstance(value, Secret) else None
    return (
        _zone_reason(book, facts.native, str(value)) if path == "time.zone" else _row_reason(book, facts, path, value)
    )


def _row_reason(book: Book, facts: Facts, path: str, value: Running) -> Part | None:
    band = band_of(path)
    if band is not None and band not in facts.bands:
        return Part("reason.tplink-no-band")
    row = next((row for row in _simple_rows(book, facts.native) if row.path == path), None)
    if row is None or any(name not in facts.native.get(row.page, {}) for name in row.names):
        return Part("reason.tplink-not-offered")
    return _value_reason(book, facts.native, row, value)


def _simple_rows(book: Book, native: Native) -> tuple[Row, ...]:
    radio = [row for band in BANDS for row in book.radio_rows(native, band)]
    return (*radio, *book.country_rows(native)[:1], *book.lan_rows(native), *book.pool_rows(native))


def _value_reason(book: Book, native: Native, row: Row, value: Running) -> Part | None:
    """Say which value of Wi-Fi this router does not do."""
    band, name = band_of(row.path), row.path.rsplit(".", 1)[1]
    if band is not None and name == "channel" and isinstance(value, int):
        return _listed(value, book.channels(native, band) or CHANNELS[band])
    if band is not None and name == "width" and value != AUTO and isinstance(value, int):
        return _listed(value, WIDTHS[band])
    return None if isinstance(value, Hidden) else book.lacks(native, row.path, value)


def _listed(value: int, choices: Iterable[int]) -> Part | None:
    known = sorted(choices)
    return None if value in known else Part("reason.tplink-choice", (("choices", ", ".join(map(str, known))),))


def _zone_reason(book: Book, native: Native, zone: str) -> Part | None:
    if not any(row.names[0] in native.get(row.page, {}) for row in book.zone_rows(native)):
        return Part("reason.tplink-not-offered")
    if zone in MINUTES:
        return None
    same = same_clock(zone, MINUTES)
    return Part("reason.tplink-zone-same", (("zone", same),)) if same else Part("reason.tplink-zone-unknown")


def password_reason(book: Book, password: Secret) -> Part | None:
    """Say why the router would not take this as its password, None when it does."""
    if book.lengths is None:
        return Part("reason.objects-no-password")
    least, most = book.lengths
    text = password.reveal()
    if least <= len(text) <= most and all(33 <= ord(letter) <= 126 for letter in text):
        return None
    return Part("reason.objects-password", (("least", least), ("most", most)))


# Steps.


def steps(book: Book, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
    """Turn changes into writes, safest first, whatever cuts our own branch last."""
    native = facts.native
    wanted: dict[str, Value] = {change.path: change.after for change in changes}
    found = [
        *_row_step(native, wanted, book.zone_rows(native), Cut.NOTHING),
        *_row_step(native, wanted, book.country_rows(native), Cut.WIFI),
        *(step for band in BANDS for step in _row_step(native, wanted, book.radio_rows(native, band), Cut.WIFI)),
        *_row_step(native, wanted, book.vlan_rows(native), Cut.WAN),
        *_row_step(native, wanted, book.iptv_rows(native), Cut.WAN),
        *_wan_step(book, native, wanted),
        *_account_step(facts, wanted),
        *_lan_steps(book, native, wanted),
    ]
    return tuple(sorted(found, key=lambda step: step.cuts))


def qualified(page: str, name: str) -> str:
    """Write a native name with its page."""
    return f"{page}.{name}"


def split(key: str) -> tuple[str, str]:
    """Read a native name with its page."""
    page, _, name = key.rpartition(".")
    return page, name


def _row_step(native: Native, wanted: Mapping[str, Value], rows: Iterable[Row], cuts: Cut) -> list[Step]:
    """Give the one write that these rows need, if any."""
    here = [row for row in rows if row.path in wanted and row.page in native]
    words = {
        qualified(row.page, name): word
        for row in here
        for name, word in row.words(wanted[row.path]).items()
        if word != KEEP and name in native[row.page]
    }
    paths = tuple(dict.fromkeys(row.path for row in here))
    return [Step(here[0].page, words, paths, cuts)] if words else []


def _wan_step(book: Book, native: Native, wanted: Mapping[str, Value]) -> list[Step]:
    mine = {path: value for path, value in wanted.items() if path in book.wan_paths}
    words = book.wan_words(native, mine) if mine else {}
    told = {qualified(page, name): word for (page, name), word in words.items()}
    pages = [page for page, _ in words]
    return [Step(max(pages, key=pages.count), told, tuple(mine), Cut.WAN)] if told else []


def _account_step(facts: Facts, wanted: Mapping[str, Value]) -> list[Step]:
    old, new = facts.running.secret("admin.password"), wanted.get("admin.password")
    return [account(old, new)] if isinstance(new, Secret) and old is not None else []


def account(old: Secret, new: Secret) -> Step:
    """Give the step that changes the password."""
    words = {"old": old.reveal(), "new": new.reveal()}
    return Step(AUTH, words, ("admin.password",), Cut.SESSION, logs_in_with=new)


def _lan_steps(book: Book, native: Native, wanted: Mapping[str, Value]) -> tuple[Step, ...]:
    """Give the writes of LAN and DHCP server.

    The pool comes first, being harmless, unless it lies outside the present LAN: the router refuses such a pool (5017),
    so it is written once the LAN has moved. What the router does by itself with a pool that nobody asked to change
    is unknown.
    """
    lan = _row_step(native, wanted, book.lan_rows(native), Cut.LAN)
    pool = _row_step(native, wanted, book.pool_rows(native), Cut.NOTHING)
    if not lan:
        return tuple(pool)
    address_row = book.lan_rows(native)[0]
    present = address_row.read(native)
    address = str(wanted.get(address_row.path, present))
    moves = address if address != present else None
    moved = Step(lan[0].page, lan[0].words, lan[0].paths, Cut.LAN, moves_to=moves)
    if not pool or _inside(book, native, wanted):
        return (*pool, moved)
    page = pool[0].page
    own = {name: address for name in book.follows if native[page].get(name) == present}
    words = {**pool[0].words, **{qualified(page, name): word for name, word in own.items()}}
    return (moved, Step(page, words, pool[0].paths, Cut.LAN))


def _inside(book: Book, native: Native, wanted: Mapping[str, Value]) -> bool:
    """Say whether the wanted pool lies in the present LAN."""
    present = running([*book.lan_rows(native), *book.pool_rows(native)], native)
    try:
        network = ipaddress.IPv4Network(f"{present.get('lan.address')}/{present.get('lan.mask')}", strict=False)
        ends = (wanted.get(path, present.get(path)) for path in ("lan.dhcp.first", "lan.dhcp.last"))
        return all(ipaddress.IPv4Address(str(end)) in network for end in ends)
    except ValueError:
        return True  # nothing sensible to compare: keep the usual order


# And back.

_NOT_EMPTY: Final = frozenset(
    {"DNSServers", "DNSServersIP", "X_TP_ClonedMACAddress", "clonedMACAddress", "MACAddr", "channel"}
    | {"externalIPAddress", "subnetMask", "defaultGateway", "X_TP_VID", "connIPv4DnsServer"}
)
"""What is not put back when it read empty: it was never set, and an empty word is refused (5705, 5910)."""
_OVERRIDES: Final = {"DNSServers": "DNSOverrideAllowed", "connIPv4DnsServer": "specifiedDnsv4Enabled"}
"""Names that show the provider's words while their switch is off."""


def undo(book: Book, facts: Facts, sent: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the writes that put the old words back, in the order of what they cut; within one kind the last first.

    The LAN keeps its order, since the pool must lie in the LAN when it is written.
    """
    found: list[Step] = []
    for cut in Cut:
        here = [step for step in sent if step.cuts == cut]
        for step in here if cut is Cut.LAN else here[::-1]:
            found += _undo_one(book, facts.native, step)
    return tuple(found)


def _undo_one(book: Book, native: Native, step: Step) -> list[Step]:
    if step.page == AUTH:
        return [account(Secret(step.words["new"]), Secret(step.words["old"]))]
    words = _old_words(native, step)
    moves = str(book.lan_rows(native)[0].read(native)) if step.moves_to else None
    return [Step(step.page, words, step.paths, step.cuts, moves_to=moves)] if words else []


def _old_words(native: Native, step: Step) -> dict[str, str]:
    """Give what the keys of a step read before; where a connection goes off, that comes before another one goes on."""
    found: dict[str, str] = {}
    for key in step.words:
        page, name = split(key)
        word = native.get(page, {}).get(name)
        if word is not None and (word or name not in _NOT_EMPTY):
            found[key] = word
    return dict(sorted(found.items(), key=lambda pair: pair[0].endswith(".enable") and pair[1] == "1"))


def undone(book: Book, before: Facts, now: Facts, sent: tuple[Step, ...]) -> tuple[str, ...]:
    """Name the leaves whose native words are not what they were before these steps."""
    left: dict[str, None] = {}
    for step in sent:
        if _differs(book, before, now, step):
            left |= dict.fromkeys(step.paths)
    return tuple(left)


def _differs(book: Book, before: Facts, now: Facts, step: Step) -> bool:
    if step.page == AUTH:
        return before.running.get("admin.password") != now.running.get("admin.password")
    if step.cuts == Cut.WAN and before.running.get("wan.protocol") != now.running.get("wan.protocol"):
        return True
    for key, word in _old_words(before.native, step).items():
        page, name = split(key)
        switch = before.native[page].get(_OVERRIDES.get(name, ""), "1")
        if switch == "1" and name not in book.loose and now.native.get(page, {}).get(name) != word:
            return True
    return False
