"""Each fact of observed-tplink-wr841n-v14.md over a real socket."""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Iterator

import pytest

from tests.simulator.object_client import POOL, PPP, RADIO, WR841N, Bench, Got, Sealed, aes_open, bench, item

NOBODY = bytes(16)
WRONG = "[cgi]0\n$.ret=71234;\n[error]0\n"


@pytest.fixture
def unit() -> Iterator[Bench]:
    with bench(WR841N) as it:
        yield it


@pytest.fixture
def admin(unit: Bench) -> Sealed:
    return unit.admin()


def listed(client: Sealed, oid: str, *names: str) -> list[str]:
    return client.do("5", item(oid, lines=names)).splitlines()


# --- Login and sessions


def test_the_key_is_512_bits_and_wants_a_referer_of_this_router(unit: Bench) -> None:
    client = unit.client()
    client.parm()
    assert client.modulus.bit_length() == 512
    for referer in (None, "http://192.0.2.1/"):
        for target in ("/cgi/getParm", "/cgi_gdpr", "/cgi?1", "/cgi/conf.bin"):
            got = client.ask("POST", target, referer=referer)
            assert (got.status, len(got.body)) == (403, 106)
    assert client.ask("POST", "/cgi/getParm", referer="http://192.168.0.1/").status == 200


def test_login_sets_a_cookie_and_no_token(admin: Sealed) -> None:
    assert re.fullmatch(r"JSESSIONID=[0-9a-f]{30}", admin.cookie)
    assert admin.token == ""
    assert "var token" not in admin.ask("GET", "/").text


def test_a_captured_wrong_login_is_what_a_router_without_session_says(unit: Bench) -> None:
    """The capture of part 9: zero key, zero start value, a chunk without a head."""
    got = unit.client().try_login("nope")
    assert got.status == 0
    assert got.raw == b"2c\r\nYcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y=\r\n0\r\n\r\n"


def test_a_wrong_login_beside_a_living_session_is_sealed_with_that_session_and_leaves_it_alone(unit: Bench) -> None:
    admin, other = unit.admin(), unit.client()
    raw = other.try_login("nope").raw
    head, body, rest = raw.split(b"\r\n", 2)
    assert (head, rest) == (b"2c", b"0\r\n\r\n")
    assert aes_open(body) == WRONG
    assert admin.get("WAN_PPP_CONN", PPP, "username") == {"username": ""}


def test_the_server_takes_a_good_login_after_twelve_bad_ones_and_the_page_counts(unit: Bench) -> None:
    client = unit.client()
    for _ in range(12):
        assert client.try_login("nope").status == 0
    page = client.ask("GET", "/").text
    for line in ('var isFirstLogin = "0";', "var authTimes=12;", "var forbidTime=0;", "var forbidAdminLogin=0;"):
        assert line in page
    assert 'var modelName="TL-WR841N";' in page
    assert client.login(unit.router.model.password)
    assert "var authTimes=0;" in client.ask("GET", "/").text


def test_a_superseded_session_is_500_with_an_empty_body(unit: Bench) -> None:
    first, second = unit.admin(), unit.admin()
    got = first.post("1\r\n" + item("LAN_WLAN", RADIO, ["SSID"]))
    assert (got.status, got.body) == (500, b"")
    assert second.get("LAN_WLAN", RADIO, "SSID")


def test_logout_is_answered_in_clear_and_ends_the_session(admin: Sealed) -> None:
    got = admin.post("8\r\n" + item("/cgi/logout"))
    assert (got.status, got.body) == (200, b"[error]0")
    got = admin.post("1\r\n" + item("LAN_WLAN", RADIO, ["SSID"]))
    assert (got.status, got.body) == (500, b"")


def test_plain_items_are_refused_but_for_the_device_itself(unit: Bench) -> None:
    for client in (unit.admin(), unit.client()):
        got = client.ask("POST", "/cgi?1", item("WAN_PPP_CONN", PPP, ["username"]))
        assert (got.status, got.body) == (200, b"[error]71111")
        got = client.ask("POST", "/cgi?2", item("IGD_DEV_INFO", lines=["X_TP_isFD=1"]))
        assert got.body == b"[error]71111"
        got = client.ask("POST", "/cgi?1", item("IGD_DEV_INFO", lines=["modelName"]))
        assert got.text == "[0,0,0,0,0,0]0\nmodelName=TL-WR841N\n[error]0\n"


