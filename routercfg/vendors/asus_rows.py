"""Our word beside ASUS's nvram keys, for ASUSWRT over the web."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from routercfg.device import Native
from routercfg.secret import Secret
from routercfg.settings import AUTO, AUTOMATIC, BANDS, PROTOCOLS, Running, Value
from routercfg.vendors.asus_zones import NO_SUMMER, SUMMER, zones
from routercfg.vendors.rows import Row, choice_row, text_row

NVRAM: Final = "nvram"
SUPPORT: Final = "support"
HERE: Final = "here"
"""Pages of the native words: the nvram keys, the map of features, and what the router says of this computer."""

UNIT: Final[Mapping[str, int]] = {"2.4GHz": 0, "5GHz": 1}
NOT_SET: Final = ("", "0.0.0.0")

# wl_bw by chip maker: the same digit means different widths. [Wireless pages: Broadcom and Lantiq; MediaTek, Qualcomm]
_WIDTHS_BROADCOM: Final[Mapping[Value, tuple[str, ...]]] = {
    AUTO: ("0",),
    20: ("1",),
    40: ("2",),
    80: ("3",),
    160: ("5",),
}
_WIDTHS: Final[Mapping[Value, tuple[str, ...]]] = {20: ("0",), AUTO: ("1",), 40: ("2",), 80: ("3",), 160: ("5",)}

# auth_mode_x, crypto, mfp: the three go together, and nothing on the router checks that they do [asus.md 6.4].
_SECURITY: Final[Mapping[str, tuple[str, str, str]]] = {
    "open": ("open", "aes", "0"),
    "wpa": ("psk", "tkip+aes", "0"),
    "wpa/wpa2": ("pskpsk2", "tkip+aes", "0"),
    "wpa2": ("psk2", "aes", "0"),
    "wpa2/wpa3": ("psk2psk3", "aes", "1"),
    "wpa3": ("psk3", "aes", "2"),
}
_BY_MODE: Final = {words[0]: name for name, words in _SECURITY.items()}


@dataclass(frozen=True, slots=True)
class Traits:
    """What decides how one router's words are read and written.

    ``build`` is 382, 386, 388 …, plus 1000 on 3.0.0.6 firmware, 0 when unknown. ``chanspec`` is true where a channel
    is told together with its width (Broadcom). ``own_mac`` is this computer's address as the router sees it.
    """

    build: int = 0
    merlin: bool = False
    chanspec: bool = False
    swapped_widths: bool = False
    wpa3: bool = False
    utf8_ssid: bool = False
    own_mac: str = ""
    bands: tuple[str, ...] = BANDS


def build_of(firmware: str) -> int:
    """Give the build number of ``3.0.0.4.382_52288``, plus 1000 on 3.0.0.6 firmware; 0 when it is not told.

    >>> build_of("3.0.0.4.382_52288"), build_of("3.0.0.6.102_1"), build_of("")
    (382, 1102, 0)
    """
    found = re.match(r"3\.0\.0\.(\d{1,3})\.(\d{1,5})", firmware)
    return 0 if found is None else int(found[2]) + (1000 if found[1] == "6" else 0)


def traits(native: Native) -> Traits:
    """Read a router's traits from its native words."""
    nvram, support = native.get(NVRAM, {}), native.get(SUPPORT, {})
    chanspec = nvram.get("wl0_chanspec", "") != ""
    return Traits(
        build=build_of(f"{nvram.get('firmver', '')}.{nvram.get('buildno', '')}"),
        # Merlin counts its releases (7_0, 2-beta1); stock has a build number of four digits and more [asus.md 8.3]
        merlin=re.match(r"\d{1,3}(?!\d)", nvram.get("extendno", "")) is not None,
        chanspec=chanspec,
        swapped_widths=chanspec or nvram.get("productid", "") == "BLUECAVE",
        wpa3=support.get("wpa3", "0") != "0",
        utf8_ssid=support.get("utf8_ssid", "0") != "0",
        own_mac=native.get(HERE, {}).get("mac", ""),
        bands=tuple(band for band in BANDS if nvram.get(f"wl{UNIT[band]}_ssid", "") != ""),
    )


def _reveal(value: Value) -> str:
    return value.reveal() if isinstance(value, Secret) else str(value)


