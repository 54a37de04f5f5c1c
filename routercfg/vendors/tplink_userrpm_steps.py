"""What differs, turned into saves of the old green pages, and back again. Nothing here talks to a router."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from routercfg.device import Cut, Facts, Native, Step
from routercfg.errors import Part
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Running, Settings, Value
from routercfg.vendors import tplink_userrpm_iptv as iptv
from routercfg.vendors import tplink_userrpm_wan as wan
from routercfg.vendors import tplink_userrpm_wifi as wifi
from routercfg.vendors.rows import Row, in_order, not_there, running
from routercfg.vendors.tplink_iptv import PATHS as IPTV_PATHS
from routercfg.vendors.tplink_userrpm_pages import (
    ACCOUNT,
    ACTIVE,
    ADVANCED,
    DHCP,
    IPTV,
    LAN,
    MAC,
    NETWORK,
    RADIOS,
    REBOOT,
    SECURITY,
    TIME,
    WAN,
    differing,
    old_form,
    whole_form,
)
from routercfg.vendors.tplink_userrpm_rows import DHCP_ROWS, LAN_ROWS, ZONE_ROW, mac_row, wan_rows
from routercfg.vendors.tplink_zones import MINUTES, same_clock

USER: Final = "admin"
LONGEST_ACCOUNT: Final = 15
"""Letters of name and password; older builds take 14 and say so on their page [tplink-legacy §1.4]."""

FLAGGED: Final = frozenset({DHCP, RADIOS, *NETWORK.values(), *SECURITY.values()})
"""Pages that may say that what was saved waits for a restart."""

_CUTS: Final[Mapping[str, Cut]] = {
    TIME: Cut.NOTHING,
    DHCP: Cut.NOTHING,
    **dict.fromkeys((RADIOS, *NETWORK.values(), *SECURITY.values()), Cut.WIFI),
    **dict.fromkeys((MAC, *WAN.values(), ADVANCED), Cut.WAN),
    ACCOUNT: Cut.SESSION,
    LAN: Cut.LAN,
    IPTV: Cut.REBOOT,
}
_TYPES: Final = frozenset(WAN.values())


def everything(native: Native, password: Secret | None) -> Settings:
    """Read every leaf that the pages tell; the password is the one that got us in."""
    found: dict[str, Running] = {
        **wan.wan_running(native),
        **iptv.iptv_running(native),
        **wifi.wifi_running(native),
        **running((*DHCP_ROWS, *LAN_ROWS, ZONE_ROW), native),
        "admin.username": native.get(ACCOUNT, {}).get(".name") or USER,
    }
    if password is not None:
        found["admin.password"] = password
    return Settings(found)


# Gaps.


def gaps(facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    """Name what this router cannot do of the desired settings, in the order of the leaves."""
    native = facts.native
    found = (
        *wan.wan_gaps(native, desired),
        *iptv.iptv_gaps(native, desired),
        *wifi.wifi_gaps(native, desired),
        *_page_gaps(facts, desired),
        *_admin_gaps(native, desired),
    )
    return in_order(found, desired)


def _page_gaps(facts: Facts, desired: Settings) -> Iterator[Gap]:
    yield from not_there((*DHCP_ROWS, *LAN_ROWS), facts.native, desired, Part("reason.tplink-not-offered"))
    zone = desired.text("time.zone")
    if zone is not None and zone != facts.running.get("time.zone"):
        reason = _zone_reason(facts.native.get(TIME, {}), zone)
        if reason is not None:
            yield Gap("time.zone", reason)


def _zone_reason(page: Mapping[str, str], zone: str) -> Part | None:
    if "timezone" not in page:
        return Part("reason.tplink-not-offered")
    listed = page.get(".choices.timezone", "").split()
    known = {name: code for name, code in MINUTES.items() if len(listed) < 2 or code in listed}
    if zone in known:
        return None
    same = same_clock(zone, known)
    return Part("reason.tplink-zone-same", (("zone", same),)) if same else Part("reason.tplink-zone-unknown")


def _admin_gaps(native: Native, desired: Settings) -> Iterator[Gap]:
    page = native.get(ACCOUNT)
    for path, name in (("admin.username", "newname"), ("admin.password", "newpassword")):
        wish = desired.get(path)
        if wish is None:
            continue
        text = wish.reveal() if isinstance(wish, Secret) else str(wish)
        if page is None or name not in page:
            present = page is not None and page.get(".name") == text
            if not present:
                yield Gap(path, Part("reason.tplink-not-offered"))
        elif not account_fits(text, limit(page)):
            yield Gap(path, Part("reason.userrpm-admin", (("longest", limit(page)),)))


def limit(page: Mapping[str, str]) -> int:
    """Give how many letters this build takes as name and password."""
    told = page.get(".longest.newpassword", "")
    return min(int(told), LONGEST_ACCOUNT) if told.isdigit() else LONGEST_ACCOUNT


def account_fits(text: str, longest: int = LONGEST_ACCOUNT) -> bool:
    """Say whether the router takes this as a name or password: printable, no blanks [tplink-legacy §1.4]."""
    return 1 <= len(text) <= longest and all(33 <= ord(letter) <= 126 for letter in text)


# Steps.


def steps(facts: Facts, changes: tuple[Change, ...], account: tuple[str, Secret | None]) -> tuple[Step, ...]:
    """Turn changes into saves, safest first. ``account`` is the name and password that hold now.

    The last is a restart, which is sent only if a page asks for it by then.
    """
    native = facts.native
    wanted: dict[str, Value] = {change.path: change.after for change in changes}
    found: list[Step] = []
    words = _words(native, wanted)
    for page, changed in words.items():
        if page not in {LAN, DHCP}:
            found.append(Step(page, whole_form(native, page, changed), _served(native, wanted, page), _CUTS[page]))
    found += _account_step(wanted, account)
    found += _lan_steps(native, wanted, words)
    found.sort(key=lambda step: step.cuts)
    return (*found, *_restart(found))


def _words(native: Native, wanted: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Give what changes on each page, in the order in which pages are to be saved."""
    found: dict[str, dict[str, str]] = {}
    for page, words in (
        *_row_words((ZONE_ROW, *DHCP_ROWS), wanted),
        *wifi.wifi_words(native, wanted).items(),
        *_row_words((mac_row(native),), wanted),
        *wan.wan_words(native, wanted).items(),
        *_row_words(LAN_ROWS, wanted),
        *iptv.iptv_words(native, wanted).items(),
    ):
        if page in native:
            found.setdefault(page, {}).update(words)
    return found


