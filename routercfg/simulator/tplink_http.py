"""The blue interface's URLs, bodies and answers as bytes.

The shape of answers follows the transcripts: no length, the connection closes behind each one
[observed-tplink-ax20 §First boot on the wire].
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl, unquote

from routercfg.simulator.tplink_call import Answer
from routercfg.wire import Ask

_CGI: Final = re.compile(r"/cgi-bin/luci/;stok=([^/]*)/([^?]*)")
_COOKIE: Final = re.compile(r"(?:^|;\s*)sysauth=([^;\s]*)")
_REASONS: Final = {
    200: "OK",
    302: "Found",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    500: "Internal Server Error",
}
JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Page:
    """A CGI request taken apart. ``query`` holds everything in the URL but ``form``."""

    stok: str = field(repr=False)
    controller: str
    forms: tuple[str, ...]
    query: dict[str, str] = field(repr=False)
    cookie: str = field(repr=False)


def page_of(ask: Ask) -> Page | None:
    """Take a request's URL apart; None when it is none of the CGI's."""
    found = _CGI.match(ask.target)
    if found is None:
        return None
    pairs = _pairs(ask.target.partition("?")[2])
    forms = tuple(text for key, text in pairs if key == "form")
    query = {key: text for key, text in pairs if key != "form"}
    cookie = _COOKIE.search(_header(ask, "cookie"))
    return Page(found[1], unquote(found[2]), forms, query, cookie[1] if cookie else "")


def _header(ask: Ask, name: str) -> str:
    return next((text for key, text in ask.headers if key.lower() == name), "")


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="replace")


def words_of(text: str) -> dict[str, str]:
    """Read fields from urlencoded text or, as one client sends them, from a JSON object [tplink-web 2A.1]."""
    if text.lstrip().startswith("{"):
        try:
            sent = json.loads(text)
        except ValueError:
            return {}
        return {str(key): value if isinstance(value, str) else json.dumps(value) for key, value in sent.items()}
    return dict(_pairs(text))


def is_form(ask: Ask) -> bool:
    """Tell whether a request says that its body is a form, or JSON."""
    kind = _header(ask, "content-type").partition(";")[0].strip().lower()
    return kind in ("application/x-www-form-urlencoded", JSON)


def join_words(query: dict[str, str], text: str) -> dict[str, str] | None:
    """Join what URL and body say the way SG firmware does; None for a field that both say.

    A body that is a JSON object may repeat what the URL says: on a BE220 that is the way to write
    [tplink-web 2A.4, SG specifics].
    """
    said = words_of(text)
    if not text.lstrip().startswith("{") and said.keys() & query.keys():
        return None
    return {**query, **said}


def envelope_of(body: bytes) -> tuple[str, str] | None:
    """Give (sign, data) of a sealed body, or None; ``sign`` has to come first [tplink-web 2A.3, point 6]."""
    words = words_of(body.decode("latin-1"))
    if list(words)[:2] != ["sign", "data"]:
        return None
    return words["sign"], words["data"]


def parts_of(ask: Ask) -> dict[str, bytes]:
    """Give the parts of a multipart body by name; empty when it is none."""
    found = re.search(r'multipart/form-data;.*boundary="?([^";]+)', _header(ask, "content-type"), re.IGNORECASE)
    if found is None:
        return {}
    parts: dict[str, bytes] = {}
    for piece in ask.body.split(b"--" + found[1].encode("latin-1"))[1:]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        name = re.search(rb'[; ]name="([^"]*)"', head)
        if blank and name:
            parts[name[1].decode("utf-8", "replace")] = content.removesuffix(b"\r\n")
    return parts


def dump(answer: Answer) -> str:
    """Write an answer as the firmware does: no blanks, letters as they are."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def response(status: int, kind: str = "", body: bytes = b"", more: Iterable[tuple[str, str]] = ()) -> bytes:
    """Give a whole answer; ``more`` are headers that come before the content's own."""
    lines = [f"HTTP/1.1 {status} {_REASONS[status]}", "Connection: close"]
    lines += [f"{name}: {text}" for name, text in more]
    if kind:
        lines += [f"Content-Type: {kind}", "Cache-Control: no-cache", "Expires: 0"]
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def json_response(answer: Answer, cookie: str = "") -> bytes:
    """Give a JSON answer, with a new session's cookie if there is one."""
    given = [("Set-Cookie", f"sysauth={cookie};path=/cgi-bin/luci")] if cookie else []
    return response(200, JSON, dump(answer).encode("utf-8"), given)
