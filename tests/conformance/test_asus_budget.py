"""What a whole apply costs an ASUS router: one request a read, two writes at most, and looking whether it is busy."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.road import NO_PASSWORD, bench

WRITES = {"/applyapp.cgi", "/start_apply.htm"}
READS = {"/appGet.cgi", "/Settings.CFG"}
EVERYTHING = NO_PASSWORD.replace("mac: 02", "vlan: 35, mac: 02") + "iptv: {mode: vlan, port: 4, iptv: {id: 20}}\n"


@pytest.mark.parametrize("model", ["asus-rt-ac85p", "asus-rt-ax58u", "asus-rt-ax88u-3006", "asus-rt-n66u"])
def test_a_whole_apply_is_two_writes_and_two_reads_besides_the_waiting(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        asks = unit.listen()
        outcome = unit.apply(EVERYTHING, unit.router.model.password)
    assert outcome.error is None, outcome.error
    assert sum(ask.target in WRITES for ask in asks) == 2
    reads = [ask for ask in asks if ask.target in READS]
    waits = [ask for ask in reads if b"hook=nvram_get(rc_service)" in ask.body and ask.body.count(b"nvram") == 1]
    assert len(reads) - len(waits) == 2
