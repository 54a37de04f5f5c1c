"""The run: everybody in turns on the same routers, several rounds, the best of each."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.measure import Measured, measure
from benchmarks.paper import House
from benchmarks.starts import Started, possible, starts
from benchmarks.walks import applies, over_ssh, read_asusrouter, read_ours, read_tplinkrouterc6u
from routercfg.simulator import unlisted

if TYPE_CHECKING:
    from benchmarks.measure import Walk

MODELS: Final = ("tplink-archer-ax12", "tplink-archer-c6", "asus-rt-ax58u", "asus-rt-ac85p")
SHELL: Final = "asus-rt-ac68u-ssh"
LATENCIES: Final = (0.0, 0.03)
"""Seconds added to every request."""

OURS: Final = "routercfg"
FULL: Final = "apply, from factory state"
UNCHANGED: Final = "apply, nothing to do"


@dataclass(frozen=True, slots=True)
class Row:
    """All rounds of one walk on one model with one latency."""

    model: str
    latency: float
    name: str
    rounds: tuple[Measured, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured. ``seconds`` is how long that took."""

    reads: tuple[Row, ...]
    applies: tuple[Row, ...]
    starts: tuple[Started, ...]
    seconds: float
    shells: tuple[Row, ...] = ()


def run(
    *,
    models: Sequence[str] = MODELS,
    latencies: Sequence[float] = LATENCIES,
    rounds: int = 4,
    start_rounds: int = 15,
    limit: float = 150.0,
) -> Results:
    """Measure everything; after ``limit`` seconds no new round begins, and each goes at least once."""
    begin = time.monotonic()
    found: dict[tuple[str, float, str], list[Measured]] = {}
    with House() as house, tempfile.TemporaryDirectory(prefix="routercfg-bench-") as folder:
        both = applies(Path(folder))
        for model in models:
            _round(house, model, 0.0, both)  # nothing is kept: imports and the routers' keys happen here
        for number in range(rounds):
            if number and time.monotonic() - begin > limit * 0.75:
                break
            for model in models:
                for latency in latencies:
                    for name, one in _round(house, model, latency, both).items():
                        found.setdefault((model, latency, name), []).append(one)
        shells = _over_ssh(house, Path(folder), rounds)
        started = starts(house, start_rounds, begin + limit) if start_rounds and possible() else []
    rows = [Row(*key, tuple(several)) for key, several in found.items()]
    return Results(
        tuple(row for row in rows if row.name not in {FULL, UNCHANGED}),
        tuple(row for row in rows if row.name in {FULL, UNCHANGED}),
        tuple(started),
        time.monotonic() - begin,
        tuple(shells),
    )


def _over_ssh(house: House, folder: Path, rounds: int) -> list[Row]:
    """Walk over SSH; nothing where this machine cannot simulate a shell."""
    if SHELL not in unlisted():
        return []
    found: dict[str, list[Measured]] = {}
    for _ in range(rounds):
        with house.router(SHELL) as unit:
            for name, walk in over_ssh(folder).items():
                found.setdefault(name, []).append(measure(unit, walk))
    return [Row(SHELL, 0.0, name, tuple(several)) for name, several in found.items()]


def _round(house: House, model: str, latency: float, both: tuple[Walk, Walk]) -> dict[str, Measured]:
    """Let everybody walk once on that model."""
    found: dict[str, Measured] = {}
    for name, walk in _readers(model).items():
        with house.router(model, latency=latency) as unit:
            found[name] = measure(unit, walk)
    with house.router(model, latency=latency, factory=True) as unit:
        for name, walk in zip((FULL, UNCHANGED), both, strict=True):
            found[name] = measure(unit, walk)
    return found


def _readers(model: str) -> dict[str, Walk]:
    """Give who reads that model: we, and the vendor's peer, once as little as we read and once all it can."""
    peer, name = (
        (read_tplinkrouterc6u, "tplinkrouterc6u") if model.startswith("tplink") else (read_asusrouter, "asusrouter")
    )
    return {OURS: read_ours, f"{name}, few": peer, f"{name}, all": partial(peer, everything=True)}
