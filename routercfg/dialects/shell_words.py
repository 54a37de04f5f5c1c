"""What both ends of a shell share: a command that is run, what it said, and how words are quoted for BusyBox ash."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar


@dataclass(frozen=True, slots=True)
class Command:
    """One command line for a router's shell and what it reads from its standard input.

    Secrets travel in ``stdin`` only: a command line shows in the router's process list. ``label`` is what logs may
    show. ``writes`` is true when the command may change something: it is then never repeated blindly. ``seconds`` is
    how long it may take.
    """

    line: str = field(repr=False)
    stdin: bytes = field(default=b"", repr=False)
    label: str = ""
    writes: bool = False
    seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Output:
    """What a command left: exit status (0-255), standard output and standard error."""

    status: int
    out: bytes = field(default=b"", repr=False)
    err: bytes = field(default=b"", repr=False)

    @property
    def text(self) -> str:
        """Standard output as UTF-8; bytes that are not UTF-8 become U+FFFD."""
        return self.out.decode("utf-8", "replace")

    @property
    def complaint(self) -> str:
        """Standard error as UTF-8 without blanks at its ends."""
        return self.err.decode("utf-8", "replace").strip()


T = TypeVar("T")

ShellTalk: TypeAlias = Generator[Command, Output, T]
"""A dialogue with a shell, without I/O: yields each Command, is sent the Output, returns what it was about."""


def quote(word: str) -> str:
    r"""Quote a word for a POSIX shell, whatever is in it.

    >>> print(quote("it's"))
    'it'\''s'
    """
    return "'" + word.replace("'", "'\\''") + "'"
