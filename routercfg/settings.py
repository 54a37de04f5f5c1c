"""What a home router can be told: one table of leaves, and the frozen set of values that desired and running share.

A leaf that is not in a ``Settings`` is not touched (desired) or not known to this router (running). The value
``HIDDEN`` occurs in running settings only: the router has something there and does not tell it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final, TypeAlias

from routercfg.secret import Secret

BANDS: Final = ("2.4GHz", "5GHz")
AUTOMATIC: Final = "automatic"
AUTO: Final = "auto"
NONE: Final = "none"


class Hidden(Enum):
    """The type of ``HIDDEN``."""

    HIDDEN = "hidden"

    def __repr__(self) -> str:
        return "HIDDEN"


HIDDEN: Final = Hidden.HIDDEN

Value: TypeAlias = "str | int | bool | Secret | tuple[str, ...]"
Running: TypeAlias = "Value | Hidden"


class Kind(Enum):
    """What sort of value a leaf takes, in its canonical form."""

    TEXT = "text"
    SECRET = "secret"  # noqa: S105  a kind, not a password
    NUMBER = "number"
    SWITCH = "switch"
    CHOICE = "choice"
    ADDRESS = "address"  # dotted IPv4
    MAC = "mac"  # "default", "clone" or AA:BB:CC:DD:EE:FF in capitals
    SERVERS = "servers"  # "automatic" or one or two dotted IPv4 addresses
    NUMBER_OR_AUTO = "number or auto"  # "auto" or a number
    VLAN = "vlan"  # "none" or 1-4094


@dataclass(frozen=True, slots=True)
class Leaf:
    """One thing a router can be told. ``choices`` are the permitted words of a CHOICE."""

    path: str
    kind: Kind
    choices: tuple[str, ...] = ()

    @property
    def group(self) -> str:
        """The first word of the path; a band's leaves are one group per band."""
        head, *rest = self.path.split(".", 2)
        return self.path.rsplit(".", 1)[0] if rest and rest[0] == "bands" else head


PROTOCOLS: Final = ("dhcp", "pppoe", "static", "l2tp", "pptp")
SECURITIES: Final = ("open", "wpa", "wpa/wpa2", "wpa2", "wpa2/wpa3", "wpa3")
SECONDARIES: Final = ("none", "dhcp", "static")
IPTV_MODES: Final = ("off", "bridge", "vlan")


def _band_leaves(band: str) -> tuple[Leaf, ...]:
    at = f"wifi.bands.{band}."
    return (
        Leaf(at + "enabled", Kind.SWITCH),
        Leaf(at + "ssid", Kind.TEXT),
        Leaf(at + "security", Kind.CHOICE, SECURITIES),
        Leaf(at + "password", Kind.SECRET),
        Leaf(at + "hidden", Kind.SWITCH),
        Leaf(at + "channel", Kind.NUMBER_OR_AUTO),
        Leaf(at + "width", Kind.NUMBER_OR_AUTO),
    )


_LEAVES: Final = (
    Leaf("wan.protocol", Kind.CHOICE, PROTOCOLS),
    Leaf("wan.username", Kind.TEXT),
    Leaf("wan.password", Kind.SECRET),
    Leaf("wan.server", Kind.TEXT),
    Leaf("wan.service_name", Kind.TEXT),
    Leaf("wan.address", Kind.ADDRESS),
    Leaf("wan.mask", Kind.ADDRESS),
    Leaf("wan.gateway", Kind.ADDRESS),
    Leaf("wan.mtu", Kind.NUMBER),
    Leaf("wan.mac", Kind.MAC),
    Leaf("wan.secondary", Kind.CHOICE, SECONDARIES),
    Leaf("wan.vlan", Kind.VLAN),
    Leaf("dns.servers", Kind.SERVERS),
    Leaf("dns.clients", Kind.SERVERS),
    Leaf("wifi.country", Kind.TEXT),
    *(leaf for band in BANDS for leaf in _band_leaves(band)),
    Leaf("lan.address", Kind.ADDRESS),
    Leaf("lan.mask", Kind.ADDRESS),
    Leaf("lan.dhcp.enabled", Kind.SWITCH),
    Leaf("lan.dhcp.first", Kind.ADDRESS),
    Leaf("lan.dhcp.last", Kind.ADDRESS),
    Leaf("iptv.mode", Kind.CHOICE, IPTV_MODES),
    Leaf("iptv.port", Kind.NUMBER),
    Leaf("iptv.internet.priority", Kind.NUMBER),
    Leaf("iptv.iptv.id", Kind.VLAN),
    Leaf("iptv.iptv.priority", Kind.NUMBER),
    Leaf("iptv.voip.id", Kind.VLAN),
    Leaf("iptv.voip.priority", Kind.NUMBER),
    Leaf("admin.username", Kind.TEXT),
    Leaf("admin.password", Kind.SECRET),
    Leaf("time.zone", Kind.TEXT),
)

