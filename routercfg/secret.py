"""Secrets: text that is compared and sent, and never shown."""

from __future__ import annotations

import hmac
from typing import Final, NoReturn


class Secret:
    """A password or key. ``reveal()`` is the one door to its text; every printable face shows only dots.

    >>> print(Secret("hunter2"), [Secret("hunter2")])
    ••• [Secret(•••)]
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text: Final = text

    def reveal(self) -> str:
        """Give the text. Called only where it goes on the wire, into a 0600 file, or to a person who asked."""
        return self._text

    def __len__(self) -> int:
        return len(self._text)

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        return hmac.compare_digest(_octets(self._text), _octets(other._text))

    def __hash__(self) -> int:
        return hash(("Secret", self._text))

    def __repr__(self) -> str:
        return "Secret(•••)"

    def __str__(self) -> str:
        return "•••"

    def __format__(self, spec: str) -> str:
        return format("•••", spec)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a Secret is not pickled or copied to disk")


def _octets(text: str) -> bytes:
    """Give the bytes to compare; what a router stores need not be UTF-8, and comes as halves of letters then."""
    return text.encode("utf-8", "surrogatepass")
