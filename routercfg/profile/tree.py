"""YAML text → a tree of texts with their places. Nothing is guessed here: what a word means is the leaf's business.

PyYAML is asked for events only. Its own composing and constructing are not used: they lose the text as it was written
(``0891`` and ``no``) and the first of two equal keys, and they are recursive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias

import yaml

from routercfg.errors import Part, ProfileFault, ProfileInvalid

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DEPTH: Final = 20  # a profile is five deep


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written: file as the person named it, line and column from 1 (0: not in a file)."""

    file: str
    line: int = 0
    column: int = 0

    def fault(self, path: str, what: Part, permitted: Part | None = None) -> ProfileFault:
        """Make a fault at this place."""
        return ProfileFault(self.file, self.line, self.column, path, what, permitted or Part())


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as written. ``plain`` means without quotes; ``comment`` that a ``#word`` stands right behind it."""

    place: Place
    text: str
    plain: bool = False
    comment: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A YAML sequence."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Table:
    """A YAML mapping, its keys in order and possibly twice."""

    place: Place
    entries: list[tuple[Scalar, Node]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Odd:
    """Something that has no business in a profile; ``what`` says so."""

    place: Place
    what: Part


Node: TypeAlias = "Scalar | Listing | Table | Odd"


def parse(text: str, file: str) -> Node | None:
    """Read YAML; None when there is nothing in it but comments. Raises ProfileInvalid for text that is not YAML."""
    growth = _Growth(text, file)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            growth.take(event)
    except yaml.reader.ReaderError:
        raise ProfileInvalid((Place(file).fault("", Part("profile.file.binary")),)) from None
    except yaml.MarkedYAMLError as error:
        raise ProfileInvalid((_syntax(error, text, file),)) from None
    return growth.root


def _syntax(error: yaml.MarkedYAMLError, text: str, file: str) -> ProfileFault:
    """Turn PyYAML's complaint into a sentence of ours; its own words may quote the line, and with it a secret."""
    mark = error.problem_mark or error.context_mark
    if mark is None:
        return Place(file).fault("", Part("profile.yaml.broken"))
    problem = str(error.problem)
    here = text[mark.index : mark.index + 1]
    line = text[text.rfind("\n", 0, mark.index) + 1 : mark.index + 1]
    place = Place(file, mark.line + 1, mark.column + 1)
    if "tab" in problem or here == "\t" or (not line.strip(" \t") and "\t" in line):
        return place.fault("", Part("profile.yaml.tab"))
    for words, what in _SYNTAX:
        if words in problem:
            return place.fault("", what)
    return place.fault("", Part("profile.yaml.broken"))


_SYNTAX: Final = (
    ("nesting", Part("profile.yaml.deep")),
    ("mapping values are not allowed", Part("profile.yaml.colon")),
    ("cannot start any token", Part("profile.yaml.sign")),
    ("unexpected end of stream", Part("profile.yaml.quote")),
    ("expected ',' or", Part("profile.yaml.bracket")),
    ("could not find expected ':'", Part("profile.yaml.no-colon")),
    ("did not find expected key", Part("profile.yaml.indent")),
    ("did not find expected '-'", Part("profile.yaml.indent")),
    ("expected <block end>", Part("profile.yaml.indent")),
    ("unknown escape", Part("profile.yaml.escape")),
)


@dataclass(slots=True)
class _Open:
    """A section that has begun and not ended, with the key it stands under and the key that waits inside it."""

    node: Listing | Table
    anchor: str | None
    key: Scalar | None = None


class _Growth:
    """The tree while it grows; the open sections, innermost last."""

    def __init__(self, text: str, file: str) -> None:
        self.root: Node | None = None
        self._text: Final = text
        self._file: Final = file
        self._open: Final[list[_Open]] = []
        self._named: Final[dict[str, Node]] = {}
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Grow by one event. Raises ProfileInvalid for what makes the rest unreadable."""
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                raise self._stop(event, Part("profile.yaml.documents"))
        elif isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._named:  # also when the anchor's own section is still open: a circle
                raise self._stop(event, Part("profile.yaml.alias"))
            self._add(self._named[event.anchor], None)
        elif isinstance(event, yaml.CollectionStartEvent):
            if len(self._open) >= _DEPTH:
                raise self._stop(event, Part("profile.yaml.deep"))
            sort = Table if isinstance(event, yaml.MappingStartEvent) else Listing
            self._open.append(_Open(sort(self._place(event)), event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            ended = self._open.pop()
            self._add(ended.node, ended.anchor)

    def _add(self, node: Node, anchor: str | None) -> None:
        if anchor is not None:
            self._named[anchor] = node
        if not self._open:
            self.root = node
            return
        around = self._open[-1]
        if isinstance(around.node, Listing):
            around.node.items.append(node)
        elif around.key is not None:
            around.node.entries.append((around.key, node))
            around.key = None
        elif isinstance(node, Scalar):
            around.key = node
        else:
            raise ProfileInvalid((node.place.fault("", Part("profile.yaml.key")),))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar | Odd:
        place = self._place(event)
        if event.tag not in (None, "!", "tag:yaml.org,2002:str"):
            return Odd(place, Part("profile.yaml.tag"))
        plain = event.style is None or event.style == ""
        end = event.end_mark.index if event.end_mark else len(self._text)
        rest = self._text[end : end + 40].lstrip(" ")
        comment = plain and len(rest) > 1 and rest[0] == "#" and not rest[1].isspace()
        return Scalar(place, event.value, plain and event.tag is None, comment)

    def _place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1) if mark else Place(self._file)

    def _stop(self, event: yaml.Event, what: Part) -> ProfileInvalid:
        return ProfileInvalid((self._place(event).fault("", what),))
