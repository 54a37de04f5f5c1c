"""The inputs of an old green page: what a browser would send back, and from which array the page fills each.

The pages are static templates: the server puts arrays before them, and scripts at the end copy array items into the
inputs. Some inputs are themselves written by scripts. Seen in [W720] and [R1043] of [tplink-legacy §1.7-1.9].
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bs4 import Tag

_BUTTONS: Final = {"submit", "button", "reset", "image", "file"}
_KINDS: Final = ("input", "select", "script")

# document.forms[0].ssid1.value = wlanPara[3];   document.getElementById("sta_ip").value = pppoeInf[30];
_FILLED: Final = re.compile(
    r"""(?:forms\[0\]\.|\bcf\.|getElementById\(["'])(?P<name>\w+)(?:["']\))?\.(?:value|checked)\s*=\s*"""
    r"""(?P<array>\w+)\[(?P<index>\d+)\]\s*;"""
)


@dataclass(frozen=True, slots=True)
class Input:
    """One input: ``kind`` is ``text``, ``checkbox``, ``radio`` or ``select``; hidden and password inputs are texts.

    ``name`` ends with ``#`` where a script writes one input per number. ``value`` is the template's own, which counts
    when no array fills it; of a checkbox it is what travels when ticked. ``choices`` are value and label of each
    option, ``longest`` is the page's own limit on letters (0: none).
    """

    name: str
    kind: str
    value: str = ""
    ticked: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    longest: int = 0


def read_inputs(html: str) -> tuple[Input, ...]:
    """Give the inputs of a page in order, those that its scripts write among them; buttons are left out."""
    from bs4 import BeautifulSoup, SoupStrainer

    found: list[Input] = []
    for tag in BeautifulSoup(html, "html.parser", parse_only=SoupStrainer(_KINDS)).find_all(_KINDS):
        if tag.name != "script":
            found += _input(tag)
        elif "document.write" in tag.get_text():
            written = re.sub(r"""(['"])\s*\+\s*\w+\s*\+\s*\1""", "#", tag.get_text().replace("\\", ""))
            inner = BeautifulSoup(written, "html.parser", parse_only=SoupStrainer(_KINDS[:2]))
            found += [input_ for part in inner.find_all(_KINDS[:2]) for input_ in _input(part)]
    return tuple(found)


def filled_from(html: str) -> Mapping[str, tuple[str, int]]:
    """Say from which array item the page's own scripts fill an input; inputs filled from several are left out."""
    found: dict[str, set[tuple[str, int]]] = {}
    for match in _FILLED.finditer(html):
        found.setdefault(match["name"], set()).add((match["array"], int(match["index"])))
    return {name: next(iter(places)) for name, places in found.items() if len(places) == 1}


def is_whole(html: str) -> bool:
    """Say whether a page's form is there to its end: these answers have no length, so a cut one looks complete."""
    return re.search(r"</form\s*>", html, re.IGNORECASE) is not None


def _input(tag: Tag) -> Iterator[Input]:
    name, kind = _attribute(tag, "name"), _attribute(tag, "type").lower()
    if not re.fullmatch(r"\w+#?", name):
        return
    if tag.name == "select":
        options = tuple((_attribute(option, "value"), option.get_text(" ", strip=True)) for option in tag("option"))
        chosen = [_attribute(option, "value") for option in tag("option") if option.has_attr("selected")]
        first = [value for value, _ in options]
        yield Input(name, "select", (chosen or first or [""])[0], choices=options)
    elif kind not in _BUTTONS:
        longest = _attribute(tag, "maxlength")
        yield Input(
            name,
            kind if kind in {"checkbox", "radio"} else "text",
            _attribute(tag, "value"),
            ticked=tag.has_attr("checked"),
            longest=int(longest) if longest.isascii() and longest.isdigit() else 0,
        )


def _attribute(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return value if isinstance(value, str) else ""
