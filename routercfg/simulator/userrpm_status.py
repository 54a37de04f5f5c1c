"""The status page and the pages that can only be read here.

Sources: [observed-tplink-wr1043nd part 1 and 8] for the long ``statusPara``, [tplink-legacy 1.6] for the short one;
lists of clients, guests and bands as dual-band builds show them [tplink-legacy 1.8, 1.9].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from routercfg.simulator.userrpm_box import L2TP, PPPOE, PPTP, Box, Call, Pages
from routercfg.simulator.userrpm_checks import NOWHERE
from routercfg.simulator.userrpm_html import Array, Item, number, page
from routercfg.simulator.userrpm_wan import CLIENT_MAC

_STRIDE: Final = 22
_REFRESH: Final = 20000
_TUNNELS: Final = (PPPOE, L2TP, PPTP)


def _status(box: Box, call: Call) -> bytes:
    """Give everything at a glance; its buttons dial and hang up the WAN, which is number 1 here and 0 elsewhere."""
    pressed = set(call.words)
    if {"Disconnect", "ReleaseIp"} & pressed:
        box.hang_up()
    elif {"Connect", "RenewIp"} & pressed:
        box.restart_wan()
    bands = [Array("wlanPara", _radio(box, "wlan"), wide=True)]
    if box.plate.dual_status:
        bands.append(Array("wlan5GPara", _radio(box, "wlan5") if box.plate.dual else _no_radio(), wide=True))
    lan = box.in_force("lan")
    arrays = (
        Array("statusPara", _numbers(box), wide=True),
        Array("lanPara", (box.mac(0), lan["ip"], lan["msk"]), wide=True),
        *bands,
        Array("statistList", (20679, 320564, 0, 0), wide=True),
        Array("wanPara", _wan(box), wide=True),
    )
    return page(box.plate.title, arrays)


def _numbers(box: Box) -> tuple[Item, ...]:
    """Give ``statusPara``; the dual-band code base has one more item in front, even on one band."""
    radios: tuple[Item, ...] = (1, 1 if box.plate.dual else 0) if box.plate.dual_status else (1,)
    tail: tuple[Item, ...] = (0,) if box.plate.dual_status else ()
    firmware, hardware = f"{box.plate.firmware} ", f"{box.plate.hardware} 00000000"
    return (*radios, 1, _STRIDE, _REFRESH, box.uptime(), firmware, hardware, *tail)


def _radio(box: Box, section: str) -> tuple[Item, ...]:
    """Give a band as it works now."""
    own = box.in_force(section)
    on, channel = number(own["en"]), number(own["chnnl"])
    if section not in ("wlan", "wlan5") or not _band_works(box, section):
        on = 0
    now = channel if channel not in (0, 15) else 36 if section == "wlan5" else 6
    mac = box.mac(0) if section == "wlan" else box.mac(2)
    base: tuple[Item, ...] = (on, own["ssid"], channel, number(own["mode_modes"]), mac, box.in_force("lan")["ip"])
    more: tuple[Item, ...] = (number(own["chanWidth"]), 8, number(own["rate"]), now if on else 0, 6)
    names: tuple[Item, ...] = () if box.plate.dual_status else (0, own["ssid"], "", "", "")
    return (*base, *more, *names)


def _band_works(box: Box, section: str) -> bool:
    """Tell whether the choice of bands leaves that band on."""
    chosen = box.words("bands").get("on", "3") if "bands" not in box.waiting else "3"
    return chosen in ("3", "1" if section == "wlan" else "2")


def _no_radio() -> tuple[Item, ...]:
    return (0, "", 0, 0, "", "", 0, 0, 0, 0, 0)


def _wan(box: Box) -> tuple[Item, ...]:
    """Give the one WAN's row; the type counts one higher than on the WAN pages."""
    lease, state = box.lease(), box.link(box.wantype)
    up = state == "up"
    dials = box.wantype in _TUNNELS
    head: tuple[Item, ...] = (4, box.wan_mac(), lease["ip"], int(box.wantype) + 1, lease["mask"], 0, 0)
    button = 3 if dials or not up else 1
    online = "0 day(s) 00:10:00" if up and dials else ""
    calls = {"up": 1, "connecting": 2, "down": 0}[state] if dials else 0
    dns = f"{lease['dns1']} , {lease['dns2']}"
    middle: tuple[Item, ...] = (
        lease["gateway"],
        button,
        1 if up else 0,
        0 if up else 1 if box.cable else 2,
        dns,
        online,
        calls,
    )
    second: tuple[Item, ...] = (0, NOWHERE, NOWHERE, NOWHERE, f"{NOWHERE} , {NOWHERE}", 0, 0, 0)
    return (*head, *middle, *second, 0, 0)


