"""Words of a router that mean something to a terminal, or to nobody: they are shown, and never carried out."""

from __future__ import annotations

import json

import pytest

from routercfg.cli.output import Output
from tests.cli.shell import here, hostile

DIRTY = "Home\x1b]0;owned\x07\x9b2J\r\u202etxt\x7f\ud800\x85"
HEAD = b"HTTP/1.0 200 Ok\r\nServer: httpd/2.0\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("fmt", ["text", "json"])
def test_nothing_a_router_says_reaches_the_terminal_as_a_command(fmt: str, capfd: pytest.CaptureFixture[str]) -> None:
    out = Output("show", fmt, "en", False, {"router": {"model": DIRTY}})
    out.lines([DIRTY, "two\nlines\tand a tab – ещё"])
    out.warn([DIRTY])
    out.finish()
    shown = capfd.readouterr()
    for text in (shown.out, shown.err):
        assert not [letter for letter in text if letter not in "\n\t –" and not letter.isprintable()]
        assert "owned" in text
    if fmt == "json":
        assert json.loads(shown.out)["router"]["model"] == DIRTY
    else:
        assert "two\nlines\tand a tab – ещё" in shown.out


def test_a_title_that_clears_the_screen_does_not() -> None:
    page = HEAD + "<html><title>Box\x1b]0;owned\x07 \x9b2J</title></html>".encode()
    with hostile(lambda request: page) as url:
        ran = here("detect", "--address", url, "--lang", "en")
    assert ran.code == 5
    assert "Box" in ran.err
    assert not set("\x1b\x07\x9b") & set(ran.out + ran.err)
