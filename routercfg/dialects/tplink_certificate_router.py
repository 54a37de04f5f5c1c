"""The certificate with which a TP-Link router answers over HTTPS: self-signed, and weak.

Current libraries refuse such a key ("EE certificate key too weak") [tplink-web 7.1, trap 7]. Nothing but a paper router
has any use for one.
"""

from __future__ import annotations

import datetime
from functools import lru_cache

from routercfg.dialects.certificate_router import self_signed

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
    first = datetime.datetime(2010, 1, 1, tzinfo=datetime.UTC)
    last = datetime.datetime(2037, 12, 31, tzinfo=datetime.UTC)
    return self_signed(NAME, BITS, (first, last), serial=1)
