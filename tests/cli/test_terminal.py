"""With a person at a real terminal: questions, hidden answers, a yes and a no."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.shell import PROFILE, here, written
from tests.conformance.road import bench

pty = pytest.importorskip("pty", reason="needs a pseudo-terminal")


@contextlib.contextmanager
def at_terminal(*words: str, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the command with a pseudo-terminal for everything it reads and writes."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "routercfg", *words],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env={**os.environ, "TERM": "dumb", **environment},
        start_new_session=True,
    ) as run:
        os.close(theirs)
        try:
            yield run, ours
        finally:
            run.kill()
            os.close(ours)


def read_until(ours: int, pattern: str) -> str:
    """Read what the terminal shows until the pattern is there, or the end."""
    seen = b""
    while not re.search(pattern, seen.decode(errors="replace")):
        try:
            piece = os.read(ours, 4096)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        seen += piece
    return seen.decode(errors="replace")


def type_line(ours: int, text: str) -> None:
    os.write(ours, text.encode() + b"\n")


@pytest.mark.parametrize(("answer", "done"), [("y", True), ("n", False), ("", False)])
def test_apply_asks_and_obeys(answer: str, done: bool, tmp_path: Path) -> None:
    with bench("tplink-archer-ax12", tmp_path) as unit:
        with at_terminal("apply", written(tmp_path), "--address", unit.served.url, "--lang", "ru") as (run, ours):
            shown = read_until(ours, r"\[y/N\]")
            type_line(ours, answer)
            shown += read_until(ours, r"\Z(?!)")
            assert run.wait(20) == 0
        assert unit.identity().factory is not done
    assert "Записать эти изменения" in shown
    assert ("проверены" in shown) is done
    assert done or "Ничего не изменено" in shown


def test_a_prompted_secret_is_asked_once_and_not_echoed(tmp_path: Path) -> None:
    text = PROFILE.replace('password: "first-secret"', "password: {prompt: Internet password}")
    with bench("asus-rt-ax58u", tmp_path) as unit:
        words = ["apply", written(tmp_path, text), "--address", unit.served.url, "--yes"]
        with at_terminal(*words) as (run, ours):
            shown = read_until(ours, "Internet password")
            type_line(ours, "typed-secret")
            shown += read_until(ours, r"\Z(?!)")
            assert run.wait(20) == 0
        assert unit.running("Third-secret-3").secret("wan.password").reveal() == "typed-secret"  # type: ignore[union-attr]
    assert "typed-secret" not in shown


def test_without_a_terminal_a_prompted_secret_is_missing(tmp_path: Path) -> None:
    text = PROFILE.replace('password: "first-secret"', "password: {prompt: Internet password}")
    assert here("plan", written(tmp_path, text), "--address", "127.0.0.1:9").code == 3


def test_profile_new_asks_and_writes_a_profile_that_holds(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    answers = ["rostelecom", "yes", "0891234567", "env", "", "Home", "eight chars", "env", "4"]
    with at_terminal("profile", "new", str(file), "--lang", "ru") as (run, ours):
        shown = ""
        for answer in answers:
            shown += read_until(ours, r": $|\]: $")
            type_line(ours, answer)
        shown += read_until(ours, r"\Z(?!)")
        assert run.wait(10) == 0, shown
    assert re.search("[а-я]", shown)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert here("profile", "validate", str(file)).code == 0
    assert '"0891234567"' in file.read_text()
    assert here("profile", "new", str(file)).code == 2
