"""The envelope's flavours, TokenID, counters, the JSON face, and what must never stop the router."""

from __future__ import annotations

import hashlib
import json
import random
import re
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects.tplink_crypto_router import KeyPair
from routercfg.dialects.tplink_gdpr_router import open_conf, open_sign, seal_conf
from routercfg.simulator.object_backup import BadFile, squeeze, stretch
from tests.simulator.object_client import (
    C20,
    C50,
    EX511,
    MODELS,
    MR200,
    MR200_V2,
    PASSWORD,
    PPP,
    RADIO,
    SEALED,
    VR600,
    WR841N,
    WR841N_2020,
    aes_open,
    bench,
    item,
)

TEST_KEY = KeyPair(
    int(
        "B10144F13040E970602E5BD195C58BF1B1E243C85545E64C20FC0A50D82889DDD629B8EC6587BB413BA3D079416876CD"
        "C74FF42B243D57986ED72E1030894587",
        16,
    ),
    0x10001,
    int(
        "112B5359A5D9960B2D7931B4D9B748C4D001679BC611BAAE05C10CEB1C9C8A0ACE4AF61C5AC37F287C980E5710E34412"
        "C27E7BD02A930E15A7AA477C00B17191",
        16,
    ),
)


# --- Known answers [tplink-web 2C.2, 2C.3, 6.1]


def test_a_published_raw_sign_opens() -> None:
    sign = (
        "41c5ef5a9f7a6d79a315c9dd2b0b017ccab166321367dd8ac4c51389850ca5e9"
        "75d6472d0fe47a486475c971d6a15924eb355fcd8386dd8d804af42d9f3f57a7"
    )
    words = {"h": "35727668067dd5995a140ce71a292e1c", "s": "488263311"}
    assert open_sign(TEST_KEY, sign, padded=False) == words
    assert open_sign(TEST_KEY, sign, padded=True) is None


def test_a_published_login_sign_of_two_blocks_opens() -> None:
    sign = (
        "20c43b501c9e9b842801a7790ec88b2a5633ec597a9b969ddf7b7c874ebf58262125911b2a538ffab75bbfcf1d828eac"
        "a2f6eb6dd473f6a90aef40e8bd64b42908205d94311a6f04d494bb0d106681a98ec2f619b8d3dfe3d647a574aeb1a5e0"
        "5d7f1076d66769d7b83df1c3a26fba20697b03f6faa684726d63c1ec535d71ea"
    )
    words = open_sign(TEST_KEY, sign, padded=False)
    assert words is not None
    assert (words["key"], words["iv"], words["s"]) == ("1234567890123456", "6543210987654321", "488263247")


def test_a_published_lz_stream_opens() -> None:
    lines = ['<?xml version="1.0"?>', "<DslCpeConfig>", *(f"<A val={n} />" for n in (1, 2, 1)), "</DslCpeConfig>", "\0"]
    stream = bytes.fromhex(
        "3c00003f786d6c2076657273696f6e3d22312e000030223f3e0a3c44736c437065436f6e66030069673e0a3c41207661"
        "6c3d31202fb1c20b320bd041172f33000000"
    )
    assert stretch(stream, 90) == "\n".join(lines).encode()


PUBLISHED_FILE = bytes.fromhex(
    "c161276564d586b39f6f82e4408a4b9bbfd581526e18ae0ee0685bda8bb36cd980cdc12ea92d1a26da648a44541d95b0"
    "f41279ae146af233d77719fd1e6dac4fa4260895bc1533a65bcb2fa26b284580f257314178de6b9f"
)
SEEN_BEGINNING = bytes.fromhex(
    "dcdbc505e9a10865aa27292d6f61705037cddf44c550ed49e0685bda8bb36cd980cdc12ea92d1a26da648a44541d95b0"
    "f41279ae146af23352374215ae352342"
)


