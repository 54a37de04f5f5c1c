"""The WAN pages: dynamic, static, PPPoE with its advanced page, and MAC clone.

Seen on the wire: [observed-tplink-wr1043nd §Pages, §Traps, parts 3 and 8]; where that is silent, [tplink-legacy 1.7].
Where a radio is left out nothing was seen: it counts as its first choice (inferred).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.simulator.userrpm_box import (
    DYNAMIC,
    PPPOE,
    STATIC,
    WAN_PAGES,
    Box,
    Call,
    Pages,
)
from routercfg.simulator.userrpm_checks import (
    NOWHERE,
    address,
    cut,
    dns_pair,
    is_host,
    is_mask,
    is_own,
    must,
    network,
    ranged,
)
from routercfg.simulator.userrpm_html import Array, Field, Item, form_page, jump, number

LONGEST_LOGIN: Final = 118
"""How long the page's own inputs let a PPPoE name or password become, in bytes."""

_KEPT: Final = 119
"""What the router keeps of a longer one. The notes say 118, but the transcript shows all of 119 letters stored, and the
page's length agrees with it [observed-tplink-wr1043nd part 3]; nobody sent more."""

CLIENT_MAC: Final = "02-50-41-50-45-52"
"""The MAC address of whoever asks; on the wire the asking machine had none, so cloning was off there."""

_MAC: Final = re.compile(r"[0-9A-Fa-f]{2}(-[0-9A-Fa-f]{2}){5}")
_WAN: Final = Field("wan", "select", "", ("0",), drawn=True)
_DNS: Final = ("dnsserver", "dnsserver2")


def wan_types(box: Box) -> Array:
    """Give the list of types that this firmware offers: how many, then number and page of each."""
    items: list[Item] = [len(WAN_PAGES)]
    for wantype, name in WAN_PAGES.items():
        items += [int(wantype), name]
    return Array("wantypeinfo", tuple(items))


def wantype_field() -> Field:
    """Give the select for the type; a script writes its options."""
    return Field("wantype", "select", "", tuple(WAN_PAGES), drawn=True)


_DETECT: Final = Array("wanTypeDetectInfoArray", (1, 0, 4500), wide=True)


def _wan_cfg(box: Box, _call: Call) -> bytes:
    """Lead to the page of the active type by a script."""
    return jump(f"{WAN_PAGES[box.wantype]}?wan=0")


def _save_dynamic(box: Box, call: Call) -> None:
    """Store a DHCP page: what is left out is off or empty, be it manual DNS, unicast or the bandwidths [part 3]."""
    words = call.words
    mtu = ranged(words, "mtu", (576, 1500), "5000")
    manual = "manual" in words
    pair = dns_pair(words, "5005", "5006") if manual else (NOWHERE, NOWHERE)
    stored = {"mtu": mtu, "ucst": "1" if "flagMode" in words else "0", "dns_auto": "0" if manual else "1"}
    stored |= {"dns1": pair[0], "dns2": pair[1], "hostname": cut(words.get("hostName", ""), 63)}
    stored |= {"down": words.get("downBandwidth", "0"), "up": words.get("upBandwidth", "0")}
    box.put_wan(call, DYNAMIC, "wan_dyn", stored)


def _dynamic_array(box: Box) -> Array:
    own, lease = box.words("wan_dyn"), box.lease()
    up = box.link(DYNAMIC) == "up"
    auto = 0 if own["dns_auto"] == "0" else 1
    state = 0 if up else 1 if box.wantype == DYNAMIC and box.cable else 2
    got = (lease["ip"], lease["mask"], lease["gateway"]) if up else (NOWHERE,) * 3
    head: tuple[Item, ...] = (*(1, 0, 1, 0, state, 0, 0, 0), "", "", 0, 0, "", *got, 0 if up else 1, 0 if up else 1)
    tail: tuple[Item, ...] = (number(own["mtu"]), 1 - auto, own["dns1"], auto, own["dns2"], number(own["ucst"]))
    return Array("dhcpInf", (*head, *tail, number(own["down"]), number(own["up"]), own["hostname"]))


_DYNAMIC_FIELDS: Final = [
    _WAN,
    wantype_field(),
    Field("mtu", source="dhcpInf[18]", longest=5),
    Field("manual", "checkbox", "dhcpInf[19]", ("2",)),
    Field("dnsserver", source="dhcpInf[20]", longest=15),
    Field("dnsserver2", source="dhcpInf[22]", longest=15),
    Field("hostName", source="dhcpInf[26]", longest=63),
    Field("flagMode", "checkbox", "dhcpInf[23]", ("2",)),
]


def _dynamic(box: Box, call: Call) -> bytes:
    """Give and take DHCP."""
    if call.saves:
        _save_dynamic(box, call)
    elif "ReleaseIp" in call.words:
        box.hang_up()
    elif "RenewIp" in call.words:
        box.restart_wan()
    arrays = (_DETECT, _dynamic_array(box), wan_types(box))
    return form_page(box.plate.title, arrays, WAN_PAGES[DYNAMIC], _DYNAMIC_FIELDS)


