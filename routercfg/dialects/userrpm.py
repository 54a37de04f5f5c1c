"""How TP-Link's old green pages are spoken: ``GET /userRpm/PAGE.htm?…``, three ways of logging in, errors in a page.

Sources: [observed-tplink-wr1043nd] before [tplink-legacy §1.2-1.5, §1.10]. What differs by generation:

* *Basic*: the ``Authorization`` header, no session.
* *Cookie*: the same words, escaped, in a cookie of that name; plain, or with the MD5 of the password, in which case
  ``LoginRpm.htm`` answers with a session key that becomes the first part of every path.

Every request carries a Referer on the router's own name; otherwise the answer is a refusal that looks like a page.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import quote

from routercfg.dialects.downloads import downloaded
from routercfg.dialects.userrpm_arrays import read_array
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    LockedOut,
    Part,
    RouterCfgError,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.wire import Ask, Reply, Talk

BASIC: Final = "basic"
COOKIE: Final = "cookie"

STATUS: Final = "StatusRpm.htm"
SETTINGS_FILE: Final = "config.bin"
OWN_NAMES: Final = ("http://tplinklogin.net", "http://tplinkwifi.net")
"""Names that such a router takes for itself in a Referer when it does not know the address we came by."""
LONGEST_HASHED: Final = 15
"""Of a password that is hashed only so many characters count (Archer C7) [tplink-legacy §1.4 B2]."""

_TRIES: Final = 3  # a session key is dead now and then [tplink-legacy §1.4 B2.6]
_ARRAY: Final = "httpAutErrorArray"

_ERRORS: Final[Mapping[str, tuple[str, ...]]] = {
    "account": ("1003", "1004"),
    "mtu": ("1006", "5000"),
    "pool": ("2000", "2005", "2006", "2007", "2008"),
    "gateway": ("2001", "5007", "26106"),
    "dns": ("2002", "2003", "5005", "5006"),
    "lease": ("2004",),
    "lan": ("5001", "5002"),
    "wan": ("5003", "5004"),
    "clash": ("5008",),
    "server": ("5012", "5032"),
    "mac": ("5017", "5018", "5019"),
    "admin": ("17000", "17001", "17004"),
    "old-admin": ("17002", "17003"),
    "wifi": ("26101", "26102"),
    "ssid": ("26107",),
    "region": ("26108",),
}


@dataclass(frozen=True, slots=True)
class Card:
    """What such a router tells without login.

    ``style`` is ``basic`` or ``cookie``; ``hashed`` and ``keyed`` say whether the password travels as MD5 and whether
    the session has a key. ``code`` is what a login page says first (0 somebody is logged in, 1 locked). ``variant``
    names a way of logging in that is not spoken here; it is empty otherwise.
    """

    style: str
    model: str = ""
    hashed: bool = False
    keyed: bool = False
    code: str = ""
    variant: str = ""


@dataclass(frozen=True, slots=True)
class Session:
    """With what a request is let in. ``referer`` is the origin the router takes for itself, ``path`` begins paths."""

    referer: str
    pass_header: tuple[str, str] = field(repr=False)
    path: str = field(default="", repr=False)

    def ask(self, page: str, words: Iterable[tuple[str, str]] = (), *, writes: bool = False) -> Ask:
        """Make the request for a page. Text is sent as the bytes it was read as."""
        pairs = [(name.partition("#")[0], value) for name, value in words]
        query = "&".join(f"{quote(name)}={quote(value, safe='', errors='surrogateescape')}" for name, value in pairs)
        place = f"{self.path}/userRpm/{page}"
        headers = (
            ("Referer", self.referer + place),
            self.pass_header,
            ("Accept-Encoding", "identity"),  # the WR941N's server dies without this header [tplink-legacy §1.3]
        )
        label = page + (f" ({', '.join(name for name, _ in pairs)})" if pairs else "")
        return Ask("GET", place + (f"?{query}" if query else ""), headers, label=label, writes=writes)


# Who is it.


def identify(first: Reply) -> Card | None:
    """Say who answered ``GET /``; None when it is not such a router. No question is needed."""
    if first.status not in {200, 401}:
        return None
    realm = re.search(r'realm="([^"]*)"', first.header("WWW-Authenticate") or "")
    if realm is not None or first.status == 401:  # gen A names its realm in answers with 200 as well
        return _by_realm(realm[1]) if realm else None
    text = text_of(first)
    if "session_id" in text and re.search(r"(user|login)Rpm/", text):
        return Card(COOKIE, _model_on(text), variant="session_id")
    if _ARRAY in text or ("pcPassword" in text and "userRpm/" in text):
        return _by_login_page(text)
    return None


def _by_realm(realm: str) -> Card | None:
    """Read the realm of gen A: ``TP-LINK Wireless N Gigabit Router WR1043ND`` [tplink-legacy §1.2.2]."""
    named = re.fullmatch(r".*Router (?P<model>\S.*)", realm.strip())
    if named is None or not re.search(r"TP-?LINK|\bTL-", realm, re.IGNORECASE):
        return None
    return Card(BASIC, full_name(named["model"]))


def _by_login_page(text: str) -> Card:
    """Read the login page of gen B: its array says whether to hash, its script where to send the password."""
    told = read_array(text, _ARRAY, "/") or ()
    code, flag = (*told, "", "")[:2]
    script = re.sub(r"(?m)^\s*//.*$", "", text)
    hashed = flag == "1" if told else "hex_md5" in script
    keyed = "LoginRpm.htm" in script or hashed
    sends_form = "LoginRpm.htm" not in script and re.search(r"""loginForm["')]*\.submit\(""", script) is not None
    return Card(COOKIE, _model_on(text), hashed, keyed, code, variant="loginForm" if sends_form else "")


