"""The two shapes of a TP-Link session: requests go out plain or under the sign/data envelope; answers are JSON.

Sources: [observed-tplink-ax20 §Protocol] before [tplink-web §2A].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol, TypeAlias
from urllib.parse import quote, urlencode

from routercfg.dialects.tplink_crypto import Aes, PublicKey, data_hash, parse_key
from routercfg.dialects.tplink_luci_variants import MD5, Scheme
from routercfg.errors import AnotherAdministrator, BadAnswer, Part, SessionLost
from routercfg.wire import Ask, Reply

ABSENT: Final = "no such callback"
"""The error word for a form or operation that a firmware does not have."""

Fields: TypeAlias = dict[str, str]
Shape: TypeAlias = Literal["form", "json", "address"]


@dataclass(frozen=True, slots=True)
class AuthKey:
    """What ``login?form=auth`` hands out: the key for sign texts and the number they count from."""

    key: PublicKey
    seq: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer, opened. ``word`` is the router's own error word, empty on success."""

    success: bool
    data: object = field(default=None, repr=False)
    word: str = ""

    def fields(self) -> dict[str, object]:
        """Give the data as fields; a list or an empty Lua table is no fields."""
        return self.data if isinstance(self.data, dict) else {}


class Envelope(Protocol):
    """A session: how its requests are wrapped and its answers unwrapped."""

    base: str
    stok: str
    cookie: str

    def seal(self, form: str, words: Mapping[str, str], operation: str) -> Ask:
        """Wrap one request."""

    def open(self, reply: Reply, page: str) -> Answer:
        """Unwrap an answer. Raises BadAnswer, and SessionLost when the router no longer knows the session."""


@dataclass(slots=True)
class PlainEnvelope:
    """The plain variants (Archer C1200, C7 v4, early C6 v2; firmware 1.11), and what precedes the login of the others.

    ``shape`` says how a request carries its words; a session begins as a ``form`` and may go on as ``json``.
    """

    base: str
    stok: str = field(default="", repr=False)
    cookie: str = field(default="", repr=False)
    shape: Shape = "form"

    def seal(self, form: str, words: Mapping[str, str], operation: str) -> Ask:
        """Wrap one request: as urlencoded text, as a JSON object, or wholly in the address.

        Beside the JSON object everything stands in the address as well: which of the two firmware 1.11 reads is not
        known, and the one client that is known to work with it sends both [py client/c6u.py, tplink-web §2A.1].
        """
        encoded = _encode(words, operation)
        if self.shape == "form":
            return _ask(self, form, operation, encoded)
        body = json.dumps({"operation": operation, **words}, ensure_ascii=False) if self.shape == "json" else ""
        return _ask(self, form, operation, body, f"&{encoded}")

    def open(self, reply: Reply, page: str) -> Answer:
        """Unwrap an answer."""
        if reply.status == 403:
            raise SessionLost
        if reply.status == 404 or b"root node" in reply.body:  # LuCI's own page for a controller it does not have
            return Answer(False, word=ABSENT)
        if reply.status >= 500:
            raise BadAnswer(page=page, detail=Part("reason.tplink-crashed"))
        return _answer(reply.text, page)


@dataclass(slots=True)
class SealedEnvelope:
    """The sign/data variants: AES for the body, and a sign that proves who sealed it, made as ``scheme`` says.

    ``carries_key`` is true for the one request that tells the router the AES key, the login. Nothing of a body is
    repeated in the address: SG firmware refuses that [tplink-web §2A.4].
    """

    base: str
    auth: AuthKey
    hash: str = field(repr=False)
    aes: Aes = field(default_factory=Aes.fresh)
    stok: str = field(default="", repr=False)
    cookie: str = field(default="", repr=False)
    carries_key: bool = True
    scheme: Scheme = MD5

    def seal(self, form: str, words: Mapping[str, str], operation: str) -> Ask:
        """Wrap one request. ``s`` is the number plus the length of the base64 text before urlencoding."""
        data = self.aes.seal(_encode(words, operation).encode())
        if self.scheme.replaces_hash and not self.carries_key:
            self.hash = data_hash(data)
        make = self.scheme.login if self.carries_key else self.scheme.later
        sign = make(f"h={self.hash}&s={self.auth.seq + len(data)}", self.aes, self.auth.key)
        return _ask(self, form, operation, f"sign={sign}&data={quote(data, safe='')}")

    def open(self, reply: Reply, page: str) -> Answer:
        """Unwrap an answer: ``{"data": base64}``, or bare base64 when the router's own program crashed."""
        if reply.status == 403:  # the hash or the number is not the one the router expects
            raise SessionLost
        if reply.status == 404:  # an unknown controller crashes the same way [observed-tplink-ax20 §Protocol]
            return Answer(False, word=ABSENT)
        if reply.status >= 500:
            self.aes.open(reply.text, page)  # a crash of theirs decrypts; its contents are nobody's business
            raise BadAnswer(page=page, detail=Part("reason.tplink-crashed"))
        outer = _json(reply.text, page)
        sealed = outer.get("data")
        if sealed == "" and "success" not in outer:
            raise SessionLost  # what a dead cookie gets; it cannot be decrypted
        if not isinstance(sealed, str):
            return _sort(outer, page)
        return _answer(self.aes.open(sealed, page).decode("utf-8", "replace"), page)


