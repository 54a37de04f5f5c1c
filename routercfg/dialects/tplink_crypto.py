"""The RSA and AES pieces of the TP-Link web interface, as the asking side uses them.

RSA is done with plain ``pow``: the routers' keys are 512 and 1024 bits, which OpenSSL and the ``cryptography`` package
give up one after the other, and the public half of RSA has no secret that could leak. Sources: [tplink-web §2A.2-2A.4],
[observed-tplink-ax20 §Protocol].
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from routercfg.errors import BadAnswer, Part

PIECE: Final = 53
"""Bytes of sign text per RSA block: 64 of a 512-bit key less 11 of PKCS#1 v1.5 padding."""

SIGN_BITS: Final = 512
PASSWORD_BITS: Final = 1024
_BLOCK_BITS: Final = 128
_DIGITS: Final = "0123456789"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An RSA key as routers hand it out. ``size`` is the modulus in bytes."""

    modulus: int
    exponent: int
    size: int


def parse_key(pair: object, bits: int, page: str) -> PublicKey:
    """Read ``[modulus, exponent]``, both hexadecimal text; ``page`` labels the answer it stood in.

    Raises BadAnswer when it is no such pair or not of that many bits.
    """
    if not (isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2 and all(map(_is_hex, pair))):
        raise BadAnswer(page=page, detail=Part("reason.tplink-no-key"))
    modulus, exponent = (str(text) for text in pair)
    told = len(modulus) * 4
    if told != bits or int(modulus, 16).bit_length() < bits - 8:
        raise BadAnswer(page=page, detail=Part("reason.tplink-key-size", (("bits", told), ("wanted", bits))))
    return PublicKey(int(modulus, 16), int(exponent, 16), bits // 8)


def _is_hex(text: object) -> bool:
    return isinstance(text, str) and re.fullmatch(r"[0-9A-Fa-f]+", text) is not None


def rsa_pkcs1(message: bytes, key: PublicKey) -> str:
    """Encrypt one block with PKCS#1 v1.5 padding, as lower hexadecimal text of the key's length.

    Raises ValueError when the message is longer than the key's size less 11.
    """
    filling = key.size - len(message) - 3
    if filling < 8:
        raise ValueError(f"{len(message)} bytes do not fit a key of {key.size}")
    noise = bytes(secrets.randbelow(255) + 1 for _ in range(filling))
    return _power(b"\x00\x02" + noise + b"\x00" + message, key)


def rsa_pieces(text: str, key: PublicKey) -> str:
    """Encrypt a sign text: pieces of 53 bytes, each padded on its own, their hexadecimal texts in a row."""
    raw = text.encode()
    return "".join(rsa_pkcs1(raw[at : at + PIECE], key) for at in range(0, len(raw), PIECE))


def rsa_nul(message: bytes, key: PublicKey) -> str:
    """Encrypt as the plain firmware (Archer C1200) wants it: filled with NUL on the right, no padding scheme.

    Raises ValueError when the message is longer than the key. [tplink-web §2A.4]
    """
    if len(message) > key.size:
        raise ValueError(f"{len(message)} bytes do not fit a key of {key.size}")
    return _power(message.ljust(key.size, b"\x00"), key)


def _power(block: bytes, key: PublicKey) -> str:
    return pow(int.from_bytes(block), key.exponent, key.modulus).to_bytes(key.size).hex()


@dataclass(frozen=True, slots=True, repr=False)
class Aes:
    """AES-128-CBC with PKCS#7 padding; key and vector are 16 ASCII letters or digits each."""

    key: str
    vector: str

    @classmethod
    def fresh(cls) -> Aes:
        """Make up a key and vector of decimal digits, as the routers' own pages do."""
        return cls(*("".join(secrets.choice(_DIGITS) for _ in range(16)) for _ in range(2)))

    def __repr__(self) -> str:
        return "Aes(•••)"

    def seal(self, plain: bytes) -> str:
        """Encrypt, as base64 text."""
        padder = PKCS7(_BLOCK_BITS).padder()
        encryptor = self._cipher().encryptor()
        return base64.b64encode(
            encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()
        ).decode()

    def open(self, sealed: str, page: str) -> bytes:
        """Decrypt base64 text; ``page`` labels the answer. Raises BadAnswer when it is no such thing."""
        try:
            raw = base64.b64decode(sealed.strip(), validate=True)
            decryptor = self._cipher().decryptor()
            unpadder = PKCS7(_BLOCK_BITS).unpadder()
            return unpadder.update(decryptor.update(raw) + decryptor.finalize()) + unpadder.finalize()
        except (binascii.Error, ValueError):
            raise BadAnswer(page=page, detail=Part("reason.tplink-not-base64")) from None

    def _cipher(self) -> Cipher[modes.CBC]:
        return Cipher(algorithms.AES(self.key.encode()), modes.CBC(self.vector.encode()))


def login_hash(password: str) -> str:
    """Give ``h`` of a sign text: MD5 of user and password; the user of this interface is always ``admin``."""
    return hashlib.md5(b"admin" + password.encode()).hexdigest()