def full_name(model: str) -> str:
    """Write a model as it stands on its box: ``WR1043ND`` and ``WDR3600 v1`` are TL-WR1043ND and TL-WDR3600."""
    bare = re.split(r"\s+v\d|\s+0{8}", model.strip(), maxsplit=1)[0]
    return f"TL-{bare}" if re.match(r"(WR|WDR|MR)\d", bare) else bare


def _model_on(text: str) -> str:
    found = re.search(r"\b(TL-[A-Z]{2,4}\d+[A-Z]*|Archer [A-Z]{1,2}\d+)\b", text)
    return found[1] if found else ""


# In and out.


def login(base: str, card: Card, user: str, password: Secret) -> Talk[tuple[Session, str]]:
    """Log in with one attempt; give the session and the status page.

    Raises WrongPassword, LockedOut, AnotherAdministrator, BadAnswer.
    """
    secret = password.reveal()
    if card.hashed:
        secret = hashlib.md5(secret[:LONGEST_HASHED].encode(), usedforsecurity=False).hexdigest()
    words = "Basic " + base64.b64encode(f"{user}:{secret}".encode()).decode()
    if card.style == BASIC:
        return (yield from _enter(base, ("Authorization", words)))
    cookie = ("Cookie", "Authorization=" + quote(words, safe="@*_+-./"))
    if not card.keyed:
        return (yield from _enter(base, cookie))
    return (yield from _enter_with_key(base, cookie))


def _enter(base: str, pass_header: tuple[str, str], path: str = "") -> Talk[tuple[Session, str]]:
    """Ask for the status page, by each name the router may go by: a foreign Referer is refused before the password.

    Without a key this is the login itself, so it counts as a write: a transport must not repeat it by itself.
    """
    for referer in (base, *OWN_NAMES):
        session = Session(referer, pass_header, path)
        reply = yield session.ask(STATUS, writes=not path)
        if reply.status == 401:
            raise WrongPassword
        text = text_of(reply)
        if _is_login(text):
            raise _refused(text)
        if not _no_authority(text):
            return session, _checked(reply, STATUS)
    raise BadAnswer(page=STATUS, detail=Part("reason.userrpm-authority"))


def _enter_with_key(base: str, cookie: tuple[str, str]) -> Talk[tuple[Session, str]]:
    """Fetch a session key and try it; a dead key is no wrong password, so another one may be fetched."""
    for _ in range(_TRIES):
        text = ""
        for referer in (base, *OWN_NAMES):
            reply = yield Session(referer, cookie).ask("LoginRpm.htm", [("Save", "Save")], writes=True)
            text = text_of(reply)
            if not _no_authority(text):
                break
        key = re.search(r"/([A-Z]{16})/userRpm/", text)
        if key is None:
            raise _refused(text)
        try:
            return (yield from _enter(base, cookie, f"/{key[1]}"))
        except WrongPassword:
            continue
    raise SessionLost


