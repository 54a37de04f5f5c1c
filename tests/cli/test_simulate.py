"""``routercfg simulate`` as scripts use it: one JSON line, a readable store, an end on SIGTERM."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from routercfg import simulator
from tests.cli.shell import here, process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ready_line_state_and_end(number: int, tmp_path: Path) -> None:
    with process("simulate", "tplink-archer-ax12", "--factory", "--state", str(tmp_path), "--pace", "0") as run:
        assert run.stdout is not None
        ready = json.loads(run.stdout.readline())
        assert here("detect", "--address", ready["url"]).code == 0
        run.send_signal(number)
        assert run.wait(10) == 0
    assert set(ready) == {"url", "vendor", "model", "family", "username", "password", "ssh", "telnet"}
    assert (ready["vendor"], ready["ssh"], ready["telnet"]) == ("tplink", None, None)
    store = json.loads((tmp_path / "native.json").read_text())
    assert any("wireless_2g" in form for form in store)


def test_the_store_outlives_the_process(tmp_path: Path) -> None:
    router = simulator.build("asus-rt-ax58u", state=tmp_path, factory=True, pace=0)
    router.store.update("nvram", {"wl0_ssid": "Kept"})
    assert simulator.build("asus-rt-ax58u", state=tmp_path, pace=0).store.get("nvram", "wl0_ssid") == "Kept"
    wiped = simulator.build("asus-rt-ax58u", state=tmp_path, factory=True, pace=0)
    assert wiped.store.get("nvram", "wl0_ssid") != "Kept"


@pytest.mark.parametrize("name", ["no-such", "slow:x", "reboot:0", "silent:1"])
def test_faults_that_make_no_sense_are_refused(name: str, tmp_path: Path) -> None:
    ran = here("simulate", "asus-rt-ax58u", "--fault", name, "--state", str(tmp_path))
    assert (ran.code, name.split(":", maxsplit=1)[0] in ran.err) == (2, True)
