"""Who is logged in on a paper ASUS router, and who is locked out [observed-asus-382 §Sessions, asus §2.5-2.6].

All of this lives in the memory of the web server and is gone when that restarts.
"""

from __future__ import annotations

import secrets
import string
from dataclasses import dataclass
from typing import Final

from routercfg.simulator.asus_text import Call
from routercfg.simulator.router import Pace

LOCK_SECONDS: Final = 300
"""How long everybody stays locked out after the last failure."""

IDLE_SECONDS: Final = 60
"""After that much idle time a browser elsewhere may take over."""

(
    NO_TOKEN,
    BAD_TOKEN,
    WRONG_ACCOUNT,
    NO_REFERER,
    NOBODY_YET,
    WRONG_REFERER,
    LOCKED,
    LOGGED_OUT,
    OTHER,
    CAPTCHA,
    FOR_GOOD,
) = range(1, 12)
"""The numbers of ``error_status``."""

_UPTIME: Final = 2388
"""Uptime at start, in seconds: until the first failure the server counts the lock from the epoch of its clock, which is
why a router that locks for the first time tells a negative rest [observed-asus-382 §7, "-2130"]."""

_LETTERS: Final = string.ascii_letters + string.digits


@dataclass(frozen=True)
class _Owner:
    agent: str
    client: str
    app: bool


class Sessions:
    """Tokens, the one browser session, and the counter of failures."""

    def __init__(self, pace: Pace, most_failures: int = 5) -> None:
        self._pace = pace
        self._most = most_failures
        self._born = pace.now()
        self._tokens: dict[str, _Owner] = {}
        self._qis = ""
        self._last_bad = ""
        self._failures = 0
        self._failed_at: float | None = None
        self._browser_seen = 0.0
        self.browser_client = ""
        """Where the browser session comes from; set by its first request after the login."""
        self.referer_host = ""
        """The Host under which a browser logged in; empty since the web server started."""
        self.last_error = 0
        """What Main_Login.asp will tell next."""
        self.nonces: dict[str, str] = {}
        """Nonces that were handed out and not used: id → nonce; only 3.0.0.6 code has any."""
        self.captcha_failures = 0
        """Failures that count towards a captcha; a restart forgets them."""

    def open(self, call: Call) -> str:
        """Make a token; a browser's kills the browser session there was, an app's lives beside all others."""
        if not call.app:
            self._tokens = {token: owner for token, owner in self._tokens.items() if owner.app}
            self.referer_host = call.host
            self._failures = 0
        token = letters(31)
        self._tokens[token] = _Owner(call.agent, call.client, call.app)
        return token

    def open_factory(self, call: Call) -> str:
        """Hand out the token of a unit in factory state: the same one to everybody, no password asked."""
        self._qis = self._qis or letters(31)
        self._tokens[self._qis] = _Owner(call.agent, call.client, call.app)
        if not call.app:
            self.referer_host = call.host
        return self._qis

    def owns(self, call: Call, *, relaxed: bool) -> bool:
        """Tell whether the call's token is good: same address, same User-Agent; ``relaxed`` (factory) asks neither."""
        owner = self._tokens.get(call.token)
        if owner is None:
            return False
        return relaxed or (owner.agent == call.agent and owner.client == call.client)

    def greet(self, call: Call) -> None:
        """Note a request with a good token: failures are forgotten, a browser claims the browser session."""
        self._failures = 0
        if not call.app and "QIS_" not in call.page:
            self.browser_client = call.client
            self._browser_seen = self._pace.now()

    def close(self, call: Call) -> None:
        """Log out."""
        self._tokens.pop(call.token, None)
        if not call.app and call.client == self.browser_client:
            self.browser_client = ""

    def expire_browser(self, call: Call) -> None:
        """Let a browser elsewhere end a session that was idle; that also forgets the Host of the login."""
        idle = self._pace.now() - self._browser_seen
        if self.browser_client and call.client != self.browser_client and idle >= IDLE_SECONDS:
            old = self.browser_client
            self._tokens = {token: owner for token, owner in self._tokens.items() if owner.app or owner.client != old}
            self.browser_client = ""
            self.referer_host = ""

    def busy_elsewhere(self, call: Call) -> bool:
        """Tell whether a browser at another address holds the browser session."""
        return not call.app and self.browser_client not in ("", call.client)

    def fail(self) -> None:
        """Count one failure; the fifth locks."""
        self._failures += 1
        self._failed_at = self._pace.now()

    def fail_token(self, token: str) -> None:
        """Count a bad token, unless it is the one that came last."""
        if token != self._last_bad:
            self._last_bad = token
            self.fail()

    def go_on_counting(self, old: Sessions) -> None:
        """Take over the counter of failures of the sessions before a restart."""
        self._failures, self._failed_at, self._last_bad = old._failures, old._failed_at, old._last_bad

    def lock_now(self) -> None:
        """Be locked as after five failures."""
        self._failures = self._most
        self._failed_at = self._pace.now()

    def locked(self) -> bool:
        """Tell whether everybody is locked out; 300 s after the last failure the counter begins anew."""
        if self._failures < self._most:
            return False
        if self.lock_time() > 0:
            return True
        self._failures = 0
        return False

    def lock_time(self) -> int:
        """Give the seconds until the lock ends, counted from the last failure; nonsense when there was none."""
        return self.first_lock_time() if self._failed_at is None else self._rest(self._failed_at)

    def first_lock_time(self) -> int:
        """Give the nonsense that the first answer after locking tells."""
        return self._rest(self._born - _UPTIME)

    def _rest(self, since: float) -> int:
        return LOCK_SECONDS - int(self._pace.now() - since)


def letters(count: int) -> str:
    """Make up that many letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(count))
