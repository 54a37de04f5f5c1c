"""The face that has the object interface inside an envelope: ``/cgi_gdpr``, with ``sign`` and ``data``.

Sources: [observed-tplink-wr841n-v14 §Login, §Sessions, parts 7 to 11], which wins, and [tplink-web 2C].
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

from routercfg.dialects.tplink_crypto_router import account_hash
from routercfg.dialects.tplink_gdpr_router import NO_KEY, open_data, open_sign, seal_data
from routercfg.simulator.object_http import TEXT, chunk, chunked, cookie, error, header, reply
from routercfg.simulator.object_items import (
    CGI,
    GET,
    BadItems,
    Item,
    read_items,
    read_types,
    show_cgi,
    show_error,
)
from routercfg.simulator.object_router import ACCOUNT, ObjectRouter
from routercfg.simulator.object_schema import BAD_FORMAT, NOT_IN, OK, WRONG_LOGIN, WRONG_PASSWORD
from routercfg.simulator.object_session import Session
from routercfg.wire import Ask

_KEY: Final = re.compile(r"[\x21-\x7e]{16}")
ENVELOPE: Final = re.compile(rb"sign=([0-9A-Fa-f]+)\r\ndata=([A-Za-z0-9+/=]+)\r\n")
COOKIE: Final = "JSESSIONID"
FOR_ALL: Final = frozenset({(GET, "IGD_DEV_INFO"), (CGI, "/cgi/getParm")})
"""The first was seen [observed-tplink-wr841n-v14 §Sessions]; the second: [tplink-web 2C.1]."""
LOGOUT: Final = "[error]0"
"""How a logout is answered: in clear, without a line's end [observed-tplink-wr841n-v14 part 8]."""


