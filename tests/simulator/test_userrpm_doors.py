"""Who is let in: Basic as it was seen on the wire, the two kinds of cookies as the references tell of them."""

from __future__ import annotations

import base64

import pytest

from tests.simulator.userrpm_rig import C7, MODELS, PASSWORD, WDR3600, WR740, WR1043, Client, bench

REALM = 'Basic realm="TP-LINK Wireless N Gigabit Router WR1043ND"'
NO_AUTHORITY = "You have no authority to access this router!"
PAGE = "/userRpm/LanDhcpServerRpm.htm"


def test_headers_of_every_answer() -> None:
    with bench() as it:
        got = it.admin().get("StatusRpm.htm")
    assert [key for key, _ in got.headers] == ["Server", "Connection", "WWW-Authenticate", "Content-Type"]
    assert got.header("Server") == "Router Webserver"
    assert got.header("WWW-Authenticate") == REALM
    assert got.header("Content-Length") == ""


def test_basic_without_credentials() -> None:
    with bench() as it:
        got = it.client().send("GET", "/")
        assert (got.status, got.header("WWW-Authenticate")) == (401, REALM)
        assert "Login Incorrect" in got.text


def test_status_line_of_a_refusal() -> None:
    import socket

    with bench() as it, socket.create_connection((it.served.host, it.served.port)) as line:
        line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 401 N/A\r\n")


def test_basic_refuses_the_cookie_of_other_builds() -> None:
    with bench() as it:
        client = it.client()
        cookie = f"Authorization={client.cookie}"
        assert client.send("GET", PAGE, Cookie=cookie, Referer=it.served.url).status == 401


def test_fifteen_wrong_passwords_lock_nobody_out() -> None:
    with bench() as it:
        assert {it.client("wrong").get("StatusRpm.htm").status for _ in range(15)} == {401}
        assert it.admin().get("StatusRpm.htm").status == 200


@pytest.mark.parametrize("referer", [None, "http://192.0.2.1/userRpm/MenuRpm.htm", "nonsense"])
def test_a_page_needs_a_referer_on_the_router(referer: str | None) -> None:
    with bench() as it:
        got = it.client(referer=referer).get("LanDhcpServerRpm.htm")
        assert (got.status, len(got.body), NO_AUTHORITY in got.text) == (200, 68, True)


@pytest.mark.parametrize("referer", ["http://192.168.0.1/", "http://tplinklogin.net/userRpm/MenuRpm.htm"])
def test_referers_that_are_accepted(referer: str) -> None:
    with bench() as it:
        assert it.client(referer=referer).get("LanDhcpServerRpm.htm").array("DHCPPara")[0] == 1


def test_backup_and_upload_need_no_referer() -> None:
    with bench() as it:
        client = it.client(referer=None)
        file = client.get("config.bin")
        assert file.header("Content-Type") == "x-bin/octet-stream"
        assert "tempPageInf" in client.upload(file.body).text
        assert "rebootInf" in client.get("ConfUpdateTemp.htm").text


@pytest.mark.parametrize(("method", "target"), [("GET", "/userRpm/Nope.htm"), ("HEAD", PAGE), ("POST", PAGE)])
def test_what_is_not_implemented(method: str, target: str) -> None:
    with bench() as it:
        client = it.admin()
        body = b"dhcpserver=0&Save=Save" if method == "POST" else b""
        assert client.send(method, target, body, **client.headers()).status == 501
        assert client.get("LanDhcpServerRpm.htm").array("DHCPPara")[0] == 1


def test_any_text_on_the_save_button_saves_and_none_does_not() -> None:
    with bench() as it:
        client = it.admin()
        client.get("MacCloneCfgRpm.htm", "mac1=00-11-22-33-44-55&wan=1")
        assert client.get("MacCloneCfgRpm.htm").array("macCloneList")[0] == "50-C7-BF-12-34-57"
        client.get("MacCloneCfgRpm.htm", "mac1=00-11-22-33-44-55&wan=1&Save=%D0%A1%D0%BE%D1%85")
        assert client.get("MacCloneCfgRpm.htm").array("macCloneList") == ["00-11-22-33-44-55", "50-C7-BF-12-34-57"]


# --- cookie with the plain password


