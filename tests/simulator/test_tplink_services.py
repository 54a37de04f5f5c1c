"""DHCP, IPTV, time, account, firmware, status of the blue interface."""

from __future__ import annotations

import json

import pytest

from tests.simulator.tplink_client import AX20, C6, PASSWORD, Client, bench, rsa, unseal

DHCP, RESERVATION = "admin/dhcps?form=setting", "admin/dhcps?form=reservation"
IPTV, TIME = "admin/iptv?form=setting", "admin/time?form=settings"
ACCOUNT = "admin/administration?form=account"
POOL = {
    "enable": "on",
    "ipaddr_start": "192.168.0.10",
    "ipaddr_end": "192.168.0.200",
    "leasetime": "120",
    "gateway": "192.168.0.1",
    "domain": "",
    "pri_dns": "1.1.1.1",
    "snd_dns": "9.9.9.9",
}


def crash(client: Client, form: str, **words: str) -> None:
    body = "&".join(f"{key}={text}" for key, text in {"operation": "write", **words}.items())
    got = client.post(form, body)
    assert (got.status, got.header("Content-Type")) == (500, "text/plain")
    assert "stack traceback" in unseal(got.body.decode())


def test_dhcp_write_of_the_transcript() -> None:
    with bench() as it:
        client = it.admin()
        assert client.write(DHCP, POOL) == {"success": True, "data": POOL}
        assert client.read(DHCP) == POOL


@pytest.mark.parametrize(
    ("words", "stored"),
    [
        ({"pri_dns": "1.1.1.999"}, {"pri_dns": ""}),
        ({"snd_dns": "0.0.0.0"}, {"snd_dns": ""}),
        ({"domain": "bad domain!"}, {"domain": ""}),
        ({"domain": "home.lan"}, {"domain": "home.lan"}),
        ({"leasetime": "2881"}, {"leasetime": "2880"}),
        ({"leasetime": "99999"}, {"leasetime": "2880"}),
        ({"enable": "maybe"}, {"enable": "on"}),
        ({"enable": "off"}, {"enable": "off"}),
        ({"ipaddr_start": "192.168.0.1"}, {"ipaddr_start": "192.168.0.1"}),
        ({"gateway": "10.9.8.7"}, {"gateway": "10.9.8.7"}),
    ],
)
def test_dhcp_changes_values_in_silence(words: dict[str, str], stored: dict[str, str]) -> None:
    with bench() as it:
        client = it.admin()
        assert client.write(DHCP, {**POOL, **words})["success"]
        assert client.read(DHCP) == {**POOL, **stored}


def test_dhcp_refusals_name_the_pool() -> None:
    bad_pool = {"errorcode": "Ip address pool is invalid", "success": False}
    with bench() as it:
        client = it.admin()
        before = client.read(DHCP)
        assert client.write(DHCP, {"enable": "on"}) == {"errorcode": "Start ip can not blank", "success": False}
        assert client.write(DHCP, {"pri_dns": "8.8.8.8"}) == bad_pool
        assert client.write(DHCP, {**POOL, "ipaddr_end": "192.168.0.9"}) == bad_pool
        assert client.write(DHCP, {**POOL, "ipaddr_start": "192.168.1.10"}) == bad_pool
        assert client.read(DHCP) == before


def test_dhcp_crashes_on_missing_lease_and_malformed_addresses() -> None:
    with bench() as it:
        client = it.admin()
        crash(client, DHCP, **{key: text for key, text in POOL.items() if key != "leasetime"})
        for words in ({"leasetime": "two"}, {"ipaddr_start": "192.168.0"}, {"ipaddr_end": ""}):
            crash(client, DHCP, **{**POOL, **words})
        assert client.read(DHCP)["pri_dns"] == ""


def test_reservations_and_clients() -> None:
    row = {"mac": "AA-BB-CC-00-11-22", "ip": "192.168.0.50", "comment": "Принтер", "enable": "on"}
    with bench() as it:
        client = it.admin()
        empty = {"others": {"max_rules": 64}, "success": True, "data": {}}
        assert client.call(RESERVATION, "load") == empty
        assert client.call("admin/dhcps?form=client", "load") == {"success": True, "data": {}}
        assert client.call(RESERVATION, "insert", new=json.dumps(row))["data"] == [row]
        moved = {**row, "ip": "192.168.0.51"}
        assert client.call(RESERVATION, "update", old=json.dumps(row), new=json.dumps(moved))["data"] == [moved]
        assert client.call(RESERVATION, "remove", key=row["mac"], index="0") == empty
        assert client.call(RESERVATION, "insert", new="nonsense")["success"] is False
        assert client.call(RESERVATION, "remove", key=row["mac"], index="0")["success"] is False
        assert client.call(RESERVATION, "update", old=json.dumps(row), new=json.dumps(row))["success"] is False


