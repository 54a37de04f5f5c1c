"""The web language of ASUSWRT 380 and later, spoken as a client: log in, read, write, log out.

Every request goes out as an app (``asusrouter-…-DUTUtil-…``): then no Referer is wanted, errors come as JSON, and no
browser session is thrown out [observed-asus-382, Requests 4; asus.md 0]. A token holds for one User-Agent, so there is
one for all. Errors of the wire are raised as the classes of ``routercfg.errors``.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import md5
from typing import Final, TypeAlias
from urllib.parse import quote, quote_plus, urlencode

from routercfg.dialects.asus_keys import FREE_TEXT, too_long
from routercfg.dialects.asus_text import (
    Card,
    cookie_of,
    decode_ascii,
    decode_plain,
    error_of,
    features,
    held_by,
    is_asus,
    is_old,
    is_open,
    missing,
    own_mac,
    parse_card,
    raw_entries,
    realm_of,
    waits_for_setup,
)
from routercfg.dialects.downloads import downloaded
from routercfg.errors import AnotherAdministrator, BadAnswer, Part, SettingRefused
from routercfg.wire import Ask, Reply, Talk

USER_AGENT: Final = "asusrouter-routercfg-DUTUtil-1.0.0.1"
FACTORY_NAME: Final = "admin"
FACTORY_PASSWORD: Final = "admin"  # noqa: S105  what every unit of 380-384 has after a reset
_NO_PASSWORD: Final = 401
LONGEST_SERVICES: Final = 256  # characters of rc_service [asus.md 5.6]

FORM: Final = ("Content-Type", "application/x-www-form-urlencoded")
JSON: Final = ("Content-Type", "application/json")


Session: TypeAlias = tuple[tuple[str, str], ...]
"""The headers that open the door to a request, empty without a login: a cookie, or what firmware before 380 wants."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one reading brought: nvram values by key, and the whole text for hooks that print no pairs."""

    values: Mapping[str, str] = field(repr=False)
    text: str = field(repr=False)


def headers(session: Session, *more: tuple[str, str]) -> tuple[tuple[str, str], ...]:
    """Give the headers of a request that is made in that session."""
    return (("User-Agent", USER_AGENT), *session, *more)


def session_of(cookie: str) -> Session:
    """Make the session that a cookie ``name=token`` opens; none for an empty one.

    The server takes whatever follows the text "asus_token" in the header, so it is the only cookie [asus.md 2.2].
    """
    return (("Cookie", cookie),) if cookie else ()


def get(path: str, session: Session = (), *, writes: bool = False) -> Ask:
    """Make a GET. ``writes`` is for those that must not be repeated by a transport."""
    return Ask("GET", path, headers(session), label=path.lstrip("/"), writes=writes)


def checked(reply: Reply, page: str) -> Reply:
    """Give the reply back, or raise the error that it reports."""
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
    if is_old(first):
        return (yield from _behind_basic(first))
    reply = yield get("/get_webdavInfo.asp")
    card = parse_card(reply.text)
    known = card or Card(first.header("Model_Name") or reply.header("Model_Name") or "")
    known = replace(known, factory=known.factory or waits_for_setup(first))
    if card is not None and not card.firmware.startswith("3.0.0.6"):
        return known
    page = yield get("/Main_Login.asp")
    return replace(known, generation="v2" if "login_v2.cgi" in page.text else "v1")


def _behind_basic(first: Reply) -> Talk[Card | None]:
    """Tell firmware before 380 from Padavan, and whether it waits for its set-up [asus.md 1.8, 2.1].

    While it does, what its wizard needs is open to all: ``state.js`` is. Whoever began the wizard is asked for no
    password anywhere until he logs out, so that is done. Raises AnotherAdministrator.
    [published sources: RT-N66U's of 2012, Padavan's]
    """
    if holder := held_by(first):
        raise AnotherAdministrator(who=Part("part.who", (("who", holder),)))
    if begun := is_open(first):
        yield get("/Logout.asp")
        first = yield get("/")
    realm = realm_of(first)
    if not realm:
        return None
    if not re.match(r"httpd(/|$)", first.header("Server") or ""):
        return Card(realm, generation="padavan")
    reply = yield get("/state.js")
    factory = reply.status == 200 and "=" in reply.text
    # a page of Padavan's own, answered so that a browser forgets the password; ASUS has no such page
    padavan = not factory and not begun and (yield get("/logout")).status == _NO_PASSWORD
    return Card(realm, factory=factory, generation="padavan" if padavan else "basic")


