"""IPTV and the internet VLAN of the blue interface: one form carries both.

Two generations: ``lan1`` to ``lan4`` say what a port carries, or one text ``porttype`` with a word per port
[tplink-web §4.3, observed-tplink-ax20 §IPTV]. A VLAN on the WAN port without IPTV is mode Custom with all ports
on the internet (inferred there: it is the only knob).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import NONE, Running, Settings
from routercfg.vendors.tplink_forms import with_words
from routercfg.vendors.tplink_rows import IPTV

PATHS: Final = (
    "wan.vlan",
    "iptv.mode",
    "iptv.port",
    "iptv.internet.priority",
    *(f"iptv.{service}.{what}" for service in ("iptv", "voip") for what in ("id", "priority")),
)
_IDS: Final = {"iptv.iptv.id": "iptv_vid", "iptv.voip.id": "ipphone_vid"}
_PRIORITIES: Final = {
    "iptv.internet.priority": "internet_vprio",
    "iptv.iptv.priority": "iptv_vprio",
    "iptv.voip.priority": "ipphone_vprio",
}
_NAMES: Final[Mapping[str, str]] = {**_IDS, **_PRIORITIES, "wan.vlan": "internet_vid", "iptv.mode": "mode"}


def iptv_running(native: Native) -> dict[str, Running]:
    """Read the form; a router without it has neither IPTV nor a VLAN."""
    page = native.get(IPTV)
    if page is None:
        return {"wan.vlan": NONE, "iptv.mode": "off"}
    custom = page.get("enable") == "on" and page.get("mode") == "Custom"
    found: dict[str, Running] = {
        "wan.vlan": _vlan(page.get("internet_vid")) if custom and page.get("internet_tag") == "on" else NONE
    }
    for path, name in _IDS.items():
        found[path] = _vlan(page.get(name)) if custom else NONE
    found |= {path: int(page[name]) for path, name in _PRIORITIES.items() if _is_number(page.get(name))}
    mode = _mode(page)
    if mode is not None:
        found["iptv.mode"] = mode
    television = [number for number, kind in _ports(page).items() if kind == "IPTV"]
    if mode in {"bridge", "vlan"} and len(television) == 1:
        found["iptv.port"] = television[0]
    return found


def iptv_words(native: Native, wanted: Mapping[str, Running]) -> dict[str, str]:
    """Give the whole form for the wanted leaves on top of those it reads."""
    page = native[IPTV]
    target = {**iptv_running(native), **wanted}
    vlan, mode = target["wan.vlan"], target.get("iptv.mode")
    if vlan == NONE and mode == "off":
        return with_words(native, IPTV, {"enable": "off"})
    custom = vlan != NONE or mode == "vlan"
    words: dict[str, str] = {}
    if custom or mode == "bridge":  # otherwise a provider's preset is on, and stays
        words = {"enable": "on", "mode": "Custom" if custom else "Bridge"}
    if custom:
        words |= {"internet_tag": "off" if vlan == NONE else "on", "internet_vid": _number(vlan)}
        words |= {name: _number(target[path]) if mode == "vlan" else "0" for path, name in _IDS.items()}
    words |= {name: str(target[path]) for path, name in _PRIORITIES.items() if path in target}
    return with_words(native, IPTV, {**words, **_port_words(page, target.get("iptv.port"), str(mode))})


def iptv_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of IPTV and VLAN that this router cannot do as desired."""
    present = iptv_running(native)
    found = {path: _unfit(native, desired, path) for path in PATHS if path in desired}
    return tuple(
        Gap(path, reason) for path, reason in found.items() if reason is not None and desired[path] != present.get(path)
    )


def _unfit(native: Native, desired: Settings, path: str) -> Part | None:
    page = native.get(IPTV)
    if page is None or _NAMES.get(path, "enable") not in page:
        return Part("reason.tplink-not-offered")
    mode = desired.get("iptv.mode", _mode(page))
    if path == "wan.vlan" and desired[path] != NONE and mode not in {"off", "vlan"}:
        return Part("reason.tplink-vlan-bridge")
    if path == "iptv.port" and desired[path] not in _ports(page):
        return Part("reason.tplink-no-port", (("ports", ", ".join(map(str, _ports(page))) or "—"),))
    offered = page.get("support_mode_list", "Bridge Custom").split()
    needs = {"bridge": "Bridge", "vlan": "Custom"}.get(str(mode)) if path == "iptv.mode" else None
    if path == "wan.vlan" and desired[path] != NONE:
        needs = "Custom"
    return Part("reason.tplink-no-iptv-mode") if needs is not None and needs not in offered else None


def _mode(page: Mapping[str, str]) -> str | None:
    """Read the mode in our words; None for a provider's preset. Custom without anything for IPTV is only a VLAN."""
    if page.get("enable") != "on":
        return "off"
    if page.get("mode") == "Bridge":
        return "bridge"
    if page.get("mode") != "Custom":
        return None
    services = [_vlan(page.get(name)) for name in _IDS.values()]
    busy = any(number != NONE for number in services) or "IPTV" in _ports(page).values()
    return "vlan" if busy else "off"


def _ports(page: Mapping[str, str]) -> dict[int, str]:
    """Give what each LAN port carries, by its number."""
    if "porttype" in page:
        kinds = page["porttype"].split()
        numbers = page.get("ports", "").split()
        if len(numbers) != len(kinds) or not all(map(_is_number, numbers)):
            numbers = [str(place) for place in range(1, len(kinds) + 1)]
        return dict(zip(map(int, numbers), kinds, strict=True))
    return {number: page[f"lan{number}"] for number in range(1, 5) if f"lan{number}" in page}


def _port_words(page: Mapping[str, str], port: Running | None, mode: str) -> dict[str, str]:
    """Say what each port is to carry, in the words of this router's generation."""
    ports = _ports(page)
    if mode == "off":
        ports = dict.fromkeys(ports, "Internet")
    elif port in ports:
        # a telephone port stays one where the mode knows telephones
        other = {
            number: kind if kind == "IP-Phone" and mode == "vlan" else "Internet" for number, kind in ports.items()
        }
        ports = {number: "IPTV" if number == port else kind for number, kind in other.items()}
    if "porttype" in page:
        return {"porttype": " ".join(ports.values())}
    return {f"lan{number}": kind for number, kind in ports.items()}


def _vlan(word: str | None) -> int | str:
    return int(word) if word is not None and _is_number(word) and int(word) > 0 else NONE


def _number(vlan: Running) -> str:
    return "0" if vlan == NONE else str(vlan)


def _is_number(word: str | None) -> bool:
    return word is not None and re.fullmatch(r"[0-9]{1,5}", word) is not None
