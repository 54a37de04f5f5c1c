"""Recording a page that was made to hurt: it ends at once, breaks nothing, and keeps nobody's MAC."""

from __future__ import annotations

import time

import pytest

from routercfg.vendors.essence import essence
from routercfg.wire import Reply
from routercfg.workflow.scrub import Scrubber

MANY = 150_000


@pytest.mark.parametrize(
    "page",
    [
        "<html><script>var a = [" + "1" * 40 + " no];</script>",
        "<html><script>var a = new Array(" + '"x" ' * 40 + "getIt());</script>",
        "<html><script>var a = [" + " " * MANY + "x];</script>",
        "<title" * (MANY // 6),
        "<input" * (MANY // 6),
        "<script " * (MANY // 8),
        "http-equiv=refresh " * (MANY // 19),
        "<html>var " + "a" * MANY,
        "[" * MANY,
        "{" + '"a":{' * MANY,
        "A" * 4_000_000,
    ],
    ids=["number", "call", "blanks", "titles", "inputs", "scripts", "refreshes", "name", "lists", "tables", "large"],
)
def test_a_page_made_to_hurt_is_over_at_once(page: str) -> None:
    began = time.monotonic()
    kept = essence(Reply(200, (), page.encode()))
    Scrubber().body(kept.text)
    assert time.monotonic() - began < 4


def test_a_name_that_is_a_mac_is_no_name() -> None:
    scrubbed = Scrubber().body('{"clients": {"AA:BB:CC:12:34:56": {"name": "x"}, "maclist": ["AA:BB:CC:12:34:56"]}}')
    assert "AA:BB:CC" not in scrubbed
    scrubber = Scrubber()
    assert "AA:BB:CC" not in str(scrubber.native({"clients": {"AA:BB:CC:12:34:56.up": "1", "hostname": "x"}}))
