"""What all faces of the object interface share: account, front page, items, CGIs, settings file, restart.

Sources: [observed-tplink-wr841n-v14], which wins, and [tplink-web 2B, 2C, 3B, 5].
"""

from __future__ import annotations

import base64
import binascii
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl

from routercfg.simulator.faults import Faults
from routercfg.simulator.object_backup import BadFile, pack, unpack
from routercfg.simulator.object_http import BYTES, SCRIPT, comes_from, error, file_of, reply
from routercfg.simulator.object_items import (
    ADD,
    CGI,
    DEL,
    GET,
    GL,
    GS,
    SET,
    ZERO,
    Item,
    show_block,
    show_cgi,
    show_error,
)
from routercfg.simulator.object_pages import Front, Plate, front_page, script
from routercfg.simulator.object_rules import TextRules
from routercfg.simulator.object_schema import BAD_FORMAT, FAILED, NO_CGI, OK, WRONG_PASSWORD, Schema
from routercfg.simulator.object_session import Session, Sessions, Tries
from routercfg.simulator.object_store import INSTANCES, Objects, Refused, Rules
from routercfg.simulator.router import Dropped, Model, Pace, PaperRouter, Store
from routercfg.wire import Ask

ACCOUNT: Final = "account"
_OPERATIONS: Final = frozenset(
    {
        *(f"ACT_{word}_{end}" for word in ("PPP", "L2TP", "PPTP") for end in ("CONN", "DISCONN")),
        *("ACT_DHCP_RENEW", "ACT_DHCP_RELEASE", "ACT_NTP_REQUEST", "ACT_WLAN_UPDATE_ASSOC", "ACT_WLAN_SCAN"),
    }
)
"""Operations that are acknowledged and do nothing here [tplink-web 5.6]."""
_NO_ROUTER: Final = "<html><head><title>Welcome</title></head><body>It works!</body></html>"
"""What comes under the fault ``html`` wherever something other than a page should come."""


@dataclass(frozen=True)
class Kind:
    """A plate and the data model behind it: objects, and how many numbers their stacks have."""

    plate: Plate
    schema: Schema
    depths: Mapping[str, int]