def auth_key(answer: Answer, bits: int | tuple[int, ...], page: str) -> AuthKey:
    """Read what ``login?form=auth`` hands out. Raises BadAnswer when there is no such key or number in it."""
    fields = answer.fields()
    key = parse_key(fields.get("key"), bits, page)
    seq = fields.get("seq")
    if not re.fullmatch(r"[0-9]{1,18}", str(seq)):
        raise BadAnswer(page=page, detail=Part("reason.tplink-no-key"))
    return AuthKey(key, int(str(seq)))


def unprefix(fields: Fields, names: Iterable[str]) -> dict[str, Fields] | None:
    """Sort prefixed fields by form; None when a field has no prefix. The longest name that fits is the form's.

    >>> unprefix({"a_x": "1", "a_b_x": "2"}, ["a", "a_b"])
    {'a': {'x': '1'}, 'a_b': {'x': '2'}}
    """
    found: dict[str, Fields] = {}
    ordered = sorted(names, key=len, reverse=True)
    for key, value in fields.items():
        name = next((name for name in ordered if key.startswith(name + "_")), None)
        if name is None:
            return None
        found.setdefault(name, {})[key.removeprefix(name + "_")] = value
    return found


def flatten(fields: Mapping[str, object], prefix: str = "") -> Fields:
    """Turn JSON values into texts: a list of texts becomes words with blanks between, an inner table dotted names.

    >>> flatten({"a": True, "b": ["1", "2"], "c": {"d": 3}})
    {'a': 'true', 'b': '1 2', 'c.d': '3'}
    """
    found: Fields = {}
    for key, value in fields.items():
        if isinstance(value, dict):
            found |= flatten(value, f"{prefix}{key}.")
        elif isinstance(value, list):
            found[prefix + key] = " ".join(_plain(item) for item in value)
        else:
            found[prefix + key] = _plain(value)
    return found


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def text_of(fields: Mapping[str, object], key: str) -> str:
    """Give a field when it is text, else nothing."""
    value = fields.get(key)
    return value if isinstance(value, str) else ""


def error_part(answer: Answer) -> Part:
    """Give the words for an error nobody foresaw: the router's own word."""
    return Part("reason.tplink-error", (("word", answer.word),)) if answer.word else Part("reason.tplink-no-word")


def _ask(envelope: PlainEnvelope | SealedEnvelope, form: str, operation: str, body: str, query: str = "") -> Ask:
    kind = "application/json" if query and body else "application/x-www-form-urlencoded"
    headers = [("Content-Type", kind), ("Referer", f"{envelope.base}/webpages/index.html")]
    if envelope.cookie:
        headers.append(("Cookie", envelope.cookie))
    target = f"/cgi-bin/luci/;stok={envelope.stok}/{form}{query}"
    return Ask("POST", target, tuple(headers), body.encode(), f"{form} {operation}", writes=operation != "read")


def _encode(words: Mapping[str, str], operation: str) -> str:
    return urlencode({"operation": operation, **words}, quote_via=quote, safe="")


def _json(text: str, page: str) -> dict[str, object]:
    try:
        outer = json.loads(text)
    except (ValueError, RecursionError):
        outer = None
    if not isinstance(outer, dict):
        raise BadAnswer(page=page, detail=Part("reason.tplink-not-json"))
    return outer


def _answer(text: str, page: str) -> Answer:
    outer = _json(text, page)
    if outer.get("data") == "" and "success" not in outer:
        raise SessionLost
    return _sort(outer, page)


def _sort(outer: Mapping[str, object], page: str) -> Answer:
    """Make an Answer; raise for the errors that mean the same on every page [tplink-web §2A.1]."""
    names = ("errorcode", "errorCode", "error_code", "error")
    word = next((str(outer[name]) for name in names if outer.get(name)), "")
    answer = Answer(outer.get("success") is True, outer.get("data"), word)
    if answer.success:
        return answer
    if word == "timeout":
        raise SessionLost
    if word == "user conflict":
        who = text_of(answer.fields(), "logined_ip")
        raise AnotherAdministrator(who=Part("part.who", (("who", who),)) if who else Part())
    if word == "auto upgrading":
        raise BadAnswer(page=page, detail=Part("reason.tplink-upgrading"))
    return answer
