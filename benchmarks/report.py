"""The report: every number in it comes from one run, and so does every "met"."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Final

from benchmarks.measure import Measured, best
from benchmarks.run import FULL, OURS, UNCHANGED, Results, Row
from benchmarks.starts import BASELINE, LIBRARIES, VERSION, Started
from benchmarks.tables import Table
from benchmarks.walks import AGAIN, CHANGES, READ

MOST_DETECTION: Final = 4
MOST_REQUESTS: Final = {"tplink": 12, "asus": 5}
MOST_COMMANDS: Final = {READ: 1, CHANGES: 4, AGAIN: 1}
"""Over SSH: a read is one; an apply reads, writes, reads back, and looks once whether the router is busy."""
MOST_OVERHEAD: Final = 1.2
"""Times (requests x latency) that a no-change apply may take."""
MOST_START: Final = 3.0
"""Times the start of an interpreter with click and yaml."""

HOW_TO_READ: Final = """\
# Benchmarks

Written by `make bench` (`python -m benchmarks`); no number here is typed by hand, and the next run replaces the file.

All clients walk on the same simulated routers, which live in a process of their own and answer over loopback, one
request at a time; a *latency* is added by the router to each request. Requests and connections are counted at the
router's socket, by the same counter for everybody. Each walk starts on a fresh router, except the apply that has
nothing to do: it follows the one that set its router up. Times are wall time, the best of several rounds in which
everybody takes turns; imports are done before (see *Start-up* for those).

What to keep in mind when comparing:

- The simulated routers take no time to restart services, so the times say what the *client* costs, not how long a
  real router needs. The pauses that a client makes on its own are in its time.
- `asusrouter` is told that it speaks with an ASUS; we and `tplinkrouterc6u` find out whom we speak with.
- The peers are made to watch routers, we to set them up: they read clients and traffic, we read connection types and
  MAC clone. *few* is the part of their reading that comes nearest to ours (firmware, addresses, Wi-Fi, and DHCP where
  they have it); *all* is everything they offer, and what a model refuses counts as a request too. The last column says
  how much came back.
