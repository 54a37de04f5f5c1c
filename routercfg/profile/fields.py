"""Every field a profile may have: the leaves of ``settings``, and the few that only a profile knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from routercfg.settings import BANDS, LEAVES, Kind, Leaf

VENDORS: Final = ("tplink", "asus")
COMMON: Final = ("enabled", "ssid", "security", "password", "hidden")
"""The Wi-Fi words that may stand under ``wifi`` for every band."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``about`` means that it speaks about the profile and says nothing to a router."""

    path: str
    kind: Kind
    choices: tuple[str, ...] = ()
    about: bool = False
    listed: bool = False


def _of(leaf: Leaf, path: str = "") -> Field:
    return Field(path or leaf.path, leaf.kind, leaf.choices)


_ABOUT: Final = (
    Field("version", Kind.NUMBER, about=True),
    Field("name", Kind.TEXT, about=True),
    Field("title", Kind.TEXT, about=True),
    Field("extends", Kind.TEXT, about=True),
    Field("source", Kind.TEXT, about=True),
    Field("checked", Kind.TEXT, about=True),
    Field("region", Kind.TEXT, about=True),
    Field("notes", Kind.TEXT, about=True),
    Field("ask", Kind.TEXT, about=True, listed=True),
)

_FIELDS: Final = (
    *_ABOUT,
    *(_of(leaf) for leaf in LEAVES.values()),
    *(_of(LEAVES[f"wifi.bands.{BANDS[0]}.{word}"], f"wifi.{word}") for word in COMMON),
    *(Field(f"dns.by_vendor.{vendor}", Kind.SERVERS) for vendor in VENDORS),
    Field("dns.fallback", Kind.ADDRESS, listed=True),
    Field("iptv.internet.id", Kind.VLAN),
)

FIELDS: Final[Mapping[str, Field]] = {field.path: field for field in _FIELDS}


def words_of(path: str) -> tuple[str, ...]:
    """Give the words of a path; a band is one word in spite of its dot.

    >>> words_of("wifi.bands.2.4GHz.channel")
    ('wifi', 'bands', '2.4GHz', 'channel')
    """
    return tuple(word.replace("\0", ".") for word in path.replace("2.4GHz", "2\x004GHz").split("."))


def _sections() -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {"": {}}
    for path in FIELDS:
        words = words_of(path)
        for at in range(len(words)):
            found.setdefault(".".join(words[:at]), {})[words[at]] = None
    return {section: tuple(words) for section, words in found.items()}


SECTIONS: Final[Mapping[str, tuple[str, ...]]] = _sections()
"""The words permitted under each section; the whole profile is the section ``""``."""


def canonical(path: str) -> str:
    """Give the leaf that a field means: the internet VLAN may be written in two places."""
    return "wan.vlan" if path == "iptv.internet.id" else path
