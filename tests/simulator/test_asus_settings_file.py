import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.simulator.asus_cfg import decode, encode, masked, taken, uploaded
from tests.simulator.asus_rig import BROWSER, REFUSED, Client, Rig, rig


def upload(r: Rig, client: Client, raw: bytes) -> str:
    body = b'--xyz\r\nContent-Disposition: form-data; name="file"; filename="S.CFG"\r\n\r\n' + raw + b"\r\n--xyz--\r\n"
    return client.ask("POST", "/upload.cgi", body, Content_Type="multipart/form-data; boundary=xyz").text


def test_the_file_is_all_of_nvram_in_disguise() -> None:
    with rig() as r:
        browser = r.browser()
        browser.apply(wl0_ssid="é & co", ddns_hostname_x="me.example")
        answer = browser.get("/Settings_RT-AC85P.CFG")
        kept = decode(browser.get("/any.CFG?path=1").body) or {}
        hidden = decode(browser.get("/any.CFG?path=1&remove_passwd=1").body) or {}
        stored = r.router.store.section("nvram")
    assert answer.names == [
        "HTTP/1.0 200 Ok",
        "Server: httpd/2.0",
        "x-frame-options: SAMEORIGIN",
        "x-xss-protection: 1; mode=block",
        "Content-Type: application/force-download",
        "Connection: close",
    ]
    length = int.from_bytes(answer.body[4:7], "little")
    assert answer.body[:4] == b"HDR2"
    assert length == len(answer.body) - 8
    assert length % 1024 == 0
    assert decode(answer.body) == {**stored, "ddns_hostname_x": ""}
    assert kept == stored
    assert hidden["http_passwd"] == "x" * 5


def test_the_file_needs_a_session_and_a_referer() -> None:
    with rig() as r:
        assert Client(r.served, BROWSER).get("/Settings_RT-AC85P.CFG").body == REFUSED


def test_an_upload_sets_the_keys_it_knows_and_restarts() -> None:
    with rig() as r:
        app = r.app()
        page = upload(r, app, encode({"wl0_ssid": "Restored", "http_passwd": "FromFile", "strange": "1"}))
        assert 'eval("90 + 5")' in page
        assert r.router.nvram("wl0_ssid") == "Restored"
        assert r.router.nvram("wl1_ssid") == "ASUS_34_5G"
        assert r.router.nvram("strange") == ""
        assert app.hooks("uptime()").json == {"error_status": "2"}
        assert "asus_token" in app.log_in("FromFile").json


def test_the_answer_to_a_good_upload_comes_late() -> None:
    with rig(pace=1.0) as r:
        upload(r, r.app(), encode({"wl0_ssid": "X"}))
        assert r.clock.slept == pytest.approx(10, abs=0.1)


@pytest.mark.parametrize("raw", [b"", b"BAD!" + bytes(4000), b"HDR"])
def test_only_the_header_of_an_upload_is_checked(raw: bytes) -> None:
    with rig() as r:
        assert 'alert("Setting File upload fail' in upload(r, r.app(), raw)
        assert r.router.nvram("wl0_ssid") == "ASUS_34_2G"


def test_the_plain_old_file_is_read_too() -> None:
    assert decode(b"HDR1" + (12).to_bytes(4, "little") + b"a=1\0b=2\0\0\0\0\0") == {"a": "1", "b": "2"}


def test_a_known_answer_of_the_disguise() -> None:
    raw = encode({"a": "1"}, offset=5)
    assert raw[:8] == b"HDR2\x00\x0c\x00\x05"
    assert raw[8:11] == bytes([0xA3, 0xC7, 0xD3])
    assert len(raw) == 8 + 3072
    assert set(raw[11:]) <= {0xFD, 0xFE, 0xFF}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.text("abc_0", min_size=1, max_size=5),
        st.text(st.characters(min_codepoint=33, exclude_categories=["Cs"]), max_size=20),
    ),
    st.integers(0, 29),
)
def test_what_is_printable_survives_the_disguise(words: dict[str, str], offset: int) -> None:
    assert decode(encode(words, offset)) == words


def test_low_control_letters_do_not_survive_the_disguise() -> None:
    assert decode(encode({"a": "x\ny"}, offset=9)) == {"a": "x"}
    assert decode(encode({"a": "x\ny"}, offset=1)) == {"a": "x\ny"}


def test_small_things() -> None:
    assert masked({"wl0_wpa_psk": "12345678", "wl0_ssid": "A"}) == {"wl0_wpa_psk": "xxxxxxxx", "wl0_ssid": "A"}
    assert taken({"my_wan": "1", "zzz": "2", "pre_sw_mode": "3"}, ["sw_mode"]) == {"my_wan": "1", "pre_sw_mode": "3"}
    assert uploaded("text/plain", b"x") is None
    assert uploaded("multipart/form-data; boundary=b", b"--b\r\nContent-Disposition: x\r\n\r\ny\r\n--b--") is None