def _secret_row(path: str, name: str) -> Row:
    return Row(
        path, NVRAM, (name,), lambda value: (_reveal(value),), lambda words: Secret(words[0]) if words[0] else None
    )


def _switch_row(path: str, name: str, *, on: str = "1", off: str = "0") -> Row:
    return choice_row(path, NVRAM, (name,), {True: (on,), False: (off,)})


def _address_row(path: str, name: str) -> Row:
    return Row(
        path, NVRAM, (name,), lambda value: (str(value),), lambda words: None if words[0] in NOT_SET else words[0]
    )


def _mtu_row() -> Row:
    def back(words: tuple[str, ...]) -> Running | None:
        return int(words[0]) if re.fullmatch(r"\d{1,5}", words[0]) and words[0] == words[1] else None

    return Row("wan.mtu", NVRAM, ("wan0_pppoe_mtu", "wan0_pppoe_mru"), lambda value: (str(value), str(value)), back)


def _secondary_row() -> Row:
    """Make the row of the second connection beside a tunnel: ``vpndhcp`` and, for a fixed address, ``dhcpenable_x``."""
    words: dict[Value, tuple[str, ...]] = {"none": ("0", "1"), "dhcp": ("1", "1"), "static": ("1", "0")}

    def back(found: tuple[str, ...]) -> Running | None:
        return "static" if found[1] == "0" else {"0": "none", "1": "dhcp"}.get(found[0])

    return Row("wan.secondary", NVRAM, ("wan0_vpndhcp", "wan0_dhcpenable_x"), lambda value: words[value], back)


def _mac_row(own_mac: str) -> Row:
    """Make the row of the WAN's MAC: empty is the router's own; a clone is this computer's, which only it can tell."""

    def to(value: Value) -> tuple[str, ...]:
        return ({"default": "", "clone": own_mac}.get(str(value), str(value)),)

    def back(words: tuple[str, ...]) -> Running | None:
        address = words[0].upper()
        if not address:
            return "default"
        return "clone" if address == own_mac else address

    return Row("wan.mac", NVRAM, ("wan0_hwaddr_x",), to, back)


def _servers(value: Value) -> tuple[str, str]:
    pair = (*value, "", "") if isinstance(value, tuple) else ("", "")
    return pair[0], pair[1]


def _addresses(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in NOT_SET)


def _dns_rows() -> tuple[Row, Row]:
    servers = Row(
        "dns.servers",
        NVRAM,
        ("wan0_dnsenable_x", "wan0_dns1_x", "wan0_dns2_x"),
        lambda value: ("1" if value == AUTOMATIC else "0", *_servers(value)),
        lambda words: AUTOMATIC if words[0] == "1" else _addresses(words[1:]) or None,
    )
    # One server alone is told to clients with the router itself as the second [asus.md 6.2].
    clients = Row(
        "dns.clients", NVRAM, ("dhcp_dns1_x", "dhcp_dns2_x"), _servers, lambda words: _addresses(words) or AUTOMATIC
    )
    return servers, clients


def _security_row(at: str, unit: str) -> Row:
    """Make the row of the security mode. What is stored counts only if its companions fit the mode."""

    def back(words: tuple[str, ...]) -> Running | None:
        name = _BY_MODE.get(words[0])
        if name in ("wpa2", "wpa2/wpa3", "wpa3") and words[1] != "aes":
            return None
        least = {"wpa2/wpa3": ("1", "2"), "wpa3": ("2",)}.get(name or "")
        return None if least and words[2] not in least else name

    names = (f"{unit}auth_mode_x", f"{unit}crypto", f"{unit}mfp")
    return Row(at + "security", NVRAM, names, lambda value: _SECURITY[str(value)], back)


def _channel_row(at: str, unit: str, *, chanspec: bool) -> Row:
    """Make the row of the channel. In ``chanspec`` the width may follow it (``36/80``, ``6u``)."""

    def back(words: tuple[str, ...]) -> Running | None:
        found = re.fullmatch(r"(\d{1,3})(?:/\d{1,3}|[ul])?", words[0])
        return None if found is None else (int(found[1]) or AUTO)

    name = unit + ("chanspec" if chanspec else "channel")
    return Row(at + "channel", NVRAM, (name,), lambda value: ("0" if value == AUTO else str(value),), back)