def test_iptv_reads_and_writes_as_in_the_transcript() -> None:
    with bench() as it:
        client = it.admin()
        told = client.read(IPTV)
        assert (told["enable"], told["mode"], told["cfg_changed"]) == ("off", "Bridge", False)
        assert told["support_mode_list"][-2:] == ["Bridge", "Custom"]
        old_style = {"enable": "on", "mode": "Bridge", "lan1": "IPTV", "lan2": "IPTV"}
        changed = client.write(IPTV, old_style)["data"]
        assert changed == {**told, "enable": "on", "cfg_changed": True}
        custom = {"mode": "Custom", "internet_vid": "7", "internet_tag": "on", "iptv_vid": "8", "iptv_vprio": "4"}
        custom |= {"ipphone_vid": "9", "mciptv_vid": "10", "porttype": "Internet Internet Internet IPTV"}
        changed = client.write(IPTV, custom)["data"]
        assert custom.items() <= changed.items()
        assert changed["seltype"] == "Internet IPTV IP-Phone"
        assert {changed[f"{line}_item"] for line in ("internet", "iptv", "ipphone", "mciptv")} == {"on"}
        assert client.write(IPTV, custom)["data"]["cfg_changed"] is False


@pytest.mark.parametrize(
    "words",
    [
        {"mode": "Custom", "internet_vid": "4095"},
        {"internet_vprio": "8"},
        {"internet_tag": "yes"},
        {"enable": "true"},
        {"porttype": "Internet Internet Internet"},
        {"porttype": "Internet Internet Internet TV"},
        {"igmp_version": "1"},
    ],
)
def test_iptv_refuses_bad_values_without_a_code(words: dict[str, str]) -> None:
    with bench() as it:
        client = it.admin()
        before = client.read(IPTV)
        assert client.write(IPTV, {"enable": "on", **words}) == {"success": False, "data": {}}
        assert client.read(IPTV) == before


def test_iptv_crashes_on_an_unknown_provider_and_takes_the_line_down_for_40_seconds() -> None:
    with bench(pace=1.0) as it:
        client = it.admin()
        crash(client, IPTV, mode="Nobody")
        assert client.write(IPTV, {"enable": "on"})["data"]["wait_time"] == "40"
        it.clock.now += 39
        assert client.read("admin/status?form=internet")["internet_status"] == "connecting"
        it.clock.now += 2
        assert client.read("admin/status?form=internet")["internet_status"] == "connected"


def test_old_iptv_has_lan_fields_and_the_russian_mode() -> None:
    with bench(C6) as it:
        client = it.admin()
        told = client.read(IPTV)
        assert (told["lan1"], told["wait_time"], "porttype" in told) == ("Internet", "30", False)
        russia = client.write(IPTV, {"enable": "on", "mode": "Russia"})["data"]
        expected = {"internet_vid": "1257", "iptv_vid": "4000", "iptv_vprio": "4", "ipphone_vid": "263"}
        assert {**expected, "lan1": "IP-Phone", "lan4": "IPTV", "cfg_changed": True}.items() <= russia.items()
        assert client.write(IPTV, {"mode": "Bridge", "lan2": "IP-Phone"}) == {"success": False, "data": {}}
        assert client.write(IPTV, {"mode": "nbn"}) == {"success": False, "data": {}}
        bridge = client.write(IPTV, {"mode": "Bridge", "lan1": "Internet", "lan2": "IPTV", "lan4": "IPTV"})["data"]
        assert [bridge[f"lan{port}"] for port in "1234"] == ["Internet", "IPTV", "Internet", "IPTV"]


def test_time_zone_is_a_place_in_a_list_on_ax_firmware() -> None:
    with bench() as it:
        client = it.admin()
        assert client.read(TIME)["timezone"] == "9"
        sent = {"type": "auto", "timezone": "75", "ntp_svr1": "pool.ntp.org", "ntp_svr2": ""}
        told = client.write(TIME, sent)
        assert sent.items() <= told["data"].items()
        error = {"errorcode": "timezone is error!", "success": False}
        assert client.write(TIME, {"type": "auto", "timezone": "x"}) == error
        assert client.write(TIME, {"timezone": "900"}) == error
        assert client.read(TIME)["timezone"] == "75"


def test_time_swallows_bad_hosts_and_types() -> None:
    with bench() as it:
        told = it.admin().write(TIME, {"timezone": "13", "type": "x", "ntp_svr1": "no host!"})
    assert told["success"]
    assert (told["data"]["type"], told["data"]["ntp_svr1"]) == ("x", "")


def test_time_zone_is_minutes_on_older_firmware() -> None:
    with bench(C6) as it:
        client = it.admin()
        assert client.write(TIME, {"timezone": "900"})["data"]["timezone"] == "900"
        assert client.write(TIME, {"timezone": "75"})["success"] is False
        assert client.call(TIME, "refresh")["data"]["status"] == 747301
        assert client.call(TIME, "gmt", timezone="930")["data"]["timezone"] == "930"
        assert client.call(TIME, "gmt", timezone="x")["success"] is False


