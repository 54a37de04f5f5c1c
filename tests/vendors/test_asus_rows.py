from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.secret import Secret
from routercfg.settings import (
    AUTO,
    AUTOMATIC,
    BANDS,
    IPTV_MODES,
    LEAVES,
    NONE,
    PROTOCOLS,
    SECONDARIES,
    SECURITIES,
    Kind,
    Leaf,
    Value,
)
from routercfg.vendors import asus_iptv
from routercfg.vendors.asus_rows import Traits, build_of, chanspec, rows, traits
from routercfg.vendors.asus_zones import zones

CHOICES: Mapping[str, tuple[str, ...]] = {
    "wan.protocol": PROTOCOLS,
    "wan.secondary": SECONDARIES,
    "iptv.mode": IPTV_MODES,
} | {f"wifi.bands.{band}.security": SECURITIES for band in BANDS}
TRAITS = (
    Traits(build=382),
    Traits(build=386, chanspec=True, swapped_widths=True, wpa3=True, own_mac="02:AA:BB:CC:DD:01"),
    Traits(build=1102, own_mac="02:AA:BB:CC:DD:01"),
)

texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=20)
addresses = st.integers(1, 2**32 - 1).map(lambda n: ".".join(str(n >> shift & 255) for shift in (24, 16, 8, 0)))
macs = st.integers(2, 2**48 - 1).map(lambda n: ":".join(f"{n >> shift & 255:02X}" for shift in range(40, -1, -8)))


def values(leaf: Leaf, known: Traits) -> st.SearchStrategy[Value]:
    if leaf.path == "time.zone":
        return st.sampled_from(sorted(zones(known.build)))
    if leaf.path.endswith(".width"):
        return st.sampled_from([AUTO, 20, 40, 80, 160])
    by_kind: dict[Kind, st.SearchStrategy[Value]] = {
        Kind.TEXT: texts,
        Kind.SECRET: texts.map(Secret),
        Kind.NUMBER: st.integers(1, 9999),
        Kind.SWITCH: st.booleans(),
        Kind.CHOICE: st.sampled_from(CHOICES.get(leaf.path, ("?",))),
        Kind.ADDRESS: addresses,
        Kind.MAC: st.one_of(st.just("default"), macs.filter(lambda mac: mac != known.own_mac)),
        Kind.SERVERS: st.one_of(st.just(AUTOMATIC), st.lists(addresses, min_size=1, max_size=2).map(tuple)),
        Kind.NUMBER_OR_AUTO: st.one_of(st.just(AUTO), st.integers(1, 177)),
        Kind.VLAN: st.one_of(st.just(NONE), st.integers(1, 4094)),
    }
    return by_kind[leaf.kind]


@given(st.data(), st.sampled_from(TRAITS))
def test_every_row_leads_there_and_back(data: st.DataObject, known: Traits) -> None:
    table = rows(known)
    path = data.draw(st.sampled_from(sorted(table)))
    value = data.draw(values(LEAVES[path], known))
    words = table[path].to(value)
    assert table[path].back(words) == value
    assert len(words) == len(table[path].names)


@pytest.mark.parametrize("known", TRAITS)
def test_a_cloned_mac_comes_back_as_a_clone(known: Traits) -> None:
    if known.own_mac:
        row = rows(known)["wan.mac"]
        assert row.to("clone") == (known.own_mac,)
        assert row.back(row.to("clone")) == "clone"


def test_every_leaf_has_a_row_or_belongs_to_the_vlans() -> None:
    assert set(LEAVES) == set(rows(Traits())) | set(asus_iptv.PATHS)
    assert not set(rows(Traits())) & set(asus_iptv.PATHS)


def test_a_width_is_another_digit_on_another_makers_chip() -> None:
    path = "wifi.bands.5GHz.width"
    assert rows(Traits(chanspec=True, swapped_widths=True))[path].to(20) == ("1",)
    assert rows(Traits())[path].to(20) == ("0",)


def test_a_router_with_one_radio_has_rows_for_one() -> None:
    native = {"nvram": {"wl0_ssid": "one", "wl1_ssid": ""}}
    assert traits(native).bands == ("2.4GHz",)
    assert not [path for path in rows(traits(native)) if "5GHz" in path]


