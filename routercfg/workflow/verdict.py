"""Verification: the plan is empty on a fresh read. No second comparison exists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from routercfg.plan import diff
from routercfg.settings import Running, Settings, Value

Word: TypeAlias = Literal["matched", "differs", "cannot-tell"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a fresh read says about one leaf. ``found`` is None when the router tells nothing for it."""

    path: str
    word: Word
    wanted: Value
    found: Running | None


def judge(desired: Settings, running: Settings) -> tuple[Verdict, ...]:
    """Give a verdict for every leaf that was wished for."""
    changes = {change.path: change for change in diff(desired, running)}
    verdicts: list[Verdict] = []
    for path, wanted in desired.items():
        change = changes.get(path)
        word: Word = "matched" if change is None else "differs" if change.certain else "cannot-tell"
        verdicts.append(Verdict(path, word, wanted, running.get(path)))  # type: ignore[arg-type]
    return tuple(verdicts)


def verified(verdicts: tuple[Verdict, ...]) -> bool:
    """Say whether nothing is known to differ. What cannot be told is reported, and is not taken for success."""
    return all(verdict.word != "differs" for verdict in verdicts)
