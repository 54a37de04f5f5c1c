import base64
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from routercfg.dialects.tplink_crypto import Aes, PublicKey
from routercfg.dialects.tplink_gdpr import JsonSession, Parm, SealedSession, bare, parse_parm, session_hash, sign_pieces
from routercfg.dialects.tplink_objects import ROOT, Act, Block, Item, answer_text, parse_items, put
from routercfg.dialects.tplink_objects_card import JSON, PLAIN, SEALED, Card, identify
from routercfg.dialects.tplink_objects_login import PlainSession, TokenSession, login, settle
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    LockedOut,
    RouterCfgError,
    SessionLost,
    WrongPassword,
)
from routercfg.language import TEXTS
from routercfg.language.reasons_objects import REASONS_OBJECTS
from routercfg.secret import Secret
from routercfg.wire import Ask, Reply, Talk

N = "B10144F13040E970602E5BD195C58BF1B1E243C85545E64C20FC0A50D82889DD" + (
    "D629B8EC6587BB413BA3D079416876CDC74FF42B243D57986ED72E1030894587"
)
D = int(
    "112B5359A5D9960B2D7931B4D9B748C4D001679BC611BAAE05C10CEB1C9C8A0A"
    "CE4AF61C5AC37F287C980E5710E34412C27E7BD02A930E15A7AA477C00B17191",
    16,
)
PARM_TEXT = f'var ee="010001";\nvar nn="{N}";\nvar seq="488263223";\n$.ret=0;\n'
KEY = PublicKey(int(N, 16), 0x10001, 64)
PARM = Parm(KEY, 488263223)
AES = Aes("1234567890123456", "6543210987654321")
HASH = session_hash("admin", Secret("Secret123"))
GOOD = "[cgi]0\n$.ret=0;\n[error]0\n"


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, pair in REASONS_OBJECTS.items():
        monkeypatch.setitem(TEXTS, key, pair)


def sealed(*, padded: bool = False, carries_key: bool = False) -> SealedSession:
    return SealedSession("http://r", PARM, HASH, padded, AES, carries_key=carries_key)


def opened_sign(sign: str, *, padded: bool) -> str:
    pieces = [pow(int(sign[at : at + 128], 16), D, int(N, 16)).to_bytes(64) for at in range(0, len(sign), 128)]
    plain = b"".join(piece.split(b"\0", 2)[2] if padded else piece.rstrip(b"\0") for piece in pieces)
    return plain.decode()


def test_known_answers_of_the_envelope() -> None:
    """The vectors of tplink-web §2C.2."""
    text = "1\r\n[IGD_DEV_INFO#0,0,0,0,0,0#0,0,0,0,0,0]0,1\r\nmodelName\r\n"
    sign, data = sealed().envelope(text)
    assert data == "leR9HIbFvq1ro+5lj2XITpUk48uuSF3Hn/AZkg57nkKOQC4MfTQo1ILfPG7mFboc4SIefpUIjHEROUf0wmyE8g=="
    assert sign == (
        "41c5ef5a9f7a6d79a315c9dd2b0b017ccab166321367dd8ac4c51389850ca5e975d6472d0fe47a486475c971d6a15924eb355fcd8386dd8d8"
        "04af42d9f3f57a7"
    )
    item = Item(Act.GET, "IGD_DEV_INFO", ROOT, ("modelName",))
    assert sealed().seal([item]).body == f"sign={sign}\r\ndata={data}\r\n".encode()
    _, data = sealed(carries_key=True).envelope("admin\nSecret123")
    assert data == "PIT2OtEjSTWeO11rJInrBA=="


def test_the_login_of_the_mr_series_goes_into_the_url() -> None:
    ask = sealed(carries_key=True).query("admin\nSecret123")
    assert ask.target.startswith("/cgi/login?data=PIT2OtEjSTWeO11rJInrBA%3D%3D&sign=20c43b501c9e9b84")
    assert ask.target.endswith("&Action=1&LoginStatus=0&isMobile=0")
    assert not ask.body


