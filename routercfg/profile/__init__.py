"""Profiles: YAML → a checked ``Profile``. The only reader of YAML and of the places where secrets are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routercfg.profile.catalogue import Shipped, shipped
from routercfg.profile.cells import Cell, Findings, Reference
from routercfg.profile.model import Profile, SecretNeed, settle
from routercfg.profile.overrides import read_set
from routercfg.profile.questions import QUESTIONS, Question, new_profile
from routercfg.profile.schema import schema
from routercfg.profile.sources import SHIPPED, chain, read_layer
from routercfg.profile.tree import Place
from routercfg.profile.writing import quoted, write

__all__ = [
    "QUESTIONS",
    "Cell",
    "Profile",
    "Question",
    "Reference",
    "SecretNeed",
    "Shipped",
    "load",
    "new_profile",
    "quoted",
    "schema",
    "shipped",
    "write",
]

_OWN: Final = ("name", "title", "extends", "source", "checked", "notes", "version")
"""What speaks about one file only and is not handed down to a profile that extends it."""


@dataclass(frozen=True, slots=True)
class _Merge:
    """Cells on cells: the later one wins, leaf by leaf; lists replace lists."""

    cells: dict[str, Cell]

    def add(self, later: Mapping[str, Cell]) -> None:
        # a later pair for everybody replaces earlier pairs by vendor, or it would have no effect
        if "dns.servers" in later:
            for path in [path for path in self.cells if path.startswith("dns.by_vendor.")]:
                del self.cells[path]
        self.cells.update(later)


def load(
    source: str | Path,
    *,
    sets: Sequence[str] = (),
    values: Sequence[str | Path] = (),
    template: bool = False,
    shipped_in: Path = SHIPPED,
) -> Profile:
    """Read and check a profile; secrets stay references until ``Profile.resolve``.

    ``source`` is a path or the name of a shipped profile. On top of it come the ``values`` files, then the ``sets``
    (``path=value``); later ones win. With ``template`` the fields that the profile asks for may be
    missing, which is then a warning.
    Raises ProfileInvalid with every fault at once.
    """
    findings = Findings()
    layers = chain(str(source), shipped_in, findings)
    merge = _Merge({})
    for layer in layers[:-1]:
        merge.add({path: cell for path, cell in layer.cells.items() if path not in _OWN})
    merge.add(layers[-1].cells)
    own: dict[str, Cell] = {path: merge.cells[path] for path in _OWN if path in merge.cells}
    for file in values:
        merge.add(read_layer(Path(file), findings, Place(str(file)), dotted=True).cells)
    for setting in sets:
        merge.add(read_set(setting, findings))
    return settle(str(layers[-1].path), {**merge.cells, **own}, findings, template=template)
