"""``routercfg backups``: list, show, verify, diff, prune, export, import."""

from __future__ import annotations

import contextlib
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from routercfg.cli.output import Output, common, stopping_safely
from routercfg.cli.passphrase import passphrase_option
from routercfg.cli.target import Target, connected, router_options
from routercfg.errors import BackupAbsent, BackupForeign, BackupUnusable, Part, UsageError
from routercfg.language import say

if TYPE_CHECKING:
    from collections.abc import Callable

    from routercfg.backup import Backup, Entry, Store
    from routercfg.secret import Secret
    from routercfg.settings import Settings


def router_option(body: Callable[..., int]) -> Callable[..., int]:
    """Give a command the option that names a router of the store."""
    return click.option("--router", metavar="NAME", help="Router's name in the list (its MAC).")(body)


@click.group("backups")
def command() -> None:
    """List, check, compare, prune and move backups.

    BACKUP is a file, or of the store: latest, a number, or the beginning of a file's name.
    """


@command.command("list")
@router_option
@common("backups list")
def listing(router: str | None, out: Output) -> int:
    """List the backups in the store; nothing is opened."""
    from routercfg.backup import Store
    from routercfg.report.backup import entry_data, entry_lines

    store = Store()
    entries = store.entries(_folder(router))
    out.content["folder"] = str(store.folder)
    out.content["backups"] = [entry_data(entry) for entry in entries]
    out.lines(entry_lines(entries, out.lang) if entries else [say("backups.none", out.lang, folder=store.folder)])
    return out.finish()


@command.command("show")
@click.argument("backup")
@router_option
@click.option("--native", is_flag=True, help="The router's own words instead of a profile.")
@click.option("--show-secrets", "--secrets", "secrets", is_flag=True, help="Show passwords and keys in clear.")
@common("backups show")
@passphrase_option
def show(backup: str, router: str | None, native: bool, secrets: bool, passphrase: Secret | None, out: Output) -> int:
    """Show what a backup holds; passwords only with --show-secrets."""
    from routercfg.profile import write
    from routercfg.report import settings_data
    from routercfg.report.backup import backup_data, backup_lines, native_words

    found, file = _opened(backup, router, passphrase)
    out.content |= {"file": file, **backup_data(found), "settings": settings_data(found.settings, reveal=secrets)}
    if native:
        from routercfg.cli.decode import _native_lines

        words = native_words(found, reveal=secrets)
        out.content["native"] = words
        out.lines(_native_lines(words))
    else:
        head = "\n".join([file, *backup_lines(found, out.lang)])
        out.lines([write(found.settings, reveal=secrets, head=head).rstrip("\n")])
    return out.finish()


@command.command("verify")
@click.argument("backups", nargs=-1, metavar="[BACKUP]…")
@router_option
@common("backups verify")
@passphrase_option
def verify(backups: tuple[str, ...], router: str | None, passphrase: Secret | None, out: Output) -> int:
    """Check backups to the last byte; without BACKUP all that are in the store."""
    from routercfg.backup import Store

    names = backups or tuple(str(entry.file) for entry in Store().entries(_folder(router)))
    checked = [_checked(name, router, passphrase, out) for name in names]
    out.content["verified"] = [data for data, _ in checked]
    bad = [error for _, error in checked if error is not None]
    states = [data["state"] for data, _ in checked]
    counts = {"good": states.count("good"), "bad": len(bad), "closed": states.count("sealed")}
    out.lines([say("backups.verified", out.lang, **counts)])
    if len(bad) == 1:
        return out.finish(bad[0])
    detail = Part("backups.some-bad", (("bad", len(bad)), ("count", len(names))))
    return out.finish(BackupUnusable(detail=detail) if bad else None)


def _checked(
    name: str, router: str | None, passphrase: Secret | None, out: Output
) -> tuple[dict[str, Any], BackupUnusable | None]:
    """Check one backup and say so; a sealed one that nobody opens is neither good nor bad."""
    from routercfg.errors import BackupSealed

    try:
        _, file = _opened(name, router, passphrase)
    except BackupSealed as closed:
        out.lines([say("backups.seal-unopened", out.lang, file=closed.details["file"])])
        return {"file": name, "state": "sealed", "why": None}, None
    except BackupUnusable as bad:
        out.lines([bad.what(out.lang)])
        return {"file": name, "state": "damaged", "why": bad.what(out.lang)}, bad
    out.lines([say("backups.good", out.lang, file=file)])
    return {"file": name, "state": "good", "why": None}, None


