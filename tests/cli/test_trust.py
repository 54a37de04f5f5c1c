"""The keys of routers reached over SSH: the first one seen is kept, another one is refused until a person says so."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.errors import HostKeyUntrusted
from routercfg.lock import held
from routercfg.simulator import ServedShell
from routercfg.simulator.shell_root import inhabitants
from routercfg.transport.shell import ShellTransport
from routercfg.trust import HOST_KEY, Pins
from tests.cli.shell import PROFILE, SECRETS, Ran, here, process, written
from tests.simulator.openwrt_rig import C7, needs_shell

PASSWORD = "Third-secret-3"
NO_ADMIN = PROFILE.replace(f'admin: {{password: "{PASSWORD}"}}\n', "")


@contextlib.contextmanager
def serving(folder: Path, port: int = 0, *, factory: bool = True) -> Iterator[ServedShell]:
    router = simulator.build(C7, state=folder / "state", factory=factory, pace=0)
    with simulator.serve(router, ("127.0.0.1", port), latency=0) as served:
        assert isinstance(served, ServedShell)
        yield served


def asked(verb: str, served: ServedShell, *words: str, password: str = PASSWORD) -> Ran:
    return here(verb, *words, "--address", served.url, "--lang", "en", ROUTERCFG_PASSWORD=password)


def key_of(served: ServedShell) -> str:
    """Give the fingerprint of the key that a router shows."""
    shell = ShellTransport(served.url, Deadline(10))
    with contextlib.closing(shell), pytest.raises(HostKeyUntrusted) as refused:
        shell.greet()
    return str(dict(refused.value.details)["fingerprint"])


@needs_shell
def test_from_factory_state_the_key_is_told_once_and_a_new_one_after_a_reset_is_refused(tmp_path: Path) -> None:
    profile = written(tmp_path)
    with serving(tmp_path) as served:
        port, old = served.port, key_of(served)
        first = asked("apply", served, profile, "--yes")
        assert first.code == 0, first.err
        assert f"{old}; it is kept" in first.err
        second = asked("plan", served, profile)
        assert second.code == 0, second.err
        assert old not in second.err
        assert not any(secret in first.out + first.err + second.out + second.err for secret in SECRETS)
    with serving(tmp_path, port) as served:
        new = key_of(served)
        assert new != old
        refused = asked("plan", served, profile)
        assert refused.code == 4
        assert f"Before: {old}. Now: {new}." in refused.err
        assert f"--fingerprint {new}" in refused.err
        assert asked("plan", served, profile, "--fingerprint", old).code == 4
        answer = json.loads(asked("plan", served, profile, "--format", "json").out)
        assert (answer["exit_code"], new in json.dumps(answer["error"])) == (4, True)
        assert not any(secret in line for line, _ in served.log for secret in SECRETS)  # and nothing was told to it
        done = asked("apply", served, profile, "--yes", "--accept-new-key")
        assert done.code == 0, done.err
        assert f"was reset and has a new SSH key: {new}" in done.err
        assert asked("plan", served, profile).code == 0  # that one holds from then on
        assert asked("show", served, password="not it").code == 6


@needs_shell
def test_a_new_key_of_a_router_that_was_not_reset_is_refused_whatever_was_agreed(tmp_path: Path) -> None:
    with serving(tmp_path, factory=False) as served:
        Pins().keep(f"127.0.0.1 {served.port}", HOST_KEY, "SHA256:of-before")
        refused = asked("plan", served, written(tmp_path, NO_ADMIN), "--accept-new-key")
        assert refused.code == 4
        assert "SHA256:of-before" in refused.err
        vouched = asked("plan", served, written(tmp_path, NO_ADMIN), "--fingerprint", key_of(served), password="no")
        assert vouched.code == 6, vouched.err


@needs_shell
def test_no_secret_shows_in_any_process_while_a_profile_is_applied(tmp_path: Path) -> None:
    seen: set[str] = set()
    over = threading.Event()

    def watch() -> None:
        while not over.is_set():
            for file in Path("/proc").glob("[0-9]*/cmdline"):
                with contextlib.suppress(OSError):
                    seen.add(file.read_bytes().decode(errors="replace"))

    with serving(tmp_path) as served:
        watcher = threading.Thread(target=watch, daemon=True)
        watcher.start()
        with process("apply", written(tmp_path), "--address", served.url, "--yes", "-vv", "--lang", "en") as run:
            out, err = run.communicate(timeout=40)
        over.set()
        watcher.join(5)
    assert run.returncode == 0, err
    assert any("routercfg" in line and "apply" in line for line in seen)
    assert not any(secret in out + err or any(secret in line for line in seen) for secret in SECRETS)


@needs_shell
@pytest.mark.parametrize("wait", [0.0, 0.2])
def test_stopped_in_the_middle_of_the_write(wait: float, tmp_path: Path) -> None:
    with serving(tmp_path, factory=False) as served:
        password = served.router.password_now()
        before = asked("show", served, "--format", "json", password=password)
        assert before.code == 0, before.err
        words = ["apply", written(tmp_path, NO_ADMIN), "--address", served.url, "--yes", "--lang", "en"]
        with process(*words, ROUTERCFG_PASSWORD=password) as run:
            until = time.monotonic() + 20
            while time.monotonic() < until and run.poll() is None and not any("trap" in line for _, line in served.log):
                time.sleep(0.005)
            time.sleep(wait)
            run.send_signal(signal.SIGINT)
            out, err = run.communicate(timeout=40)
        after = asked("show", served, "--format", "json", password=password)
    assert "Traceback" not in out + err
    changed = json.loads(before.out) != json.loads(after.out)
    if "Done: all" in out:  # it was done before the signal came
        assert changed
    else:
        assert run.returncode == 130, err
        assert not changed or "new settings" in err, err


@needs_shell
def test_two_names_of_one_address_are_one_router(tmp_path: Path) -> None:
    with serving(tmp_path, factory=False) as served, held(f"127.0.0.1 {served.port}"):
        other = here("show", "--address", f"ssh://LOCALHOST:{served.port}", "--lang", "en", ROUTERCFG_PASSWORD="x")
    assert other.code == 11, other.err


@pytest.mark.parametrize("address", ["ssh://127.0.0.1:99999", "ssh://127.0.0.1:0", "ssh://", "ssh://root@127.0.0.1"])
def test_an_address_that_cannot_be_is_a_usage_error(address: str) -> None:
    assert here("show", "--address", address, "--lang", "en", ROUTERCFG_PASSWORD="x").code == 2


def test_what_can_be_no_name_is_told_as_such() -> None:
    assert here("show", "--address", "ssh://a..b", "--lang", "en", ROUTERCFG_PASSWORD="x").code == 4


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_ssh_address_and_the_web_only_contradict_each_other(lang: str) -> None:
    ran = here("show", "--address", "ssh://127.0.0.1:9", "--via", "web", "--lang", lang, ROUTERCFG_PASSWORD="x")
    assert ran.code == 2
    assert "--via web" in ran.err


@needs_shell
def test_a_killed_simulator_leaves_no_process_in_the_router(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "routercfg", "simulate", C7, "--state", str(tmp_path / "s"), "--factory"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        shell = ShellTransport(json.loads(run.stdout.readline())["url"], Deadline(20), accept=lambda key: True)
        with contextlib.closing(shell):
            shell.enter("root", None)
            shell.run("(trap '' HUP PIPE; sleep 600) >/dev/null 2>&1 </dev/null &")
        root = (tmp_path / "s" / "root").resolve()
        assert inhabitants(root)
        os.kill(run.pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while inhabitants(root) and time.monotonic() < until:
        time.sleep(0.05)
    assert not inhabitants(root)
