"""What goes along with Wi-Fi settings on ASUS: switches that would undo them, and the width within a chanspec."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from routercfg.device import Facts
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import AUTO, Running, Settings, band_of
from routercfg.vendors.asus_rows import NVRAM, UNIT, Traits, chanspec, traits

_ONE_NETWORK: Final = ("ssid", "security", "password", "hidden")
"""What smart connect makes the same on all bands."""
_JOINS_NOT: Final = ("", "0", "2")
"""``smart_connect_x`` that leaves our two bands apart; 2 joins the two radios of 5 GHz [asus.md 6.4]."""


def companions(
    paths: Iterable[str], merged: Mapping[str, Running], known: Traits, nvram: Mapping[str, str]
) -> dict[str, str]:
    """Give the words that must go along with these leaves. ``merged`` is how all settings shall be."""
    words: dict[str, str] = {}
    if _joined(nvram) and _apart(merged, known):
        words["smart_connect_x"] = "0"
    named = {_named(path) for path in paths}
    if _against_wps(named, merged, known, nvram):
        words["wps_enable"] = "0"
    for band in known.bands:
        at = f"wifi.bands.{band}."
        if known.chanspec and {(band, "channel"), (band, "width")} & named:
            channel, width = merged.get(at + "channel", AUTO), merged.get(at + "width", AUTO)
            words[f"wl{UNIT[band]}_chanspec"] = chanspec(channel, width)
    return words


def remarks(facts: Facts, desired: Settings) -> Iterator[Gap]:
    """Name the switches that these settings flip, or leave as they are although one would expect otherwise."""
    known, nvram = traits(facts.native), facts.native.get(NVRAM, {})
    changed = [path for path, value in desired.items() if band_of(path) and facts.running.get(path) != value]
    merged: dict[str, Running] = {**facts.running, **desired}
    named = {_named(path): path for path in changed}
    joined = [path for path in changed if path.endswith(_ONE_NETWORK)]
    if _joined(nvram) and joined:
        apart = _apart(merged, known)
        at = next((path for path in joined if apart and path.endswith(apart)), joined[0])
        yield Gap(at, Part("reason.smart-connect-off" if apart else "reason.smart-connect-on"))
    if wps := _against_wps(named, merged, known, nvram):
        yield Gap(named[wps], Part("reason.wps-off"))


def _named(path: str) -> tuple[str, str]:
    return band_of(path) or "", path.rsplit(".", 1)[-1]


def _joined(nvram: Mapping[str, str]) -> bool:
    return nvram.get("smart_connect_x", "") not in _JOINS_NOT


def _apart(merged: Mapping[str, Running], known: Traits) -> str:
    """Give the first word in which the bands shall differ; empty when they shall be one network."""
    for name in _ONE_NETWORK:
        told = [merged.get(f"wifi.bands.{band}.{name}") for band in known.bands]
        if any(one != told[0] for one in told[1:]):
            return name
    return ""


def _against_wps(
    named: Collection[tuple[str, str]], merged: Mapping[str, Running], known: Traits, nvram: Mapping[str, str]
) -> tuple[str, str] | None:
    """Give what the router's page allows only without WPS: a hidden network, or WPA3 [asus.md 10, 19]."""
    if nvram.get("wps_enable") != "1":
        return None
    for band in known.bands:
        for name, barred in (("hidden", True), ("security", "wpa3")):
            if (band, name) in named and merged.get(f"wifi.bands.{band}.{name}") == barred:
                return band, name
    return None
