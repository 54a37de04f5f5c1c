"""What may be sent back of what a form reads, and when: the blue interface wants whole forms, but not every field.

A field that is present but empty is refused by most checks, and some fields count only while another field has a
certain word; the router's own pages leave those out. Sources: [observed-tplink-ax20 §WAN forms, §Wi-Fi forms, §DHCP,
§IPTV], [tplink-web §4].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.vendors.tplink_rows import DHCPS, EMPTY, IPTV, LAN, MAC, RADIO, REGION, SMART, TIME, WAN

_PPP: Final = ("username", "password", "snd_conn", "mtu", "conn_mode", "demand_idle", "manual_idle")
_TUNNEL_STATIC: Final = (
    "static_server",
    "static_ip",
    "static_netmask",
    "static_gateway",
    "static_pridns",
    "static_snddns",
)
_RADIO: Final = (
    *("enable", "ssid", "hidden", "encryption", "psk_version", "psk_cipher", "psk_key"),
    *("hwmode", "htmode", "channel", "txpower", "mu_mimo", "airtime_fairness"),
    *("server", "port", "wpa_key", "wpa_version", "wpa_cipher", "wep_mode", "wep_select"),
    *(f"wep_{what}{number}" for number in range(1, 5) for what in ("format", "type", "key")),
)
_IPTV: Final = (
    *("enable", "mode", "internet_tag", "internet_vid", "internet_vprio", "iptv_vid", "iptv_vprio"),
    *("ipphone_vid", "ipphone_vprio", "mciptv_enable", "mciptv_vid", "mciptv_vprio"),
    *("lan1", "lan2", "lan3", "lan4", "porttype"),
    *("igmp_enable", "igmp_version", "igmp_snooping_enable", "mcwifi_enable"),
)

WRITABLE: Final[Mapping[str, tuple[str, ...]]] = {
    # mac_clone_type of the dynamic form is left to the form of its own: sent here it could undo that one
    WAN["dhcp"]: ("dns_mode", "manual_pridns", "manual_snddns", "mtu", "hostname", "unicast"),
    WAN["static"]: ("ipaddr", "netmask", "gateway", "pri_dns", "snd_dns", "mtu"),
    WAN["pppoe"]: (
        *_PPP,
        *("static_ip", "static_netmask", "server", "access", "interval", "ip_mode", "specific_ip"),
        *("dns_mode", "static_pridns", "static_snddns", "time_start", "time_end"),
    ),
    WAN["l2tp"]: (*_PPP, "dyn_server", *_TUNNEL_STATIC),
    WAN["pptp"]: (*_PPP, "dyn_server", *_TUNNEL_STATIC),
    MAC: ("mac_clone_type", "mac_custom"),
    LAN: ("ipaddr", "mask_type", "custom_value"),
    DHCPS: ("enable", "ipaddr_start", "ipaddr_end", "leasetime", "gateway", "domain", "pri_dns", "snd_dns"),
    IPTV: _IPTV,
    TIME: ("type", "timezone", "ntp_svr1", "ntp_svr2", "date", "time"),
    SMART: ("smart_enable",),
    REGION: ("country",),
    **dict.fromkeys(RADIO.values(), _RADIO),
}

_IDLE: Final = {"demand_idle": ("conn_mode", "demand"), "manual_idle": ("conn_mode", "manually")}
_TUNNEL: Final = {
    **_IDLE,
    "dyn_server": ("snd_conn", "dynamic"),
    **dict.fromkeys(_TUNNEL_STATIC, ("snd_conn", "static")),
}
_ONLY_WHEN: Final[Mapping[str, Mapping[str, tuple[str, str]]]] = {
    WAN["dhcp"]: {"manual_pridns": ("dns_mode", "static"), "manual_snddns": ("dns_mode", "static")},
    WAN["pppoe"]: {
        **_IDLE,
        "static_pridns": ("dns_mode", "static"),
        "static_snddns": ("dns_mode", "static"),
        "static_ip": ("snd_conn", "static"),
        "static_netmask": ("snd_conn", "static"),
        "specific_ip": ("ip_mode", "static"),
        "time_start": ("conn_mode", "time_based"),
        "time_end": ("conn_mode", "time_based"),
    },
    WAN["l2tp"]: _TUNNEL,
    WAN["pptp"]: _TUNNEL,
    MAC: {"mac_custom": ("mac_clone_type", "custom")},
    LAN: {"custom_value": ("mask_type", "custom")},
    TIME: {"date": ("type", "manual"), "time": ("type", "manual")},
}
_NOT_EMPTY: Final = {"psk_key", "static_gateway", "static_pridns"}
"""Fields that are left out when empty: the router would refuse them so, and keeps what it has."""

_WANTED: Final[Mapping[str, Mapping[str, str]]] = {
    WAN["dhcp"]: {"manual_pridns": "dns.servers"},
    WAN["static"]: {
        "ipaddr": "wan.address",
        "netmask": "wan.mask",
        "gateway": "wan.gateway",
        "pri_dns": "dns.servers",
    },
    WAN["pppoe"]: {"static_pridns": "dns.servers", "static_ip": "wan.address", "static_netmask": "wan.mask"},
    **{
        WAN[name]: {
            "dyn_server": "wan.server",
            "static_server": "wan.server",
            "static_ip": "wan.address",
            "static_netmask": "wan.mask",
        }
        for name in ("l2tp", "pptp")
    },
    MAC: {"mac_custom": "wan.mac"},
}
_CLOCK: Final = ("date", "time")


def writable(page: str, words: Mapping[str, str], shown: Mapping[str, str]) -> dict[str, str]:
    """Give the words to send to a page: of those it may be told and has shown, the ones that count as things are."""
    found: dict[str, str] = {}
    for name in WRITABLE[page]:
        word = words.get(name)
        switch, state = _ONLY_WHEN.get(page, {}).get(name, ("", ""))
        counts = not switch or words.get(switch) == state
        if word == "0.0.0.0" and (name in _NOT_EMPTY or name.endswith("dns")):
            word = ""  # so an unset address reads on some pages, and is refused as that
        if word is None or name not in shown or not counts or (name in _NOT_EMPTY and not word):
            continue
        found[name] = word
    return found


def old_words(native: Native, page: str) -> dict[str, str]:
    """Give the words that put a page back to what it read."""
    shown = native.get(page, {})
    return writable(page, shown, shown)


def with_words(native: Native, page: str, words: Mapping[str, str]) -> dict[str, str]:
    """Give the whole page with some words replaced."""
    shown = native.get(page, {})
    return writable(page, {**shown, **words}, shown)


def lacking(page: str, words: Mapping[str, str]) -> tuple[str, ...]:
    """Name the leaves without which the router refuses these words of a page."""
    wanted = _WANTED.get(page, {})
    switched = _ONLY_WHEN.get(page, {})

    def counts(name: str) -> bool:
        switch, state = switched.get(name, ("", ""))
        return not switch or words.get(switch) == state

    return tuple(path for name, path in wanted.items() if counts(name) and words.get(name, "") in EMPTY)


def differing(native_before: Native, native_now: Native, page: str) -> tuple[str, ...]:
    """Name the fields of a page that are not what they were; a running clock does not count."""
    now = native_now.get(page, {})
    before = old_words(native_before, page)
    return tuple(name for name, word in before.items() if name not in _CLOCK and _same(now.get(name)) != _same(word))


def _same(word: str | None) -> str | None:
    return "" if word == "0.0.0.0" else word
