"""Time zones as OpenWrt stores them: the IANA name, and the POSIX rule that its C library goes by.

Rules of the IANA database of 2024 and later. Only the zones that are here can be set: the router itself has no list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_BY_RULE: Final[Mapping[str, str]] = {
    "UTC": "UTC",
    "EET-2": "Europe/Kaliningrad",
    "MSK-3": "Europe/Moscow Europe/Simferopol Europe/Kirov Europe/Volgograd",
    "<+04>-4": (
        "Europe/Astrakhan Europe/Saratov Europe/Ulyanovsk Europe/Samara Asia/Tbilisi Asia/Yerevan Asia/Baku Asia/Dubai"
    ),
    "<+05>-5": (
        "Asia/Yekaterinburg Asia/Almaty Asia/Qyzylorda Asia/Tashkent Asia/Samarkand Asia/Dushanbe Asia/Ashgabat"
    ),
    "<+06>-6": "Asia/Omsk Asia/Bishkek Asia/Dhaka",
    "<+07>-7": (
        "Asia/Novosibirsk Asia/Barnaul Asia/Tomsk Asia/Novokuznetsk Asia/Krasnoyarsk Asia/Bangkok Asia/Ho_Chi_Minh"
    ),
    "<+08>-8": "Asia/Irkutsk Asia/Ulaanbaatar Asia/Singapore",
    "<+09>-9": "Asia/Chita Asia/Yakutsk Asia/Khandyga",
    "<+10>-10": "Asia/Vladivostok Asia/Ust-Nera",
    "<+11>-11": "Asia/Magadan Asia/Sakhalin Asia/Srednekolymsk",
    "<+12>-12": "Asia/Kamchatka Asia/Anadyr",
    "<+03>-3": "Europe/Minsk Europe/Istanbul",
    "EET-2EEST,M3.5.0/3,M10.5.0/4": (
        "Europe/Kyiv Europe/Riga Europe/Vilnius Europe/Tallinn Europe/Helsinki Europe/Athens "
        "Europe/Sofia Europe/Bucharest Asia/Nicosia"
    ),
    "EET-2EEST,M3.5.0,M10.5.0/3": "Europe/Chisinau",
    "CET-1CEST,M3.5.0,M10.5.0/3": (
        "Europe/Warsaw Europe/Berlin Europe/Belgrade Europe/Prague Europe/Vienna Europe/Budapest "
        "Europe/Rome Europe/Paris Europe/Madrid Europe/Amsterdam Europe/Brussels Europe/Zurich "
        "Europe/Stockholm Europe/Oslo Europe/Copenhagen"
    ),
    "GMT0BST,M3.5.0/1,M10.5.0": "Europe/London",
    "IST-1GMT0,M10.5.0,M3.5.0/1": "Europe/Dublin",
    "WET0WEST,M3.5.0/1,M10.5.0": "Europe/Lisbon",
    "<+0330>-3:30": "Asia/Tehran",
    "<+0430>-4:30": "Asia/Kabul",
    "PKT-5": "Asia/Karachi",
    "IST-5:30": "Asia/Kolkata",
    "<+0545>-5:45": "Asia/Kathmandu",
    "<+0630>-6:30": "Asia/Yangon",
    "CST-8": "Asia/Shanghai",
    "HKT-8": "Asia/Hong_Kong",
    "KST-9": "Asia/Seoul",
    "JST-9": "Asia/Tokyo",
    "IST-2IDT,M3.4.4/26,M10.5.0": "Asia/Jerusalem",
}

RULES: Final[Mapping[str, str]] = {name: rule for rule, names in _BY_RULE.items() for name in names.split()}
"""The rule of each zone by its IANA name."""


def stored(zone: str) -> tuple[str, str]:
    """Give ``zonename`` and ``timezone`` for a zone of RULES; the name is stored with blanks for underscores.

    >>> stored("Asia/Ho_Chi_Minh"), stored("Europe/Moscow")
    (('Asia/Ho Chi Minh', '<+07>-7'), ('Europe/Moscow', 'MSK-3'))
    """
    return zone.replace("_", " "), RULES[zone]


def zone_of(name: str, rule: str) -> str | None:
    """Name the zone that is stored; None when name and rule do not belong together or are not known."""
    zone = name.replace(" ", "_")
    return zone if RULES.get(zone) == rule else None
