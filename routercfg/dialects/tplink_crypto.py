"""The RSA and AES pieces of the TP-Link web interface, as the asking side uses them.

RSA is done with plain ``pow``: the routers' keys are 512 and 1024 bits, which OpenSSL and the ``cryptography`` package
give up one after the other, and the public half of RSA has no secret that could leak. Sources: [tplink-web §2A.2-2A.4],
[observed-tplink-ax20 §Protocol].
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
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


def parse_key(pair: object, bits: int | tuple[int, ...], page: str) -> PublicKey:
    """Read ``[modulus, exponent]``, both hexadecimal text; ``page`` labels the answer it stood in.

    Raises BadAnswer when it is no such pair or not of that many bits, or of one of those sizes.
    """
    if not (isinstance(pair, Sequence) and not isinstance(pair, str) and len(pair) == 2 and all(map(_is_hex, pair))):
        raise BadAnswer(page=page, detail=Part("reason.tplink-no-key"))
    modulus, exponent = (str(text) for text in pair)
    told, sizes = len(modulus) * 4, bits if isinstance(bits, tuple) else (bits,)
    if told not in sizes or int(modulus, 16).bit_length() < told - 8:
        wanted = "/".join(map(str, sizes))
        raise BadAnswer(page=page, detail=Part("reason.tplink-key-size", (("bits", told), ("wanted", wanted))))
    return PublicKey(int(modulus, 16), int(exponent, 16), told // 8)


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
    return "".join(rsa_pkcs1(piece, key) for piece in _pieces(text.encode()))


def rsa_oaep(message: bytes, key: PublicKey) -> str:
    """Encrypt one block with OAEP padding (SHA-1 twice, empty label), as lower hexadecimal text.

    Raises ValueError when the message is longer than the key's size less 42.
    """
    size = hashlib.sha1().digest_size
    room = key.size - 2 * size - 2 - len(message)
    if room < 0:
        raise ValueError(f"{len(message)} bytes do not fit a key of {key.size}")
    seed = secrets.token_bytes(size)
    plain = hashlib.sha1().digest() + b"\x00" * room + b"\x01" + message
    masked = _mixed(plain, seed)
    return _power(b"\x00" + _mixed(seed, masked) + masked, key)


def oaep_pieces(text: str, key: PublicKey) -> str:
    """Encrypt a sign text as SG firmware wants it: pieces of 53 bytes, or of what OAEP leaves in a smaller key."""
    return "".join(rsa_oaep(piece, key) for piece in _pieces(text.encode(), min(PIECE, _oaep_room(key))))


def oaep_pieces_of_pieces(text: str, key: PublicKey) -> str:
    """Encrypt a sign text as the Archer AX72 wants it: pieces of 53 bytes first, each of them cut again for OAEP."""
    step = min(PIECE, _oaep_room(key))
    return "".join(rsa_oaep(part, key) for piece in _pieces(text.encode()) for part in _pieces(piece, step))


def hmac_pieces(text: str, secret: str) -> str:
    """Sign a text as SG firmware wants it after login: HMAC-SHA256 of each piece of 53 bytes, hexadecimal in a row."""
    return "".join(hmac.new(secret.encode(), piece, hashlib.sha256).hexdigest() for piece in _pieces(text.encode()))


def _oaep_room(key: PublicKey) -> int:
    return key.size - 2 * hashlib.sha1().digest_size - 2


def _mixed(block: bytes, seed: bytes) -> bytes:
    """Mask a block with MGF1 over SHA-1."""
    rounds = -(-len(block) // hashlib.sha1().digest_size)
    mask = b"".join(hashlib.sha1(seed + count.to_bytes(4)).digest() for count in range(rounds))
    return bytes(one ^ other for one, other in zip(block, mask, strict=False))


def _pieces(raw: bytes, step: int = PIECE) -> list[bytes]:
    return [raw[at : at + step] for at in range(0, len(raw), step)]


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

    def told(self) -> str:
        """Give key and vector as a login's sign text carries them."""
        return f"k={self.key}&i={self.vector}"

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


def login_hash_sha256(password: str) -> str:
    """Give ``h`` of a sign text on the Archer AX72 and SG firmware: SHA-256 of user and password."""
    return data_hash(f"admin{password}")


def data_hash(text: str) -> str:
    """Give the SHA-256 of a text in lower hexadecimal; SG firmware wants that of each body as its ``h``."""
    return hashlib.sha256(text.encode()).hexdigest()