@pytest.mark.parametrize("padded", [False, True])
def test_sign_texts_say_who_asks_and_carry_the_key_only_at_login(padded: bool) -> None:
    sign, data = sealed(padded=padded, carries_key=True).envelope("8\r\n")
    told = f"key={AES.key}&iv={AES.vector}&h={HASH}&s={PARM.seq + len(data)}"
    assert opened_sign(sign, padded=padded) == told
    assert "key" not in opened_sign(sealed(padded=padded).envelope("8\r\n")[0], padded=padded)


@given(st.text("abc=&0", min_size=1, max_size=200), st.booleans())
def test_pieces_fill_whole_blocks(text: str, padded: bool) -> None:
    sign = sign_pieces(text, KEY, padded=padded)
    assert len(sign) % 128 == 0
    assert opened_sign(sign, padded=padded) == text


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_what_is_sealed_is_opened(text: str) -> None:
    session = sealed()
    reply = Reply(200, body=AES.seal(f"[0,0,0,0,0,0]0\nx={text}\n[error]0\n".encode()).encode())
    assert session.plain(reply, "x").startswith("[0,0,0,0,0,0]0\nx=" + text)


def test_answers_of_a_dead_session() -> None:
    with pytest.raises(SessionLost):
        sealed().open(Reply(500), "x")
    with pytest.raises(SessionLost):
        sealed().open(Reply(200), "x")
    with pytest.raises(SessionLost):
        sealed().open(Reply(200, body=b"[error]71111"), "x")
    with pytest.raises(AnotherAdministrator):
        sealed().open(Reply(406), "x")
    with pytest.raises(BadAnswer):
        sealed().open(Reply(404, body=b"<html>"), "x")
    with pytest.raises(BadAnswer):
        sealed().open(Reply(200, body=b"!!! not base64"), "x")


def test_logging_out_is_answered_in_clear() -> None:
    assert sealed().open(Reply(200, body=b"[error]0\r\n"), "x").error == 0


def test_an_answer_whose_chunks_were_not_put_together() -> None:
    data = AES.seal(GOOD.encode())
    assert sealed().open(Reply(200, body=f"2c\r\n{data}\r\n0\r\n\r\n".encode()), "x").error == 0
    assert bare(data) == data


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html>",
        '{"ee":1}',
        '{"ret":0,"eccPubKey_X_HEX":"00"}',
        PARM_TEXT.replace("48826", "x"),
        PARM_TEXT.replace(N, N[:100]),
        PARM_TEXT.replace(N, "0" * 128),
        PARM_TEXT.replace(N, "g" * 128),
    ],
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert parse_parm(text) is None


def test_keys_come_as_script_or_as_json() -> None:
    assert parse_parm("[cgi]0\n" + PARM_TEXT + "\n[error]0\n") == PARM
    assert parse_parm(json.dumps({"ee": "010001", "nn": N, "seq": "488263223", "ret": 0})) == PARM


def test_the_json_dialect_takes_one_object() -> None:
    session = JsonSession("http://r", PARM, HASH, False, AES, carries_key=False)
    ask = session.seal([put("DEV2_ADT_WAN", "1,0,0,0,0,0", [("PPPUserName", 'ü"=x')])])
    assert ask.target == "/cgi_gdpr?9"
    inner = json.loads(AES.open(ask.body.decode().split("data=")[1].strip(), "x"))
    assert inner == {
        "data": {"stack": "1,0,0,0,0,0", "pstack": ROOT, "PPPUserName": 'ü"=x'},
        "operation": "so",
        "oid": "DEV2_ADT_WAN",
    }
    with pytest.raises(ValueError, match="too many"):
        session.seal([Item(Act.GL, "A"), Item(Act.GL, "B")])


NASTY = ["&=+%#\"'\\<>; ", "Ж" * 16, "user@isp.ru/#1", "$.ret=0;", "[error]0", "[A#0#0]0,1", "\u2028", "null", "{}"]
VALUE = st.sampled_from(NASTY) | st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x12"), max_size=40)


def body_data(ask: Ask) -> str:
    return AES.open(ask.body.decode().split("data=")[1].strip(), "x").decode()


