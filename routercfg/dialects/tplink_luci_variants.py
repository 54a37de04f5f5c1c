"""The generations of TP-Link's blue interface that differ only in how a login and a request are sealed: one table.

The forms behind the login are the same for all of them. Sources: [tplink-web §2A.2-2A.4], [observed-tplink-ax20
§Protocol]; for the AX72 and SG firmware what clients do that their authors tried on hardware ([py client/ax72.py,
sg.py]), and for SG the switches that its own pages read out of ``device_config`` ([id 65836982843], a client's notes
taken from an Archer AX80).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from routercfg.dialects.tplink_crypto import (
    Aes,
    PublicKey,
    hmac_pieces,
    login_hash,
    login_hash_sha256,
    oaep_pieces,
    oaep_pieces_of_pieces,
    rsa_nul,
    rsa_pieces,
    rsa_pkcs1,
)

SEALED: Final = "tplink-luci"
PLAIN: Final = "tplink-luci-plain"
AX72: Final = "tplink-luci-ax72"
V1_11: Final = "tplink-luci-v1-11"
SG: Final = "tplink-luci-sg"
C5400X: Final = "tplink-luci-c5400x"

CERTIFICATES: Final = frozenset({"SG CLS L1 STAGE2", "EU CE RED"})
"""Certification marks with which ``device_config`` switches the SG way of sealing on."""

Sign: TypeAlias = Callable[[str, Aes, PublicKey], str]
"""Makes the sign of a request from ``h=…&s=…``, the session's AES key and the key of ``login?form=auth``."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a sealed request proves who sent it.

    ``login`` signs a login, and tells the AES key; ``later`` signs everything after it. With ``replaces_hash`` the
    ``h`` after the login is the hash of what is sent, not that of the password.
    """

    hash: Callable[[str], str]
    login: Sign
    later: Sign
    replaces_hash: bool = False


@dataclass(frozen=True, slots=True)
class Variant:
    """One generation. ``schemes`` are tried in order, and are none where nothing is sealed but the password.

    A sign that the router does not understand is answered with 403 before it looks at the password, so the second
    scheme costs no attempt. ``shape`` is how a plain session's requests carry their words.
    """

    schemes: tuple[Scheme, ...] = ()
    sign_bits: tuple[int, ...] = (512,)
    password_bits: tuple[int, ...] = (1024,)
    seal_password: Callable[[bytes, PublicKey], str] = rsa_pkcs1
    shape: Literal["form", "json"] = "form"


def _hmac(text: str, aes: Aes, key: PublicKey) -> str:
    return hmac_pieces(text, aes.told())


def _rsa(text: str, aes: Aes, key: PublicKey) -> str:
    return rsa_pieces(text, key)


def _rsa_with_key(text: str, aes: Aes, key: PublicKey) -> str:
    return rsa_pieces(f"{aes.told()}&{text}", key)


def _oaep_with_key(text: str, aes: Aes, key: PublicKey) -> str:
    return oaep_pieces(f"{aes.told()}&{text}", key)


def _nested_with_key(text: str, aes: Aes, key: PublicKey) -> str:
    return oaep_pieces_of_pieces(f"{aes.told()}&{text}", key)


MD5: Final = Scheme(login_hash, _rsa_with_key, _rsa)
_NESTED: Final = Scheme(login_hash_sha256, _nested_with_key, _nested_with_key)  # the client that works tells the key
_OAEP: Final = Scheme(login_hash_sha256, _oaep_with_key, _hmac, replaces_hash=True)
_RED: Final = Scheme(login_hash_sha256, _rsa_with_key, _hmac)
"""What the pages of SG firmware do under the mark EU CE RED alone; clients treat it like SG, so that comes first."""

# The sizes of keys: an SG router may have small or large ones (Archer AX12: 512 bits, AX80: 2048); clients of the MD5
# scheme have seen 1024 bits as well as 512 for the sign [py client/ax72.py].
VARIANTS: Final[Mapping[str, Variant]] = {
    SEALED: Variant((MD5,), sign_bits=(512, 1024)),
    AX72: Variant((_NESTED,)),
    SG: Variant((_OAEP, _RED), sign_bits=(512, 1024, 2048), password_bits=(1024, 2048)),
    V1_11: Variant(password_bits=(2048,), shape="json"),
    PLAIN: Variant(seal_password=rsa_nul),
    C5400X: Variant(),
}
