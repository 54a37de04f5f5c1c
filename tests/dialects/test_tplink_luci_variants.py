"""Every way of sealing, against a router's half written here from the reference: what goes in comes out."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects import tplink_luci as luci
from routercfg.dialects import tplink_luci_card as cards
from routercfg.dialects.tplink_crypto import (
    Aes,
    PublicKey,
    hmac_pieces,
    login_hash,
    login_hash_sha256,
    oaep_pieces,
    oaep_pieces_of_pieces,
    rsa_oaep,
)
from routercfg.dialects.tplink_envelope import Envelope
from routercfg.dialects.tplink_luci_variants import AX72, C5400X, PLAIN, SEALED, SG, V1_11
from routercfg.errors import BadAnswer, LockedOut, SessionLost, WebPasswordNeeded, WrongPassword
from routercfg.secret import Secret
from routercfg.transport import converse
from routercfg.wire import Ask, Reply
from tests.dialects.test_tplink_crypto import KEY, D, N, decrypt
from tests.dialects.test_tplink_luci import ABSENT, BASE, REDIRECT, STOK, form_of, ok, said, transport

WIDE = rsa.generate_private_key(65537, 2048).private_numbers()
LONG = rsa.generate_private_key(65537, 1024).private_numbers()
SEQ = 384584421
PASSWORD = Secret("Sécret 123")
CERTIFIED = ok({"certification": ["SG CLS L1 STAGE2"]})


def pair_of(numbers: rsa.RSAPrivateNumbers) -> list[str]:
    bits = numbers.public_numbers.n.bit_length()
    return [f"{numbers.public_numbers.n:0{bits // 4}X}", "010001"]


def unmask(block: bytes, seed: bytes) -> bytes:
    mask = b"".join(hashlib.sha1(seed + bytes([0, 0, 0, count])).digest() for count in range(len(block) // 20 + 1))
    return bytes(one ^ other for one, other in zip(block, mask, strict=False))


def unpad_pkcs1(raw: bytes) -> bytes | None:
    return raw[2:].partition(b"\x00")[2] if raw[:2] == b"\x00\x02" else None


def unpad_oaep(raw: bytes) -> bytes | None:
    """Take OAEP off as RFC 8017 says; None when it is not there."""
    seed = unmask(raw[1:21], raw[21:])
    plain = unmask(raw[21:], seed)
    room, _, message = plain[20:].partition(b"\x01")
    return message if raw[0] == 0 and plain[:20] == hashlib.sha1(b"").digest() and not any(room) else None


def blocks(sign: str) -> list[str]:
    assert len(sign) % 128 == 0
    return [sign[at : at + 128] for at in range(0, len(sign), 128)]


# The pieces.


@given(st.binary(max_size=22))
def test_oaep_comes_off_again(message: bytes) -> None:
    assert unpad_oaep(decrypt(rsa_oaep(message, KEY))) == message


def test_oaep_is_that_of_others() -> None:
    from cryptography.hazmat.primitives.asymmetric import padding
    from cryptography.hazmat.primitives.hashes import SHA1

    key = PublicKey(WIDE.public_numbers.n, 65537, 256)
    opened = WIDE.private_key().decrypt(
        bytes.fromhex(rsa_oaep(b"h=0", key)), padding.OAEP(padding.MGF1(SHA1()), SHA1(), None)
    )
    assert opened == b"h=0"
    with pytest.raises(ValueError, match="do not fit"):
        rsa_oaep(b"x" * 23, KEY)


def test_the_two_ways_of_cutting_differ_as_told() -> None:
    text = "x" * 100
    sizes = [len(unpad_oaep(decrypt(block)) or b"") for block in blocks(oaep_pieces(text, KEY))]
    assert sizes == [22, 22, 22, 22, 12]
    sizes = [len(unpad_oaep(decrypt(block)) or b"") for block in blocks(oaep_pieces_of_pieces(text, KEY))]
    assert sizes == [22, 22, 9, 22, 22, 3]
    wide = PublicKey(WIDE.public_numbers.n, 65537, 256)
    assert len(oaep_pieces(text, wide)) == 2 * 512  # 53 bytes a piece, though more would fit


def test_an_hmac_for_each_piece() -> None:
    told = hmac_pieces("a" * 60, "k=1&i=2")
    wanted = [hmac.new(b"k=1&i=2", b"a" * size, "sha256").hexdigest() for size in (53, 7)]
    assert told == "".join(wanted)


# A router of each variant.


class Paper:
    """A router that opens what its variant of the reference says; ``told`` fills with the words that arrived."""

    def __init__(self, family: str, *, answer: object = None, factory: object = None, auth_bits: int = 512) -> None:
        self.family, self.answer, self.factory = family, answer, factory or ok({"is_default": False})
        self.aes = Aes("", "")
        self.told: list[dict[str, str]] = []
        self.signs: list[str] = []
        self.auth_key = [N, "010001"] if auth_bits == 512 else pair_of(WIDE)
        self.logins = 0
        self.red = False  # the pages' way under EU CE RED alone

    def __call__(self, ask: Ask) -> Reply:
        form = form_of(ask)
        if ask.body == b"operation=read" and "/;stok=/" in ask.target:
            return said(self.question(form))
        self.logins += "login" in form
        words = self.opened(ask)
        if words is None:
            return Reply(403)
        self.told.append(words)
        answer = ok({"stok": STOK}) if "login" in form and self.answer is None else self.answer or ok(words)
        if self.sealed:
            answer = {"data": self.aes.seal(json.dumps(answer).encode())}
        return said(answer, ("Set-Cookie", "sysauth=c0;path=/cgi-bin/luci"))

    @property
    def sealed(self) -> bool:
        return self.family in {SEALED, AX72, SG}

    def question(self, form: str) -> object:
        keys = pair_of(WIDE if self.family == V1_11 or len(self.auth_key[0]) > 128 else LONG)
        told: dict[str, object] = {"login?form=check_factory_default": self.factory}
        if self.sealed:
            told["login?form=auth"] = ok({"key": self.auth_key, "seq": SEQ})
        if self.family not in {PLAIN, C5400X}:
            told["login?form=keys"] = ok({"password": keys, "mode": "router", "username": ""})
        if self.family == PLAIN:
            told["login?form=login"] = ok({"password": keys})
        if self.family == SG:
            told["device_config?form=config"] = CERTIFIED
        return told.get(form, ABSENT)

    def opened(self, ask: Ask) -> dict[str, str] | None:
        """Open a request; None for a sign that cannot be."""
        if not self.sealed:
            return self.plain(ask)
        assert ask.target.count("=") == 2, "nothing but the form stands in the address"
        parts = dict(part.split("=", 1) for part in ask.body.decode().split("&"))
        data, text = unquote(parts["data"]), self.sign_text(parts["sign"])
        if text is None or (parts["sign"] != text and not text.startswith(("k=", "h="))):
            return None
        self.signs.append(text)
        sign = dict(parse_qsl(text))
        if "k" in sign:
            self.aes = Aes(sign["k"], sign["i"])
            hashed = login_hash(PASSWORD.reveal()) if self.family == SEALED else login_hash_sha256(PASSWORD.reveal())
            assert sign["h"] == hashed
        if text != parts["sign"]:
            assert int(sign["s"]) - len(data) == SEQ
        else:  # an HMAC cannot be opened, only made again
            h = login_hash_sha256(PASSWORD.reveal()) if self.red else hashlib.sha256(data.encode()).hexdigest()
            key = f"k={self.aes.key}&i={self.aes.vector}"
            assert parts["sign"] == hmac_pieces(f"h={h}&s={SEQ + len(data)}", key)
        return dict(parse_qsl(self.aes.open(data, "test").decode(), keep_blank_values=True))

    def sign_text(self, sign: str) -> str | None:
        if self.family == SG and len(sign) in {128, 192}:
            return sign
        wide = len(self.auth_key[0]) // 2
        numbers = (WIDE.d, WIDE.public_numbers.n) if wide == 256 else (int(D, 16), int(N, 16))
        found = b""
        for at in range(0, len(sign), wide * 2):
            raw = pow(int(sign[at : at + wide * 2], 16), *numbers).to_bytes(wide)
            piece = unpad_pkcs1(raw) if self.family == SEALED or self.red else unpad_oaep(raw)
            if piece is None:
                return None
            found += piece
        return found.decode()

    def plain(self, ask: Ask) -> dict[str, str]:
        """Read a plain request the way only this variant's is to be: from the address, from JSON, or from a form."""
        kind = dict(ask.headers)["Content-Type"]
        form, _, query = ask.target.partition("?form=")[2].partition("&")
        assert "=" not in form
        in_address = dict(parse_qsl(query, keep_blank_values=True))
        if kind == "application/json":
            assert in_address == json.loads(ask.body)
            return in_address
        in_body = dict(parse_qsl(ask.body.decode(), keep_blank_values=True))
        assert not (in_address and in_body)
        return in_address or in_body