def chanspec(channel: Running, width: Running) -> str:
    """Give the word for a channel and its width where both are one: ``36/80``, ``40u``, ``6l``; ``0`` is automatic.

    ``l`` and ``u`` say whether the channel is the lower or the upper half of 40 MHz. [ASUS's wireless page of the
    Broadcom builds; of its variants the one that every regional list of channels permits]

    >>> chanspec(36, "auto"), chanspec(153, 40), chanspec(132, "auto"), chanspec(6, 40), chanspec(6, 20)
    ('36/80', '153u', '132l', '6l', '6')
    """
    if not isinstance(channel, int):
        return "0"
    if width == AUTO:
        width = 40 if channel < 36 or 116 <= channel <= 144 else 80
    if width == 20 or channel == 165:
        return str(channel)
    if width != 40:
        return f"{channel}/{width}"
    if channel < 36:
        return f"{channel}{'l' if channel <= 7 else 'u'}"
    place = channel - 1 if channel > 144 else channel
    return f"{channel}{'u' if place % 8 == 0 else 'l'}"


def _band_rows(band: str, known: Traits) -> tuple[Row, ...]:
    at, unit = f"wifi.bands.{band}.", f"wl{UNIT[band]}_"
    return (
        _switch_row(at + "enabled", unit + "radio"),
        text_row(at + "ssid", NVRAM, unit + "ssid"),
        _security_row(at, unit),
        _secret_row(at + "password", unit + "wpa_psk"),
        _switch_row(at + "hidden", unit + "closed"),
        _channel_row(at, unit, chanspec=known.chanspec),
        choice_row(at + "width", NVRAM, (unit + "bw",), _WIDTHS_BROADCOM if known.swapped_widths else _WIDTHS),
    )


def _wan_rows(known: Traits) -> tuple[Row, ...]:
    return (
        choice_row("wan.protocol", NVRAM, ("wan0_proto",), {name: (name,) for name in PROTOCOLS}),
        text_row("wan.username", NVRAM, "wan0_pppoe_username"),
        _secret_row("wan.password", "wan0_pppoe_passwd"),
        text_row("wan.server", NVRAM, "wan0_heartbeat_x"),
        text_row("wan.service_name", NVRAM, "wan0_pppoe_service"),
        _address_row("wan.address", "wan0_ipaddr_x"),
        _address_row("wan.mask", "wan0_netmask_x"),
        _address_row("wan.gateway", "wan0_gateway_x"),
        _mtu_row(),
        _mac_row(known.own_mac),
        _secondary_row(),
    )


def _zone_row(build: int) -> Row:
    """Make the row of the time zone; the rule for summer time counts only where the zone has summer time."""
    table = zones(build)
    names = {(text, "1" if name in SUMMER else "0"): name for name, text in table.items()}

    def to(value: Value) -> tuple[str, ...]:
        name = str(value)
        return (table[name], "1" if name in SUMMER else "0", SUMMER.get(name, NO_SUMMER))

    def back(words: tuple[str, ...]) -> Running | None:
        name = names.get((words[0], words[1] or "0"))
        return name if name is None or words[2] == SUMMER.get(name, words[2]) else None

    return Row("time.zone", NVRAM, ("time_zone", "time_zone_dst", "time_zone_dstoff"), to, back)


def rows(known: Traits) -> dict[str, Row]:
    """Give every row for a router with these traits, by path. The VLAN leaves share keys: see ``asus_iptv``."""
    all_rows = (
        *_wan_rows(known),
        *_dns_rows(),
        Row("wifi.country", NVRAM, ("wl0_country_code",), lambda value: (str(value),), lambda words: words[0] or None),
        *(row for band in known.bands for row in _band_rows(band, known)),
        _address_row("lan.address", "lan_ipaddr"),
        _address_row("lan.mask", "lan_netmask"),
        _switch_row("lan.dhcp.enabled", "dhcp_enable_x"),
        _address_row("lan.dhcp.first", "dhcp_start"),
        _address_row("lan.dhcp.last", "dhcp_end"),
        text_row("admin.username", NVRAM, "http_username"),
        _secret_row("admin.password", "http_passwd"),
        _zone_row(known.build),
    )
    return {row.path: row for row in all_rows}
