"""The benchmark counts right and says what it counted; nothing here looks at a clock."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.measure import Measured, measure
from benchmarks.paper import House, Unit
from benchmarks.report import MOST_COMMANDS, document, tables
from benchmarks.run import FULL, OURS, UNCHANGED, Results, Row, _over_ssh, run
from benchmarks.starts import BASELINE, VERSION, Started
from benchmarks.walks import AGAIN
from tests.simulator.openwrt_rig import needs_shell

MODEL = "asus-rt-ax58u"


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with House() as it:
        yield it


def ask(unit: Unit) -> None:
    with socket.create_connection((unit.host, unit.port), timeout=5) as connection:
        connection.sendall(b"GET / HTTP/1.0\r\n\r\n")
        while connection.recv(4096):
            pass


def test_a_walk_is_counted_by_stages_and_without_what_came_before(house: House) -> None:
    def walk(unit: Unit, mark: Callable[[], None]) -> str:
        ask(unit)
        mark()
        ask(unit)
        ask(unit)
        return "done"

    with house.router(MODEL) as unit:
        ask(unit)
        found = measure(unit, walk)
    assert (found.stages, found.requests, found.connections) == ((1, 2), 3, 3)
    assert (found.remark, found.error) == ("done", "")


def test_a_client_that_breaks_is_a_result(house: House) -> None:
    def walk(unit: Unit, mark: Callable[[], None]) -> str:
        ask(unit)
        raise KeyError("token")

    with house.router(MODEL) as unit:
        found = measure(unit, walk)
    assert (found.requests, found.error) == (1, "KeyError: 'token'")


def test_each_router_is_a_fresh_one(house: House) -> None:
    with house.router(MODEL) as unit:
        ask(unit)
    with house.router(MODEL) as unit:
        assert unit.counts().requests == 0


def test_a_small_run_walks_every_way() -> None:
    results = run(models=[MODEL], latencies=[0.0], rounds=1, start_rounds=0)
    rows = {row.name: row.rounds[0] for row in (*results.reads, *results.applies)}
    assert set(rows) == {OURS, "asusrouter, few", "asusrouter, all", FULL, UNCHANGED}
    assert {name: one.error for name, one in rows.items() if one.error} == {}
    assert rows[OURS].requests < rows["asusrouter, few"].requests < rows["asusrouter, all"].requests
    assert rows[UNCHANGED].requests < rows[FULL].requests
    assert f"{rows[OURS].requests} |" in document(results)


@needs_shell
def test_over_ssh_a_read_is_one_command_and_an_apply_three_and_a_look(house: House, tmp_path: Path) -> None:
    found = {row.name: row.rounds[0] for row in _over_ssh(house, tmp_path, 1)}
    assert {name: one.error for name, one in found.items() if one.error} == {}
    assert {name: one.requests for name, one in found.items()} == MOST_COMMANDS
    assert found[AGAIN].remark.startswith("0 changes")


def made_up(requests: int, *, seconds: float, start: float, error: str = "") -> Results:
    ours = Measured((2, requests - 2), requests, 0.1, False, error=error)
    peer = Measured((30, 1), 31, 0.1, False)
    unchanged = Measured((2, 3), 5, seconds, False)
    return Results(
        (Row(MODEL, 0.03, OURS, (ours,)), Row(MODEL, 0.03, "peer", (peer,))),
        (Row(MODEL, 0.03, UNCHANGED, (unchanged,)),),
        (Started(BASELINE, 0.05, 15, 0, 1), Started(VERSION, start, 15, 0, 1, frozenset({"yaml"}))),
        1.0,
    )


def met(results: Results) -> list[str]:
    return [row[-1] for row in tables(results)[0].rows]


def test_whether_an_aim_is_met_is_computed() -> None:
    assert met(made_up(5, seconds=0.17, start=0.1)) == ["yes", "yes", "yes", "cannot tell", "yes", "yes"]
    assert met(made_up(40, seconds=0.19, start=0.2)) == ["yes", "NO", "NO", "cannot tell", "NO", "NO"]
    assert met(made_up(5, seconds=0.17, start=0.1, error="ValueError: x"))[:3] == ["NO", "NO", "NO"]


def test_the_tables_fit_a_terminal_and_the_document() -> None:
    results = made_up(5, seconds=0.17, start=0.1)
    loaded = tables(results)[-1]
    assert loaded.rows == ((VERSION, "yes", "no", "no", "no", "no", "no"),)
    assert len({len(line.split(" | ")) for line in loaded.markdown().splitlines() if line.startswith("|")}) == 1
    assert max(len(line) for line in loaded.columns().splitlines()) < 100


def test_the_document_in_the_repository_is_one_that_the_program_wrote() -> None:
    text = (Path(__file__).parents[2] / "docs" / "benchmarks.md").read_text(encoding="utf-8")
    assert text.startswith(document(made_up(5, seconds=1, start=1)).split("Measured", 1)[0])
