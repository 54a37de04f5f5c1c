"""OpenWrt's internet connection: protocol, account, address, second connection, DNS.

Source: tplink-legacy-ssh-openwrt §4.4.

``network.wan`` is the connection itself for dhcp, static and pppoe. L2TP and PPTP run as a connection of their own,
``network.vpn``, over ``network.wan``; beside PPPoE the provider's own network may be reached over ``network.access``.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.dialects.openwrt_uci import listed
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, NONE, PROTOCOLS, Running
from routercfg.vendors import openwrt_link as link
from routercfg.vendors.openwrt_box import ACCESS, VPN, WAN, Box

TUNNELS: Final = ("l2tp", "pptp")
_ACCOUNTS: Final = ("pppoe", *TUNNELS)
_LAYOUT: Final = frozenset(
    f"wan.{name}"
    for name in (
        *("protocol", "username", "password", "server", "service_name"),
        *("address", "mask", "gateway", "secondary"),
    )
)
_PROTOCOLS_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "wan.username": _ACCOUNTS,
    "wan.password": _ACCOUNTS,
    "wan.server": TUNNELS,
    "wan.service_name": ("pppoe",),
    "wan.secondary": _ACCOUNTS,
}
_FIXED: Final = {"wan.address": "ipaddr", "wan.mask": "netmask", "wan.gateway": "gateway"}


def applies(path: str, settings: Mapping[str, Running]) -> bool:
    """Say whether a leaf of the connection means something beside the others."""
    protocol = settings.get("wan.protocol")
    if protocol is None or path not in {*_PROTOCOLS_OF, *_FIXED}:
        return True
    if path in _FIXED:
        return protocol == "static" or (protocol in _ACCOUNTS and settings.get("wan.secondary") == "static")
    return protocol in _PROTOCOLS_OF[path]


# Reading.


def leaves(box: Box) -> dict[str, Running]:
    """Give what runs; nothing where there is no ``network.wan``."""
    if not box.word(WAN):
        return {}
    protocol = _protocol(box)
    found: dict[str, Running] = {"wan.protocol": protocol} if protocol in PROTOCOLS else {}
    if protocol in _ACCOUNTS:
        home = VPN if protocol in TUNNELS else WAN
        texts = {"wan.username": "username", "wan.server": "server", "wan.service_name": "service"}
        found |= {path: box.word(f"{home}.{name}") for path, name in texts.items() if protocol in _PROTOCOLS_OF[path]}
        password = box.word(f"{home}.password")
        found |= {"wan.password": Secret(password)} if password else {}
        second = box.word(f"{WAN if protocol in TUNNELS else ACCESS}.proto") or NONE
        found |= {"wan.secondary": second} if second in (NONE, "dhcp", "static") else {}
    fixed = _fixed_section(protocol, str(found.get("wan.secondary")))
    found |= fixed_address(box, fixed) if fixed else {}
    servers = _servers(box, protocol)
    return found | ({} if servers is None else {"dns.servers": servers}) | link.leaves(box, protocol)


def _protocol(box: Box) -> str:
    tunnel = box.word(f"{VPN}.proto")
    return tunnel if tunnel in TUNNELS else box.word(f"{WAN}.proto")


def _fixed_section(protocol: str, second: str) -> str:
    """Name the section that holds the fixed address of a connection; empty where there is none."""
    if protocol == "static" or (protocol in TUNNELS and second == "static"):
        return WAN
    return ACCESS if protocol == "pppoe" and second == "static" else ""


def fixed_address(box: Box, section: str, at: str = "wan") -> dict[str, Running]:
    """Read a section's own address, written with a mask or, by newer firmware, as ``192.168.1.1/24``."""
    words = box.items(f"{section}.ipaddr")
    mask, gateway = box.word(f"{section}.netmask"), box.word(f"{section}.gateway")
    found: dict[str, Running] = {f"{at}.gateway": gateway} if gateway else {}
    if words:
        address, _, prefix = words[0].partition("/")
        if prefix.isdecimal() and int(prefix) <= 32:
            mask = str(ipaddress.IPv4Network(f"0.0.0.0/{prefix}").netmask)
        found[f"{at}.address"] = address
    return found | ({f"{at}.mask": mask} if mask else {})


def _servers(box: Box, protocol: str) -> Running | None:
    """Read the DNS pair; entries beside the provider's own mean neither word of ours [§4.4]."""
    servers = box.items(f"{WAN}.dns")
    own = box.word(f"{WAN}.peerdns") == "0" or protocol == "static"
    if not own:
        return None if servers else AUTOMATIC
    return servers if 1 <= len(servers) <= 2 else None


# Writing.


def words(box: Box, merged: Mapping[str, Running], paths: frozenset[str]) -> dict[str, str]:
    """Give the words for settings as they shall be, as far as ``paths``, which change, are concerned."""
    found: dict[str, str] = {}
    anew = bool(paths & {"wan.protocol", "wan.secondary"})
    if paths & _LAYOUT:
        layout = _layout(box, merged)
        found |= layout if anew else {key: word for key, word in layout.items() if word}
    if "dns.servers" in paths or anew:
        found |= _dns_words(box, merged)
    if paths & link.PATHS or anew:
        found |= link.words(box, merged, paths, anew=anew)
    return found


