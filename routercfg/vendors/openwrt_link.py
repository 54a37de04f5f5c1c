"""What OpenWrt's WAN hangs on: device, MAC, MTU, internet VLAN, and the bridge to a set-top box.

Ports are devices of their own (``wan``, ``lan1`` …, DSA), or numbers of a switch (swconfig), where a VLAN leads each
group of ports to one device, ``eth0.2``. [tplink-legacy-ssh-openwrt §4.4]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.dialects.openwrt_uci import listed
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import NONE, Running
from routercfg.vendors.openwrt_box import (
    STB,
    STB_DEVICE,
    STB_VLAN,
    VLAN_DEVICE,
    VPN,
    WAN,
    WAN_DEVICE,
    Box,
)

PATHS: Final = frozenset(
    (
        *("wan.mac", "wan.mtu", "wan.vlan", "iptv.mode", "iptv.port", "iptv.internet.priority"),
        *("iptv.iptv.id", "iptv.iptv.priority", "iptv.voip.id", "iptv.voip.priority"),
    )
)
_IPTV: Final = frozenset(path for path in PATHS if path.startswith("iptv."))
_BRIDGE: Final = "br-iptv"


# Reading.


def leaves(box: Box, protocol: str) -> dict[str, Running]:
    """Give what runs."""
    found: dict[str, Running] = {"iptv.mode": "off", "iptv.iptv.id": NONE, "iptv.voip.id": NONE}
    mtu = box.word(_mtu_key(box, protocol))
    found |= {"wan.mtu": int(mtu)} if mtu.isdecimal() else {}
    found |= _mac_leaf(box)
    vlan = _vlan(box)
    if vlan is not None:
        found["wan.vlan"] = vlan
    if isinstance(vlan, int):
        found["iptv.internet.priority"] = _priority(box, VLAN_DEVICE)
    return found | (_switch_iptv(box) if box.switched else _port_iptv(box))


def _switch_iptv(box: Box) -> dict[str, Running]:
    """Read which LAN port of an old switch is together with the WAN's."""
    ports = [port.rstrip("t") for port in box.items(f"{_switch_vlan(box)}.ports")]
    taken = [int(label) for label, number in box.labels.items() if number in ports and label.isdecimal()]
    return {"iptv.mode": "bridge", "iptv.port": taken[0]} if taken else {}


def _port_iptv(box: Box) -> dict[str, Running]:
    """Read which LAN port is in a bridge with the WAN's port, or with a VLAN on it."""
    ports = box.items(f"{STB_DEVICE}.ports")
    lan = next((int(p[3:]) for p in ports if re.fullmatch(r"lan\d", p)), None)
    tags = [int(p.rpartition(".")[2]) for p in ports if re.fullmatch(r".+\.\d+", p)]
    if lan is not None and box.device == _BRIDGE:
        return {"iptv.mode": "bridge", "iptv.port": lan}
    if lan is None or not tags:
        return {}
    priority = _priority(box, STB_VLAN)
    return {"iptv.mode": "vlan", "iptv.port": lan, "iptv.iptv.id": tags[0], "iptv.iptv.priority": priority}


def _device_section(box: Box) -> str:
    """Name the section of the WAN's device, which has its MAC and, without PPP, its MTU; empty where there is none.

    Up to 19.07 that is the interface itself.
    """
    return WAN if box.old_style else box.where("network", "device", "name", _named(box))


def _named(box: Box) -> str:
    return box.device if box.switched else box.port


def _mtu_key(box: Box, protocol: str) -> str:
    if protocol in ("l2tp", "pptp"):
        return f"{VPN}.mtu"
    return f"{WAN if protocol == 'pppoe' else _device_section(box) or WAN_DEVICE}.mtu"


def _mac_leaf(box: Box) -> dict[str, Running]:
    mac = box.word(f"{_device_section(box) or WAN_DEVICE}.macaddr").upper()
    if mac in ("", box.router.get("wan_mac")):
        return {"wan.mac": "default"}
    return {"wan.mac": "clone" if mac == box.router.get("own_mac") else mac}


