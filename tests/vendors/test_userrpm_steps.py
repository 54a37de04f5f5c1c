"""From changes to saves of the old green pages, and back: pure, on the words of a TL-WR1043ND v2."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.device import Cut, Facts, Step
from routercfg.plan import diff
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, LEAVES, Settings, Value
from routercfg.vendors import tplink_userrpm_steps as steps
from routercfg.vendors.rows import Row
from routercfg.vendors.tplink_userrpm_pages import (
    ACCOUNT,
    ADVANCED,
    DHCP,
    IPTV,
    LAN,
    MAC,
    NETWORK,
    RADIOS,
    REBOOT,
    SECURITY,
    TIME,
    WAN,
)
from routercfg.vendors.tplink_userrpm_rows import (
    COUNTRY_ROW,
    DHCP_ROWS,
    LAN_ROWS,
    ZONE_ROW,
    mac_row,
    radio_rows,
    wan_rows,
)
from routercfg.vendors.tplink_userrpm_wan import remarks
from tests.vendors.userrpm_words import Native, facts_of, native

NET, SEC = NETWORK["2.4GHz"], SECURITY["2.4GHz"]
BAND = "wifi.bands.2.4GHz."
PAIR = ("9.9.9.9", "1.1.1.1")


def planned(words: Native, **wishes: Value) -> tuple[Step, ...]:
    facts = facts_of(words)
    changes = diff(Settings(wishes), facts.running)
    return steps.steps(facts, changes, ("admin", Secret("Old-pass1")))


def gaps(words: Native, **wishes: Value) -> dict[str, str]:
    desired = Settings(wishes)
    return {gap.path: gap.reason.key for gap in steps.gaps(facts_of(words), desired)}


def pages(found: tuple[Step, ...]) -> list[str]:
    return [step.page for step in found]


# Rows.

ROWS = [
    *(row for protocol in WAN for row in wan_rows(native(), protocol, "static")),
    *radio_rows(native(), "2.4GHz"),
    *DHCP_ROWS,
    *LAN_ROWS,
    ZONE_ROW,
    COUNTRY_ROW,
    mac_row(native()),
]
SAMPLES: dict[str, list[Value]] = {
    "enabled": [True, False],
    "hidden": [True, False],
    "security": ["open", "wpa", "wpa/wpa2", "wpa2"],
    "channel": ["auto", 1, 13, 36],
    "width": ["auto", 20, 40],
    "servers": [AUTOMATIC, ("9.9.9.9",), PAIR],
    "clients": [AUTOMATIC, ("9.9.9.9",), PAIR],
    "mtu": [576, 1492],
    "secondary": ["dhcp", "static"],
    "mac": ["default", "clone", "02:AA:BB:CC:DD:0E"],
    "mask": ["255.0.0.0", "255.255.255.0", "255.255.255.128"],
    "zone": ["Europe/Moscow", "Asia/Kathmandu"],
    "country": ["RU", "US"],
    "password": [Secret('p&w=%+ "q" \'\\<>;#')],
    "ssid": ["Home & Garden", "Жека", '"q"<b>\\'],
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.path}@{row.page}")
def test_every_row_leads_there_and_back(row: Row) -> None:
    for value in SAMPLES.get(row.path.rsplit(".", 1)[1], ["10.0.0.9"]):
        assert row.back(row.to(value)) == value


@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_texts_travel_through_their_rows(text: str) -> None:
    for row in ROWS:
        if row.path.endswith(("ssid", "username", "service_name", "server")):
            assert row.back(row.to(text)) == text


def test_the_factory_router_is_read_in_our_words() -> None:
    running = facts_of(native()).running
    assert running["wan.protocol"] == "dhcp"
    assert running["dns.servers"] == AUTOMATIC
    assert running["wan.mac"] == "default"
    assert running[BAND + "ssid"] == "TP-LINK_123456"
    assert running[BAND + "security"] == "wpa/wpa2"
    assert running[BAND + "password"] == Secret("12345670")
    assert running[BAND + "channel"] == "auto"
    assert running["wifi.country"] == "US"
    assert running["lan.dhcp.first"] == "192.168.0.100"
    assert running["time.zone"] == "Asia/Irkutsk"
    assert running["iptv.mode"] == "off"
    assert running["wan.vlan"] == "none"
    assert set(running) <= set(LEAVES)


# Plans.


def test_a_plan_is_ordered_from_harmless_to_cutting_and_ends_with_the_restart_a_page_may_want() -> None:
    found = planned(
        native(),
        **{
            "wan.protocol": "pppoe",
            "wan.username": "u",
            "wan.password": Secret("p"),
            "wan.mtu": 1460,
            "wan.mac": "02:AA:BB:CC:DD:0E",
            "dns.clients": ("192.168.0.9",),
            BAND + "ssid": "Home",
            BAND + "password": Secret("new key 1"),
            "time.zone": "Europe/Moscow",
            "admin.password": Secret("New-pass1"),
            "lan.address": "192.168.7.1",
        },
    )
    assert pages(found) == [TIME, DHCP, NET, SEC, MAC, WAN["pppoe"], ADVANCED, ACCOUNT, LAN, REBOOT]
    assert [step.cuts for step in found] == sorted(step.cuts for step in found)
    assert found[-1].words == {"Reboot": "Reboot"}
    assert found[-2].moves_to == "192.168.7.1"
    assert found[-3].logs_in_with == Secret("New-pass1")
    assert all(step.paths for step in found)


def test_no_restart_is_planned_where_no_page_can_ask_for_one() -> None:
    assert pages(planned(native(), **{"wan.mtu": 1400})) == [WAN["dhcp"]]


def test_pppoe_keeps_mtu_service_and_dns_on_its_advanced_page() -> None:
    wishes: dict[str, Value] = {"wan.protocol": "pppoe", "wan.mtu": 1460, "dns.servers": PAIR, "wan.service_name": "s"}
    main, advanced = planned(native(), **wishes)
    assert main.page == WAN["pppoe"]
    assert "wan.protocol" in main.paths
    assert advanced.words["lcpMru"] == "1460"
    assert (advanced.words["manual"], advanced.words["dnsserver"]) == ("2", "9.9.9.9")
    assert advanced.words["ServiceName"] == "s"
    only = planned(native("pppoe"), **{"dns.servers": PAIR})
    assert pages(only) == [ADVANCED]  # the main page is not saved for that


def test_a_password_goes_in_both_fields() -> None:
    (step,) = planned(native("pppoe"), **{"wan.username": "u", "wan.password": Secret("p#1")})
    assert (step.words["psw"], step.words["confirm"]) == ("p#1", "p#1")
    (step,) = planned(native("pppoe"), **{"wan.username": "u"})
    assert step.words["psw"] == ""  # left out it would be wiped; sent back it stays as it is


def test_the_pair_of_l2tp_goes_to_the_dhcp_server_and_that_is_said() -> None:
    wishes: dict[str, Value] = {"wan.protocol": "l2tp", "wan.server": "vpn.example.net", "dns.servers": PAIR}
    found = planned(native(), **wishes)
    assert pages(found) == [DHCP, WAN["l2tp"], REBOOT]
    assert (found[0].words["dnsserver"], found[0].words["dnsserver2"]) == PAIR
    assert "dns.servers" in found[0].paths
    assert [remark.path for remark in remarks(native(), Settings(wishes))] == ["dns.servers"]
    after = native(
        "l2tp",
        L2TPCfgRpm={"L2TPServerName": "vpn.example.net"},
        LanDhcpServerRpm={"dnsserver": PAIR[0], "dnsserver2": PAIR[1]},
    )
    assert diff(Settings(wishes), facts_of(after).running) == ()


def test_a_pair_that_already_was_as_wished_goes_along_when_the_type_changes() -> None:
    before = native("dhcp", WanDynamicIpCfgRpm={"manual": "2", "dnsserver": PAIR[0], "dnsserver2": PAIR[1]})
    found = planned(before, **{"wan.protocol": "pppoe", "wan.username": "u", "dns.servers": PAIR})
    assert found[-1].page == ADVANCED
    assert found[-1].words["dnsserver2"] == PAIR[1]
    found = planned(before, **{"wan.protocol": "l2tp", "wan.server": "s.example", "dns.servers": PAIR})
    assert found[0].page == DHCP
    assert found[0].words["dnsserver"] == PAIR[0]


def test_l2tp_has_one_place_for_two_different_wishes() -> None:
    wishes: dict[str, Value] = {"wan.protocol": "l2tp", "wan.server": "s.example", "dns.servers": PAIR}
    assert gaps(native(), **wishes, **{"dns.clients": ("4.4.4.4",)}) == {"dns.servers": "reason.userrpm-dns-one-place"}
    assert gaps(native(), **wishes, **{"dns.clients": PAIR}) == {}


def test_ticks_of_wifi() -> None:
    net, restart = planned(native(), **{BAND + "hidden": True, BAND + "channel": 6, BAND + "width": 20})
    assert "broadcast" not in net.words
    assert (net.words["ap"], net.words["channel"], net.words["chanWidth"]) == ("1", "6", "1")
    assert restart.page == REBOOT
    (net, _) = planned(native(), **{BAND + "enabled": False})
    assert "ap" not in net.words


@pytest.mark.parametrize(
    ("security", "expected"),
    [("open", ("0", "2", "3")), ("wpa", ("3", "1", "1")), ("wpa2", ("3", "2", "3"))],
)
def test_security_keeps_the_other_blocks(security: str, expected: tuple[str, ...]) -> None:
    (sec, _) = planned(native(), **{BAND + "security": security})
    assert tuple(sec.words[name] for name in ("secType", "pskSecOpt", "pskCipher")) == expected
    assert sec.words["pskSecret"] == "12345670"
    assert {"interval", "wpaSecOpt", "wepSecOpt", "keynum"} <= set(sec.words)


def test_a_band_that_is_not_chosen_is_off_until_both_are() -> None:
    words = native()
    five = {NETWORK["5GHz"]: dict(words[NET]), SECURITY["5GHz"]: dict(words[SEC])}
    words |= {**five, RADIOS: {"WlanBand": "1", ".reboot": "0"}}
    assert facts_of(words).running["wifi.bands.5GHz.enabled"] is False
    radios, net5, restart = planned(words, **{"wifi.bands.5GHz.enabled": True})
    assert (radios.page, radios.words["WlanBand"]) == (RADIOS, "3")
    assert (net5.page, net5.words["ap"], restart.page) == (NETWORK["5GHz"], "1", REBOOT)
    words[RADIOS]["WlanBand"] = "0"
    assert gaps(words, **{"wifi.bands.5GHz.enabled": True}) == {"wifi.bands.5GHz.enabled": "reason.userrpm-wifi-switch"}


def test_a_pool_outside_the_present_lan_is_saved_once_the_lan_has_moved() -> None:
    wishes: dict[str, Value] = {
        "lan.address": "192.168.7.1", "lan.dhcp.first": "192.168.7.10", "lan.dhcp.last": "192.168.7.20"
    }  # fmt: skip
    found = planned(native(), **wishes)
    assert pages(found) == [LAN, DHCP, REBOOT]
    assert found[1].words["gateway"] == "192.168.7.1"
    inside = planned(native(), **{"lan.dhcp.first": "192.168.0.10"})
    assert (inside[0].page, inside[0].cuts) == (DHCP, Cut.NOTHING)


def test_mac_addresses_are_written_with_dashes() -> None:
    assert planned(native(), **{"wan.mac": "02:AA:BB:CC:DD:0E"})[0].words["mac1"] == "02-AA-BB-CC-DD-0E"
    assert planned(native(), **{"wan.mac": "clone"})[0].words["mac1"] == "02-00-00-00-00-64"
    changed = native(MacCloneCfgRpm={"mac1": "02-AA-BB-CC-DD-0E"})
    assert planned(changed, **{"wan.mac": "default"})[0].words["mac1"] == "50-C7-BF-12-34-57"


def test_iptv_by_bridge_and_by_vlan() -> None:
    (bridge,) = planned(native(), **{"iptv.mode": "bridge", "iptv.port": 4})
    assert (bridge.page, bridge.cuts) == (IPTV, Cut.REBOOT)
    assert (bridge.words["mode_sel"], bridge.words["ru_br"]) == ("1", "1")
    assert "nat_vid" not in bridge.words
    wishes: dict[str, Value] = {"iptv.mode": "vlan", "iptv.port": 4, "wan.vlan": 10, "iptv.iptv.id": 20}
    (vlan,) = planned(native(), **wishes)
    sent = {name: vlan.words[name] for name in ("mode_sel", "vlanInetEnb", "nat_vid", "iptv_vid")}
    assert sent == {"mode_sel": "2", "vlanInetEnb": "1", "nat_vid": "10", "iptv_vid": "20"}
    assert [vlan.words[f"Lan#{n}"] for n in (1, 2, 3, 4)] == ["0", "0", "0", "1"]
    assert (vlan.words["lan_brmask"], vlan.words["lan_iptv_mask"], vlan.words["lan_ipphonemask"]) == ("7", "8", "0")
    (only,) = planned(native(), **{"wan.vlan": 35})
    assert (only.words["mode_sel"], only.words["nat_vid"], only.words["lan_brmask"]) == ("2", "35", "15")


def test_a_tick_for_the_internet_vlan_goes_away_when_none_is_wanted() -> None:
    words = native()
    words[IPTV] |= {".box.vlanInetEnb": "1", "vlanInetEnb": "1"}
    (vlan,) = planned(words, **{"iptv.mode": "vlan", "iptv.port": 4, "iptv.iptv.id": 20})
    assert "vlanInetEnb" not in vlan.words
    (tagged,) = planned(words, **{"iptv.mode": "vlan", "iptv.port": 4, "wan.vlan": 10})
    assert tagged.words["vlanInetEnb"] == "1"


# Gaps.


def test_what_this_generation_cannot_do_is_named_with_its_reason() -> None:
    words = native()
    assert gaps(words, **{BAND + "security": "wpa3"}) == {BAND + "security": "reason.userrpm-no-wpa3"}
    assert gaps(words, **{"wifi.bands.5GHz.ssid": "x"}) == {"wifi.bands.5GHz.ssid": "reason.tplink-no-band"}
    assert gaps(words, **{"wifi.country": "DE"}) == {"wifi.country": "reason.userrpm-region"}
    assert gaps(words, **{"wan.mac": "02:00:00:00:00:64"}) == {"wan.mac": "reason.clone-same"}
    assert gaps(words, **{"wan.mac": "50:C7:BF:12:34:57"}) == {"wan.mac": "reason.userrpm-mac-default"}
    fixed = native(MacCloneCfgRpm={".fixed": "1", ".pc": "00-00-00-00-00-00"})
    assert gaps(fixed, **{"wan.mac": "clone"}) == {"wan.mac": "reason.clone-unknown"}
    assert gaps(words, **{"wan.mtu": 1501}) == {"wan.mtu": "reason.tplink-range"}
    assert gaps(words, **{"admin.password": Secret("sixteen-letters-")}) == {"admin.password": "reason.userrpm-admin"}
    assert gaps(words, **{"admin.password": Secret("two words")}) == {"admin.password": "reason.userrpm-admin"}
    assert gaps(words, **{"time.zone": "Asia/Tashkent"}) == {"time.zone": "reason.tplink-zone-same"}
    assert gaps(words, **{"time.zone": "Europe/Moscow"}) == {}
    assert gaps(words, **{"iptv.mode": "vlan"}) == {"iptv.mode": "reason.userrpm-needs-port"}
    assert gaps(words, **{"iptv.mode": "bridge", "iptv.port": 2}) == {"iptv.port": "reason.tplink-no-port"}


def test_a_name_longer_than_the_pages_own_limit_is_named_because_it_would_be_cut() -> None:
    wishes: dict[str, Value] = {"wan.protocol": "l2tp", "wan.server": "s.example", "wan.username": "u" * 32}
    assert gaps(native(), **wishes) == {"wan.username": "reason.tplink-long"}
    assert gaps(native(), **{"wan.protocol": "pppoe", "wan.username": "u" * 118}) == {}
    assert gaps(native(), **{"wan.protocol": "pppoe", "wan.username": "u" * 119}) == {
        "wan.username": "reason.tplink-long"
    }


def test_what_a_type_would_miss_is_named() -> None:
    assert gaps(native(), **{"wan.protocol": "static"}) == {"wan.protocol": "reason.tplink-protocol-needs"}
    assert gaps(native(), **{"wan.protocol": "l2tp"}) == {"wan.protocol": "reason.tplink-protocol-needs"}
    wishes: dict[str, Value] = {
        "wan.protocol": "static", "wan.address": "203.0.113.9", "wan.mask": "255.255.255.0",
        "wan.gateway": "203.0.113.1", "dns.servers": PAIR,
    }  # fmt: skip
    assert gaps(native(), **wishes) == {}


def test_where_a_page_shows_no_such_input_there_is_a_gap() -> None:
    words = native()
    del words[NET]["region"], words[DHCP]["dnsserver"], words[TIME]["timezone"], words[IPTV]
    assert gaps(
        words,
        **{"wifi.country": "RU", "dns.clients": PAIR, "time.zone": "Europe/Moscow", "iptv.mode": "bridge"},
    ) == {
        "wifi.country": "reason.tplink-not-offered",
        "dns.clients": "reason.tplink-not-offered",
        "time.zone": "reason.tplink-not-offered",
        "iptv.mode": "reason.no-vlan",
    }
    del words[WAN["pptp"]]
    assert gaps(words, **{"wan.protocol": "pptp"}) == {"wan.protocol": "reason.tplink-no-protocol"}


# And back.


def test_a_change_of_type_is_undone_with_the_old_types_page_last() -> None:
    facts = facts_of(native())
    sent = planned(native(), **{"wan.protocol": "pppoe", "wan.username": "u", "wan.mtu": 1460})
    back = steps.undo(facts, sent)
    assert pages(back)[-1] == WAN["dhcp"]
    assert {WAN["pppoe"], ADVANCED} <= set(pages(back))
    static = planned(
        native(),
        **{
            "wan.protocol": "static",
            "wan.address": "203.0.113.9",
            "wan.mask": "255.255.255.0",
            "wan.gateway": "203.0.113.1",
            "dns.servers": PAIR,
        },
    )
    assert pages(steps.undo(facts, static)) == [WAN["dhcp"]]  # an empty static page would be refused


def test_an_undo_restores_whole_pages_and_ends_with_the_restart() -> None:
    facts = facts_of(native())
    sent = planned(native(), **{BAND + "ssid": "New", BAND + "hidden": True, "admin.password": Secret("New-pass1")})
    net, account, restart = steps.undo(facts, sent)
    assert (net.words["ssid1"], net.words["broadcast"]) == ("TP-LINK_123456", "2")
    assert (account.words["oldpassword"], account.words["newpassword"]) == ("New-pass1", "Old-pass1")
    assert restart.page == REBOOT


def test_what_is_not_back_is_named() -> None:
    before = facts_of(native())
    sent = planned(native(), **{BAND + "ssid": "New", "wan.protocol": "pppoe", "wan.username": "u"})
    assert steps.undone(before, before, sent) == ()
    assert BAND + "ssid" in steps.undone(before, facts_of(native(WlanNetworkRpm={"ssid1": "New"})), sent)
    assert "wan.protocol" in steps.undone(before, facts_of(native("pppoe")), sent)


def test_nothing_secret_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    facts: Facts = facts_of(native())
    found = planned(native(), **{"wan.protocol": "pppoe", "wan.password": Secret("hunter22")})
    print(facts, found)  # noqa: T201
    told = capsys.readouterr().out
    assert "hunter22" not in told
    assert "12345670" not in told
