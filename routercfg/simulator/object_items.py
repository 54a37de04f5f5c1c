"""The text of the object interface: item blocks in a request, blocks and a number in the answer.

Source: [tplink-web 5.1-5.4], [observed-tplink-wr841n-v14 §Actions].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

GET, SET, ADD, DEL, GL, GS, OP, CGI = range(1, 9)
ZERO: Final = (0, 0, 0, 0, 0, 0)
LINE_BREAK: Final = "\x12"
"""What a line break inside a value travels as [tplink-web 5.3]."""

Stack = tuple[int, ...]
_HEAD: Final = re.compile(r"\[([^#\]]+)#([\d,]+)#([\d,]+)\](\d+),(\d+)")


class BadItems(ValueError):
    """The request is not made of item blocks (71011)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One block: what to do, with which object, and the lines of the block (names, or name and value)."""

    action: int
    oid: str
    stack: Stack
    parent: Stack
    index: int
    lines: tuple[str, ...] = field(default=(), repr=False)

    def words(self) -> dict[str, str]:
        """Give the lines as name and value, split at the first ``=``; line breaks are put back into values."""
        pairs = (line.partition("=")[::2] for line in self.lines)
        return {name: value.replace(LINE_BREAK, "\n") for name, value in pairs}


def read_types(text: str) -> list[int]:
    """Read ``1&5``; a ``=`` behind a digit and parameters with a name are overlooked [tplink-web 2B]."""
    types = [word.rstrip("=") for word in text.split("&") if re.fullmatch(r"\w+=.+", word) is None]
    if not types or not all(re.fullmatch(r"[1-8]", word) for word in types):
        raise BadItems(text)
    return [int(word) for word in types]


def read_items(types: Sequence[int], text: str) -> list[Item]:
    """Read the blocks. Lines beyond a block's count are overlooked; too few of them are an error.

    [observed-tplink-wr841n-v14 §Actions, part 7]
    """
    blocks: list[tuple[re.Match[str], list[str]]] = []
    for line in re.split(r"\r\n|\n", text):
        head = _HEAD.fullmatch(line.strip()) if line.startswith("[") else None
        if head is not None:
            blocks.append((head, []))
        elif line and not blocks:
            raise BadItems(line)
        elif line:
            blocks[-1][1].append(line)
    if not blocks or len(blocks) != len(types):
        raise BadItems(f"{len(blocks)} blocks for {len(types)} types")
    return [_item(action, head, lines) for action, (head, lines) in zip(types, blocks, strict=True)]


def _item(action: int, head: re.Match[str], lines: list[str]) -> Item:
    count = int(head[5])
    if len(lines) < count:
        raise BadItems(head[1])
    return Item(action, head[1], read_stack(head[2]), read_stack(head[3]), int(head[4]), tuple(lines[:count]))


def read_stack(text: str) -> Stack:
    """Read ``1,1,0,0,0,0``. Raises BadItems unless it is six numbers."""
    words = text.split(",")
    if len(words) != len(ZERO) or not all(word.isdigit() and len(word) < 6 for word in words):
        raise BadItems(text)
    return tuple(int(word) for word in words)


def show_stack(stack: Stack) -> str:
    """Write a stack as requests and answers have it."""
    return ",".join(map(str, stack))


def show_block(stack: Stack, index: int, words: Mapping[str, str]) -> str:
    """Write one instance of an answer."""
    return "".join(
        [f"[{show_stack(stack)}]{index}\n", *(f"{name}={_travel(value)}\n" for name, value in words.items())]
    )


def show_cgi(index: int, lines: Iterable[str], code: int | None = 0) -> str:
    """Write the answer of a CGI; ``code`` None leaves out ``$.ret``."""
    ret = [] if code is None else [f"$.ret={code};"]
    return "".join(f"{line}\n" for line in (f"[cgi]{index}", *lines, *ret))


def show_error(code: int) -> str:
    """Write the last line of every answer."""
    return f"[error]{code}\n"


def _travel(value: str) -> str:
    return value.replace("\r\n", LINE_BREAK).replace("\r", LINE_BREAK).replace("\n", LINE_BREAK)
