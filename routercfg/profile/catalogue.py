"""The profiles that come with the program."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from routercfg.profile.cells import Findings
from routercfg.profile.sources import SHIPPED, chain


@dataclass(frozen=True, slots=True)
class Shipped:
    """A shipped profile: ``load(name)`` reads it; ``asks`` are the fields it wants from whoever uses it."""

    name: str
    title: str
    path: Path
    asks: tuple[str, ...] = ()


def shipped(folder: Path = SHIPPED) -> tuple[Shipped, ...]:
    """Give the shipped profiles by name."""
    return tuple(_shipped(path, folder) for path in sorted(folder.glob("*.yaml")))


def _shipped(path: Path, folder: Path) -> Shipped:
    """Read what a profile says of itself; what it asks for may be said by the one it extends."""
    layers = chain(str(path), folder, Findings())
    title = layers[-1].cells.get("title")
    asks = [layer.cells["ask"].value for layer in layers if "ask" in layer.cells]
    wanted = asks[-1] if asks else ()
    name = str(title.value) if title is not None else path.stem
    return Shipped(path.stem, name, path, wanted if isinstance(wanted, tuple) else ())
