"""Where a router is while it restarts or moves: asking until it answers, in both places it may be at."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import urlsplit

from routercfg.errors import BadAnswer, NoRouter
from routercfg.transport import Transport

LONGEST_ABSENCE: Final = 200.0
"""Seconds a router may be away; restarts take 45 to 140 [tplink-legacy §1.11.6, observed-tplink-ax20 §Others]."""
_GONE_BY: Final = 6.0
"""Seconds after which a router that was told to restart and still answers has it behind it (inferred)."""


def pauses(absence: float, first: float = 0.05, longest: float = 3.0) -> Iterator[float]:
    """Give the waits between questions, in seconds, until they add up to ``absence``.

    They begin with ``first``, short because most writes interrupt nothing, and double up to ``longest``.
    """
    pause, total = first, 0.0
    while total < absence:
        yield pause
        total += pause
        pause = min(pause * 2, longest)


class Line:
    """One router's transport, with the patience that restarts and moves need.

    ``knock`` asks once, without a login, and raises one of ``away`` when there is no sensible answer.
    """

    def __init__(
        self,
        transport: Transport,
        knock: Callable[[Transport], object],
        away: tuple[type[Exception], ...] = (NoRouter, BadAnswer),
    ) -> None:
        self.transport = transport
        self.lan = ""
        """The LAN address as last known."""
        self._knock_once = knock
        self._away = away
        self._elsewhere: str | None = None

    @property
    def url(self) -> str:
        """Where the router is now."""
        return self.transport.url

    def will_move(self, address: str) -> None:
        """Remember that the router may be found at another address from now on, if we talk to its LAN address.

        Whoever reaches it through another box would meet a stranger there.
        """
        parts = urlsplit(self.url)
        there = f"{parts.scheme}://{address}" + (f":{parts.port}" if parts.port else "")
        self._elsewhere = there if parts.hostname == self.lan else None

    def moved(self, address: str) -> bool:
        """Go to the new address, if the old one was what we talked to; say whether we went."""
        there, self._elsewhere, self.lan = self._elsewhere, None, address
        if there is None:
            return False
        self.transport.move(there)
        return True

    def wait(self, times: int = 1) -> None:
        """Wait until the router answers so many times in a row.

        Raises what the last question raised, and DeadlinePassed.
        """
        good = 0
        for pause in pauses(LONGEST_ABSENCE):
            self.transport.deadline.sleep(pause)
            good = good + 1 if self._answers() else 0
            if good == times:
                return
        self._knock()

    def wait_restart(self) -> None:
        """Wait until the router has been away and answers again; it may take a moment to go."""
        stayed = 0.0
        for pause in pauses(LONGEST_ABSENCE):
            if stayed >= _GONE_BY or not self._answers():
                break
            self.transport.deadline.sleep(pause)
            stayed += pause
        self.wait()

    def _answers(self) -> bool:
        try:
            self._knock()
        except self._away:
            return False
        return True

    def _knock(self) -> None:
        """Ask once; when nobody answers, try the other place next time."""
        here, there = self.url, self._elsewhere
        try:
            self._knock_once(self.transport)
        except self._away:
            if there is not None and there != here:
                self.transport.move(there)
                self._elsewhere = here
                self.lan = urlsplit(there).hostname or ""  # both are the router's own LAN addresses
            raise
