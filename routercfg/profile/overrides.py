"""``--set path=value``: one value from the command line, read by its field's own type."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from routercfg.errors import Part, ProfileInvalid
from routercfg.profile.cells import REFERENCES, Cell, Findings
from routercfg.profile.fields import FIELDS, SECTIONS, Field
from routercfg.profile.reading import Reader, unknown
from routercfg.profile.tree import Listing, Node, Place, Scalar, Table, parse
from routercfg.settings import AUTOMATIC, Kind

_TEXTS: Final = (Kind.TEXT, Kind.SECRET, Kind.MAC, Kind.ADDRESS)


def read_set(setting: str, findings: Findings) -> dict[str, Cell]:
    """Read one ``path=value``. Faults name ``--set PATH`` and never the value, which may be a secret."""
    path, equals, text = setting.partition("=")
    path = path.strip()
    field = FIELDS.get(path)
    if not equals or not path:
        findings.fault(Place("--set").fault("", Part("profile.set.form")))
        return {}
    place = Place(f"--set {path}")
    reader = Reader(findings, folder=Path())
    if field is None or field.about:
        section = path.rpartition(".")[0]
        findings.fault(unknown(place, path, section if section in SECTIONS else ""))
        return {}
    reader.field(field, _node(field, text, place))
    if field.kind is Kind.SECRET and text and not text.startswith("{"):
        findings.warnings.append(place.fault(path, Part("profile.set.secret")))
    return reader.cells


def _node(field: Field, text: str, place: Place) -> Node:
    """Give the node that somebody would have written in a profile: texts are taken as they stand."""
    if field.kind is Kind.SECRET and text.startswith("{"):
        return _reference(text, place) or Scalar(place, text)
    if field.listed or (field.kind is Kind.SERVERS and text.strip() != AUTOMATIC):
        items = text.strip().removeprefix("[").removesuffix("]").split(",")
        return Listing(place, [Scalar(place, item.strip()) for item in items])
    return Scalar(place, text) if field.kind in _TEXTS else Scalar(place, text.strip(), plain=True)


def _reference(text: str, place: Place) -> Node | None:
    """Give ``{env: NAME}`` and its like as a table; None for a password that happens to begin with a brace."""
    try:
        root = parse(text, place.file)
    except ProfileInvalid:
        return None
    if not isinstance(root, Table) or len(root.entries) != 1 or root.entries[0][0].text not in REFERENCES:
        return None
    name = root.entries[0][1]
    return Table(place, [(root.entries[0][0], Scalar(place, name.text if isinstance(name, Scalar) else ""))])
