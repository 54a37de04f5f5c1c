"""Rows: our word beside the vendor's words, with the pair of functions that lead from one to the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import Running, Settings, Value


@dataclass(frozen=True, slots=True)
class Row:
    """One leaf beside the native keys that carry it.

    ``to`` gives one native text per name; ``back`` reads them again, None when they mean nothing (the leaf is then
    left out of the running settings). The law, held by a test over every row: ``back(to(value)) == value``.
    """

    path: str
    page: str
    names: tuple[str, ...]
    to: Callable[[Value], tuple[str, ...]]
    back: Callable[[tuple[str, ...]], Running | None]

    def read(self, native: Native) -> Running | None:
        """Give the leaf's running value; None when the page or one of the names is not there."""
        page = native.get(self.page, {})
        if any(name not in page for name in self.names):
            return None
        return self.back(tuple(page[name] for name in self.names))

    def words(self, value: Value) -> dict[str, str]:
        """Give the native words for a value."""
        return dict(zip(self.names, self.to(value), strict=True))


def running(rows: Iterable[Row], native: Native) -> dict[str, Running]:
    """Read every row that the native words have something for."""
    found: dict[str, Running] = {}
    for row in rows:
        value = row.read(native)
        if value is not None:
            found[row.path] = value
    return found


def in_order(gaps: Iterable[Gap], desired: Settings) -> tuple[Gap, ...]:
    """Give one gap for each leaf, in the order of the desired leaves; of several for one leaf the last counts."""
    found = {gap.path: gap for gap in gaps}
    return tuple(found[path] for path in desired if path in found)


def not_there(rows: Iterable[Row], native: Native, desired: Settings, reason: Part) -> Iterator[Gap]:
    """Name the desired leaves of which a router's page lacks a key."""
    for row in rows:
        page = native.get(row.page, {})
        if row.path in desired and any(name not in page for name in row.names):
            yield Gap(row.path, reason)


def text_row(path: str, page: str, name: str) -> Row:
    """Make a row whose native text is the value itself."""
    return Row(path, page, (name,), lambda value: (str(value),), lambda words: words[0])


def choice_row(path: str, page: str, names: tuple[str, ...], pairs: Mapping[Value, tuple[str, ...]]) -> Row:
    """Make a row that translates word by word; native words outside the table mean nothing to us."""
    back = {words: value for value, words in pairs.items()}
    return Row(path, page, names, lambda value: pairs[value], back.get)
