import pytest

from routercfg.device import Cut, Step
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, Running, Settings
from routercfg.vendors import tplink_steps
from routercfg.vendors.tplink_forms import old_words
from routercfg.vendors.tplink_rows import ACCOUNT, DHCPS, IPTV, LAN, MAC, RADIO, REGION, SMART, STATUS, TIME, WAN
from tests.vendors.tplink_words import Native, ax20, facts_of

PPPOE: dict[str, Running] = {
    "wan.protocol": "pppoe",
    "wan.username": "user@isp",
    "wan.password": Secret("p&w=%+"),
    "dns.servers": ("85.175.46.122", "8.8.8.8"),
}


def steps_for(native: Native, **wanted: Running) -> tuple[Step, ...]:
    return steps_of(native, {path.replace("__", "."): value for path, value in wanted.items()})


def steps_of(native: Native, wanted: dict[str, Running]) -> tuple[Step, ...]:
    facts = facts_of(native)
    changes = pending(diff(Settings(wanted), facts.running))
    assert tplink_steps.gaps(facts, Settings(wanted)) == ()
    return tplink_steps.steps(facts, changes, Secret("Old-pass1"))


def one(native: Native, wanted: dict[str, Running]) -> Step:
    found = steps_of(native, wanted)
    assert len(found) == 1
    return found[0]


def applied(native: Native, steps: tuple[Step, ...]) -> Native:
    """What the router would read afterwards, if it stored everything."""
    after = {page: dict(words) for page, words in native.items()}
    for step in steps:
        if step.page in after:
            after[step.page] |= step.words
        for protocol, page in WAN.items():
            if step.page == page:
                after[STATUS]["conntype"] = protocol
    return after


def gaps_of(native: Native, wanted: dict[str, Running]) -> dict[str, str]:
    found = tplink_steps.gaps(facts_of(native), Settings(wanted))
    assert all(gap.reason.say("ru") for gap in found)
    return {gap.path: gap.reason.key.removeprefix("reason.tplink-") for gap in found}


# The connection.


def test_another_connection_type_is_one_whole_form() -> None:
    step = one(ax20(), PPPOE)
    assert (step.page, step.cuts) == (WAN["pppoe"], Cut.WAN)
    assert dict(step.words) == {
        "username": "user@isp",
        "password": "p&w=%+",
        "snd_conn": "none",
        "mtu": "1480",
        "conn_mode": "auto",
        "server": "",
        "access": "",
        "interval": "10",
        "ip_mode": "dynamic",
        "dns_mode": "static",
        "static_pridns": "85.175.46.122",
        "static_snddns": "8.8.8.8",
    }
    assert "p&w" not in repr(step)


def test_what_already_was_as_wanted_goes_along_to_the_new_type() -> None:
    native = ax20(wan_ipv4_dynamic={"dns_mode": "static", "manual_pridns": "1.1.1.1", "mtu": "1450"})
    step = one(native, {**PPPOE, "dns.servers": ("1.1.1.1",), "wan.mtu": 1450})
    assert step.words["static_pridns"] == "1.1.1.1"
    assert step.words["mtu"] == "1450"


def test_what_the_new_type_cannot_hold_stays_behind() -> None:
    assert one(ax20(), {"wan.protocol": "pppoe"}).words["mtu"] == "1480"  # DHCP had 1500


def test_after_the_write_nothing_is_left_to_do() -> None:
    wanted: dict[str, Running] = {
        **PPPOE,
        "wan.mac": "00:11:22:33:44:56",
        "wan.secondary": "static",
        "wan.address": "10.1.1.2",
        "wan.mask": "255.255.0.0",
        "wan.service_name": "svc",
        "wan.vlan": 35,
        "iptv.mode": "vlan",
        "iptv.port": 4,
        "iptv.iptv.id": 36,
        "iptv.iptv.priority": 4,
        "iptv.internet.priority": 1,
        "iptv.voip.id": 37,
        "iptv.voip.priority": 5,
        "wifi.bands.2.4GHz.security": "wpa3",
        "wifi.bands.2.4GHz.channel": 6,
        "wifi.bands.5GHz.enabled": False,
        "wifi.bands.5GHz.security": "open",
        "wifi.bands.5GHz.width": 80,
        "dns.clients": ("9.9.9.9", "1.1.1.1"),
        "lan.address": "192.168.5.1",
        "lan.mask": "255.255.255.128",
        "lan.dhcp.first": "192.168.5.10",
        "lan.dhcp.last": "192.168.5.20",
        "time.zone": "Europe/Moscow",
    }
    native = ax20()
    after = applied(native, steps_of(native, wanted))
    assert diff(Settings(wanted), facts_of(after).running) == ()