class ObjectRouter(PaperRouter):
    """One TP-Link router with the object interface; a face adds how requests come in."""

    def __init__(self, kind: Kind, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        super().__init__(model, store, pace, faults)
        self.plate = plate = kind.plate
        self.sessions = Sessions(pace, model.name)
        self.tries = Tries(pace, plate.tries, locked=faults.has("locked-out"))
        self.rules = self.make_rules()
        self.objects = Objects(self, kind.schema, kind.depths, self.rules)
        self._erased = False
        self._uploaded: bytes | None = None

    def forget(self) -> None:
        """Lose sessions, failures, links and an uploaded file."""
        self.sessions.forget()
        self.tries.clear()
        self.rules.restart()
        self._uploaded = None

    def reboot(self, seconds: float | None = None) -> None:
        """Restart. An erased flash shows only now [observed-tplink-wr841n-v14 §Backup, restore, reset]."""
        if self._erased:
            self._erased = False
            self.store.wipe()
        super().reboot(seconds)

    def password_now(self) -> str:
        """Give the password that lets in now."""
        return self.store.get(ACCOUNT, "password")

    def lan_address(self) -> str:
        """Give the LAN address."""
        return self.rules.lan_address()

    def make_rules(self) -> Rules:
        """Give the rules of the data model."""
        return TextRules(self, self.plate.mac)

    @property
    def fresh(self) -> bool:
        """Whether the administrator has not set a password of their own yet."""
        return self.store.get(ACCOUNT, "own") != "1"

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Give the answer to one request."""
        path = ask.target.partition("?")[0]
        if path in ("/", "/index.htm", "/mainFrame.htm"):
            return self.front(ask, client)
        if not path.startswith("/cgi"):
            told = script(self.plate, path, self.objects.schema.objects)
            return error(404) if told is None else reply(200, told, SCRIPT)
        if self.faults.has("html"):
            return reply(200, _NO_ROUTER)
        return self._cgi(ask, client, path) if comes_from(ask, self.lan_address()) else error(403)

    def _cgi(self, ask: Ask, client: str, path: str) -> bytes | None:
        own = {"/cgi/setPwd": self._first_password, "/cgi/conf.bin": self._backup, "/cgi/confup": self._upload}
        if path not in own:
            return self.call(ask, client, path)
        if path != "/cgi/setPwd" and not self.inside(ask, client):
            return error(self.no_backup)
        return own[path](ask)

    no_backup = 404
    """What ``conf.bin`` says to who is not logged in."""

    @abstractmethod
    def call(self, ask: Ask, client: str, path: str) -> bytes | None:
        """Answer a request to any other ``/cgi…`` whose Referer is right."""

    @abstractmethod
    def inside(self, ask: Ask, client: str) -> bool:
        """Tell whether a request comes from who is logged in."""

    @abstractmethod
    def front(self, ask: Ask, client: str) -> bytes:
        """Give the front page."""

    def taken(self, client: str) -> bool:
        """Tell whether somebody else is logged in: there is room for one [tplink-web 2B, 2C.4]."""
        session = self.sessions.live()
        return self.faults.has("other-admin") or (session is not None and session.client != client)

    def draw_front(self, session: Session | None, *, wrong: bool = False) -> bytes:
        """Write the front page."""
        token = session.token if session and self.plate.token else ""
        front = Front(session is not None, wrong, self.fresh, self.tries.count, self.tries.forbidden, token)
        return reply(200, front_page(self.plate, front))

    def run(self, items: Sequence[Item], client: str) -> str:
        """Do items in order up to the first that is refused; what was done before it stays done.

        [observed-tplink-wr841n-v14 §Actions: partial application, one number]. That blocks of earlier reads are sent
        all the same is inferred from what clients make of it.
        """
        done: list[str] = []
        try:
            for item in items:
                done.append(self._do(item, client))
        except Refused as refused:
            return "".join(done) + show_error(refused.code)
        return "".join(done) + show_error(OK)

    def _do(self, item: Item, client: str) -> str:
        objects = self.objects
        if item.action == GET:
            return show_block(item.stack, item.index, objects.get(item.oid, item.stack, item.lines))
        if item.action in (GL, GS):
            found = objects.each(item.oid, item.lines, item.parent if item.action == GS else ZERO)
            return "".join(show_block(stack, item.index, words) for stack, words in found)
        if item.action == SET:
            objects.set(item.oid, item.stack, item.words())
        elif item.action == ADD:
            return show_block(objects.add(item.oid, item.parent, item.words()), item.index, {})
        elif item.action == DEL:
            objects.delete(item.oid, item.stack)
        elif item.action == CGI:
            return self.cgi(item, client)
        else:
            self.operate(item.oid)
        return ""

    def operate(self, name: str) -> None:
        """Do an operation; an unknown one is just an error (1). A restart begins after the answer."""
        if name == "ACT_REBOOT":
            self.write(name, {}, lambda _words: self.later(0.5, self.reboot))
        elif name == "ACT_FACTORY_RESET":
            self.write(name, {}, lambda _words: setattr(self, "_erased", True))
        elif name not in _OPERATIONS:
            raise Refused(FAILED)

    def cgi(self, item: Item, client: str) -> str:
        """Run a CGI and give its block."""
        handlers: dict[str, Callable[[Item, str], tuple[Iterable[str], int]]] = {
            "/cgi/info": self._info,
            "/cgi/auth": self._auth,
            "/cgi/bnr": self._restore,
            "/cgi/getParm": self.parm,
            "/cgi/logout": self._logout,
        }
        if item.oid not in handlers:
            raise Refused(NO_CGI)
        lines, code = handlers[item.oid](item, client)
        return show_cgi(item.index, lines, code)

    def parm(self, item: Item, client: str) -> tuple[Iterable[str], int]:
        """Tell the key for signs; plain firmware has no such CGI."""
        del item, client
        if self.plate.login == "basic":
            raise Refused(NO_CGI)
        modulus, exponent = self.sessions.pair.words()
        return [f'var ee="{exponent}";', f'var nn="{modulus}";', f'var seq="{self.sessions.draw_seq()}";'], OK

    def _info(self, item: Item, client: str) -> tuple[Iterable[str], int]:
        del item
        told = {"userType": '"Admin"', "bSecured": "0", "clientLocal": "1", "clientIp": f'"{client}"'}
        return [f"var {k}={v};" for k, v in {**told, "clientMac": '"02:AA:BB:CC:DD:01"'}.items()], OK

    def _logout(self, item: Item, client: str) -> tuple[Iterable[str], int]:
        del item, client
        self.sessions.end()
        return [], OK

    def _auth(self, item: Item, client: str) -> tuple[Iterable[str], int]:
        """Change the account. The session ends with it (inferred: its hash is made of the old password)."""
        del client
        words = item.words()
        if not {"oldPwd", "name", "pwd"} <= words.keys():
            raise Refused(BAD_FORMAT)
        if words["oldPwd"] != self.password_now():
            return [], WRONG_PASSWORD
        self.set_password(words["pwd"], words["name"])
        self.sessions.end()
        return [], OK

    def set_password(self, password: str, user: str = "") -> None:
        """Store user and password; the unit no longer counts as fresh."""
        kept = {"password": password, **({"user": user} if user else {})}
        self.write("account", kept, lambda told: self.store.update(ACCOUNT, {**told, "own": "1"}))
        if "X_TP_isFD" in self.objects.schema.objects.get("IGD_DEV_INFO", {}):
            self.objects.put("IGD_DEV_INFO", ZERO, {"X_TP_isFD": "0"})

    def _first_password(self, ask: Ask) -> bytes:
        """Set the first password; no login is asked for, so it works only as long as there is none [tplink-web 3B]."""
        sealed = dict(parse_qsl(ask.target.partition("?")[2].replace("+", "%2B"))).get("pwd", "")
        try:
            password = base64.b64decode(sealed, validate=True).decode("utf-8", "surrogateescape")
        except (binascii.Error, ValueError):
            password = ""
        if not self.plate.first or ask.method != "POST":
            return error(404)
        if not self.fresh or not password:
            return reply(200, f"$.ret={WRONG_PASSWORD if password else BAD_FORMAT};\n")
        self.set_password(password)
        return reply(200, "$.ret=0;\n")

    def _backup(self, ask: Ask) -> bytes:
        """Give the settings file: every section there is."""
        del ask
        held = {ACCOUNT, INSTANCES, *self.model.factory}
        told = self.store.section(INSTANCES)
        held |= {f"{oid} {stack}" for oid, stacks in told.items() for stack in stacks.split()}
        return reply(200, pack(self.plate.product, {name: self.store.section(name) for name in sorted(held)}), BYTES)

    def _upload(self, ask: Ask) -> bytes:
        """Take a settings file and look at nothing: it is judged when it is to be applied."""
        self._uploaded = file_of(ask)
        return reply(200, "<html><head></head><body>OK</body></html>")

    def _restore(self, item: Item, client: str) -> tuple[Iterable[str], int]:
        """Apply the uploaded file: a good one restarts the router at once, so nobody gets an answer."""
        del item, client
        try:
            sections = unpack(self.plate.product, self._uploaded or b"")
        except BadFile:
            return [], 4501
        self.write("/cgi/bnr", {}, lambda _words: self._take(sections))
        self.reboot()
        raise Dropped("/cgi/bnr")

    def _take(self, sections: Mapping[str, Mapping[str, str]]) -> None:
        for name, words in sections.items():
            self.store.replace(name, words)
