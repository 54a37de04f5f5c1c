"""Who answers on TP-Link's blue interface, and which variant of it: questions that need no login and cost no attempt.

Sources: [tplink-web §1, §2A.4], [observed-tplink-ax20 §Protocol].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit

from routercfg.dialects.tplink_envelope import ABSENT, Answer, AuthKey, PlainEnvelope, auth_key, text_of
from routercfg.dialects.tplink_luci_variants import C5400X, CERTIFICATES, PLAIN, SEALED, SG, V1_11, VARIANTS
from routercfg.errors import BadAnswer, SessionLost
from routercfg.wire import Reply, Talk

OWN_NAME: Final = "http://tplinkwifi.net"
"""The name by which these routers know themselves: a Referer for whoever does not know the address yet."""

FACTORY: Final = "login?form=check_factory_default"
AUTH: Final = "login?form=auth"
KEYS: Final = "login?form=keys"
LOGIN: Final = "login?form=login"
_MARKS: Final = "device_config?form=config"
_NAMES: Final = "login?form=get_firmware_info"


@dataclass(frozen=True, slots=True)
class Card:
    """What such a router tells without login; empty texts mean that it does not tell.

    ``factory`` is None when the firmware does not know the question. ``auth`` and ``keys`` are kept for the login:
    the first because each question makes the router forget the previous number, the second to ask once.
    ``unsure`` means that ``settle`` has another question to ask before anything is sent under this family.
    ``variant`` names a way of logging in that is not spoken here; it is empty otherwise.
    """

    family: str
    model: str = ""
    hardware: str = ""
    firmware: str = ""
    factory: bool | None = None
    auth: AuthKey | None = field(default=None, repr=False)
    variant: str = ""
    keys: Answer | None = field(default=None, repr=False, compare=False)
    unsure: bool = field(default=False, compare=False)


def identify(first: Reply, base: str = OWN_NAME) -> Talk[Card | None]:
    """Find out who answers, from the reply to ``GET /`` and at most three questions that need no login.

    None when it is not such a router. Nothing here costs a login attempt: ``form=login`` is at most read.
    """
    if not _points_to_webpages(first):
        return None
    envelope = PlainEnvelope(base)
    default = yield from _question(envelope, FACTORY)
    auth = (yield from _question(envelope, AUTH)) if default is not None else None
    if default is None or auth is None:
        return None
    if not auth.success:
        return (yield from _unsealed(envelope, _factory(default)))
    if _bits(auth.fields().get("key")) == 2048:
        if (yield from _has_marks(envelope)):
            return Card(SG, factory=_factory(default), auth=auth_key(auth, VARIANTS[SG].sign_bits, AUTH))
        return Card(SEALED, factory=_factory(default), variant="RSA 2048, SHA-256")
    names = yield from _names(envelope)
    return Card(SEALED, *names, _factory(default), auth_key(auth, VARIANTS[SEALED].sign_bits, AUTH))


def _unsealed(envelope: PlainEnvelope, factory: bool | None) -> Talk[Card]:
    """Tell the variants apart that know no ``form=auth``.

    Firmware 1.11 has a key of 2048 bits; that it knows the question for factory state, which the Archer C1200 does not,
    is inferred. Where neither form hands out a key there is only what a browser has sealed: the Archer C5400X.
    """
    if factory is not None:
        keys = yield from _question(envelope, KEYS)
        if keys is not None and _is_of_1_11(keys):
            return Card(V1_11, factory=factory, keys=keys)
        return Card(PLAIN, factory=factory)
    keys = yield from _question(envelope, LOGIN)
    if keys is not None and keys.success:
        return Card(PLAIN, factory=factory, keys=keys)
    return Card(C5400X, factory=factory, unsure=True)


def settle(base: str, card: Card) -> Talk[Card]:
    """Ask the question that decides between two families where the first questions did not.

    SG firmware and its older sister can look alike until ``device_config`` is asked (both exist for the Archer AX12 and
    AX55); firmware 1.11 without a question for factory state looks like a C5400X until ``form=keys`` is.
    """
    envelope = PlainEnvelope(base)
    if card.family == C5400X:
        keys = yield from _question(envelope, KEYS)
        if keys is not None and _is_of_1_11(keys):
            card = replace(card, family=V1_11, keys=keys)
        return replace(card, unsure=False)
    marked = yield from _has_marks(envelope)
    return replace(card, family=SG if marked else SEALED, unsure=False)


def is_factory(base: str) -> Talk[bool | None]:
    """Ask whether the router waits for its first password; None when the firmware does not tell.

    Raises BadAnswer when what comes back is no answer of such a router.
    """
    envelope = PlainEnvelope(base)
    reply = yield envelope.seal(FACTORY, {}, "read")
    try:
        return _factory(envelope.open(reply, FACTORY))
    except SessionLost:  # firmware that wants even this question sealed, as in _question
        return None


def key_pair(fields: Mapping[str, object]) -> object:
    """Give the pair that seals a password; one firmware calls it otherwise (Archer BE550 v2, tplink-web §2A.2)."""
    return fields.get("password") or fields.get("key")


def _names(envelope: PlainEnvelope) -> Talk[tuple[str, str, str]]:
    """Ask for model, hardware and firmware; empty texts where the firmware does not tell without login."""
    told = yield from _question(envelope, _NAMES)
    fields = told.fields() if told is not None and told.success else {}
    return text_of(fields, "model"), text_of(fields, "hardware_version"), text_of(fields, "firmware_version")


def _has_marks(envelope: PlainEnvelope) -> Talk[bool]:
    """Ask whether the firmware has one of the marks that switch SG sealing on; older firmware does not know this."""
    told = yield from _question(envelope, _MARKS)
    marks = told.fields().get("certification") if told is not None and told.success else None
    return isinstance(marks, list) and any(mark in CERTIFICATES for mark in marks if isinstance(mark, str))


def _question(envelope: PlainEnvelope, form: str) -> Talk[Answer | None]:
    """Ask before login; None when what comes back is no answer of such a router at all.

    403 and an empty ``data`` mean that this firmware wants the form sealed: it is one of them, and does not tell. A
    number for the error, and no ``success``, is how Deco answers, which has other forms [tplink-web §2A.4].
    """
    reply = yield envelope.seal(form, {}, "read")
    if re.search(r'"error_code"\s*:\s*-?\d', reply.text) and '"success"' not in reply.text:
        return None
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


def _is_of_1_11(keys: Answer) -> bool:
    return keys.success and _bits(key_pair(keys.fields())) in VARIANTS[V1_11].password_bits


def _bits(pair: object) -> int:
    return len(pair[0]) * 4 if isinstance(pair, list) and pair and isinstance(pair[0], str) else 0
