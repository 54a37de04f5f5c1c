import json
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import parse_qs, unquote_plus

import pytest

from routercfg.clock import Deadline
from routercfg.dialects import asus_web
from routercfg.errors import BadAnswer, LockedOut, SessionLost, SettingRefused, WrongPassword
from routercfg.transport import converse
from routercfg.transport.loop import LoopTransport
from routercfg.wire import Ask, Reply, Talk
from tests.dialects.test_asus_text import CARD, app

T = TypeVar("T")

SESSION = asus_web.session_of("asus_token=T")

NOT_LOGGED_IN = Reply(
    200,
    (("Server", "httpd/2.0"), ("AiHOMEAPILevel", "21"), ("Model_Name", "RT-AC85P")),
    b'{\n"error_status":"1"\n}\n',
)
FRESH = Reply(
    200,
    (("Server", "httpd/2.0"), ("Set-Cookie", "asus_token=XGWw03KoXz95BmuH8yeHvMIQJv3a7VN; HttpOnly;")),
    b"<html><head>\n<script>parent.location.href='/QIS_wizard.htm?flag=';</script>\n</head></html>",
)


def run(talk: Talk[T], *replies: Reply) -> tuple[T, list[Ask]]:
    waiting = list(replies)
    loop = LoopTransport(lambda ask: waiting.pop(0), Deadline(60))
    value = converse(loop, talk)
    assert not waiting
    return value, loop.asked


def body_of(ask: Ask) -> dict[str, str]:
    return {key: values[0] for key, values in parse_qs(ask.body.decode(), keep_blank_values=True).items()}


def test_every_request_is_an_apps_with_one_cookie_at_most() -> None:
    _, asked = run(asus_web.running_service(SESSION), app('{\n"rc_service":""\n}\n'))
    headers = dict(asked[0].headers)
    assert headers["User-Agent"].split("-")[0] == "asusrouter"
    assert headers["User-Agent"].split("-")[2] == "DUTUtil"
    assert headers["Cookie"] == "asus_token=T"


@pytest.mark.parametrize("first", [Reply(200, (), b"<html>TP-LINK</html>"), Reply(401, (("Server", "Router"),), b"")])
def test_what_is_no_asus_is_asked_nothing(first: Reply) -> None:
    card, asked = run(asus_web.identify(first))
    assert card is None
    assert asked == []


@pytest.mark.parametrize(("first", "setting"), [(NOT_LOGGED_IN, "1"), (FRESH, "0")])
def test_one_more_request_tells_who_it_is_and_no_password_goes_out(first: Reply, setting: str) -> None:
    card, asked = run(asus_web.identify(first), app(CARD.format(ssid="Home", setting=setting, odm="")))
    assert card is not None
    assert (card.model, card.factory, card.generation) == ("RT-AC85P", setting == "0", "v1")
    assert [ask.target for ask in asked] == ["/get_webdavInfo.asp"]


def test_without_a_card_the_login_page_tells_the_generation() -> None:
    page = Reply(200, (), b'<form method="post" name="form" action="login_v2.cgi">')
    card, asked = run(asus_web.identify(NOT_LOGGED_IN), Reply(404, (), b"<html>"), page)
    assert card is not None
    assert (card.model, card.generation, len(asked)) == ("RT-AC85P", "v2", 2)


def test_the_newest_firmware_is_asked_how_it_logs_in() -> None:
    newest = app(CARD.format(ssid="x", setting="1", odm="").replace("3.0.0.4.382", "3.0.0.6.102"))
    card, _ = run(asus_web.identify(NOT_LOGGED_IN), newest, Reply(200, (), b'action="login.cgi"'))
    assert card is not None
    assert card.generation == "v1"


def test_login_sends_the_pair_escaped_and_is_never_repeated() -> None:
    cookie, asked = run(asus_web.login("admin", "Passwo?d~!1>"), app('{\n"asus_token":"Qm3ZtY0a"\n}\n'))
    assert cookie == (("Cookie", "asus_token=Qm3ZtY0a"),)
    assert asked[0].writes
    assert b"+" not in asked[0].body
    assert asked[0].body.endswith(b"%3D") or b"=" not in asked[0].body.split(b"=", 1)[1]


@pytest.mark.parametrize(
    ("text", "error"),
    [('{"error_status":"3"}', WrongPassword), ('{"error_status":"7"}', LockedOut), ("{}", BadAnswer)],
)
def test_a_refused_login_ends_after_one_attempt(text: str, error: type[Exception]) -> None:
    loop = LoopTransport(lambda ask: app(text), Deadline(60))
    with pytest.raises(error):
        converse(loop, asus_web.login("admin", "x"))
    assert len(loop.asked) == 1


def test_factory_state_hands_out_a_session_without_a_password() -> None:
    cookie, asked = run(asus_web.factory_session(), FRESH)
    assert cookie == (("Cookie", "asus_token=XGWw03KoXz95BmuH8yeHvMIQJv3a7VN"),)
    assert [ask.target for ask in asked] == ["/QIS_default.cgi"]


def test_where_it_hands_out_none_there_is_no_session() -> None:
    session, _ = run(asus_web.factory_session(), Reply(200, (), b"<html>"))
    assert session == ()


OLD = Reply(401, (("Server", "httpd"), ("WWW-Authenticate", 'Basic realm="RT-N56U"')), b"")


STATE = Reply(200, (), b"var wan_proto = 'dhcp';")


