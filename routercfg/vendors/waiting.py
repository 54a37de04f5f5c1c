"""How long a driver waits between two looks at a router that is away."""

from __future__ import annotations

from collections.abc import Iterator


def pauses(absence: float, first: float = 0.05, longest: float = 3.0) -> Iterator[float]:
    """Give the waits between questions, in seconds, until they add up to ``absence``.

    They begin with ``first``, short because most writes interrupt nothing, and double up to ``longest``.
    """
    pause, total = first, 0.0
    while total < absence:
        yield pause
        total += pause
        pause = min(pause * 2, longest)