def test_info(admin: Sealed) -> None:
    assert admin.do("8", item("/cgi/info")).splitlines() == [
        "[cgi]0",
        'var userType="Admin";',
        "var bSecured=0;",
        "var clientLocal=1;",
        'var clientIp="127.0.0.1";',
        'var clientMac="02:AA:BB:CC:DD:01";',
        "$.ret=0;",
        "[error]0",
    ]


def test_this_build_leaves_admin_admin_and_asks_for_no_first_password() -> None:
    with bench(WR841N, factory=True) as unit:
        client = unit.client()
        assert 'var isFirstLogin = "0";' in client.ask("GET", "/").text
        assert client.ask("POST", "/cgi/setPwd?pwd=YWJjZGVmMQ==").status == 404
        assert client.login("admin")


def test_auth_changes_the_password(unit: Bench) -> None:
    admin = unit.admin()
    lines = ["oldPwd=wrong", "name=admin", "pwd=New-pass-9"]
    assert "$.ret=71233;" in admin.do("8", item("/cgi/auth", lines=lines))
    lines[0] = f"oldPwd={unit.router.model.password}"
    assert admin.do("8", item("/cgi/auth", lines=lines)) == "[cgi]0\n$.ret=0;\n[error]0\n"
    assert unit.router.password_now() == "New-pass-9"
    assert unit.client().login("New-pass-9")


# --- Objects as listed (part 5)


def test_pool_as_captured(admin: Sealed) -> None:
    assert listed(admin, "LAN_HOST_CFG") == [
        "[1,0,0,0,0,0]0",
        "X_TP_DHCPAuto=0",
        "X_TP_StopDiscover=0",
        "DHCPServerEnable=1",
        "DHCPRelay=0",
        "X_TP_DhcpRelayServer=",
        "minAddress=192.168.0.100",
        "maxAddress=192.168.0.199",
        "subnetMask=255.255.255.0",
        "DNSServers=0.0.0.0,0.0.0.0",
        "X_TP_DefaultIp=192.168.0.1",
        "X_TP_RemoteDns=192.168.0.1,0.0.0.0",
        "domainName=",
        "IPRouters=192.168.0.1",
        "X_TP_RemoteGw=192.168.0.1",
        "DHCPLeaseTime=7200",
        "IPInterfaceNumberOfEntries=1",
        "DHCPStaticAddressNumberOfEntries=0",
        "DHCPConditionalPoolNumberOfEntries=0",
        "[error]0",
    ]


def test_lan_interface_as_captured(admin: Sealed) -> None:
    assert listed(admin, "LAN_IP_INTF") == [
        "[1,1,0,0,0,0]0",
        "enable=1",
        "IPInterfaceIPAddress=192.168.0.1",
        "IPInterfaceSubnetMask=255.255.255.0",
        "IPInterfaceGateway=192.168.0.1",
        "IPInterfaceAddressingType=Static",
        "X_TP_MACAddress=50:C7:BF:12:34:56",
        "__ifName=br0",
        "X_TP_ConflictSetIPAddress=",
        "[error]0",
    ]


def test_radios_as_captured(admin: Sealed) -> None:
    first = admin.get("LAN_WLAN", RADIO)
    assert list(first)[:6] == ["__syncApStatus", "__apLastStatus", "__hwWifiStatus", "enable", "status", "name"]
    assert list(first)[-2:] == ["maxStaNum", "X_TP_ShowRegionSelectionOnWeb"]
    assert len(first) == 53
    captured = {
        "beaconType": "11i",
        "WPAEncryptionModes": "TKIPandAESEncryption",
        "IEEE11iEncryptionModes": "AESEncryption",
        "WPA3AuthenticationMode": "SAEAuthentication",
        "X_TP_PreSharedKey": "12345670",
        "regulatoryDomain": "DE ",
        "SSID": "TP-Link_FFFF",
        "X_TP_Bandwidth": "Auto",
        "totalAssociations": "64",
    }
    assert {name: first[name] for name in captured} == captured
    second = admin.get("LAN_WLAN", "1,2,0,0,0,0", "enable", "status", "X_TP_Band", "standard", "SSID", "channel")
    assert list(second.values()) == ["0", "Disabled", "5GHz", "ac", "TP-Link_FFFF_5G", "40"]


