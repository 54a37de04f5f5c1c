"""WAN and LAN forms of the blue interface: the check tables, field by field."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routercfg.simulator.tplink_checks import visible
from tests.simulator.tplink_client import AX12, AX20, C6, PASSWORD, bench

INVALID = {"errorcode": "invalid args", "success": False}
PPPOE = "admin/network?form=wan_ipv4_pppoe"
DYNAMIC = "admin/network?form=wan_ipv4_dynamic"
STATIC = "admin/network?form=wan_ipv4_staticip"
L2TP = "admin/network?form=wan_ipv4_l2tp"
PPTP = "admin/network?form=wan_ipv4_pptp"
STATUS = "admin/network?form=wan_ipv4_status"
CLONE = "admin/network?form=mac_clone_advanced"
LAN = "admin/network?form=lan_ipv4"
NASTY = "a&b=c+d%25#'\"<é Юля> \\"
GOOD_STATIC = {
    "ipaddr": "203.0.113.10",
    "netmask": "255.255.255.0",
    "gateway": "203.0.113.1",
    "pri_dns": "1.1.1.1",
    "snd_dns": "",
    "mtu": "1500",
}
GOOD_TUNNEL = {"username": "u", "password": "p", "snd_conn": "dynamic", "dyn_server": "vpn.example.net"}


def test_pppoe_write_of_the_transcript() -> None:
    with bench() as it:
        words = {"username": "user@isp", "password": "p&w=%+", "dns_mode": "static", "static_pridns": "1.1.1.1"}
        told = it.admin().write(PPPOE, {**words, "static_snddns": "9.9.9.9"})["data"]
    assert {**words, "static_snddns": "9.9.9.9", "conntype": "pppoe", "mtu": "1480", "interval": "10"}.items() <= (
        told.items()
    )
    assert set(told) == {
        *("static_ip", "access", "mtu", "nonaddress_support", "conn_mode", "inet_pridns", "ip_mode", "username"),
        *("dyn_netmask", "link_status", "conn_status", "interval", "dns_mode", "manual_idle", "server", "time_end"),
        *("time_start", "static_netmask", "snd_conn", "specific_ip", "demand_idle", "dyn_ip", "conntype", "password"),
        *("static_pridns", "inet_ip", "dyn_snddns", "dyn_pridns", "inet_snddns", "static_snddns", "pppshare"),
    }


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        (
            DYNAMIC,
            "pri_dns mtu manual_snddns dns_mode hostname manual_pridns snd_dns link_status nonaddress_support "
            "mac_clone_type conntype netmask conn_status ipaddr dyn_pridns gateway dyn_snddns unicast pppshare",
        ),
        (
            STATIC,
            "ipaddr mtu netmask conntype nonaddress_support pri_dns conn_status gateway link_status snd_dns pppshare",
        ),
        (
            L2TP,
            "static_ip dyn_pridns conn_mode demand_idle username dyn_netmask conn_status nonaddress_support dyn_snddns "
            "link_status dyn_gateway static_pridns manual_idle static_netmask snd_conn mtu static_snddns inet_pridns "
            "conntype password dyn_server inet_ip static_gateway dyn_ip inet_snddns static_server pppshare",
        ),
    ],
)
def test_reads_have_the_fields_of_the_transcript(form: str, fields: str) -> None:
    with bench() as it:
        assert set(it.admin().read(form)) == set(fields.split())


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (PPPOE, {"static_pridns": "1.1.1.999", "dns_mode": "static"}),
        (PPPOE, {"dns_mode": "static"}),
        (PPPOE, {"dns_mode": "static", "static_pridns": ""}),
        (PPPOE, {"static_snddns": "0.0.0.0"}),
        (PPPOE, {"mtu": "575"}),
        (PPPOE, {"mtu": "1493"}),
        (PPPOE, {"mtu": ""}),
        (PPPOE, {"username": "x" * 256}),
        (PPPOE, {"password": "я" * 128}),
        (PPPOE, {"conn_mode": "time_based"}),
        (PPPOE, {"conn_mode": "time_based", "time_start": "24:00", "time_end": "01:00"}),
        (PPPOE, {"snd_conn": "static"}),
        (PPPOE, {"snd_conn": "static", "static_ip": "10.0.0.2"}),
        (PPPOE, {"ip_mode": "static"}),
        (PPPOE, {"static_ip": ""}),
        (PPPOE, {"server": "x" * 32}),
        (PPPOE, {"interval": "121"}),
        (PPPOE, {"demand_idle": "100"}),
        (DYNAMIC, {"hostname": "x" * 190}),
        (DYNAMIC, {"mtu": "1501"}),
        (DYNAMIC, {"dns_mode": "static"}),
        (DYNAMIC, {"unicast": "yes"}),
        (DYNAMIC, {"mac_clone_type": "other"}),
        (STATIC, {**GOOD_STATIC, "gateway": ""}),
        (STATIC, {key: text for key, text in GOOD_STATIC.items() if key != "gateway"}),
        (STATIC, {key: text for key, text in GOOD_STATIC.items() if key != "pri_dns"}),
        (STATIC, {**GOOD_STATIC, "netmask": "255.0.255.0"}),
        (STATIC, {**GOOD_STATIC, "ipaddr": "192.168.0.77"}),
        (L2TP, {**GOOD_TUNNEL, "mtu": "1461"}),
        (L2TP, {**GOOD_TUNNEL, "dyn_server": ""}),
        (L2TP, {"username": "u", "snd_conn": "dynamic"}),
        (L2TP, {**GOOD_TUNNEL, "snd_conn": "static"}),
        (L2TP, {**GOOD_TUNNEL, "conn_mode": "time_based"}),
        (PPTP, {**GOOD_TUNNEL, "mtu": "1421"}),
        (CLONE, {"mac_custom": "00-11-22-33-44-55"}),
        (CLONE, {"mac_clone_type": "custom"}),
        (CLONE, {"mac_clone_type": "custom", "mac_custom": "01-11-22-33-44-56"}),
        (LAN, {"mask_type": "255.255.255.128"}),
        (LAN, {"mask_type": "custom"}),
        (LAN, {"ipaddr": "100.64.0.9"}),
    ],
)
def test_a_broken_rule_refuses_everything_and_stores_nothing(form: str, words: dict[str, str]) -> None:
    with bench() as it:
        client = it.admin()
        before, active = client.read(form), client.read(STATUS)
        assert client.write(form, words) == INVALID
        assert (client.read(form), client.read(STATUS)) == (before, active)
        assert it.router.writes == 0


@pytest.mark.parametrize(
    ("form", "words", "conntype"),
    [
        (PPPOE, {"username": "", "password": "", "mtu": "1492", "static_snddns": "", "server": "svc"}, "pppoe"),
        (PPPOE, {"conn_mode": "time_based", "time_start": "00:30", "time_end": "23:00"}, "pppoe"),
        (PPPOE, {"snd_conn": "static", "static_ip": "10.0.0.2", "static_netmask": "255.255.255.0"}, "pppoe"),
        (DYNAMIC, {"dns_mode": "static", "manual_pridns": "8.8.8.8", "manual_snddns": "8.8.4.4"}, "dhcp"),
        (DYNAMIC, {"hostname": "x" * 189, "mtu": "576"}, "dhcp"),
        (STATIC, {**GOOD_STATIC, "gateway": "198.51.100.1"}, "static"),
        (L2TP, {**GOOD_TUNNEL, "mtu": "1460", "conn_mode": "auto"}, "l2tp"),
        (
            L2TP,
            {"snd_conn": "static", "static_server": "10.1.1.1", "static_ip": "10.0.0.2", "static_netmask": "255.0.0.0"},
            "l2tp",
        ),
        (PPTP, {**GOOD_TUNNEL, "mtu": "1420"}, "pptp"),
    ],
)
def test_good_words_are_stored_and_make_their_type_the_active_one(
    form: str, words: dict[str, str], conntype: str
) -> None:
    with bench() as it:
        client = it.admin()
        told = client.write(form, {**words, "unknown_field": "ignored"})
        assert told["success"]
        assert words.items() <= told["data"].items()
        assert "unknown_field" not in told["data"]
        assert client.read(STATUS) == {"conntype": conntype, "autodetect": "on"}
        assert words.items() <= client.read(form).items()


def test_other_types_keep_their_fields_and_absent_fields_stay() -> None:
    with bench() as it:
        client = it.admin()
        client.write(PPPOE, {"username": "keep", "mtu": "1400"})
        client.write(STATIC, GOOD_STATIC)
        client.write(PPPOE, {"password": "new"})
        told = client.read(PPPOE)
    assert (told["username"], told["password"], told["mtu"]) == ("keep", "new", "1400")


def test_the_status_form_cannot_be_written() -> None:
    with bench() as it:
        answer = it.admin().write(STATUS, {"conntype": "dhcp"})
    assert answer == {"errorcode": "no such callback", "success": False}


@pytest.mark.parametrize("name", [AX20, AX12, C6])
def test_nasty_values_survive(name: str) -> None:
    with bench(name) as it:
        client = it.admin()
        client.write(PPPOE, {"username": NASTY, "password": NASTY})
        told = client.read(PPPOE)
    assert (told["username"], told["password"]) == (NASTY, NASTY)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=60))
def test_any_text_is_stored_up_to_its_first_control_character(text: str) -> None:
    with bench() as it:
        client = it.admin()
        assert client.write(PPPOE, {"username": text})["success"]
        assert client.read(PPPOE)["username"] == visible(text)


def test_control_characters_are_cut_in_silence() -> None:
    with bench() as it:
        client = it.admin()
        assert client.write(PPPOE, {"username": "half\nrest"})["success"]
        assert client.read(PPPOE)["username"] == "half"


def test_the_link_comes_up_some_time_after_the_answer() -> None:
    with bench(pace=1.0) as it:
        client = it.admin()
        it.clock.now += 10
        assert client.write(PPPOE, {"username": "u", "password": "p"})["data"]["conn_status"] == "connecting"
        assert client.read("admin/status?form=internet")["internet_status"] == "connecting"
        assert client.read(PPPOE)["inet_ip"] == "0.0.0.0"
        it.clock.now += 30
        told = client.read(PPPOE)
        assert (told["conn_status"], told["inet_ip"]) == ("connected", "100.64.0.2")
        assert client.call(PPPOE, "disconnect")["data"]["conn_status"] == "disconnected"
        assert client.call(PPPOE, "connect")["data"]["conn_status"] == "connecting"


def test_who_does_not_say_his_name_is_not_connected() -> None:
    with bench() as it:
        client = it.admin()
        assert client.write(PPPOE, {"username": "", "mtu": "1400"})["data"]["conn_status"] == "disconnected"


def test_status_tells_the_addresses_and_the_dns_pair_in_force() -> None:
    with bench() as it:
        client = it.admin()
        assert client.read("admin/network?form=status_ipv4") == {
            "lan_ipv4_dhcp_enable": "On",
            "lan_macaddr": "00-0A-EB-13-7B-00",
            "wan_ipv4_snddns": "100.64.0.54",
            "wan_macaddr": "00-0A-EB-13-7B-01",
            "wan_ipv4_pridns": "100.64.0.53",
            "wan_ipv4_gateway": "100.64.0.1",
            "wan_ipv4_conntype": "dhcp",
            "wan_ipv4_netmask": "255.255.255.0",
            "lan_ipv4_netmask": "255.255.255.0",
            "wan_ipv4_ipaddr": "100.64.0.2",
            "wan_ipv4_uptime": 1234,
            "lan_ipv4_ipaddr": "192.168.0.1",
        }
        client.write(DYNAMIC, {"dns_mode": "static", "manual_pridns": "85.175.46.122", "manual_snddns": "8.8.8.8"})
        told = client.read("admin/network?form=status_ipv4")
        assert (told["wan_ipv4_pridns"], told["wan_ipv4_snddns"]) == ("85.175.46.122", "8.8.8.8")
        client.write(STATIC, GOOD_STATIC)
        assert client.read("admin/network?form=status_ipv4")["wan_ipv4_ipaddr"] == "203.0.113.10"


def test_types_and_port_are_told_as_in_the_transcript() -> None:
    with bench() as it:
        client = it.admin()
        protos: Any = client.call("admin/network?form=wan_ipv4_protos")["data"]
        assert [row["value"] for row in protos] == ["static", "dhcp", "pppoe", "l2tp", "pptp"]
        assert client.read("admin/network?form=wan_port_status") == {"wan_port_status": "wanlan2g5"}


def test_mac_clone() -> None:
    with bench() as it:
        client = it.admin()
        assert client.read(CLONE)["mac_default"] == "00-0a-eb-13-7b-01"
        told = client.write(CLONE, {"mac_clone_type": "custom", "mac_custom": "00:11:22:33:44:56"})["data"]
        assert (told["mac_clone_type"], told["mac_custom"]) == ("custom", "00-11-22-33-44-56")
        assert client.read("admin/network?form=status_ipv4")["wan_macaddr"] == "00-11-22-33-44-56"
        assert client.write(CLONE, {"mac_clone_type": "computer"})["data"]["mac_clone_type"] == "computer"


def test_lan_write_of_the_transcript_keeps_the_session() -> None:
    with bench() as it:
        client = it.admin()
        told = client.write(LAN, {"ipaddr": "192.168.0.1", "mask_type": "255.255.255.0"})
        assert told["data"] == {
            "mask_type": "255.255.255.0",
            "ipaddr": "192.168.0.1",
            "lan_type": "dynamic",
            "macaddr": "00-0A-EB-13-7B-00",
            "new_ipaddr": "192.168.0.1",
            "custom_value": "",
        }
        assert client.read(LAN)


def test_another_lan_address_ends_the_session_and_moves_the_listener() -> None:
    with bench() as it:
        client = it.admin()
        it.router.follows_lan = True
        told = client.write(LAN, {"ipaddr": "127.0.0.9", "mask_type": "custom", "custom_value": "255.255.255.128"})
        assert told["data"]["new_ipaddr"] == "127.0.0.9"
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.9", it.served.port), timeout=1).close()
                break
            except ConnectionRefusedError:  # the listener moves between two looks at its sockets
                threading.Event().wait(0.01)
        moved = it.client()
        assert moved.host == "127.0.0.9"
        client.host = moved.host
        assert client.post(LAN, "operation=read").body == b'{"data":""}'
        assert moved.login(PASSWORD)["success"]


def test_faults_reach_the_writes() -> None:
    with bench(AX20, "shorten-value:username") as it:
        client = it.admin()
        assert client.write(PPPOE, {"username": "abcdefgh", "password": "whole"})["success"]
        told = client.read(PPPOE)
        assert (told["username"], told["password"]) == ("abcd", "whole")
