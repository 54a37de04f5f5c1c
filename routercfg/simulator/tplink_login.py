"""The forms before the door: keys, state of the box, first password, login.

Sources: [observed-tplink-ax20 §Protocol, §First boot]; the plain login of older firmware [tplink-web 2A.4, 3A].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from routercfg.dialects.tplink_crypto_router import open_padded
from routercfg.simulator.tplink_admin import firmware_words, is_password
from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import NO_CALLBACK, Answer, Call, bad, good
from routercfg.simulator.tplink_session import MAX_ATTEMPTS, Attempts, Seal, Session, Sessions

OPEN_FORMS: Final = frozenset(
    {
        *(("login", form) for form in ("keys", "auth", "password", "vercode", "check_factory_default")),
        *(("login", form) for form in ("cloud_bind_status", "get_deviceInfo", "get_token", "check_internet")),
        *(("login", form) for form in ("get_eweb_url", "get_firmware_info", "sysmode")),
        *(("locale", form) for form in ("lang", "list", "multilang", "country")),
        *(("domain_login", "dlogin"), ("domain_redirect", "get"), ("blocking", "vercode")),
        *(("wan_error", "read"), ("wan_error", "never"), ("upgrade", "set"), ("upgrade", "info")),
    }
)
"""Forms that are never sealed [tplink-web 2A.3]. Those without an answer here say "no such callback"."""

_RESET_PASSWORD: Final = "admin"  # noqa: S105 — what the firmware really does, see login()


class Door:
    """Lets people in, or does not."""

    def __init__(self, box: Box, sessions: Sessions, attempts: Attempts) -> None:
        self._box = box
        self._sessions = sessions
        self._attempts = attempts

    def open_form(self, call: Call) -> Answer:
        """Answer a form that needs neither login nor envelope."""
        generation = self._box.plate.generation
        told: dict[str, Callable[[], Answer]] = {}
        if generation.sealed:
            told = {"keys": self._keys, "auth": self._auth, "sysmode": self._sysmode}
        if generation.first_boot:
            told["check_factory_default"] = self._is_default
        if generation.tells_firmware:
            told["get_firmware_info"] = lambda: good(firmware_words(self._box))
        if call.controller != "login" or call.form not in told or call.operation != "read":
            return bad(NO_CALLBACK)
        return told[call.form]()

    def _keys(self) -> Answer:
        return good({"password": self._box.password_pair.words(), "mode": "router", "username": ""})

    def _auth(self) -> Answer:
        return good({"key": self._sessions.sign_pair.words(), "seq": self._sessions.draw_seq()})

    def _sysmode(self) -> Answer:
        return good({"support": "yes", "mode": "router"})

    def _is_default(self) -> Answer:
        return good({"is_default": not self._box.password})

    def plain_login(self, call: Call) -> tuple[Answer, Session | None]:
        """Answer ``login?form=login`` of firmware without an envelope: reading it gives the password's key."""
        if call.operation == "read":
            return good({"password": self._box.password_pair.words()}), None
        if call.operation != "login":
            return bad(NO_CALLBACK), None
        opened = open_padded(self._box.password_pair, call.words.get("password", ""))
        return self.login(call, None if opened is None else opened.decode("utf-8", "replace"), None)

    def sealed_login(self, call: Call, seal: Seal) -> tuple[Answer, Session | None]:
        """Answer a login form that came in an envelope."""
        if call.operation != "login" or call.form not in ("login", "initial_login"):
            return bad(NO_CALLBACK), None
        password = self._box.open_password(call.words.get("password", ""))
        if call.form == "initial_login":
            return self.first_login(call, password, seal)
        return self.login(call, password, seal)

    def login(self, call: Call, password: str | None, seal: Seal | None) -> tuple[Answer, Session | None]:
        """Check user and password.

        An account without a password is first reset, that is, its password becomes "admin", whatever was sent: this is
        the trap of every generation that has a factory state [observed-tplink-ax20 §First boot 4; tplink-web 3A].
        """
        if self._attempts.count(call.client) >= MAX_ATTEMPTS:
            return self._locked(), None
        if not self._box.password:
            self._box.router.store.update("account", {"password": _RESET_PASSWORD})
        if call.words.get("username", "") not in ("", "admin"):
            return self._failed(call, "-5001"), None
        if password != self._box.password:
            return self._failed(call, "-5002"), None
        if call.words.get("confirm") != "true" and self._is_taken(call.client):
            return bad("user conflict", self._holder()), None
        return self._admit(call.client, seal)

    def first_login(self, call: Call, password: str | None, seal: Seal) -> tuple[Answer, Session | None]:
        """Set the first password, which also logs in; what is wrong with it counts as a failed attempt."""
        if self._attempts.count(call.client) >= MAX_ATTEMPTS:
            return self._locked(), None
        if self._box.password:
            return bad("have set", {}), None
        if password is None or not is_password(password) or call.words.get("confirm") != "true":
            return self._failed(call, ""), None
        self._box.store_password("login?form=initial_login", password)
        return self._admit(call.client, seal)

    def _admit(self, client: str, seal: Seal | None) -> tuple[Answer, Session | None]:
        self._attempts.clear(client)
        session = self._sessions.start(client, self._box.password, seal)
        return good({"stok": session.stok}), session

    def _is_taken(self, client: str) -> bool:
        session = self._sessions.live()
        return self._box.router.faults.has("other-admin") or (session is not None and session.client != client)

    def _holder(self) -> Answer:
        """Say who is logged in; the field names vary between firmwares [tplink-web 2A.3]."""
        session = self._sessions.live()
        told: Answer = {"logined_user": "admin", "logined_ip": session.client if session else "192.168.0.50"}
        return told | {"logined_mac": "02-00-C0-A8-00-32", "logined_host": "PC", "logined_remote": False}

    def _failed(self, call: Call, code: str) -> Answer:
        count = self._attempts.fail(call.client)
        if count >= MAX_ATTEMPTS:
            return self._locked()
        inner: Answer = {"failureCount": count}
        if code:
            inner["errorcode"] = code
        return bad("login failed", {**inner, "attemptsAllowed": MAX_ATTEMPTS - count})

    def _locked(self) -> Answer:
        return bad("exceeded max attempts", {"failureCount": MAX_ATTEMPTS, "attemptsAllowed": 0})
