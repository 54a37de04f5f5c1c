"""OpenWrt over a shell: what is run to recognise, read and write it, and what its answers mean.

A router's configuration is packages of sections of options. Here a package is a flat mapping: ``wan`` → its type
``interface``, ``wan.proto`` → ``dhcp``. A section without a name goes by its place among those of its type,
``@device[0]``, as ``uci`` itself takes it. An option that is a list is one word: each item with ``LIST`` before it, a
control character that no value may hold. [tplink-legacy-ssh-openwrt §4]
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from routercfg.dialects.shell_words import Command, ShellTalk, quote
from routercfg.errors import BadAnswer, Part, SettingRefused

NAME: Final = "root"
"""The one user that may configure."""

PACKAGES: Final = ("network", "wireless", "dhcp", "system", "firewall")
LIST: Final = "\x1f"
MARK: Final = "==routercfg "
CONFIRM_SECONDS: Final = 90
"""How long a router waits to be found again at a new address before it takes the old configuration back."""

_GUARD: Final = "/tmp/routercfg-guard"  # noqa: S108  on the router, where only root exists
_COMMIT_SECONDS: Final = 60.0  # flash of an old router is slow, and a reload waits for the radios

Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Card:
    """How an OpenWrt router introduces itself; empty where it does not say."""

    model: str = ""
    board: str = ""
    release: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """One full read. ``packages`` are the flat mappings; ``notes`` is all else, by name of its part, as text."""

    packages: Mapping[str, Words] = field(repr=False)
    card: Card
    notes: Words = field(repr=False)


def listed(items: Iterable[str]) -> str:
    """Give a list option as one word."""
    return "".join(LIST + item for item in items)


def items(word: str) -> tuple[str, ...]:
    """Give the items of a list option; of an option that is one text, what blanks separate, as ``uci`` users do.

    >>> items(listed(["a b", "c"])), items("9.9.9.9 1.1.1.1"), items("")
    (('a b', 'c'), ('9.9.9.9', '1.1.1.1'), ())
    """
    return tuple(word.split(LIST)[1:]) if word.startswith(LIST) else tuple(word.split())


# Recognising.


def identify() -> ShellTalk[Card | None]:
    """Ask who this is; None when it is no OpenWrt. Changes nothing."""
    said = yield Command("ubus call system board; cat /etc/openwrt_release", label="system board")
    card = _card(said.text)
    known = card.model or card.board or "DISTRIB_ID=" in said.text
    return card if known else None


def _card(text: str) -> Card:
    """Read ``ubus call system board``, and ``openwrt_release`` where there is no ubus."""
    found = re.search(r"^\{.*?^\}", text, re.DOTALL | re.MULTILINE)
    try:
        board = json.loads(found[0]) if found else {}
    except ValueError:
        board = {}
    release: object = board.get("release")
    description = release.get("description", "") if isinstance(release, dict) else ""
    told = re.search(r"""^DISTRIB_DESCRIPTION=['"]?(.*?)['"]?\s*$""", text, re.MULTILINE)
    return Card(
        str(board.get("model", "")),
        str(board.get("board_name", "")),
        str(description or (told[1] if told else "")),
    )


# Reading.

_PARTS: Final[Mapping[str, str]] = {
    "board": "ubus call system board",
    **{name: f"uci -q export {name}" for name in PACKAGES},
    "pending": f"for p in {' '.join(PACKAGES)}; do uci -q changes $p; done",
    "factory": "cat /etc/board.json",
    "handlers": "ls /lib/netifd/proto /usr/lib/pppd/*",
    "protocols": "ubus call network get_proto_handlers",
    "sae": "hostapd -vsae && echo yes",
    "installed": "grep -hE '^(Package: |P:)(wpad|hostapd)' /usr/lib/opkg/status /lib/apk/db/installed"
    " || opkg list-installed | grep -E '^(wpad|hostapd)'",
    "mac": "cat /sys/class/net/br-lan/address",
    "client": 'echo "$SSH_CONNECTION"',
    "neighbours": "cat /proc/net/arp",
    "objects": "ubus list",
    "end": ":",
}


def read() -> ShellTalk[Read]:
    """Read everything with one command.

    Raises BadAnswer when the answer stops before its end or is no configuration.
    """
    line = "; ".join(f"printf '\\n{MARK}{name}\\n'; {{ {what}; }} 2>/dev/null" for name, what in _PARTS.items())
    said = yield Command(line, label="read")
    pieces = re.split(rf"^{re.escape(MARK)}(\w+)\n", said.text, flags=re.MULTILINE)
    parts = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    if "end" not in parts:
        raise BadAnswer(page="uci", detail="cut short")
    packages = {name: parse_export(parts.get(name, "")) for name in PACKAGES}
    if not packages["network"]:
        raise BadAnswer(page="uci", detail="no network configuration")
    return Read(packages, _card(parts.get("board", "")), parts)


