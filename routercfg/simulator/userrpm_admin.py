"""The pages of the administrator: password, time, settings file, restart.

Seen on the wire: [observed-tplink-wr1043nd §Backup, parts 5 to 7] (password, backup, restore, restart, factory), and
what the time page shows [part 1]. What the time page takes is read off its form [tplink-legacy R1043, R740]; nobody saw
it saved.
"""

from __future__ import annotations

import base64
import binascii
from datetime import UTC, datetime, timedelta
from typing import Final

from routercfg.simulator.userrpm_box import Box, Call, Pages
from routercfg.simulator.userrpm_checks import must, octets
from routercfg.simulator.userrpm_config import read_file, write_file
from routercfg.simulator.userrpm_html import Array, Field, error_page, form_page, jump, number, page
from routercfg.simulator.userrpm_lan import restart_page

ZONES: Final = frozenset(
    (
        *(0, 60, 120, 180, 240, 300, 360, 420, 450, 480, 510, 540, 600, 660, 720, 780, 840, 900, 930, 960, 990),
        *(1020, 1050, 1065, 1080, 1110, 1140, 1200, 1260, 1290, 1320, 1380, 1440, 1500),
    )
)
"""The zones of the page's select: minutes counted from GMT-12, so 900 is Moscow."""

_DST: Final = (
    *("start_month", "start_count", "start_week", "start_hour"),
    *("end_month", "end_count", "end_week", "end_hour"),
)
_DAYS: Final = "<SCRIPT>var days = new Array(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);</SCRIPT>\n"
"""An array of the page's own script: it does not end with two zeros [observed-tplink-wr1043nd part 1]."""

_TOO_LARGE: Final = 1 << 20


def _clear(box: Box, text: str) -> str:
    """Give a password field in clear; some builds wrap it in Base64, and then a bare one is illegal (inferred)."""
    if not box.plate.password_base64:
        return text
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "surrogateescape")
    except binascii.Error:
        return ""


def _password(box: Box, call: Call) -> bytes:
    """Change name and password; they hold at once, so the old ones are a 401 from here on [part 5].

    That ``newpassword2`` is not looked at is inferred from PPPoE's ``confirm``; the codes but 17003 from the list.
    """
    own = box.words("lgn")
    if call.saves:
        words = call.words
        must(words.get("oldname", "") == own["usr"], "17002")
        must(box.password_fits(_clear(box, words.get("oldpassword", ""))), "17003")
        name, password = words.get("newname", ""), _clear(box, words.get("newpassword", ""))
        must(0 < octets(name) <= box.plate.longest_password, "17000")
        must(0 < octets(password) <= box.plate.longest_password, "17001")
        must(all("!" <= letter <= "~" for letter in name + password), "17004")
        box.put(call, "lgn", {"usr": name, "pwd": password})
        box.end_session()
        return jump("/", parent=True)
    fields = [Field(name, longest=box.plate.longest_password) for name in ("oldname", "newname")]
    secret = ("oldpassword", "newpassword", "newpassword2")
    fields += [Field(name, "password", longest=box.plate.longest_password) for name in secret]
    hint = "<SCRIPT>var encode = Base64Encoding(document.forms[0].newpassword.value);</SCRIPT>\n"
    array = Array("LoginPwdInf", (own["usr"], 0))
    more = hint if box.plate.password_base64 else ""
    return form_page(box.plate.title, (array,), "ChangeLoginPwdRpm.htm", fields, more)


def _now(box: Box) -> datetime:
    """Give the local time: UTC and the zone's distance from it."""
    return datetime.now(UTC) + timedelta(minutes=number(box.words("time")["zone"]) - 720)


def _time(box: Box, call: Call) -> bytes:
    """Time zone, time servers and summer time; a zone that the page does not offer changes nothing (inferred).

    Date and hour are not stored: a paper router has the time of the machine it runs on.
    """
    switch = "daylightStatus" if box.plate.russian else "DaylightSaving"
    if call.saves:
        _save_time(box, call, switch)
    own, now = box.words("time"), _now(box)
    summer = [number(own[name]) for name in _DST]
    clock = (now.month, now.day, now.year, now.hour, now.minute, now.second)
    array = Array("timeInf", (*clock, number(own["zone"]), own["ntpA"], own["ntpB"], *summer, number(own["dst"]), 0))
    names = ("month", "day", "year", "hour", "minute", "second")
    fields = [Field("timezone", "select", "timeInf[6]", tuple(str(zone) for zone in sorted(ZONES)))]
    fields += [Field(name, source=f"timeInf[{at}]", longest=4) for at, name in enumerate(names)]
    fields += [Field("ntpA", source="timeInf[7]", longest=31), Field("ntpB", source="timeInf[8]", longest=31)]
    fields += [Field("isTimeChanged", "hidden", "", ("0",)), Field("isDaylightSavingChanged", "hidden", "", ("0",))]
    fields.append(Field(switch, "radio" if box.plate.russian else "checkbox", "timeInf[17]", _choices(box)))
    hours = tuple(str(hour) for hour in range(24))
    fields += [Field(name, "select", f"timeInf[{at}]", hours) for at, name in enumerate(_DST, 9)]
    return form_page(box.plate.title, (array,), "DateTimeCfgRpm.htm", fields, _DAYS)


