"""Settings → profile text, so that what a router has can be shown, kept and applied again."""

from __future__ import annotations

import re
from typing import Final

from routercfg.profile.fields import words_of
from routercfg.profile.reading import trap
from routercfg.profile.tree import Place, Scalar
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Running, Settings

_BARE: Final = re.compile(r"[A-Za-z0-9_./+-]*[A-Za-z_/][A-Za-z0-9_./+-]*")
_ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_NOWHERE: Final = Place("")


def quoted(text: str) -> str:
    r"""Give a text as a YAML word that every reader takes for text: bare where that is safe, else in quotes.

    >>> print(quoted("wpa2"), quoted("0891"), quoted('a"b'))
    wpa2 "0891" "a\"b"
    """
    if _BARE.fullmatch(text) and text[0] not in "-." and trap(Scalar(_NOWHERE, text, plain=True)) is None:
        return text
    return '"' + "".join(_ESCAPES.get(letter) or _printed(letter) for letter in text) + '"'


def _printed(letter: str) -> str:
    if letter == " " or (letter.isprintable() and ord(letter) < 0xFFF0):
        return letter
    return f"\\U{ord(letter):08x}"


def write(settings: Settings, *, reveal: bool = False, head: str = "") -> str:
    """Give settings as the text of a profile; ``head`` is put in front, as comment lines.

    Secrets become references that are asked for when the profile is used, so that the text loads; with ``reveal``
    they are written in clear. What the router does not tell becomes a comment.
    """
    lines = [f"# {line}".rstrip() for line in head.splitlines()] + ["version: 1"]
    told = [words_of(path) for path, value in settings.items() if value is not HIDDEN]
    opened: list[str] = []
    for path, value in settings.items():
        *sections, word = words_of(path)
        for at in range(_shared(opened, sections), len(sections)):
            empty = all(list(words[: at + 1]) != sections[: at + 1] for words in told)
            lines.append(f"{'  ' * at}{'# ' if empty else ''}{sections[at]}:")
        opened = sections
        lines.append("  " * len(sections) + _entry(path, word, value, reveal=reveal))
    return "\n".join(lines) + "\n"


def _shared(left: list[str], right: list[str]) -> int:
    count = 0
    while count < min(len(left), len(right)) and left[count] == right[count]:
        count += 1
    return count


def _entry(path: str, word: str, value: Running, *, reveal: bool) -> str:
    if value is HIDDEN:
        return f"# {word}: …"
    if isinstance(value, Secret):
        return f"{word}: {quoted(value.reveal())}" if reveal else f"{word}: {{prompt: {quoted(path)}}}"
    if isinstance(value, bool):
        return f"{word}: {'true' if value else 'false'}"
    if isinstance(value, tuple):
        return f"{word}: [{', '.join(quoted(each) for each in value)}]"
    return f"{word}: {value}" if isinstance(value, int) else f"{word}: {quoted(value)}"