def _vlan(box: Box) -> int | str | None:
    """Read the VLAN that the provider sees; None where the switch does not tell."""
    if not box.switched:
        return box.tag or NONE
    if box.tag is None:
        return NONE
    outside = _outside(box)
    if outside is None:
        return None
    return box.tag if all(port.endswith("t") for port in outside) else NONE


def _switch_vlan(box: Box) -> str:
    """Name the switch's section of the WAN's VLAN. Its number on the wire is ``vid``, else ``vlan``."""
    for section in box.sections("network", "switch_vlan"):
        number = box.word(f"{section}.vid") or box.word(f"{section}.vlan")
        if number == str(box.tag):
            return section
    return ""


def _outside(box: Box) -> list[str] | None:
    """Give the WAN's own ports on the switch, not the one that leads inside; None when that one is not known.

    The board tells it; else it is the port that several VLANs share.
    """
    ports = box.items(f"{_switch_vlan(box)}.ports")
    everywhere = [p.rstrip("t") for s in box.sections("network", "switch_vlan") for p in set(box.items(f"{s}.ports"))]
    inside = set(box.router.get("cpu", "").split()) or {p for p in everywhere if everywhere.count(p) > 1}
    outside = [port for port in ports if port.rstrip("t") not in inside | set(box.labels.values())]
    return outside if outside and inside & {port.rstrip("t") for port in ports} else None


def _priority(box: Box, section: str) -> int:
    """Read a VLAN's priority from what maps ours, 0, to the wire's (``0:4``)."""
    for word in box.items(f"{section}.egress_qos_mapping"):
        ours, _, theirs = word.partition(":")
        if ours == "0" and theirs.isdecimal():
            return int(theirs)
    return 0


# Writing.


def device_after(box: Box, merged: Mapping[str, Running]) -> str:
    """Name the WAN's device for settings as they shall be."""
    vlan = merged.get("wan.vlan", NONE)
    if box.switched:
        return f"{box.port}.{vlan}" if isinstance(vlan, int) else box.device
    if merged.get("iptv.mode") == "bridge":
        return _BRIDGE
    return f"{box.port}.{vlan}" if isinstance(vlan, int) else box.port


def words(box: Box, merged: Mapping[str, Running], paths: frozenset[str], *, anew: bool) -> dict[str, str]:
    """Give the words for settings as they shall be; ``anew`` says that the protocol changes."""
    found: dict[str, str] = {}
    if paths & (_IPTV | {"wan.vlan"}):
        found |= _switch_words(box, merged) if box.switched else _port_words(box, merged)
        found |= _device_words(box, device_after(box, merged))
    if "wan.mac" in paths:
        found |= _mac_words(box, merged)
    if "wan.mtu" in paths or anew:
        found |= _mtu_words(box, merged)
    return found


def _device_words(box: Box, device: str) -> dict[str, str]:
    """Put the connections that hang on the WAN's device on another one."""
    option, old = box.device_option, box.device
    there = [s for s in box.sections("network", "interface") if box.word(f"{s}.{option}") == old]
    return {f"{section}.{option}": device for section in there}


def _switch_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    section, vlan = _switch_vlan(box), merged.get("wan.vlan", NONE)
    outside = _outside(box)
    if not section or outside is None:
        return {}
    tagged = isinstance(vlan, int)
    taken = box.labels.get(str(merged.get("iptv.port")), "") if merged.get("iptv.mode") == "bridge" else ""
    names, sockets = [port.rstrip("t") for port in outside], set(box.labels.values())
    ports = [
        port if port.rstrip("t") not in names else port.rstrip("t") + ("t" if tagged else "")
        for port in box.items(f"{section}.ports")
        if port not in sockets
    ]
    found = {f"{section}.ports": _ports([*ports, taken])} | _home_ports(box, section, taken)
    if tagged:
        found[f"{section}.vid"] = str(vlan)
        named = _device_section(box)
        if named and named != WAN:
            found[f"{named}.name"] = device_after(box, merged)
    return found


