"""Who sits at the other end of the cable: the MAC behind an address, from this computer's own table of neighbours."""

from __future__ import annotations

import ipaddress
import re


def neighbour(host: str) -> str | None:
    """Give the MAC ``AA:BB:CC:DD:EE:FF`` of a host on our own network, None when it is not on it.

    ``host`` is an IPv4 address that we have just talked to: then the table knows it, and nothing is sent.
    """
    try:
        address = ipaddress.IPv4Address(host)
    except ValueError:
        return None
    if address.is_loopback:
        return None
    from getmac import get_mac_address

    found = get_mac_address(ip=str(address), network_request=False) or ""
    known = re.fullmatch(r"(?:[0-9a-f]{2}:){5}[0-9a-f]{2}", found.lower()) is not None
    return found.upper() if known and found.strip("0:") else None
