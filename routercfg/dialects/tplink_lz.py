"""The LZ coding of TP-Link's ``conf.bin``: a first byte, then words of 16 flags mixed with bytes of data.

Flags are taken from the top of little-endian words, and a word stands where the stream was when its first flag was
needed. Flag 0: a byte as it is. Flag 1: a match, its length - 2 and the upper part of its distance + 2 as gamma codes,
then the lower byte of the distance - 1. [tplink-legacy §3.2 LZ format; tplink-web §6.1]
"""

from __future__ import annotations

from typing import Final

LIMIT: Final = 0x20000
"""The largest plain text a router of this family has [tplink-web §6.1]; nothing larger is unpacked or packed."""

_SHORTEST: Final = 4
_SLOTS: Final = 0x1FFF
_GAMMA_TOP: Final = LIMIT * 2


class BadStream(ValueError):
    """The bytes are no such stream: they end too early, reach back before the beginning, or grow beyond the limit."""


def squeeze(raw: bytes, *, skip_hits: bool = False) -> bytes:
    """Pack bytes exactly as the firmware does; ``skip_hits`` is the weaker variant of old Archer C2, C20 and C60.

    Raises BadStream for nothing, or for more than LIMIT.
    """
    if not 0 < len(raw) <= LIMIT:
        raise BadStream("size")
    out, seen, at, noted = _Writer(raw[:1]), [0] * (_SLOTS + 1), 1, 0
    while at < len(raw):
        length = before = 0
        if len(raw) - at > _SHORTEST:  # the last four bytes are never looked up
            while noted < at:
                seen[_slot(raw, noted)] = noted
                noted += 1
            before = seen[_slot(raw, at)]
            length = _common(raw, before, at) if before else 0
        if length < _SHORTEST:
            out.bit(0)
            out.stream.append(raw[at])
            at += 1
            continue
        out.match(length, at - before)
        at += length
        if skip_hits:  # of a match only the first place is entered in the table
            seen[_slot(raw, noted)] = noted
            noted += length
    return out.closed()


def _slot(raw: bytes, at: int) -> int:
    number = 0
    for octet in raw[at : at + 3]:
        number = (number + octet) * 0x13D
    return number + raw[at + 3] & _SLOTS


def _common(raw: bytes, before: int, at: int) -> int:
    """Count how far two places read alike; the end of the text ends it."""
    length = 0
    while at + length < len(raw) and raw[before + length] == raw[at + length]:
        length += 1
    return length


class _Writer:
    """The stream, and the word of flags that is being filled: its place, its flags so far, how many are left."""

    def __init__(self, first: bytes) -> None:
        self.stream = bytearray(first) + b"\0\0"
        self._place, self._flags, self._left = 1, 0, 16

    def bit(self, one: int) -> None:
        if self._left == 0:
            self._store()
            self._place, self._flags, self._left = len(self.stream), 0, 16
            self.stream += b"\0\0"
        self._left -= 1
        self._flags = self._flags << 1 | one

    def match(self, length: int, distance: int) -> None:
        self.bit(1)
        self._gamma(length - 2)
        self._gamma((distance - 1 >> 8) + 2)
        self.stream.append((distance - 1) & 0xFF)

    def closed(self) -> bytes:
        self._store()
        return bytes(self.stream)

    def _gamma(self, number: int) -> None:
        """Put a number from 2: its bits without the first, each with a flag that says whether one more comes."""
        bits = f"{number:b}"[1:]
        for place, text in enumerate(bits, 1):
            self.bit(int(text))
            self.bit(int(place < len(bits)))

    def _store(self) -> None:
        self.stream[self._place : self._place + 2] = (self._flags << self._left).to_bytes(2, "little")


def stretch(packed: bytes, size: int) -> tuple[bytes, int]:
    """Unpack a stream to exactly ``size`` bytes; give them and how many bytes of ``packed`` they took.

    Raises BadStream when it is no stream of that size. Takes no more memory than ``size``, which LIMIT bounds.
    """
    if not 0 < size <= LIMIT or not packed:
        raise BadStream("size")
    reader, out = _Reader(packed), bytearray(packed[:1])
    while len(out) < size:
        if not reader.bit():
            out.append(reader.byte())
            continue
        length, high = reader.gamma() + 2, reader.gamma() - 2
        start = len(out) - (high * 256 + reader.byte() + 1)
        if start < 0 or length > size - len(out):
            raise BadStream("match")
        for place in range(start, start + length):  # one at a time: a match may reach into itself
            out.append(out[place])
    return bytes(out), reader.at


class _Reader:
    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        self.at = 1
        self._flags, self._left = 0, 0

    def bit(self) -> int:
        if self._left == 0:
            self._flags, self._left = self.byte() | self.byte() << 8, 16
        self._left -= 1
        return self._flags >> self._left & 1

    def gamma(self) -> int:
        number, more = 1, 1
        while more:
            number = number * 2 + self.bit()
            more = self.bit()
            if number > _GAMMA_TOP:
                raise BadStream("number")
        return number

    def byte(self) -> int:
        if self.at >= len(self._packed):
            raise BadStream("end")
        self.at += 1
        return self._packed[self.at - 1]
