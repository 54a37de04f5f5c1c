"""3.0.0.6 code: the login by nonce, its refusals, first boot with the password on the label."""

import hashlib
import json

import pytest

from routercfg.simulator.asus_nonce import AsusNonceRouter
from routercfg.simulator.asus_unit import NVRAM
from tests.simulator.asus_rig import BROWSER, Client, Rig, authorization, rig
from tests.simulator.test_asus_ax import b64, md5

BOTH = "asus-rt-ax88u-3006"
ONLY_NEW = "asus-rt-be88u"
PASSWORD = "Router-key-1"
LABEL = "Label-7k2m"


def nonce(client: Client, ident: str = "ab12CD34ef") -> str:
    answer = client.ask("POST", "/get_Nonce.cgi", json.dumps({"id": ident}).encode(), Content_Type="application/json")
    return str(answer.json["nonce"])


def log_in(client: Client, password: str, **more: str) -> dict[str, str]:
    """Log in as the login page's script does."""
    words = {"id": "ab12CD34ef", "cnonce": "c" * 32} | more
    text = f"admin:{nonce(client)}:{password}:{words['cnonce']}"
    words.setdefault("login_authorization", hashlib.sha256(text.encode()).hexdigest())
    said: dict[str, str] = client.post("/login_v2.cgi", **words).json
    client.token = said.get("asus_token", client.token)
    return said


def seen(r: Rig) -> AsusNonceRouter:
    assert isinstance(r.router, AsusNonceRouter)
    return r.router


@pytest.mark.parametrize("model", [BOTH, ONLY_NEW])
def test_a_hash_over_the_nonce_lets_in(model: str) -> None:
    with rig(model) as r:
        app = Client(r.served)
        assert set(log_in(app, PASSWORD)) == {"asus_token"}
        assert app.hooks("nvram_get(firmver)").json == {"firmver": "3.0.0.6"}


def test_the_login_page_names_the_login_there_is() -> None:
    with rig(ONLY_NEW) as r:
        page = Client(r.served, BROWSER).get("/Main_Login.asp").text
        assert 'action="login_v2.cgi"' in page
        assert "get_Nonce.cgi" in page
        assert Client(r.served).log_in(PASSWORD).head[0] == "HTTP/1.0 404 Not Found"
    with rig() as r:
        assert 'action="login.cgi"' in Client(r.served, BROWSER).get("/Main_Login.asp").text
        assert Client(r.served).post("/get_Nonce.cgi", id="x").head[0] == "HTTP/1.0 404 Not Found"


def test_where_both_logins_are_the_old_one_works_too() -> None:
    with rig(BOTH) as r:
        assert "asus_token" in Client(r.served).log_in(PASSWORD).json


def test_a_nonce_is_good_once_and_for_its_id() -> None:
    with rig(BOTH) as r:
        app = Client(r.served)
        text = f"admin:{nonce(app)}:{PASSWORD}:c"
        words = {"cnonce": "c", "login_authorization": hashlib.sha256(text.encode()).hexdigest()}
        assert app.post("/login_v2.cgi", id="other", **words).json["error_status"] == "3"
        assert "asus_token" in app.post("/login_v2.cgi", id="ab12CD34ef", **words).json
        assert app.post("/login_v2.cgi", id="ab12CD34ef", **words).json["error_status"] == "3"


def test_a_captcha_is_asked_for_after_two_failures_until_the_router_restarts() -> None:
    with rig(ONLY_NEW) as r:
        app = Client(r.served)
        assert [log_in(app, "wrong")["captcha_on"] for _ in range(2)] == ["0", "1"]
        assert log_in(app, PASSWORD)["error_status"] == "10"
        app.get("/captcha.gif")
        shown = seen(r).captcha
        assert "asus_token" in log_in(app, PASSWORD, login_captcha=b64(shown))
        for _ in range(2):
            log_in(app, "wrong")
        r.router.reboot()
        assert "asus_token" in log_in(app, PASSWORD)


def test_five_failures_lock_for_300_seconds_and_a_restart_does_not_help() -> None:
    with rig(ONLY_NEW) as r:
        r.router.store.update(NVRAM, {"captcha_enable": "0"})
        app = Client(r.served)
        told = [log_in(app, "wrong") for _ in range(5)]
        assert [each["error_status"] for each in told] == ["3"] * 4 + ["7"]
        assert told[4]["remaining_lock_time"] == "300"
        r.router.reboot()
        assert app.post("/login_v2.cgi").json["error_status"] == "7"
        r.clock.time += 301
        assert "asus_token" in log_in(app, PASSWORD)


