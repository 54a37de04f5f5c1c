"""The settings file of TP-Link's old green pages, ``config.bin``: bytes to text and back.

DES in ECB mode over a 16-byte MD5, the text it was made of and NULs up to a multiple of eight; no header, no
compression [observed-tplink-wr1043nd §Backup, tplink-legacy §3.1]. The key is the same on every model, so the file
hides nothing from anybody.
"""

from __future__ import annotations

import hashlib
from typing import Final

_KEY: Final = bytes.fromhex("478DA50BF9E3D2CF")
_BLOCK: Final = 8
_SUM: Final = 16


def pack(text: bytes) -> bytes:
    """Make a settings file of that text (lines that end with CRLF)."""
    plain = hashlib.md5(text).digest() + text + b"\0"
    return _des(plain + bytes(-len(plain) % _BLOCK), seal=True)


def unpack(file: bytes) -> bytes | None:
    """Give the text of a settings file; None when it is none, was cut or was changed.

    Encoders differ in whether the sum covers some of the NULs behind the text [tplink-legacy §3.1], so up to two
    blocks of them are tried.
    """
    if len(file) < _SUM + _BLOCK or len(file) % _BLOCK:
        return None
    plain = _des(file, seal=False)
    told, padded = plain[:_SUM], plain[_SUM:]
    text = padded.rstrip(b"\0")
    for more in range(min(len(padded) - len(text), 2 * _BLOCK) + 1):
        if hashlib.md5(text + bytes(more)).digest() == told:
            return text
    return None


def _des(data: bytes, *, seal: bool) -> bytes:
    """Single DES, which the library only has as triple DES with one key three times."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    cipher = Cipher(TripleDES(_KEY * 3), modes.ECB())
    worker = cipher.encryptor() if seal else cipher.decryptor()
    return worker.update(data) + worker.finalize()
