import pytest

from tests.simulator.asus_rig import APP, BROWSER, REFUSED, Client, Rig, rig

PRODUCT = {"productid": "RT-AC85P"}
ELSEWHERE = "127.0.0.2"


def info(r: Rig, client: str = "127.0.0.1") -> str:
    page = Client(r.served, BROWSER, client=client).get("/Main_Login.asp").text
    return page.split("tryParseJSON('")[1].split("')")[0]


def test_the_token_is_bound_to_address_and_user_agent() -> None:
    with rig() as r:
        app = r.app()
        for thief in (Client(r.served, APP + "1", app.token), Client(r.served, APP, app.token, client=ELSEWHERE)):
            assert thief.hooks("nvram_get(productid)").json == {"error_status": "2"}
        assert app.hooks("nvram_get(productid)").json == PRODUCT


def test_a_new_browser_login_ends_the_browser_session_there_was() -> None:
    with rig() as r:
        first = r.browser()
        second = r.browser()
        assert first.hooks("nvram_get(productid)").body == REFUSED
        assert second.hooks("nvram_get(productid)").json == PRODUCT


def test_apps_live_side_by_side_with_each_other_and_a_browser() -> None:
    with rig() as r:
        sessions = [r.app(), r.app(), r.browser()]
        sessions[0].client, sessions[1].client = "127.0.0.1", "127.0.0.1"
        for session in sessions * 2:
            assert session.hooks("nvram_get(productid)").json == PRODUCT


def test_a_browser_elsewhere_is_error_9_and_its_login_spoils_both() -> None:
    with rig() as r:
        first = r.browser()
        first.get("/index.asp")
        r.clock.time += 59
        second = r.browser(client=ELSEWHERE)
        assert second.token
        assert second.hooks("nvram_get(productid)").body == REFUSED
        assert '"error_status": 9' in info(r, ELSEWHERE)
        assert first.hooks("nvram_get(productid)").body == REFUSED
        assert '"error_status": 2' in info(r)


def test_after_sixty_idle_seconds_a_browser_elsewhere_must_log_in_once_more() -> None:
    with rig() as r:
        r.browser().get("/index.asp")
        second = r.browser(client=ELSEWHERE)
        r.clock.time += 61
        assert second.hooks("nvram_get(productid)").body == REFUSED
        assert '"error_status": 5' in info(r, ELSEWHERE)
        second.log_in()
        assert second.hooks("nvram_get(productid)").json == PRODUCT


def test_an_app_elsewhere_is_not_in_anybodys_way() -> None:
    with rig() as r:
        browser = r.browser()
        browser.get("/index.asp")
        app = Client(r.served, client=ELSEWHERE)
        app.log_in()
        assert app.hooks("nvram_get(productid)").json == PRODUCT
        assert browser.hooks("nvram_get(productid)").json == PRODUCT


def test_logging_out_answers_8_and_ends_the_session() -> None:
    with rig() as r:
        app, browser = r.app(), r.browser()
        assert app.get("/Logout.asp").body == b'{\n"error_status":"8"\n}\n'
        assert app.hooks("nvram_get(productid)").json == {"error_status": "2"}
        browser.referer = None
        assert browser.get("/Logout.asp").body == REFUSED
        other = r.browser(client=ELSEWHERE)
        assert other.hooks("nvram_get(productid)").json == PRODUCT


def test_logout_as_an_action_only_leads_to_the_page() -> None:
    with rig() as r:
        app = r.app()
        assert "/Logout.asp" in app.post("/apply.cgi", action_mode="logout").text
        assert app.hooks("nvram_get(productid)").json == PRODUCT


@pytest.mark.parametrize("service", ["restart_httpd", "restart_net", "restart_net_and_phy", "restart_allnet", "reboot"])
def test_tokens_live_in_the_memory_of_the_web_server(service: str) -> None:
    with rig() as r:
        app = r.app()
        app.apply(rc_service=service)
        assert app.hooks("nvram_get(productid)").json == {"error_status": "2"}


@pytest.mark.parametrize(
    "service", ["restart_wireless", "restart_wan_if 0", "restart_dnsmasq", "restart_time", "chpass"]
)
def test_other_services_leave_the_tokens_alone(service: str) -> None:
    with rig() as r:
        app = r.app()
        app.apply(rc_service=service)
        assert app.hooks("nvram_get(productid)").json == PRODUCT


def test_a_password_change_keeps_the_sessions_and_lets_the_new_one_in_after_chpass() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        assert app.apply(http_username="admin", http_passwd="NewPass1").body == b'{ "modify": "1" }\n'
        assert app.hooks("nvram_get(http_passwd)").body == b'{\n"http_passwd":"NewPass1"\n}\n'
        assert r.app(logged_in=False).log_in("NewPass1").json == {"error_status": "3"}
        r.clock.time += 1.1
        assert "asus_token" in r.app(logged_in=False).log_in("NewPass1").json
        assert app.hooks("nvram_get(productid)").json == PRODUCT


@pytest.mark.parametrize("sent", ["", "%", "notbase64!", None])
def test_a_garbled_login_is_a_wrong_account(sent: str | None) -> None:
    with rig() as r:
        words = {} if sent is None else {"login_authorization": sent}
        assert r.app(logged_in=False).post("/login.cgi", **words).json == {"error_status": "3"}


def test_a_browser_is_sent_on_to_the_password_page_while_the_password_is_the_default() -> None:
    with rig() as r:
        answer = r.browser(logged_in=False).log_in(next_page="Advanced_LAN_Content.asp")
    assert answer.body == (
        b'<HTML><HEAD>\n<meta http-equiv="refresh" content="0; url=Main_Password.asp">\n</HEAD></HTML>\n'
    )


