"""How the ASUS web server takes requests apart and how it spells values [observed-asus-382 §appGet, asus §4.1]."""

from __future__ import annotations

import ast
import json
import re
import time
from dataclasses import dataclass
from typing import Final

from routercfg.wire import Ask

BODY_LIMIT: Final = 65534
"""The body is read as one line of at most that many bytes."""

_PERCENT: Final = re.compile(rb"%([0-9A-Fa-f]{2})")


@dataclass(frozen=True)
class Call:
    """One request as the web server understands it.

    ``page`` is the path without its first slash, ``app`` tells the vendor's app from a browser, ``dut`` is the app
    that gets the extra headers.
    """

    method: str
    page: str
    query: str
    body: bytes
    headers: dict[str, str]
    client: str
    cookie: str = "asus_token"

    @classmethod
    def of(cls, ask: Ask, client: str, cookie: str = "asus_token") -> Call:
        """Make a call of a request; ``cookie`` is the name under which this web server looks for the token."""
        path, _, query = ask.target.partition("?")
        headers = {name.lower(): text for name, text in ask.headers}
        return cls(ask.method, path[1:], query, ask.body, headers, client, cookie)

    @property
    def head_length(self) -> int:
        """About how many bytes request line and headers have."""
        lines = (len(name) + len(value) + 4 for name, value in self.headers.items())
        return len(self.method) + len(self.page) + len(self.query) + 14 + sum(lines)

    @property
    def agent(self) -> str:
        """The whole User-Agent: a token is bound to it."""
        return self.headers.get("user-agent", "")

    @property
    def host(self) -> str:
        """The Host header."""
        return self.headers.get("host", "")

    @property
    def app(self) -> bool:
        """Tell whether it is the vendor's app: ``asusrouter-`` and at least three dash-separated fields."""
        fields = self.agent.split("-")
        return fields[0] == "asusrouter" and len(fields) >= 3

    @property
    def dut(self) -> bool:
        """Tell whether it is the app framework that is told the model in every header."""
        return self.app and self.agent.split("-")[2] == "DUTUtil"

    @property
    def token(self) -> str:
        """The session's token: up to 31 letters after ``asus_token=`` wherever that stands [asus §2.2]."""
        _, found, rest = self.headers.get("cookie", "").partition(f"{self.cookie}=")
        return rest[:31].partition(";")[0] if found else ""

    @property
    def referer_host(self) -> str | None:
        """Host and port of the Referer; also a bare ``HOST`` counts. None when there is no Referer."""
        referer = self.headers.get("referer")
        if not referer:
            return None
        _, found, rest = referer.partition("//")
        return (rest if found else referer).partition("/")[0]

    @property
    def line(self) -> bytes:
        """What is read of the body: it ends at the first newline."""
        return self.body[:BODY_LIMIT].partition(b"\n")[0]

    def words(self) -> dict[str, str]:
        """Give the parameters of query and body, separated by ``&`` or ``;``."""
        return parameters(self.query.encode("latin-1")) | parameters(self.line)

    def apply_words(self) -> dict[str, str]:
        """Give an apply's parameters: those of a JSON body alone, otherwise of query and form."""
        found = _json_words(self.line)
        return self.words() if found is None else found


def uptime_text() -> str:
    """Give the time and how long the router runs, as several pages print it; a paper router runs for an hour."""
    return time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime()) + "(3600 secs since boot)"


def parameters(raw: bytes) -> dict[str, str]:
    """Cut at ``&`` and ``;``, undo the escapes of each piece, then cut at the first ``=`` — in this order.

    So ``hook%3Dnvram_get(x)`` is understood too, as some clients send it.
    """
    words: dict[str, str] = {}
    for piece in re.split(rb"[&;]", raw):
        name, found, value = text(unescape(piece)).partition("=")
        if found:
            words[name] = value
    return words


def unescape(raw: bytes) -> bytes:
    """Undo ``%XX`` and ``+``."""
    return _PERCENT.sub(lambda match: bytes([int(match[1], 16)]), raw.replace(b"+", b" "))


def text(raw: bytes) -> str:
    """Keep any bytes as text; those that are no UTF-8 become surrogates."""
    return raw.decode("utf-8", "surrogateescape")


def octets(value: str) -> bytes:
    """Give back the bytes of a text."""
    return value.encode("utf-8", "surrogateescape")


def _json_words(line: bytes) -> dict[str, str] | None:
    """Read a JSON body, whose escapes are undone before it is parsed; single quotes are tolerated [asus §5.2]."""
    decoded = text(unescape(line)).strip()
    if not decoded.startswith("{"):
        return None
    try:
        found = json.loads(decoded)
    except ValueError:
        try:
            found = ast.literal_eval(decoded)
        except (ValueError, SyntaxError):
            return None
    return {_whole(str(key)): _whole(str(value)) for key, value in found.items()} if isinstance(found, dict) else None


def _whole(value: str) -> str:
    r"""Make half a character (JSON's ``\ud800`` alone) into the bytes it would be, so that it can be stored."""
    try:
        octets(value)
    except UnicodeEncodeError:
        return text(value.encode("utf-8", "surrogatepass"))
    return value


def printed(value: str, *, app: bool, signed: bool) -> str:
    """Spell a value as ``nvram_get`` prints it: ``&#34`` without a semicolon, a backslash doubled only for apps."""
    return "".join(_printed(byte, app, signed) for byte in octets(value))


def _printed(byte: int, app: bool, signed: bool) -> str:
    if byte > 127:
        return f"&#{byte - 256 if signed else byte}"
    if byte < 32 or byte == 127 or chr(byte) in '"&<>':
        return f"&#{byte}"
    return "\\\\" if byte == 92 and app else chr(byte)


def percented(value: str) -> str:
    r"""Spell a value as ``nvram_char_to_ascii`` does: letters and digits, ``%XX`` for the rest, ``\[`` and ``\]``."""
    return "".join(_percented(byte) for byte in octets(value))


def _percented(byte: int) -> str:
    if byte < 128 and chr(byte).isalnum():
        return chr(byte)
    if chr(byte) in "[]":
        return "\\" + chr(byte)
    return "" if byte < 32 or byte == 127 else f"%{byte:02X}"