def test_connections_as_captured(admin: Sealed) -> None:
    names = [line for line in listed(admin, "WAN_IP_CONN", "name") if line.startswith("name")]
    assert names[:2] == ["name=ewan_ipoe_s", "name=ewan_ipoe_d"]
    assert len(names) == 5
    assert listed(admin, "WAN_PPP_CONN", "name", "maxMRUSize")[1:3] == ["name=ewan_pppoe", "maxMRUSize=1480"]
    assert listed(admin, "WAN_L2TP_CONN", "name", "serverIpOrName", "username", "maxMRUSize", "addressingType")[:6] == [
        "[1,1,0,0,0,0]0",
        "name=ewan_l2tp",
        "serverIpOrName=",
        "username=",
        "maxMRUSize=1460",
        "addressingType=DHCP",
    ]
    assert admin.get("WAN_ETH_INTF", POOL, "X_TP_lastUsedIntf") == {"X_TP_lastUsedIntf": "ipoe_eth3_d"}
    assert len(admin.get("WAN_PPP_CONN", PPP)) == 61
    assert len(admin.get("WAN_PPTP_CONN", RADIO)) == 46


@pytest.mark.parametrize(
    ("oid", "code"),
    [
        *((oid, 9003) for oid in ("IGD", "L3_FORWARDING", "ETH_SWITCH", "SYS_MODE", "IGD_DEV_INFO", "USER_CFG")),
        *((oid, 9003) for oid in ("HTTP_CFG", "TIME")),
        *((oid, 9804) for oid in ("APPL_CFG", "DDNS_CFG")),
        ("LAN_DHCP_STATIC_ADDR", 0),
    ],
)
def test_lists_that_are_none(admin: Sealed, oid: str, code: int) -> None:
    assert listed(admin, oid) == [f"[error]{code}"]


# --- Actions and numbers (parts 6 to 8)


@pytest.mark.parametrize(
    ("action", "oid", "stack", "lines", "code"),
    [
        ("2", "WAN_PPP_CONN", PPP, ["nosuch=1"], 9005),
        ("2", "WAN_PPP_CONN", PPP, ["username=zz", "nosuch=1"], 9005),
        ("1", "WAN_PPP_CONN", PPP, ["username", "nosuch"], 9003),
        ("1", "NO_SUCH_OID", "0,0,0,0,0,0", ["x"], 9804),
        ("1", "WAN_PPP_CONN", "9,9,9,0,0,0", ["username"], 9805),
        ("1", "WAN_PPP_CONN", "0,0,0,0,0,0", ["username"], 9003),
        ("2", "IGD_DEV_INFO", "0,0,0,0,0,0", ["modelName=foo"], 9001),
        ("2", "WAN_PPP_CONN", PPP, ["enable=maybe"], 9007),
        ("2", "WAN_PPP_CONN", PPP, ["maxMRUSize=abc"], 9007),
        ("2", "WAN_PPP_CONN", PPP, ["maxMRUSize=9999"], 9007),
        ("2", "WAN_PPP_CONN", PPP, ["connectionTrigger=Sometimes"], 9007),
        ("2", "WAN_PPP_CONN", PPP, ["username=" + "u" * 256], 9007),
        ("2", "WAN_PPP_CONN", PPP, ["DNSServers=999.1.1.1,x"], 5910),
        ("2", "LAN_HOST_CFG", POOL, ["DNSServers=999.9.9.9,1.1.1.1"], 5013),
        ("2", "LAN_HOST_CFG", POOL, ["DNSServers=8.8.8.8,8.8.4.4,1.1.1.1"], 5014),
        ("2", "LAN_HOST_CFG", POOL, ["minAddress=10.0.0.5", "maxAddress=10.0.0.9"], 5017),
        ("2", "LAN_WLAN", RADIO, ["X_TP_PreSharedKey=" + "a" * 65], 9007),
        ("2", "LAN_WLAN", RADIO, ["beaconType=WPA9"], 9007),
        ("2", "LAN_WLAN", RADIO, ["X_TP_Bandwidth=33M"], 9007),
        ("2", "LAN_WLAN", RADIO, ["standard=zz"], 9007),
        ("1", "LAN_WLAN", RADIO, ["SsID"], 9003),
        ("2", "LAN_WLAN", RADIO, ["x_tp_presharedkey=goodkey123"], 9005),
        ("7", "ACT_NO_SUCH_THING", "0,0,0,0,0,0", [], 1),
    ],
)
def test_a_refusal_has_the_firmwares_number_and_changes_nothing(
    unit: Bench, action: str, oid: str, stack: str, lines: list[str], code: int
) -> None:
    admin = unit.admin()
    before = admin.do("1&1&1", ALL)
    assert admin.do(action, item(oid, stack, lines)) == f"[error]{code}\n"
    assert admin.do("1&1&1", ALL) == before
    assert unit.router.writes == 0


