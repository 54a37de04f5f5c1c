"""``--enable-ssh``: on over the web, the work over SSH, and off again whatever happens."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.clock import SystemClock
from routercfg.errors import ConnectionLost
from routercfg.simulator import PaperRouter, Served
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.vendors.asus_shell import AsusShellDriver
from tests.cli.shell import Ran, here, written
from tests.simulator.openwrt_rig import needs_shell

pytestmark = needs_shell
MODEL = "asus-rt-ax86u-merlin"
PROFILE = """\
version: 1
name: enabled
wifi: {ssid: Over-SSH}
admin: {password: "Another-key-7"}
"""


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(SystemClock, "sleep", lambda self, seconds: time.sleep(seconds / 50))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@contextmanager
def shut(model: str, folder: Path) -> Iterator[tuple[AsusUnit, Served]]:
    """A router whose SSH is off, and which would have it where the simulator can."""
    router: PaperRouter = simulator.build(model, state=folder / "state", pace=0)
    assert isinstance(router, AsusUnit)
    with simulator.serve(router) as served:
        assert isinstance(served, Served)
        assert served.ssh
        router.store.update(NVRAM, {"sshd_enable": "0", "sshd_pass": "0", "sshd_port": served.ssh.rpartition(":")[2]})
        yield router, served


def applied(served: Served, password: str, file: str, *more: str) -> Ran:
    words = ("apply", file, "--address", served.url, "--enable-ssh", "--yes", "--format", "json", *more)
    return here(*words, ROUTERCFG_PASSWORD=password)


def test_it_works_over_ssh_and_leaves_it_as_it_was(tmp_path: Path) -> None:
    with shut(MODEL, tmp_path) as (router, served):
        ran = applied(served, router.password_now(), written(tmp_path, PROFILE))
        assert ran.code == 0, (ran.out, ran.err)
        assert router.word("wl0_ssid") == "Over-SSH"
        assert router.password_now() == "Another-key-7"
        assert (router.word("sshd_enable"), router.word("sshd_pass")) == ("0", "0")
        assert "Another-key-7" not in ran.out + ran.err


def test_it_is_off_again_after_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: AsusShellDriver, *_: object) -> None:
        raise ConnectionLost(address="test")

    monkeypatch.setattr(AsusShellDriver, "entered", broken)
    with shut(MODEL, tmp_path) as (router, served):
        ran = applied(served, router.password_now(), written(tmp_path, PROFILE))
        assert ran.code == 4
        assert router.word("sshd_enable") == "0"
        assert router.word("wl0_ssid") != "Over-SSH"


def test_a_person_is_told_when_it_stays_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: AsusShellDriver, *_: object) -> None:
        raise ConnectionLost(address="test")

    monkeypatch.setattr(AsusShellDriver, "end", broken)
    with shut(MODEL, tmp_path) as (router, served):
        ran = applied(served, router.password_now(), written(tmp_path, PROFILE))
        left_on = router.word("sshd_enable") != "0"
        assert ("SSH could not be switched off" in ran.out + ran.err) is left_on
        assert ran.code == 0


def test_a_router_without_such_a_switch_is_left_alone(tmp_path: Path) -> None:
    router = simulator.build("tplink-archer-ax20", state=tmp_path / "state", pace=0)
    with simulator.serve(router) as served:
        words = ("apply", written(tmp_path, PROFILE), "--address", served.url, "--enable-ssh", "--yes")
        assert here(*words, ROUTERCFG_PASSWORD="x-password-1").code == 5
    assert (
        here(
            "apply", written(tmp_path, PROFILE), "--address", "http://127.0.0.1:9", "--via", "telnet", "--enable-ssh"
        ).code
        == 2
    )
