"""How each kind of the object interface lets us in, and what is said once we are in.

The kinds are those of ``tplink_objects_card``. Sources: [observed-tplink-wr841n-v14 §Login, §Sessions] before
[tplink-web §2B, §2C.3-2C.4].
"""

from __future__ import annotations

import base64
import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.downloads import downloaded
from routercfg.dialects.tplink_crypto import Aes, rsa_pkcs1
from routercfg.dialects.tplink_gdpr import (
    JsonSession,
    Parm,
    SealedSession,
    Session,
    bare,
    check_status,
    checked,
    headers,
    session_hash,
)
from routercfg.dialects.tplink_objects import (
    ROOT,
    Act,
    Item,
    Sheet,
    acts_text,
    assignment,
    items_text,
    label,
    parse_answer,
    script_variables,
)
from routercfg.dialects.tplink_objects_card import OURS, Card, fresh_parm, get
from routercfg.dialects.tplink_objects_errors import named
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

AUTH: Final = "/cgi/auth"
SETTINGS_FILE: Final = "conf.bin"

_LOGIN: Final = "/cgi/login"
_ATTEMPTS: Final[Mapping[str, int]] = {"query": 5, "envelope": 10}
"""How many failures lock the page [tplink-web §2C.4; observed-tplink-wr841n-v14 §Sessions]."""
_WRONG: Final = frozenset({71230, 71233, 71234})
_SEAT_TAKEN: Final = "71011"
"""What JSON models say to a second administrator [id 60398720546, an HB210]; elsewhere it means a bad format."""


@dataclass(slots=True)
class PlainSession:
    """The plain dialect: every request carries user and password in a cookie, so there is nothing to expire."""

    base: str
    cookie: str = field(repr=False)
    many: bool = True

    def seal(self, items: Sequence[Item]) -> Ask:
        """Wrap items; the action numbers stand in the URL."""
        writes = any(item.writes for item in items)
        sent = headers(self.base, self.cookie, page="mainFrame.htm")
        return Ask("POST", f"/cgi?{acts_text(items)}", sent, items_text(items).encode(), label(items), writes)

    def open(self, reply: Reply, page: str) -> Sheet:
        """Unwrap an answer; the login page instead of one means that the cookie does not count."""
        check_status(reply, page)
        if "<html" in reply.text.lower() and OURS.search(reply.text):
            raise SessionLost
        return checked(parse_answer(reply.text, page))


@dataclass(slots=True)
class TokenSession(PlainSession):
    """The plain dialect behind a login with RSA: cookie and token instead of a password in every request."""

    token: str = field(default="", repr=False)

    def seal(self, items: Sequence[Item]) -> Ask:
        """Wrap items; the action numbers stand in the URL."""
        writes = any(item.writes for item in items)
        sent = headers(self.base, self.cookie, self.token)
        return Ask("POST", f"/cgi?{acts_text(items)}", sent, items_text(items).encode(), label(items), writes)


def login(base: str, card: Card, user: str, password: Secret) -> Talk[Session]:
    """Log in with one attempt; ``settle`` comes next.

    Raises WrongPassword, LockedOut, AnotherAdministrator, BadAnswer.
    """
    if card.waits:
        raise LockedOut(wait=_wait(str(card.waits)))
    if card.kind == "basic":
        return (yield from _basic(base, card, user, password))
    if not card.fresh:  # the v14 wants its start page fetched before a login [tplink-web §2C.3]
        yield get("/", base)
    parm = card.parm or (yield from fresh_parm(base, card))
    if card.kind == "rsa":
        return (yield from _by_rsa(base, card, (user, password), parm))
    maker = JsonSession if card.kind == "json" else SealedSession
    session = maker(base, parm, session_hash(user, password), card.padded)
    reply = yield _login_ask(session, card.kind, user, password)
    session.cookie = _cookie(reply, card, lambda: _login_text(session, reply))
    session.carries_key = False
    return session


