"""A Secret is compared and revealed, and never shown."""

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.secret import Secret

WORD = "correct horse & battery"


@pytest.mark.parametrize("face", [repr, str, "{}".format, "{!r:>30}".format, "%s".__mod__, lambda s: f"{[s]}", ascii])
def test_no_printable_face_tells_it(face: object) -> None:
    assert WORD not in face(Secret(WORD))  # type: ignore[operator]


def test_it_is_not_written_to_disk_by_accident() -> None:
    for way in (pickle.dumps, copy.deepcopy, json.dumps):
        with pytest.raises(TypeError):
            way(Secret(WORD))


@given(st.text(), st.text())
def test_equal_exactly_when_the_texts_are(one: str, other: str) -> None:
    assert (Secret(one) == Secret(other)) is (one == other)
    assert Secret(one).reveal() == one
    assert Secret(one) != one


def test_an_empty_secret_is_false() -> None:
    assert not Secret("")
    assert len(Secret("abc")) == 3


def test_what_is_no_text_is_compared_all_the_same() -> None:
    assert Secret("\udcff1234567") != Secret("12345678")
    assert Secret("\udcff1234567") == Secret("\udcff1234567")
