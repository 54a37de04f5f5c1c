"""The settings file ``conf.bin`` of the object interface: how the router packs it and when it takes one back.

DES over MD5 (16 bytes, of the rest), the raw length (u32, little-endian) and TP-Link's own LZ stream
[observed-tplink-wr841n-v14 §Backup; stream: tplink-web 6.1]. The XML inside has the firmware's root and its unquoted
values; that it names objects by stack and not as a tree is ours.
"""

from __future__ import annotations

import hashlib
import re
import struct
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

from routercfg.dialects.tplink_gdpr_router import open_conf, seal_conf

Sections = Mapping[str, Mapping[str, str]]

RAW_LIMIT: Final = 0x20000
_MARK: Final = 16
_SHORTEST: Final = 4
_FARTHEST: Final = 0x1000
_LONGEST: Final = 0x1000
_SECTION: Final = re.compile(r'<Section name="([^"]*)" >\n(.*?)</Section>\n', re.DOTALL)
_WORD: Final = re.compile(r"<(\w+) val=(.*?) />\n")


class BadFile(ValueError):
    """The file is none of this router's (4501)."""


def pack(model: str, sections: Sections) -> bytes:
    """Give the settings file of those sections."""
    rows = [f'<?xml version="1.0"?>\n<DslCpeConfig>\n<ModelName val={escape(model)} />\n']
    for name, words in sections.items():
        inner = "".join(f"<{key} val={_one_line(text)} />\n" for key, text in words.items())
        rows.append(f'<Section name="{escape(name)}" >\n{inner}</Section>\n')
    raw = ("".join(rows) + "</DslCpeConfig>\n\0").encode("utf-8", "surrogateescape")
    block = struct.pack("<I", len(raw)) + squeeze(raw)
    block += b"\0" * (-len(block) % 8)
    return seal_conf(hashlib.md5(block, usedforsecurity=False).digest() + block)


def unpack(model: str, blob: bytes) -> dict[str, dict[str, str]]:
    """Give the sections of a settings file. Raises BadFile for a wrong length, sum, stream or model."""
    plain = open_conf(blob)
    mark, block = plain[:_MARK], plain[_MARK:]
    if len(blob) % 8 or len(block) < 8 or hashlib.md5(block, usedforsecurity=False).digest() != mark:
        raise BadFile("sum")
    text = stretch(block[4:], struct.unpack("<I", block[:4])[0]).decode("utf-8", "surrogateescape")
    named = re.search(r"<ModelName val=(.*?) />", text)
    if named is None or unescape(named[1]) != model:
        raise BadFile("model")
    return {unescape(name): {k: unescape(v) for k, v in _WORD.findall(body)} for name, body in _SECTION.findall(text)}


def _one_line(text: str) -> str:
    return escape(text).replace("\n", "&#10;")


def squeeze(raw: bytes) -> bytes:
    """Pack bytes as the firmware's LZ does: a first byte, then flags and data, a match by gamma codes."""
    seen: dict[bytes, int] = {}
    out, at = _Writer(raw[:1]), 1
    while at < len(raw):
        key = raw[at : at + _SHORTEST]
        before, length = seen.get(key, -1), 0
        if before >= 0 and at - before <= _FARTHEST:
            while length < _LONGEST and at + length < len(raw) and raw[before + length] == raw[at + length]:
                length += 1
        if length >= _SHORTEST:
            out.bit(1)
            out.gamma(length - 2)
            out.gamma((at - before - 1 >> 8) + 2)
            out.byte((at - before - 1) & 0xFF)
        else:
            out.bit(0)
            out.byte(raw[at])
            length = 1
        for place in range(at, at + length):
            seen[raw[place : place + _SHORTEST]] = place
        at += length
    return bytes(out.stream)


class _Writer:
    """The stream, and the word of flags that is being filled."""

    def __init__(self, first: bytes) -> None:
        self.stream = bytearray(first)
        self._at, self._left = 0, 0

    def bit(self, one: int) -> None:
        """Put a flag; each word of them stands where the stream was when its first one was needed."""
        if self._left == 0:
            self._at, self._left = len(self.stream), 16
            self.stream += b"\0\0"
        self._left -= 1
        word = int.from_bytes(self.stream[self._at : self._at + 2], "little") | one << self._left
        self.stream[self._at : self._at + 2] = word.to_bytes(2, "little")

    def gamma(self, number: int) -> None:
        """Put a number from 2: its bits without the first, each with a flag that says whether one more comes."""
        bits = f"{number:b}"[1:]
        for place, text in enumerate(bits):
            self.bit(int(text))
            self.bit(int(place < len(bits) - 1))

    def byte(self, one: int) -> None:
        """Put a byte of data."""
        self.stream.append(one)


def stretch(packed: bytes, size: int) -> bytes:
    """Unpack a stream to so many bytes. Raises BadFile when it is none or the size is beyond what there can be."""
    if not 0 < size <= RAW_LIMIT:
        raise BadFile("size")
    reader, out = _Reader(packed), bytearray(packed[:1])
    try:
        while len(out) < size:
            if not reader.bit():
                out.append(reader.byte())
                continue
            length, high = reader.gamma() + 2, reader.gamma() - 2
            start = len(out) - (high * 256 + reader.byte() + 1)
            if start < 0:
                raise BadFile("offset")
            for place in range(start, start + length):
                out.append(out[place])
    except IndexError:
        raise BadFile("end") from None
    return bytes(out[:size])


class _Reader:
    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self._at, self._word, self._left = 1, 0, 0

    def bit(self) -> int:
        """Take a flag."""
        if self._left == 0:
            self._word, self._left = self.byte() | self.byte() << 8, 16
        self._left -= 1
        return self._word >> self._left & 1

    def gamma(self) -> int:
        """Take a number."""
        number, more = 1, 1
        while more and number < RAW_LIMIT:
            number = number * 2 + self.bit()
            more = self.bit()
        return number

    def byte(self) -> int:
        """Take a byte of data."""
        self._at += 1
        return self._packed[self._at - 1]
