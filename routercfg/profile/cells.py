"""What a profile holds after reading: values with the place where each was written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from routercfg.errors import ProfileFault
from routercfg.profile.tree import Place
from routercfg.settings import Value

REFERENCES: Final = ("env", "file", "prompt", "keyring")
"""Where a secret may come from."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A secret that is not here yet: ``source`` is one of REFERENCES, ``name`` what stands behind it.

    ``folder`` is where a relative file name starts: the folder of the file that has the reference.
    """

    source: str
    name: str
    folder: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One value and where it was written; ``path`` is the field as written (``iptv.internet.id`` is ``wan.vlan``)."""

    path: str
    value: Value | Reference
    place: Place


Cells: TypeAlias = Mapping[str, Cell]


class Findings:
    """Faults and warnings, gathered so that a person sees all of them at once. Enough is enough at LIMIT."""

    LIMIT: Final = 100

    def __init__(self) -> None:
        self.faults: list[ProfileFault] = []
        self.warnings: list[ProfileFault] = []

    def fault(self, fault: ProfileFault) -> None:
        """Keep a fault."""
        if not self.full:
            self.faults.append(fault)

    @property
    def full(self) -> bool:
        """Say whether there are so many faults that more would not help anybody."""
        return len(self.faults) >= self.LIMIT
