"""The ``uci`` command: what it prints, what it complains of, what it returns [UCI source, §4.3]."""

from __future__ import annotations

import getopt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from routercfg.simulator.openwrt_text import Package, ParseFault, Reader, Section, as_list, parse, quote, render
from routercfg.simulator.openwrt_uci import Delta, Pointer, Uci, UciFault, change, invalid, not_found

USAGE: Final = 255
_EXIT: Final = 254
_MOST_WORDS: Final = 3
_ALIASES: Final = {"del": "delete", "ren": "rename"}


@dataclass
class UciRun:
    """One call of ``uci``.

    ``commit`` is how the router takes a commit of what waits, or of a whole package that replaces the old one;
    ``stdin`` gives what is piped in.

    ``open`` makes the store for the folders named by ``-c`` and by ``-P`` or ``-t`` (empty: the usual ones); ``file``
    reads the one named by ``-f``. ``newer`` knows the options that came after 19.07. ``out`` and ``err`` collect what
    is printed.
    """

    open: Callable[[str, str], Uci]
    commit: Callable[[Uci, str, Package | None], None]
    stdin: Callable[[], str]
    file: Callable[[str], str]
    newer: bool = True
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    _told: dict[str, str] = field(default_factory=dict)
    _batch: bool = False
    _loaded: dict[str, Package] = field(default_factory=dict)

    def run(self, words: list[str]) -> int:
        """Do it and give the exit status."""
        try:
            told, rest = getopt.getopt(words, "c:d:f:LmnNp:P:qsSX" + ("C:t:" if self.newer else ""))
        except getopt.GetoptError:
            told, rest = [], []
        self._told = dict(told)
        self.store = self.open(self._told.get("-c", ""), self._told.get("-P") or self._told.get("-t", ""))
        if not rest:
            self.err.append(_HELP)
            return 0
        status = self._command(rest)
        if status == USAGE:
            self.err.append(_HELP)
        return status

    def _command(self, words: list[str]) -> int:
        name = words[0].lower()
        name = _ALIASES.get(name, name)
        if name == "batch" and not self._batch:
            return self._run_batch()
        if name == "help":
            self.err.append(_HELP)
            return 0
        commands: dict[str, tuple[Callable[..., int], int, int]] = {
            "show": (self._each, 1, 2),
            "changes": (self._each, 1, 2),
            "export": (self._each, 1, 2),
            "commit": (self._each, 1, 2),
            "add": (self._add, 3, 3),
            "import": (self._import, 1, 2),
        }
        for each in _SECTION_COMMANDS:
            commands[each] = (self._section, 2, 2)
        if name not in commands or not commands[name][1] <= len(words) <= commands[name][2]:
            return USAGE
        try:
            return commands[name][0](name, *words[1:])
        except UciFault as fault:
            self._complain(fault)
            return fault.code if name == "add" else 1

    def _load(self, name: str) -> Package:
        """Give a package with what waits; read once, as long as lines only add to what waits."""
        if name not in self._loaded:
            self._loaded[name] = self.store.load(name)
        return self._loaded[name]

    def _point(self, words: str) -> Pointer:
        return self.store.point(words, self._load)

    def _complain(self, fault: Exception) -> None:
        self._error(f"uci: {fault}\n")

    def _error(self, text: str) -> None:
        if "-q" not in self._told:
            self.err.append(text)

    def _run_batch(self) -> int:
        """Do line after line. Returns 0 whatever happened: only what it complains of tells [UCI source]."""
        self._batch = True
        reader = Reader(self._input())
        while not reader.over:
            try:
                words = reader.statement()
            except ParseFault as fault:
                self._complain(fault)
                continue
            if len(words) > _MOST_WORDS:
                self._error("Too many arguments\n")
            elif words:
                status = _EXIT if words[0].lower() == "exit" else self._command(words)
                if status == _EXIT:
                    return 0
                if status == USAGE:
                    self._error("Unknown command\n")
        return 0

    def _input(self) -> str:
        return self.file(self._told["-f"]) if "-f" in self._told else self.stdin()

    def _each(self, name: str, tuple_: str = "") -> int:
        """Do a command that is about packages; without one named it is about all, and then returns 0 always."""
        if tuple_:
            self._package(name, tuple_)
            return 0
        for package in self.store.names():
            try:
                self._package(name, package)
            except UciFault as fault:
                self._complain(fault)
        return 0

    def _package(self, name: str, tuple_: str) -> None:
        pointer = self._point(tuple_)
        package = self._load(pointer.package)
        if name == "changes":
            self.out += [delta.shown(package.name) for delta in self.store.pending(package.name)]
        elif name == "export":
            self.out.append(render(package, header=True, named="-n" in self._told))
        elif name == "commit":
            if "-P" not in self._told:
                self._loaded.clear()
                self.commit(self.store, package.name, None)
        elif not pointer.whole:
            raise not_found()
        else:
            self._show(package, pointer)

    def _show(self, package: Package, pointer: Pointer) -> None:
        section = package.find(pointer.section)
        if section is None:
            seen: dict[str, int] = {}
            for each in package.sections:
                number = seen.get(each.kind, 0)
                seen[each.kind] = number + 1
                plain = not each.anonymous or "-X" in self._told
                self._show_section(package.name, each, each.name if plain else f"@{each.kind}[{number}]")
        elif pointer.option:
            self._show_option(f"{package.name}.{section.name}.{pointer.option}", section.options[pointer.option])
        else:
            self._show_section(package.name, section, section.name)

    def _show_section(self, package: str, section: Section, name: str) -> None:
        self.out.append(f"{package}.{name}={section.kind}\n")
        for option, value in section.options.items():
            self._show_option(f"{package}.{name}.{option}", value)

    def _show_option(self, place: str, value: str | list[str]) -> None:
        between = self._told.get("-d", " ")
        self.out.append(f"{place}={between.join(quote(text) for text in as_list(value))}\n")

    def _add(self, name: str, package_name: str, kind: str) -> int:
        package = self._load(package_name)
        change(package, delta := Delta("+", package.add(kind).name, "", kind))
        self.store.stage(package_name, delta)
        self.out.append(f"{delta.section}\n")
        return 0

    def _import(self, name: str, package_name: str = "") -> int:
        """Take whole packages from text and commit them, or with ``-m`` lay one over what is there, uncommitted."""
        if "-m" in self._told and not package_name:
            return USAGE
        try:
            packages = parse(self._input(), package_name)
        except ParseFault as fault:
            raise UciFault(5, str(fault)) from None
        self._loaded.clear()
        if "-m" in self._told and package_name in self.store.names():
            self.store.stage(package_name, *_merge(packages[0], self.store.load(package_name)))
            return 0
        for package in packages:
            self.commit(self.store, package.name, package)
        return 0

    def _section(self, name: str, tuple_: str) -> int:
        """Do a command that is about one section or option."""
        pointer = self._point(tuple_)
        if pointer.value is not None and name in ("get", "revert"):
            return 1
        if name == "get":
            self._get(pointer)
        elif name == "revert":
            self._loaded.clear()
            self.store.revert(pointer.package, pointer.section, pointer.option)
        else:
            delta = _SECTION_COMMANDS[name](pointer)
            if delta is not None:
                change(self._load(pointer.package), delta)
                self.store.stage(pointer.package, delta)
        return 0

    def _get(self, pointer: Pointer) -> None:
        if not pointer.whole:
            raise not_found()
        if pointer.found is None:
            return
        if not pointer.option:
            self.out.append(f"{pointer.found.kind}\n")
            return
        value = pointer.found.options[pointer.option]
        if isinstance(value, str):
            self.out.append(f"{value}\n")
            return
        texts = [quote(text) if any(letter in text for letter in " \t\r\n") else text for text in value]
        self.out.append(self._told.get("-d", " ").join(texts) + "\n")