- No peer writes internet settings, so *Apply* has no peer beside it.
"""


def tables(results: Results) -> list[Table]:
    """Give the tables in order: the aims first."""
    found = [_aims(results), _reads(results), _applies(results), *([_shells(results)] if results.shells else [])]
    return [*found, _starts(results), _imports(results)] if results.starts else found


def document(results: Results) -> str:
    """Give the whole document."""
    return "\n".join([HOW_TO_READ, facts(results), *(table.markdown() for table in tables(results))])


def facts(results: Results) -> str:
    """Say on what, when and with which versions this was measured."""
    names = ("routercfg", "tplinkrouterc6u", "asusrouter", "requests", "aiohttp")
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC in {results.seconds:.0f} s on {platform.system()} "
        f"{platform.machine()}, {os.cpu_count()} cores{load}, {platform.python_implementation()} "
        f"{platform.python_version()}; {', '.join(map(_version, names))}.\n"
    )


def _reads(results: Results) -> Table:
    rows = tuple(
        (row.model, _ms(row.latency), row.name, *_cells(row), best(row.rounds).remark) for row in results.reads
    )
    head = ("router", "latency", "who", "requests", "detect + login + read + logout", "connections", "time", "told")
    return Table("Detect, log in, read everything, log out", "", head, rows)


def _applies(results: Results) -> Table:
    rows = tuple(
        (row.model, _ms(row.latency), row.name, *_cells(row, stages=False), _ratio(row), best(row.rounds).remark)
        for row in results.applies
    )
    note = "*time / waiting* is the time divided by (requests x latency): what would remain if we took no time at all."
    head = ("router", "latency", "what", "requests", "connections", "time", "time / waiting", "remark")
    return Table("Apply", note, head, rows)


def _shells(results: Results) -> Table:
    rows = tuple((row.model, row.name, *_cells(row, stages=False), best(row.rounds).remark) for row in results.shells)
    note = (
        "No peer configures a router over SSH, so nothing stands beside it. A command is a round trip; an apply reads, "
        "writes and reads back, and asks once more whether the router is still busy."
    )
    return Table("Over SSH", note, ("router", "what", "commands", "connections", "time", "remark"), rows)


def _starts(results: Results) -> Table:
    base = _started(results, BASELINE).seconds
    rows = tuple(
        (one.name, f"{one.seconds * 1000:.0f} ms", f"{one.seconds / base:.2f}", f"{one.memory:.0f} MiB", _ended(one))
        for one in results.starts
    )
    note = "Whole processes, from start to end, against a simulated router without latency; the best of the runs."
    head = ("command", "time", f"times `{BASELINE}`", "peak memory", "runs")
    return Table("Start-up and memory", note, head, rows)


def _imports(results: Results) -> Table:
    rows = tuple(
        (one.name, *("yes" if library in one.imported else "no" for library in LIBRARIES))
        for one in results.starts
        if one.imported is not None
    )
    return Table("Heavy libraries that were loaded", "", ("command", *LIBRARIES), rows)


def _aims(results: Results) -> Table:
    return Table("Aims", "", ("aim", "measured", "limit", "met"), tuple(_aim_rows(results)))


def _aim_rows(results: Results) -> Iterator[tuple[str, str, str, str]]:
    for model in dict.fromkeys(row.model for row in results.reads):
        yield from _reading_aims(results, model)
    for row in (one for one in results.applies if one.name == UNCHANGED and one.latency):
        ratio = _overhead(row)
        what = f"{row.model}: no-change apply, time / (requests x {_ms(row.latency)})"
        yield what, f"{ratio:.2f}", f"{MOST_OVERHEAD}", _met(row.rounds, ratio <= MOST_OVERHEAD)
    for row in results.shells:
        most, got = MOST_COMMANDS[row.name], max(one.requests for one in row.rounds)
        yield f"{row.model}: commands of {row.name}", str(got), str(most), _met(row.rounds, got <= most)
    if results.starts:
        start = _started(results, VERSION)
        ratio = start.seconds / _started(results, BASELINE).seconds
        met = "yes" if ratio < MOST_START and start.code == 0 else "NO"
        yield f"start-up of `{VERSION}` / `{BASELINE}`", f"{ratio:.2f}", f"{MOST_START:.0f}", met


def _reading_aims(results: Results, model: str) -> Iterator[tuple[str, str, str, str]]:
    ours = [one for row in results.reads if (row.model, row.name) == (model, OURS) for one in row.rounds]
    peers = [one for row in results.reads if row.model == model and row.name != OURS for one in row.rounds]
    detecting = max(one.stages[0] for one in ours)
    yield (
        f"{model}: requests of detection",
        str(detecting),
        str(MOST_DETECTION),
        _met(ours, detecting <= MOST_DETECTION),
    )
    most, got = MOST_REQUESTS[model.split("-", maxsplit=1)[0]], max(one.requests for one in ours)
    yield f"{model}: requests with login, full read and logout", str(got), str(most), _met(ours, got <= most)
    fewest = min((one.requests for one in peers if not one.error), default=0)
    what = f"{model}: fewer requests than any peer"
    if fewest:
        yield what, f"{got} ({fewest / got:.1f} times fewer)", str(fewest), _met(ours, got < fewest)
    else:
        yield what, str(got), "every peer failed", "cannot tell"
    opened = max(one.connections for one in ours)
    if ours[0].keeps_alive:
        yield f"{model}: connections", str(opened), "1", _met(ours, opened <= 1)
    else:
        yield f"{model}: connections", str(opened), "router closes each", "cannot tell"


def _met(rounds: Sequence[Measured], reached: bool) -> str:
    return "yes" if reached and not any(one.error for one in rounds) else "NO"


def _cells(row: Row, *, stages: bool = True) -> tuple[str, ...]:
    """Give requests, the stages, connections and time; the exception instead of a time when a walk broke."""
    top = best(row.rounds)
    requests = _span([one.requests for one in row.rounds])
    connections = _span([one.connections for one in row.rounds])
    time = top.error or f"{top.seconds * 1000:.0f} ms"
    parts = (" + ".join(map(str, top.stages)),) if stages else ()
    return (requests, *parts, connections, time)


def _span(numbers: list[int]) -> str:
    low, high = min(numbers), max(numbers)
    return str(low) if low == high else f"{low} to {high}"


def _overhead(row: Row) -> float:
    top = best(row.rounds)
    return top.seconds / (top.requests * row.latency) if top.requests and row.latency else float("nan")


def _ratio(row: Row) -> str:
    return f"{_overhead(row):.2f}" if row.latency and row.name in {FULL, UNCHANGED} else ""


def _started(results: Results, name: str) -> Started:
    return next(one for one in results.starts if one.name == name)


def _ended(one: Started) -> str:
    return str(one.runs) if one.code == 0 else f"{one.runs}, exit code {one.code}"


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"


def _version(name: str) -> str:
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return f"{name} absent"
