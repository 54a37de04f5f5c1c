"""First boot, login, lock-out, conflict and sessions of the blue interface, over a socket."""

from __future__ import annotations

import http.client
import json

import pytest

from tests.simulator.tplink_client import AX12, AX20, C6, PASSWORD, Client, bench, rsa, unseal

SEALED = [AX20, AX12, C6]
WIFI = "admin/wireless?form=wireless_2g"


def test_answers_carry_the_headers_of_the_transcript_and_no_length() -> None:
    with bench() as it:
        connection = http.client.HTTPConnection(it.served.host, it.served.port, timeout=5)
        connection.request("POST", "/cgi-bin/luci/;stok=/login?form=check_factory_default", "operation=read")
        reply = connection.getresponse()
        body = reply.read()
        connection.close()
    assert reply.getheaders() == [
        ("Connection", "close"),
        ("Content-Type", "application/json"),
        ("Cache-Control", "no-cache"),
        ("Expires", "0"),
    ]
    assert body == b'{"success":true,"data":{"is_default":false}}'


def test_keys_and_auth_have_the_shapes_of_the_transcript() -> None:
    with bench() as it:
        keys = it.client().plain("login?form=keys").json
        auth = it.client().plain("login?form=auth").json
    n, e = keys["data"].pop("password")
    assert (len(n), e, n) == (256, "010001", n.upper())
    assert keys == {"success": True, "data": {"mode": "router", "username": ""}}
    assert [len(auth["data"]["key"][0]), auth["data"]["key"][1]] == [128, "010001"]
    assert isinstance(auth["data"]["seq"], int)


@pytest.mark.parametrize("name", SEALED)
def test_first_boot(name: str) -> None:
    with bench(name, factory=True) as it:
        client = it.client()
        assert client.plain("login?form=check_factory_default").json["data"]["is_default"] is True
        assert client.login("First-Password1", "initial_login")["success"]
        assert client.read("admin/network?form=wan_ipv4_status")["conntype"] == "dhcp"
        assert client.plain("login?form=check_factory_default").json["data"]["is_default"] is False
        assert it.client().login("Other1", "initial_login") == {"errorcode": "have set", "success": False, "data": {}}
        assert it.client().login("First-Password1")["success"]
        assert it.router.password_now() == "First-Password1"


@pytest.mark.parametrize("name", SEALED)
def test_login_on_a_factory_router_sets_admin_and_spoils_the_first_password(name: str) -> None:
    with bench(name, factory=True) as it:
        assert it.client().login("Wanted-Password1")["errorcode"] == "login failed"
        assert it.client().plain("login?form=check_factory_default").json["data"]["is_default"] is False
        assert it.client().login("Wanted-Password1", "initial_login")["errorcode"] == "have set"
        assert it.client().login("admin")["success"]


@pytest.mark.parametrize("password", ["", "x" * 33, "with blank", "пароль", "tab\tbed"])
def test_a_refused_first_password_counts_as_a_failed_attempt(password: str) -> None:
    with bench(factory=True) as it:
        answer = it.client().login(password, "initial_login")
        assert answer == {
            "errorcode": "login failed",
            "success": False,
            "data": {"failureCount": 1, "attemptsAllowed": 9},
        }
        assert it.router.password_now() == ""


def test_first_password_without_confirm_counts_too_and_ten_lock() -> None:
    with bench(factory=True) as it:
        for count in range(1, 10):
            data = it.client().login("Good-Password1", "initial_login", confirm="")["data"]
            assert data == {"failureCount": count, "attemptsAllowed": 10 - count}
        assert it.client().login("Good-Password1", "initial_login", confirm="")["errorcode"] == "exceeded max attempts"
        assert it.client().login("Good-Password1", "initial_login")["errorcode"] == "exceeded max attempts"


def test_wrong_password_and_wrong_user() -> None:
    with bench() as it:
        assert it.client().login("wrong") == {
            "errorcode": "login failed",
            "success": False,
            "data": {"failureCount": 1, "errorcode": "-5002", "attemptsAllowed": 9},
        }
        assert it.client().login(PASSWORD, username="root")["data"]["errorcode"] == "-5001"


def test_ten_failures_lock_this_client_for_two_hours_and_no_other() -> None:
    locked = {
        "errorcode": "exceeded max attempts",
        "success": False,
        "data": {"failureCount": 10, "attemptsAllowed": 0},
    }
    with bench() as it:
        for _ in range(9):
            assert it.client().login("wrong")["errorcode"] == "login failed"
        assert it.client().login("wrong") == locked
        it.clock.now += 7199
        assert it.client().login(PASSWORD) == locked
        assert it.client("127.0.0.2").login(PASSWORD)["success"]
        it.clock.now += 2
        assert it.client().login(PASSWORD)["success"]


