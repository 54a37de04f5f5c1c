"""OpenWrt's configuration store: files in /etc/config, and changes that wait in a folder of their own until a commit.

[UCI source, tplink-legacy-ssh-openwrt §4.3]
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from routercfg.simulator.openwrt_text import Package, ParseFault, Reader, Section, as_list, parse, quote, render

_PACKAGE: Final = re.compile(r"[A-Za-z0-9_-]+")
_NAME: Final = re.compile(r"[A-Za-z0-9_]+")
_TYPE: Final = re.compile(r"[!-~]+")
_ANONYMOUS: Final = re.compile(r"@([A-Za-z0-9_-]*)\[(-?\d+)\]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_MARKS: Final = "-@+|~^"


class UciFault(Exception):
    """What uci complains of; ``code`` is the library's own number."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code


def not_found() -> UciFault:
    """Give the error of something that is not there."""
    return UciFault(3, "Entry not found")


def invalid() -> UciFault:
    """Give the error of a name or value that cannot be."""
    return UciFault(2, "Invalid argument")


@dataclass(frozen=True)
class Delta:
    """One waiting change. ``mark``: "" set, "-" remove, "@" rename, "+" new section, "|" and "~" list, "^" position."""

    mark: str
    section: str
    option: str = ""
    value: str = ""

    def line(self, package: str) -> str:
        """Write it as the file of waiting changes has it."""
        option = f".{self.option}" if self.option else ""
        value = f"={quote(self.value)}" if self.mark != "-" or self.value else ""
        return f"{self.mark}{package}.{self.section}{option}{value}\n"

    def shown(self, package: str) -> str:
        """Write it as ``uci changes`` prints it."""
        option = f".{self.option}" if self.option else ""
        value = "" if self.mark == "-" else {"|": "+=", "~": "-="}.get(self.mark, "=") + quote(self.value)
        return f"{'-' if self.mark == '-' else ''}{package}.{self.section}{option}{value}\n"


@dataclass(frozen=True)
class Pointer:
    """What a tuple like ``network.@device[0].macaddr=x`` points at; ``found`` is the section if it is there."""

    package: str
    section: str = ""
    option: str = ""
    value: str | None = None
    found: Section | None = None

    @property
    def whole(self) -> bool:
        """Whether everything that is named exists."""
        return (not self.section or self.found is not None) and (
            not self.option or (self.found is not None and self.option in self.found.options)
        )