def test_the_tenth_failure_locks_for_good_where_the_law_wants_it() -> None:
    with rig(ONLY_NEW) as r:
        r.router.store.update(NVRAM, {"captcha_enable": "0", "SG_mode": "1"})
        app = Client(r.served)
        told = []
        for _ in range(10):
            told.append(log_in(app, "wrong"))
            r.clock.time += 301 if told[-1]["error_status"] == "7" else 0
        assert [each.get("last_time_lock_warning") for each in told[5:9]] == ["0", "0", "0", "1"]
        assert told[9]["error_status"] == "11"
        r.clock.time += 10_000
        r.router.reboot()
        assert log_in(app, PASSWORD)["error_status"] == "11"
        r.router.factory_reset()
        assert "asus_token" in log_in(app, LABEL)


def test_a_unit_with_a_label_gives_nothing_to_strangers() -> None:
    with rig(ONLY_NEW, factory=True) as r:
        stranger = Client(r.served)
        for target in ("/", "/QIS_default.cgi", "/appGet.cgi?hook=nvram_get(x_Setting)"):
            answer = stranger.get(target)
            assert answer.json == {"error_status": "1"}
            assert answer.header("Set-Cookie") is None
        assert "'0'" in stranger.get("/get_webdavInfo.asp").text


def test_first_boot_with_the_label_password() -> None:
    with rig(ONLY_NEW, factory=True) as r:
        assert r.router.password_now() == LABEL
        app = Client(r.served)
        assert log_in(app, "admin")["error_status"] == "3"
        assert "asus_token" in log_in(app, LABEL)
        words = {"cur_username": md5("admin"), "cur_passwd": md5(LABEL)}
        words |= {"new_username": b64("admin"), "new_passwd": b64("My-own-pass-1"), "restart_httpd": "0"}
        assert app.post("/chpass.cgi", **words).json == {"statusCode": "200"}
        app.apply(x_Setting="1", w_Setting="1", rc_service="restart_firewall")
        assert "asus_token" in log_in(app, "My-own-pass-1")
        assert not r.router.fresh


def test_an_apply_does_not_set_the_account_and_nobody_reads_the_password() -> None:
    with rig(BOTH) as r:
        app = r.app()
        assert app.apply(http_passwd="Other-pass-1", http_username="boss").json["modify"] == "0"
        assert r.router.password_now() == PASSWORD
        assert app.hooks("nvram_get(http_passwd)").json == {"http_passwd": ""}
        assert app.nvram("http_passwd") == ""


def test_guessing_the_present_password_ends_the_session() -> None:
    with rig(BOTH) as r:
        app = r.app()
        words = {"cur_username": md5("admin"), "cur_passwd": md5("x"), "new_username": "", "new_passwd": ""}
        said = [app.post("/chpass.cgi", **words).json["statusCode"] for _ in range(5)]
        assert said == ["401"] * 4 + ["402"]
        assert app.hooks("uptime()").json["error_status"] == "2"


def test_an_overlong_new_password_is_refused() -> None:
    with rig(BOTH) as r:
        words = {"cur_username": md5("admin"), "cur_passwd": md5(PASSWORD), "new_username": b64("admin")}
        assert r.app().post("/chpass.cgi", new_passwd=b64("x" * 33), **words).json == {"statusCode": "400"}


def test_the_answer_tells_how_long_the_services_take() -> None:
    with rig(BOTH) as r:
        said = r.app().apply(wl0_ssid="New", rc_service="restart_wireless;restart_wan_if 0").json
        assert said == {
            "modify": "1",
            "run_service": "restart_wireless;restart_wan_if 0",
            "restart_needed_time": "10",
        }


def test_smart_connect_is_on_out_of_the_box() -> None:
    with rig(BOTH, factory=True) as r:
        words = r.app().hooks("nvram_get(smart_connect_x);nvram_get(wl0_ssid);nvram_get(wl1_ssid)").json
        assert words == {"smart_connect_x": "1", "wl0_ssid": "ASUS_88", "wl1_ssid": "ASUS_88"}


def test_a_browser_with_a_bad_login_is_sent_to_the_login_page() -> None:
    with rig(BOTH) as r:
        browser = Client(r.served, BROWSER, referer="/Main_Login.asp")
        answer = browser.post("/login_v2.cgi", id="x", login_authorization=authorization("admin", PASSWORD))
        assert "Main_Login.asp" in answer.text
