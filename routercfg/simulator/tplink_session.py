"""Who is logged in, who has failed how often, and the envelope that a login agrees on.

Source: [observed-tplink-ax20 §Protocol], for the envelope also [tplink-web 2A.3].
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from routercfg.dialects.tplink_crypto_router import (
    SIGN_BITS,
    KeyPair,
    account_hash,
    key_pair,
    open_data,
    open_pieces,
    seal_data,
)
from routercfg.simulator.router import Pace

IDLE_SECONDS: Final = 600.0
"""A session that nobody used for so long is over."""
MAX_ATTEMPTS: Final = 10
LOCK_SECONDS: Final = 7200.0
"""How long failures are remembered, counted from the last one (the notes give only the number)."""
_KEY: Final = re.compile(r"[A-Za-z0-9]{16}")


@dataclass(frozen=True, slots=True)
class Seal:
    """The AES key and start value that a client chose at login."""

    key: bytes = field(repr=False)
    iv: bytes = field(repr=False)

    def close(self, text: str) -> str:
        """Seal an answer."""
        return seal_data(self.key, self.iv, text.encode("utf-8"))

    def open(self, data: str) -> str | None:
        """Open a request."""
        plain = open_data(self.key, self.iv, data)
        return None if plain is None else plain.decode("utf-8", "replace")


@dataclass(slots=True)
class Session:
    """One administrator's session; ``seal`` is None on firmware without an envelope."""

    client: str
    password_hash: str = field(repr=False)
    seal: Seal | None
    seq: int
    stok: str = field(repr=False, default_factory=lambda: secrets.token_hex(16))
    sysauth: str = field(repr=False, default_factory=lambda: secrets.token_hex(16))
    seen: float = 0.0


class Attempts:
    """Wrong passwords by client; ten of them lock that client out for two hours."""

    def __init__(self, pace: Pace, *, locked: bool) -> None:
        self._pace = pace
        self._failures: dict[str, tuple[int, float]] = {}
        self._all_locked_until = pace.now() + LOCK_SECONDS if locked else pace.now()

    def count(self, client: str) -> int:
        """Tell how often that client has failed lately."""
        if not self._pace.over(self._all_locked_until):
            return MAX_ATTEMPTS
        count, last = self._failures.get(client, (0, 0.0))
        return count if self._pace.now() - last < LOCK_SECONDS else 0

    def fail(self, client: str) -> int:
        """Note one more failure and give the count."""
        count = min(self.count(client) + 1, MAX_ATTEMPTS)
        self._failures[client] = (count, self._pace.now())
        return count

    def clear(self, client: str) -> None:
        """Forget a client's failures: it has logged in."""
        self._failures.pop(client, None)

    def forget(self) -> None:
        """Forget everybody's failures, as after a restart (inferred: the table is in memory)."""
        self._failures.clear()
        self._all_locked_until = self._pace.now()


class Sessions:
    """The one session there can be, and the number that the next login has to count from."""

    def __init__(self, pace: Pace, owner: str) -> None:
        self._pace = pace
        self._owner = owner
        self._session: Session | None = None
        self.seq: int | None = None

    @property
    def sign_pair(self) -> KeyPair:
        """The key pair for signs."""
        return key_pair(SIGN_BITS, self._owner)

    def draw_seq(self) -> int:
        """Give a new number; it replaces the one that no login has used yet."""
        self.seq = secrets.randbelow(10**9)
        return self.seq

    def live(self) -> Session | None:
        """Give the session if there is one and it is not idle for too long."""
        if self._session and self._pace.now() - self._session.seen >= IDLE_SECONDS:
            self._session = None
        return self._session

    def start(self, client: str, password: str, seal: Seal | None) -> Session:
        """Begin a session in place of any other. The number of the last ``auth`` becomes its own.

        The hash that signs must carry is worked out here, as AX20 and AX10 do; what the client sent with the login is
        not looked at.
        """
        session = Session(client, account_hash(password), seal, self.seq or 0, seen=self._pace.now())
        self._session, self.seq = session, None
        return session

    def find(self, sysauth: str) -> Session | None:
        """Give the session with that cookie, and count this as use."""
        session = self.live()
        if session is None or not sysauth or session.sysauth != sysauth:
            return None
        session.seen = self._pace.now()
        return session

    def end(self) -> None:
        """End the session."""
        self._session = None

    def open_login(self, sign: str, data: str) -> tuple[Seal, str] | None:
        """Open a login's envelope, which brings its own key; None when anything is wrong with it."""
        words = self._sign_words(sign)
        key, iv = words.get("k", ""), words.get("i", "")
        fits = self.seq is not None and words.get("s") == str(self.seq + len(data))
        if not fits or not (_KEY.fullmatch(key) and _KEY.fullmatch(iv)):
            return None
        seal = Seal(key.encode("ascii"), iv.encode("ascii"))
        plain = seal.open(data)
        return None if plain is None else (seal, plain)

    def open_call(self, session: Session, sign: str, data: str) -> str | None:
        """Open any later envelope; None for a wrong number, a wrong hash, or data that do not open."""
        words = self._sign_words(sign)
        fits = words.get("h") == session.password_hash and words.get("s") == str(session.seq + len(data))
        return session.seal.open(data) if fits and session.seal else None

    def _sign_words(self, sign: str) -> dict[str, str]:
        opened = open_pieces(self.sign_pair, sign)
        return {} if opened is None else dict(parse_qsl(opened.decode("latin-1"), keep_blank_values=True))
