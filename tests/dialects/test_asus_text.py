from urllib.parse import quote, unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects import asus_login, asus_text, asus_web
from routercfg.dialects.asus_keys import limit_of, too_long
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    Captcha,
    LockedForGood,
    LockedOut,
    SessionLost,
    WrongPassword,
)
from routercfg.language import Language
from routercfg.wire import Reply

CARD = """\
// pktInfo=['PrinterInfo','SSID','NetMask','ProductID','FWVersion','OPMode','MACAddr','Regulation'];
pktInfo=['','{ssid}','255.255.255.0','RT-AC85P','3.0.0.4.382','1','04:d4:c4:11:22:30',''];
// webdavInfo=['Webdav','HTTPType','HTTPPort','DDNS','HostName','WAN0IPAddr','','xSetting','HTTPSPort'];
webdavInfo=['0','0','8082','0','','203.0.113.27','','{setting}','443','1'];
// toAPPInfo=['','ExtendCap','LabelMac','ODMPid','ProductID','ExtendNo'];
toAPPInfo=['','0','','{odm}','RT-AC85P','52288'];
"""


def app(text: str) -> Reply:
    return Reply(200, (("Content-Type", "application/json;charset=UTF-8"),), text.encode())


def test_values_as_an_app_gets_them_are_undone() -> None:
    # [observed-asus-382, special characters: get (app UA)]
    entries = asus_text.raw_entries('{\n"wl0_ssid":"a&#34b\\\\c&#60d&#62&#38&#-61&#-87"\n}\n')
    assert asus_text.decode_plain(entries["wl0_ssid"]) == 'a"b\\c<d>&é'


def test_unsigned_bytes_and_a_number_before_a_digit() -> None:
    assert asus_text.decode_plain("&#195&#169 &#345") == 'é "5'


def test_brackets_that_no_json_has_are_repaired() -> None:
    entries = asus_text.raw_entries('{\n"wl0_ssid":"Dom%20\\[2\\]%5F"\n}\n')
    assert asus_text.decode_ascii(entries["wl0_ssid"]) == "Dom [2]_"


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_every_text_comes_back_from_the_lossless_form(text: str) -> None:
    printed = "".join(
        letter if letter.isascii() and letter.isalnum() else quote(letter, safe="").replace("_", "%5F")
        for letter in text
    ).replace("-", "%2D")
    assert asus_text.decode_ascii(printed) == text


def test_a_hook_the_firmware_lacks_leaves_a_comma_and_does_no_harm() -> None:
    assert asus_text.raw_entries('{\n,\n"productid":"RT-AC85P"\n}\n') == {"productid": "RT-AC85P"}


@pytest.mark.parametrize("text", ["", "<html></html>", '{\n"productid":"RT-AC8', "\x00\xff"])
def test_what_is_no_whole_answer_is_refused(text: str) -> None:
    with pytest.raises(BadAnswer):
        asus_text.raw_entries(text)


def test_the_features_and_this_computers_mac_are_found_among_javascript() -> None:
    text = (
        '{\n"a":"1",\n"get_ui_support":{ "2.4G": 1, "wpa3": 1, "hnd": 0, "wlopmode":\n,\n"login_state_hook":'
        "function is_logined() { return 0; }\nfunction login_mac_str() { return '02:aa:bb:cc:dd:01'; }\n\n}\n"
    )
    assert asus_text.features(text) == {"2.4G": "1", "wpa3": "1", "hnd": "0"}
    assert asus_text.own_mac(text) == "02:AA:BB:CC:DD:01"
    assert asus_text.own_mac("function login_mac_str() { return ''; }") == ""


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{\n"error_status":"1"\n}\n', SessionLost),
        ('{\n"error_status":"2"\n}\n', SessionLost),
        ('{\n"error_status":"3"\n}\n', WrongPassword),
        ('{\n"error_status":"5"\n}\n', SessionLost),
        ('{\n"error_status":"7","remaining_lock_time":"287"\n}\n', LockedOut),
        ('{\n"error_status":"8"\n}\n', SessionLost),
        ('{\n"error_status":"9"\n}\n', AnotherAdministrator),
        ('{"error_status":"10","captcha_on":"1"}', Captcha),
        ('{"error_status":"11"}', LockedForGood),
        ('{"error_status":"4"}', BadAnswer),
        ('{"error_status":"6"}', BadAnswer),
        ('{"error_status":"4711"}', BadAnswer),
        ("<HTML><HEAD><script>top.location.href='/Main_Login.asp';</script>\n</HEAD></HTML>", SessionLost),
    ],
)
def test_errors_come_with_status_200_and_are_told_apart(body: str, kind: type[Exception]) -> None:
    assert isinstance(asus_text.error_of(app(body), "x"), kind)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_each_of_the_eleven_states_has_its_own_meaning_and_an_advice(lang: Language) -> None:
    errors = [asus_text.error_of(app(f'{{"error_status":"{number}"}}'), "x") for number in range(1, 12)]
    said = [(error.what(lang), error.next_step(lang)) for error in errors if error is not None]
    assert len({what for what, _ in said}) == 11
    assert all(advice for _, advice in said)