@pytest.mark.parametrize("protocol", ["l2tp", "pptp"])
def test_a_tunnel_asks_its_server_by_the_kind_of_second_connection(protocol: str) -> None:
    wanted: dict[str, Running] = {"wan.protocol": protocol, "wan.username": "u", "wan.server": "vpn.example.net"}
    assert one(ax20(), wanted).words["dyn_server"] == "vpn.example.net"
    static: dict[str, Running] = {
        **wanted,
        "wan.secondary": "static",
        "wan.address": "10.0.0.2",
        "wan.mask": "255.255.255.0",
        "dns.servers": ("1.1.1.1",),
    }
    words = one(ax20(), static).words
    assert (words["static_server"], words["static_pridns"], words["static_snddns"]) == (
        "vpn.example.net",
        "1.1.1.1",
        "",
    )
    assert "dyn_server" not in words


def test_automatic_name_servers_leave_the_old_pair_out() -> None:
    native = ax20(wan_ipv4_dynamic={"dns_mode": "static", "manual_pridns": "1.1.1.1"})
    words = one(native, {"dns.servers": AUTOMATIC}).words
    assert words["dns_mode"] == "dynamic"
    assert "manual_pridns" not in words  # present but empty is refused


def test_the_dynamic_form_does_not_touch_the_mac() -> None:
    assert "mac_clone_type" not in one(ax20(), {"wan.mtu": 1400}).words


def test_an_unknown_connection_type_leaves_only_a_full_change() -> None:
    native = ax20(wan_ipv4_status={"conntype": "bigpond"})
    assert gaps_of(native, {"wan.mtu": 1400}) == {"wan.mtu": "no-protocol"}
    assert one(native, PPPOE).page == WAN["pppoe"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"wan.service_name": "x"}, {"wan.service_name": "not-in-protocol"}),
        ({"wan.secondary": "none", "wan.mtu": 1400}, {}),
        ({"wan.secondary": "static"}, {"wan.secondary": "not-in-protocol"}),
        ({**PPPOE, "wan.mtu": 1493}, {"wan.mtu": "range"}),
        ({**PPPOE, "wan.username": "x" * 119}, {"wan.username": "long"}),
        ({**PPPOE, "wan.password": Secret("a\nb")}, {"wan.password": "control"}),
        ({**PPPOE, "wan.secondary": "static"}, {"wan.secondary": "protocol-needs"}),
        ({"wan.protocol": "l2tp", "wan.server": "v", "dns.servers": ("1.1.1.1",)}, {"dns.servers": "no-own-dns"}),
        ({"wan.protocol": "l2tp", "wan.server": "v", "dns.servers": AUTOMATIC}, {}),
        ({"wan.protocol": "l2tp", "wan.server": "v", "wan.secondary": "none"}, {"wan.secondary": "choice"}),
        ({"wan.protocol": "l2tp", "wan.mtu": 1400}, {"wan.protocol": "protocol-needs"}),
        (
            {"wan.protocol": "static", "wan.address": "1.2.3.4", "wan.mask": "255.0.0.0", "wan.gateway": "1.2.3.5"},
            {"wan.protocol": "protocol-needs", "wan.address": "not-in-protocol"}
            | {"wan.mask": "not-in-protocol", "wan.gateway": "not-in-protocol"},
        ),
    ],
)
def test_what_the_connection_cannot_do_is_named(wanted: dict[str, Running], found: dict[str, str]) -> None:
    assert gaps_of(ax20(), wanted) == found


# Wi-Fi.


def test_a_band_is_written_whole_without_what_is_only_told() -> None:
    words = one(ax20(), {"wifi.bands.5GHz.ssid": "Дом"}).words
    assert words["ssid"] == "Дом"
    assert {"psk_key", "encryption", "wep_key1"} <= set(words)
    assert not {"macaddr", "current_channel"} & set(words)


