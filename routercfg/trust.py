"""Pins: the certificate and the SSH key that a router showed first; another one later stops the run.

A router's own certificate is signed by nobody, so the first one seen is kept, and told. Pins go by who a router is (its
MAC), not by where: every router lives at 192.168.1.1. They are kept in one file in the user's data folder, readable by
the user alone. [decision 0007]
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from routercfg.errors import PinChanged, PinsUnreadable

CERTIFICATE: Final = "certificate"
HOST_KEY: Final = "host-key"
HTTPS_PORT: Final = "https-port"

_Routers: TypeAlias = dict[str, dict[str, str]]
_VERSION: Final = 1
_PATIENCE: Final = 10.0  # seconds for another run to write its few lines


class Pins:
    """What each router showed: router → kind → fingerprint; and under HTTPS_PORT, where it showed its certificate.

    ``router`` is the MAC where it is known, else the place (``host port``).
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or _data_folder() / "pins.json"

    def of(self, router: str, kind: str) -> str | None:
        """Give what that router showed before; None where it was never seen. Raises PinsUnreadable."""
        return self._read().get(router, {}).get(kind)

    def keep(self, router: str, kind: str, fingerprint: str) -> None:
        """Trust that one from now on. Raises PinsUnreadable; a file that cannot be written is left as it is."""
        from filelock import FileLock, Timeout

        with contextlib.suppress(OSError, Timeout):  # a read-only card: trusted for this run, told again next time
            self._file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self._file.with_suffix(".lock"), timeout=_PATIENCE):
                known = self._read()
                if known.get(router, {}).get(kind) != fingerprint:
                    self._write({**known, router: {**known.get(router, {}), kind: fingerprint}})

    def _read(self) -> _Routers:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            routers = found["routers"]
            if found["version"] != _VERSION or not all(_is_words(words) for words in routers.values()):
                raise ValueError
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise PinsUnreadable(file=str(self._file)) from None
        return dict(routers)

    def _write(self, routers: _Routers) -> None:
        draft = self._file.with_suffix(f".{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
            json.dump({"version": _VERSION, "routers": routers}, out, indent=2, sort_keys=True)
            out.flush()
            os.fsync(out.fileno())
        draft.replace(self._file)


def settle(
    pins: Pins, router: str, kind: str, seen: str, *, renew: bool, tell: Callable[[str, Mapping[str, object]], None]
) -> None:
    """Check what a router shows against its pin, before any password is sent; the first one is kept, and told.

    ``renew`` says that another one may take the pin's place: the router is in factory state, so it was wiped and made
    itself a new one, and a person (``--accept-new-key``) or a policy agreed. Raises PinChanged, PinsUnreadable.
    """
    known = pins.of(router, kind)
    if known == seen:
        return
    if known is not None and not renew:
        raise PinChanged(kind=kind, router=router, known=known, seen=seen)
    pins.keep(router, kind, seen)
    tell(f"progress.{kind}" + ("" if known is None else "-new"), {"fingerprint": seen})


def _is_words(words: object) -> bool:
    return isinstance(words, dict) and all(isinstance(word, str) for word in words.values())


def _data_folder() -> Path:
    from platformdirs import user_data_path

    return user_data_path("routercfg", appauthor=False)
