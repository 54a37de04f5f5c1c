"""Stopped at every single request of an apply, before and after it: all old or all new, and a second run works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routercfg.clock import Deadline
from routercfg.errors import ConnectionLost, RouterCfgError
from routercfg.wire import Ask, Reply
from tests.conformance.road import FULL, NO_PASSWORD, WebTransport, bench

ONE_OF_EACH_FAMILY = [
    "asus-rt-ac85p",
    "asus-rt-n66u",
    "asus-rt-ax88u-3006",
    "tplink-archer-ax20",
    "tplink-archer-c1200",
    "tplink-wr740n-ru",
    "tplink-archer-c20-v1",
    "tplink-wr841n-v14",
]
MOST = 140  # requests of one apply; the sweep ends by itself when an apply is over before


class Stopping(WebTransport):
    """Stops at one request, once: before it goes out, or when its answer is there."""

    def __init__(self, url: str, deadline: Deadline, at: int, *, after: bool, stop: Callable[[Ask], None]) -> None:
        super().__init__(url, deadline, patience=4)
        self.asked, self.at, self.after, self.stop = 0, at, after, stop

    def ask(self, ask: Ask) -> Reply:
        self.asked += 1
        struck = self.asked == self.at
        if struck and not self.after:
            self.stop(ask)
        reply = super().ask(ask)
        if struck and self.after:
            self.stop(ask)
        return reply


def interrupt(ask: Ask) -> None:
    raise KeyboardInterrupt


def lose(ask: Ask) -> None:
    raise ConnectionLost(address="test", written=ask.writes)


def sweep(model: str, folder: Path, stop: Callable[[Ask], None], *, after: bool, factory: bool) -> None:
    text = FULL if factory else NO_PASSWORD
    stride = 3 if model == "tplink-wr740n-ru" else 1  # its pages take one request each: every third will do
    for at in range(1, MOST, stride):
        where = folder / str(at)
        where.mkdir()
        with bench(model, where, factory=factory) as unit:
            password = None if factory else unit.router.model.password
            before = {} if password is None else dict(unit.running(password))
            lines: list[Stopping] = []

            def line(url: str, deadline: Deadline, at: int = at, lines: list[Stopping] = lines) -> WebTransport:
                lines.append(Stopping(url, deadline, at, after=after, stop=stop))
                return lines[-1]

            plain, unit.line = unit.line, line
            try:
                error: BaseException | None = unit.apply(text, password).error
            except (RouterCfgError, KeyboardInterrupt) as told:
                error = told
            unit.line = plain
            if password is not None and (error is None or dict(unit.running(password)) != before):
                assert not unit.plan(text, password).changes, (at, error)
            again = unit.apply(text, password)
            assert again.error is None, (at, again.error, again.error.__cause__)
            if lines[0].asked < at:
                return
    pytest.fail("an apply needs more requests than the sweep allows for")


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("factory", [False, True], ids=["set-up", "factory"])
@pytest.mark.parametrize("model", ONE_OF_EACH_FAMILY)
def test_ctrl_c_at_every_request(model: str, factory: bool, after: bool, tmp_path: Path) -> None:
    sweep(model, tmp_path, interrupt, after=after, factory=factory)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("factory", [False, True], ids=["set-up", "factory"])
@pytest.mark.parametrize("model", ONE_OF_EACH_FAMILY)
def test_a_lost_answer_at_every_request(model: str, factory: bool, after: bool, tmp_path: Path) -> None:
    sweep(model, tmp_path, lose, after=after, factory=factory)
