"""Where a router may be: the default gateway, then the vendors' usual addresses and names.

Only private and link-local addresses are ever tried; a name counts by the address it stands for, since outside the
router's own network ``router.asus.com`` leads to a server on the internet.
"""

from __future__ import annotations

import ipaddress
import platform
import re
import socket
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

# [providers.md §4 and §5; asus.md 1.7; providers.md §0 fact 6: both vendors shift by a subnet on a clash]
USUAL: Final = (
    "192.168.0.1",
    "192.168.1.1",
    "192.168.50.1",
    "tplinkwifi.net",
    "router.asus.com",
    "192.168.2.1",
    "192.168.51.1",
    "192.168.3.1",
)


def candidates(gateways: Iterable[str] | None = None) -> Iterator[str]:
    """Give the addresses to try, the likeliest first, each once."""
    tried: set[str] = set()
    for name in [*(default_gateways() if gateways is None else gateways), *USUAL]:
        address = _resolve(name)
        if address and address not in tried and is_local(address):
            tried.add(address)
            yield address


def is_local(address: str) -> bool:
    """Say whether an IPv4 address is one a home router can have: private or link-local."""
    try:
        parsed = ipaddress.IPv4Address(address)
    except ValueError:
        return False
    networks = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16")
    return any(parsed in ipaddress.IPv4Network(network) for network in networks)


def default_gateways() -> list[str]:
    """Give the default gateways this computer knows; an empty list where it knows none or does not tell."""
    system = platform.system()
    if system == "Linux":
        try:
            return parse_linux(Path("/proc/net/route").read_text())
        except OSError:
            return []
    command = ["route", "print", "-4", "0.0.0.0"] if system == "Windows" else ["netstat", "-rn", "-f", "inet"]
    try:
        done = subprocess.run(command, capture_output=True, timeout=5, check=False)  # noqa: S603  a fixed command
    except (OSError, subprocess.TimeoutExpired):
        return []
    return parse_table(done.stdout.decode(errors="replace"))


def parse_linux(table: str) -> list[str]:
    """Read /proc/net/route: the gateway of each route to everywhere, lowest metric first."""
    found: list[tuple[int, str]] = []
    for line in table.splitlines()[1:]:
        words = line.split()
        if len(words) > 7 and words[1] == "00000000" and words[7] == "00000000" and words[2] != "00000000":
            gateway = socket.inet_ntoa(bytes.fromhex(words[2])[::-1])
            found.append((int(words[6]), gateway))
    return [gateway for _, gateway in sorted(found)]


def parse_table(table: str) -> list[str]:
    """Read the routing table as Windows (``route print``) and macOS (``netstat -rn``) print it."""
    pattern = r"^\s*(?:default|0\.0\.0\.0\s+0\.0\.0\.0)\s+(\d+\.\d+\.\d+\.\d+)\b"
    return re.findall(pattern, table, re.MULTILINE)


def _resolve(name: str) -> str | None:
    """Give the address a name stands for here; an address stands for itself."""
    if re.fullmatch(r"[\d.]+", name):
        return name
    try:
        return socket.gethostbyname(name)
    except OSError:
        return None