def test_settings_files_published_and_seen_open() -> None:
    plain = open_conf(PUBLISHED_FILE)
    assert hashlib.md5(plain[16:86]).digest() == plain[:16]
    assert plain[20:24] == b"<\0\0?"
    assert seal_conf(plain) == PUBLISHED_FILE
    seen = open_conf(SEEN_BEGINNING)
    assert int.from_bytes(seen[16:20], "little") == 0xA135
    assert seen[20:38] == b'<\0\0?xml version="1'


@pytest.mark.parametrize("name", [C20, WR841N])
def test_own_settings_file_has_that_layout(name: str) -> None:
    with bench(name) as unit:
        admin = unit.admin()
        assert admin.set("LAN_WLAN", RADIO, "SSID=Жека & <Co>") == 0
        plain = open_conf(admin.ask("GET", "/cgi/conf.bin").body)
        assert hashlib.md5(plain[16:]).digest() == plain[:16]
        text = stretch(plain[20:], int.from_bytes(plain[16:20], "little")).decode()
        assert text.startswith('<?xml version="1.0"?>\n<DslCpeConfig>\n')
        assert text.endswith("</DslCpeConfig>\n\0")
        assert "<SSID val=Жека &amp; &lt;Co&gt; />" in text


def test_lz_there_and_back() -> None:
    draw = random.Random(7)
    for size in (1, 2, 5, 300, 9000):
        raw = bytes(draw.choice(b"abc\0") for _ in range(size))
        assert stretch(squeeze(raw), size) == raw
    with pytest.raises(BadFile):
        stretch(b"abc", 100)
    with pytest.raises(BadFile):
        stretch(b"abc", 0x20001)


# --- Flavours


@pytest.mark.parametrize(
    ("name", "mark"), [(WR841N, "512,1"), (WR841N_2020, "512,0"), (C50, "512,1"), (MR200, "512,0")]
)
def test_a_script_tells_the_flavour_and_the_other_one_is_500(name: str, mark: str) -> None:
    with bench(name) as unit:
        client = unit.admin()
        assert mark in client.ask("GET", "/js/tpEncrypt.js").text
        sign = client.sign(24, full=False)
        wrong = sign[:-2] + ("00" if sign[-2:] != "00" else "11")
        got = client.ask("POST", "/cgi_gdpr", f"sign={wrong}\r\ndata={'A' * 24}\r\n")
        assert (got.status, got.body) == (500, b"")


@pytest.mark.parametrize("name", SEALED)
def test_key_and_vector_may_come_with_every_request(name: str) -> None:
    with bench(name) as unit:
        client = unit.admin()
        got = client.post("1\r\n" + item("LAN_WLAN", RADIO, ["channel"]), full=True)
        assert aes_open(got.body) == "[1,1,0,0,0,0]0\nchannel=6\n[error]0\n"


@pytest.mark.parametrize("name", SEALED)
def test_a_wrong_number_hash_or_cookie_is_500(name: str) -> None:
    with bench(name) as unit:
        client = unit.admin()
        text = "1\r\n" + item("LAN_WLAN", RADIO, ["channel"])
        assert client.post(text, seq=client.seq + 1).status == 500
        good, client.hash = client.hash, "0" * 32
        assert client.post(text).status == 500
        client.hash, cookie, client.cookie = good, client.cookie, "JSESSIONID=deleted"
        assert client.post(text).status == 500
        client.cookie = cookie
        assert client.post(text).status == 200


@pytest.mark.parametrize("name", SEALED)
def test_the_key_through_the_general_cgi(name: str) -> None:
    with bench(name) as unit:
        text = unit.client().ask("POST", "/cgi?8", item("/cgi/getParm")).text
        assert text.startswith('[cgi]0\nvar ee="010001";\nvar nn="')
        assert text.endswith("$.ret=0;\n[error]0\n")


def test_a_c50_wants_its_front_page_after_a_login() -> None:
    with bench(C50) as unit:
        client = unit.client()
        assert client.try_login(PASSWORD).status == 200
        text = "1\r\n" + item("LAN_WLAN", RADIO, ["channel"])
        assert client.post(text).status == 500
        client.visit()
        assert client.post(text).status == 200


