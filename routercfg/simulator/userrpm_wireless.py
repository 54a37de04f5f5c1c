"""The wireless pages of one or two bands: network, security, and the choice of bands.

Seen on the wire, 2.4 GHz only: [observed-tplink-wr1043nd §Pages, §Traps, parts 4, 5 and 8]. The 5 GHz pages were never
seen; they are played with the same names and places [tplink-legacy 1.8.1 says so too, as inferred].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from routercfg.simulator.userrpm_box import Box, Call, Handler, Pages
from routercfg.simulator.userrpm_checks import must, octets, ranged
from routercfg.simulator.userrpm_html import Array, Field, Item, form_page, number

LONGEST_SSID: Final = 32
_COUNTRIES: Final = 108
_KNOWN: Final = {83: "Russia", 98: "Ukraine", 101: "United States"}
"""Places in the page's list of countries that are documented [tplink-legacy 1.8.1]."""

_HEX: Final = re.compile(r"[0-9A-Fa-f]+")
_SECURITY: Final = ("secType", "pskSecOpt", "pskCipher", "interval", "wpaSecOpt", "wpaCipher", "intervalWpa")
_SHARED: Final = ("wepSecOpt", "keytype", "keynum")
_MODES: Final = {"wlan": ("4", "5"), "wlan5": ("1", "2", "3", "8")}
_CHANNELS: Final = {
    "wlan": tuple(str(number) for number in range(1, 14)),
    "wlan5": ("36", "40", "44", "48", "52", "56", "60", "64", "149", "153", "157", "161"),
}


def _suffix(section: str) -> str:
    return "_5g" if section == "wlan5" else ""


def countries() -> str:
    """Give the script that lists the countries: a row has its name and, in firmware, masks of channels behind it."""
    names = [_KNOWN.get(place, f"Country {place}") for place in range(_COUNTRIES)]
    rows = ",\n".join(f'"id=\\"t_r{place}\\">{name}<"' for place, name in enumerate(names))
    return (
        f'<SCRIPT type="text/javascript">\nvar Region_chan_table = new Array(\n{rows}\n);\n'
        "var region_chan_table_shift = 1;\n</SCRIPT>\n"
    )


def _save_network(box: Box, call: Call, section: str) -> None:
    """Store a network page: what is unticked is off, an empty name keeps the old one, any channel is taken [part 4].

    Selects and texts that are left out keep their value: so did they on the wire.
    """
    words = call.words
    ssid = words.get("ssid1", "")
    must(octets(ssid) <= LONGEST_SSID, "26107")
    stored = {"en": "1" if "ap" in words else "0", "ssid_brd": "1" if "broadcast" in words else "0"}
    stored |= {"bridgeEn": "1" if "wdsbrl" in words else "0", "speedboost": "1" if "speedboost" in words else "0"}
    kept = {"rgn_ind": "region", "mode_modes": "mode", "chanWidth": "chanWidth", "chnnl": "channel", "rate": "rate"}
    stored |= {key: str(number(words[name])) for key, name in kept.items() if words.get(name)}
    if ssid:
        stored["ssid"] = ssid
    texts = {"bridgeSsid": "brlssid", "bridgeBssid": "brlbssid", "bridgeKey": "keytext"}
    stored |= {key: words[name] for key, name in texts.items() if name in words}
    _store(box, call, section, stored)


def _store(box: Box, call: Call, section: str, words: Mapping[str, str]) -> None:
    box.put(call, section, words)
    if box.plate.wifi_waits:
        box.waiting.add(section)


def _network_array(box: Box, section: str) -> Array:
    own = box.words(section)
    flag = 1 if section in box.waiting else 0
    on, visible, secured = number(own["en"]), number(own["ssid_brd"]), 0 if own["sec"] == "0" else 1
    name = box.plate.ssid + ("_5G" if section == "wlan5" else "")
    head: tuple[Item, ...] = (0, 8, 0, own["ssid"], _COUNTRIES, number(own["rgn_ind"]), 1, number(own["mode_modes"]))
    radio = (on, visible, number(own["chnnl"]), number(own["chanWidth"]), number(own["rate"]), flag, 0, 2)
    others: tuple[Item, ...] = (f"{name}_2", f"{name}_3", f"{name}_4", 0, 0, 0)
    bridge: tuple[Item, ...] = (number(own["bridgeEn"]), own["bridgeSsid"], own["bridgeBssid"], 1, own["bridgeKey"], 1)
    security: tuple[Item, ...] = (secured, number(own["sec"]), number(own["pskCipher"]), 0, 1, 1, 1, "", on, 36)
    return Array("wlanPara", (*head, *radio, *others, *bridge, *security, number(own["speedboost"]), 1))


