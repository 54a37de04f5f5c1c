"""What two states of a router differ in."""

from __future__ import annotations

from dataclasses import dataclass

from routercfg.settings import HIDDEN, LEAVES, Running, Settings


@dataclass(frozen=True, slots=True)
class Difference:
    """One leaf with two values; None where that side tells nothing. ``certain`` is false where a side hides it."""

    path: str
    before: Running | None
    after: Running | None
    certain: bool = True


def differing(before: Settings, after: Settings) -> tuple[Difference, ...]:
    """Give the leaves that differ, or of which nobody can tell, in the order of the table of leaves."""
    found = []
    for path in LEAVES:
        old, new = before.get(path), after.get(path)
        if HIDDEN in (old, new):
            found.append(Difference(path, old, new, certain=False))
        elif old != new:
            found.append(Difference(path, old, new))
    return tuple(found)
