from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from routercfg.device import Cut, Facts, Step
from routercfg.secret import Secret
from routercfg.settings import Settings, Value
from routercfg.vendors import asus_gaps
from routercfg.vendors.asus_steps import steps, undo, undone
from tests.vendors.asus_bench import NVRAM, changes, facts

AT = "wifi.bands.2.4GHz."
FULL: dict[str, Value] = {
    "wan.protocol": "pppoe",
    "wan.username": "u@isp",
    "wan.password": Secret("p"),
    "wan.vlan": 7,
    "dns.servers": ("80.251.108.198", "8.8.8.8"),
    "dns.clients": ("192.168.77.9",),
    AT + "ssid": "Dom",
    AT + "password": Secret("new-key-22"),
    "lan.address": "192.168.77.1",
    "admin.password": Secret("New-pass1"),
    "time.zone": "Europe/Berlin",
}


def made(wish: dict[str, Value], changed: dict[str, str] | None = None) -> tuple[Step, ...]:
    found = facts(changed)
    return steps(found, changes(found, Settings(wish)))


def written(found: Facts, sent: tuple[Step, ...]) -> Facts:
    """What a router that keeps everything would tell after these steps."""
    nvram = dict(found.native["nvram"])
    for step in sent:
        nvram.update(step.words)
    native = {**found.native, "nvram": nvram}
    return replace(found, native=native, running=Settings(dict(asus_gaps.running(native))))


def test_a_whole_profile_is_two_writes_and_the_branch_we_sit_on_is_cut_last() -> None:
    first, last = made(FULL)
    assert first.services == ("chpass", "restart_wireless", "restart_dnsmasq", "restart_time", "restart_wan_if 0")
    assert first.logs_in_with == Secret("New-pass1")
    assert first.cuts < last.cuts == Cut.LAN
    assert (last.services, last.moves_to) == (("restart_net_and_phy",), "192.168.77.1")
    assert set(first.paths) | set(last.paths) == set(FULL)


def test_what_was_wished_is_there_after_the_steps_and_the_plan_is_empty() -> None:
    found = facts()
    now = written(found, made(FULL))
    assert changes(found, Settings(FULL))
    assert changes(now, Settings(FULL)) == ()


def test_a_vlan_alone_restarts_the_network_and_ends_the_session() -> None:
    (only,) = made({"wan.vlan": 7})
    assert (only.services, only.cuts, only.moves_to) == (("restart_net",), Cut.SESSION, None)


def test_a_wifi_change_touches_nothing_but_wifi() -> None:
    (only,) = made({AT + "ssid": "Dom"}, {"wps_enable": "0"})
    assert dict(only.words) == {"wl0_ssid": "Dom"}
    assert (only.services, only.cuts) == (("restart_wireless",), Cut.WIFI)


def test_a_new_protocol_sends_its_whole_field_set_and_no_account_of_another_provider() -> None:
    wish: dict[str, Value] = {"wan.protocol": "pppoe", "wan.username": "u", "wan.password": Secret("p")}
    (only,) = made(wish, {"wan0_proto": "static", "wan0_dhcpenable_x": "0", "wan0_pppoe_service": "old"})
    assert only.words["wan0_dhcpenable_x"] == "1"
    assert {"wan0_pppoe_mtu", "wan0_pppoe_mru", "wan0_vpndhcp", "wan0_hwaddr_x"} <= set(only.words)
    assert "wan0_pppoe_service" not in only.words


def test_a_static_address_switches_automatic_addresses_and_names_off() -> None:
    wish: dict[str, Value] = {"wan.protocol": "static", "wan.address": "203.0.113.9", "dns.servers": ("9.9.9.9",)}
    (only,) = made(wish)
    assert (only.words["wan0_dhcpenable_x"], only.words["wan0_dnsenable_x"]) == ("0", "0")


def test_a_second_fixed_address_beside_a_tunnel_stays_fixed() -> None:
    wish: dict[str, Value] = {"wan.protocol": "l2tp", "wan.secondary": "static", "wan.address": "10.0.0.9"}
    (only,) = made(wish)
    assert only.words["wan0_dhcpenable_x"] == "0"


