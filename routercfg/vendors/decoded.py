"""What a router's own settings file says: who wrote it, its settings in our words, its words as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from routercfg.device import Identity, Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.rules import check, check_together
from routercfg.secret import Secret
from routercfg.settings import Hidden, Settings, Value

MASK: Final = "(secret)"
"""What stands for a native word that is or holds a secret."""

_SECRET_NAME: Final = re.compile(
    r"pass|pwd|psw|psk|secret|(?<!mon)key|wep|token|cert|crt|priv|(?:^|_)pin(?:$|[_\d])|clientlist|acc_list|account"
    r"|server_?list|imsi|imei|auth(?!_mode|mode|entication|orit)",
    re.IGNORECASE,
)
_PASSWORD_NAME: Final = re.compile(r"pass|pwd|psw|psk|secret", re.IGNORECASE)
_PIECE: Final = re.compile(r"[^<>,;|&=\s]+")
_SHORTEST: Final = 6  # shorter secrets are not looked for inside other words: they stand in many by chance


@dataclass(frozen=True, slots=True)
class Decoded:
    """A settings file, understood as far as it can be.

    ``layout`` is its name (``asus-hdr2``), whose sentence is ``decode.layout.NAME``. ``native`` are its words by page,
    secrets in clear among them. ``notes`` are what a person should know; ``left_out`` the leaves that are in the file
    and that no profile may have, with the reason.
    """

    layout: str
    identity: Identity
    settings: Settings
    native: Native = field(repr=False)
    notes: tuple[Part, ...] = ()
    left_out: tuple[Gap, ...] = ()


def understood(decoded: Decoded) -> Decoded:
    """Leave out of the settings what breaks a rule of profiles, so that the rest is a profile, and say what it was."""
    values = _told(decoded.settings)
    gone: dict[str, Gap] = {}
    while broken := _broken(values):
        gone[broken.path] = broken
        del values[broken.path]
    kept = Settings({path: value for path, value in decoded.settings.items() if path not in gone})
    return replace(decoded, settings=kept, left_out=tuple(gone[path] for path in decoded.settings if path in gone))


def _told(settings: Settings) -> dict[str, Value]:
    return {path: value for path, value in settings.items() if not isinstance(value, Hidden)}


def _broken(values: Mapping[str, Value]) -> Gap | None:
    """Give the first leaf that breaks a rule, alone or beside the others."""
    alone = (broken for path, value in values.items() for broken in check(path, value))
    for broken in (*alone, *check_together(values)):
        if not broken.warning and broken.path in values:
            return Gap(broken.path, broken.what)
    return None


def masked(decoded: Decoded) -> Native:
    """Give the native words without secrets: by the names of keys, and wherever a known secret stands in a word."""
    known = [value.reveal() for value in decoded.settings.values() if isinstance(value, Secret)]
    named = {word for words in decoded.native.values() for key, word in words.items() if _PASSWORD_NAME.search(key)}

    def hidden(key: str, word: str) -> bool:
        if _SECRET_NAME.search(key) or any(len(secret) >= _SHORTEST and secret in word for secret in known):
            return True
        return any(len(piece) >= _SHORTEST and piece in named for piece in (word, *_PIECE.findall(word)))

    return {
        page: {key: MASK if word and hidden(key, word) else word for key, word in words.items()}
        for page, words in decoded.native.items()
    }


def tidy(text: str) -> str:
    """Give a text that can be shown and compared: what is not UTF-8 becomes U+FFFD."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def tidied(words: Mapping[str, str]) -> dict[str, str]:
    """Give words that can be shown and compared."""
    return {tidy(key): tidy(word) for key, word in words.items()}
