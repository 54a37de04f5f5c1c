"""How TP-Link's object interface is written: actions on objects, item by item, in both directions.

A request is a list of items ``[OID#stack#parent]index,count`` with attribute lines; their action numbers stand in the
URL (``/cgi?1&5``) or, inside the encryption envelope, in the first line. An answer is blocks ``[stack]index`` and a
trailer ``[error]N``. Sources: [observed-tplink-wr841n-v14 §Actions] before [tplink-web §5.1-5.5].
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from routercfg.errors import BadAnswer, Part

ROOT: Final = "0,0,0,0,0,0"
"""The stack of a singleton, and of "all instances" in lists."""

NOT_THERE: Final = frozenset({1, 9000, 9001, 9003, 9804, 9805, 71016})
"""Errors of a read that mean: this firmware has no such object, instance, attribute or program, or (9001) hides it
from this account, as operators' EX models do with the WAN [tplink-web §5.13]."""

NO_SESSION: Final = frozenset({71111, 71145, -40101, -40102, -40103, -40104, -40401})
"""Errors that mean: you are not logged in [observed-tplink-wr841n-v14 §Sessions, tplink-web §2C.4]."""

_LINE_END: Final = "\x12"
"""What stands for a line end inside a value [tplink-web §5.3]."""
_HEAD: Final = re.compile(r"\[([^#\]]+)#([\d,]+)#([\d,]+)\](\d+),(\d+)")
_BLOCK: Final = re.compile(r"\[([\d,]+|cgi|error)\](-?\d{1,9})")
_VARIABLE: Final = re.compile(r"(?:var\s+)?([$.\w]+)\s*=(.*)")


class Act(IntEnum):
    """What is done with an object."""

    GET = 1
    SET = 2
    ADD = 3
    DEL = 4
    GL = 5
    GS = 6
    OP = 7
    CGI = 8


WRITING: Final = frozenset({Act.SET, Act.ADD, Act.DEL, Act.OP, Act.CGI})


