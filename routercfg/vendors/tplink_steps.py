"""What differs, turned into writes of the blue interface, and back again. Nothing here talks to a router."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from routercfg.device import Cut, Facts, Native, Step
from routercfg.errors import Part
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Running, Settings, Value
from routercfg.vendors import tplink_iptv, tplink_wan
from routercfg.vendors.rows import Row, in_order, not_there, running
from routercfg.vendors.tplink_forms import differing, lacking, old_words, with_words
from routercfg.vendors.tplink_rows import (
    ACCOUNT,
    DHCPS,
    DHCPS_ROWS,
    IPTV,
    LAN,
    LAN_ROWS,
    MAC_ROW,
    MASKS,
    STATUS,
    TIME,
    WAN,
    ZONE_ROWS,
)
from routercfg.vendors.tplink_wifi import wifi_gaps, wifi_running, wifi_steps
from routercfg.vendors.tplink_zones import MINUTES, codes, same_clock

USER: Final = "admin"
LONGEST_PASSWORD: Final = 32
_WAN_PAGES: Final = frozenset(WAN.values())
_ENDS: Final = ("ipaddr_start", "ipaddr_end")


def everything(native: Native, password: Secret | None) -> Settings:
    """Read every leaf that the forms tell; the password is the one that got us in, if it is one."""
    found: dict[str, Running] = {
        **tplink_wan.wan_running(native),
        **tplink_iptv.iptv_running(native),
        **wifi_running(native),
        **running([*_plain_rows(native), MAC_ROW], native),
        "admin.username": USER,
    }
    if password is not None:
        found["admin.password"] = password
    return Settings(found)


def _plain_rows(native: Native) -> tuple[Row, ...]:
    """Give the rows of the pages that need nothing but their rows."""
    return (*DHCPS_ROWS, *LAN_ROWS, *_zone_rows(native))


def _zone_rows(native: Native) -> tuple[Row, ...]:
    table = codes(native.get(TIME, {}))
    if table is None:
        return ()
    return ZONE_ROWS[:1] if table is MINUTES else ZONE_ROWS[1:]


def password_fits(password: Secret) -> bool:
    """Say whether the router takes this as its password. [observed-tplink-ax20 §First boot 3]."""
    text = password.reveal()
    return 1 <= len(text) <= LONGEST_PASSWORD and all(33 <= ord(letter) <= 126 for letter in text)


# Gaps.


def gaps(facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    """Name what this router cannot do of the desired settings, in the order of the leaves."""
    native = facts.native
    found = (
        *tplink_wan.wan_gaps(native, desired),
        *tplink_iptv.iptv_gaps(native, desired),
        *wifi_gaps(native, desired),
        *_page_gaps(facts, desired),
        *_admin_gaps(facts, desired),
    )
    return in_order(found, desired)


def _page_gaps(facts: Facts, desired: Settings) -> Iterator[Gap]:
    yield from not_there((MAC_ROW, *DHCPS_ROWS, *LAN_ROWS), facts.native, desired, Part("reason.tplink-not-offered"))
    zone = desired.text("time.zone")
    if zone is not None and zone != facts.running.get("time.zone"):
        reason = _zone_reason(facts.native.get(TIME, {}), zone)
        if reason is not None:
            yield Gap("time.zone", reason)


def _zone_reason(page: Mapping[str, str], zone: str) -> Part | None:
    if "timezone" not in page:
        return Part("reason.tplink-not-offered")
    known = codes(page)
    if known is None:
        return Part("reason.tplink-zone-codes")
    if zone in known:
        return None
    same = same_clock(zone, known)
    return Part("reason.tplink-zone-same", (("zone", same),)) if same else Part("reason.tplink-zone-unknown")


def _admin_gaps(facts: Facts, desired: Settings) -> Iterator[Gap]:
    if desired.get("admin.username", USER) != USER:
        yield Gap("admin.username", Part("reason.tplink-admin-name"))
    password = desired.secret("admin.password")
    if password is not None and facts.running.secret("admin.password") is None:
        yield Gap("admin.password", Part("reason.tplink-web-password"))
    elif password is not None and not password_fits(password):
        yield Gap("admin.password", Part("reason.tplink-admin-password"))


# Steps.


def steps(facts: Facts, changes: tuple[Change, ...], password: Secret | None) -> tuple[Step, ...]:
    """Turn changes into writes, safest first. ``password`` is the one that holds now."""
    native = facts.native
    wanted: dict[str, Value] = {change.path: change.after for change in changes}
    found = (
        *_row_step(native, wanted, _zone_rows(native), Cut.NOTHING),
        *wifi_steps(native, changes),
        *_wan_step(native, wanted),
        *_row_step(native, wanted, (MAC_ROW,), Cut.WAN),
        *_iptv_step(native, wanted),
        *_account_step(wanted, password),
        *_lan_steps(native, wanted),
    )
    return tuple(sorted(found, key=lambda step: step.cuts))


def _row_step(native: Native, wanted: Mapping[str, Value], rows: Iterable[Row], cuts: Cut) -> list[Step]:
    """Give the one write that these rows of one page need, if any."""
    here = [row for row in rows if row.path in wanted and row.page in native]
    if not here:
        return []
    words = {name: word for row in here for name, word in row.words(wanted[row.path]).items()}
    page = here[0].page
    return [Step(page, with_words(native, page, words), tuple(row.path for row in here), cuts)]


def _wan_step(native: Native, wanted: Mapping[str, Value]) -> list[Step]:
    mine = {path: value for path, value in wanted.items() if path in tplink_wan.PATHS}
    built = tplink_wan.wan_words(native, mine) if mine else None
    return [Step(*built, tuple(mine), Cut.WAN)] if built is not None else []


def _iptv_step(native: Native, wanted: Mapping[str, Value]) -> list[Step]:
    mine = {path: value for path, value in wanted.items() if path in tplink_iptv.PATHS}
    if not mine or IPTV not in native:
        return []
    return [Step(IPTV, tplink_iptv.iptv_words(native, mine), tuple(mine), Cut.WAN)]


def _account_step(wanted: Mapping[str, Value], password: Secret | None) -> list[Step]:
    new = wanted.get("admin.password")
    return [account(password, new)] if isinstance(new, Secret) and password is not None else []


def account(old: Secret, new: Secret) -> Step:
    """Give the step that changes the password; the words are sealed with the router's key when it is sent."""
    words = {"old_pwd": old.reveal(), "new_pwd": new.reveal()}
    return Step(ACCOUNT, words, ("admin.password",), Cut.SESSION, logs_in_with=new)


