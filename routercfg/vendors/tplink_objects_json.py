"""The book of the JSON dialect (EX, VX, XX models of operators): one WAN object whose ``connType`` names its type.

The words for PPPoE and DHCP are known; any other is used where the router itself shows it, and refused where it does
not. Sources: [tplink-web §5.13, Appendix A], [ids 52626256496, 62658936206] (XX230v and VX231v as they answered).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.dialects.tplink_objects import ROOT, Act, Item
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import AUTOMATIC, BANDS, HIDDEN, NONE, Running, Settings, Value, band_of
from routercfg.vendors.rows import Row, choice_row, running, text_row
from routercfg.vendors.tplink_objects_rows import (
    KEEP,
    channel_row,
    client_address,
    mac_row,
    pages,
    pair_row,
    switched_pair_row,
    vlan_row,
    width_row,
    zone_row,
)
from routercfg.vendors.tplink_objects_steps import Book
from routercfg.vendors.tplink_objects_wan import clone_reason, text_limit
from routercfg.vendors.tplink_rows import EMPTY, address_row, number_row, secret_row
from routercfg.vendors.tplink_wan import MTU, SMALLEST_MTU

JSON_READS: Final = (
    Item(Act.GL, "DEV2_ADT_WAN"),
    Item(Act.GL, "DEV2_ADT_LAN"),
    Item(Act.GL, "DEV2_ADT_WIFI_COMMON"),
    Item(Act.GET, "DEV2_TIME"),
    Item(Act.GET, "DEV2_DEV_INFO"),
)
"""A full read: one request each, since this dialect takes one object at a time."""

JSON_INFO: Final = f"DEV2_DEV_INFO#{ROOT}"
_TIME: Final = f"DEV2_TIME#{ROOT}"
_ON_OFF: Final[Mapping[Value, tuple[str, ...]]] = {True: ("1",), False: ("0",)}
_SECURITY: Final[Mapping[Value, tuple[str, ...]]] = {
    "open": ("None",),
    "wpa/wpa2": ("WPA-WPA2-Personal",),
    "wpa2": ("WPA2-Personal",),
    "wpa2/wpa3": ("WPA2-WPA3-Personal",),
    "wpa3": ("WPA3-Personal",),
}
_PATHS: Final = (
    *("wan.protocol", "wan.username", "wan.password", "wan.server", "wan.service_name"),
    *("wan.address", "wan.mask", "wan.gateway", "wan.mtu", "wan.mac", "wan.secondary", "dns.servers"),
)
_LONGEST: Final = {"wan.username": 255, "wan.password": 255, "wan.server": 255, "wan.service_name": 31}
_TUNNELS: Final = ("l2tp", "pptp")
_MOBILE: Final = frozenset({"PPP3G", "DHCP4G"})
_WORDS: Final[Mapping[str, str]] = {"pppoe": "PPPoE", "dhcp": "DHCP"}


def connection(native: Native) -> str | None:
    """Give the page of the internet connection by wire; None when it cannot be told which it is.

    The modem of a USB stick has its own two, always on, and a fibre model has several by wire [id 52626256496]: none of
    these is taken for the internet just because it is up, since after a write it may be down for a while.
    """
    found = [page for page in pages(native, "DEV2_ADT_WAN") if native[page].get("connType") not in _MOBILE]
    on = [page for page in found if native[page].get("enable") == "1"] or found
    return on[0] if len(on) == 1 else None


def protocol_of(told: Mapping[str, str]) -> str | None:
    """Read the type of a connection in our words; None for a bridge and whatever else."""
    word = told.get("connType", "").lower()
    if word in {"pppoe", *_TUNNELS}:
        return word
    if word in {"ipoe", "dhcp", "dynamic", "static"}:  # which of them this firmware says is not known
        fixed = told.get("specifiedIPv4AddrEnabled") == "1" or word == "static"
        return "static" if fixed else "dhcp"
    return None


def type_words(native: Native, protocol: str) -> dict[str, str] | None:
    """Give the native words of a type; None when the router does not show how it calls it."""
    shown = [native[page] for page in pages(native, "DEV2_ADT_WAN")]
    same = next((told for told in shown if protocol_of(told) == protocol), None)
    if same is not None and protocol != "pppoe":
        return {"connType": same["connType"], **({} if protocol in _TUNNELS else _fixed(same, protocol))}
    plain = next((told for told in shown if told.get("connType", "").lower() == "ipoe"), None)
    if plain is not None and protocol in {"dhcp", "static"}:
        return {"connType": plain["connType"], **_fixed(plain, protocol)}
    return {"connType": _WORDS[protocol]} if protocol in _WORDS else None


def _fixed(told: Mapping[str, str], protocol: str) -> dict[str, str]:
    name = "specifiedIPv4AddrEnabled"
    return {name: "1" if protocol == "static" else "0"} if name in told else {}


def wan_rows(native: Native, page: str, protocol: str) -> tuple[Row, ...]:
    """Give the rows of the connection for a type."""
    common = (
        number_row("wan.mtu", page, "maxMTUSize"),
        switched_pair_row("dns.servers", page, ("specifiedDnsv4Enabled", "connIPv4DnsServer")),
        mac_row(page, ("specifiedMACAddrEnabled", "MACAddr"), client_address(native), "-"),
    )
    if protocol == "dhcp":
        return common
    if protocol == "static":
        names = (("address", "connIPv4Address"), ("mask", "connIPv4SubnetMask"), ("gateway", "connIPv4Gateway"))
        return (*(address_row(f"wan.{ours}", page, its) for ours, its in names), *common)
    told = (text_row("wan.username", page, "PPPUserName"), secret_row("wan.password", page, "PPPPassword"))
    if protocol == "pppoe":
        return (*told, text_row("wan.service_name", page, "PPPoEServiceName"), *common)
    return (*told, text_row("wan.server", page, "VPNServerUrlOrIP"), *common)


def _vlan_rows(native: Native) -> tuple[Row, ...]:
    page = connection(native)
    return (vlan_row(page, ("vlanEnabled", "vlanID")),) if page and "vlanEnabled" in native[page] else ()


def _wan_running(native: Native) -> dict[str, Running]:
    page = connection(native)
    if page is None:  # hidden from this account [tplink-web §5.13], which says nothing about what is set
        return {}
    found: dict[str, Running] = {"wan.vlan": NONE, **running(_vlan_rows(native), native)}
    protocol = protocol_of(native[page])
    if protocol is None or native[page].get("enable") != "1":
        return found
    rows = running(wan_rows(native, page, protocol), native)
    second = {} if protocol in _TUNNELS else {"wan.secondary": "none"}
    return {**found, "dns.servers": AUTOMATIC, **rows, **second, "wan.protocol": protocol}


def _wan_words(native: Native, wanted: Mapping[str, Value]) -> dict[tuple[str, str], str]:
    page = connection(native)
    present = _wan_running(native)
    protocol = str(wanted.get("wan.protocol") or present.get("wan.protocol"))
    if page is None:
        return {}
    words: dict[str, str] = {}
    if protocol != present.get("wan.protocol"):
        words |= type_words(native, protocol) or {}
        carried = {path: value for path, value in present.items() if path in _PATHS and value is not HIDDEN}
        wanted = {**{p: v for p, v in carried.items() if _limit(protocol, p, v) is None}, **wanted}
    for row in wan_rows(native, page, protocol):
        if row.path in wanted and all(name in native[page] for name in row.names):
            words |= row.words(wanted[row.path])
    told = {(page, name): word for name, word in words.items() if word != KEEP}
    return {**told, (page, "enable"): "1"} if told else {}


def _wan_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    wanted = {path: value for path, value in desired.items() if path in _PATHS and value is not HIDDEN}
    page, present = connection(native), _wan_running(native)
    lacks_vlan = "wan.vlan" in desired and not _vlan_rows(native) and (page is None or desired["wan.vlan"] != NONE)
    found = [Gap("wan.vlan", Part("reason.objects-no-vlan"))] if lacks_vlan else []
    protocol = str(wanted.get("wan.protocol") or present.get("wan.protocol"))
    if page is None:
        several = len(pages(native, "DEV2_ADT_WAN")) > 1
        reason = Part("reason.objects-several" if several else "reason.objects-no-wan")
        return (*found, *(Gap(path, reason) for path in wanted))
    if wanted and protocol == "None":
        return (*found, *(Gap(path, Part("reason.tplink-no-protocol")) for path in wanted))
    if wanted and protocol != present.get("wan.protocol") and type_words(native, protocol) is None:
        reason = Part("reason.objects-mode-word", (("protocol", protocol),))
        return (*found, *(Gap(path, reason) for path in wanted))
    rows = {row.path: row for row in wan_rows(native, page, protocol)} if wanted else {}
    for path, value in wanted.items():
        why = _unfit(native, protocol, rows.get(path), path, value)
        if why is not None and value != present.get(path):
            found.append(Gap(path, why))
    return tuple(found) + _shortage(native, page, protocol, wanted)


def _unfit(native: Native, protocol: str, row: Row | None, path: str, value: Value) -> Part | None:
    if path == "wan.protocol" or (path == "wan.secondary" and value == "none" and protocol not in _TUNNELS):
        return None
    if path == "wan.secondary" and protocol == "pppoe":
        return Part("reason.objects-second")  # dualConnType is there, but nobody has seen its words
    if row is None:
        return Part("reason.tplink-not-in-protocol", (("protocol", protocol),))
    if any(name not in native[row.page] for name in row.names):
        return Part("reason.tplink-not-offered")
    return clone_reason(client_address(native), value) if path == "wan.mac" else _limit(protocol, path, value)


def _limit(protocol: str, path: str, value: Value) -> Part | None:
    if path == "wan.mtu" and isinstance(value, int) and not SMALLEST_MTU <= value <= MTU[protocol]:
        return Part("reason.tplink-range", (("least", SMALLEST_MTU), ("most", MTU[protocol])))
    if path == "dns.servers" and value == AUTOMATIC and protocol == "static":
        return Part("reason.tplink-dns-wanted")
    return text_limit(path, value, _LONGEST)


def _shortage(native: Native, page: str, protocol: str, wanted: Mapping[str, Value]) -> tuple[Gap, ...]:
    """Name the leaf that cannot be because a static connection would miss others beside it."""
    if protocol != "static" or all(_wan_running(native).get(path) == value for path, value in wanted.items()):
        return ()
    told = {**native[page], **{name: word for (_, name), word in _wan_words(native, wanted).items()}}
    needs = {"connIPv4Address": "wan.address", "connIPv4SubnetMask": "wan.mask", "connIPv4Gateway": "wan.gateway"}
    missing = [path for name, path in needs.items() if told.get(name, "") in EMPTY]
    where = next((path for path in ("wan.protocol", *wanted) if path in wanted), "")
    details = (("protocol", protocol), ("paths", ", ".join(missing)))
    return (Gap(where, Part("reason.tplink-protocol-needs", details)),) if missing and where else ()


# Wi-Fi, LAN, clock.


def _radio_page(native: Native, band: str) -> str | None:
    place = f"DEV2_ADT_WIFI_COMMON#{BANDS.index(band) + 1},0,0,0,0,0"
    return place if place in native else None


def _radio_rows(native: Native, band: str) -> tuple[Row, ...]:
    page = _radio_page(native, band)
    if page is None:
        return ()
    at = f"wifi.bands.{band}."
    hidden: Mapping[Value, tuple[str, ...]] = {True: ("0",), False: ("1",)}
    return (
        choice_row(at + "enabled", page, ("primaryEnable",), _ON_OFF),
        text_row(at + "ssid", page, "primarySSID"),
        choice_row(at + "security", page, ("primaryModeEnabled",), _SECURITY),
        secret_row(at + "password", page, "primaryPSK"),
        choice_row(at + "hidden", page, ("primarySSIDAdvertise",), hidden),
        channel_row(at + "channel", page, ("autoChannel", "channel")),
        width_row(at + "width", page, "bandwidth", "MHz"),
    )


def _lan_rows(native: Native) -> tuple[Row, ...]:
    page = next(iter(pages(native, "DEV2_ADT_LAN")), f"DEV2_ADT_LAN#{ROOT}")
    return (address_row("lan.address", page, "IPAddress"), address_row("lan.mask", page, "IPSubnetMask"))


def _pool_rows(native: Native) -> tuple[Row, ...]:
    page = next(iter(pages(native, "DEV2_ADT_LAN")), f"DEV2_ADT_LAN#{ROOT}")
    return (
        choice_row("lan.dhcp.enabled", page, ("DHCPv4Enable",), _ON_OFF),
        address_row("lan.dhcp.first", page, "DHCPv4MinIPAddress"),
        address_row("lan.dhcp.last", page, "DHCPv4MaxIPAddress"),
        pair_row("dns.clients", page, "DHCPv4DNSServers"),
    )


def _zone_rows(native: Native) -> tuple[Row, ...]:
    """Give the row of the time zone if the clock shows its distance from UTC; what else it may show is not known."""
    told = native.get(_TIME, {}).get("localTimeZone", "")
    return (zone_row(_TIME, "localTimeZone"),) if told[:1] in {"+", "-"} else ()


def _lacks(native: Native, path: str, value: Value) -> Part | None:
    if band_of(path) is not None and path.endswith(".security") and value not in _SECURITY:
        return Part("reason.tplink-choice", (("choices", ", ".join(map(str, _SECURITY))),))
    return None


JSON_BOOK: Final = Book(
    wan_paths=_PATHS,
    wan_running=_wan_running,
    wan_words=_wan_words,
    wan_gaps=_wan_gaps,
    vlan_rows=_vlan_rows,
    radio_rows=_radio_rows,
    country_rows=lambda native: (),
    lan_rows=_lan_rows,
    pool_rows=_pool_rows,
    zone_rows=_zone_rows,
    iptv_off=lambda native: False,
    iptv_rows=lambda native: (),
    channels=lambda native, band: frozenset(),
    lacks=_lacks,
    follows=("DHCPv4IPRouters",),
    lengths=None,
)
