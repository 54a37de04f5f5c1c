"""The settings file of TP-Link's old green pages, ``config.bin``: bytes to text and back.

DES in ECB mode over a 16-byte MD5, the text it was made of and NULs up to a multiple of eight; no header, no
compression [observed-tplink-wr1043nd §Backup, tplink-legacy §3.1]. Chinese builds deflate sum and text first and put 32
bytes of unknown meaning before the file [tplink-legacy §3.1 ZL32].
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.tplink_des import BLOCK, KEYS, seal, unseal

LIMIT: Final = 0x100000
"""The most bytes a deflated text may grow to; real ones have 20 thousand."""

_KEY: Final = KEYS["default"].octets
_SUM: Final = 16
_FOREWORD: Final = 32


def pack(text: bytes) -> bytes:
    """Make a settings file of that text (lines that end with CRLF)."""
    return seal(hashlib.md5(text).digest() + text + b"\0", _KEY)


def unpack(file: bytes) -> bytes | None:
    """Give the text of a settings file; None when it is none, was cut or was changed.

    Encoders differ in whether the sum covers some of the NULs behind the text [tplink-legacy §3.1], so up to two
    blocks of them are tried.
    """
    if len(file) < _SUM + BLOCK or len(file) % BLOCK:
        return None
    return _summed(unseal(file, _KEY))


def _summed(plain: bytes) -> bytes | None:
    """Give the text behind its own sum, without the NULs that fill it up; None when the sum is another."""
    told, padded = plain[:_SUM], plain[_SUM:]
    text = padded.rstrip(b"\0")
    for more in range(min(len(padded) - len(text), 2 * BLOCK) + 1):
        if hashlib.md5(text + bytes(more)).digest() == told:
            return text
    return None


@dataclass(frozen=True, slots=True)
class Deflated:
    """The Chinese kind: 32 bytes that nobody explains, kept as they are, and the text."""

    foreword: bytes
    text: bytes = field(repr=False)


def pack_deflated(file: Deflated) -> bytes:
    """Make a settings file of the deflated kind."""
    plain = hashlib.md5(file.text).digest() + file.text
    return file.foreword + seal(zlib.compress(plain), _KEY)


def unpack_deflated(file: bytes) -> Deflated | None:
    """Give what a file of the deflated kind holds; None when it is none, was cut or was changed."""
    if len(file) < _FOREWORD + BLOCK or (len(file) - _FOREWORD) % BLOCK:
        return None
    plain = unseal(file[_FOREWORD:], _KEY)
    if plain[:1] != b"\x78":
        return None
    stream = zlib.decompressobj()
    try:
        whole = stream.decompress(plain, LIMIT)
    except zlib.error:
        return None
    text = _summed(whole) if stream.eof else None
    return None if text is None else Deflated(file[:_FOREWORD], text)


# Text.

_TABLES: Final = re.compile(r"wlan_(mbssid_str|PskSecret|sec|secSubType[1-3]|pskCipher|wpaCipher|sec_changed)")
"""Items that come several times, numbered [tplink-legacy §3.1 Known keys]."""


def words(text: bytes) -> dict[str, str]:
    r"""Give the items of a text by name; what comes several times has its number in the name, ``wlan_PskSecret 1``.

    What is not UTF-8 comes as lone surrogates.

    >>> words(b"lan_ip 192.168.0.1\r\nwlan_PskSecret 1 my key\r\n")
    {'lan_ip': '192.168.0.1', 'wlan_PskSecret 1': 'my key'}
    """
    pieces = (line.partition(" ") for line in text.decode("utf-8", "surrogateescape").split("\r\n"))
    items = [(name, rest) for name, _, rest in pieces if name]
    times = Counter(name for name, _ in items)
    found: dict[str, str] = {}
    for name, rest in items:
        number, _, value = rest.partition(" ")
        several = times[name] > 1 or _TABLES.fullmatch(name)
        found.update({f"{name} {number}": value} if several else {name: rest})
    return found
