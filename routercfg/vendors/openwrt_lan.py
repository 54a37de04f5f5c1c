"""OpenWrt's home network: its address, what DHCP hands out, the clock. [tplink-legacy-ssh-openwrt §4.4, §4.5]."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.dialects.openwrt_uci import LIST, listed
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import AUTOMATIC, Running
from routercfg.vendors.openwrt_box import Box
from routercfg.vendors.openwrt_wan import fixed_address
from routercfg.vendors.openwrt_zones import RULES, stored, zone_of

LAN: Final = "network.lan"
MOVES: Final = frozenset(("lan.address", "lan.mask"))
_POOL: Final = "dhcp.lan"
_POOL_LEAVES: Final = frozenset(("lan.dhcp.enabled", "lan.dhcp.first", "lan.dhcp.last", "dns.clients"))
_DNS_OPTIONS: Final = ("6", "option:dns-server")


def leaves(box: Box) -> dict[str, Running]:
    """Give what runs."""
    found = fixed_address(box, LAN, "lan")
    found.pop("lan.gateway", None)
    if box.word(_POOL):
        found["lan.dhcp.enabled"] = box.word(f"{_POOL}.ignore") != "1"
        found |= _pool(box, _net(found)) | _clients(box)
    system = _system(box)
    zone = zone_of(box.word(f"{system}.zonename"), box.word(f"{system}.timezone"))
    return found | ({"time.zone": zone} if zone else {})


def _net(settings: Mapping[str, Running]) -> ipaddress.IPv4Network | None:
    try:
        return ipaddress.IPv4Network(f"{settings.get('lan.address')}/{settings.get('lan.mask')}", strict=False)
    except ValueError:
        return None


def _pool(box: Box, net: ipaddress.IPv4Network | None) -> dict[str, Running]:
    """Read the pool: a start counted from the network's address, and how many."""
    start, limit = box.word(f"{_POOL}.start"), box.word(f"{_POOL}.limit")
    if net is None or not start.isdecimal() or not limit.isdecimal() or not int(limit):
        return {}
    first = int(net.network_address) + int(start)
    last = first + int(limit) - 1
    if last >= 2**32:
        return {}
    return {
        "lan.dhcp.first": str(ipaddress.IPv4Address(first)),
        "lan.dhcp.last": str(ipaddress.IPv4Address(last)),
    }


def _clients(box: Box) -> dict[str, Running]:
    """Read what clients are told to ask for names; the router itself, where nothing is said."""
    told = [item.split(",")[1:] for item in box.items(f"{_POOL}.dhcp_option") if item.split(",")[0] in _DNS_OPTIONS]
    if not told:
        return {"dns.clients": AUTOMATIC}
    return {"dns.clients": tuple(told[0])} if len(told) == 1 and 1 <= len(told[0]) <= 2 else {}


def _system(box: Box) -> str:
    return next(iter(box.sections("system", "system")), "system.@system[0]")


def words(box: Box, merged: Mapping[str, Running], paths: frozenset[str]) -> dict[str, str]:
    """Give the words for the leaves that change, but for what moves the router (``move_words``)."""
    found: dict[str, str] = {}
    if "lan.dhcp.enabled" in paths:
        found[f"{_POOL}.ignore"] = "" if merged["lan.dhcp.enabled"] else "1"
    if paths & {"lan.dhcp.first", "lan.dhcp.last"}:
        found |= _pool_words(merged)
    if "dns.clients" in paths:
        servers = merged["dns.clients"]
        rest = [i for i in box.items(f"{_POOL}.dhcp_option") if i.split(",")[0] not in _DNS_OPTIONS]
        ours = [",".join(("6", *servers))] if isinstance(servers, tuple) else []
        found[f"{_POOL}.dhcp_option"] = listed([*rest, *ours])
    if "time.zone" in paths:
        name, rule = stored(str(merged["time.zone"]))
        found |= {f"{_system(box)}.zonename": name, f"{_system(box)}.timezone": rule}
    return found


def _pool_words(merged: Mapping[str, Running]) -> dict[str, str]:
    net = _net(merged)
    first, last = (int(ipaddress.IPv4Address(str(merged[f"lan.dhcp.{name}"]))) for name in ("first", "last"))
    start = 0 if net is None else first - int(net.network_address)
    return {f"{_POOL}.start": str(start), f"{_POOL}.limit": str(last - first + 1)}


def move_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    """Give the words of the LAN address, in the form that this firmware uses."""
    address, mask = str(merged.get("lan.address")), str(merged.get("lan.mask"))
    old = box.word(f"{LAN}.ipaddr")
    if "/" not in old:
        return {f"{LAN}.ipaddr": listed((address,)) if old.startswith(LIST) else address, f"{LAN}.netmask": mask}
    word = f"{address}/{ipaddress.IPv4Network(f'0.0.0.0/{mask}').prefixlen}"
    return {f"{LAN}.ipaddr": listed((word, *box.items(f"{LAN}.ipaddr")[1:])) if old.startswith(LIST) else word}


def gaps(box: Box, merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    """Name what of the wanted leaves this router cannot do."""
    asked = [path for path in wanted if path in _POOL_LEAVES]
    if asked and not box.word(_POOL):
        yield from (Gap(path, Part("reason.openwrt-no-pool")) for path in asked)
    elif {"lan.dhcp.first", "lan.dhcp.last"} & set(wanted):
        yield from _pool_gaps(merged, wanted)
    if "time.zone" in wanted and wanted["time.zone"] not in RULES:
        yield Gap("time.zone", Part("reason.zone-unknown", (("zone", wanted["time.zone"]),)))
    if MOVES & set(wanted) and (_net(merged) is None or box.word(f"{LAN}.proto") != "static"):
        yield from (Gap(path, Part("reason.openwrt-no-lan")) for path in wanted if path in MOVES)


def _pool_gaps(merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    net = _net(merged)
    ends = [merged.get(f"lan.dhcp.{name}") for name in ("first", "last")]
    inside = net is not None and all(end is not None and ipaddress.IPv4Address(str(end)) in net for end in ends)
    if not inside or ipaddress.IPv4Address(str(ends[0])) > ipaddress.IPv4Address(str(ends[1])):
        asked = ("lan.dhcp.first", "lan.dhcp.last")
        yield from (Gap(path, Part("reason.openwrt-pool")) for path in asked if path in wanted)
