import json
from urllib.parse import quote

import pytest

from tests.simulator.asus_rig import rig

RUN = '{ "modify": "1", "run_service": "restart_wireless" }\n'


def test_a_change_is_stored_and_its_service_named() -> None:
    with rig() as r:
        browser = r.browser()
        words = {"wl0_ssid": "TestNet", "wl0_auth_mode_x": "psk2", "wl0_crypto": "aes", "wl0_wpa_psk": "secret1234"}
        assert browser.apply(rc_service="restart_wireless", **words).text == RUN
        asked = ";".join(f"nvram_get({name})" for name in words)
        assert browser.hooks(asked).json == words
        again = browser.apply(rc_service="restart_wireless", wl0_ssid="TestNet").text
        assert again == RUN.replace('"1"', '"0"')


@pytest.mark.parametrize("page", ["/applyapp.cgi", "/apply.cgi"])
def test_both_pages_are_the_same_handler(page: str) -> None:
    with rig() as r:
        app = r.app()
        assert app.post(page, action_mode="apply", wl0_ssid="X").text == '{ "modify": "1" }\n'
        assert app.nvram("wl0_ssid") == "X"
        assert app.post(page, wl0_ssid="Y").body == b""
        assert app.nvram("wl0_ssid") == "X"


@pytest.mark.parametrize(
    ("key", "value", "modify", "stored"),
    [
        ("nosuchkey", "1", "0", ""),
        ("wl0_ssid", "0123456789" * 4, "1", "ASUS_34_2G"),
        ("wan0_pppoe_passwd", "x" * 65, "1", ""),
        ("wan0_desc", "x", "1", ""),
        ("http_passwd", "x" * 17, "0", "admin"),
        ("dhcp_dns1_x", "1" * 16, "0", ""),
        ("wl0_auth_mode_x", "wpa3", "1", "wpa3"),
        ("wl0_wpa_psk", "short", "1", "short"),
        ("wl0_auth_mode_x", "", "1", ""),
        ("wl0_ssid", "two\nlines", "1", None),
        ("wl1.1_ssid", "Guests", "1", "Guests"),
        ("wl2_ssid", "NoBand", "0", ""),
        ("wan1_proto", "pppoe", "0", ""),
        ("productid", "Other", "0", "RT-AC85P"),
        ("rc_support", "x", "0", None),
        ("territory_code", "RU/01", "0", "EU/01"),
        ("restore_defaults", "1", "0", "0"),
        ("lan_hostname", "x", "0", "RT-AC85P-2230"),
        ("computer_name", "x", "0", ""),
        ("dhcp_dns2_x", "8.8.8.8", "0", ""),
        ("sw_mode", "3", "1", "3"),
        ("http_lanport", "8080", "1", "8080"),
        ("x_Setting", "0", "1", "0"),
        ("wl0_ssid", "ы" * 16, "1", "ы" * 16),
        ("wl0_ssid", "ы" * 17, "1", "ASUS_34_2G"),
    ],
)
def test_what_is_stored_and_what_is_claimed(key: str, value: str, modify: str, stored: str | None) -> None:
    with rig() as r:
        app = r.app()
        assert app.apply(**{key: value}).json == {"modify": modify}
        if stored is not None:
            assert app.nvram(key) == stored


def test_control_letters_are_stored() -> None:
    with rig() as r:
        r.app().apply(wl0_ssid="two\nlines")
        assert r.router.nvram("wl0_ssid") == "two\nlines"


def test_a_unit_number_translates_plain_names_and_without_one_the_alias_is_written() -> None:
    with rig() as r:
        app = r.app()
        app.apply(wl_unit="1", wl_ssid="ByUnit")
        app.apply(wan_unit="0", wan_proto="pppoe", wan_pppoe_username="u", wan_dns1_x="1.1.1.1")
        assert app.hooks("nvram_get(wl1_ssid);nvram_get(wl0_ssid);nvram_get(wl_ssid)").json == {
            "wl1_ssid": "ByUnit",
            "wl0_ssid": "ASUS_34_2G",
            "wl_ssid": "ASUS",
        }
        assert app.hooks("nvram_get(wan0_proto);nvram_get(wan_proto);nvram_get(wan0_dns1_x)").json == {
            "wan0_proto": "pppoe",
            "wan_proto": "dhcp",
            "wan0_dns1_x": "1.1.1.1",
        }
        assert app.apply(wl_ssid="Alias").json == {"modify": "1"}
        assert app.hooks("nvram_get(wl_ssid);nvram_get(wl0_ssid)").json == {
            "wl_ssid": "Alias",
            "wl0_ssid": "ASUS_34_2G",
        }


def test_a_unit_number_spills_over_to_the_lans_names() -> None:
    with rig() as r:
        app = r.app()
        app.apply(wl_unit="1", wl_ssid="X", lan_netmask="255.255.0.0")
        assert app.nvram("lan_netmask") == "255.255.255.0"