@given(VALUE, VALUE)
@example("", " ")
def test_every_value_there_and_back_through_the_plain_dialect(name: str, password: str) -> None:
    items = [put("WAN_PPP_CONN", "1,1,1,0,0,0", [("username", name), ("password", password)])]
    for session in (PlainSession("http://r", "c=1"), TokenSession("http://r", "c=1", "2")):
        ask = session.seal(items)
        assert list(parse_items(ask.target.partition("?")[2], ask.body.decode())) == items
        answer = answer_text([Block("1,1,1,0,0,0", 0, items[0].lines)], 0)
        told = session.open(Reply(200, body=answer.encode()), "x").blocks[0].fields()
        assert told == {"username": name, "password": password}


@given(VALUE, VALUE)
@example("", " ")
def test_every_value_there_and_back_through_the_envelope(name: str, password: str) -> None:
    items = [put("WAN_PPP_CONN", "1,1,1,0,0,0", [("username", name), ("password", password)])]
    acts, _, text = body_data(sealed().seal(items)).partition("\r\n")
    assert list(parse_items(acts, text)) == items
    answer = AES.seal(answer_text([Block("1,1,1,0,0,0", 0, items[0].lines)], 0).encode())
    told = sealed().open(Reply(200, body=answer.encode()), "x").blocks[0].fields()
    assert told == {"username": name, "password": password}


@given(VALUE, VALUE)
@example("", " ")
def test_every_value_there_and_back_through_json(name: str, password: str) -> None:
    session = JsonSession("http://r", PARM, HASH, False, AES, carries_key=False)
    row = {"stack": "1,0,0,0,0,0", "pstack": ROOT, "PPPUserName": name, "PPPPassword": password}
    pairs = [("PPPUserName", name), ("PPPPassword", password)]
    assert json.loads(body_data(session.seal([put("DEV2_ADT_WAN", "1,0,0,0,0,0", pairs)])))["data"] == row
    for ascii_only in (True, False):
        answer = json.dumps({"data": row, "success": True}, ensure_ascii=ascii_only)
        told = session.open(Reply(200, body=AES.seal(answer.encode()).encode()), "x").blocks[0].fields()
        assert told == dict(pairs)


@pytest.mark.parametrize(
    ("told", "error", "stacks"),
    [
        ({"data": {"modelName": "EX511", "stack": ROOT}, "success": True}, 0, [ROOT]),
        ({"data": [{"a": "1", "stack": "1,0,0,0,0,0"}, {"a": 2, "stack": "2,0,0,0,0,0"}]}, 0, None),
        ({"errorcode": 9001, "success": False}, 9001, []),
        ({"success": False}, 1, []),
        ({"data": {}}, 0, []),
    ],
)
def test_json_answers(told: dict[str, object], error: int, stacks: list[str] | None) -> None:
    session = JsonSession("http://r", PARM, HASH, False, AES, carries_key=False)
    sheet = session.open(Reply(200, body=AES.seal(json.dumps(told).encode()).encode()), "x")
    assert sheet.error == error
    assert [b.stack for b in sheet.blocks] == (stacks if stacks is not None else ["1,0,0,0,0,0", "2,0,0,0,0,0"])
    with pytest.raises(BadAnswer):
        session.open(Reply(200, body=AES.seal(b"[1").encode()), "x")


@pytest.mark.parametrize("text", ["$.ret=0;\n", "[cgi]0\n$.ret=0;\n[error]0\n", "[error]0\n"])
def test_programs_of_the_json_dialect_answer_in_lines(text: str) -> None:
    session = JsonSession("http://r", PARM, HASH, False, AES, carries_key=False)
    sheet = session.open(Reply(200, body=AES.seal(text.encode()).encode()), "x")
    assert (sheet.error, sheet.ret or 0) == (0, 0)


# Who answers, and letting us in.

OIDS = 'var WAN_IP_CONN="WAN_IP_CONN";var LAN_WLAN="LAN_WLAN";'
INFO = "[0,0,0,0,0,0]0\nmodelName=TL-WR841N\nX_TP_isFD=1\n[error]0\n"
PAGE = Reply(200, body=b'<script src="js/lib.js"></script><script>var authTimes=3;var forbidTime=0;</script>')


