"""Our words beside the words of the blue interface, form by form.

Limits and permitted words are those of [observed-tplink-ax20] before [tplink-web §4, Appendix A]. A page is the text
after the session token, ``admin/network?form=lan_ipv4``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.secret import Secret
from routercfg.settings import AUTO, AUTOMATIC, BANDS, Running, Value
from routercfg.vendors.rows import Row, choice_row, text_row
from routercfg.vendors.tplink_zones import MINUTES, PLACES

STATUS: Final = "admin/network?form=wan_ipv4_status"
MAC: Final = "admin/network?form=mac_clone_advanced"
LAN: Final = "admin/network?form=lan_ipv4"
DHCPS: Final = "admin/dhcps?form=setting"
IPTV: Final = "admin/iptv?form=setting"
TIME: Final = "admin/time?form=settings"
SMART: Final = "admin/wireless?form=smart_connect"
REGION: Final = "admin/wireless?form=region"
ACCOUNT: Final = "admin/administration?form=account"
UPGRADE: Final = "admin/firmware?form=upgrade"

WAN: Final[Mapping[str, str]] = {
    "dhcp": "admin/network?form=wan_ipv4_dynamic",
    "static": "admin/network?form=wan_ipv4_staticip",
    "pppoe": "admin/network?form=wan_ipv4_pppoe",
    "l2tp": "admin/network?form=wan_ipv4_l2tp",
    "pptp": "admin/network?form=wan_ipv4_pptp",
}
RADIO: Final[Mapping[str, str]] = {
    "2.4GHz": "admin/wireless?form=wireless_2g",
    "5GHz": "admin/wireless?form=wireless_5g",
}
SUFFIX: Final[Mapping[str, str]] = {"2.4GHz": "_2g", "5GHz": "_5g"}
"""How the capability lists of the region form call a band."""

EMPTY: Final = ("", "0.0.0.0")
"""How an address that is not set reads."""

MASKS: Final = ("255.255.255.0", "255.255.0.0", "255.0.0.0")

_SECURITY: Final[Mapping[Value, tuple[str, ...]]] = {
    "open": ("none", "rsn", "aes"),
    "wpa": ("psk", "wpa", "tkip"),
    "wpa/wpa2": ("psk", "auto", "auto"),
    "wpa2": ("psk", "rsn", "aes"),
    "wpa2/wpa3": ("psk_sae", "sae_transition", "aes"),
    "wpa3": ("psk_sae", "sae_only", "aes"),
}
_VERSIONS: Final = {
    ("psk", "auto"): "wpa/wpa2",
    ("psk_sae", "sae_transition"): "wpa2/wpa3",
    ("psk_sae", "sae_only"): "wpa3",
}
_ON_OFF: Final[Mapping[Value, tuple[str, ...]]] = {True: ("on",), False: ("off",)}
_SECOND: Final[Mapping[Value, tuple[str, ...]]] = {"none": ("none",), "dhcp": ("dynamic",), "static": ("static",)}
SECONDARY: Final[Mapping[str, str]] = {"none": "none", "dynamic": "dhcp", "static": "static"}
"""The router's word for the second connection of dual access → ours."""


def secret_row(path: str, page: str, name: str) -> Row:
    """Make a row whose native text is a secret that the router tells in clear."""

    def to(value: Value) -> tuple[str, ...]:
        return (value.reveal() if isinstance(value, Secret) else str(value),)

    return Row(path, page, (name,), to, lambda words: Secret(words[0]))


def number_row(path: str, page: str, name: str) -> Row:
    """Make a row for a decimal number."""

    def back(words: tuple[str, ...]) -> Running | None:
        return int(words[0]) if words[0].isascii() and words[0].isdigit() else None

    return Row(path, page, (name,), lambda value: (str(value),), back)


def auto_row(path: str, page: str, name: str) -> Row:
    """Make a row for a number or ``auto``; a channel 0 means auto as well."""

    def back(words: tuple[str, ...]) -> Running | None:
        if words[0] in {AUTO, "0"}:
            return AUTO
        return int(words[0]) if words[0].isascii() and words[0].isdigit() else None

    return Row(path, page, (name,), lambda value: (str(value),), back)


def address_row(path: str, page: str, name: str) -> Row:
    """Make a row for an address; an address that is not set is left out."""
    return Row(path, page, (name,), lambda value: (str(value),), lambda words: None if words[0] in EMPTY else words[0])


def _pair(value: Value) -> tuple[str, str]:
    first, second, *_ = (*value, "", "") if isinstance(value, tuple) else ("", "")
    return first, second


def _servers(first: str, second: str) -> Running:
    given = tuple(address for address in (first, second) if address not in EMPTY)
    return given or AUTOMATIC


def pair_row(path: str, page: str, names: tuple[str, str]) -> Row:
    """Make a row for two addresses of name servers; both empty means automatic."""
    return Row(path, page, names, _pair, lambda words: _servers(*words))


def switched_pair_row(path: str, page: str, names: tuple[str, str, str]) -> Row:
    """Make a row for a switch (dynamic, static) and two addresses that count when it says static."""

    def to(value: Value) -> tuple[str, ...]:
        return ("static" if isinstance(value, tuple) else "dynamic", *_pair(value))

    def back(words: tuple[str, ...]) -> Running | None:
        return _servers(*words[1:]) if words[0] == "static" else AUTOMATIC

    return Row(path, page, names, to, back)