def _choices(box: Box) -> tuple[str, ...]:
    return ("0", "1", "2") if box.plate.russian else ("1",)


def _save_time(box: Box, call: Call, switch: str) -> None:
    words = call.words
    stored = {}
    if number(words.get("timezone", "x")) in ZONES and words.get("timezone", "x").isdigit():
        stored["zone"] = str(number(words["timezone"]))
    for name in ("ntpA", "ntpB"):
        if name in words:
            stored[name] = "" if words[name] == "0.0.0.0" else words[name][:31]
    if words.get("isDaylightSavingChanged", "0") == "1":
        stored["dst"] = words.get(switch, "0") if words.get(switch, "0").isdigit() else "1"
        stored |= {name: str(number(words[name])) for name in _DST if name in words}
    box.put(call, "time", stored)


def _backup_page(box: Box, _call: Call) -> bytes:
    form = (
        '<FORM action="/incoming/RouterBakCfgUpload.cfg" enctype="multipart/form-data" method="post">'
        '<INPUT type="file" name="filename"><INPUT type="submit" name="Restore" value="Restore"></FORM>\n'
        '<A href="config.bin">config.bin</A>\n'
    )
    return page(box.plate.title, (Array("bakNRestroreInf", (0,)),), form)


def settings_file(box: Box) -> bytes:
    """Give the file that ``config.bin`` is."""
    return write_file(box)


def upload(box: Box, file: bytes) -> bytes:
    """Take a settings file: it only waits, and whatever it is the progress page is the answer [parts 6 and 7]."""
    box.uploaded = file
    array = Array("tempPageInf", (3, 2, "../userRpm/ConfUpdateTemp.htm"), wide=True)
    return page(box.plate.title, (array,), "<SCRIPT>location.href = tempPageInf[2];</SCRIPT>\n")


def _apply_upload(box: Box, call: Call) -> bytes:
    """Look at the file that waits: 23001 for a bad one, else everything in it is stored and the router restarts."""
    file, box.uploaded = box.uploaded, None
    if file is not None and len(file) > _TOO_LARGE:
        return error_page(box.plate.title, "23000")
    sections = None if file is None else read_file(box, file)
    if sections is None:
        return error_page(box.plate.title, "23001")

    def commit(kept: dict[str, str]) -> None:
        for name, words in sections.items():
            box.router.store.replace(name, {key: kept.get(f"{name} {key}", text) for key, text in words.items()})

    words = {f"{name} {key}": text for name, keys in sections.items() for key, text in keys.items()}
    box.router.write(call.page, words, commit)
    return restart_page(box, box.words("lan")["ip"], 3)


def _reboot(box: Box, call: Call) -> bytes:
    if "Reboot" in call.words:
        return restart_page(box, box.words("lan")["ip"], 0)
    button = '<FORM action="SysRebootRpm.htm" method="get"><INPUT type="submit" name="Reboot" value="Reboot"></FORM>\n'
    return page(box.plate.title, (), button)


def _factory(box: Box, call: Call) -> bytes:
    """Go back to factory defaults, where the password is admin again."""
    if {"Restorefactory", "RestoreFactory"} & set(call.words):
        box.router.write(call.page, {}, lambda _kept: box.router.store.wipe())
        box.end_session()
        return restart_page(box, box.words("lan")["ip"], 1)
    button = '<INPUT type="submit" name="Restorefactory" value="Restore">'
    return page(box.plate.title, (), f'<FORM action="RestoreDefaultCfgRpm.htm" method="get">{button}</FORM>\n')


ADMIN: Final[Pages] = {
    "ChangeLoginPwdRpm": _password,
    "DateTimeCfgRpm": _time,
    "BakNRestoreRpm": _backup_page,
    "ConfUpdateTemp": _apply_upload,
    "SysRebootRpm": _reboot,
    "RestoreDefaultCfgRpm": _factory,
}
REBOOT_HELP: Final[Pages] = {"SysRebootHelpRpm": _reboot}
"""Under this name a WDR3600 restarts too [tplink-legacy 1.10]."""
