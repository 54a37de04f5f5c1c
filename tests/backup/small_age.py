"""A seal made by the book of the age format with the least work, so that thousands can be opened in a test."""

from __future__ import annotations

import hashlib
import hmac
from base64 import b64encode

from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CHUNK = 64 * 1024


def small_age(plain: bytes, passphrase: str) -> bytes:
    """Seal with work factor 1; salt, key and nonce are fixed."""
    key, salt, nonce = b"K" * 16, b"S" * 16, b"N" * 16
    wrap = hashlib.scrypt(passphrase.encode(), salt=b"age-encryption.org/v1/scrypt" + salt, n=2, r=8, p=1, dklen=32)
    wrapped = ChaCha20Poly1305(wrap).encrypt(bytes(12), key, None)
    head = f"age-encryption.org/v1\n-> scrypt {_plain64(salt)} 1\n{_plain64(wrapped)}\n---".encode()
    mac = hmac.digest(_derived(key, b"", b"header"), head, "sha256")
    chunks = [plain[at : at + _CHUNK] for at in range(0, len(plain), _CHUNK)]
    stream = ChaCha20Poly1305(_derived(key, nonce, b"payload"))
    sealed = [
        stream.encrypt(number.to_bytes(11) + bytes([number == len(chunks) - 1]), chunk, None)
        for number, chunk in enumerate(chunks)
    ]
    return head + b" " + _plain64(mac).encode() + b"\n" + nonce + b"".join(sealed)


def _plain64(octets: bytes) -> str:
    return b64encode(octets).decode().rstrip("=")


def _derived(key: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt or None, info).derive(key)
