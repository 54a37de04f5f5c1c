"""DES as TP-Link's firmware uses it on settings files: ECB, whole blocks, keys that everybody knows.

The keys stand in the firmware, the same in every unit of a model, so a settings file hides nothing from anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

BLOCK: Final = 8


@dataclass(frozen=True, slots=True)
class Key:
    """A key, which routers have it, who says so, and whether a real file was ever opened with it."""

    octets: bytes
    models: str
    source: str
    proven: bool = True


def _key(octets: str, models: str, source: str, *, proven: bool = True) -> Key:
    return Key(bytes.fromhex(octets), models, source, proven)


KEYS: Final[Mapping[str, Key]] = {
    "default": _key(
        "478DA50BF9E3D2CF",
        "all userRpm models; W8970 W8980 W9970 W9980, C2, C20, C60, VR900, TL-WR841N v14, EC230",
        "tplink-legacy §3.1 and §3.2; tplink-web §6.1; observed-tplink-wr1043nd; observed-tplink-wr841n-v14",
    ),
    "firmware": _key(
        "478DA50FF9E3D2CB",
        "default_config.xml and reduced_data_model.xml inside firmware",
        "observed-tplink-wr841n-v14 §Backup; tplink-legacy §3.2 [F841]",
    ),
    "xz005": _key("45EE9232CF5B1DFE", "XZ005-G6(UN) v1", "tplink-web §6.1; tplink-legacy §3.2 [TPB]"),
    "ex230v": _key("40B49333C90B1DFE", "EX230v", "tplink-web §6.1 [54009529772]", proven=False),
    "vc220": _key(
        "40ECC43ACA0A1DFE",
        "VC220-G3u [tplink-legacy §3.2] or TD-W9970 v3 [tplink-web §6.1]: the sources differ",
        "tplink-legacy §3.2 [JH]; tplink-web §6.1 [54009529772]",
        proven=False,
    ),
    "bsn3000": _key("44BFC33B9D0C1DFD", "BSN3000x", "tplink-legacy §3.2 [BLOG]", proven=False),
    "c50-claimed": _key("3359D4A17B82C6D2", "Archer C50, doubtful", "tplink-legacy §3.2 [54009529772]", proven=False),
    "c20-claimed": _key("FF91823B3D2B5E2C", "Archer C20, doubtful", "tplink-legacy §3.2 [54009529772]", proven=False),
}
"""Every key the references name, in the order in which they are tried."""

_SEEDED: Final = bytes.fromhex("748DA50BF93E2DCF")


def seeded(seed: int, password: bytes = b"") -> bytes:
    """Give the key that newer firmware makes from a number of its own and, if there is one, the backup's password.

    The number is a field of DeviceInfo that no source names, so it cannot be had from a file; three of the keys above
    are this formula with one [tplink-web §6.1].

    >>> seeded(0x1C796E01).hex().upper(), seeded(0x4AA13401).hex().upper()
    ('45EE9232CF5B1DFE', '40ECC43ACA0A1DFE')
    """
    key = bytearray(a ^ b for a, b in zip(_SEEDED, f"{seed & 0xFFFFFFFF:08x}".encode(), strict=True))
    for place, octet in enumerate(hashlib.md5(password).digest() if password else b""):
        key[place % BLOCK] ^= octet
    return bytes(key)


def seal(plain: bytes, key: bytes) -> bytes:
    """Encrypt, filled up with NUL to whole blocks."""
    return _des(plain + bytes(-len(plain) % BLOCK), key, encrypt=True)


def unseal(sealed: bytes, key: bytes) -> bytes:
    """Decrypt; what stands behind the last whole block is left out."""
    return _des(sealed[: len(sealed) // BLOCK * BLOCK], key, encrypt=False)


def _des(data: bytes, key: bytes, *, encrypt: bool) -> bytes:
    """Single DES, which the library only has as triple DES with one key three times."""
    from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
    from cryptography.hazmat.primitives.ciphers import Cipher, modes

    cipher = Cipher(TripleDES(key * 3), modes.ECB())
    worker = cipher.encryptor() if encrypt else cipher.decryptor()
    return worker.update(data) + worker.finalize()
