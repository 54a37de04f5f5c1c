"""TP-Link's encryption envelope around the object interface, as the asking side seals and opens it.

``POST /cgi_gdpr?`` with a body of two lines: ``sign=`` (RSA over who asks and a number) and ``data=`` (AES over the
request). Inside is the text of ``tplink_objects``, or, on EX, VX and XX models (``/cgi_gdpr?9``), one JSON object.
Sources: [observed-tplink-wr841n-v14 §Login] before [tplink-web §2C.1-2C.2, §5.13].
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from urllib.parse import quote

from routercfg.dialects.tplink_crypto import Aes, PublicKey, rsa_nul, rsa_pkcs1
from routercfg.dialects.tplink_objects import (
    NO_SESSION,
    ROOT,
    Act,
    Block,
    Item,
    Sheet,
    acts_text,
    items_text,
    label,
    parse_answer,
    script_variables,
)
from routercfg.errors import AnotherAdministrator, BadAnswer, Part, SessionLost
from routercfg.secret import Secret
from routercfg.wire import Ask, Reply

_OPERATIONS: Final[Mapping[Act, str]] = {
    Act.GET: "go",
    Act.SET: "so",
    Act.ADD: "ao",
    Act.DEL: "do",
    Act.GL: "gl",
    Act.GS: "gs",
    Act.OP: "op",
    Act.CGI: "cgi",
}
BROWSER: Final = "Mozilla/5.0 (routercfg)"
_SMALLEST_KEY: Final = 512
_LARGEST_KEY: Final = 4096


class Session(Protocol):
    """A session with such a router, whatever its requests are wrapped in.

    ``many`` says whether several items may go into one request.
    """

    base: str
    many: bool

    def seal(self, items: Sequence[Item]) -> Ask:
        """Wrap items into one request."""

    def open(self, reply: Reply, page: str) -> Sheet:
        """Unwrap an answer. Raises SessionLost, AnotherAdministrator, BadAnswer."""


@dataclass(frozen=True, slots=True)
class Parm:
    """What ``getParm`` hands out: the RSA key for sign texts and the number they count from."""

    key: PublicKey
    seq: int


def parse_parm(text: str) -> Parm | None:
    """Read the answer of ``getParm``, as JavaScript variables or as JSON; None when it has no such key or number."""
    key, seq = parse_public(text), _told(text).get("seq", "")
    return Parm(key, int(seq)) if key is not None and re.fullmatch(r"\d{1,18}", seq) else None


def parse_public(text: str) -> PublicKey | None:
    """Read the key alone, which is all that some firmware hands out; None when there is none."""
    modulus, exponent = (_told(text).get(name, "").removeprefix("0x") for name in ("nn", "ee"))
    bits = len(modulus) * 4
    right = all(re.fullmatch(r"[0-9A-Fa-f]+", word) for word in (modulus, exponent))
    if not right or not _SMALLEST_KEY <= bits <= _LARGEST_KEY or bits % 8:
        return None
    if int(modulus, 16).bit_length() < bits - 8:
        return None
    return PublicKey(int(modulus, 16), int(exponent, 16), bits // 8)


def _told(text: str) -> dict[str, str]:
    told = script_variables(text)
    return told if "nn" in told else _json_texts(text)


def _json_texts(text: str) -> dict[str, str]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return {name: str(value) for name, value in told.items()} if isinstance(told, dict) else {}


def sign_pieces(text: str, key: PublicKey, *, padded: bool) -> str:
    """Encrypt a sign text piece by piece: PKCS#1 v1.5, or raw with NUL on the right [tplink-web §2C.2]."""
    raw = text.encode()
    size = key.size - 11 if padded else key.size
    pieces = (raw[at : at + size] for at in range(0, len(raw), size))
    return "".join(rsa_pkcs1(piece, key) if padded else rsa_nul(piece, key) for piece in pieces)


def session_hash(user: str, password: Secret) -> str:
    """Give ``h`` of the sign text: MD5 of user and password."""
    return hashlib.md5((user + password.reveal()).encode()).hexdigest()


@dataclass(slots=True)
class SealedSession:
    """The text dialect inside the envelope. ``padded`` is the RSA flavour; ``carries_key`` only holds at login."""

    base: str
    parm: Parm
    hash: str = field(repr=False)
    padded: bool
    aes: Aes = field(default_factory=Aes.fresh)
    cookie: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    carries_key: bool = True
    many: bool = True

    def seal(self, items: Sequence[Item]) -> Ask:
        """Wrap items; the action numbers are the first line of what is sealed."""
        text = f"{acts_text(items)}\r\n{items_text(items)}"
        return self._ask("/cgi_gdpr?", text, label(items), writes=any(item.writes for item in items))

    def _ask(self, target: str, text: str, page: str, *, writes: bool) -> Ask:
        sign, data = self.envelope(text)
        body = f"sign={sign}\r\ndata={data}\r\n".encode()
        return Ask("POST", target, headers(self.base, self.cookie, self.token), body, page, writes)

    def envelope(self, text: str) -> tuple[str, str]:
        """Give the sign text and the data of a request. ``s`` counts from the router's number by the data's length."""
        data = self.aes.seal(text.encode())
        sign = f"h={self.hash}&s={self.parm.seq + len(data)}"
        if self.carries_key:
            sign = f"key={self.aes.key}&iv={self.aes.vector}&{sign}"
        return sign_pieces(sign, self.parm.key, padded=self.padded), data

    def query(self, text: str) -> Ask:
        """Wrap a login for firmware that takes it in the URL (MR series) [tplink-web §2C.3]."""
        sign, data = self.envelope(text)
        target = f"/cgi/login?data={quote(data, safe='')}&sign={sign}&Action=1&LoginStatus=0&isMobile=0"
        return Ask("POST", target, headers(self.base, self.cookie), b"", "/cgi/login", writes=True)

    def open(self, reply: Reply, page: str) -> Sheet:
        """Unwrap an answer; logging out is answered in clear."""
        check_status(reply, page)
        return checked(parse_answer(self.plain(reply, page), page))

    def plain(self, reply: Reply, page: str) -> str:
        """Give the text of an answer. A dead session may get an empty body instead, or the login page.

        The latter: [ids 60398720546, 70351362526], of HB210 and XGB430v.
        """
        text = reply.text.strip()
        if not text or text.startswith("<") or "location.href" in text:
            raise SessionLost
        if text.startswith("[") or "$.ret" in text:
            return text
        return self.aes.open(bare(text), page).decode("utf-8", "replace")


