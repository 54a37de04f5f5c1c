"""``routercfg profile``: validate, schema, list, new."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click

from routercfg.cli.output import Output, at_terminal, common
from routercfg.errors import UsageError
from routercfg.language import say


@click.group("profile")
def command() -> None:
    """Check, list and write profiles."""


@command.command("validate")
@click.argument("profile")
@click.option("--set", "sets", multiple=True, metavar="PATH=VALUE", help="Set one leaf.")
@click.option("--values", multiple=True, metavar="FILE", help="YAML file with values for this subscriber.")
@common("profile validate")
def validate(profile: str, sets: tuple[str, ...], values: tuple[str, ...], out: Output) -> int:
    """Check a profile without touching any router; all faults at once."""
    from routercfg.profile import load

    loaded = load(profile, sets=sets, values=values, template=True)
    out.warn(note.say(out.lang) for note in (*loaded.warnings, *loaded.missing_secrets(os.environ)))
    out.content["file"] = profile
    out.lines([say("profile.good", out.lang, file=profile)])
    return out.finish()


@command.command("schema")
@common("profile schema")
def schema(out: Output) -> int:
    """Print the JSON Schema of profiles, for editors."""
    from routercfg.profile import schema as make

    click.echo(json.dumps(make(), ensure_ascii=False, indent=2))
    return 0


@command.command("list")
@common("profile list")
def listing(out: Output) -> int:
    """List the shipped profiles."""
    from routercfg.profile import shipped

    found = shipped()
    out.content["profiles"] = [{"name": p.name, "title": p.title, "path": str(p.path)} for p in found]
    width = max(len(p.name) for p in found)
    out.lines(f"{p.name:<{width}}  {p.title}" for p in found)
    return out.finish()


@command.command("new")
@click.argument("file", default="profile.yaml")
@common("profile new")
def new(file: str, out: Output) -> int:
    """Ask a few questions and write a commented profile to FILE."""
    from routercfg.profile import new_profile

    if not at_terminal():
        raise UsageError(detail=say("profile.needs-terminal", out.lang))
    if Path(file).exists():
        raise UsageError(detail=say("profile.exists", out.lang, file=file))
    text = new_profile(_answers(out), out.lang)
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)  # it may hold passwords
    with os.fdopen(handle, "w", encoding="utf-8") as target:
        target.write(text)
    out.lines([say("profile.written", out.lang, file=file)])
    return out.finish()


def _answers(out: Output) -> dict[str, str]:
    from routercfg.profile import QUESTIONS

    answers: dict[str, str] = {}
    for question in QUESTIONS:
        if question.applies(answers):
            kind = click.Choice(question.choices) if question.choices else str
            hide = question.secret
            answers[question.key] = click.prompt(
                question.text(out.lang), default=question.default, type=kind, err=True, hide_input=hide
            )
    return answers
