"""How the old green pages are spoken: who is recognised, three ways in, what comes back."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import TypeVar

import pytest

from routercfg.dialects import userrpm
from routercfg.dialects.userrpm import BASIC, COOKIE, Card, Session
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    LockedOut,
    RouterCfgError,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.language import TEXTS
from routercfg.language.reasons_userrpm import REASONS_USERRPM
from routercfg.secret import Secret
from routercfg.wire import Ask, Reply, Talk

TEXTS.update(REASONS_USERRPM)

T = TypeVar("T")
BASE = "http://192.168.0.1"
STATUS_PAGE = 'var statusPara = new Array(1, 0, "3.17.38 Build", "WR1043 v2", 0,0 );'
NO_AUTHORITY = "<h1><B>You have no authority to access this router!</B></h1>"


def login_page(code: int, hashed: int = 1) -> str:
    return f"""var httpAutErrorArray = new Array({code}, {hashed}, 0,0 );
    if (httpAutErrorArray[1] == 1) password = hex_md5($("pcPassword").value);
    location.href ="../userRpm/LoginRpm.htm?Save=Save";"""


def page(text: str, status: int = 200, **headers: str) -> Reply:
    return Reply(status, tuple((k.replace("_", "-"), v) for k, v in headers.items()), text.encode())


def hold(talk: Talk[T], answer: Callable[[Ask], Reply]) -> tuple[T, list[Ask]]:
    asks: list[Ask] = []
    try:
        ask = next(talk)
        while True:
            asks.append(ask)
            ask = talk.send(answer(ask))
    except StopIteration as done:
        return done.value, asks


# Who is it.


@pytest.mark.parametrize(
    ("realm", "model"),
    [
        ("TP-LINK Wireless N Gigabit Router WR1043ND", "TL-WR1043ND"),
        ("TP-LINK Wireless Lite N Router WR740N/WR741ND", "TL-WR740N/WR741ND"),
        ("TP-LINK Wireless Dual Band Gigabit Router WDR3600", "TL-WDR3600"),
        ("TP-LINK AC1750 Wireless Dual Band Gigabit Router Archer C7", "Archer C7"),
        ("150Mbps Wireless N Router TL-WR720N", "TL-WR720N"),
    ],
)
def test_the_realm_names_the_model(realm: str, model: str) -> None:
    for status in (401, 200):
        first = page("", status, WWW_Authenticate=f'Basic realm="{realm}"')
        assert userrpm.identify(first) == Card(BASIC, model)


@pytest.mark.parametrize(
    "first",
    [
        page("", 401, WWW_Authenticate='Basic realm="RT-N12"'),
        page("", 401, WWW_Authenticate='Basic realm="DSL Router D-Link"'),
        page("", 401),
        page("<html>Archer C50 <script>$.act(ACT_LOGIN)</script><input id=pcPassword></html>"),
        page("", 302, Location="/webpages/login.html"),
    ],
)
def test_others_are_not_taken_for_one(first: Reply) -> None:
    assert userrpm.identify(first) is None


def test_a_login_page_tells_how_the_password_travels() -> None:
    card = userrpm.identify(page("<title>TL-WR841N</title>" + login_page(3)))
    assert card == Card(COOKIE, "TL-WR841N", hashed=True, keyed=True, code="3")
    plain = "var httpAutErrorArray = new Array(3, 0, 0,0 ); document.cookie = auth; location.reload();"
    assert userrpm.identify(page(plain)) == Card(COOKIE, hashed=False, keyed=False, code="3")


def test_a_commented_out_way_does_not_count_and_the_form_variant_is_named() -> None:
    text = login_page(3).replace("location.href", "//location.href") + '\n$("loginForm").submit();'
    card = userrpm.identify(page(text))
    assert card is not None
    assert card.variant == "loginForm"


def test_session_id_builds_are_named_and_not_spoken() -> None:
    card = userrpm.identify(page('<a href="/userRpm/StatusRpm.htm?session_id=ABC">'))
    assert card is not None
    assert card.variant == "session_id"


# In and out.


def test_basic_sends_name_and_password_with_the_routers_own_referer() -> None:
    talk = userrpm.login(BASE, Card(BASIC), "admin", Secret("pass wörd"))
    (session, status), asks = hold(talk, lambda ask: page(STATUS_PAGE))
    headers = dict(asks[0].headers)
    assert headers["Authorization"] == "Basic " + base64.b64encode("admin:pass wörd".encode()).decode()
    assert headers["Referer"] == f"{BASE}/userRpm/StatusRpm.htm"
    assert headers["Accept-Encoding"]
    assert (asks[0].target, len(asks), status) == ("/userRpm/StatusRpm.htm", 1, STATUS_PAGE)
    assert "Basic" not in repr(session)
    assert asks[0].writes  # a transport must not try a password twice


def test_a_router_that_knows_itself_by_another_name_is_asked_by_that_one() -> None:
    def answer(ask: Ask) -> Reply:
        known = dict(ask.headers)["Referer"].startswith("http://tplinklogin.net/")
        return page(STATUS_PAGE if known else NO_AUTHORITY)

    (session, _), asks = hold(userrpm.login(BASE, Card(BASIC), "admin", Secret("x")), answer)
    assert len(asks) == 2
    assert session.referer == "http://tplinklogin.net"


def test_a_router_that_takes_no_referer_of_ours_is_not_written_to() -> None:
    with pytest.raises(BadAnswer):
        hold(userrpm.login(BASE, Card(BASIC), "admin", Secret("x")), lambda ask: page(NO_AUTHORITY))


def test_the_plain_cookie_is_escaped_as_a_script_would() -> None:
    _, asks = hold(userrpm.login(BASE, Card(COOKIE), "admin", Secret("admin")), lambda ask: page(STATUS_PAGE))
    assert dict(asks[0].headers)["Cookie"] == "Authorization=Basic%20YWRtaW46YWRtaW4%3D"


def test_the_md5_cookie_fetches_a_key_and_puts_it_before_every_path() -> None:
    def answer(ask: Ask) -> Reply:
        if "LoginRpm" in ask.target:
            return page('window.parent.location.href = "http://192.168.0.1/ABCDEFGHIJKLMNOP/userRpm/Index.htm";')
        return page(STATUS_PAGE)

    card = Card(COOKIE, hashed=True, keyed=True)
    (session, _), asks = hold(userrpm.login(BASE, card, "admin", Secret("sixteen letters!")), answer)
    hashed = hashlib.md5(b"sixteen letters").hexdigest()
    expected = base64.b64encode(f"admin:{hashed}".encode()).decode().replace("=", "%3D")
    assert dict(asks[0].headers)["Cookie"] == f"Authorization=Basic%20{expected}"
    assert asks[0].target == "/userRpm/LoginRpm.htm?Save=Save"
    assert asks[1].target == "/ABCDEFGHIJKLMNOP/userRpm/StatusRpm.htm"
    assert dict(asks[1].headers)["Referer"] == f"{BASE}/ABCDEFGHIJKLMNOP/userRpm/StatusRpm.htm"
    _, out = hold(userrpm.logout(session), lambda ask: page(""))
    assert [ask.target for ask in out] == ["/ABCDEFGHIJKLMNOP/userRpm/LogoutRpm.htm"]


def test_a_dead_key_is_fetched_anew() -> None:
    keys = iter(["AAAAAAAAAAAAAAAA", "BBBBBBBBBBBBBBBB"])

    def answer(ask: Ask) -> Reply:
        if "LoginRpm" in ask.target:
            return page(f'location.href = "http://h/{next(keys)}/userRpm/Index.htm"')
        return page(STATUS_PAGE if "BBBB" in ask.target else login_page(3))

    (session, _), _ = hold(userrpm.login(BASE, Card(COOKIE, hashed=True, keyed=True), "a", Secret("b")), answer)
    assert session.path == "/BBBBBBBBBBBBBBBB"


@pytest.mark.parametrize(
    ("code", "error"), [(0, AnotherAdministrator), (1, LockedOut), (2, WrongPassword), (3, WrongPassword)]
)
def test_a_login_page_that_comes_back_says_why_and_costs_one_attempt(code: int, error: type[RouterCfgError]) -> None:
    asks: list[Ask] = []

    def answer(ask: Ask) -> Reply:
        asks.append(ask)
        return page(login_page(code))

    with pytest.raises(error):
        hold(userrpm.login(BASE, Card(COOKIE, hashed=True, keyed=True), "admin", Secret("no")), answer)
    assert len(asks) == 1


def test_a_wrong_password_with_basic() -> None:
    with pytest.raises(WrongPassword):
        hold(userrpm.login(BASE, Card(BASIC), "admin", Secret("no")), lambda ask: page("Login Incorrect", 401))


# Pages.

SESSION = Session(BASE, ("Authorization", "Basic x"), "/KEY")


def test_values_that_break_naive_clients_travel_as_they_are() -> None:
    nasty = "& = + % # \" ' \\ < > ; / @ Жека"
    words = {"ssid1": nasty, "Lan#1": "0", "Lan#2": "1", "Save": "Save"}
    _, asks = hold(userrpm.save(SESSION, "WlanNetworkRpm.htm", words), lambda ask: page(""))
    from urllib.parse import parse_qsl

    query = asks[0].target.partition("?")[2]
    assert parse_qsl(query, keep_blank_values=True) == [
        ("ssid1", nasty),
        ("Lan", "0"),
        ("Lan", "1"),
        ("Save", "Save"),
    ]
    assert "+" not in query
    assert asks[0].writes
    assert nasty not in asks[0].label
    assert "ssid1" in asks[0].label


def test_bytes_in_no_known_encoding_are_sent_back_as_they_came() -> None:
    raw = b"\xd6\xd0\xce\xc4"  # GBK
    text = userrpm.text_of(Reply(200, (), raw))
    _, asks = hold(userrpm.fetch(SESSION, "X.htm", [("ssid1", text)]), lambda ask: page(""))
    assert "ssid1=%D6%D0%CE%C4" in asks[0].target


@pytest.mark.parametrize(
    ("code", "key"),
    [
        ("5005", "reason.userrpm-error-dns"),
        ("2005", "reason.userrpm-error-pool"),
        ("26101", "reason.userrpm-error-wifi"),
        ("17003", "reason.userrpm-error-old-admin"),
        ("4711", "reason.userrpm-error"),
    ],
)
def test_an_error_page_is_a_refusal_with_its_number(code: str, key: str) -> None:
    with pytest.raises(SettingRefused) as told:
        hold(userrpm.save(SESSION, "X.htm", {}), lambda ask: page(f'var errCode = "{code}";\nvar errNum = 0;'))
    assert told.value.details["detail"].key == key
    assert ("code", code) in told.value.details["detail"].details


def test_an_unknown_page_is_none_and_a_lost_session_is_told_apart() -> None:
    assert hold(userrpm.fetch(SESSION, "X.htm"), lambda ask: page("", 501))[0] is None
    assert hold(userrpm.fetch(SESSION, "X.htm"), lambda ask: page("", 404))[0] is None
    scrap = '<script>document.cookie="Authorization=;path=/"</script>'
    for reply in (page("", 401), page(login_page(3)), page(scrap)):
        with pytest.raises(SessionLost):
            hold(userrpm.fetch(SESSION, "X.htm"), lambda ask, reply=reply: reply)
    for reply in (page(NO_AUTHORITY), page("", 500), page("", 302)):
        with pytest.raises(BadAnswer):
            hold(userrpm.fetch(SESSION, "X.htm"), lambda ask, reply=reply: reply)


def test_the_password_page_says_whether_passwords_go_encoded() -> None:
    pair = (Secret("old"), Secret("new"))
    plain = userrpm.password_words("<form>", ("admin", "boss"), pair)
    assert plain == {
        "oldname": "admin",
        "oldpassword": "old",
        "newname": "boss",
        "newpassword": "new",
        "newpassword2": "new",
        "Save": "Save",
    }
    encoded = userrpm.password_words("f.value = Base64Encoding(f.value)", ("admin", "boss"), pair)
    assert encoded["newpassword"] == encoded["newpassword2"] == "bmV3"
    assert encoded["oldpassword"] == "b2xk"
