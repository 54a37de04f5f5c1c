"""ASUS's settings file, ``Settings_MODEL.CFG``: bytes to nvram entries and back, byte for byte.

Four letters, a length, and nvram as ``name=value`` entries with a NUL after each: as it is (HDR1), or every byte turned
round and shifted by a number in the head (HDR2 and its sisters). Behind it there may be a block of JFFS files.
Nothing in the file sums it up or names the router's model but the entries themselves. [asus §7.2; observed-asus-382
§Settings file]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from routercfg.errors import FileUndecodable, Part

PLAIN: Final = "HDR1"
OBSCURED: Final = ("HDR2", "N55U", "AC55", "BLUE")
"""HDR2 on most routers, N55U on those with DSL, AC55 on the RT-AC55U, BLUE on the BLUECAVE [asus §7.2]."""
MAGICS: Final = (PLAIN, *OBSCURED)
JFFS: Final = b"JCFG"
SHIFTS: Final = range(30)

_HEAD: Final = 8
_STEP: Final = 1024
_LEAST: Final = 3072  # of an obscured body
_FILLED: Final = 0xFD  # bytes from here on stand for NUL
_FILLING: Final = 0xFE
_LONGEST: Final = 0xFFFFFF
_NAME: Final = re.compile(rb"[!-<>-~]+=")


@dataclass(frozen=True, slots=True)
class SettingsFile:
    """What a settings file holds.

    ``entries`` are the pieces between NULs in their order, empty ones among them. What an encoder is free to choose is
    kept, so that the same file comes out again: ``shift`` (None: the first that harms nothing), ``filling`` (the bytes
    that stood for NUL), ``size`` of the body (0: as the router would). ``trailer`` is the block of JFFS files.
    """

    magic: str = "HDR2"
    entries: tuple[bytes, ...] = field(default=(), repr=False)
    shift: int | None = None
    filling: bytes = field(default=b"", repr=False)
    size: int = 0
    trailer: bytes = field(default=b"", repr=False)


def words(file: SettingsFile) -> dict[str, str]:
    """Give the entries as names and values; of two with one name the later, as a restore has it.

    Bytes before a name that cannot be printed are passed over, as the router's own reader does, and so is what has no
    ``=``. What is not UTF-8 comes as lone surrogates.
    """
    pairs = (re.sub(rb"^[^!-~]+", b"", entry).partition(b"=") for entry in file.entries)
    return {_text(name): _text(value) for name, found, value in pairs if found and name}


def entries(words: Mapping[str, str]) -> tuple[bytes, ...]:
    """Give names and values as entries. Raises ValueError for a NUL, an empty name, or a ``=`` inside a name."""
    if any(not name or "=" in name or "\0" in name + value for name, value in words.items()):
        raise ValueError("nvram")
    return tuple(f"{name}={value}".encode("utf-8", "surrogateescape") for name, value in words.items())


def _text(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")


# Reading.


def decode(raw: bytes) -> SettingsFile:
    """Read a settings file. Raises FileUndecodable for a cut one, one with more than JFFS behind it, or no entry."""
    magic = raw[:4].decode("latin-1")
    if magic not in MAGICS:
        raise FileUndecodable(layout=Part("decode.layout.asus-cfg"), detail=Part("decode.magic"))
    body, trailer = _parts(raw, magic)
    plain, shift, filling = body, None, b""
    if magic != PLAIN:
        shift = raw[7]
        if shift not in SHIFTS:
            raise _bad(magic, Part("decode.asus-shift", (("shift", shift),)))
        plain = clear(body, shift)
        filling = bytes(octet for octet, clear in zip(body, plain, strict=True) if not clear)
    found = tuple(plain.rstrip(b"\0").split(b"\0")) if plain.strip(b"\0") else ()
    if not any(_NAME.match(entry) for entry in found):
        raise _bad(magic, Part("decode.asus-empty"))
    usual = _size(magic, found)
    return SettingsFile(magic, found, shift, filling, 0 if len(body) == usual else len(body), trailer)


def _parts(raw: bytes, magic: str) -> tuple[bytes, bytes]:
    """Split a file into its body and the JFFS block behind it, by the lengths they tell."""
    if len(raw) < _HEAD:
        raise _bad(magic, Part("decode.cut", (("told", _HEAD), ("found", len(raw)))))
    end = _HEAD + int.from_bytes(raw[4 : 8 if magic == PLAIN else 7], "little")
    body, trailer = raw[_HEAD:end], raw[end:]
    if end > len(raw):
        raise _bad(magic, Part("decode.cut", (("told", end), ("found", len(raw)))))
    if trailer:
        told = _HEAD + int.from_bytes(trailer[4:8], "little")
        if trailer[:4] != JFFS or len(trailer) < _HEAD:
            raise _bad(magic, Part("decode.more", (("told", end), ("found", len(raw)))))
        if told != len(trailer):
            raise _bad(magic, Part("decode.cut", (("told", end + told), ("found", len(raw)))))
    return body, trailer


def clear(body: bytes, shift: int) -> bytes:
    """Undo the disguise of a body; what stands for NUL becomes NUL."""
    return body.translate(bytes(0 if octet >= _FILLED else (0xFF + shift - octet) & 0xFF for octet in range(256)))


def _bad(magic: str, detail: Part) -> FileUndecodable:
    return FileUndecodable(layout=Part(f"decode.layout.asus-{magic.lower()}"), detail=detail)


# Writing.


def encode(file: SettingsFile) -> bytes:
    """Write a settings file; what was decoded and not changed comes out as it was.

    Raises ValueError for an unknown magic, a body too long for its head, a size too small, or bytes that the shift does
    not spare: on the obscured kind three neighbouring control characters become NUL, which ones the shift decides.
    """
    if file.magic not in MAGICS:
        raise ValueError("magic")
    plain = b"".join(entry + b"\0" for entry in file.entries)
    size = file.size or _size(file.magic, file.entries)
    if size > _LONGEST or size < len(plain.rstrip(b"\0")):
        raise ValueError("size")
    plain = plain[:size].ljust(size, b"\0")
    if file.magic == PLAIN:
        return file.magic.encode() + size.to_bytes(4, "little") + plain + file.trailer
    shift = _spared(file.entries) if file.shift is None else file.shift
    if shift not in SHIFTS or not _spares(shift, b"".join(file.entries)):
        raise ValueError("shift")
    head = file.magic.encode() + size.to_bytes(3, "little") + bytes([shift])
    return head + _disguised(plain, shift, file.filling) + file.trailer


def _size(magic: str, found: Iterable[bytes]) -> int:
    """Give the size of body that the router itself would write: whole steps of 1024, and never quite full."""
    length = sum(len(entry) + 1 for entry in found)
    size = length + _STEP - length % _STEP
    return size if magic == PLAIN else max(size, _LEAST)


def _spares(shift: int, octets: bytes) -> bool:
    """Say whether every byte survives: those that the disguise would turn into filling are read as NUL."""
    return not set(octets) & set(range(shift, shift + 3)) - {0}


def _spared(found: Iterable[bytes]) -> int:
    octets = b"".join(found)
    shift = next((shift for shift in SHIFTS if _spares(shift, octets)), None)
    if shift is None:
        raise ValueError("control characters")
    return shift


def _disguised(plain: bytes, shift: int, filling: bytes) -> bytes:
    """Disguise bytes; for NULs take ``filling`` in its order as far as it is read as NUL, else a byte of our own."""
    body = bytearray(plain.translate(bytes((0xFF + shift - octet) & 0xFF for octet in range(256))))
    readable = clear(filling, shift)
    place = -1
    for number in range(plain.count(0)):
        place = plain.index(0, place + 1)
        usable = number < len(filling) and not readable[number]
        body[place] = filling[number] if usable else _FILLING
    return bytes(body)
