"""How the TP-Link blue interface is spoken: token-in-path JSON forms, with or without the sign/data envelope.

``POST /cgi-bin/luci/;stok=STOK/CONTROLLER?form=FORM``, an urlencoded body, a JSON answer. A *form* here is the text
after the token, ``admin/network?form=lan_ipv4``. The router keeps one session, held by the token in the path and the
cookie ``sysauth`` together. Sources: [observed-tplink-ax20] before [tplink-web §2A-4].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from routercfg.dialects.downloads import downloaded, file_name
from routercfg.dialects.tplink_crypto import PublicKey, parse_key, rsa_pkcs1
from routercfg.dialects.tplink_envelope import (
    ABSENT,
    Answer,
    AuthKey,
    Envelope,
    Fields,
    PlainEnvelope,
    SealedEnvelope,
    auth_key,
    error_part,
    flatten,
    text_of,
    unprefix,
)
from routercfg.dialects.tplink_luci_card import AUTH, KEYS, LOGIN, Card, key_pair
from routercfg.dialects.tplink_luci_variants import C5400X, PLAIN, VARIANTS
from routercfg.errors import (
    BadAnswer,
    LockedOut,
    Part,
    RouterCfgError,
    SessionLost,
    SettingRefused,
    WebPasswordNeeded,
    WrongMode,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.wire import Reply, Talk

SETTINGS_FILE: Final = "admin/firmware?form=config_multipart"

_FIRST: Final = "login?form=initial_login"
_LONGEST_PASSWORD: Final = 1024 // 8 - 11
"""Bytes that one RSA block of the smallest key can hold."""


def is_web_encrypted(password: Secret) -> bool:
    """Say whether this is no password but what a browser makes of one: 200 hexadecimal digits or more."""
    return re.fullmatch(r"[0-9A-Fa-f]{200,}", password.reveal()) is not None


def login(base: str, card: Card, password: Secret) -> Talk[Envelope]:
    """Log in with one attempt; the caller has made sure that the router is not in factory state.

    ``confirm`` is left out: with it the router would throw out whoever is logged in. Raises WrongPassword, LockedOut,
    AnotherAdministrator, WrongMode, WebPasswordNeeded, BadAnswer; SessionLost when the router understands no sign.
    """
    if card.family == C5400X or (card.family == PLAIN and is_web_encrypted(password)):
        return (yield from _given_login(base, password))
    words = yield from _password_words(base, card, password)
    return (yield from _login(base, card, password, words, LOGIN))


def first_login(base: str, card: Card, password: Secret) -> Talk[Envelope]:
    """Give a router in factory state its first password; that logs in as well.

    Source: [observed-tplink-ax20 §First boot]; that the other variants have the same form, each in its own envelope,
    is inferred [tplink-web §3A]. Raises SettingRefused when the router does not take the password (which it counts as
    a failed attempt).
    """
    words = yield from _password_words(base, card, password)
    return (yield from _login(base, card, password, words | {"confirm": "true"}, _FIRST))


def logout(envelope: Envelope) -> Talk[None]:
    """End the session, so that the owner's browser is let in again."""
    yield envelope.seal("admin/system?form=logout", {}, "write")


def settings_file(envelope: Envelope) -> Talk[tuple[str, bytes]]:
    """Fetch the router's own settings file and its name; this one request is never sealed.

    [observed-tplink-ax20 §Backup, tplink-web §4.11]. Raises SessionLost, BadAnswer.
    """
    session = PlainEnvelope(envelope.base, envelope.stok, envelope.cookie)
    ask = session.seal(SETTINGS_FILE, {}, "backup")
    reply = yield replace(ask, writes=False)
    if reply.status == 403 or reply.body.strip() == b'{"data":""}':  # what a dead session gets
        raise SessionLost
    return file_name(reply, "backup.bin"), downloaded(reply, SETTINGS_FILE)


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
        return rsa_pkcs1(_fitting(password), parse_key(answer.get(name), (1024, 2048), page))

    return {
        "old_acc": "admin",
        "new_acc": "admin",
        "old_pwd": sealed("old_pwd", old),
        "new_pwd": sealed("new_pwd", new),
        "cfm_pwd": sealed("cfm_pwd", new),
    }


# The login itself.


def _given_login(base: str, password: Secret) -> Talk[Envelope]:
    """Log in with a password that a browser has sealed, as clients do on the Archer C5400X [tplink-web §2A.4].

    How that router's page seals a password is in no source. Raises WebPasswordNeeded for a plain password, unsent.
    """
    if not is_web_encrypted(password):
        raise WebPasswordNeeded
    envelope = PlainEnvelope(base, shape="address")
    reply = yield envelope.seal(LOGIN, {"username": "admin", "password": password.reveal()}, "login")
    envelope.shape = "form"
    return _enter(envelope, reply, LOGIN)


def _password_words(base: str, card: Card, password: Secret) -> Talk[Fields]:
    """Seal the password with the key that the router hands out, and see that the device works as a router.

    The plain firmware hands it out to whoever reads ``form=login``, which is no login and harms no factory router.
    """
    variant, page = VARIANTS[card.family], LOGIN if card.family == PLAIN else KEYS
    answer = card.keys
    if answer is None:
        envelope = PlainEnvelope(base)
        reply = yield envelope.seal(page, {}, "read")
        answer = envelope.open(reply, page)
    if not answer.success:
        raise BadAnswer(page=page, detail=error_part(answer))
    mode = text_of(answer.fields(), "mode")
    if mode not in {"", "router"}:
        raise WrongMode(mode=mode)
    key: PublicKey = parse_key(key_pair(answer.fields()), variant.password_bits, page)
    return {"password": variant.seal_password(_fitting(password), key)}


def _login(base: str, card: Card, password: Secret, words: Mapping[str, str], page: str) -> Talk[Envelope]:
    """Send the login of this variant.

    A sealed one carries a fresh AES key. With a number that has gone stale another one is fetched once, and where a
    firmware may sign in two ways both are tried: a sign that is not understood is answered with 403 before the password
    is looked at, so that costs no attempt.
    """
    variant = VARIANTS[card.family]
    if not variant.schemes:
        plain = PlainEnvelope(base)
        reply = yield plain.seal(page, words, "login")
        plain.shape = variant.shape
        return _enter(plain, reply, page)
    tries: list[tuple[int, AuthKey | None]] = [(number, None) for number in range(len(variant.schemes))]
    for number, known in ([(0, card.auth)] if card.auth else []) + tries:
        scheme = variant.schemes[number]
        auth = known or (yield from _fresh_auth(base, variant.sign_bits))
        envelope = SealedEnvelope(base, auth, scheme.hash(password.reveal()), scheme=scheme)
        reply = yield envelope.seal(page, words, "login")
        if reply.status != 403:
            return _enter(envelope, reply, page)
    raise SessionLost


def _fresh_auth(base: str, bits: tuple[int, ...]) -> Talk[AuthKey]:
    envelope = PlainEnvelope(base)
    reply = yield envelope.seal(AUTH, {}, "read")
    return auth_key(envelope.open(reply, AUTH), bits, AUTH)


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
        wait = told.get("remainTime")  # of SG firmware; the unit is in no source
        return LockedOut(wait=Part("part.tplink-remains", (("count", wait),)) if wait else Part())
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
    if len(raw) > _LONGEST_PASSWORD:
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
