import ipaddress
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.secret import Secret
from routercfg.settings import AUTO, AUTOMATIC, LEAVES, Kind, Value
from routercfg.vendors import tplink_iptv
from routercfg.vendors.rows import Row
from routercfg.vendors.tplink_forms import WRITABLE
from routercfg.vendors.tplink_rows import (
    COUNTRY_ROW,
    DHCPS_ROWS,
    LAN,
    LAN_ROWS,
    MAC_ROW,
    PROTOCOL_ROW,
    RADIO_ROWS,
    STATUS,
    WAN,
    ZONE_ROWS,
    wan_rows,
)
from routercfg.vendors.tplink_zones import MINUTES, PLACES, SAME, codes, same_clock

ROWS: list[Row] = [
    *(row for protocol in WAN for second in ("none", "dhcp", "static") for row in wan_rows(protocol, second)),
    *(row for rows in RADIO_ROWS.values() for row in rows),
    *(PROTOCOL_ROW, COUNTRY_ROW, MAC_ROW, *DHCPS_ROWS, *LAN_ROWS, *ZONE_ROWS),
]
NASTY = st.text(st.characters(codec="utf-8"), max_size=64) | st.sampled_from(
    ["p&w=%+ ü", " ", "", "00123", "no", '"<b>', "\n"]
)
ADDRESS = st.integers(1, 2**32 - 2).map(lambda number: str(ipaddress.IPv4Address(number)))
OF_KIND: dict[Kind, st.SearchStrategy[Value]] = {
    Kind.TEXT: NASTY,
    Kind.SECRET: NASTY.map(Secret),
    Kind.NUMBER: st.integers(0, 99999),
    Kind.SWITCH: st.booleans(),
    Kind.ADDRESS: ADDRESS,
    Kind.SERVERS: st.just(AUTOMATIC) | st.lists(ADDRESS, min_size=1, max_size=2).map(tuple),
    Kind.NUMBER_OR_AUTO: st.just(AUTO) | st.integers(1, 200),
    Kind.MAC: st.sampled_from(["default", "clone"])
    | st.binary(min_size=6, max_size=6).map(lambda raw: raw.hex(":").upper()),
}


def values(row: Row) -> st.SearchStrategy[Value]:
    leaf = LEAVES[row.path]
    if row.path == "time.zone":
        return st.sampled_from(list(MINUTES if row is ZONE_ROWS[0] else PLACES))
    if row.path == "wan.secondary":
        return st.sampled_from(["none", "dhcp", "static"])
    return st.sampled_from(leaf.choices) if leaf.choices else OF_KIND[leaf.kind]


@given(st.data())
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.path}@{row.page.partition('=')[2]}")
def test_what_a_row_writes_it_reads(row: Row, data: st.DataObject) -> None:
    value = data.draw(values(row))
    assert row.read({row.page: row.words(value)}) == value


def test_every_leaf_has_its_place() -> None:
    found = {row.path for row in ROWS} | set(tplink_iptv.PATHS) | {"admin.username", "admin.password"}
    assert set(LEAVES) == found


def test_every_row_writes_only_what_its_form_takes() -> None:
    for row in ROWS:
        if row.page != STATUS:  # the type in force is chosen by writing its form
            assert set(row.names) <= set(WRITABLE[row.page])


def row_at(path: str, page: str = "") -> Row:
    return next(row for row in ROWS if row.path == path and page in row.page)


@pytest.mark.parametrize(
    ("path", "words", "value"),
    [
        ("wifi.bands.5GHz.security", ("none", "auto", "auto"), "open"),
        ("wifi.bands.5GHz.security", ("psk", "rsn", "ccmp"), "wpa2"),
        ("wifi.bands.5GHz.security", ("psk", "rsn", "tkip"), None),
        ("wifi.bands.5GHz.security", ("psk", "auto", "aes"), "wpa/wpa2"),
        ("wifi.bands.5GHz.security", ("wep", "auto", "auto"), None),
        ("wifi.bands.5GHz.security", ("owe", "owe_only", "aes"), None),
        ("wifi.bands.5GHz.channel", ("0",), AUTO),
        ("wifi.bands.5GHz.channel", ("x",), None),
        ("wifi.bands.5GHz.hidden", ("",), None),
        ("wan.mac", ("custom", "00-11-22-aa-44-56"), "00:11:22:AA:44:56"),
        ("wan.mac", ("custom", ""), None),
        ("wan.protocol", ("bigpond",), None),
        ("wan.mtu", ("",), None),
        ("wan.address", ("0.0.0.0",), None),
        ("dns.clients", ("0.0.0.0", "0.0.0.0"), AUTOMATIC),
        ("dns.clients", ("", "9.9.9.9"), ("9.9.9.9",)),
        ("lan.mask", ("custom", "255.255.254.0"), "255.255.254.0"),
        ("lan.mask", ("custom", ""), None),
    ],
)
def test_odd_words_are_read_as_what_they_mean(path: str, words: tuple[str, ...], value: object) -> None:
    assert row_at(path).back(words) == value


def test_the_three_spellings_of_name_servers() -> None:
    pair = ("85.175.46.122", "8.8.8.8")
    assert {
        page: row_at("dns.servers", f"form={page}").words(pair) for page in ("wan_ipv4_dynamic", "wan_ipv4_staticip")
    } == {
        "wan_ipv4_dynamic": {"dns_mode": "static", "manual_pridns": pair[0], "manual_snddns": pair[1]},
        "wan_ipv4_staticip": {"pri_dns": pair[0], "snd_dns": pair[1]},
    }
    assert row_at("dns.servers", "pppoe").words(AUTOMATIC)["dns_mode"] == "dynamic"


def test_tunnels_have_name_servers_only_beside_a_static_connection() -> None:
    for protocol in ("l2tp", "pptp"):
        assert "dns.servers" not in {row.path for row in wan_rows(protocol, "dhcp")}
        assert "dns.servers" in {row.path for row in wan_rows(protocol, "static")}


def test_the_mac_is_written_with_dashes() -> None:
    assert MAC_ROW.words("00:11:22:33:44:56") == {"mac_clone_type": "custom", "mac_custom": "00-11-22-33-44-56"}


@pytest.mark.parametrize(
    ("page", "known"),
    [
        ({"timezone": "900"}, MINUTES),
        ({"timezone": "900", "hour24_support": "yes"}, MINUTES),
        ({"timezone": "75", "hour24_support": "yes"}, PLACES),
        ({"timezone": "120"}, None),
        ({"timezone": ""}, None),
        ({}, None),
    ],
)
def test_which_numbering_of_zones_a_router_uses(page: dict[str, str], known: object) -> None:
    assert codes(page) is known


@pytest.mark.parametrize("table", [MINUTES, PLACES], ids=["minutes", "places"])
def test_each_number_stands_for_one_zone(table: dict[str, str]) -> None:
    assert len(set(table.values())) == len(table)


def test_another_zone_with_the_same_clock_is_named() -> None:
    assert same_clock("Europe/Minsk", MINUTES) == "Europe/Moscow"
    assert same_clock("Pacific/Apia", MINUTES) is None
    assert set(SAME) <= set(MINUTES) | set(PLACES)


def test_lan_masks_have_names_of_their_own() -> None:
    row: Callable[[str], dict[str, str]] = row_at("lan.mask").words
    assert row("255.255.0.0") == {"mask_type": "255.255.0.0", "custom_value": ""}
    assert row("255.255.255.128") == {"mask_type": "custom", "custom_value": "255.255.255.128"}
    assert row_at("lan.mask").page == LAN
