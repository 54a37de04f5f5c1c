"""How each variant of the blue interface lets people in and seals what they say.

Source: [tplink-web 2A.2 to 2A.4]. What tells the variants apart is told here as data; ``tplink_session`` and
``tplink_login`` act on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from routercfg.dialects.tplink_crypto_router import PASSWORD_BITS, PIECE, SIGN_BITS

_OAEP_OVERHEAD: Final = 42
"""Bytes of a block that OAEP with SHA-1 needs for itself."""


class Secret(Enum):
    """How a password field is sealed."""

    PKCS1 = "PKCS#1 v1.5 with the key of ``keys``"
    NUL = "textbook RSA over text filled up with NUL, with the key of ``login``"
    OPAQUE = "as the unit's own page makes it, in a way that no reference tells"


class Sign(Enum):
    """How a sign is sealed."""

    PKCS1 = "RSA with PKCS#1 v1.5, in pieces of 53"
    NESTED = "RSA-OAEP: pieces of 53, each cut again to what a block holds"
    FLAT = "RSA-OAEP: pieces of 53, or of what a block holds if that is less"
    HMAC = "HMAC-SHA256 of pieces of 53, under the text of the AES key; ``h`` is the hash of the sealed data"


@dataclass(frozen=True, slots=True)
class Scheme:
    """One variant.

    ``sealed``: sign and data around everything after the login (else plain forms). ``told``: which of the handshake's
    forms exist. ``call_signs``: what a sign after the login may be. ``confirm``: whether the login form knows the field
    of that name; a login that carries it all the same is refused. ``strict``: the rules of SG firmware, see
    ``tplink_luci``. ``certified``: what ``device_config`` tells. ``first_login``: ``initial_login`` exists.
    """

    family: str
    sealed: bool = True
    told: tuple[str, ...] = ("keys", "auth", "sysmode")
    password: Secret = Secret.PKCS1
    password_bits: int = PASSWORD_BITS
    sign_bits: int = SIGN_BITS
    digest: str = "md5"
    login_sign: Sign = Sign.PKCS1
    call_signs: tuple[Sign, ...] = (Sign.PKCS1,)
    confirm: bool = True
    strict: bool = False
    certified: tuple[str, ...] = ()
    first_login: bool = True


def cut_as(sign: Sign, pieces: Sequence[bytes], size: int) -> bool:
    """Tell whether a text was cut into pieces the way that kind of OAEP sign is, with a key of ``size`` bytes.

    That the firmware looks at this is inferred: of each kind only this cut has been seen to work [tplink-web 2A.4].
    """
    length, block = sum(map(len, pieces)), size - _OAEP_OVERHEAD
    outer = PIECE if sign is Sign.NESTED else length
    inner = min(PIECE, block)
    whole = [min(outer, length - at) for at in range(0, length, outer)] if length else []
    expected = [min(inner, part - at) for part in whole for at in range(0, part, inner)]
    return [len(piece) for piece in pieces] == expected


MD5: Final = Scheme("tplink-luci")

C1200: Final = Scheme("tplink-luci-plain", sealed=False, told=(), password=Secret.NUL, first_login=False)

AX72: Final = Scheme(
    "tplink-luci-ax72",
    digest="sha256",
    login_sign=Sign.NESTED,
    # The client that was tried on an AX72 signs every request like the login; tplink-web 2A.4 says that only the
    # login's sign is another one. So both are taken.
    call_signs=(Sign.NESTED, Sign.PKCS1),
    confirm=False,
)

V1_11: Final = Scheme("tplink-luci-v1-11", sealed=False, told=("keys", "sysmode"), password_bits=2048)
"""A plain ``initial_login`` is inferred [tplink-web 3A]."""

SG: Final = Scheme(
    "tplink-luci-sg",
    digest="sha256",
    login_sign=Sign.FLAT,
    call_signs=(Sign.HMAC,),
    strict=True,
    certified=("SG CLS L1 STAGE2",),
)

SG_EU: Final = Scheme(
    "tplink-luci-sg",
    sign_bits=1024,  # the size at which the pieces of 53 stay whole; which units have it is not told
    digest="sha256",
    login_sign=Sign.FLAT,
    call_signs=(Sign.HMAC,),
    strict=True,
    certified=("EU CE RED",),
)

C5400X: Final = Scheme("tplink-luci-c5400x", sealed=False, told=(), password=Secret.OPAQUE, first_login=False)
"""Where its page gets a key from is in no reference, so nothing here tells one."""