GIVEN = Secret("a1" * 128)
ALL = [SEALED, AX72, SG, V1_11, PLAIN, C5400X]


def enter(paper: Paper, password: Secret | None = None) -> Envelope:
    line = transport(paper)
    card = converse(line, cards.identify(REDIRECT, BASE))
    assert card is not None
    if card.family == SEALED and paper.family == AX72:  # only the model's name tells them apart
        card = cards.Card(AX72, auth=card.auth)
    if card.family == SEALED and paper.family == SG:
        card = converse(line, cards.settle(BASE, card))
    secret = password or (GIVEN if paper.family == C5400X else PASSWORD)
    return converse(line, luci.login(BASE, card, secret))


def old(family: str) -> Paper:
    return Paper(family, factory=ABSENT) if family in {PLAIN, C5400X} else Paper(family)


nasty = st.text(st.sampled_from("&=+%# \"'\\<>;@/?$üДомаш日"), min_size=1, max_size=20)


@pytest.mark.parametrize("family", ALL)
def test_every_value_arrives_and_comes_back_as_it_is(family: str) -> None:
    paper = old(family) if family != SG else Paper(SG, auth_bits=2048)
    envelope = enter(paper)

    @settings(max_examples=40, deadline=None)
    @given(
        st.fixed_dictionaries(
            {"ssid": nasty | st.just("Домашняя сеть 5 ")},
            optional={"psk_key": nasty, "username": nasty, "empty": st.just("")},
        )
    )
    def there_and_back(words: Mapping[str, str]) -> None:
        got = converse(transport(paper), luci.write(envelope, "admin/wireless?form=wireless_2g", words))
        assert got == {"operation": "write", **words}

    there_and_back()


