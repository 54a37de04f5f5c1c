"""How the TP-Link blue interface is spoken: token-in-path JSON forms, with or without the sign/data envelope.

``POST /cgi-bin/luci/;stok=STOK/CONTROLLER?form=FORM``, an urlencoded body, a JSON answer. A *form* here is the text
after the token, ``admin/network?form=lan_ipv4``. The router keeps one session, held by the token in the path and the
cookie ``sysauth`` together. Sources: [observed-tplink-ax20] before [tplink-web §2A-4].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from routercfg.dialects.tplink_crypto import (
    PASSWORD_BITS,
    SIGN_BITS,
    PublicKey,
    login_hash,
    parse_key,
    rsa_nul,
    rsa_pkcs1,
)
from routercfg.dialects.tplink_envelope import (
    ABSENT,
    Answer,
    AuthKey,
    Envelope,
    Fields,
    PlainEnvelope,
    SealedEnvelope,
    error_part,
    flatten,
    text_of,
    unprefix,
)
from routercfg.errors import (
    BadAnswer,
    LockedOut,
    Part,
    RouterCfgError,
    SessionLost,
    SettingRefused,
    WrongMode,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.wire import Reply, Talk

SEALED: Final = "tplink-luci"
PLAIN: Final = "tplink-luci-plain"
OWN_NAME: Final = "http://tplinkwifi.net"
"""The name by which these routers know themselves: a Referer for whoever does not know the address yet."""

_FACTORY: Final = "login?form=check_factory_default"


@dataclass(frozen=True, slots=True)
class Card:
    """What such a router tells without login; empty texts mean that it does not tell.

    ``factory`` is None when the firmware does not know the question. ``auth`` is kept for the login, because each
    question makes the router forget the previous number. ``variant`` names a way of logging in that this module does
    not speak; it is empty otherwise.
    """

    family: str
    model: str = ""
    hardware: str = ""
    firmware: str = ""
    factory: bool | None = None
    auth: AuthKey | None = field(default=None, repr=False)
    variant: str = ""


def identify(first: Reply, base: str = OWN_NAME) -> Talk[Card | None]:
    """Find out who answers, from the reply to ``GET /`` and at most three questions that need no login.

    None when it is not such a router. Nothing here costs a login attempt, and ``form=login`` is never posted.
    """
    if not _points_to_webpages(first):
        return None
    envelope = PlainEnvelope(base)
    default = yield from _question(envelope, _FACTORY)
    if default is None:
        return None
    auth = yield from _question(envelope, "login?form=auth")
    if auth is None:
        return None
    if not auth.success:  # the plain variant is older than the form that names the model
        return Card(PLAIN, factory=_factory(default))
    names = yield from _names(envelope)
    if _bits(auth.fields().get("key")) == 2048:
        return Card(SEALED, *names, _factory(default), variant="RSA 2048, SHA-256")
    return Card(SEALED, *names, _factory(default), _auth(auth))


def _names(envelope: PlainEnvelope) -> Talk[tuple[str, str, str]]:
    """Ask for model, hardware and firmware; empty texts where the firmware does not tell without login."""
    told = yield from _question(envelope, "login?form=get_firmware_info")
    fields = told.fields() if told is not None and told.success else {}
    return text_of(fields, "model"), text_of(fields, "hardware_version"), text_of(fields, "firmware_version")


def is_factory(base: str) -> Talk[bool | None]:
    """Ask whether the router waits for its first password; None when the firmware does not tell.

    Raises BadAnswer when what comes back is no answer of such a router.
    """
    envelope = PlainEnvelope(base)
    reply = yield envelope.seal(_FACTORY, {}, "read")
    try:
        return _factory(envelope.open(reply, _FACTORY))
    except SessionLost:  # firmware that wants even this question sealed, as in _question
        return None


def login(base: str, card: Card, password: Secret) -> Talk[Envelope]:
    """Log in with one attempt; the caller has made sure that the router is not in factory state.

    ``confirm`` is left out: with it the router would throw out whoever is logged in. Raises WrongPassword, LockedOut,
    AnotherAdministrator, WrongMode, BadAnswer.
    """
    if card.family == PLAIN:
        return (yield from _plain_login(base, password))
    key = yield from _password_key(base)
    words = {"password": rsa_pkcs1(_fitting(password), key)}
    return (yield from _sealed_login(base, card.auth, password, words))


def first_login(base: str, card: Card, password: Secret) -> Talk[Envelope]:
    """Give a router in factory state its first password; that logs in as well.

    Source: [observed-tplink-ax20 §First boot]; that the plain variant has the same form without envelope is inferred
    [tplink-web §3A]. Raises SettingRefused when the router does not take the password (which it counts as a failed
    attempt).
    """
    page = "login?form=initial_login"
    if card.family == PLAIN:
        envelope = PlainEnvelope(base)
        words = {"password": rsa_nul(_fitting(password), (yield from _plain_key(envelope)))}
        reply = yield envelope.seal(page, words | {"confirm": "true"}, "login")
        return _enter(envelope, reply, page)
    key = yield from _password_key(base)
    words = {"password": rsa_pkcs1(_fitting(password), key), "confirm": "true"}
    return (yield from _sealed_login(base, card.auth, password, words, page))


def logout(envelope: Envelope) -> Talk[None]:
    """End the session, so that the owner's browser is let in again."""
    yield envelope.seal("admin/system?form=logout", {}, "write")