def test_older_wr841n_wants_its_front_page_before_a_login() -> None:
    with bench(WR841N_2020) as unit:
        client = unit.client()
        unit.router.visited = True
        client.try_login(PASSWORD)
        unit.router.forget()
        client.parm()
        lines = ["username=admin", f"password={PASSWORD}"]
        assert client.post("8\r\n" + item("/cgi/login", lines=lines), full=True).status == 500
        assert client.login(PASSWORD)


@pytest.mark.parametrize("name", [WR841N_2020, C50])
def test_a_wrong_password_is_told_with_the_counters(name: str) -> None:
    with bench(name) as unit:
        client = unit.client()
        told = aes_open(client.try_login("nope").body)
        assert told == "[cgi]0\nvar currAuthTimes=1;\nvar currForbidTime=0;\n$.ret=71233;\n[error]0\n"


@pytest.mark.parametrize(("name", "tries"), [(WR841N_2020, 10), (C50, 10), (MR200, 5)])
def test_too_many_failures_shut_the_door_for_two_hours(name: str, tries: int) -> None:
    with bench(name) as unit:
        client = unit.client()
        for _ in range(tries):
            client.try_login("nope")
        assert not client.login(PASSWORD)
        page = client.ask("GET", "/").text
        assert f"var authTimes={tries};" in page
        assert "var forbidTime=7200;" in page
        unit.clock.now += 7200
        assert client.login(PASSWORD)


def test_an_mr_logs_in_by_the_query_and_wants_its_token() -> None:
    with bench(MR200) as unit:
        client = unit.client()
        assert "INCLUDE_LOGIN_GDPR_ENCRYPT=0" in client.ask("GET", "/js/oid_str.js").text
        assert "var token" not in client.ask("GET", "/").text
        got = client.try_login("nope")
        assert got.text == "var currAuthTimes=1;\nvar currForbidTime=0;\n$.ret=71233;\n"
        assert client.login(PASSWORD)
        assert re.fullmatch(r"[0-9a-f]{30}", client.token)
        text = "1\r\n" + item("LAN_WLAN", RADIO, ["channel"])
        assert client.post(text).status == 200
        token, client.token = client.token, "0" * 30
        assert client.post(text).status == 500
        client.token = token
        assert client.do("8", item("/cgi/logout")) == "[cgi]0\n$.ret=0;\n[error]0\n"
        assert client.post(text).status == 500


def test_an_envelope_login_on_an_mr_is_refused() -> None:
    with bench(MR200) as unit:
        client = unit.client()
        client.parm()
        lines = ["username=admin", f"password={PASSWORD}"]
        assert client.post("8\r\n" + item("/cgi/login", lines=lines), full=True).status == 500


def test_an_mr_gets_a_pppoe_connection_by_add() -> None:
    with bench(MR200) as unit:
        client = unit.admin()
        assert client.do("5", item("WAN_PPP_CONN", lines=["name"])) == "[error]0\n"
        lines = ["name=pppoe_1_d", "enable=1", "username=u@isp", "password=p&=#"]
        added = client.do("3", item("WAN_PPP_CONN", lines=lines, parent="1,1,0,0,0,0"))
        assert added == "[1,1,1,0,0,0]0\n[error]0\n"
        assert client.get("WAN_PPP_CONN", PPP, "username", "password") == {"username": "u@isp", "password": "p&=#"}


def test_an_ex_names_another_administrator_in_json_and_shows_nothing_to_strangers() -> None:
    """[ids 60398720546, 70351362526]"""
    with bench(EX511, "other-admin") as unit:
        got = unit.client().try_login(PASSWORD)
        assert json.loads(aes_open(got.body)) == {"success": False, "errorcode": 71011}
        assert unit.router.tries.count == 0
        with socket.create_connection((unit.served.host, unit.served.port), timeout=5) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nUser-Agent: curl/8\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 406 ")


