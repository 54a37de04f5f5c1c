"""The JavaScript arrays in which the old green pages carry their data: ``var NAME = new Array(1, "text", 0,0 );``.

Strict on purpose: an array that is cut short or holds anything but numbers and strings is no data, and whoever wrote
a page back from it would wipe settings. Sources: [observed-tplink-wr1043nd §HTTP] (escapes), [tplink-legacy §1.3].
"""

from __future__ import annotations

import re
from typing import Final

from routercfg.errors import BadAnswer, Part

_WORD: Final = re.compile(
    r"""\s*(?:"(?P<double>(?:[^"\\\n]|\\.)*)"|'(?P<single>(?:[^'\\\n]|\\.)*)'|(?P<number>-?\d+(?:\.\d+)?))\s*"""
)
_ESCAPE: Final = re.compile(r"\\(.)")
_STRING: Final = r"""(?:"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""


def read_array(html: str, name: str, page: str) -> tuple[str, ...] | None:
    """Give the items of an array as text, the closing ``0,0`` among them; None when the page has no such array.

    A string and a number read alike: builds differ in which of the two they write. Raises BadAnswer for an array that
    does not end or holds anything else.
    """
    at = _beginning(html, name)
    if at is None:
        return None
    items: list[str] = []
    while (word := _WORD.match(html, at)) is not None and (text := _text(word)) is not None:
        items.append(text)
        at = word.end() + 1
        if html[at - 1 : at] == ")":
            return tuple(items)
        if html[at - 1 : at] != ",":
            break
    raise BadAnswer(page=page, detail=Part("reason.userrpm-array", (("name", name),)))


def _beginning(html: str, name: str) -> int | None:
    """Give where an array's items begin. What stands inside a string is not taken for one: a network's name may."""
    start = rf"\bvar\s+{re.escape(name)}\s*=\s*new\s+Array\s*\("
    for found in re.finditer(rf"{_STRING}|(?P<start>{start})", html):
        if found["start"] is not None:
            return found.end()
    # An apostrophe in the page's own text looks like the beginning of a string; what follows a script's tag is code.
    odd = re.search(rf"<script[^>]*>\s*{start}", html)
    return odd.end() if odd is not None else None


def _text(word: re.Match[str]) -> str | None:
    """Give what a word stands for. Only signs are escaped on these pages, so an escaped letter means nothing to us."""
    if word["number"] is not None:
        return word["number"]
    text = word["double"] if word["double"] is not None else word["single"]
    if re.search(r"\\[0-9A-Za-z]", _ESCAPE.sub(_keep_letters, text)):
        return None
    return _ESCAPE.sub(r"\1", text)


def _keep_letters(escape: re.Match[str]) -> str:
    """Leave an escape in place only when it is one of a letter or digit; an escaped backslash goes as a whole."""
    return escape[0] if escape[1].isascii() and escape[1].isalnum() else ""
