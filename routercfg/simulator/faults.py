"""What a paper router can be told to do wrong, by name.

A fault is written ``NAME`` or ``NAME:ARGUMENT``; ``FAULTS`` names them all. Those that are an event happen once, at the
Nth opportunity (the first unless the argument says otherwise); those that are a state last as long as the router runs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

FAULTS: Final[Mapping[str, str]] = {
    "drop-before": "[:N] the Nth write: the connection closes before anything took effect; once",
    "drop-after": "[:N] the Nth write takes effect, then the connection closes without an answer; once",
    "ignore-write": "[:KEY] writes are acknowledged and not stored: all of them, or that native key; always",
    "shorten-value": "[:KEY] values are stored cut to half their length: all of them, or that native key; always",
    "garbage": "[:N] the Nth answer after a login is bytes that mean nothing; once",
    "cut-body": "[:N] the Nth answer after a login stops in the middle of its body; once",
    "slow": "[:SECONDS] every answer is late by that much (default 3)",
    "silent": "connections are accepted and never answered; always",
    "reboot": "[:N] the router restarts right after the Nth write took effect, without answering it; once",
    "other-admin": "another administrator is logged in; always",
    "locked-out": "the router starts locked after too many wrong passwords",
    "wipe": "[:N] power fails right after the Nth write, and the router comes back in factory state; once",
    "error-500": "[:N] the Nth answer after a login is HTTP status 500; once",
    "html": "every answer that should be JSON is an HTML page",
    "redirect": ":HOST every answer is an HTTP 302 to that host",
}

COUNTED: Final = frozenset({"drop-before", "drop-after", "garbage", "cut-body", "reboot", "wipe", "error-500"})
"""Faults that are an event and happen once, at the Nth opportunity."""

SLOW_SECONDS: Final = 3.0
"""How late ``slow`` makes an answer when it is not told, in seconds."""

_BARE: Final = frozenset({"silent", "other-admin", "locked-out", "html"})


class Faults:
    """The faults of one router. Raises ValueError, naming what is permitted, for a name or argument that is not."""

    def __init__(self, *told: str) -> None:
        self._told: dict[str, str] = {}
        for word in told:
            name, _, argument = word.partition(":")
            _check(name, argument)
            self._told[name] = argument
        self._spent: set[str] = set()

    @classmethod
    def parse(cls, told: Sequence[str]) -> Faults:
        """Make the faults named in a list such as ``["drop-after:2", "slow"]``."""
        return cls(*told)

    def has(self, name: str) -> bool:
        """Tell whether that fault was switched on (and, if it is an event, has not happened yet)."""
        return name in self._told and name not in self._spent

    def argument(self, name: str) -> str:
        """Give what stands after the colon, or an empty text."""
        return self._told.get(name, "")

    def strikes(self, name: str, count: int) -> bool:
        """Tell whether that event happens at the ``count``-th opportunity, counted from 1; it never happens twice."""
        if not self.has(name) or count < int(self.argument(name) or "1"):
            return False
        self._spent.add(name)
        return True

    @property
    def lateness(self) -> float:
        """By how many seconds each answer is late."""
        return float(self.argument("slow") or SLOW_SECONDS) if self.has("slow") else 0.0

    def tamper(self, words: Mapping[str, str]) -> dict[str, str]:
        """Give what is really stored of a write: less, or shorter, if a fault says so."""
        kept = dict(words)
        if self.has("ignore-write"):
            only = self.argument("ignore-write")
            kept = {key: text for key, text in kept.items() if only and key != only}
        if self.has("shorten-value"):
            only = self.argument("shorten-value")
            kept = {key: text[: len(text) // 2] if only in ("", key) else text for key, text in kept.items()}
        return kept


def _check(name: str, argument: str) -> None:
    """Raise ValueError unless the fault exists and its argument makes sense."""
    if name not in FAULTS:
        raise ValueError(f"unknown fault {name!r}; permitted: {', '.join(FAULTS)}")
    usable = {
        name in COUNTED: not argument or (argument.isascii() and argument.isdigit() and int(argument) > 0),
        name in _BARE: not argument,
        name == "slow": not argument or _is_number(argument),
        name == "redirect": bool(argument),
    }
    if not usable.get(True, True):
        raise ValueError(f"fault {name!r} does not take {argument!r}: {name}{FAULTS[name]}")


def _is_number(text: str) -> bool:
    whole, _, rest = text.partition(".")
    return whole.isascii() and whole.isdigit() and (not rest or rest.isdigit())