def _ports(words: list[str]) -> str:
    """Write ports in order, those with a tag last, as boards do."""
    return " ".join(sorted((word for word in words if word), key=lambda word: (word.endswith("t"), word)))


def _home_ports(box: Box, wan: str, taken: str) -> dict[str, str]:
    """Take the set-top box's port out of the LAN's VLAN of the switch, and give back what an earlier one had."""
    sockets = set(box.labels.values())
    before = [port for port in box.items(f"{wan}.ports") if port in sockets]
    for section in box.sections("network", "switch_vlan"):
        ports = box.items(f"{section}.ports")
        after = [*(port for port in ports if port != taken), *(port for port in before if port != taken)]
        if section != wan and sockets & set(ports):
            return {} if set(after) == set(ports) else {f"{section}.ports": _ports(after)}
    return {}


def _port_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    mode, vlan = merged.get("iptv.mode", "off"), merged.get("wan.vlan", NONE)
    port = f"lan{merged.get('iptv.port')}" if mode != "off" else ""
    tag = merged.get("iptv.iptv.id", NONE) if mode == "vlan" else NONE
    found = _tag_words(box, VLAN_DEVICE, vlan, merged.get("iptv.internet.priority", 0))
    found |= _tag_words(box, STB_VLAN, tag, merged.get("iptv.iptv.priority", 0))
    if mode == "off":
        found |= {section: "" for section in (STB_DEVICE, STB) if box.word(section)}
    else:
        partner = f"{box.port}.{tag}" if mode == "vlan" else box.port
        found |= {STB_DEVICE: "device", f"{STB_DEVICE}.name": _BRIDGE, f"{STB_DEVICE}.type": "bridge"}
        found[f"{STB_DEVICE}.ports"] = listed((partner, port))
        found[f"{STB_DEVICE}.macaddr"] = _mac_text(box, merged) if mode == "bridge" else ""
    if mode == "vlan":  # a bridge without a connection on it would not come up
        found |= {STB: "interface", f"{STB}.proto": "none", f"{STB}.device": _BRIDGE}
    elif mode == "bridge" and box.word(STB):
        found[STB] = ""
    return found | _lan_ports(box, port)


def _lan_ports(box: Box, taken: str) -> dict[str, str]:
    """Take the set-top box's port out of the LAN, and give the LAN back what an earlier one had."""
    inside = box.items(f"{box.bridge}.ports") if box.bridge else ()
    back = [port for port in box.items(f"{STB_DEVICE}.ports") if re.fullmatch(r"lan\d", port)]
    after = [port for port in dict.fromkeys([*inside, *back]) if port != taken]
    return {} if set(after) == set(inside) else {f"{box.bridge}.ports": listed(sorted(after))}


def _tag_words(box: Box, section: str, vlan: Running, priority: Running) -> dict[str, str]:
    """Give the device of a VLAN whose packets carry a priority; without one its dotted name alone makes it."""
    if not isinstance(vlan, int) or not priority:
        return {section: ""} if box.word(section) else {}
    return {
        section: "device",
        f"{section}.type": "8021q",
        f"{section}.ifname": box.port,
        f"{section}.vid": str(vlan),
        f"{section}.name": f"{box.port}.{vlan}",
        f"{section}.egress_qos_mapping": listed((f"0:{priority}",)),
    }


def _mac_text(box: Box, merged: Mapping[str, Running]) -> str:
    value = str(merged.get("wan.mac", "default"))
    return box.router.get({"default": "wan_mac", "clone": "own_mac"}.get(value, ""), value)


def _mac_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    text = _mac_text(box, merged)
    found = {**_section_words(box, merged), f"{_device_section(box) or WAN_DEVICE}.macaddr": text}
    if merged.get("iptv.mode") == "bridge" and not box.switched:
        found[f"{STB_DEVICE}.macaddr"] = text
    return found


def _section_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    """Make a section for the WAN's device if there is none."""
    if _device_section(box):
        return {}
    name = device_after(box, merged) if box.switched else box.port
    return {WAN_DEVICE: "device", f"{WAN_DEVICE}.name": name}


