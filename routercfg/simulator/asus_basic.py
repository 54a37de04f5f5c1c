"""The web face of ASUS routers before 380: HTTP Basic on every request, pages with forms, no hooks and no JSON.

From [asus §2.1, §5.3, §11] and, where those are background only, from the web server in ASUS's published sources of
2012 for the RT-N66U (tag N66; facts only): its headers, the one person at a time, the wizard's pages that need no
password on a unit in factory state, and ``update.cgi``, which prints any one value. Inferred: how the forms' pages look
(here one text field per key), and that over-long values are dropped as on later ones.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import ClassVar, Final

from routercfg.simulator.asus_admin import restart_or_reset, settings_file, take_upload
from routercfg.simulator.asus_answers import FRAMES
from routercfg.simulator.asus_apply import start_apply
from routercfg.simulator.asus_pages import PAGES, start_apply_page, uploading_page
from routercfg.simulator.asus_sessions import IDLE_SECONDS
from routercfg.simulator.asus_text import Call, octets, printed, uptime_text
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.simulator.asus_web import decoded, same
from routercfg.wire import Ask

_PLAIN: Final = ("X-UA-Compatible: IE=EmulateIE7", "Cache-Control: no-cache", "Pragma: no-cache", "Expires: 0")

_OPEN: Final = ("Nologin.asp", "error_page.htm*", "gotoHomePage.htm", "ureip.asp", "remote.asp", "httpd_check.htm")
"""Pages without any check [N66 mime_handlers]."""

_OPEN_AT_FIRST: Final = ("QIS_*", "qis/*", "state.js", "start_apply.htm", "start_apply2.htm", "status.asp")
"""Pages that ask for no password while the router was never set up [N66 except_mime_handlers]."""

_GUARDED: Final = ("*.htm*", "*.asp*", "*.js", "*.CFG", "apply.cgi", "upload.cgi", "update.cgi")

_FORMS: Final = {
    "Advanced_WAN_Content.asp": "wan_",
    "Advanced_Wireless_Content.asp": "wl_",
    "Advanced_LAN_Content.asp": "lan_",
    "Advanced_DHCP_Content.asp": "dhcp_",
    "Advanced_IPTV_Content.asp": "switch_",
    "Advanced_System_Content.asp": "",
}
"""Pages with a form, and how the keys on them begin; the last one has the keys of no other group."""

_BODY_LIMIT: Final = 9999
_KEPT: Final = frozenset(b"!*()_-'.")
"""What ``nvram_char_to_ascii`` of this age leaves as it is beside letters and digits [N66 char_to_ascii]."""


class AsusBasicRouter(AsusUnit):
    """An ASUS router of 2012 to 2015 on the wire. There is no lock-out, and no token."""

    idle_seconds: ClassVar[float | None] = 5.0
    _owner = ""
    _seen = 0.0
    _skips = False
    """With the server of 2012, whoever began the wizard on a fresh unit is asked for nothing any more [N66 skip_auth].

    Whether that held until 380 is not known: units whose server has the newer name open the wizard's pages only.
    """

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Answer one request; see PaperRouter."""
        with self.turn:
            return self._answer(ask, client)

    def _answer(self, ask: Ask, client: str) -> bytes | None:
        self.pending()
        call = Call.of(ask, client)
        if call.method not in ("GET", "POST", "HEAD"):
            return self._error("501 Not Implemented", "That method is not implemented.")
        if not ask.target.startswith("/") or ".." in call.page:
            return self._error("400 Bad Request", "Illegal filename.")
        if not call.page or call.page.endswith("/"):
            call = Call.of(Ask(ask.method, "/index.asp", ask.headers, ask.body), client)
        if len(call.body) > _BODY_LIMIT and call.page != "upload.cgi":
            call = Call.of(Ask(ask.method, ask.target, ask.headers, ask.body[:_BODY_LIMIT]), client)
        return self._find(call)

    def save(self, page: str, words: Mapping[str, str]) -> None:
        """Write nvram; the web server looks up name and password there for each request."""
        super().save(page, words)
        self._load_account()

    def forget(self) -> None:
        """Lose memory, and who was logged in."""
        super().forget()
        self._log_out(self._owner)

    def _log_out(self, client: str) -> None:
        if client == self._owner:
            self._owner, self._skips = "", False

    def _find(self, call: Call) -> bytes:
        if self._owner not in ("", call.client) and self.pace.now() - self._seen > IDLE_SECONDS:
            self._log_out(self._owner)
        if _fits(call.page, _OPEN):
            return self._page(_plain(self, call.page))
        if self.faults.has("other-admin") or self._owner not in ("", call.client):
            return self._page(_plain(self, "Nologin.asp", f"login_ip_str = '{self._owner or '192.168.1.77'}'"))
        if not _fits(call.page, _GUARDED):
            return self._error("404 Not Found", "File not found.")
        refused = self._asks_for_password(call)
        return refused or self._serve(call)

    def _asks_for_password(self, call: Call) -> bytes | None:
        """Check who asks; whoever passes is the one who is logged in from now on."""
        opened = self.fresh and _fits(call.page, _OPEN_AT_FIRST)
        self._skips |= opened and self.spec.server == "httpd"
        kind, _, sent = call.headers.get("authorization", "").partition(" ")
        known = kind == "Basic" and same(decoded(sent), ":".join(self.account))
        if known:
            self.logged_in = True
        elif self.account[1] and not (opened or self._skips):
            self._log_out(call.client)
            realm = f'WWW-Authenticate: Basic realm="{self._realm()}"'
            return self._error("401 Unauthorized", "Authorization required.", realm)
        self._owner, self._seen = call.client, self.pace.now()
        return None

    def _realm(self) -> str:
        """Give what the server says it wants a password for."""
        return self.spec.productid

    def _serve(self, call: Call) -> bytes:
        if call.page.endswith(".CFG"):
            return self._page_raw(settings_file(self, call), "text/txt", ())
        body = self._print(call)
        if body is None:
            return self._error("404 Not Found", "File not found.")
        if call.page == "Logout.asp":
            self._log_out(call.client)
        return self._page(body)

    def _print(self, call: Call) -> str | None:
        words = call.words()
        if call.page in ("start_apply.htm", "start_apply2.htm"):
            return start_apply_page(words, start_apply(self, call, words))
        if call.page == "apply.cgi":
            return self._apply(call, words)
        if call.page == "upload.cgi":
            return uploading_page(good=take_upload(self, call))
        return _value(self, words) if call.page == "update.cgi" else self._read_page(call)

    def _read_page(self, call: Call) -> str | None:
        if call.page in _FORMS:
            return _plain(self, call.page, _form(self, _FORMS[call.page]))
        if call.page == "state.js":
            return f"var based_modelid = '{self.spec.productid}';\nvar wan_proto = '{self.nvram('wan0_proto')}';\n"
        known = call.page in PAGES or call.page == "Logout.asp" or call.page.startswith("QIS_")
        return _plain(self, call.page) if known else None

    def _apply(self, call: Call, words: dict[str, str]) -> str:
        mode = words.get("action_mode", "")
        for unit in ("wl_unit", "wan_unit"):
            if mode == f"change_{unit}":
                self.save(call.page, {unit: words.get(unit, "0")})
                return _plain(self, words.get("current_page", "index.asp"))
        if mode == "apply":
            return start_apply_page(words, start_apply(self, call, words))
        return restart_or_reset(self, call, mode) or ""

    def _page(self, body: str) -> bytes:
        return self._page_raw(octets(body), "text/html", _PLAIN)

    def _page_raw(self, body: bytes, kind: str, more: tuple[str, ...]) -> bytes:
        return self._head("200 Ok", more, kind) + body

    def _error(self, status: str, text: str, *more: str) -> bytes:
        body = f'<HTML><HEAD><TITLE>{status}</TITLE></HEAD>\n<BODY BGCOLOR="#cc9999"><H4>{status}</H4>\n{text}\n'
        return self._head(status, more, "text/html") + octets(f"{body}</BODY></HTML>\n")

    def _head(self, status: str, more: tuple[str, ...], kind: str) -> bytes:
        date = time.strftime("Date: %a, %d %b %Y %H:%M:%S GMT", time.gmtime())
        lines = [f"HTTP/1.0 {status}", f"Server: {self.spec.server}"]
        lines += FRAMES if self.spec.server == "httpd/2.0" else ()
        lines += [date, *more, f"Content-Type: {kind}", "Connection: close"]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"


