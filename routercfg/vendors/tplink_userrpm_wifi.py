"""Wi-Fi of the old green pages: two pages per band, the region, and on dual-band routers a page that chooses bands.

There is no WPA3 in this family, and often a change counts only after a restart, which the page then says
[tplink-legacy §1.8].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import AUTO, BANDS, Running, Settings, Value, band_of
from routercfg.vendors.rows import Row, running
from routercfg.vendors.tplink_userrpm_pages import NETWORK, RADIOS, SECURITY
from routercfg.vendors.tplink_userrpm_rows import COUNTRY_ROW, REGIONS, radio_rows, widths

_ONLY: Final = {"2.4GHz": "1", "5GHz": "2"}
_BOTH: Final = "3"
_OFF_BY_SWITCH: Final = "0"


def bands(native: Native) -> tuple[str, ...]:
    """Give the bands this router has both pages for."""
    return tuple(band for band in BANDS if NETWORK[band] in native and SECURITY[band] in native)


def wifi_rows(native: Native) -> tuple[Row, ...]:
    """Give the rows of all bands and of the country."""
    return (*(row for band in bands(native) for row in radio_rows(native, band)), COUNTRY_ROW)


def wifi_running(native: Native) -> dict[str, Running]:
    """Read all bands and the country; a band that is not chosen is off, whatever its own page says."""
    found = running(wifi_rows(native), native)
    if native.get(NETWORK["2.4GHz"], {}).get(".regions") == "0":
        found.pop(COUNTRY_ROW.path, None)
    for band in bands(native):
        if not _chosen(native, band):
            found[f"wifi.bands.{band}.enabled"] = False
    return found


def wifi_words(native: Native, wanted: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Give words by page, the choice of bands first, then the network page of each band before its security page."""
    found: dict[str, dict[str, str]] = {}
    if any(not _chosen(native, band) and wanted.get(f"wifi.bands.{band}.enabled") is True for band in bands(native)):
        found[RADIOS] = {"WlanBand": _BOTH}
        for band in bands(native):  # choosing both must not switch on one that was not asked for
            if not _chosen(native, band) and wanted.get(f"wifi.bands.{band}.enabled") is not True:
                found.setdefault(NETWORK[band], {})["ap"] = ""
    for band in bands(native):
        for page in (NETWORK[band], SECURITY[band]):
            for row in wifi_rows(native):
                if row.page == page and row.path in wanted:
                    found.setdefault(page, {}).update(row.words(wanted[row.path]))
    return found


def _chosen(native: Native, band: str) -> bool:
    """Say whether the page that chooses bands leaves this one on; a router without it leaves all on."""
    return native.get(RADIOS, {}).get("WlanBand", _BOTH) in {_BOTH, _ONLY[band]}


# Gaps.


def wifi_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of Wi-Fi that this router cannot do as desired."""
    present = wifi_running(native)
    found: list[Gap] = []
    for path, value in desired.items():
        if not path.startswith("wifi.") or value == present.get(path):
            continue
        if path == COUNTRY_ROW.path:
            reason = _country_reason(native, str(value))
        else:
            reason = _radio_reason(native, path, value) or _key_reason(native, desired, path)
        if reason is not None:
            found.append(Gap(path, reason))
    return tuple(found)


def _country_reason(native: Native, country: str) -> Part | None:
    page = native.get(NETWORK["2.4GHz"], {})
    if "region" not in page or page.get(".regions") == "0":
        return Part("reason.tplink-not-offered")
    listed = page.get(".choices.region", "").split()
    if country in REGIONS and (len(listed) < 2 or REGIONS[country] in listed):
        return None
    return Part("reason.userrpm-region", (("country", country),))


def _radio_reason(native: Native, path: str, value: Running) -> Part | None:
    band = band_of(path)
    if band is None or band not in bands(native):
        return Part("reason.tplink-no-band")
    row = next(row for row in radio_rows(native, band) if row.path == path)
    if any(name not in native[row.page] for name in row.names):
        return Part("reason.tplink-not-offered")
    if path.endswith(".enabled") and value is True and native.get(RADIOS, {}).get("WlanBand") == _OFF_BY_SWITCH:
        return Part("reason.userrpm-wifi-switch")
    if value in {"wpa3", "wpa2/wpa3"}:
        return Part("reason.userrpm-no-wpa3")
    return _listed_reason(native, band, path, value)


def _listed_reason(native: Native, band: str, path: str, value: Running) -> Part | None:
    """Check a width or channel against the page's own list; a list that a script fills in is not one."""
    known = widths(native, band).values()
    if path.endswith(".width") and str(value) not in known:
        return _choice(known)
    listed = native[NETWORK[band]].get(".choices.channel", "").split()
    if path.endswith(".channel") and value != AUTO and len(listed) > 1 and str(value) not in listed:
        return _choice(word for word in listed if word not in {"0", "15"})
    return None


def _choice(words: Iterable[str]) -> Part:
    return Part("reason.tplink-choice", (("choices", ", ".join(words)),))


def _key_reason(native: Native, desired: Settings, path: str) -> Part | None:
    """Say whether a security lacks a key: the router refuses one of fewer than eight letters with a bare number."""
    band = band_of(path)
    if band is None or not path.endswith(".security") or desired[path] == "open":
        return None
    key = desired.secret(f"wifi.bands.{band}.password")
    text = key.reveal() if key is not None else native[SECURITY[band]].get("pskSecret", "")
    return None if re.fullmatch(r".{8,64}", text) else Part("reason.userrpm-needs-key")
