"""The backup file of the blue interface: how the router packs it, and how little it looks when it takes one back.

Layout and rules: [observed-tplink-ax20 §Backup / restore / reset], [tplink-web 6.2].
"""

from __future__ import annotations

import hashlib
import io
import re
import tarfile
import zlib
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

from routercfg.dialects.tplink_crypto_router import open_backup, seal_backup
from routercfg.simulator.tplink_box import Box

_OWN: Final = frozenset({"account"})
"""Sections that never leave the router: the password after a restore is the one before it."""
_SETTINGS: Final = "ori-backup-user-config.bin"
_OTHERS: Final = ("ori-backup-certificate.bin", "ori-backup-ap-config.bin", "ori-backup-router-config.bin")
_SECTION: Final = re.compile(r'<section name="([^"]*)">\n(.*?)</section>', re.DOTALL)
_WORD: Final = re.compile(r'<word name="([^"]*)">(.*?)</word>', re.DOTALL)
_PIECE: Final = 16
_MARK: Final = 16


def product_mark(box: Box) -> bytes:
    """Give the 16 bytes by which the router knows a backup of its own kind."""
    plate = box.plate
    return hashlib.md5(f"{plate.product}{plate.hardware}".encode(), usedforsecurity=False).digest()


def pack(box: Box) -> bytes:
    """Give the backup file of what is stored now."""
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for name in (_SETTINGS, *_OTHERS):
            content = _seal_settings(box) if name == _SETTINGS else b""
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return seal_backup(zlib.compress(product_mark(box) + archive.getvalue()))


def _seal_settings(box: Box) -> bytes:
    sections = []
    for name in sorted(box.router.model.factory):
        if name not in _OWN:
            rows = "".join(f'<word name="{escape(k)}">{escape(v)}</word>\n' for k, v in box.words(name).items())
            sections.append(f'<section name="{escape(name)}">\n{rows}</section>\n')
    text = f'<?xml version="1.0" encoding="utf-8"?>\n<config>\n{"".join(sections)}</config>\n'
    return seal_backup(zlib.compress(text.encode("utf-8")))


def unpack(box: Box, blob: bytes) -> Mapping[str, Mapping[str, str]] | None:
    """Give the sections that can still be read out of an uploaded file; None when the router refuses it.

    Refused are only: a head that does not inflate, nothing behind the product's mark, another product's mark. Half a
    file is taken, and what it no longer holds becomes factory default.
    """
    inner = _inflate(open_backup(blob))
    if len(inner) <= _MARK or inner[:_MARK] != product_mark(box):
        return None
    text = _inflate(open_backup(_member(inner[_MARK:]))).decode("utf-8", "replace")
    found = {unescape(name): _rows(body) for name, body in _SECTION.findall(text)}
    return {name: rows for name, rows in found.items() if name not in _OWN}


def _rows(body: str) -> dict[str, str]:
    return {unescape(key): unescape(value) for key, value in _WORD.findall(body)}


def _member(archive: bytes) -> bytes:
    """Take the settings out of a tar that may be cut or broken."""
    if archive[: len(_SETTINGS)] != _SETTINGS.encode("ascii"):
        return b""
    size = archive[124:136].rstrip(b"\0 ")
    return archive[512 : 512 + int(size, 8)] if re.fullmatch(rb"[0-7]+", size) else b""


def _inflate(blob: bytes) -> bytes:
    """Inflate as far as it goes."""
    stream, out = zlib.decompressobj(), b""
    try:
        for at in range(0, len(blob), _PIECE):
            out += stream.decompress(blob[at : at + _PIECE])
    except zlib.error:
        return out
    return out