def call(envelope: Envelope, form: str, words: Mapping[str, str], operation: str) -> Talk[Answer]:
    """Ask one form and give the answer, whatever it is. Raises SessionLost, BadAnswer."""
    reply = yield envelope.seal(form, words, operation)
    return envelope.open(reply, form)


def write(envelope: Envelope, form: str, words: Mapping[str, str]) -> Talk[Fields]:
    """Write one form and give what it reads afterwards. Raises SettingRefused with the router's own word."""
    answer = yield from call(envelope, form, words, "write")
    if not answer.success:
        raise SettingRefused(page=form, detail=answer.word or Part("reason.tplink-no-word"))
    return flatten(answer.fields())


def read_one(envelope: Envelope, form: str) -> Talk[Fields | None]:
    """Read one form; None when the router does not have it."""
    answer = yield from call(envelope, form, {}, "read")
    return flatten(answer.fields()) if _there(answer, form) else None


def read_many(envelope: Envelope, controller: str, names: Iterable[str]) -> Talk[dict[str, Fields] | None]:
    """Read several forms of a controller in one request: ``admin/network?form=a&form=b``.

    Gives what each form reads, without the prefix that the answer puts before each field. None when the router does
    not do this: it refuses, crashes, or answers without prefixes.
    """
    wanted = tuple(names)
    page = f"{controller}?" + "&".join(f"form={name}" for name in wanted)
    reply = yield envelope.seal(page, {}, "read")
    try:
        answer = envelope.open(reply, page)
    except BadAnswer:
        if reply.status < 500:
            raise
        return None
    return unprefix(flatten(answer.fields()), wanted) if answer.success else None


def account_words(answer: Mapping[str, object], old: Secret, new: Secret) -> Fields:
    """Give the words of ``administration?form=account`` for a new password, sealed with the keys it reads out.

    Raises BadAnswer when there are no usable keys. [tplink-web §4.7]
    """
    page = "admin/administration?form=account"

    def sealed(name: str, password: Secret) -> str:
        return rsa_pkcs1(_fitting(password), parse_key(answer.get(name), PASSWORD_BITS, page))

    return {
        "old_acc": "admin",
        "new_acc": "admin",
        "old_pwd": sealed("old_pwd", old),
        "new_pwd": sealed("new_pwd", new),
        "cfm_pwd": sealed("cfm_pwd", new),
    }


# The login itself.


def _plain_login(base: str, password: Secret) -> Talk[Envelope]:
    """Log in as on the Archer C1200: the password under textbook RSA, nothing else sealed [tplink-web §2A.4]."""
    envelope = PlainEnvelope(base)
    page = "login?form=login"
    key = yield from _plain_key(envelope)
    reply = yield envelope.seal(page, {"password": rsa_nul(_fitting(password), key)}, "login")
    return _enter(envelope, reply, page)


def _plain_key(envelope: PlainEnvelope) -> Talk[PublicKey]:
    """Ask for the key of the plain variant. Reading ``form=login`` is no login and harms no factory router."""
    page = "login?form=login"
    reply = yield envelope.seal(page, {}, "read")
    answer = envelope.open(reply, page)
    if not answer.success:  # firmware 1.11 logs in yet another way [tplink-web §2A.4 V1_11]
        raise BadAnswer(page=page, detail=error_part(answer))
    return parse_key(answer.fields().get("password"), PASSWORD_BITS, page)


def _password_key(base: str) -> Talk[PublicKey]:
    """Ask for the key that seals the password, and see that the device works as a router."""
    page = "login?form=keys"
    envelope = PlainEnvelope(base)
    reply = yield envelope.seal(page, {}, "read")
    answer = envelope.open(reply, page)
    if not answer.success:
        raise BadAnswer(page=page, detail=error_part(answer))
    mode = text_of(answer.fields(), "mode")
    if mode not in {"", "router"}:
        raise WrongMode(mode=mode)
    return parse_key(answer.fields().get("password"), PASSWORD_BITS, page)


