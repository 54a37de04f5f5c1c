"""The transport seam in memory: an Ask goes to a function, its Reply comes back. Nothing touches a network."""

from __future__ import annotations

from collections.abc import Callable

from routercfg.clock import Deadline
from routercfg.wire import Ask, Reply


class LoopTransport:
    """Answers each Ask with ``handler(ask)``; keeps the Asks in ``asked`` so that a test can look at them."""

    def __init__(self, handler: Callable[[Ask], Reply], deadline: Deadline, url: str = "http://192.168.0.1") -> None:
        self.url = url
        self.deadline = deadline
        self.asked: list[Ask] = []
        self._handler = handler

    def ask(self, ask: Ask) -> Reply:
        """Give the handler's Reply; the deadline holds here too."""
        self.deadline.limit(1)
        self.asked.append(ask)
        return self._handler(ask)

    def move(self, url: str) -> None:
        """From now on be at that address."""
        self.url = url

    def close(self) -> None:
        """Nothing to let go of."""