def test_a_json_body_is_unescaped_before_it_is_parsed() -> None:
    with rig() as r:
        app = r.app()

        def send(body: str) -> str:
            return app.ask("POST", "/applyapp.cgi", body.encode(), Content_Type="application/json").text

        plain = {"action_mode": "apply", "rc_service": "restart_wireless", "wl1_ssid": "FromJson"}
        assert send(json.dumps(plain)) == RUN
        assert app.nvram("wl1_ssid") == "FromJson"
        send(json.dumps({"action_mode": "apply", "wl1_ssid": "a%41+b"}))
        assert app.nvram("wl1_ssid") == "aA b"
        send(quote(json.dumps({"action_mode": "apply", "wl1_ssid": "100%+é"}, ensure_ascii=False)))
        assert app.nvram("wl1_ssid") == "100%+é"
        send(quote(str({"action_mode": "apply", "wl1_ssid": "python"})))
        assert app.nvram("wl1_ssid") == "python"
        assert send('{"action_mode": "apply",\n"wl1_ssid": "pretty"}') == ""
        assert app.nvram("wl1_ssid") == "python"


@pytest.mark.parametrize(
    "body", [b'{"action_mode":"apply","wl0_ssid":"\\ud800"}', b"action_mode=apply&wl0_ssid=%ff%fe"]
)
def test_bytes_that_are_no_text_do_not_kill_the_server(body: bytes) -> None:
    with rig() as r:
        app = r.app()
        assert app.ask("POST", "/applyapp.cgi", body).json == {"modify": "1"}
        assert app.hooks("nvram_get(wl0_ssid)").raw.isascii()


def test_start_apply_tells_in_script_lines_what_it_did() -> None:
    with rig() as r:
        browser = r.browser()
        page = {"current_page": "Advanced_Wireless_Content.asp", "next_page": "Advanced_Wireless_Content.asp"}
        words = {"action_script": "restart_wireless", "action_wait": "5", "wl_unit": "0", "wl_ssid": "SA2", **page}
        first = browser.post("/start_apply2.htm", action_mode="apply", **words).text
        assert first.startswith("\ufeff<html>")
        assert "var current_page = 'Advanced_Wireless_Content.asp';\n" in first
        assert "var action_script = 'restart_wireless';\nvar action_mode = 'apply';\nvar action_wait = '5';\n" in first
        assert "<script>done_committing();</script>\n<script>restart_needed_time(25);</script>\n" in first
        assert browser.nvram("wl0_ssid") == "SA2"
        same = browser.post("/start_apply2.htm", action_mode="apply", **words).text
        assert "<script>no_changes_and_no_committing();</script>\n<script>restart_needed_time(25);</script>" in same
        new = browser.post("/start_apply2.htm", action_mode="apply_new", **words).text
        assert "no_changes_and_no_committing();" in new
        assert "restart_needed_time" not in new


def test_start_apply_restarts_the_network_unless_told_otherwise() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.post("/start_apply.htm", action_mode="apply", action_script="saveNvram", wl0_ssid="A")
        assert r.router.nvram("rc_service") == ""
        app.post("/start_apply.htm", action_mode="apply", action_script="restart_wan_if", wan_unit="0")
        assert r.router.nvram("rc_service") == "restart_wan_if 0"
        app.post("/start_apply.htm", action_mode="apply", wl0_ssid="B")
        assert r.router.nvram("rc_service") == "restart_net"


def test_wps_is_stored_under_both_of_its_names() -> None:
    with rig() as r:
        app = r.app()
        app.apply(wps_enable="0")
        assert app.hooks("nvram_get(wps_enable);nvram_get(wps_enable_x)").json == {
            "wps_enable": "0",
            "wps_enable_x": "0",
        }


@pytest.mark.parametrize("fault", ["ignore-write", "ignore-write:wl0_ssid", "shorten-value:wl0_ssid"])
def test_a_fault_may_lose_what_was_acknowledged(fault: str) -> None:
    with rig("asus-rt-ac85p", fault) as r:
        app = r.app()
        assert app.apply(wl0_ssid="Home", wl0_wpa_psk="password1").json == {"modify": "1"}
        assert app.nvram("wl0_ssid") == ("Ho" if "shorten" in fault else "ASUS_34_2G")
        assert app.nvram("wl0_wpa_psk") == ("" if fault == "ignore-write" else "password1")


@pytest.mark.parametrize(("fault", "stored"), [("drop-before:2", "First"), ("drop-after:2", "Second")])
def test_a_fault_may_drop_the_connection_before_or_after_a_write(fault: str, stored: str) -> None:
    with rig("asus-rt-ac85p", fault) as r:
        app = r.app()
        assert app.apply(wl0_ssid="First").json == {"modify": "1"}
        assert app.apply(wl0_ssid="Second").raw == b""
        assert app.nvram("wl0_ssid") == stored
        assert app.apply(wl0_ssid="Third").json == {"modify": "1"}


@pytest.mark.parametrize(("fault", "fresh"), [("reboot", False), ("wipe", True)])
def test_a_fault_may_restart_the_router_in_the_middle(fault: str, *, fresh: bool) -> None:
    with rig("asus-rt-ac85p", fault) as r:
        app = r.app()
        assert app.apply(wl0_ssid="Home").raw == b""
        assert r.router.fresh is fresh
        assert r.router.nvram("wl0_ssid") == ("ASUS_34_2G" if fresh else "Home")
        assert app.hooks("nvram_get(productid)").raw.count(b"error_status") == (0 if fresh else 1)
