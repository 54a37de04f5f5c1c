"""The passphrase that seals and opens backups: from a file or the environment, never from the command line."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routercfg.errors import UsageError
from routercfg.language import say
from routercfg.secret import Secret

if TYPE_CHECKING:
    from routercfg.cli.output import Output


def passphrase_option(body: Callable[..., int]) -> Callable[..., int]:
    """Give a command the option for the passphrase; hands it a Secret, or None."""

    @click.option(
        "--passphrase-file", metavar="F", help="File with the passphrase of the backup (or ROUTERCFG_PASSPHRASE)."
    )
    @functools.wraps(body)
    def wrapped(passphrase_file: str | None, out: Output, **rest: Any) -> int:  # noqa: ANN401
        return body(passphrase=passphrase(passphrase_file, out), out=out, **rest)

    return wrapped


def passphrase(file: str | None, out: Output) -> Secret | None:
    """Read the passphrase: the first line of the file, else the environment's. Raises UsageError."""
    if file is None:
        word = os.environ.get("ROUTERCFG_PASSPHRASE", "")
        try:
            word.encode("utf-8")
        except UnicodeEncodeError:
            raise UsageError(detail=say("backup.passphrase", out.lang)) from None
        return Secret(word) if word else None
    try:
        text = Path(file).read_text(encoding="utf-8-sig").split("\n", 1)[0].rstrip("\r")
    except (OSError, UnicodeDecodeError):
        text = ""
    if not text:
        raise UsageError(detail=say("backup.passphrase-file", out.lang, file=file))
    return Secret(text)
