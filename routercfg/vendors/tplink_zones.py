"""Time zones as the blue interface numbers them: two numberings, and which of them a router uses.

A number stands for several zones of the world, and reading it back must give the one zone a person wrote; so each
number has one zone here, and ``SAME`` names that zone for the others whose clocks run alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# Minutes from GMT-12 as text; firmware of 2016-2019 [tplink-web §4.6]. Only zones that never shift their clocks:
# summer time is a setting of its own there (form dst), whose words for the last Sunday of a month are in no source.
MINUTES: Final[Mapping[str, str]] = {
    "UTC": "720",
    "Europe/Kaliningrad": "840",
    "Europe/Moscow": "900",
    "Asia/Tehran": "930",
    "Europe/Samara": "960",
    "Asia/Kabul": "990",
    "Asia/Yekaterinburg": "1020",
    "Asia/Kolkata": "1050",
    "Asia/Kathmandu": "1065",
    "Asia/Omsk": "1080",
    "Asia/Yangon": "1110",
    "Asia/Krasnoyarsk": "1140",
    "Asia/Irkutsk": "1200",
    "Asia/Yakutsk": "1260",
    "Asia/Vladivostok": "1320",
    "Asia/Magadan": "1380",
    "Asia/Kamchatka": "1440",
}

# Places in the list of Windows zone names that AX firmware carries [NHPT/TempFile, timeSettings/models.js].
PLACES: Final[Mapping[str, str]] = {
    "UTC": "47",
    "Europe/Berlin": "52",
    "Europe/Kyiv": "66",
    "Europe/Kaliningrad": "68",
    "Europe/Istanbul": "72",
    "Europe/Minsk": "74",
    "Europe/Moscow": "75",
    "Europe/Astrakhan": "80",
    "Asia/Baku": "81",
    "Europe/Samara": "82",
    "Asia/Tbilisi": "84",
    "Asia/Yerevan": "85",
    "Asia/Tashkent": "88",
    "Asia/Yekaterinburg": "89",
    "Asia/Karachi": "90",
    "Asia/Bishkek": "95",
    "Asia/Omsk": "97",
    "Asia/Barnaul": "101",
    "Asia/Krasnoyarsk": "103",
    "Asia/Novosibirsk": "104",
    "Asia/Tomsk": "105",
    "Asia/Shanghai": "107",
    "Asia/Irkutsk": "108",
    "Asia/Chita": "116",
    "Asia/Yakutsk": "119",
    "Asia/Vladivostok": "127",
    "Asia/Magadan": "131",
    "Asia/Sakhalin": "133",
    "Asia/Kamchatka": "136",
}

SAME: Final[Mapping[str, tuple[str, ...]]] = {
    "UTC": ("Etc/UTC", "Etc/GMT", "GMT"),
    "Europe/Berlin": ("Europe/Vienna", "Europe/Zurich", "Europe/Amsterdam", "Europe/Rome", "Europe/Stockholm"),
    "Europe/Kyiv": (
        "Europe/Kiev",
        "Europe/Helsinki",
        "Europe/Riga",
        "Europe/Tallinn",
        "Europe/Vilnius",
        "Europe/Sofia",
    ),
    "Europe/Moscow": ("Europe/Simferopol", "Europe/Kirov", "Europe/Minsk", "Europe/Istanbul", "Europe/Volgograd"),
    "Europe/Samara": (
        "Europe/Astrakhan",
        "Europe/Ulyanovsk",
        "Europe/Saratov",
        "Asia/Baku",
        "Asia/Tbilisi",
        "Asia/Yerevan",
        "Asia/Dubai",
    ),
    "Europe/Astrakhan": ("Europe/Ulyanovsk",),
    "Asia/Tashkent": ("Asia/Samarkand", "Asia/Dushanbe", "Asia/Ashgabat", "Asia/Almaty", "Asia/Qyzylorda"),
    "Asia/Yekaterinburg": ("Asia/Tashkent", "Asia/Karachi", "Asia/Almaty", "Asia/Qyzylorda", "Asia/Samarkand"),
    "Asia/Omsk": ("Asia/Bishkek", "Asia/Dhaka"),
    "Asia/Krasnoyarsk": ("Asia/Barnaul", "Asia/Novosibirsk", "Asia/Tomsk", "Asia/Novokuznetsk", "Asia/Hovd"),
    "Asia/Irkutsk": ("Asia/Shanghai", "Asia/Hong_Kong", "Asia/Ulaanbaatar"),
    "Asia/Shanghai": ("Asia/Hong_Kong",),
    "Asia/Yakutsk": ("Asia/Chita", "Asia/Tokyo", "Asia/Khandyga"),
    "Asia/Vladivostok": ("Asia/Ust-Nera",),
    "Asia/Magadan": ("Asia/Sakhalin", "Asia/Srednekolymsk"),
    "Asia/Kamchatka": ("Asia/Anadyr",),
}


def codes(page: Mapping[str, str]) -> Mapping[str, str] | None:
    """Give the numbering a router uses, from its time page; None when the page does not show it.

    Inferred: a number above 143 is no place in a list of 144; ``hour24_support`` came with the list of names
    [observed-tplink-ax20 time settings; tplink-web §4.6]. Anything else may be either.
    """
    code = page.get("timezone", "")
    if not code.isascii() or not code.isdigit():
        return None
    if int(code) > 143:
        return MINUTES
    return PLACES if "hour24_support" in page else None


def same_clock(zone: str, known: Mapping[str, str]) -> str | None:
    """Name a zone of that numbering whose clock runs like this one's; None when none is known to."""
    return next((name for name, others in SAME.items() if name in known and zone in others), None)