def carry(talk: Talk[object], answer: Callable[[Ask], Reply]) -> tuple[object, list[Ask]]:
    asked: list[Ask] = []
    try:
        ask = next(talk)
        while True:
            asked.append(ask)
            ask = talk.send(answer(ask))
    except StopIteration as done:
        return done.value, asked


def pages(**answers: str) -> Callable[[Ask], Reply]:
    def answer(ask: Ask) -> Reply:
        name = ask.target.partition("?")[0].rsplit("/", 1)[1].partition(".")[0]
        return Reply(200, body=answers[name].encode()) if name in answers else Reply(404)

    return answer


@pytest.mark.parametrize(
    ("answers", "family", "kind", "padded"),
    [
        ({"oid_str": OIDS + "var INCLUDE_LOGIN_GDPR_ENCRYPT=1;", "tpEncrypt": "x(512,1)"}, SEALED, "envelope", True),
        ({"oid_str": OIDS + "INCLUDE_LOGIN_GDPR_ENCRYPT = 1", "tpEncrypt": "x(512, 0)"}, SEALED, "envelope", False),
        ({"oid_str": OIDS + "INCLUDE_LOGIN_GDPR_ENCRYPT=0;", "getParm": PARM_TEXT}, SEALED, "query", False),
        ({"oid_str": OIDS}, PLAIN, "basic", True),
        ({}, PLAIN, "basic", True),
        ({"oid_str": 'var DEV2_ADT_WAN="DEV2_ADT_WAN"', "getGDPRParm": PARM_TEXT}, JSON, "json", False),
    ],
)
def test_who_answers_is_told_by_at_most_three_questions(
    answers: dict[str, str], family: str, kind: str, padded: bool
) -> None:
    card, asked = carry(identify(PAGE, "http://r"), pages(cgi=INFO, **answers))
    assert isinstance(card, Card)
    assert (card.family, card.kind, card.padded, card.failures) == (family, kind, padded, 3)
    assert len(asked) <= 3
    assert not any("login" in ask.target for ask in asked)
    if family != JSON:
        assert (card.model, card.factory) == ("TL-WR841N", True)


def test_an_mr600_with_elliptic_keys_is_named_and_left_alone() -> None:
    card, _ = carry(identify(PAGE), pages(oid_str=OIDS, getParm='{"eccPubKey_X_HEX":"00"}'))
    assert isinstance(card, Card)
    assert card.variant == "ECC P-224"


KEY_ONLY = '[cgi]0\nvar ee="010001";\nvar nn="' + N + '";\n$.ret=0;\n[error]0\n'


@pytest.mark.parametrize("page", [PAGE, Reply(200, body=b"<title>Archer VR400</title>js/lib.js")])
def test_a_key_without_a_number_means_rsa_in_the_url(page: Reply) -> None:
    """MR200 v2, VR400 v2 and VR1600v [tplink-web §2B, id 34316014645]."""
    card, asked = carry(identify(page), pages(oid_str=OIDS, getParm=KEY_ONLY, cgi=INFO))
    assert isinstance(card, Card)
    assert (card.family, card.kind, card.variant) == (PLAIN, "rsa", "")
    assert len(asked) <= 3


def test_a_page_where_a_key_should_be_is_no_ground_for_a_password_in_clear() -> None:
    with pytest.raises(BadAnswer):
        carry(identify(PAGE), pages(oid_str=OIDS, getParm="<HTML>hello"))


def test_who_shows_nothing_to_strangers_is_asked_as_a_browser() -> None:
    """[ids 60398720546, 70351362526]: 406 to whoever does not call himself a browser."""

    def answer(ask: Ask) -> Reply:
        if "Mozilla/5.0" not in dict(ask.headers).get("User-Agent", ""):
            return Reply(406)
        if ask.target == "/":
            return PAGE
        return pages(oid_str="var DEV2_ADT_WAN=1", getGDPRParm=PARM_TEXT)(ask)

    card, asked = carry(identify(Reply(406)), answer)
    assert isinstance(card, Card)
    assert card.kind == "json"
    assert len(asked) <= 3
    assert carry(identify(Reply(406)), lambda ask: Reply(406)) == (None, [asked[0]])


