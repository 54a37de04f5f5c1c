"""Files → layers: a profile and those it extends, the eldest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routercfg.errors import Part, ProfileInvalid
from routercfg.profile.cells import Cell, Findings
from routercfg.profile.reading import Reader
from routercfg.profile.tree import Place, parse

LARGEST: Final = 1024 * 1024
"""Bytes a profile may have; a real one has a few thousand."""
LONGEST: Final = 8
"""Profiles in a row of ``extends``."""
_PACKAGE: Final = Path(__file__).resolve().parents[1]
SHIPPED: Final = next((folder for folder in (_PACKAGE / "shipped",) if folder.is_dir()), _PACKAGE.parent / "profiles")
"""The profiles that come with the program: installed inside the package, in a checkout at its top."""
VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Layer:
    """What one file says."""

    path: Path
    cells: Mapping[str, Cell]


def read_text(path: Path, place: Place) -> str:
    """Read a YAML file as text. ``place`` is whom to blame when it cannot be read: the file, or who names it.

    Raises ProfileInvalid with one fault that says what is the matter.
    """
    try:
        if not path.exists():
            raise _unreadable(place, path, "profile.file.missing")
        if not path.is_file():
            raise _unreadable(place, path, "profile.file.folder")
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except PermissionError:
        raise _unreadable(place, path, "profile.file.forbidden") from None
    except OSError:
        raise _unreadable(place, path, "profile.file.unreadable") from None
    return _decoded(content, str(path))


def _unreadable(place: Place, path: Path, key: str) -> ProfileInvalid:
    return ProfileInvalid((place.fault("", Part(key, (("file", path),))),))


def _decoded(content: bytes, file: str) -> str:
    def stop(key: str, line: int = 0, column: int = 0) -> ProfileInvalid:
        return ProfileInvalid((Place(file, line, column).fault("", Part(key)),))

    if len(content) > LARGEST:
        raise stop("profile.file.large")
    if content.startswith(b"\xef\xbb\xbf"):
        raise stop("profile.file.bom", 1, 1)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise stop("profile.file.utf16", 1, 1)
    if b"\0" in content:
        raise stop("profile.file.binary")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode(errors="replace")) + 1
        raise stop("profile.file.encoding", before.count(b"\n") + 1, column) from None


def read_layer(path: Path, findings: Findings, place: Place, *, dotted: bool = False) -> Layer:
    """Read one file into a layer; what is wrong goes to ``findings``, and what was right is kept."""
    reader = Reader(findings, folder=path.parent, dotted=dotted)
    try:
        root = parse(read_text(path, place), str(path))
    except ProfileInvalid as invalid:
        for fault in invalid.faults:
            findings.fault(fault)
        return Layer(path, {})
    if root is None:
        findings.fault(Place(str(path), 1, 1).fault("", Part("profile.file.empty")))
        return Layer(path, {})
    found = len(findings.faults)
    reader.section(root)
    if len(findings.faults) == found or reader.cells:
        _check_version(reader, str(path), findings, needed=not dotted)
    return Layer(path, reader.cells)


def _check_version(reader: Reader, file: str, findings: Findings, *, needed: bool) -> None:
    version = reader.cells.get("version")
    permitted = Part("profile.version.permitted", (("version", VERSION),))
    if version is None:
        unread = any(fault.path == "version" and fault.file == file for fault in findings.faults)
        if needed and not unread:
            findings.fault(Place(file, 1, 1).fault("version", Part("profile.version.missing"), permitted))
    elif version.value != VERSION:
        what = Part("profile.version.unknown", (("value", version.value),))
        findings.fault(version.place.fault("version", what, permitted))


def find(source: str, folder: Path, shipped: Path) -> Path:
    """Give the file that a source means: a path relative to ``folder``, or the name of a shipped profile."""
    path = located(folder, source)
    name = source.removesuffix(".yaml")
    known = located(shipped, f"{name}.yaml")
    return known if not _is_file(path) and Path(name).name == name and _is_file(known) else path


def located(folder: str | Path, name: str) -> Path:
    """Give the path that a person wrote, relative to ``folder``; ``~`` is their home."""
    path = Path(name.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    try:
        return folder / path.expanduser()
    except RuntimeError:  # ~somebody who is nobody here
        return folder / path


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name too long to be one
        return False


def chain(source: str, shipped: Path, findings: Findings) -> list[Layer]:
    """Read a profile and everything it extends, the eldest first."""
    layers: list[Layer] = []
    path, place = find(source, Path(), shipped), Place(source)
    seen: set[Path] = set()
    while True:
        seen.add(path.resolve())
        layers.insert(0, read_layer(path, findings, place))
        parent = layers[0].cells.get("extends")
        if parent is None:
            return layers
        place = parent.place
        path = find(str(parent.value), path.parent, shipped)
        what = Part("profile.extends.circle" if path.resolve() in seen else "profile.extends.long")
        if path.resolve() in seen or len(layers) >= LONGEST:
            findings.fault(place.fault("extends", what, Part("profile.extends.permitted", (("most", LONGEST),))))
            return layers
