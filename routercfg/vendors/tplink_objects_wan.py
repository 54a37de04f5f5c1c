"""The internet connection of the object interface: one object per connection type, one of them in force.

The page of these routers switches off what else is on, names the new one in WAN_ETH_INTF, sets and enables it; the way
out (L3_FORWARDING) follows. Sources: [observed-tplink-wr841n-v14 §Objects, parts 5-6] before [tplink-web §5.9].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, HIDDEN, NONE, PROTOCOLS, Running, Settings, Value
from routercfg.vendors.rows import Row, choice_row, running, text_row
from routercfg.vendors.tplink_objects_rows import (
    FORWARDING,
    KEEP,
    client_address,
    mac_row,
    pages,
    switched_pair_row,
    vlan_row,
)
from routercfg.vendors.tplink_rows import EMPTY, address_row, number_row, secret_row
from routercfg.vendors.tplink_wan import MTU, SMALLEST_MTU

PATHS: Final = (
    "wan.protocol",
    *(f"wan.{name}" for name in ("username", "password", "server", "service_name")),
    *(f"wan.{name}" for name in ("address", "mask", "gateway", "mtu", "mac", "secondary")),
    "dns.servers",
)
"""The leaves that a connection's object carries."""

_OBJECTS: Final = ("WAN_PPP_CONN", "WAN_L2TP_CONN", "WAN_PPTP_CONN", "WAN_IP_CONN")
_TUNNELS: Final = {"l2tp": "WAN_L2TP_CONN", "pptp": "WAN_PPTP_CONN"}
_LAST_USED: Final = {"pppoe": "pppoe_{port}_d", "dhcp": "ipoe_{port}_d", "static": "ipoe_{port}_s"}
"""How WAN_ETH_INTF names the type its page shows; what it writes for L2TP and PPTP is not known, so it is left."""
_SECONDS: Final = {
    "pppoe": {"none": "sec_conn_disable", "dhcp": "sec_conn_dynip", "static": "sec_conn_staip"},
    "l2tp": {"dhcp": "DHCP", "static": "Static"},
    "pptp": {"dhcp": "DHCP", "static": "Static"},
}
"""The second connection of dual access. ``sec_conn_dynip`` is the command line's word for the same attribute
[tplink-legacy-ssh-openwrt, wan set service]; the other two are [observed-tplink-wr841n-v14 part 5; tplink-web §5.9]."""
_LONGEST: Final = {"wan.username": 255, "wan.password": 255, "wan.server": 255, "wan.service_name": 31}
_REQUIRED: Final[Mapping[str, Mapping[str, str]]] = {
    "static": {
        "externalIPAddress": "wan.address",
        "subnetMask": "wan.mask",
        "defaultGateway": "wan.gateway",
        "DNSServers": "dns.servers",
    },
    "pppoe": {"username": "wan.username"},
    "l2tp": {"serverIpOrName": "wan.server"},
    "pptp": {"serverIpOrName": "wan.server"},
}


def interface(native: Native) -> str | None:
    """Give the page of the Ethernet WAN port in use; DSL and LTE units list several devices."""
    found = pages(native, "WAN_ETH_INTF")
    return next((page for page in found if native[page].get("enable") == "1"), found[0] if found else None)


def connections(native: Native) -> dict[str, str]:
    """Give the page of each connection type on that port: IPv4, not the BigPond one, not a nameless spare."""
    port = interface(native)
    device = port.partition("#")[2].split(",")[0] if port else None
    found: dict[str, str] = {}
    for oid in _OBJECTS:
        for page in pages(native, oid):
            told = native[page]
            name = told.get("name", "")
            here = device is None or page.partition("#")[2].split(",")[0] == device
            other = "v6" in name or told.get("X_TP_IPv4Enabled") == "0" or told.get("X_TP_BpaEnable") == "1"
            if here and name and not other and "bpa" not in name:
                found.setdefault(_protocol(oid, told), page)
    return {name: found[name] for name in PROTOCOLS if name in found}