class Uci:
    """The store in ``folder``, with changes staged in ``staging``. Values are texts; odd bytes are surrogates."""

    def __init__(self, folder: Path, staging: Path) -> None:
        self.folder = folder
        self.staging = staging

    def names(self) -> list[str]:
        """Give the packages there are."""
        return sorted(file.name for file in self.folder.glob("*") if file.is_file() and _PACKAGE.fullmatch(file.name))

    def committed(self, name: str) -> Package:
        """Read a package as its file has it. Raises UciFault."""
        if not _PACKAGE.fullmatch(name):
            raise invalid()
        file = self.folder / name
        if not file.is_file():
            raise not_found()
        try:
            found = parse(_read(file), name)
        except ParseFault as fault:
            raise UciFault(5, str(fault)) from None
        return found[0]

    def load(self, name: str) -> Package:
        """Read a package with its waiting changes. Raises UciFault."""
        package = self.committed(name)
        for delta in self.pending(name):
            change(package, delta)
        return package

    def pending(self, name: str) -> list[Delta]:
        """Give the waiting changes of a package, oldest first. Raises UciFault."""
        file = self.staging / name
        reader = Reader(_read(file) if file.is_file() else "")
        deltas = []
        try:
            while not reader.over:
                deltas += [_delta(word) for word in reader.statement() if word]
        except ParseFault as fault:
            raise UciFault(5, str(fault)) from None
        return deltas

    def stage(self, name: str, *deltas: Delta) -> None:
        """Let changes wait."""
        self.staging.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(self.staging / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with open(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            file.writelines(delta.line(name) for delta in deltas)

    def commit(self, name: str, tamper: Callable[[Delta], Delta | None]) -> None:
        """Bring the waiting changes into the file, each as ``tamper`` leaves it. Raises UciFault."""
        package = self.committed(name)
        waiting = self.pending(name)
        for delta in waiting:
            kept = tamper(delta)
            if kept is not None:
                change(package, kept)
        if waiting:
            self.write(package)
            (self.staging / name).unlink()

    def write(self, package: Package) -> None:
        """Replace a package's file as a whole."""
        fresh = self.folder / f".{package.name}.uci"
        fresh.write_text(render(package), encoding="utf-8", errors="surrogateescape")
        fresh.chmod(0o600)
        fresh.replace(self.folder / package.name)

    def revert(self, name: str, section: str = "", option: str = "") -> None:
        """Forget waiting changes of a package, of one section, or of one option."""
        waiting = self.pending(name)
        kept = [d for d in waiting if (section and d.section != section) or (option and d.option != option)]
        (self.staging / name).unlink(missing_ok=True)
        if kept:
            self.stage(name, *kept)

    def point(self, words: str, load: Callable[[str], Package]) -> Pointer:
        """Find out what a tuple points at, in the package that ``load`` gives. Raises UciFault for what cannot be."""
        place, equals, value = words.partition("=")
        name, _, rest = place.partition(".")
        section, _, option = rest.partition(".")
        if not _PACKAGE.fullmatch(name) or (option and not _NAME.fullmatch(option)) or (not rest and "." in place):
            raise invalid()
        found, section = _section(load(name), section)
        return Pointer(name, section, option, value if equals else None, found)


def _section(package: Package, section: str) -> tuple[Section | None, str]:
    """Find a section by its name or by ``@type[n]``; of the latter the true name is given."""
    if not section:
        return None, ""
    if section.startswith("@"):
        extended = _ANONYMOUS.fullmatch(section)
        if extended is None:
            raise invalid()
        found = package.nth(extended[1], int(extended[2]))
        if found is None:
            raise not_found()
        return found, found.name
    if not _NAME.fullmatch(section):
        raise invalid()
    return package.find(section), section


def change(package: Package, delta: Delta) -> None:
    """Make one change. Raises UciFault; a package that refuses a change is as it was."""
    if _CONTROL.search(delta.value) or not _NAME.fullmatch(delta.section or " "):
        raise invalid()
    if delta.option and not _NAME.fullmatch(delta.option):
        raise invalid()
    section = package.find(delta.section)
    if delta.mark == "+" or (delta.mark == "" and not delta.option):
        _put_section(package, section, delta)
        return
    if section is None:
        raise not_found()
    if delta.mark == "^":
        package.sections.remove(section)
        package.sections.insert(_number(delta.value), section)
    elif delta.mark == "-" and not delta.option:
        package.sections.remove(section)
    elif delta.mark == "@" and not delta.option:
        section.name, section.anonymous = delta.value, False
    else:
        _change_option(section.options, delta)


def _put_section(package: Package, section: Section | None, delta: Delta) -> None:
    if not _TYPE.fullmatch(delta.value):
        raise invalid()
    if section is None:
        package.add(delta.value, delta.section, anonymous=delta.mark == "+")
    else:
        section.kind = delta.value


def _change_option(options: dict[str, str | list[str]], delta: Delta) -> None:
    name, old = delta.option, options.get(delta.option)
    if delta.mark == "":
        options[name] = delta.value
    elif delta.mark == "|":
        options[name] = [*as_list([] if old is None else old), delta.value]
    elif old is None:
        raise not_found()
    elif delta.mark == "-" and not delta.value:
        del options[name]
    elif delta.mark == "@":
        options[delta.value] = options.pop(name)
    else:
        _shorten_list(options, delta, as_list(old))


def _shorten_list(options: dict[str, str | list[str]], delta: Delta, texts: list[str]) -> None:
    """Take a text out of a list, by what it is (``~``) or by its number (``-`` with a value); an empty list goes."""
    if delta.mark == "~":
        texts = [text for text in texts if text != delta.value]
    elif _number(delta.value) < len(texts):
        del texts[_number(delta.value)]
    if texts:
        options[delta.option] = texts
    else:
        del options[delta.option]


def _number(text: str) -> int:
    found = re.match(r"\d+", text)
    return int(found[0]) if found else 0


def _delta(word: str) -> Delta:
    mark = word[0] if word[0] in _MARKS else ""
    place, _, value = word[len(mark) :].partition("=")
    _, section, option = [*place.split(".", 2), ""][:3]
    return Delta(mark, section, option, value)


def _read(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogateescape")
