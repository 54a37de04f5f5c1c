"""From changes to writes on ASUS, and back: at most two writes for a whole plan, what cuts our own branch last."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from routercfg.device import Cut, Facts, Step
from routercfg.dialects.asus_keys import too_long
from routercfg.dialects.asus_shell import can_be_put
from routercfg.plan import Change
from routercfg.secret import Secret
from routercfg.settings import Running, band_of
from routercfg.vendors import asus_iptv, asus_wifi
from routercfg.vendors.asus_rows import NVRAM, rows, traits

PAGE: Final = "applyapp.cgi"
WIRELESS: Final = "restart_wireless"
DNSMASQ: Final = "restart_dnsmasq"
TIME: Final = "restart_time"
WAN: Final = "restart_wan_if 0"
NET: Final = "restart_net"
LAN: Final = "restart_net_and_phy"
CHANGE_PASSWORD: Final = "chpass"  # noqa: S105  a service; it puts the stored name and password into force
SESSION_ENDS: Final = frozenset((NET, LAN, "restart_allnet", "restart_httpd", "reboot"))
"""Services after which the web server has forgotten every token [observed-asus-382, Sessions]."""

_ORDER: Final = (CHANGE_PASSWORD, WIRELESS, DNSMASQ, TIME, WAN)
_CUTS: Final = {WIRELESS: Cut.WIFI, WAN: Cut.WAN, NET: Cut.SESSION, LAN: Cut.LAN}
_MOVES: Final = frozenset(("lan.address", "lan.mask"))
_POOL: Final = frozenset(("lan.dhcp.first", "lan.dhcp.last"))

# What the WAN page sends for each protocol besides what the profile names. Free text (account, service name) is not
# among them: sending back what was read could only lose letters, never win anything.
_COMMON: Final = ("wan0_proto", "wan0_dhcpenable_x", "wan0_dnsenable_x", "wan0_dns1_x", "wan0_dns2_x", "wan0_hwaddr_x")
_FIXED: Final = ("wan0_ipaddr_x", "wan0_netmask_x", "wan0_gateway_x")
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "dhcp": _COMMON,
    "static": (*_COMMON, *_FIXED),
    "pppoe": (*_COMMON, "wan0_pppoe_mtu", "wan0_pppoe_mru", "wan0_vpndhcp"),
    "l2tp": (*_COMMON, "wan0_vpndhcp"),
    "pptp": (*_COMMON, "wan0_vpndhcp"),
}


def steps(facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
    """Turn changes into one write that keeps the session and, where needed, one that ends it."""
    after: dict[str, Running] = {change.path: change.after for change in changes}
    moving = any(path in _MOVES for path in after)
    last = {p for p in after if p in asus_iptv.PATHS or p in _MOVES or (moving and p in _POOL)}
    soft = [change for change in changes if change.path not in last]
    hard = [change for change in changes if change.path in last]
    made = []
    if soft:
        made.append(_soft(facts, soft, {**facts.running, **after}))
    if hard:
        made.append(_hard(facts, hard, {**facts.running, **after}))
    return tuple(made)


def _soft(facts: Facts, changes: list[Change], merged: Mapping[str, Running]) -> Step:
    known, nvram = traits(facts.native), facts.native.get(NVRAM, {})
    table = rows(known)
    words: dict[str, str] = {}
    for change in changes:
        words.update(table[change.path].words(change.after))
    paths = tuple(change.path for change in changes)
    if "wan.protocol" in paths:
        words = _wan_fields(str(merged["wan.protocol"]), words, nvram, merged)
    if any(band_of(path) for path in paths):
        words.update(asus_wifi.companions(paths, merged, known, nvram))
    needed = {_service(path) for path in paths}
    services = tuple(service for service in _ORDER if service in needed)
    password = words.get("http_passwd")
    return Step(
        PAGE,
        words,
        paths,
        cuts=max((_CUTS.get(service, Cut.NOTHING) for service in services), default=Cut.NOTHING),
        services=services,
        logs_in_with=None if password is None else Secret(password),
    )


def _service(path: str) -> str:
    """Give the service that must be restarted for a leaf.

    A changed password runs its service by itself [observed-asus-382, applyapp], but only when the stored word changes:
    named as well, it also runs when an earlier write was stored and then lost its way.
    """
    if path.startswith("wifi."):
        return WIRELESS
    if path == "dns.clients" or path.startswith("lan.dhcp."):
        return DNSMASQ
    if path.startswith("time."):
        return TIME
    return CHANGE_PASSWORD if path.startswith("admin.") else WAN


def _wan_fields(
    protocol: str, words: dict[str, str], nvram: Mapping[str, str], merged: Mapping[str, Running]
) -> dict[str, str]:
    """Give the whole field set of a protocol that is newly chosen, so that leftovers of the old one do not matter."""
    present = {key: nvram[key] for key in _FIELDS[protocol] if key in nvram}
    fixed = protocol == "static" or (protocol not in ("dhcp", "static") and merged.get("wan.secondary") == "static")
    forced = {"wan0_dhcpenable_x": "0" if fixed else "1"}
    if protocol == "static":
        forced["wan0_dnsenable_x"] = "0"
    return {**present, **words, **forced}


def _hard(facts: Facts, changes: list[Change], merged: Mapping[str, Running]) -> Step:
    table = rows(traits(facts.native))
    paths = tuple(change.path for change in changes)
    words: dict[str, str] = {}
    if any(path in asus_iptv.PATHS for path in paths):
        words.update(asus_iptv.words(merged))
    for change in changes:
        if change.path not in asus_iptv.PATHS:
            words.update(table[change.path].words(change.after))
    moves = any(path in _MOVES for path in paths)
    if moves:
        words = {**_moved_pool(facts, merged), **words}
    return Step(
        PAGE,
        words,
        paths,
        cuts=Cut.LAN if moves else Cut.SESSION,
        services=(LAN,) if moves else (NET,),  # the one for the LAN restarts all that the other does, and the ports
        moves_to=words["lan_ipaddr"] if "lan.address" in paths else None,
    )


def _moved_pool(facts: Facts, merged: Mapping[str, Running]) -> dict[str, str]:
    """Give the address pool in the new network, at the same places, so that clients still get addresses."""
    nvram = facts.native.get(NVRAM, {})
    try:
        net = ipaddress.IPv4Network(f"{merged.get('lan.address')}/{merged.get('lan.mask')}", strict=False)
        pool = {key: ipaddress.IPv4Address(nvram.get(key, "")) for key in ("dhcp_start", "dhcp_end")}
    except ValueError:
        return {}
    host = int(net.hostmask)
    return {
        key: str(address if address in net else net.network_address + (int(address) & host))
        for key, address in pool.items()
    }


def undo(facts: Facts, sent: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the writes that put the old words of the very same keys back, the last sent first.

    An old word longer than we may send (newer firmware may take more), or with what a shell does not take, has a write
    of its own, so that its refusal keeps back nothing else.
    """
    nvram = facts.native.get(NVRAM, {})
    found: list[Step] = []
    for step in reversed(sent):
        words = {key: nvram[key] for key in step.words if key in nvram}
        hard = {key: word for key, word in words.items() if too_long(key, word) or not can_be_put(word)}
        found.append(_undo_of(step, {key: word for key, word in words.items() if key not in hard}, nvram))
        found += [replace(found[-1], words={key: hard[key]}, logs_in_with=None) for key in hard]
    return tuple(found)


def _undo_of(step: Step, words: Mapping[str, str], nvram: Mapping[str, str]) -> Step:
    password = words.get("http_passwd")
    return Step(
        step.page,
        words,
        step.paths,
        cuts=step.cuts,
        services=step.services,
        moves_to=None if step.moves_to is None else nvram.get("lan_ipaddr"),
        logs_in_with=None if password is None else Secret(password),
    )


def undone(before: Facts, now: Facts, sent: tuple[Step, ...]) -> tuple[str, ...]:
    """Name the leaves of which a key is not what it was."""
    old, new = before.native.get(NVRAM, {}), now.native.get(NVRAM, {})
    keys_of = {path: set(row.names) for path, row in rows(traits(before.native)).items()}
    left: dict[str, None] = {}
    for step in sent:
        off = {key for key in step.words if key in old and new.get(key) != old[key]}
        named = [path for path in step.paths if off & keys_of.get(path, off)]
        # a companion key belongs to no leaf: then the leaves it went along with are named
        left.update(dict.fromkeys(named or step.paths if off else ()))
    return tuple(left)
