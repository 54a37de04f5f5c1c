"""Start-up: how long whole commands take in processes of their own, how much memory, and what they import."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.paper import ROOT, House
from benchmarks.walks import PASSWORD, written

MODEL: Final = "tplink-archer-ax12"
LIBRARIES: Final = ("yaml", "requests", "cryptography", "bs4", "paramiko", "netmiko")
BASELINE: Final = "python -c 'import click, yaml'"
VERSION: Final = "routercfg version"
LONGEST: Final = 60
"""Seconds after which one program is given up."""

_IMPORTED: Final = """\
import contextlib, io, sys
from routercfg.cli import run
with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
    code = run(sys.argv[1:])
print(code, *sorted(name for name in sys.modules if "." not in name))
"""


@dataclass(frozen=True, slots=True)
class Started:
    """One command: best wall time in seconds, largest memory in MiB, its exit code, how often it was run.

    ``imported`` are the heavy libraries it loaded; None for what is not ours.
    """

    name: str
    seconds: float
    memory: float
    code: int
    runs: int
    imported: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class _Command:
    name: str
    words: tuple[str, ...]
    ours: tuple[str, ...] | None
    often: int  # in how many of the rounds


def possible() -> bool:
    """Say whether this system can tell the memory of a process that has ended."""
    return hasattr(os, "wait4") and hasattr(os, "posix_spawn")


def starts(house: House, rounds: int, until: float = float("inf")) -> list[Started]:
    """Start everything in turns, ``rounds`` times; no new round begins after the moment ``until``."""
    with tempfile.TemporaryDirectory(prefix="routercfg-bench-") as folder:
        profile = str(written(Path(folder)))
        environment = _environment(folder)
        fresh: list[tuple[float, int, int]] = []
        for _ in range(min(rounds, 3)):
            with house.router(MODEL, factory=True) as unit:
                fresh.append(_run(_apply(profile, unit.url).words, environment))
        with house.router(MODEL, factory=True) as unit:
            _run(_apply(profile, unit.url).words, environment)  # from here on it is as the profile wishes
            commands = _commands(profile, unit.url)
            runs: dict[str, list[tuple[float, int, int]]] = {command.name: [] for command in commands}
            for number in range(rounds):
                if number and time.monotonic() > until:
                    break
                for command in commands:
                    if number < command.often:
                        runs[command.name].append(_run(command.words, environment))
            found = [_summary(command, runs[command.name], environment) for command in commands]
        imported = found[-1].imported
        return [*found, _best("routercfg apply, from factory state", fresh, imported)]


def _summary(command: _Command, runs: list[tuple[float, int, int]], environment: Mapping[str, str]) -> Started:
    return _best(command.name, runs, None if command.ours is None else _imported(command.ours, environment))


def _best(name: str, runs: list[tuple[float, int, int]], imported: frozenset[str] | None) -> Started:
    code = max(code for _, _, code in runs)
    memory = max(kib for _, kib, _ in runs) / 1024
    return Started(name, min(seconds for seconds, _, _ in runs), memory, code, len(runs), imported)


def _environment(folder: str) -> dict[str, str]:
    """Give an environment whose locks and data lie in that folder."""
    kept = {name: word for name, word in os.environ.items() if not name.startswith("ROUTERCFG")}
    homes = dict.fromkeys(("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"), folder)
    return {**kept, **homes, "ROUTERCFG_PASSWORD": PASSWORD, "PYTHONPATH": str(ROOT)}


def _commands(profile: str, url: str) -> list[_Command]:
    """Give everything that is started, the one with ``_apply`` last."""
    to = ("--address", url, "--timeout", "30")
    python = (sys.executable, "-c")
    return [
        _Command("python -c pass", (*python, "pass"), None, 99),
        _Command(BASELINE, (*python, "import click, yaml"), None, 99),
        _ours(VERSION, ("version",), 99),
        _ours("routercfg profile validate", ("profile", "validate", profile)),
        _Command("python -c 'import tplinkrouterc6u'", (*python, "import tplinkrouterc6u"), None, 9),
        _Command("python -c 'import asusrouter'", (*python, "import asusrouter"), None, 9),
        _ours("routercfg detect", ("detect", *to)),
        _ours("routercfg plan, nothing to do", ("plan", profile, *to)),
        _apply(profile, url),
    ]


def _apply(profile: str, url: str) -> _Command:
    words = ("apply", profile, "--address", url, "--timeout", "30", "--skip-unsupported", "--yes")
    return _ours("routercfg apply, nothing to do", words)


def _ours(name: str, words: tuple[str, ...], often: int = 9) -> _Command:
    return _Command(name, (*_program(), *words), words, often)


def _program() -> tuple[str, ...]:
    """Give the installed command, as its users start it."""
    script = Path(sys.executable).with_name("routercfg")
    return (str(script),) if script.exists() else (sys.executable, "-m", "routercfg")


def _run(words: tuple[str, ...], environment: Mapping[str, str]) -> tuple[float, int, int]:
    launcher = [sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py"))]
    done = subprocess.run(
        [*launcher, *words], env=environment, capture_output=True, text=True, check=True, timeout=LONGEST
    )
    seconds, kib, code = done.stdout.split()
    return float(seconds), int(kib), int(code)


def _imported(words: tuple[str, ...], environment: Mapping[str, str]) -> frozenset[str]:
    code = [sys.executable, "-c", _IMPORTED, *words]
    done = subprocess.run(code, env=environment, capture_output=True, text=True, check=True, timeout=LONGEST)
    return frozenset(done.stdout.split()[1:]) & frozenset(LIBRARIES)
