"""IPTV and the internet VLAN of the old green pages with Russian firmware: the page ``LanBrModeRpm.htm``.

Three modes: automatic (IGMP only), a bridge (LAN4, or LAN3 and LAN4), and 802.1Q with an id per service and a service
per LAN port; saving restarts the router [tplink-legacy §1.7.6]. A VLAN for the internet alone is 802.1Q with all ports
on the internet (inferred: it is the only knob). Of the older ``VlanTagCfgRpm.htm`` only names are known and not where
they are read from, so it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import NONE, Running, Settings, Value
from routercfg.vendors.tplink_iptv import PATHS
from routercfg.vendors.tplink_userrpm_pages import IPTV, IPTV_OLD

_OFF, _BRIDGE, _TAGGED = "0", "1", "2"
_INTERNET, _TELEVISION, _TELEPHONE = "0", "1", "2"
_ONE_PORT: Final = "1"  # ru_br: LAN4 alone; 2 is LAN3 and LAN4
_BRIDGED_PORT: Final = 4
_IDS: Final = {"iptv.iptv.id": "iptv_vid", "iptv.voip.id": "ip_phone_vid"}
_KINDS: Final = {"iptv.iptv.id": _TELEVISION, "iptv.voip.id": _TELEPHONE}
_PRIORITIES: Final = {
    "iptv.internet.priority": "nat_pri",
    "iptv.iptv.priority": "iptv_pri",
    "iptv.voip.priority": "ip_phone_pri",
}
_NAMES: Final[Mapping[str, str]] = {**_IDS, **_PRIORITIES, "wan.vlan": "nat_vid", "iptv.port": "ru_br"}
_SMALLEST, _LARGEST = 2, 4094  # [providers §6]


def iptv_running(native: Native) -> dict[str, Running]:
    """Read the page; a router without it has neither IPTV nor a VLAN."""
    page = native.get(IPTV)
    if page is None:
        return {} if IPTV_OLD in native else {"wan.vlan": NONE, "iptv.mode": "off"}
    mode, ports = _mode(page), _ports(page)
    tagged = page.get("mode_sel") == _TAGGED
    found: dict[str, Running] = {"wan.vlan": _vlan(page, "nat_vid") if tagged and _ticked(page) else NONE}
    for path, name in _IDS.items():
        found[path] = _vlan(page, name) if tagged and _KINDS[path] in ports.values() else NONE
    found |= {path: int(page[name]) for path, name in _PRIORITIES.items() if page.get(name, "").isdigit()}
    if mode is not None:
        found["iptv.mode"] = mode
    television = [number for number, kind in ports.items() if kind == _TELEVISION]
    if mode == "bridge" and page.get("ru_br") == _ONE_PORT:
        found["iptv.port"] = _BRIDGED_PORT
    elif mode == "vlan" and len(television) == 1:
        found["iptv.port"] = television[0]
    return found


def iptv_words(native: Native, wanted: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Give the words of the page for the wanted leaves on top of those it reads."""
    mine = {path: value for path, value in wanted.items() if path in PATHS}
    if not mine or IPTV not in native:
        return {}
    page = native[IPTV]
    target: dict[str, Running] = {**iptv_running(native), **mine}
    mode, vlan = target.get("iptv.mode"), target["wan.vlan"]
    words = {name: str(target[path]) for path, name in _PRIORITIES.items() if path in mine}
    if mode == "bridge":
        words |= {"mode_sel": _BRIDGE, "ru_br": _ONE_PORT if "iptv.port" in target else page.get("ru_br", _ONE_PORT)}
    elif mode == "vlan" or vlan != NONE:
        unticked = "" if ".box.vlanInetEnb" in page else "0"  # which kind of input it is, is not known
        words |= {"mode_sel": _TAGGED, "vlanInetEnb": unticked if vlan == NONE else "1"}
        words |= {"nat_vid": str(vlan)} if vlan != NONE else {}
        words |= {name: str(target[path]) for path, name in _IDS.items() if target[path] != NONE}
        words |= _port_words(page, target)
    elif mode == "off":
        words["mode_sel"] = _OFF
    return {IPTV: words}


