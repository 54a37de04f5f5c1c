"""What an apply stores, what it claims, and which services it runs [observed-asus-382 §apply, asus §5]."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from routercfg.simulator.asus_nvram import BANDS, NONCES, length_of
from routercfg.simulator.asus_text import Call, octets
from routercfg.simulator.asus_unit import AsusUnit

_BAD_SCRIPT: Final = re.compile(r"[<>%()&]|script|//")
"""What 386 and later do not run [asus §5.3]; what they answer then is not told."""

_UNIT_KEYS: Final = ("wl_unit", "wl_subunit", "wan_unit", "lan_unit")


@dataclass(frozen=True)
class Weighed:
    """What is to be stored of a request, and whether the server will say that something was modified."""

    words: dict[str, str]
    modified: bool


def weigh(unit: AsusUnit, asked: Mapping[str, str]) -> Weighed:
    """Decide which of the asked words are stored.

    Unknown names are ignored; over-long values are dropped, for a band's or WAN's own key while claiming a change;
    nothing else is checked.
    """
    words: dict[str, str] = {}
    modified = False
    for name, value in asked.items():
        key = _native(name, asked)
        limit = length_of(unit.table, key, unit.spec.bands, unit.spec.wans)
        if limit is None:
            continue
        if len(octets(value)) > limit:
            modified |= key not in unit.table
        elif value != unit.word(key):
            words[key] = value
            modified = True
    return Weighed(words, modified)


def _native(name: str, asked: Mapping[str, str]) -> str:
    """Translate a page's plain name by the unit that was sent with it."""
    stem, _, rest = name.partition("_")
    if name in _UNIT_KEYS:
        return name
    if stem == "wl" and asked.get("wl_unit", "").isdigit():
        guest = asked.get("wl_subunit", "")
        return f"wl{asked['wl_unit']}{f'.{guest}' if guest.isdigit() and guest != '0' else ''}_{rest}"
    if stem == "wan" and asked.get("wan_unit", "").isdigit():
        return f"wan{asked['wan_unit']}_{rest}"
    if stem == "lan" and "wl_unit" in asked:
        return f"lan{asked['wl_unit']}_{rest}"  # the unit spills over to the next table [asus §5.5]
    return name


def store(unit: AsusUnit, call: Call, asked: Mapping[str, str]) -> bool:
    """Store what an apply asks for, with what the server adds by itself; tell what it will claim.

    Raises Dropped when a fault closes the connection.
    """
    weighed = weigh(unit, asked)
    words = dict(weighed.words)
    if any(key.startswith(tuple(f"wl{band}" for band in range(BANDS))) or key.startswith("wl_") for key in words):
        words.setdefault("w_Setting", "1")
    if words and unit.fresh and _ends_setup(call):
        words.setdefault("x_Setting", "1")
    if asked.get("wps_enable") and "wps_enable" in words:
        words["wps_enable_x"] = words["wps_enable"]
    unit.save(call.page, words)
    if words.keys() & {"http_username", "http_passwd"}:
        unit.notify("chpass")
    if words.keys() & {"wans_dualwan", "wans_mode"}:
        unit.notify("reboot")
    return weighed.modified


def _ends_setup(call: Call) -> bool:
    """Tell whether a change ends the factory state: an app's always; a browser's only outside the wizard's pages."""
    page = call.words().get("current_page")
    return call.app or (page is not None and "QIS_" not in page)


def apply_json(unit: AsusUnit, call: Call, asked: Mapping[str, str]) -> str:
    """Do what applyapp.cgi does with ``action_mode=apply`` and print its answer; the services run in any case."""
    modified = store(unit, call, asked)
    script = asked.get("rc_service", "")
    if script:
        unit.notify(script)
    run = f', "run_service": "{script}"' if script else ""
    if script and unit.spec.generation >= NONCES:
        run += f', "restart_needed_time": "{unit.needed(script)}"'  # so the client asusrouter reads newer answers
    return f'{{ "modify": "{int(modified)}"{run} }}\n'


def start_apply(unit: AsusUnit, call: Call, asked: Mapping[str, str]) -> str:
    """Do what start_apply.htm does and print the script lines of its answer."""
    mode = asked.get("action_mode", "")
    if mode not in ("apply", "apply_new"):
        return ""
    modified = store(unit, call, asked)
    lines = ["done_committing();" if modified else "no_changes_and_no_committing();"]
    script = asked.get("action_script") or "restart_net"
    if script == "restart_wan_if":
        script += f" {asked.get('wan_unit', '0')}"
    refused = unit.spec.generation >= 386 and _BAD_SCRIPT.search(script)
    if script not in ("saveNvram", "QisFinish") and (modified or mode == "apply") and not refused:
        unit.notify(script)
        wait = "25" if script == "restart_wireless" else asked.get("action_wait", "5")
        lines.append(f"restart_needed_time({wait});")
    return "".join(f"<script>{line}</script>\n" for line in lines)
