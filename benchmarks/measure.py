"""One walk on one simulated router, counted at the router's socket: the same counter for everybody."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from benchmarks.paper import Unit

Walk: TypeAlias = "Callable[[Unit, Callable[[], None]], str]"
"""Walks the whole way on a router, calls its second argument after each stage, and gives a remark."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one walk cost. ``stages`` are the requests of each stage; ``seconds`` is wall time, without the counting.

    ``error`` names the exception that ended the walk early; the counts then go up to there.
    """

    stages: tuple[int, ...]
    connections: int
    seconds: float
    keeps_alive: bool
    remark: str = ""
    error: str = ""

    @property
    def requests(self) -> int:
        """All requests of the walk."""
        return sum(self.stages)


def measure(unit: Unit, walk: Walk) -> Measured:
    """Walk once on a router; what arrived there before does not count."""
    start = unit.counts()
    seen = [start.requests]
    counting = 0.0

    def mark() -> None:
        nonlocal counting
        begin = time.perf_counter()
        seen.append(unit.counts().requests)
        counting += time.perf_counter() - begin

    remark = error = ""
    begin = time.perf_counter()
    try:
        remark = walk(unit, mark)
    except Exception as broken:  # noqa: BLE001  whatever goes wrong in a peer is a result too
        error = f"{type(broken).__name__}: {broken}".splitlines()[0][:80]
    seconds = time.perf_counter() - begin - counting
    end = unit.counts()
    seen.append(end.requests)
    stages = tuple(after - before for before, after in pairwise(seen))
    return Measured(stages, end.connections - start.connections, seconds, unit.keeps_alive, remark, error)


def best(several: Sequence[Measured]) -> Measured:
    """Give the fastest of several walks, one that ended well if any did."""
    return min(several, key=lambda one: (bool(one.error), one.seconds))
