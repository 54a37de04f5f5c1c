import socket
import time

import pytest

from tests.simulator.asus_rig import APP, BROWSER, REFUSED, Client, rig, send

FRAMES = ["x-frame-options: SAMEORIGIN", "x-xss-protection: 1; mode=block"]
DUT = [
    "Cache-Control: no-store",
    "Pragma: no-cache",
    "AiHOMEAPILevel: 21",
    "Httpd_AiHome_Ver: 0",
    "Model_Name: RT-AC85P",
]
NO_CACHE = ["Cache-Control: no-cache", "Pragma: no-cache", "Expires: 0"]
HTML = ["Content-Type: text/html", "Connection: close"]
JSON = ["Content-Type: application/json;charset=UTF-8", "Connection: close"]


@pytest.mark.parametrize(
    "target", ["/", "/index.asp", "/appGet.cgi?hook=nvram_get(productid)", "/Settings_RT-AC85P.CFG"]
)
def test_a_browser_without_a_session_is_sent_to_the_login_page(target: str) -> None:
    with rig() as r:
        answer = Client(r.served, BROWSER).get(target)
    assert answer.names == ["HTTP/1.0 200 OK", "Server: httpd/2.0", *FRAMES, *HTML]
    assert answer.body == REFUSED


def test_an_app_without_a_session_is_told_the_number_and_the_model() -> None:
    with rig() as r:
        answer = r.app(logged_in=False).get("/appGet.cgi?hook=nvram_get(productid)")
    assert answer.names == ["HTTP/1.0 200 OK", "Server: httpd/2.0", *FRAMES, *DUT, *JSON]
    assert answer.body == b'{\n"error_status":"1"\n}\n'
    assert [line.split(":")[0] for line in answer.head].index("Date") == 9


def test_a_bad_token_is_error_2_with_exactly_these_bytes() -> None:
    with rig() as r:
        answer = Client(r.served, token="bogus").get("/appGet.cgi?hook=nvram_get(productid)")
    assert answer.body == b'{\n"error_status":"2"\n}\n'


def test_a_page_says_200_Ok_and_forbids_caching_and_tells_no_length() -> None:
    with rig() as r:
        login_page = Client(r.served, BROWSER).get("/Main_Login.asp")
        data = r.app().get("/appGet.cgi?hook=nvram_get(productid)%3bnvram_get(lan_hwaddr)")
    assert login_page.names == ["HTTP/1.0 200 Ok", "Server: httpd/2.0", *FRAMES, *NO_CACHE, *HTML]
    assert data.names == ["HTTP/1.0 200 Ok", "Server: httpd/2.0", *FRAMES, *DUT, *NO_CACHE, *JSON]
    assert data.body == b'{\n"productid":"RT-AC85P",\n"lan_hwaddr":"04:D4:C4:11:22:30"\n}\n'
    assert login_page.header("Content-Length") is None


def test_login_answers_carry_no_frame_headers() -> None:
    with rig() as r:
        good = r.app(logged_in=False).log_in()
        bad = r.app(logged_in=False).log_in("wrong")
        browser = r.browser(logged_in=False).log_in()
    token = good.json["asus_token"]
    assert len(token) == 31
    assert token.isalnum()
    cookie = f"Set-Cookie: asus_token={token}; HttpOnly;"
    assert good.names == ["HTTP/1.0 200 OK", "Server: httpd/2.0", *DUT, JSON[0], cookie, JSON[1]]
    assert good.body == f'{{\n"asus_token":"{token}"\n}}\n'.encode()
    assert bad.names == ["HTTP/1.0 200 OK", "Server: httpd/2.0", *DUT, *JSON]
    assert bad.body == b'{\n"error_status":"3"\n}\n'
    assert [line.partition("=")[0] for line in browser.names] == [
        "HTTP/1.0 200 OK",
        "Server: httpd/2.0",
        HTML[0],
        "Set-Cookie: asus_token",
        HTML[1],
    ]


