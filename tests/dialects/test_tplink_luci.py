"""The speaking half of the dialect, against replies written by hand after the transcripts."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, unquote

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from routercfg.clock import Deadline
from routercfg.dialects import tplink_luci as luci
from routercfg.dialects import tplink_luci_card as cards
from routercfg.dialects.tplink_crypto import Aes
from routercfg.dialects.tplink_envelope import AuthKey, Envelope, PlainEnvelope, SealedEnvelope, flatten, unprefix
from routercfg.dialects.tplink_luci_variants import PLAIN
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    LockedOut,
    RouterCfgError,
    SessionLost,
    SettingRefused,
    WrongMode,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.transport import converse
from routercfg.transport.loop import LoopTransport
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock
from tests.dialects.test_tplink_crypto import N, unpad

LONG = rsa.generate_private_key(65537, 1024).private_numbers()
BASE = "http://192.168.0.1"
ABSENT = {"errorcode": "no such callback", "success": False}
REDIRECT = Reply(302, (("Location", "/webpages/index.html"),))
STOK = "92dc51378fdcf4cb42c704b2dcbb8814"


def ok(data: object) -> dict[str, object]:
    return {"success": True, "data": data}


def said(answer: object, *headers: tuple[str, str]) -> Reply:
    return Reply(200, headers, json.dumps(answer).encode())


def form_of(ask: Ask) -> str:
    return ask.target.partition("/;stok=")[2].partition("/")[2]


QUESTIONS: dict[str, object] = {
    "login?form=get_firmware_info": ok({"model": "Archer AX20", "firmware_version": "1.1.4"}),
    "login?form=check_factory_default": ok({"is_default": False}),
    "login?form=auth": ok({"key": [N, "010001"], "seq": 384584421}),
    "login?form=keys": ok({"password": [f"{LONG.public_numbers.n:0256X}", "010001"], "mode": "router", "username": ""}),
}


class Paper:
    """A router of this family, cut down to its envelope; ``inner`` answers what was sealed."""

    def __init__(self, inner: Callable[[str, dict[str, str]], object], **other: object) -> None:
        self.questions = {**QUESTIONS, **{f"login?form={name}": answer for name, answer in other.items()}}
        self.inner = inner
        self.aes = Aes("", "")
        self.signs: list[str] = []

    def __call__(self, ask: Ask) -> Reply:
        form = form_of(ask)
        if ask.body == b"operation=read" and form not in self.questions:
            return said(ABSENT)
        if form in self.questions:
            answer = self.questions[form]
            return answer if isinstance(answer, Reply) else said(answer)
        sign, data = (unquote(part.partition("=")[2]) for part in ask.body.decode().split("&"))
        text = b"".join(unpad(sign[at : at + 128]) for at in range(0, len(sign), 128)).decode()
        self.signs.append(text)
        told = dict(parse_qsl(text))
        if "k" in told:
            self.aes = Aes(told["k"], told["i"])
        if int(told["s"]) - len(data) != 384584421:
            return Reply(403)
        words = dict(parse_qsl(self.aes.open(data, "test").decode(), keep_blank_values=True))
        answer = self.inner(form, words)
        if isinstance(answer, Reply):
            return answer
        return said(
            {"data": self.aes.seal(json.dumps(answer).encode())}, ("Set-Cookie", "sysauth=c0;path=/cgi-bin/luci")
        )


def transport(handler: Callable[[Ask], Reply]) -> LoopTransport:
    return LoopTransport(handler, Deadline(100, FakeClock()), BASE)


def password_of(words: dict[str, str]) -> str:
    raw = pow(int(words["password"], 16), LONG.d, LONG.public_numbers.n).to_bytes(128)
    assert raw[:2] == b"\x00\x02"
    return raw[2:].partition(b"\x00")[2].decode()


def logs_in(form: str, words: dict[str, str]) -> object:
    assert form == "login?form=login"
    assert words["operation"] == "login"
    assert "confirm" not in words  # it would throw out whoever is there
    return ok({"stok": STOK}) if password_of(words) == "Sécret 123" else ABSENT


def card(**changes: object) -> cards.Card:
    seen = converse(transport(Paper(logs_in)), cards.identify(REDIRECT))
    assert seen is not None
    return seen


# Who answers.


def test_the_start_page_alone_tells_strangers() -> None:
    for first in (
        Reply(200, (), b"<title>ASUS Login</title>"),
        Reply(302, (("Location", "/Main_Login.asp"),)),
        Reply(404),
    ):
        line = transport(lambda ask: pytest.fail("asked a stranger"))
        assert converse(line, cards.identify(first)) is None


@pytest.mark.parametrize(
    "first",
    [
        REDIRECT,
        Reply(302, (("location", "http://192.168.0.1/webpages/login.html"),)),
        Reply(200, (), b'<script>window.location.href = "/webpages/index.html";</script>'),
    ],
)
def test_a_sealed_router_is_known_after_three_questions(first: Reply) -> None:
    line = transport(Paper(logs_in))
    seen = converse(line, cards.identify(first, BASE))
    assert seen is not None
    assert (seen.family, seen.model, seen.factory) == ("tplink-luci", "Archer AX20", False)
    assert len(line.asked) == 3
    assert not any(ask.writes or form_of(ask) == "login?form=login" for ask in line.asked)
    assert all(("Referer", f"{BASE}/webpages/index.html") in ask.headers for ask in line.asked)


def test_a_plain_router_is_known_by_what_it_does_not_know() -> None:
    key = ok({"password": [f"{LONG.public_numbers.n:0256X}", "010001"]})
    old = Paper(logs_in, get_firmware_info=ABSENT, check_factory_default=ABSENT, auth=ABSENT, login=key)
    assert converse(transport(old), cards.identify(REDIRECT)) == cards.Card("tplink-luci-plain", factory=None)


def test_a_key_of_2048_bits_is_another_way_of_logging_in() -> None:
    newer = Paper(logs_in, auth=ok({"key": [N * 4, "010001"], "seq": 1}))
    seen = converse(transport(newer), cards.identify(REDIRECT))
    assert seen is not None
    assert seen.variant
    assert seen.auth is None


DECO = Reply(200, (), b'{"error_code":0,"result":{"key":["C5","010001"],"seq":1}}')


@pytest.mark.parametrize("reply", [Reply(404, (), b"<html>"), Reply(200, (), b"<html>login</html>"), Reply(500), DECO])
def test_a_web_server_that_only_looks_like_one_is_left_alone(reply: Reply) -> None:
    assert converse(transport(lambda ask: reply), cards.identify(REDIRECT)) is None


# Logging in.


def test_login_needs_two_requests_after_the_questions() -> None:
    known = card()
    paper = Paper(logs_in)
    line = transport(paper)
    envelope = converse(line, luci.login(BASE, known, Secret("Sécret 123")))
    assert [form_of(ask) for ask in line.asked] == ["login?form=keys", "login?form=login"]
    assert (envelope.stok, envelope.cookie) == (STOK, "sysauth=c0")
    assert "Sécret" not in repr(line.asked) + repr(envelope)


def test_the_key_travels_once_and_the_cookie_always() -> None:
    known = card()
    paper = Paper(lambda form, words: logs_in(form, words) if "login" in form else ok({"wep": {}}))
    line = transport(paper)
    envelope = converse(line, luci.login(BASE, known, Secret("Sécret 123")))
    assert converse(line, luci.read_one(envelope, "admin/time?form=settings")) == {}
    assert [sign.startswith("k=") for sign in paper.signs] == [True, False]
    assert ("Cookie", "sysauth=c0") in line.asked[-1].headers
    assert line.asked[-1].target == f"/cgi-bin/luci/;stok={STOK}/admin/time?form=settings"


def test_a_stale_number_is_fetched_anew_without_a_second_attempt() -> None:
    known = card()
    stale = cards.Card(known.family, auth=AuthKey(known.auth.key, 7) if known.auth else None)
    line = transport(Paper(logs_in))
    converse(line, luci.login(BASE, stale, Secret("Sécret 123")))
    assert [form_of(ask).removeprefix("login?form=") for ask in line.asked] == ["keys", "login", "auth", "login"]


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (
            {
                "errorcode": "login failed",
                "success": False,
                "data": {"failureCount": 1, "errorcode": "-5002", "attemptsAllowed": 9},
            },
            WrongPassword,
            "9 attempt",
        ),
        (
            {
                "errorcode": "exceeded max attempts",
                "success": False,
                "data": {"failureCount": 10, "attemptsAllowed": 0},
            },
            LockedOut,
            "too many",
        ),
        (
            {"errorcode": "user conflict", "success": False, "data": {"logined_ip": "192.168.0.50"}},
            AnotherAdministrator,
            r"192\.168\.0\.50",
        ),
        ({"errorcode": "user conflict", "success": False, "data": {}}, AnotherAdministrator, "administrator"),
        ({"errorcode": "auto upgrading", "success": False}, BadAnswer, "updating"),
        ({"errorcode": "strange", "success": False}, BadAnswer, "strange"),
        ({"success": True, "data": {}}, BadAnswer, "token"),
        ({"success": True, "data": {"stok": "../x"}}, BadAnswer, "token"),
    ],
)
def test_each_refusal_has_its_error(answer: object, error: type[RouterCfgError], words: str) -> None:
    line = transport(Paper(lambda form, sent: answer))
    with pytest.raises(error, match=words):
        converse(line, luci.login(BASE, card(), Secret("x")))
    assert sum(form_of(ask) == "login?form=login" for ask in line.asked) == 1


def test_an_access_point_is_told_apart_before_the_password_leaves() -> None:
    line = transport(Paper(logs_in, keys=ok({"password": [N, "010001"], "mode": "ap"})))
    with pytest.raises(WrongMode, match="ap"):
        converse(line, luci.login(BASE, card(), Secret("x")))
    assert len(line.asked) == 1


@pytest.mark.parametrize(
    "keys",
    [Reply(200, (), b"<html>"), Reply(200, (), b"[1]"), ok({"password": [N, "010001"]}), ok({}), ABSENT, Reply(500)],
)
def test_no_password_goes_to_a_key_that_makes_no_sense(keys: object) -> None:
    line = transport(Paper(logs_in, keys=keys))
    with pytest.raises(BadAnswer, match="form=keys"):
        converse(line, luci.login(BASE, card(), Secret("x")))
    assert len(line.asked) == 1


def test_the_first_password_is_given_by_its_own_form() -> None:
    def first(form: str, words: dict[str, str]) -> object:
        assert form == "login?form=initial_login"
        assert (words["confirm"], password_of(words)) == ("true", "New!12")
        return ok({"stok": STOK})

    line = transport(Paper(first))
    assert converse(line, luci.first_login(BASE, card(), Secret("New!12"))).stok == STOK
    assert "login?form=login" not in [form_of(ask) for ask in line.asked]


@pytest.mark.parametrize(
    ("word", "error"), [("have set", BadAnswer), ("login failed", SettingRefused), ("exceeded max attempts", LockedOut)]
)
def test_a_refused_first_password_is_no_wrong_password(word: str, error: type[RouterCfgError]) -> None:
    answer = {"errorcode": word, "success": False, "data": {}}
    with pytest.raises(error):
        converse(transport(Paper(lambda form, sent: answer)), luci.first_login(BASE, card(), Secret("x")))


# The session.


def session(reply: object) -> tuple[Envelope, LoopTransport]:
    """A session of which every further request gets that reply, sealed unless it is a Reply."""
    line = transport(Paper(lambda form, words: ok({"stok": STOK}) if "login" in form else reply))
    return converse(line, luci.login(BASE, card(), Secret("x"))), line


@pytest.mark.parametrize(
    "reply",
    [said({"data": ""}), {"success": False, "errorcode": "timeout"}, Reply(403)],
    ids=["dead cookie", "wrong token", "wrong number"],
)
def test_a_lost_session_is_a_lost_session(reply: object) -> None:
    envelope, line = session(reply)
    with pytest.raises(SessionLost):
        converse(line, luci.read_one(envelope, "admin/time?form=settings"))


def test_a_crash_is_named_and_its_traceback_stays_in() -> None:
    envelope, _ = session(ABSENT)
    assert isinstance(envelope, SealedEnvelope)
    crash = Reply(500, (), envelope.aes.seal(b"lua: secret /usr/lib/x.lua:12").encode())
    with pytest.raises(BadAnswer, match="crashed") as caught:
        envelope.open(crash, "admin/dhcps?form=setting")
    assert "secret" not in str(caught.value)
    with pytest.raises(BadAnswer, match="envelope"):
        envelope.open(Reply(500, (), b"<html>oops"), "x")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"{", b'{"data":"%%"}', b'{"data":"AAAA"}', b"[]", b"\xff\xfe", b"[" * 99999]
)
def test_an_answer_that_makes_no_sense_names_its_page(body: bytes) -> None:
    envelope, line = session(Reply(200, (), body))
    with pytest.raises(BadAnswer, match="form=settings"):
        converse(line, luci.read_one(envelope, "admin/time?form=settings"))


def test_a_form_that_is_not_there_is_none() -> None:
    for reply in (ABSENT, {"success": False}, Reply(404, (), b"x")):
        envelope, line = session(reply)
        assert converse(line, luci.read_one(envelope, "admin/network?form=nope")) is None


@pytest.mark.parametrize(("word", "said_so"), [("psk_key", "psk_key"), ("", "does not say")])
def test_a_refused_write_names_page_and_word(word: str, said_so: str) -> None:
    envelope, line = session({"success": False, "errorcode": word, "data": {}})
    with pytest.raises(SettingRefused, match=f"form=wireless_2g.*{said_so}"):
        converse(line, luci.write(envelope, "admin/wireless?form=wireless_2g", {"psk_key": "short"}))
    assert line.asked[-1].writes


NASTY = "p&w=%+ #;ü日\t"


def test_values_arrive_as_they_are() -> None:
    arrived: list[dict[str, str]] = []

    def inner(form: str, words: dict[str, str]) -> object:
        arrived.append(words)
        return ok({"stok": STOK})

    line = transport(Paper(inner))
    envelope = converse(line, luci.login(BASE, card(), Secret("x")))
    converse(line, luci.write(envelope, "admin/network?form=wan_ipv4_pppoe", {"password": NASTY, "empty": ""}))
    assert arrived[-1] == {"operation": "write", "password": NASTY, "empty": ""}


def test_names_that_are_not_utf8_do_not_stop_a_read() -> None:
    envelope, _ = session(ABSENT)
    assert isinstance(envelope, SealedEnvelope)
    body = said({"data": envelope.aes.seal(b'{"success":true,"data":{"n":"\xff"}}')})
    assert envelope.open(body, "x").fields() == {"n": "\ufffd"}


# Several forms at once.


def test_several_forms_come_apart_again() -> None:
    data = {
        "wireless_2g_ssid": "a",
        "wireless_5g_ssid": "b",
        "region_country": "RU",
        "region_capability": {"c": ["1", "2"]},
    }
    envelope, line = session(ok(data))
    found = converse(line, luci.read_many(envelope, "admin/wireless", ["wireless_2g", "wireless_5g", "region"]))
    assert found == {
        "wireless_2g": {"ssid": "a"},
        "wireless_5g": {"ssid": "b"},
        "region": {"country": "RU", "capability.c": "1 2"},
    }
    assert line.asked[-1].target.endswith("admin/wireless?form=wireless_2g&form=wireless_5g&form=region")


@pytest.mark.parametrize("reply", [ABSENT, ok({"ssid": "a"})])
def test_a_router_that_cannot_do_several_says_so(reply: object) -> None:
    envelope, line = session(reply)
    assert converse(line, luci.read_many(envelope, "admin/wireless", ["wireless_2g", "region"])) is None


def test_the_longest_form_name_wins() -> None:
    assert unprefix({"wireless_5g_ssid": "a", "wireless_5g_2_ssid": "b"}, ["wireless_5g", "wireless_5g_2"]) == {
        "wireless_5g": {"ssid": "a"},
        "wireless_5g_2": {"ssid": "b"},
    }


def test_values_of_all_kinds_become_text() -> None:
    told = {"a": 1, "b": False, "c": None, "d": ["x", 2], "e": {"f": {"g": "h"}}, "i": {}}
    assert flatten(told) == {"a": "1", "b": "false", "c": "null", "d": "x 2", "e.f.g": "h"}


# The plain variant.


def test_the_plain_login_seals_only_the_password() -> None:
    asked: list[dict[str, str]] = []

    def router(ask: Ask) -> Reply:
        words = dict(parse_qsl(ask.body.decode(), keep_blank_values=True))
        asked.append(words)
        if words["operation"] == "read":
            return said(ok({"password": [f"{LONG.public_numbers.n:0256X}", "010001"]}))
        raw = pow(int(words["password"], 16), LONG.d, LONG.public_numbers.n).to_bytes(128)
        assert raw == b"Secret123".ljust(128, b"\x00")
        return said(ok({"stok": STOK}), ("Set-Cookie", "sysauth=c1; path=/"))

    line = transport(router)
    envelope = converse(line, luci.login(BASE, cards.Card(PLAIN), Secret("Secret123")))
    assert (envelope.stok, envelope.cookie) == (STOK, "sysauth=c1")
    assert [words["operation"] for words in asked] == ["read", "login"]
    ask = envelope.seal("admin/dhcps?form=setting", {"domain": "a&b", "pri_dns": ""}, "write")
    assert ask.body == b"operation=write&domain=a%26b&pri_dns="
    assert ask.target.startswith(f"/cgi-bin/luci/;stok={STOK}/admin/")


def test_firmware_that_logs_in_yet_another_way_gets_no_password() -> None:
    line = transport(lambda ask: said(ABSENT))
    with pytest.raises(BadAnswer):
        converse(line, luci.login(BASE, cards.Card(PLAIN), Secret("x")))
    assert len(line.asked) == 1


def test_a_missing_controller_of_the_plain_firmware_is_an_absent_form() -> None:
    page = Reply(200, (), b"No root node was registered, this usually happens if the module was installed incorrectly.")
    envelope = PlainEnvelope(BASE, "a", "b")
    assert converse(transport(lambda ask: page), luci.read_one(envelope, "admin/iptv?form=setting")) is None


def test_the_first_password_of_the_plain_variant() -> None:
    def router(ask: Ask) -> Reply:
        if form_of(ask) == "login?form=login":
            assert ask.body == b"operation=read"
            return said(ok({"password": [f"{LONG.public_numbers.n:0256X}", "010001"]}))
        assert form_of(ask) == "login?form=initial_login"
        return said(ok({"stok": STOK}), ("Set-Cookie", "sysauth=c1; path=/"))

    envelope = converse(transport(router), luci.first_login(BASE, cards.Card(PLAIN, factory=True), Secret("New!12")))
    assert envelope.stok == STOK


@pytest.mark.parametrize(("answer", "factory"), [(ok({"is_default": True}), True), (ok({}), None), (ABSENT, None)])
def test_whether_it_is_new(answer: object, factory: bool | None) -> None:
    assert converse(transport(lambda ask: said(answer)), cards.is_factory(BASE)) is factory


def test_a_password_no_key_can_hold_is_not_sent() -> None:
    line = transport(Paper(logs_in))
    with pytest.raises(SettingRefused):
        converse(line, luci.login(BASE, card(), Secret("x" * 118)))
    assert not any(ask.writes for ask in line.asked)


def test_a_router_that_wants_even_this_question_sealed_does_not_tell() -> None:
    assert converse(transport(lambda ask: Reply(403)), cards.is_factory(BASE)) is None
