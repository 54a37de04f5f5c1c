import pytest

from routercfg.device import Cut, Facts, Step
from routercfg.dialects.tplink_objects import items_text
from routercfg.language import TEXTS
from routercfg.language.reasons_objects import REASONS_OBJECTS
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Running, Settings
from routercfg.vendors import tplink_objects_steps as planning
from routercfg.vendors import tplink_objects_wan as wan
from routercfg.vendors.tplink_objects_pages import write_groups
from tests.vendors.tplink_objects_words import (
    DHCP,
    ETH,
    FORWARDING,
    HOST,
    INFO,
    L2TP,
    LAN,
    NOTHING,
    PPPOE,
    RADIO,
    STATIC,
    Native,
    book_of,
    ex511,
    facts,
    wr841n,
)

PPPOE_WISH: dict[str, Running] = {
    "wan.protocol": "pppoe",
    "wan.username": "user1",
    "wan.password": Secret("pass1"),
    "dns.servers": ("9.9.9.9", "1.1.1.1"),
}


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, pair in REASONS_OBJECTS.items():
        monkeypatch.setitem(TEXTS, key, pair)


def steps(present: Facts, wish: dict[str, Running]) -> tuple[Step, ...]:
    return planning.steps(book_of(dict(present.native)), present, pending(diff(Settings(wish), present.running)))


def gaps(native: Native, wish: dict[str, Running]) -> dict[str, str]:
    found = planning.gaps(book_of(native), facts(native), Settings(wish))
    return {gap.path: gap.reason.say() for gap in found}


def sent(native: Native, many: tuple[Step, ...]) -> Native:
    """The words after those writes, as a router would keep them."""
    now = {page: dict(words) for page, words in native.items()}
    for step in many:
        for key, word in step.words.items():
            page, name = planning.split(key)
            now[page][name] = word
    return now


def wire(step: Step) -> list[str]:
    return [items_text(items) for items in write_groups(step, many=True)]


def test_switching_to_pppoe_is_what_the_routers_own_page_sends() -> None:
    """[observed-tplink-wr841n-v14 part 6], with the way out as [tplink-web §5.9] has it."""
    (step,) = steps(facts(wr841n()), PPPOE_WISH)
    assert step.cuts is Cut.WAN
    assert step.page == PPPOE
    assert wire(step) == [
        f"[{DHCP}#0,0,0,0,0,0]0,1\r\nenable=0\r\n",
        f"[{ETH}#0,0,0,0,0,0]0,2\r\nX_TP_lastUsedIntf=pppoe_eth3_d\r\nX_TP_lastUsedName=ewan_pppoe\r\n"
        f"[{PPPOE}#0,0,0,0,0,0]1,7\r\nusername=user1\r\npassword=pass1\r\nDNSOverrideAllowed=1\r\n"
        "DNSServers=9.9.9.9,1.1.1.1\r\nMACAddressOverride=0\r\nNATEnabled=1\r\nenable=1\r\n",
        f"[{FORWARDING}#0,0,0,0,0,0]0,2\r\n__ifAliasName=ewan_pppoe\r\n__ifName=ppp0\r\n",
    ]


@pytest.mark.parametrize(
    ("wish", "page", "intf"),
    [
        (PPPOE_WISH, PPPOE, "pppoe_eth3_d"),
        (
            {
                "wan.protocol": "static",
                "wan.address": "203.0.113.10",
                "wan.mask": "255.255.255.0",
                "wan.gateway": "203.0.113.1",
                "dns.servers": ("9.9.9.9",),
            },
            STATIC,
            "ipoe_eth3_s",
        ),
        ({"wan.protocol": "l2tp", "wan.server": "tp.beeline.ru", "wan.username": "a@b"}, L2TP, "ipoe_eth3_d"),
    ],
)
def test_there_and_back(wish: dict[str, Running], page: str, intf: str) -> None:
    """After the switch the wish is what runs; after the undo the old connection is on again and named as before."""
    before = facts(wr841n())
    made = steps(before, wish)
    now = sent(wr841n(), made)
    assert now[page]["enable"] == "1"
    assert now[DHCP]["enable"] == "0"
    assert now[ETH]["X_TP_lastUsedIntf"] == intf
    assert now[FORWARDING]["__ifAliasName"] == now[page]["name"]
    assert not steps(facts(now), wish)
    assert planning.undone(book_of(now), before, facts(now), made)
    back = sent(now, planning.undo(book_of(now), before, made))
    assert facts(back).running["wan.protocol"] == "dhcp"
    assert back[ETH] == before.native[ETH]
    assert back[FORWARDING] == before.native[FORWARDING]
    assert planning.undone(book_of(back), before, facts(back), made) == ()


