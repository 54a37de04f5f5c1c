"""``--enable-ssh``: on over the web, the work over SSH, and off again whatever happens."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.clock import SystemClock
from routercfg.device import Tell
from routercfg.errors import ConnectionLost, RouterRefuses
from routercfg.simulator import PaperRouter, Served
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.transport.shell import ShellTransport
from routercfg.transport.web import WebTransport
from routercfg.trust import HOST_KEY, Pins
from routercfg.vendors.asus_shell import AsusShellDriver
from routercfg.vendors.asus_web import AsusWebDriver
from routercfg.wire import Ask, Reply
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


def test_the_profiles_password_lets_it_in_where_none_was_given(tmp_path: Path) -> None:
    with shut(MODEL, tmp_path) as (router, served):
        text = PROFILE.replace("Another-key-7", router.password_now())
        ran = here("apply", written(tmp_path, text), "--address", served.url, "--enable-ssh", "--yes")
        assert ran.code == 0, (ran.out, ran.err)
        assert (router.word("wl0_ssid"), router.word("sshd_enable")) == ("Over-SSH", "0")


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


def test_another_key_than_before_stops_it_until_a_person_vouches_for_it(tmp_path: Path) -> None:
    with shut(MODEL, tmp_path) as (router, served):
        file, password = written(tmp_path, PROFILE), router.password_now()
        mac = router.word("lan_hwaddr").upper()
        Pins().keep(mac, HOST_KEY, "SHA256:of-before")
        refused = applied(served, password, file)
        assert (refused.code, refused.json["error"]["kind"]) == (4, "pin-changed")
        seen = re.findall(r"SHA256:[\w+/]{43}", refused.out)[0]
        assert (router.word("sshd_enable"), router.word("wl0_ssid") == "Over-SSH") == ("0", False)
        assert applied(served, password, file, "--fingerprint", "SHA256:" + "A" * 43).code == 4
        assert router.word("wl0_ssid") != "Over-SSH"
        done = applied(served, password, file, "--fingerprint", seen)
        assert done.code == 0, (done.out, done.err)
        assert Pins().of(mac, HOST_KEY) == seen


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


def test_it_is_off_again_when_the_time_is_over_before_anything_was_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(self: AsusShellDriver, *_: object) -> None:
        deadline = self._shell.deadline
        deadline._end -= deadline.remaining()
        deadline.limit(1)

    monkeypatch.setattr(AsusShellDriver, "entered", late)
    with shut(MODEL, tmp_path) as (router, served):
        ran = applied(served, router.password_now(), written(tmp_path, PROFILE))
        assert (ran.code, router.word("sshd_enable")) == (12, "0")


def test_a_server_that_is_slow_to_start_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    greet, calls = ShellTransport.greet, [0]

    def starting(self: ShellTransport) -> str:
        calls[0] += 1
        if calls[0] < 4:
            raise RouterRefuses(address=self.url)
        return greet(self)

    monkeypatch.setattr(ShellTransport, "greet", starting)
    with shut(MODEL, tmp_path) as (router, served):
        assert applied(served, router.password_now(), written(tmp_path, PROFILE)).code == 0
        assert router.word("sshd_enable") == "0"


@pytest.mark.parametrize("arrived", [False, True])
def test_it_is_off_again_when_the_answer_to_switching_it_on_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arrived: bool
) -> None:
    ask, lost = WebTransport.ask, [0]

    def losing(self: WebTransport, one: Ask) -> Reply:
        if one.target != "/applyapp.cgi" or lost[0]:
            return ask(self, one)
        lost[0] = 1
        if arrived:
            ask(self, one)
        raise ConnectionLost(address="test", written=True)

    monkeypatch.setattr(WebTransport, "ask", losing)
    with shut(MODEL, tmp_path) as (router, served):
        ran = applied(served, router.password_now(), written(tmp_path, PROFILE))
        assert (ran.code, router.word("sshd_enable"), router.word("sshd_pass")) == (4, "0", "0")


def test_it_is_off_again_after_a_stop_while_it_is_switched_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle, stops = AsusWebDriver._settle, [0]

    def stop(self: AsusWebDriver, tell: Tell) -> None:
        stops[0] += 1
        if stops[0] == 1:
            raise KeyboardInterrupt
        settle(self, tell)

    monkeypatch.setattr(AsusWebDriver, "_settle", stop)
    with shut(MODEL, tmp_path) as (router, served):
        ran = applied(served, router.password_now(), written(tmp_path, PROFILE))
        assert (ran.code, router.word("sshd_enable")) == (130, "0")
