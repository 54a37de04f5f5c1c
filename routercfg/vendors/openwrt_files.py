"""OpenWrt's backup in our words: the same reading as over SSH, from the configuration files as they were saved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.device import Identity
from routercfg.dialects import openwrt_backup
from routercfg.dialects.openwrt_uci import parse_export
from routercfg.errors import FileUndecodable, Part
from routercfg.settings import Settings
from routercfg.vendors.decoded import Decoded, tidy
from routercfg.vendors.openwrt_steps import running

_LARGEST: Final = 0x40000  # of one configuration file; a large network has some ten thousand bytes
_NAME: Final = re.compile(r"[\w.-]+")


def read(raw: bytes) -> Decoded | None:
    """Read a backup; None when it is no gzip. Raises FileUndecodable."""
    files = openwrt_backup.decode(raw)
    if files is None:
        return None
    native = {
        name.removeprefix(openwrt_backup.CONFIGURATION): _package(content)
        for name, content in files.items()
        if name.startswith(openwrt_backup.CONFIGURATION)
        and _NAME.fullmatch(name.removeprefix(openwrt_backup.CONFIGURATION))
    }
    others = sorted(tidy(name) for name in files if not name.startswith(openwrt_backup.CONFIGURATION))
    notes = (Part("decode.note.members", (("names", ", ".join(others)),)),) if others else ()
    found = running(native)
    return Decoded("openwrt", _identity(files), Settings(found), native, notes)


def _package(content: bytes) -> dict[str, str]:
    if len(content) > _LARGEST:
        large = Part("decode.large", (("limit", _LARGEST),))
        raise FileUndecodable(layout=Part("decode.layout.openwrt"), detail=large)
    return parse_export(content.decode("utf-8", "replace"))


def _identity(files: Mapping[str, bytes]) -> Identity:
    """Say who wrote it; a backup names the board only where somebody put that file on its list."""
    release = files.get("etc/openwrt_release", b"").decode("utf-8", "replace")
    told = re.search(r"""^DISTRIB_DESCRIPTION=['"]?(.*?)['"]?\s*$""", release, re.MULTILINE)
    return Identity("openwrt", "openwrt", firmware=told[1] if told else "")
