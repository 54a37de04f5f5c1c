"""What differs, and only what was asked for."""

from __future__ import annotations

from dataclasses import dataclass

from routercfg.errors import Part
from routercfg.settings import HIDDEN, LEAVES, Running, Settings, Value


@dataclass(frozen=True, slots=True)
class Change:
    """One leaf that is to become something else.

    ``before`` is None when the router told nothing for this leaf. ``certain`` is false when the router hides the
    present value (HIDDEN), so that nobody can tell whether it differs; such a leaf is sent along when something
    else in its group changes, and is never by itself a reason to write.
    """

    path: str
    before: Running | None
    after: Value
    certain: bool = True


def diff(desired: Settings, running: Settings) -> tuple[Change, ...]:
    """Give the changes that turn running into desired, limited to the leaves desired mentions."""
    found: list[Change] = []
    for path, wanted in desired.items():
        if wanted is HIDDEN:
            continue
        present = running.get(path)
        if present is HIDDEN:
            found.append(Change(path, present, wanted, certain=False))
        elif present != wanted:
            found.append(Change(path, present, wanted))
    return tuple(found)


def pending(changes: tuple[Change, ...]) -> tuple[Change, ...]:
    """Give the changes worth a write: the certain ones, and the uncertain ones of a group that is written anyway."""
    groups = {LEAVES[c.path].group for c in changes if c.certain}
    return tuple(c for c in changes if c.certain or LEAVES[c.path].group in groups)


@dataclass(frozen=True, slots=True)
class Gap:
    """A setting that this router cannot do, and why (a Part of ``language.reasons``)."""

    path: str
    reason: Part