def test_on_the_way_back_a_connection_goes_off_before_the_other_goes_on() -> None:
    before = facts(wr841n())
    made = steps(before, PPPOE_WISH)
    (undo,) = planning.undo(book_of(wr841n()), before, made)
    requests = wire(undo)
    assert requests[0] == f"[{PPPOE}#0,0,0,0,0,0]0,1\r\nenable=0\r\n"
    assert f"[{DHCP}#0,0,0,0,0,0]" in requests[1]
    assert "enable=1" in requests[1]


def test_what_the_old_connection_had_goes_along() -> None:
    native = wr841n({DHCP: {"DNSOverrideAllowed": "1", "DNSServers": "77.88.8.8,0.0.0.0"}})
    now = sent(
        native, steps(facts(native), {"wan.protocol": "pppoe", "wan.username": "u", "dns.servers": ("77.88.8.8",)})
    )
    assert (now[PPPOE]["DNSOverrideAllowed"], now[PPPOE]["DNSServers"]) == ("1", "77.88.8.8,0.0.0.0")


def test_the_providers_name_servers_are_not_taken_for_settings() -> None:
    before = facts(wr841n({DHCP: {"DNSServers": "10.0.0.1,10.0.0.2"}}))
    assert before.running["dns.servers"] == "automatic"
    made = steps(before, {"dns.servers": ("9.9.9.9",)})
    later = facts(wr841n({DHCP: {"DNSServers": "10.9.9.9,0.0.0.0"}}))
    assert planning.undone(book_of(wr841n()), before, later, made) == ()


@pytest.mark.parametrize(
    ("changes", "protocol"),
    [
        ({}, "dhcp"),
        ({DHCP: {"enable": "0"}}, None),
        ({PPPOE: {"enable": "1"}}, "dhcp"),
        ({PPPOE: {"enable": "1"}, ETH: {"X_TP_lastUsedName": "ewan_pppoe"}}, "pppoe"),
        ({PPPOE: {"enable": "1"}, ETH: {"X_TP_lastUsedIntf": "pppoe_eth0_d"}}, "pppoe"),
        ({DHCP: {"enable": "0"}, L2TP: {"enable": "1"}}, "l2tp"),
        ({L2TP: {"enable": "1"}, ETH: {"X_TP_lastUsedIntf": ""}, FORWARDING: {"__ifAliasName": "ewan_l2tp"}}, "l2tp"),
        ({"WAN_IP_CONN#2,1,1,0,0,0": {"enable": "1", "name": "LTE"}}, "dhcp"),
        ({"WAN_IP_CONN#2,1,1,0,0,0": {"enable": "1", "name": "LTE"}, FORWARDING: {"__ifAliasName": "LTE"}}, None),
    ],
)
def test_which_connection_is_in_force(changes: Native, protocol: str | None) -> None:
    assert wan.active(wr841n(changes)) == protocol


