"""Between the items of the object interface and the pages of native words, ``LAN_WLAN#1,1,0,0,0,0``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from routercfg.device import Cut, Step
from routercfg.dialects.tplink_objects import Act, Item, Sheet, put
from routercfg.vendors.tplink_objects_rows import CLIENT, FORWARDING
from routercfg.vendors.tplink_objects_steps import split


def write_groups(step: Step, *, many: bool) -> tuple[tuple[Item, ...], ...]:
    """Cut the words of a step into requests, as the router's own page does.

    Connections that go off come first by themselves, then everything else together, and last the way out.
    """
    off = {split(key)[0] for key, word in step.words.items() if key.endswith(".enable") and word == "0"}
    first: dict[str, dict[str, str]] = {}
    middle: dict[str, dict[str, str]] = {}
    last: dict[str, dict[str, str]] = {}
    for key, word in step.words.items():
        page, name = split(key)
        switched = step.cuts == Cut.WAN and page in off and name == "enable"
        where = first if switched else last if page == FORWARDING else middle
        where.setdefault(page, {})[name] = word
    groups = [[_put(page, words) for page, words in group.items()] for group in (first, middle, last)]
    if many:
        return tuple(tuple(group) for group in groups if group)
    return tuple((item,) for group in groups for item in group)


def _put(page: str, words: Mapping[str, str]) -> Item:
    oid, _, stack = page.partition("#")
    return put(oid, stack, words.items())


def sorted_pages(items: Sequence[Item], sheet: Sheet) -> dict[str, dict[str, str]]:
    """Sort an answer into pages, by object and instance."""
    found: dict[str, dict[str, str]] = {}
    for index, item in enumerate(items):
        for block in sheet.of(index):
            if item.act is Act.CGI:
                found[CLIENT] = block.variables()
            else:
                found[f"{item.oid}#{block.stack}"] = _spelled(block.fields().items())
    return found


def _spelled(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Give the attributes in one spelling: routers take either case of a first letter, and answer in either."""
    return {_spelling(name): value for name, value in fields}


def _spelling(name: str) -> str:
    """Write a name with a small first letter unless it begins with an abbreviation.

    >>> [_spelling(name) for name in ("BeaconType", "SSID", "X_TP_IsFD")]
    ['beaconType', 'SSID', 'X_TP_isFD']
    """
    if name.lower() == "x_tp_isfd":
        return "X_TP_isFD"
    return name[:1].lower() + name[1:] if name[:1].isupper() and name[1:2].islower() else name