class SealedRouter(ObjectRouter):
    """A router with the envelope: raw RSA or PKCS#1, with or without TokenID, as its plate says."""

    visited = False
    """Whether anybody has fetched the front page since power came."""

    def forget(self) -> None:
        """Lose what a restart loses."""
        super().forget()
        self.visited = False

    def front(self, ask: Ask, client: str) -> bytes:
        """Give the front page; with a session's cookie it holds the token and wakes the session up."""
        self.visited = True
        session = self.sessions.find(cookie(ask, COOKIE))
        if session is not None:
            session.visited = True
        return self.draw_front(session)

    def inside(self, ask: Ask, client: str) -> bool:
        """Tell whether the request has the session's cookie."""
        return self.sessions.find(cookie(ask, COOKIE)) is not None

    def call(self, ask: Ask, client: str, path: str) -> bytes | None:
        """Answer the key, the envelope, the login in the query, or plain items."""
        if path == ("/cgi/getGDPRParm" if self.plate.login == "vr" else "/cgi/getParm"):
            lines, _code = self.parm(Item(CGI, path, (), (), 0), client)
            return reply(200, "".join(f"{line}\n" for line in lines) + "$.ret=0;\n", TEXT)
        if path == "/cgi_gdpr" and ask.method == "POST":
            return self._envelope(ask, client)
        if path == "/cgi/login" and ask.method == "POST" and self.plate.login == "query":
            return self._query_login(ask, client)
        if path == "/cgi" and ask.method == "POST":
            return reply(200, self._plain(ask, client), TEXT)
        return error(404)

    def _plain(self, ask: Ask, client: str) -> str:
        """Refuse plain items, with cookie or without, but for the device's own data and the key for signs."""
        refusal = f"[error]{NOT_IN}"
        try:
            types = read_types(ask.target.partition("?")[2])
            items = read_items(types, ask.body.decode("utf-8", "surrogateescape"))
        except BadItems:
            return refusal
        open_to_all = all((item.action, item.oid) in FOR_ALL for item in items)
        return self.run(items, client) if open_to_all else refusal

    def _envelope(self, ask: Ask, client: str) -> bytes:
        """Open an envelope: a login brings its key with it; any other request is the session's, or 500."""
        found = ENVELOPE.fullmatch(ask.body)
        words = open_sign(self.sessions.pair, found[1].decode(), padded=self.plate.padded) if found else None
        if found is None or words is None:
            return error(500)
        data = found[2].decode()
        key, iv = words.get("key", ""), words.get("iv", "")
        if self.plate.login in ("envelope", "vr") and good_key(key) and good_key(iv):
            text = open_data(key.encode(), iv.encode(), data)
            if text is not None and b"[/cgi/login#" in text:
                fresh = Session(client, words["h"], self.sessions.seq or 0, key.encode(), iv.encode())
                return self._login(fresh, text, words["s"] == str((self.sessions.seq or 0) + len(data)))
        session = self.sessions.find(cookie(ask, COOKIE))
        if session is None or not self.belongs(ask, session, words, data):
            return error(500)
        text = open_data(session.key, session.iv, data)
        return error(500) if text is None else self._items(session, text, client)

    def belongs(self, ask: Ask, session: Session, words: dict[str, str], data: str) -> bool:
        """Check hash, number, token and the visit that some firmware wants. A key that comes again is taken up.

        The full form of the sign is good in every request [tplink-web 2C.2].
        """
        key, iv = words.get("key", ""), words.get("iv", "")
        if good_key(key) and good_key(iv):
            session.key, session.iv = key.encode(), iv.encode()
        token = not self.plate.token or header(ask, "tokenid") == session.token
        visit = self.plate.visit != "after" or session.visited
        return words["h"] == session.hash and words["s"] == str(session.seq + len(data)) and token and visit

    def _login(self, fresh: Session, text: bytes, counted: bool) -> bytes:
        """Let somebody in, or not. The hash is worked out here, not taken from the client."""
        if not counted or (self.plate.visit == "before" and not self.visited):
            return error(500)
        if self.taken(fresh.client):
            return error(406)
        try:
            told = _read(text)[0].words()
        except BadItems:
            return chunked(fresh.seal(show_error(BAD_FORMAT)))
        code = self.admit(fresh, *self._names(told))
        if code == OK:
            more = [("Set-Cookie", f"{COOKIE}={fresh.cookie}; Path=/; HttpOnly")]
            return chunked(fresh.seal(show_cgi(0, []) + show_error(OK)), more)
        if self.plate.bare:
            return chunk(self._nobody_seals(show_cgi(0, [], WRONG_LOGIN) + show_error(OK)))
        return chunked(fresh.seal(show_cgi(0, self.counters(), code) + show_error(OK)))

    def _names(self, told: Mapping[str, str]) -> tuple[str, str]:
        """Give user and password of a login; a VR has other names for them, and base64 [tplink-web 2C.3]."""
        if self.plate.login != "vr":
            return told.get("username", ""), told.get("password", "")
        return told.get("UserName", ""), plain_text(told.get("Passwd", ""))

    def cgi(self, item: Item, client: str) -> str:
        """Run a CGI; a VR says nothing of how a logout went [tplink-web 2C.3]."""
        told = super().cgi(item, client)
        quiet = self.plate.login == "vr" and item.oid == "/cgi/logout"
        return show_cgi(item.index, [], None) if quiet else told

    def _nobody_seals(self, text: str) -> str:
        """Seal with the living session's key, or with zeros: a login that failed has no key of its own."""
        session = self.sessions.live()
        return session.seal(text) if session else seal_data(NO_KEY, NO_KEY, text.encode())

    def admit(self, fresh: Session, user: str, password: str) -> int:
        """Start the session when user and password are right; 0 or the number of the refusal."""
        account = self.store.section(ACCOUNT)
        if self.tries.forbidden or (user, password) != (account["user"], account["password"]):
            if not self.tries.forbidden:
                self.tries.fail(lock=self.plate.locks)
            return WRONG_PASSWORD
        self.tries.clear()
        fresh.hash = account_hash(password, user)
        self.sessions.start(fresh)
        self.logged_in = True
        return OK

    def counters(self) -> list[str]:
        """Say how often somebody has failed and for how long nobody is let in [tplink-web 2C.4]."""
        return [f"var currAuthTimes={self.tries.count};", f"var currForbidTime={self.tries.forbidden};"]

    def _query_login(self, ask: Ask, client: str) -> bytes:
        """Answer the login of the MR series: everything in the query, user and password on two lines of ``data``."""
        query = dict(parse_qsl(ask.target.partition("?")[2], keep_blank_values=True))
        words = open_sign(self.sessions.pair, query.get("sign", ""), padded=self.plate.padded) or {}
        key, iv, data = words.get("key", ""), words.get("iv", ""), query.get("data", "").replace(" ", "+")
        fits = words.get("s") == str((self.sessions.seq or 0) + len(data))
        plain = open_data(key.encode(), iv.encode(), data) if good_key(key) and good_key(iv) else None
        if plain is None or not fits:
            return reply(200, f"$.ret={WRONG_LOGIN};\n", TEXT)
        if self.taken(client):
            return error(406)
        user, _, password = plain.decode("utf-8", "surrogateescape").partition("\n")
        fresh = Session(client, words["h"], self.sessions.seq or 0, key.encode(), iv.encode())
        code = self.admit(fresh, user, password)
        if code == OK:
            return reply(200, "$.ret=0;\n", TEXT, [("Set-Cookie", f"{COOKIE}={fresh.cookie}; Path=/; HttpOnly")])
        return reply(200, "".join(f"{line}\n" for line in (*self.counters(), f"$.ret={code};")), TEXT)

    def _items(self, session: Session, text: bytes, client: str) -> bytes:
        try:
            items = _read(text)
        except BadItems:
            # Seen as one chunk of a 16-byte answer without a head; that its text is this number is inferred.
            answer = session.seal(show_error(BAD_FORMAT))
            return chunk(answer) if self.plate.bare else chunked(answer)
        told = self.run(items, client)
        if any((item.action, item.oid) == (CGI, "/cgi/logout") for item in items) and not self.plate.token:
            return reply(200, LOGOUT, TEXT)
        return chunked(session.seal(told))


def plain_text(sealed: str) -> str:
    """Take base64 off; an empty text when it is none."""
    try:
        return base64.b64decode(sealed, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return ""


def good_key(text: str) -> bool:
    """Tell whether this can be an AES key or start value: sixteen visible ASCII characters."""
    return _KEY.fullmatch(text) is not None


def _read(text: bytes) -> list[Item]:
    types, _, rest = text.decode("utf-8", "surrogateescape").partition("\n")
    return read_items(read_types(types.strip()), rest)
