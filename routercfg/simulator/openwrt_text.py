"""The text of OpenWrt's configuration files: sections with options and lists, read and written as libuci does it.

[UCI source, tplink-legacy-ssh-openwrt §4.3]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

_SPACE: Final = " \t\r"


class ParseFault(Exception):
    """A text that uci does not accept; ``line`` and ``byte`` say where, counted as uci counts them."""

    def __init__(self, reason: str, line: int, byte: int) -> None:
        super().__init__(f"Parse error ({reason}) at line {line}, byte {byte}")


@dataclass
class Section:
    """One section: type, name (a made-up one when ``anonymous``), options in order; a list is a list of texts."""

    kind: str
    name: str
    anonymous: bool = False
    options: dict[str, str | list[str]] = field(default_factory=dict)


@dataclass
class Package:
    """One configuration file. ``numbered`` counts sections ever seen: the made-up names are numbered with it."""

    name: str
    sections: list[Section] = field(default_factory=list)
    numbered: int = 0

    def find(self, name: str) -> Section | None:
        """Give the section of that name."""
        return next((section for section in self.sections if section.name == name), None)

    def nth(self, kind: str, index: int) -> Section | None:
        """Give ``@kind[index]``: negative counts from the end, and without a kind all sections count."""
        some = [section for section in self.sections if not kind or section.kind == kind]
        return some[index] if -len(some) <= index < len(some) else None

    def add(self, kind: str, name: str = "", *, anonymous: bool = False) -> Section:
        """Append a section; without a name it is anonymous and gets ``cfg``, its number, and a hash of its type."""
        self.numbered += 1
        section = Section(kind, name or made_up(self.numbered, kind), anonymous or not name)
        self.sections.append(section)
        return section


def made_up(number: int, kind: str) -> str:
    """Give the name of an anonymous section, ``cfg01411c`` for the first when its type is dnsmasq."""
    total = 5381
    for letter in kind.encode():
        total = (total * 33 + letter) & 0xFFFFFFFF
    return f"cfg{number:02x}{total & 0x7FFFFFFF & 0xFFFF:04x}"


class Reader:
    """Takes uci's statements out of a text: words, quotes, backslashes, comments, ``;`` and line ends."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    @property
    def over(self) -> bool:
        """Whether the text is used up."""
        return self._at >= len(self._text)

    def statement(self) -> list[str]:
        """Give the words up to the next line end or ``;``. Raises ParseFault; the rest of that line is then skipped."""
        words: list[str] = []
        while True:
            while not self.over and self._text[self._at] in _SPACE:
                self._at += 1
            if self.over or self._text[self._at] in "\n;#":
                self._end_of_statement()
                return words
            words.append(self._word())

    def _end_of_statement(self) -> None:
        if not self.over and self._text[self._at] == "#":
            self._skip_line()
            return
        self._at += 1

    def _skip_line(self) -> None:
        end = self._text.find("\n", self._at)
        self._at = len(self._text) if end < 0 else end + 1

    def _word(self) -> str:
        said: list[str] = []
        # An unquoted # begins a comment even inside a word [UCI source]: set a.b.c=x#y stores x.
        while not self.over and self._text[self._at] not in _SPACE + "\n;#":
            letter = self._text[self._at]
            self._at += 1
            if letter in "'\"":
                said.append(self._quoted(letter))
            elif letter == "\\":
                said.append(self._text[self._at : self._at + 1].replace("\n", ""))
                self._at += 1
            else:
                said.append(letter)
        return "".join(said)

    def _quoted(self, mark: str) -> str:
        """Read to the closing mark, over line ends; a backslash means something only between double quotes."""
        said: list[str] = []
        while not self.over:
            letter = self._text[self._at]
            self._at += 1
            if letter == mark:
                return "".join(said)
            if letter == "\\" and mark == '"':
                letter = self._text[self._at : self._at + 1]
                self._at += 1
            said.append(letter)
        raise self.fault(f"unterminated {mark}")

    def fault(self, reason: str) -> ParseFault:
        """Give the error that names where the reader stands."""
        before = self._text[: self._at]
        return ParseFault(reason, before.count("\n") + 1, len(before) - before.rfind("\n") - 1)


def parse(text: str, name: str = "") -> list[Package]:
    """Read one file, or an export of several packages. Raises ParseFault."""
    reader = Reader(text)
    packages = [Package(name)] if name else []
    while not reader.over:
        words = reader.statement()
        if words:
            _take(words, packages, reader, fixed=bool(name))
    return packages


def _take(words: list[str], packages: list[Package], reader: Reader, *, fixed: bool) -> None:
    match words:
        case ["package", name]:
            if not fixed:
                packages.append(Package(name))
        case ["config", kind, *name] if packages and len(name) <= 1:
            _begin(packages[-1], kind, name[0] if name else "")
        case ["option", name, value] if packages and packages[-1].sections:
            packages[-1].sections[-1].options[name] = value
        case ["list", name, value] if packages and packages[-1].sections:
            options = packages[-1].sections[-1].options
            options[name] = [*as_list(options.get(name, [])), value]
        case _:
            raise reader.fault(
                "invalid command" if words[0] not in ("config", "option", "list") else "invalid argument"
            )


def _begin(package: Package, kind: str, name: str) -> None:
    """Begin a section; one of the same name is continued, as its later options win."""
    old = package.find(name) if name else None
    if old is None:
        package.add(kind, name)
        return
    old.kind = kind
    package.sections.remove(old)
    package.sections.append(old)


def as_list(value: str | list[str]) -> list[str]:
    """Give a list's texts; one text alone is a list of one."""
    return [value] if isinstance(value, str) else list(value)


def quote(text: str) -> str:
    """Put a text between single quotes, as files and ``uci show`` have it."""
    return "'" + text.replace("'", "'\\''") + "'"


def render(package: Package, *, header: bool = False, named: bool = False) -> str:
    """Write a package as its file has it, with ``header`` as ``uci export`` prints it."""
    lines = [f"package {package.name}"] if header else []
    for section in package.sections:
        name = "" if section.anonymous and not named else f" {quote(section.name)}"
        lines += ["", f"config {section.kind}{name}"]
        for option, value in section.options.items():
            if isinstance(value, str):
                lines.append(f"\toption {option} {quote(value)}")
            else:
                lines += [f"\tlist {option} {quote(text)}" for text in value]
    return "\n".join([*lines, "", ""])
