"""The certificate that an ASUS router makes for itself at its first start [asus §1.7].

RSA of 2048 bits, the router's name as its own issuer, valid from a moment when the clock was not yet set.
"""

from __future__ import annotations

import datetime

from routercfg.dialects.certificate_router import self_signed


def own_certificate(name: str) -> str:
    """Make a key and a certificate for it, as PEM text one after the other; each call makes another pair."""
    first = datetime.datetime(2018, 5, 5, tzinfo=datetime.UTC)
    return self_signed(name, 2048, (first, first.replace(year=2028))).decode("ascii")
