"""What a backup holds: who the router is, when, its settings in our words and in its own, and its own file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from routercfg.device import Facts, Identity, Native
from routercfg.language import say
from routercfg.rules import missing
from routercfg.settings import HIDDEN, Running, Settings

CLOCKS: Final = ("synchronised", "unchecked", "behind")
"""Set by a time server; nobody can say; earlier than what was written before, so certainly wrong now or then."""

ORIGINS: Final = ("router", "file")
"""Read from a router, or made of a vendor's settings file."""

_TOOL_BORN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_SIGN: Final = Path("/run/systemd/timesync/synchronized")
_MAC: Final = re.compile(r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}")
_OWN_MAC: Final = re.compile(
    r"(?:^|[._])(?:(?:lan|wan|wl)\d?_?hwaddr|et\dmacaddr|(?:lan|wan|wlan)_?mac\w*)$", re.IGNORECASE
)
_SERIAL: Final = re.compile(r"(?:^|[._])(?:serial_?no|serial_?number|X_TP_SerialNumber)$", re.IGNORECASE)
_LONGEST_SERIAL: Final = 64
_ODD: Final = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Moment:
    """When, by the clock of the computer (UTC, whole seconds), and how far that clock can be trusted (CLOCKS)."""

    time: datetime
    clock: str = "unchecked"


def moment(before: datetime | None = None, *, now: datetime | None = None, sign: Path = _SIGN) -> Moment:
    """Give the present moment. ``before`` is that of the last backup; ``sign`` exists once a time server was heard."""
    now = (now or datetime.now(UTC)).replace(microsecond=0)
    if now < _TOOL_BORN or (before is not None and now < before):
        return Moment(now, "behind")
    return Moment(now, "synchronised" if sign.exists() else "unchecked")


@dataclass(frozen=True, slots=True)
class Own:
    """The router's own settings file: its name (plain letters) and its bytes. ``layout`` is "" where we know none."""

    name: str
    content: bytes = field(repr=False)
    layout: str = ""


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup, opened.

    ``settings`` are all leaves as read, HIDDEN ones among them; ``from_profile`` are those that the router hid and
    whose value is the one that was applied. ``profile`` is the same as the text of a profile, without what breaks a
    rule of profiles. ``native`` and ``own`` hold secrets in clear.
    """

    identity: Identity
    moment: Moment
    settings: Settings
    native: Native = field(repr=False)
    bands: tuple[str, ...] = ()
    serial: str = ""
    macs: tuple[str, ...] = ()
    origin: str = "router"
    from_profile: tuple[str, ...] = ()
    own: Own | None = None
    profile: str = field(default="", repr=False)


def compose(
    facts: Facts, when: Moment, known: Settings | None = None, own: Own | None = None, origin: str = "router"
) -> Backup:
    """Make a backup of what was read. ``known`` are settings that were applied: they fill in what the router hides."""
    filled = _filled(facts.running, known or Settings())
    who = facts.identity
    names = (who.vendor, who.family, who.model, who.hardware, who.firmware, who.mac.upper())
    made = Backup(
        Identity(*names, factory=who.factory),  # a family's own kind of identity carries more than a backup needs
        when,
        facts.running.but(filled),
        {page: dict(words) for page, words in facts.native.items()},
        facts.bands,
        serial=serial_of(facts.native),
        macs=_macs(who.mac, facts.native),
        origin=origin,
        from_profile=tuple(filled),
        own=replace(own, name=plain(own.name) or "settings") if own else None,
    )
    return replace(made, profile=_profile(made))


def serial_of(native: Native) -> str:
    """Give the router's serial number, as far as its words name it; "" where they do not."""
    return next(_told(native, _SERIAL), "")[:_LONGEST_SERIAL]


def plain(text: str) -> str:
    """Give a text as a name for files: plain letters, no dot in front, at most 64."""
    return _ODD.sub("-", text).strip("-.")[:64]


def _filled(running: Settings, known: Settings) -> Mapping[str, Running]:
    """Give the applied values of what is hidden, each only beside the name it was applied with."""
    return {
        path: known[path]
        for path, value in running.items()
        if value is HIDDEN and known.get(path, HIDDEN) is not HIDDEN and _same_name(path, running, known)
    }


def _same_name(path: str, running: Settings, known: Settings) -> bool:
    """Say whether a password's login, or its network's name, is the one it was applied with, as far as both tell."""
    section, _, leaf = path.rpartition(".")
    beside = f"{section}.{'ssid' if section.startswith('wifi') else 'username'}"
    here, applied = running.text(beside), known.text(beside)
    return leaf != "password" or None in (here, applied) or here == applied


def _told(native: Native, names: re.Pattern[str]) -> Iterator[str]:
    return (word for words in native.values() for key, word in words.items() if word and names.search(key))


def _macs(own: str, native: Native) -> tuple[str, ...]:
    """Give the router's own hardware addresses, the LAN's first, as far as its words name them."""
    found = (word.replace("-", ":").upper() for word in _told(native, _OWN_MAC) if _MAC.fullmatch(word))
    return tuple(mac for mac in dict.fromkeys([own.upper(), *sorted(found)]) if mac and set(mac) != {"0", ":"})


def _profile(backup: Backup) -> str:
    """Give the settings as a profile; what breaks a rule of profiles is named in the head and left out."""
    from routercfg.profile import write
    from routercfg.vendors.decoded import Decoded, understood

    fitting = understood(Decoded("", backup.identity, backup.settings, {}))
    who = " ".join(filter(None, (backup.identity.vendor, backup.identity.model, backup.identity.firmware)))
    head = [say("backup.profile.head", name=_line(who), time=stamp_of(backup.moment.time))]
    head += [say("backup.profile.known", path=path) for path in backup.from_profile]
    head += [say("backup.profile.left", path=gap.path, why=_line(gap.reason.say())) for gap in fitting.left_out]
    text = write(fitting.settings, reveal=True, head="\n".join(head))
    told = {path: value for path, value in fitting.settings.items() if value is not HIDDEN}
    wanting = missing(told)  # a password that the router hides: whoever uses the profile is to give it
    return text + f"ask: [{', '.join(wanting)}]\n" if wanting else text


def stamp_of(time: datetime) -> str:
    """Give a time as people and files write it, to the second, UTC."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _line(text: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in text)
