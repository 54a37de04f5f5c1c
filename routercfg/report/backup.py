"""Backups in words, or as data for JSON. No secret is ever shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from routercfg.language import say
from routercfg.report.data import router_data, value_data
from routercfg.report.text import VENDOR_NAMES, leaf_name, value_text
from routercfg.secret import Secret
from routercfg.settings import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routercfg.backup import Backup, Difference, Entry
    from routercfg.device import Native
    from routercfg.language import Language


def backup_data(backup: Backup) -> dict[str, Any]:
    """Give what is known of a backup, without its settings."""
    own = backup.own
    return {
        "taken": backup.moment.time.isoformat().replace("+00:00", "Z"),
        "clock": backup.moment.clock,
        "origin": backup.origin,
        "router": {**router_data(backup.identity, ""), "address": None},
        "serial": backup.serial or None,
        "macs": list(backup.macs),
        "from_profile": list(backup.from_profile),
        "hidden": list(hidden_paths(backup)),
        "own": {"name": own.name, "size": len(own.content), "layout": own.layout or None} if own else None,
    }


def hidden_paths(backup: Backup) -> tuple[str, ...]:
    """Give the leaves that the router has and nobody told."""
    return tuple(path for path, value in backup.settings.items() if value is HIDDEN)


def backup_lines(backup: Backup, lang: Language) -> Iterator[str]:
    """Give what is known of a backup, without its settings."""
    who, when = backup.identity, backup.moment
    name = " ".join(filter(None, (VENDOR_NAMES.get(who.vendor, who.vendor), who.model, who.hardware)))
    yield say("backup.head", lang, name=shown(name), firmware=shown(who.firmware) or "—")
    if who.mac or backup.serial:
        yield say("backup.line.who", lang, mac=shown(who.mac) or "—", serial=shown(backup.serial) or "—")
    clock = say(f"backup.clock.{when.clock}", lang)
    yield say("backup.line.taken", lang, time=when.time.isoformat(" ").replace("+00:00", " UTC"), clock=clock)
    if backup.origin == "file":
        yield say("backup.line.file", lang)
    if backup.own:
        yield say("backup.line.own", lang, name=backup.own.name, size=len(backup.own.content))
    else:
        yield say("backup.line.own-none", lang)
    if backup.from_profile:
        yield say("backup.line.known", lang, paths=", ".join(backup.from_profile))


def native_words(backup: Backup, *, reveal: bool) -> Native:
    """Give the router's own words; secrets only when ``reveal``, else also where no name says that it is one."""
    if reveal:
        return backup.native
    from routercfg.vendors.decoded import MASK, Decoded, masked

    secrets = {value.reveal() for value in backup.settings.values() if isinstance(value, Secret)}
    words = masked(Decoded("", backup.identity, backup.settings, backup.native))
    return {page: {key: MASK if word in secrets else word for key, word in by.items()} for page, by in words.items()}


def entry_data(entry: Entry) -> dict[str, Any]:
    """Give one line of the list of backups."""
    return {
        "router": entry.router,
        "number": entry.number,
        "time": entry.time.isoformat().replace("+00:00", "Z"),
        "model": entry.model or None,
        "sealed": entry.sealed,
        "imported": entry.imported,
        "size": entry.size,
        "file": str(entry.file),
    }


def entry_lines(entries: tuple[Entry, ...], lang: Language) -> Iterator[str]:
    """Give the list of backups, router by router; where a time goes backwards, the clock was wrong."""
    router, latest = "", None
    for entry in entries:
        if entry.router != router:
            router, latest = entry.router, None
            yield f"{router}:"
        words = [f"  {entry.number:>6}  {entry.time:%Y-%m-%d %H:%M:%S} UTC  {entry.size:>9}  {entry.model}"]
        words += [say("backups.sealed", lang)] if entry.sealed else []
        words += [say("backups.came", lang)] if entry.imported else []
        if not entry.imported:
            words += [say("backups.out-of-order", lang)] if latest and entry.time < latest else []
            latest = max(latest or entry.time, entry.time)
        yield "  ".join(words).rstrip()


def difference_data(found: tuple[Difference, ...]) -> list[dict[str, Any]]:
    """Give what differs."""
    return [
        {"path": d.path, "before": value_data(d.before), "after": value_data(d.after), "certain": d.certain}
        for d in found
    ]


def difference_lines(found: tuple[Difference, ...], count: int, lang: Language) -> Iterator[str]:
    """Give what differs in our words; ``count`` settings were compared."""
    certain = [each for each in found if each.certain]
    if certain:
        yield say("backups.differ", lang, count=len(certain))
    else:
        yield say("backups.same", lang, count=count - len(found))
    width = max((len(leaf_name(each.path, lang)) for each in certain), default=0)
    for each in certain:
        yield f"  {leaf_name(each.path, lang):<{width}}  {shown(_change(each, lang))}"
    unsure = [each.path for each in found if not each.certain]
    if unsure:
        yield say("backups.cannot-tell", lang, paths=", ".join(unsure))


def _change(each: Difference, lang: Language) -> str:
    if isinstance(each.before, Secret) and isinstance(each.after, Secret):
        return say("value.secret-changes", lang)
    return f"{value_text(each.before, lang)} → {value_text(each.after, lang)}"


def shown(text: str) -> str:
    """Give a text of one line that no terminal takes for a command: a backup may come from anywhere."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
