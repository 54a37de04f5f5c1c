"""What ASUSWRT prints: hand-made JSON, two ways of escaping, error numbers, cookies and the identity card."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote_to_bytes

from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    Captcha,
    LockedForGood,
    LockedOut,
    Part,
    RouterCfgError,
    SessionLost,
    WrongPassword,
)
from routercfg.wire import Reply

LONGEST_LOCK: Final = 3600  # seconds; the lock is 300 s, and numbers beyond an hour are no more sensible than -2130

_ENTRY: Final = re.compile(r'"([^"\\\n]+)"\s*:\s*"((?:[^"\\]|\\.)*)"', re.DOTALL)
_ENTITY: Final = re.compile(r"&#(-\d{1,3}|34|38|60|62|12[7-9]|1[3-9]\d|2[0-4]\d|25[0-5]|\d{1,2})")
_STATUS: Final = re.compile(r'"error_status"\s*:\s*"?(\d+)')
_LOCK: Final = re.compile(r'"remaining_lock_time"\s*:\s*"?(-?\d+)')
_LAST_TRY: Final = re.compile(r'"last_time_lock_warning"\s*:\s*"?1')
_BUSY: Final = re.compile(r"\bNologin\.asp")
_TO_LOGIN: Final = re.compile(r"location\.href\s*=\s*['\"]/?Main_Login\.asp")
_COOKIE: Final = re.compile(r"\b(asus_token|asus_s_token)=([A-Za-z0-9]+)")
_TOKEN: Final = re.compile(r'"(asus_token|asus_s_token)"\s*:\s*"([A-Za-z0-9]+)"')
_SESSION: Final = (1, 2, 5, 8)
"""No token, one that is unknown, nobody logged in, logged out [asus.md 2.4]."""
_REFERER: Final = {4: Part("reason.asus-no-referer"), 6: Part("reason.asus-other-referer")}
"""Apps need no Referer, so with these something between us has changed the request."""
_PACKET: Final = re.compile(r"'([^']*)','(\d+(?:\.\d+){4}\w*)','(\d*)','([0-9A-Fa-f:]{17})'")


@dataclass(frozen=True, slots=True)
class Card:
    """What a router tells without a login.

    ``generation`` is its way of logging in: ``v1``, ``v2`` (with a nonce), ``basic`` (before 380) or ``padavan``;
    ``mode`` is nvram's sw_mode, empty when not told; ``factory`` is true while x_Setting is not 1.
    """

    model: str
    firmware: str = ""
    mac: str = ""
    mode: str = ""
    factory: bool = False
    generation: str = "v1"


def raw_entries(text: str, page: str = "appGet.cgi") -> dict[str, str]:
    """Give every ``"key":"value"`` of an answer, still escaped; ``page`` is what a complaint names.

    The answer is no JSON one can rely on: a hook the firmware lacks leaves a bare comma, others print JavaScript.
    But no value holds a bare quotation mark, so the pairs stand out. [observed-asus-382, appGet.cgi]

    Raises BadAnswer when the answer does not begin and end as one does; HTTP here has no length, so a cut answer
    shows in nothing else [asus.md 1.1].
    """
    stripped = text.strip()
    if not (stripped.startswith("{") and stripped.endswith("}")):
        raise BadAnswer(page=page, detail="not a whole answer")
    return {found[1]: found[2] for found in _ENTRY.finditer(stripped)}


def decode_plain(value: str) -> str:
    r"""Undo the escaping of ``nvram_get``: ``&#NN`` without a semicolon, signed on some builds, and doubled ``\``.

    Before a digit the number is ambiguous; then it is read as the quotation mark, ampersand or angle bracket that it
    nearly always is. [observed-asus-382, appGet.cgi]

    >>> decode_plain("a&#34b&#38&#-61&#-87"), decode_plain("&#345")
    ('a"b&é', '"5')
    """
    plain = re.sub(r"\\(.)", r"\1", value)
    data = bytearray()
    at = 0
    for found in _ENTITY.finditer(plain):
        data += plain[at : found.start()].encode()
        data.append(int(found[1]) % 256)
        at = found.end()
    return word_of(bytes(data + plain[at:].encode()))


def decode_ascii(value: str) -> str:
    r"""Undo the escaping of ``nvram_char_to_ascii``: ``%XX`` of UTF-8 bytes, and the ``\[`` that no JSON has.

    >>> decode_ascii("a%22b%5Cc%3Cd%3E%26%C3%A9")
    'a"b\\c<d>&é'
    """
    return word_of(unquote_to_bytes(re.sub(r"\\(.)", r"\1", value)))


def word_of(data: bytes) -> str:
    """Give a router's bytes so that they can be written back: UTF-8, and what is none as lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


def shown(word: str) -> str:
    """Give a router's word so that it can be shown: where its bytes are no UTF-8, as Latin-1."""
    data = word.encode("utf-8", "surrogateescape")
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data.decode("latin-1")


def own_mac(text: str) -> str:
    """Give the MAC of the computer we ask from, as ``login_state_hook`` tells it; empty when it does not know."""
    found = re.search(r"login_mac_str\(\)\s*\{\s*return\s*'([0-9A-Fa-f:]{17})'", text)
    return found[1].upper() if found else ""


def features(text: str) -> dict[str, str]:
    """Give the map that ``get_ui_support`` prints; empty when it is not there.

    It ends with a comma too many, or in the middle of an entry [observed-asus-382, appGet.cgi].
    """
    found = re.search(r'"get_ui_support"\s*:\s*\{([^{}]*)', text)
    return dict(re.findall(r'"([^"]+)"\s*:\s*(-?\d+)', found[1])) if found else {}


def cookie_of(reply: Reply) -> str:
    """Give the session cookie ``name=token`` that a reply hands out, in the header or the body; empty when none."""
    for header in reply.headers_named("Set-Cookie"):
        if found := _COOKIE.search(header):
            return f"{found[1]}={found[2]}"
    found = _TOKEN.search(reply.text)
    return f"{found[1]}={found[2]}" if found else ""


def error_of(reply: Reply, page: str) -> RouterCfgError | None:
    """Give the error that a reply reports, None when it reports none. The status line is 200 either way.

    [observed-asus-382, error_status; asus.md 2.4 for 10 and 11]
    """
    text = reply.text
    found = _STATUS.search(text)
    if found is None:
        if _TO_LOGIN.search(text) or wants_basic(reply):
            return SessionLost()
        if _BUSY.search(text[:4000]):
            holder = held_by(reply)
            return AnotherAdministrator(who=Part("part.who", (("who", holder),)) if holder else "")
        return BadAnswer(page=page, detail=f"HTTP {reply.status}") if reply.status >= 400 else None
    number = int(found[1])
    if number in _SESSION:
        return SessionLost(why=Part(f"part.asus-{number}"))
    return _others(number, text) or BadAnswer(page=page, detail=_REFERER.get(number, f"error_status {number}"))


def wants_basic(reply: Reply) -> bool:
    """Say whether the reply asks for a name and password the HTTP way, as firmware before 380 does [asus.md 2.1]."""
    return reply.status == 401 and (reply.header("WWW-Authenticate") or "").lower().startswith("basic")


def _others(number: int, text: str) -> RouterCfgError | None:
    if number == 7:
        found = _LOCK.search(text)
        seconds = int(found[1]) if found else 0
        # the first answer after locking may say -2130 [observed-asus-382, Sessions]
        return LockedOut(wait=Part("part.wait", (("seconds", seconds),)) if 0 < seconds <= LONGEST_LOCK else "")
    if number == 3:  # of the nine tries before the lock that stays, the last one is announced [asus.md 2.4]
        return WrongPassword(left=Part("part.left", (("count", 1),)) if _LAST_TRY.search(text) else "")
    kinds = {9: AnotherAdministrator, 10: Captcha, 11: LockedForGood}
    return kinds[number]() if number in kinds else None


def is_asus(first: Reply) -> bool:
    """Say whether the reply to ``GET /`` is one of ASUSWRT: its own headers, or its server and its page names."""
    if first.header("AiHOMEAPILevel") is not None or first.header("Model_Name") is not None:
        return True
    if is_old(first):
        return True
    if not re.match(r"httpd/\d", first.header("Server") or ""):
        return False
    return bool(_STATUS.search(first.text) or re.search(r"Main_Login\.asp|QIS_\w*\.(?:htm|asp|cgi)", first.text))


def realm_of(first: Reply) -> str:
    """Give the model that a router which wants Basic names in its realm; empty when it is no ASUS by its name.

    Padavan's answer looks the same but for the server's name. [asus.md 1.8, 2.1]
    """
    if not wants_basic(first):
        return ""
    found = re.search(
        r'realm="((?:RT|DSL|TUF|GT|GS|4G|BRT|RP|EA|MAP|WL)-[^"]{1,40})"', first.header("WWW-Authenticate") or ""
    )
    return found[1] if found else ""


def is_old(first: Reply) -> bool:
    """Say whether the reply to ``GET /`` is one of firmware before 380, or of Padavan."""
    return bool(realm_of(first) or is_open(first) or (_is_old_server(first) and held_by(first)))


def is_open(first: Reply) -> bool:
    """Say whether the reply to ``GET /`` is a page that firmware before 380 shows without having seen a password.

    [the pages' title in ASUS's published sources]
    """
    return _is_old_server(first) and re.search(r"<title>\s*ASUS Wireless Router", first.text) is not None


def _is_old_server(first: Reply) -> bool:
    known = re.match(r"httpd(/\d|$)", first.header("Server") or "")
    return known is not None and first.status == 200 and first.header("Model_Name") is None


def held_by(first: Reply) -> str:
    """Give the address of whoever is logged in to firmware before 380 and keeps others out; empty when nobody is."""
    found = re.search(r"login_ip_str\W[^'\"]{0,30}['\"]([\d.]{7,15})['\"]", first.text)
    return found[1] if found else ""


def waits_for_setup(first: Reply) -> bool:
    """Say whether the reply to ``GET /`` is that of factory state: a cookie without a login, and the wizard."""
    return bool(cookie_of(first)) or "/QIS_wizard.htm" in first.text


def parse_card(text: str) -> Card | None:
    """Read get_webdavInfo.asp: three JavaScript arrays; None when it is something else [asus.md 1.4].

    The SSID in ``pktInfo`` stands before the rest, is not escaped and may hold quotes, so the last four fields that
    look like model, firmware, mode and MAC are taken.
    """
    found = _PACKET.findall(_inside(text, "pktInfo"))
    if not found:
        return None
    model, firmware, mode, mac = found[-1]
    app = re.findall(r"'([^']*)'", _inside(text, "toAPPInfo"))
    state = re.findall(r"'([^']*)'", _inside(text, "webdavInfo"))
    extend = _field(app, 5)
    return Card(
        model=_field(app, 3) or model,
        firmware=firmware if "_" in firmware or not extend else f"{firmware}_{extend}",
        mac=mac.upper(),
        mode=mode,
        factory=_field(state, 7) not in ("", "1"),
    )


def _inside(text: str, name: str) -> str:
    """Give what stands between the brackets of an array; the line above it, a comment, looks alike."""
    found = re.search(rf"^\s*{name}\s*=\s*\[(.*)\]\s*;?\s*$", text, re.MULTILINE)
    return found[1] if found else ""


def _field(fields: list[str], at: int) -> str:
    return fields[at] if at < len(fields) else ""


def missing(entries: Iterable[str], wanted: Iterable[str]) -> tuple[str, ...]:
    """Give the keys that were asked for and not answered: a sign of an answer that was cut."""
    there = set(entries)
    return tuple(key for key in wanted if key not in there)
