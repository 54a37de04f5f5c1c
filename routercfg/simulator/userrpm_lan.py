"""The LAN, DHCP server and IPTV pages.

Seen on the wire: DHCP with its checks and their order, the refusal of a LAN address [observed-tplink-wr1043nd part 2
and 8]. The IPTV page is that of Russian firmware 3.13.2 [tplink-legacy 1.7.6]; which bit of its masks is which port was
never seen: LAN1 is the lowest here (inferred).
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address
from typing import Final

from routercfg.simulator.userrpm_box import REBOOT_SECONDS, Box, Call, Pages
from routercfg.simulator.userrpm_checks import NOWHERE, address, cut, dns_pair, is_mask, is_own, must, network, ranged
from routercfg.simulator.userrpm_html import Array, Field, form_page, number, page

_MASKS: Final = {"0": "255.0.0.0", "1": "255.255.0.0", "2": "255.255.255.0"}
_VID: Final = (2, 4094)
_PORTS: Final = 4


def restart_page(box: Box, host: str, reason: int) -> bytes:
    """Give the page that says where to go after the restart, which begins when the page has left.

    ``reason``: 0 reboot, 1 factory defaults, 3 settings uploaded, 6 another LAN address [tplink-legacy 1.11, point 5].
    """
    box.restart_soon()
    array = Array("rebootInf", (host, 80, REBOOT_SECONDS, reason, 0, host), wide=True)
    script = '<SCRIPT>parent.location.href = "http://" + rebootInf[0] + ":" + rebootInf[1];</SCRIPT>\n'
    return page(box.plate.title, (array,), script)


def _network(box: Box, call: Call) -> bytes:
    """Give and take the LAN address: another one restarts the router, which then answers there [tplink-legacy 1.9]."""
    if call.saves:
        old = box.words("lan")
        ip = call.words.get("lanip", "")
        must(is_own(ip), "5001")
        choice = call.words.get("lanmask", "2")
        mask = call.words.get("inputMask", "") if choice == "3" else _MASKS.get(choice, "")
        must(is_mask(mask), "5002")
        igmp = call.words.get("igmpStatus", old["igmp"])
        box.put(call, "lan", {"ip": ip, "msk": mask, "igmp": "1" if igmp == "1" else "0"})
        if (ip, mask) != (old["ip"], old["msk"]):
            _move_pool(box, ip, mask)
            box.waiting.add("lan")
            return restart_page(box, ip, 6)
    own = box.words("lan")
    place = next((number(key) for key, mask in _MASKS.items() if mask == own["msk"]), 3)
    array = Array("lanPara", (box.mac(0), own["ip"], place, own["msk"], number(own["igmp"])))
    fields = [
        Field("lanip", source="lanPara[1]", longest=15),
        Field("lanmask", "select", "lanPara[2]", ("0", "1", "2", "3")),
        Field("inputMask", source="lanPara[3]", longest=15),
        Field("igmpStatus", "select", "lanPara[4]", ("1", "0")),
    ]
    return form_page(box.plate.title, (array,), "NetworkCfgRpm.htm", fields)


def _move_pool(box: Box, ip: str, mask: str) -> None:
    """Take pool and gateway along into the new subnet, host parts as they were, as the vendor's guides say (known)."""
    if box.words("lan")["ip"] != ip:  # a fault kept the old one
        return
    net = network(ip, mask)
    own = box.words("dhcp")
    moved = {"gw": ip}
    for key in ("str", "end"):
        old = address(own[key])
        if old is not None:
            moved[key] = str(IPv4Address(int(net.network_address) | (int(old) & int(net.hostmask))))
    box.router.store.update("dhcp", moved)


def _dhcp(box: Box, call: Call) -> bytes:
    """Give and take the DHCP server: partial sets fail, a turned-round pool is swapped in silence; needs a restart."""
    if call.saves:
        box.put(call, "dhcp", _dhcp_words(box, call.words))
        box.waiting.add("dhcp")
    own = box.words("dhcp")
    flag = 1 if "dhcp" in box.waiting else 0
    shown = (number(own["en"]), own["str"], own["end"], number(own["tm"]), own["gw"], own["dom"])
    array = Array("DHCPPara", (*shown, own["dns1"], own["dns2"], flag))
    names = ("ip1", "ip2", "Lease", "gateway", "domain", "dnsserver", "dnsserver2")
    fields = [Field("dhcpserver", "radio", "DHCPPara[0]", ("0", "1"))]
    fields += [Field(name, source=f"DHCPPara[{at}]", longest=15) for at, name in enumerate(names, 1)]
    return form_page(box.plate.title, (array,), "LanDhcpServerRpm.htm", fields)


