"""The later variants of the blue interface: AX72, 2048-bit firmware, SG firmware, C5400X."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest

from tests.simulator.tplink_client import AX20, PASSWORD, bench, rsa, unseal
from tests.simulator.tplink_variants import (
    AX55_SG,
    AX72,
    BE230,
    C5400X,
    CLIENTS,
    V1_11,
    Ax72Client,
    PlainClient,
    SgClient,
    admin_of,
    client_of,
    cut,
    oaep,
)

NOTHING = {"errorcode": "no such callback", "success": False}
REFUSED = (403, b"")
WIFI = "admin/wireless?form=wireless_2g"
UPNP = "admin/upnp?form=enable"
VARIANTS = list(CLIENTS)


@pytest.mark.parametrize("name", VARIANTS)
def test_first_boot_with_the_variants_own_sign(name: str) -> None:
    with bench(name, factory=True) as it:
        client = client_of(it, name)
        assert client.plain("login?form=check_factory_default").json["data"]["is_default"] is True
        assert client.login("First-Password1", "initial_login", confirm="true")["success"]
        assert client.call(UPNP)["data"] == {"enable": "on"}
        assert client.plain("login?form=check_factory_default").json["data"]["is_default"] is False
        assert client_of(it, name).login("Other-Password1", "initial_login", confirm="true")["errorcode"] == "have set"
        assert client_of(it, name).login("First-Password1")["success"]
        assert it.router.password_now() == "First-Password1"


@pytest.mark.parametrize("name", VARIANTS)
def test_login_on_a_factory_router_sets_admin(name: str) -> None:
    with bench(name, factory=True) as it:
        assert client_of(it, name).login("Wanted-Password1")["errorcode"] == "login failed"
        assert client_of(it, name).login("admin")["success"]


@pytest.mark.parametrize("name", VARIANTS)
def test_ten_failures_lock_and_a_restart_forgets_them(name: str) -> None:
    with bench(name) as it:
        for count in range(1, 10):
            data = client_of(it, name).login("wrong")["data"]
            assert (data["failureCount"], data["attemptsAllowed"]) == (count, 10 - count)
            assert ("remainTime" in data) is (name in (AX55_SG, BE230))
        assert client_of(it, name).login("wrong")["errorcode"] == "exceeded max attempts"
        assert client_of(it, name).login(PASSWORD)["errorcode"] == "exceeded max attempts"
        it.router.reboot()
        assert client_of(it, name).login(PASSWORD)["success"]


@pytest.mark.parametrize("name", VARIANTS)
def test_the_administrators_password_is_changed_as_everywhere(name: str) -> None:
    with bench(name) as it:
        client = admin_of(it, name)
        pair = client.call("admin/administration?form=account")["data"]["new_pwd"]
        old, new = (rsa(text.encode(), *pair) for text in (PASSWORD, "New-Password1"))
        words = {"old_acc": "admin", "new_acc": "admin", "old_pwd": old, "new_pwd": new, "cfm_pwd": new}
        assert client.call("admin/administration?form=account", "write", **words)["success"]
        assert client_of(it, name).login("New-Password1")["success"]


@pytest.mark.parametrize("name", VARIANTS)
def test_the_model_is_told_before_login(name: str) -> None:
    with bench(name) as it:
        told = client_of(it, name).plain("login?form=get_firmware_info").json["data"]
        assert told["model"] == it.router.plate.product


@pytest.mark.parametrize(
    ("name", "keys", "auth"), [(AX72, 256, 128), (AX55_SG, 256, 128), (BE230, 256, 256), (V1_11, 512, 0)]
)
def test_key_sizes_tell_the_variants_apart(name: str, keys: int, auth: int) -> None:
    with bench(name) as it:
        client = client_of(it, name)
        assert len(client.plain("login?form=keys").json["data"]["password"][0]) == keys
        told = client.plain("login?form=auth").json
        assert len(told["data"]["key"][0]) == auth if auth else told == NOTHING


@pytest.mark.parametrize(("name", "word"), [(AX55_SG, "SG CLS L1 STAGE2"), (BE230, "EU CE RED")])
def test_only_sg_firmware_tells_its_certification(name: str, word: str) -> None:
    with bench(name) as it:
        told = client_of(it, name).plain("device_config?form=config").json
        assert told == {"success": True, "data": {"certification": [word]}}
    for other in (AX20, AX72, V1_11):
        with bench(other) as it:
            assert it.client().plain("device_config?form=config").status in (403, 404)


# AX72


def login_body(client: Ax72Client, words: str, sign_text: str | None = None) -> tuple[int, bytes]:
    got = client.send("POST", client.url("login?form=login"), client.envelope(words, login=True, hash_=sign_text))
    return got.status, got.body


def test_ax72_takes_no_confirm() -> None:
    with bench(AX72) as it:
        client = client_of(it, AX72)
        pair, client.password = client.auth(), PASSWORD
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}"
        assert login_body(client, f"{words}&confirm=true") == REFUSED
        assert it.router.attempts.count("127.0.0.1") == 0
        assert login_body(client, words)[0] == 200


def test_ax72_takes_no_sign_of_older_firmware_nor_md5_nor_flat_pieces() -> None:
    with bench(AX72) as it:
        old = it.client()
        pair, old.password = old.auth(), PASSWORD
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}"
        got = old.send("POST", old.url("login?form=login"), old.envelope(words, login=True))
        assert (got.status, got.body) == REFUSED

        client = client_of(it, AX72)
        pair, client.password = client.auth(), PASSWORD
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}"
        assert login_body(client, words, old.hash()) == REFUSED
        client.pieces = lambda text: cut(text, 22)
        assert login_body(client, words) == REFUSED
        del client.pieces
        assert login_body(client, words)[0] == 200


@pytest.mark.parametrize("sign", ["oaep", "pkcs1"])
def test_ax72_takes_both_signs_after_the_login_but_only_its_own_hash(sign: str) -> None:
    with bench(AX72) as it:
        client = admin_of(it, AX72)
        client.call_sign = sign
        assert client.read(UPNP) == {"enable": "on"}
        wrong = client.envelope("operation=read", hash_="0" * 64)
        assert client.send("POST", client.url(UPNP), wrong).status == 403


def test_without_confirm_another_administrator_cannot_be_thrown_out() -> None:
    with bench(AX72) as it:
        first = admin_of(it, AX72)
        assert client_of(it, AX72, "127.0.0.2").login(PASSWORD)["errorcode"] == "user conflict"
        assert first.read(UPNP)


# SG


@pytest.mark.parametrize("name", [AX55_SG, BE230])
def test_sg_signs_each_request_with_the_hash_of_its_own_data(name: str) -> None:
    with bench(name) as it:
        client = admin_of(it, name)
        assert client.call(WIFI)["data"]["ssid"]
        for body in (
            client.envelope("operation=read", hash_=client.hash()),
            client.envelope("operation=read", seq=client.seq + 1),
            Ax72Client.envelope(client, "operation=read"),
        ):
            got = client.send("POST", client.url(WIFI), body)
            assert (got.status, got.body) == REFUSED
        assert client.call(WIFI)["success"]


def test_sg_refuses_a_field_that_url_and_body_both_tell() -> None:
    with bench(AX55_SG) as it:
        client = admin_of(it, AX55_SG)
        assert client.told("admin/firmware?form=upgrade&operation=read", "")["data"]["model"] == "Archer AX55"
        assert client.told("admin/firmware?form=upgrade", "operation=read")["success"]
        assert client.told("admin/firmware?form=upgrade&operation=read", "operation=read")["success"] is False
        both = client.told(f"{UPNP}&operation=read", json.dumps({"operation": "read"}), "application/json")
        assert both["data"] == {"enable": "on"}


def test_sg_reads_the_body_only_when_a_header_says_it_is_a_form() -> None:
    with bench(AX55_SG) as it:
        client = admin_of(it, AX55_SG)
        assert client.told(UPNP, "operation=read", kind="") == NOTHING
        assert client.told(f"{UPNP}&operation=read", "", kind="")["data"] == {"enable": "on"}


def test_sg_login_needs_the_right_hash_and_whole_pieces() -> None:
    with bench(BE230) as it:
        client = client_of(it, BE230)
        pair, client.password = client.auth(), PASSWORD
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}&confirm=true"
        assert login_body(client, words, "0" * 64) == REFUSED
        client.pieces = lambda text: cut(text, 22)
        assert login_body(client, words) == REFUSED
        del client.pieces
        assert login_body(client, words)[0] == 200
        assert it.router.attempts.count("127.0.0.1") == 0


def test_be230_has_no_form_to_set_the_wan_with_but_tells_its_addresses() -> None:
    with bench(BE230) as it:
        client = admin_of(it, BE230)
        for form in ("wan_ipv4_status", "wan_ipv4_protos", "wan_ipv4_pppoe", "wan_ipv4_dynamic", "mac_clone_advanced"):
            assert client.call(f"admin/network?form={form}") == NOTHING, form
        assert client.call("admin/network?form=wan_ipv4_pppoe", "write", username="u", password="p") == NOTHING
        assert client.read("admin/network?form=status_ipv4")["wan_ipv4_ipaddr"] == "100.64.0.2"
        assert client.read("admin/dhcps?form=setting")["enable"] == "on"
    with bench(AX55_SG) as it:
        assert admin_of(it, AX55_SG).read("admin/network?form=wan_ipv4_status")["conntype"] == "dhcp"


def test_ax55_of_2026_takes_a_band_as_a_whole_or_not_at_all() -> None:
    with bench(AX55_SG) as it:
        client = admin_of(it, AX55_SG)
        band = client.read(WIFI)
        assert client.write(WIFI, {"channel": "6"})["data"]["channel"] == "auto"
        whole = {key: text for key, text in band.items() if isinstance(text, str)}
        assert client.write(WIFI, {**whole, "channel": "6"})["data"]["channel"] == "6"


# Firmware with 2048-bit keys


def test_2048_bit_firmware_is_plain_and_takes_json() -> None:
    with bench(V1_11) as it:
        client = admin_of(it, V1_11)
        assert client.call(UPNP)["data"] == {"enable": "on"}
        words = {"username": "a&b=c+d%", "password": "пароль'\"#"}
        body = json.dumps({"operation": "write", **words}).encode()
        path = f"admin/network?form=wan_ipv4_pppoe&{urlencode({'operation': 'write', **words})}"
        got = client.send("POST", client.url(path), body, Content_Type="application/json")
        assert words.items() <= got.json["data"].items()
        stok, client.stok = client.stok, "0" * 32
        assert client.call(UPNP) == {"errorcode": "timeout", "success": False}
        client.stok, client.cookie = stok, ""
        assert client.call(UPNP) == {"errorcode": "timeout", "success": False}


def test_2048_bit_firmware_knows_no_envelope() -> None:
    with bench(V1_11) as it:
        body = urlencode({"sign": "00", "data": "AAAA"}).encode()
        assert it.client().send("POST", it.client().url("login?form=login"), body).json == NOTHING
        assert it.client().plain("login?form=login").json == NOTHING


# C5400X


def c5400x_login(client: PlainClient, password: str, username: str = "admin") -> object:
    words = urlencode({"operation": "login", "username": username, "password": password})
    return client.keep(client.send("POST", client.url(f"login?form=login&{words}")))


def test_c5400x_takes_the_word_that_its_page_made_and_nothing_else() -> None:
    with bench(C5400X) as it:
        client = PlainClient(it.served.host, it.served.port)
        word = it.router.model.password
        assert len(word) >= 200
        assert it.router.password_now() == word
        assert c5400x_login(client, PASSWORD)["data"]["errorcode"] == "-5002"  # type: ignore[index]
        assert c5400x_login(client, word, "root")["data"]["errorcode"] == "-5001"  # type: ignore[index]
        assert c5400x_login(client, word)["success"]  # type: ignore[index]
        assert client.call(UPNP)["data"] == {"enable": "on"}
        assert client.call("admin/administration?form=account") == NOTHING


def test_c5400x_tells_no_key() -> None:
    with bench(C5400X) as it:
        for form in ("keys", "auth", "login", "get_firmware_info", "check_factory_default", "initial_login"):
            assert it.client().plain(f"login?form={form}").json == NOTHING, form


def test_c5400x_out_of_its_box_takes_what_its_page_makes_of_admin() -> None:
    with bench(C5400X, factory=True) as it:
        client = PlainClient(it.served.host, it.served.port)
        assert it.router.password_now() == it.router.model.factory_password
        assert c5400x_login(client, it.router.model.password)["success"] is False  # type: ignore[index]
        assert c5400x_login(client, it.router.model.factory_password)["success"]  # type: ignore[index]


def test_the_answer_to_a_login_is_sealed_only_where_there_is_an_envelope() -> None:
    with bench(BE230) as it:
        client = SgClient(it.served.host, it.served.port)
        pair, client.password = client.auth(), PASSWORD
        words = f"operation=login&password={rsa(PASSWORD.encode(), *pair)}&confirm=true"
        got = client.send("POST", client.url("login?form=login"), client.envelope(words, login=True))
        assert json.loads(unseal(got.json["data"]))["data"]["stok"]


def test_an_oaep_block_of_another_key_opens_nothing() -> None:
    with bench(AX72) as it, bench(BE230) as other:
        client = client_of(it, AX72)
        pair = client.auth()
        other_key = client_of(other, BE230).plain("login?form=auth").json["data"]["key"]
        sign = oaep(b"k=", *other_key)
        body = urlencode({"sign": sign, "data": "AAAA"}).encode()
        assert pair
        assert client.send("POST", client.url("login?form=login"), body).status == 403
