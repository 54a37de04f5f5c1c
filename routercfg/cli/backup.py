"""``routercfg backup``."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from routercfg.cli.output import Output, common, stopping_safely
from routercfg.cli.passphrase import passphrase_option
from routercfg.cli.target import Target, connected, router_options
from routercfg.errors import PasswordMissing, StillFactory, UsageError
from routercfg.language import say

if TYPE_CHECKING:
    from routercfg.backup import Backup, Safe
    from routercfg.device import Driver, Facts
    from routercfg.profile import Profile
    from routercfg.secret import Secret


@click.command("backup")
@router_options(timeout=180)
@click.option("--output", metavar="FILE", help="Write this file (default: into the store, see: routercfg backups).")
@click.option("--profile", metavar="PROFILE", help="The profile that was applied; tells what the router hides.")
@click.option("--values", multiple=True, metavar="FILE", help="YAML file with the profile's values.")
@common("backup")
@passphrase_option
def command(
    target: Target,
    out: Output,
    output: str | None,
    profile: str | None,
    values: tuple[str, ...],
    passphrase: Secret | None,
) -> int:
    """Save everything a router knows into one file; the router is only read.

    With a passphrase the file is sealed (age format); without, it is readable by you alone.
    """
    if output is not None and os.path.lexists(output):
        raise UsageError(detail=say("backup.exists", out.lang, file=output), command="routercfg backup")
    applied = _profile(profile, values, out)
    with stopping_safely(out, "progress.leaving"), connected(target, out) as (driver, _):
        facts = read(driver, target, out)
        safe = _safe(driver, facts, applied, passphrase)
        backup, file = _kept(driver, facts, safe, output, out)
    _report(backup, file, passphrase, out)
    if passphrase is not None:
        out.warn([say("backup.sealed", out.lang)])
    elif output is not None or safe.store.first_time():
        out.warn([say("backup.open", out.lang)])
    return out.finish()


def read(driver: Driver, target: Target, out: Output) -> Facts:
    """Log in and read everything. Raises StillFactory, PasswordMissing."""
    credentials = target.credentials(out)
    if driver.identity.factory:
        raise StillFactory
    if credentials.password is None:
        raise PasswordMissing
    out.tell("backup.reading", {})
    driver.login(replace(credentials, given=True))
    return driver.read()


def _profile(source: str | None, values: tuple[str, ...], out: Output) -> Profile | None:
    from routercfg.cli.wish import load

    return None if source is None else load(source, (), values, out)


def _safe(driver: Driver, facts: Facts, applied: Profile | None, passphrase: Secret | None) -> Safe:
    from routercfg.backup import Safe, Store
    from routercfg.settings import Settings

    known = applied.desired(facts.identity.vendor, facts.bands) if applied else Settings()
    return Safe(Store(), passphrase, known, place=driver.address.partition("://")[2])


def _kept(driver: Driver, facts: Facts, safe: Safe, output: str | None, out: Output) -> tuple[Backup, Path]:
    """Make the backup and put it where it is to be."""
    from routercfg.backup import closed, made
    from routercfg.backup.disk import write_new

    backup = made(driver, facts, safe, out.tell)
    if output is None:
        file = safe.keep(backup).file
    else:
        file = Path(output)
        try:
            write_new(file, closed(backup, safe.passphrase))
        except FileExistsError:
            raise UsageError(detail=say("backup.exists", out.lang, file=output), command="routercfg backup") from None
    return backup, file


def _report(backup: Backup, file: Path, passphrase: Secret | None, out: Output) -> None:
    from routercfg.report.backup import backup_data, backup_lines, hidden_paths

    out.content["backup"] = {"file": str(file), "sealed": passphrase is not None, **backup_data(backup)}
    out.lines([say("backup.taken", out.lang, file=file)])
    out.lines(f"  {line}" for line in backup_lines(backup, out.lang))
    if hidden_paths(backup):
        out.warn([say("backup.hidden", out.lang, paths=", ".join(hidden_paths(backup)))])