ALL = item("WAN_PPP_CONN", PPP) + item("LAN_HOST_CFG", POOL, index=1) + item("LAN_WLAN", RADIO, index=2)


@pytest.mark.parametrize(
    ("oid", "stack", "line"),
    [
        ("WAN_PPP_CONN", PPP, 'password=Sec#ret=1&"<'),
        ("WAN_PPP_CONN", PPP, "username=user@isp"),
        ("WAN_PPP_CONN", PPP, "username=" + "u" * 255),
        ("WAN_PPP_CONN", PPP, "maxMRUSize=1540"),
        ("LAN_HOST_CFG", POOL, "DNSServers=9.9.9.9,1.1.1.1"),
        ("LAN_HOST_CFG", POOL, "DNSServers=8.8.8.8"),
        ("LAN_WLAN", RADIO, "SSID=My Net&1"),
        ("LAN_WLAN", RADIO, "X_TP_PreSharedKey=My pass#1word"),
        ("LAN_WLAN", RADIO, "SSID=" + "s" * 33),
        ("LAN_WLAN", RADIO, "X_TP_PreSharedKey=short"),
        ("LAN_WLAN", RADIO, "X_TP_PreSharedKey=" + "k" * 64),
        ("LAN_WLAN", RADIO, "channel=99"),
        ("LAN_WLAN", RADIO, "SSID=Жека"),
        *(("LAN_WLAN", RADIO, f"beaconType={word}") for word in ("Basic", "WPA", "11i", "WPAand11i", "WPA3")),
        ("LAN_WLAN", RADIO, "beaconType=WPA3and11i"),
    ],
)
def test_what_the_server_takes_is_read_back_as_sent(admin: Sealed, oid: str, stack: str, line: str) -> None:
    name, _, value = line.partition("=")
    assert admin.set(oid, stack, line) == 0
    assert admin.get(oid, stack, name) == {name: value}


def test_an_empty_network_name_becomes_the_units_own(admin: Sealed) -> None:
    assert admin.set("LAN_WLAN", RADIO, "SSID=") == 0
    assert admin.get("LAN_WLAN", RADIO, "SSID") == {"SSID": "TP-Link_3456"}


def test_a_capital_first_letter_is_taken_and_answered_small(admin: Sealed) -> None:
    assert admin.set("LAN_WLAN", RADIO, "BeaconType=Basic") == 0
    assert admin.get("LAN_WLAN", RADIO, "BeaconType") == {"beaconType": "Basic"}
    assert admin.get("LAN_WLAN", RADIO, "beaconType") == {"beaconType": "Basic"}


