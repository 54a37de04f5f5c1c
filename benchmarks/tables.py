"""Tables: the same rows as Markdown for the document and as columns for a terminal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """One table. ``note`` says how to read it; it may be empty."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def markdown(self) -> str:
        """Give it for the document."""
        top = [f"## {self.title}", "", *([self.note, ""] if self.note else [])]
        return "\n".join([*top, _bar(self.head), _bar(("---",) * len(self.head)), *map(_bar, self.rows)]) + "\n"

    def columns(self) -> str:
        """Give it for a terminal."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in (self.head, tuple("-" * width for width in widths), *self.rows)
        ]
        return "\n".join([self.title, *lines]) + "\n"


def _bar(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