def _by_rsa(base: str, card: Card, account: tuple[str, Secret], parm: Parm) -> Talk[Session]:
    """Log in with user and password encrypted in the URL, one block each [tplink-web §2B, id 34316014645]."""
    user, told = account[0].encode(), base64.b64encode(account[1].reveal().encode())
    if max(len(user), len(told)) > parm.key.size - 11:  # no such account can be: its own page cannot send it either
        raise WrongPassword
    words = (rsa_pkcs1(text, parm.key) for text in (user, told))
    target = "/cgi/login?UserName={}&Passwd={}&Action=1&LoginStatus=0".format(*words)
    reply = yield Ask("POST", target, headers(base), b"", _LOGIN, writes=True)
    return TokenSession(base, _cookie(reply, card, lambda: reply.text))


def settle(session: Session) -> Talk[None]:
    """Fetch the start page after a login: mandatory on the C50 v4; on MR and EX it has the token [tplink-web §2C.3].

    Raises WrongPassword: some EX units answer a refused login like a good one, and only this page, which then has no
    token, counts the failure [tplink-web §2C.4].
    """
    if isinstance(session, SealedSession | TokenSession):
        page = yield get("/", session.base, session.cookie)
        check_status(page, "/")
        told = script_variables(page.text)
        session.token = told.get("token", "")
        if isinstance(session, JsonSession) and not session.token and told.get("authTimes", "0") not in {"", "0"}:
            raise WrongPassword


def _login_ask(session: SealedSession, kind: str, user: str, password: Secret) -> Ask:
    told = password.reveal()
    if kind == "query":
        return session.query(f"{user}\n{told}")
    lines: tuple[str, ...] = (assignment("username", user), assignment("password", told))
    if kind == "vr":
        lines = (assignment("UserName", user), assignment("Passwd", _base64(told)))
    if kind == "json":
        lines = (f"UserName={_base64(user)}", f"Passwd={_base64(told)}", "Action=1")
    return session.seal([Item(Act.CGI, _LOGIN, ROOT, lines)])


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _cookie(reply: Reply, card: Card, text: Callable[[], str]) -> str:
    """Take the cookie from the answer to a login, whose ``text`` is asked for once its status is good.

    Raises what the answer says instead.
    """
    if reply.status in {500, 401}:
        raise BadAnswer(page=_LOGIN, detail=Part("reason.tplink-status", (("status", reply.status),)))
    check_status(reply, _LOGIN)
    told = script_variables(text())
    code = told.get("$.ret", "")
    if code != "0":
        raise _refused(card, code, told)
    cookies = [text.split(";")[0] for text in reply.headers_named("Set-Cookie")]
    return next((text for text in cookies if text.startswith("JSESSIONID=")), "")


def _login_text(session: SealedSession, reply: Reply) -> str:
    """Give the text of a login's answer.

    A wrong password is answered under the key of the session that lives, or under a key of zeros if there is none
    [observed-tplink-wr841n-v14 §Sessions]; so an answer that our key does not open is a refusal too.
    """
    sealed = reply.text.strip()
    if "$.ret" in sealed:
        return sealed
    for aes in (session.aes, Aes("\0" * 16, "\0" * 16)):
        with contextlib.suppress(BadAnswer):
            text = aes.open(bare(sealed), _LOGIN).decode("utf-8", "replace")
            refusal = re.search(r'"errorcode"\s*:\s*"?(-?\d+)', text)
            if "$.ret" in text:
                return text
            if refusal is not None:  # JSON models refuse in JSON [id 60398720546]
                return f"$.ret={refusal[1]};"
    if re.fullmatch(r"[A-Za-z0-9+/=\s]{24,}", reply.text):
        return "$.ret=71234;"
    raise BadAnswer(page=_LOGIN, detail=Part("reason.objects-not-blocks"))


