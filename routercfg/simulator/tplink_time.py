"""The forms of ``admin/time``.

Sources: [observed-tplink-ax20 §Others, §Decrypted exchanges]; time zones of older firmware [tplink-web 4.6].
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import Answer, Call, Forms, bad, good
from routercfg.simulator.tplink_checks import host

_LAST_ZONE: Final = 143
"""The AX firmware counts the names of Windows time zones from 0; 9 is Pacific time, 75 Russian Standard Time."""

_MINUTES: Final = frozenset(
    (
        *(0, 60, 120, 180, 240, 300, 360, 420, 450, 480, 510, 540, 600, 660, 720, 780, 840, 900, 930, 960, 990),
        *(1020, 1050, 1065, 1080, 1110, 1140, 1200, 1260, 1290, 1320, 1380, 1440, 1500),
    )
)
"""The codes of older firmware: minutes counted from GMT-12, so 720 is GMT and 900 is GMT+3."""

_NEW_WORDS: Final = {"hour24_support": "yes", "hour24_enable": "off", "time_format": "UN_FORMAT"}


def today() -> str:
    """Give the date as file names carry it, YYYY-MM-DD."""
    return datetime.now(UTC).strftime("%Y-%m-%d")


def _clock() -> dict[str, str]:
    now = datetime.now(UTC)
    return {"date": now.strftime("%m/%d/%Y"), "time": now.strftime("%H:%M:%S"), "day": now.strftime("%a")}


def _read(box: Box, _call: Call) -> Answer:
    extra = {} if box.plate.generation.minutes_zone else {**_NEW_WORDS, "quicksetup": box.words("quicksetup")["done"]}
    return good({**box.words("time"), **extra, **_clock()})


def _write(box: Box, call: Call) -> Answer:
    """Store type, zone and time servers; a server that is left out or wrong becomes empty, in silence.

    That a missing one becomes empty is read off one transcript; a number that is no zone is refused like a word
    (inferred).
    """
    zone = call.words.get("timezone", box.words("time")["timezone"])
    if not _is_zone(zone, minutes=box.plate.generation.minutes_zone):
        return bad("timezone is error!")
    words = {"type": call.words.get("type", box.words("time")["type"]), "timezone": zone}
    for field in ("ntp_svr1", "ntp_svr2"):
        text = call.words.get(field, "")
        words[field] = text if host(text) else ""
    box.put(f"{call.controller}?form={call.form}", "time", words)
    return _read(box, call)


def _is_zone(text: str, *, minutes: bool) -> bool:
    if not (text.isascii() and text.isdigit()):
        return False
    return int(text) in _MINUTES if minutes else int(text) <= _LAST_ZONE


def _refresh(box: Box, call: Call) -> Answer:
    """Give the form with the code for "in step with the time server"."""
    data = _read(box, call)["data"]
    return good({**data, "status": 747301}) if isinstance(data, dict) else bad()


def _gmt(box: Box, call: Call) -> Answer:
    answer = _write(box, call)
    return _refresh(box, call) if answer["success"] else answer


def _dst(box: Box, _call: Call) -> Answer:
    now = _clock()
    return good({**box.words("dst"), "dst_status": "down", "date": now["date"], "time": now["time"]})


def _dst_write(box: Box, call: Call) -> Answer:
    """Store the summer time rule; only the switch is checked, since no rule for the rest is documented."""
    if call.words.get("dst_enable", "on") not in ("on", "off"):
        return bad()
    stored = box.words("dst")
    box.put(f"{call.controller}?form={call.form}", "dst", {k: v for k, v in call.words.items() if k in stored})
    return _dst(box, call)


def _timezone(_box: Box, _call: Call) -> Answer:
    return bad()


TIME: Forms = {
    ("admin/time", "settings"): {"read": _read, "write": _write, "gmt": _gmt, "refresh": _refresh},
    ("admin/time", "dst"): {"read": _dst, "write": _dst_write},
    ("admin/time", "timezone"): {"read": _timezone},
}
