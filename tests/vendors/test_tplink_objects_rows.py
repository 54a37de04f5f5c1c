import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.language import TEXTS
from routercfg.language.reasons_objects import REASONS_OBJECTS
from routercfg.secret import Secret
from routercfg.settings import AUTO, AUTOMATIC, BANDS, LEAVES, NONE, Kind, Value
from routercfg.vendors import tplink_objects_json as json_book
from routercfg.vendors import tplink_objects_rows as rows
from routercfg.vendors import tplink_objects_wan as wan
from routercfg.vendors.rows import Row
from routercfg.vendors.tplink_objects_text import SEALED_BOOK
from routercfg.vendors.tplink_zones import MINUTES
from tests.vendors.tplink_objects_words import INFO, RADIO, RADIO5, Native, ex511, facts, wr841n

TEXT = wr841n(
    {INFO: {"modelName": "Archer C50"}, "WAN_ETH_LINK_CFG#1,1,0,0,0,0": {"X_TP_VLanEnabled": "0", "X_TP_VID": "0"}}
)
JSON = ex511()
SECONDS = {"dhcp": ["none"], "static": ["none"], "pppoe": ["none", "dhcp", "static"], "l2tp": ["dhcp", "static"]}
ROWS: list[tuple[Native, Row]] = [
    *((TEXT, row) for p, seconds in SECONDS.items() for second in seconds for row in wan.rows(TEXT, p, second)),
    *((TEXT, row) for band in BANDS for row in rows.radio_rows(TEXT, band)),
    *((TEXT, row) for row in (*wan.vlan_rows(TEXT), *rows.lan_rows(TEXT), *rows.pool_rows(TEXT))),
    *((TEXT, row) for row in (*SEALED_BOOK.zone_rows(TEXT), *SEALED_BOOK.country_rows(TEXT))),
    *(
        (JSON, row)
        for p in ("dhcp", "static", "pppoe", "l2tp")
        for row in json_book.wan_rows(JSON, next(iter(JSON)), p)
    ),
    *((JSON, row) for band in BANDS for row in json_book.JSON_BOOK.radio_rows(JSON, band)),
    *((JSON, row) for row in (*json_book.JSON_BOOK.vlan_rows(JSON), *json_book.JSON_BOOK.pool_rows(JSON))),
]
NASTY = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=64) | st.sampled_from(
    ["p&w=%+ ü", " ", "00123", '"<b>;']
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
    Kind.VLAN: st.just(NONE) | st.integers(1, 4094),
    Kind.MAC: st.sampled_from(["default"]) | st.binary(min_size=6, max_size=6).map(lambda raw: raw.hex(":").upper()),
}


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, pair in REASONS_OBJECTS.items():
        monkeypatch.setitem(TEXTS, key, pair)


def values(native: Native, row: Row) -> st.SearchStrategy[Value]:
    leaf = LEAVES[row.path]
    if row.path == "time.zone":
        return st.sampled_from(list(MINUTES))
    if row.path == "wifi.country":
        return st.sampled_from(["RU", "DE"])
    if row.path == "wan.secondary":
        return st.sampled_from(["none", "dhcp", "static"] if "PPP_CONN" in row.page else ["dhcp", "static"])
    if row.path.endswith("security") and native is JSON:
        return st.sampled_from([choice for choice in leaf.choices if choice != "wpa"])
    return st.sampled_from(leaf.choices) if leaf.choices else OF_KIND[leaf.kind]


@given(st.data())
@pytest.mark.parametrize(("native", "row"), ROWS, ids=[f"{row.path}@{row.page.partition('#')[0]}" for _, row in ROWS])
def test_what_a_row_writes_it_reads(native: Native, row: Row, data: st.DataObject) -> None:
    value = data.draw(values(native, row))
    told = {name: word for name, word in row.words(value).items() if word != rows.KEEP}
    assert row.read({row.page: {**native[row.page], **told}}) == value


def test_a_v14_reads_as_it_is() -> None:
    running = facts(wr841n()).running
    assert running["wan.protocol"] == "dhcp"
    assert running["dns.servers"] == running["dns.clients"] == AUTOMATIC
    assert running["wifi.bands.2.4GHz.security"] == "wpa2"
    assert running["wifi.bands.2.4GHz.channel"] == AUTO
    assert running["wifi.country"] == "DE"
    assert running["time.zone"] == "Asia/Irkutsk"
    assert running["lan.dhcp.last"] == "192.168.0.199"


@pytest.mark.parametrize(
    ("model", "bands"), [("TL-WR841N", BANDS[:1]), ("TL-WR902AC", BANDS), ("Archer C50", BANDS), ("", BANDS)]
)
def test_the_dead_radio_of_a_single_band_model_is_no_band(model: str, bands: tuple[str, ...]) -> None:
    assert facts(wr841n({INFO: {"modelName": model}})).bands == bands


@pytest.mark.parametrize(
    ("words", "security"),
    [
        ({"beaconType": "Basic"}, "open"),
        ({"beaconType": "Basic", "basicEncryptionModes": "WEPEncryption"}, None),
        ({"beaconType": "WPA"}, "wpa"),
        ({"beaconType": "WPAand11i"}, "wpa/wpa2"),
        ({"beaconType": "11i", "IEEE11iEncryptionModes": "TKIPandAESEncryption"}, "wpa2"),
        ({"beaconType": "11i", "IEEE11iEncryptionModes": "TKIPEncryption"}, None),
        ({"beaconType": "11i", "IEEE11iAuthenticationMode": "EAPAuthentication"}, None),
        ({"beaconType": "WPA3"}, "wpa3"),
        ({"beaconType": "WPA3and11i"}, "wpa2/wpa3"),
        ({"beaconType": "WPA9"}, None),
    ],
)
def test_security_as_the_router_tells_it(words: dict[str, str], security: str | None) -> None:
    assert facts(wr841n({RADIO: words})).running.get("wifi.bands.2.4GHz.security") == security


def test_megahertz_are_written_as_this_firmware_writes_them() -> None:
    native = wr841n({RADIO: {"X_TP_Bandwidth": "40"}})
    row = next(row for row in rows.radio_rows(native, "2.4GHz") if row.path.endswith("width"))
    assert row.words(20) == {"X_TP_Bandwidth": "20"}
    row = next(row for row in rows.radio_rows(wr841n(), "2.4GHz") if row.path.endswith("width"))
    assert row.words(20) == {"X_TP_Bandwidth": "20M"}


def test_instances_are_ordered_by_number_and_bands_by_their_word() -> None:
    native = {
        "LAN_WLAN#1,10,0,0,0,0": {},
        "LAN_WLAN#1,2,0,0,0,0": {"X_TP_Band": "5GHz"},
        RADIO: {"X_TP_Band": "2.4GHz"},
    }
    assert rows.pages(native, "LAN_WLAN")[1:] == ("LAN_WLAN#1,2,0,0,0,0", "LAN_WLAN#1,10,0,0,0,0")
    assert rows.radio_pages(native) == {"2.4GHz": RADIO, "5GHz": RADIO5}
    assert rows.radio_pages({RADIO: {}, RADIO5: {}}) == {"2.4GHz": RADIO, "5GHz": RADIO5}


def test_every_reason_is_there_in_both_languages() -> None:
    for english, russian in REASONS_OBJECTS.values():
        assert english
        assert any("а" <= letter <= "я" for letter in russian)
