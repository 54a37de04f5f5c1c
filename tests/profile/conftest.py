from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routercfg import profile
from routercfg.errors import ProfileFault, ProfileInvalid

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a profile that nobody else can read; ``version: 1`` is its first line unless told otherwise."""

    def file(text: str | bytes, name: str = "p.yaml", version: bool = True) -> Path:
        path = tmp_path / name
        content = text.encode() if isinstance(text, str) else text
        path.write_bytes((b"version: 1\n" if version else b"") + content)
        path.chmod(0o600)
        return path

    return file


def faults(source: Path | str, **options: object) -> tuple[ProfileFault, ...]:
    """Give the faults of a profile that must have some."""
    with pytest.raises(ProfileInvalid) as caught:
        profile.load(source, **options)  # type: ignore[arg-type]
    return caught.value.faults