@pytest.mark.parametrize(
    ("words", "security"),
    [
        (("psk2", "aes", "0"), "wpa2"),
        (("psk2", "aes", ""), "wpa2"),  # no such key on old firmware
        (("psk2", "tkip+aes", "0"), None),
        (("psk2psk3", "aes", "0"), None),
        (("psk3", "aes", "1"), None),
        (("psk3", "aes", "2"), "wpa3"),
        (("open", "", ""), "open"),
        (("wpa2", "aes", "0"), None),  # enterprise
    ],
)
def test_a_security_mode_counts_only_with_its_companions(words: tuple[str, ...], security: str | None) -> None:
    assert rows(Traits())["wifi.bands.2.4GHz.security"].back(words) == security


@pytest.mark.parametrize(("spec", "channel"), [("0", AUTO), ("36/80", 36), ("6u", 6), ("11", 11), ("6g37/160", None)])
def test_a_channel_is_read_out_of_a_chanspec(spec: str, channel: object) -> None:
    assert rows(Traits(chanspec=True))["wifi.bands.5GHz.channel"].back((spec,)) == channel


@pytest.mark.parametrize(
    ("channel", "width", "spec"),
    [
        (AUTO, 80, "0"),
        (36, AUTO, "36/80"),
        (40, 40, "40u"),
        (44, 40, "44l"),
        (149, 40, "149l"),
        (161, 40, "161u"),
        (100, 160, "100/160"),
        (140, AUTO, "140l"),
        (165, AUTO, "165"),
        (1, AUTO, "1l"),
        (13, 40, "13u"),
        (11, 20, "11"),
    ],
)
def test_a_channel_and_its_width_become_one_word(channel: Value, width: Value, spec: str) -> None:
    assert chanspec(channel, width) == spec
    assert rows(Traits(chanspec=True))["wifi.bands.5GHz.channel"].back((spec,)) == channel


def test_leftovers_mean_what_they_mean() -> None:
    table = rows(Traits())
    assert table["dns.servers"].back(("1", "1.1.1.1", "")) == AUTOMATIC
    assert table["dns.servers"].back(("0", "0.0.0.0", "9.9.9.9")) == ("9.9.9.9",)
    assert table["dns.servers"].back(("0", "", "")) is None
    assert table["dns.clients"].back(("0.0.0.0", "")) == AUTOMATIC
    assert table["wan.address"].back(("0.0.0.0",)) is None
    assert table["wan.mtu"].back(("1492", "1480")) is None
    assert table["wan.secondary"].back(("1", "0")) == "static"
    assert table["time.zone"].back(("UTC-3_4", "1", "")) is None  # Moscow with summer time is not Moscow
    assert table["time.zone"].back(("MEZ-1DST", "1", "M3.2.0/2,M10.2.0/2")) is None


@pytest.mark.parametrize(("zone", "old", "new"), [("Europe/Volgograd", "UTC-3_5", "UTC-4_7")])
def test_some_zones_have_another_entry_in_newer_firmware(zone: str, old: str, new: str) -> None:
    assert rows(Traits(build=384))["time.zone"].to(zone)[0] == old
    assert rows(Traits(build=386))["time.zone"].to(zone)[0] == new


@pytest.mark.parametrize(
    ("firmver", "buildno", "extendno", "build", "merlin"),
    [
        ("3.0.0.4", "382", "52288", 382, False),
        ("3.0.0.4", "386", "48262-ge94e82c", 386, False),
        ("3.0.0.4", "386", "7_0", 386, True),
        ("3.0.0.4", "388.4", "2", 388, True),
        ("3.0.0.6", "102", "34312", 1102, False),
        ("", "", "", 0, False),
    ],
)
def test_firmware_is_told_from_its_numbers(firmver: str, buildno: str, extendno: str, build: int, merlin: bool) -> None:
    known = traits({"nvram": {"firmver": firmver, "buildno": buildno, "extendno": extendno}})
    assert (known.build, known.merlin) == (build, merlin)
    assert build_of(f"{firmver}.{buildno}_{extendno}") == build
