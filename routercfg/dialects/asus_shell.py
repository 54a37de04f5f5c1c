"""ASUSWRT over a shell: the same nvram keys as on the web, by ``nvram`` and ``service`` of BusyBox ash.

Both programs answer success whatever happens, so what was stored is judged by reading back. A write is one script that
reads the old words, sets all new ones in memory, reads them back, and commits all or puts the old ones back. It goes in
over standard input: an exec line shows in the router's list of processes. [asus.md 8.3, 8.4, 8.5]
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.asus_keys import KEYS, too_long
from routercfg.dialects.shell_words import Command, Output, ShellTalk, quote
from routercfg.errors import BadAnswer, Part, SettingRefused

MARK: Final = "==routercfg "
_COMMIT_SECONDS: Final = 60.0  # nvram on the flash of an old router is slow
_BLANK: Final = 0x20  # what sorts before it steers a terminal

OPENWRT: Final = "openwrt"
ASUSWRT: Final = "asuswrt"
MERLIN: Final = "merlin"
PADAVAN: Final = "padavan"
ACCOUNT_KEYS: Final = (*KEYS, "http_passwd")
"""All keys of one full read over a shell, where the administrator's password is one of them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One full read: nvram by key, the words of ``rc_support``, and this computer's MAC as the router sees it."""

    values: Mapping[str, str] = field(repr=False)
    support: tuple[str, ...] = ()
    own_mac: str = ""

    @property
    def model(self) -> str:
        """The marketing name where there is one, else the product's."""
        return self.values.get("odmpid", "") or self.values.get("productid", "")


@dataclass(frozen=True, slots=True)
class Card:
    """Who answers a shell. ``kind`` is OPENWRT, ASUSWRT, MERLIN, PADAVAN or empty; ``answer`` is its first read."""

    kind: str
    answer: Answer = field(default_factory=lambda: Answer({}))


def introduce() -> ShellTalk[Card]:
    """Ask who this is, and an ASUS router for everything at once. Changes nothing. Raises BadAnswer.

    OpenWrt may have a program called nvram as well, on the hardware of some vendors. Padavan has a shop of files of
    its own that ASUSWRT has not; Merlin has a tool for its timetable (cru), and names its releases ``2_0`` or
    ``0-beta``, where stock has a build number. [asus.md 8.3, 9]
    """
    line = (
        f"[ -e /etc/openwrt_release ] && echo {OPENWRT}; [ -e /sbin/mtd_storage.sh ] && echo {PADAVAN}; "
        f"command -v cru >/dev/null 2>&1 && echo {MERLIN}; "
        f"command -v nvram >/dev/null 2>&1 && [ ! -e /etc/openwrt_release ] && {{ printf '{MARK}nvram\\n'; "
        f"{_READ_ALL}; }}; printf '\\n{_END}\\n'"
    )
    said = yield Command(line, label="nvram get (who is it)")
    if not said.text.rstrip().endswith(_END):
        raise BadAnswer(page="nvram", detail="cut off")
    marks, found, rest = _text(said).partition(f"{MARK}nvram\n")
    if OPENWRT in marks.split():
        return Card(OPENWRT)
    if not found:
        return Card("")
    answer = _answer(rest, ACCOUNT_KEYS)
    if PADAVAN in marks.split():
        return Card(PADAVAN, answer)
    if not answer.values["productid"]:
        return Card("", answer)
    named = re.match(r"\d{1,3}(?:_\d|-?(?:alpha|beta|rc))", answer.values["extendno"])
    return Card(MERLIN if named or MERLIN in marks.split() else ASUSWRT, answer)


def read(keys: Sequence[str] = ACCOUNT_KEYS) -> ShellTalk[Answer]:
    """Read nvram keys with one command. Raises BadAnswer when the answer stops before its end."""
    line = f"{_reading(keys)}; printf '\\n{_END}\\n'"
    said = yield Command(line, label=f"nvram get ({len(keys)} keys)")
    if not said.text.rstrip().endswith(_END):
        raise BadAnswer(page="nvram", detail="cut off")
    return _answer(_text(said), keys)


def _reading(keys: Sequence[str]) -> str:
    """Give the words of ash that read keys and what else a full read tells."""
    return (
        f'for k in {" ".join(keys)}; do printf \'\\n%s=%s\' "$k" "$(nvram get "$k")"; done; '
        f"printf '\\n{MARK}support\\n'; nvram get rc_support; printf '\\n{MARK}client\\n'; "
        'echo "$SSH_CLIENT"; cat /proc/net/arp'
    )


_END: Final = f"{MARK}end"
_READ_ALL: Final = _reading(ACCOUNT_KEYS)


def _answer(text: str, keys: Sequence[str]) -> Answer:
    """Take one read apart. Raises BadAnswer when a key is missing."""
    head, _, rest = text.partition(f"\n{MARK}support\n")
    support, _, client = rest.partition(f"\n{MARK}client\n")
    return Answer(_values(head, keys), tuple(support.split()), _own_mac(client))


