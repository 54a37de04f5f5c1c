"""Tree → cells: every field by its own type, so that a login stays text and a trap of YAML is called by its name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from routercfg.errors import Part, ProfileFault
from routercfg.profile.cells import REFERENCES, Cell, Findings, Reference
from routercfg.profile.fields import FIELDS, SECTIONS, Field, canonical
from routercfg.profile.tree import Listing, Node, Odd, Place, Scalar, Table
from routercfg.rules import canonical_mac
from routercfg.secret import Secret
from routercfg.settings import AUTO, AUTOMATIC, NONE, Kind, Value

_SWITCHES: Final = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_WHOLE: Final = re.compile("0|[1-9][0-9]{0,8}")

# What other YAML readers (editors, version 1.1 or 1.2) take a plain word for, first match wins.
_TRAPS: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile("~|null|Null|NULL|"), "profile.trap.null"),
    (re.compile("(?i:yes|no|on|off|true|false)"), "profile.trap.switch"),
    (re.compile("[-+]?0[0-9_]+"), "profile.trap.zeros"),
    (re.compile(r"[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?"), "profile.trap.sixty"),
    (re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt \t].*)?"), "profile.trap.date"),
    (
        re.compile(r"[-+]?(0[xo][0-9A-Fa-f_]+|0b[01_]+|\.(inf|Inf|INF)|[0-9][0-9_]*)|\.(nan|NaN|NAN)"),
        "profile.trap.number",
    ),
    (
        re.compile(r"[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?[0-9]+[eE][-+]?[0-9]+"),
        "profile.trap.number",
    ),
    (re.compile("<<|="), "profile.trap.sign"),
)


def trap(scalar: Scalar, *, secret: bool = False) -> Part | None:
    """Say what a plain word would be taken for when it is no text, None when it is text; a secret is not quoted."""
    if not scalar.plain:
        return None
    if not scalar.text and scalar.comment:
        return Part("profile.trap.comment")
    for pattern, key in _TRAPS:
        if pattern.fullmatch(scalar.text):
            return Part(key, (("raw", "•••" if secret else scalar.text),))
    return None


class Reader:
    """Reads the sections of one file into ``cells``; what is wrong goes to ``findings``.

    ``dotted`` permits whole paths as keys (values files); ``folder`` is where relative file names start.
    """

    def __init__(self, findings: Findings, *, folder: Path, dotted: bool = False) -> None:
        self.cells: dict[str, Cell] = {}
        self._findings = findings
        self._folder = folder
        self._dotted = dotted

    def section(self, node: Node, path: str = "") -> None:
        """Read a section and everything below it."""
        if not isinstance(node, Table):
            self._findings.fault(node.place.fault(path, Part("profile.section"), _words(path)))
            return
        seen: dict[str, Place] = {}
        for key, below in node.entries:
            if self._findings.full:
                return
            first = seen.setdefault(key.text, key.place)
            here = f"{path}.{key.text}" if path else key.text
            if first is not key.place:
                twice = Part("profile.twice", (("line", first.line),))
                self._findings.fault(key.place.fault(here, twice, Part("profile.twice.permitted")))
            elif not self._permits(path, key.text, here):
                self._unknown(key, path, here)
            elif here in FIELDS:
                self.field(FIELDS[here], below)
            else:
                self.section(below, here)

    def _permits(self, section: str, word: str, path: str) -> bool:
        known = path in FIELDS or path in SECTIONS
        if self._dotted:
            return known and path not in ("", "extends", "ask")
        return known and word in SECTIONS.get(section, ())

    def _unknown(self, key: Scalar, section: str, path: str) -> None:
        what = Part("profile.merge") if key.text == "<<" else None
        self._findings.fault(unknown(key.place, path, section, what))

    def field(self, field: Field, node: Node) -> None:
        """Read one field; the same one twice (as a path and as a section) is a fault."""
        try:
            cell = Cell(field.path, self._value(field, node), node.place)
        except _Wrong as wrong:
            self._findings.fault(wrong.node.place.fault(field.path, wrong.what, permitted(field)))
            return
        former = self.cells.get(canonical(field.path))
        if former is not None and (former.path == field.path or former.value != cell.value):
            twice = Part("profile.twice", (("line", former.place.line),))
            self._findings.fault(node.place.fault(field.path, twice, Part("profile.twice.permitted")))
            return
        self.cells[canonical(field.path)] = cell

    def _value(self, field: Field, node: Node) -> Value | Reference:
        if field.listed or (isinstance(node, Listing) and field.kind is Kind.SERVERS):
            return _list(node)
        if isinstance(node, Table) and field.kind is Kind.SECRET:
            return self._reference(node)
        if not isinstance(node, Scalar):
            raise _Wrong(node, node.what if isinstance(node, Odd) else Part("profile.shape"))
        if node.comment and node.text and field.kind in (Kind.TEXT, Kind.SECRET):
            self._findings.warnings.append(node.place.fault(field.path, Part("profile.comment")))
        return _scalar(field, node)

    def _reference(self, node: Table) -> Reference:
        # The words in the braces are not repeated: somebody may have put a password there.
        if len(node.entries) != 1 or node.entries[0][0].text not in REFERENCES:
            raise _Wrong(node, Part("profile.reference"))
        source, name = node.entries[0]
        if not isinstance(name, Scalar) or not name.text:
            raise _Wrong(name, Part("profile.reference"))
        return Reference(source.text, name.text, str(self._folder))


def unknown(place: Place, path: str, section: str, what: Part | None = None) -> ProfileFault:
    """Make the fault of a field that does not exist, with the field that was probably meant."""
    import difflib  # only a profile with a slip of the pen needs it

    name = _short(path)
    word = name.removeprefix(f"{section}.")
    near = difflib.get_close_matches(word, SECTIONS.get(section, ()), 1)
    near += [known for known in FIELDS if known.rsplit(".", 1)[-1] == word][:1]
    near += difflib.get_close_matches(name, [known for known in FIELDS if "." in known], 1, 0.8)
    guess = Part("profile.unknown.near", (("near", near[0]),)) if near else Part("profile.unknown")
    return place.fault(name, what or guess, _words(section))


class _Wrong(Exception):  # never leaves this file
    """A node that its field does not take."""

    def __init__(self, node: Node, what: Part) -> None:
        self.node = node
        self.what = what
        super().__init__(what.key)


def _list(node: Node) -> tuple[str, ...]:
    if not isinstance(node, Listing):
        raise _Wrong(node, Part("profile.list"))
    if not node.items:
        raise _Wrong(node, Part("profile.list.empty"))
    texts: list[str] = []
    for item in node.items:
        if not isinstance(item, Scalar) or not item.text or trap(item) is not None:
            raise _Wrong(item, Part("profile.list.item"))
        texts.append(item.text)
    return tuple(texts)


def _scalar(field: Field, node: Scalar) -> Value:
    """Read a scalar by its field's kind; a trap is named where the word would not have been what it looks like."""
    secret = field.kind is Kind.SECRET
    caught = trap(node, secret=secret)
    if not node.text and field.path != "wan.service_name":  # an empty service name is what most providers want
        raise _Wrong(node, caught or Part("profile.empty"))
    value = _READ[field.kind](field, node)
    words = field.kind in (Kind.TEXT, Kind.SECRET, Kind.MAC) and field.path != "checked"
    if caught is not None and (words or value is None):
        raise _Wrong(node, caught)
    if value is None:
        raise _Wrong(node, Part("profile.value", (("value", _short(node.text)),)))
    return value


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:60] + "…"