def _fits(page: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(page, pattern) for pattern in patterns)


def _plain(unit: AsusUnit, title: str, body: str = "") -> str:
    name = f"ASUS Wireless Router {unit.spec.productid} - {title}"
    return f"<html>\n<head>\n<title>{name}</title>\n</head>\n<body>\n{body}</body>\n</html>\n"


def _form(unit: AsusUnit, prefix: str) -> str:
    """Print one text field per key; the plain names of a band or WAN stand for the unit that was chosen."""
    others = tuple(each for each in _FORMS.values() if each)
    keys = [key for key in unit.table if (key.startswith(prefix) if prefix else not key.startswith(others))]
    stem = prefix.rstrip("_")
    chosen = f"{stem}{unit.nvram(f'{stem}_unit') or '0'}_" if prefix in ("wan_", "wl_") else prefix
    fields = ((key, unit.nvram(chosen + key[len(prefix) :] if prefix else key)) for key in keys)
    return "".join(f'<input type="text" name="{key}" value="{_escaped(unit, value)}">\n' for key, value in fields)


def _escaped(unit: AsusUnit, value: str) -> str:
    return printed(value, app=False, signed=unit.spec.signed_chars).replace("\\", "&#92")


def _value(unit: AsusUnit, words: dict[str, str]) -> str:
    """Print what one of the server's own functions prints; one that is not known prints nothing [N66 update.cgi]."""
    printer = _PRINTERS.get(words.get("output", ""))
    return "" if printer is None else printer(unit, words)


def _listed(unit: AsusUnit, words: dict[str, str]) -> str:
    """Print several values as script, each as it is: a quote in one breaks the script."""
    keys = [key for key in words.get("arg0", "").split(",") if key]
    return "\nnvram = {\n" + "".join(f"\t{key}: '{unit.nvram(key)}',\n" for key in keys) + "\thttp_id: ''};\n"


def _percented(unit: AsusUnit, words: dict[str, str]) -> str:
    raw = octets(unit.nvram(words.get("arg1", "")))
    return "".join(chr(b) if (chr(b).isalnum() and b < 128) or b in _KEPT else f"%{b:02X}" for b in raw)


_PRINTERS: Final[dict[str, Callable[[AsusUnit, dict[str, str]], str]]] = {
    "nvram_get": lambda unit, words: _escaped(unit, unit.nvram(words.get("arg0", ""))),
    "nvram_default_get": lambda unit, words: _escaped(unit, unit.store.factory(NVRAM).get(words.get("arg0", ""), "")),
    "nvram_char_to_ascii": _percented,
    "backup_nvram": _listed,
    "uptime": lambda unit, words: uptime_text(),
}