def settings_file() -> ShellTalk[bytes]:
    """Fetch what ``sysupgrade`` would keep, a tar in gzip [tplink-legacy §4.7]. Raises BadAnswer."""
    said = yield Command("sysupgrade -b - 2>/dev/null", label="sysupgrade -b", seconds=60)
    if said.status or not said.out.startswith(b"\x1f\x8b"):
        raise BadAnswer(page="sysupgrade -b", detail=Part("reason.no-settings-file", (("status", said.status),)))
    return said.out


def parse_export(text: str) -> dict[str, str]:
    r"""Read what ``uci export PACKAGE`` prints.

    >>> parse_export("config switch_vlan\n\toption ports '0t 1'\n")
    {'@switch_vlan[0]': 'switch_vlan', '@switch_vlan[0].ports': '0t 1'}
    """
    found: dict[str, str] = {}
    counts: dict[str, int] = {}
    section = ""
    for words in _statements(text):
        if words[0] == "config" and len(words) > 1:
            kind = words[1]
            place = counts.get(kind, 0)  # named ones count too [libuci]
            counts[kind] = place + 1
            section = words[2] if len(words) > 2 else f"@{kind}[{place}]"
            found[section] = kind
        elif words[0] in ("option", "list") and len(words) == 3 and section:
            key = f"{section}.{words[1]}"
            found[key] = found.get(key, "") + LIST + words[2] if words[0] == "list" else words[2]
    return found


_WORD: Final = re.compile(r"""'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|([ \t]+)|(\n)""", re.DOTALL)


def _statements(text: str) -> Iterator[list[str]]:
    """Split a configuration into statements of words; quoted pieces that touch are one word, and may hold newlines."""
    words: list[str] = []
    joined = False
    for match in _WORD.finditer(text + "\n"):
        single, double, escaped, bare, _, newline = match.groups()
        piece = next((p for p in (single, double, escaped, bare) if p is not None), None)
        if piece is not None:
            if match[2] is not None:
                piece = re.sub(r"\\(.)", r"\1", piece)
            words[-1:] = [words[-1] + piece] if joined else [*words[-1:], piece]
            joined = True
            continue
        joined = False
        if newline and words:
            if not words[0].startswith("#"):
                yield words
            words = []


# Writing.


def batch(words: Words) -> bytes:
    """Give the lines for ``uci batch`` that make these words true, whatever was there before.

    An empty word takes an option or a whole section away. Nothing here complains about what is not there: setting an
    option to nothing deletes it and is silent where it is absent, and a section is made before it is deleted.
    Keys begin with the package. Whole sections go last: until then the places of those without a name hold.
    """
    lines: list[str] = []
    gone: list[str] = []
    for key, word in words.items():
        section = key.count(".") == 1
        if section and not word:
            gone += [f"set {key}='gone'", f"delete {key}"]
        elif word.startswith(LIST):
            lines.append(f"set {key}=''")
            lines += [f"add_list {key}={quote(item)}" for item in items(word)]
        else:
            lines.append(f"set {key}={quote(word)}")
    return "".join(line + "\n" for line in [*lines, *gone]).encode()


def _packages(words: Words) -> str:
    return " ".join(dict.fromkeys(key.partition(".")[0] for key in words))


_TWICE: Final = r"""printf '%s\n%s\n' "$w" "$w" | passwd root"""  # printf is the shell's own: no argument list
_WIRELESS_BUSY: Final = """ubus call network.wireless status 2>/dev/null | grep -q '"pending": true'"""

# The connection may go at any moment; a write that has begun goes on without it, to its end.
_STAGE: Final = """trap '' HUP PIPE
{password}
undo() {{ for p in {packages}; do uci -q {store} revert $p; done; }}
undo
e=$(uci {store} batch 2>&1 >/dev/null)
[ -z "$e" ] || {{ undo; echo "$e" >&2; exit 3; }}
"""
_TAKE_PASSWORD: Final = (
    f"e=$({_TWICE}"
    + """ 2>&1 >/dev/null) || { undo; echo "${e:-passwd}" >&2; exit 4; }
"""
)
_COMMIT: Final = """for p in {packages}; do uci {store} commit $p || exit 5; done
"""
_RELOAD: Final = f"""reload_config >/dev/null 2>&1
n=0; while [ $n -lt 30 ] && {_WIRELESS_BUSY}; do sleep 1; n=$((n+1)); done
exit 0
"""