def _words(section: str) -> Part:
    return Part("profile.words", (("words", ", ".join(SECTIONS.get(section, ()))),))


def permitted(field: Field) -> Part:
    """Say what a field takes."""
    if field.listed:
        return Part("profile.kind.paths" if field.path == "ask" else "profile.kind.list")
    if field.kind is Kind.CHOICE:
        return Part("profile.kind.choice", (("choices", ", ".join(field.choices)),))
    return _PERMITTED[field.kind]


_PERMITTED: Final[Mapping[Kind, Part]] = {
    Kind.TEXT: Part("profile.kind.text"),
    Kind.SECRET: Part("profile.kind.secret"),
    Kind.NUMBER: Part("profile.kind.number"),
    Kind.SWITCH: Part("profile.kind.switch"),
    Kind.ADDRESS: Part("profile.kind.address"),
    Kind.MAC: Part("profile.mac.permitted"),
    Kind.SERVERS: Part("profile.kind.servers"),
    Kind.NUMBER_OR_AUTO: Part("profile.kind.auto"),
    Kind.VLAN: Part("profile.kind.vlan"),
}


def _text(_field: Field, node: Scalar) -> Value | None:
    return node.text


def _number(_field: Field, node: Scalar) -> Value | None:
    return int(node.text) if node.plain and _WHOLE.fullmatch(node.text) else None


def _word_or_number(word: str) -> Callable[[Field, Scalar], Value | None]:
    return lambda field, node: word if node.text == word else _number(field, node)


def _switch(_field: Field, node: Scalar) -> Value | None:
    return _SWITCHES.get(node.text.lower()) if node.plain else None


def _choice(field: Field, node: Scalar) -> Value | None:
    return node.text if node.text in field.choices else None


def _mac(_field: Field, node: Scalar) -> Value | None:
    return canonical_mac(node.text) or node.text


_READ: Final[Mapping[Kind, Callable[[Field, Scalar], Value | None]]] = {
    Kind.TEXT: _text,
    Kind.SECRET: lambda _field, node: Secret(node.text),
    Kind.NUMBER: _number,
    Kind.SWITCH: _switch,
    Kind.CHOICE: _choice,
    Kind.ADDRESS: _text,
    Kind.MAC: _mac,
    Kind.SERVERS: lambda _field, node: AUTOMATIC if node.text == AUTOMATIC else None,
    Kind.NUMBER_OR_AUTO: _word_or_number(AUTO),
    Kind.VLAN: _word_or_number(NONE),
}
