"""The lines of the old green pages' ``config.bin`` in our words.

Names: [tplink-legacy §3.1 Known keys]. What their values mean is told for some only; where it is not (how the security
of Wi-Fi, the second connection of dual access, the channel's width and the servers of PPTP and L2TP are coded), the
leaf is left out rather than guessed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, HIDDEN, Running
from routercfg.vendors.rows import Row, choice_row, running, text_row
from routercfg.vendors.tplink_rows import EMPTY, address_row, number_row, secret_row

PAGE: Final = "config.bin"

_PROTOCOLS: Final[Mapping[str, str]] = {"0": "dhcp", "1": "static", "2": "pppoe", "6": "l2tp", "7": "pptp"}
"""``wan_typ`` counts as the pages' ``wantype`` [tplink-legacy §3.1, §1.7]."""
_MD5: Final = re.compile(r"[0-9a-f]{32}")


def _servers_row(path: str, first: str, second: str) -> Row:
    """Make the row of two name servers; none set means automatic. Read only: a file is never written back."""

    def back(words: tuple[str, ...]) -> Running | None:
        return tuple(word for word in words if word not in EMPTY) or AUTOMATIC

    return Row(path, PAGE, (first, second), lambda value: (str(value), ""), back)


def _manual_row(first: str, second: str, automatic: str) -> Row:
    """Make the row of two name servers and the word that says whether the provider's are taken instead.

    That word counts 1 as automatic by its name only, so a pair beside a 1 is left out [inferred].
    """

    def back(words: tuple[str, ...]) -> Running | None:
        given = tuple(word for word in words[:2] if word not in EMPTY)
        return AUTOMATIC if not given else given if words[2] == "0" else None

    return Row("dns.servers", PAGE, (first, second, automatic), lambda value: (str(value), "", "0"), back)


_WAN: Final[Mapping[str, tuple[Row, ...]]] = {
    "dhcp": (number_row("wan.mtu", PAGE, "wan_dyn_mtu"), _manual_row("wan_dns1", "wan_dns2", "wan_dns_auto")),
    "static": (
        address_row("wan.address", PAGE, "wan_stc_ip"),
        address_row("wan.mask", PAGE, "wan_stc_msk"),
        address_row("wan.gateway", PAGE, "wan_stc_gw"),
        number_row("wan.mtu", PAGE, "wan_stc_mtu"),
        _servers_row("dns.servers", "wan_stc_dns1", "wan_stc_dns2"),
    ),
    "pppoe": (
        text_row("wan.username", PAGE, "wan_ppp_usr"),
        secret_row("wan.password", PAGE, "wan_ppp_pwd"),
        text_row("wan.service_name", PAGE, "wan_ppp_svNm"),
        number_row("wan.mtu", PAGE, "wan_ppp_mtu"),
        _manual_row("wan_ppp_dns1", "wan_ppp_dns2", "wan_ppp_dns_auto"),
    ),
    "l2tp": (
        text_row("wan.username", PAGE, "wan_l2tp_usr"),
        secret_row("wan.password", PAGE, "wan_l2tp_pwd"),
        number_row("wan.mtu", PAGE, "wan_l2tp_mtu"),
    ),
    "pptp": (
        text_row("wan.username", PAGE, "wan_pptp_cusr"),
        secret_row("wan.password", PAGE, "wan_pptp_cpwd"),
        number_row("wan.mtu", PAGE, "wan_pptp_mtu"),
    ),
}
_AT: Final = "wifi.bands.2.4GHz."
_ROWS: Final = (
    choice_row(_AT + "enabled", PAGE, ("wlan_en",), {True: ("1",), False: ("0",)}),
    text_row(_AT + "ssid", PAGE, "wlan_mbssid_str 1"),
    secret_row(_AT + "password", PAGE, "wlan_PskSecret 1"),
    choice_row(_AT + "hidden", PAGE, ("wlan_ssid_brd",), {False: ("1",), True: ("0",)}),
    address_row("lan.address", PAGE, "lan_ip"),
    address_row("lan.mask", PAGE, "lan_msk"),
    choice_row("lan.dhcp.enabled", PAGE, ("dhcp_en",), {True: ("1",), False: ("0",)}),
    address_row("lan.dhcp.first", PAGE, "dhcp_str"),
    address_row("lan.dhcp.last", PAGE, "dhcp_end"),
    _servers_row("dns.clients", "dhcp_dns1", "dhcp_dns2"),
    text_row("admin.username", PAGE, "lgn_usr"),
)


def settings(words: Mapping[str, str]) -> dict[str, Running]:
    """Give the leaves that the lines tell; an administrator's password of which there is only a hash is HIDDEN."""
    protocol = _PROTOCOLS.get(words.get("wan_typ", ""))
    rows = _ROWS + (_WAN[protocol] if protocol else ())
    found = {path: value for path, value in running(rows, {PAGE: words}).items() if value != ""}
    if protocol:
        found["wan.protocol"] = protocol
    password = words.get("lgn_pwd", "")
    if password:  # builds with a login cookie keep its MD5 [tplink-legacy §3.1 Admin]
        found["admin.password"] = HIDDEN if _MD5.fullmatch(password) else Secret(password)
    return found
