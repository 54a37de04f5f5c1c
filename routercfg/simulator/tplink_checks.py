"""How the blue interface's firmware looks at single values, as the check tables of a running unit show it.

Source of the rules: [observed-tplink-ax20 §WAN forms]. A form's table says of each field what it may hold, whether it
may be empty, and when it must be there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

Check: TypeAlias = Callable[[str], bool]

_MAC: Final = re.compile(r"[0-9A-Fa-f]{2}([-:][0-9A-Fa-f]{2}){5}")
_HOST: Final = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?")
_CLOCK: Final = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")


def one_of(*words: str) -> Check:
    """Permit these words."""
    return lambda text: text in words


def number(low: int, high: int) -> Check:
    """Permit a decimal number in that range."""
    return lambda text: text.isascii() and text.isdigit() and low <= int(text) <= high


def size(low: int, high: int) -> Check:
    """Permit so many bytes of UTF-8."""
    return lambda text: low <= len(text.encode("utf-8")) <= high


def ipv4(text: str) -> bool:
    """Permit the address of one machine; 0.0.0.0 is none."""
    try:
        address = ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return int(address) != 0 and not address.is_multicast and text != "255.255.255.255"


def netmask(text: str) -> bool:
    """Permit a mask of ones followed by zeros, neither empty nor full."""
    try:
        return 0 < ipaddress.IPv4Network(f"0.0.0.0/{text}").prefixlen < 32 and text.count(".") == 3
    except ValueError:
        return False


def unicast_mac(text: str) -> bool:
    """Permit a MAC address of one machine, with dashes or colons."""
    return _MAC.fullmatch(text) is not None and int(text[:2], 16) % 2 == 0 and set(text) - set("-:") != {"0"}


def host(text: str) -> bool:
    """Permit a domain name or an IPv4 address."""
    return _HOST.fullmatch(text) is not None and (ipv4(text) or not text.replace(".", "").isdigit())


def server(text: str) -> bool:
    """Permit a VPN server: 1 to 63 bytes, name or address."""
    return size(1, 63)(text) and host(text)


def clock(text: str) -> bool:
    """Permit HH:MM."""
    return _CLOCK.fullmatch(text) is not None


def visible(text: str) -> str:
    """Give what is left of a text: it ends before its first control character, and nobody is told so.

    The notes say "cut/ignored" [observed-tplink-ax20 §WAN forms]; cutting is what we play.
    """
    found = _CONTROL.search(text)
    return text[: found.start()] if found else text


def same_net(one: str, other: str, mask: str) -> bool:
    """Tell whether two addresses are in one subnet; False when any of the three is no address."""
    try:
        return ipaddress.IPv4Address(other) in ipaddress.IPv4Network(f"{one}/{mask}", strict=False)
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Rule:
    """What one field may hold. ``needed`` is (other field, its word) that makes this one required; "" is always."""

    check: Check
    empty_ok: bool = False
    needed: tuple[str, str] | None = None

    def allows(self, field: str, words: Mapping[str, str]) -> bool:
        """Tell whether what was sent for that field will do.

        Whether a field is needed is judged by the words of the request alone. A stored value does not count: the
        notes do not say, and this is the stricter reading.
        """
        if field not in words:
            return not self._is_needed(words)
        return self.empty_ok if words[field] == "" else self.check(words[field])

    def _is_needed(self, words: Mapping[str, str]) -> bool:
        if self.needed is None:
            return False
        other, word = self.needed
        return not other or words.get(other) == word


Table: TypeAlias = Mapping[str, Rule]


def taken(table: Table, words: Mapping[str, str]) -> dict[str, str] | None:
    """Give the fields of a request that the table knows, or None when any rule is broken; others are ignored."""
    if not all(rule.allows(field, words) for field, rule in table.items()):
        return None
    return {field: visible(words[field]) for field in table if field in words}
