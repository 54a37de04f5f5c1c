"""Who is logged in, who has failed how often, and the envelope that a login agrees on.

Source: [observed-tplink-ax20 §Protocol], for the envelope also [tplink-web 2A.3, 2A.4].
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import parse_qsl

from routercfg.dialects.tplink_crypto_router import (
    KeyPair,
    account_hash,
    data_hash,
    hmac_pieces,
    key_pair,
    open_data,
    open_oaep,
    open_pieces,
    seal_data,
)
from routercfg.simulator.one_session import OneSession
from routercfg.simulator.router import Pace
from routercfg.simulator.tplink_schemes import Scheme, Sign, cut_as

MAX_ATTEMPTS: Final = 10
LOCK_SECONDS: Final = 7200.0
"""How long failures are remembered, counted from the last one (the notes give only the number)."""
_KEY: Final = re.compile(r"[A-Za-z0-9]{16}")


@dataclass(frozen=True, slots=True)
class Seal:
    """The AES key and start value that a client chose at login."""

    key: bytes = field(repr=False)
    iv: bytes = field(repr=False)

    @property
    def words(self) -> str:
        """Both as a login's sign writes them."""
        return f"k={self.key.decode('ascii')}&i={self.iv.decode('ascii')}"

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
    cookie: str = field(repr=False, default_factory=lambda: secrets.token_hex(16))
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


@dataclass(frozen=True, slots=True)
class Opened:
    """A login's envelope: the AES key it brought, the text inside, and the hash its sign carried."""

    seal: Seal
    text: str = field(repr=False)
    hash: str = field(repr=False)


class Sessions(OneSession[Session]):
    """The one session there can be, and the signs that have to be right for it."""

    def __init__(self, pace: Pace, owner: str, scheme: Scheme) -> None:
        super().__init__(pace, owner)
        self._scheme = scheme

    @property
    def sign_pair(self) -> KeyPair:
        """The key pair for signs."""
        return key_pair(self._scheme.sign_bits, self._owner)

    def admit(self, client: str, password: str, seal: Seal | None) -> Session:
        """Begin a session. The number of the last ``auth`` becomes its own.

        The hash that signs must carry is worked out here, as AX20 and AX10 do.
        """
        session = Session(client, account_hash(password, digest=self._scheme.digest), seal, self.seq or 0)
        self.start(session)
        return session

    def open_login(self, sign: str, data: str) -> Opened | None:
        """Open a login's envelope, which brings its own key; None when anything is wrong with it."""
        words = self._sign_words(sign, (self._scheme.login_sign,))
        key, iv = words.get("k", ""), words.get("i", "")
        fits = self.seq is not None and words.get("s") == str(self.seq + len(data))
        if not fits or not (_KEY.fullmatch(key) and _KEY.fullmatch(iv)):
            return None
        seal = Seal(key.encode("ascii"), iv.encode("ascii"))
        plain = seal.open(data)
        return None if plain is None else Opened(seal, plain, words.get("h", ""))

    def open_call(self, session: Session, sign: str, data: str) -> str | None:
        """Open any later envelope; None for a wrong number, a wrong hash, or data that do not open."""
        if session.seal is None:
            return None
        number = str(session.seq + len(data))
        if Sign.HMAC in self._scheme.call_signs:
            fits = sign == hmac_pieces(session.seal.words, f"h={data_hash(data)}&s={number}")
        else:
            words = self._sign_words(sign, self._scheme.call_signs)
            fits = words.get("h") == session.password_hash and words.get("s") == number
        return session.seal.open(data) if fits else None

    def _sign_words(self, sign: str, kinds: tuple[Sign, ...]) -> dict[str, str]:
        """Open a sign that may be of several kinds; empty when it is of none."""
        for kind in kinds:
            opened = open_pieces(self.sign_pair, sign) if kind is Sign.PKCS1 else self._open_oaep(kind, sign)
            if opened is not None:
                return dict(parse_qsl(opened.decode("latin-1"), keep_blank_values=True))
        return {}

    def _open_oaep(self, kind: Sign, sign: str) -> bytes | None:
        pieces = open_oaep(self.sign_pair, sign)
        return b"".join(pieces) if pieces is not None and cut_as(kind, pieces, self.sign_pair.size) else None