def test_pppoe_beside_a_placeholder_has_no_second_connection() -> None:
    """WR850N and C50 keep 169.254.x.x in the static object for that [tplink-web §5.9]."""
    changes = {
        PPPOE: {"enable": "1", "secondConnection": "sec_conn_staip"},
        ETH: {"X_TP_lastUsedIntf": "pppoe_eth3_d"},
        STATIC: {"enable": "1", "externalIPAddress": "169.254.124.254"},
        DHCP: {"enable": "0"},
    }
    assert facts(wr841n(changes)).running["wan.secondary"] == "none"
    changes[STATIC]["externalIPAddress"] = "10.1.2.3"
    running = facts(wr841n(changes)).running
    assert (running["wan.protocol"], running["wan.secondary"], running["wan.address"]) == (
        "pppoe",
        "static",
        "10.1.2.3",
    )


def test_dual_access_with_an_address_uses_the_static_object_too() -> None:
    wish = {**PPPOE_WISH, "wan.secondary": "static", "wan.address": "10.1.2.3", "wan.mask": "255.0.0.0"}
    now = sent(wr841n(), steps(facts(wr841n()), wish))
    assert (now[STATIC]["enable"], now[STATIC]["externalIPAddress"]) == ("1", "10.1.2.3")
    assert not steps(facts(now), wish)


@pytest.mark.parametrize(
    ("wish", "paths"),
    [
        ({"wan.protocol": "static", "wan.address": "203.0.113.9"}, {"wan.protocol", "wan.address"}),
        ({**PPPOE_WISH, "wan.mtu": 1500}, {"wan.mtu"}),
        ({**PPPOE_WISH, "wan.username": "u" * 256}, {"wan.username", "wan.password", "wan.protocol"}),
        ({**PPPOE_WISH, "wan.server": "x"}, {"wan.server"}),
        ({**PPPOE_WISH, "wan.mac": "02:AA:BB:CC:DD:01"}, {"wan.mac"}),
        ({**PPPOE_WISH, "wan.mac": "clone"}, set()),
        (
            {"wan.protocol": "l2tp", "wan.server": "s", "wan.username": "u", "dns.servers": ("9.9.9.9",)},
            {"dns.servers"},
        ),
        ({"wan.protocol": "l2tp", "wan.username": "u"}, {"wan.protocol", "wan.username"}),
        ({"wan.vlan": 35}, {"wan.vlan"}),
        ({"iptv.mode": "bridge", "iptv.port": 4}, {"iptv.mode", "iptv.port"}),
        ({"wifi.bands.5GHz.ssid": "x"}, {"wifi.bands.5GHz.ssid"}),
        ({"wifi.bands.2.4GHz.channel": 14}, {"wifi.bands.2.4GHz.channel"}),
        ({"wifi.bands.2.4GHz.width": 80}, {"wifi.bands.2.4GHz.width"}),
        ({"wifi.bands.2.4GHz.security": "wpa3"}, set()),
        ({"wifi.country": "RU"}, {"wifi.country"}),
        ({"admin.username": "root"}, {"admin.username"}),
        ({"admin.password": Secret("short")}, {"admin.password"}),
        ({"admin.password": Secret("long enough")}, {"admin.password"}),
        ({"time.zone": "Europe/Istanbul"}, {"time.zone"}),
        ({"time.zone": "Europe/Moscow", "dns.clients": ("9.9.9.9",)}, set()),
    ],
)
def test_what_a_v14_cannot_do_is_named(wish: dict[str, Running], paths: set[str]) -> None:
    assert set(gaps(wr841n(), wish)) == paths


def test_firmware_without_wpa3_and_objects_that_are_not_there() -> None:
    native = wr841n()
    del native[RADIO]["WPA3AuthenticationMode"], native[L2TP], native["/cgi/info#0,0,0,0,0,0"]
    assert "WPA3" in gaps(native, {"wifi.bands.2.4GHz.security": "wpa3"})["wifi.bands.2.4GHz.security"]
    assert set(gaps(native, {"wan.protocol": "l2tp", "wan.mtu": 1400})) == {"wan.protocol", "wan.mtu"}
    assert set(gaps(native, {"wan.mac": "clone"})) == {"wan.mac"}


