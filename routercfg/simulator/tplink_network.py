"""The forms of ``admin/network``: WAN types with their check tables, MAC clone, LAN address, status.

Sources: [observed-tplink-ax20 §WAN forms, §Decrypted exchanges], for ops also [tplink-web 4.1, 4.2].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import INVALID_ARGS, Answer, Call, Forms, Handler, bad, fixed, good
from routercfg.simulator.tplink_checks import (
    Rule,
    Table,
    clock,
    ipv4,
    netmask,
    number,
    one_of,
    same_net,
    server,
    size,
    taken,
    unicast_mac,
)

_ALWAYS = ("", "")
_NONE = "0.0.0.0"
_LAN_RESTART = 5.0
"""Seconds without an answer after the LAN address changed; the references only say that services restart."""
_TYPES: Final[Mapping[str, str]] = {
    "wan_ipv4_dynamic": "dhcp",
    "wan_ipv4_staticip": "static",
    "wan_ipv4_pppoe": "pppoe",
    "wan_ipv4_l2tp": "l2tp",
    "wan_ipv4_pptp": "pptp",
}
_PROTOS: Final = [
    {"name": "Static IP", "value": "static"},
    {"name": "Dynamic IP", "value": "dhcp"},
    {"name": "PPPoE", "value": "pppoe"},
    {"name": "L2TP", "value": "l2tp"},
    {"name": "PPTP", "value": "pptp"},
]

_PPPOE: Final[Table] = {
    "username": Rule(size(0, 255), empty_ok=True),
    "password": Rule(size(0, 255), empty_ok=True),
    "mtu": Rule(number(576, 1492)),
    "dns_mode": Rule(one_of("dynamic", "static")),
    "static_pridns": Rule(ipv4, needed=("dns_mode", "static")),
    "static_snddns": Rule(ipv4, empty_ok=True),
    "conn_mode": Rule(one_of("auto", "demand", "time_based", "manually")),
    "demand_idle": Rule(number(0, 99)),
    "manual_idle": Rule(number(0, 99)),
    "time_start": Rule(clock, needed=("conn_mode", "time_based")),
    "time_end": Rule(clock, needed=("conn_mode", "time_based")),
    "ip_mode": Rule(one_of("dynamic", "static")),
    "specific_ip": Rule(ipv4, needed=("ip_mode", "static")),
    "snd_conn": Rule(one_of("none", "dynamic", "static")),
    "static_ip": Rule(ipv4, needed=("snd_conn", "static")),
    "static_netmask": Rule(netmask, needed=("snd_conn", "static")),
    "server": Rule(size(0, 31), empty_ok=True),
    "access": Rule(size(0, 31), empty_ok=True),
    "interval": Rule(number(0, 120)),
}
_CLONE = one_of("default", "computer", "custom")
_DYNAMIC: Final[Table] = {
    "dns_mode": Rule(one_of("dynamic", "static")),
    "manual_pridns": Rule(ipv4, needed=("dns_mode", "static")),
    "manual_snddns": Rule(ipv4, empty_ok=True),
    "unicast": Rule(one_of("on", "off")),
    "mtu": Rule(number(576, 1500)),
    "hostname": Rule(size(0, 189), empty_ok=True),
    "mac_clone_type": Rule(_CLONE),
}
_STATIC: Final[Table] = {
    "ipaddr": Rule(ipv4, needed=_ALWAYS),
    "netmask": Rule(netmask, needed=_ALWAYS),
    "gateway": Rule(ipv4, needed=_ALWAYS),
    "pri_dns": Rule(ipv4, needed=_ALWAYS),
    "snd_dns": Rule(ipv4, empty_ok=True),
    "mtu": Rule(number(576, 1500)),
}


def _tunnel(highest_mtu: int) -> Table:
    """Give the table of L2TP and PPTP; the gateway and first DNS of a static second connection are never demanded.

    The notes call those two conditional without naming the condition, so their absence is let pass.
    """
    return {
        "username": Rule(size(0, 255), empty_ok=True),
        "password": Rule(size(0, 255), empty_ok=True),
        "snd_conn": Rule(one_of("dynamic", "static")),
        "dyn_server": Rule(server, needed=("snd_conn", "dynamic")),
        "static_server": Rule(server, needed=("snd_conn", "static")),
        "static_ip": Rule(ipv4, needed=("snd_conn", "static")),
        "static_netmask": Rule(netmask, needed=("snd_conn", "static")),
        "static_gateway": Rule(ipv4),
        "static_pridns": Rule(ipv4),
        "static_snddns": Rule(ipv4, empty_ok=True),
        "mtu": Rule(number(576, highest_mtu)),
        "conn_mode": Rule(one_of("auto", "demand", "manually")),
        "demand_idle": Rule(number(0, 99)),
        "manual_idle": Rule(number(0, 99)),
    }


_TABLES: Final[Mapping[str, Table]] = {
    "wan_ipv4_dynamic": _DYNAMIC,
    "wan_ipv4_staticip": _STATIC,
    "wan_ipv4_pppoe": _PPPOE,
    "wan_ipv4_l2tp": _tunnel(1460),
    "wan_ipv4_pptp": _tunnel(1420),
}
_MAC_CLONE: Final[Table] = {
    "mac_clone_type": Rule(_CLONE, needed=_ALWAYS),
    "mac_custom": Rule(unicast_mac, needed=("mac_clone_type", "custom")),
}
_MASKS = ("255.255.255.0", "255.255.0.0", "255.0.0.0", "custom")
_LAN: Final[Table] = {
    "ipaddr": Rule(ipv4),
    "mask_type": Rule(one_of(*_MASKS)),
    "custom_value": Rule(netmask, empty_ok=True, needed=("mask_type", "custom")),
}


def read_wan(box: Box, form: str) -> Answer:
    """Give a WAN form with its stored fields and what the line says now."""
    conntype = _TYPES[form]
    status = box.conn_status(conntype)
    now = box.address() if status == "connected" else dict.fromkeys(("ipaddr", "netmask", "gateway"), _NONE)
    live: Answer = {"conntype": conntype, "conn_status": status, "link_status": "", "nonaddress_support": 1}
    return {**box.words(form), **live, "pppshare": 3, **_readings(conntype, now)}


def _readings(conntype: str, now: Mapping[str, str]) -> dict[str, str]:
    """Give the fields of a WAN form that only tell."""
    pri, snd = now.get("pridns", _NONE), now.get("snddns", _NONE)
    if conntype == "static":
        return {}
    if conntype == "dhcp":
        got = {key: now[key] for key in ("ipaddr", "netmask", "gateway")}
        return {**got, "pri_dns": pri, "snd_dns": snd, "dyn_pridns": pri, "dyn_snddns": snd}
    second = dict.fromkeys(("dyn_ip", "dyn_netmask", "dyn_pridns", "dyn_snddns"), _NONE)
    if conntype != "pppoe":
        second["dyn_gateway"] = _NONE
    return {**second, "inet_ip": now["ipaddr"], "inet_pridns": pri, "inet_snddns": snd}


def _wan_read(box: Box, call: Call) -> Answer:
    return good(read_wan(box, call.form))


def _wan_write(box: Box, call: Call) -> Answer:
    """Store a WAN form and make its type the active one; what changes nothing is not written [tplink-web 4]."""
    words = taken(_TABLES[call.form], call.words)
    if words is None or _is_in_lan(box, call.form, words):
        return bad(INVALID_ARGS)

    def commit(kept: dict[str, str]) -> None:
        box.router.store.update(call.form, kept)
        box.router.store.update("wan", {"conntype": _TYPES[call.form]})

    stored = box.words(call.form)
    if box.conntype != _TYPES[call.form] or any(stored.get(field) != text for field, text in words.items()):
        box.router.write(f"{call.controller}?form={call.form}", words, commit)
        box.restart_wan()
    return good(read_wan(box, call.form))


def _is_in_lan(box: Box, form: str, words: Mapping[str, str]) -> bool:
    """Tell whether a fixed WAN address lies in the LAN's subnet, which is refused."""
    return form == "wan_ipv4_staticip" and same_net(lan_address(box), words["ipaddr"], lan_mask(box))