def test_smart_connect_ends_when_the_bands_part() -> None:
    native = ax20(smart_connect={"smart_enable": "on"}, wireless_5g={"ssid": "Haus 7"})
    parted = steps_of(native, {"wifi.bands.5GHz.ssid": "Other"})
    assert [step.page for step in parted] == [SMART, RADIO["5GHz"]]
    assert parted[0].words == {"smart_enable": "off"}
    alike = steps_of(native, {"wifi.bands.2.4GHz.ssid": "New", "wifi.bands.5GHz.ssid": "New"})
    assert [step.page for step in alike] == [RADIO["2.4GHz"], RADIO["5GHz"]]
    own = steps_of(native, {"wifi.bands.5GHz.channel": 36})
    assert own[0].page == SMART


def test_the_country_is_written_where_the_router_permits() -> None:
    assert gaps_of(ax20(), {"wifi.country": "RU"}) == {"wifi.country": "region-fixed"}
    assert gaps_of(ax20(), {"wifi.country": "US"}) == {}
    step = one(ax20(region={"region_select_permission": "yes"}), {"wifi.country": "RU"})
    assert (step.page, step.words) == (REGION, {"country": "RU"})


def test_what_wifi_cannot_do_is_named() -> None:
    native = ax20()
    del native[RADIO["5GHz"]]
    assert gaps_of(native, {"wifi.bands.5GHz.ssid": "x"}) == {"wifi.bands.5GHz.ssid": "no-band"}
    assert gaps_of(ax20(), {"wifi.bands.2.4GHz.channel": 13, "wifi.bands.5GHz.width": 160}) == {
        "wifi.bands.2.4GHz.channel": "choice",
        "wifi.bands.5GHz.width": "choice",
    }


def test_wpa3_wants_a_sign_of_it() -> None:
    native = ax20(
        wireless_2g={"hwmode": "bgn"}, wireless_5g={"hwmode": "anac_5"}, region={"capability.hwmode_2g": "bg bgn"}
    )
    assert gaps_of(native, {"wifi.bands.5GHz.security": "wpa3"}) == {"wifi.bands.5GHz.security": "no-wpa3"}
    native[RADIO["2.4GHz"]]["encryption"] = "psk_sae"
    assert gaps_of(native, {"wifi.bands.5GHz.security": "wpa3"}) == {}


# IPTV and VLAN.


def test_a_bridged_port() -> None:
    step = one(ax20(), {"iptv.mode": "bridge", "iptv.port": 4})
    assert (step.words["enable"], step.words["mode"], step.words["porttype"]) == (
        "on",
        "Bridge",
        "Internet Internet Internet IPTV",
    )
    assert not {"support_mode_list", "wait_time", "ports", "cfg_changed"} & set(step.words)


def test_a_vlan_without_iptv_is_no_iptv() -> None:
    native = ax20()
    step = one(native, {"wan.vlan": 35})
    assert step.words["mode"] == "Custom"
    assert (step.words["internet_tag"], step.words["internet_vid"]) == ("on", "35")
    assert step.words["porttype"] == "Internet Internet Internet Internet"
    after = facts_of(applied(native, (step,))).running
    assert (after["wan.vlan"], after["iptv.mode"]) == (35, "off")


def test_the_older_form_names_each_port() -> None:
    native = ax20()
    for name in ("porttype", "ports", "support_mode_list"):
        del native[IPTV][name]
    native[IPTV] |= {"lan1": "Internet", "lan2": "IP-Phone", "lan3": "IPTV", "lan4": "Internet"}
    words = one(native, {"iptv.mode": "vlan", "iptv.port": 1, "iptv.iptv.id": 20}).words
    assert [words[f"lan{number}"] for number in range(1, 5)] == ["IPTV", "IP-Phone", "Internet", "Internet"]


def test_switching_off_leaves_the_rest_of_the_form() -> None:
    native = ax20(setting={})
    native[IPTV] |= {"enable": "on", "porttype": "Internet Internet Internet IPTV"}
    step = one(native, {"iptv.mode": "off"})
    assert (step.words["enable"], step.words["mode"]) == ("off", "Bridge")


def test_a_providers_preset_stays() -> None:
    native = ax20()
    native[IPTV] |= {"enable": "on", "mode": "Unifi"}
    assert gaps_of(native, {"wan.vlan": 35}) == {"wan.vlan": "vlan-bridge"}
    assert one(native, {"iptv.internet.priority": 3}).words["mode"] == "Unifi"