def _protocol(oid: str, told: Mapping[str, str]) -> str:
    if oid == "WAN_IP_CONN":
        return "dhcp" if told.get("addressingType") == "DHCP" else "static"
    return next((name for name, tunnel in _TUNNELS.items() if tunnel == oid), "pppoe")


def active(native: Native) -> str | None:
    """Give the connection type in force: the one last chosen if it is on, else one that is on.

    None when none is, and when the way out is a connection of another device (LTE, DSL) that is on.
    """
    live = {name: page for name, page in connections(native).items() if native[page].get("enable") == "1"}
    if _leads_elsewhere(native):
        return None
    chosen = native.get(interface(native) or "", {})
    by_name = {native[page].get("name"): name for name, page in live.items()}
    words = {_last_used(chosen, name): name for name in live}
    found = (
        by_name.get(chosen.get("X_TP_lastUsedName")),
        words.get(chosen.get("X_TP_lastUsedIntf")),
        by_name.get(native.get(FORWARDING, {}).get("__ifAliasName")),
    )
    rest = (name for name in ("pppoe", "l2tp", "pptp", "static", "dhcp") if name in live)
    return next((name for name in (*found, *rest) if name), None)


def _leads_elsewhere(native: Native) -> bool:
    alias = native.get(FORWARDING, {}).get("__ifAliasName")
    ours = (interface(native) or "").partition("#")[2].split(",")[0]
    others = [page for oid in _OBJECTS for page in pages(native, oid) if page.partition("#")[2].split(",")[0] != ours]
    on = {native[page].get("name") for page in others if native[page].get("enable") == "1"}
    return bool(ours and alias) and alias in on


def _last_used(chosen: Mapping[str, str], protocol: str) -> str | None:
    """Give the word for a type with the port's own number in it; None when the router does not show that number."""
    port = re.fullmatch(r"[a-z0-9]+_(eth\d+)_[a-z]+", chosen.get("X_TP_lastUsedIntf", ""))
    return _LAST_USED[protocol].format(port=port[1]) if port and protocol in _LAST_USED else None


def secondary(native: Native, protocol: str) -> str:
    """Give the second connection as it stands.

    A static one without a real address stands for none: some firmware always writes 169.254.x.x there [§5.9 PPPoE].
    """
    told = native.get(connections(native).get(protocol, ""), {})
    name = "secondConnection" if protocol == "pppoe" else "addressingType"
    back = {word: ours for ours, word in _SECONDS.get(protocol, {}).items()}
    found = back.get(told.get(name, ""), "none")
    if protocol == "pppoe" and found == "static":
        second = native.get(connections(native).get("static", ""), {})
        real = second.get("enable") == "1" and not second.get("externalIPAddress", "").startswith(("169.254.", "0."))
        return "static" if real else "none"
    return found


def rows(native: Native, protocol: str, second: str) -> tuple[Row, ...]:
    """Give the rows of a connection type's object; those of an address depend on the second connection."""
    there = connections(native)
    page = there[protocol]
    own = _tunnel_rows(page, second) if protocol in _TUNNELS else _plain_rows(there, protocol, second)
    cloned = "clonedMACAddress" if protocol in _TUNNELS else "X_TP_ClonedMACAddress"
    return (*own, mac_row(page, ("MACAddressOverride", cloned), client_address(native)))


def _plain_rows(there: Mapping[str, str], protocol: str, second: str) -> tuple[Row, ...]:
    page = there[protocol]
    dns = switched_pair_row("dns.servers", page, ("DNSOverrideAllowed", "DNSServers"))
    address = ("externalIPAddress", "subnetMask", "defaultGateway")
    if protocol == "dhcp":
        return (number_row("wan.mtu", page, "maxMTUSize"), dns)
    if protocol == "static":
        return (*_address_rows(page, address), number_row("wan.mtu", page, "maxMTUSize"), dns)
    found = (
        text_row("wan.username", page, "username"),
        secret_row("wan.password", page, "password"),
        text_row("wan.service_name", page, "PPPoEServiceName"),
        number_row("wan.mtu", page, "maxMRUSize"),
        _second_row(page, protocol, "secondConnection"),
        dns,
    )
    return found + (_address_rows(there["static"], address[:2]) if second == "static" and "static" in there else ())


