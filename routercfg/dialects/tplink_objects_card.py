"""Who speaks the object interface, and what he tells without login.

Kinds: ``basic`` (cookie with user and password, plain ``/cgi?``), ``rsa`` (user and password encrypted in the URL, then
a token and plain ``/cgi?``: MR200 v2, VR400 v2, VR1600v), ``envelope`` (login through ``/cgi_gdpr``), ``query`` (login
in the URL, then a token: MR series), ``vr`` (envelope, other names: Archer VR), ``json`` (EX, VX, XX).
Sources: [observed-tplink-wr841n-v14 §Login, §Sessions] before [tplink-web §1, §2B, §2C.3-2C.4, §3B].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from routercfg.dialects.tplink_gdpr import BROWSER, Parm, headers, parse_parm, parse_public
from routercfg.dialects.tplink_objects import (
    ROOT,
    Act,
    Item,
    acts_text,
    items_text,
    label,
    parse_answer,
    script_variables,
)
from routercfg.errors import BadAnswer, Part
from routercfg.wire import Ask, Reply, Talk

PLAIN: Final = "tplink-cgi"
SEALED: Final = "tplink-gdpr"
JSON: Final = "tplink-gdpr-json"
OWN_NAME: Final = "http://tplinkwifi.net"

INFO: Final = Item(
    Act.GET, "IGD_DEV_INFO", ROOT, ("modelName", "hardwareVersion", "softwareVersion", "description", "X_TP_isFD")
)

_VR: Final = "Archer VR"
OURS: Final = re.compile(r"js/(?:lib|oid_str|gdprProxy|tpEncrypt|local)\.js|frame/login\.htm|cgi/get(?:GDPR)?Parm")
"""What every start page of these routers, logged in or not, refers to."""


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
    if first.status == 406:  # some operators' models show nothing to whoever is no browser, see BROWSER
        first = yield Ask("GET", "/", (("User-Agent", BROWSER),), label="/")
    if first.status != 200 or not OURS.search(first.text):
        return None
    listed = yield get("/js/oid_str.js", base)
    names = listed.text if listed.status == 200 else ""
    if "DEV2_" in names:
        card = Card(JSON, "json", padded=False, parm=(yield from ask_parm("/cgi/getGDPRParm", base)))
    elif _VR in first.text:  # whatever its list says of an encrypted login, its own has other names [tplink-web §2C.3]
        card = yield from _vr(base)
    elif re.search(r"INCLUDE_LOGIN_GDPR_ENCRYPT\s*=\s*[\"']?1", names):
        flavour = yield get("/js/tpEncrypt.js", base)
        card = Card(SEALED, "envelope", padded=not re.search(r"\b512\s*,\s*0\b", flavour.text))
    else:
        card = yield from _older(base)
    oids = frozenset(re.findall(r"\b[A-Z][A-Z0-9_]{2,}\b", names)) if "WAN_" in names else frozenset()
    card = _page_tells(card, first, oids)
    asked_enough = card.kind != "vr" and _VR in first.text  # three questions already
    if card.kind == "json" or card.variant or asked_enough:
        return card
    return (yield from _ask_info(card, base))


def _vr(base: str) -> Talk[Card]:
    """Tell the Archer VR with the envelope from its elders, VR400 v2 and VR1600v."""
    parm = yield from ask_parm("/cgi/getGDPRParm", base)
    return (yield from _older(base)) if parm is None else Card(SEALED, "vr", padded=False, parm=parm)


def _older(base: str) -> Talk[Card]:
    """Tell the kinds whose ``oid_str.js`` names no encrypted login: MR series, RSA in the URL, plain."""
    reply = yield post("/cgi/getParm", base, "getParm")
    if reply.status == 200 and "eccPubKey" in reply.text:
        return Card(SEALED, "query", variant="ECC P-224")
    parm = parse_parm(reply.text) if reply.status == 200 else None
    if parm is not None:
        return Card(SEALED, "query", padded=False, parm=parm)
    key = parse_public(reply.text) if reply.status == 200 else None
    if key is not None:  # without a number to count from: MR200 v2, VR400 v2, VR1600v [tplink-web §2B, id 34316014645]
        return Card(PLAIN, "rsa", parm=Parm(key, 0))
    if reply.status == 200 and "<html" in reply.text.lower():  # no ground to offer a password in clear
        raise BadAnswer(page="getParm", detail=Part("reason.tplink-no-key"))
    return Card(PLAIN, "basic")


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


def fresh_parm(base: str, card: Card) -> Talk[Parm]:
    """Fetch the key for a login, where the kind has it. Raises BadAnswer when the router hands none out."""
    path = "/cgi/getGDPRParm" if card.kind in {"json", "vr"} else "/cgi/getParm"
    if card.kind == "rsa":
        reply = yield post(path, base, "getParm")
        key = parse_public(reply.text) if reply.status == 200 else None
        parm = Parm(key, 0) if key is not None else None
    else:
        parm = yield from ask_parm(path, base)
    if parm is None:
        raise BadAnswer(page=path, detail=Part("reason.tplink-no-key"))
    return parm


def ask_parm(path: str, base: str) -> Talk[Parm | None]:
    """Fetch the key and the number to count from; None when there is none at that path."""
    reply = yield post(path, base, path.rsplit("/", 1)[1])
    return parse_parm(reply.text) if reply.status == 200 else None


def get(path: str, base: str, cookie: str = "") -> Ask:
    """Make the request for a page or script."""
    return Ask("GET", path, headers(base, cookie), label=path)


def post(path: str, base: str, page: str) -> Ask:
    """Make a request that hands out something without login; ``page`` labels it."""
    return Ask("POST", path, headers(base), label=page)
