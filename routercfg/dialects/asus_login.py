"""The two other ways into ASUSWRT: with a nonce (3.0.0.6 and late 388), and HTTP Basic (before 380)."""

from __future__ import annotations

import json
import re
import secrets
import string
from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Final
from urllib.parse import urlencode

from routercfg.dialects.asus_cfg import decode, words
from routercfg.dialects.asus_text import cookie_of, wants_basic
from routercfg.dialects.asus_web import FORM, JSON, Session, Told, checked, get, headers, login, session_of, too_much
from routercfg.errors import BackupUnusable, BadAnswer, Part, SettingRefused, WrongPassword
from routercfg.wire import Ask, Talk

_LETTERS: Final = string.ascii_letters + string.digits
_NONCE: Final = re.compile(r'"nonce"\s*:\s*"([^"\\]+)"')
_ONE_VALUE: Final = "/update.cgi?output=nvram_get&arg0={key}"
_SCRIPT_LONGEST: Final = 127  # characters of action_script: its buffer has 128 bytes [asus.md 5.3]


def login_with_nonce(username: str, password: str) -> Talk[Session]:
    """Log in with one attempt, the password hashed together with two nonces; give the session.

    Where the router hands out no nonce it is of the generation before: then ``login.cgi``, still one attempt.
    Raises WrongPassword, LockedOut, LockedForGood, AnotherAdministrator, Captcha, BadAnswer. [asus.md 2.3]
    """
    who = _random(10)
    reply = yield Ask("POST", "/get_Nonce.cgi", headers((), JSON), json.dumps({"id": who}).encode(), "get_Nonce.cgi")
    if reply.status >= 400:
        return (yield from login(username, password))
    nonce = _NONCE.search(checked(reply, "get_Nonce.cgi").text)
    if nonce is None:
        return (yield from login(username, password))
    return (yield from _prove(who, nonce[1], username, password))


def _prove(who: str, nonce: str, username: str, password: str) -> Talk[Session]:
    """Answer the router's nonce. It is used at once: how long it holds is not known [asus.md 14]."""
    mine = _random(32)
    fields = {
        "group_id": "",
        "action_mode": "",
        "action_script": "",
        "action_wait": "5",
        "current_page": "Main_Login.asp",
        "next_page": "index.asp",
        "id": who,
        "cnonce": mine,
        "login_authorization": sha256(f"{username}:{nonce}:{password}:{mine}".encode()).hexdigest(),
    }
    # not repeatable: a repeated wrong password is a second failure towards the lock of 5
    body = urlencode(fields).encode()
    reply = yield Ask("POST", "/login_v2.cgi", headers((), FORM), body, "login_v2.cgi", writes=True)
    cookie = cookie_of(checked(reply, "login_v2.cgi"))
    if not cookie:
        raise BadAnswer(page="login_v2.cgi", detail="neither a token nor an error")
    return session_of(cookie)


def login_basic(url: str, username: str, password: str) -> Talk[Session]:
    """Try name and password with one request; give what goes along with every request from then on.

    ``url`` is where the router is, for the Referer that firmware of that time may want.
    Raises WrongPassword, AnotherAdministrator, BadAnswer. [asus.md 2.1]
    """
    pair = b64encode(f"{username}:{password}".encode()).decode()
    session = (("Authorization", f"Basic {pair}"), ("Referer", f"{url}/index.asp"))
    # not repeatable, as every login: a repeated wrong password would be a second failure
    reply = yield get(_ONE_VALUE.format(key="productid"), session, writes=True)
    if wants_basic(reply):
        raise WrongPassword
    if checked(reply, "update.cgi").text.lstrip()[:1] == "<":
        raise BadAnswer(page="update.cgi", detail=Part("reason.asus-old-web"))
    return session


def read_file(session: Session, keys: Sequence[str]) -> Talk[Told]:
    """Read keys from the settings file, which holds them all; one that is not there is empty.

    Firmware before 380 has no hooks; the download of its settings is the one way to read that is known for certain.
    Raises BadAnswer where there is no such file or it is not whole; SessionLost. [asus.md 7.1, 7.2]
    """
    reply = yield get("/Settings.CFG", session)
    try:
        found = words(decode(reply.body))
    except BackupUnusable:
        checked(reply, "Settings.CFG")
        detail = Part("reason.asus-old-web") if reply.body.lstrip()[:1] == b"<" else "not a whole file"
        raise BadAnswer(page="Settings.CFG", detail=detail) from None
    support = dict.fromkeys(found.get("rc_support", "").split(), "1")
    return Told({key: found.get(key, "") for key in keys}, support, "")


def service_of_old(session: Session) -> Talk[str]:
    """Give what firmware before 380 is busy with, empty when it has settled.

    [RT-N66U's published sources of 2012: update.cgi prints any one value]
    """
    reply = yield get(_ONE_VALUE.format(key="rc_service"), session)
    return checked(reply, "update.cgi").text.strip()


def apply_form(session: Session, keys: Mapping[str, str], services: Sequence[str] = ()) -> Talk[bool]:
    """Write nvram keys through the form that firmware before 380 has; say whether it reports a change.

    Raises what ``asus_web.apply`` raises. [asus.md 5.3]
    """
    page, script = "start_apply.htm", ";".join(services) or "saveNvram"
    too_much(keys)
    if len(script) > _SCRIPT_LONGEST:
        raise SettingRefused(page=page, detail=f"action_script: > {_SCRIPT_LONGEST}")
    fields = {
        "action_mode": "apply",
        "action_script": script,
        "action_wait": "5",
        "current_page": "index.asp",
        "next_page": "index.asp",
        **keys,
    }
    label = f"{page}: {', '.join(keys)}"
    reply = yield Ask(
        "POST",
        f"/{page}",
        headers(session, FORM),
        urlencode(fields, errors="surrogateescape").encode(),
        label,
        writes=True,
    )
    text = checked(reply, page).text
    if not re.search(r"(?<!_)done_committing\(\)|no_changes_and_no_committing\(\)", text):
        raise SettingRefused(page=page, detail="neither done nor unchanged")
    return "no_changes_and_no_committing" not in text


def _random(length: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(length))