@pytest.mark.parametrize("name", SEALED)
def test_another_administrator_is_406_and_costs_nothing(name: str) -> None:
    with bench(name, "other-admin") as unit:
        assert unit.client().try_login(PASSWORD).status == 406
        assert unit.router.tries.count == 0


@pytest.mark.parametrize("name", [*SEALED, EX511])
def test_a_locked_unit_says_so_on_its_front_page(name: str) -> None:
    with bench(name, "locked-out") as unit:
        client = unit.client()
        assert "var forbidTime=7200;" in client.ask("GET", "/").text
        assert not client.login(PASSWORD) if name != WR841N else client.try_login(PASSWORD).status == 0


# --- JSON


def test_an_ex_is_recognised_by_its_key_request() -> None:
    with bench(EX511) as unit:
        client = unit.client()
        assert client.ask("POST", "/cgi/getParm").status == 404
        client.parm()
        assert "cgi/getGDPRParm" in client.ask("GET", "/js/lib.js").text


def test_json_one_many_and_written() -> None:
    with bench(EX511) as unit:
        client = unit.admin()
        one = client.wish("go", "DEV2_DEV_INFO", modelName="", softwareVersion="")
        assert one == {
            "data": {
                "modelName": "EX511",
                "softwareVersion": "0.7.0 3.0.0 v607e.0 Build 240930 Rel.11206n",
                "stack": "0,0,0,0,0,0",
            },
            "operation": "go",
            "oid": "DEV2_DEV_INFO",
            "success": True,
        }
        both = client.wish("gl", "DEV2_ADT_WIFI_COMMON", primaryEnable="", band="")["data"]
        assert [(radio["band"], radio["stack"]) for radio in both] == [
            ("2.4GHz", "1,0,0,0,0,0"),
            ("5GHz", "2,0,0,0,0,0"),
        ]
        words = {"connType": "PPPoE", "PPPUserName": 'u@"isp"', "PPPPassword": "п&=#%+\\", "maxMTUSize": "1492"}
        words |= {"specifiedDnsv4Enabled": "1", "connIPv4DnsServer": "9.9.9.9,1.1.1.1", "vlanID": "35"}
        assert client.wish("so", "DEV2_ADT_WAN", "1,0,0,0,0,0", **words)["success"] is True
        told = client.wish("go", "DEV2_ADT_WAN", "1,0,0,0,0,0", **dict.fromkeys(words, ""))["data"]
        assert told == {**words, "stack": "1,0,0,0,0,0"}
        assert len(client.wish("go", "DEV2_ADT_LAN", "1,0,0,0,0,0")["data"]) == 11


@pytest.mark.parametrize(
    ("operation", "oid", "stack", "words", "code"),
    [
        ("go", "DEV2_NO_SUCH", "0,0,0,0,0,0", {}, 1),
        ("go", "DEV2_ADT_WAN", "1,0,0,0,0,0", {"nosuch": ""}, 9003),
        ("so", "DEV2_ADT_WAN", "1,0,0,0,0,0", {"nosuch": "1"}, 9005),
        ("so", "DEV2_ADT_WAN", "1,0,0,0,0,0", {"connType": "Carrier pigeon"}, 9007),
        ("so", "DEV2_ADT_WAN", "1,0,0,0,0,0", {"connIPv4DnsServer": "999.1.1.1"}, 9007),
        ("so", "DEV2_ADT_WIFI_COMMON", "1,0,0,0,0,0", {"primaryModeEnabled": "WEP"}, 9007),
        ("so", "DEV2_ADT_WAN", "7,0,0,0,0,0", {"enable": "1"}, 9805),
        ("so", "DEV2_DEV_INFO", "0,0,0,0,0,0", {"modelName": "x"}, 9001),
        ("op", "ACT_NO_SUCH", "0,0,0,0,0,0", {}, 1),
        ("xx", "DEV2_ADT_WAN", "1,0,0,0,0,0", {}, 71011),
        ("cgi", "/cgi/auth", "0,0,0,0,0,0", {"oldPwd": "a"}, 71016),
    ],
)
def test_json_refusals(operation: str, oid: str, stack: str, words: dict[str, str], code: int) -> None:
    with bench(EX511) as unit:
        answer = unit.admin().wish(operation, oid, stack, **words)
        assert (answer["errorcode"], answer["success"]) == (code, False)
        assert unit.router.writes == 0


