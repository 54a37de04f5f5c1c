"""Settings files of every vendor: which layout a file has, and what it says. No router, no network.

The order is the one that misleads least: marks at the beginning first, then what only opening can tell [tplink-legacy
§3.3 Detector order].
"""

from __future__ import annotations

import importlib
from typing import Final

from routercfg.errors import FileUnknown, Part
from routercfg.vendors.decoded import Decoded, masked, understood

__all__ = ["LARGEST", "Decoded", "masked", "read"]

LARGEST: Final = 0x1000000
"""The most bytes a file may have; ASUS's head cannot tell more."""

_READERS: Final = (
    ("asus_files", "read"),
    ("openwrt_files", "read"),
    ("tplink_files", "read_backup"),
    ("tplink_files", "read_tree"),
    ("tplink_files", "read_lines"),
)


def read(raw: bytes, product: str = "") -> Decoded:
    """Read a settings file. ``product`` opens old TP-Link backups that are sealed under their model's name.

    Raises FileUnknown when no layout fits, FileUndecodable when one fits and its content is cut, changed or closed.
    """
    if len(raw) <= LARGEST:
        for module, name in _READERS:
            reader = getattr(importlib.import_module(f"routercfg.vendors.{module}"), name)
            found: Decoded | None = reader(raw, product) if name == "read_backup" else reader(raw)
            if found is not None:
                return understood(found)
    raise FileUnknown(detail=_looks(raw))


def _looks(raw: bytes) -> Part:
    """Say what a file that is none looks like."""
    if not raw.strip():
        return Part("decode.looks.empty")
    if len(raw) > LARGEST:
        return Part("decode.looks.large", (("limit", LARGEST),))
    start = raw[:4096]
    if b"<html" in start.lower() or b"<!doctype" in start.lower():
        return Part("decode.looks.page")
    if all(octet >= 32 or octet in b"\t\r\n" for octet in start) and b"\xff" not in start:
        return Part("decode.looks.text")
    return Part()