# rpcd's confirmed apply commits what is staged in a session of its own. A call that names the session must come right
# before: it is what turns rpcd to that session's changes. [openwrt/rpcd uci.c]
_RPCD_SESSION: Final = """sid=$(ubus call session create '{"timeout":600}' 2>/dev/null |
 sed -n 's/.*"ubus_rpc_session": *"\\([0-9a-f]*\\)".*/\\1/p')
s="\\"ubus_rpc_session\\":\\"$sid\\""
o='"scope":"uci","objects":[["*","read"],["*","write"]]'
[ -n "$sid" ] && ubus call session grant "{$s,$o}" >/dev/null 2>&1 && t=/var/run/rpcd/uci-$sid && mkdir -p -m 700 "$t"
"""
_MOVE: Final = """umask 077; rm -rf {guard}; mkdir {guard} || exit 5
for p in {packages}; do cp -p /etc/config/$p {guard}/ || exit 5; done
(
sleep 1
[ -n "$sid" ] && {{ echo "$sid" >{guard}/.sid
for p in {packages}; do ubus call uci changes "{{$s,\\"config\\":\\"$p\\"}}"; done
ubus call uci apply "{{$s,\\"rollback\\":true,\\"timeout\\":{seconds}}}"; }} && {{ : >{guard}/.moved; exit; }}
rm -f {guard}/.sid
for p in {packages}; do uci {store} commit $p; done
reload_config
: >{guard}/.moved
n=0; while [ $n -lt {seconds} ]; do [ -d {guard} ] || exit; sleep 1; n=$((n+1)); done
cp -p {guard}/* /etc/config/ && rm -rf {guard}; reload_config
) </dev/null >/dev/null 2>&1 &
exit 0
"""


def write(words: Words, password: str = "", *, moves: bool = False, rpcd: bool = False) -> ShellTalk[None]:
    """Write words, and a new password for root if one is given: all of it or nothing.

    What moves the router away from us is put in force a moment later, and taken back by the router itself unless
    ``confirm`` is said within CONFIRM_SECONDS: by rpcd where ``rpcd`` says it is there, else by a shell that waits.
    Raises SettingRefused; nothing was changed then.
    """
    names = {"packages": _packages(words), "guard": _GUARD, "seconds": CONFIRM_SECONDS}
    store = '${t:+-P "$t"}' if moves and rpcd else ""
    script = _STAGE.format(password="IFS= read -r w" if password else "", store=store, **names)
    script += _TAKE_PASSWORD if password else ""
    if moves:
        script = (_RPCD_SESSION if rpcd else "sid=\n") + script + _MOVE.format(store=store, **names)
    else:
        script += _COMMIT.format(store=store, **names) + _RELOAD
    stdin = (password + "\n").encode() if password else b""
    said = yield Command(script, stdin + batch(words), label="uci batch", writes=True, seconds=_COMMIT_SECONDS)
    if said.status != 0:
        told = _scrubbed(said.complaint, [*words.values(), password])
        raise SettingRefused(page="uci", detail=told or f"exit status {said.status}")


def set_password(password: str) -> ShellTalk[None]:
    """Give root a password, the first or another one. Raises SettingRefused."""
    line = f"IFS= read -r w; {_TWICE} >/dev/null"
    said = yield Command(line, (password + "\n").encode(), label="passwd", writes=True)
    if said.status != 0:
        raise SettingRefused(page="passwd", detail=Part("reason.password-not-taken"))


def moving() -> ShellTalk[str]:
    """Ask how a write that moves the router is getting on: ``waiting``, ``moved``, or nothing where none is open."""
    line = f"[ -d {_GUARD} ] || exit 0; [ -e {_GUARD}/.moved ] && echo moved || echo waiting"
    return (yield Command(line, label="moving")).text.strip()


def confirm() -> ShellTalk[None]:
    """Say that we have found the router again, so that it keeps what was written."""
    line = (
        f'sid=$(cat {_GUARD}/.sid 2>/dev/null); [ -z "$sid" ] || '
        'ubus call uci confirm "{\\"ubus_rpc_session\\":\\"$sid\\"}" >/dev/null 2>&1; '
        f"rm -rf {_GUARD}"
    )
    yield Command(line, label="confirm")


def finish() -> ShellTalk[None]:
    """After a write whose answer was lost: drop what was only staged, and put in force what was committed."""
    line = f"trap '' HUP PIPE; for p in {' '.join(PACKAGES)}; do uci -q revert $p; done; {_RELOAD}"
    yield Command(line, label="reload", seconds=_COMMIT_SECONDS)


def _scrubbed(complaint: str, words: Iterable[str]) -> str:
    """Give the first line of a complaint without any of the words that were written: secrets may be among them."""
    first = complaint.splitlines()[0] if complaint else ""
    pieces = {piece for written in words for piece in (written, *items(written))}
    for word in sorted(pieces, key=len, reverse=True):
        if len(word) > 3:
            first = first.replace(word, "•••")
    return first[:120]
