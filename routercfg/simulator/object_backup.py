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

from routercfg.dialects import tplink_lz
from routercfg.dialects.tplink_gdpr_router import open_conf, seal_conf
from routercfg.dialects.tplink_lz import squeeze

__all__ = ["BadFile", "pack", "squeeze", "stretch", "unpack"]

Sections = Mapping[str, Mapping[str, str]]

_MARK: Final = 16
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


def stretch(packed: bytes, size: int) -> bytes:
    """Unpack a stream to so many bytes. Raises BadFile when it is none or the size is beyond what there can be."""
    try:
        return tplink_lz.stretch(packed, size)[0]
    except tplink_lz.BadStream:
        raise BadFile("stream") from None
