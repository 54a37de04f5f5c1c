"""The forms of ``admin/dhcps``: settings with their silent oddities, reservations, clients.

Sources: [observed-tplink-ax20 §DHCP/DNS], for reservations [tplink-web 4.5].
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Mapping
from typing import Final

from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import Answer, Call, Crash, Forms, bad, fixed, good
from routercfg.simulator.tplink_checks import host, ipv4, same_net
from routercfg.simulator.tplink_network import lan_address, lan_mask

LONGEST_LEASE: Final = 2880
"""Minutes; more is stored as this."""
_POOL: Final = "Ip address pool is invalid"


def _read(box: Box, _call: Call) -> Answer:
    return good(box.words("dhcps"))


def _write(box: Box, call: Call) -> Answer:
    """Check little, store much.

    Without a first address the answer depends on whether ``enable`` came: two transcripts differ in nothing else.
    A missing last address is called a bad pool too (inferred).
    """
    words = call.words
    if "ipaddr_start" not in words:
        return bad("Start ip can not blank" if "enable" in words else _POOL)
    if not _pool_fits(box, words["ipaddr_start"], words.get("ipaddr_end")):
        return bad(_POOL)
    lease = words.get("leasetime", "")
    if not (lease.isascii() and lease.isdigit()):
        raise Crash("bad argument #1 to 'tonumber'")
    kept = {
        "enable": "off" if words.get("enable") == "off" else "on",
        "ipaddr_start": words["ipaddr_start"],
        "ipaddr_end": words["ipaddr_end"],
        "leasetime": str(min(int(lease), LONGEST_LEASE)),
        "gateway": words.get("gateway", ""),
        **_silently(words),
    }
    box.put(f"{call.controller}?form={call.form}", "dhcps", kept)
    return _read(box, call)


def _silently(words: Mapping[str, str]) -> dict[str, str]:
    """Give the DNS pair and domain: whatever is wrong with them becomes empty, and the answer is success all the same.

    What is left out becomes empty too: the notes say to send all fields always.
    """
    pair = {field: words.get(field, "") if ipv4(words.get(field, "")) else "" for field in ("pri_dns", "snd_dns")}
    domain = words.get("domain", "")
    return {**pair, "domain": domain if host(domain) else ""}


def _pool_fits(box: Box, first: str, last: str | None) -> bool:
    """Tell whether the pool lies in the LAN and runs upwards. Raises Crash for what is no address at all."""
    if last is None:
        return False
    try:
        low, high = ipaddress.IPv4Address(first), ipaddress.IPv4Address(last)
    except ValueError:
        raise Crash("attempt to index a nil value") from None
    return low <= high and all(same_net(lan_address(box), one, lan_mask(box)) for one in (first, last))


def reservations(box: Box) -> list[dict[str, str]]:
    """Give the stored reservations."""
    stored = json.loads(box.words("reservation").get("list") or "[]")
    return [{str(key): str(text) for key, text in row.items()} for row in stored if isinstance(row, dict)]


def _load(box: Box, _call: Call) -> Answer:
    """Give the list; an empty one is ``{}``, as Lua writes it."""
    return {"others": {"max_rules": 64}, **good(reservations(box) or {})}


def _insert(box: Box, call: Call) -> Answer:
    row = _row(call.words.get("new", ""))
    if row is None or any(row["mac"] == other["mac"] for other in reservations(box)):
        return bad()
    _keep(box, call, [*reservations(box), row])
    return _load(box, call)


def _update(box: Box, call: Call) -> Answer:
    old, new = _row(call.words.get("old", "")), _row(call.words.get("new", ""))
    rows = reservations(box)
    place = next((at for at, row in enumerate(rows) if old and row["mac"] == old["mac"]), None)
    if new is None or place is None:
        return bad()
    _keep(box, call, [*rows[:place], new, *rows[place + 1 :]])
    return _load(box, call)


def _remove(box: Box, call: Call) -> Answer:
    rows = reservations(box)
    left = [row for row in rows if row["mac"] != call.words.get("key", "")]
    if len(left) == len(rows):
        return bad()
    _keep(box, call, left)
    return _load(box, call)


def _keep(box: Box, call: Call, rows: list[dict[str, str]]) -> None:
    box.put(f"{call.controller}?form={call.form}", "reservation", {"list": json.dumps(rows)})


def _row(text: str) -> dict[str, str] | None:
    """Read one reservation as clients send it, or give None."""
    try:
        row = json.loads(text)
    except ValueError:
        return None
    if not isinstance(row, dict) or not {"mac", "ip"} <= set(row) or not ipv4(str(row["ip"])):
        return None
    return {"comment": "", "enable": "on", **{str(key): str(value) for key, value in row.items()}}


DHCP: Forms = {
    ("admin/dhcps", "setting"): {"read": _read, "write": _write},
    ("admin/dhcps", "reservation"): {"load": _load, "insert": _insert, "update": _update, "remove": _remove},
    ("admin/dhcps", "client"): {"load": fixed({})["read"]},
}
