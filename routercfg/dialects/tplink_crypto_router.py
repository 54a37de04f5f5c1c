"""The router's side of TP-Link's envelope: key pairs, opening what a client sealed, sealing the answer.

The sign's key is smaller than any library makes or takes today: 512 bits [observed-tplink-ax20 §Protocol]. So the
opening is done here with plain integers, and so is the making of small keys. That is fit for paper routers and for
nothing else: there is no protection against timing, and 512 bits protect nobody.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from math import gcd

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

EXPONENT = 0x10001
SIGN_BITS = 512
PASSWORD_BITS = 1024
PIECE = 53
"""Characters of a sign text that are sealed, or hashed, at a time [tplink-web 2A.3, point 5]."""
_LIBRARY_BITS = 1024
"""From this size on the library makes a key, which is many times faster."""
_ROUNDS = 12
_SMALL = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97)


@dataclass(frozen=True, slots=True)
class KeyPair:
    """An RSA key pair; ``d`` stays out of ``repr``."""

    n: int
    e: int
    d: int = field(repr=False)

    @property
    def size(self) -> int:
        """The modulus in bytes."""
        return (self.n.bit_length() + 7) // 8

    def words(self) -> list[str]:
        """Give the public half as the router tells it: modulus and exponent, upper hex, as in the transcripts."""
        return [f"{self.n:0{self.size * 2}X}", f"{self.e:06X}"]

    def raw(self, block: bytes) -> bytes:
        """Undo RSA on one block without looking at any padding."""
        return pow(int.from_bytes(block, "big"), self.d, self.n).to_bytes(self.size, "big")


@lru_cache(maxsize=16)
def key_pair(bits: int, owner: str = "") -> KeyPair:
    """Give a key pair of that many bits; the same owner gets the same pair as long as the process lives."""
    del owner  # only part of the cache key
    if bits >= _LIBRARY_BITS:
        made = rsa.generate_private_key(EXPONENT, bits).private_numbers()
        return KeyPair(made.public_numbers.n, EXPONENT, made.d)
    while True:
        p, q = _prime(bits // 2), _prime(bits // 2)
        phi = (p - 1) * (q - 1)
        if p != q and gcd(EXPONENT, phi) == 1:
            return KeyPair(p * q, EXPONENT, pow(EXPONENT, -1, phi))


def _prime(bits: int) -> int:
    """Draw a prime whose two upper bits are set, so that the product of two has exactly twice as many bits."""
    while True:
        number = secrets.randbits(bits) | (0b11 << (bits - 2)) | 1
        if all(number % small for small in _SMALL) and _looks_prime(number):
            return number


def _looks_prime(number: int) -> bool:
    """Try Miller and Rabin's test with a dozen random witnesses."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(_ROUNDS):
        x = pow(secrets.randbelow(number - 3) + 2, odd, number)
        if x in (1, number - 1):
            continue
        if not any((x := x * x % number) == number - 1 for _ in range(twos - 1)):
            return False
    return True


def open_pieces(pair: KeyPair, sealed: str) -> bytes | None:
    """Open hex made of PKCS#1 v1.5 blocks, each as long as the modulus; None when anything about it is wrong.

    Both the sign (pieces of 53 bytes with a 512-bit key) and the password (one piece) come this way
    [tplink-web 2A.3].
    """
    blob = _unhex(sealed)
    if not blob or len(blob) % pair.size:
        return None
    opened = [_unpad(pair.raw(blob[at : at + pair.size])) for at in range(0, len(blob), pair.size)]
    return None if None in opened else b"".join(piece for piece in opened if piece is not None)


def open_padded(pair: KeyPair, sealed: str) -> bytes | None:
    """Open hex of textbook RSA over text filled up with NUL on the right, as the C1200 generation sends passwords.

    Source: [tplink-web 2A.4]. None when it is not one block of the key's length.
    """
    blob = _unhex(sealed)
    if blob is None or len(blob) != pair.size:
        return None
    return pair.raw(blob).rstrip(b"\0")


def open_oaep(pair: KeyPair, sealed: str) -> list[bytes] | None:
    """Open hex made of RSA-OAEP blocks (SHA-1, no label), piece by piece; None when anything about it is wrong.

    AX72 and SG firmware seals the login's sign so [tplink-web 2A.4]; where the pieces end tells the two apart.
    """
    blob = _unhex(sealed)
    if not blob or len(blob) % pair.size:
        return None
    opened = [_unpad_oaep(pair.raw(blob[at : at + pair.size])) for at in range(0, len(blob), pair.size)]
    return None if None in opened else [piece for piece in opened if piece is not None]