def test_no_error_is_no_error() -> None:
    assert asus_text.error_of(app('{ "modify": "1" }'), "x") is None


@pytest.mark.parametrize(("told", "said"), [("287", "287 s"), ("-2130", ""), ("99999", "")])
def test_only_a_sensible_waiting_time_is_passed_on(told: str, said: str) -> None:
    error = asus_text.error_of(app(f'{{"error_status":"7","remaining_lock_time":"{told}"}}'), "login.cgi")
    assert isinstance(error, LockedOut)
    assert said in error.what()
    assert told not in error.what() or said


@pytest.mark.parametrize("ssid", ["ASUS_34_2G", "it','s", "3.0.0.4.999', mine", "a'b"])
def test_the_card_is_read_whatever_the_network_is_called(ssid: str) -> None:
    card = asus_text.parse_card(CARD.format(ssid=ssid, setting="0", odm=""))
    assert card == asus_text.Card("RT-AC85P", "3.0.0.4.382_52288", "04:D4:C4:11:22:30", "1", factory=True)


def test_the_name_it_is_sold_under_comes_first_and_set_up_is_seen() -> None:
    card = asus_text.parse_card(CARD.format(ssid="x", setting="1", odm="RT-AC66U_B1"))
    assert card is not None
    assert (card.model, card.factory) == ("RT-AC66U_B1", False)


def test_another_page_is_no_card() -> None:
    assert asus_text.parse_card("<html>404</html>") is None


def test_the_token_is_taken_from_the_header_or_the_body_under_its_name() -> None:
    header = Reply(200, (("Set-Cookie", "asus_s_token=abc123; HttpOnly;"),))
    assert asus_text.cookie_of(header) == "asus_s_token=abc123"
    assert asus_text.cookie_of(app('{\n"asus_token":"FrbvtWf2"\n}\n')) == "asus_token=FrbvtWf2"
    assert asus_text.cookie_of(app("{}")) == ""


def test_lengths_count_in_bytes_and_by_table_name() -> None:
    assert too_long("wl1_ssid", "я" * 17) == 32
    assert too_long("wl1_ssid", "я" * 16) is None
    assert too_long("wan0_pppoe_username", "u" * 65) == 64
    assert too_long("unlimited", "x" * 999) is None
    assert (limit_of("http_passwd", 382), limit_of("http_passwd", 388)) == (16, 32)


@pytest.mark.parametrize("octets", [b"\xc4\xee\xec", b"caf\xe9", "Дом".encode()])
def test_a_word_in_no_utf_8_goes_back_byte_by_byte_and_can_be_shown(octets: bytes) -> None:
    spelt = "".join(f"%{octet:02X}" for octet in octets)
    signed = "".join(f"&#{octet - 256}" if octet > 127 else chr(octet) for octet in octets)
    for word in (asus_text.decode_ascii(spelt), asus_text.decode_plain(signed)):
        asus_text.shown(word).encode()
        assert octets in unquote_to_bytes(next(asus_web.apply((), {"wl0_ssid": word})).body)
        assert octets in unquote_to_bytes(next(asus_login.apply_form((), {"wl0_ssid": word})).body)
