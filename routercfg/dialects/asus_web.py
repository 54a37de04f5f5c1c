"""The web language of ASUSWRT 380 and later, spoken as a client: log in, read, write, log out.

Every request goes out as an app (``asusrouter-…-DUTUtil-…``): then no Referer is wanted, errors come as JSON, and no
browser session is thrown out [observed-asus-382, Requests 4; asus.md 0]. A token holds for one User-Agent, so there is
one for all. Errors of the wire are raised as the classes of ``routercfg.errors``.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import md5
from typing import Final
from urllib.parse import quote, quote_plus, urlencode

from routercfg.dialects.asus_keys import FREE_TEXT, too_long
from routercfg.dialects.asus_text import (
    Card,
    cookie_of,
    decode_ascii,
    decode_plain,
    error_of,
    is_asus,
    missing,
    parse_card,
    raw_entries,
    waits_for_setup,
)
from routercfg.errors import BadAnswer, Part, SettingRefused
from routercfg.wire import Ask, Reply, Talk

USER_AGENT: Final = "asusrouter-routercfg-DUTUtil-1.0.0.1"
FACTORY_NAME: Final = "admin"
FACTORY_PASSWORD: Final = "admin"  # noqa: S105  what every unit of 380-384 has after a reset
LONGEST_SERVICES: Final = 256  # characters of rc_service [asus.md 5.6]

_FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
_JSON: Final = ("Content-Type", "application/json")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reading brought: nvram values by key, and the whole text for hooks that print no pairs."""

    values: Mapping[str, str] = field(repr=False)
    text: str = field(repr=False)


