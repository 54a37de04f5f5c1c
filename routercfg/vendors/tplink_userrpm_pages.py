"""The old green pages as native words: what a browser would send for each, read from arrays and inputs.

A page's words are its inputs by name; a checkbox that is not ticked is the empty text. Names that begin with a dot are
not inputs but what else the page tells: ``.box.NAME`` what a checkbox sends when ticked, ``.choices.NAME`` and
``.label.NAME.VALUE`` the options of a list, ``.longest.NAME`` the page's own limit, ``.reboot`` whether what was
saved waits for a restart. Inputs of one name (``Lan``, one per port) are numbered, ``Lan#1``.

Sources of the places in the arrays: [observed-tplink-wr1043nd §Pages] before [tplink-legacy §1.7-1.10].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from routercfg.device import Native
from routercfg.dialects.userrpm_arrays import read_array
from routercfg.dialects.userrpm_forms import Input, filled_from, is_whole, read_inputs
from routercfg.errors import BadAnswer, Part

ACTIVE: Final = "WanCfgRpm.htm"
WAN: Final[Mapping[str, str]] = {
    "dhcp": "WanDynamicIpCfgRpm.htm",
    "static": "WanStaticIpCfgRpm.htm",
    "pppoe": "PPPoECfgRpm.htm",
    "l2tp": "L2TPCfgRpm.htm",
    "pptp": "PPTPCfgRpm.htm",
}
ADVANCED: Final = "PPPoECfgAdvRpm.htm"
MAC: Final = "MacCloneCfgRpm.htm"
LAN: Final = "NetworkCfgRpm.htm"
DHCP: Final = "LanDhcpServerRpm.htm"
NETWORK: Final[Mapping[str, str]] = {"2.4GHz": "WlanNetworkRpm.htm", "5GHz": "WlanNetworkRpm_5g.htm"}
SECURITY: Final[Mapping[str, str]] = {"2.4GHz": "WlanSecurityRpm.htm", "5GHz": "WlanSecurityRpm_5g.htm"}
RADIOS: Final = "WlanBandRpm.htm"
TIME: Final = "DateTimeCfgRpm.htm"
IPTV: Final = "LanBrModeRpm.htm"
IPTV_OLD: Final = "VlanTagCfgRpm.htm"
ACCOUNT: Final = "ChangeLoginPwdRpm.htm"
REBOOT: Final = "SysRebootRpm.htm"

EMPTY: Final = ("", "0.0.0.0")
"""How an address that is not set reads."""

Place: TypeAlias = "tuple[str, int] | tuple[str, int, int]"
"""Array, item and, where an item holds one digit per choice, the digit."""


def _in(array: str, **places: int) -> dict[str, Place]:
    return {name: (array, place) for name, place in places.items()}


def _tunnel(prefix: str, array: str) -> dict[str, Place]:
    """Give the places of L2TP and PPTP, which differ in the prefix of three names."""
    named = {"ServerName": 4, "Name": 5, "Pwd": 6, "Pwd_cfm": 6}
    shared = _in(array, IpType=3, mtu=12, idletime=13, linktype=14, sta_ip=18, sta_mask=19, sta_gw=20, sta_dns=26)
    return {**{prefix + name: (array, place) for name, place in named.items()}, **shared}


_NETWORK: Final = {
    **_in("wlanPara", ssid1=3, region=5, mode=7, ap=8, broadcast=9, channel=10, chanWidth=11, rate=12),
    **_in("wlanPara", ssid2=16, ssid3=17, ssid4=18, enssid2=19, enssid3=20, enssid4=21),
    **_in("wlanPara", wdsbrl=22, brlssid=23, brlbssid=24, keytype=25, keytext=26, wepindex=27, authtype=32),
}
_SECURITY: Final = {
    **_in("wlanPara", secType=2, keytype=4, radiusIp=6, radiusPort=7, radiusSecret=8, pskSecret=9, keynum=10),
    **_in("wlanPara", interval=11, wpaCipher=13, pskCipher=14, intervalWpa=15),
    **{name: ("wlanPara", 3, digit) for digit, name in enumerate(("wepSecOpt", "wpaSecOpt", "pskSecOpt"))},
    **_in("wlanList", key1=0, length1=1, key2=2, length2=3, key3=4, length3=5, key4=6, length4=7),
}
_PPPOE: Final = {
    **_in("pppoeInf", acc=7, psw=8, confirm=8, linktype=20, waittime=21, waittime2=21),
    **_in("pppoeInf", hour1=22, minute1=23, hour2=24, minute2=25, SecType=29, sta_ip=30, sta_mask=31),
}
_TIME: Final = {
    **_in("timeInf", month=0, day=1, year=2, hour=3, minute=4, second=5, timezone=6, ntpA=7, ntpB=8),
    **_in("timeInf", start_month=9, start_count=10, start_week=11, start_hour=12),
    **_in("timeInf", end_month=13, end_count=14, end_week=15, end_hour=16, daylightStatus=17),
}
_IPTV: Final = {
    **_in("modeSel", mode_sel=0, igmpEn=1),
    **_in("lanBrMode", ru_br=0),
    **_in("vidInfo", nat_vid=1, nat_pri=2, iptv_vid=3, iptv_pri=4, multi_iptv_vid=5, multi_iptv_pri=6),
    **_in("vidInfo", ip_phone_vid=7, ip_phone_pri=8, lan_brmask=9, lan_iptv_mask=10),
    **_in("vidInfo", vlanInetEnb=11, enable_multi_iptv=12),
}

PLACES: Final[Mapping[str, Mapping[str, Place]]] = {
    WAN["dhcp"]: _in("dhcpInf", mtu=18, manual=19, dnsserver=20, dnsserver2=22, flagMode=23, hostName=26),
    WAN["static"]: _in("staticIpInf", ip=12, mask=13, gateway=14, mtu=15, dnsserver=16, dnsserver2=17),
    WAN["pppoe"]: _PPPOE,
    WAN["l2tp"]: _tunnel("L2TP", "l2tpInf"),
    WAN["pptp"]: _tunnel("PPTP", "pptpInf"),
    ADVANCED: {
        **_in("pppoeInf", lcpMru=9, ServiceName=10, AcName=11, fixedIpEn=12, fixedIp=13, EchoReq=14),
        **_in("pppoeInf", manual=15, dnsserver=16, dnsserver2=17),
    },
    MAC: _in("macCloneList", mac1=0),
    LAN: _in("lanPara", lanip=1, lanmask=2, inputMask=3, igmpStatus=4),
    DHCP: _in("DHCPPara", dhcpserver=0, ip1=1, ip2=2, Lease=3, gateway=4, domain=5, dnsserver=6, dnsserver2=7),
    **dict.fromkeys(NETWORK.values(), _NETWORK),
    **dict.fromkeys(SECURITY.values(), _SECURITY),
    RADIOS: _in("wlanBandInf", WlanBand=0),
    TIME: _TIME,
    IPTV: _IPTV,
    ACCOUNT: {},
}
_MAIN: Final = {**{page: next(iter(places.values()))[0] for page, places in PLACES.items() if places}}
_MAIN[ACCOUNT] = "LoginPwdInf"
_TOLD: Final[Mapping[str, Mapping[str, Place]]] = {
    MAC: {".factory": ("macCloneList", 1), ".pc": ("macCloneInf", 1), ".fixed": ("macCloneInf", 2)},
    LAN: {".mac": ("lanPara", 0)},
    DHCP: {".reboot": ("DHCPPara", 8)},
    **{page: {".reboot": ("wlanPara", 13), ".regions": ("wlanPara", 6)} for page in NETWORK.values()},
    **{page: {".reboot": ("wlanPara", 16)} for page in SECURITY.values()},
    RADIOS: {".reboot": ("wlanBandInf", 1)},
    ACCOUNT: {".name": ("LoginPwdInf", 0)},
}
_PORT: Final = "Lan"
_NEVER_SENT: Final = {"pcmac"}  # shown, disabled [tplink-legacy §1.7.5]


def page_words(page: str, html: str) -> dict[str, str] | None:
    """Give the words of a page; None when it is not the page of that name (some builds show the status page instead).

    Raises BadAnswer for a page that is cut short, or whose arrays lack an item that an input is filled from.
    """
    if read_array(html, _MAIN[page], page) is None:
        return None
    if not is_whole(html):
        raise BadAnswer(page=page, detail=Part("reason.userrpm-cut"))
    reader = _Reader(page, html)
    words = reader.inputs()
    for name, place in _TOLD.get(page, {}).items():
        words[name] = reader.item(place) or ""
    if page == IPTV:
        _name_ports(words)
    return words


def offered(html: str) -> tuple[str, ...]:
    """Give the pages of the connection types that this firmware offers; empty when a page does not tell."""
    listed = read_array(html, "wantypeinfo", WAN["dhcp"]) or ()
    return tuple(item for item in listed if item.endswith(".htm"))


class _Reader:
    """One page while it is read."""

    def __init__(self, page: str, html: str) -> None:
        self.page, self.html = page, html
        self._places = PLACES[page]
        self._filled = filled_from(html)
        self._arrays: dict[str, tuple[str, ...] | None] = {}

    def item(self, place: Place) -> str | None:
        """Give an array item; None when it is not there."""
        name, at, *digit = place
        if name not in self._arrays:
            self._arrays[name] = read_array(self.html, name, self.page)
        array = self._arrays[name]
        text = array[at] if array is not None and at < len(array) else None
        if text is None or not digit:
            return text
        return text[digit[0] : digit[0] + 1] or None

    def inputs(self) -> dict[str, str]:
        """Give the words of all inputs. Of several with one name only the ports' lists are several values."""
        words: dict[str, str] = {}
        ports = 0
        for one in self._spread(read_inputs(self.html)):
            if one.name == _PORT and one.kind == "select":
                ports += 1
                self._add(words, f"{_PORT}#{ports}", one)
            elif one.name not in _NEVER_SENT and (one.kind == "radio" or one.name not in words):
                self._add(words, one.name, one)
        return words

    def _spread(self, inputs: tuple[Input, ...]) -> Iterator[Input]:
        """Turn an input that a script writes once per number into those that the arrays know."""
        for one in inputs:
            if not one.name.endswith("#"):
                yield one
                continue
            for name in self._places:
                if re.fullmatch(rf"{one.name[:-1]}\d", name):
                    yield Input(name, one.kind, name[-1] if one.kind == "radio" else "", longest=one.longest)

    def _add(self, words: dict[str, str], name: str, one: Input) -> None:
        told = self._told(one.name)
        if one.kind == "checkbox":
            ticked = one.ticked if told is None else told not in {"", "0"}
            words[f".box.{name}"] = one.value or "on"
            words[name] = words[f".box.{name}"] if ticked else ""
        elif one.kind == "radio":
            words[f".choices.{name}"] = f"{words.get(f'.choices.{name}', '')} {one.value}".strip()
            if told is not None or one.ticked:
                words[name] = one.value if told is None else told
        else:
            words[name] = one.value if told is None else told
            if one.choices:
                words[f".choices.{name}"] = " ".join(value for value, _ in one.choices)
                words |= {f".label.{name}.{value}": label for value, label in one.choices if name == "chanWidth"}
        if one.longest:
            words[f".longest.{name}"] = str(one.longest)

    def _told(self, name: str) -> str | None:
        """Give what the arrays say for an input, the page's own script before our table; None when neither knows it."""
        place = self._filled.get(name) or self._places.get(name)
        if place is None:
            return None
        told = self.item(place)
        if told is None:
            raise BadAnswer(page=self.page, detail=Part("reason.userrpm-array", (("name", place[0]),)))
        return told


