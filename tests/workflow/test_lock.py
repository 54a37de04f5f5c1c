"""One run at a time on one router; the system lets go when a process dies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from routercfg.errors import RouterHeld
from routercfg.lock import held


def test_a_second_run_is_told_who_holds_it(tmp_path: Path) -> None:
    with held("AA:BB", tmp_path), pytest.raises(RouterHeld, match=str(os.getpid())), held("aa-bb", tmp_path):
        pytest.fail("held twice")


def test_another_router_is_free_and_the_same_one_afterwards(tmp_path: Path) -> None:
    with held("AA:BB", tmp_path), held("http://192.168.0.1", tmp_path):
        pass
    with held("AA:BB", tmp_path):
        pass


def test_a_damaged_note_does_not_hide_who_holds_it(tmp_path: Path) -> None:
    with held("AA:BB", tmp_path):
        (tmp_path / "aa-bb.pid").write_text("nonsense")
        with pytest.raises(RouterHeld), held("AA:BB", tmp_path):
            pytest.fail("held twice")


def test_what_a_dead_run_left_behind_does_not_hold(tmp_path: Path) -> None:
    (tmp_path / "aa-bb.lock").touch()
    (tmp_path / "aa-bb.pid").write_text("99999999")
    with held("AA:BB", tmp_path):
        pass
