"""The house rules that a test can hold."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from routercfg.language import TEXTS

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "routercfg").rglob("*.py"))
SOURCES = {file: file.read_text(encoding="utf-8") for file in FILES}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_and_no_function_is_over_the_wall(file: Path) -> None:
    assert SOURCES[file].count("\n") <= 500
    for node in ast.walk(ast.parse(SOURCES[file])):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 65, f"{node.name} is too long"


def test_no_room_is_called_utils() -> None:
    assert not [f for f in FILES if re.search(r"util|helper|manager|misc|common", f.name)]


def test_one_broad_except_in_the_whole_package() -> None:
    broad = [f for f, text in SOURCES.items() if re.search(r"except( Base| )?Exception|except:", text)]
    assert broad == [ROOT / "routercfg" / "cli" / "__init__.py"]


@pytest.mark.parametrize(
    ("library", "rooms"),
    [
        ("yaml", {"profile"}),
        ("requests", {"transport"}),
        ("urllib3", {"transport"}),
        ("cryptography", {"dialects"}),
        ("click", {"cli"}),
        ("pyrage", {"backup"}),
        ("bs4", {"vendors", "dialects"}),
    ],
)
def test_doors(library: str, rooms: set[str]) -> None:
    pattern = re.compile(rf"^\s*(import|from) {library}\b", re.MULTILINE)
    found = {f.relative_to(ROOT / "routercfg").parts[0] for f, text in SOURCES.items() if pattern.search(text)}
    assert found <= rooms


def test_every_text_the_code_names_has_an_entry() -> None:
    """Every ``say("…")``, ``Part("…")`` and ``tell("…")`` with a literal key."""
    named: set[str] = set()
    for text in SOURCES.values():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name in {"say", "Part", "tell", "note", "warning"} and isinstance(node.args[0].value, str):
                    named.add(node.args[0].value)
    assert named
    assert not {key for key in named if key not in TEXTS}


def run(*words: str) -> str:
    done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    return done.stdout


@pytest.mark.parametrize("words", [["version"], ["--help"], ["profile", "schema"]])
def test_light_commands_import_no_heavy_library(words: list[str]) -> None:
    code = f"import sys; from routercfg.cli import run; run({words!r}); print('LOADED', *sys.modules)"
    loaded = set(run("-c", code).split("LOADED", 1)[1].split())
    assert not loaded & {"requests", "cryptography", "paramiko", "netmiko", "bs4", "filelock", "ssl"}


def test_apply_imports_neither_ssh_library() -> None:
    code = "import sys, routercfg.cli.apply, routercfg.vendors, routercfg.workflow; print(*sys.modules)"
    assert not set(run("-c", code).split()) & {"paramiko", "netmiko", "keyring"}