def introduce() -> Talk[Card | None]:
    """Ask for the identity card alone; None when the answer is no card (the router may still be starting)."""
    reply = yield get("/get_webdavInfo.asp")
    return parse_card(reply.text)


def introduce_old() -> Talk[Card | None]:
    """Ask firmware before 380 the same, which has no card; None when something else answers."""
    first = yield get("/")
    return (yield from _behind_basic(first)) if is_old(first) else None


def login(username: str, password: str) -> Talk[Session]:
    """Log in, one attempt; give the session [observed-asus-382, Sessions].

    Raises WrongPassword, LockedOut, AnotherAdministrator, Captcha, BadAnswer.
    """
    pair = b64encode(f"{username}:{password}".encode()).decode()
    body = f"login_authorization={quote_plus(pair)}".encode()
    # not repeatable: a repeated wrong password is a second failure towards the lock of 5
    reply = yield Ask("POST", "/login.cgi", headers((), FORM), body, "login.cgi", writes=True)
    cookie = cookie_of(checked(reply, "login.cgi"))
    if not cookie:
        raise BadAnswer(page="login.cgi", detail="neither a token nor an error")
    return session_of(cookie)


def factory_session() -> Talk[Session]:
    """Get a session from a router in factory state, which hands the cookie to everybody; none where it does not.

    ``QIS_default.cgi`` was seen to do so [observed-asus-382, Factory state] and needs no password, so it also fits
    units with a password on their label. Nothing is asked without the cookie: such answers come as two in one.
    """
    return session_of(cookie_of((yield get("/QIS_default.cgi"))))


def logout(session: Session) -> Talk[None]:
    """End the session; the answer (error_status 8) is not looked at, since nothing would follow from it."""
    # not repeatable: the second time the token would be invalid, and that counts towards the lock
    yield get("/Logout.asp", session, writes=True)


def read(session: Session, keys: Sequence[str], hooks: Sequence[str] = ()) -> Talk[Answer]:
    """Read nvram keys, and further hooks, with one request; once more, in two halves, when the answer was cut.

    Busy routers cut long answers [asus.md 4.1, 10]; nothing but a missing key shows it. Raises SessionLost,
    LockedOut, BadAnswer.
    """
    try:
        return (yield from _read_once(session, keys, hooks))
    except BadAnswer:
        if len(keys) < 2:
            return (yield from _read_once(session, keys, hooks))
    middle = len(keys) // 2
    one = yield from _read_once(session, keys[:middle], ())
    two = yield from _read_once(session, keys[middle:], hooks)
    return Answer({**one.values, **two.values}, two.text)


def _read_once(session: Session, keys: Sequence[str], hooks: Sequence[str]) -> Talk[Answer]:
    # A key is asked for in one of the two ways only: asked both ways it would be in the answer twice.
    asked = [f"nvram_char_to_ascii(x,{key})" if key in FREE_TEXT else f"nvram_get({key})" for key in keys]
    body = ("hook=" + quote(";".join([*asked, *hooks]), safe="()")).encode()
    reply = yield Ask("POST", "/appGet.cgi", headers(session, FORM), body, f"appGet.cgi ({len(keys)} keys)")
    text = checked(reply, "appGet.cgi").text
    entries = raw_entries(text)
    if lacking := missing(entries, keys):
        raise BadAnswer(page="appGet.cgi", detail=f"no {lacking[0]}")
    decoded = {key: (decode_ascii if key in FREE_TEXT else decode_plain)(entries[key]) for key in keys}
    return Answer(decoded, text)


