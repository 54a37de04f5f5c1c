"""Files that are there whole or not at all, whatever happens to the power; readable by their owner alone."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from routercfg.errors import BackupAbsent, BackupDamaged, BackupUnwritten, Part


def write_new(file: Path, content: bytes) -> None:
    """Write a new file: synced and read again under a draft's name, then named in one move, then the folder synced.

    Raises FileExistsError when something is there already, which stays as it is, and BackupUnwritten for a full disk,
    a folder that cannot be written, and the like; then nothing is left behind.
    """
    draft = file.with_name(f".{file.name}.{os.getpid()}.draft")
    try:
        try:
            draft.unlink(missing_ok=True)
            # a new file of ours, not one that somebody put there to read along
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            if draft.read_bytes() != content:
                raise BackupUnwritten(file=str(file), reason=Part("backup.bad.written"))
            _name(draft, file)
            _sync(file.parent)
        finally:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
    except FileExistsError:
        raise
    except OSError as wrong:
        raise BackupUnwritten(file=str(file), reason=wrong.strerror or type(wrong).__name__) from None


def _name(draft: Path, file: Path) -> None:
    """Give the draft its name, never over another file. A memory stick's file system may know no links."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise
    except OSError:
        if os.path.lexists(file):
            raise FileExistsError(str(file)) from None
        draft.rename(file)


def _sync(folder: Path) -> None:
    """Make the name itself survive a power cut, where the system permits to sync folders."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def read(file: Path, limit: int) -> bytes:
    """Read a file of at most that many bytes. Raises BackupAbsent, and BackupDamaged for a larger one."""
    try:
        with file.open("rb") as source:
            raw = source.read(limit + 1)
    except OSError:
        raise BackupAbsent(name=str(file)) from None
    if len(raw) > limit:
        raise BackupDamaged(file=file.name, detail=Part("backup.bad.large", (("limit", limit),)))
    return raw
