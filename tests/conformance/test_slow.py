"""The one fault that ends well: a router that takes its time. And none of the simulator is left out of the suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from routercfg.clock import Deadline
from routercfg.errors import RouterCfgError
from routercfg.simulator.faults import FAULTS
from tests.conformance import test_road
from tests.conformance.road import NO_PASSWORD, WebTransport, bench
from tests.conformance.test_stops import ONE_OF_EACH_FAMILY

OTHERS = ["tplink-archer-ax72", "tplink-archer-be230", "tplink-archer-mr200-v5", "tplink-archer-vr600-v3"]
SHELLS = ["openwrt-tplink-archer-c7", "tplink-vx231v-cli"]


@pytest.mark.parametrize("model", [*ONE_OF_EACH_FAMILY, *OTHERS, *SHELLS])
def test_a_slow_router_is_set_up_all_the_same(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False, faults=["slow:0.02"]) as unit:
        outcome = unit.apply(NO_PASSWORD, unit.router.model.password)
        assert outcome.error is None, outcome.error
        assert not unit.plan(NO_PASSWORD, unit.router.model.password).changes


@pytest.mark.parametrize("model", [*ONE_OF_EACH_FAMILY, *OTHERS])
def test_a_router_slower_than_anybody_waits_is_no_router(model: str, tmp_path: Path) -> None:
    class Hasty(WebTransport):
        def __init__(self, url: str, deadline: Deadline) -> None:
            super().__init__(url, deadline, patience=0.1)

    with bench(model, tmp_path, factory=False, faults=["slow:0.4"]) as unit:
        unit.line = Hasty
        unit.seconds = 5
        with pytest.raises(RouterCfgError) as told:
            unit.apply(NO_PASSWORD, unit.router.model.password)
        assert told.value.exit_code == 4
        assert unit.router.writes == 0


def test_every_fault_has_its_place_on_the_road() -> None:
    source = Path(test_road.__file__).read_text("utf-8")
    assert [name for name in FAULTS if f'"{name}' not in source] == ["slow"]
