"""The settings file of paper ASUS routers [observed-asus-382 §Settings file, asus §7]."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Mapping
from typing import Final

from routercfg.dialects.asus_cfg import clear
from routercfg.simulator.asus_text import octets, text

_FILLING: Final = (0xFD, 0xFE, 0xFF)
_ALWAYS_TAKEN: Final = ("wl", "wan", "lan", "vpn_server", "vpn_client")
_MASKED: Final = re.compile(r"passwd|psk|_key\d?$")


def encode(words: Mapping[str, str], offset: int | None = None) -> bytes:
    """Write nvram as HDR2: ``offset`` 0 to 29 shifts every byte and is random unless given.

    Unlike the codec, the router does not look whether every byte survives the disguise.
    """
    shift = secrets.randbelow(30) if offset is None else offset
    plain = b"".join(octets(f"{key}={value}") + b"\0" for key, value in words.items())
    length = max(3072, len(plain) + 1024 - len(plain) % 1024)
    body = bytes((0xFF - byte + shift) & 0xFF if byte else secrets.choice(_FILLING) for byte in plain)
    filling = bytes(secrets.choice(_FILLING) for _ in range(length - len(plain)))
    return b"HDR2" + length.to_bytes(3, "little") + bytes([shift]) + body + filling


def decode(raw: bytes) -> dict[str, str] | None:
    """Read HDR2 or the older, plain HDR1; None when the first four bytes are neither: nothing else is checked."""
    if raw[:4] == b"HDR2" and len(raw) >= 8:
        body = clear(raw[8 : 8 + int.from_bytes(raw[4:7], "little")], raw[7])
    elif raw[:4] == b"HDR1":
        body = raw[8 : 8 + int.from_bytes(raw[4:8], "little")]
    else:
        return None
    entries = (entry.partition(b"=") for entry in body.split(b"\0"))
    return {text(key): text(value) for key, found, value in entries if found}


def masked(words: Mapping[str, str]) -> dict[str, str]:
    """Give the words as ``remove_passwd=1`` writes them: secrets become ``x`` of the same length [asus §7.1]."""
    return {key: "x" * len(value) if _MASKED.search(key) else value for key, value in words.items()}


def taken(words: Mapping[str, str], table: Iterable[str]) -> dict[str, str]:
    """Give what a restore takes of a file: names that contain one of a few words or any name of the table."""
    names = (*_ALWAYS_TAKEN, *table)
    return {key: value for key, value in words.items() if any(name in key for name in names)}


def uploaded(content_type: str, body: bytes) -> bytes | None:
    """Give the bytes of the part named ``file`` of a multipart body; None when there is none."""
    _, found, boundary = content_type.partition("boundary=")
    if not found:
        return None
    for part in body.split(b"--" + boundary.strip('"').encode("latin-1")):
        head, blank, rest = part.partition(b"\r\n\r\n")
        if blank and b'name="file"' in head:
            return rest.removesuffix(b"\r\n")
    return None
