"""The router's side of the envelope around TP-Link's object interface, and the cipher of its ``conf.bin``.

The envelope differs from the blue interface's in three things: the words are ``key`` and ``iv`` (there ``k`` and
``i``), the RSA may be raw (no padding scheme, text on the left, NUL on the right), and there is no password key.
Sources: [observed-tplink-wr841n-v14 §Login, §Backup], [tplink-web 2C.2, 6.1].
"""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qsl

from routercfg.dialects.tplink_crypto_router import KeyPair, open_data, open_pieces, seal_data
from routercfg.dialects.tplink_des import KEYS, seal, unseal

__all__ = ["NO_KEY", "SIGN_BITS", "open_conf", "open_data", "open_sign", "seal_conf", "seal_data"]

SIGN_BITS: Final = 512
NO_KEY: Final = bytes(16)
"""Key and start value that a router uses as long as no session has brought one: sixteen zero bytes
[observed-tplink-wr841n-v14 §Sessions; its captured answer opens with them]."""

_CONF_KEY: Final = KEYS["default"].octets


def open_sign(pair: KeyPair, sealed: str, *, padded: bool) -> dict[str, str] | None:
    """Open a sign and give its words (``key``, ``iv``, ``h``, ``s``); None when it is none.

    ``padded`` is the flag of the router's own ``tpEncrypt.js``: PKCS#1 v1.5 in pieces of 53 bytes (``512,1``), else raw
    RSA in pieces of 64 (``512,0``).
    """
    text = open_pieces(pair, sealed) if padded else _open_raw(pair, sealed)
    if text is None:
        return None
    words = dict(parse_qsl(text.decode("latin-1"), keep_blank_values=True))
    return words if {"h", "s"} <= words.keys() else None


def _open_raw(pair: KeyPair, sealed: str) -> bytes | None:
    try:
        blob = bytes.fromhex(sealed)
    except ValueError:
        return None
    if not blob or len(blob) % pair.size:
        return None
    return b"".join(pair.raw(blob[at : at + pair.size]).rstrip(b"\0") for at in range(0, len(blob), pair.size))


def seal_conf(plain: bytes) -> bytes:
    """Seal a settings file: DES-ECB under the key in the firmware, filled with NUL to whole blocks [tplink-web 6.1]."""
    return seal(plain, _CONF_KEY)


def open_conf(sealed: bytes) -> bytes:
    """Open a settings file; what stands behind the last whole block is left out."""
    return unseal(sealed, _CONF_KEY)
