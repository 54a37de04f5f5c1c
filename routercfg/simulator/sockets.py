"""What the servers of paper routers do alike with sockets."""

from __future__ import annotations

import ipaddress
import os
import socket
import struct


def listening(listen: tuple[str, int]) -> socket.socket:
    """Listen there; port 0 takes a free one. Raises OSError when this machine has no such address."""
    return socket.create_server(listen, backlog=64)


def reset(connection: socket.socket) -> None:
    """Close so that the other side sees a reset, as from a machine where nothing listens."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("hh" if os.name == "nt" else "ii", 1, 0))
    connection.close()


def leads_away(address: str, here: str) -> bool:
    """Tell whether a router whose LAN address is ``address`` is to move from ``here``: to loopback addresses only."""
    try:
        return address != here and ipaddress.IPv4Address(address).is_loopback
    except ValueError:
        return False
