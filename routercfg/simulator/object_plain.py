"""The plain face ``/cgi?``: types in the URL, item blocks in the body, a cookie with user and password.

Sources: [tplink-web 2B, 5.3, 5.4]. There is no login call: whoever first asks with the right cookie has the seat.
"""

from __future__ import annotations

import base64
import binascii
from typing import Final
from urllib.parse import unquote

from routercfg.simulator.object_http import TEXT, cookie, error, reply
from routercfg.simulator.object_items import BadItems, read_items, read_types, show_error
from routercfg.simulator.object_router import ACCOUNT, ObjectRouter
from routercfg.simulator.object_schema import BAD_FORMAT
from routercfg.simulator.object_session import Session
from routercfg.wire import Ask

_COOKIE: Final = "Authorization"


class PlainRouter(ObjectRouter):
    """A router of the years before the envelope (Archer C20 v1, C2, C50 v1)."""

    no_backup = 500
    """Without a login, but with the Referer, ``conf.bin`` answers 500 (TL-WR850N) [tplink-web 5.12]."""

    def front(self, ask: Ask, client: str) -> bytes:
        """Give the main frame to who brings the right cookie, else the login page; a wrong cookie counts."""
        told = _account(ask)
        if told is None:
            return self.draw_front(None)
        if self._fits(told) and not self.taken(client) and not self.tries.forbidden:
            return self.draw_front(self._sit(client))
        if self._fits(told):
            return error(406) if self.taken(client) else self.draw_front(None)
        self.tries.fail(lock=self.plate.locks)
        return self.draw_front(None, wrong=True)

    def inside(self, ask: Ask, client: str) -> bool:
        """Tell whether the cookie is right and the seat not somebody else's."""
        told = _account(ask)
        if told is None or not self._fits(told) or self.taken(client) or self.tries.forbidden:
            return False
        self._sit(client)
        return True

    def call(self, ask: Ask, client: str, path: str) -> bytes | None:
        """Answer ``/cgi?types``; who is not let in gets 406 [tplink-web 2B]."""
        if path != "/cgi" or ask.method != "POST":
            return error(404)
        if not self.inside(ask, client):
            return error(406)
        try:
            types = read_types(ask.target.partition("?")[2])
            items = read_items(types, ask.body.decode("utf-8", "surrogateescape"))
        except BadItems:
            return reply(200, show_error(BAD_FORMAT), TEXT)
        return reply(200, self.run(items, client), TEXT)

    def _fits(self, told: tuple[str, str]) -> bool:
        account = self.store.section(ACCOUNT)
        return told == (account["user"], account["password"])

    def _sit(self, client: str) -> Session:
        session = self.sessions.live()
        if session is None:
            session = Session(client)
            self.tries.clear()
            self.logged_in = True
        self.sessions.start(session)
        return session


def _account(ask: Ask) -> tuple[str, str] | None:
    """Give user and password of the cookie; None when there is no cookie (or it was deleted)."""
    kind, _, sealed = unquote(cookie(ask, _COOKIE)).partition(" ")
    if kind != "Basic":
        return None
    try:
        user, _, password = base64.b64decode(sealed, validate=True).decode("utf-8", "surrogateescape").partition(":")
    except binascii.Error:
        return "", ""
    return user, password