def _row_words(rows: Iterable[Row], wanted: Mapping[str, Value]) -> Iterator[tuple[str, dict[str, str]]]:
    for row in rows:
        if row.path in wanted:
            yield row.page, row.words(wanted[row.path])


def _served(native: Native, wanted: Mapping[str, Value], page: str) -> tuple[str, ...]:
    """Name the wanted leaves that a page carries, for reports and a rollback."""
    protocol = str(wanted.get("wan.protocol") or wan.active(native))
    of_wan = wan_rows(native, protocol, "static") if protocol in WAN else ()
    rows = (*wifi.wifi_rows(native), *of_wan, mac_row(native), *DHCP_ROWS, *LAN_ROWS, ZONE_ROW)
    here = {row.path for row in rows if row.page == page}
    if page in _TYPES:
        here.add("wan.protocol")
    if page == IPTV:
        here |= set(IPTV_PATHS)
    if page == RADIOS:
        here |= {f"wifi.bands.{band}.enabled" for band in NETWORK}
    # a page that is saved only for what goes along with other leaves serves those
    return tuple(path for path in wanted if path in here) or tuple(wanted)


def _account_step(wanted: Mapping[str, Value], account: tuple[str, Secret | None]) -> list[Step]:
    name, password = account
    new = wanted.get("admin.password", password)
    if not {"admin.username", "admin.password"} & set(wanted) or password is None or not isinstance(new, Secret):
        return []
    paths = tuple(path for path in wanted if path.startswith("admin."))
    return [account_step((name, password), (str(wanted.get("admin.username", name)), new), paths)]


def account_step(old: tuple[str, Secret], new: tuple[str, Secret], paths: tuple[str, ...]) -> Step:
    """Give the step that changes name and password; how they are encoded is decided when it is sent."""
    words = {"oldname": old[0], "oldpassword": old[1].reveal(), "newname": new[0], "newpassword": new[1].reveal()}
    return Step(ACCOUNT, words, paths, Cut.SESSION, logs_in_with=new[1])