@pytest.mark.parametrize("first", [Reply(302), Reply(200, body=b"<html>hello</html>"), Reply(401)])
def test_others_are_left_without_a_question(first: Reply) -> None:
    assert carry(identify(first), pages()) == (None, [])


def attempt(body: bytes, kind: str = "envelope", **card: object) -> object:
    """Log in; the router answers the login itself with that body."""

    def answer(ask: Ask) -> Reply:
        if "getParm" in ask.target or "getGDPRParm" in ask.target:
            return Reply(200, body=PARM_TEXT.encode())
        if ask.method == "GET":
            return Reply(200, body=b'<script>var token="abc123";</script>')
        return Reply(200, (("Set-Cookie", "JSESSIONID=00ff; path=/"),), body)

    family = JSON if kind == "json" else SEALED
    made = Card(family, kind, **card)  # type: ignore[arg-type]
    return carry(login("http://r", made, "admin", Secret("x")), answer)


def test_a_good_login_keeps_the_cookie_and_the_token() -> None:
    session, asked = attempt(b"$.ret=0;\n", kind="query")  # type: ignore[misc]
    assert session.cookie == "JSESSIONID=00ff"
    carry(settle(session), lambda ask: Reply(200, body=b'<script>var token="abc123";</script>'))
    headers = dict(session.seal([Item(Act.GL, "LAN_WLAN")]).headers)
    assert (headers["TokenID"], headers["Cookie"]) == ("abc123", "JSESSIONID=00ff")
    assert sum("/cgi/login" in ask.target for ask in asked) == 1


@pytest.mark.parametrize(
    ("body", "error", "left"),
    [
        (b"$.ret=71233;\nvar currAuthTimes=2;\nvar currForbidTime=0;", WrongPassword, ""),
        (b"2c\r\nYcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y=\r\n0\r\n\r\n", WrongPassword, "5"),
        (Aes("\0" * 16, "\0" * 16).seal(b"[cgi]0\n$.ret=71234;\n[error]0\n").encode(), WrongPassword, "5"),
        (b"$.ret=71233;\nvar currForbidTime=600;", LockedOut, ""),
        (b"$.ret=71016;", BadAnswer, ""),
        (b"<html>oh</html>", BadAnswer, ""),
    ],
)
def test_refused_logins(body: bytes, error: type[RouterCfgError], left: str) -> None:
    with pytest.raises(error) as told:
        attempt(body, failures=4)
    if left:
        assert left in told.value.what()


def test_an_ex_whose_refusal_looks_like_success_is_found_out_by_its_start_page() -> None:
    """[tplink-web §2C.4]; otherwise the first read would log in again and cost a second of few attempts."""
    session, _ = attempt(b"$.ret=0;", kind="json", padded=False)  # type: ignore[misc]
    with pytest.raises(WrongPassword):
        carry(settle(session), lambda ask: Reply(200, body=b"<script>var authTimes=1;var forbidTime=0;</script>"))
    carry(settle(session), lambda ask: Reply(200, body=b'<script>var authTimes=1;var token="ab";</script>'))
    carry(settle(session), lambda ask: Reply(200, body=b"<script>var authTimes=0;</script>"))


def test_the_mr_series_tells_how_many_attempts_are_left() -> None:
    with pytest.raises(WrongPassword) as told:
        attempt(b"$.ret=71233;\nvar currAuthTimes=2;\nvar currForbidTime=0;", kind="query")
    assert "3" in told.value.what()


def test_archer_vr_takes_other_names_for_user_and_password() -> None:
    session, asked = attempt(b"$.ret=0;", kind="vr", padded=False)  # type: ignore[misc]
    body = next(ask for ask in asked if ask.target == "/cgi_gdpr?").body.decode()
    inner = session.aes.open(body.split("data=")[1].strip(), "x").decode()
    assert inner == "8\r\n[/cgi/login#0,0,0,0,0,0#0,0,0,0,0,0]0,2\r\nUserName=admin\r\nPasswd=eA==\r\n"
    assert any("getGDPRParm" in ask.target for ask in asked)