def _static(box: Box, call: Call) -> bytes:
    """Give and take a static address. A gateway outside the subnet is taken, WAN and LAN in one subnet are not."""
    if call.saves:
        words = call.words
        ip, mask, gateway = (words.get(name, "") for name in ("ip", "mask", "gateway"))
        must(is_host(ip), "5003")
        must(is_mask(mask), "5004")
        must(gateway in ("", NOWHERE) or is_host(gateway), "5007")
        must(apart(box, ip, mask), "5008")
        mtu = ranged(words, "mtu", (576, 1500), "5000")
        pair = dns_pair(words, "5005", "5006")
        stored = {"ip": ip, "msk": mask, "gw": gateway or NOWHERE, "mtu": mtu, "dns1": pair[0], "dns2": pair[1]}
        box.put_wan(call, STATIC, "wan_stc", stored)
    own = box.words("wan_stc")
    shown = (own["ip"], own["msk"], own["gw"], number(own["mtu"]), own["dns1"], own["dns2"], 0, 0)
    array = Array("staticIpInf", (1, 0, 0, 0, 0, 0, 1, "", "", 0, 0, "", *shown))
    names = ("ip", "mask", "gateway", "mtu", *_DNS)
    fields = [Field(name, source=f"staticIpInf[{at}]", longest=15) for at, name in enumerate(names, 12)]
    page = WAN_PAGES[STATIC]
    return form_page(box.plate.title, (_DETECT, array, wan_types(box)), page, [_WAN, wantype_field(), *fields])


def apart(box: Box, ip: str, mask: str) -> bool:
    """Tell whether a checked WAN address is outside the LAN."""
    lan = box.in_force("lan")
    if not (is_own(lan["ip"]) and is_mask(lan["msk"])):
        return True
    return not network(ip, mask).overlaps(network(lan["ip"], lan["msk"]))


def _pppoe(box: Box, call: Call) -> bytes:
    """Give and take PPPoE without its MTU, names and DNS, which are on the advanced page and stand as 0 and "" here."""
    if {"Save", "Connect"} & set(call.words):
        _save_pppoe(box, call)
    elif "Disconnect" in call.words:
        box.hang_up()
    own = box.words("wan_ppp")
    link = number(own["lnTyp"])
    dials = box.wantype == PPPOE
    state = {"up": 1, "connecting": 2, "down": 0}[box.link(PPPOE)] if link == 2 else 0
    hours = tuple(number(own[name]) for name in ("tmr_sHr", "tmr_sMin", "tmr_eHr", "tmr_eMin"))
    head: tuple[Item, ...] = (1, 0, 1, 0, 2 if dials else 0, 0, 0, own["usr"], own["pwd"], 0)
    middle: tuple[Item, ...] = ("", "", 0, "", 0, 0, "", "", 0, 0, link, number(own["idle"]), *hours, state, 0, 7)
    second: tuple[Item, ...] = (number(own["plus_mode"]), own["plus_ip"], own["plus_mask"], NOWHERE, NOWHERE)
    array = Array("pppoeInf", (*head, *middle, *second, 0, 0, 0, 0))
    return form_page(box.plate.title, (_DETECT, array, wan_types(box)), WAN_PAGES[PPPOE], _PPPOE_FIELDS)


_PPPOE_FIELDS: Final = [
    _WAN,
    wantype_field(),
    Field("acc", source="pppoeInf[7]", longest=LONGEST_LOGIN),
    Field("psw", "password", "pppoeInf[8]", longest=LONGEST_LOGIN),
    Field("confirm", "password", "pppoeInf[8]", longest=LONGEST_LOGIN),
    Field("SecType", "radio", "pppoeInf[29]", ("0", "1", "2")),
    Field("sta_ip", source="pppoeInf[30]", longest=15),
    Field("sta_mask", source="pppoeInf[31]", longest=15),
    Field("linktype", "radio", "pppoeInf[20]", ("1", "2", "3", "4")),
    Field("waittime", source="pppoeInf[21]", longest=2),
    *(Field(name, source=f"pppoeInf[{at}]", longest=2) for at, name in enumerate(("hour1", "minute1"), 22)),
    *(Field(name, source=f"pppoeInf[{at}]", longest=2) for at, name in enumerate(("hour2", "minute2"), 24)),
    Field("waittime2", source="pppoeInf[21]", longest=2),
]


