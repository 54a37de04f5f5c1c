"""The backup file: a tar archive that any tar opens, with a manifest of names, sizes and hashes in front.

It is canonical: one content has exactly one sequence of bytes. So reading ends with writing again and comparing, and
there is no byte in the file, not even between its parts, that could change unnoticed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from routercfg.backup import parts
from routercfg.backup.content import Backup, Own
from routercfg.dialects import archives
from routercfg.errors import BackupDamaged, BackupNewer, Part

FORMAT: Final = "routercfg-backup"
VERSION: Final = 1

MANIFEST: Final = "manifest.json"

LARGEST: Final = 0x2000000
"""The most bytes a backup may have; real ones have some ten thousand."""

_LIMITS: Final = {
    MANIFEST: 0x10000,
    parts.ABOUT: 0x10000,
    parts.IDENTITY: 0x10000,
    parts.SETTINGS: 0x100000,
    parts.PROFILE: 0x100000,
    parts.NATIVE: 0x800000,
}
_OWN_LIMIT: Final = 0x1000000
_OWN_NAME: Final = re.compile(parts.OWN + r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")


def encode(backup: Backup) -> bytes:
    """Write a backup; equal content gives equal bytes. Raises BackupDamaged for one over its limits."""
    made = parts.contents(backup)
    for name, content in made.items():
        if len(content) > _limit(name):
            raise BackupDamaged(member=name, detail=Part("backup.bad.large", (("limit", _limit(name)),)))
    return archives.archive({MANIFEST: _manifest(made), **made})


def decode(raw: bytes, file: str = "—") -> Backup:
    """Read a backup, every byte of it. Raises BackupDamaged, naming file and member, and BackupNewer."""
    found = members(raw, file)
    _check(found, file)
    again = archives.archive(found)
    if again != raw:
        raise BackupDamaged(file=file, member=_member_at(found, _first_difference(raw, again)), detail=_bad("frame"))
    return Backup(
        **_part(found, parts.IDENTITY, parts.read_identity, file),
        **_part(found, parts.ABOUT, parts.read_about, file),
        **_part(found, parts.SETTINGS, lambda content: parts.read_settings(content, file), file),
        **_part(found, parts.NATIVE, parts.read_native, file),
        **_part(found, parts.PROFILE, parts.read_profile, file),
        own=_own(found, file),
    )


def _part(found: Mapping[str, bytes], name: str, read: Callable[[bytes], dict[str, Any]], file: str) -> dict[str, Any]:
    """Read one part into fields of a Backup. Raises BackupDamaged where it says what no backup may say."""
    try:
        return read(found[name])
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, OverflowError):
        raise BackupDamaged(file=file, member=name, detail=_bad("meaning")) from None


def _own(found: Mapping[str, bytes], file: str) -> Own | None:
    names = [name for name in found if name.startswith(parts.OWN)]
    if len(names) > 1:
        raise BackupDamaged(file=file, member=names[1], detail=_bad("stranger"))
    layout: str = _part(found, parts.ABOUT, parts.read_layout, file)["layout"]
    return Own(names[0].removeprefix(parts.OWN), found[names[0]], layout) if names else None


# The archive.


def members(raw: bytes, file: str = "—") -> dict[str, bytes]:
    """Give the parts of an archive by name, without believing them yet. Raises BackupDamaged, BackupNewer."""
    if len(raw) > LARGEST:
        raise BackupDamaged(file=file, detail=Part("backup.bad.large", (("limit", LARGEST),)))
    found: dict[str, bytes] = {}
    at, block = 0, archives.BLOCK
    while any(raw[at : at + block]):
        name = raw[at : at + 100].partition(b"\0")[0].decode("ascii", "replace")
        digits = raw[at + 124 : at + 135]
        if (
            (name not in _LIMITS and not _OWN_NAME.fullmatch(name))
            or name in found
            or not re.fullmatch(b"[0-7]{11}", digits)
        ):
            raise BackupDamaged(file=file, member=_after(found), detail=_bad("frame" if found else "none"))
        size = int(digits, 8)
        if size > _limit(name):
            raise BackupDamaged(file=file, member=name, detail=Part("backup.bad.large", (("limit", _limit(name)),)))
        content = raw[at + block : at + block + size]
        if len(content) < size:
            raise BackupDamaged(file=file, member=name, detail=_bad("cut"))
        found[name] = content
        if name == MANIFEST:  # a later format may have other parts
            _check_version(content, file)
        at += block + -(-size // block) * block
    if not found:
        raise BackupDamaged(file=file, detail=_bad("none"))
    return found


def _check_version(manifest: bytes, file: str) -> None:
    try:
        told = parts.load(manifest)
        if told["format"] != FORMAT or type(told["version"]) is not int:
            raise ValueError("format")
    except (KeyError, TypeError, ValueError, RecursionError):
        raise BackupDamaged(file=file, member=MANIFEST, detail=_bad("manifest")) from None
    if told["version"] > VERSION:
        raise BackupNewer(file=file)


def _check(found: Mapping[str, bytes], file: str) -> None:
    """Hold the parts against the manifest. Raises BackupDamaged."""
    try:
        told = parts.load(found[MANIFEST])
        listed = {each["name"]: (each["size"], each["sha256"]) for each in told["members"]}
    except (KeyError, TypeError, ValueError, RecursionError):
        raise BackupDamaged(file=file, member=MANIFEST, detail=_bad("manifest")) from None
    rest = {name: content for name, content in found.items() if name != MANIFEST}
    for name in (*_LIMITS, *listed, *rest):
        if name != MANIFEST and (name not in rest or name not in listed):
            raise BackupDamaged(file=file, member=str(name), detail=_bad("missing" if name in listed else "stranger"))
    for name, content in rest.items():
        if listed[name] != (len(content), _sum(content)):
            raise BackupDamaged(file=file, member=name, detail=_bad("sum"))
    if found[MANIFEST] != _manifest(rest):
        raise BackupDamaged(file=file, member=MANIFEST, detail=_bad("manifest"))


def _manifest(rest: Mapping[str, bytes]) -> bytes:
    listed = [{"name": name, "size": len(content), "sha256": _sum(content)} for name, content in rest.items()]
    return parts.dump({"format": FORMAT, "version": VERSION, "members": listed})


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _limit(name: str) -> int:
    return _LIMITS.get(name, _OWN_LIMIT)


def _after(found: Mapping[str, bytes]) -> str:
    """Name a part that cannot name itself by the one before it."""
    return f"{list(found)[-1]} +1" if found else "—"


def _first_difference(left: bytes, right: bytes) -> int:
    low, high = 0, min(len(left), len(right))
    while low < high:  # the longest equal beginning, by halves: byte by byte would take seconds
        middle = (low + high + 1) // 2
        low, high = (middle, high) if left[:middle] == right[:middle] else (low, middle - 1)
    return low


def _member_at(found: Mapping[str, bytes], place: int) -> str:
    at = 0
    for name, content in found.items():
        at += archives.BLOCK + -(-len(content) // archives.BLOCK) * archives.BLOCK
        if place < at:
            return name
    return "—"


def _bad(word: str) -> Part:
    return Part(f"backup.bad.{word}")
