"""OpenWrt's Wi-Fi: a radio and the home network on it. [tplink-legacy-ssh-openwrt §4.5]."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import AUTO, HIDDEN, Running, band_of
from routercfg.vendors.openwrt_box import Box

_ENCRYPTION: Final[Mapping[str, str]] = {
    "open": "none",
    "wpa": "psk",
    "wpa/wpa2": "psk-mixed",
    "wpa2": "psk2",
    "wpa2/wpa3": "sae-mixed",
    "wpa3": "sae",
}
_SECURITY: Final = {word: name for name, word in _ENCRYPTION.items()} | {"": "open"}
_ON: Final = ("1", "true", "on", "yes", "enabled")
_COUNTRY: Final = "wifi.country"


def leaves(box: Box) -> dict[str, Running]:
    """Give what runs on every band that has a network."""
    found: dict[str, Running] = {}
    for band in box.bands:
        told = _network(box, band) | _radio(box, band)
        found |= {f"wifi.bands.{band}.{name}": value for name, value in told.items()}
    countries = {box.word(f"{radio}.country") for radio in box.sections("wireless", "wifi-device")}
    return found | ({_COUNTRY: word} if len(countries) == 1 and (word := next(iter(countries))) else {})


def _on(box: Box, key: str) -> bool:
    return box.word(key) in _ON


def _network(box: Box, band: str) -> dict[str, Running]:
    at, radio = box.network(band), box.radio(band)
    found: dict[str, Running] = {
        "enabled": not _on(box, f"{at}.disabled") and not _on(box, f"{radio}.disabled"),
        "ssid": box.word(f"{at}.ssid"),
        "hidden": _on(box, f"{at}.hidden"),
    }
    base, *ciphers = box.word(f"{at}.encryption").replace("psk+psk2", "psk-mixed").split("+")
    security = _SECURITY.get(base)
    if security in ("wpa2", "wpa2/wpa3", "wpa3") and ciphers not in ([], ["ccmp"], ["aes"]):
        security = None  # with TKIP a network is not what these words promise
    found |= {"security": security} if security else {}
    key = box.word(f"{at}.key")
    return found | ({"password": Secret(key)} if key and security not in ("open", None) else {})


def _radio(box: Box, band: str) -> dict[str, Running]:
    radio = box.radio(band)
    channel = box.word(f"{radio}.channel")
    found: dict[str, Running] = {"channel": int(channel) if channel.isdecimal() and channel != "0" else AUTO}
    width = _mode(box, radio)[1]
    if band == "2.4GHz" and width == 40 and not _on(box, f"{radio}.noscan"):
        return found | {"width": AUTO}  # it falls back to 20 MHz beside other networks
    return found | ({"width": width} if width else {})


def _mode(box: Box, radio: str) -> tuple[str, int]:
    """Split ``VHT80`` into generation and width (MHz); nothing and 0 where it means neither."""
    match = re.fullmatch(r"(HT|VHT|HE|EHT)(\d+)[+-]?", box.word(f"{radio}.htmode"))
    return (match[1], int(match[2])) if match else ("", 0)


def words(box: Box, merged: Mapping[str, Running], paths: frozenset[str]) -> dict[str, str]:
    """Give the words for the leaves that change."""
    found: dict[str, str] = {}
    if _COUNTRY in paths:
        found |= {f"{r}.country": str(merged[_COUNTRY]) for r in box.sections("wireless", "wifi-device")}
    for band in box.bands:
        at = f"wifi.bands.{band}."
        for path in sorted(path for path in paths if path.startswith(at)):
            found |= _leaf_words(box, band, path.removeprefix(at), merged)
    return found


def _leaf_words(box: Box, band: str, name: str, merged: Mapping[str, Running]) -> dict[str, str]:
    at, radio = box.network(band), box.radio(band)
    value = merged[f"wifi.bands.{band}.{name}"]
    if name == "enabled":  # other networks on the radio stay as they are when ours goes
        return {f"{at}.disabled": "", f"{radio}.disabled": ""} if value else {f"{at}.disabled": "1"}
    if name == "security":
        return _security_words(at, str(value))
    if name == "password":
        return {f"{at}.key": value.reveal() if isinstance(value, Secret) else ""}
    if name == "hidden":
        return {f"{at}.hidden": "1" if value else ""}
    if name == "width":
        return _width_words(box, band, value)
    return {f"{radio}.channel" if name == "channel" else f"{at}.ssid": str(value)}


def _security_words(at: str, security: str) -> dict[str, str]:
    """Give the mode; how management frames are protected follows from it, so a word for that goes. [§4.5]."""
    found = {f"{at}.encryption": _ENCRYPTION[security], f"{at}.ieee80211w": ""}
    return found | ({f"{at}.key": ""} if security == "open" else {})


def _width_words(box: Box, band: str, value: Running) -> dict[str, str]:
    radio = box.radio(band)
    generation = _mode(box, radio)[0] or "HT"
    width = 40 if value == AUTO else value
    found = {f"{radio}.htmode": f"{generation}{width}"}
    if band == "2.4GHz":
        found[f"{radio}.noscan"] = "1" if value == 40 else ""
    return found


def gaps(box: Box, merged: Mapping[str, Running], wanted: Mapping[str, Running]) -> Iterator[Gap]:
    """Name what of the wanted leaves this router's Wi-Fi cannot do."""
    if _COUNTRY in wanted and not box.bands:
        yield Gap(_COUNTRY, Part("reason.openwrt-no-radio"))
    for path, value in wanted.items():
        band = band_of(path)
        if band is None:
            continue
        if band not in box.bands:
            yield Gap(path, Part("reason.no-band", (("band", band),)))
            continue
        reason = _reason(box, band, path.rsplit(".", 1)[1], value, merged)
        if reason:
            yield Gap(path, reason)


def _reason(box: Box, band: str, name: str, value: Running, merged: Mapping[str, Running]) -> Part | None:
    security = merged.get(f"wifi.bands.{band}.security")
    key = merged.get(f"wifi.bands.{band}.password")
    if name == "password" and security == "open":
        return Part("reason.open-password")
    if name == "security":
        if value in ("wpa2/wpa3", "wpa3") and not box.router.get("sae"):
            return Part("reason.openwrt-no-sae")
        if value != "open" and (key is None or key is HIDDEN):
            return Part("reason.openwrt-no-key")
        return None
    if name == "password" and isinstance(value, Secret) and len(value) == 64 and "wpa3" in str(security):
        return Part("reason.openwrt-raw-key")
    return _width_reason(_mode(box, box.radio(band))[0], band, value) if name == "width" else None


def _width_reason(generation: str, band: str, value: Running) -> Part | None:
    if value == AUTO:
        return None if band == "2.4GHz" else Part("reason.openwrt-width-auto")
    most = {"HT": 40, "": 40, "EHT": 320}.get(generation, 160)
    if isinstance(value, int) and value > (40 if band == "2.4GHz" else most):
        return Part("reason.openwrt-width", (("width", value),))
    return None
