from base64 import b64decode, b64encode
from hashlib import sha256
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects import asus_cfg, asus_login
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    LockedForGood,
    LockedOut,
    RouterCfgError,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.wire import Reply
from tests.dialects.test_asus_text import app
from tests.dialects.test_asus_web import SESSION, body_of, run

URL = "http://192.168.1.1"
ASKS_AGAIN = Reply(401, (("WWW-Authenticate", 'Basic realm="RT-N56U"'),), b"<html>401")
NONCE = app('{"nonce":"8f2c"}')


def test_the_password_travels_only_inside_a_hash_over_both_nonces() -> None:
    session, asked = run(asus_login.login_with_nonce("admin", "Пароль &1"), NONCE, app('{"asus_s_token":"Q1w2"}'))
    assert session == (("Cookie", "asus_s_token=Q1w2"),)
    who = body_of(asked[1])["id"]
    assert asked[0].target == "/get_Nonce.cgi"
    assert asked[0].body.decode() == f'{{"id": "{who}"}}'
    fields = body_of(asked[1])
    assert fields["login_authorization"] == sha256(f"admin:8f2c:Пароль &1:{fields['cnonce']}".encode()).hexdigest()
    assert (len(who), len(fields["cnonce"])) == (10, 32)
    assert asked[1].writes  # a transport must not repeat it: a second failure counts


def test_each_login_brings_new_nonces_of_its_own() -> None:
    seen = {run(asus_login.login_with_nonce("a", "b"), NONCE, app('{"asus_token":"T"}'))[1][1].body for _ in range(9)}
    assert len(seen) == 9


@pytest.mark.parametrize("reply", [Reply(404, (), b"<html>"), app('{"statusCode":"400"}')])
def test_where_there_is_no_nonce_the_older_login_is_used_once(reply: Reply) -> None:
    session, asked = run(asus_login.login_with_nonce("a", "b"), reply, app('{"asus_token":"T"}'))
    assert session == (("Cookie", "asus_token=T"),)
    assert [ask.target for ask in asked] == ["/get_Nonce.cgi", "/login.cgi"]


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ('{"error_status":"3","last_time_lock_warning":"0"}', WrongPassword, "password"),
        ('{"error_status":"3","last_time_lock_warning":"1"}', WrongPassword, "1 attempt"),
        ('{"error_status":"7","remaining_lock_time":"120"}', LockedOut, "120 s"),
        ('{"error_status":"9"}', AnotherAdministrator, "Another"),
        ('{"error_status":"11"}', LockedForGood, "any more"),
        ("{}", BadAnswer, "login_v2.cgi"),
    ],
)
def test_a_refusal_is_named_and_nothing_else_is_tried(text: str, kind: type[RouterCfgError], said: str) -> None:
    with pytest.raises(kind, match=said):
        run(asus_login.login_with_nonce("a", "b"), NONCE, app(text))


def test_basic_goes_along_with_every_request_and_the_referer_is_the_router() -> None:
    session, _ = run(asus_login.login_basic(URL, "admin", "p:ä"), app('{\n"productid":"RT-N56U"\n}\n'))
    assert dict(session) == {
        "Authorization": "Basic " + b64encode("admin:p:ä".encode()).decode(),
        "Referer": f"{URL}/index.asp",
    }


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (ASKS_AGAIN, WrongPassword),
        (Reply(404, (), b"<html>"), BadAnswer),
        (app("<html>"), BadAnswer),
        (app("<html><script>location.href='/Nologin.asp'</script>"), AnotherAdministrator),
    ],
)
def test_basic_is_tried_once_and_firmware_that_cannot_be_read_is_refused(
    reply: Reply, kind: type[RouterCfgError]
) -> None:
    with pytest.raises(kind):
        run(asus_login.login_basic(URL, "a", "b"), reply)


