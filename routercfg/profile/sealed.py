"""Secrets from where they are kept: environment, file, prompt, keyring. Fetched late, and never shown."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from routercfg.errors import Part, ProfileFault
from routercfg.profile.cells import Cell, Reference
from routercfg.profile.sources import located
from routercfg.secret import Secret

Prompt: TypeAlias = Callable[[str], str]

_LARGEST: Final = 4096  # bytes of a file that holds one password
_SERVICE: Final = "routercfg"  # the name our entries have in the system's keyring


@dataclass(frozen=True, slots=True)
class Sources:
    """Where secrets may be fetched from; ``prompt`` is None when there is nobody to ask."""

    environment: Mapping[str, str]
    prompt: Prompt | None = None


class _Absent(Exception):  # never leaves this file
    def __init__(self, key: str, name: str) -> None:
        self.part = Part(key, (("name", name),))
        super().__init__(key)


def fetch(cell: Cell, sources: Sources) -> Secret | ProfileFault:
    """Fetch the secret that a cell refers to, or say why it cannot be had."""
    reference = cell.value
    if not isinstance(reference, Reference):
        raise TypeError(f"{cell.path} holds no reference")
    try:
        text = _FETCH[reference.source](reference, sources)
    except _Absent as absent:
        return cell.place.fault(cell.path, absent.part)
    if not text:
        return cell.place.fault(cell.path, Part("profile.secret.empty", (("source", reference.source),)))
    return Secret(text)


def _env(reference: Reference, sources: Sources) -> str:
    if reference.name not in sources.environment:
        raise _Absent("profile.secret.env", reference.name)
    return sources.environment[reference.name]


def secret_file(reference: Reference) -> Path:
    """Give the file that a ``{file: PATH}`` means, relative to the file it is written in."""
    return located(reference.folder, reference.name)


def _file(reference: Reference, _sources: Sources) -> str:
    path = secret_file(reference)
    try:
        if not path.is_file():
            raise _Absent("profile.secret.file", str(path))
        with path.open("rb") as stream:
            content = stream.read(_LARGEST + 1)
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Absent("profile.secret.file.text", str(path)) from None
    except OSError:
        raise _Absent("profile.secret.file", str(path)) from None
    if len(content) > _LARGEST:
        raise _Absent("profile.secret.file.large", str(path))
    return text.split("\n", 1)[0].removesuffix("\r")


def _prompt(reference: Reference, sources: Sources) -> str:
    if sources.prompt is None:
        raise _Absent("profile.secret.prompt", reference.name)
    return sources.prompt(reference.name)


def _keyring(reference: Reference, _sources: Sources) -> str:
    try:
        keyring = importlib.import_module("keyring")
        errors = importlib.import_module("keyring.errors")
    except ImportError:
        raise _Absent("profile.secret.keyring.absent", reference.name) from None
    try:
        found = keyring.get_password(_SERVICE, reference.name)
    except errors.KeyringError:
        raise _Absent("profile.secret.keyring.locked", reference.name) from None
    if not isinstance(found, str):
        raise _Absent("profile.secret.keyring", reference.name)
    return found


_FETCH: Final[Mapping[str, Callable[[Reference, Sources], str]]] = {
    "env": _env,
    "file": _file,
    "prompt": _prompt,
    "keyring": _keyring,
}


def others_can_read(file: str) -> bool:
    """Say whether people other than the owner may read a file; never on Windows, whose modes do not tell."""
    if os.name == "nt":
        return False
    try:
        return bool(Path(file).stat().st_mode & 0o077)
    except OSError:
        return False
