"""Sealing: few tests, since each opening takes a second by design."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.backup import decode, encode, is_sealed, opened, seal, unseal
from routercfg.backup.seal import MARK
from routercfg.errors import BackupDamaged, BackupSealed, BackupUnusable, PassphraseWrong
from routercfg.secret import Secret
from tests.backup.samples import sample
from tests.backup.small_age import small_age

PHRASE = Secret("correct horse, ещё раз")
SMALL = small_age(encode(sample()), PHRASE.reveal())


def test_there_and_back_and_nothing_shines_through() -> None:
    sealed = seal(encode(sample()), PHRASE)
    assert is_sealed(sealed)
    assert b"RT-AX58U" not in sealed
    assert decode(unseal(sealed, PHRASE)) == sample()


def test_a_wrong_passphrase_and_none() -> None:
    with pytest.raises(PassphraseWrong):
        unseal(SMALL, Secret("wrong"))
    with pytest.raises(BackupSealed):
        opened(SMALL, None, "home.tar.age")


def test_what_others_seal_by_the_book_opens() -> None:
    assert opened(SMALL, PHRASE, "home.tar.age") == sample()


@given(st.integers(0, len(SMALL) * 8 - 1))
def test_a_flipped_bit_is_found_wherever_it_is(place: int) -> None:
    changed = bytearray(SMALL)
    changed[place // 8] ^= 1 << place % 8
    if changed.find(b" 1\n", 0, 70) < 0:  # the work factor itself: a higher one would only be slow
        return
    with pytest.raises(BackupUnusable):
        opened(bytes(changed), PHRASE, "home.tar.age")


@given(st.integers(0, len(SMALL) - 1))
def test_a_cut_is_found_wherever_it_is(length: int) -> None:
    with pytest.raises(BackupUnusable):
        opened(SMALL[:length], PHRASE, "home.tar.age")


@given(st.binary(max_size=300))
def test_whatever_follows_the_mark_ends_in_a_clear_error(rest: bytes) -> None:
    with pytest.raises(BackupUnusable):
        opened(MARK + rest, PHRASE, "home.tar.age")
    with pytest.raises(BackupUnusable):
        opened(SMALL[:60] + rest, PHRASE, "home.tar.age")


def test_a_seal_that_wants_all_memory_is_not_tried() -> None:
    head, _, rest = SMALL.partition(b"\n--- ")
    stanza = head.split(b"\n")[1].split(b" ")
    heavy = SMALL.replace(b" ".join(stanza), b" ".join([*stanza[:3], b"30"]), 1)
    with pytest.raises(BackupDamaged, match="memory"):
        unseal(heavy, PHRASE)
    keyed = MARK + b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n--- " + rest
    with pytest.raises(BackupDamaged, match="passphrase"):
        unseal(keyed, PHRASE)
