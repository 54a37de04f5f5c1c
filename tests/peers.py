"""What the tests' own web servers share."""

from __future__ import annotations

import re
import socket


def read_request(connection: socket.socket) -> bytes:
    """Read one whole request: closing with something unread would reset the connection and take the answer along."""
    seen = b""
    while b"\r\n\r\n" not in seen:
        piece = connection.recv(65536)
        if not piece:
            return seen
        seen += piece
    head, _, body = seen.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: (\d+)", head.lower())
    while length and len(body) < int(length.group(1)):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