def _text(value: Running | None) -> str:
    return value.reveal() if isinstance(value, Secret) else "" if value is None else str(value)


def _layout(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    """Give every word of the connection; an empty one takes away what another protocol left behind."""
    protocol, second = str(merged.get("wan.protocol")), str(merged.get("wan.secondary", NONE))
    tunnel = protocol in TUNNELS
    account = {name: _text(merged.get(f"wan.{name}")) for name in ("username", "password")}
    nothing = dict.fromkeys(account, "")
    under = "static" if second == "static" else "dhcp"
    found = {f"{WAN}.proto": under if tunnel else protocol}
    found |= {f"{WAN}.{name}": word for name, word in (account if protocol == "pppoe" else nothing).items()}
    found[f"{WAN}.service"] = _text(merged.get("wan.service_name")) if protocol == "pppoe" else ""
    # of two ways out the tunnel wins; without one the WAN needs no rank
    found[f"{WAN}.metric"] = "20" if tunnel else "" if _protocol(box) in TUNNELS else box.word(f"{WAN}.metric")
    found |= _fixed_words(WAN, merged if _fixed_section(protocol, second) == WAN else {})
    found |= _gone(box, VPN) if not tunnel else {VPN: "interface", f"{VPN}.proto": protocol, f"{VPN}.metric": "10"}
    if tunnel:
        found |= {f"{VPN}.{name}": word for name, word in account.items()}
        found[f"{VPN}.server"] = _text(merged.get("wan.server"))
    beside = protocol == "pppoe" and second != NONE
    found |= _access_words(box, merged, second) if beside else _gone(box, ACCESS)
    return found | _zone_words(box, {"vpn": tunnel, "access": beside})


def _fixed_words(section: str, merged: Mapping[str, Running]) -> dict[str, str]:
    return {f"{section}.{name}": _text(merged.get(path)) for path, name in _FIXED.items()}


def _access_words(box: Box, merged: Mapping[str, Running], second: str) -> dict[str, str]:
    """Give the second connection beside PPPoE: it leads into the provider's network only, never out of it."""
    found = {ACCESS: "interface", f"{ACCESS}.proto": second}
    found[f"{ACCESS}.{box.device_option}"] = link.device_after(box, merged)
    found |= {f"{ACCESS}.defaultroute": "0", f"{ACCESS}.peerdns": "0"}
    return found | _fixed_words(ACCESS, merged if second == "static" else {})


def _gone(box: Box, section: str) -> dict[str, str]:
    """Take a section of ours away, if it is there; one of that name with another purpose stays."""
    ours = section != VPN or box.word(f"{VPN}.proto") in TUNNELS
    return {section: ""} if box.word(section) and ours else {}


def _zone_words(box: Box, wanted: Mapping[str, bool]) -> dict[str, str]:
    """Put our connections into the firewall's WAN zone, or take them out of it."""
    if not box.zone:
        return {}
    inside = list(box.items(f"{box.zone}.network"))
    after = [name for name in inside if name not in wanted] + [name for name, there in wanted.items() if there]
    return {} if set(after) == set(inside) else {f"{box.zone}.network": listed(after)}


def _dns_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    servers = merged.get("dns.servers")
    pair = servers if isinstance(servers, tuple) else ()
    found = {f"{WAN}.peerdns": "0" if pair else "", f"{WAN}.dns": listed(pair)}
    if merged.get("wan.protocol") in TUNNELS:
        found[f"{VPN}.peerdns"] = "0" if pair else ""
    return found


# What cannot be.


def gaps(box: Box, merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    """Name what of the wanted leaves this router cannot do. ``merged`` is running overlaid with wanted."""
    ours = [path for path in wanted if path.startswith(("wan.", "iptv.")) or path == "dns.servers"]
    if ours and not box.word(WAN):
        yield from (Gap(path, Part("reason.openwrt-no-wan")) for path in ours)
        return
    protocol = merged.get("wan.protocol")
    for path in ours:
        if not applies(path, merged):
            yield Gap(path, Part("reason.not-with-protocol", (("protocol", protocol),)))
    if "wan.protocol" in wanted:
        reason = _protocol_reason(box, str(protocol))
        if reason:
            yield Gap("wan.protocol", reason)
    if wanted.get("wan.secondary") == NONE and protocol in TUNNELS:
        yield Gap("wan.secondary", Part("reason.openwrt-tunnel-alone", (("protocol", protocol),)))
    if wanted.get("dns.servers") == AUTOMATIC and protocol == "static":
        yield Gap("dns.servers", Part("reason.dns-static"))
    yield from link.gaps(box, merged, wanted)


def _protocol_reason(box: Box, protocol: str) -> Part | None:
    if protocol not in box.router.get("protocols", "").split():
        return Part("reason.openwrt-no-handler", (("protocol", protocol),))
    if protocol in TUNNELS and box.word(VPN) and box.word(f"{VPN}.proto") not in TUNNELS:
        return Part("reason.openwrt-vpn-taken")
    return None
