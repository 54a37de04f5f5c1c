"""Who speaks the object interface, what he tells without login, and how each kind lets us in.

Kinds: ``basic`` (cookie with user and password, plain ``/cgi?``), ``envelope`` (login through ``/cgi_gdpr``), ``query``
(login in the URL, then a token: MR series), ``vr`` (envelope, other names: Archer VR), ``json`` (EX, VX, XX).
Sources: [observed-tplink-wr841n-v14 §Login, §Sessions] before [tplink-web §1, §2B, §2C.3-2C.4, §3B].
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from routercfg.dialects.tplink_crypto import Aes
from routercfg.dialects.tplink_gdpr import (
    JsonSession,
    Parm,
    SealedSession,
    Session,
    bare,
    check_status,
    checked,
    headers,
    parse_parm,
    session_hash,
)
from routercfg.dialects.tplink_objects import (
    ROOT,
    Act,
    Block,
    Item,
    Sheet,
    acts_text,
    assignment,
    items_text,
    label,
    parse_answer,
    script_variables,
)
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

PLAIN: Final = "tplink-cgi"
SEALED: Final = "tplink-gdpr"
JSON: Final = "tplink-gdpr-json"
OWN_NAME: Final = "http://tplinkwifi.net"

INFO: Final = Item(
    Act.GET, "IGD_DEV_INFO", ROOT, ("modelName", "hardwareVersion", "softwareVersion", "description", "X_TP_isFD")
)
AUTH: Final = "/cgi/auth"

_OURS: Final = re.compile(r"js/(?:lib|oid_str|gdprProxy|tpEncrypt|local)\.js|frame/login\.htm|cgi/get(?:GDPR)?Parm")
_ATTEMPTS: Final[Mapping[str, int]] = {"query": 5, "envelope": 10}
"""How many failures lock the page [tplink-web §2C.4; observed-tplink-wr841n-v14 §Sessions]."""
_WRONG: Final = frozenset({71230, 71233, 71234})


@dataclass(frozen=True, slots=True)
class Card:
    """What such a router tells without login.

    ``factory`` is None when it does not tell. ``oids`` are the objects its ``oid_str.js`` names, empty when unknown.
    ``parm`` is kept for one login. ``padded`` is the RSA flavour. ``fresh`` is true until the start page seen at
    detection has been used up. ``waits`` are the seconds for which it takes no password, ``failures`` those it counts.
    ``variant`` names a way of logging in that is not spoken here.
    """

    family: str
    kind: str
    padded: bool = True
    model: str = ""
    hardware: str = ""
    firmware: str = ""
    factory: bool | None = None
    oids: frozenset[str] = frozenset()
    parm: Parm | None = field(default=None, repr=False)
    fresh: bool = True
    waits: int = 0
    failures: int | None = None
    variant: str = ""


def identify(first: Reply, base: str = OWN_NAME) -> Talk[Card | None]:
    """Find out who answers, from the reply to ``GET /`` and at most three questions; None when it is none of these.

    Costs no login attempt and sends no password.
    """
    if first.status != 200 or not _OURS.search(first.text):
        return None
    listed = yield _get("/js/oid_str.js", base)
    names = listed.text if listed.status == 200 else ""
    if "DEV2_" in names:
        parm = yield from _parm("/cgi/getGDPRParm", base)
        card = Card(JSON, "json", padded=False, parm=parm)
    elif re.search(r"INCLUDE_LOGIN_GDPR_ENCRYPT\s*=\s*[\"']?1", names):
        flavour = yield _get("/js/tpEncrypt.js", base)
        card = Card(SEALED, "envelope", padded=not re.search(r"\b512\s*,\s*0\b", flavour.text))
    else:
        card = yield from _older(first, base)
    oids = frozenset(re.findall(r"\b[A-Z][A-Z0-9_]{2,}\b", names)) if "WAN_" in names else frozenset()
    card = _page_tells(card, first, oids)
    if card.kind in {"json", "vr"} or card.variant:
        return card
    return (yield from _ask_info(card, base))


def _older(first: Reply, base: str) -> Talk[Card]:
    """Tell the kinds whose ``oid_str.js`` names no encrypted login: Archer VR, MR series, plain."""
    if "Archer VR" in first.text:
        return Card(SEALED, "vr", padded=False, parm=(yield from _parm("/cgi/getGDPRParm", base)))
    reply = yield _post("/cgi/getParm", base, "getParm")
    if reply.status == 200 and "eccPubKey" in reply.text:
        return Card(SEALED, "query", variant="ECC P-224")
    parm = parse_parm(reply.text) if reply.status == 200 else None
    if reply.status == 200 and parm is None and re.search(r"\bnn\b", reply.text):  # MR200 v2, VR400 v2 [tplink-web §2B]
        return Card(SEALED, "query", variant="RSA without seq")
    if reply.status == 200 and parm is None and "<html" in reply.text.lower():  # no ground to offer a password in clear
        raise BadAnswer(page="getParm", detail=Part("reason.tplink-no-key"))
    return Card(SEALED, "query", padded=False, parm=parm) if parm is not None else Card(PLAIN, "basic")


def _page_tells(card: Card, first: Reply, oids: frozenset[str]) -> Card:
    """Take what the start page says in its script [observed-tplink-wr841n-v14 part 8]."""
    told = script_variables(first.text)
    forbidden = told.get("forbidTime", "")
    failures = told.get("authTimes", "")
    return replace(
        card,
        oids=oids,
        model=told.get("modelName", ""),
        factory=True if told.get("isFirstLogin") == "1" else None,
        waits=int(forbidden) if forbidden.isdecimal() else 0,
        failures=int(failures) if failures.isdecimal() else None,
    )


def _ask_info(card: Card, base: str) -> Talk[Card]:
    """Ask for the model without login: ``IGD_DEV_INFO`` answers anybody on the v14; others may decline."""
    told = yield from device_info(base)
    if told is None:
        return card
    state = {"1": True, "0": False}.get(told.get("X_TP_isFD", ""))
    return replace(
        card,
        model=told.get("modelName") or card.model,
        hardware=told.get("hardwareVersion", ""),
        firmware=told.get("softwareVersion", ""),
        factory=card.factory or state,
    )


def device_info(base: str) -> Talk[dict[str, str] | None]:
    """Ask who it is without login; None when it does not tell anybody."""
    reply = yield Ask(
        "POST",
        f"/cgi?{acts_text([INFO])}",
        headers(base, page="mainFrame.htm"),
        items_text([INFO]).encode(),
        label([INFO]),
    )
    if reply.status != 200:
        return None
    try:
        sheet = parse_answer(reply.text, "IGD_DEV_INFO")
    except BadAnswer:
        return None
    return canonical(sheet.blocks[0].fields()) if sheet.blocks and not sheet.error else None


def canonical(fields: Mapping[str, str]) -> dict[str, str]:
    """Give the attributes with the factory flag under one spelling (``X_TP_IsFD`` on MR) [tplink-web §5.3]."""
    return {"X_TP_isFD" if name.lower() == "x_tp_isfd" else name: value for name, value in fields.items()}


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
        if "<html" in reply.text.lower() and _OURS.search(reply.text):
            raise SessionLost
        return checked(parse_answer(reply.text, page))


def login(base: str, card: Card, user: str, password: Secret) -> Talk[Session]:
    """Log in with one attempt; ``settle`` comes next.

    Raises WrongPassword, LockedOut, AnotherAdministrator, BadAnswer.
    """
    if card.waits:
        raise LockedOut(wait=_wait(str(card.waits)))
    if card.kind == "basic":
        return (yield from _basic(base, card, user, password))
    if not card.fresh:  # the v14 wants its start page fetched before a login [tplink-web §2C.3]
        yield _get("/", base)
    parm = card.parm or (yield from _fresh_parm(base, card))
    maker = JsonSession if card.kind == "json" else SealedSession
    session = maker(base, parm, session_hash(user, password), card.padded)
    reply = yield _login_ask(session, card.kind, user, password)
    _enter(session, card, reply)
    session.carries_key = False
    return session


def settle(session: Session) -> Talk[None]:
    """Fetch the start page after a login: mandatory on the C50 v4; on MR and EX it has the token [tplink-web §2C.3].

    Raises WrongPassword: some EX units answer a refused login like a good one, and only this page, which then has no
    token, counts the failure [tplink-web §2C.4].
    """
    if isinstance(session, SealedSession):
        page = yield _get("/", session.base, session.cookie)
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
    return session.seal([Item(Act.CGI, "/cgi/login", ROOT, lines)])


def _base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _enter(session: SealedSession, card: Card, reply: Reply) -> None:
    """Take the cookie from the answer to a login, or raise what it says instead."""
    page = "/cgi/login"
    if reply.status in {500, 401}:
        raise BadAnswer(page=page, detail=Part("reason.tplink-status", (("status", reply.status),)))
    check_status(reply, page)
    told = script_variables(_login_text(session, reply, page))
    code = told.get("$.ret", "")
    if code == "0":
        cookies = [text.split(";")[0] for text in reply.headers_named("Set-Cookie")]
        session.cookie = next((text for text in cookies if text.startswith("JSESSIONID=")), "")
        return
    raise _refused(card, code, told, page)


def _login_text(session: SealedSession, reply: Reply, page: str) -> str:
    """Give the text of a login's answer.

    A wrong password is answered under the key of the session that lives, or under a key of zeros if there is none
    [observed-tplink-wr841n-v14 §Sessions]; so an answer that our key does not open is a refusal too.
    """
    for aes in (session.aes, Aes("\0" * 16, "\0" * 16)):
        session_text = reply.text.strip()
        if "$.ret" in session_text:
            return session_text
        try:
            text = aes.open(bare(session_text), page).decode("utf-8", "replace")
        except BadAnswer:
            continue
        if "$.ret" in text:
            return text
    if re.fullmatch(r"[A-Za-z0-9+/=\s]{24,}", reply.text):
        return "$.ret=71234;"
    raise BadAnswer(page=page, detail=Part("reason.objects-not-blocks"))


def _refused(card: Card, code: str, told: Mapping[str, str], page: str) -> RouterCfgError:
    """Give the error for a login that was refused [tplink-web §2C.4]."""
    forbidden = told.get("currForbidTime", told.get("forbidTime", "0"))
    if forbidden.isdecimal() and int(forbidden):
        return LockedOut(wait=_wait(forbidden))
    if not code.lstrip("-").isdigit() or int(code) not in _WRONG:
        return BadAnswer(page=page, detail=Part("reason.objects-code", (("code", code or "?"),)))
    counted = told.get("currAuthTimes", told.get("authTimes", ""))
    return WrongPassword(left=left(card, int(counted) if counted.isdecimal() else None))


def left(card: Card, counted: int | None) -> Part:
    """Say how many attempts are left after a failure, where the router tells how many it counts."""
    if counted is None:
        counted = card.failures + 1 if card.failures is not None else None
    most = _ATTEMPTS.get(card.kind)
    if counted is None or most is None:
        return Part()
    return Part("part.left", (("count", max(0, most - counted)),))


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
    if forbidden.isdecimal() and int(forbidden):
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
    reply = yield _get("/", base)
    if reply.status >= 500:
        raise BadAnswer(page="/", detail=Part("reason.tplink-status", (("status", reply.status),)))


def hold(session: Session, items: Sequence[Item]) -> Talk[Sheet]:
    """Send items in one request and give the answer, whatever its error says. Raises SessionLost, BadAnswer."""
    reply = yield session.seal(items)
    return session.open(reply, label(items))


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


def client_mac(blocks: Sequence[Block]) -> str:
    """Give the hardware address of this computer as ``/cgi/info`` tells it; empty when it does not."""
    told = (block.variables().get("clientMac", "") for block in blocks)
    return next((text for text in told if text), "")


def _fresh_parm(base: str, card: Card) -> Talk[Parm]:
    path = "/cgi/getGDPRParm" if card.kind in {"json", "vr"} else "/cgi/getParm"
    parm = yield from _parm(path, base)
    if parm is None:
        raise BadAnswer(page=path, detail=Part("reason.tplink-no-key"))
    return parm


def _parm(path: str, base: str) -> Talk[Parm | None]:
    reply = yield _post(path, base, path.rsplit("/", 1)[1])
    return parse_parm(reply.text) if reply.status == 200 else None


def _get(path: str, base: str, cookie: str = "") -> Ask:
    return Ask("GET", path, headers(base, cookie), label=path)


def _post(path: str, base: str, page: str) -> Ask:
    return Ask("POST", path, headers(base), label=page)