@pytest.mark.parametrize("family", [family for family in ALL if family != V1_11])
def test_only_firmware_1_11_has_words_in_the_address(family: str) -> None:
    paper = old(family)
    envelope = enter(paper)
    ask = envelope.seal("admin/wireless?form=a&form=b", {}, "read")
    assert ask.target == f"/cgi-bin/luci/;stok={STOK}/admin/wireless?form=a&form=b"


def test_an_ax72_is_told_the_key_each_time_and_others_once() -> None:
    for family, carries in ((AX72, True), (SEALED, False)):
        paper = Paper(family)
        envelope = enter(paper)
        converse(transport(paper), luci.write(envelope, "admin/x?form=y", {"a": "b"}))
        assert paper.signs[-1].startswith("k=") is carries


def test_the_password_of_firmware_1_11_is_sealed_with_the_large_key() -> None:
    paper = Paper(V1_11)
    enter(paper)
    sent = paper.told[0]
    assert set(sent) == {"operation", "password"}
    raw = pow(int(sent["password"], 16), WIDE.d, WIDE.public_numbers.n).to_bytes(256)
    assert raw[:2] == b"\x00\x02"
    assert raw[2:].partition(b"\x00")[2].decode() == PASSWORD.reveal()


def test_sg_firmware_that_signs_the_other_way_is_tried_that_way_before_any_password_is_looked_at() -> None:
    paper = Paper(SG)
    paper.red = True
    line = transport(paper)
    card = cards.Card(SG)
    envelope = converse(line, luci.login(BASE, card, PASSWORD))
    assert len(paper.told) == 1  # one login was understood
    converse(line, luci.write(envelope, "admin/x?form=y", {"a": "b"}))
    assert paper.told[-1]["a"] == "b"


def test_a_sign_nobody_understands_is_a_lost_session_and_not_a_wrong_password() -> None:
    with pytest.raises(SessionLost):
        converse(transport(Paper(SG)), luci.login(BASE, cards.Card(SEALED), PASSWORD))


# The Archer C5400X.


def test_a_plain_password_for_a_c5400x_is_not_sent_and_the_way_out_is_named() -> None:
    paper = old(C5400X)
    with pytest.raises(WebPasswordNeeded) as needed:
        enter(paper, PASSWORD)
    assert paper.logins == 0
    for lang in ("en", "ru"):
        assert "form=login" in needed.value.next_step(lang)
        assert PASSWORD.reveal() not in needed.value.what(lang)


def test_what_a_browser_encrypted_is_sent_as_it_is() -> None:
    paper = old(C5400X)
    enter(paper)
    assert paper.told == [{"operation": "login", "username": "admin", "password": GIVEN.reveal()}]


