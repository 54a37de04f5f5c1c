"""What routers pack files with: tar in blocks of 512 bytes, zlib and gzip; read without ever trusting them.

Of an archive only ordinary files are given; folders, links and everything else are passed over. Nothing is ever
unpacked to a disk, and nothing grows beyond LIMIT.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.errors import FileUndecodable, Part

BLOCK: Final = 512
LIMIT: Final = 0x800000
"""The most bytes that anything may unpack to; the largest real backup has some hundred thousand."""
GZIP: Final = b"\x1f\x8b"

_FILE: Final = (b"0", b"\0")
_LONG_NAME: Final = b"L"  # GNU: the next entry's name is the content of this one
_LONGEST_NAME: Final = 4096
_RECORD: Final = 20 * BLOCK


class BadTar(ValueError):
    """The bytes are no tar archive, or one that stops in the middle, or one with a name that leads outside."""


def inflate(blob: bytes, layout: str, *, gzip: bool = False) -> bytes:
    """Unpack zlib or gzip. Raises FileUndecodable, with the layout of that name, for a broken, cut or too large one."""
    stream = zlib.decompressobj(31 if gzip else 15)
    detail = Part("decode.zlib")
    try:
        plain = stream.decompress(blob, LIMIT + 1)
        if len(plain) > LIMIT:
            detail = Part("decode.large", (("limit", LIMIT),))
        elif stream.eof:
            return plain
    except zlib.error:
        pass
    raise FileUndecodable(layout=Part(f"decode.layout.{layout}"), detail=detail)


def files(archive: bytes, layout: str) -> dict[str, bytes]:
    """Give the ordinary files by name, without ``./`` in front. Raises FileUndecodable, with that layout."""
    try:
        return {name: content for name, content in _entries(archive) if name}
    except BadTar:
        raise FileUndecodable(layout=Part(f"decode.layout.{layout}"), detail=Part("decode.tar")) from None


def _entries(archive: bytes) -> Iterator[tuple[str, bytes]]:
    at, long_name = 0, ""
    while at + BLOCK <= len(archive) and any(archive[at : at + BLOCK]):
        head = archive[at : at + BLOCK]
        if not _sums_up(head):
            raise BadTar("sum")
        size, kind = _number(head[124:136]), head[156:157]
        content = archive[at + BLOCK : at + BLOCK + size]
        if len(content) < size:
            raise BadTar("cut")
        at += BLOCK + -(-size // BLOCK) * BLOCK
        if kind == _LONG_NAME:
            long_name = _text(content[:_LONGEST_NAME])
            continue
        if kind in _FILE:
            yield _inside(long_name or _name(head)), content
        long_name = ""
    if not at or at > len(archive):
        raise BadTar("cut")


def _name(head: bytes) -> str:
    prefix = _text(head[345:500]) if head[257:263] == b"ustar\0" else ""
    return f"{prefix}/{_text(head[:100])}" if prefix else _text(head[:100])


def _text(octets: bytes) -> str:
    return octets.partition(b"\0")[0].decode("utf-8", "surrogateescape")


def _inside(name: str) -> str:
    """Check that a name stays inside, and give it without ``./`` in front."""
    if name.startswith("/") or ".." in name.split("/"):
        raise BadTar("name")
    return name.removeprefix("./")


def _number(octets: bytes) -> int:
    digits = octets.strip(b"\0 ")
    if not digits or digits.strip(b"01234567"):
        raise BadTar("number")
    return int(digits, 8)


def _sums_up(head: bytes) -> bool:
    """Say whether a head's sum, made with blanks in its own place, is what it tells; some sum signed bytes."""
    told = head[148:156].strip(b"\0 ")
    if not told or told.strip(b"01234567"):
        return False
    blanked = head[:148] + b" " * 8 + head[156:]
    signed = sum(octet - 256 if octet > 127 else octet for octet in blanked)
    return int(told, 8) in (sum(blanked), signed)


def archive(files: Mapping[str, bytes]) -> bytes:
    """Write an archive of ordinary files. Raises ValueError for a name over 100 bytes."""
    out = bytearray()
    for name, content in files.items():
        octets = name.encode("utf-8", "surrogateescape")
        if len(octets) > 100:
            raise ValueError("name")
        out += _head(octets, len(content)) + content + bytes(-len(content) % BLOCK)
    out += bytes(2 * BLOCK)
    return bytes(out) + bytes(-len(out) % _RECORD)


def _head(name: bytes, size: int) -> bytes:
    fields = name.ljust(100, b"\0") + b"0000600\0" + b"0000000\0" * 2 + f"{size:011o}\0".encode() + b"0" * 11 + b"\0"
    rest = b"0" + bytes(100) + b"ustar\00000" + bytes(BLOCK - 265)
    total = sum(fields) + sum(b" " * 8) + sum(rest)
    return fields + f"{total:06o}\0 ".encode() + rest
