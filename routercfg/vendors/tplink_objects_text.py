"""The book of the text dialects, plain and inside the envelope: they share every object."""

from __future__ import annotations

import re
from typing import Final

from routercfg.device import Native
from routercfg.dialects.tplink_objects import Act, Item
from routercfg.errors import Part
from routercfg.settings import Value, band_of
from routercfg.vendors import tplink_objects_wan as wan
from routercfg.vendors.rows import Row
from routercfg.vendors.tplink_objects_rows import (
    IPTV,
    TIME,
    country_row,
    lan_rows,
    pool_rows,
    radio_pages,
    radio_rows,
    zone_row,
)
from routercfg.vendors.tplink_objects_steps import Book

READS: Final = (
    Item(Act.GET, "IGD_DEV_INFO"),
    Item(Act.GL, "WAN_ETH_INTF"),
    Item(Act.GL, "WAN_IP_CONN"),
    Item(Act.GL, "WAN_PPP_CONN"),
    Item(Act.GL, "WAN_L2TP_CONN"),
    Item(Act.GL, "WAN_PPTP_CONN"),
    Item(Act.GL, "WAN_ETH_LINK_CFG"),
    Item(Act.GET, "L3_FORWARDING"),
    Item(Act.GL, "LAN_HOST_CFG"),
    Item(Act.GL, "LAN_IP_INTF"),
    Item(Act.GL, "LAN_WLAN"),
    Item(Act.GET, "TIME"),
    Item(Act.GET, "ETH_IPTV_CFG"),
    Item(Act.CGI, "/cgi/info"),
)
"""A full read, one request. Singletons answer GET only, lists GL only (9003) [observed-tplink-wr841n-v14 part 5]."""


def _iptv_off(native: Native) -> bool:
    """Say whether the router has no IPTV, or has it switched off."""
    return native.get(IPTV, {}).get("enable", "0") == "0"


def _iptv_rows(native: Native) -> tuple[Row, ...]:
    """Give the row of IPTV's switch, where the router shows it; its other attributes name ports in a way nobody knows.

    [data/wr841n-v14-objects.txt: ETH_IPTV_CFG]
    """
    row = Row("iptv.mode", IPTV, ("enable",), lambda value: ("0",), lambda words: "off" if words[0] == "0" else None)
    return (row,) if "enable" in native.get(IPTV, {}) else ()


def _country_rows(native: Native) -> tuple[Row, ...]:
    """Give the row of the country for each radio, if this firmware lets its page choose one."""
    there = radio_pages(native).values()
    shown = [page for page in there if native[page].get("X_TP_ShowRegionSelectionOnWeb") != "0"]
    return tuple(country_row(native, page) for page in (shown or there))


def _channels(native: Native, band: str) -> frozenset[int]:
    """Give the channels that the router lists; many list none."""
    told = native[radio_pages(native)[band]].get("possibleChannels", "")
    return frozenset(int(word) for word in re.split(r"[,\s]+", told) if word.isdecimal())


def _lacks(native: Native, path: str, value: Value) -> Part | None:
    """Say which value of Wi-Fi this firmware does not know."""
    band = band_of(path)
    there = radio_pages(native)
    if band is not None and path.endswith(".security") and "wpa3" in str(value):
        return None if "WPA3AuthenticationMode" in native[there[band]] else Part("reason.tplink-no-wpa3")
    if path == "wifi.country":
        fixed = [native[page] for page in there.values() if native[page].get("X_TP_ShowRegionSelectionOnWeb") == "0"]
        told = fixed[0].get("regulatoryDomain", "").strip() if fixed else ""
        return Part("reason.tplink-region-fixed", (("country", told or "—"),)) if fixed else None
    return None


def _zone_rows(native: Native) -> tuple[Row, ...]:
    return (zone_row(TIME, "localTimeZone"),)


def book(lengths: tuple[int, int]) -> Book:
    """Give the book; the plain and the sealed firmware differ in the password they take."""
    return Book(
        wan_paths=wan.PATHS,
        wan_running=wan.wan_running,
        wan_words=wan.wan_words,
        wan_gaps=wan.wan_gaps,
        vlan_rows=wan.vlan_rows,
        radio_rows=radio_rows,
        country_rows=_country_rows,
        lan_rows=lan_rows,
        pool_rows=pool_rows,
        zone_rows=_zone_rows,
        iptv_off=_iptv_off,
        iptv_rows=_iptv_rows,
        channels=_channels,
        lacks=_lacks,
        follows=("IPRouters",),
        lengths=lengths,
        loose=frozenset({"__ifName"}),
    )


PLAIN_BOOK: Final = book((6, 15))
"""``/cgi/setPwd`` of this generation takes 6 to 15 characters [tplink-web §3B]."""
SEALED_BOOK: Final = book((6, 32))
"""The page of the v14 takes 6 to 32 without blanks [observed-tplink-wr841n-v14 §Sessions]."""