def _wan_connect(box: Box, call: Call) -> Answer:
    box.restart_wan()
    return good(read_wan(box, call.form))


def _wan_disconnect(box: Box, call: Call) -> Answer:
    box.hang_up()
    return good(read_wan(box, call.form))


def _mac_clone(box: Box, call: Call) -> Answer:
    own = box.words("mac_clone")
    return good({**own, "mac_default": box.mac(1).lower(), "mac_computer": _client_mac(call.client)})


def _client_mac(client: str) -> str:
    """Make up a client's MAC address from its IPv4 address: the same client always has the same one."""
    last = [int(part) for part in client.split(".")] if client.count(".") == 3 else [0, 0, 0, 100]
    return "-".join(f"{part:02X}" for part in (2, 0, *last))


def _mac_clone_write(box: Box, call: Call) -> Answer:
    words = taken(_MAC_CLONE, call.words)
    if words is None:
        return bad(INVALID_ARGS)
    if "mac_custom" in words:
        words["mac_custom"] = words["mac_custom"].replace(":", "-")
    box.put(call.controller, "mac_clone", words)
    box.restart_wan()
    return _mac_clone(box, call)


def lan_address(box: Box) -> str:
    """Give the LAN address."""
    return box.words("lan_ipv4")["ipaddr"]