def test_the_channels_a_router_lists_count() -> None:
    native = wr841n({RADIO: {"possibleChannels": "1,2,3,4,5,6"}})
    assert set(gaps(native, {"wifi.bands.2.4GHz.channel": 11})) == {"wifi.bands.2.4GHz.channel"}


def test_the_country_goes_to_every_radio_where_the_page_lets_one_choose() -> None:
    free = {"X_TP_ShowRegionSelectionOnWeb": "1"}
    native = wr841n({INFO: {"modelName": "Archer C50"}, RADIO: free, "LAN_WLAN#1,2,0,0,0,0": free})
    (step,) = steps(facts(native), {"wifi.country": "RU"})
    assert set(step.words.values()) == {"RU "}
    assert len(step.words) == 2


def test_wifi_writes_only_what_the_security_needs() -> None:
    wish = {"wifi.bands.2.4GHz.security": "wpa/wpa2", "wifi.bands.2.4GHz.password": Secret("pa ss=1&#")}
    (step,) = steps(facts(wr841n()), wish)
    assert set(step.words) == {
        f"{RADIO}.{name}"
        for name in (
            *("beaconType", "WPAAuthenticationMode", "WPAEncryptionModes"),
            *("IEEE11iAuthenticationMode", "IEEE11iEncryptionModes", "X_TP_PreSharedKey"),
        )
    }
    assert "pa ss" not in repr(step)


def test_a_pool_outside_the_present_lan_is_written_after_the_move() -> None:
    wish: dict[str, Running] = {
        "lan.address": "10.0.0.1",
        "lan.dhcp.first": "10.0.0.10",
        "lan.dhcp.last": "10.0.0.99",
    }
    moved, pool = steps(facts(wr841n()), wish)
    assert (moved.moves_to, moved.cuts, pool.cuts) == ("10.0.0.1", Cut.LAN, Cut.LAN)
    assert pool.words[f"{HOST}.IPRouters"] == "10.0.0.1"
    now = sent(wr841n(), (moved, pool))
    undo = planning.undo(book_of(now), facts(wr841n()), (moved, pool))
    assert undo[0].moves_to == "192.168.0.1"
    assert sent(now, undo) == wr841n()
    first, second = steps(facts(wr841n()), {"lan.address": "192.168.0.2", "lan.dhcp.first": "192.168.0.50"})
    assert (first.page, second.page) == (HOST, LAN)


def test_the_password_comes_before_the_lan_and_goes_back() -> None:
    wish = {"admin.password": Secret("New-pass-1"), "lan.address": "192.168.0.2", "dns.clients": ("9.9.9.9",)}
    before = facts(wr841n())
    made = steps(before, wish)
    assert [step.cuts for step in made] == [Cut.NOTHING, Cut.SESSION, Cut.LAN]
    assert "New-pass-1" not in repr(made)
    undo = planning.undo(book_of(wr841n()), before, made)
    assert undo[1].words == {"old": "New-pass-1", "new": "admin"}
    assert planning.undone(book_of(wr841n()), before, facts(wr841n(), "New-pass-1"), made)[0] == "admin.password"


def test_one_client_name_server_is_written_as_a_pair() -> None:
    (step,) = steps(facts(wr841n()), {"dns.clients": ("192.168.77.9",)})
    assert step.words == {f"{HOST}.DNSServers": "192.168.77.9,0.0.0.0"}
    native = wr841n({HOST: {"DNSServers": "8.8.8.8"}})
    assert facts(native).running["dns.clients"] == ("8.8.8.8",)
    (step,) = steps(facts(native), {"dns.clients": "automatic"})
    assert step.words == {f"{HOST}.DNSServers": NOTHING}


# What an MR shows [tplink-web §5.9, py test_client_mr].

MR_DHCP, MR_PPP, MR_LTE = "WAN_IP_CONN#1,1,1,0,0,0", "WAN_PPP_CONN#1,1,1,0,0,0", "WAN_IP_CONN#2,1,1,0,0,0"