@dataclass(slots=True)
class JsonSession(SealedSession):
    """The JSON dialect inside the envelope: one object per request [tplink-web §5.13]."""

    many: bool = False

    def seal(self, items: Sequence[Item]) -> Ask:
        """Wrap one item. Raises ValueError for more than one."""
        (item,) = items
        pairs = (line.partition("=") for line in item.lines)
        data = {"stack": item.stack, "pstack": item.parent, **{name: value for name, _, value in pairs}}
        told = {"data": data, "operation": _OPERATIONS[item.act], "oid": item.oid}
        text = json.dumps(told, ensure_ascii=False, separators=(",", ":")) + "\r\n"
        return self._ask("/cgi_gdpr?9", text, label(items), writes=item.writes)

    def open(self, reply: Reply, page: str) -> Sheet:
        """Unwrap an answer: JSON, or the lines of a program (``$.ret=0;``)."""
        check_status(reply, page)
        text = self.plain(reply, page).strip()
        if text.startswith("[cgi]") or text.startswith("[error]"):
            return checked(parse_answer(text, page))
        if text.startswith("$.ret") or text.startswith("var "):
            return Sheet((Block("cgi", 0, tuple(text.splitlines())),))
        try:
            told = json.loads(text)
        except (ValueError, RecursionError):
            told = None
        if not isinstance(told, dict):
            raise BadAnswer(page=page, detail=Part("reason.tplink-not-json"))
        return checked(_sheet(told))


def _sheet(told: Mapping[str, object]) -> Sheet:
    """Read the JSON of one object or a list of them."""
    code = re.fullmatch(r"-?\d+", str(told.get("errorcode", "0")))
    error = int(code[0]) if code else 1
    if told.get("success") is False and not error:
        error = 1
    data = told.get("data")
    rows = data if isinstance(data, list) else [data]
    blocks = []
    for row in rows:
        if isinstance(row, dict) and row:
            lines = tuple(f"{name}={_text(value)}" for name, value in row.items() if name not in {"stack", "pstack"})
            blocks.append(Block(str(row.get("stack", ROOT)), 0, lines))
    return Sheet(tuple(blocks), error)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def checked(sheet: Sheet) -> Sheet:
    """Give the sheet; raises SessionLost when its error says that we are not logged in."""
    if sheet.error in NO_SESSION:
        raise SessionLost
    return sheet


def check_status(reply: Reply, page: str) -> None:
    """Raise for an HTTP status that is no answer.

    500 with nothing in it is a dead session [observed-tplink-wr841n-v14 §Sessions]; 401 and 403 a cookie or token that
    no longer counts; 406 means that another administrator has the place [tplink-web §2B, §2C.4].
    """
    if reply.status == 406:
        raise AnotherAdministrator
    if reply.status in {401, 403, 500}:
        raise SessionLost
    if not 200 <= reply.status < 300:
        raise BadAnswer(page=page, detail=Part("reason.tplink-status", (("status", reply.status),)))


def headers(base: str, cookie: str = "", token: str = "", page: str = "") -> tuple[tuple[str, str], ...]:
    """Give the headers of a request; without a Referer of the router's own it answers 403.

    Some operators' models answer 406 to whoever does not call himself a browser [ids 60398720546, 70351362526].
    """
    found = [("Content-Type", "text/plain"), ("Referer", f"{base}/{page}"), ("User-Agent", BROWSER)]
    found += [("Cookie", cookie)] if cookie else []
    found += [("TokenID", token)] if token else []
    return tuple(found)


def bare(text: str) -> str:
    r"""Give the base64 of an answer that came with the sizes of its chunks still in it [tplink-web §7.1 trap 12].

    >>> bare("2c\r\nYcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y=\r\n0\r\n")
    'YcMf/020GkIwL9k0vSSCR1pF5KQTUHDhLVPT+wZ9C1Y='
    """
    lines = text.split()
    if len(lines) > 1 and re.fullmatch(r"[0-9a-fA-F]{1,4}", lines[0]):
        return "".join(line for line in lines[1:] if not re.fullmatch(r"[0-9a-fA-F]{1,4}", line))
    return text
