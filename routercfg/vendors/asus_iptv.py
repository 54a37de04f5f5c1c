"""The internet VLAN and IPTV on ASUS: leaves that share the ``switch_*`` keys, so they are read and written together.

``switch_wantag`` is ``none``, ``manual`` or a provider's profile, whose numbers the web page writes into the same keys.
In manual mode IPTV comes out at LAN 4 and telephony at LAN 3; ``switch_stb_x`` says which of them. [asus.md 6.5]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import NONE, Running

PATHS: Final = (
    "wan.vlan",
    "iptv.mode",
    "iptv.port",
    "iptv.internet.priority",
    "iptv.iptv.id",
    "iptv.iptv.priority",
    "iptv.voip.id",
    "iptv.voip.priority",
)
IPTV_LAN: Final = 4
VOIP_LAN: Final = 3

_SERVICES: Final = (("iptv.iptv", 1), ("iptv.voip", 2))
_STB: Final = {(True, True): "6", (True, False): "4", (False, True): "3", (False, False): "0"}


def leaves(nvram: Mapping[str, str]) -> dict[str, Running]:
    """Give the running values; nothing where the router has no such keys."""
    tag = nvram.get("switch_wantag", "")
    if not tag:
        return {}
    tagged = tag != "none"
    found: dict[str, Running] = {"wan.vlan": NONE, "iptv.mode": "off", "iptv.iptv.id": NONE, "iptv.voip.id": NONE}
    if tagged:
        _number(found, "wan.vlan", "iptv.internet.priority", nvram, 0)
        for name, unit in _SERVICES:
            _number(found, f"{name}.id", f"{name}.priority", nvram, unit)
    port = nvram.get("switch_stb_x", "")
    if found["iptv.iptv.id"] != NONE or found["iptv.voip.id"] != NONE:
        found["iptv.mode"] = "vlan"
        found["iptv.port"] = IPTV_LAN if found["iptv.iptv.id"] != NONE else VOIP_LAN
    elif port not in ("", "0"):
        found["iptv.mode"] = "bridge"
        if port in ("1", "2", "3", "4"):
            found["iptv.port"] = int(port)
    return found


def _number(found: dict[str, Running], path: str, priority: str, nvram: Mapping[str, str], unit: int) -> None:
    """Note the VLAN of one unit and its priority, if it has one."""
    tag, urgent = nvram.get(f"switch_wan{unit}tagid", ""), nvram.get(f"switch_wan{unit}prio", "")
    if re.fullmatch(r"\d{1,4}", tag) and int(tag) > 0:
        found[path] = int(tag)
        found[priority] = int(urgent) if re.fullmatch(r"\d", urgent) else 0


def words(merged: Mapping[str, Running]) -> dict[str, str]:
    """Give all ``switch_*`` keys for the settings as they shall be."""
    mode = merged.get("iptv.mode", "off")
    vlan = merged.get("wan.vlan", NONE)
    tags = {unit: merged.get(f"{name}.id", NONE) if mode == "vlan" else NONE for name, unit in _SERVICES}
    stb = str(merged.get("iptv.port", 0)) if mode == "bridge" else _STB[tags[1] != NONE, tags[2] != NONE]
    native = {
        "switch_wantag": "none" if vlan == NONE and mode != "vlan" else "manual",
        "switch_stb_x": stb,
        "switch_wan0tagid": "" if vlan == NONE else str(vlan),
        "switch_wan0prio": "0" if vlan == NONE else str(merged.get("iptv.internet.priority", 0)),
    }
    for name, unit in _SERVICES:
        none = tags[unit] == NONE
        native[f"switch_wan{unit}tagid"] = "" if none else str(tags[unit])
        native[f"switch_wan{unit}prio"] = "0" if none else str(merged.get(f"{name}.priority", 0))
    return native


def gaps(merged: Mapping[str, Running], wanted: Mapping[str, Running], nvram: Mapping[str, str]) -> Iterator[Gap]:
    """Name what of the wanted VLAN and IPTV leaves cannot be. ``merged`` is running overlaid with wanted."""
    asked = [path for path in PATHS if path in wanted]
    if not nvram.get("switch_wantag"):
        yield from (Gap(path, Part("reason.no-vlan")) for path in asked)
        return
    mode, vlan = merged.get("iptv.mode", "off"), merged.get("wan.vlan", NONE)
    if mode == "bridge":
        yield from _bridge_gaps(merged, wanted)
    if "iptv.internet.priority" in wanted and vlan == NONE:
        yield Gap("iptv.internet.priority", Part("reason.no-vlan-set"))
    for name, _ in _SERVICES:
        number = merged.get(f"{name}.id", NONE)
        if f"{name}.priority" in wanted and (mode != "vlan" or number == NONE):
            yield Gap(f"{name}.priority", Part("reason.no-vlan-set"))
        if mode != "vlan" and wanted.get(f"{name}.id", NONE) != NONE:
            yield Gap(f"{name}.id", Part("reason.iptv-not-vlan"))
    if mode == "vlan":
        yield from _vlan_gaps(merged, wanted)
    if mode == "off" and "iptv.port" in wanted:
        yield Gap("iptv.port", Part("reason.iptv-off"))


def _bridge_gaps(merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    """Name what bridging the set-top box cannot be: without a port of 1 to 4, or beside a tagged internet.

    How a box without a tag behaves beside a manual internet VLAN is in no source, so it is not written.
    """
    path = "iptv.port" if "iptv.port" in wanted else "iptv.mode"
    if path in wanted and merged.get("iptv.port") not in (1, 2, 3, 4):
        yield Gap(path, Part("reason.iptv-bridge-port"))
    path = "iptv.mode" if "iptv.mode" in wanted else "wan.vlan"
    if path in wanted and merged.get("wan.vlan", NONE) != NONE:
        yield Gap(path, Part("reason.iptv-bridge-vlan"))


def _vlan_gaps(merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    """Name what tagged IPTV cannot be: at another port than the router gives it, or without any number."""
    iptv, voip = merged.get("iptv.iptv.id", NONE), merged.get("iptv.voip.id", NONE)
    if iptv == NONE and voip == NONE and "iptv.mode" in wanted:
        yield Gap("iptv.mode", Part("reason.no-vlan-set"))
    fixed = VOIP_LAN if iptv == NONE else IPTV_LAN
    if "iptv.port" in wanted and wanted["iptv.port"] != fixed:
        yield Gap("iptv.port", Part("reason.iptv-fixed-port", (("port", fixed),)))
