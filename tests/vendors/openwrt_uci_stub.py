"""A small ``uci`` for the tests, as §4.3 of the reference has it: batch returns 0 whatever happens in it."""

import pathlib
import re
import shlex
import sys

Section = list  # type, name, options

root = pathlib.Path(sys.argv[1])
words = sys.argv[2:]
store = root / "tmp" / ".uci"
quiet = False
while words and words[0].startswith("-"):
    option = words.pop(0)
    if option == "-P":
        store = pathlib.Path(words.pop(0))
    quiet = quiet or option == "-q"


def fail(text: str) -> int:
    if not quiet:
        sys.stderr.write("uci: " + text + "\n")
    return 1


def load(package: str) -> list[Section]:
    sections = []
    for line in (root / "etc/config" / package).read_text().splitlines():
        piece = shlex.split(line)
        if piece[:1] == ["config"]:
            sections.append([piece[1], piece[2] if len(piece) > 2 else "", {}])
        elif piece[:1] == ["option"]:
            sections[-1][2][piece[1]] = piece[2]
        elif piece[:1] == ["list"]:
            sections[-1][2].setdefault(piece[1], []).append(piece[2])
    delta = store / package
    for line in delta.read_text().splitlines() if delta.exists() else ():
        change(sections, line)
    return sections


def find(sections: list[Section], name: str) -> Section | None:
    place = re.fullmatch(r"@(\w[\w-]*)\[(\d+)\]", name)
    if place:
        same = [s for s in sections if s[0] == place[1]]
        return same[int(place[2])] if int(place[2]) < len(same) else None
    return next((s for s in sections if s[1] == name), None)


def change(sections: list[Section], line: str) -> str:
    """Make one change; say what is wrong with it, or nothing."""
    verb, _, rest = line.partition(" ")
    key, _, raw = rest.partition("=")
    value = "".join(shlex.split(raw)) if raw else ""
    name, _, option = key.partition(".")[2].partition(".")
    section = find(sections, name)
    if not option:
        if verb == "delete":
            if section is None:
                return "Entry not found"
            sections.remove(section)
        elif verb == "set" and value and re.fullmatch(r"\w+", name):
            if section is None:
                sections.append([value, name, {}])
            else:
                section[0] = value
        else:
            return "Invalid argument"
        return ""
    if section is None:
        return "Invalid argument"
    if verb == "set" and value:
        section[2][option] = value
    elif verb == "set":
        section[2].pop(option, None)
    elif verb == "add_list":
        old = section[2].get(option, [])
        section[2][option] = [*(old if isinstance(old, list) else [old]), value]
    elif verb == "delete":
        if section[2].pop(option, None) is None:
            return "Entry not found"
    else:
        return "Unknown command"
    return ""


def text(sections: list[Section]) -> str:
    def q(word: str) -> str:
        return "'" + word.replace("'", "'\\''") + "'"

    out = []
    for kind, name, options in sections:
        out.append(f"\nconfig {kind}" + (f" {q(name)}" if name else ""))
        for key, value in options.items():
            if isinstance(value, list):
                out += [f"\tlist {key} {q(item)}" for item in value]
            else:
                out.append(f"\toption {key} {q(value)}")
    return "\n".join(out) + "\n"


def main() -> int:
    verb = words.pop(0)
    if verb == "batch":
        for line in sys.stdin.read().splitlines():
            verb, _, rest = line.partition(" ")
            package = rest.partition(".")[0]
            wrong = change(load(package), line)
            if wrong:
                fail(wrong)
                continue
            store.mkdir(parents=True, exist_ok=True)
            with (store / package).open("a") as delta:
                delta.write(line + "\n")
        return 0
    package = words[0]
    if not (root / "etc/config" / package).exists():
        return fail("Entry not found")
    if verb == "export":
        sys.stdout.write(f"package {package}\n" + text(load(package)))
    elif verb == "changes":
        delta = store / package
        told = delta.read_text().splitlines() if delta.exists() else ()
        sys.stdout.write("".join(line.partition(" ")[2] + "\n" for line in told))
    elif verb == "revert":
        (store / package).unlink(missing_ok=True)
    elif verb == "commit":
        ignored = root / "ignore"
        sections = load(package)
        if not ignored.exists():
            (root / "etc/config" / package).write_text(text(sections))
        (store / package).unlink(missing_ok=True)
    else:
        return fail("Unknown command")
    return 0


sys.exit(main())
