"""Our words beside the attributes of the object interface (text dialects), object by object.

A page is an object and its instance, ``LAN_WLAN#1,1,0,0,0,0``. Sources:
[observed-tplink-wr841n-v14 §Objects, parts 5-8; data/wr841n-v14-objects.txt] before [tplink-web §5.9-5.11].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.dialects.tplink_objects import ROOT
from routercfg.settings import AUTO, AUTOMATIC, BANDS, NONE, Running, Value
from routercfg.vendors.rows import Row, choice_row, text_row
from routercfg.vendors.tplink_rows import EMPTY, address_row, secret_row
from routercfg.vendors.tplink_zones import MINUTES

INFO: Final = f"IGD_DEV_INFO#{ROOT}"
FORWARDING: Final = f"L3_FORWARDING#{ROOT}"
TIME: Final = f"TIME#{ROOT}"
CLIENT: Final = f"/cgi/info#{ROOT}"
IPTV: Final = f"ETH_IPTV_CFG#{ROOT}"

KEEP: Final = "\0"
"""A native word that is not sent: the router keeps what it has."""

_ON_OFF: Final[Mapping[Value, tuple[str, ...]]] = {True: ("1",), False: ("0",)}
_HIDDEN: Final[Mapping[Value, tuple[str, ...]]] = {True: ("0",), False: ("1",)}

_PSK: Final = "PSKAuthentication"
_SAE: Final = "SAEAuthentication"
_AES: Final = "AESEncryption"
_TKIP: Final = "TKIPEncryption"
_BOTH: Final = "TKIPandAESEncryption"
_11I: Final = {"IEEE11iAuthenticationMode": _PSK, "IEEE11iEncryptionModes": _AES}
_WPA3: Final = {"WPA3AuthenticationMode": _SAE, "WPA3EncryptionModes": _AES}
SECURITY: Final[Mapping[Value, Mapping[str, str]]] = {
    "open": {"beaconType": "Basic", "basicAuthenticationMode": "None", "basicEncryptionModes": "None"},
    "wpa": {"beaconType": "WPA", "WPAAuthenticationMode": _PSK, "WPAEncryptionModes": _TKIP},
    "wpa/wpa2": {
        "beaconType": "WPAand11i",
        "WPAAuthenticationMode": _PSK,
        "WPAEncryptionModes": _BOTH,
        "IEEE11iAuthenticationMode": _PSK,
        "IEEE11iEncryptionModes": _BOTH,
    },
    "wpa2": {"beaconType": "11i", **_11I},
    "wpa2/wpa3": {"beaconType": "WPA3and11i", **_11I, **_WPA3},
    "wpa3": {"beaconType": "WPA3", **_WPA3},
}
"""What each security sets. ``None`` for open is what a router without encryption reads; the WPA3 words are those that
the v14 shows; WPA with TKIP and the mixed mode are [tplink-web §5.11]."""
_SECURITY_NAMES: Final = tuple(dict.fromkeys(name for words in SECURITY.values() for name in words))
_AUTHENTICATION: Final[Mapping[str, str]] = {
    "WPA": "WPAAuthenticationMode",
    "11i": "IEEE11iAuthenticationMode",
    "WPAand11i": "IEEE11iAuthenticationMode",
}

CHANNELS: Final[Mapping[str, frozenset[int]]] = {
    "2.4GHz": frozenset(range(1, 14)),
    "5GHz": frozenset((*range(36, 65, 4), *range(100, 145, 4), *range(149, 166, 4))),
}
"""Channels of a band whose router lists none; its server would take 99 [observed-tplink-wr841n-v14 §Objects]."""
WIDTHS: Final[Mapping[str, frozenset[int]]] = {"2.4GHz": frozenset((20, 40)), "5GHz": frozenset((20, 40, 80))}


def pages(native: Native, oid: str) -> tuple[str, ...]:
    """Give the pages of one object, in the order of their stacks; routers list instances in any order."""
    found = [page for page in native if page.partition("#")[0] == oid]
    return tuple(sorted(found, key=lambda page: [int(number) for number in page.partition("#")[2].split(",")]))


def servers(text: str) -> tuple[str, ...]:
    """Give the addresses of a comma pair.

    >>> servers("9.9.9.9,0.0.0.0")
    ('9.9.9.9',)
    """
    return tuple(word for word in (part.strip() for part in text.split(",")) if word not in EMPTY)


def pair(value: Value) -> str:
    """Write addresses as the comma pair; what is not there is 0.0.0.0, as routers themselves read."""
    given = value if isinstance(value, tuple) else ()
    return ",".join((*given, *EMPTY[1:] * 2)[:2])


def pair_row(path: str, page: str, name: str) -> Row:
    """Make a row for a comma pair; none set means automatic."""
    return Row(path, page, (name,), lambda value: (pair(value),), lambda words: servers(words[0]) or AUTOMATIC)


def switched_pair_row(path: str, page: str, names: tuple[str, str]) -> Row:
    """Make a row for a switch and a comma pair that counts when it says 1; otherwise the provider's are shown there."""

    def back(words: tuple[str, ...]) -> Running | None:
        return (servers(words[1]) or AUTOMATIC) if words[0] == "1" else AUTOMATIC

    def to(value: Value) -> tuple[str, ...]:
        return ("1", pair(value)) if isinstance(value, tuple) else ("0", pair(()))

    return Row(path, page, names, to, back)


