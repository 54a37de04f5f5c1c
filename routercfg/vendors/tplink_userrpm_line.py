"""How an old green router is asked whether it is there."""

from __future__ import annotations

from typing import Final

from routercfg.transport import Transport
from routercfg.vendors import waiting
from routercfg.wire import Ask

KNOCK: Final = Ask("GET", "/", (("Accept-Encoding", "identity"),), label="/")
"""A question that needs no password, so it is no attempt to log in."""


class Line(waiting.Line):
    """One green router's transport, with the patience that restarts and moves need."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport, lambda line: line.ask(KNOCK))