def test_a_good_login_forgets_the_failures() -> None:
    with bench() as it:
        it.client().login("wrong")
        it.client().login(PASSWORD)
        assert it.client().login("wrong")["data"]["failureCount"] == 1


def test_fault_locked_out_locks_everybody_until_a_restart() -> None:
    with bench(AX20, "locked-out") as it:
        assert it.client().login(PASSWORD)["errorcode"] == "exceeded max attempts"
        it.router.reboot()
        assert it.client().login(PASSWORD)["success"]


def test_another_client_conflicts_unless_it_confirms_and_then_takes_over() -> None:
    with bench() as it:
        first, second = it.admin(), it.client("127.0.0.2")
        answer = second.login(PASSWORD, confirm="")
        assert (answer["errorcode"], answer["data"]["logined_ip"]) == ("user conflict", "127.0.0.1")
        assert first.read("admin/upnp?form=enable")
        assert second.login(PASSWORD)["success"]
        assert first.post("admin/upnp?form=enable", "operation=read").body == b'{"data":""}'


def test_the_same_client_never_conflicts_and_replaces_its_own_session() -> None:
    with bench() as it:
        old, new = it.admin(), it.client()
        assert new.login(PASSWORD, confirm="")["success"]
        assert old.post("admin/upnp?form=enable", "operation=read").json == {"data": ""}
        assert new.read("admin/upnp?form=enable")


def test_fault_other_admin_conflicts_unless_confirmed() -> None:
    with bench(AX20, "other-admin") as it:
        assert it.client().login(PASSWORD, confirm="")["errorcode"] == "user conflict"
        assert it.client().login(PASSWORD)["success"]


def test_session_ends_when_idle_for_600_seconds_and_not_before() -> None:
    with bench() as it:
        client = it.admin()
        it.clock.now += 599
        assert client.read("admin/upnp?form=enable")
        it.clock.now += 599
        assert client.read("admin/upnp?form=enable")
        it.clock.now += 600
        assert client.post("admin/upnp?form=enable", "operation=read").body == b'{"data":""}'


def test_missing_cookie_logout_and_restart_give_empty_data() -> None:
    with bench() as it:
        client = it.admin()
        cookie, client.cookie = client.cookie, ""
        assert client.post(WIFI, "operation=read").body == b'{"data":""}'
        client.cookie = cookie
        assert client.call("admin/system?form=logout", "write") == {"success": True}
        assert client.post(WIFI, "operation=read").body == b'{"data":""}'
        client = it.admin()
        it.router.reboot()
        assert client.post(WIFI, "operation=read").body == b'{"data":""}'


def test_wrong_token_with_a_good_cookie_is_a_sealed_timeout() -> None:
    with bench() as it:
        client = it.admin()
        client.stok = "0" * 32
        assert client.call(WIFI) == {"errorcode": "timeout", "success": False}


def test_unsealed_calls_are_forbidden_with_an_empty_body() -> None:
    with bench() as it:
        client = it.admin()
        for path in (WIFI, "login?form=login", "admin/firmware?form=upgrade", "login?form=initial_login"):
            got = client.plain(path)
            assert (got.status, got.body) == (403, b""), path


def test_wrong_number_and_wrong_hash_are_forbidden() -> None:
    with bench() as it:
        client = it.admin()
        for body in (
            client.envelope("operation=read", seq=client.seq + 1),
            client.envelope("operation=read", hash_="0" * 32),
            b"sign=00&data=AAAA",
            b"data=AAAA&sign=00",
        ):
            got = client.send("POST", client.url(WIFI), body)
            assert (got.status, got.body) == (403, b"")
        assert client.read(WIFI)


def test_login_needs_the_number_of_the_last_auth() -> None:
    with bench() as it:
        client = it.client()
        pair = client.auth()
        client.seq += 1
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}&confirm=true"
        assert client.send("POST", client.url("login?form=login"), client.envelope(words, login=True)).status == 403


def test_the_number_stays_the_same_for_the_whole_session() -> None:
    with bench() as it:
        client = it.admin()
        assert [client.read("admin/upnp?form=enable") for _ in range(3)] == [{"enable": "on"}] * 3


def test_the_router_works_the_hash_out_itself_whatever_the_login_carried() -> None:
    with bench() as it:
        client = it.client()
        pair = client.auth()
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}&confirm=true"
        body = client.envelope(words, login=True, hash_="f" * 32)
        got = client.send("POST", client.url("login?form=login"), body)
        client.stok = json.loads(unseal(got.json["data"]))["data"]["stok"]
        client.cookie = got.header("set-cookie")[8:40]
        client.password = PASSWORD
        assert client.read(WIFI)