def _tunnel_rows(page: str, second: str) -> tuple[Row, ...]:
    """Give the rows of L2TP and PPTP, with the names their objects show; no name servers unless the address is ours."""
    found = (
        text_row("wan.server", page, "serverIpOrName"),
        text_row("wan.username", page, "username"),
        secret_row("wan.password", page, "password"),
        number_row("wan.mtu", page, "maxMRUSize"),
        _second_row(page, "l2tp", "addressingType"),
    )
    if second != "static":
        return found
    dns = Row("dns.servers", page, ("DNSServersIP",), _pair, lambda words: _unpair(words[0]))
    return (*found, *_address_rows(page, ("externalIPAddressIP", "subnetMaskIP", "defaultGatewayIP")), dns)


def _pair(value: Value) -> tuple[str, ...]:
    return (switched_pair_row("", "", ("", "")).to(value)[1],)


def _unpair(text: str) -> Running | None:
    return switched_pair_row("", "", ("", "")).back(("1", text))


def _address_rows(page: str, names: tuple[str, ...]) -> tuple[Row, ...]:
    ours = ("wan.address", "wan.mask", "wan.gateway")
    return tuple(address_row(path, page, name) for path, name in zip(ours, names, strict=False))


def _second_row(page: str, protocol: str, name: str) -> Row:
    return choice_row("wan.secondary", page, (name,), {ours: (word,) for ours, word in _SECONDS[protocol].items()})


def vlan_rows(native: Native) -> tuple[Row, ...]:
    """Give the row of the internet VLAN, if the port shows the attributes of one and is the only one that does."""
    names = ("X_TP_VLanEnabled", "X_TP_VID")
    found = [page for page in pages(native, "WAN_ETH_LINK_CFG") if all(name in native[page] for name in names)]
    return (vlan_row(found[0], names),) if len(found) == 1 else ()


def wan_running(native: Native) -> dict[str, Running]:
    """Read the connection in force and the internet VLAN."""
    found: dict[str, Running] = {"wan.vlan": NONE, **running(vlan_rows(native), native)}
    protocol = active(native)
    if protocol is None:
        return found
    second = secondary(native, protocol)
    found |= running(rows(native, protocol, second), native)
    found.setdefault("dns.servers", AUTOMATIC)
    return {**found, "wan.protocol": protocol, "wan.secondary": second}


def _wanted_second(native: Native, protocol: str, wanted: Mapping[str, Running]) -> str:
    told = wanted.get("wan.secondary")
    return told if isinstance(told, str) and told in _SECONDS.get(protocol, {}) else secondary(native, protocol)


def wan_words(native: Native, wanted: Mapping[str, Value]) -> dict[tuple[str, str], str]:
    """Give the native words, by page and name, for the wanted leaves; empty when the type is not there.

    When the type changes, what the old one had and the new one can hold goes along, since a leaf that already was as
    wanted is not among the wanted ones.
    """
    protocol = str(wanted.get("wan.protocol") or active(native))
    there = connections(native)
    if protocol not in there:
        return {}
    page = there[protocol]
    whole = {**_carried(native, protocol), **wanted}
    second = _wanted_second(native, protocol, whole)
    used = {page, there.get("static", "")} if protocol == "pppoe" and second == "static" else {page}
    words: dict[tuple[str, str], str] = {}
    for row in rows(native, protocol, second):
        if row.path in whole and _shown(native, row):
            words |= {(row.page, name): word for name, word in row.words(whole[row.path]).items() if word != KEEP}
    enabled = {(other, "enable"): "1" for other in sorted(used - {page}) if other} | {(page, "enable"): "1"}
    if protocol == active(native):
        return {**words, **enabled}
    routed = {(page, "NATEnabled"): "1"} if "NATEnabled" in native[page] else {}
    return {
        **_switched_off(native, used),
        **_chosen(native, protocol),
        **words,
        **routed,
        **enabled,
        **_way_out(native, page),
    }