def test_a_router_of_the_plain_kind_takes_such_a_password_too() -> None:
    paper = old(PLAIN)
    enter(paper, GIVEN)
    assert paper.told[0]["password"] == GIVEN.reveal()


# Who answers.


@pytest.mark.parametrize(
    ("paper", "family"),
    [
        (Paper(V1_11), V1_11),
        (Paper(SG, auth_bits=2048), SG),
        (Paper(SG), SEALED),  # with small keys it looks like its elder sister until it is asked
        (Paper(PLAIN, factory=ABSENT), PLAIN),
        (Paper(PLAIN), PLAIN),
        (Paper(C5400X, factory=ABSENT), C5400X),
        (Paper(SEALED), SEALED),
    ],
)
def test_each_is_known_after_three_questions_and_no_login(paper: Paper, family: str) -> None:
    line = transport(paper)
    card = converse(line, cards.identify(REDIRECT, BASE))
    assert card is not None
    assert card.family == family
    assert len(line.asked) <= 3
    assert all(ask.body == b"operation=read" for ask in line.asked)


def test_what_looks_alike_is_settled_by_one_question() -> None:
    for paper, before, after in (
        (Paper(SG), SEALED, SG),
        (Paper(SEALED), SG, SEALED),
        (Paper(V1_11), C5400X, V1_11),
        (Paper(C5400X), C5400X, C5400X),
    ):
        line = transport(paper)
        card = converse(line, cards.settle(BASE, cards.Card(before, unsure=True)))
        assert (card.family, card.unsure, len(line.asked)) == (after, False, 1)


def test_a_mark_of_another_kind_is_none() -> None:
    for told in (ok({"certification": ["US FCC"]}), ok({"certification": "SG CLS L1 STAGE2 not"}), ok([]), ABSENT):
        line = transport(lambda ask, told=told: said(told))  # type: ignore[misc]
        assert converse(line, cards.settle(BASE, cards.Card(SG, unsure=True))).family == SEALED


def test_a_key_under_another_name_is_found() -> None:
    def router(ask: Ask) -> Reply:
        if ask.body == b"operation=read":
            return said(ok({"key": pair_of(WIDE), "mode": "router"}))
        return said(ok({"stok": STOK}))

    assert converse(transport(router), luci.login(BASE, cards.Card(V1_11), PASSWORD)).stok == STOK


def test_a_small_key_where_a_large_one_belongs_gets_no_password() -> None:
    line = transport(lambda ask: said(ok({"password": pair_of(LONG)})))
    with pytest.raises(BadAnswer, match="1024 bits"):
        converse(line, luci.login(BASE, cards.Card(V1_11), PASSWORD))
    assert not any(ask.writes for ask in line.asked)


# Refusals.


@pytest.mark.parametrize("family", [SEALED, AX72, SG, V1_11])
def test_a_wrong_password_costs_one_attempt_and_the_rest_is_told(family: str) -> None:
    data = {"failureCount": 2, "attemptsAllowed": 8, "remainTime": 2, "errorcode": "-5002"}
    paper = Paper(family, answer={"success": False, "errorcode": "login failed", "data": data})
    with pytest.raises(WrongPassword, match="8 attempt"):
        enter(paper)
    assert paper.logins == 1


def test_a_time_left_without_a_unit_is_not_called_seconds() -> None:
    data = {"failureCount": 10, "attemptsAllowed": 0, "remainTime": 2}
    paper = Paper(SG, answer={"success": False, "errorcode": "exceeded max attempts", "data": data}, auth_bits=2048)
    with pytest.raises(LockedOut, match="names 2, without a unit"):
        enter(paper)


@pytest.mark.parametrize("family", [AX72, SG, V1_11])
def test_the_first_password_goes_in_the_same_envelope(family: str) -> None:
    paper = Paper(family)
    line = transport(paper)
    converse(line, luci.first_login(BASE, cards.Card(family), PASSWORD))
    assert form_of(line.asked[-1]) == "login?form=initial_login"
    assert paper.told[-1]["confirm"] == "true"


def test_nothing_secret_is_shown() -> None:
    paper = Paper(V1_11)
    envelope = enter(paper)
    ask = envelope.seal("admin/network?form=wan_ipv4_pppoe", {"password": "p4ss"}, "write")
    assert "p4ss" not in repr(ask) + ask.label + repr(envelope)