def test_what_iptv_cannot_do_is_named() -> None:
    assert gaps_of(ax20(), {"iptv.mode": "bridge", "wan.vlan": 35}) == {"wan.vlan": "vlan-bridge"}
    assert gaps_of(ax20(), {"iptv.mode": "bridge", "iptv.port": 5}) == {"iptv.port": "no-port"}
    native = ax20()
    native[IPTV]["support_mode_list"] = "Bridge"
    assert gaps_of(native, {"iptv.mode": "vlan"}) == {"iptv.mode": "no-iptv-mode"}
    del native[IPTV]
    assert gaps_of(native, {"iptv.mode": "off", "wan.vlan": "none"}) == {}
    assert gaps_of(native, {"iptv.mode": "bridge"}) == {"iptv.mode": "not-offered"}


# LAN, DHCP, time, administrator.


def test_the_dhcp_form_goes_whole() -> None:
    step = one(ax20(), {"dns.clients": ("1.1.1.1",)})
    assert set(step.words) == {
        *("enable", "ipaddr_start", "ipaddr_end", "leasetime", "gateway", "domain", "pri_dns", "snd_dns")
    }
    assert (step.words["pri_dns"], step.words["snd_dns"], step.cuts) == ("1.1.1.1", "", Cut.NOTHING)


def test_the_lan_comes_last_and_says_where_it_moves() -> None:
    found = steps_of(ax20(), {"lan.address": "192.168.0.254", "lan.dhcp.first": "192.168.0.50", "wan.mtu": 1400})
    assert [step.page for step in found] == [DHCPS, WAN["dhcp"], LAN]
    assert (found[-1].cuts, found[-1].moves_to) == (Cut.LAN, "192.168.0.254")


def test_a_pool_of_the_new_lan_waits_for_it() -> None:
    wanted: dict[str, Running] = {
        "lan.address": "192.168.7.1",
        "lan.dhcp.first": "192.168.7.50",
        "lan.dhcp.last": "192.168.7.99",
    }
    found = steps_of(ax20(), wanted)
    assert [step.page for step in found] == [LAN, DHCPS]
    assert found[1].words["gateway"] == "192.168.7.1"
    assert list(found) == sorted(found, key=lambda step: step.cuts)


@pytest.mark.parametrize("wanted", [{}, {"dns.clients": ("1.1.1.1",)}, {"lan.dhcp.first": "192.168.7.100"}])
def test_a_pool_nobody_named_moves_along(wanted: dict[str, Running]) -> None:
    found = steps_of(ax20(), {"lan.address": "192.168.7.1", **wanted})
    assert [step.page for step in found] == [LAN, DHCPS]
    pool = [found[1].words[name] for name in ("ipaddr_start", "ipaddr_end", "gateway")]
    assert pool == ["192.168.7.100", "192.168.7.199", "192.168.7.1"]


def test_a_pool_that_still_fits_is_not_touched() -> None:
    assert [step.page for step in steps_of(ax20(), {"lan.address": "192.168.0.254"})] == [LAN]


def test_the_order_is_safest_first() -> None:
    wanted: dict[str, Running] = {
        **PPPOE,
        "wan.mac": "clone",
        "wan.vlan": 35,
        "wifi.bands.2.4GHz.ssid": "x",
        "admin.password": Secret("New-pass1"),
        "lan.address": "192.168.7.1",
        "time.zone": "Asia/Omsk",
        "dns.clients": ("1.1.1.1",),
    }
    found = steps_of(ax20(), wanted)
    pages = [TIME, RADIO["2.4GHz"], WAN["pppoe"], MAC, IPTV, ACCOUNT, LAN, DHCPS]
    assert [step.page for step in found] == pages


def test_the_zone_by_either_numbering() -> None:
    assert one(ax20(), {"time.zone": "Europe/Moscow"}).words == {
        "type": "auto",
        "timezone": "75",
        "ntp_svr1": "time.nist.gov",
        "ntp_svr2": "",
    }
    assert one(ax20(settings={"timezone": "720"}), {"time.zone": "Europe/Moscow"}).words["timezone"] == "900"


def test_a_zone_nobody_can_number_is_named() -> None:
    assert gaps_of(ax20(), {"time.zone": "Pacific/Apia"}) == {"time.zone": "zone-unknown"}
    assert gaps_of(ax20(settings={"timezone": "900"}), {"time.zone": "Europe/Minsk"}) == {"time.zone": "zone-same"}
    summer = gaps_of(ax20(settings={"timezone": "900"}), {"time.zone": "Europe/Berlin"})
    assert summer == {"time.zone": "zone-unknown"}  # its clocks shift by another form, which is not written
    native = ax20()
    del native[TIME]["hour24_support"]
    assert gaps_of(native, {"time.zone": "Europe/Moscow"}) == {"time.zone": "zone-codes"}