@pytest.mark.parametrize(
    ("replies", "generation", "factory"),
    [
        ([STATE], "basic", True),
        ([OLD, Reply(404)], "basic", False),
        ([OLD, Reply(401)], "padavan", False),  # a page that only Padavan has
    ],
)
def test_old_firmware_is_told_from_padavan_and_shows_by_an_open_page_that_it_waits_for_its_set_up(
    replies: list[Reply], generation: str, factory: bool
) -> None:
    card, asked = run(asus_web.identify(OLD), *replies)
    assert card is not None
    assert (card.model, card.generation, card.factory) == ("RT-N56U", generation, factory)
    assert [ask.target for ask in asked] == ["/state.js", "/logout"][: len(replies)]


def test_whoever_began_the_old_wizard_logs_out_so_that_passwords_count_again() -> None:
    index = Reply(200, (("Server", "httpd"),), b"<title>ASUS Wireless Router - Network Map</title>")
    card, asked = run(asus_web.identify(index), Reply(200), OLD, OLD)
    assert card is not None
    assert (card.model, card.generation, card.factory) == ("RT-N56U", "basic", False)
    assert [ask.target for ask in asked] == ["/Logout.asp", "/", "/state.js"]


def test_padavan_is_told_by_its_server() -> None:
    card, asked = run(asus_web.identify(Reply(401, (("Server", "micro"), OLD.headers[1]), b"")))
    assert card is not None
    assert (card.model, card.generation) == ("RT-N56U", "padavan")
    assert asked == []


def test_one_request_reads_all_and_escapes_the_separator() -> None:
    reply = app('{\n"productid":"RT-AC85P",\n"wl0_ssid":"a%22b%5Cc"\n}\n')
    answer, asked = run(asus_web.read(SESSION, ("productid", "wl0_ssid")), reply)
    assert answer.values == {"productid": "RT-AC85P", "wl0_ssid": 'a"b\\c'}
    assert b";" not in asked[0].body
    assert body_of(asked[0])["hook"] == "nvram_get(productid);nvram_char_to_ascii(x,wl0_ssid)"


def test_a_cut_answer_is_asked_for_again_in_halves() -> None:
    cut, one, two = app('{\n"a":"1",\n"b":"'), app('{\n"a":"1"\n}\n'), app('{\n"b":"2"\n}\n')
    answer, asked = run(asus_web.read(SESSION, ("a", "b")), cut, one, two)
    assert answer.values == {"a": "1", "b": "2"}
    assert len(asked) == 3


def test_an_answer_that_lacks_a_key_counts_as_cut_and_is_not_asked_for_for_ever() -> None:
    loop = LoopTransport(lambda ask: app('{\n"a":"1"\n}\n'), Deadline(60))
    with pytest.raises(BadAnswer, match="no b"):
        converse(loop, asus_web.read(SESSION, ("a", "b")))
    assert len(loop.asked) == 3


def test_a_write_is_one_line_of_escaped_json_made_of_strings() -> None:
    words = {"wan0_pppoe_passwd": 'p%s+s &\n"я', "wl0_closed": "0"}
    changed, asked = run(
        asus_web.apply(SESSION, words, ("restart_wireless", "restart_wan_if 0")),
        app('{ "modify": "1", "run_service": "restart_wireless;restart_wan_if 0" }'),
    )
    assert changed
    assert b"\n" not in asked[0].body
    assert asked[0].writes
    sent = json.loads(unquote_plus(asked[0].body.decode()))
    assert sent == {"action_mode": "apply", "rc_service": "restart_wireless;restart_wan_if 0", **words}


def test_what_a_write_may_show_holds_no_value() -> None:
    _, asked = run(asus_web.apply(SESSION, {"wl0_wpa_psk": "hunter22"}), app('{ "modify": "0" }'))
    assert "hunter22" not in repr(asked[0])
    assert "wl0_wpa_psk" in asked[0].label


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", SettingRefused),
        ('{"statusCode":"400"}', SettingRefused),
        ('{ "modify": "1" }', SettingRefused),
        ('{"error_status":"2"}', SessionLost),
        ("<html>It works!</html>", BadAnswer),
    ],
)
def test_a_write_that_is_not_answered_with_success_is_an_error(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        run(asus_web.apply(SESSION, {"wl0_closed": "1"}, ("restart_wireless",)), app(text))


def too_long_value() -> Talk[bool]:
    return asus_web.apply(SESSION, {"wl0_ssid": "x" * 33})


def too_many_services() -> Talk[bool]:
    return asus_web.apply(SESSION, {}, ("restart_wireless",) * 20)


@pytest.mark.parametrize("talk", [too_long_value, too_many_services])
def test_what_the_router_would_drop_in_silence_is_not_sent(talk: Callable[[], Talk[bool]]) -> None:
    with pytest.raises(SettingRefused):
        run(talk())


def test_the_newer_way_to_change_the_password_hides_the_old_and_checks_the_status() -> None:
    _, asked = run(asus_web.change_password(SESSION, ("admin", "old"), ("boss", "neü")), app('{"statusCode":"200"}'))
    assert body_of(asked[0])["new_username"] == "Ym9zcw=="
    assert body_of(asked[0])["cur_passwd"] == "149603e6c03516362a8da23f624db945"
    with pytest.raises(SettingRefused, match="401"):
        run(asus_web.change_password(SESSION, ("a", "b"), ("c", "d")), app('{"statusCode":"401"}'))
    with pytest.raises(SettingRefused, match="404"):
        run(asus_web.change_password(SESSION, ("a", "b"), ("c", "d")), Reply(404, (), b"<html>"))
