"""Every exchange with pages that was seen on the wire of a TL-WR1043ND v2, played again in its order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.simulator.userrpm_rig import WR1043, bench

FILE = Path(__file__).with_name("userrpm_observed.txt")


def exchanges() -> dict[str, list[tuple[str, list[str]]]]:
    parts: dict[str, list[tuple[str, list[str]]]] = {}
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("# part"):
            rows = parts.setdefault(line[2:], [])
        elif line.startswith("  "):
            rows[-1][1].append(line.strip())
        elif line and not line.startswith("#"):
            rows.append((line, []))
    return parts


# Parts 1 to 5 went on from one another; part 8 began in factory state.
RUNS = [("part 1", "part 2", "part 3", "part 4", "part 5"), ("part 8",)]


@pytest.mark.parametrize("run", RUNS, ids=" ".join)
def test_the_transcript(run: tuple[str, ...]) -> None:
    parts = exchanges()
    with bench(WR1043, factory=True, pace=1.0) as it:
        it.router.box.cable = False  # nothing was plugged into its WAN
        client = it.client()
        for part in run:
            for target, expected in parts[part]:
                page, _, query = target.partition("?")
                got = client.get(page, query)
                assert got.status == 200
                for line in expected:
                    kind, _, rest = line.partition(" = ")
                    if line.startswith("errCode "):
                        assert got.code == line.removeprefix("errCode "), target
                    else:
                        assert not got.code, target
                        assert got.raw_array(kind) == rest, (part, target)


def test_there_is_enough_of_it() -> None:
    assert sum(len(rows) for rows in exchanges().values()) > 90
