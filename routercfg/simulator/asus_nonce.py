"""The web face of 3.0.0.6 code: a login that proves the password by a hash, captchas, a lock that stays.

Much of that generation is closed [asus §14]. What is inferred here: how a nonce is made and how long it is good (one
login, and until the web server restarts), that a captcha that is missing or wrong counts as no failure, that five
wrong present passwords make chpass.cgi give up, and first boot of a unit with a password on its label: every page asks
for that one.
"""

from __future__ import annotations

import hashlib
from typing import Final

from routercfg.simulator import asus_answers as answers
from routercfg.simulator.asus_sessions import CAPTCHA, FOR_GOOD, LOCKED, Sessions, letters
from routercfg.simulator.asus_text import Call
from routercfg.simulator.asus_unit import NVRAM
from routercfg.simulator.asus_web import AsusRouter, decoded, same

CAPTCHA_AFTER: Final = 2
"""After that many failures a login needs a captcha too, where ``captcha_enable`` says so [asus §2.5]."""

FAILURES_FOR_GOOD: Final = 10
"""The failure that locks for good where ``SG_mode`` is 1; the one before it is warned of [asus §2.4]."""

_GUARD: Final = "guard"
"""A section of the store that no page shows: failures outlive a restart on this generation [asus §2.5]."""

_MOST_NONCES: Final = 16
_MOST_GUESSES: Final = 5
_GIF: Final = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


class AsusNonceRouter(AsusRouter):
    """An ASUS router with 3.0.0.6 code; ``captcha`` is what its last picture showed, which only a person could read."""

    captcha: str = ""
    _guesses: int = 0

    def _open_cgis(self) -> frozenset[str]:
        return super()._open_cgis() | {"get_Nonce.cgi", "captcha.gif"}

    def _nobody(self) -> Sessions:
        """Begin with no sessions; the counter of failures is the old one."""
        fresh, old = super()._nobody(), vars(self).get("sessions")
        if isinstance(old, Sessions) and self.store.get(_GUARD, "failures"):
            fresh.go_on_counting(old)
        return fresh

    def _open(self, call: Call) -> bytes:
        if call.page == "get_Nonce.cgi":
            return answers.page(self.spec, call, self._nonce(call))
        if call.page == "captcha.gif":
            self.captcha = letters(5)
            return answers.download(self.spec, call, _GIF)
        return super()._open(call)

    def _nonce(self, call: Call) -> str:
        """Answer ``{"id":…}`` with a nonce for that id; without an id with nothing (inferred)."""
        ident = call.apply_words().get("id", "")
        if not ident:
            return "{}\n"
        nonces = self.sessions.nonces
        nonces[ident] = letters(32)
        while len(nonces) > _MOST_NONCES:
            del nonces[next(iter(nonces))]
        return f'{{"nonce":"{nonces[ident]}"}}\n'

    def _proves(self, call: Call) -> bool:
        good = self._proves_by_hash(call) if call.page == "login_v2.cgi" else super()._proves(call)
        if good:
            self.store.replace(_GUARD, {})
            self.sessions.captcha_failures = 0
        return good

    def _proves_by_hash(self, call: Call) -> bool:
        """Compare the hash of name, nonce, password and the client's own nonce [asus §2.3]."""
        words = call.words()
        nonce = self.sessions.nonces.pop(words.get("id", ""), "")
        proof = ":".join((self.account[0], nonce, self.account[1], words.get("cnonce", "")))
        sealed = hashlib.sha256(proof.encode("utf-8", "surrogateescape")).hexdigest()
        return bool(nonce) and same(sealed, words.get("login_authorization", ""))

    def _stopped(self, call: Call) -> int:
        if self._failures() >= FAILURES_FOR_GOOD and self._strict():
            return FOR_GOOD
        if not self._wants_captcha():
            return 0
        shown, self.captcha = self.captcha, ""
        return 0 if shown and same(shown, decoded(call.words().get("login_captcha", ""))) else CAPTCHA

    def _login_failed(self, call: Call) -> bytes:
        self.store.update(_GUARD, {"failures": str(self._failures() + 1)})
        self.sessions.captcha_failures += 1
        if self._strict() and self._failures() >= FAILURES_FOR_GOOD:
            return self._login_refused(call, FOR_GOOD)
        return super()._login_failed(call)

    def _reason(self, error: int, lock_time: int | None) -> str:
        last = self._strict() and self._failures() == FAILURES_FOR_GOOD - 1
        rest = self.sessions.lock_time() if error == LOCKED else None
        return answers.error_json(self.spec, error, rest, captcha=self._wants_captcha(), last=last)

    def _failures(self) -> int:
        return int(self.store.get(_GUARD, "failures") or "0")

    def _strict(self) -> bool:
        return self.store.get(NVRAM, "SG_mode") == "1"

    def _wants_captcha(self) -> bool:
        asked = self.store.get(NVRAM, "captcha_enable", "0") != "0"
        return asked and self.sessions.captcha_failures >= CAPTCHA_AFTER

    def _change_password(self, call: Call) -> str:
        """Do what chpass.cgi does; too many guesses at the present password end the session [asus §3.4]."""
        said = super()._change_password(call)
        self._guesses = self._guesses + 1 if '"401"' in said else 0
        if self._guesses < _MOST_GUESSES:
            return said
        self._guesses = 0
        self.sessions.close(call)
        return '{"statusCode":"402"}\n'