def _network(section: str) -> Handler:
    def page(box: Box, call: Call) -> bytes:
        if call.saves:
            _save_network(box, call, section)
        auto = ("15", *_CHANNELS[section])
        fields = [
            Field("ssid1", source="wlanPara[3]", longest=LONGEST_SSID),
            Field("region", "select", "wlanPara[5]", tuple(str(place) for place in range(_COUNTRIES)), drawn=True),
            Field("channel", "select", "wlanPara[10]", auto),
            Field("mode", "select", "wlanPara[7]", _MODES[section]),
            Field("chanWidth", "select", "wlanPara[11]", ("2", "1", "3")),
            Field("rate", "select", "wlanPara[12]", (box.words(section)["rate"],)),
            Field("speedboost", "checkbox", "wlanPara[38]", ("2",)),
            Field("ap", "checkbox", "wlanPara[8]", ("1",)),
            Field("broadcast", "checkbox", "wlanPara[9]", ("2",)),
            Field("wdsbrl", "checkbox", "wlanPara[22]", ("2",)),
            Field("brlssid", source="wlanPara[23]", longest=LONGEST_SSID),
            Field("brlbssid", source="wlanPara[24]", longest=17),
            Field("detctwds", "select", "wlanPara[39]", ("1", "2", "3")),
            Field("keytype", "select", "wlanPara[25]", ("1", "2", "3", "4")),
            Field("wepindex", "select", "wlanPara[27]", ("1", "2", "3", "4")),
            Field("authtype", "select", "wlanPara[32]", ("1", "2")),
            Field("keytext", source="wlanPara[26]"),
        ]
        action = f"WlanNetworkRpm{_suffix(section)}.htm"
        return form_page(box.plate.title, (_network_array(box, section),), action, fields, countries())

    return page


def _key_fits(key: str) -> bool:
    """Tell whether a WPA key is taken: 8 to 64 bytes; 64 need not be hexadecimal, as seen on the wire [part 5]."""
    return 8 <= octets(key) <= 64


def _interval(words: Mapping[str, str], name: str) -> None:
    """Refuse a renewal time between 1 and 29 seconds [part 5]."""
    if ranged(words, name, (0, 999999999), "26101") != "0":
        ranged(words, name, (30, 999999999), "26101")


_CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "secType": frozenset("0123"),
    "pskSecOpt": frozenset("123"),
    "pskCipher": frozenset("123"),
    "wpaSecOpt": frozenset("123"),
    "wpaCipher": frozenset("123"),
    "wepSecOpt": frozenset("123"),
    "keytype": frozenset("12"),
    "keynum": frozenset("1234"),
}


def _save_security(box: Box, call: Call, section: str) -> None:
    """Store a security page: WPA and WEP fields must be there whatever is chosen, or it is 26101 [parts 4 and 5].

    A key that does not fit is refused even while another kind of security, or none, is chosen: nobody saw that case,
    and the page sends the old key then (inferred).
    """
    words = call.words
    for name in (*_SECURITY, *_SHARED):
        must(name in words, "26101")
    for name, allowed in _CHOICES.items():
        must(words[name] in allowed, "26101")
    _interval(words, "interval")
    _interval(words, "intervalWpa")
    key = words.get("pskSecret")
    must(words["secType"] != "3" or (key is not None and _key_fits(key)), "26101")
    must(words["secType"] != "1" or _wep_fits(words), "26102")
    must(words["secType"] != "2" or bool(words.get("radiusIp")), "26114")
    stored = {"sec": words["secType"], "secSubType1": words["wepSecOpt"], "secSubType2": words["wpaSecOpt"]}
    stored |= {"secSubType3": words["pskSecOpt"], "pskCipher": words["pskCipher"], "wpaCipher": words["wpaCipher"]}
    stored |= {"GroupKeyUpdate": words["interval"], "wpaGroupKeyUpdate": words["intervalWpa"]}
    stored |= {"key_typ": words["keytype"], "wepIdx": words["keynum"]}
    if key is not None and _key_fits(key):
        stored["psk"] = key
    texts = {"Radius": "radiusIp", "RadiusPort": "radiusPort", "RadiusSecret": "radiusSecret"}
    stored |= {key: words[name] for key, name in texts.items() if name in words}
    stored |= {f"key_val{at}": words[f"key{at}"] for at in range(1, 5) if f"key{at}" in words}
    _store(box, call, section, stored)


