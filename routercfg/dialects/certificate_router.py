"""Certificates that a router makes for itself, signed by its own key. Only a paper router has any use for one."""

from __future__ import annotations

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def self_signed(
    name: str, bits: int, valid: tuple[datetime.datetime, datetime.datetime], serial: int | None = None
) -> bytes:
    """Make an RSA key and a certificate for it, as PEM text one after the other; each call makes another pair.

    ``name`` is owner and issuer, ``bits`` the size of the key, ``serial`` a random one unless given. It is signed with
    SHA-256: what older units use, SHA-1, the library no longer signs with.
    """
    key = rsa.generate_private_key(0x10001, bits)
    owner = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(owner)
        .issuer_name(owner)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number() if serial is None else serial)
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)
