"""The keys of routers reached over SSH: the first one seen is kept, another one is refused until a person says so."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import stat
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
from routercfg.trust import KnownKeys
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


def test_the_first_key_is_kept_for_its_user_alone_and_another_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "new" / "known.json"
    assert KnownKeys(file).accept("127.0.0.1 22", "SHA256:a")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]
    again = KnownKeys(file)
    assert again.accept("127.0.0.1 22", "SHA256:a")
    assert not again.accept("127.0.0.1 22", "SHA256:b")
    assert again.accept("127.0.0.1 2222", "SHA256:b")
    assert again.at("127.0.0.1 22") == "SHA256:a"


def test_a_key_that_a_person_vouched_for_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    known = KnownKeys(tmp_path / "known.json")
    known.accept("here", "SHA256:a")
    known.keep("here", "SHA256:b")
    assert known.accept("here", "SHA256:b")
    assert not known.accept("here", "SHA256:a")


@pytest.mark.parametrize("text", [b"", b"{", b"[]", b"\xff\xfe", b'"x"', b"null"])
def test_a_damaged_file_trusts_nobody_and_stays_as_it_is(text: bytes, tmp_path: Path) -> None:
    file = tmp_path / "known.json"
    file.write_bytes(text)
    known = KnownKeys(file)
    assert not known.accept("here", "SHA256:a")
    known.keep("here", "SHA256:a")
    assert known.at("here") is None
    assert file.read_bytes() == text


def test_where_nothing_can_be_written_a_key_holds_for_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").touch()  # no folder can be made under a file, whoever tries
    known = KnownKeys(tmp_path / "file" / "below" / "known.json")
    assert known.accept("here", "SHA256:a")
    assert known.accept("here", "SHA256:b")


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
        assert "another one was seen at this address before" in refused.err
        assert f"--fingerprint {new}" in refused.err
        assert asked("plan", served, profile, "--fingerprint", old).code == 4
        answer = json.loads(asked("plan", served, profile, "--format", "json").out)
        assert (answer["exit_code"], new in json.dumps(answer["error"])) == (4, True)
        assert served.requests == 0  # nothing was run before the key was trusted
        done = asked("apply", served, profile, "--yes", "--fingerprint", new)
        assert done.code == 0, done.err
        assert asked("plan", served, profile).code == 0  # the person's word holds from then on
        assert asked("show", served, password="not it").code == 6


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
