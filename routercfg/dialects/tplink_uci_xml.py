r"""The text inside backups of TP-Link's LuCI-style firmware: its UCI configuration written as XML.

``<network><interface name="lan"><ipaddr>192.168.0.1</ipaddr></interface></network>``: package, section by type and
name, option. A section without a name goes by its place among those of its type, as in ``uci``. How lists are written
is in no source; an option that comes again is taken for one. [tplink-web §6.2; CVE-2022-30075 README, firmware.lua
find_default_ip]
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from routercfg.dialects.openwrt_uci import listed
from routercfg.dialects.tplink_conf_xml import unescape
from routercfg.errors import FileUndecodable, Part

ROOT: Final = "config"

_TAG: Final = re.compile(r'<(/?)([\w.-]+)(?:\s+name="([^"<>]*)")?\s*(/?)>([^<]*)')

_DEEPEST: Final = 4

Packages = dict[str, dict[str, str]]


def packages(text: bytes) -> Packages:
    """Give packages as flat mappings: a section's name → its type, ``SECTION.OPTION`` → value.

    What is not UTF-8 comes as lone surrogates. Raises FileUndecodable when tags do not fit each other.
    """
    reader = _Reader()
    for close, tag, name, alone, content in _TAG.findall(text.decode("utf-8", "surrogateescape")):
        if close:
            reader.close(tag)
        else:
            reader.open(tag, name, unescape(content))
            if alone:
                reader.close(tag)
    return reader.packages()


class _Reader:
    """Where in the text we are, and what was found: package → key → one value, or the items of a list."""

    def __init__(self) -> None:
        self._opened: list[str] = []
        self._found: dict[str, dict[str, list[str]]] = {}
        self._counts: Counter[tuple[str, str]] = Counter()
        self._section = self._key = ""

    def open(self, tag: str, name: str, content: str) -> None:
        depth = len(self._opened)
        if (depth == 0 and tag != ROOT) or depth > _DEEPEST:
            raise _bad(Part("decode.xml-tag", (("name", tag),)))
        self._opened.append(tag)
        page = self._found.setdefault(self._opened[1], {}) if depth else {}
        if depth == 2:
            self._section = name or f"@{tag}[{self._counts[self._opened[1], tag]}]"
            self._counts[self._opened[1], tag] += 1
            page[self._section] = [tag]
        elif depth == 3:
            self._key = f"{self._section}.{name or tag}"
            page.setdefault(self._key, []).append(content)
        elif depth == 4:  # items inside an option: its own text is only the space between them
            values = page[self._key]
            if values and not values[-1].strip():
                values.pop()
            values.append(content)

    def close(self, tag: str) -> None:
        if not self._opened or self._opened.pop() != tag:
            raise _bad(Part("decode.xml-tag", (("name", tag),)))

    def packages(self) -> Packages:
        if self._opened or not self._found:
            raise _bad(Part("decode.xml-end"))
        return {package: {key: _word(values) for key, values in page.items()} for package, page in self._found.items()}


def _word(values: list[str]) -> str:
    return values[0] if len(values) == 1 else listed(values)


def _bad(detail: Part) -> FileUndecodable:
    return FileUndecodable(layout=Part("decode.layout.tplink-uci-xml"), detail=detail)