def _wep_fits(words: Mapping[str, str]) -> bool:
    """Tell whether the chosen WEP key is as long as one may be, in hexadecimal or in letters."""
    key = words.get(f"key{words['keynum']}", "")
    if words["keytype"] == "1":
        return len(key) in (10, 26, 32) and _HEX.fullmatch(key) is not None
    return octets(key) in (5, 13, 16)


def _security_array(box: Box, section: str) -> Array:
    own = box.words(section)
    flag = 1 if section in box.waiting else 0
    options = own["secSubType1"] + own["secSubType2"] + own["secSubType3"]
    enabled = 0 if own["sec"] == "0" else 1
    head: tuple[Item, ...] = (8, enabled, number(own["sec"]), options, number(own["key_typ"]), 0, own["Radius"])
    keys: tuple[Item, ...] = (number(own["RadiusPort"]), own["RadiusSecret"], own["psk"], number(own["wepIdx"]))
    times = (number(own["GroupKeyUpdate"]), 0, number(own["wpaCipher"]), number(own["pskCipher"]))
    more = (number(own["wpaGroupKeyUpdate"]), flag, 0, number(own["mode_modes"]), 0, 1, "", 1)
    return Array("wlanPara", (*head, *keys, *times, *more))


def _wep_list(box: Box, section: str) -> Array:
    own = box.words(section)
    items: list[Item] = []
    for at in range(1, 5):
        key = own[f"key_val{at}"]
        items += [key, octets(key)]
    return Array("wlanList", tuple(items), wide=True)


def _security(section: str) -> Handler:
    def page(box: Box, call: Call) -> bytes:
        if call.saves:
            _save_security(box, call, section)
        array, wep = _security_array(box, section), _wep_list(box, section)
        action = f"WlanSecurityRpm{_suffix(section)}.htm"
        return form_page(box.plate.title, (array, wep), action, _SECURITY_FIELDS)

    return page


_SECURITY_FIELDS: Final = [
    Field("secType", "radio", "wlanPara[2]", ("0", "3", "2", "1")),
    Field("pskSecOpt", "select", "wlanPara[3].charAt(2)", ("3", "1", "2")),
    Field("pskCipher", "select", "wlanPara[14]", ("1", "2", "3")),
    Field("pskSecret", source="wlanPara[9]", longest=64),
    Field("interval", source="wlanPara[11]"),
    Field("wpaSecOpt", "select", "wlanPara[3].charAt(1)", ("3", "1", "2")),
    Field("wpaCipher", "select", "wlanPara[13]", ("1", "2", "3")),
    Field("radiusIp", source="wlanPara[6]", longest=15),
    Field("radiusPort", source="wlanPara[7]", longest=5),
    Field("radiusSecret", source="wlanPara[8]", longest=64),
    Field("intervalWpa", source="wlanPara[15]"),
    Field("wepSecOpt", "select", "wlanPara[3].charAt(0)", ("3", "1", "2")),
    Field("keytype", "select", "wlanPara[4]", ("1", "2")),
    Field("keynum", "radio", "wlanPara[10]", ("1", "2", "3", "4")),
    *(Field(f"key{at}", source=f"wlanList[{2 * at - 2}]", longest=32) for at in range(1, 5)),
    *(Field(f"length{at}", "select", f"wlanList[{2 * at - 1}]", ("0", "5", "13", "16")) for at in range(1, 5)),
]


def _bands(box: Box, call: Call) -> bytes:
    """Choose the bands that work: 3 both, 1 only 2.4 GHz, 2 only 5 GHz."""
    if call.saves:
        choice = call.words.get("WlanBand", "")
        must(choice in ("1", "2", "3"), "26100")
        box.put(call, "bands", {"on": choice})
        box.waiting.add("bands")
    array = Array("wlanBandInf", (number(box.words("bands")["on"]), 1 if "bands" in box.waiting else 0))
    field = Field("WlanBand", "radio", "wlanBandInf[0]", ("3", "1", "2"))
    return form_page(box.plate.title, (array,), "WlanBandRpm.htm", [field])


def _pages(section: str) -> dict[str, Callable[[Box, Call], bytes]]:
    end = _suffix(section)
    return {f"WlanNetworkRpm{end}": _network(section), f"WlanSecurityRpm{end}": _security(section)}


WIRELESS: Final[Pages] = _pages("wlan")
WIRELESS_5G: Final[Pages] = {**_pages("wlan5"), "WlanBandRpm": _bands}