def mr200(changes: Native | None = None) -> Native:
    full = wr841n()
    native = {page: words for page, words in full.items() if not page.startswith("WAN_")}
    native["WAN_ETH_INTF#1,0,0,0,0,0"] = {"enable": "1", "X_TP_lastUsedIntf": ""}
    native[MR_DHCP] = {**full[DHCP], "name": "ipoe_1_d"}
    native[MR_LTE] = {"enable": "0", "name": "LTE", "addressingType": "DHCP"}
    native[FORWARDING] = {"__ifAliasName": "ipoe_1_d", "__ifName": "eth0.2"}
    for page, words in (changes or {}).items():
        native[page] = {**native.get(page, {}), **words}
    return native


def test_an_mr_whose_page_has_made_no_pppoe_yet_is_refused_with_what_to_do() -> None:
    assert facts(mr200()).running["wan.protocol"] == "dhcp"
    told = gaps(mr200(), PPPOE_WISH)
    assert set(told) == set(PPPOE_WISH)
    assert "no pppoe connection on its WAN port yet" in told["wan.protocol"]
    assert gaps(mr200(), {"dns.servers": ("9.9.9.9",)}) == {}


def test_an_mr_whose_page_has_made_a_pppoe_is_set_up_like_any_other() -> None:
    native = mr200({MR_PPP: {**wr841n()[PPPOE], "name": "pppoe_1_d", "enable": "0"}})
    assert gaps(native, PPPOE_WISH) == {}
    made = steps(facts(native), PPPOE_WISH)
    now = sent(native, made)
    assert (now[MR_PPP]["enable"], now[MR_DHCP]["enable"], now[MR_PPP]["username"]) == ("1", "0", "user1")
    assert now[FORWARDING]["__ifAliasName"] == "pppoe_1_d"
    assert facts(now).running["wan.protocol"] == "pppoe"
    assert sent(now, planning.undo(book_of(now), facts(native), made)) == native


def test_an_mr_in_lte_mode_is_not_switched_to_the_wire_by_half() -> None:
    native = mr200({MR_LTE: {"enable": "1"}, FORWARDING: {"__ifAliasName": "LTE"}})
    assert "wan.protocol" not in facts(native).running
    told = gaps(native, {"wan.protocol": "dhcp", "wan.mtu": 1400, "dns.clients": ("9.9.9.9",)})
    assert set(told) == {"wan.protocol", "wan.mtu"}
    assert "comes over LTE" in told["wan.protocol"]


def test_a_router_without_a_wan_port_says_so() -> None:
    native = {page: words for page, words in mr200().items() if page not in {MR_DHCP, "WAN_ETH_INTF#1,0,0,0,0,0"}}
    del native[MR_LTE]
    assert "WAN port" in gaps(native, {"wan.protocol": "dhcp"})["wan.protocol"]


# IPTV.

IPTV = "ETH_IPTV_CFG#0,0,0,0,0,0"


def test_iptv_can_be_switched_off_where_its_switch_is_shown() -> None:
    on = wr841n({IPTV: {"enable": "1", "iptvLanPort": "8"}})
    assert "iptv.mode" not in facts(on).running
    assert gaps(on, {"iptv.mode": "off"}) == {}
    made = steps(facts(on), {"iptv.mode": "off"})
    assert [step.words for step in made] == [{f"{IPTV}.enable": "0"}]
    assert facts(sent(on, made)).running["iptv.mode"] == "off"
    assert sent(sent(on, made), planning.undo(book_of(on), facts(on), made)) == on
    assert set(gaps(on, {"iptv.mode": "bridge", "iptv.port": 4})) == {"iptv.mode", "iptv.port"}


# The JSON dialect.