@dataclass(frozen=True, slots=True)
class Item:
    """One action. ``lines`` are bare names when it reads and ``name=value`` when it writes; none means all."""

    act: Act
    oid: str
    stack: str = ROOT
    lines: tuple[str, ...] = field(default=(), repr=False)
    parent: str = ROOT

    @property
    def writes(self) -> bool:
        """Whether the router may change something; asking ``/cgi/info`` does not."""
        return self.act in WRITING and self.oid != "/cgi/info"


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of an answer: the instance it is about (``cgi`` for a program's lines), and which item it answers."""

    stack: str
    index: int
    lines: tuple[str, ...] = field(default=(), repr=False)

    def fields(self) -> dict[str, str]:
        """Give the attributes; a value may hold any letter, also ``=``."""
        pairs = (line.partition("=") for line in self.lines)
        return {name: value.replace(_LINE_END, "\n") for name, sign, value in pairs if sign}

    def variables(self) -> dict[str, str]:
        """Give the JavaScript variables of a program's answer, ``$.ret`` among them."""
        found = (_VARIABLE.fullmatch(line.strip()) for line in self.lines)
        return {match[1]: _literal(match[2].removesuffix(";")) for match in found if match}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole answer. ``error`` is 0, or the code of the first item that failed; what came before it holds."""

    blocks: tuple[Block, ...]
    error: int = 0

    def of(self, index: int) -> tuple[Block, ...]:
        """Give the blocks that answer one item."""
        return tuple(block for block in self.blocks if block.index == index)

    @property
    def ret(self) -> int:
        """What the programs among the items returned: the first ``$.ret`` that is not 0."""
        told = (block.variables().get("$.ret", "0") for block in self.blocks if block.stack == "cgi")
        return next((int(word) for word in told if re.fullmatch(r"-?[1-9]\d{0,8}", word)), 0)


def _literal(text: str) -> str:
    """Give what a script says after ``=``, without its quotes."""
    return text.strip().removeprefix('"').removesuffix('"')


def put(oid: str, stack: str, words: Iterable[tuple[str, str]]) -> Item:
    """Make the item that sets attributes of one instance."""
    return Item(Act.SET, oid, stack, tuple(assignment(name, value) for name, value in words))


def assignment(name: str, value: str) -> str:
    """Write one attribute line; a line end inside the value travels as byte 0x12."""
    return f"{name}=" + value.replace("\r\n", _LINE_END).replace("\n", _LINE_END).replace("\r", _LINE_END)


def acts_text(items: Iterable[Item]) -> str:
    """Write the action numbers, ``1&5``."""
    return "&".join(str(int(item.act)) for item in items)


def items_text(items: Iterable[Item]) -> str:
    """Write the items, numbered from 0."""
    found: list[str] = []
    for index, item in enumerate(items):
        found.append(f"[{item.oid}#{item.stack}#{item.parent}]{index},{len(item.lines)}\r\n")
        found += [f"{line}\r\n" for line in item.lines]
    return "".join(found)


def parse_items(acts: str, text: str) -> tuple[Item, ...]:
    """Read a request, as a router does; attribute lines beyond an item's count are ignored.

    Raises ValueError when it is no such text.
    """
    numbers = [Act(int(word.strip("="))) for word in acts.split("&")]
    found: list[Item] = []
    for head, lines in _grouped(text):
        if len(found) == len(numbers) or int(head[4]) != len(found):
            raise ValueError("items and actions do not agree")
        found.append(Item(numbers[len(found)], head[1], head[2], tuple(lines[: int(head[5])]), head[3]))
    if len(found) != len(numbers):
        raise ValueError("items and actions do not agree")
    return tuple(found)


def _grouped(text: str) -> list[tuple[re.Match[str], list[str]]]:
    """Cut a request into heads and the lines under each.

    A line is taken for a head only after the lines that the head before it counted, because a value may look like one.
    """
    found: list[tuple[re.Match[str], list[str]]] = []
    for line in re.split(r"\r?\n", text.removesuffix("\n").removesuffix("\r")):
        open_lines = bool(found) and len(found[-1][1]) < int(found[-1][0][5])
        head = None if open_lines else _HEAD.fullmatch(line)
        if head is not None:
            found.append((head, []))
        elif found:
            found[-1][1].append(line)
        elif line:
            raise ValueError("no item before the first line")
    return found


def answer_text(blocks: Iterable[Block], error: int = 0) -> str:
    """Write an answer, as a router does."""
    lines: list[str] = []
    for block in blocks:
        lines += [f"[{block.stack}]{block.index}", *block.lines]
    return "\n".join([*lines, f"[error]{error}", ""])


def parse_answer(text: str, page: str) -> Sheet:
    """Read an answer; ``page`` labels it. Raises BadAnswer when it has no trailer: it was cut, or is something else."""
    blocks: list[tuple[str, int, list[str]]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        head = _BLOCK.fullmatch(line)
        if head is not None and head[1] == "error":
            return Sheet(tuple(Block(stack, index, tuple(lines)) for stack, index, lines in blocks), int(head[2]))
        if head is not None:
            blocks.append((head[1], int(head[2]), []))
        elif blocks:
            blocks[-1][2].append(line)
        elif line.strip():
            break
    raise BadAnswer(page=page, detail=Part("reason.objects-not-blocks"))


def script_variables(text: str) -> dict[str, str]:
    """Give the ``var name=value;`` of a page or a bare program's answer.

    >>> script_variables('<script>var a="x";var b=3;</script> $.ret=0;')
    {'a': 'x', 'b': '3', '$.ret': '0'}
    """
    pattern = r"(?:\bvar\s+(\w+)|(\$\.ret))\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(-?\w+))"
    return {m[1] or m[2]: m[3] or m[4] or m[5] or "" for m in re.finditer(pattern, text)}


def label(items: Sequence[Item]) -> str:
    """Give what logs may show of a request: what is done with which objects."""
    return ", ".join(f"{item.act.name} {item.oid}" for item in items)
