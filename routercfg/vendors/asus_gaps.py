"""What an ASUS router cannot be told, leaf by leaf, each with the reason a person reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from routercfg.device import Facts
from routercfg.dialects.asus_keys import too_long
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.settings import AUTOMATIC, HIDDEN, Running, Settings, Value, band_of
from routercfg.vendors import asus_iptv
from routercfg.vendors.asus_rows import NVRAM, Traits, rows, traits
from routercfg.vendors.asus_zones import ALIASES, NEWER, zones

_TUNNELS: Final = frozenset(("pppoe", "l2tp", "pptp"))
_FIXED: Final = frozenset(("wan.address", "wan.mask", "wan.gateway"))
_PROTOCOLS_OF: Final[Mapping[str, frozenset[str]]] = {
    "wan.username": _TUNNELS,
    "wan.password": _TUNNELS,
    "wan.server": frozenset(("l2tp", "pptp")),
    "wan.service_name": frozenset(("pppoe",)),
    "wan.mtu": frozenset(("pppoe",)),
    "wan.secondary": _TUNNELS,
}
"""Which protocols a WAN leaf means something with. An MTU other than PPPoE's has no key here [asus.md 6.1]."""


def applies(path: str, settings: Mapping[str, Running]) -> bool:
    """Say whether a leaf means something beside the others: keys of other protocols keep old values for ever."""
    protocol = settings.get("wan.protocol")
    if protocol is None:
        return True
    if path in _FIXED:
        return protocol == "static" or (protocol in _TUNNELS and settings.get("wan.secondary") == "static")
    if path in _PROTOCOLS_OF:
        return protocol in _PROTOCOLS_OF[path]
    band = band_of(path)
    if band and path.endswith(".password"):
        return settings.get(f"wifi.bands.{band}.security") != "open"
    return True


@dataclass(frozen=True, slots=True)
class _Case:
    """One leaf on trial: what is wanted, beside all settings as they would be."""

    path: str
    value: Value
    merged: Mapping[str, Running]
    known: Traits
    nvram: Mapping[str, str]


def gaps(facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    """Name what this router cannot do. A leaf that already is as wanted is never a gap.

    A leaf that falls away may take others with it (a fixed address, when the protocol cannot be static), so this goes
    on until nothing more falls.
    """
    found: dict[str, Gap] = {}
    while more := _gaps(facts, desired.only([path for path in desired if path not in found])):
        found.update((gap.path, gap) for gap in more)
    return tuple(_along(gap, found) for gap in found.values())


def _along(gap: Gap, found: Mapping[str, Gap]) -> Gap:
    """Say of a password that it falls away because its security mode does, when that was wished for too."""
    mode = gap.path.removesuffix("password") + "security"
    lone = gap.reason.key == "reason.open-password" and mode in found
    return Gap(gap.path, Part("reason.without-security")) if lone else gap


def _gaps(facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    known, nvram = traits(facts.native), facts.native.get(NVRAM, {})
    wanted = Settings({path: value for path, value in desired.items() if facts.running.get(path) != value})
    merged = {**facts.running, **wanted}
    found = list(asus_iptv.gaps(merged, wanted, nvram))
    for path, value in wanted.items():
        if value is HIDDEN or path in asus_iptv.PATHS:
            continue
        reason = _reason(_Case(path, value, merged, known, nvram))
        if reason is not None:
            found.append(Gap(path, reason))
    return tuple(found)


def _reason(case: _Case) -> Part | None:
    band = band_of(case.path)
    if band and band not in case.known.bands:
        return Part("reason.no-band", (("band", band),))
    if not applies(case.path, case.merged):
        kind = "reason.mtu-protocol" if case.path == "wan.mtu" else "reason.not-with-protocol"
        return Part("reason.open-password") if band else Part(kind, (("protocol", case.merged["wan.protocol"]),))
    special = _SPECIAL.get(case.path.rsplit(".", 1)[-1] if band else case.path)
    reason = special(case) if special else None
    return reason or _length(case)


def _length(case: _Case) -> Part | None:
    words = rows(case.known)[case.path].words(case.value)
    limits = (too_long(key, text, case.known.build) for key, text in words.items())
    broken = next((limit for limit in limits if limit is not None), None)
    return None if broken is None else Part("reason.too-long", (("limit", broken),))


def _ssid(case: _Case) -> Part | None:
    name = str(case.value)
    if '"' in name:
        return Part("reason.ssid-quote")  # the router's own page refuses it [providers §6]
    return None if name.isascii() or case.known.utf8_ssid else Part("reason.ssid-letters")


def _security(case: _Case) -> Part | None:
    # stored without a word where it does not exist, and then the radio is open [asus.md 6.4]
    return Part("reason.no-wpa3") if "wpa3" in str(case.value) and not case.known.wpa3 else None


def _mac(case: _Case) -> Part | None:
    own = case.known.own_mac
    if case.value == "clone":
        return None if own else Part("reason.clone-unknown")
    # stored, the two look the same, so the one name that the router's answer is given back as must be used
    return Part("reason.clone-same") if own and case.value == own else None


def _servers(case: _Case) -> Part | None:
    if case.value == AUTOMATIC:
        return Part("reason.dns-static") if case.merged.get("wan.protocol") == "static" else None
    private = case.nvram.get("dnspriv_enable", "") not in ("", "0")
    return Part("reason.dns-private") if private else None


def _clients(case: _Case) -> Part | None:
    # dhcp_dns2_x is not in the table of stock 380-384, which drops it without a word [asus.md 6.2]
    old = case.known.build < NEWER and not case.known.merlin
    return Part("reason.second-client-dns") if old and isinstance(case.value, tuple) and len(case.value) > 1 else None


def _country(case: _Case) -> Part | None:
    return Part("reason.country", (("country", case.nvram.get("wl0_country_code") or "?"),))


def _zone(case: _Case) -> Part | None:
    name = str(case.value)
    if name in zones(case.known.build):
        return None
    same = ALIASES.get(name)
    return Part("reason.zone-name", (("name", same),)) if same else Part("reason.zone-unknown", (("zone", name),))


def _protocol(case: _Case) -> Part | None:
    automatic = case.merged.get("dns.servers", AUTOMATIC) == AUTOMATIC
    return Part("reason.static-needs-dns") if case.value == "static" and automatic else None


_SPECIAL: Final[Mapping[str, Callable[[_Case], Part | None]]] = {
    "ssid": _ssid,
    "security": _security,
    "wan.mac": _mac,
    "wan.protocol": _protocol,
    "dns.servers": _servers,
    "dns.clients": _clients,
    "wifi.country": _country,
    "time.zone": _zone,
}


def running(facts_native: Mapping[str, Mapping[str, str]]) -> Iterator[tuple[str, Running]]:
    """Give the running leaves that native words tell, without what is left over from another protocol."""
    known, nvram = traits(facts_native), facts_native.get(NVRAM, {})
    found: dict[str, Running] = dict(asus_iptv.leaves(nvram))
    for path, row in rows(known).items():
        value = row.read(facts_native)
        if value is not None:
            found[path] = value
    for path, value in found.items():
        if applies(path, found):
            yield path, value
