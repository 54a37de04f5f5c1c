"""What the green firmware looks at before it stores a value; every refusal is the number of its error page.

Codes seen on the wire: [observed-tplink-wr1043nd "Error codes seen"]; the others from the firmware's own list of texts
[tplink-legacy 1.5].
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import IPv4Address, IPv4Network
from typing import Final

NOWHERE: Final = "0.0.0.0"


class Refused(Exception):
    """A save is refused; ``code`` is what the error page shows."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def must(condition: bool, code: str) -> None:
    """Raise Refused unless the condition holds."""
    if not condition:
        raise Refused(code)


def address(text: str) -> IPv4Address | None:
    """Give an IPv4 address, or None for anything else."""
    try:
        return IPv4Address(text)
    except ValueError:
        return None


def is_host(text: str) -> bool:
    """Tell whether it is an address that a machine can have: not 0.x, 127.x, nor 224 and above."""
    found = address(text)
    return found is not None and 0 < found.packed[0] < 224 and found.packed[0] != 127


def is_own(text: str) -> bool:
    """Tell whether the router may have that LAN address; 127.x too, so that paper can move about on one machine."""
    return is_host(text) or (text.startswith("127.") and address(text) is not None)


def is_mask(text: str) -> bool:
    """Tell whether it is a mask of ones before zeros that leaves room for hosts."""
    found = address(text)
    if found is None:
        return False
    free = ~int(found) & 0xFFFFFFFF
    return free & (free + 1) == 0 and 0 < free < 0xFFFFFFFF


def network(host: str, mask: str) -> IPv4Network:
    """Give the network of a checked address and mask."""
    return IPv4Network(f"{host}/{mask}", strict=False)


def dns_pair(words: Mapping[str, str], first: str, second: str) -> tuple[str, str]:
    """Give the DNS pair of a form; an empty one becomes 0.0.0.0. Raises Refused with ``first`` or ``second``."""
    pair = (words.get("dnsserver") or NOWHERE, words.get("dnsserver2") or NOWHERE)
    for text, code in zip(pair, (first, second), strict=True):
        must(text == NOWHERE or is_host(text), code)
    return pair


def ranged(words: Mapping[str, str], field: str, limits: tuple[int, int], code: str) -> str:
    """Give a number of a form that must be there and within limits. Raises Refused."""
    text = words.get(field, "")
    must(text.isascii() and text.isdigit() and len(text) < 10 and limits[0] <= int(text) <= limits[1], code)
    return str(int(text))


def octets(text: str) -> int:
    """Give a text's length as the firmware counts it: in bytes."""
    return len(text.encode("utf-8", "surrogateescape"))


def cut(text: str, longest: int) -> str:
    """Cut a text to that many bytes, in silence."""
    return text.encode("utf-8", "surrogateescape")[:longest].decode("utf-8", "surrogateescape")
