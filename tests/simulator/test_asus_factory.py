import pytest

from tests.simulator.asus_rig import APP, BROWSER, Client, rig

STARTS = b"HTTP/1.0 200 O"


def handed_out(body: str = "") -> bytes:
    return (
        b"<html><head>\n<script>parent.location.href='/QIS_wizard.htm?flag=';</script>\n"
        b'<meta http-equiv="Content-Type" content="text/html">\n</head></html>\n'
    )


def wizard(r_served: object, agent: str = BROWSER) -> Client:
    client = Client(r_served, agent)  # type: ignore[arg-type]
    cookie = client.get("/").header("Set-Cookie") or ""
    client.token = cookie.partition("asus_token=")[2].partition(";")[0]
    client.referer = "/QIS_wizard.htm"
    return client


@pytest.mark.parametrize("target", ["/", "/somewhere/", "/QIS_default.cgi"])
def test_whoever_asks_is_handed_a_token_without_password(target: str) -> None:
    with rig(factory=True) as r:
        answer = Client(r.served, BROWSER).get(target)
        again = Client(r.served, "Other/1", client="127.0.0.3").get("/QIS_default.cgi")
    assert answer.body == handed_out()
    assert [line.partition("=")[0] for line in answer.names] == [
        "HTTP/1.0 200 Ok",
        "Server: httpd/2.0",
        "Cache-Control: no-cache",
        "Pragma: no-cache",
        "Expires: 0",
        "Content-Type: text/html",
        "Set-Cookie: asus_token",
        "Connection: close",
    ]
    assert answer.header("Set-Cookie") == again.header("Set-Cookie")


def test_page_default_leads_to_the_page_that_was_wanted() -> None:
    with rig(factory=True) as r:
        answer = Client(r.served, BROWSER).get("/page_default.cgi?url=index.asp")
    assert b"parent.location.href='/index.asp'" in answer.body
    assert answer.header("Set-Cookie")


def test_a_strange_page_name_is_given_back_as_it_came() -> None:
    with rig(factory=True) as r:
        assert b"href='/\xff'" in Client(r.served, BROWSER).get("/page_default.cgi?url=%ff").body


def test_a_page_without_the_cookie_is_two_answers_on_one_connection() -> None:
    with rig(factory=True) as r:
        raw = Client(r.served, BROWSER).get("/index.asp").raw
    assert raw.count(STARTS) == 2
    first, _, second = raw[10:].partition(b"HTTP/1.0 200 ")
    assert b"top.location.href='/page_default.cgi?url=index.asp'" in first
    assert second.startswith(b"Ok\r\n")
    assert b"Network Map" in second


def test_reading_without_the_cookie_is_answered_after_a_first_answer() -> None:
    with rig(factory=True) as r:
        browser = Client(r.served, BROWSER, referer="/QIS_wizard.htm").get("/appGet.cgi?hook=nvram_get(x_Setting)").raw
        app = Client(r.served, APP).get("/appGet.cgi?hook=nvram_get(x_Setting)").raw
    for raw in (browser, app):
        assert raw.count(STARTS) == 2
        assert raw.endswith(b'\r\n\r\n{\n"x_Setting":"0"\n}\n')
    assert b"url=appGet.cgi" in browser
    assert b"\r\n\r\n{\n\n}\nHTTP/1.0 200 Ok" in app


def test_a_post_without_the_cookie_gets_no_answer_and_stores_nothing() -> None:
    with rig(factory=True) as r:
        assert Client(r.served, BROWSER, referer="/QIS_wizard.htm").apply(wl1_ssid="NoCookie").raw == b""
        assert r.router.nvram("wl1_ssid") == "ASUS_34_5G"


def test_the_token_lets_everybody_do_everything() -> None:
    with rig(factory=True) as r:
        first = wizard(r.served)
        other = Client(r.served, "Other/1", first.token, "/QIS_wizard.htm", client="127.0.0.3")
        asked = "nvram_get(x_Setting);nvram_get(w_Setting);nvram_get(http_username);nvram_get(wl0_auth_mode_x)"
        assert other.hooks(asked).json == {
            "x_Setting": "0",
            "w_Setting": "0",
            "http_username": "admin",
            "wl0_auth_mode_x": "open",
        }


def test_a_browsers_first_change_ends_setup_only_with_a_page_outside_the_wizard() -> None:
    with rig(factory=True) as r:
        browser = wizard(r.served)
        assert browser.apply(rc_service="restart_wireless", wl0_ssid="First").json["modify"] == "1"
        assert browser.hooks("nvram_get(x_Setting);nvram_get(w_Setting)").json == {"x_Setting": "0", "w_Setting": "1"}
        browser.apply(current_page="QIS_wizard.htm", wl0_ssid="Wizard")
        assert r.router.nvram("x_Setting") == "0"
        browser.apply(current_page="index.asp", wl0_ssid="Wizard")
        assert r.router.nvram("x_Setting") == "0"
        browser.apply(current_page="index.asp", wl0_ssid="Second")
        assert browser.hooks("nvram_get(x_Setting);nvram_get(w_Setting)").json == {"x_Setting": "1", "w_Setting": "1"}
        assert b"/Main_Login.asp" in Client(r.served, BROWSER).get("/").body


def test_an_apps_first_change_ends_setup() -> None:
    with rig(factory=True) as r:
        app = r.app()
        app.apply(dhcp_dns1_x="")
        assert r.router.nvram("x_Setting") == "0"
        app.apply(dhcp_dns1_x="8.8.8.8")
        assert app.hooks("nvram_get(x_Setting);nvram_get(w_Setting)").json == {"x_Setting": "1", "w_Setting": "0"}


def test_setup_may_be_ended_by_name_together_with_the_first_password() -> None:
    with rig(factory=True) as r:
        app = wizard(r.served, APP)
        app.apply(http_username="admin", http_passwd="Str0ng-Pass1", x_Setting="1", w_Setting="1")
        assert not r.router.fresh
        assert "asus_token" in Client(r.served).log_in("Str0ng-Pass1").json
        assert Client(r.served).log_in("admin").json == {"error_status": "3"}


def test_the_default_password_logs_in_too_and_leads_to_the_password_page() -> None:
    with rig(factory=True) as r:
        answer = Client(r.served, BROWSER, referer="/Main_Login.asp").log_in()
    assert b"url=Main_Password.asp" in answer.body


def test_a_reset_shows_its_page_first_and_puts_the_lan_address_back_at_once() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.apply(lan_ipaddr="192.168.7.1", wl0_ssid="Mine")
        page = app.post("/apply.cgi", action_mode="Restore", current_page="Advanced_SettingBackup_Content.asp").text
        assert "reboot_needed_time = 105" in page
        assert r.router.nvram("lan_ipaddr") == "192.168.50.1"
        assert r.router.nvram("wl0_ssid") == "Mine"
        r.clock.time += 2
        assert app.get("/").raw == b""
        r.clock.time += 100
        assert Client(r.served, BROWSER).get("/").body == handed_out()
        assert r.router.nvram("wl0_ssid") == "ASUS_34_2G"


def test_defaults_are_those_that_were_seen() -> None:
    with rig(factory=True) as r:
        word = r.router.nvram
        assert (word("wl0_ssid"), word("wl1_ssid"), word("wl0_auth_mode_x")) == ("ASUS_34_2G", "ASUS_34_5G", "open")
        assert (word("lan_ipaddr"), word("wan0_proto")) == ("192.168.50.1", "dhcp")
        assert r.router.account == ("admin", "admin")