@dataclass(frozen=True, slots=True)
class Told:
    """One full read: nvram by key, the map of features, and this computer's MAC as the router sees it."""

    values: Mapping[str, str] = field(repr=False)
    support: Mapping[str, str]
    own_mac: str


def read_all(session: Session, keys: Sequence[str]) -> Talk[Told]:
    """Read keys, features and our own MAC with one request. Raises what ``read`` raises."""
    answer = yield from read(session, keys, ("get_ui_support()", "login_state_hook()"))
    return Told(answer.values, features(answer.text), own_mac(answer.text))


def settings_file(session: Session, name: str) -> Talk[bytes]:
    """Fetch the router's own settings file, under whatever name that ends with ``.CFG``.

    ``path=1`` leaves the DDNS name in it. Making the file commits nvram, so the request is not repeated by itself.
    [observed-asus-382 §Settings file, asus.md 7.1]. Raises SessionLost, LockedOut, BadAnswer.
    """
    reply = yield get(f"/{name}?path=1", session, writes=True)
    return downloaded(checked(reply, "Settings.CFG"), "Settings.CFG")


def running_service(session: Session) -> Talk[str]:
    """Give what the router is busy with, empty when it has settled.

    An apply during it blocks for up to 15 s and then runs nothing, while the answer says it does
    [observed-asus-382, applyapp].
    """
    answer = yield from read(session, ("rc_service",))
    return answer.values["rc_service"]


def apply(session: Session, words: Mapping[str, str], services: Sequence[str] = ()) -> Talk[bool]:
    """Write nvram keys and have services restarted; say whether the router reports that something changed.

    That report proves little (what is too long is dropped with the same answer), so whoever writes reads back.
    Raises SettingRefused before anything is sent when a value is longer than its key takes, and when the answer is
    none of success; SessionLost when we are not logged in (then nothing was stored); BadAnswer.
    """
    page = "applyapp.cgi"
    too_much(words)
    service = ";".join(services)
    if len(service) > LONGEST_SERVICES:
        raise SettingRefused(page=page, detail=f"rc_service: > {LONGEST_SERVICES}")
    fields = {"action_mode": "apply", **({"rc_service": service} if service else {}), **words}
    # The body is percent-decoded before it is parsed, and read up to the first line end [asus.md 5.2].
    body = quote(json.dumps(fields, ensure_ascii=False), safe="", errors="surrogateescape").encode()
    reply = yield Ask("POST", "/applyapp.cgi", headers(session, JSON), body, f"{page}: {', '.join(words)}", writes=True)
    return _written(reply, service)


def too_much(words: Mapping[str, str]) -> None:
    """Raise SettingRefused for a value longer than its key takes: the router would drop it without a word."""
    for key, value in words.items():
        if limit := too_long(key, value):
            raise SettingRefused(page=key, detail=Part("reason.too-long", (("limit", limit),)))


def _written(reply: Reply, service: str) -> bool:
    page = "applyapp.cgi"
    text = checked(reply, page).text.strip()
    if not text:
        raise SettingRefused(page=page, detail="empty answer")  # how a POST that was not looked at is answered
    entries = raw_entries(text, page)
    if "modify" not in entries:
        raise SettingRefused(page=page, detail=f"statusCode {entries.get('statusCode', '?')}")
    if service and "run_service" not in entries:
        raise SettingRefused(page=page, detail=f"{service} was not started")
    return entries["modify"] == "1"


def change_password(session: Session, old: tuple[str, str], new: tuple[str, str]) -> Talk[None]:
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
    reply = yield Ask("POST", "/chpass.cgi", headers(session, FORM), body, "chpass.cgi", writes=True)
    if reply.status >= 400:
        raise SettingRefused(page="chpass.cgi", detail=f"HTTP {reply.status}")
    text = checked(reply, "chpass.cgi").text.strip()
    status = raw_entries(text, "chpass.cgi").get("statusCode", "?") if text.startswith("{") else "?"
    if status != "200":
        raise SettingRefused(page="chpass.cgi", detail=f"statusCode {status}")