LEAVES: Final[Mapping[str, Leaf]] = {leaf.path: leaf for leaf in _LEAVES}
"""Every leaf by path. The internet VLAN has one leaf, ``wan.vlan``: a profile's ``iptv.internet.id`` means the same."""


def band_of(path: str) -> str | None:
    """Give the band a leaf belongs to, or None.

    >>> band_of("wifi.bands.2.4GHz.ssid"), band_of("wan.mtu")
    ('2.4GHz', None)
    """
    return path.removeprefix("wifi.bands.").rsplit(".", 1)[0] if path.startswith("wifi.bands.") else None


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_number(value: object) -> bool:
    return type(value) is int


def _is_servers(value: object) -> bool:
    return value == AUTOMATIC or (isinstance(value, tuple) and all(isinstance(v, str) for v in value))


_TYPE_OF: Final[Mapping[Kind, Callable[[object], bool]]] = {
    Kind.SECRET: lambda value: isinstance(value, Secret),
    Kind.NUMBER: _is_number,
    Kind.SWITCH: lambda value: isinstance(value, bool),
    Kind.SERVERS: _is_servers,
    Kind.NUMBER_OR_AUTO: lambda value: value == AUTO or _is_number(value),
    Kind.VLAN: lambda value: value == NONE or _is_number(value),
}


def _fits(leaf: Leaf, value: object) -> bool:
    """Say whether a value has the leaf's type (its limits are the business of ``rules``)."""
    if leaf.kind is Kind.CHOICE:
        return value in leaf.choices
    return _TYPE_OF.get(leaf.kind, _is_text)(value)


class Settings(Mapping[str, Running]):
    """A frozen set of leaf values by path; desired and running settings are the same type, so they compare.

    Raises TypeError when a path is no leaf or a value has the wrong type: that is a fault of the caller, not of a
    person's input (which ``profile`` and the drivers check before they build one).
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Running] | None = None) -> None:
        values = values or {}
        for path, value in values.items():
            leaf = LEAVES.get(path)
            if leaf is None:
                raise TypeError(f"no such leaf: {path}")
            if value is not HIDDEN and not _fits(leaf, value):
                raise TypeError(f"{path}: {leaf.kind.value} expected, got {type(value).__name__}")
        # in the order of LEAVES, so that plans and reports read the same every time
        self._values: Final = {path: values[path] for path in LEAVES if path in values}

    def __getitem__(self, path: str) -> Running:
        return self._values[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Settings({self._values!r})"

    def text(self, path: str) -> str | None:
        """Give a leaf's value when it is text, else None."""
        value = self._values.get(path)
        return value if isinstance(value, str) else None

    def secret(self, path: str) -> Secret | None:
        """Give a leaf's value when it is a Secret, else None (also when HIDDEN)."""
        value = self._values.get(path)
        return value if isinstance(value, Secret) else None

    def but(self, changes: Mapping[str, Running]) -> Settings:
        """Give these settings with some leaves replaced or added."""
        return Settings({**self._values, **changes})

    def only(self, paths: object) -> Settings:
        """Give these settings cut down to the paths that are in ``paths`` (any container)."""
        return Settings({p: v for p, v in self._values.items() if p in paths})  # type: ignore[operator]
