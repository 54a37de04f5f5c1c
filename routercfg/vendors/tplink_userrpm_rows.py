"""Our words beside the inputs of the old green pages.

Values and limits: [observed-tplink-wr1043nd §Pages] before [tplink-legacy §1.7-1.10]. Rows that depend on what the
router shows (its own MAC, the word for an automatic channel) are made from its native words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.settings import AUTO, AUTOMATIC, Running, Value
from routercfg.vendors.rows import Row, choice_row, text_row
from routercfg.vendors.tplink_rows import address_row, number_row, secret_row
from routercfg.vendors.tplink_userrpm_pages import (
    ADVANCED,
    DHCP,
    EMPTY,
    LAN,
    MAC,
    NETWORK,
    SECURITY,
    TIME,
    WAN,
)
from routercfg.vendors.tplink_zones import MINUTES

_NOTHING: Final = "0.0.0.0"
_MASKS: Final[Mapping[str, str]] = {"0": "255.0.0.0", "1": "255.255.0.0", "2": "255.255.255.0"}
_OTHER_MASK: Final = "3"
_AUTO_CHANNELS: Final = ("15", "0")
_WIDTHS: Final[Mapping[str, str]] = {"1": "20", "2": AUTO, "3": "40"}
REGIONS: Final[Mapping[str, str]] = {"RU": "83", "UA": "98", "US": "101"}
"""Places of countries in ``Region_chan_table``; the others' are not known [tplink-legacy §1.8.1]."""

_SECURITY: Final[Mapping[Value, tuple[str, ...]]] = {
    "open": ("0", "2", "3"),
    "wpa": ("3", "1", "1"),
    "wpa/wpa2": ("3", "3", "1"),
    "wpa2": ("3", "2", "3"),
}
_PSK: Final = {"1": "wpa", "2": "wpa2", "3": "wpa/wpa2"}
_PPPOE_SECOND: Final[Mapping[Value, tuple[str, ...]]] = {"none": ("0",), "dhcp": ("1",), "static": ("2",)}
_TUNNEL_SECOND: Final[Mapping[Value, tuple[str, ...]]] = {"dhcp": ("0",), "static": ("1",)}
SECONDS: Final[Mapping[str, Mapping[Value, tuple[str, ...]]]] = {
    "dhcp": {"none": ()},
    "static": {"none": ()},
    "pppoe": _PPPOE_SECOND,
    "l2tp": _TUNNEL_SECOND,
    "pptp": _TUNNEL_SECOND,
}
"""What the second connection of dual access can be with a connection type, in our word and the router's."""
_PREFIX: Final = {"l2tp": "L2TP", "pptp": "PPTP"}


def _tick(word: object) -> str:
    """Give a text for a checkbox; the page's own value takes its place when it is sent."""
    return "2" if word else ""


def _pair(value: Value) -> tuple[str, str]:
    first, second, *_ = (*value, _NOTHING, _NOTHING) if isinstance(value, tuple) else (_NOTHING, _NOTHING)
    return first, second


def _servers(words: tuple[str, ...]) -> Running:
    return tuple(word for word in words if word not in EMPTY) or AUTOMATIC


def pair_row(path: str, page: str) -> Row:
    """Make the row of two name servers; none set means automatic."""
    return Row(path, page, ("dnsserver", "dnsserver2"), _pair, _servers)


def manual_pair_row(path: str, page: str) -> Row:
    """Make the row of two name servers behind a checkbox."""

    def to(value: Value) -> tuple[str, ...]:
        return (_tick(isinstance(value, tuple)), *_pair(value))

    def back(words: tuple[str, ...]) -> Running | None:
        return _servers(words[1:]) if words[0] else AUTOMATIC

    return Row(path, page, ("manual", "dnsserver", "dnsserver2"), to, back)


def _password_row(path: str, page: str, names: tuple[str, ...]) -> Row:
    """Make the row of a secret that some builds want twice."""
    one = secret_row(path, page, names[0])
    return Row(path, page, names, lambda value: one.to(value) * len(names), one.back)


def _shown(native: Native, page: str, *names: str) -> tuple[str, ...]:
    return tuple(name for name in names if name in native.get(page, {}))


def wan_rows(native: Native, protocol: str, secondary: str) -> tuple[Row, ...]:
    """Give the rows of a connection type; those of an address depend on the second connection."""
    page = WAN[protocol]
    if protocol == "dhcp":
        return (number_row("wan.mtu", page, "mtu"), manual_pair_row("dns.servers", page))
    if protocol == "static":
        return (
            *(address_row(f"wan.{our}", page, its) for our, its in (("address", "ip"), ("mask", "mask"))),
            address_row("wan.gateway", page, "gateway"),
            number_row("wan.mtu", page, "mtu"),
            pair_row("dns.servers", page),
        )
    own = _pppoe_rows(native) if protocol == "pppoe" else _tunnel_rows(native, protocol)
    if secondary != "static":
        return own
    second = (address_row("wan.address", page, "sta_ip"), address_row("wan.mask", page, "sta_mask"))
    return (*own, *second) if protocol == "pppoe" else (*own, *second, address_row("wan.gateway", page, "sta_gw"))


def _pppoe_rows(native: Native) -> tuple[Row, ...]:
    page = WAN["pppoe"]
    return (
        text_row("wan.username", page, "acc"),
        _password_row("wan.password", page, ("psw", *_shown(native, page, "confirm"))),
        choice_row("wan.secondary", page, ("SecType",), _PPPOE_SECOND),
        number_row("wan.mtu", ADVANCED, "lcpMru"),
        text_row("wan.service_name", ADVANCED, "ServiceName"),
        manual_pair_row("dns.servers", ADVANCED),
    )