@command.command("diff")
@click.argument("before", metavar="BACKUP")
@click.argument("after", metavar="[OTHER]", required=False)
@router_option
@router_options(timeout=120)
@common("backups diff")
@passphrase_option
def diff(
    before: str, after: str | None, router: str | None, target: Target, passphrase: Secret | None, out: Output
) -> int:
    """Show what differs between a backup and OTHER, or what the router says now; passwords are not shown."""
    from routercfg.backup import differing
    from routercfg.report.backup import difference_data, difference_lines

    old, file = _opened(before, router, passphrase)
    new = _opened(after, router, passphrase)[0].settings if after else _present(old, file, target, out)
    found = differing(old.settings, new)
    out.content["differences"] = difference_data(found)
    out.lines(difference_lines(found, len({*old.settings, *new}), out.lang))
    return out.finish()


def _present(backup: Backup, file: str, target: Target, out: Output) -> Settings:
    """Read what the router says now. Raises BackupForeign when it is another one."""
    from routercfg.backup import check_router
    from routercfg.cli.backup import read

    with stopping_safely(out, "progress.leaving"), connected(target, out) as (driver, _):
        check_router(backup, driver.identity, file)
        facts = read(driver, target, out)
        check_router(backup, facts.identity, file)
    return facts.running


@command.command("prune")
@router_option
@click.option("--last", default=10, show_default=True, help="Keep that many of each router, whatever their age.")
@click.option("--days", default=30, show_default=True, help="Keep one per day of the last so many days with backups.")
@click.option("--yes", "-y", is_flag=True, help="Delete; without, only say what would be deleted.")
@common("backups prune")
def prune(router: str | None, last: int, days: int, yes: bool, out: Output) -> int:
    """Delete old backups; a damaged one is neither counted nor deleted."""
    from routercfg.backup import Keeping, Store, sort_out
    from routercfg.report.backup import entry_data

    if last < 1 or days < 0:
        raise UsageError(detail=say("backups.keep-number", out.lang), command="routercfg backups prune")
    store, named = Store(), _folder(router)
    sorts = [sort_out(store.entries(each), Keeping(last, days), _sound) for each in _routers(store.routers(), named)]
    gone = tuple(entry for each in sorts for entry in each.gone)
    if yes:
        store.remove(gone)
    out.warn(say("backups.damaged-kept", out.lang, file=entry.file) for each in sorts for entry in each.damaged)
    kept = sum(len(each.kept) for each in sorts)
    out.content |= {"deleted": yes, "gone": [entry_data(entry) for entry in gone], "kept": kept}
    out.lines(str(entry.file) for entry in gone)
    out.lines([say("backups.pruned" if yes else "backups.would-prune", out.lang, gone=len(gone), kept=kept)])
    return out.finish()


def _routers(routers: tuple[str, ...], named: str | None) -> tuple[str, ...]:
    return tuple(each for each in routers if named in (None, each))


def _sound(entry: Entry) -> bool:
    """Say whether a backup is good as far as one can see without its passphrase."""
    from routercfg.backup import check_place, decode, is_sealed

    try:
        raw = entry.read()
        if entry.sealed:
            return is_sealed(raw)
        check_place(entry, decode(raw, entry.file.name))
    except BackupUnusable:
        return False
    return True


@command.command("export")
@click.argument("backup")
@click.argument("file")
@router_option
@click.option(
    "--part", type=click.Choice(["all", "profile", "native", "own"]), default="all", help="Only this part, unsealed."
)
@click.option("--plain", is_flag=True, help="Unseal it.")
@common("backups export")
@passphrase_option
def export(
    backup: str, file: str, router: str | None, part: str, plain: bool, passphrase: Secret | None, out: Output
) -> int:
    """Copy a backup, or a part of it, to FILE. With a passphrase an open one is sealed."""
    from routercfg.backup.disk import write_new

    found, _ = _opened(backup, router, passphrase)
    content = _part(found, part, None if plain else passphrase, out)
    try:
        write_new(Path(file), content)
    except FileExistsError:
        raise UsageError(detail=say("backup.exists", out.lang, file=file), command="routercfg backups export") from None
    out.content["file"] = file
    out.lines([say("backups.exported", out.lang, file=file)])
    if part != "all" or plain or passphrase is None:
        out.warn([say("backup.open", out.lang)])
    return out.finish()