def _switched_off(native: Native, used: set[str]) -> dict[tuple[str, str], str]:
    """Give the words that switch off whatever else is on at this port, as its page does before it sets the new one."""
    port = interface(native)
    device = port.partition("#")[2].split(",")[0] if port else None
    found: dict[tuple[str, str], str] = {}
    for oid in _OBJECTS:
        for page in pages(native, oid):
            here = device is None or page.partition("#")[2].split(",")[0] == device
            six = "v6" in native[page].get("name", "") or native[page].get("X_TP_IPv4Enabled") == "0"
            if here and not six and page not in used and native[page].get("enable") == "1":
                found[page, "enable"] = "0"
    return found


def _chosen(native: Native, protocol: str) -> dict[tuple[str, str], str]:
    """Give the words that tell the router's own page which type to show."""
    port = interface(native)
    if port is None:
        return {}
    told = native[port]
    words = {"X_TP_lastUsedIntf": _last_used(told, protocol)}
    words["X_TP_lastUsedName"] = native[connections(native)[protocol]].get("name")
    return {(port, name): word for name, word in words.items() if word is not None and name in told}


def _way_out(native: Native, page: str) -> dict[tuple[str, str], str]:
    """Give the words that make a connection the way out, with the names by which the router calls it."""
    told = native.get(FORWARDING, {})
    words = {"__ifAliasName": native[page].get("name", ""), "__ifName": native[page].get("X_TP_IfName", "")}
    if told.get("__ifAliasName") in {None, words["__ifAliasName"]}:
        return {}
    return {(FORWARDING, name): word for name, word in words.items() if word and name in told}


def _carried(native: Native, protocol: str) -> dict[str, Value]:
    """Give what the connection in force has and the object of another type can hold."""
    if protocol == active(native):
        return {}
    return {
        path: value
        for path, value in wan_running(native).items()
        if path in PATHS and path != "wan.secondary" and value is not HIDDEN and _limit(protocol, path, value) is None
    }


def _shown(native: Native, row: Row) -> bool:
    return all(name in native.get(row.page, {}) for name in row.names)


# Gaps.