def _refused(text: str) -> RouterCfgError:
    """Give the error for a login page that came back, by the codes of ERR, since others are not portable."""
    if not _is_login(text):
        return BadAnswer(page="LoginRpm.htm", detail=Part("reason.tplink-no-token"))
    code = (read_array(text, _ARRAY, "LoginRpm.htm") or ("",))[0]
    return occupied(code) or WrongPassword()


def occupied(code: str) -> RouterCfgError | None:
    """Give the error for what a login page says before any password: somebody is logged in, or it is locked."""
    return {"0": AnotherAdministrator(), "1": LockedOut()}.get(code)


def logout(session: Session) -> Talk[None]:
    """End a session that has a key; the others have none to end [tplink-legacy §1.4 B2.8]."""
    if session.path:
        yield session.ask("LogoutRpm.htm")


# Pages.


def fetch(session: Session, page: str, words: Iterable[tuple[str, str]] = ()) -> Talk[str | None]:
    """Read a page; None when this firmware has none of that name (501 or 404). Raises SessionLost, BadAnswer."""
    reply = yield session.ask(page, words)
    return None if reply.status in {404, 501} else _checked(reply, page)


def save(session: Session, page: str, words: Mapping[str, str]) -> Talk[str]:
    """Write a page and give what it shows afterwards.

    Raises SettingRefused with the router's own error, SessionLost (then nothing was written), BadAnswer.
    """
    reply = yield session.ask(page, words.items(), writes=True)
    text = _checked(reply, page)
    code = re.search(r"""\berrCode\s*=\s*"?(\d+)""", text)
    if code is not None and int(code[1]):
        raise SettingRefused(page=page, detail=_error(code[1]))
    return text


def settings_file(session: Session) -> Talk[bytes]:
    """Fetch the router's own settings file [observed-tplink-wr1043nd §Backup, tplink-legacy §1.11.1].

    The Referer is the page whose button fetches it. Raises BadAnswer.
    """
    from_page = (("Referer", f"{session.referer}{session.path}/userRpm/BakNRestoreRpm.htm"),)
    ask = session.ask(SETTINGS_FILE)
    reply = yield replace(ask, headers=(*from_page, *(pair for pair in ask.headers if pair[0] != "Referer")))
    return downloaded(reply, SETTINGS_FILE)


def restarts(text: str) -> bool:
    """Say whether an answer is the page that counts the seconds of a restart [tplink-legacy §1.11.5]."""
    return "rebootInf" in text


def password_words(html: str, user: tuple[str, str], password: tuple[Secret, Secret]) -> dict[str, str]:
    """Give the words that change name and password, each old and new.

    Builds whose page encodes them in Base64 want them so [tplink-legacy §1.10, inferred from the page's own script].
    """
    encoded = "Base64Encoding(" in html

    def word(secret: Secret) -> str:
        text = secret.reveal()
        return base64.b64encode(text.encode()).decode() if encoded else text

    old, new = map(word, password)
    words = {"oldname": user[0], "oldpassword": old, "newname": user[1], "newpassword": new, "newpassword2": new}
    return {**words, "Save": "Save"}


def text_of(reply: Reply) -> str:
    """Give a page as text. Bytes that are not UTF-8 survive, so that they can be sent back as they were."""
    return reply.body.decode("utf-8", "surrogateescape")


def _checked(reply: Reply, page: str) -> str:
    if reply.status == 401:
        raise SessionLost
    if reply.status != 200:
        raise BadAnswer(page=page, detail=Part("reason.tplink-status", (("status", reply.status),)))
    text = text_of(reply)
    if _is_login(text):
        raise SessionLost
    if _no_authority(text):
        raise BadAnswer(page=page, detail=Part("reason.userrpm-authority"))
    return text


def _is_login(text: str) -> bool:
    """Say whether a page is the login page, or the scrap that takes the cookie away when a session has ended."""
    return _ARRAY in text or "pcPassword" in text or re.search(r'cookie\s*=\s*"Authorization=;', text[:800]) is not None


def _no_authority(text: str) -> bool:
    return "no authority" in text[:4000]


def _error(code: str) -> Part:
    kind = next((kind for kind, codes in _ERRORS.items() if code in codes), "")
    return Part(f"reason.userrpm-error-{kind}" if kind else "reason.userrpm-error", (("code", code),))