@pytest.mark.parametrize(("asked", "given"), [("Advanced_LAN_Content.asp", None), ("http://evil/", "index.asp")])
def test_a_browser_is_sent_on_to_a_known_page(asked: str, given: str | None) -> None:
    with rig() as r:
        r.app().apply(http_passwd="NewPass1")
        answer = r.browser(logged_in=False).log_in("NewPass1", next_page=asked)
    assert f"url={given or asked}" in answer.text


def test_a_browsers_failed_login_tells_why_only_on_the_login_page_and_once() -> None:
    with rig() as r:
        answer = r.browser(logged_in=False).log_in("wrong")
        assert (
            answer.body == b"<HTML><HEAD>\n<script>parent.location.href='/Main_Login.asp';</script>\n</HEAD></HTML>\n"
        )
        assert info(r) == '{ "lock_time": 300, "error_status": 3, "page": "index.asp" }'
        assert info(r) == '{ "lock_time": 300, "error_status": 0, "page": "index.asp" }'


def test_before_any_failure_the_lock_time_is_nonsense() -> None:
    with rig() as r:
        r.browser(logged_in=False).get("/")
        assert info(r) == '{ "lock_time": -2088, "error_status": 0, "page": "index.asp" }'


def test_five_failures_lock_everybody_out_for_300_seconds() -> None:
    with rig() as r:
        good, browser = r.app(), r.browser()
        guesser = r.app(logged_in=False)
        told = [guesser.log_in("wrong").json for _ in range(6)]
        assert told[:4] == [{"error_status": "3"}] * 4
        assert told[4] == {"error_status": "7", "remaining_lock_time": "-2088"}
        assert told[5] == {"error_status": "7", "remaining_lock_time": "300"}
        r.clock.time += 100
        assert guesser.log_in("admin").body == b'{\n"error_status":"7","remaining_lock_time":"200"\n}\n'
        assert good.hooks("uptime()").json["error_status"] == "7"
        assert browser.get("/index.asp").body == REFUSED
        assert '"lock_time": 200, "error_status": 7' in info(r)
        assert browser.post("/login.cgi", login_authorization="x").raw == b""
        assert browser.apply(wl0_ssid="No").raw == b""
        r.clock.time += 200
        assert good.hooks("nvram_get(wl0_ssid)").json == {"wl0_ssid": "ASUS_34_2G"}
        assert "asus_token" in guesser.log_in("admin").json


@pytest.mark.parametrize(("told", "most"), [("3", 5), ("7", 7), ("x", 5)])
def test_the_number_of_failures_may_be_raised_and_not_lowered(told: str, most: int) -> None:
    with rig() as r:
        r.app().apply(login_max_num=told, rc_service="restart_httpd")
        guesser = r.app(logged_in=False)
        errors = [guesser.log_in("wrong").json["error_status"] for _ in range(most)]
    assert errors == ["3"] * (most - 1) + ["7"]


def test_the_fifth_failure_answers_without_frame_headers_and_the_sixth_with_them() -> None:
    with rig() as r:
        guesser = r.app(logged_in=False)
        heads = [guesser.log_in("wrong").header("x-frame-options") for _ in range(6)]
    assert heads == [None] * 5 + ["SAMEORIGIN"]


def test_failures_of_browsers_and_apps_are_counted_together() -> None:
    with rig() as r:
        for agent in (APP, BROWSER, APP, BROWSER):
            Client(r.served, agent, referer="/Main_Login.asp").log_in("wrong")
        assert r.app(logged_in=False).log_in("wrong").json["error_status"] == "7"


def test_each_new_bad_token_is_a_failure_and_a_repeated_one_or_none_is_not() -> None:
    with rig() as r:
        for token in ("", "same", "same", "same"):
            assert Client(r.served, token=token).hooks("uptime()").json["error_status"] in "12"
        told = [Client(r.served, token=f"bad{n}").hooks("uptime()").json["error_status"] for n in range(4)]
    assert told == ["2", "2", "2", "7"]


def test_a_login_without_referer_is_refused_and_not_counted() -> None:
    with rig() as r:
        stranger = Client(r.served, BROWSER)
        for _ in range(7):
            assert stranger.log_in("wrong").body == REFUSED
        assert '"error_status": 4' in info(r)
        assert "asus_token" in r.app(logged_in=False).log_in().json


@pytest.mark.parametrize("who", ["browser login", "good token", "app login"])
def test_what_resets_the_counter(who: str) -> None:
    with rig() as r:
        good = r.app()
        guesser = r.app(logged_in=False)
        for _ in range(4):
            guesser.log_in("wrong")
        if who == "browser login":
            r.browser()
        elif who == "good token":
            good.hooks("uptime()")
        else:
            r.app()
        expected = "7" if who == "app login" else "3"
        assert guesser.log_in("wrong").json["error_status"] == expected


def test_the_fault_locked_out_begins_locked() -> None:
    with rig("asus-rt-ac85p", "locked-out") as r:
        assert r.app(logged_in=False).log_in().json["error_status"] == "7"
        r.clock.time += 301
        assert "asus_token" in r.app(logged_in=False).log_in().json


def test_the_fault_other_admin_refuses_login_and_pages_with_9_and_not_the_login_page() -> None:
    with rig("asus-rt-ac85p", "other-admin") as r:
        app = r.app(logged_in=False)
        assert app.log_in().json == {"error_status": "9"}
        assert app.hooks("uptime()").json == {"error_status": "9"}
        assert "ASUS Login" in Client(r.served, BROWSER).get("/Main_Login.asp").text