def _lan_steps(native: Native, wanted: Mapping[str, Value]) -> tuple[Step, ...]:
    """Give the writes of LAN and DHCP server.

    The DHCP server comes first, being harmless, unless its pool lies outside the present LAN or would lie outside the
    new one: the router refuses such a pool, so it is written once the LAN has moved. What the router does by itself
    with a pool that nobody asked to change is unknown; it is moved along, so that clients still get addresses.
    """
    lan = _row_step(native, wanted, LAN_ROWS, Cut.LAN)
    pool = _row_step(native, wanted, DHCPS_ROWS, Cut.NOTHING)
    if not lan:
        return tuple(pool)
    address = lan[0].words.get("ipaddr")
    moved = Step(LAN, lan[0].words, lan[0].paths, Cut.LAN, moves_to=_moves(native, address))
    new = {**native[LAN], **lan[0].words}
    words = dict(pool[0].words) if pool else old_words(native, DHCPS)
    if not words or (_inside(new, words) and (not pool or _inside(native[LAN], words))):
        return (*pool, moved)
    if address and words.get("gateway") == native[LAN].get("ipaddr"):
        words["gateway"] = address
    words |= _moved_pool(new, words)
    return (moved, Step(DHCPS, words, pool[0].paths if pool else moved.paths, Cut.LAN))


