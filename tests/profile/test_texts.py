"""Every sentence about profiles exists, in two languages with the same places, and none lies unused."""

from __future__ import annotations

import re
import string
from pathlib import Path

import routercfg
from routercfg.language.profile import PROFILE
from routercfg.language.profile_fields import PROFILE_FIELDS

ROOT = Path(routercfg.__file__).parent
SOURCE = "".join(path.read_text(encoding="utf-8") for path in [ROOT / "rules.py", *(ROOT / "profile").glob("*.py")])
USED = set(re.findall(r'"(profile\.[a-z0-9.-]+)"', SOURCE))


def test_every_key_has_a_sentence_and_every_sentence_a_use() -> None:
    assert USED - set(PROFILE) == set()
    assert set(PROFILE) - USED - set(PROFILE_FIELDS) == set()


def test_both_languages_have_the_same_places() -> None:
    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    for english, russian in PROFILE.values():
        assert places(english) == places(russian)
        assert re.search("[а-яё]", russian)
        assert not re.search("[а-яё]", english)
