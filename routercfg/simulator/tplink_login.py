"""The forms before the door: keys, state of the box, first password, login.

Sources: [observed-tplink-ax20 §Protocol, §First boot]; the plain login of older firmware [tplink-web 2A.4, 3A].
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from routercfg.dialects.tplink_crypto_router import account_hash, open_padded
from routercfg.simulator.tplink_admin import firmware_words, is_password
from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import NO_CALLBACK, Answer, Call, bad, good
from routercfg.simulator.tplink_schemes import Secret
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

CERTIFIED: Final = ("device_config", "config")
"""Open on SG firmware only; what it holds beside the list is not documented [tplink-web 1, probe 8]."""
_REMAIN_TIME: Final = 2
"""What the one answer of SG firmware that anybody showed said; what it counts is not told [tplink-web 2A.3]."""


class Door:
    """Lets people in, or does not."""

    def __init__(self, box: Box, sessions: Sessions, attempts: Attempts) -> None:
        self._box = box
        self._sessions = sessions
        self._attempts = attempts

    def open_form(self, call: Call) -> Answer:
        """Answer a form that needs neither login nor envelope."""
        scheme = self._box.plate.generation.scheme
        handshake: dict[str, Callable[[], Answer]] = {"keys": self._keys, "auth": self._auth, "sysmode": self._sysmode}
        told = {("login", form): answer for form, answer in handshake.items() if form in scheme.told}
        if scheme.first_login:
            told["login", "check_factory_default"] = self._is_default
        if self._box.plate.generation.tells_firmware:
            told["login", "get_firmware_info"] = lambda: good(firmware_words(self._box))
        if scheme.certified:
            told[CERTIFIED] = lambda: good({"certification": list(scheme.certified)})
        answer = told.get((call.controller, call.form))
        return bad(NO_CALLBACK) if answer is None or call.operation != "read" else answer()

    def _keys(self) -> Answer:
        return good({"password": self._box.password_pair.words(), "mode": "router", "username": ""})

    def _auth(self) -> Answer:
        return good({"key": self._sessions.sign_pair.words(), "seq": self._sessions.draw_seq()})

    def _sysmode(self) -> Answer:
        return good({"support": "yes", "mode": "router"})

    def _is_default(self) -> Answer:
        return good({"is_default": not self._box.password})

    def plain_login(self, call: Call) -> tuple[Answer, Session | None]:
        """Answer a login form of firmware without an envelope; on a C1200 reading it gives the password's key."""
        scheme = self._box.plate.generation.scheme
        if (call.form, call.operation, scheme.password) == ("login", "read", Secret.NUL):
            return good({"password": self._box.password_pair.words()}), None
        if call.operation != "login" or call.form not in ("login", *["initial_login"] * scheme.first_login):
            return bad(NO_CALLBACK), None
        sealed = call.words.get("password", "")
        if scheme.password is Secret.NUL:
            opened = open_padded(self._box.password_pair, sealed)
            password = None if opened is None else opened.decode("utf-8", "replace")
        else:
            password = self._box.open_password(sealed)
        return (self.first_login if call.form == "initial_login" else self.login)(call, password, None)

    def is_well_formed(self, call: Call, hashed: str) -> bool:
        """Tell whether a sealed login is one that the firmware looks at at all.

        AX20 and AX10 do not look at the hash in the sign. Firmware that hashes with SHA-256 is only known to take the
        right one, so here it takes no other. The AX72 refuses the field ``confirm`` [tplink-web 2A.4], played as the
        403 that a login in the wrong dialect gets there.
        """
        scheme = self._box.plate.generation.scheme
        if not scheme.confirm and call.form == "login" and "confirm" in call.words:
            return False
        if scheme.digest == "md5":
            return True
        password = self._box.open_password(call.words.get("password", ""))
        return password is None or hashed == account_hash(password, digest=scheme.digest)

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

        An account without a password is first reset, that is, its password becomes "admin" whatever was sent: this is
        the trap of every generation that has a factory state [observed-tplink-ax20 §First boot 4; tplink-web 3A].
        """
        if self._attempts.count(call.client) >= MAX_ATTEMPTS:
            return self._locked(), None
        if not self._box.password:
            self._box.router.store.update("account", {"password": self._box.plate.reset_password})
        if call.words.get("username", "") not in ("", "admin"):
            return self._failed(call, "-5001"), None
        if password != self._box.password:
            return self._failed(call, "-5002"), None
        if call.words.get("confirm") != "true" and self._is_taken(call.client):
            return bad("user conflict", self._holder()), None
        return self._admit(call.client, seal)

    def first_login(self, call: Call, password: str | None, seal: Seal | None) -> tuple[Answer, Session | None]:
        """Set the first password, which also logs in; what is wrong with it counts as a failed attempt."""
        if self._attempts.count(call.client) >= MAX_ATTEMPTS:
            return self._locked(), None
        if self._box.password:
            return bad("have set", {}), None
        confirmed = call.words.get("confirm") == "true" or not self._box.plate.generation.scheme.confirm
        if password is None or not is_password(password) or not confirmed:
            return self._failed(call, ""), None
        self._box.store_password("login?form=initial_login", password)
        return self._admit(call.client, seal)

    def _admit(self, client: str, seal: Seal | None) -> tuple[Answer, Session | None]:
        self._attempts.clear(client)
        session = self._sessions.admit(client, self._box.password, seal)
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
        return bad("login failed", {**inner, "attemptsAllowed": MAX_ATTEMPTS - count, **self._remaining()})

    def _locked(self) -> Answer:
        return bad("exceeded max attempts", {"failureCount": MAX_ATTEMPTS, "attemptsAllowed": 0, **self._remaining()})

    def _remaining(self) -> Answer:
        return {"remainTime": _REMAIN_TIME} if self._box.plate.generation.scheme.strict else {}