def test_rsa_in_the_url_is_one_block_each_and_brings_cookie_and_token() -> None:
    session, asked = attempt(b"$.ret=0;\n", kind="rsa", parm=Parm(KEY, 0))
    sent = next(ask for ask in asked if ask.target.startswith("/cgi/login?"))
    user, password = (opened_sign(word, padded=True) for word in re.findall(r"(?:UserName|Passwd)=(\w+)", sent.target))
    assert (user, password, sent.body, sent.writes) == ("admin", base64.b64encode(b"x").decode(), b"", True)
    assert sent.target.endswith("&Action=1&LoginStatus=0")
    carry(settle(session), lambda ask: Reply(200, body=b'<script>var token="abc123";</script>'))  # type: ignore[arg-type]
    ask = session.seal([Item(Act.GET, "IGD_DEV_INFO")])  # type: ignore[attr-defined]
    headers = dict(ask.headers)
    assert (headers["TokenID"], headers["Cookie"], ask.target) == ("abc123", "JSESSIONID=00ff", "/cgi?1")


def test_rsa_in_the_url_refusals() -> None:
    with pytest.raises(WrongPassword):
        attempt(b"var currAuthTimes=1;\n$.ret=71233;", kind="rsa", parm=Parm(KEY, 0))
    with pytest.raises(WrongPassword):  # longer than a block: nobody has such a password there
        carry(
            login("http://r", Card(PLAIN, "rsa", parm=Parm(KEY, 0)), "admin", Secret("x" * 60)), lambda ask: Reply(200)
        )


@pytest.mark.parametrize(("code", "error"), [(71233, WrongPassword), (71011, AnotherAdministrator), (9003, BadAnswer)])
def test_json_models_refuse_in_json(code: int, error: type[RouterCfgError]) -> None:
    """[id 60398720546], an HB210: 71011 when somebody else is logged in."""

    def answer(ask: Ask) -> Reply:
        if "getGDPRParm" in ask.target:
            return Reply(200, body=PARM_TEXT.encode())
        told = opened_sign(ask.body.decode().split("\r\n")[0].removeprefix("sign="), padded=False)
        key, vector = re.findall(r"=(\d{16})&", told)
        return Reply(200, body=Aes(key, vector).seal(f'{{"success":false,"errorcode":{code}}}'.encode()).encode())

    with pytest.raises(error):
        carry(login("http://r", Card(JSON, "json", padded=False), "user", Secret("x")), answer)


def test_the_login_page_instead_of_an_answer_is_a_dead_session() -> None:
    with pytest.raises(SessionLost):
        sealed().open(Reply(200, body=b"<html><body>login</body></html>"), "x")
    with pytest.raises(SessionLost):
        sealed().open(Reply(200, body=b'window.location.href="/"'), "x")


def test_a_locked_page_is_believed_before_a_password_is_sent() -> None:
    with pytest.raises(LockedOut):
        attempt(b"$.ret=0;", waits=7000)


@pytest.mark.parametrize(
    ("reply", "error"),
    [
        (Reply(200, body=b"The username or password is incorrect"), WrongPassword),
        (Reply(401), WrongPassword),
        (Reply(406), AnotherAdministrator),
        (Reply(200, body=b"<script>var forbidTime=77;</script>"), LockedOut),
    ],
)
def test_the_plain_cookie_is_tried_on_the_start_page(reply: Reply, error: type[RouterCfgError]) -> None:
    with pytest.raises(error):
        carry(login("http://r", Card(PLAIN, "basic"), "admin", Secret("x")), lambda ask: reply)


def test_the_plain_cookie() -> None:
    session, asked = carry(login("http://r", Card(PLAIN, "basic"), "admin", Secret("p:w")), lambda ask: Reply(200))
    assert dict(asked[0].headers)["Cookie"] == "Authorization=Basic " + base64.b64encode(b"admin:p:w").decode()
    assert "p:w" not in repr(session)