def _moved_pool(lan: Mapping[str, str], pool: Mapping[str, str]) -> dict[str, str]:
    """Give the ends of the pool at the same places in another network; an end that lies in it already stays."""
    network = _network(lan)
    if network is None:
        return {}
    found = {name: ipaddress.IPv4Address(pool[name]) for name in _ENDS}
    return {
        name: str(end if end in network else network.network_address + (int(end) & int(network.hostmask)))
        for name, end in found.items()
    }


def _moves(native: Native, address: str | None) -> str | None:
    return address if address and address != native.get(LAN, {}).get("ipaddr") else None


def _inside(lan: Mapping[str, str], pool: Mapping[str, str]) -> bool:
    """Say whether the pool lies in the LAN as a page tells it."""
    network = _network(lan)
    try:
        return network is None or all(ipaddress.IPv4Address(pool.get(name, "")) in network for name in _ENDS)
    except ValueError:
        return True  # nothing sensible to compare: keep the usual order


def _network(lan: Mapping[str, str]) -> ipaddress.IPv4Network | None:
    """Give the LAN as a page tells it; None when that is no network."""
    kind = lan.get("mask_type", "")
    mask = kind if kind in MASKS else lan.get("custom_value", "")
    try:
        return ipaddress.IPv4Network(f"{lan.get('ipaddr')}/{mask}", strict=False)
    except ValueError:
        return None


# And back.


def undo(facts: Facts, sent: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the writes that put the old words back, in the order of what they cut; within one kind the last first.

    After a move of the LAN the DHCP server comes last, since its pool must lie in the LAN when it is written; it goes
    back even if it was not written, because the router may have moved the pool by itself.
    """
    lan = [step for step in sent if step.page == LAN]
    others = [step for step in sent if not (lan and step.page == DHCPS)]
    found: list[Step] = []
    for cut in Cut:
        for step in reversed([step for step in others if step.cuts == cut]):
            found += _undo_one(facts.native, step)
    if lan and DHCPS in facts.native:
        found.append(Step(DHCPS, old_words(facts.native, DHCPS), lan[0].paths, Cut.LAN))
    return tuple(found)


def _undo_one(native: Native, step: Step) -> list[Step]:
    if step.page == ACCOUNT:
        return [account(Secret(step.words["new_pwd"]), Secret(step.words["old_pwd"]))]
    if step.page in _WAN_PAGES:
        return [Step(page, old_words(native, page), step.paths, Cut.WAN) for page in _undo_wan(native, step.page)]
    words = old_words(native, step.page)
    moves = words.get("ipaddr") if step.page == LAN and step.moves_to else None
    return [Step(step.page, words, step.paths, step.cuts, moves_to=moves)]


def _undo_wan(native: Native, page: str) -> list[str]:
    """Name the WAN forms to write back: the one that was written, then the one whose type was in force.

    A form that was never filled in cannot be put back, because the router refuses its empty required fields
    [observed-tplink-ax20 §WAN forms]; nothing hangs on it once the type in force is another one.
    """
    protocol = tplink_wan.active(native)
    last = WAN[protocol] if protocol is not None else page
    both = [page, last] if page != last else [page]
    return [name for name in both if not lacking(name, old_words(native, name))]


def undone(before: Facts, now: Facts, sent: tuple[Step, ...]) -> tuple[str, ...]:
    """Name the leaves whose native words are not what they were before these steps."""
    left: dict[str, None] = {}
    for step in sent:
        if _differs(before, now, step):
            left |= dict.fromkeys(step.paths)
    return tuple(left)


def _differs(before: Facts, now: Facts, step: Step) -> bool:
    if step.page == ACCOUNT:
        return before.running.get("admin.password") != now.running.get("admin.password")
    pages = [LAN, DHCPS] if step.page == LAN else [step.page]
    if step.page in _WAN_PAGES:
        pages = _undo_wan(before.native, step.page)
        if before.native.get(STATUS, {}).get("conntype") != now.native.get(STATUS, {}).get("conntype"):
            return True
    return any(differing(before.native, now.native, page) for page in pages)
