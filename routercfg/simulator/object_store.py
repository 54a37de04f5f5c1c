"""The object store behind all three faces: instances by stack, and what the eight actions do with them.

A section of the native store is one instance, ``WAN_PPP_CONN 1,1,1,0,0,0``; the section ``instances`` says which ones
of an object there are. Sources: [observed-tplink-wr841n-v14 §Actions], [tplink-web 5.1-5.5].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final, Protocol

from routercfg.simulator.object_items import ZERO, Stack, read_stack, show_stack
from routercfg.simulator.object_schema import (
    BAD_ARGUMENTS,
    BAD_NAME,
    FULL,
    NO_INSTANCE,
    NO_OBJECT,
    OK,
    Schema,
)
from routercfg.simulator.router import PaperRouter

INSTANCES: Final = "instances"
_MOST: Final = 16
"""How many instances one object may have under one parent; the firmware's numbers are not known."""


class Refused(Exception):
    """The firmware refuses an item with this number."""

    def __init__(self, code: int) -> None:
        super().__init__(f"[error]{code}")
        self.code = code


class Rules(Protocol):
    """What an object's values mean to the router; one set of rules for each data model."""

    def live(self, oid: str, stack: Stack) -> Mapping[str, str]:
        """Give the values that are not stored but worked out: states, addresses, counters."""
        ...

    def check(self, oid: str, stack: Stack, words: dict[str, str]) -> int:
        """Give 0 or the number that refuses those words together; may put the firmware's own words in their place."""
        ...

    def changed(self, oid: str, stack: Stack) -> None:
        """Let the router do what follows from a change."""
        ...

    def restart(self) -> None:
        """Begin anew after power came back."""
        ...

    def lan_address(self) -> str:
        """Give the LAN address."""
        ...


class Objects:
    """All instances of all objects of one router. ``depths``: how many numbers an object's stack has (0: only one)."""

    def __init__(self, router: PaperRouter, schema: Schema, depths: Mapping[str, int], rules: Rules) -> None:
        self.router = router
        self.schema = schema
        self._depths = depths
        self._rules = rules

    def depth(self, oid: str) -> int:
        """Give how many numbers an instance's stack has."""
        return self._depths.get(oid, 0)

    def instances(self, oid: str) -> list[Stack]:
        """Give the stacks of all instances."""
        if self.depth(oid) == 0:
            return [ZERO]
        told = self.router.store.get(INSTANCES, oid)
        return [read_stack(word) for word in told.split()]

    def words(self, oid: str, stack: Stack) -> dict[str, str]:
        """Give all values of one instance, by the names that answers have."""
        stored = self.router.store.section(section(oid, stack)) | dict(self._rules.live(oid, stack))
        return {name: stored.get(name, one.default) for name, one in self.schema.objects[oid].items()}

    def get(self, oid: str, stack: Stack, names: Sequence[str] = ()) -> dict[str, str]:
        """Answer a GET: the values asked for in the order of asking, all of them when none is named."""
        self._find(oid, stack)
        return self._pick(oid, stack, names)

    def each(self, oid: str, names: Sequence[str] = (), parent: Stack = ZERO) -> Iterator[tuple[Stack, dict[str, str]]]:
        """Answer a GL, or a GS below a parent. An object that there is once cannot be listed (9003)."""
        self._known(oid)
        if self.depth(oid) == 0:
            raise Refused(BAD_ARGUMENTS)
        self._pick_names(oid, names)
        above = [number for number in parent if number]
        for stack in self.instances(oid):
            if list(stack[: len(above)]) == above:
                yield stack, self._pick(oid, stack, names)

    def set(self, oid: str, stack: Stack, words: Mapping[str, str]) -> None:
        """Do a SET: all of the words or, when one of them is refused, none."""
        self._find(oid, stack)
        kept = self._checked(oid, stack, words)
        place = section(oid, stack)
        self.router.write(place, kept, lambda told: self.router.store.update(place, told))
        self._rules.changed(oid, stack)

    def add(self, oid: str, parent: Stack, words: Mapping[str, str]) -> Stack:
        """Do an ADD below a parent and give the new instance's stack."""
        self._known(oid)
        depth = self.depth(oid)
        above = list(parent[: depth - 1])
        if depth == 0 or 0 in above:
            raise Refused(BAD_ARGUMENTS)
        there = self.instances(oid)
        taken = {stack[depth - 1] for stack in there if list(stack[: depth - 1]) == above}
        if len(taken) >= _MOST:
            raise Refused(FULL)
        number = next(n for n in range(1, _MOST + 1) if n not in taken)
        stack = tuple([*above, number] + [0] * (len(ZERO) - depth))
        kept = self._checked(oid, stack, words)
        self.router.write(section(oid, stack), kept, lambda told: self._insert(oid, stack, told))
        self._rules.changed(oid, stack)
        return stack

    def delete(self, oid: str, stack: Stack) -> None:
        """Do a DEL."""
        self._find(oid, stack)
        if self.depth(oid) == 0:
            raise Refused(BAD_ARGUMENTS)
        left = " ".join(show_stack(one) for one in self.instances(oid) if one != stack)
        self.router.write(section(oid, stack), {oid: left}, lambda told: self.router.store.update(INSTANCES, told))
        self._rules.changed(oid, stack)

    def put(self, oid: str, stack: Stack, words: Mapping[str, str]) -> None:
        """Store words without any check, as the firmware does for itself; this is no write of an administrator."""
        self.router.store.update(section(oid, stack), words)

    def _insert(self, oid: str, stack: Stack, words: Mapping[str, str]) -> None:
        there = sorted([*self.instances(oid), stack])
        self.router.store.replace(section(oid, stack), words)
        self.router.store.update(INSTANCES, {oid: " ".join(map(show_stack, there))})

    def _known(self, oid: str) -> None:
        if oid not in self.schema.objects:
            raise Refused(NO_OBJECT)

    def _find(self, oid: str, stack: Stack) -> None:
        self._known(oid)
        if self.depth(oid) > 0 and stack == ZERO:
            raise Refused(BAD_ARGUMENTS)
        if stack not in self.instances(oid):
            raise Refused(NO_INSTANCE)

    def _pick_names(self, oid: str, names: Sequence[str]) -> list[str]:
        found = [self.schema.find(oid, name) for name in names]
        if None in found:
            raise Refused(BAD_ARGUMENTS)
        return [one.shown for one in found if one is not None] or list(self.schema.objects[oid])

    def _pick(self, oid: str, stack: Stack, names: Sequence[str]) -> dict[str, str]:
        wanted, held = self._pick_names(oid, names), self.words(oid, stack)
        return {name: held[name] for name in wanted}

    def _checked(self, oid: str, stack: Stack, words: Mapping[str, str]) -> dict[str, str]:
        kept: dict[str, str] = {}
        for name, text in words.items():
            attribute = self.schema.find(oid, name)
            if attribute is None:
                raise Refused(BAD_NAME)
            kept[attribute.shown] = text
            if code := attribute.verdict(text):
                raise Refused(code)
        if (code := self._rules.check(oid, stack, kept)) != OK:
            raise Refused(code)
        return kept


def section(oid: str, stack: Stack) -> str:
    """Name the native section of an instance."""
    return f"{oid} {show_stack(stack)}"
