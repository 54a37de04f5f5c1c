"""OpenWrt's backup, what ``sysupgrade -b`` writes: files of the router in a tar in gzip [tplink-legacy §4.7]."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Final

from routercfg.dialects import archives
from routercfg.errors import FileUndecodable, Part

CONFIGURATION: Final = "etc/config/"
_NETWORK: Final = "etc/config/network"
_GZIP: Final = 31  # how zlib is told to write gzip


def decode(raw: bytes) -> Mapping[str, bytes] | None:
    """Give the files of a backup by name; None when it is no gzip.

    Raises FileUndecodable for a broken or cut archive, a name that leads outside, or one without a network
    configuration.
    """
    if not raw.startswith(archives.GZIP):
        return None
    found = archives.files(archives.inflate(raw, "openwrt", gzip=True), "openwrt")
    if _NETWORK not in found:
        raise FileUndecodable(layout=Part("decode.layout.openwrt"), detail=Part("decode.openwrt-network"))
    return found


def encode(files: Mapping[str, bytes]) -> bytes:
    """Write a backup. Raises ValueError for a name over 100 bytes."""
    worker = zlib.compressobj(wbits=_GZIP)
    return worker.compress(archives.archive(files)) + worker.flush()
