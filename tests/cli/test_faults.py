"""A fault of ours is told in a sentence, with a place to look and without what the exception holds."""

from __future__ import annotations

import pytest

import routercfg.cli.version
from routercfg.cli.output import Output
from tests.cli.shell import here


@pytest.mark.parametrize("more", [[], ["-v"], ["--format", "json"], ["--lang", "ru"]])
def test_a_fault_of_ours(more: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(self: Output, error: object = None, code: int = 0) -> int:
        monkeypatch.undo()
        raise KeyError("p4ssw0rd")

    monkeypatch.setattr(routercfg.cli.version.Output, "finish", break_down)
    ran = here("version", *more)
    told = ran.out + ran.err
    assert ran.code == 1
    assert "p4ssw0rd" not in told
    assert "KeyError in break_down" in told
    if "--format" in more:
        assert '"exit_code": 1' in ran.out
    if "ru" in more:
        assert "Ошибка в самой программе" in told
