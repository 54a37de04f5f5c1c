"""Old green pages in a recording: their arrays and inputs, without the pages.

Of these pages the native words are only what our reader knows to look for. A firmware that puts things elsewhere shows
it in the arrays, so a recording keeps those as well, item by item, and the inputs; from both a page is put together
again that our reader reads like the real one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import Final, Protocol, TypedDict

from routercfg.dialects.userrpm_arrays import read_array
from routercfg.dialects.userrpm_forms import Input, filled_from, is_whole, read_inputs
from routercfg.errors import BadAnswer
from routercfg.vendors.tplink_userrpm_pages import PLACES, page_words
from routercfg.wire import Ask, Reply


class Kept(TypedDict):
    """One page. ``inputs`` are name, kind, value, ``ticked`` or nothing, longest, and the values permitted."""

    arrays: dict[str, list[str]]
    inputs: list[list[str]]
    filled: list[list[str]]
    """Input, array and item, where the page's own script says from where it fills which."""


_ARRAY: Final = re.compile(r"\bvar\s+(\w+)\s*=\s*new\s+Array\s*\(")
_NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?")
_LABELLED: Final = "chanWidth"
"""The one list whose labels our reader looks at."""


class Scrubs(Protocol):
    """What is needed of a scrubber."""

    def word(self, key: str, text: str) -> str:
        """Give what stands for the value of a key."""

    def text(self, text: str) -> str:
        """Give a text with a stand-in for each word that is not harmless."""


def kept_pages(heard: Iterable[tuple[Ask, Reply]], scrubber: Scrubs) -> dict[str, Kept]:
    """Give the scrubbed remains of the green pages among what was heard."""
    found: dict[str, Kept] = {}
    for ask, reply in heard:
        page = ask.target.partition("?")[0].rpartition("/")[2]
        if page in PLACES and reply.status == 200 and is_whole(reply.text):
            found[page] = _kept(page, reply.text, scrubber)
    return found


def read_kept(page: str, kept: Kept) -> dict[str, str] | None:
    """Read a kept page with the reader that reads the real ones; None when it cannot make sense of it."""
    try:
        return page_words(page, "\n".join(_page(kept)))
    except BadAnswer:
        return None


def _kept(page: str, text: str, scrubber: Scrubs) -> Kept:
    arrays = _arrays(page, text)
    filled = filled_from(text)
    named = {name: place for name, place in PLACES[page].items() if len(place) == 2} | dict(filled)
    by_place = {(place[0], place[1]): name for name, place in named.items()}
    scrubbed = {
        array: [
            scrubber.word(by_place[array, at], item) if (array, at) in by_place else scrubber.text(item)
            for at, item in enumerate(items)
        ]
        for array, items in arrays.items()
    }
    inputs = [_input(one, scrubber) for one in read_inputs(text)]
    return {
        "arrays": scrubbed,
        "inputs": inputs,
        "filled": [[name, array, str(at)] for name, (array, at) in filled.items()],
    }


def _arrays(page: str, text: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name in dict.fromkeys(_ARRAY.findall(text)):
        try:
            found[name] = read_array(text, name, page) or ()
        except BadAnswer:  # an array of something else than data (menus); our reader would say so if it needed it
            continue
    return found


def _input(one: Input, scrubber: Scrubs) -> list[str]:
    choices = [f"{value}={label}" if one.name == _LABELLED else value for value, label in one.choices]
    value = one.value if one.kind != "text" else scrubber.word(one.name, one.value)
    return [one.name, one.kind, value, "ticked" if one.ticked else "", str(one.longest), *choices]


# And back.


def _page(kept: Kept) -> Iterator[str]:
    yield "<script>"
    yield from (f"var {name} = new Array({', '.join(map(_literal, items))});" for name, items in kept["arrays"].items())
    yield from (f"document.forms[0].{name}.value = {array}[{at}];" for name, array, at in kept["filled"])
    yield "</script><form>"
    yield from map(_tag, kept["inputs"])
    yield "</form>"


def _literal(item: str) -> str:
    if _NUMBER.fullmatch(item):
        return item
    return '"' + re.sub(r'([\\"])', r"\\\1", item) + '"'


def _tag(words: list[str]) -> str:
    name, kind, value, ticked, longest, *choices = words
    if kind == "select":
        options = (choice.partition("=")[::2] for choice in choices)
        inner = "".join(
            f'<option value="{html.escape(of)}"{" selected" if of == value else ""}>{html.escape(label)}</option>'
            for of, label in options
        )
        return f'<select name="{name}">{inner}</select>'
    limit = f' maxlength="{longest}"' if longest != "0" else ""
    checked = " checked" if ticked else ""
    return f'<input type="{kind}" name="{name}" value="{html.escape(value)}"{limit}{checked}>'
