"""The certificate that an ASUS router makes for itself at its first start [asus §1.7].

RSA of 2048 bits, the router's name as its own issuer, valid from a moment when the clock was not yet set. Nothing but a
paper router has any use for one.
"""

from __future__ import annotations

import datetime

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID


def own_certificate(name: str) -> str:
    """Make a key and a certificate for it, as PEM text one after the other; each call makes another pair."""
    key = rsa.generate_private_key(0x10001, 2048)
    owner = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(owner)
        .issuer_name(owner)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.datetime(2018, 5, 5, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2028, 5, 5, tzinfo=datetime.UTC))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return (secret + certificate.public_bytes(serialization.Encoding.PEM)).decode("ascii")