def lan_mask(box: Box) -> str:
    """Give the LAN's mask."""
    own = box.words("lan_ipv4")
    return own["custom_value"] if own["mask_type"] == "custom" else own["mask_type"]


def _lan(box: Box, _call: Call) -> Answer:
    return good({**box.words("lan_ipv4"), "macaddr": box.mac(0)})


def _lan_write(box: Box, call: Call) -> Answer:
    """Store the LAN address; when it changes everybody is logged out and the listener may move [tplink-web 4.5]."""
    words = taken(_LAN, call.words)
    before = lan_address(box)
    wan = box.address()["ipaddr"]
    if words is None or same_net(words.get("ipaddr", before), wan, words.get("mask_type", lan_mask(box))):
        return bad(INVALID_ARGS)
    box.put(call.controller, "lan_ipv4", words)
    if lan_address(box) != before:
        box.end_session()
        box.router.away(_LAN_RESTART)
    return good({**box.words("lan_ipv4"), "macaddr": box.mac(0), "new_ipaddr": lan_address(box)})


def status_ipv4(box: Box, _call: Call) -> Answer:
    """Give addresses of both sides; this form is also part of ``status?form=all``."""
    wan = box.address()
    data: Answer = {f"wan_ipv4_{key}": text for key, text in wan.items()}
    data |= {"wan_macaddr": wan_mac(box), "wan_ipv4_conntype": box.conntype, "wan_ipv4_uptime": 1234}
    data |= {"lan_macaddr": box.mac(0), "lan_ipv4_ipaddr": lan_address(box), "lan_ipv4_netmask": lan_mask(box)}
    data["lan_ipv4_dhcp_enable"] = "Off" if box.words("dhcps").get("enable") == "off" else "On"
    return good(data)


def wan_mac(box: Box) -> str:
    """Give the MAC address that the provider sees."""
    clone = box.words("mac_clone")
    return clone["mac_custom"].upper() if clone["mac_clone_type"] == "custom" else box.mac(1)


def _wan_status(box: Box, _call: Call) -> Answer:
    return good({"conntype": box.conntype, "autodetect": "on"})


def _wan_ops(form: str) -> dict[str, Handler]:
    ops: dict[str, Handler] = {"read": _wan_read, "write": _wan_write}
    if form != "wan_ipv4_staticip":
        names = {"dhcp": ("renew", "release"), "pppoe": ("connect", "disconnect", "renew", "release")}
        for name in names.get(_TYPES[form], ("connect", "disconnect")):
            ops[name] = _wan_connect if name in ("connect", "renew") else _wan_disconnect
    return ops


NETWORK: Forms = {
    **{("admin/network", form): _wan_ops(form) for form in _TYPES},
    ("admin/network", "mac_clone_advanced"): {"read": _mac_clone, "write": _mac_clone_write},
    ("admin/network", "lan_ipv4"): {"read": _lan, "write": _lan_write},
    ("admin/network", "status_ipv4"): {"read": status_ipv4},
    ("admin/network", "wan_ipv4_status"): {"read": _wan_status},
    ("admin/network", "wan_ipv4_protos"): fixed(_PROTOS),
    ("admin/network", "wan_port_status"): fixed({"wan_port_status": "wanlan2g5"}),
}