def _unpad_oaep(block: bytes) -> bytes | None:
    """Take the OAEP padding off (RFC 8017, 7.1.2), or give None."""
    size = hashlib.sha1().digest_size
    seed = _xor(block[1 : 1 + size], _mask(block[1 + size :], size))
    body = _xor(block[1 + size :], _mask(seed, len(block) - 1 - size))
    filler, one, piece = body[size:].partition(b"\1")
    fits = block[:1] == b"\0" and body[:size] == hashlib.sha1().digest() and one and not filler.strip(b"\0")
    return piece if fits else None


def _mask(seed: bytes, length: int) -> bytes:
    """Stretch a seed to that many bytes: MGF1 with SHA-1."""
    rounds = range(-(-length // hashlib.sha1().digest_size))
    return b"".join(hashlib.sha1(seed + count.to_bytes(4, "big")).digest() for count in rounds)[:length]


def _xor(left: bytes, right: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(left, right, strict=True))


def hmac_pieces(key: str, text: str) -> str:
    """Give the sign that SG firmware expects after the login: HMAC-SHA256 of each 53 characters, lower hex, in a row.

    Source: [tplink-web 2A.4]; the key is the text ``k=…&i=…``.
    """
    pieces = (text[at : at + PIECE].encode() for at in range(0, len(text), PIECE))
    return "".join(hmac.new(key.encode(), piece, hashlib.sha256).hexdigest() for piece in pieces)


def data_hash(data: str) -> str:
    """Give what stands for ``h`` in an SG sign after the login: SHA-256 of the sealed data's base64 text, lower hex."""
    return hashlib.sha256(data.encode()).hexdigest()


def _unpad(block: bytes) -> bytes | None:
    """Take the PKCS#1 v1.5 encryption padding off, or give None."""
    end = block.find(b"\0", 2)
    return block[end + 1 :] if block[:2] == b"\0\2" and end >= 10 else None


def _unhex(text: str) -> bytes | None:
    """Read hex of either letter case; None for anything else."""
    try:
        return bytes.fromhex(text) if text and " " not in text else None
    except ValueError:
        return None


def open_data(key: bytes, iv: bytes, sealed: str) -> bytes | None:
    """Open base64 of AES-128-CBC with PKCS#7 padding; None when any of the three layers is broken."""
    try:
        blob = base64.b64decode(sealed, validate=True)
        decryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
        padded = decryptor.update(blob) + decryptor.finalize()
        unpadder = PKCS7(128).unpadder()
        return unpadder.update(padded) + unpadder.finalize()
    except (ValueError, binascii.Error):
        return None


def seal_data(key: bytes, iv: bytes, plain: bytes) -> str:
    """Seal bytes the way ``open_data`` opens them."""
    padder = PKCS7(128).padder()
    padded = padder.update(plain) + padder.finalize()
    encryptor = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode("ascii")


def account_hash(password: str, username: str = "admin", digest: str = "md5") -> str:
    """Give the ``h`` of the sign: a hash over user name and password, lower hex [tplink-web 2A.3].

    ``digest`` is ``md5``, or ``sha256`` on AX72 and SG firmware [tplink-web 2A.4].
    """
    return hashlib.new(digest, (username + password).encode("utf-8"), usedforsecurity=False).hexdigest()


_BACKUP_KEY = bytes.fromhex("2EB38F7EC41D4B8E1422805BCD5F740BC3B95BE163E39D67579EB344427F7836")
_BACKUP_IV = bytes.fromhex("360028C9064242F81074F4C127D299F6")


def seal_backup(plain: bytes) -> bytes:
    """Seal a backup file: AES-256-CBC under the key that is fixed in the firmware and public [tplink-web 6.2]."""
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(_BACKUP_KEY), modes.CBC(_BACKUP_IV)).encryptor()
    return encryptor.update(padder.update(plain) + padder.finalize()) + encryptor.finalize()


def open_backup(sealed: bytes) -> bytes:
    """Open a backup file as far as it goes: a cut file gives its head, a wrong padding stays in place.

    The router checks no more than that [observed-tplink-ax20 §Backup].
    """
    whole = sealed[: len(sealed) // 16 * 16]
    decryptor = Cipher(algorithms.AES(_BACKUP_KEY), modes.CBC(_BACKUP_IV)).decryptor()
    return decryptor.update(whole) + decryptor.finalize()