def wan_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of the connection that this router cannot do as desired."""
    wanted = {path: value for path, value in desired.items() if path in PATHS and value is not HIDDEN}
    vlan = tuple(_vlan_gap(native, desired))
    protocol = wanted.get("wan.protocol") or active(native)
    if not wanted:
        return vlan
    if not isinstance(protocol, str) or protocol not in connections(native) or _leads_elsewhere(native):
        return (*vlan, *(Gap(path, _no_place(native, protocol)) for path in wanted))
    found = tuple(_leaf_gaps(native, protocol, wanted))
    beyond = {gap.path for gap in found}
    short = _shortage(native, protocol, {path: value for path, value in wanted.items() if path not in beyond})
    if short is None:
        return (*vlan, *found)
    return (short, *wan_gaps(native, desired.only([path for path in desired if path != short.path])))


def _no_place(native: Native, protocol: Running | None) -> Part:
    """Say why there is no object for a connection of that type.

    Routers for DSL and LTE make their connections when their page adds them, and call them ``pppoe_1_d``; the others
    have one of each, ``ewan_pppoe``, from the beginning [tplink-web §5.9]. Which attributes a new one needs nobody has
    shown, so none is added here.
    """
    if _leads_elsewhere(native):
        return Part("reason.objects-other-way", (("name", native[FORWARDING]["__ifAliasName"]),))
    there = connections(native)
    if not there and interface(native) is None:
        return Part("reason.objects-no-port")
    names = [native[page].get("name", "") for page in there.values()]
    if isinstance(protocol, str) and not any(name.startswith("ewan_") for name in names):
        return Part("reason.objects-no-connection", (("protocol", protocol),))
    return Part("reason.tplink-no-protocol")


def _vlan_gap(native: Native, desired: Settings) -> Iterator[Gap]:
    if desired.get("wan.vlan", NONE) != NONE and not vlan_rows(native):
        yield Gap("wan.vlan", Part("reason.objects-no-vlan"))


def _leaf_gaps(native: Native, protocol: str, wanted: Mapping[str, Value]) -> Iterator[Gap]:
    there = {row.path: row for row in rows(native, protocol, _wanted_second(native, protocol, wanted))}
    for path, value in wanted.items():
        reason = None if path == "wan.protocol" else _unfit(native, protocol, there.get(path), path, value)
        if reason is not None:
            yield Gap(path, reason)


def _unfit(native: Native, protocol: str, row: Row | None, path: str, value: Value) -> Part | None:
    """Say why a leaf cannot be as wanted with that connection type, None when it can."""
    if path == "dns.servers" and row is None:
        return None if value == AUTOMATIC else Part("reason.tplink-no-own-dns", (("protocol", protocol),))
    if path == "wan.secondary" and row is None and value == "none":
        return None
    if row is None:
        return Part("reason.tplink-not-in-protocol", (("protocol", protocol),))
    if not _shown(native, row):
        return Part("reason.tplink-not-offered")
    if path == "wan.mac":
        return clone_reason(client_address(native), value)
    return _limit(protocol, path, value)


def clone_reason(client: str, value: Value) -> Part | None:
    """Say why a hardware address cannot be as wanted: reading it back could not tell it from this computer's own."""
    if value == "clone" and not client:
        return Part("reason.clone-unknown")
    return Part("reason.clone-same") if client and value == client else None


def _limit(protocol: str, path: str, value: Value) -> Part | None:
    """Say which limit of a connection type a value breaks, None when it breaks none."""
    if path == "wan.mtu" and isinstance(value, int) and not SMALLEST_MTU <= value <= MTU[protocol]:
        return Part("reason.tplink-range", (("least", SMALLEST_MTU), ("most", MTU[protocol])))
    choices = _SECONDS.get(protocol, {"none": ""})
    if path == "wan.secondary" and value not in choices:
        return Part("reason.tplink-choice", (("choices", ", ".join(choices)),))
    if path == "dns.servers" and value == AUTOMATIC and protocol == "static":
        return Part("reason.tplink-dns-wanted")
    return text_limit(path, value, _LONGEST)


def text_limit(path: str, value: Value, longest: Mapping[str, int]) -> Part | None:
    """Say what is wrong with a text for these routers: too long, or with control characters in it."""
    text = value.reveal() if isinstance(value, Secret) else str(value)
    if path in longest and len(text.encode()) > longest[path]:
        return Part("reason.tplink-long", (("longest", longest[path]),))
    if path in longest and any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        return Part("reason.tplink-control")
    return None


def _shortage(native: Native, protocol: str, wanted: Mapping[str, Value]) -> Gap | None:
    """Name the leaf that cannot be because the router would miss others beside it."""
    present = wan_running(native)
    if all(present.get(path) == value for path, value in wanted.items()):
        return None
    page = connections(native)[protocol]
    told = {
        **native[page],
        **{name: word for (where, name), word in wan_words(native, wanted).items() if where == page},
    }
    missing = [path for name, path in _REQUIRED.get(protocol, {}).items() if told.get(name, "").split(",")[0] in EMPTY]
    if not missing:
        return None
    where = next(path for path in ("wan.protocol", *wanted) if path in wanted)
    return Gap(where, Part("reason.tplink-protocol-needs", (("protocol", protocol), ("paths", ", ".join(missing)))))