@pytest.mark.parametrize(
    ("script", "changed"), [("done_committing();", True), ("no_changes_and_no_committing();", False)]
)
def test_the_old_form_says_whether_anything_changed(script: str, changed: bool) -> None:
    page = Reply(200, (), f"<html><script>{script}</script><script>restart_needed_time(5);</script></html>".encode())
    words = {"wl0_ssid": "a&b=c;d %"}
    told, asked = run(asus_login.apply_form(SESSION, words, ("restart_wireless", "restart_wan_if 0")), page)
    assert told is changed
    fields = body_of(asked[0])
    assert fields["wl0_ssid"] == "a&b=c;d %"
    assert fields["action_script"] == "restart_wireless;restart_wan_if 0"
    assert "QIS_" not in fields["current_page"]  # else set-up would not count as done [asus.md 3.3]


@pytest.mark.parametrize(("reply", "kind"), [(app("<html>"), SettingRefused), (ASKS_AGAIN, SessionLost)])
def test_any_other_answer_to_the_form_is_no_success(reply: Reply, kind: type[RouterCfgError]) -> None:
    with pytest.raises(kind):
        run(asus_login.apply_form(SESSION, {"wl0_closed": "1"}), reply)


def test_what_the_form_cannot_carry_is_not_sent() -> None:
    with pytest.raises(SettingRefused):
        run(asus_login.apply_form(SESSION, {"wl0_ssid": "x" * 33}))
    with pytest.raises(SettingRefused):
        run(asus_login.apply_form(SESSION, {}, ("restart_wireless",) * 9))


def test_every_key_is_read_from_the_settings_file_with_one_request() -> None:
    words = {"wl0_ssid": 'Дом "&<>', "rc_support": "2.4G usbX1", "sw_mode": "1"}
    raw = asus_cfg.encode(asus_cfg.SettingsFile("HDR2", asus_cfg.entries(words)))
    told, asked = run(asus_login.read_file(SESSION, ("wl0_ssid", "wl1_ssid")), Reply(200, (), raw))
    assert told.values == {"wl0_ssid": 'Дом "&<>', "wl1_ssid": ""}
    assert told.support == {"2.4G": "1", "usbX1": "1"}
    assert [ask.target for ask in asked] == ["/Settings.CFG"]


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (Reply(200, (), b"HDR2\x00\x14\x00\x05short"), BadAnswer),
        (Reply(200, (), b"<html><title>index"), BadAnswer),
        (Reply(404, (), b"<html>"), BadAnswer),
        (ASKS_AGAIN, SessionLost),
    ],
)
def test_a_settings_file_that_is_cut_or_none_is_not_read(reply: Reply, kind: type[RouterCfgError]) -> None:
    with pytest.raises(kind):
        run(asus_login.read_file(SESSION, ("wl0_ssid",)), reply)


TEXT = st.text(st.characters(codec="utf-8"), max_size=40)


@given(name=TEXT, password=TEXT, nonce=st.text("0123456789abcdefXYZ", min_size=1, max_size=40))
def test_any_name_and_password_prove_themselves_to_who_knows_them(name: str, password: str, nonce: str) -> None:
    _, asked = run(
        asus_login.login_with_nonce(name, password), app(f'{{"nonce":"{nonce}"}}'), app('{"asus_token":"T"}')
    )
    fields = body_of(asked[1])
    proof = f"{name}:{nonce}:{password}:{fields['cnonce']}".encode()
    assert fields["login_authorization"] == sha256(proof).hexdigest()
    assert not password or len(password) < 4 or password.encode() not in asked[1].body


@given(name=st.text("abcXYZ09._-", min_size=1), password=TEXT)
def test_any_password_comes_out_of_basic_as_it_went_in(name: str, password: str) -> None:
    session, _ = run(asus_login.login_basic(URL, name, password), Reply(200, (), b"RT-N66U"))
    sent = dict(session)["Authorization"].removeprefix("Basic ")
    assert b64decode(sent).decode() == f"{name}:{password}"


@given(value=st.text(st.characters(codec="utf-8"), max_size=8))
def test_any_value_comes_out_of_the_form_as_it_went_in(value: str) -> None:
    page = Reply(200, (), b"<script>done_committing();</script>")
    _, asked = run(asus_login.apply_form(SESSION, {"wl0_ssid": value}), page)
    assert parse_qs(asked[0].body.decode(), keep_blank_values=True)["wl0_ssid"] == [value]