def test_the_administrator() -> None:
    step = one(ax20(), {"admin.password": Secret("New-pass1")})
    assert step.words == {"old_pwd": "Old-pass1", "new_pwd": "New-pass1"}
    assert step.logs_in_with == Secret("New-pass1")
    assert "New-pass1" not in repr(step)
    assert gaps_of(ax20(), {"admin.username": "root", "admin.password": Secret("two words")}) == {
        "admin.username": "admin-name",
        "admin.password": "admin-password",
    }


# Back again.


def back(native: Native, wanted: dict[str, Running]) -> tuple[Native, tuple[Step, ...], tuple[Step, ...]]:
    sent = steps_of(native, wanted)
    undo = tplink_steps.undo(facts_of(native), sent)
    return applied(applied(native, sent), undo), sent, undo


def test_everything_goes_back_in_native_words() -> None:
    native = ax20(
        wan_ipv4_dynamic={"dns_mode": "static", "manual_pridns": "1.1.1.1", "manual_snddns": "0.0.0.0"},
        smart_connect={"smart_enable": "on"},
        mac_clone_advanced={"mac_clone_type": "custom", "mac_custom": "00-11-22-33-44-55"},
    )
    wanted: dict[str, Running] = {
        **PPPOE,
        "wan.mac": "default",
        "wifi.bands.5GHz.ssid": "x",
        "wan.vlan": 35,
        "lan.address": "192.168.7.1",
        "lan.dhcp.first": "192.168.7.50",
        "lan.dhcp.last": "192.168.7.99",
        "time.zone": "Asia/Omsk",
    }
    after, sent, undo = back(native, wanted)
    assert tplink_steps.undone(facts_of(native), facts_of(after), sent) == ()
    assert facts_of(after).running == facts_of(native).running
    wan = [step.page for step in undo if step.page in WAN.values()]
    assert wan == [WAN["pppoe"], WAN["dhcp"]]  # the last one written is the type in force
    assert [step.page for step in undo][-2:] == [LAN, DHCPS]
    assert next(step for step in undo if step.page == LAN).moves_to == "192.168.0.1"


def test_the_pool_goes_back_after_the_lan_even_if_the_router_moved_it() -> None:
    native = ax20()
    sent = (Step(LAN, {"ipaddr": "192.168.7.1"}, ("lan.address",), Cut.LAN, moves_to="192.168.7.1"),)
    after = applied(native, sent)
    after[DHCPS]["ipaddr_start"] = "192.168.7.100"
    after[LAN]["ipaddr"] = "192.168.0.1"
    assert tplink_steps.undone(facts_of(native), facts_of(after), sent) == ("lan.address",)
    undo = tplink_steps.undo(facts_of(native), sent)
    assert [step.page for step in undo] == [LAN, DHCPS]
    assert tplink_steps.undone(facts_of(native), facts_of(applied(after, undo)), sent) == ()


def test_an_unset_address_is_left_out() -> None:
    pages = {"snd_conn": "static", "static_pridns": "0.0.0.0", "static_gateway": "0.0.0.0", "static_snddns": "0.0.0.0"}
    words = old_words(ax20(wan_ipv4_l2tp=pages), WAN["l2tp"])
    assert ("static_pridns" in words, "static_gateway" in words, words["static_snddns"]) == (False, False, "")


def test_a_form_never_filled_in_is_left_alone() -> None:
    wanted: dict[str, Running] = {"wan.protocol": "l2tp", "wan.username": "u", "wan.server": "vpn.example.net"}
    after, sent, undo = back(ax20(), wanted)
    assert [step.page for step in undo] == [WAN["dhcp"]]
    assert tplink_steps.undone(facts_of(ax20()), facts_of(after), sent) == ()


def test_what_did_not_go_back_is_named() -> None:
    native = ax20()
    sent = steps_of(native, {**PPPOE, "wifi.bands.5GHz.ssid": "x", "admin.password": Secret("New-pass1")})
    stuck = facts_of(applied(native, sent), "New-pass1")
    assert set(tplink_steps.undone(facts_of(native), stuck, sent)) == {*PPPOE, "wifi.bands.5GHz.ssid", "admin.password"}


def test_a_password_goes_back_too() -> None:
    native = ax20()
    sent = steps_of(native, {"admin.password": Secret("New-pass1")})
    assert tplink_steps.undo(facts_of(native), sent)[0].words == {"old_pwd": "New-pass1", "new_pwd": "Old-pass1"}
