"""ASUS routers from before 380: HTTP Basic, pages with forms, one person at a time."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from routercfg.simulator import asus_cfg
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.simulator.server import Served, serve
from tests.simulator.asus_rig import BROWSER, Answer, Client, FakeClock, authorization, build

N66U = "asus-rt-n66u"
PASSWORD = "Router-key-1"


@dataclass
class Old:
    router: AsusUnit
    served: Served
    clock: FakeClock

    def who(self, password: str | None = PASSWORD, client: str = "127.0.0.1") -> Client:
        more = {} if password is None else {"Authorization": f"Basic {authorization('admin', password)}"}
        return Client(self.served, BROWSER, client=client, more=more)


@contextmanager
def old(model: str = N66U, *faults: str, factory: bool = False) -> Iterator[Old]:
    router, clock = build(model, *faults, factory=factory)
    with serve(router) as served:
        yield Old(router, served, clock)


def field(answer: Answer, name: str) -> str:
    found = re.search(f'name="{name}" value="(.*?)"', answer.text)
    assert found, name
    return found[1]


def value(client: Client, key: str) -> str:
    return client.post("/update.cgi", output="nvram_get", arg0=key).text


@pytest.mark.parametrize("password", [None, "", "wrong"])
def test_without_the_password_it_tells_its_model_and_nothing_else(password: str | None) -> None:
    with old() as r:
        answer = r.who(password).get("/")
    assert answer.names == [
        "HTTP/1.0 401 Unauthorized",
        "Server: httpd/2.0",
        "x-frame-options: SAMEORIGIN",
        "x-xss-protection: 1; mode=block",
        'WWW-Authenticate: Basic realm="RT-N66U"',
        "Content-Type: text/html",
        "Connection: close",
    ]


def test_firmware_of_2012_has_a_shorter_head() -> None:
    with old("asus-rt-n12") as r:
        answer = r.who(None).get("/")
    assert answer.names[:3] == ["HTTP/1.0 401 Unauthorized", "Server: httpd", 'WWW-Authenticate: Basic realm="RT-N12"']


def test_nobody_is_locked_out() -> None:
    with old() as r:
        for _ in range(12):
            assert "401" in r.who("wrong").get("/").head[0]
        assert r.who().get("/").head[0] == "HTTP/1.0 200 Ok"


@pytest.mark.parametrize("page", ["Main_Login.asp", "get_webdavInfo.asp", "appGet.cgi", "login.cgi", "chpass.cgi"])
def test_the_pages_of_later_firmware_are_not_there(page: str) -> None:
    with old() as r:
        assert r.who().get(f"/{page}").head[0] == "HTTP/1.0 404 Not Found"


def test_a_form_page_shows_what_is_set() -> None:
    with old() as r:
        r.router.store.update(NVRAM, {"wan0_proto": "pppoe", "wan0_pppoe_passwd": 'a"b&c\\d'})
        page = r.who().get("/Advanced_WAN_Content.asp")
    assert field(page, "wan_proto") == "pppoe"
    assert field(page, "wan_pppoe_passwd") == "a&#34b&#38c&#92d"


def test_the_wireless_page_shows_the_band_that_was_chosen() -> None:
    with old() as r:
        who = r.who()
        assert field(who.get("/Advanced_Wireless_Content.asp"), "wl_ssid") == "ASUS"
        who.post("/apply.cgi", action_mode="change_wl_unit", wl_unit="1", current_page="Advanced_Wireless_Content.asp")
        assert field(who.get("/Advanced_Wireless_Content.asp"), "wl_ssid") == "ASUS_5G"


def test_an_apply_stores_and_says_so() -> None:
    with old() as r:
        words = {
            "action_mode": "apply",
            "action_script": "restart_wan_if 0",
            "current_page": "Advanced_WAN_Content.asp",
        }
        answer = r.who().post("/start_apply.htm", wan0_proto="pppoe", wan0_pppoe_username="u@isp", **words)
        assert "done_committing();" in answer.text
        assert value(r.who(), "wan0_pppoe_username") == "u@isp"
        again = r.who().post("/start_apply.htm", wan0_proto="pppoe", **words)
        assert "no_changes_and_no_committing();" in again.text


def test_what_the_old_table_does_not_know_is_dropped_without_a_word() -> None:
    with old() as r:
        r.who().post(
            "/start_apply.htm", action_mode="apply", action_script="saveNvram", smart_connect_x="0", wl0_mfp="2"
        )
        assert [value(r.who(), key) for key in ("smart_connect_x", "wl0_mfp")] == ["", ""]
    with old("asus-rt-n12") as r:
        r.who().post("/start_apply.htm", action_mode="apply", action_script="saveNvram", wl0_ssid="A", wl1_ssid="B")
        assert [value(r.who(), key) for key in ("wl0_ssid", "wl1_ssid")] == ["A", ""]


def test_values_can_be_read_without_loss() -> None:
    with old() as r:
        r.router.store.update(NVRAM, {"wl0_ssid": "Дом [1]"})
        told = r.who().post("/update.cgi", output="nvram_char_to_ascii", arg0="x", arg1="wl0_ssid").text
        assert told == "%D0%94%D0%BE%D0%BC%20%5B1%5D"
        several = r.who().post("/update.cgi", output="backup_nvram", arg0="wl1_ssid,wan0_proto").text
        assert several == "\nnvram = {\n\twl1_ssid: 'ASUS_5G',\n\twan0_proto: 'dhcp',\n\thttp_id: ''};\n"
        file = r.who().get("/Settings_RT-N66U.CFG")
        assert file.header("Content-Type") == "text/txt"
        read = asus_cfg.decode(file.body)
        assert read is not None
        assert read["wl0_ssid"] == "Дом [1]"


def test_first_boot_asks_for_no_password_in_the_wizard() -> None:
    with old(factory=True) as r:
        stranger = r.who(None)
        assert stranger.get("/").header("WWW-Authenticate")
        assert stranger.get("/QIS_wizard.htm").head[0] == "HTTP/1.0 200 Ok"
        stranger.post(
            "/start_apply.htm",
            action_mode="apply",
            action_script="saveNvram",
            http_passwd="First-pass-1",
            x_Setting="1",
            w_Setting="1",
            current_page="QIS_finish.htm",
        )
        assert not r.router.fresh
        assert r.who("First-pass-1", client="127.0.0.1").get("/index.asp").head[0] == "HTTP/1.0 200 Ok"


@pytest.mark.parametrize(("model", "opened"), [("asus-rt-n12", True), (N66U, False)])
def test_the_server_of_2012_asks_for_nothing_once_the_wizard_was_seen(model: str, *, opened: bool) -> None:
    with old(model, factory=True) as r:
        stranger = r.who(None)
        stranger.get("/state.js")
        assert (stranger.get("/").header("WWW-Authenticate") is None) is opened


def test_once_set_up_the_wizard_asks_too() -> None:
    with old() as r:
        assert r.who(None).get("/QIS_wizard.htm").header("WWW-Authenticate")
        words = {"action_mode": "apply", "http_passwd": "mine"}
        assert r.who(None).post("/start_apply.htm", **words).header("WWW-Authenticate")
        assert r.router.password_now() == PASSWORD


def test_the_new_password_is_wanted_at_once() -> None:
    with old() as r:
        r.who().post("/start_apply.htm", action_mode="apply", action_script="saveNvram", http_passwd="New-pass-1")
        assert r.who().get("/").header("WWW-Authenticate")
        assert r.who("New-pass-1").get("/").head[0] == "HTTP/1.0 200 Ok"


def test_one_person_at_a_time_for_sixty_seconds() -> None:
    with old() as r:
        r.who().get("/")
        other = r.who(client="127.0.0.2")
        assert "Nologin.asp" in other.get("/index.asp").text
        r.clock.time += 61
        assert "index.asp" in other.get("/index.asp").text
        other.get("/Logout.asp")
        assert "index.asp" in r.who().get("/index.asp").text


def test_another_administrator_as_a_fault() -> None:
    with old(N66U, "other-admin") as r:
        assert "Nologin.asp" in r.who().get("/").text


def test_a_settings_file_is_taken_back() -> None:
    with old() as r:
        who = r.who()
        file = who.get("/Settings_RT-N66U.CFG").body
        r.router.store.update(NVRAM, {"wl0_ssid": "Changed"})
        head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="s.CFG"\r\n\r\n'
        body = head + file + b"\r\n--b--\r\n"
        answer = who.ask("POST", "/upload.cgi", body, Content_Type="multipart/form-data; boundary=b")
        assert "showLoadingBar" in answer.text
        r.clock.time += 200
        assert value(r.who(), "wl0_ssid") == "ASUS"


def test_a_factory_reset_brings_the_default_password_back() -> None:
    with old() as r:
        r.who().post("/apply.cgi", action_mode="Restore")
        assert r.who().get("/").header("WWW-Authenticate")
        assert r.who("admin").get("/").head[0] == "HTTP/1.0 200 Ok"
        assert r.router.fresh


@pytest.mark.parametrize(
    ("method", "target", "status"), [("PUT", "/", "501"), ("GET", "/../x", "400"), ("GET", "/x", "404")]
)
def test_odd_requests(method: str, target: str, status: str) -> None:
    with old() as r:
        assert r.who().ask(method, target).head[0].split()[1] == status
