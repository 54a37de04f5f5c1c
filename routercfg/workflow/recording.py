"""Recordings: what a router answered to reads, scrubbed, as a folder that tests replay.

A folder holds ``recording.json`` (who it is, where the words come from), ``detection.json`` (what was asked before any
login and what came back), and, when it was read too, ``native.json`` (its own words by page) and ``settings.json``
(what they mean), and ``pages.json`` where reading pages is to be replayed. See docs/recordings.md.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from routercfg.device import Facts, Identity, Native
from routercfg.errors import Fault
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, LEAVES, Kind, Running, Settings
from routercfg.workflow.scrub import Scrubber

FORMAT: Final = 1
ORIGINS: Final = ("hardware", "simulated", "transcript")
"""Where the words come from: a router, a simulated one, or somebody's notes of what real firmware answered."""

MANIFEST: Final = "recording.json"
DETECTION: Final = "detection.json"
NATIVE: Final = "native.json"
SETTINGS: Final = "settings.json"
PAGES: Final = "pages.json"

_EXACT: Final = {Kind.CHOICE, Kind.NUMBER, Kind.SWITCH, Kind.NUMBER_OR_AUTO, Kind.VLAN, Kind.SERVERS}
_MEANT: Final = ("time.zone", "wifi.country", "lan.address", "lan.mask")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question before login and its answer.

    Over the web ``ask`` is method, target and body, ``answer`` the body, ``status`` and ``headers`` as sent. Over a
    shell ``ask`` is the command line alone, ``answer`` what it printed, and ``status`` its exit status.
    """

    ask: tuple[str, ...]
    status: int
    answer: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recording:
    """A scrubbed recording.

    ``seen`` is who answered before login (None: nobody we know), ``identity`` what a full read knows besides.
    ``native`` and ``running`` are None when it was not read. ``lost`` names leaves whose meaning the scrubbing cost,
    ``stopped`` says why a read ended early, ``notes`` are for whoever reads it. ``server`` is how a shell names itself.
    ``pages`` are what is left of pages whose reading is to be replayed too (old green ones), None for other families.
    """

    origin: str
    seen: Identity | None
    detection: tuple[Exchange, ...]
    identity: Identity | None = None
    native: Native | None = None
    running: Settings | None = None
    bands: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    stopped: str = ""
    server: str = ""
    notes: tuple[str, ...] = field(default=())
    pages: Mapping[str, Any] | None = None


def scrubber_for(identity: Identity | None) -> Scrubber:
    """Give a scrubber that leaves a router's own model and firmware alone."""
    named = (identity.model, identity.hardware, identity.firmware) if identity else ()
    return Scrubber(" ".join(named))


def scrubbed_identity(scrubber: Scrubber, identity: Identity) -> Identity:
    """Give an identity with a stand-in for the MAC."""
    return replace(plain_identity(identity), mac=scrubber.loose(identity.mac))


def plain_identity(identity: Identity) -> Identity:
    """Give an identity without what a family's own kind of identity carries besides."""
    names = (identity.vendor, identity.family, identity.model, identity.hardware, identity.firmware, identity.mac)
    return Identity(*names, factory=identity.factory)


def scrubbed_account(scrubber: Scrubber, running: Settings) -> tuple[str, Secret | None]:
    """Give the stand-ins of name and password that the read was made with."""
    password = running.secret("admin.password")
    name = scrubber.word("username", running.text("admin.username") or "")
    return name, Secret(scrubber.word("password", password.reveal())) if password else None


def lost_in(before: Facts, after: Facts) -> tuple[str, ...]:
    """Name the leaves that do not mean after the scrubbing what they meant before.

    Secrets, names and public addresses may have other values, but must still be there.
    """
    old, new = before.running, after.running
    gone = [path for path in old if path not in new]
    other = [
        path
        for path in new
        if path in old and (LEAVES[path].kind in _EXACT or path in _MEANT) and not _alike(old[path], new[path])
    ]
    return tuple(sorted({*gone, *other, *(path for path in new if path not in old)}))


def _alike(old: Running, new: Running) -> bool:
    """Say whether two values mean the same; of name servers, whether there are as many."""
    if isinstance(old, tuple) and isinstance(new, tuple):
        return len(old) == len(new)
    return old == new


Reread: TypeAlias = Callable[[Identity, Native, tuple[str, Secret | None]], Facts | None]
"""How a family reads its native words again, without a router."""


def recorded(draft: Recording, scrubber: Scrubber, facts: Facts, reread: Reread) -> Recording:
    """Add what a full read found to a recording; ``scrubber`` has learned it."""
    identity = scrubbed_identity(scrubber, facts.identity)
    native = scrubber.native(facts.native)
    again = reread(identity, native, scrubbed_account(scrubber, facts.running))
    return replace(
        draft,
        identity=identity,
        native=native,
        running=again.running if again else None,
        bands=facts.bands,
        lost=lost_in(facts, again) if again else (),
    )


# The folder.