def test_ex_pppoe_there_and_back() -> None:
    before = facts(ex511())
    made = steps(before, {**PPPOE_WISH, "wan.vlan": 35, "wan.mac": "02:11:22:33:44:56"})
    now = sent(ex511(), made)
    told = now["DEV2_ADT_WAN#1,0,0,0,0,0"]
    assert (told["connType"], told["PPPUserName"], told["vlanID"]) == ("PPPoE", "user1", "35")
    assert told["MACAddr"] == "02-11-22-33-44-56"
    running = facts(now).running
    assert (running["wan.protocol"], running["wan.vlan"], running["wan.mac"]) == ("pppoe", 35, "02:11:22:33:44:56")
    back = sent(now, planning.undo(book_of(now), before, made))
    assert back == ex511()
    assert all(len(items) == 1 for step in made for items in write_groups(step, many=False))


@pytest.mark.parametrize(
    ("native", "wish", "paths"),
    [
        (ex511(), {"wan.protocol": "l2tp", "wan.server": "x"}, {"wan.protocol", "wan.server"}),
        (ex511({"connType": "L2TP"}), {"wan.server": "vpn.example"}, set()),
        (ex511({"connType": "PPPoE"}), {"wan.protocol": "dhcp"}, set()),
        (
            ex511({"connType": "PPPoE"}),
            {"wan.protocol": "static", "dns.servers": ("9.9.9.9",)},
            {"wan.protocol", "dns.servers"},
        ),
        (ex511({"connType": "Bridge"}), {"wan.mtu": 1400}, {"wan.mtu"}),
        (ex511(), {"wan.protocol": "static", "dns.servers": ("9.9.9.9",), "wan.address": "1.2.3.4"}, set()),
        (ex511(), {"wifi.bands.5GHz.security": "wpa"}, {"wifi.bands.5GHz.security"}),
        (ex511(), {"admin.password": Secret("New-pass-1")}, {"admin.password"}),
        (ex511(), {"time.zone": "Europe/Moscow", "iptv.mode": "off"}, {"time.zone", "iptv.mode"}),
        (ex511(), {"wan.secondary": "dhcp", **PPPOE_WISH}, {"wan.secondary"}),
    ],
)
def test_what_an_ex_cannot_do_is_named(native: Native, wish: dict[str, Running], paths: set[str]) -> None:
    assert set(gaps(native, wish)) == paths


MODEM = {"enable": "1", "connType": "PPP3G", "name": "usb_ppp3g"}


def test_the_modem_of_an_ex_is_not_its_internet_by_wire() -> None:
    """[id 52626256496]: first in the list and always on."""
    native = {**ex511(), "DEV2_ADT_WAN#3,0,0,0,0,0": ex511()["DEV2_ADT_WAN#1,0,0,0,0,0"]}
    native["DEV2_ADT_WAN#1,0,0,0,0,0"] = dict(MODEM)
    assert facts(native).running["wan.protocol"] == "dhcp"
    made = steps(facts(native), PPPOE_WISH)
    assert {planning.split(key)[0] for step in made for key in step.words} == {"DEV2_ADT_WAN#3,0,0,0,0,0"}
    two = {**native, "DEV2_ADT_WAN#4,0,0,0,0,0": dict(native["DEV2_ADT_WAN#3,0,0,0,0,0"])}
    assert "several connections" in gaps(two, PPPOE_WISH)["wan.protocol"]
    assert not steps(facts(two), {"time.zone": "Europe/Moscow"})


def test_dhcp_is_called_what_live_units_call_it() -> None:
    (step,) = steps(facts(ex511({"connType": "PPPoE"})), {"wan.protocol": "dhcp"})
    assert step.words["DEV2_ADT_WAN#1,0,0,0,0,0.connType"] == "DHCP"


def test_a_wan_that_is_hidden_from_this_account_is_not_called_unset() -> None:
    """[tplink-web §5.13]: operators' builds deny it to the account ``user``."""
    native = {page: words for page, words in ex511().items() if not page.startswith("DEV2_ADT_WAN")}
    assert not any(path.startswith("wan.") for path in facts(native).running)
    assert set(gaps(native, {"wan.vlan": "none", "wan.mtu": 1400})) == {"wan.vlan", "wan.mtu"}
