"""Time as something that can be handed in: the real clock, and the deadline of a run."""

from __future__ import annotations

import time
from typing import Protocol

from routercfg.errors import DeadlinePassed


class Clock(Protocol):
    """What the program needs of time; tests hand in one that does not wait."""

    def monotonic(self) -> float:
        """Give seconds since some fixed moment."""

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""


class SystemClock:
    """The machine's own clock."""

    def monotonic(self) -> float:
        """Give seconds since some fixed moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait that many seconds."""
        time.sleep(seconds)


class Deadline:
    """The moment by which a whole run must be over. Every wait and every request asks it how much is left.

    ``reserve`` is time kept back for putting things right: ``remaining()`` counts to the moment when only the
    reserve is left, until ``spend_reserve()`` is called.
    """

    def __init__(self, seconds: float, clock: Clock | None = None, reserve: float = 0.0) -> None:
        self.clock: Clock = clock or SystemClock()
        self.seconds = seconds
        self._end = self.clock.monotonic() + seconds
        self._reserve = reserve

    def keep_reserve(self, seconds: float) -> None:
        """From now on keep that many seconds back."""
        self._reserve = seconds

    def spend_reserve(self) -> None:
        """From now on the reserve may be used too."""
        self._reserve = 0.0

    def remaining(self) -> float:
        """Give the seconds left, never below zero."""
        return max(0.0, self._end - self._reserve - self.clock.monotonic())

    def limit(self, seconds: float) -> float:
        """Cut a wait to what is left. Raises DeadlinePassed when nothing is left."""
        left = self.remaining()
        if left <= 0:
            raise DeadlinePassed(seconds=round(self.seconds))
        return min(seconds, left)

    def sleep(self, seconds: float) -> None:
        """Wait, but not beyond the deadline. Raises DeadlinePassed when nothing is left."""
        self.clock.sleep(self.limit(seconds))