def _name_ports(words: dict[str, str]) -> None:
    """Say what each LAN port carries: 0 internet, 1 IPTV, 2 telephone.

    The masks have one bit per port; that the lowest one is LAN1 is inferred (the reference knows only 15 for all four).
    """
    internet, television = (_number(words.get(name, "")) for name in ("lan_brmask", "lan_iptv_mask"))
    for name in [name for name in words if re.fullmatch(r"Lan#\d", name)]:
        bit = 1 << (int(name[-1]) - 1)
        words[name] = "0" if internet & bit else "1" if television & bit else "2"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


# And back.

_FIXED: Final[Mapping[str, Mapping[str, str]]] = {
    WAN["dhcp"]: {"wan": "0", "wantype": "0"},
    WAN["static"]: {"wan": "0", "wantype": "1"},
    WAN["pppoe"]: {"wan": "0", "wantype": "2"},
    WAN["l2tp"]: {"wan": "0", "wantype": "6"},
    WAN["pptp"]: {"wan": "0", "wantype": "7"},
    ADVANCED: {"wan": "0", "Advanced": "Advanced"},
    MAC: {"wan": "1"},
}
_PORT_MODE: Final = ("nat_vid", "nat_pri", "iptv_vid", "iptv_pri", "ip_phone_vid", "ip_phone_pri", "vlanInetEnb")
_ONLY_WHEN: Final[Mapping[str, tuple[str, str]]] = {
    "dnsserver": ("manual", "2"),
    "dnsserver2": ("manual", "2"),
    "fixedIp": ("fixedIpEn", "2"),
    "waittime": ("linktype", "1"),
    **dict.fromkeys(("hour1", "minute1", "hour2", "minute2"), ("linktype", "3")),
    "waittime2": ("linktype", "4"),
    **{
        f"{end}_{what}": ("daylightStatus", "2")
        for end in ("start", "end")
        for what in ("month", "count", "week", "hour")
    },
    "ru_br": ("mode_sel", "1"),
    **dict.fromkeys((*_PORT_MODE, "enable_multi_iptv", "multi_iptv_vid", "multi_iptv_pri", "Lan"), ("mode_sel", "2")),
}
"""An input that the page greys out unless another one, if it is there at all, has that value."""
_CLOCK: Final = {"month", "day", "year", "hour", "minute", "second"}


