"""The words both ends of a cable share: what is asked of a router's web server and what it replies."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar


@dataclass(frozen=True, slots=True)
class Ask:
    """One HTTP request, before it meets a transport.

    ``target`` is path and query as they go into the request line. ``label`` is what logs may show: page and key
    names, never values; headers and body are kept out of ``repr`` because they may carry passwords and tokens.
    ``writes`` is true when the router may change something: a transport may repeat an Ask that only reads,
    and never one that writes.
    """

    method: str
    target: str = field(repr=False)
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)
    label: str = ""
    writes: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response: status, headers in order (names as sent), whole body."""

    status: int
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)

    def header(self, name: str) -> str | None:
        """Give the first header of that name, whatever its letter case, or None."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def headers_named(self, name: str) -> tuple[str, ...]:
        """Give all headers of that name in order (``Set-Cookie`` may come several times)."""
        return tuple(value for key, value in self.headers if key.lower() == name.lower())

    @property
    def text(self) -> str:
        """The body as UTF-8; bytes that are not UTF-8 become U+FFFD (client names on routers are not always clean)."""
        return self.body.decode("utf-8", "replace")


T = TypeVar("T")

Talk: TypeAlias = Generator[Ask, Reply, T]
"""A dialogue without I/O: yields each Ask, is sent the Reply, returns what the dialogue was about."""
