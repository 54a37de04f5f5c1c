"""Who is logged in on the object interface, and who has failed how often.

Sources: [observed-tplink-wr841n-v14 §Sessions], [tplink-web 2B, 2C.4].
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.tplink_crypto_router import KeyPair, key_pair
from routercfg.dialects.tplink_gdpr_router import NO_KEY, SIGN_BITS, seal_data
from routercfg.simulator.one_session import OneSession
from routercfg.simulator.router import Pace

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


class Sessions(OneSession[Session]):
    """The one session there can be, with the key pair for its signs."""

    @property
    def pair(self) -> KeyPair:
        """The key pair for signs; a unit keeps its own as long as it runs."""
        return key_pair(SIGN_BITS, self._owner)


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