def test_cookie_has_the_path_of_the_transcript_and_differs_from_the_token() -> None:
    with bench() as it:
        client = it.admin()
        pair = client.auth()
        body = client.envelope(f"operation=login&password={rsa(PASSWORD.encode(), *pair)}&confirm=true", login=True)
        got = client.send("POST", "/cgi-bin/luci/;stok=/login?form=login", body)
        assert got.header("Set-Cookie").endswith(";path=/cgi-bin/luci")
        assert got.header("Set-Cookie").startswith("sysauth=")
        assert client.stok != client.cookie


def test_unknown_form_operation_and_controller() -> None:
    nothing = {"errorcode": "no such callback", "success": False}
    with bench() as it:
        client = it.admin()
        assert client.call("admin/network?form=nope") == nothing
        assert client.call("admin/network?form=wan_ipv4_pppoe", "frobnicate") == nothing
        assert client.call("admin/administration?form=local") == nothing
        assert client.plain("login?form=vercode").json == nothing
        got = client.post("admin/nowhere?form=x", "operation=read")
        assert (got.status, got.header("Content-Type")) == (404, "text/plain")
        assert "nowhere" in unseal(got.body.decode())


def test_firmware_and_mode_are_told_without_login() -> None:
    with bench() as it:
        info = it.client().plain("login?form=get_firmware_info").json["data"]
        mode = it.client().plain("login?form=sysmode").json["data"]
    assert info["model"] == "Archer AX20"
    assert info["firmware_version"].startswith("1.1.4 Build 20230219")
    assert mode == {"support": "yes", "mode": "router"}


def test_the_front_page_leads_to_the_interface() -> None:
    with bench() as it:
        got = it.client().send("GET", "/")
        assert (got.status, got.header("Location")) == (302, "/webpages/index.html")
        assert it.client().send("GET", "/webpages/index.html").status == 200
        assert it.client().send("GET", "/nowhere").status == 404


def test_https_sends_static_pages_away_while_the_cgi_still_answers() -> None:
    with bench() as it:
        client = it.admin()
        form = "admin/administration?form=https"
        assert client.write(form, {"enable": "on"}) == {"success": True, "data": {"https_enable": "off"}}
        assert client.write(form, {"https_enable": "on"})["data"] == {"https_enable": "on"}
        got = client.send("GET", "/webpages/index.html")
        assert (got.status, got.header("Location")) == (302, "https://192.168.0.1/webpages/login.html")
        assert client.read(form) == {"https_enable": "on"}


def test_json_bodies_are_taken_and_query_parameters_count() -> None:
    with bench() as it:
        client = it.admin()
        got = client.post(WIFI, '{"operation":"write","ssid":"Дом & сад + 1%"}')
        assert json.loads(unseal(got.json["data"]))["data"]["ssid"] == "Дом & сад + 1%"
        got = client.post(f"{WIFI}&operation=read", "{}")
        assert json.loads(unseal(got.json["data"]))["data"]["ssid"] == "Дом & сад + 1%"


def test_several_forms_in_one_request_are_prefixed() -> None:
    with bench() as it:
        client = it.admin()
        path = "admin/wireless?form=wireless_2g&form=wireless_5g"
        told = client.write(path, {"wireless_2g_ssid": "MULTI2", "wireless_5g_ssid": "MULTI5", "ssid": "no"})["data"]
        assert (told["wireless_2g_ssid"], told["wireless_5g_ssid"]) == ("MULTI2", "MULTI5")
        assert set(told) == set(client.read(path))
        mixed = client.read("admin/network?form=wan_ipv4_status&form=lan_ipv4")
        assert (mixed["wan_ipv4_status_conntype"], mixed["lan_ipv4_ipaddr"]) == ("dhcp", "192.168.0.1")


def test_nothing_a_stranger_sends_breaks_the_server() -> None:
    with bench() as it:
        stranger = Client(it.served.host, it.served.port)
        for target in (
            "/cgi-bin/luci/;stok=/login?form=",
            "/cgi-bin/luci/;stok=/?",
            "/cgi-bin/luci/;stok=%ff/login?form=login&form=keys",
            "/cgi-bin/luci/;stok=/login?form=keys&operation=read&" + "a=1&" * 3000,
            "/cgi-bin/luci/",
        ):
            for body in (b"", b"{", b"\xff\xfe", b"sign=&data=", b"sign=zz&data=%ff", b"{}"):
                assert stranger.send("POST", target, body).status in (200, 403, 404)
        assert stranger.plain("login?form=keys").status == 200
