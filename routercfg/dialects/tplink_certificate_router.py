"""The certificate with which a TP-Link router answers over HTTPS: self-signed, and weak.

Current libraries refuse such a key ("EE certificate key too weak") [tplink-web 7.1, trap 7]. Nothing but a paper router
has any use for one.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

BITS = 1024
NAME = "tplinkwifi.net"
"""The host name that the maker prints on its routers; no address of a unit stands in the certificate."""


@lru_cache(maxsize=4)
def weak_certificate(owner: str) -> bytes:
    """Give key and certificate as PEM text, one after the other: RSA of 1024 bits, signed by itself with SHA-256.

    SHA-1, which older units use, is what the library no longer signs with. The same owner gets the same pair as long
    as the process lives.
    """
    del owner  # only part of the cache key
    key = rsa.generate_private_key(0x10001, BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime.datetime(2010, 1, 1, tzinfo=datetime.UTC))
        .not_valid_after(datetime.datetime(2037, 12, 31, tzinfo=datetime.UTC))
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)