def _lan_steps(native: Native, wanted: Mapping[str, Value], words: Mapping[str, Mapping[str, str]]) -> list[Step]:
    """Give the saves of LAN and DHCP server.

    The DHCP server comes first, being harmless, unless its new pool lies outside the present LAN: the router refuses
    such a pool (2005), so it is saved once the LAN has moved. What the router does by itself with a pool that nobody
    asked to change is unknown.
    """
    pool = dict(words.get(DHCP, {}))
    found: list[Step] = []
    if LAN in words:
        address = words[LAN].get("lanip", "")
        moves = address if address and address != native[LAN].get("lanip") else None
        served = _served(native, wanted, LAN)
        found.append(Step(LAN, whole_form(native, LAN, words[LAN]), served, Cut.LAN, moves_to=moves))
    if not pool:
        return found
    later = bool(found) and not _inside(native[LAN], {**native[DHCP], **pool})
    if later and native[DHCP].get("gateway") == native[LAN].get("lanip"):
        pool["gateway"] = words[LAN].get("lanip", pool.get("gateway", ""))
    served = _served(native, wanted, DHCP)
    found.append(Step(DHCP, whole_form(native, DHCP, pool), served, Cut.LAN if later else Cut.NOTHING))
    return found


def _inside(lan: Mapping[str, str], pool: Mapping[str, str]) -> bool:
    """Say whether a pool lies in the LAN as its page tells it."""
    mask = LAN_ROWS[1].back((lan.get("lanmask", ""), lan.get("inputMask", "")))
    try:
        network = ipaddress.IPv4Network(f"{lan.get('lanip')}/{mask}", strict=False)
        return all(ipaddress.IPv4Address(pool.get(name, "")) in network for name in ("ip1", "ip2"))
    except ValueError:
        return True  # nothing sensible to compare: keep the usual order


def _restart(sent: Iterable[Step]) -> list[Step]:
    """Give the restart that pages may ask for after these saves."""
    paths = dict.fromkeys(path for step in sent if step.page in FLAGGED for path in step.paths)
    return [Step(REBOOT, {"Reboot": "Reboot"}, tuple(paths), Cut.REBOOT)] if paths else []


# And back.


def undo(facts: Facts, sent: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the saves that put the old words back, in the order of what they cut; within one kind the last first.

    The LAN keeps its order, since the pool must lie in the LAN when it is saved; the page of the connection type that
    was in force comes last of its kind, since saving it is what chooses the type.
    """
    found: list[Step] = []
    for cut in Cut:
        here = [step for step in sent if step.cuts == cut and step.page != REBOOT]
        back = [one for step in (here if cut is Cut.LAN else here[::-1]) for one in _undo_one(facts, step)]
        found += {step.page: step for step in back}.values() if cut is not Cut.SESSION else back
        if cut is Cut.WAN and any(step.page in _TYPES for step in here):
            found = _type_last(facts.native, found, tuple(dict.fromkeys(p for s in here for p in s.paths)))
    return (*found, *_restart(found))


def _undo_one(facts: Facts, step: Step) -> list[Step]:
    native = facts.native
    if step.page == ACCOUNT:
        old = (step.words["newname"], Secret(step.words["newpassword"]))
        return [account_step(old, (step.words["oldname"], Secret(step.words["oldpassword"])), step.paths)]
    if step.page not in native or not wan.fillable(native, step.page):
        return []  # a page that was never filled in is refused; nothing hangs on it once another type is in force
    words = old_form(native, step.page)
    moves = words.get("lanip") if step.page == LAN and step.moves_to else None
    return [Step(step.page, words, step.paths, step.cuts, moves_to=moves)]


def _type_last(native: Native, found: list[Step], paths: tuple[str, ...]) -> list[Step]:
    """Put the page of the connection type that was in force at the end, if it can be saved."""
    page = native.get(ACTIVE, {}).get("page", "")
    if page not in native or page not in _TYPES or not wan.fillable(native, page):
        return found
    return [*(step for step in found if step.page != page), Step(page, old_form(native, page), paths, Cut.WAN)]


def undone(before: Facts, now: Facts, sent: tuple[Step, ...]) -> tuple[str, ...]:
    """Name the leaves whose native words are not what they were before these steps."""
    left: dict[str, None] = {}
    for step in sent:
        if _differs(before, now, step):
            left |= dict.fromkeys(step.paths)
    return tuple(left)


def _differs(before: Facts, now: Facts, step: Step) -> bool:
    if step.page == REBOOT:
        return False
    if step.page == ACCOUNT:
        return any(before.running.get(path) != now.running.get(path) for path in step.paths)
    if step.page in _TYPES:
        if before.native.get(ACTIVE) != now.native.get(ACTIVE):
            return True
        if not wan.fillable(before.native, step.page):
            return False
    return bool(differing(before.native, now.native, step.page))
