"""``routercfg decode``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from routercfg.cli.output import Output, common
from routercfg.errors import BackupUnusable, UsageError
from routercfg.language import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from routercfg.device import Native
    from routercfg.language import Language
    from routercfg.vendors.files import Decoded


@click.command("decode")
@click.argument("file")
@click.option("--native", is_flag=True, help="The file's own words instead of a profile.")
@click.option("--show-secrets", "secrets", is_flag=True, help="Show passwords and keys in clear.")
@click.option("--product", default="", metavar="NAME", help="Model's name, which opens TP-Link backups before 2019.")
@common("decode")
def command(file: str, native: bool, secrets: bool, product: str, out: Output) -> int:
    """Show a router's own settings file as a profile, or in its own words; no router is needed.

    ASUS Settings_*.CFG, TP-Link config.bin, conf.bin and backup-*.bin, OpenWrt backups.
    """
    from routercfg.profile import write
    from routercfg.vendors.files import masked

    found = _read(file, product)
    words = found.native if secrets else masked(found)
    _fill(out, found, words, secrets=secrets)
    if native:
        out.lines(_native_lines(words))
    else:
        head = "\n".join(_head(found, Path(file).name, out.lang))
        out.lines([write(found.settings, reveal=secrets, head=head).rstrip("\n")])
    out.warn(_shown(note.say(out.lang)) for note in found.notes)
    return out.finish()


def _read(file: str, product: str) -> Decoded:
    """Read the file, and put its name into what is said of it. Raises UsageError, BackupUnusable."""
    from routercfg.vendors.files import LARGEST, read

    try:
        with Path(file).open("rb") as source:
            raw = source.read(LARGEST + 1)
    except OSError:
        raise UsageError(detail=say("decode.unreadable", file=file), command="routercfg decode") from None
    try:
        return read(raw, product)
    except BackupUnusable as bad:
        raise type(bad)(**{**bad.details, "file": _shown(Path(file).name)}) from None


def _fill(out: Output, found: Decoded, words: Native, *, secrets: bool) -> None:
    """Collect what the JSON document holds."""
    from routercfg.report import gap_data, router_data, settings_data

    out.content["layout"] = found.layout
    out.content["router"] = router_data(found.identity, "")
    out.content["router"]["address"] = None
    out.content["settings"] = settings_data(found.settings, reveal=secrets)
    out.content["left_out"] = gap_data(tuple((gap.path, gap.reason) for gap in found.left_out), out.lang)
    out.content["notes"] = [note.say(out.lang) for note in found.notes]
    out.content["native"] = {
        page: {key: _plain(word) for key, word in page_words.items()} for page, page_words in words.items()
    }


def _head(found: Decoded, file: str, lang: Language) -> Iterator[str]:
    """Give the lines above the profile: whose file it is, and what of it no profile may have."""
    from routercfg.report.text import VENDOR_NAMES

    yield say("decode.head", lang, file=_shown(file), layout=say(f"decode.layout.{found.layout}", lang))
    who = found.identity
    yield say("decode.router", lang, name=_shown(" ".join([VENDOR_NAMES.get(who.vendor, "OpenWrt"), who.model])))
    if who.firmware:
        yield say("decode.firmware", lang, firmware=_shown(who.firmware))
    if found.left_out:
        yield say("decode.left-out", lang)
        yield from (f"  {gap.path}: {_shown(gap.reason.say(lang))}" for gap in found.left_out)


def _native_lines(native: Native) -> Iterator[str]:
    """Give each page's name in brackets and its words below it."""
    for page, words in native.items():
        yield f"[{_shown(page)}]"
        for key, word in words.items():
            plain = _plain(word)
            yield f"{_shown(key)}={_shown(plain if isinstance(plain, str) else ' '.join(plain))}"


def _plain(word: str) -> str | list[str]:
    """Give a native word as data: a list of UCI as a list."""
    from routercfg.dialects.openwrt_uci import LIST, items

    return list(items(word)) if word.startswith(LIST) else word


def _shown(text: str) -> str:
    """Give a text of one line that no terminal takes for a command."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)