def test_json_logins() -> None:
    with bench(EX511) as unit:
        client = unit.client()
        told = aes_open(client.try_login("nope").body)
        assert told == "var currAuthTimes=1;\nvar currForbidTime=0;\n$.ret=71233;\n"
        client.user = "admin"
        assert not client.login(PASSWORD)
        client.user = "user"
        assert client.login(PASSWORD)
        assert client.token
        got = client.post('{"data":{},"operation":"cgi","oid":"/cgi/logout"}')
        assert (got.status, got.body) == (200, b"")
        assert client.post('{"data":{},"operation":"go","oid":"DEV2_DEV_INFO"}').status == 500


def test_json_that_is_none_is_71011() -> None:
    with bench(EX511) as unit:
        client = unit.admin()
        for text in ("", "[]", "{", '{"data":{"stack":7},"operation":"go","oid":"DEV2_DEV_INFO"}', "null"):
            assert '"errorcode":71011' in aes_open(client.post(text).body)


def test_json_restart_and_reset() -> None:
    with bench(EX511) as unit:
        client = unit.admin()
        assert client.wish("so", "DEV2_ADT_WIFI_COMMON", "1,0,0,0,0,0", primarySSID="Mine")["success"]
        assert client.wish("op", "ACT_FACTORY_RESET")["success"]
        assert client.wish("op", "ACT_REBOOT")["success"]
        again = unit.admin()
        told = again.wish("go", "DEV2_ADT_WIFI_COMMON", "1,0,0,0,0,0", primarySSID="")["data"]["primarySSID"]
        assert told == "TP-Link_1101"


def test_the_token_of_a_plain_face_behind_rsa() -> None:
    with bench(MR200_V2) as unit:
        client = unit.admin()
        assert client.get("LAN_WLAN", RADIO, "enable") == {"enable": "1"}
        token, client.token = client.token, "0" * 30
        assert client.ask("POST", "/cgi?1", item("LAN_WLAN", RADIO, ["SSID"])).status == 500
        client.token = token
        assert not unit.client().login("wrong")
        assert client.get("LAN_WLAN", RADIO, "enable") == {"enable": "1"}


def test_a_vr_has_names_of_its_own_for_the_login() -> None:
    with bench(VR600) as unit:
        client = unit.admin()
        assert client.get("LAN_WLAN", RADIO, "enable") == {"enable": "1"}
        lines = ["username=admin", f"password={PASSWORD}"]
        stranger = unit.client()
        stranger.parm()
        assert aes_open(stranger.post("8\r\n" + item("/cgi/login", lines=lines), full=True).body).count("$.ret=") == 1
        assert not stranger.cookie


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=32)


@pytest.fixture(scope="module")
def three() -> Iterator[dict[str, Any]]:
    with bench(WR841N) as one, bench(MR200) as two, bench(EX511) as nine, bench(MR200_V2) as four, bench(VR600) as five:
        yield {"LAN_WLAN": [unit.admin() for unit in (one, two, four, five)], "JSON": nine.admin()}


@settings(max_examples=30, deadline=None)
@given(text=TEXTS)
def test_every_text_arrives_exactly_through_every_envelope(three: dict[str, Any], text: str) -> None:
    for client in three["LAN_WLAN"]:
        if text and len(text.encode()) < 33:
            assert client.set("LAN_WLAN", RADIO, f"SSID={text}") == 0
            assert client.get("LAN_WLAN", RADIO, "SSID") == {"SSID": text}
    client = three["JSON"]
    assert client.wish("so", "DEV2_ADT_WIFI_COMMON", "1,0,0,0,0,0", primarySSID=text)["success"]
    told = client.wish("go", "DEV2_ADT_WIFI_COMMON", "1,0,0,0,0,0", primarySSID="")
    assert told["data"]["primarySSID"] == text


