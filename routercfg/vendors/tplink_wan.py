"""The internet connection of the blue interface: one form per connection type, and writing a form chooses its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, HIDDEN, Running, Settings, Value
from routercfg.vendors.rows import Row, running
from routercfg.vendors.tplink_forms import lacking, with_words
from routercfg.vendors.tplink_rows import PROTOCOL_ROW, SECONDARY, STATUS, WAN, wan_rows

PATHS: Final = (
    "wan.protocol",
    *(f"wan.{name}" for name in ("username", "password", "server", "service_name")),
    *(f"wan.{name}" for name in ("address", "mask", "gateway", "mtu", "secondary")),
    "dns.servers",
)
"""The leaves that the form of a connection type carries."""

MTU: Final[Mapping[str, int]] = {"dhcp": 1500, "static": 1500, "pppoe": 1492, "l2tp": 1460, "pptp": 1420}
SMALLEST_MTU: Final = 576
LONGEST: Final[Mapping[str, int]] = {
    "wan.username": 118,
    "wan.password": 118,  # newer pages permit 255, older firmware cuts [tplink-web §4.2]
    "wan.server": 63,
    "wan.service_name": 31,
}
_SECONDS: Final[Mapping[str, tuple[str, ...]]] = {
    "dhcp": ("none",),
    "static": ("none",),
    "pppoe": ("none", "dhcp", "static"),
    "l2tp": ("dhcp", "static"),
    "pptp": ("dhcp", "static"),
}


def active(native: Native) -> str | None:
    """Give the connection type in force; None when it is one of those we have no word for."""
    protocol = PROTOCOL_ROW.read(native)
    return protocol if isinstance(protocol, str) and WAN[protocol] in native else None


def wan_running(native: Native) -> dict[str, Running]:
    """Read the connection in force."""
    protocol = active(native)
    if protocol is None:
        return {}
    secondary = _stored_secondary(native, protocol)
    found = running(wan_rows(protocol, secondary), native)
    found.setdefault("dns.servers", AUTOMATIC)  # L2TP and PPTP with a dynamic second connection have no other
    return {"wan.protocol": protocol, **found, "wan.secondary": secondary}


def wan_words(native: Native, wanted: Mapping[str, Value]) -> tuple[str, dict[str, str]] | None:
    """Give page and words for the wanted leaves; None when the connection type has no form here.

    When the type changes, what the old type had and the new one can hold goes along, since a leaf that already was as
    wanted is not among the wanted ones.
    """
    protocol = str(wanted.get("wan.protocol") or active(native))
    if protocol not in WAN or WAN[protocol] not in native:
        return None
    whole = {**_carried(native, protocol), **wanted}
    words: dict[str, str] = {}
    for row in wan_rows(protocol, _secondary(native, protocol, whole)):
        if row.path in whole:
            words |= row.words(whole[row.path])
    return WAN[protocol], with_words(native, WAN[protocol], words)


def _carried(native: Native, protocol: str) -> dict[str, Value]:
    """Give what the connection in force has and the form of another type can hold."""
    if protocol == active(native):
        return {}
    present = {path: value for path, value in wan_running(native).items() if value is not HIDDEN}
    return {path: value for path, value in present.items() if _limit(protocol, path, value) is None}


def _secondary(native: Native, protocol: str, wanted: Mapping[str, Running]) -> str:
    word = wanted.get("wan.secondary")
    return word if isinstance(word, str) and word in _SECONDS[protocol] else _stored_secondary(native, protocol)


def _stored_secondary(native: Native, protocol: str) -> str:
    word = SECONDARY.get(native.get(WAN[protocol], {}).get("snd_conn", ""), "none")
    return word if word in _SECONDS[protocol] else _SECONDS[protocol][0]


def wan_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of the connection that this router cannot do as desired."""
    wanted = {path: value for path, value in desired.items() if path in PATHS and value is not HIDDEN}
    if not wanted:
        return ()
    if STATUS not in native:  # SG firmware; what writes its connection is in no source [tplink-web §2A.4]
        return tuple(Gap(path, Part("reason.tplink-no-wan-forms")) for path in wanted)
    protocol = wanted.get("wan.protocol") or active(native)
    if not isinstance(protocol, str) or WAN[protocol] not in native:
        return tuple(Gap(path, Part("reason.tplink-no-protocol")) for path in wanted)
    found = tuple(_leaf_gaps(native, protocol, wanted))
    short = _shortage(native, protocol, wanted, found)
    if short is None:
        return found
    rest = desired.only([path for path in desired if path != short.path])
    return (short, *wan_gaps(native, rest))