def whole_form(native: Native, page: str, words: Mapping[str, str]) -> dict[str, str]:
    """Give what a browser would send for a page after those changes: all of its inputs, unticked and grey ones not."""
    shown = native.get(page, {})
    now = {name: word for name, word in shown.items() if not name.startswith(".")}
    for name, word in words.items():
        now[name] = shown.get(f".box.{name}", word) if word else ""
    now |= _FIXED.get(page, {})
    if now.get("vapIdx") == "0":  # the array says 0 for the only network, the form calls it 1 [tplink-legacy §1.8.2]
        now["vapIdx"] = "1"
    sent = {name: word for name, word in now.items() if word or f".box.{name}" not in shown}
    return {name: word for name, word in sent.items() if _counts(name, now, shown)} | {"Save": "Save"}


def _counts(name: str, now: Mapping[str, str], shown: Mapping[str, str]) -> bool:
    switch, state = _ONLY_WHEN.get(name.partition("#")[0], ("", ""))
    if not switch or switch not in now:
        return True
    return bool(now[switch]) if f".box.{switch}" in shown else now[switch] == state


def old_form(native: Native, page: str) -> dict[str, str]:
    """Give what puts a page back to what it read."""
    return whole_form(native, page, {})


def differing(before: Native, now: Native, page: str) -> tuple[str, ...]:
    """Name the inputs of a page that are not what they were; a running clock does not count."""
    old, new = old_form(before, page), old_form(now, page)
    return tuple(n for n in {*old, *new} - _CLOCK if _same(old.get(n)) != _same(new.get(n)))


def _same(word: str | None) -> str | None:
    return "" if word == "0.0.0.0" else word
