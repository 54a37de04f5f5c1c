"""Time zones: IANA names beside the texts of ASUS's own table (nvram ``time_zone``).

Only zones whose entry in that table is known; the digit after ``_`` is ASUS's own count and follows from nothing, so a
zone that is not here is refused rather than composed. Sources: the time zone lists of ASUS's system page, 380-384 and
386-388 trees.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

NEWER: Final = 386  # the build from which on some entries differ

_ALL: Final[Mapping[str, str]] = {
    "UTC": "GMT0",
    "Europe/Berlin": "MEZ-1DST",
    "Europe/Kaliningrad": "UTC-2_1",
    "Europe/Kyiv": "EET-2DST",
    "Europe/Minsk": "UTC-3_3",
    "Europe/Moscow": "UTC-3_4",
    "Europe/Istanbul": "UTC-3_6",
    "Europe/Samara": "UTC-4_5",
    "Asia/Tbilisi": "UTC-4_4",
    "Asia/Baku": "UTC-4_6",
    "Asia/Tashkent": "UTC-5",
    "Asia/Yekaterinburg": "UTC-5_1",
    "Asia/Almaty": "RFT-6",
    "Asia/Dhaka": "UTC-6",
    "Asia/Krasnoyarsk": "UTC-7_2",
    "Asia/Irkutsk": "UTC-8_1",
    "Asia/Yakutsk": "UTC-9_3",
    "Asia/Vladivostok": "UTC-10_4",
    "Asia/Magadan": "UTC-11_4",
    "Asia/Kamchatka": "UTC-12_2",
}
_BY_AGE: Final[Mapping[str, tuple[str, str]]] = {
    "Europe/Volgograd": ("UTC-3_5", "UTC-4_7"),
    # The older entry is an hour behind the zone of today (UTC+7 since 2016), so older firmware has none for it.
    "Asia/Novosibirsk": ("", "UTC-7_3"),
}
ALIASES: Final[Mapping[str, str]] = {
    "GMT": "UTC",
    "Etc/UTC": "UTC",
    "Etc/GMT": "UTC",
    "Europe/Kiev": "Europe/Kyiv",
    "Asia/Karachi": "Asia/Tashkent",
    "Asia/Anadyr": "Asia/Kamchatka",
}
"""Names that share an entry with another name; the router cannot tell them apart, so one name stands for all."""

# Local time: the change is at 01:00 UTC everywhere in Europe, on the last Sundays of March and October.
SUMMER: Final[Mapping[str, str]] = {"Europe/Berlin": "M3.5.0/2,M10.5.0/3", "Europe/Kyiv": "M3.5.0/3,M10.5.0/4"}
"""nvram ``time_zone_dstoff`` of the zones with summer time."""

NO_SUMMER: Final = "M3.2.0/2,M10.2.0/2"
"""What ``time_zone_dstoff`` holds by default; it counts for nothing while ``time_zone_dst`` is 0."""


def zones(build: int) -> dict[str, str]:
    """Give the texts by IANA name for firmware of that build (382, 386 …)."""
    aged = {name: texts[build >= NEWER] for name, texts in _BY_AGE.items()}
    return {**_ALL, **{name: text for name, text in aged.items() if text}}