def _leaf_gaps(native: Native, protocol: str, wanted: Mapping[str, Value]) -> Iterator[Gap]:
    rows = {row.path: row for row in wan_rows(protocol, _secondary(native, protocol, wanted))}
    for path, value in wanted.items():
        reason = _unfit(native, protocol, rows.get(path), path, value)
        if reason is not None and path != "wan.protocol":
            yield Gap(path, reason)


def _unfit(native: Native, protocol: str, row: Row | None, path: str, value: Value) -> Part | None:
    """Say why a leaf cannot be as wanted with that connection type, None when it can."""
    if path == "dns.servers" and row is None:
        return None if value == AUTOMATIC else Part("reason.tplink-no-own-dns", (("protocol", protocol),))
    if path == "wan.secondary" and row is None and value == "none":
        return None
    if row is None:
        return Part("reason.tplink-not-in-protocol", (("protocol", protocol),))
    if any(name not in native[row.page] for name in row.names):
        return Part("reason.tplink-not-offered")
    if path == "dns.servers" and value == AUTOMATIC and wan_running(native).get(path) == value:
        return None if active(native) == protocol else _limit(protocol, path, value)
    return _limit(protocol, path, value)


def _limit(protocol: str, path: str, value: Value) -> Part | None:
    """Say which limit of a connection type a value breaks, None when it breaks none."""
    if path == "wan.mtu" and isinstance(value, int) and not SMALLEST_MTU <= value <= MTU[protocol]:
        return Part("reason.tplink-range", (("least", SMALLEST_MTU), ("most", MTU[protocol])))
    if path == "wan.secondary" and value not in _SECONDS[protocol]:
        return Part("reason.tplink-choice", (("choices", ", ".join(_SECONDS[protocol])),))
    if path == "dns.servers" and value == AUTOMATIC and protocol not in {"dhcp", "pppoe"}:
        return Part("reason.tplink-dns-wanted")
    text = value.reveal() if isinstance(value, Secret) else str(value)
    if path in LONGEST and len(text.encode()) > LONGEST[path]:
        return Part("reason.tplink-long", (("longest", LONGEST[path]),))
    if path in LONGEST and any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        return Part("reason.tplink-control")
    return None


def _shortage(native: Native, protocol: str, wanted: Mapping[str, Value], gaps: tuple[Gap, ...]) -> Gap | None:
    """Name the leaf that cannot be because the router would miss others beside it."""
    beyond = {gap.path for gap in gaps}
    built = wan_words(native, {path: value for path, value in wanted.items() if path not in beyond})
    missing = lacking(*built) if built is not None else ()
    if not missing or (protocol == active(native) and not _differs(native, wanted)):
        return None
    second = wanted.get("wan.secondary") == "static" and "wan.address" in missing
    likely = ("wan.secondary", "wan.protocol") if second else ("wan.protocol",)
    where = next(path for path in (*likely, *wanted) if path in wanted)
    return Gap(where, Part("reason.tplink-protocol-needs", (("protocol", protocol), ("paths", ", ".join(missing)))))


def _differs(native: Native, wanted: Mapping[str, Value]) -> bool:
    present = wan_running(native)
    return any(present.get(path) != value for path, value in wanted.items())