def running_service() -> ShellTalk[str]:
    """Give what the router is busy with, empty when it has settled."""
    said = yield Command("nvram get rc_service", label="nvram get rc_service")
    return said.text.strip()


def write(words: Mapping[str, str], services: Sequence[str] = ()) -> ShellTalk[bool]:
    """Set keys, all or none, commit, and have services restarted behind our back: they may end the connection.

    Says false, and has done nothing, when the router is busy with an earlier write. Raises SettingRefused before
    anything is sent for a value longer than its key takes on the web (here it would be stored, and cut by whatever
    reads it), and when a key does not hold its value; then none was changed. Raises BadAnswer when the script's end was
    not heard.
    """
    for key, value in words.items():
        if limit := too_long(key, value):
            raise SettingRefused(page=key, detail=Part("reason.too-long", (("limit", limit),)))
        if not can_be_put(value):
            raise SettingRefused(page=key, detail=Part("reason.control-character"))
    label = f"nvram set {', '.join(words)}" if words else f"service {';'.join(services)}"
    said = yield Command(
        "sh -s",
        _script(words, services).encode("utf-8", "surrogateescape"),
        label,
        writes=True,
        seconds=_COMMIT_SECONDS,
    )
    ends = re.findall(rf"^{MARK}(done|busy|refused \w+)$", said.text, re.MULTILINE)
    if not ends:
        raise BadAnswer(page="nvram", detail="no end")
    last: str = ends[-1]
    if last in ("done", "busy"):
        return last == "done"
    raise SettingRefused(page=last.split()[1], detail=Part("reason.not-stored"))


def can_be_put(word: str) -> bool:
    """Say whether a shell takes that word: nothing that steers a terminal, and not what stands for bytes that one lost.

    Over telnet what was read is text, with U+FFFD for all that was none.
    """
    return not any(ord(letter) < _BLANK or letter in "\x7f\ufffd" for letter in word)


def _text(said: Output) -> str:
    """Give what a command said, with lone surrogates for bytes that are no UTF-8: so they can be written back."""
    return said.out.decode("utf-8", "surrogateescape")


def _script(words: Mapping[str, str], services: Sequence[str]) -> str:
    """Make the script of one write.

    A connection that breaks does not stop it in the middle (trap); one that breaks on the way in leaves a group without
    an end, of which a shell runs nothing.
    """
    keys = list(words)
    lines = [
        "{",
        "trap '' HUP PIPE",
        f"[ -z \"$(nvram get rc_service)\" ] || {{ printf '\\n{MARK}busy\\n'; exit 0; }}",
        "bad=",
    ]
    lines += [f'o{at}="$(nvram get {key})"' for at, key in enumerate(keys)]
    lines += [f"nvram set {quote(f'{key}={word}')}" for key, word in words.items()]
    lines += [f'[ "$(nvram get {key})" = {quote(word)} ] || bad="$bad {key}"' for key, word in words.items()]
    lines += ['if [ -n "$bad" ]; then']
    lines += [f'nvram set {key}="$o{at}"' for at, key in enumerate(keys)]
    lines += [f"for k in $bad; do printf '\\n{MARK}refused %s\\n' \"$k\"; done", "exit 0", "fi"]
    lines += ["nvram commit >/dev/null 2>&1"] if keys else []
    lines += [f"printf '\\n{MARK}done\\n'"]
    lines += [f"service {quote(';'.join(services))} >/dev/null 2>&1 </dev/null &"] if services else []
    return "\n".join([*lines, "}", ""])


def _values(text: str, keys: Sequence[str]) -> dict[str, str]:
    """Take the values apart: each stands after its key, in the order of asking, and may have lines of its own.

    Raises BadAnswer when one is missing, or when a value holds a line that looks like the next key's.
    """
    found: dict[str, str] = {}
    for key in keys:
        if f"\n{text}".count(f"\n{key}=") > 1:
            raise BadAnswer(page="nvram", detail=f"{key} twice")
    at = 0
    for key, after in zip(keys, [*keys[1:], ""], strict=True):
        start = text.find(f"\n{key}=", at)
        if start < 0:
            raise BadAnswer(page="nvram", detail=f"no {key}")
        start += len(key) + 2
        end = text.find(f"\n{after}=", start) if after else len(text)
        found[key] = text[start:end]
        at = end
    return found


def _own_mac(text: str) -> str:
    """Find the address we come from, which SSH tells, in the router's table of neighbours."""
    client, _, table = text.partition("\n")
    address = re.escape(client.split(" ", 1)[0])
    found = re.search(rf"^{address}\s.*?((?:[0-9a-f]{{2}}:){{5}}[0-9a-f]{{2}})", table, re.MULTILINE | re.IGNORECASE)
    return found[1].upper() if address and found else ""
