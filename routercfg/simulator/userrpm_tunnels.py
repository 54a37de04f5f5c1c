"""The L2TP and PPTP pages.

Nobody saw them on the wire: names, places and limits are the page's own [tplink-legacy 1.7.4]; that a missing password
becomes empty is inferred from PPPoE, the codes of refusals from the list of texts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from routercfg.simulator.userrpm_box import L2TP, PPTP, WAN_PAGES, Box, Call, Pages
from routercfg.simulator.userrpm_checks import NOWHERE, cut, is_host, is_mask, must, octets, ranged
from routercfg.simulator.userrpm_html import Array, Field, Item, form_page, number
from routercfg.simulator.userrpm_wan import wan_types, wantype_field

_LONGEST_NAME: Final = 31
_LONGEST_SECRET: Final = 63


@dataclass(frozen=True, slots=True)
class _Tunnel:
    """What tells the two pages apart."""

    wantype: str
    section: str
    word: str
    array: str
    largest: int


_L2TP: Final = _Tunnel(L2TP, "wan_l2tp", "L2TP", "l2tpInf", 1460)
_PPTP: Final = _Tunnel(PPTP, "wan_pptp", "PPTP", "pptpInf", 1420)


def _save(box: Box, call: Call, kind: _Tunnel) -> None:
    words = call.words
    server = words.get(f"{kind.word}ServerName", "")
    must(0 < octets(server) <= _LONGEST_SECRET, "5012")
    static = words.get("IpType", "0")
    must(static in ("0", "1"), "5009")
    link = words.get("linktype", "2")
    must(link in ("1", "2", "3"), "1001")
    stored = {"usr": cut(words.get(f"{kind.word}Name", ""), _LONGEST_NAME), "server": server, "typ_ip": static}
    stored |= {"pwd": cut(words.get(f"{kind.word}Pwd", ""), _LONGEST_SECRET), "lnTyp": link}
    stored |= {"mtu": ranged(words, "mtu", (576, kind.largest), "5000")}
    if "idletime" in words:
        stored["idle"] = ranged(words, "idletime", (0, 99), "1005")
    if static == "1":
        stored |= _underlay(call)
    box.put_wan(call, kind.wantype, kind.section, stored)


def _underlay(call: Call) -> dict[str, str]:
    """Check and give the static address under a tunnel; gateway and DNS may be left empty."""
    ip, mask, gateway, dns = (call.words.get(f"sta_{name}", "") for name in ("ip", "mask", "gw", "dns"))
    must(is_host(ip), "5003")
    must(is_mask(mask), "5004")
    must(gateway in ("", NOWHERE) or is_host(gateway), "5007")
    must(dns in ("", NOWHERE) or is_host(dns), "5005")
    return {"ip": ip, "msk": mask, "gw": gateway or NOWHERE, "dns": dns or NOWHERE}


def _page(box: Box, call: Call, kind: _Tunnel) -> bytes:
    if {"Save", "Connect"} & set(call.words):
        _save(box, call, kind)
    elif "Disconnect" in call.words:
        box.hang_up()
    own = box.words(kind.section)
    link = box.link(kind.wantype)
    lease = box.lease() if link == "up" else dict.fromkeys(("ip", "dns1", "dns2"), NOWHERE)
    shown = number(own["typ_ip"]) if call.saves else number(call.words.get("IpType", own["typ_ip"]))
    inside = ("10.64.0.2", "255.255.255.0", "10.64.0.1") if link == "up" and shown == 0 else (NOWHERE,) * 3
    dialling = {"up": (1, 1), "connecting": (0, 2), "down": (0, 0)}[link]
    head: tuple[Item, ...] = (1, 0, int(kind.wantype), shown, own["server"], own["usr"], own["pwd"], *dialling)
    numbers = (number(own["mtu"]), number(own["idle"]), number(own["lnTyp"]), 0, 0)
    tail: tuple[Item, ...] = (lease["ip"], own["ip"], own["msk"], own["gw"], lease["dns1"], lease["dns2"])
    refresh = 1 if link == "connecting" else 0
    array = Array(kind.array, (*head, *inside, *numbers, *tail, NOWHERE, NOWHERE, refresh, own["dns"]))
    return form_page(box.plate.title, (array, wan_types(box)), WAN_PAGES[kind.wantype], _fields(kind))


def _fields(kind: _Tunnel) -> list[Field]:
    places = (("sta_ip", 18), ("sta_mask", 19), ("sta_gw", 20), ("sta_dns", 26))
    return [
        Field("wan", "select", "", ("0",), drawn=True),
        wantype_field(),
        Field(f"{kind.word}Name", "text", f"{kind.array}[5]", longest=_LONGEST_NAME),
        Field(f"{kind.word}Pwd", "password", f"{kind.array}[6]", longest=_LONGEST_SECRET),
        Field("IpType", "radio", f"{kind.array}[3]", ("0", "1")),
        Field(f"{kind.word}ServerName", "text", f"{kind.array}[4]", longest=_LONGEST_SECRET),
        *(Field(name, "text", f"{kind.array}[{at}]", longest=15) for name, at in places),
        Field("mtu", "text", f"{kind.array}[12]", longest=5),
        Field("idletime", "text", f"{kind.array}[13]", longest=2),
        Field("linktype", "radio", f"{kind.array}[14]", ("1", "2", "3")),
    ]


def _l2tp(box: Box, call: Call) -> bytes:
    return _page(box, call, _L2TP)


def _pptp(box: Box, call: Call) -> bytes:
    return _page(box, call, _PPTP)


TUNNELS: Final[Pages] = {"L2TPCfgRpm": _l2tp, "PPTPCfgRpm": _pptp}