def mac_row(page: str, names: tuple[str, str], client: str, dash: str = ":") -> Row:
    """Make the row of the WAN hardware address: a switch and an address. ``client`` is this computer's, if told."""

    def to(value: Value) -> tuple[str, ...]:
        if value == "default":
            return ("0", KEEP)
        return ("1", (client if value == "clone" else str(value)).replace(":", dash))

    def back(words: tuple[str, ...]) -> Running | None:
        if words[0] != "1":
            return "default"
        address = words[1].replace(dash, ":").upper()
        return "clone" if client and address == client else address or None

    return Row("wan.mac", page, names, to, back)


def client_address(native: Native) -> str:
    """Give this computer's hardware address as the router sees it, ``AA:BB:CC:DD:EE:FF``; empty when it is not told."""
    return native.get(CLIENT, {}).get("clientMac", "").replace("-", ":").upper()


def vlan_row(page: str, names: tuple[str, str]) -> Row:
    """Make the row of the internet VLAN: a switch and a number."""

    def to(value: Value) -> tuple[str, ...]:
        return ("0", KEEP) if value == NONE else ("1", str(value))

    def back(words: tuple[str, ...]) -> Running | None:
        if words[0] != "1":
            return NONE
        return int(words[1]) if re.fullmatch(r"[1-9]\d{0,3}", words[1]) else None

    return Row("wan.vlan", page, names, to, back)


# Wi-Fi.


def radio_pages(native: Native) -> dict[str, str]:
    """Give the page of each band this hardware has.

    Single-band models list a dead 5 GHz instance, switched off [observed-tplink-wr841n-v14 part 5]; nothing in it says
    so, hence the model's name decides: a TL-WR without AC has one band [providers §5].
    """
    found: dict[str, str] = {}
    for page in pages(native, "LAN_WLAN"):
        told = native[page].get("X_TP_Band", "")
        number = page.partition("#")[2].split(",")[1]
        name = {"2": BANDS[0], "5": BANDS[1]}.get(told[:1], BANDS[1] if number == "2" else BANDS[0])
        found.setdefault(name, page)
    model = native.get(INFO, {}).get("modelName", "").upper()
    if model.startswith("TL-WR") and "AC" not in model and len(found) > 1:
        found = {BANDS[0]: found[BANDS[0]]}
    return {band: found[band] for band in BANDS if band in found}


def security_row(path: str, native: Native, page: str) -> Row:
    """Make the row of a band's security, over those attributes that this firmware shows."""
    names = tuple(name for name in _SECURITY_NAMES if name in native.get(page, {})) or ("beaconType",)

    def to(value: Value) -> tuple[str, ...]:
        return tuple(SECURITY[value].get(name, KEEP) for name in names)

    return Row(path, page, names, to, lambda words: _security(dict(zip(names, words, strict=True))))