def _leases(box: Box, _call: Call) -> bytes:
    """Give the addresses handed out: one, to whoever asks, while the DHCP server is on."""
    own = box.words("dhcp")
    rows: tuple[Item, ...] = ("paper-kit", CLIENT_MAC, own["str"], "01:52:33") if own["en"] == "1" else ()
    return page(box.plate.title, (Array("DHCPDynList", rows), Array("DHCPDynPara", (len(rows) // 4, 4))))


def _reservations(box: Box, _call: Call) -> bytes:
    """Give the reserved addresses, MAC → address, all on one page; they can only be read here."""
    rows: list[Item] = []
    for mac, ip in sorted(box.words("dhcp_stc").items()):
        rows += [mac, ip, 1]
    return page(
        box.plate.title, (Array("dhcpList", tuple(rows)), Array("DHCPStaticPara", (1, 1, len(rows) // 3, 1, 8)))
    )


def _stations(box: Box, _call: Call) -> bytes:
    """Give the wireless clients: none."""
    return page(box.plate.title, (Array("wlanHostPara", (0, 1, 8, 5000, 4), wide=True), Array("hostList", ())))


def _guests(box: Box, _call: Call) -> bytes:
    """Give the guest network, which is off."""
    times = (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, "", "")
    guests: tuple[Item, ...] = (1, 1, 0, 0, "TP-LINK_Guest", "TP-LINK_Guest_5G", 1, 1, 0, 0, "333", "333")
    arrays = (
        Array("guestNetworkBandwidthInf", (0, 1000000, 1000000, 1024, 1024, 1)),
        Array("guestNetAccTime2gInf", times),
        Array("guestNetAccTime5gInf", times),
        Array("guestNetworkInf", guests, wide=True),
    )
    return page(box.plate.title, arrays)


def _fixed(name: str, *items: Item) -> Callable[[Box, Call], bytes]:
    """Give a page that always shows one array; a save there changes nothing."""
    return lambda box, _call: page(box.plate.title, (Array(name, items),))


def _bare(box: Box, _call: Call) -> bytes:
    """Give a page without anything to read."""
    return page(box.plate.title, ())


def _index(box: Box, _call: Call) -> bytes:
    """Give the frameset; its paths are relative, so they keep a session's own."""
    frames = (
        '<FRAMESET rows="92,*"><FRAME name="topFrame" src="../frames/top.htm"><FRAMESET cols="182,*">'
        '<FRAME name="bottomLeftFrame" src="../userRpm/MenuRpm.htm">'
        '<FRAME name="mainFrame" src="../userRpm/StatusRpm.htm"></FRAMESET></FRAMESET>\n'
    )
    return page(box.plate.title, (), frames)


STATUS: Final[Pages] = {
    "StatusRpm": _status,
    "AssignedIpAddrListRpm": _leases,
    "FixMapCfgRpm": _reservations,
    "WlanStationRpm": _stations,
    "WlanAdvRpm": _fixed("wlanAdv", 0, 100, 2346, 2346, 1, 1, 1, 0, 0, 0, 0, 1, 0),
    "ManageControlRpm": _fixed("managementPara", 80, NOWHERE, 0),
    "SystemLogRpm": _fixed("syslogWebConf", 0, 7, 0, 1),
    "Index": _index,
    **dict.fromkeys(("MenuRpm", "SysRouteTableRpm", "VirtualServerRpm", "UpnpCfgRpm"), _bare),
}
STATUS_5G: Final[Pages] = {
    "WlanStationRpm_5g": _stations,
    "GuestNetWirelessCfgRpm": _guests,
    **dict.fromkeys(("WpsCfgRpm", "WpsCfgRpm_5g", "WlanAdvRpm_5g", "GuestNetUsbCfgRpm"), _bare),
}