@pytest.mark.parametrize("target", ["/nosuch.cgi", "/get_Nonce.cgi", "/login_v2.cgi", "/nosuchfile"])
def test_only_unknown_files_are_404_and_need_no_login(target: str) -> None:
    with rig() as r:
        assert r.app(logged_in=False).get(target).head[0] == "HTTP/1.0 404 Not Found"


def test_an_unknown_page_is_404_only_behind_the_login() -> None:
    with rig() as r:
        assert r.app(logged_in=False).get("/nosuch.asp").json == {"error_status": "1"}
        assert r.app().get("/nosuch.asp").head[0] == "HTTP/1.0 404 Not Found"


def test_other_methods_and_strange_paths_are_refused() -> None:
    with rig() as r:
        assert r.app(logged_in=False).ask("PUT", "/").head[0] == "HTTP/1.0 501 Not Implemented"
        assert r.app(logged_in=False).get("/../etc/passwd").head[0] == "HTTP/1.0 400 Bad Request"


@pytest.mark.parametrize(
    ("agent", "is_app"),
    [
        ("asusrouter", False),
        ("asusrouter-x", False),
        ("Asusrouter-a-b-c", False),
        ("asusrouter-a-b", True),
        (APP, True),
    ],
)
def test_the_user_agent_alone_decides_who_is_an_app(agent: str, is_app: bool) -> None:
    with rig() as r:
        answer = Client(r.served, agent).get("/index.asp")
    assert (answer.header("Content-Type") == "application/json;charset=UTF-8") is is_app


def test_only_dututil_is_told_the_model() -> None:
    with rig() as r:
        assert Client(r.served, "asusrouter-a-IFTTT-1").get("/index.asp").header("Model_Name") is None
        assert Client(r.served, APP).get("/index.asp").header("Model_Name") == "RT-AC85P"


@pytest.mark.parametrize("referer", [None, "http://example.com/", "http://127.0.0.1:1/index.asp"])
@pytest.mark.parametrize("target", ["/appGet.cgi?hook=uptime()", "/applyapp.cgi", "/Settings.CFG", "/start_apply2.htm"])
def test_a_browser_needs_a_referer_of_the_same_host(referer: str | None, target: str) -> None:
    with rig() as r:
        browser = r.browser()
        browser.referer = referer
        assert browser.get(target).body == REFUSED
        browser.referer = "/anything"
        assert browser.get(target).body != REFUSED


def test_the_host_part_of_the_referer_is_enough() -> None:
    with rig() as r:
        browser = r.browser()
        for referer in (f"http://{browser.host}", browser.host):
            browser.referer = referer
            assert browser.hooks("nvram_get(productid)").json == {"productid": "RT-AC85P"}


def test_plain_pages_need_no_referer() -> None:
    with rig() as r:
        browser = r.browser()
        browser.referer = None
        assert "Network Map" in browser.get("/index.asp").text


def test_after_the_web_server_restarted_a_browser_must_log_in_before_its_referer_counts() -> None:
    with rig() as r:
        r.browser().apply(rc_service="restart_httpd")
        stale = r.browser(logged_in=False)
        assert stale.hooks("uptime()").body == REFUSED
        assert '"error_status": 5' in stale.get("/Main_Login.asp").text


def test_the_body_ends_at_the_first_newline() -> None:
    with rig() as r:
        app = r.app()
        app.ask("POST", "/applyapp.cgi", b"action_mode=apply&wl0_ssid=Cut\n&wl1_ssid=Lost")
        assert app.nvram("wl0_ssid") == "Cut"
        assert app.nvram("wl1_ssid") == "ASUS_34_5G"


def test_parameters_may_stand_in_the_query_and_a_semicolon_separates_them() -> None:
    with rig() as r:
        app = r.app()
        assert app.get("/applyapp.cgi?action_mode=apply;wl0_ssid=ByQuery").body == b'{ "modify": "1" }\n'
        app.ask("POST", "/applyapp.cgi", b"action_mode=apply&wl1_ssid=a;b")
        assert app.nvram("wl0_ssid") == "ByQuery"
        assert app.nvram("wl1_ssid") == "a"
        app.ask("POST", "/applyapp.cgi", b"action_mode=apply&wl1_ssid=a%3Bb+c")
        assert app.nvram("wl1_ssid") == "a;b c"


