"""Every sentence a person can read, in English and Russian, by key.

The tables are split by subject; each entry is ``key: (English, Russian)`` with ``{named}`` places.
A test holds that both languages of an entry have the same places and that no key is used without an entry.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from routercfg.language.backup import BACKUP
from routercfg.language.decode import DECODE
from routercfg.language.errors import ERRORS
from routercfg.language.profile import PROFILE
from routercfg.language.reasons import REASONS
from routercfg.language.report import REPORT

Language: TypeAlias = Literal["en", "ru"]

TEXTS: dict[str, tuple[str, str]] = {**BACKUP, **DECODE, **ERRORS, **PROFILE, **REASONS, **REPORT}


def say(key: str, lang: Language = "en", **details: object) -> str:
    """Give the sentence of that key in that language with its places filled.

    Raises KeyError for a key that has no entry: a missing sentence is a fault of ours.
    """
    english, russian = TEXTS[key]
    return (russian if lang == "ru" else english).format(**details)
