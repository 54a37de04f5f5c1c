"""The profile a person wished for: the options that shape it, its warnings and its secrets."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from routercfg.cli.output import Output
    from routercfg.profile import Profile


def profile_options(body: Callable[..., int]) -> Callable[..., int]:
    """Give a command the profile argument and the options that fill it; hands it a ready Profile."""

    @click.argument("profile", metavar="PROFILE")
    @click.option(
        "--set", "sets", multiple=True, metavar="PATH=VALUE", help="Set one leaf (not for secrets: use --values)."
    )
    @click.option("--values", multiple=True, metavar="FILE", help="YAML file with values for this subscriber.")
    @functools.wraps(body)
    def wrapped(profile: str, sets: tuple[str, ...], values: tuple[str, ...], out: Output, **rest: Any) -> int:  # noqa: ANN401
        return body(profile=load(profile, sets, values, out), out=out, **rest)

    return wrapped


def load(source: str, sets: tuple[str, ...], values: tuple[str, ...], out: Output) -> Profile:
    """Read a profile, tell its warnings, and fetch its secrets. Raises ProfileInvalid with every fault at once."""
    from routercfg.cli.output import at_terminal
    from routercfg.profile import load as read

    profile = read(source, sets=sets, values=values)
    ready = profile.resolve(_prompt if at_terminal() else None, os.environ)
    out.warn(note.say(out.lang) for note in ready.warnings)
    return ready


def _prompt(text: str) -> str:
    answer: str = click.prompt(text, hide_input=True, err=True)
    return answer