def wan_rows(protocol: str, secondary: str) -> tuple[Row, ...]:
    """Give the rows of a connection type's form; those of an address depend on the second connection."""
    page = WAN[protocol]
    if protocol == "dhcp":
        dns = switched_pair_row("dns.servers", page, ("dns_mode", "manual_pridns", "manual_snddns"))
        return (number_row("wan.mtu", page, "mtu"), dns)
    if protocol == "static":
        return (
            *(address_row(f"wan.{our}", page, its) for our, its in (("address", "ipaddr"), ("mask", "netmask"))),
            address_row("wan.gateway", page, "gateway"),
            number_row("wan.mtu", page, "mtu"),
            pair_row("dns.servers", page, ("pri_dns", "snd_dns")),
        )
    common = (
        text_row("wan.username", page, "username"),
        secret_row("wan.password", page, "password"),
        number_row("wan.mtu", page, "mtu"),
        choice_row("wan.secondary", page, ("snd_conn",), _SECOND),
    )
    own = _pppoe_rows(page, secondary) if protocol == "pppoe" else _tunnel_rows(page, secondary)
    return common + own


def _pppoe_rows(page: str, secondary: str) -> tuple[Row, ...]:
    rows = (
        text_row("wan.service_name", page, "server"),
        switched_pair_row("dns.servers", page, ("dns_mode", "static_pridns", "static_snddns")),
    )
    return rows + (_second_rows(page) if secondary == "static" else ())


def _second_rows(page: str) -> tuple[Row, ...]:
    return (address_row("wan.address", page, "static_ip"), address_row("wan.mask", page, "static_netmask"))


def _tunnel_rows(page: str, secondary: str) -> tuple[Row, ...]:
    """Give what L2TP and PPTP have of their own: with a dynamic second connection no name servers."""
    if secondary != "static":
        return (text_row("wan.server", page, "dyn_server"),)
    return (
        text_row("wan.server", page, "static_server"),
        *_second_rows(page),
        address_row("wan.gateway", page, "static_gateway"),
        pair_row("dns.servers", page, ("static_pridns", "static_snddns")),
    )


PROTOCOL_ROW: Final = choice_row("wan.protocol", STATUS, ("conntype",), {name: (name,) for name in WAN})


def mac_row() -> Row:
    """Make the row of the WAN port's hardware address; routers write it with dashes."""

    def to(value: Value) -> tuple[str, ...]:
        kind = {"default": "default", "clone": "computer"}.get(str(value), "custom")
        return (kind, str(value).replace(":", "-") if kind == "custom" else "")

    def back(words: tuple[str, ...]) -> Running | None:
        if words[0] == "custom":
            return words[1].replace("-", ":").upper() or None
        return {"default": "default", "computer": "clone"}.get(words[0])

    return Row("wan.mac", MAC, ("mac_clone_type", "mac_custom"), to, back)


def _security_back(words: tuple[str, ...]) -> Running | None:
    """Read a security; WPA2 with the old TKIP cipher is none of ours, so that it is not taken for plain WPA2."""
    kind, version, cipher = words
    if kind == "none":
        return "open"
    if kind == "psk" and version == "wpa":
        return "wpa"
    if kind == "psk" and version == "rsn":
        return "wpa2" if cipher != "tkip" else None
    return _VERSIONS.get((kind, version))


def radio_rows(band: str) -> tuple[Row, ...]:
    """Give the rows of one band's form."""
    page, at = RADIO[band], f"wifi.bands.{band}."
    security = ("encryption", "psk_version", "psk_cipher")
    return (
        choice_row(at + "enabled", page, ("enable",), _ON_OFF),
        text_row(at + "ssid", page, "ssid"),
        Row(at + "security", page, security, lambda value: _SECURITY[value], _security_back),
        secret_row(at + "password", page, "psk_key"),
        choice_row(at + "hidden", page, ("hidden",), _ON_OFF),
        auto_row(at + "channel", page, "channel"),
        auto_row(at + "width", page, "htmode"),
    )


def mask_row() -> Row:
    """Make the row of the LAN mask: three masks by name, any other as ``custom``."""

    def to(value: Value) -> tuple[str, ...]:
        return (str(value), "") if value in MASKS else ("custom", str(value))

    def back(words: tuple[str, ...]) -> Running | None:
        return (words[1] or None) if words[0] == "custom" else words[0]

    return Row("lan.mask", LAN, ("mask_type", "custom_value"), to, back)


LAN_ROWS: Final = (text_row("lan.address", LAN, "ipaddr"), mask_row())
DHCPS_ROWS: Final = (
    choice_row("lan.dhcp.enabled", DHCPS, ("enable",), _ON_OFF),
    text_row("lan.dhcp.first", DHCPS, "ipaddr_start"),
    text_row("lan.dhcp.last", DHCPS, "ipaddr_end"),
    pair_row("dns.clients", DHCPS, ("pri_dns", "snd_dns")),
)
COUNTRY_ROW: Final = text_row("wifi.country", REGION, "country")
MAC_ROW: Final = mac_row()
ZONE_ROWS: Final[tuple[Row, ...]] = tuple(
    choice_row("time.zone", TIME, ("timezone",), {zone: (code,) for zone, code in table.items()})
    for table in (MINUTES, PLACES)
)
RADIO_ROWS: Final[Mapping[str, tuple[Row, ...]]] = {band: radio_rows(band) for band in BANDS}