def _refused(card: Card, code: str, told: Mapping[str, str]) -> RouterCfgError:
    """Give the error for a login that was refused [tplink-web §2C.4]."""
    if card.kind == "json" and code == _SEAT_TAKEN:
        return AnotherAdministrator()
    forbidden = told.get("currForbidTime", told.get("forbidTime", "0"))
    if _is_number(forbidden) and int(forbidden):
        return LockedOut(wait=_wait(forbidden))
    if not _is_number(code) or int(code) not in _WRONG:
        return BadAnswer(page=_LOGIN, detail=Part("reason.objects-code", (("code", code or "?"),)))
    counted = told.get("currAuthTimes", told.get("authTimes", ""))
    return WrongPassword(left=left(card, int(counted) if _is_number(counted) else None))


def left(card: Card, counted: int | None) -> Part:
    """Say how many attempts are left after a failure, where the router tells how many it counts."""
    if counted is None:
        counted = card.failures + 1 if card.failures is not None else None
    most = _ATTEMPTS.get(card.kind)
    if counted is None or most is None:
        return Part()
    return Part("part.left", (("count", max(0, most - counted)),))


def _is_number(word: str) -> bool:
    return re.fullmatch(r"-?[0-9]{1,9}", word) is not None


def _wait(seconds: str) -> Part:
    return Part("part.wait", (("seconds", seconds),))


def _basic(base: str, card: Card, user: str, password: Secret) -> Talk[Session]:
    """Try the cookie on the start page: with a wrong one it is the login page again [tplink-web §2B]."""
    cookie = "Authorization=Basic " + base64.b64encode(f"{user}:{password.reveal()}".encode()).decode()
    # counted by the router, hence no request that a transport may repeat
    reply = yield Ask("GET", "/", headers(base, cookie), label="/ with password", writes=True)
    if reply.status == 406:
        raise AnotherAdministrator
    told = script_variables(reply.text)
    forbidden = told.get("forbidTime", "0")
    if _is_number(forbidden) and int(forbidden):
        raise LockedOut(wait=_wait(forbidden))
    wrong = re.search(r"username or password is incorrect|frame/login\.htm", reply.text, re.IGNORECASE)
    if reply.status in {401, 403} or wrong:
        raise WrongPassword(left=left(card, None))
    check_status(reply, "/")
    return PlainSession(base, cookie)


def logout(session: Session) -> Talk[None]:
    """End the session, so that the owner's browser is let in again."""
    yield session.seal([Item(Act.CGI, "/cgi/logout")])


def knock(base: str) -> Talk[None]:
    """Fetch the start page, to see whether the router answers. Raises BadAnswer when it answers with a failure."""
    reply = yield get("/", base)
    if reply.status >= 500:
        raise BadAnswer(page="/", detail=Part("reason.tplink-status", (("status", reply.status),)))


def hold(session: Session, items: Sequence[Item]) -> Talk[Sheet]:
    """Send items in one request and give the answer, whatever its error says. Raises SessionLost, BadAnswer."""
    reply = yield session.seal(items)
    return session.open(reply, label(items))


def settings_file(session: Session) -> Talk[bytes]:
    """Fetch the router's own settings file; in the envelope, too, it comes as it is.

    [observed-tplink-wr841n-v14 §Backup, tplink-web §5.12]. Raises SessionLost, BadAnswer.
    """
    cookie, token = getattr(session, "cookie", ""), getattr(session, "token", "")
    reply = yield Ask("GET", f"/cgi/{SETTINGS_FILE}", headers(session.base, cookie, token), label=SETTINGS_FILE)
    if reply.status in {401, 403}:
        raise SessionLost
    return downloaded(reply, SETTINGS_FILE)


def write(session: Session, items: Sequence[Item]) -> Talk[None]:
    """Send writes. Raises SettingRefused with the router's own code; what stood before it in the request holds."""
    sheet = yield from hold(session, items)
    code = sheet.error or sheet.ret
    if code:
        raise SettingRefused(page=label(items), detail=named(code))


def change_password(session: Session, user: str, old: Secret, new: Secret) -> Talk[None]:
    """Change the administrator's password [tplink-web §5.8]; inside the envelope the same (inferred there)."""
    lines = (assignment("oldPwd", old.reveal()), assignment("name", user), assignment("pwd", new.reveal()))
    yield from write(session, [Item(Act.CGI, AUTH, ROOT, lines)])