def test_several_actions_stop_at_the_first_error_and_keep_what_came_before(admin: Sealed) -> None:
    bad = [
        item("WAN_PPP_CONN", PPP, ["username=first"]),
        item("LAN_HOST_CFG", POOL, ["DNSServers=999.9.9.9"], index=1),
        item("LAN_WLAN", RADIO, ["SSID=never"], index=2),
    ]
    assert admin.do("2&2&2", "".join(bad)) == "[error]5013\n"
    good = item("WAN_PPP_CONN", PPP, ["username"]) + item("LAN_WLAN", RADIO, ["SSID"], index=1)
    assert admin.do("1&1", good).splitlines() == [
        "[1,1,1,0,0,0]0",
        "username=first",
        "[1,1,0,0,0,0]1",
        "SSID=TP-Link_FFFF",
        "[error]0",
    ]


def test_a_count_beyond_the_lines_is_a_chunk_without_a_head(admin: Sealed) -> None:
    got = admin.post("2\r\n[WAN_PPP_CONN#1,1,1,0,0,0#0,0,0,0,0,0]0,3\r\nusername=x\r\n")
    assert got.status == 0
    assert got.raw.startswith(b"18\r\n")
    assert aes_open(got.raw.split(b"\r\n")[1]) == "[error]71011\n"
    assert admin.get("WAN_PPP_CONN", PPP, "username") == {"username": ""}


def test_lines_beyond_the_count_are_overlooked(admin: Sealed) -> None:
    text = "2\r\n[WAN_PPP_CONN#1,1,1,0,0,0#0,0,0,0,0,0]0,1\r\nusername=x\r\nnosuch=1\r\n"
    assert aes_open(admin.post(text).body) == "[error]0\n"
    assert admin.get("WAN_PPP_CONN", PPP, "username") == {"username": "x"}


def test_lists_of_some_attributes(admin: Sealed) -> None:
    assert listed(admin, "WAN_PPP_CONN", "enable", "username") == [
        "[1,1,1,0,0,0]0",
        "enable=0",
        "username=",
        "[1,1,2,0,0,0]0",
        "enable=0",
        "username=",
        "[error]0",
    ]
    text = admin.do("6", item("LAN_IP_INTF", lines=["IPInterfaceIPAddress"], parent=POOL))
    assert text == "[1,1,0,0,0,0]0\nIPInterfaceIPAddress=192.168.0.1\n[error]0\n"
    assert admin.do("6", item("LAN_IP_INTF", lines=["enable"], parent="2,0,0,0,0,0")) == "[error]0\n"


def test_the_type_of_connection_changes_in_one_request(admin: Sealed) -> None:
    switch = [
        item("WAN_ETH_INTF", POOL, ["X_TP_lastUsedIntf=pppoe_eth3_d", "X_TP_lastUsedName=ewan_pppoe"]),
        item("WAN_IP_CONN", "1,1,2,0,0,0", ["enable=0"], index=1),
        item("WAN_PPP_CONN", PPP, PAGE, index=2),
    ]
    assert admin.do("2&2&2", "".join(switch)) == "[error]0\n"
    names = [line.partition("=")[0] for line in PAGE]
    assert [f"{k}={v}" for k, v in admin.get("WAN_PPP_CONN", PPP, *names).items()] == PAGE
    other = admin.get("WAN_IP_CONN", "1,1,2,0,0,0", "enable", "connectionStatus")
    assert other == {"enable": "0", "connectionStatus": "Disconnected"}


PAGE = [
    "enable=1",
    "username=user1",
    "password=pass1",
    "DNSOverrideAllowed=1",
    "DNSServers=9.9.9.9,1.1.1.1",
    "connectionTrigger=AlwaysOn",
]


def test_a_link_takes_its_time() -> None:
    with bench(WR841N, pace=1.0) as unit:
        admin = unit.admin()
        assert admin.set("WAN_PPP_CONN", PPP, *PAGE) == 0
        assert admin.get("WAN_PPP_CONN", PPP, "connectionStatus") == {"connectionStatus": "Connecting"}
        unit.clock.now += 9
        assert admin.get("WAN_PPP_CONN", PPP, "connectionStatus") == {"connectionStatus": "Connected"}