def _mtu_words(box: Box, merged: Mapping[str, Running]) -> dict[str, str]:
    """Put the MTU where the protocol has it, and take it away elsewhere."""
    protocol, mtu = str(merged.get("wan.protocol")), merged.get("wan.mtu")
    at = _mtu_key(box, protocol)
    places = {f"{WAN}.mtu", _mtu_key(box, "dhcp")}
    found = {key: "" for key in places if key != at and box.word(key)}
    if mtu is not None:
        found |= _section_words(box, merged) if at == f"{WAN_DEVICE}.mtu" else {}
        found[at] = str(mtu)
    return found


# What cannot be.


def gaps(box: Box, merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    """Name what of the wanted leaves cannot be on this hardware."""
    yield from _mac_gaps(box, wanted)
    if isinstance(wanted.get("wan.vlan"), int) and box.switched:
        used = {box.word(f"{s}.vid") or box.word(f"{s}.vlan") for s in box.sections("network", "switch_vlan")}
        if box.tag is None or _outside(box) is None:
            yield Gap("wan.vlan", Part("reason.openwrt-switch-unknown"))
        elif str(wanted["wan.vlan"]) in used - {str(box.tag)}:
            yield Gap("wan.vlan", Part("reason.openwrt-vlan-used"))
    asked = [path for path in wanted if path in _IPTV]
    known = box.labels and _outside(box) is not None if box.switched else box.bridge and not box.old_style
    if asked and not known:
        yield from (Gap(path, Part("reason.openwrt-iptv-switch")) for path in asked)
        return
    if box.switched and (merged.get("iptv.mode") == "vlan" or wanted.get("iptv.internet.priority")):
        yield from (Gap(path, Part("reason.openwrt-iptv-tagged")) for path in asked)
        return
    yield from _iptv_gaps(box, merged, wanted)


def _mac_gaps(box: Box, wanted: Mapping[str, Running]) -> Iterator[Gap]:
    mac = wanted.get("wan.mac")
    own = box.router.get("own_mac", "")
    if mac == "clone" and not own:
        yield Gap("wan.mac", Part("reason.clone-unknown"))
    elif mac is not None and mac == own:
        yield Gap("wan.mac", Part("reason.clone-same"))
    elif mac is not None and mac == box.router.get("wan_mac"):
        yield Gap("wan.mac", Part("reason.openwrt-mac-default"))


def _iptv_gaps(box: Box, merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    mode, vlan = merged.get("iptv.mode", "off"), merged.get("wan.vlan", NONE)
    ports = {*box.items(f"{box.bridge}.ports"), *box.items(f"{STB_DEVICE}.ports")}
    ports |= {f"lan{label}" for label in box.labels} if box.switched else set()
    for path in wanted:
        if path.startswith("iptv.voip.") and wanted[path] != NONE:
            yield Gap(path, Part("reason.openwrt-voip"))
    if "iptv.internet.priority" in wanted and vlan == NONE:
        yield Gap("iptv.internet.priority", Part("reason.no-vlan-set"))
    if mode == "off":
        if "iptv.port" in wanted:
            yield Gap("iptv.port", Part("reason.iptv-off"))
    elif f"lan{merged.get('iptv.port')}" not in ports:
        yield Gap("iptv.port" if "iptv.port" in wanted else "iptv.mode", Part("reason.openwrt-iptv-port"))
    if mode == "bridge" and vlan != NONE:
        yield Gap("iptv.mode" if "iptv.mode" in wanted else "wan.vlan", Part("reason.iptv-bridge-vlan"))
    if mode != "vlan":
        asked = ("iptv.iptv.id", "iptv.iptv.priority")
        yield from (Gap(p, Part("reason.iptv-not-vlan")) for p in asked if wanted.get(p, NONE) != NONE)
    elif merged.get("iptv.iptv.id", NONE) == NONE:
        yield Gap("iptv.mode" if "iptv.mode" in wanted else "iptv.iptv.id", Part("reason.no-vlan-set"))
