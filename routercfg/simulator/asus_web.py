"""The web face of paper ASUS routers of the 382 to 386 kind: who may ask, and which handler answers.

The order of the checks is that of [asus §13]; what they answer is [observed-asus-382]. On 386 code the closed parts of
first boot and login are not verified; it is played like 382 there.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import ClassVar, Final

from routercfg.simulator import asus_answers as answers
from routercfg.simulator.asus_admin import restart_or_reset, settings_file, take_upload
from routercfg.simulator.asus_apply import apply_json, start_apply
from routercfg.simulator.asus_hooks import answer_hooks
from routercfg.simulator.asus_pages import (
    OPEN_PAGES,
    PAGES,
    open_page,
    read_page,
    start_apply_page,
    uploading_page,
)
from routercfg.simulator.asus_sessions import (
    BAD_TOKEN,
    LOCKED,
    LOGGED_OUT,
    NO_REFERER,
    NO_TOKEN,
    NOBODY_YET,
    OTHER,
    WRONG_ACCOUNT,
    WRONG_REFERER,
)
from routercfg.simulator.asus_text import Call, parameters
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.wire import Ask

_NEED_REFERER: Final = frozenset(
    {
        "applyapp.cgi",
        "apply.cgi",
        "appGet.cgi",
        "upgrade.cgi",
        "upload.cgi",
        "update.cgi",
        "login.cgi",
        "status.asp",
        "update_clients.asp",
        "cleanlog.cgi",
        "get_webdavInfo.asp",
    }
)
"""What a browser may only ask for with a Referer of the same host; start_apply*.htm and *.CFG besides."""

_CGIS: Final = frozenset(
    {"appGet.cgi", "applyapp.cgi", "apply.cgi", "start_apply.htm", "start_apply2.htm", "upload.cgi", "check_Auth.cgi"}
)

_HEAD_LIMIT: Final = 10_000
"""Request line and headers share a buffer of that many bytes [asus §1.1]."""

PASSWORD_LIMIT: Final = 32
"""Longest password that chpass.cgi takes; 32 and 128 are both told [asus §3.4], which model has which is not known."""

_FIRST_PAGES: Final = frozenset({"QIS_default.cgi", "page_default.cgi"})


class AsusRouter(AsusUnit):
    """An ASUS router on the wire.

    Not played: that a unit in factory state wants its LAN address in Host and Referer (here it is on loopback), and
    that ``http_lanport`` moves the port.
    """

    idle_seconds: ClassVar[float | None] = 5.0

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Answer one request; see PaperRouter."""
        with self.turn:
            return self._answer(ask, client)

    def _answer(self, ask: Ask, client: str) -> bytes | None:
        self.pending()
        call = Call.of(ask, client, self.spec.cookie)
        if "chunked" in call.headers.get("transfer-encoding", ""):
            return None
        status = self._misshapen(ask, call)
        if status:
            return answers.fault(self.spec, call, status)
        if not call.page or call.page.endswith("/"):
            call = Call.of(Ask(ask.method, self._front_page(), ask.headers, ask.body), client, self.spec.cookie)
        return self._while_locked(call) if self.sessions.locked() else self._find(call)

    def _misshapen(self, ask: Ask, call: Call) -> str:
        """Give the status for a request that no handler sees; empty when it is well-formed."""
        if call.method not in ("GET", "POST", "HEAD"):
            return "501 Not Implemented"
        # What the real one says to a head that is too long is not known; it cannot have read it.
        bad = not ask.target.startswith("/") or ".." in ask.target or call.head_length > _HEAD_LIMIT
        return "400 Bad Request" if bad else ""

    def _find(self, call: Call) -> bytes | None:
        """Find the handler."""
        self.sessions.expire_browser(call)
        if not self._exists(call):
            return answers.missing(self.spec, call)
        return self._open(call) if call.page in OPEN_PAGES or call.page in self._open_cgis() else self._guarded(call)

    def _open_cgis(self) -> frozenset[str]:
        """Give the programs that need no login."""
        return frozenset(self.spec.logins)

    @property
    def up_for_grabs(self) -> bool:
        """Tell whether anybody may set the router up; one with a password on its label wants that first (inferred)."""
        return self.fresh and not self.spec.label_password

    def _front_page(self) -> str:
        return "/QIS_default.cgi" if self.up_for_grabs else "/index.asp"

    def _exists(self, call: Call) -> bool:
        """Tell whether a handler's pattern fits; a page's file may still be missing behind the login."""
        if call.page.endswith((".asp", ".htm", ".js", ".xml", ".json", ".CFG")):
            return True
        known = _CGIS | _FIRST_PAGES | self._open_cgis()
        return call.page in known or (call.page == "chpass.cgi" and self.spec.generation >= 386)

    def _while_locked(self, call: Call) -> bytes | None:
        """Refuse everybody: the app with the rest of the time, a browser's POST without a byte."""
        if not call.app and call.method == "POST":
            self.sessions.last_error = LOCKED
            return None
        if call.page == "Main_Login.asp" and self.sessions.last_error == LOCKED and not call.app:
            return answers.page(self.spec, call, open_page(self, call))
        return self._refuse(call, LOCKED)

    def _refuse(self, call: Call, error: int) -> bytes:
        if error != NO_TOKEN:  # the login page tells 0 to somebody who was only sent there [observed-asus-382 §1]
            self.sessions.last_error = error
        lock_time = self.sessions.lock_time() if error == LOCKED else None
        return answers.refusal(self.spec, call, error, lock_time)

    def _open(self, call: Call) -> bytes:
        """Answer what needs no login; only the weaker test of the Referer applies."""
        if not call.app and call.page in _NEED_REFERER and call.referer_host != call.host:
            return self._refuse(call, NO_REFERER if call.referer_host is None else WRONG_REFERER)
        if self.faults.has("other-admin") and call.page in self.spec.logins:
            return self._refuse(call, OTHER)
        if call.page in self.spec.logins:
            return self._log_in(call)
        if call.page == "Main_Login.asp" and self.sessions.busy_elsewhere(call):
            self.sessions.last_error = OTHER
        return answers.page(self.spec, call, open_page(self, call))

    def _guarded(self, call: Call) -> bytes | None:
        """Check whoever asks for what needs a login, then answer."""
        if self.faults.has("other-admin") or self.sessions.busy_elsewhere(call):
            return self._refuse(call, OTHER)
        if self.up_for_grabs and call.page in _FIRST_PAGES:
            return self._hand_out(call)
        refused = self._referer_fault(call)
        if refused:
            return self._refuse(call, refused)
        if not self.sessions.owns(call, relaxed=self.up_for_grabs):
            return self._without_token(call)
        self.sessions.greet(call)
        if call.page == "Logout.asp":
            self.sessions.close(call)
            return self._refuse(call, LOGGED_OUT)
        return self._handle(call)

    def _referer_fault(self, call: Call) -> int:
        """Give what is wrong with a browser's Referer; 0 when nothing is."""
        listed = call.page in _NEED_REFERER or call.page.startswith("start_apply") or call.page.endswith(".CFG")
        if call.app or not listed:
            return 0
        if call.referer_host is None:
            return NO_REFERER
        if not self.sessions.referer_host and not self.fresh:
            return NOBODY_YET
        recorded = self.sessions.referer_host or call.host
        return 0 if call.referer_host == call.host == recorded else WRONG_REFERER

    def _without_token(self, call: Call) -> bytes | None:
        if self.up_for_grabs and call.method == "POST":
            return None  # the body is thrown away, and nothing is said
        if self.up_for_grabs:
            return answers.first_of_two(self.spec, call) + (self._handle(call) or b"")
        if not call.token:
            return self._refuse(call, NO_TOKEN)
        self.sessions.fail_token(call.token)
        return self._refuse(call, LOCKED if self.sessions.locked() else BAD_TOKEN)

    def _hand_out(self, call: Call) -> bytes:
        """Give a unit in factory state to whoever asks: a token without a password."""
        flag = "" if self.spec.generation < 386 else "welcome"  # "welcome" is told of newer builds [asus §3.2]
        target = f"/QIS_wizard.htm?flag={flag}"
        if call.page == "page_default.cgi":
            target = f"/{parameters(call.query.encode('latin-1')).get('url', '')}"
        self.logged_in = True
        return answers.hand_out(self.spec, call, self.sessions.open_factory(call), target)

    def _log_in(self, call: Call) -> bytes:
        stopped = self._stopped(call)
        if stopped:
            return self._login_refused(call, stopped)
        if not self._proves(call):
            return self._login_failed(call)
        token = self.sessions.open(call)
        self.logged_in = True
        if call.app:
            return answers.login(self.spec, call, f'{{\n"asus_token":"{token}"\n}}\n', token)
        target = call.words().get("next_page", "")
        target = target if target in PAGES else "index.asp"
        if self.account[1] == self.store.factory(NVRAM)["http_passwd"]:
            target = "Main_Password.asp"
        body = f'<HTML><HEAD>\n<meta http-equiv="refresh" content="0; url={target}">\n</HEAD></HTML>\n'
        return answers.login(self.spec, call, body, token)

    def _stopped(self, call: Call) -> int:
        """Give the error that ends a login before its password is looked at; 0 for none."""
        return 0

    def _proves(self, call: Call) -> bool:
        """Tell whether name and password are the right ones."""
        name, _, password = decoded(call.words().get("login_authorization", "")).partition(":")
        return same(f"{name}:{password}", ":".join(self.account))

    def _login_failed(self, call: Call) -> bytes:
        self.sessions.fail()
        return self._login_refused(call, LOCKED if self.sessions.locked() else WRONG_ACCOUNT)

    def _login_refused(self, call: Call, error: int) -> bytes:
        self.sessions.last_error = error
        if not call.app:
            return answers.login(self.spec, call, answers.jump("parent", "/Main_Login.asp"))
        rest = self.sessions.first_lock_time() if error == LOCKED else None
        return answers.login(self.spec, call, self._reason(error, rest))

    def _reason(self, error: int, lock_time: int | None) -> str:
        return answers.error_json(self.spec, error, lock_time)

    def _handle(self, call: Call) -> bytes | None:
        """Answer for somebody who may ask."""
        if call.page.endswith(".CFG"):
            return answers.download(self.spec, call, settings_file(self, call))
        if call.page == "upload.cgi":
            return self._upload(call)
        body = self._print(call)
        return answers.missing(self.spec, call) if body is None else answers.page(self.spec, call, body)

    def _print(self, call: Call) -> str | None:
        if call.page == "appGet.cgi":
            return answer_hooks(self, call, call.words().get("hook", ""))
        if call.page in ("applyapp.cgi", "apply.cgi"):
            return self._apply(call)
        if call.page in ("start_apply.htm", "start_apply2.htm"):
            words = call.words()
            return start_apply_page(words, start_apply(self, call, words))
        if call.page == "chpass.cgi":
            return self._change_password(call)
        if call.page in _FIRST_PAGES:
            return answers.jump("parent", "/index.asp")
        return open_page(self, call) if call.page in OPEN_PAGES else read_page(self, call)

    def _apply(self, call: Call) -> str:
        asked = call.apply_words()
        mode = asked.get("action_mode", "")
        if mode == "apply":
            return apply_json(self, call, asked)
        page = restart_or_reset(self, call, mode)
        if page is not None:
            return page
        return answers.jump("parent", "/Logout.asp") if mode == "logout" else ""

    def _change_password(self, call: Call) -> str:
        """Do what chpass.cgi of 386 and later does [asus §3.4]; what is not told there is not played."""
        words = call.apply_words()
        now = tuple(hashlib.md5(word.encode(), usedforsecurity=False).hexdigest() for word in self.account)
        if (words.get("cur_username"), words.get("cur_passwd")) != now:
            return '{"statusCode":"401"}\n'
        name, password = decoded(words.get("new_username", "")), decoded(words.get("new_passwd", ""))
        if not name or not 0 < len(password) <= PASSWORD_LIMIT:
            return '{"statusCode":"400"}\n'
        self.save(call.page, {"http_username": name, "http_passwd": password})
        self.notify("chpass;restart_httpd" if words.get("restart_httpd") == "1" else "chpass")
        return '{"statusCode":"200"}\n'

    def _upload(self, call: Call) -> bytes:
        return answers.page(self.spec, call, uploading_page(good=take_upload(self, call)))


def decoded(text: str) -> str:
    """Undo base64; what is none of it becomes an empty text."""
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "surrogateescape")
    except (binascii.Error, ValueError):
        return ""


def same(one: str, other: str) -> bool:
    """Compare without telling by the time it takes."""
    return hmac.compare_digest(one.encode("utf-8", "surrogateescape"), other.encode("utf-8", "surrogateescape"))
