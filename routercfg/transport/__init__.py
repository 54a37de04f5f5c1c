"""Transports carry an Ask to a router and bring the Reply back; they know no vendor and no dialect."""

from __future__ import annotations

from typing import Protocol, TypeVar

from routercfg.clock import Deadline
from routercfg.wire import Ask, Reply, Talk

T = TypeVar("T")


class Transport(Protocol):
    """The seam that the network and the in-memory loop share."""

    url: str
    """Where the router is, ``http://host[:port]`` without a slash at the end."""
    deadline: Deadline

    def ask(self, ask: Ask) -> Reply:
        """Send one Ask and give the whole Reply.

        Raises RouterRefuses, RouterSilent, ConnectionLost (``written`` is true when ``ask.writes`` and the request
        may have arrived), BadAnswer when what comes is not HTTP, DeadlinePassed.
        """

    def move(self, url: str) -> None:
        """From now on talk to that address; connections to the old one are closed."""

    def close(self) -> None:
        """Let go of connections. Never raises."""


def converse(transport: Transport, talk: Talk[T]) -> T:
    """Carry a dialogue: send each Ask it yields, hand it each Reply, give what it returns."""
    try:
        ask = next(talk)
        while True:
            ask = talk.send(transport.ask(ask))
    except StopIteration as done:
        value: T = done.value
        return value