def _security(told: Mapping[str, str]) -> Running | None:
    """Read a security. WEP, RADIUS, and WPA2 with the old TKIP cipher are none of ours."""
    beacon = told.get("beaconType", "")
    if beacon == "Basic":
        return "open" if told.get("basicEncryptionModes", "None") == "None" else None
    if told.get(_AUTHENTICATION.get(beacon, ""), _PSK) != _PSK:
        return None
    if beacon == "11i" and told.get("IEEE11iEncryptionModes") == _TKIP:
        return None
    return {words["beaconType"]: str(value) for value, words in SECURITY.items()}.get(beacon)


def channel_row(path: str, page: str, names: tuple[str, str]) -> Row:
    """Make the row of the channel: a switch for automatic, and a number that stays as it is with it."""

    def back(words: tuple[str, ...]) -> Running | None:
        if words[0] == "1" or words[1] == "0":
            return AUTO
        return int(words[1]) if words[1].isascii() and words[1].isdigit() else None

    return Row(path, page, names, lambda value: ("1", KEEP) if value == AUTO else ("0", str(value)), back)


def width_row(path: str, page: str, name: str, unit: str) -> Row:
    """Make the row of the channel width, ``20M``; ``unit`` is how this firmware writes megahertz."""

    def back(words: tuple[str, ...]) -> Running | None:
        told = re.fullmatch(r"(\d+)[A-Za-z]*", words[0])
        return int(told[1]) if told else AUTO if words[0].lower() == AUTO else None

    return Row(path, page, (name,), lambda value: ("Auto" if value == AUTO else f"{value}{unit}",), back)


def country_row(native: Native, page: str) -> Row:
    """Make the row of the country: two letters, and what the router writes after them (``DE `` with a blank)."""
    tail = native.get(page, {}).get("regulatoryDomain", "")[2:]

    def back(words: tuple[str, ...]) -> Running | None:
        return words[0].strip() if re.fullmatch(r"[A-Z]{2}\s*", words[0]) else None

    return Row("wifi.country", page, ("regulatoryDomain",), lambda value: (f"{value}{tail}",), back)


def radio_rows(native: Native, band: str) -> tuple[Row, ...]:
    """Give the rows of one band; none when the hardware does not have it."""
    page = radio_pages(native).get(band)
    if page is None:
        return ()
    at = f"wifi.bands.{band}."
    unit = "" if native[page].get("X_TP_Bandwidth", "").isdigit() else "M"
    return (
        choice_row(at + "enabled", page, ("enable",), _ON_OFF),
        text_row(at + "ssid", page, "SSID"),
        security_row(at + "security", native, page),
        secret_row(at + "password", page, "X_TP_PreSharedKey"),
        choice_row(at + "hidden", page, ("SSIDAdvertisementEnabled",), _HIDDEN),
        channel_row(at + "channel", page, ("autoChannelEnable", "channel")),
        width_row(at + "width", page, "X_TP_Bandwidth", unit),
    )


# LAN, DHCP server, clock.


def lan_rows(native: Native) -> tuple[Row, ...]:
    """Give the rows of the router's own address."""
    page = next(iter(pages(native, "LAN_IP_INTF")), f"LAN_IP_INTF#{ROOT}")
    return (
        address_row("lan.address", page, "IPInterfaceIPAddress"),
        address_row("lan.mask", page, "IPInterfaceSubnetMask"),
    )


def pool_rows(native: Native) -> tuple[Row, ...]:
    """Give the rows of the DHCP server."""
    page = next(iter(pages(native, "LAN_HOST_CFG")), f"LAN_HOST_CFG#{ROOT}")
    return (
        choice_row("lan.dhcp.enabled", page, ("DHCPServerEnable",), _ON_OFF),
        address_row("lan.dhcp.first", page, "minAddress"),
        address_row("lan.dhcp.last", page, "maxAddress"),
        pair_row("dns.clients", page, "DNSServers"),
    )


def zone_row(page: str, name: str) -> Row:
    """Make the row of the time zone, which these routers keep as its distance from UTC, ``+03:00``."""
    return choice_row("time.zone", page, (name,), {zone: (_offset(int(code)),) for zone, code in MINUTES.items()})


def _offset(minutes: int) -> str:
    """Write minutes that count from UTC-12.

    >>> _offset(900)
    '+03:00'
    """
    away = minutes - 720
    return f"{'-' if away < 0 else '+'}{abs(away) // 60:02}:{abs(away) % 60:02}"
