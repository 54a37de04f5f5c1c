from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.settings import NONE, Running
from routercfg.vendors import asus_iptv

numbers = st.one_of(st.just(NONE), st.integers(2, 4094))
OFF = {"switch_wantag": "none", "switch_stb_x": "0"}


@st.composite
def wishes(draw: st.DrawFn) -> dict[str, Running]:
    mode = draw(st.sampled_from(["off", "bridge", "vlan"]))
    wish: dict[str, Running] = {"iptv.mode": mode, "wan.vlan": NONE if mode == "bridge" else draw(numbers)}
    if wish["wan.vlan"] != NONE:
        wish["iptv.internet.priority"] = draw(st.integers(0, 7))
    if mode == "bridge":
        wish["iptv.port"] = draw(st.integers(1, 4))
    if mode == "vlan":
        services = draw(st.sampled_from([("iptv",), ("voip",), ("iptv", "voip")]))
        for name in services:
            wish[f"iptv.{name}.id"] = draw(st.integers(2, 4094))
            wish[f"iptv.{name}.priority"] = draw(st.integers(0, 7))
        wish["iptv.port"] = 4 if "iptv" in services else 3
    return wish


@given(wishes())
def test_what_is_permitted_comes_back_as_it_was_wished(wish: dict[str, Running]) -> None:
    assert list(asus_iptv.gaps(wish, wish, OFF)) == []
    back = asus_iptv.leaves(asus_iptv.words(wish))
    assert {path: back.get(path) for path in wish} == wish


def test_a_bare_vlan_is_written_as_the_reference_says() -> None:
    words = asus_iptv.words({"wan.vlan": 7})
    assert (words["switch_wantag"], words["switch_wan0tagid"], words["switch_wan0prio"]) == ("manual", "7", "0")
    assert (words["switch_stb_x"], words["switch_wan1tagid"]) == ("0", "")


def test_a_providers_profile_is_read_by_its_numbers() -> None:
    native = {"switch_wantag": "singtel_mio", "switch_stb_x": "6", "switch_wan0tagid": "10", "switch_wan0prio": "0"}
    native |= {"switch_wan1tagid": "20", "switch_wan1prio": "4", "switch_wan2tagid": "30", "switch_wan2prio": "4"}
    found = asus_iptv.leaves(native)
    assert (found["iptv.mode"], found["wan.vlan"], found["iptv.iptv.id"]) == ("vlan", 10, 20)


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        ({"iptv.mode": "bridge"}, "iptv.mode"),
        ({"iptv.mode": "bridge", "iptv.port": 5}, "iptv.port"),
        ({"iptv.mode": "bridge", "iptv.port": 4, "wan.vlan": 7}, "iptv.mode"),
        ({"iptv.mode": "vlan", "iptv.iptv.id": 20, "iptv.port": 2}, "iptv.port"),
        ({"iptv.mode": "vlan"}, "iptv.mode"),
        ({"iptv.iptv.id": 20}, "iptv.iptv.id"),
        ({"iptv.internet.priority": 3}, "iptv.internet.priority"),
        ({"iptv.voip.priority": 3}, "iptv.voip.priority"),
        ({"iptv.port": 4}, "iptv.port"),
    ],
)
def test_what_the_router_cannot_do_is_named(wish: Mapping[str, Running], path: str) -> None:
    merged = {**asus_iptv.leaves(OFF), **wish}
    assert path in [gap.path for gap in asus_iptv.gaps(merged, wish, OFF)]


def test_a_router_without_these_keys_says_nothing_and_refuses_all() -> None:
    assert asus_iptv.leaves({}) == {}
    assert [gap.path for gap in asus_iptv.gaps({"wan.vlan": 7}, {"wan.vlan": 7}, {})] == ["wan.vlan"]