def folder_name(identity: Identity | None) -> str:
    """Give the usual name of a recording's folder: vendor, model, hardware and firmware, of plain letters."""
    words = (
        (identity.vendor, identity.model or identity.family, identity.hardware, identity.firmware) if identity else ()
    )
    short = [word for word in words if word and word not in (identity.model if identity else "")]
    parts = [words[0], words[1], *short[2:]] if len(words) > 1 else ["unknown"]
    return "_".join(filter(None, (_plain(part) for part in parts)))[:80].rstrip("-_.")


def _plain(text: str) -> str:
    return "-".join(
        "".join(sign if sign.isascii() and (sign.isalnum() or sign in ".-") else " " for sign in text).split()
    )


def texts_of(recording: Recording) -> dict[str, str]:
    """Give the texts of a recording's files by name."""
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "origin": recording.origin,
        "seen": _identity_data(recording.seen),
        "identity": _identity_data(recording.identity),
        "bands": list(recording.bands),
        "lost": list(recording.lost),
        "stopped": recording.stopped,
        "server": recording.server,
        "notes": list(recording.notes),
    }
    detection = [
        {"ask": list(e.ask), "status": e.status, "headers": [list(pair) for pair in e.headers], "answer": e.answer}
        for e in recording.detection
    ]
    found = {MANIFEST: _text(manifest), DETECTION: _text(detection)}
    if recording.native is not None:
        found[NATIVE] = _text({page: dict(words) for page, words in recording.native.items()})
    if recording.running is not None:
        found[SETTINGS] = _text({path: _value_data(value) for path, value in recording.running.items()})
    if recording.pages:
        lines = (
            f" {json.dumps(page)}: {json.dumps(kept, ensure_ascii=False)}" for page, kept in recording.pages.items()
        )
        found[PAGES] = "{\n" + ",\n".join(lines) + "\n}\n"
    return found


def save(recording: Recording, folder: Path, scrubber: Scrubber) -> None:
    """Write the folder in one move; what is in it is checked first, so nothing unscrubbed is ever on disk.

    Raises FileExistsError when something is there already, OSError, and Fault when a value that must not be shown is
    still in a text: then nothing is written.
    """
    texts = texts_of(recording)
    for name, text in texts.items():
        kinds = scrubber.leaks(text)
        if kinds:
            raise Fault(detail=f"{name} would hold: {', '.join(kinds)}")
    if os.path.lexists(folder):
        raise FileExistsError(str(folder))
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    draft.mkdir(mode=0o700, parents=True)
    try:
        for name, text in texts.items():
            with os.fdopen(
                os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as out:
                out.write(text)
                out.flush()
                os.fsync(out.fileno())
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def load(folder: Path) -> Recording:
    """Read a folder. Raises ValueError, KeyError or TypeError for one that is no recording, OSError."""
    manifest = _read(folder / MANIFEST)
    if manifest["format"] != FORMAT or manifest["origin"] not in ORIGINS:
        raise ValueError(f"{folder}: another format or origin")
    native, settings, pages = folder / NATIVE, folder / SETTINGS, folder / PAGES
    return Recording(
        manifest["origin"],
        _identity_of(manifest["seen"]),
        tuple(
            Exchange(tuple(e["ask"]), e["status"], e["answer"], tuple((name, value) for name, value in e["headers"]))
            for e in _read(folder / DETECTION)
        ),
        _identity_of(manifest["identity"]),
        _read(native) if native.exists() else None,
        Settings({p: _value_of(p, v) for p, v in _read(settings).items()}) if settings.exists() else None,
        bands=tuple(manifest["bands"]),
        lost=tuple(manifest["lost"]),
        stopped=manifest["stopped"],
        server=manifest["server"],
        notes=tuple(manifest["notes"]),
        pages=_read(pages) if pages.exists() else None,
    )


def all_in(folder: Path) -> dict[str, Recording]:
    """Read every recording below a folder, by its path there."""
    found = sorted(file.parent for file in folder.rglob(MANIFEST))
    return {place.relative_to(folder).as_posix(): load(place) for place in found}


def _text(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _read(file: Path) -> Any:  # noqa: ANN401  JSON is any of its types
    return json.loads(file.read_text(encoding="utf-8"))


def _identity_data(identity: Identity | None) -> dict[str, object] | None:
    names = ("vendor", "family", "model", "hardware", "firmware", "mac", "factory")
    return {name: getattr(identity, name) for name in names} if identity else None


def _identity_of(data: dict[str, Any] | None) -> Identity | None:
    return Identity(**data) if data else None


def _value_data(value: Running) -> object:
    if value is HIDDEN:
        return {"hidden": True}
    if isinstance(value, Secret):
        return {"secret": value.reveal()}  # the stand-in, as scrubbed
    return list(value) if isinstance(value, tuple) else value


def _value_of(path: str, value: object) -> Running:
    match value:
        case {"hidden": True}:
            return HIDDEN
        case {"secret": str(text)}:
            return Secret(text)
        case list():
            return tuple(str(item) for item in value)
        case str() | int() | bool():
            return value
    raise ValueError(f"{path}: not a setting's value")