def test_names_are_unescaped_before_they_are_cut_from_values() -> None:
    with rig() as r:
        answer = r.app().ask("POST", "/appGet.cgi", b"hook%3Dnvram_get%28productid%29%3Bnvram_get%28sw_mode%29")
    assert answer.json == {"productid": "RT-AC85P", "sw_mode": "1"}


def test_one_connection_that_says_nothing_does_not_block_the_others() -> None:
    with rig() as r, socket.create_connection((r.served.host, r.served.port)):
        begin = time.monotonic()
        assert r.app().hooks("nvram_get(productid)").json
        assert time.monotonic() - begin < 2


def test_an_idle_connection_is_closed_when_another_one_comes() -> None:
    with rig() as r, socket.create_connection((r.served.host, r.served.port), 5) as idle:
        assert r.app().token
        r.clock.time += 6
        assert r.app().token
        assert idle.recv(10) == b""


def test_chunked_bodies_get_no_answer() -> None:
    with rig() as r:
        app = r.app()
        app.more = {"Transfer-Encoding": "chunked"}
        assert app.ask("POST", "/appGet.cgi").raw == b""


def test_request_line_and_headers_share_ten_thousand_bytes() -> None:
    with rig() as r:
        app = r.app()
        long = "%3b".join(["nvram_get(productid)"] * 600)
        assert app.get(f"/appGet.cgi?hook={long}").head[0] == "HTTP/1.0 400 Bad Request"
        assert app.hooks("nvram_get(productid);" * 600).text.count("RT-AC85P") == 600


def test_a_body_that_ends_early_blocks_only_until_the_client_closes() -> None:
    with rig() as r:
        app = r.app()
        with socket.create_connection((r.served.host, r.served.port)) as liar:
            head = f"POST /appGet.cgi HTTP/1.1\r\nHost: {app.host}\r\nContent-Length: 50\r\n\r\nhook="
            liar.sendall(head.encode())
        assert app.hooks("nvram_get(productid)").json == {"productid": "RT-AC85P"}


def test_who_the_router_is_can_be_read_without_login() -> None:
    with rig() as r:
        card = r.app(logged_in=False).get("/get_webdavInfo.asp").text
        login_page = Client(r.served, BROWSER).get("/Main_Login.asp").text
        check = Client(r.served, BROWSER).get("/httpd_check.xml").text
        nosy = Client(r.served, BROWSER).get("/get_webdavInfo.asp")
    assert "pktInfo=['','ASUS_34_2G','255.255.255.0','RT-AC85P','3.0.0.4.382','1','04:D4:C4:11:22:30',''];" in card
    assert card.split("webdavInfo=[")[2].split(",")[7] == "'1'"
    assert '<form method="post" name="form" action="login.cgi"' in login_page
    assert "<title>ASUS Login</title>" in login_page
    assert check.startswith("\ufeff<?xml")
    assert "OK" in check
    assert nosy.body == REFUSED


def test_a_cookie_is_found_wherever_it_stands() -> None:
    with rig() as r:
        app = r.app()
        token, app.token = app.token, ""
        app.more = {"Cookie": f"a=b; asus_token={token}"}
        assert app.hooks("nvram_get(productid)").json == {"productid": "RT-AC85P"}


def test_check_auth_tells_whether_a_token_is_good() -> None:
    with rig() as r:
        assert r.app().get("/check_Auth.cgi").json == {"asus_auth": "OK"}
        assert r.app(logged_in=False).get("/check_Auth.cgi").json == {"error_status": "1"}


def test_garbage_instead_of_a_request_is_cut_off() -> None:
    with rig() as r:
        assert send(r.served, b"\x16\x03\x01 this is TLS\r\n\r\n") == b""
        assert r.served.requests == 0
