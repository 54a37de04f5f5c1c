"""Ways in which a settings file goes wrong between a router and us."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from hypothesis import strategies as st

from routercfg.errors import FileUndecodable

T = TypeVar("T")


def damaged(files: list[bytes]) -> st.SearchStrategy[bytes]:
    """Cut, lengthened, bits flipped, or nothing but noise."""

    @st.composite
    def one(draw: st.DrawFn) -> bytes:
        raw = bytearray(draw(st.sampled_from(files)))
        how = draw(st.sampled_from(["cut", "more", "flip", "noise"]))
        if how == "noise":
            return bytes(raw[: draw(st.integers(0, 8))]) + draw(st.binary(max_size=300))
        if how == "cut":
            return bytes(raw[: draw(st.integers(0, len(raw)))])
        if how == "more":
            return bytes(raw) + draw(st.binary(max_size=40))
        for _ in range(draw(st.integers(1, 4))):
            raw[draw(st.integers(0, len(raw) - 1))] ^= 1 << draw(st.integers(0, 7))
        return bytes(raw)

    return one()


def survives(decode: Callable[[bytes], T], raw: bytes) -> T | None:
    """Decode; the codec's own error is an answer, every other is a failure of the test."""
    try:
        return decode(raw)
    except FileUndecodable as bad:
        return None if bad.what("ru") and bad.what("en") else decode(raw)