def _tunnel_rows(native: Native, protocol: str) -> tuple[Row, ...]:
    """Give the rows of L2TP and PPTP: without name servers of their own, so that these go to the DHCP server."""
    page, prefix = WAN[protocol], _PREFIX[protocol]
    return (
        text_row("wan.username", page, f"{prefix}Name"),
        _password_row("wan.password", page, (f"{prefix}Pwd", *_shown(native, page, f"{prefix}Pwd_cfm"))),
        text_row("wan.server", page, f"{prefix}ServerName"),
        choice_row("wan.secondary", page, ("IpType",), _TUNNEL_SECOND),
        number_row("wan.mtu", page, "mtu"),
        pair_row("dns.servers", DHCP),
    )


def mac_row(native: Native) -> Row:
    """Make the row of the WAN port's hardware address: the page has no words for default and clone, only addresses."""
    page = native.get(MAC, {})
    named = {"default": page.get(".factory", ""), "clone": page.get(".pc", "")}

    def to(value: Value) -> tuple[str, ...]:
        return ((named.get(str(value)) or str(value)).replace(":", "-").upper(),)

    def back(words: tuple[str, ...]) -> Running | None:
        ours = words[0].replace("-", ":").upper()
        known = (our for our, its in named.items() if its.replace("-", ":").upper() == ours)
        return next(known, ours) or None

    return Row("wan.mac", MAC, ("mac1",), to, back)


def auto_channel(native: Native, band: str) -> str:
    """Give the page's word for an automatic channel: 15 on most builds, 0 on some [tplink-legacy §1.8.1]."""
    page = native.get(NETWORK[band], {})
    listed = page.get(".choices.channel", "").split()
    return next((word for word in _AUTO_CHANNELS if word in (page.get("channel"), *listed)), _AUTO_CHANNELS[0])


def widths(native: Native, band: str) -> dict[str, str]:
    """Give the page's words for channel widths: those of its list by their labels, else the three known ones."""
    page = native.get(NETWORK[band], {})
    found: dict[str, str] = {}
    for word in page.get(".choices.chanWidth", "").split():
        label = page.get(f".label.chanWidth.{word}", "")
        named = re.search(r"\b(20|40|80|160) ?MHz", label)
        if named is not None or word in _WIDTHS:
            found[word] = named[1] if named is not None else _WIDTHS[word]
    return found or dict(_WIDTHS)


def _number_or_auto(path: str, page: str, name: str, known: Mapping[str, str]) -> Row:
    """Make a row for a number or ``auto``; ``known`` are words that stand for something else than themselves."""
    back_words = {ours: word for word, ours in reversed([*known.items()])}

    def back(words: tuple[str, ...]) -> Running | None:
        ours = known.get(words[0], words[0])
        return AUTO if ours == AUTO else int(ours) if ours.isascii() and ours.isdigit() else None

    return Row(path, page, (name,), lambda value: (back_words.get(str(value), str(value)),), back)


def _security_back(words: tuple[str, ...]) -> Running | None:
    """Read a security; WEP, enterprise and WPA2 with the old TKIP cipher are none of ours."""
    kind, version, cipher = words
    if kind == "0":
        return "open"
    if kind != "3" or (version, cipher) == ("2", "2"):
        return None
    return _PSK.get(version)


def _clean(words: tuple[str, ...]) -> Running | None:
    """Read a text that may be in no known encoding: what is not UTF-8 becomes U+FFFD."""
    return words[0].encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def radio_rows(native: Native, band: str) -> tuple[Row, ...]:
    """Give the rows of one band: two pages."""
    page, at = NETWORK[band], f"wifi.bands.{band}."
    auto = auto_channel(native, band)
    channels = {auto: AUTO, **dict.fromkeys(_AUTO_CHANNELS, AUTO)}
    security = ("secType", "pskSecOpt", "pskCipher")
    return (
        Row(at + "enabled", page, ("ap",), lambda value: (_tick(value),), lambda words: bool(words[0])),
        Row(at + "ssid", page, ("ssid1",), lambda value: (str(value),), _clean),
        Row(at + "security", SECURITY[band], security, lambda value: _SECURITY[value], _security_back),
        secret_row(at + "password", SECURITY[band], "pskSecret"),
        Row(at + "hidden", page, ("broadcast",), lambda value: (_tick(not value),), lambda words: not words[0]),
        _number_or_auto(at + "channel", page, "channel", channels),
        _number_or_auto(at + "width", page, "chanWidth", widths(native, band)),
    )


def _mask_row() -> Row:
    def to(value: Value) -> tuple[str, ...]:
        kind = next((word for word, mask in _MASKS.items() if mask == value), _OTHER_MASK)
        return (kind, str(value))

    def back(words: tuple[str, ...]) -> Running | None:
        return _MASKS.get(words[0]) or (words[1] if words[0] == _OTHER_MASK else None)

    return Row("lan.mask", LAN, ("lanmask", "inputMask"), to, back)


COUNTRY_ROW: Final = choice_row(
    "wifi.country", NETWORK["2.4GHz"], ("region",), {ours: (word,) for ours, word in REGIONS.items()}
)
LAN_ROWS: Final = (text_row("lan.address", LAN, "lanip"), _mask_row())
CLIENTS_ROW: Final = pair_row("dns.clients", DHCP)
DHCP_ROWS: Final = (
    choice_row("lan.dhcp.enabled", DHCP, ("dhcpserver",), {True: ("1",), False: ("0",)}),
    text_row("lan.dhcp.first", DHCP, "ip1"),
    text_row("lan.dhcp.last", DHCP, "ip2"),
    CLIENTS_ROW,
)
ZONE_ROW: Final = choice_row("time.zone", TIME, ("timezone",), {zone: (code,) for zone, code in MINUTES.items()})