# --- Faults and nonsense


def test_html_where_an_answer_should_be() -> None:
    for name in sorted(MODELS):
        with bench(name, "html") as unit:
            client = unit.client()
            assert "It works!" in client.ask("POST", "/cgi/getParm").text
            assert "It works!" not in client.ask("GET", "/").text


def test_the_numbers_have_their_names() -> None:
    with bench(WR841N) as unit:
        text = unit.client().ask("GET", "/locale/errCode.js").text
        assert "var CMM_INSTANCE_NOT_FOUND=9805;\n" in text
        assert "var CMM_DHCPS_SRV_DNS1_ADDR_ERR=5013;\n" in text


@pytest.mark.parametrize("name", [C20, WR841N, C50])
@pytest.mark.parametrize(
    ("fault", "kept"),
    [("ignore-write", ""), ("ignore-write:username", ""), ("shorten-value:username", "some")],
)
def test_faults_of_what_is_stored(name: str, fault: str, kept: str) -> None:
    with bench(name, fault) as unit:
        client = unit.admin()
        assert client.set("WAN_PPP_CONN", PPP, "username=somebody") == 0
        assert client.get("WAN_PPP_CONN", PPP, "username") == {"username": kept}


@pytest.mark.parametrize(("fault", "kept"), [("drop-before", ""), ("drop-after", "first"), ("drop-after:2", "second")])
def test_faults_of_answers_strike_single_items(fault: str, kept: str) -> None:
    with bench(WR841N, fault) as unit:
        client = unit.admin()
        blocks = [
            item("WAN_PPP_CONN", PPP, [f"username={word}"], index) for index, word in enumerate(("first", "second"))
        ]
        assert client.post("2&2\r\n" + "".join(blocks)).raw == b""
        assert client.get("WAN_PPP_CONN", PPP, "username") == {"username": kept}


def test_power_fails_and_the_router_is_as_new() -> None:
    with bench(C50, "wipe:1") as unit:
        client = unit.admin()
        assert client.post("2\r\n" + item("WAN_PPP_CONN", PPP, ["username=x"])).raw == b""
        assert unit.router.fresh
        assert 'var isFirstLogin = "1";' in client.ask("GET", "/").text


@pytest.mark.parametrize("name", sorted(MODELS))
def test_nonsense_never_stops_the_router(name: str) -> None:
    draw = random.Random(name)
    with bench(name) as unit:
        client = unit.admin()
        bodies = [b"", b"\0" * 50, b"[#]0,0\r\n", b"sign=00\r\ndata=AA==\r\n", draw.randbytes(300), b"[" * 99]
        bodies += [item("WAN_IP_CONN", PPP, [f"{word}=%s" % chr(0x212)]).encode() for word in ("", "=", "enable")]
        targets = [
            "/cgi?1",
            "/cgi?",
            "/cgi?%00",
            "/cgi_gdpr",
            "/cgi_gdpr?9",
            "/cgi/login?data=%zz&sign=0",
            "/cgi/setPwd",
        ]
        targets += ["/cgi/setPwd?pwd=%F0%28", "/cgi/confup", "/cgi/conf.bin", "/cgi/getParm", "/cgi/", "/%", "/js/"]
        for target in targets:
            for body in bodies:
                client.ask(draw.choice(["GET", "POST", "PUT"]), target, body)
        for text in (
            b"",
            b"\xff\xfe\r\n[",
            b"1\r\n[A#1#1]0,0",
            b"8\r\n" + item("/cgi/auth").encode(),
            draw.randbytes(99),
        ):
            if name != C20:
                client.post(text)
        again = unit.admin(unit.router.password_now())
        assert again.ask("GET", "/").status == 200
