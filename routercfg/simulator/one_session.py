"""The one administrator's session that a TP-Link router has at a time, whatever its interface.

The blue interface and the object interface keep it alike: a number that a handshake draws and the next login takes
over, a cookie, and an end after ten idle minutes [observed-tplink-ax20 §Protocol], [observed-tplink-wr841n-v14
§Sessions].
"""

from __future__ import annotations

import secrets
from typing import Final, Generic, Protocol, TypeVar

from routercfg.simulator.router import Pace

IDLE_SECONDS: Final = 600.0
"""After so long without a request a session is over; observed on the blue interface, ours on the other one."""


class Held(Protocol):
    """What every face's session has: its cookie, and when it was last used."""

    cookie: str
    seen: float


SessionT = TypeVar("SessionT", bound=Held)


class OneSession(Generic[SessionT]):
    """The session, if there is one, and the number that the next login has to count from."""

    def __init__(self, pace: Pace, owner: str) -> None:
        self._pace = pace
        self._owner = owner
        self._session: SessionT | None = None
        self.seq: int | None = None

    def draw_seq(self) -> int:
        """Give a new number; it replaces the one no login has used yet, and a session that lives keeps its own."""
        self.seq = secrets.randbelow(10**9)
        return self.seq

    def live(self) -> SessionT | None:
        """Give the session if there is one and it is not idle for too long."""
        if self._session and self._pace.now() - self._session.seen >= IDLE_SECONDS:
            self._session = None
        return self._session

    def start(self, session: SessionT) -> None:
        """Begin a session in place of any other; the number that was drawn is used up."""
        session.seen = self._pace.now()
        self._session, self.seq = session, None

    def find(self, cookie: str) -> SessionT | None:
        """Give the session with that cookie and count this as use."""
        session = self.live()
        if session is None or not cookie or session.cookie != cookie:
            return None
        session.seen = self._pace.now()
        return session

    def end(self) -> None:
        """End the session."""
        self._session = None

    def forget(self) -> None:
        """Lose everything, as in a restart."""
        self._session, self.seq = None, None