def _sealed_login(
    base: str, known: AuthKey | None, password: Secret, words: Mapping[str, str], page: str = "login?form=login"
) -> Talk[Envelope]:
    """Send a login that carries a fresh AES key; with a number that has gone stale, fetch another one once.

    A wrong number is answered with 403 before the password is looked at, so that costs no attempt.
    """
    for auth in (known, None):
        fresh = auth or (yield from _fresh_auth(base))
        envelope = SealedEnvelope(base, fresh, login_hash(password.reveal()))
        reply = yield envelope.seal(page, words, "login")
        if reply.status == 403 and auth is not None:
            continue
        return _enter(envelope, reply, page)
    raise SessionLost


def _fresh_auth(base: str) -> Talk[AuthKey]:
    page = "login?form=auth"
    envelope = PlainEnvelope(base)
    reply = yield envelope.seal(page, {}, "read")
    return _auth(envelope.open(reply, page))


def _enter(envelope: PlainEnvelope | SealedEnvelope, reply: Reply, page: str) -> Envelope:
    """Take token and cookie from the answer to a login, or raise what it says instead."""
    answer = envelope.open(reply, page)
    if not answer.success:
        raise _refused(answer, page)
    stok = text_of(answer.fields(), "stok")
    if not re.fullmatch(r"[0-9A-Za-z]+", stok):
        raise BadAnswer(page=page, detail=Part("reason.tplink-no-token"))
    envelope.stok = stok
    cookies = (text.split(";")[0] for text in reply.headers_named("Set-Cookie"))
    envelope.cookie = next((text for text in cookies if text.startswith("sysauth=")), "")
    if isinstance(envelope, SealedEnvelope):
        envelope.carries_key = False
    return envelope


def _refused(answer: Answer, page: str) -> RouterCfgError:
    """Give the error for a refused login [observed-tplink-ax20 §Protocol, tplink-web §2A.3]."""
    told = flatten(answer.fields())
    if answer.word == "exceeded max attempts":
        wait = told.get("remainTime")
        return LockedOut(wait=Part("part.wait", (("seconds", wait),)) if wait else Part())
    if answer.word == "login failed":
        if page.endswith("initial_login"):
            return SettingRefused(page=page, detail=Part("reason.tplink-admin-password"))
        left = told.get("attemptsAllowed")
        return WrongPassword(left=Part("part.left", (("count", left),)) if left else Part())
    if answer.word == "have set":
        return BadAnswer(page=page, detail=Part("reason.tplink-have-set"))
    return BadAnswer(page=page, detail=error_part(answer))


def _fitting(password: Secret) -> bytes:
    """Give the bytes of a password that one RSA block can hold; longer ones no such router ever took."""
    raw = password.reveal().encode()
    if len(raw) > PASSWORD_BITS // 8 - 11:
        raise SettingRefused(page="login", detail=Part("reason.tplink-admin-password"))
    return raw


# Reading answers.


def _there(answer: Answer, page: str) -> bool:
    """Say whether a read found the form; raises BadAnswer when it failed in another way."""
    if answer.success:
        return True
    if answer.word in {ABSENT, ""}:  # some forms that the hardware lacks say only success false
        return False
    raise BadAnswer(page=page, detail=error_part(answer))


def _question(envelope: PlainEnvelope, form: str) -> Talk[Answer | None]:
    """Ask before login; None when what comes back is no answer of such a router at all.

    403 and an empty ``data`` mean that this firmware wants the form sealed: it is one of them, and does not tell.
    """
    reply = yield envelope.seal(form, {}, "read")
    try:
        return envelope.open(reply, form) if reply.status != 404 else None
    except SessionLost:
        return Answer(False, word=ABSENT)
    except BadAnswer:
        return None


def _points_to_webpages(first: Reply) -> bool:
    """Say whether the start page leads to /webpages/, by a redirect or by a small page [tplink-web §1 probe 1]."""
    if 300 <= first.status < 400:
        return urlsplit(first.header("Location") or "").path.startswith("/webpages/")
    return first.status == 200 and "/webpages/" in first.text.replace('"webpages/', '"/webpages/')


def _factory(answer: Answer) -> bool | None:
    default = answer.fields().get("is_default") if answer.success else None
    return default if isinstance(default, bool) else None


def _bits(pair: object) -> int:
    return len(pair[0]) * 4 if isinstance(pair, list) and pair and isinstance(pair[0], str) else 0


def _auth(answer: Answer) -> AuthKey:
    page = "login?form=auth"
    fields = answer.fields()
    key = parse_key(fields.get("key"), SIGN_BITS, page)
    seq = fields.get("seq")
    if not re.fullmatch(r"[0-9]{1,18}", str(seq)):
        raise BadAnswer(page=page, detail=Part("reason.tplink-no-key"))
    return AuthKey(key, int(str(seq)))