def test_the_cookie_with_the_plain_password() -> None:
    with bench(WR740) as it:
        front = it.client().send("GET", "/")
        assert (front.status, front.header("WWW-Authenticate")) == (200, "")
        assert front.array("httpAutErrorArray") == [3, 0]
        assert "<TITLE>TL-WR740N</TITLE>" in front.text
        client = it.client()
        assert client.get("StatusRpm.htm").array("statusPara")[:4] == [1, 1, 22, 20000]
        bare = client.token()
        got = client.send("GET", PAGE, Cookie=f"Authorization={bare}", Referer=it.served.url)
        assert got.array("DHCPPara")[0] == 1
        assert it.client("wrong").get("StatusRpm.htm").array("httpAutErrorArray") == [2, 0]


def test_cookies_do_not_take_basic() -> None:
    with bench(WR740) as it:
        client = it.client()
        got = client.send("GET", PAGE, Authorization=client.token(), Referer=it.served.url)
        assert "httpAutErrorArray" in got.text


# --- cookie with the MD5 of the password, and a path for each session


def test_the_session_path() -> None:
    with bench(C7) as it:
        client = it.client()
        assert client.send("GET", "/").array("httpAutErrorArray") == [3, 1]
        assert "window.parent.location.href" in client.login().text
        assert len(client.key) == 16
        assert client.get("StatusRpm.htm").array("statusPara")[7] == "Archer C7 v2 00000000"
        client.get("LogoutRpm.htm")
        dead = client.get("StatusRpm.htm")
        assert 'cookie = "Authorization=;path=/"' in dead.text
        assert dead.array("httpAutErrorArray") == [3, 1]


def test_the_session_path_is_worth_nothing_without_its_cookie() -> None:
    with bench(C7) as it:
        client = it.admin()
        got = client.send("GET", client.path("StatusRpm.htm"), Referer=it.served.url)
        assert "httpAutErrorArray" in got.text


def test_a_page_without_the_session_path_is_the_login_page() -> None:
    with bench(C7) as it:
        client = it.admin()
        assert "httpAutErrorArray" in client.send("GET", PAGE, b"", **client.headers()).text


def test_the_plain_password_is_wrong_where_its_md5_is_wanted() -> None:
    with bench(C7) as it:
        client = it.client()
        cookie = base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
        got = client.send("GET", "/userRpm/LoginRpm.htm?Save=Save", Cookie=f"Authorization=Basic%20{cookie}")
        assert got.array("httpAutErrorArray") == [2, 1]


def test_one_session_at_a_time() -> None:
    with bench(C7) as it:
        first = it.admin()
        second = it.client(source="127.0.0.2")
        assert second.login().array("httpAutErrorArray") == [0, 1]
        first.get("LogoutRpm.htm")
        assert "Index.htm" in second.login().text
        second.get("LogoutRpm.htm")
        again, old = it.admin(), it.admin()
        assert "httpAutErrorArray" in again.get("StatusRpm.htm").text  # a new login has taken its place
        assert "statusPara" in old.get("StatusRpm.htm").text


def test_a_session_that_is_idle_makes_room() -> None:
    with bench(C7) as it:
        it.admin()
        it.clock.sleep(601)
        assert "Index.htm" in it.client(source="127.0.0.2").login().text


@pytest.mark.parametrize("name", [WR740, C7])
def test_ten_wrong_attempts_lock_for_two_hours(name: str) -> None:
    with bench(name) as it:

        def attempt(client: Client) -> object:
            got = client.login() if name == C7 else client.get("StatusRpm.htm")
            return got.array("httpAutErrorArray")[0] if "httpAutErrorArray" in got.text else "in"

        assert [attempt(it.client("wrong")) for _ in range(10)] == [2] * 10
        assert attempt(it.client()) == 1
        it.clock.sleep(7201)
        assert attempt(it.client()) == "in"


@pytest.mark.parametrize("name", [WR740, C7])
@pytest.mark.parametrize(("fault", "reason"), [("other-admin", 0), ("locked-out", 1)])
def test_faults_at_the_door(name: str, fault: str, reason: int) -> None:
    with bench(name, fault) as it:
        client = it.client()
        got = client.login() if name == C7 else client.get("StatusRpm.htm")
        assert got.array("httpAutErrorArray")[0] == reason


def test_the_html_fault_is_a_page_of_somebody_else() -> None:
    with bench(WR1043, "html") as it:
        got = it.client().send("GET", "/")
        assert (got.status, "It works!" in got.text) == (200, True)


def test_the_models() -> None:
    assert {name: (model.vendor, model.family) for name, model in MODELS.items()} == dict.fromkeys(
        (WR1043, WR740, WDR3600, C7), ("tplink", "tplink-userrpm")
    )
    assert all(model.factory_password == "admin" for model in MODELS.values())