def _save_pppoe(box: Box, call: Call) -> None:
    """Store a PPPoE page: a missing password becomes empty, ``confirm`` is not looked at, too long names are cut."""
    words = call.words
    second = words.get("SecType", "0")
    must(second in ("0", "1", "2"), "5009")
    link = words.get("linktype", "2")
    must(link in ("1", "2", "3", "4"), "1001")
    stored = {"usr": cut(words.get("acc", ""), _KEPT), "pwd": cut(words.get("psw", ""), _KEPT)}
    stored |= {"lnTyp": link, "plus_mode": second}
    waits = words.get("waittime2" if link == "4" else "waittime")
    if link in ("1", "4") and waits is not None:
        stored["idle"] = str(number(waits))  # letters count as 0 [part 3]
    timers = {"tmr_sHr": "hour1", "tmr_sMin": "minute1", "tmr_eHr": "hour2", "tmr_eMin": "minute2"}
    if link == "3":
        stored |= {key: str(number(words[name])) for key, name in timers.items() if name in words}
    if second == "2":
        must(is_host(words.get("sta_ip", "")), "5003")
        must(is_mask(words.get("sta_mask", "")), "5004")
        stored |= {"plus_ip": words["sta_ip"], "plus_mask": words["sta_mask"]}
    box.put_wan(call, PPPOE, "wan_ppp", stored)


def _pppoe_advanced(box: Box, call: Call) -> bytes:
    """Give and take PPPoE's MTU, service and DNS; the account is not shown here [part 3]."""
    if call.saves:
        box.put(call, "wan_ppp", _advanced_words(call.words))
        box.restart_wan()
    own = box.words("wan_ppp")
    fixed = 1 if own["isp_en"] == "1" else 0
    manual = 1 if own["dns_auto"] == "0" else 0
    head: tuple[Item, ...] = (1, 0, 0, 1, 0, 0, 0, "", "", number(own["mtu"]), own["svNm"], own["acNm"], fixed)
    dns: tuple[Item, ...] = (own["isp_ip"], number(own["ecRq"]), manual, own["dns1"], own["dns2"])
    array = Array("pppoeInf", (*head, *dns, *(0,) * 12, *("",) * 4, 0, 0, 0))
    fields = [
        Field("wan", "hidden", "pppoeInf[5]"),
        Field("lcpMru", source="pppoeInf[9]", longest=4),
        Field("ServiceName", source="pppoeInf[10]", longest=31),
        Field("AcName", source="pppoeInf[11]", longest=31),
        Field("fixedIpEn", "checkbox", "pppoeInf[12]", ("2",)),
        Field("fixedIp", source="pppoeInf[13]", longest=15),
        Field("EchoReq", source="pppoeInf[14]", longest=3),
        Field("manual", "checkbox", "pppoeInf[15]", ("2",)),
        Field("dnsserver", source="pppoeInf[16]", longest=15),
        Field("dnsserver2", source="pppoeInf[17]", longest=15),
        Field("Advanced", "hidden", "", ("Advanced",)),
    ]
    return form_page(box.plate.title, (array,), "PPPoECfgAdvRpm.htm", fields)


def _advanced_words(words: Mapping[str, str]) -> dict[str, str]:
    """Check and give what an advanced page stores; the DNS pair is looked at before the MTU (order inferred)."""
    manual, fixed = "manual" in words, "fixedIpEn" in words
    pair = dns_pair(words, "5005", "5006") if manual else (NOWHERE, NOWHERE)
    ip = words.get("fixedIp", NOWHERE) if fixed else NOWHERE
    must(not fixed or is_host(ip), "5003")
    stored = {"mtu": ranged(words, "lcpMru", (576, 1492), "1006")}
    stored |= {"svNm": cut(words.get("ServiceName", ""), 31), "acNm": cut(words.get("AcName", ""), 31)}
    stored |= {"ecRq": ranged({"EchoReq": "0", **words}, "EchoReq", (0, 120), "1007")}
    stored |= {"isp_en": "1" if fixed else "0", "isp_ip": ip, "dns_auto": "0" if manual else "1"}
    return {**stored, "dns1": pair[0], "dns2": pair[1]}


def _mac_clone(box: Box, call: Call) -> bytes:
    """Give and take the WAN's MAC address; the factory's own is what "restore" sends back."""
    if call.saves:
        mac = call.words.get("mac1", "")
        must(_MAC.fullmatch(mac) is not None and int(mac[:2], 16) % 2 == 0 and set(mac) != {"0", "-"}, "5017")
        must(mac.upper() != box.mac(0), "5019")
        box.put(call, "wan", {"mac": mac})
        box.restart_wan()
    macs = Array("macCloneList", (box.wan_mac(), box.mac(1)))
    told = Array("macCloneInf", (1, CLIENT_MAC if address(call.client) else "00-00-00-00-00-00", 0))
    mac1 = Field("mac1", "text", "macCloneList[0]", longest=17, drawn=True)
    wan = Field("wan", "select", "", ("1",), drawn=True)
    return form_page(box.plate.title, (macs, told), "MacCloneCfgRpm.htm", [mac1, wan])


WAN: Final[Pages] = {
    "WanCfgRpm": _wan_cfg,
    "WanDynamicIpCfgRpm": _dynamic,
    "WanStaticIpCfgRpm": _static,
    "PPPoECfgRpm": _pppoe,
    "PPPoECfgAdvRpm": _pppoe_advanced,
    "MacCloneCfgRpm": _mac_clone,
}
