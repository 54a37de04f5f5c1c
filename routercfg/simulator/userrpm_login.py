"""The three ways in: HTTP Basic, a cookie with the plain password, a cookie with its MD5 and a path for the session.

Sources: Basic and its lack of a lock-out [observed-tplink-wr1043nd §HTTP]; the cookies [tplink-legacy 1.4 B1, B2]. How
many wrong attempts lock a cookie build, for how long, and how long an idle session lives, differs or is unknown there;
the numbers here are one of those that were reported.
"""

from __future__ import annotations

import base64
import binascii
import secrets
import string
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import unquote_to_bytes

from routercfg.simulator.router import Pace
from routercfg.simulator.userrpm_box import HASHED, Box, hashed
from routercfg.simulator.userrpm_html import Array, jump, page
from routercfg.wire import Ask

ANOTHER, LOCKED, WRONG, FIRST = 0, 1, 2, 3
"""Reasons in ``httpAutErrorArray`` [tplink-legacy 1.4]."""

ATTEMPTS: Final = 10
LOCK_SECONDS: Final = 7200.0
IDLE_SECONDS: Final = 600.0
_KEY_LETTERS: Final = 16


def header(ask: Ask, name: str) -> str:
    """Give a header's text, or an empty one."""
    return next((text for key, text in ask.headers if key.lower() == name), "")


def _pair(token: str) -> tuple[str, str] | None:
    """Take ``Basic BASE64`` apart into name and password."""
    kind, _, blob = token.strip().partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        text = base64.b64decode(blob, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return None
    name, colon, password = text.partition(":")
    return (name, password) if colon else None


def basic_pair(ask: Ask) -> tuple[str, str] | None:
    """Give name and password of an Authorization header."""
    return _pair(header(ask, "authorization"))


def cookie_pair(ask: Ask) -> tuple[str, str] | None:
    """Give name and password of an ``Authorization`` cookie, escaped by a browser or not; None without one."""
    for piece in header(ask, "cookie").split(";"):
        name, _, text = piece.strip().partition("=")
        if name == "Authorization" and text:
            return _pair(unquote_to_bytes(text).decode("utf-8", "surrogateescape"))
    return None


@dataclass
class Session:
    """Who is logged in on a build with session paths."""

    key: str = field(repr=False)
    client: str
    used: float


class Cookies:
    """The door of a build that takes cookies: counts wrong attempts, and on session builds keeps one session."""

    def __init__(self, box: Box, pace: Pace) -> None:
        self._box = box
        self._pace = pace
        self._wrong = 0
        self._locked_until = pace.now()
        self.session: Session | None = None

    def forget(self) -> None:
        """Lose session and counter, as a restart does."""
        self.session = None
        self._wrong = 0
        self._locked_until = self._pace.now()

    def lock(self) -> None:
        """Begin locked."""
        self._locked_until = self._pace.now() + LOCK_SECONDS

    @property
    def wrong(self) -> int:
        """How many attempts in a row were wrong."""
        return self._wrong

    def judge(self, ask: Ask) -> int | None:
        """Give the reason for refusing a request's cookie, or None when it fits."""
        if not self._pace.over(self._locked_until):
            return LOCKED
        pair = cookie_pair(ask)
        if pair is None:
            return FIRST
        if self._fits(*pair):
            self._wrong = 0
            return None
        self._wrong += 1
        if self._wrong >= ATTEMPTS:
            self.lock()
        return WRONG

    def _fits(self, name: str, password: str) -> bool:
        own = self._box.words("lgn")
        if name != own["usr"]:
            return False
        if self._box.plate.door == "cookie":
            return self._box.password_fits(password)
        known = own["pwd"].removeprefix(HASHED) if own["pwd"].startswith(HASHED) else hashed(own["pwd"])
        return password == known

    def live(self) -> Session | None:
        """Give the session that is alive."""
        if self.session and self._pace.now() - self.session.used > IDLE_SECONDS:
            self.session = None
        return self.session

    def enter(self, ask: Ask, client: str) -> int | None:
        """Log in: None and a session, or the reason why not. Another address that is in keeps everybody else out."""
        reason = self.judge(ask)
        if reason is not None:
            return reason
        held = self.live()
        if held is not None and held.client != client:
            return ANOTHER
        letters = (secrets.choice(string.ascii_uppercase) for _ in range(_KEY_LETTERS))
        self.session = Session("".join(letters), client, self._pace.now())
        return None

    def holds(self, key: str, ask: Ask, client: str) -> bool:
        """Tell whether a session's path, its cookie and its address fit, and note that it is used.

        A cookie that does not fit the session is no attempt: the path is what is asked for.
        """
        held = self.live()
        pair = cookie_pair(ask)
        if held is None or held.key != key or held.client != client or pair is None or not self._fits(*pair):
            return False
        held.used = self._pace.now()
        return True


def login_page(box: Box, reason: int) -> bytes:
    """Give the login page: why it is shown, whether to hash, and the script that sets the cookie."""
    sessions = box.plate.door == "session"
    array = Array("httpAutErrorArray", (reason, 1 if sessions else 0), wide=True)
    onwards = 'location.href = "/userRpm/LoginRpm.htm?Save=Save"' if sessions else "window.location.reload()"
    hashing = "if (httpAutErrorArray[1] == 1) { password = hex_md5(password); }\n" if sessions else ""
    body = (
        '<DIV id="loginBox"><INPUT type="text" id="userName"><INPUT type="password" id="pcPassword"></DIV>\n'
        '<SCRIPT type="text/javascript">\nfunction enter(admin, password) {\n'
        f'{hashing}var token = "Basic " + Base64Encoding(admin + ":" + password);\n'
        f'document.cookie = "Authorization=" + escape(token) + ";path=/";\n{onwards};\n}}\n</SCRIPT>\n'
    )
    return page(box.plate.product, (array,), body)


def welcome(key: str, host: str) -> bytes:
    """Give the answer to a login: a script that leads into the session's own path."""
    return jump(f"http://{host}/{key}/userRpm/Index.htm", parent=True)


def expired(box: Box) -> bytes:
    """Give what a dead session gets: a script that erases the cookie, and the login page [tplink-legacy 1.4 B2, 7]."""
    erase = b'<SCRIPT language="javascript">document.cookie = "Authorization=;path=/";</SCRIPT>\n'
    return erase + login_page(box, FIRST)
