"""Who is logged in on the object interface, and who has failed how often.

Sources: [observed-tplink-wr841n-v14 §Sessions], [tplink-web 2B, 2C.4].
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.tplink_crypto_router import KeyPair, key_pair
from routercfg.dialects.tplink_gdpr_router import NO_KEY, SIGN_BITS, seal_data
from routercfg.simulator.router import Pace

IDLE_SECONDS: Final = 600.0
"""After so long without a request a session is over; the references know no number, this one is ours."""
LOCK_SECONDS: Final = 7200.0
"""How long too many failures keep everybody out [tplink-web 2C.4 for WR841N; for the others inferred]."""


@dataclass(slots=True)
class Session:
    """One administrator's session; on the plain interface only ``client`` and ``seen`` mean something."""

    client: str
    hash: str = field(default="", repr=False)
    seq: int = 0
    key: bytes = field(default=NO_KEY, repr=False)
    iv: bytes = field(default=NO_KEY, repr=False)
    cookie: str = field(repr=False, default_factory=lambda: secrets.token_hex(15))
    token: str = field(repr=False, default_factory=lambda: secrets.token_hex(15))
    seen: float = 0.0
    visited: bool = False
    """Whether the main page has been fetched since the login."""

    def seal(self, text: str) -> str:
        """Seal an answer."""
        return seal_data(self.key, self.iv, text.encode("utf-8", "surrogateescape"))


class Sessions:
    """The one session there can be, and the number that the next login has to count from."""

    def __init__(self, pace: Pace, owner: str) -> None:
        self._pace = pace
        self._owner = owner
        self._session: Session | None = None
        self.seq: int | None = None

    @property
    def pair(self) -> KeyPair:
        """The key pair for signs; a unit keeps its own as long as it runs."""
        return key_pair(SIGN_BITS, self._owner)

    def draw_seq(self) -> int:
        """Give a new number for the next login; a session that lives keeps its own."""
        self.seq = secrets.randbelow(10**9)
        return self.seq

    def live(self) -> Session | None:
        """Give the session if there is one and it is not idle for too long."""
        if self._session and self._pace.now() - self._session.seen >= IDLE_SECONDS:
            self._session = None
        return self._session

    def start(self, session: Session) -> None:
        """Begin a session in place of any other."""
        session.seen = self._pace.now()
        self._session, self.seq = session, None

    def find(self, cookie: str) -> Session | None:
        """Give the session with that cookie and count this as use."""
        session = self.live()
        if session is None or session.cookie != cookie:
            return None
        session.seen = self._pace.now()
        return session

    def end(self) -> None:
        """End the session."""
        self._session = None

    def forget(self) -> None:
        """Lose everything, as in a restart."""
        self._session, self.seq = None, None


class Tries:
    """Failed logins of all clients together: the counter that the login page shows."""

    def __init__(self, pace: Pace, most: int, *, locked: bool) -> None:
        self._pace = pace
        self.most = most
        self.count = most if locked else 0
        self._locked_until = pace.now() + (LOCK_SECONDS if locked else 0.0)

    @property
    def forbidden(self) -> int:
        """For how many seconds nobody is let in."""
        return max(0, round(self._locked_until - self._pace.now()))

    def fail(self, *, lock: bool) -> None:
        """Count a failure; with ``lock`` the last one that is permitted shuts the door."""
        self.count += 1
        if lock and self.count >= self.most:
            self._locked_until = self._pace.now() + LOCK_SECONDS

    def clear(self) -> None:
        """Forget the failures: somebody has logged in, or power was off (inferred)."""
        self.count = 0
        self._locked_until = self._pace.now()