def _part(found: Backup, part: str, passphrase: Secret | None, out: Output) -> bytes:
    from routercfg.backup import closed, parts

    if part == "all":
        return closed(found, passphrase)
    if part == "own":
        if found.own is None:
            raise UsageError(detail=say("backups.no-own", out.lang), command="routercfg backups export")
        return found.own.content
    return parts.contents(found)[parts.PROFILE if part == "profile" else parts.NATIVE]


@command.command("import")
@click.argument("file")
@router_option
@click.option("--product", default="", metavar="NAME", help="Model's name, which opens TP-Link backups before 2019.")
@common("backups import")
@passphrase_option
def importing(file: str, router: str | None, product: str, passphrase: Secret | None, out: Output) -> int:
    """Put a backup from elsewhere, or a router's own settings file, into the store.

    Besides ours: ASUS Settings_*.CFG, TP-Link config.bin, conf.bin and backup-*.bin, OpenWrt backups.
    """
    from routercfg.backup import Store, closed, router_key
    from routercfg.report.backup import backup_data, backup_lines

    found = _foreign(Path(file), product, passphrase)
    store, own = Store(), router_key(found.identity, found.serial)
    folder = _folder(router) or own
    if folder != own and found.identity.mac:
        raise BackupForeign(file=file, whose=own, wanted=folder)
    entry = _twin(found, store, folder)
    said = "backups.already" if entry else "backups.imported"
    if entry is None:
        raw = closed(found, passphrase)
        sealed = passphrase is not None
        entry = store.add(raw, folder, found.moment, found.identity.model, sealed=sealed, imported=True)
        if not sealed and store.first_time():
            out.warn([say("backup.open", out.lang)])
    out.content |= {"file": str(entry.file), **backup_data(found)}
    out.lines([say(said, out.lang, file=entry.file), *(f"  {line}" for line in backup_lines(found, out.lang))])
    return out.finish()


def _foreign(file: Path, product: str, passphrase: Secret | None) -> Backup:
    """Read a file from elsewhere: ours if it begins like one, else a vendor's."""
    from routercfg.backup import Moment, from_file, is_sealed, opened
    from routercfg.backup.disk import read
    from routercfg.backup.format import MANIFEST
    from routercfg.backup.store import LARGEST

    raw = read(file, LARGEST)
    if is_sealed(raw) or raw.startswith(MANIFEST.encode() + b"\0"):
        return opened(raw, passphrase, file.name)
    with contextlib.suppress(OSError, OverflowError, ValueError):
        made = datetime.fromtimestamp(int(file.stat().st_mtime), UTC)
        return from_file(file, raw, product, Moment(made))
    raise BackupAbsent(name=str(file))


def _twin(found: Backup, store: Store, folder: str) -> Entry | None:
    """Give the backup of the same content that is there already, as far as one can see without opening seals."""
    from routercfg.backup import encode

    raw = encode(found)
    return next((e for e in store.entries(folder) if not e.sealed and e.size == len(raw) and e.read() == raw), None)


def _opened(name: str, router: str | None, passphrase: Secret | None) -> tuple[Backup, str]:
    """Open the backup a person means and check that it is what it seems; also give its file's name."""
    from routercfg.backup import Store, check_place, load, opened, router_key
    from routercfg.backup.store import LATEST, entry_of

    path, wanted = Path(name), _folder(router)
    if name != LATEST and not name.isdigit() and path.is_file():
        entry = entry_of(path) if path.resolve().is_relative_to(Store().folder.resolve()) else None
        found = load(path, passphrase)
        if entry is None and wanted not in (None, router_key(found.identity, found.serial)):
            raise BackupForeign(file=path.name, whose=router_key(found.identity, found.serial), wanted=wanted)
    else:
        entry = Store().find(name, wanted)
        found = opened(entry.read(), passphrase, entry.file.name)
    if entry is not None:
        check_place(entry, found)
    return found, path.name if entry is None else entry.file.name


def _folder(router: str | None) -> str | None:
    """Give the folder's name for a router's, which may be written as a MAC. Raises UsageError."""
    if router is None:
        return None
    name = router.lower().replace(":", "-")
    if not re.fullmatch(r"[a-z0-9_-][a-z0-9._-]*", name):
        raise UsageError(detail=say("backups.router-name", name=router), command="routercfg backups")
    return name
