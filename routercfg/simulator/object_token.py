"""The face that lets in with RSA alone and then speaks the plain interface with a token: MR200 v2, VR400 v2, VR1600v.

Sources: [tplink-web 2B], [id 34316014645] (a VR1600v). That whoever has no session gets 500, and that the device's own
data is for all, is inferred from the MR series and the WR841N v14.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from routercfg.dialects.tplink_crypto_router import open_pieces
from routercfg.simulator.object_gdpr import COOKIE, FOR_ALL, SealedRouter, plain_text
from routercfg.simulator.object_http import TEXT, cookie, error, header, reply
from routercfg.simulator.object_items import BadItems, read_items, read_types, show_error
from routercfg.simulator.object_schema import BAD_FORMAT, OK, WRONG_LOGIN
from routercfg.simulator.object_session import Session
from routercfg.wire import Ask


class TokenRouter(SealedRouter):
    """A router with the plain interface behind a cookie and a TokenID."""

    def call(self, ask: Ask, client: str, path: str) -> bytes | None:
        """Answer the key, the login, or plain items."""
        if path == "/cgi/getParm":
            modulus, exponent = self.sessions.pair.words()
            return reply(200, f'var ee="{exponent}";\nvar nn="{modulus}";\n$.ret=0;\n', TEXT)
        if path == "/cgi/login" and ask.method == "POST":
            return self._login_by_rsa(ask, client)
        if path == "/cgi" and ask.method == "POST":
            return self._plain_items(ask, client)
        return error(404)

    def _login_by_rsa(self, ask: Ask, client: str) -> bytes:
        query = dict(parse_qsl(ask.target.partition("?")[2], keep_blank_values=True))
        user, password = (open_pieces(self.sessions.pair, query.get(name, "")) for name in ("UserName", "Passwd"))
        if user is None or password is None:
            return reply(200, f"$.ret={WRONG_LOGIN};\n", TEXT)
        if self.taken(client):
            return error(406)
        fresh = Session(client)
        code = self.admit(fresh, user.decode("utf-8", "surrogateescape"), plain_text(password.decode("latin-1")))
        if code == OK:
            return reply(200, "$.ret=0;\n", TEXT, [("Set-Cookie", f"{COOKIE}={fresh.cookie}; Path=/; HttpOnly")])
        return reply(200, "".join(f"{line}\n" for line in (*self.counters(), f"$.ret={code};")), TEXT)

    def _plain_items(self, ask: Ask, client: str) -> bytes:
        session = self.sessions.find(cookie(ask, COOKIE))
        let_in = session is not None and header(ask, "tokenid") == session.token
        try:
            types = read_types(ask.target.partition("?")[2])
            items = read_items(types, ask.body.decode("utf-8", "surrogateescape"))
        except BadItems:
            return reply(200, show_error(BAD_FORMAT), TEXT) if let_in else error(500)
        if not let_in and not all((item.action, item.oid) in FOR_ALL for item in items):
            return error(500)
        return reply(200, self.run(items, client), TEXT)