def _dhcp_words(box: Box, words: Mapping[str, str]) -> dict[str, str]:
    """Check in the order that the wire showed: gateway, lease, pool, DNS [part 2]."""
    lan = box.in_force("lan")
    sound = is_own(lan["ip"]) and is_mask(lan["msk"])
    net = network(lan["ip"], lan["msk"]) if sound else network("192.168.0.1", "255.255.255.0")
    gateway = words.get("gateway") or NOWHERE
    found = address(gateway)
    must(gateway == NOWHERE or (found is not None and found in net), "26106")
    lease = ranged(words, "Lease", (1, 2880), "2004")
    first, last = (address(words.get(name, "")) for name in ("ip1", "ip2"))
    must(first is not None and first in net, "2005")
    must(last is not None and last in net, "2006")
    pool = sorted(found for found in (first, last) if found is not None)
    pair = dns_pair(words, "2002", "2003")
    stored = {"en": "0" if words.get("dhcpserver") == "0" else "1", "str": str(pool[0]), "end": str(pool[-1])}
    stored |= {"tm": lease, "gw": gateway, "dom": cut(words.get("domain", ""), 31)}
    return {**stored, "dns1": pair[0], "dns2": pair[1]}


def _iptv(box: Box, call: Call) -> bytes:
    """Give and take IPTV by bridge port or by 802.1Q; every save restarts the router."""
    if call.saves:
        box.put(call, "iptv", _iptv_words(box, call))
        return restart_page(box, box.in_force("lan")["ip"], 0)
    own = box.words("iptv")
    vids = [number(own[name]) for name in _VID_WORDS]
    info = (0, *vids, number(own["lan_brmask"]), number(own["lan_iptv_mask"]), number(own["vlanInetEnb"]))
    arrays = (
        Array("modeSel", (number(own["mode_sel"]), number(own["igmpEn"]))),
        Array("lanBrMode", (number(own["ru_br"]),)),
        Array("vidInfo", (*info, number(own["enable_multi_iptv"]))),
    )
    return form_page(box.plate.title, arrays, "LanBrModeRpm.htm", _IPTV_FIELDS)


_VID_WORDS: Final = (
    *("nat_vid", "nat_pri", "iptv_vid", "iptv_pri"),
    *("multi_iptv_vid", "multi_iptv_pri", "ip_phone_vid", "ip_phone_pri"),
)
_PRIORITIES: Final = tuple("01234567")


def _vid_fields() -> list[Field]:
    fields = []
    for at, name in enumerate(_VID_WORDS, 1):
        kind, values = ("select", _PRIORITIES) if name.endswith("_pri") else ("text", ())
        fields.append(Field(name, kind, f"vidInfo[{at}]", values))
    return fields


_IPTV_FIELDS: Final = [
    Field("igmpEn", "select", "modeSel[1]", ("0", "1")),
    Field("mode_sel", "select", "modeSel[0]", ("0", "1", "2")),
    Field("ru_br", "select", "lanBrMode[0]", ("1", "2")),
    Field("vlanInetEnb", "radio", "vidInfo[11]", ("0", "1")),
    *_vid_fields(),
    Field("enable_multi_iptv", "checkbox", "vidInfo[12]", ("1",)),
    *(Field("Lan", "select", "", ("0", "1", "2")) for _ in range(_PORTS)),
    Field("lan_brmask", "hidden", "vidInfo[9]"),
    Field("lan_iptv_mask", "hidden", "vidInfo[10]"),
    Field("lan_ipphonemask", "hidden"),
]


def _iptv_words(box: Box, call: Call) -> dict[str, str]:
    """Check and give what an IPTV page stores; the codes are inferred, nobody saw a refusal of this page.

    The masks decide, since the page computes them from its port selects; numbers are looked at only in the VLAN mode,
    because the page disables them otherwise; one that is left out keeps its value.
    """
    words = call.words
    mode = words.get("mode_sel", "")
    must(mode in ("0", "1", "2"), "5009")
    stored = {"mode_sel": mode, "igmpEn": "1" if words.get("igmpEn", box.words("iptv")["igmpEn"]) == "1" else "0"}
    if mode == "1":
        must(words.get("ru_br", "") in ("1", "2"), "5009")
        stored["ru_br"] = words["ru_br"]
    if mode == "2":
        stored |= _vlan_words({**{name: box.words("iptv")[name] for name in _VID_WORDS}, **words})
    return stored


def _vlan_words(words: Mapping[str, str]) -> dict[str, str]:
    """Check the VLAN numbers: each in range, no two alike, and one port stays with the Internet [providers 6]."""
    multi = "enable_multi_iptv" in words
    tagged = words.get("vlanInetEnb", "0") == "1"
    stored = {"vlanInetEnb": "1" if tagged else "0", "enable_multi_iptv": "1" if multi else "0"}
    used: list[str] = []
    for name in _VID_WORDS:
        if (name.startswith("nat_") and not tagged) or (name.startswith("multi_") and not multi):
            continue
        limits = (0, 7) if name.endswith("_pri") else _VID
        stored[name] = ranged(words, name, limits, "5009")
        used += [] if name.endswith("_pri") else [stored[name]]
    must(len(set(used)) == len(used), "5009")
    everything = (1 << _PORTS) - 1
    for name in ("lan_brmask", "lan_iptv_mask"):
        stored[name] = ranged(words, name, (0, everything), "5009")
    must(stored["lan_brmask"] != "0", "5009")
    must(number(stored["lan_brmask"]) & number(stored["lan_iptv_mask"]) == 0, "5009")
    return stored


LAN: Final[Pages] = {"NetworkCfgRpm": _network, "LanDhcpServerRpm": _dhcp}
IPTV: Final[Pages] = {"LanBrModeRpm": _iptv}