def _port_words(page: Mapping[str, str], target: Mapping[str, Running]) -> dict[str, str]:
    """Say what each port carries: the list per port, and the masks that the page's script makes of it."""
    ports = dict.fromkeys(_ports(page), _INTERNET)
    if target.get("iptv.mode") == "vlan":
        with_phone = target.get("iptv.voip.id", NONE) != NONE
        ports = {n: kind if kind != _TELEPHONE or with_phone else _INTERNET for n, kind in _ports(page).items()}
        wish = target.get("iptv.port")
        if wish in ports:
            ports = {n: _INTERNET if kind == _TELEVISION else kind for n, kind in ports.items()}
            ports[int(str(wish))] = _TELEVISION
    words = {f"Lan#{number}": kind for number, kind in ports.items()}
    for kind, names in ((_INTERNET, ["lan_brmask"]), (_TELEVISION, ["lan_iptv_mask"]), (_TELEPHONE, _phone_mask(page))):
        mask = sum(1 << (number - 1) for number, carries in ports.items() if carries == kind)
        words |= {name: str(mask) for name in names}
    return words


def _phone_mask(page: Mapping[str, str]) -> list[str]:
    """Give the name of the third mask; builds spell it differently."""
    return [name for name in page if name.lower() in {"lan_ipphonemask", "lan_ipphone_mask"}]


# Gaps.


def iptv_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of IPTV and VLAN that this router cannot do as desired."""
    present = iptv_running(native)
    found: list[Gap] = []
    for path in PATHS:
        if path in desired and desired[path] != present.get(path):
            reason = _unfit(native, desired, path)
            if reason is not None:
                found.append(Gap(path, reason))
    return tuple(found)


def _unfit(native: Native, desired: Settings, path: str) -> Part | None:
    page = native.get(IPTV)
    if page is None:
        return Part("reason.userrpm-iptv-old" if IPTV_OLD in native else "reason.no-vlan")
    if "mode_sel" not in page or _NAMES.get(path, "mode_sel") not in page:
        return Part("reason.tplink-not-offered")
    present = iptv_running(native)
    mode = desired.get("iptv.mode", present.get("iptv.mode"))
    if path == "iptv.mode":
        return _mode_reason(page, desired)
    if path == "iptv.port":
        return _port_reason(page, mode, desired[path])
    if path in {*_IDS, "wan.vlan"}:
        return _id_reason(page, path, mode, desired[path])
    vlan = desired.get("wan.vlan", present.get("wan.vlan", NONE))
    return None if mode == "vlan" or vlan != NONE else Part("reason.no-vlan-set")


def _mode_reason(page: Mapping[str, str], desired: Settings) -> Part | None:
    mode, offered = desired["iptv.mode"], page.get(".choices.mode_sel", "").split()
    if mode == "vlan" and "iptv.port" not in desired:
        return Part("reason.userrpm-needs-port")
    needed = {"bridge": _BRIDGE, "vlan": _TAGGED}.get(str(mode), _OFF)
    return Part("reason.tplink-no-iptv-mode") if offered and needed not in offered else None


def _port_reason(page: Mapping[str, str], mode: object, value: Running) -> Part | None:
    if mode == "off":
        return Part("reason.iptv-off")
    ports = [_BRIDGED_PORT] if mode == "bridge" else list(_ports(page))
    return None if value in ports else Part("reason.tplink-no-port", (("ports", ", ".join(map(str, ports)) or "—"),))


def _id_reason(page: Mapping[str, str], path: str, mode: object, value: Running) -> Part | None:
    if path == "wan.vlan" and mode == "bridge" and value != NONE:
        return Part("reason.tplink-vlan-bridge")
    if path != "wan.vlan" and mode != "vlan":
        return Part("reason.iptv-not-vlan")
    if path == "iptv.voip.id" and _TELEPHONE not in _ports(page).values():
        return Part("reason.userrpm-no-phone-port")
    if value == NONE or (isinstance(value, int) and _SMALLEST <= value <= _LARGEST):
        return None
    return Part("reason.tplink-range", (("least", _SMALLEST), ("most", _LARGEST)))


# The page.


def _mode(page: Mapping[str, str]) -> str | None:
    """Read the mode in our words; 802.1Q with all ports on the internet is only a VLAN."""
    if page.get("mode_sel") != _TAGGED:
        return {_OFF: "off", _BRIDGE: "bridge"}.get(page.get("mode_sel", ""))
    return "vlan" if set(_ports(page).values()) - {_INTERNET} else "off"


def _ports(page: Mapping[str, str]) -> dict[int, str]:
    return {int(name[4:]): word for name, word in page.items() if re.fullmatch(r"Lan#\d", name)}


def _ticked(page: Mapping[str, str]) -> bool:
    return page.get("vlanInetEnb") not in {None, "", "0"}


def _vlan(page: Mapping[str, str], name: str) -> int | str:
    text = page.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else NONE