def _headers(cookie: str, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    # The server takes whatever follows the text "asus_token" in the header, so it is the only cookie [asus.md 2.2].
    session = (("Cookie", cookie),) if cookie else ()
    return (("User-Agent", USER_AGENT), *session, *more)


def get(path: str, cookie: str = "", *, writes: bool = False) -> Ask:
    """Make a GET. ``writes`` is for those that must not be repeated by a transport."""
    return Ask("GET", path, _headers(cookie), label=path.lstrip("/"), writes=writes)


def _checked(reply: Reply, page: str) -> Reply:
    error = error_of(reply, page)
    if error is not None:
        raise error
    return reply


def identify(first: Reply) -> Talk[Card | None]:
    """Find out who answered ``GET /`` (sent with USER_AGENT); None, without any request, when it is no ASUS.

    Asks for the identity card, which needs no login, and for the login page only where the card is missing or the
    firmware is of the generation that may want a nonce [asus.md 1.4, 1.5, 2.3]. Never tries a password.
    """
    if not is_asus(first):
        return None
    reply = yield get("/get_webdavInfo.asp")
    card = parse_card(reply.text)
    known = card or Card(first.header("Model_Name") or reply.header("Model_Name") or "")
    known = replace(known, factory=known.factory or waits_for_setup(first))
    if card is not None and not card.firmware.startswith("3.0.0.6"):
        return known
    page = yield get("/Main_Login.asp")
    return replace(known, generation="v2" if "login_v2.cgi" in page.text else "v1")


def introduce() -> Talk[Card | None]:
    """Ask for the identity card alone; None when the answer is no card (the router may still be starting)."""
    reply = yield get("/get_webdavInfo.asp")
    return parse_card(reply.text)


def login(username: str, password: str) -> Talk[str]:
    """Log in, one attempt; give the session cookie [observed-asus-382, Sessions].

    Raises WrongPassword, LockedOut, AnotherAdministrator, Captcha, BadAnswer.
    """
    pair = b64encode(f"{username}:{password}".encode()).decode()
    body = f"login_authorization={quote_plus(pair)}".encode()
    # not repeatable: a repeated wrong password is a second failure towards the lock of 5
    reply = yield Ask("POST", "/login.cgi", _headers("", _FORM), body, "login.cgi", writes=True)
    cookie = cookie_of(_checked(reply, "login.cgi"))
    if not cookie:
        raise BadAnswer(page="login.cgi", detail="neither a token nor an error")
    return cookie


def factory_session() -> Talk[str]:
    """Get a session from a router in factory state, which hands the cookie to everybody.

    ``QIS_default.cgi`` was seen to do so [observed-asus-382, Factory state] and needs no password, so it also fits
    units with a password on their label. Where it gives none, the factory password is tried, once.
    Nothing is asked without the cookie: such answers come as two responses in one.
    """
    cookie = cookie_of((yield get("/QIS_default.cgi")))
    return cookie or (yield from login(FACTORY_NAME, FACTORY_PASSWORD))


def logout(cookie: str) -> Talk[None]:
    """End the session; the answer (error_status 8) is not looked at, since nothing would follow from it."""
    # not repeatable: the second time the token would be invalid, and that counts towards the lock
    yield get("/Logout.asp", cookie, writes=True)


def read(cookie: str, keys: Sequence[str], hooks: Sequence[str] = ()) -> Talk[Answer]:
    """Read nvram keys, and further hooks, with one request; once more, in two halves, when the answer was cut.

    Busy routers cut long answers [asus.md 4.1, 10]; nothing but a missing key shows it. Raises SessionLost,
    LockedOut, BadAnswer.
    """
    try:
        return (yield from _read_once(cookie, keys, hooks))
    except BadAnswer:
        if len(keys) < 2:
            return (yield from _read_once(cookie, keys, hooks))
    middle = len(keys) // 2
    one = yield from _read_once(cookie, keys[:middle], ())
    two = yield from _read_once(cookie, keys[middle:], hooks)
    return Answer({**one.values, **two.values}, two.text)


def _read_once(cookie: str, keys: Sequence[str], hooks: Sequence[str]) -> Talk[Answer]:
    # A key is asked for in one of the two ways only: asked both ways it would be in the answer twice.
    asked = [f"nvram_char_to_ascii(x,{key})" if key in FREE_TEXT else f"nvram_get({key})" for key in keys]
    body = ("hook=" + quote(";".join([*asked, *hooks]), safe="()")).encode()
    reply = yield Ask("POST", "/appGet.cgi", _headers(cookie, _FORM), body, f"appGet.cgi ({len(keys)} keys)")
    text = _checked(reply, "appGet.cgi").text
    entries = raw_entries(text)
    if lacking := missing(entries, keys):
        raise BadAnswer(page="appGet.cgi", detail=f"no {lacking[0]}")
    decoded = {key: (decode_ascii if key in FREE_TEXT else decode_plain)(entries[key]) for key in keys}
    return Answer(decoded, text)


def running_service(cookie: str) -> Talk[str]:
    """Give what the router is busy with, empty when it has settled.

    An apply during it blocks for up to 15 s and then runs nothing, while the answer says it does
    [observed-asus-382, applyapp].
    """
    answer = yield from read(cookie, ("rc_service",))
    return answer.values["rc_service"]


def apply(cookie: str, words: Mapping[str, str], services: Sequence[str] = ()) -> Talk[bool]:
    """Write nvram keys and have services restarted; say whether the router reports that something changed.

    That report proves little (what is too long is dropped with the same answer), so whoever writes reads back.
    Raises SettingRefused before anything is sent when a value is longer than its key takes, and when the answer is
    none of success; SessionLost when we are not logged in (then nothing was stored); BadAnswer.
    """
    page = "applyapp.cgi"
    for key, value in words.items():
        if limit := too_long(key, value):
            raise SettingRefused(page=key, detail=Part("reason.too-long", (("limit", limit),)))
    service = ";".join(services)
    if len(service) > LONGEST_SERVICES:
        raise SettingRefused(page=page, detail=f"rc_service: > {LONGEST_SERVICES}")
    fields = {"action_mode": "apply", **({"rc_service": service} if service else {}), **words}
    # The body is percent-decoded before it is parsed, and read up to the first line end [asus.md 5.2].
    body = quote(json.dumps(fields, ensure_ascii=False), safe="").encode()
    reply = yield Ask(
        "POST", "/applyapp.cgi", _headers(cookie, _JSON), body, f"{page}: {', '.join(words)}", writes=True
    )
    return _written(reply, service)


def _written(reply: Reply, service: str) -> bool:
    page = "applyapp.cgi"
    text = _checked(reply, page).text.strip()
    if not text:
        raise SettingRefused(page=page, detail="empty answer")  # how a POST that was not looked at is answered
    entries = raw_entries(text, page)
    if "modify" not in entries:
        raise SettingRefused(page=page, detail=f"statusCode {entries.get('statusCode', '?')}")
    if service and "run_service" not in entries:
        raise SettingRefused(page=page, detail=f"{service} was not started")
    return entries["modify"] == "1"


def change_password(cookie: str, old: tuple[str, str], new: tuple[str, str]) -> Talk[None]:
    """Change name and password, each pair (name, password), through chpass.cgi.

    Late 388 and 3006 firmware ignores ``http_passwd`` and wants this [asus.md 3.4]. Raises SettingRefused.
    """
    fields = {
        "cur_username": md5(old[0].encode()).hexdigest(),
        "cur_passwd": md5(old[1].encode()).hexdigest(),
        "new_username": b64encode(new[0].encode()).decode(),
        "new_passwd": b64encode(new[1].encode()).decode(),
        "restart_httpd": "0",
    }
    body = urlencode(fields).encode()
    reply = yield Ask("POST", "/chpass.cgi", _headers(cookie, _FORM), body, "chpass.cgi", writes=True)
    if reply.status >= 400:
        raise SettingRefused(page="chpass.cgi", detail=f"HTTP {reply.status}")
    text = _checked(reply, "chpass.cgi").text.strip()
    status = raw_entries(text, "chpass.cgi").get("statusCode", "?") if text.startswith("{") else "?"
    if status != "200":
        raise SettingRefused(page="chpass.cgi", detail=f"statusCode {status}")
