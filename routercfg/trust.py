"""Keys of routers that were accepted before: the first one seen at a place is kept, another one is refused.

A file in the user's data folder, readable by the user alone. Pins by a router's identity instead of its place are to
come with the certificates' (issue 4).
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path


class KnownKeys:
    """The keys by place (``host port``)."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or _data_folder() / "known-keys.json"

    def at(self, place: str) -> str | None:
        """Give the key that is trusted there; None where there is none."""
        return (self._read() or {}).get(place)

    def accept(self, place: str, fingerprint: str) -> bool:
        """Say whether that key is trusted there; the first one at a place is, and is remembered.

        A file that cannot be read counts as one that trusts nobody yet but forgets nothing: then no key is accepted.
        """
        known = self._read()
        if known is None:
            return False
        if place not in known:
            self._write({**known, place: fingerprint})
            return True
        return known[place] == fingerprint

    def keep(self, place: str, fingerprint: str) -> None:
        """Trust that key there from now on, whatever was known: a person has vouched for it.

        A file that cannot be read stays as it is, for somebody to look at.
        """
        known = self._read()
        if known is not None and known.get(place) != fingerprint:
            self._write({**known, place: fingerprint})

    def _read(self) -> dict[str, str] | None:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError):
            return None
        return found if isinstance(found, dict) else None

    def _write(self, known: dict[str, str]) -> None:
        with contextlib.suppress(OSError):  # a read-only card: trusted for this run, asked again next time
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft = self._file.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
                json.dump(known, out, indent=2, sort_keys=True)
                out.flush()
                os.fsync(out.fileno())
            draft.replace(self._file)


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("routercfg", appauthor=False)
