"""One run at a time on one router: a lock file in the user's state folder, by the router's identity."""

from __future__ import annotations

import contextlib
import getpass
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from routercfg.errors import RouterHeld


@contextlib.contextmanager
def held(router: str, folder: Path | None = None) -> Iterator[None]:
    """Hold the router while the block runs; the system lets go by itself when the process dies.

    ``router`` is what identifies it (LAN MAC, else its URL). Raises RouterHeld when another run has it.
    """
    from filelock import FileLock, Timeout

    folder = _writable(folder or _state_folder() / "locks")
    name = re.sub(r"[^0-9A-Za-z]+", "-", router).strip("-").lower() or "router"
    note = folder / f"{name}.pid"
    lock = FileLock(folder / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise RouterHeld(holder=_holder(note)) from None
    try:
        note.write_text(str(os.getpid()))
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def _writable(folder: Path) -> Path:
    """Make the folder; where the user's own cannot be written (a read-only card), take one for temporary files."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.access(folder, os.W_OK):
            return folder
    except OSError:
        pass
    spare = Path(tempfile.gettempdir()) / f"routercfg-{getpass.getuser()}"
    spare.mkdir(parents=True, exist_ok=True, mode=0o700)
    return spare


def _holder(note: Path) -> str:
    try:
        return f"pid {int(note.read_text())}"
    except (OSError, ValueError):
        return "pid ?"


def _state_folder() -> Path:
    from platformdirs import user_state_path

    return user_state_path("routercfg", appauthor=False)
