"""The plain firmware of the C1200 generation: no envelope, textbook RSA for the password, admin/admin at first."""

from __future__ import annotations

from urllib.parse import urlencode

from tests.simulator.tplink_client import C1200, PASSWORD, Bench, Client, Got, bench, padded

LOGIN = "login?form=login"
NOTHING = {"errorcode": "no such callback", "success": False}


def login(client: Client, password: str, **words: str) -> Got:
    pair = client.plain(LOGIN).json["data"]["password"]
    got = client.plain(LOGIN, "login", password=padded(password.encode(), *pair), **words)
    if got.json["success"]:
        client.stok = got.json["data"]["stok"]
        client.cookie = got.header("Set-Cookie")[len("sysauth=") :].partition(";")[0]
    return got


def admin(it: Bench) -> Client:
    client = it.client()
    assert login(client, PASSWORD).json["success"]
    return client


def test_reading_the_login_form_gives_the_key_and_other_handshakes_do_not_exist() -> None:
    with bench(C1200) as it:
        client = it.client()
        n, e = client.plain(LOGIN).json["data"]["password"]
        assert (len(n), e) == (256, "010001")
        for form in ("keys", "auth", "check_factory_default", "get_firmware_info", "initial_login", "sysmode"):
            assert client.plain(f"login?form={form}").json == NOTHING, form


def test_the_front_page_is_html_that_leads_to_the_old_login_page() -> None:
    with bench(C1200) as it:
        got = it.client().send("GET", "/")
        assert got.status == 200
        assert b"/webpages/login.html" in got.body
        assert it.client().send("GET", "/webpages/login.html").status == 200


def test_an_empty_account_takes_admin_and_nothing_else() -> None:
    with bench(C1200, factory=True) as it:
        assert it.router.password_now() == "admin"
        assert login(it.client(), "Wanted1").json["data"]["errorcode"] == "-5002"
        assert login(it.client(), "admin").json["success"]
        assert it.router.password_now() == "admin"


def test_forms_are_plain_and_need_cookie_and_token() -> None:
    with bench(C1200) as it:
        client = admin(it)
        words = {"username": "a&b=c+d%", "password": "пароль'\"#"}
        told = client.plain("admin/network?form=wan_ipv4_pppoe", "write", **words).json
        assert words.items() <= told["data"].items()
        lost = {"errorcode": "timeout", "success": False}
        stok, client.stok = client.stok, "0" * 32
        assert client.plain("admin/network?form=wan_ipv4_pppoe").json == lost
        client.stok, client.cookie = stok, ""
        assert client.plain("admin/network?form=wan_ipv4_pppoe").json == lost


def test_fields_may_stand_in_the_query() -> None:
    with bench(C1200) as it:
        client = admin(it)
        got = client.send("POST", client.url("admin/wireless?form=wireless_2g&operation=write&ssid=Old+House"))
        assert got.json["data"]["ssid"] == "Old House"


def test_unknown_controllers_and_crashes_are_plain_text() -> None:
    with bench(C1200) as it:
        client = admin(it)
        got = client.plain("admin/nowhere?form=x")
        assert (got.status, got.header("Content-Type")) == (404, "text/plain")
        got = client.plain("admin/dhcps?form=setting", "write", ipaddr_start="192.168.0.5", ipaddr_end="192.168.0.9")
        assert (got.status, b"stack traceback" in got.body) == (500, True)


def test_failures_conflict_and_lock_out_are_told_as_by_its_newer_sisters() -> None:
    with bench(C1200) as it:
        assert login(it.client(), "wrong").json == {
            "errorcode": "login failed",
            "success": False,
            "data": {"failureCount": 1, "errorcode": "-5002", "attemptsAllowed": 9},
        }
        admin(it)
        other = it.client("127.0.0.2")
        assert login(other, PASSWORD).json["errorcode"] == "user conflict"
        assert login(other, PASSWORD, confirm="true").json["success"]
    with bench(C1200, "locked-out") as it:
        assert login(it.client(), PASSWORD).json["errorcode"] == "exceeded max attempts"


def test_the_account_form_takes_passwords_padded_like_the_login() -> None:
    with bench(C1200) as it:
        client = admin(it)
        form = "admin/administration?form=account"
        pair = client.plain(form).json["data"]["new_pwd"]
        old, new = (padded(text.encode(), *pair) for text in (PASSWORD, "New-Password1"))
        words = {"old_acc": "admin", "new_acc": "admin", "old_pwd": old, "new_pwd": new, "cfm_pwd": new}
        assert client.plain(form, "write", **words).json == {"success": True}
        assert client.plain(form).json["errorcode"] == "timeout"
        assert login(it.client(), "New-Password1").json["success"]


def test_a_sealed_body_is_not_understood() -> None:
    with bench(C1200) as it:
        client = admin(it)
        body = urlencode({"sign": "00", "data": "AAAA"}).encode()
        assert client.send("POST", client.url("admin/upnp?form=enable"), body).json == NOTHING
