"""The nvram keys of ASUSWRT that routercfg reads: which hold free text, and how long a value may be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

BAND_KEYS: Final = (
    "ssid",
    "closed",
    "radio",
    "auth_mode_x",
    "crypto",
    "mfp",
    "wpa_psk",
    "channel",
    "chanspec",
    "bw",
    "country_code",
)
WAN_KEYS: Final = (
    "proto",
    "dhcpenable_x",
    "vpndhcp",
    "ipaddr_x",
    "netmask_x",
    "gateway_x",
    "dnsenable_x",
    "dns1_x",
    "dns2_x",
    "hwaddr_x",
    "heartbeat_x",
    "pppoe_username",
    "pppoe_passwd",
    "pppoe_mtu",
    "pppoe_mru",
    "pppoe_service",
)
SWITCH_KEYS: Final = (
    "switch_wantag",
    "switch_stb_x",
    *(f"switch_wan{unit}{part}" for unit in range(3) for part in ("tagid", "prio")),
)
_LAN_KEYS: Final = (
    "lan_ipaddr",
    "lan_netmask",
    "dhcp_enable_x",
    "dhcp_start",
    "dhcp_end",
    "dhcp_dns1_x",
    "dhcp_dns2_x",
)
_OTHER_KEYS: Final = (
    "smart_connect_x",
    "wps_enable",
    "dnspriv_enable",
    "time_zone",
    "time_zone_dst",
    "time_zone_dstoff",
    "http_username",
    "sw_mode",
    "x_Setting",
    "rc_service",
    "productid",
    "odmpid",
    "firmver",
    "buildno",
    "extendno",
    "lan_hwaddr",
)

KEYS: Final = (
    *(f"wan0_{key}" for key in WAN_KEYS),
    *(f"wl{unit}_{key}" for unit in (0, 1) for key in BAND_KEYS),
    *_LAN_KEYS,
    *SWITCH_KEYS,
    *_OTHER_KEYS,
)
"""All keys of one full read. Only indexed names: a bare ``wan_…`` or ``wl_…`` is the alias of whatever page was opened
last and changes nothing [asus.md 5.5]."""

FREE_TEXT: Final = frozenset(
    (
        "wan0_pppoe_username",
        "wan0_pppoe_passwd",
        "wan0_pppoe_service",
        "wan0_heartbeat_x",
        "wl0_ssid",
        "wl0_wpa_psk",
        "wl1_ssid",
        "wl1_wpa_psk",
        "http_username",
        "http_passwd",
    )
)
"""Keys whose values may hold any character; they are read through ``nvram_char_to_ascii``, which loses nothing."""

_BY_TABLE_NAME: Final[Mapping[str, int]] = {
    "wan_heartbeat_x": 64,
    "wan_pppoe_username": 64,
    "wan_pppoe_passwd": 64,
    "wan_pppoe_service": 32,
    "wan_pppoe_mtu": 5,
    "wan_pppoe_mru": 5,
    "wan_hwaddr_x": 17,
    "wl_ssid": 32,
    "wl_wpa_psk": 64,
    "wl_auth_mode_x": 8,
    "wl_crypto": 8,
    "wl_channel": 4,
    "switch_wantag": 64,
    "switch_stb_x": 2,
    "switch_wan0tagid": 4,
    "switch_wan1tagid": 8,
    "switch_wan2tagid": 8,
    "time_zone": 32,
    "time_zone_dstoff": 32,
    "http_username": 20,
}
OLD_PASSWORD_LIMIT: Final = 16
NEW_PASSWORD_LIMIT: Final = 32


def limit_of(key: str, build: int | None = None) -> int | None:
    """Give the most bytes a key takes, None where no limit matters to us [asus.md 6.1-6.6].

    A longer value is dropped without a word, so it must not be sent. ``http_passwd`` takes 16 up to build 384 and at
    least 32 from 386 on; ``build`` None means: not known here.
    """
    if key == "http_passwd":
        return OLD_PASSWORD_LIMIT if build is not None and build < 386 else NEW_PASSWORD_LIMIT
    return _BY_TABLE_NAME.get(re.sub(r"^(wan|wl)\d_", r"\1_", key))


def too_long(key: str, value: str, build: int | None = None) -> int | None:
    """Give the limit that a value breaks, None when it fits."""
    limit = limit_of(key, build)
    return limit if limit is not None and len(value.encode("utf-8", "surrogateescape")) > limit else None
