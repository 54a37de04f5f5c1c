import base64
import hashlib

import pytest

from tests.simulator.asus_rig import BROWSER, Client, Rig, rig


def md5(word: str) -> str:
    return hashlib.md5(word.encode()).hexdigest()


def b64(word: str) -> str:
    return base64.b64encode(word.encode()).decode()


def change(r: Rig, client: Client, old: str, new: str, **more: str) -> object:
    words = {"cur_username": md5("admin"), "cur_passwd": md5(old), "new_username": b64("admin"), "new_passwd": b64(new)}
    return client.post("/chpass.cgi", **words, **more).json


def test_the_ax_model_tells_that_it_has_wpa3_and_the_others_do_not() -> None:
    with rig("asus-rt-ax58u") as r:
        app = r.app()
        support = app.hooks("get_ui_support()").json["get_ui_support"]
        assert support["wpa3"] == 1
        assert "wpa3" in app.hooks("nvram_get(rc_support)").json["rc_support"].split()
    with rig("asus-rt-ac85p") as r:
        assert "wpa3" not in r.app().hooks("nvram_get(rc_support)").json["rc_support"].split()


def test_the_ax_model_takes_a_second_dns_server_for_clients() -> None:
    with rig("asus-rt-ax58u") as r:
        app = r.app()
        app.apply(dhcp_dns1_x="77.88.8.8", dhcp_dns2_x="77.88.8.1")
        assert app.nvram("dhcp_dns2_x") == "77.88.8.1"


def test_chpass_changes_the_password_when_the_present_one_is_proved() -> None:
    with rig("asus-rt-ax58u") as r:
        app = r.app()
        assert change(r, app, "wrong", "NewPass12") == {"statusCode": "401"}
        assert change(r, app, "Router-key-1", "") == {"statusCode": "400"}
        assert change(r, app, "Router-key-1", "NewPass12") == {"statusCode": "200"}
        assert app.hooks("nvram_get(productid)").json == {"productid": "RT-AX58U"}
        assert "asus_token" in Client(r.served).log_in("NewPass12").json
        assert change(r, app, "NewPass12", "NewPass13", restart_httpd="1") == {"statusCode": "200"}
        assert app.hooks("uptime()").json == {"error_status": "2"}


def test_only_386_has_chpass() -> None:
    with rig("asus-rt-ac85p") as r:
        assert r.app().get("/chpass.cgi").head[0] == "HTTP/1.0 404 Not Found"


def test_a_wrong_password_tells_more_on_386() -> None:
    with rig("asus-rt-ax58u") as r:
        assert Client(r.served).log_in("wrong").json == {
            "error_status": "3",
            "captcha_on": "0",
            "last_time_lock_warning": "0",
        }


@pytest.mark.parametrize(
    ("model", "address", "firmware"),
    [
        ("asus-rt-ac85p", "192.168.50.1", "382"),
        ("asus-rt-ax58u", "192.168.50.1", "386"),
        ("asus-rt-ac66u", "192.168.1.1", "384"),
    ],
)
def test_each_model_is_itself_in_factory_state(model: str, address: str, firmware: str) -> None:
    with rig(model, factory=True) as r:
        assert r.router.fresh
        assert Client(r.served, BROWSER).get("/").header("Set-Cookie")
        assert r.app().hooks("nvram_get(lan_ipaddr);nvram_get(buildno)").json == {
            "lan_ipaddr": address,
            "buildno": firmware,
        }


def test_a_second_wan_has_keys_of_its_own_where_there_is_one() -> None:
    with rig("asus-rt-ax86u-merlin") as r:
        assert r.app().apply(wan1_proto="pppoe", wan2_proto="pppoe").json == {"modify": "1"}
        assert r.app().hooks("nvram_get(wan1_proto);nvram_get(wan2_proto);nvram_get(wan_ifnames)").json == {
            "wan1_proto": "pppoe",
            "wan2_proto": "",
            "wan_ifnames": "eth0 eth1",
        }
    with rig("asus-rt-ax58u") as r:
        assert r.app().apply(wan1_proto="pppoe").json == {"modify": "0"}


def test_changing_what_the_second_wan_is_restarts_the_router() -> None:
    with rig("asus-rt-ax86u-merlin") as r:
        app = r.app()
        app.apply(wans_dualwan="wan none")
        assert app.hooks("uptime()").json == {"error_status": "2"}


def test_a_script_with_strange_letters_is_not_run_on_386() -> None:
    with rig("asus-rt-ax58u", pace=1.0) as r:
        app = r.app()
        app.post("/start_apply.htm", action_mode="apply", action_script="restart_wireless//x", wl0_ssid="New")
        assert app.hooks("nvram_get(rc_service)").json == {"rc_service": ""}
        assert app.nvram("wl0_ssid") == "New"


def test_merlin_tells_its_load_on_a_page_of_its_own() -> None:
    with rig("asus-rt-ax86u-merlin") as r:
        assert "cpu_stats_arr" in r.app().get("/ajax_sysinfo.asp").text
        assert r.app().hooks("nvram_get(dhcpd_dns_router)").json == {"dhcpd_dns_router": "1"}
    with rig("asus-rt-ax58u") as r:
        assert r.app().get("/ajax_sysinfo.asp").head[0] == "HTTP/1.0 404 Not Found"