# --- Backup, restore, reset (parts 7, 11, 12)


def restore(admin: Sealed, blob: bytes) -> Got:
    body = b'--x\r\nContent-Disposition: form-data; name="filename"; filename="conf.bin"\r\n\r\n' + blob
    body += b"\r\n--x--\r\n"
    got = admin.ask("POST", "/cgi/confup", body, headers=["Content-Type: multipart/form-data; boundary=x"])
    assert (got.status, got.body) == (200, b"<html><head></head><body>OK</body></html>")
    return admin.post("8\r\n" + item("/cgi/bnr"))


def test_backup_wants_cookie_and_referer(admin: Sealed) -> None:
    got = admin.ask("GET", "/cgi/conf.bin")
    assert got.head.split("\r\n")[:3] == [
        "HTTP/1.1 200 OK",
        "Content-Type: application/octet-stream; charset=utf-8",
        f"Content-Length: {len(got.body)}",
    ]
    assert len(got.body) % 8 == 0
    got = admin.ask("GET", "/cgi/conf.bin", cookie="x=y")
    assert (got.status, len(got.body)) == (404, 106)
    assert admin.ask("GET", "/cgi/conf.bin", referer=None).status == 403


@pytest.mark.parametrize("spoil", ["garbage", "corrupt"])
def test_a_bad_file_is_taken_and_refused_when_applied(admin: Sealed, spoil: str) -> None:
    blob = bytearray(admin.ask("GET", "/cgi/conf.bin").body)
    blob[len(blob) // 2] ^= 1
    assert admin.set("WAN_PPP_CONN", PPP, "username=changed") == 0
    got = restore(admin, bytes(blob) if spoil == "corrupt" else b"garbage")
    assert aes_open(got.body) == "[cgi]0\n$.ret=4501;\n[error]0\n"
    assert admin.get("WAN_PPP_CONN", PPP, "username") == {"username": "changed"}


def test_a_good_file_restarts_the_router_without_an_answer(unit: Bench) -> None:
    admin = unit.admin()
    assert admin.set("WAN_PPP_CONN", PPP, "username=bakuser", "password=bak & = \" ' < pass") == 0
    blob = admin.ask("GET", "/cgi/conf.bin").body
    assert admin.set("WAN_PPP_CONN", PPP, "username=changed") == 0
    assert restore(admin, blob).raw == b""
    assert admin.post("1\r\n" + item("LAN_WLAN", RADIO, ["SSID"])).status == 500
    again = unit.admin()
    told = again.get("WAN_PPP_CONN", PPP, "username", "password")
    assert told == {"username": "bakuser", "password": "bak & = \" ' < pass"}


def test_a_factory_reset_shows_only_after_a_restart(unit: Bench) -> None:
    admin = unit.admin()
    assert admin.set("WAN_PPP_CONN", PPP, "username=bakuser") == 0
    assert admin.error("7", item("ACT_FACTORY_RESET")) == 0
    assert admin.get("WAN_PPP_CONN", PPP, "username") == {"username": "bakuser"}
    assert admin.error("7", item("ACT_REBOOT")) == 0
    again = unit.client()
    assert again.login("admin")
    assert again.get("WAN_PPP_CONN", PPP, "username", "password") == {"username": "", "password": ""}


def test_a_restart_takes_its_time_and_ends_the_session() -> None:
    with bench(WR841N, pace=1.0) as unit:
        admin = unit.admin()
        assert admin.error("7", item("ACT_REBOOT")) == 0
        unit.clock.now += 1
        with contextlib.suppress(ConnectionResetError):  # cut off, before or after our bytes arrived
            assert admin.ask("GET", "/").raw == b""
        unit.clock.now += 120
        assert admin.ask("GET", "/").status == 200
        assert admin.post("1\r\n" + item("LAN_WLAN", RADIO)).status == 500


def test_the_captured_answer_opens_with_zeros() -> None:
    sealed = base64.b64decode("YcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y=")
    assert aes_open(base64.b64encode(sealed), NOBODY, NOBODY) == WRONG