def _set(pointer: Pointer) -> Delta | None:
    if pointer.value is None or not pointer.section or (pointer.option and pointer.found is None):
        raise invalid()
    if pointer.value:
        return Delta("", pointer.section, pointer.option, pointer.value)
    # An empty value removes what is there and is silently nothing where there is nothing.
    return Delta("-", pointer.section, pointer.option) if pointer.whole else None


def _delete(pointer: Pointer) -> Delta | None:
    if not pointer.section:
        raise invalid()
    if not pointer.whole:
        raise not_found()
    return Delta("-", pointer.section, pointer.option, pointer.value or "")


def _add_list(pointer: Pointer) -> Delta | None:
    if pointer.value is None or not pointer.option or pointer.found is None:
        raise invalid()
    return Delta("|", pointer.section, pointer.option, pointer.value)


def _del_list(pointer: Pointer) -> Delta | None:
    """Take a text out of a list; what is not in it, or no list, is no error and changes nothing [UCI source]."""
    if pointer.value is None or not pointer.option or pointer.found is None:
        raise invalid()
    old = pointer.found.options.get(pointer.option)
    if not isinstance(old, list) or pointer.value not in old:
        return None
    return Delta("~", pointer.section, pointer.option, pointer.value)


def _rename(pointer: Pointer) -> Delta | None:
    if not pointer.value or not pointer.section or not pointer.value.replace("_", "a").isalnum():
        raise invalid()
    if not pointer.whole:
        raise not_found()
    return Delta("@", pointer.section, pointer.option, pointer.value)


def _reorder(pointer: Pointer) -> Delta | None:
    if pointer.found is None or pointer.value is None:
        raise not_found()
    return Delta("^", pointer.section, "", pointer.value)


def _nothing(pointer: Pointer) -> Delta | None:
    return None


_SECTION_COMMANDS: Final[dict[str, Callable[[Pointer], Delta | None]]] = {
    "get": _nothing,
    "revert": _nothing,
    "set": _set,
    "delete": _delete,
    "add_list": _add_list,
    "del_list": _del_list,
    "rename": _rename,
    "reorder": _reorder,
}


def _merge(package: Package, onto: Package) -> list[Delta]:
    """Give the changes that lay a package over another one; anonymous sections are added to its own."""
    deltas = []
    for section in package.sections:
        name = onto.add(section.kind).name if section.anonymous else section.name
        deltas.append(Delta("+" if section.anonymous else "", name, "", section.kind))
        for option, value in section.options.items():
            mark = "" if isinstance(value, str) else "|"
            deltas += [Delta(mark, name, option, text) for text in as_list(value)]
    return deltas


_HELP: Final = """\
Usage: uci [<options>] <command> [<arguments>]

Commands:
	batch export import changes commit add add_list del_list show get set delete rename revert reorder

Options:
	-c -d -f -m -n -N -p -P -q -s -S -X
"""
