"""Where backups are kept: one folder per router in the user's data folder, one file per backup, numbered.

A name is ``NUMBER_TIME_MODEL.tar``, with ``.age`` behind it when it is sealed. The number grows by one each time, so
that names are in order of time even when the clock was not. ``.imported`` before ``.tar`` says that the file came from
elsewhere: it may be older than its number.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from routercfg.backup import disk, format
from routercfg.backup.content import Backup, Moment, plain
from routercfg.device import Identity
from routercfg.errors import (
    BackupAbsent,
    BackupAmbiguous,
    BackupDamaged,
    BackupForeign,
    BackupUnwritten,
    Part,
    RouterHeld,
)

_NAME: Final = re.compile(r"(\d{6,12})_(\d{8}T\d{6}Z)_([A-Za-z0-9._-]*?)(\.imported)?\.tar(\.age)?")
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_PATIENCE: Final = 10.0  # seconds for another run to write one file
LARGEST: Final = format.LARGEST + 0x10000  # age adds 16 bytes to each 64 KiB, and a head
LATEST: Final = "latest"


@dataclass(frozen=True, slots=True)
class Entry:
    """One backup in the store, by its name alone. ``router`` is its folder's name; ``size`` counts bytes."""

    file: Path
    router: str
    number: int
    time: datetime
    model: str
    sealed: bool
    size: int
    imported: bool = False

    def read(self) -> bytes:
        """Give its bytes. Raises BackupAbsent, BackupDamaged."""
        return disk.read(self.file, LARGEST)


class Store:
    """The store. ``folder`` is the user's own unless another one is given."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or _data_folder() / "backups"

    def routers(self) -> tuple[str, ...]:
        """Give the routers that have backups here."""
        return tuple(dict.fromkeys(entry.router for entry in self.entries()))

    def entries(self, router: str | None = None) -> tuple[Entry, ...]:
        """Give the backups, of one router or of all, in the order they were put here. Raises BackupUnwritten."""
        try:
            folders = sorted(each for each in self.folder.iterdir() if each.is_dir() and router in (None, each.name))
            found = [entry for folder in folders for entry in _in(folder)]
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as wrong:
            raise BackupUnwritten(file=str(self.folder), reason=wrong.strerror) from None
        return tuple(found)

    def newest(self, router: str) -> Entry | None:
        """Give the last backup taken of a router, None where there is none; imported ones do not count."""
        return next((entry for entry in reversed(self.entries(router)) if not entry.imported), None)

    def add(self, raw: bytes, router: str, when: Moment, model: str, *, sealed: bool, imported: bool = False) -> Entry:
        """Put a backup in. Raises RouterHeld when another run does not let go of the folder, and BackupUnwritten."""
        folder = self.folder / router
        stamp = when.time.astimezone(UTC).strftime(_STAMP)
        with self._held(folder):
            for left in folder.glob(".*.draft"):  # a run that was killed in the middle; nobody else writes now
                left.unlink(missing_ok=True)
            number = max((entry.number for entry in self.entries(router)), default=0) + 1
            name = f"{number:06}_{stamp}_{plain(model)}" + ".imported" * imported + ".tar" + ".age" * sealed
            file = folder / name
            disk.write_new(file, raw)
        return Entry(file, router, number, when.time, plain(model), sealed, len(raw), imported)

    def remove(self, entries: tuple[Entry, ...]) -> None:
        """Delete backups. Raises RouterHeld, BackupUnwritten."""
        for router in dict.fromkeys(entry.router for entry in entries):
            with self._held(self.folder / router):
                for entry in entries:
                    if entry.router == router:
                        entry.file.unlink(missing_ok=True)

    def find(self, name: str, router: str | None = None) -> Entry:
        """Give the backup that a person means: ``latest``, its number, or its file's name or the start of it.

        Raises BackupAbsent, and BackupAmbiguous where several routers have such a one.
        """
        found = [entry for entry in self.entries(router) if _means(name, entry)]
        if name == LATEST:  # of each router the last one taken here, else the last one imported
            found = sorted(found, key=lambda entry: (not entry.imported, entry.number))
            found = list({entry.router: entry for entry in found}.values())
        if not found:
            raise BackupAbsent(name=name)
        if len(found) > 1:
            raise BackupAmbiguous(name=name, routers=", ".join(dict.fromkeys(entry.router for entry in found)))
        return found[0]

    def first_time(self) -> bool:
        """Say, once in the life of a store, that this is the first time: for what a person is to be told once."""
        try:
            (self.folder / ".told").touch(mode=0o600, exist_ok=False)
        except OSError:
            return False
        return True

    @contextlib.contextmanager
    def _held(self, folder: Path) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(folder / ".lock", timeout=_PATIENCE):
                yield
        except Timeout:
            raise RouterHeld(holder=str(folder)) from None
        except OSError as wrong:
            raise BackupUnwritten(file=str(folder), reason=wrong.strerror or type(wrong).__name__) from None


def _in(folder: Path) -> list[Entry]:
    """Give a folder's backups by number; what has another name is none."""
    found = [entry for file in folder.iterdir() if (entry := entry_of(file)) is not None]
    return sorted(found, key=lambda entry: (entry.number, entry.file.name))


def entry_of(file: Path) -> Entry | None:
    """Give what a file's name says; None where it is not the name of a backup."""
    match = _NAME.fullmatch(file.name)
    if match is None:
        return None
    try:
        time = datetime.strptime(match[2], _STAMP).replace(tzinfo=UTC)
        size = file.stat().st_size
    except (ValueError, OSError):
        return None
    return Entry(
        file, file.parent.name, int(match[1]), time, match[3], match[5] is not None, size, match[4] is not None
    )


def _means(name: str, entry: Entry) -> bool:
    if name == LATEST:
        return True
    return entry.number == int(name) if name.isascii() and name.isdigit() else entry.file.name.startswith(name)


def router_key(identity: Identity, serial: str = "", place: str = "") -> str:
    """Give the name of a router's folder: its MAC, else model and serial number, else where it was found."""
    if identity.mac:
        return re.sub("[^0-9a-z]+", "-", identity.mac.lower())
    words = (identity.vendor, identity.model, serial or place)
    return plain("-".join(word for word in words if word)).lower() or "router"


def check_place(entry: Entry, backup: Backup) -> None:
    """Check that a backup is what its name and folder say. Raises BackupForeign, BackupDamaged for an exchanged one."""
    if backup.identity.mac and _is_mac(entry.router) and router_key(backup.identity) != entry.router:
        raise BackupForeign(file=entry.file.name, whose=router_key(backup.identity), wanted=entry.router)
    if backup.moment.time != entry.time or plain(backup.identity.model) != entry.model:
        raise BackupDamaged(file=entry.file.name, detail=Part("backup.bad.exchanged"))


def check_router(backup: Backup, identity: Identity, file: str = "—") -> None:
    """Check that a backup is of this very router, as far as both say who they are. Raises BackupForeign."""
    for name in ("mac", "vendor", "model"):
        ours, theirs = str(getattr(identity, name)), str(getattr(backup.identity, name))
        if ours and theirs and ours.casefold() != theirs.casefold():
            raise BackupForeign(file=file, whose=theirs, wanted=ours)
        if name == "mac" and ours and theirs:
            return


def _is_mac(router: str) -> bool:
    return re.fullmatch("[0-9a-f]{2}(-[0-9a-f]{2}){5}", router) is not None


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("routercfg", appauthor=False)
