"""Wi-Fi of the blue interface: a form per band, the region, and smart connect, which gives all bands one name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from routercfg.device import Cut, Native, Step
from routercfg.errors import Part
from routercfg.plan import Change, Gap
from routercfg.settings import AUTO, BANDS, Running, Settings, band_of
from routercfg.vendors.rows import running
from routercfg.vendors.tplink_forms import with_words
from routercfg.vendors.tplink_rows import COUNTRY_ROW, RADIO, RADIO_ROWS, REGION, SMART, SUFFIX

_SHARED: Final = ("enabled", "ssid", "security", "password", "hidden")
"""What smart connect keeps the same on all bands."""
_WIDTHS: Final = {"2.4GHz": ("20", "40"), "5GHz": ("20", "40", "80")}
"""Widths in MHz of a band whose router lists none."""


def bands(native: Native) -> tuple[str, ...]:
    """Give the bands this router has a form for."""
    return tuple(band for band in BANDS if RADIO[band] in native)


def wifi_running(native: Native) -> dict[str, Running]:
    """Read all bands and the country."""
    return running([COUNTRY_ROW, *(row for band in bands(native) for row in RADIO_ROWS[band])], native)


def wifi_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of Wi-Fi that this router cannot do as desired."""
    present = wifi_running(native)
    found: list[Gap] = []
    for path, value in desired.items():
        if not path.startswith("wifi.") or value == present.get(path):
            continue
        reason = _country_reason(native) if path == COUNTRY_ROW.path else _radio_reason(native, path, value)
        if reason is not None:
            found.append(Gap(path, reason))
    return tuple(found)


def _country_reason(native: Native) -> Part | None:
    page = native.get(REGION, {})
    if "country" in page and page.get("region_select_permission") == "yes":
        return None
    return Part("reason.tplink-region-fixed", (("country", page.get("country") or "—"),))


def _radio_reason(native: Native, path: str, value: Running) -> Part | None:
    band = band_of(path)
    if band is None or RADIO.get(band) not in native:
        return Part("reason.tplink-no-band")
    row = next(row for row in RADIO_ROWS[band] if row.path == path)
    if any(name not in native[row.page] for name in row.names):
        return Part("reason.tplink-not-offered")
    if value in {"wpa3", "wpa2/wpa3"} and not _knows_wpa3(native):
        return Part("reason.tplink-no-wpa3")
    if row.names in {("channel",), ("htmode",)} and value != AUTO:
        fallback = _WIDTHS[band] if row.names == ("htmode",) else ()
        return _listed(native, row.names[0] + SUFFIX[band], fallback, str(value))
    return None


def _listed(native: Native, name: str, fallback: tuple[str, ...], word: str) -> Part | None:
    """Check a word against the router's own list; without a list of either kind the router is left to judge."""
    choices = native.get(REGION, {}).get(f"capability.{name}", "").split() or list(fallback)
    if not choices or word in choices:
        return None
    return Part("reason.tplink-choice", (("choices", ", ".join(choices)),))


def _knows_wpa3(native: Native) -> bool:
    """Say whether the router shows signs of WPA3: it uses it, or is of the ax generation (inferred)."""
    pages = [native[RADIO[band]] for band in bands(native)]
    modes = [page.get("hwmode", "") for page in pages]
    modes += [word for name, word in native.get(REGION, {}).items() if name.startswith("capability.hwmode")]
    return any("ax" in mode for mode in modes) or any(page.get("encryption") == "psk_sae" for page in pages)


def wifi_steps(native: Native, changes: Iterable[Change]) -> tuple[Step, ...]:
    """Give the writes for changes of Wi-Fi: the country, smart connect off if the bands part, then each band."""
    wanted = {change.path: change for change in changes if change.path.startswith("wifi.")}
    found: list[Step] = []
    if COUNTRY_ROW.path in wanted:
        words = COUNTRY_ROW.words(wanted[COUNTRY_ROW.path].after)
        found.append(Step(REGION, with_words(native, REGION, words), (COUNTRY_ROW.path,), Cut.WIFI))
    radio = {path: change for path, change in wanted.items() if band_of(path)}
    if native.get(SMART, {}).get("smart_enable") == "on" and radio and _part(native, radio):
        found.append(Step(SMART, with_words(native, SMART, {"smart_enable": "off"}), tuple(radio), Cut.WIFI))
    for band in bands(native):
        words = {}
        paths = tuple(row.path for row in RADIO_ROWS[band] if row.path in radio)
        for row in RADIO_ROWS[band]:
            if row.path in radio:
                words |= row.words(radio[row.path].after)
        if words:
            found.append(Step(RADIO[band], with_words(native, RADIO[band], words), paths, Cut.WIFI))
    return tuple(found)


def _part(native: Native, radio: Mapping[str, Change]) -> bool:
    """Say whether the changes make the bands differ in what smart connect keeps the same, or touch one band's own."""
    whole = {**wifi_running(native), **{path: change.after for path, change in radio.items()}}
    here = bands(native)
    values = [[whole.get(f"wifi.bands.{band}.{name}") for name in _SHARED] for band in here]
    own = any(path.rsplit(".", 1)[1] not in _SHARED for path in radio)
    return own or any(value != values[0] for value in values)
