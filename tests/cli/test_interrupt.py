"""Ctrl-C and SIGTERM in the middle of a real apply: the old or the new settings, and it is said which."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.shell import PROFILE, process, written
from tests.conformance.road import bench

MODELS = ["asus-rt-ac85p", "tplink-archer-c6"]
WRITES = {"asus-rt-ac85p": "/applyapp.cgi", "tplink-archer-c6": "/admin/"}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("wait", [0.0, 0.2])
@pytest.mark.parametrize("model", MODELS)
def test_stopped_in_the_middle(model: str, wait: float, number: int, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False, pace=0.1) as unit:
        password = unit.router.model.password
        before = unit.running(password)
        profile = written(tmp_path, PROFILE.replace('admin: {password: "Third-secret-3"}\n', ""))
        asked = len(unit.served.log)
        words = ["apply", profile, "--address", unit.served.url, "--yes", "--lang", "en"]
        with process(*words, ROUTERCFG_PASSWORD=password) as run:
            # a write is under way as soon as more was asked than reading takes
            until = time.monotonic() + 20
            while time.monotonic() < until and not _writing(unit.served.log[asked:], model) and run.poll() is None:
                time.sleep(0.005)
            time.sleep(wait)
            run.send_signal(number)
            out, err = run.communicate(timeout=40)
        after = unit.running(password)
    assert "Traceback" not in out + err
    changed = [path for path in before if before[path] != after.get(path)]
    if "Done: all" in out:  # it was done before the signal came
        assert changed
    else:
        assert run.returncode == 130, out + err
        assert changed == [] or "new settings" in err, (changed, err)
        assert "old settings are back" in err or "new settings" in err or "Nothing was changed" in err


def _writing(log: list[tuple[str, str]], model: str) -> bool:
    if "asus" in model:
        return any("applyapp" in path for _, path in log)
    return len(log) > 12


def test_stopped_before_anything_was_written(tmp_path: Path) -> None:
    with (
        bench(MODELS[0], tmp_path, factory=False, faults=["slow:0.5"]) as unit,
        process("apply", written(tmp_path), "--address", unit.served.url, "--yes", "--lang", "en") as run,
    ):
        while not unit.served.log:
            time.sleep(0.01)
        run.send_signal(signal.SIGINT)
        _, err = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "Nothing was changed" in err


@pytest.mark.parametrize("lines", range(0, 12, 3))
def test_an_output_that_nobody_reads_any_more_does_not_stop_the_work(lines: int, tmp_path: Path) -> None:
    """As with ``| head``: the other end closes after some lines."""
    with (
        bench(MODELS[1], tmp_path) as unit,
        process("apply", written(tmp_path), "--address", unit.served.url, "--yes", "--lang", "en") as run,
    ):
        assert run.stderr is not None
        assert run.stdout is not None
        run.stdout.close()
        for _ in range(lines):
            run.stderr.readline()
        run.stderr.close()
        assert run.wait(30) == 0
        assert not unit.plan(PROFILE, "Third-secret-3").changes


def test_a_full_disk_under_the_output_is_told(tmp_path: Path) -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "routercfg", "profile", "list", "--format", "json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    assert "disk full" in run.stderr
