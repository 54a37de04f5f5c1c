"""The JSON face ``/cgi_gdpr?9`` of operators' routers (EX, VX, XX): the envelope with one object per request inside.

Sources: [tplink-web 2C.3, 3C, 5.13], [id 60398720546] (an HB210 as it answered).
How an unknown attribute is refused is inferred from the text faces, as is that
every value has to be a text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.tplink_crypto_router import account_hash
from routercfg.dialects.tplink_gdpr_router import open_data, open_sign
from routercfg.simulator.object_gdpr import COOKIE, ENVELOPE, SealedRouter, good_key, plain_text
from routercfg.simulator.object_http import TEXT, chunked, cookie, error, header, reply
from routercfg.simulator.object_items import ZERO, BadItems, Item, Stack, read_stack, show_stack
from routercfg.simulator.object_json_rules import JsonRules
from routercfg.simulator.object_schema import BAD_FORMAT, FAILED, NO_CGI, NO_OBJECT, OK
from routercfg.simulator.object_session import Session
from routercfg.simulator.object_store import Refused, Rules
from routercfg.wire import Ask

_LOGIN: Final = "/cgi/login"


@dataclass(frozen=True, slots=True)
class Wish:
    """One request: what to do with which object; ``words`` are names to read or values to write."""

    operation: str
    oid: str
    stack: Stack
    parent: Stack
    words: dict[str, str] = field(repr=False)


class JsonRouter(SealedRouter):
    """A router with JSON in the envelope. Its administrator is ``user``, the password stands on its label."""

    def make_rules(self) -> Rules:
        """Give the rules of the TR-181 objects."""
        return JsonRules(self)

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Answer a browser; some operators' firmware says 406 to anybody else [ids 60398720546, 70351362526]."""
        if self.plate.browser and not header(ask, "user-agent").startswith("Mozilla/5.0"):
            return error(406)
        return super().answer(ask, client)

    def call(self, ask: Ask, client: str, path: str) -> bytes | None:
        """Answer the key or the envelope. ``/cgi/getParm`` is not there: that is how clients tell the two apart."""
        if path == "/cgi/getGDPRParm":
            lines, _code = self.parm(Item(8, path, ZERO, ZERO, 0), client)
            return reply(200, "".join(f"{line}\n" for line in lines) + "$.ret=0;\n", TEXT)
        if path == "/cgi_gdpr" and ask.method == "POST" and ask.target.startswith("/cgi_gdpr?9"):
            return self._nine(ask, client)
        return error(404)

    def _nine(self, ask: Ask, client: str) -> bytes:
        found = ENVELOPE.fullmatch(ask.body)
        words = open_sign(self.sessions.pair, found[1].decode(), padded=self.plate.padded) if found else None
        if found is None or words is None:
            return error(500)
        data = found[2].decode()
        key, iv = words.get("key", ""), words.get("iv", "")
        if good_key(key) and good_key(iv):
            wish = _read(open_data(key.encode(), iv.encode(), data))
            if wish is not None and wish.oid == _LOGIN:
                if words["s"] != str((self.sessions.seq or 0) + len(data)):
                    return error(500)
                fresh = Session(client, words["h"], self.sessions.seq or 0, key.encode(), iv.encode())
                return self._login_by(fresh, wish)
        session = self.sessions.find(cookie(ask, COOKIE))
        if session is None or not self.belongs(ask, session, words, data):
            return error(500)
        return self._wish(session, _read(open_data(session.key, session.iv, data)), client)

    def _login_by(self, fresh: Session, wish: Wish) -> bytes:
        if self.taken(fresh.client):  # in JSON and with a code that elsewhere means a bad format [id 60398720546]
            return chunked(fresh.seal(_dump({"success": False, "errorcode": BAD_FORMAT})))
        user, password = (plain_text(wish.words.get(name, "")) for name in ("UserName", "Passwd"))
        code = self.admit(fresh, user, password)
        lines = [] if code == OK else self.counters()
        more = [("Set-Cookie", f"{COOKIE}={fresh.cookie}; Path=/; HttpOnly")] if code == OK else []
        if code == OK:
            fresh.hash = account_hash(password, user)
        return chunked(fresh.seal("".join(f"{line}\n" for line in (*lines, f"$.ret={code};"))), more)

    def _wish(self, session: Session, wish: Wish | None, client: str) -> bytes:
        if wish is not None and (wish.operation, wish.oid) == ("cgi", "/cgi/logout"):
            # Clients wait for an empty answer [tplink-web 2C.4 names only the request].
            self.sessions.end()
            return reply(200, "", TEXT)
        if wish is None:
            return chunked(session.seal(_dump({"errorcode": BAD_FORMAT, "success": False})))
        frame: dict[str, object] = {"operation": wish.operation, "oid": wish.oid}
        try:
            told = self._fulfil(wish, client)
        except Refused as refused:
            code = FAILED if refused.code == NO_OBJECT else refused.code
            return chunked(session.seal(_dump({"errorcode": code, **frame, "success": False})))
        data = {} if told is None else {"data": told}
        return chunked(session.seal(_dump({**data, **frame, "success": True})))

    def _fulfil(self, wish: Wish, client: str) -> object:
        objects, names = self.objects, list(wish.words)
        if wish.operation == "go":
            return _shown(wish.stack, objects.get(wish.oid, wish.stack, names))
        if wish.operation in ("gl", "gs"):
            parent = wish.parent if wish.operation == "gs" else ZERO
            return [_shown(stack, words) for stack, words in objects.each(wish.oid, names, parent)]
        if wish.operation == "so":
            objects.set(wish.oid, wish.stack, wish.words)
        elif wish.operation in ("ao", "add"):
            return {"stack": show_stack(objects.add(wish.oid, wish.parent, wish.words))}
        elif wish.operation in ("do", "del"):
            objects.delete(wish.oid, wish.stack)
        elif wish.operation == "op":
            self.operate(wish.oid)
        else:
            # /cgi/auth and /cgi/setPwd are there, but nobody has seen which fields they take [tplink-web 3C].
            raise Refused(NO_CGI if wish.operation == "cgi" else BAD_FORMAT)
        return None


def _shown(stack: Stack, words: Mapping[str, str]) -> dict[str, str]:
    return {**words, "stack": show_stack(stack)}


def _dump(answer: Mapping[str, object]) -> str:
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _read(text: bytes | None) -> Wish | None:
    """Read a request; None when it is none."""
    try:
        told = json.loads((text or b"").decode("utf-8", "surrogateescape"))
        data = dict(told["data"])
        stack, parent = (read_stack(data.pop(name, show_stack(ZERO))) for name in ("stack", "pstack"))
        wish = Wish(told["operation"], told["oid"], stack, parent, data)
    except (ValueError, KeyError, TypeError, AttributeError, BadItems):
        return None
    texts = [wish.operation, wish.oid, *data, *data.values()]
    return wish if all(isinstance(text, str) for text in texts) else None