def test_mtu_and_mru_go_together() -> None:
    (only,) = made({"wan.mtu": 1480}, {"wan0_proto": "pppoe"})
    assert dict(only.words) == {"wan0_pppoe_mtu": "1480", "wan0_pppoe_mru": "1480"}


def test_smart_connect_is_switched_off_only_when_the_bands_part() -> None:
    on = {"smart_connect_x": "1", "wl1_ssid": "ASUS_34_2G", "wps_enable": "0"}
    (apart,) = made({AT + "ssid": "Dom"}, on)
    (together,) = made({AT + "ssid": "Dom", "wifi.bands.5GHz.ssid": "Dom"}, on)
    assert apart.words["smart_connect_x"] == "0"
    assert "smart_connect_x" not in together.words


def test_hiding_a_network_ends_wps_which_would_not_let_it() -> None:
    (only,) = made({AT + "hidden": True})
    assert only.words["wps_enable"] == "0"
    (shown,) = made({AT + "hidden": False}, {"wl0_closed": "1"})
    assert "wps_enable" not in shown.words


def test_a_chanspec_carries_the_width_too() -> None:
    broadcom = {"wl0_chanspec": "0", "wl1_chanspec": "0", "wl0_bw": "0", "wl1_bw": "0"}
    (wide,) = made({"wifi.bands.5GHz.channel": 36, "wifi.bands.5GHz.width": 80}, broadcom)
    assert (wide.words["wl1_chanspec"], wide.words["wl1_bw"]) == ("36/80", "3")
    (narrow,) = made({"wifi.bands.5GHz.width": 20}, broadcom | {"wl1_chanspec": "36/80", "wl1_bw": "3"})
    assert (narrow.words["wl1_chanspec"], narrow.words["wl1_bw"]) == ("36", "1")


def test_the_address_pool_moves_with_the_router() -> None:
    (only,) = made({"lan.address": "10.1.2.1"})
    assert (only.words["dhcp_start"], only.words["dhcp_end"]) == ("10.1.2.2", "10.1.2.254")
    (named,) = made({"lan.address": "10.1.2.1", "lan.dhcp.first": "10.1.2.100"})
    assert (named.words["dhcp_start"], named.words["dhcp_end"]) == ("10.1.2.100", "10.1.2.254")


def test_undo_puts_back_every_key_and_nothing_else_and_knows_the_old_password() -> None:
    found = facts()
    sent = made(FULL)
    back = undo(found, sent)
    assert [set(step.words) for step in back] == [set(step.words) for step in reversed(sent)]
    assert (back[0].moves_to, back[-1].logs_in_with) == ("192.168.50.1", Secret("Old-pass1"))
    now = written(written(found, sent), back)
    assert now.native["nvram"] == NVRAM
    assert undone(found, now, sent) == ()


def test_an_old_word_we_may_not_send_keeps_back_nothing_else() -> None:
    sent = (Step("applyapp.cgi", {"wan0_pppoe_passwd": "new", "wl0_ssid": "Dom"}, ("wan.password",)),)
    back = undo(facts({"wan0_pppoe_passwd": "x" * 65}), sent)
    assert [set(step.words) for step in back] == [{"wl0_ssid"}, {"wan0_pppoe_passwd"}]


def test_what_is_not_put_back_is_named_by_leaf() -> None:
    found = facts()
    sent = made({AT + "ssid": "Dom", "dns.servers": ("9.9.9.9",)}, None)
    now = written(found, sent)
    half = replace(now, native={**now.native, "nvram": {**now.native["nvram"], "wl0_ssid": "ASUS_34_2G"}})
    assert undone(found, half, sent) == ("dns.servers",)


@given(st.sets(st.sampled_from(sorted(FULL)), min_size=1))
def test_any_part_of_a_profile_leads_to_an_empty_plan(paths: set[str]) -> None:
    found = facts()
    wish = Settings({path: FULL[path] for path in paths})
    gone = {gap.path for gap in asus_gaps.gaps(found, wish)}
    wish = wish.only([path for path in wish if path not in gone])
    sent = steps(found, changes(found, wish))
    assert len(sent) <= 2
    assert changes(written(found, sent), wish) == ()


def test_no_secret_shows_in_a_step() -> None:
    assert "New-pass1" not in repr(made(FULL))
    assert "new-key-22" not in repr(made(FULL))
