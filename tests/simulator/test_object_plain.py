"""The plain face ``/cgi?``: cookie, seat, numbers, first password, and values of every kind."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.simulator.object_client import C20, C50, MR200, PASSWORD, POOL, PPP, RADIO, Bench, Plain, bench, item


@pytest.fixture
def unit() -> Iterator[Bench]:
    with bench(C20) as it:
        yield it


@pytest.fixture
def admin(unit: Bench) -> Plain:
    return unit.admin()


def setpwd(client: Plain, password: str) -> str:
    sealed = base64.b64encode(password.encode()).decode().replace("=", "%3D").replace("+", "%2B")
    return client.ask("POST", f"/cgi/setPwd?pwd={sealed}").text


def test_it_is_recognised_without_a_login(unit: Bench) -> None:
    client = unit.client()
    page = client.ask("GET", "/", referer=None).text
    assert "Archer C20" in page
    assert "js/lib.js" in page
    assert "js/oid_str.js" in page
    assert "INCLUDE_LOGIN_GDPR_ENCRYPT=0" in client.ask("GET", "/js/oid_str.js").text
    assert 'var WAN_PPP_CONN="WAN_PPP_CONN";' in client.ask("GET", "/js/oid_str.js").text
    for target in ("/cgi/getParm", "/cgi/getGDPRParm", "/cgi-bin/luci/;stok=/login?form=keys", "/js/tpEncrypt.js"):
        assert client.ask("POST", target).status == 404
    assert unit.router.tries.count == 0


def test_no_referer_is_403(admin: Plain) -> None:
    got = admin.ask("POST", "/cgi?1", item("IGD_DEV_INFO"), referer=None)
    assert (got.status, len(got.body)) == (403, 106)


def test_no_cookie_or_a_wrong_one_is_406(unit: Bench) -> None:
    client = unit.client()
    assert client.ask("POST", "/cgi?1", item("IGD_DEV_INFO")).status == 406
    assert not client.login("wrong")
    assert client.ask("POST", "/cgi?1", item("IGD_DEV_INFO")).status == 406
    assert unit.router.tries.count == 1
    assert "var authTimes=1;" in client.ask("GET", "/", cookie="x=y").text


@pytest.mark.parametrize("spelling", ["Basic%20{}", "Basic {}; other=1", '"Basic {}"'])
def test_the_cookies_spellings(unit: Bench, spelling: str) -> None:
    client = unit.client()
    client.cookie = "Authorization=" + spelling.format(base64.b64encode(f"admin:{PASSWORD}".encode()).decode())
    assert client.get("IGD_DEV_INFO", "0,0,0,0,0,0", "X_TP_isFD") == {"X_TP_isFD": "0"}


def test_the_seat_is_taken_and_given_back(unit: Bench) -> None:
    admin = unit.admin()
    assert unit.router.sessions.live() is not None
    assert unit.router.taken("192.0.2.7")
    assert admin.do("8", item("/cgi/logout")) == "[cgi]0\n$.ret=0;\n[error]0\n"
    assert unit.router.sessions.live() is None
    admin.get("IGD_DEV_INFO", "0,0,0,0,0,0", "upTime")
    unit.clock.now += 601
    assert not unit.router.taken("192.0.2.7")


def test_another_administrator_is_406() -> None:
    with bench(C20, "other-admin") as unit:
        client = unit.client()
        assert client.login(PASSWORD)
        assert client.ask("POST", "/cgi?1", item("IGD_DEV_INFO")).status == 406
        assert client.ask("GET", "/").status == 406


def test_a_locked_unit_shows_it_before_any_login() -> None:
    with bench(C20, "locked-out") as unit:
        client = unit.client()
        assert re.search(r"var forbidTime=7200;", client.ask("GET", "/").text)
        client.login(PASSWORD)
        assert client.ask("POST", "/cgi?1", item("IGD_DEV_INFO")).status == 406


@pytest.mark.parametrize(
    ("types", "body"),
    [
        ("1", "[IGD_DEV_INFO#0,0,0,0,0,0#0,0,0,0,0,0]0,2\r\nmodelName\r\n"),
        ("1&1", "[IGD_DEV_INFO#0,0,0,0,0,0#0,0,0,0,0,0]0,0\r\n"),
        ("9", "[IGD_DEV_INFO#0,0,0,0,0,0#0,0,0,0,0,0]0,0\r\n"),
        ("1", "[IGD_DEV_INFO#0,0,0#0,0,0,0,0,0]0,0\r\n"),
        ("1", "nothing of the kind\r\n"),
        ("1", ""),
    ],
)
def test_what_is_no_item_is_71011(admin: Plain, types: str, body: str) -> None:
    assert admin.do(types, body) == "[error]71011\n"


def test_types_with_an_equals_sign_and_a_time_stamp_are_fine(admin: Plain) -> None:
    assert admin.do("1=&_=1700000000", item("IGD_DEV_INFO", lines=["modelName"])).endswith("Archer C20\n[error]0\n")


def test_unknown_words_have_their_numbers(admin: Plain) -> None:
    assert admin.error("8", item("/cgi/nosuch")) == 71016
    assert admin.error("1", item("NO_SUCH")) == 9804
    assert admin.set("LAN_WLAN", RADIO, "beaconType=WPA3") == 9007
    assert admin.set("LAN_WLAN", RADIO, "WPA3EncryptionModes=AESEncryption") == 9005
    assert admin.set("WAN_IP_CONN", PPP, "X_TP_ClonedMACAddress=zz") == 5705
    assert admin.set("LAN_IP_INTF", RADIO, "IPInterfaceSubnetMask=255.0.255.0") == 5001


def test_two_radios_are_on(admin: Plain) -> None:
    text = admin.do("5", item("LAN_WLAN", lines=["enable", "X_TP_Band"]))
    assert text.splitlines() == [
        *("[1,1,0,0,0,0]0", "enable=1", "X_TP_Band=2.4GHz"),
        *("[1,2,0,0,0,0]0", "enable=1", "X_TP_Band=5GHz", "[error]0"),
    ]


def test_a_static_address_as_the_page_writes_it(admin: Plain) -> None:
    lines = [
        *("externalIPAddress=203.0.113.10", "subnetMask=255.255.255.0", "defaultGateway=203.0.113.1", "NATEnabled=1"),
        *("maxMTUSize=1500", "DNSOverrideAllowed=1", "DNSServers=9.9.9.9,1.1.1.1", "X_TP_IPv4Enabled=1", "enable=1"),
    ]
    both = item("WAN_ETH_INTF", POOL, ["X_TP_lastUsedIntf=ipoe_eth3_s"]) + item("WAN_IP_CONN", PPP, lines, 1)
    assert admin.do("2&2", both) == "[error]0\n"
    told = admin.get("WAN_IP_CONN", PPP, *(line.partition("=")[0] for line in lines))
    assert [f"{name}={text}" for name, text in told.items()] == lines


def test_reservations_are_added_and_deleted(admin: Plain) -> None:
    lines = ["enable=1", "chaddr=AA:BB:CC:00:11:22", "yiaddr=192.168.0.50"]
    added = admin.do("3", item("LAN_DHCP_STATIC_ADDR", lines=lines, parent=POOL))
    assert added == "[1,1,0,0,0,0]0\n[error]0\n"
    assert admin.get("LAN_DHCP_STATIC_ADDR", RADIO, "yiaddr") == {"yiaddr": "192.168.0.50"}
    assert admin.error("3", item("LAN_DHCP_STATIC_ADDR", lines=lines)) == 9003
    assert admin.error("4", item("LAN_DHCP_STATIC_ADDR", RADIO)) == 0
    assert admin.error("4", item("LAN_DHCP_STATIC_ADDR", RADIO)) == 9805
    assert admin.do("5", item("LAN_DHCP_STATIC_ADDR")) == "[error]0\n"


def test_the_settings_file_wants_a_login(unit: Bench) -> None:
    assert unit.client().ask("GET", "/cgi/conf.bin").status == 500
    assert unit.admin().ask("GET", "/cgi/conf.bin").status == 200


def test_a_lan_address_moves_after_the_answer() -> None:
    with bench(C20, pace=1.0) as unit:
        admin = unit.admin()
        assert admin.set("LAN_IP_INTF", RADIO, "IPInterfaceIPAddress=192.168.9.1") == 0
        unit.clock.now += 1
        assert not unit.router.answering()
        unit.clock.now += 10
        assert unit.router.answering()
        assert unit.router.lan_address() == "192.168.9.1"


# --- First boot


@pytest.mark.parametrize("name", [C20, MR200])
def test_first_password_without_a_login_and_only_once(name: str) -> None:
    with bench(name, factory=True) as unit:
        client = unit.client()
        assert "frame/setPwd.htm" in client.ask("GET", "/").text
        assert setpwd(client, "") == "$.ret=71011;\n"
        assert setpwd(client, "Пароль+1") == "$.ret=0;\n"
        assert unit.router.password_now() == "Пароль+1"
        assert "frame/setPwd.htm" not in client.ask("GET", "/").text
        assert setpwd(client, "another1") == "$.ret=71233;\n"
        assert unit.client().login("Пароль+1")


@pytest.mark.parametrize("name", [C20, C50, MR200])
def test_admin_admin_lets_in_and_auth_sets_the_first_password(name: str) -> None:
    with bench(name, factory=True) as unit:
        client = unit.client()
        assert client.login("admin")
        assert client.get("IGD_DEV_INFO", "0,0,0,0,0,0", "X_TP_isFD") == {"X_TP_isFD": "1"}
        lines = ["oldPwd=admin", "name=admin", "pwd=First-1"]
        assert client.do("8", item("/cgi/auth", lines=lines)) == "[cgi]0\n$.ret=0;\n[error]0\n"
        again = unit.client()
        assert again.login("First-1")
        assert again.get("IGD_DEV_INFO", "0,0,0,0,0,0", "X_TP_isFD") == {"X_TP_isFD": "0"}
        page = again.ask("GET", "/").text
        assert 'var isFirstLogin = "0";' in page


def test_a_c50_in_factory_state_says_first_login() -> None:
    with bench(C50, factory=True) as unit:
        assert 'var isFirstLogin = "1";' in unit.client().ask("GET", "/").text


# --- Values


def test_a_line_break_travels_as_one_byte(admin: Plain) -> None:
    assert admin.set("WAN_PPP_CONN", PPP, "password=one\x12two") == 0
    assert admin.bench.router.store.get("WAN_PPP_CONN 1,1,1,0,0,0", "password") == "one\ntwo"
    assert admin.get("WAN_PPP_CONN", PPP, "password") == {"password": "one\x12two"}


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)


@settings(max_examples=60, deadline=None)
@given(text=WORDS)
def test_every_text_arrives_exactly(text: str) -> None:
    admin = SHARED["client"]
    if len(text.encode()) < 256:
        assert admin.set("WAN_PPP_CONN", PPP, f"password={text}") == 0
        assert admin.get("WAN_PPP_CONN", PPP, "password") == {"password": text}


SHARED: dict[str, Plain] = {}


@pytest.fixture(scope="module", autouse=True)
def shared() -> Iterator[None]:
    with bench(C20) as unit:
        SHARED["client"] = unit.admin()
        yield