def test_summer_time() -> None:
    form = "admin/time?form=dst"
    with bench() as it:
        client = it.admin()
        told = client.read(form)
        assert (told["dst_enable"], told["start_week"], told["end_day"]) == ("on", "2nd", "Sun")
        assert client.write(form, {"dst_enable": "off"})["data"]["dst_enable"] == "off"
        assert client.call("admin/time?form=timezone") == {"success": False}


def change(client: Client, old: str, new: str, again: str) -> object:
    pair = client.read(ACCOUNT)["new_pwd"]
    words = {"old_pwd": old, "new_pwd": new, "cfm_pwd": again}
    sealed = {field: rsa(text.encode(), *pair) for field, text in words.items()}
    return client.write(ACCOUNT, {"old_acc": "admin", "new_acc": "admin", **sealed})


def test_account_change_keeps_the_session_with_its_old_hash() -> None:
    failed = {"errorcode": "update account failed", "success": False}
    with bench() as it:
        client = it.admin()
        assert change(client, "wrong", "New-Password1", "New-Password1") == failed
        assert change(client, PASSWORD, "New-Password1", "New-Password2") == failed
        assert change(client, PASSWORD, "with blank", "with blank") == failed
        assert client.write(ACCOUNT, {"old_acc": "admin", "new_acc": "admin"}) == failed
        assert change(client, PASSWORD, "New-Password1", "New-Password1") == {"success": True}
        assert client.read(DHCP)
        assert it.client().login(PASSWORD)["errorcode"] == "login failed"
        assert it.client().login("New-Password1")["success"]


def test_account_change_ends_the_session_on_older_firmware() -> None:
    with bench(C6) as it:
        client = it.admin()
        assert change(client, PASSWORD, "New-Password1", "New-Password1") == {"success": True}
        assert client.post(DHCP, "operation=read").body == b'{"data":""}'


def test_firmware_and_other_small_reads() -> None:
    with bench() as it:
        client = it.admin()
        told = client.read("admin/firmware?form=upgrade")
        assert (told["model"], told["hardware_version"], told["is_default"]) == (
            "Archer AX20",
            "Archer AX20 v3.0",
            True,
        )
        assert client.read("admin/firmware?form=upgrade")["is_default"] is True
        assert client.read("admin/firmware?form=auto_upgrade") == {"enable": "off", "time": "3", "delay": "0"}
        assert client.read("admin/system?form=sysmode") == {"support": "yes", "mode": "router"}
        assert client.read("admin/administration?form=mode") == {"mode": "all"}
        assert client.read("admin/cloud_account?form=get_deviceInfo") == {"model": "Archer AX20"}
        assert client.read("admin/reboot?form=set")["cycle"] == "week"
        assert client.read("admin/status?form=perf") == {"mem_usage": 0.02, "cpu_usage": 0.5}
        assert client.read(TIME)["quicksetup"] == "no"
        client.write("admin/quick_setup?form=quick_setup", {})
        assert client.read(TIME)["quicksetup"] == "yes"


def test_older_firmware_clears_the_wizard_flag_on_its_first_read() -> None:
    with bench(C6) as it:
        client = it.admin()
        assert [client.read("admin/firmware?form=upgrade")["is_default"] for _ in range(2)] == [True, False]


def test_status_tells_everything_with_empty_tables_as_objects() -> None:
    with bench() as it:
        told = it.admin().read("admin/status?form=all")
    assert told["usb_storages"] == told["access_devices_wired"] == {}
    assert told["wireless_2g_ssid"] == "TP-Link_7B00"
    assert told["lan_ipv4_dhcp_enable"] == "On"


@pytest.mark.parametrize("operation", ["write", "reboot", "anything"])
def test_reboot_takes_any_operation_and_the_router_goes_away(operation: str) -> None:
    with bench(pace=1.0) as it:
        client = it.admin()
        answer = client.call("admin/system?form=reboot", operation)
        assert answer == {"success": True, "data": {"reboot_time": 140}}
        with pytest.raises(ConnectionError):
            client.plain("login?form=keys")
        it.clock.now += 141
        assert client.plain("login?form=keys").status == 200
        assert client.post(DHCP, "operation=read").body == b'{"data":""}'


def test_factory_reset_empties_the_account_or_keeps_it() -> None:
    form = "admin/firmware?form=config"
    with bench() as it:
        client = it.admin()
        client.write(DHCP, POOL)
        assert client.call(form, "factory", all="false")["data"] == {"reboot_time": 140}
        client = it.admin()
        assert client.read(DHCP)["pri_dns"] == ""
        assert client.call(form, "factory", all="true")["data"] == {"reboot_time": 140}
        assert it.client().plain("login?form=check_factory_default").json["data"] == {"is_default": True}


def test_an_ax20_is_what_was_observed() -> None:
    with bench(AX20) as it:
        assert it.admin().read("admin/network?form=wan_ipv4_dynamic")["hostname"] == "ArcherAX20"
