"""The face of TP-Link's old green pages (``/userRpm/*.htm``), and the models that wear it.

Sources: [observed-tplink-wr1043nd], which wins, and [tplink-legacy part 1].
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes, urlsplit

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store
from routercfg.simulator.userrpm_admin import ADMIN, REBOOT_HELP, settings_file, upload
from routercfg.simulator.userrpm_box import Box, Call, Pages, Plate
from routercfg.simulator.userrpm_checks import Refused
from routercfg.simulator.userrpm_defaults import PLATES, factory_words
from routercfg.simulator.userrpm_html import BINARY, NO_AUTHORITY, STRANGER, error_page, page, response
from routercfg.simulator.userrpm_lan import IPTV, LAN
from routercfg.simulator.userrpm_login import Cookies, basic_pair, expired, header, login_page, welcome
from routercfg.simulator.userrpm_status import STATUS, STATUS_5G
from routercfg.simulator.userrpm_tunnels import TUNNELS
from routercfg.simulator.userrpm_wan import WAN
from routercfg.simulator.userrpm_wireless import WIRELESS, WIRELESS_5G
from routercfg.wire import Ask

_PATH: Final = re.compile(r"(?:/([A-Z]{16}))?(/(?:userRpm|incoming)/([A-Za-z0-9_.]+))?/?")
_PART: Final = re.compile(rb'[; ]name="filename"')
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_OWN_NAMES: Final = frozenset({"tplinklogin.net"})
_BACKUP: Final = "config.bin"
_UPLOAD: Final = "RouterBakCfgUpload.cfg"
_LOGIN: Final = "LoginRpm"
_LOGOUT: Final = "LogoutRpm"


class GreenRouter(PaperRouter):
    """One TP-Link router with green pages."""

    reboot_seconds = 45.0  # model.conf of the TL-WR1043ND [tplink-legacy 1.11, point 6]

    def __init__(self, plate: Plate, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        super().__init__(model, store, pace, faults)
        self.plate = plate
        self.box = Box(self, plate)
        self.cookies = Cookies(self.box, pace)
        self.box.end_session = self._end_session
        self.pages = _pages_of(plate)
        if faults.has("locked-out"):
            self.cookies.lock()

    def _end_session(self) -> None:
        self.cookies.session = None

    def forget(self) -> None:
        """Lose session and counters; what waited for a restart is in force now."""
        self.cookies.forget()
        self.box.started()

    def password_now(self) -> str:
        """Give the password that is set; a unit out of its box has the vendor's."""
        return self.store.get("lgn", "pwd")

    def lan_address(self) -> str:
        """Give the LAN address that is in force."""
        return self.box.in_force("lan").get("ip", "")

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Give the answer to one request."""
        if self.faults.has("html"):
            return response(200, STRANGER)
        path, _, query = ask.target.partition("?")
        found = _PATH.fullmatch(path)
        name = (found[3] if found else None) or ""
        if found is not None and found[2] and not self._may_ask(ask, name):
            return self._say(200, NO_AUTHORITY)
        barred = self._barred(ask, (found[1] if found else None) or "", name, client)
        if barred is not None:
            return barred
        self.logged_in = True
        if found is not None and name == _UPLOAD:
            return self._take(ask)
        if found is None or ask.method != "GET" or (found[2] or "").startswith("/incoming/"):
            return self._unknown()
        return self._serve(name, query, client)

    def _may_ask(self, ask: Ask, name: str) -> bool:
        """Tell whether the Referer is on this router; backup, upload, the page after it and login need none."""
        if name in (_BACKUP, _UPLOAD, "ConfUpdateTemp.htm", f"{_LOGIN}.htm"):
            return True
        host = urlsplit(header(ask, "referer")).hostname
        own = {urlsplit(f"//{header(ask, 'host')}").hostname, self.lan_address(), *_OWN_NAMES}
        return host is not None and host in own

    def _barred(self, ask: Ask, key: str, name: str, client: str) -> bytes | None:
        """Give the answer to somebody who may not in, or is just coming in; None to whoever is in."""
        if self.plate.door == "basic":
            return self._barred_by_basic(ask, key)
        if self.plate.door == "cookie":
            reason = self._reason(self.cookies.judge(ask))
            return None if reason is None and not key else self._say(200, login_page(self.box, reason or 0))
        return self._barred_by_session(ask, key, name, client)

    def _barred_by_basic(self, ask: Ask, key: str) -> bytes | None:
        """Refuse whoever has no fitting Basic header; no session, no lock-out, and a cookie does not help."""
        pair = basic_pair(ask)
        if pair is None or key or pair[0] != self.store.get("lgn", "usr") or not self.box.password_fits(pair[1]):
            return self._denied(401)
        return None

    def _barred_by_session(self, ask: Ask, key: str, name: str, client: str) -> bytes | None:
        if not key and name == f"{_LOGIN}.htm":
            reason = self._reason(self.cookies.enter(ask, client))
            session = self.cookies.session
            if reason is not None or session is None:
                return self._say(200, login_page(self.box, 2 if reason is None else reason))
            self.logged_in = True
            return self._say(200, welcome(session.key, header(ask, "host") or self.lan_address()))
        if not key:
            reason = self.cookies.judge(Ask(ask.method, ask.target))
            return self._say(200, login_page(self.box, 3 if reason is None else reason))
        return None if self.cookies.holds(key, ask, client) else self._say(200, expired(self.box))

    def _reason(self, reason: int | None) -> int | None:
        """Add the fault: somebody else is in already, whatever the password."""
        return 0 if reason is None and self.faults.has("other-admin") else reason

    def _take(self, ask: Ask) -> bytes:
        file = _file_of(ask) if ask.method == "POST" else None
        return self._unknown() if file is None else self._say(200, upload(self.box, file))

    def _serve(self, name: str, query: str, client: str) -> bytes:
        if name == _BACKUP:
            return self._say(200, settings_file(self.box), BINARY)
        word = name.removesuffix(".htm") if name else "Index"
        if word == _LOGOUT and self.plate.door == "session":
            self._end_session()
            return self._say(200, login_page(self.box, 3))
        handler = self.pages.get(word)
        if handler is None or (name and not name.endswith(".htm")):
            return self._unknown()
        pairs = _pairs(query)
        try:
            return self._say(200, handler(self.box, Call(word, dict(pairs), pairs, client)))
        except Refused as refused:
            return self._say(200, error_page(self.plate.title, refused.code))

    def _denied(self, status: int) -> bytes:
        body = "The name or the password is wrong.\n" if status == 401 else "There is no such page.\n"
        return self._say(status, page("Login Incorrect", (), body))

    def _unknown(self) -> bytes:
        """Give what unknown pages, HEAD and form POSTs get: 501 with the page of a wrong login [part 2]."""
        return self._denied(501)

    def _say(self, status: int, body: bytes, kind: str = "text/html") -> bytes:
        realm = self.plate.realm if self.plate.door == "basic" else ""
        return response(status, body, realm, kind)


def _pairs(query: str) -> tuple[tuple[str, str], ...]:
    """Take a query apart; ``+`` is a blank, bytes that are not UTF-8 survive, a text ends at a control character.

    The last is inferred: neither a script array nor a line of the settings file could hold one.
    """
    pairs = []
    for piece in query.split("&"):
        key, _, text = piece.partition("=")
        whole = unquote_to_bytes(text.replace("+", " ")).decode("utf-8", "surrogateescape")
        pairs.append((unquote_to_bytes(key).decode("utf-8", "replace"), _CONTROL.split(whole, maxsplit=1)[0]))
    return tuple((key, text) for key, text in pairs if key)


def _file_of(ask: Ask) -> bytes | None:
    """Give the part called ``filename`` of an upload; None when there is none, which is then a form POST."""
    found = re.search(r'multipart/form-data;.*boundary="?([^";]+)', header(ask, "content-type"), re.IGNORECASE)
    if found is None:
        return None
    for piece in ask.body.split(b"--" + found[1].encode("latin-1"))[1:]:
        head, blank, content = piece.partition(b"\r\n\r\n")
        if blank and _PART.search(head):
            return content.removesuffix(b"\r\n")
    return None


def _pages_of(plate: Plate) -> Pages:
    """Give the pages that a build has."""
    pages = {**STATUS, **WAN, **TUNNELS, **LAN, **WIRELESS, **ADMIN}
    if plate.dual:
        pages |= {**WIRELESS_5G, **STATUS_5G, **REBOOT_HELP}
    if plate.russian:
        pages |= IPTV
    return pages


def _model(plate: Plate) -> Model:
    password = "Paper-Router-1"  # noqa: S105 — a paper router's password is printed when it starts
    factory = factory_words(plate)
    return Model(
        name=plate.name,
        vendor="tplink",
        family="tplink-userrpm",
        title=plate.product,
        username="admin",
        password=password,
        build=lambda model, store, pace, faults: GreenRouter(plate, model, store, pace, faults),
        factory=factory,
        initial={**factory, "lgn": {"usr": "admin", "pwd": password}},
        factory_password="admin",  # noqa: S106 — the vendor's, printed on every sticker of this family
    )


def models() -> tuple[Model, ...]:
    """Give the models with green pages: one for each login style and for one and two bands."""
    return tuple(_model(plate) for plate in PLATES)
