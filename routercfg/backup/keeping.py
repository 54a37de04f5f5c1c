"""Which backups are kept: the last few, and the last one of each of the last days that have any."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from routercfg.backup.store import Entry


@dataclass(frozen=True, slots=True)
class Keeping:
    """How many of a router's backups are kept whatever their age, and for how many days one per day."""

    last: int = 10
    days: int = 30


@dataclass(frozen=True, slots=True)
class Sorted:
    """What is kept, what may go, and what is damaged; that is never deleted unseen, and stands for nothing else."""

    kept: tuple[Entry, ...]
    gone: tuple[Entry, ...]
    damaged: tuple[Entry, ...]


def sort_out(entries: tuple[Entry, ...], keeping: Keeping, sound: Callable[[Entry], bool]) -> Sorted:
    """Sort the backups of one router, given in their order. The last sound one is always kept."""
    good = [entry for entry in entries if sound(entry)]
    by_day = {entry.time.date(): entry for entry in good}  # the later one of a day wins
    recent = list(dict.fromkeys(entry.time.date() for entry in reversed(good)))[: keeping.days]
    kept = {entry.file for entry in good[-max(keeping.last, 1) :]} | {by_day[day].file for day in recent}
    return Sorted(
        tuple(entry for entry in good if entry.file in kept),
        tuple(entry for entry in good if entry.file not in kept),
        tuple(entry for entry in entries if entry not in good),
    )
