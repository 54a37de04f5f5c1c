"""The settings file of a paper router: its native words as ``key value`` lines inside the sealed file.

Names of lines are those of the firmware where they are documented [tplink-legacy 3.1 "Known keys"]; the 5 GHz, time and
IPTV lines are named by ourselves.
"""

from __future__ import annotations

from typing import Final

from routercfg.dialects.userrpm_file import pack, unpack
from routercfg.simulator.userrpm_box import HASHED, Box, hashed

_RENAMED: Final = {
    "wlan ssid": "wlan_mbssid_str 1",
    "wlan psk": "wlan_PskSecret 1",
    "wlan sec": "wlan_sec 1",
    "wlan secSubType1": "wlan_secSubType1 1",
    "wlan secSubType2": "wlan_secSubType2 1",
    "wlan secSubType3": "wlan_secSubType3 1",
    "wlan pskCipher": "wlan_pskCipher 1",
    "wlan wpaCipher": "wlan_wpaCipher 1",
    "wan_pptp usr": "wan_pptp_cusr",
    "wan_pptp pwd": "wan_pptp_cpwd",
    "wan_pptp server": "wan_pptp_dmnip",
    "wan_pptp msk": "wan_pptp_mask",
    "wan_pptp gw": "wan_pptp_gate",
    "wan_pptp lnTyp": "wan_pptp_ctype",
    "wan_pptp idle": "wan_pptp_time",
    "wan_l2tp server": "wan_l2tp_dip",
    "wan_l2tp lnTyp": "wan_l2tp_typ",
}
_FACTORY_PASSWORD: Final = "admin"  # noqa: S105 — the vendor's, printed on the sticker


def _line(section: str, key: str) -> str:
    return _RENAMED.get(f"{section} {key}", f"{section}_{key}")


def _keys(box: Box) -> dict[str, tuple[str, str]]:
    """Give where each line goes: its name → section and key."""
    known = box.router.model.factory
    return {_line(section, key): (section, key) for section, keys in known.items() for key in keys}


def write_file(box: Box) -> bytes:
    """Give the sealed file; builds with an MD5 cookie write the password's MD5 [tplink-legacy 3.1]."""
    lines = []
    for name, (section, key) in _keys(box).items():
        text = box.router.store.get(section, key)
        if name == "lgn_pwd" and box.plate.door == "session":
            text = text.removeprefix(HASHED) if text.startswith(HASHED) else hashed(text)
        lines.append(f"{name} {text}")
    return pack("".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape"))


def read_file(box: Box, file: bytes) -> dict[str, dict[str, str]] | None:
    """Give the sections that a file stands for, None when it is bad.

    Lines that nobody knows are passed over, and what a file does not name is at its factory value (inferred: only whole
    files were seen).
    """
    text = unpack(file)
    if text is None:
        return None
    sections = {name: dict(words) for name, words in box.router.model.factory.items()}
    places = _keys(box)
    for line in text.decode("utf-8", "surrogateescape").split("\r\n"):
        name = next((name for name in _names(line) if name in places), None)
        if name is not None:
            section, key = places[name]
            sections[section][key] = line[len(name) + 1 :]
    if box.plate.door == "session":
        sections["lgn"]["pwd"] = _recover(sections["lgn"]["pwd"], box.router.store.get("lgn", "pwd"))
    return sections


def _recover(told: str, own: str) -> str:
    """Give the password of a file that carries only its MD5: in clear when we know it anyway."""
    for known in (own, _FACTORY_PASSWORD):
        if told in (hashed(known), known, known.removeprefix(HASHED)):
            return known
    return HASHED + told


def _names(line: str) -> list[str]:
    """Give what may be a line's name: its first two words, or its first."""
    words = line.split(" ")
    return [" ".join(words[:2]), words[0]]
