"""The ``TP-Link(conf)#`` command line behind a real busybox telnetd or dropbear: logins, prompts, one session, idling.

The program that a login meets is a small script that hands each line over and shows what comes back; the dialogue is
kept here. Source: [tplink-legacy-ssh-openwrt §2.1.1]; where it is silent the docstrings say what is ours.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from routercfg.simulator import tplink_cli_help as usage
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Dropped, Model, PaperRouter
from routercfg.simulator.shell import GARBAGE, Call
from routercfg.simulator.shell_root import ASKING, busybox, furnish, program, put
from routercfg.simulator.tplink_cli_commands import Box, Commands

LOCK_SECONDS: Final = 600.0
"""How long nobody can log in after too many wrong passwords [TC: about ten minutes]."""
TRIES: Final = 5
IDLE_SECONDS: Final = 300.0
"""After so long without a line a session is over. That it ends is known [OH], how soon is ours."""

OPEN, END, HIDDEN, WAIT = 0, 1, 3, 4
"""How the script goes on: reads a line, ends, reads one without showing it, or asks again in a moment."""

_CLI: Final = "/usr/libexec/cli"
_SCRIPT: Final = """\
#!/bin/ash
# What a login meets: hands each line to the simulator, shows what comes back, and reads on as it is told.
export PATH=/bin
number=${1:-$SIMULATED} kind=start line=${2:-telnet} timed=
b=/var/run/simulated/$$.$number
trap 'timed=1' USR1
trap '' INT QUIT TSTP
mkfifo $b || exit
exec 9<>$b
while :; do
  printf '/usr/libexec/cli\\0%s\\0%s\\0' "$kind" "$line" >$b.words
  how=4
  while [ "$how" = 4 ]; do
    echo "$$.$number $number" >/var/run/simulated/ask
    until read -r how <&9; do :; done
    [ "$how" = 4 ] && sleep 0.05
  done
  [ "$how" = 3 ] && stty -echo 2>/dev/null
  [ -s $b.out ] && cat $b.out
  case $how in 0|3) ;; *) break ;; esac
  [ "$timed" ] || IFS= read -r line || [ "$timed" ] || break
  [ "$how" = 3 ] && stty echo 2>/dev/null
  kind=line
  if [ "$timed" ]; then kind=idle timed= line=; fi
done
rm -f $b $b.words $b.out $b.err
"""
_STRONG: Final = re.compile(r"(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[^A-Za-z0-9]).{8,}")
"""What the newest firmware takes as a first password [EX]."""


@dataclass(frozen=True)
class Style:
    """How one model's command line behaves.

    ``word``: the name in the prompt; ``asks_user``: ``username:`` comes before ``password:``; ``first``: without a
    password one is to be set, ``Set new password:``; ``restricted``: only the normal commands, prompt ``TP-Link>``;
    ``late``: the first prompt comes after one more newline [W8970]; ``noise``: lines end CR CR LF; ``ssh``: dropbear
    is there as well, with the same account.
    """

    word: str = "TP-Link"
    asks_user: bool = False
    first: bool = False
    restricted: bool = False
    late: bool = False
    noise: bool = False
    ssh: bool = False


@dataclass
class Account:
    """The one account: its name, its password (empty: none yet), and how to set that."""

    user: Callable[[], str]
    password: Callable[[], str]
    set_password: Callable[[str], None]


@dataclass
class Visit:
    """One connection: the process that asks for it, what its next line means, and what was typed so far."""

    process: int
    door: str
    seen: float
    step: str = "begin"
    user: str = ""
    first: str = field(default="", repr=False)
    config: bool = True
    history: list[str] = field(default_factory=list)


class CommandLine:
    """The command line of one router; what is served beside or instead of its web server (see shell_server)."""

    def __init__(self, router: PaperRouter, box: Box, account: Account, style: Style) -> None:
        self._router = router
        self._style = style
        self._account = account
        self._commands = Commands(box)
        self._steps: dict[str, Callable[[Visit, str], tuple[str, int]]] = {
            "begin": self._begin,
            "again": self._again,
            "timed": self._again,
            "user": self._user,
            "password": self._password,
            "new": self._new,
            "confirm": self._confirm,
            "command": self._command,
        }
        self._visits: dict[str, Visit] = {}
        self._holder = ""
        self._failures = 0
        self._answers = 0
        self._locked_until = router.pace.now() + (LOCK_SECONDS if router.faults.has("locked-out") else 0.0)
        self._lent: tempfile.TemporaryDirectory[str] | None = None
        self.follows_lan = False
        self.doors: tuple[str, ...] = ("telnet", "ssh") if style.ssh else ("telnet",)
        self.lazy = not style.ssh

    @cached_property
    def root(self) -> Path:
        """The directory in which all of it happens: beside the store, or lent when that is only in memory."""
        kept = self._router.store.path
        if kept is None:
            self._lent = tempfile.TemporaryDirectory(prefix="routercfg-")
        return (kept.parent if kept else Path(self._lent.name if self._lent else "")).resolve() / "root"

    @property
    def model(self) -> Model:
        """Which router it is."""
        return self._router.model

    @property
    def faults(self) -> Faults:
        """What it does wrong."""
        return self._router.faults

    @property
    def boots(self) -> int:
        """How often it has restarted."""
        return self._router.restarts

    def door(self, name: str, number: str) -> tuple[list[str], dict[str, str]]:
        """Give the words and the environment that serve the connection of that number."""
        if name == "telnet":
            return ["/bin/busybox", "telnetd", "-i", "-l", _CLI], {"SIMULATED": number}
        return ["/bin/dropbear", "-i", "-m", "-j", "-k", "-c", f"{_CLI} {number} ssh", "-r", "/etc/host_key"], {}

    def boot(self) -> None:
        """Lay out the root; a restart lifts the lock [EX]."""
        if self.boots:
            self._locked_until, self._failures = self._router.pace.now(), 0
        shutil.rmtree(self.root / ASKING, ignore_errors=True)
        accounts = f"{self._account.user()}:x:{os.geteuid()}:{os.getegid()}::/:/bin/ash\n"
        furnish(self.root, {_CLI: _SCRIPT, "/etc/passwd": accounts}, [], busybox("telnetd"))
        key = self.root / "etc/host_key"
        if self._style.ssh and not key.exists():
            words = [program("dropbearkey"), "-t", "ed25519", "-f", str(key)]
            subprocess.run(words, capture_output=True, check=True)  # noqa: S603  ours, no shell
        self._seal()

    def _seal(self) -> None:
        """Let dropbear know the password; without one it lets nobody in (how real boxes do it is not known)."""
        password, sealed = self._account.password(), "*"
        if self._style.ssh and password:
            words = [program("busybox"), "mkpasswd", "-m", "md5", "-P", "0"]
            text = password.encode("utf-8", "surrogateescape")
            sealed = subprocess.run(words, input=text, capture_output=True, check=True).stdout.decode().strip()  # noqa: S603
        put(self.root, "/etc/shadow", f"{self._account.user()}:{sealed}:0:0:99999:7:::\n", 0o600)

    def close(self) -> None:
        """Give back the folder that was lent."""
        if self._lent is not None:
            self._lent.cleanup()

    def answering(self) -> bool:
        """Tell whether anything listens."""
        with self._router.turn:
            return self._router.answering()

    def lan_address(self) -> str:
        """Give the LAN address; the doors stay where they were opened."""
        return ""

    def left(self, number: str) -> None:
        """Take note that a connection is over: the next one may come in."""
        self._visits.pop(number, None)
        if self._holder == number:
            self._holder = ""

    def pulse(self) -> None:
        """End what has been idle for too long."""
        with self._router.turn:
            self._router.pending()
        for visit in self._visits.values():
            if visit.step == "command" and self._router.pace.now() - visit.seen > IDLE_SECONDS:
                visit.step = "timed"
                with contextlib.suppress(ProcessLookupError):  # it ended by itself
                    os.kill(visit.process, signal.SIGUSR1)

    def label(self, call: Call) -> tuple[str, str] | None:
        """Give the first word of a command for the log; of a login only that there was a line."""
        visit = self._visits.get(call.connection)
        if visit is None or call.words[1] != "line":
            return None
        return ("cli", next(iter(call.words[2].split()), "")) if visit.step == "command" else ("login", visit.step)

    def run(self, call: Call) -> int:
        """Answer one line. Raises Dropped when a fault closes the connection instead."""
        with self._router.turn:
            return self._run(call)

    def _run(self, call: Call) -> int:
        _, kind, line = call.words
        if kind == "start":
            new = Visit(call.process, line, self._router.pace.now())
            self._visits.setdefault(call.connection, new)
        visit = self._visits.get(call.connection)
        if visit is None:  # its line was still under way when the connection ended
            raise Dropped
        if self._holder not in ("", call.connection) or self.faults.has("other-admin"):
            # Somebody else is in: no prompt comes until they are out [OH, VX231].
            return WAIT
        self._holder, visit.seen = call.connection, self._router.pace.now()
        if kind == "idle":
            visit.step, self._holder = "again", ""
            call.out.append("\nCLI exited after timing out\n")
            return OPEN
        text, how = self._steps[visit.step](visit, line.rstrip("\r"))
        call.out.append(text)
        return how

    def _begin(self, visit: Visit, line: str) -> tuple[str, int]:
        del line
        return self._welcome(visit) if visit.door == "ssh" else self._ask(visit)

    def _again(self, visit: Visit, line: str) -> tuple[str, int]:
        """After a time-out a newline brings back the login [OH]."""
        del line
        return self._ask(visit)

    def _ask(self, visit: Visit) -> tuple[str, int]:
        """Begin the login dialogue."""
        if not self._router.pace.over(self._locked_until):
            return f"Authorization failed after trying {TRIES} times!!!.\n", END
        if self._style.first and not self._account.password():
            visit.step = "new"
            return "Set new password:", HIDDEN
        visit.step = "user" if self._style.asks_user else "password"
        return ("username:", OPEN) if self._style.asks_user else ("password:", HIDDEN)

    def _user(self, visit: Visit, line: str) -> tuple[str, int]:
        """Take the name; an empty line is none (ours)."""
        if not line:
            return "username:", OPEN
        visit.user, visit.step = line, "password"
        return "password:", HIDDEN

    def _password(self, visit: Visit, line: str) -> tuple[str, int]:
        right = line == self._account.password() and (not self._style.asks_user or visit.user == self._account.user())
        if right:
            self._failures = 0
            text, how = self._welcome(visit)
            return f"{_stars(line)}{text}", how
        self._failures += 1
        if self._failures >= TRIES:
            self._failures, self._locked_until = 0, self._router.pace.now() + LOCK_SECONDS
        text, how = self._ask(visit)
        return f"{_stars(line)}{text if how == END else 'Login incorrect. Try again.' + chr(10) + text}", how

    def _new(self, visit: Visit, line: str) -> tuple[str, int]:
        visit.first, visit.step = line, "confirm"
        return f"{_stars(line)}Confirm new password:", HIDDEN

    def _confirm(self, visit: Visit, line: str) -> tuple[str, int]:
        """Take the first password; then the login comes. The words of refusals are ours."""
        said = ""
        if line != visit.first:
            said = "The two passwords differ.\n"
        elif _STRONG.fullmatch(line) is None:
            said = "The password needs 8 characters: capitals, small letters, digits and others.\n"
        else:
            try:
                self._account.set_password(line)
            finally:
                self._seal()
        text, how = self._ask(visit)
        return f"{_stars(line)}{said}{text}", how

    def _welcome(self, visit: Visit) -> tuple[str, int]:
        self._router.logged_in = True
        visit.step, visit.config = "command", not self._style.restricted
        bar = "-" * 52
        text = f"\n{bar}\nWelcome to the {self._style.word} COMMAND-LINE Interface Model.\n"
        text += f"Wrong settings can stop this device from working.\n{bar}\n"
        return text + ("" if self._style.late else self._prompt(visit)), OPEN

    def _prompt(self, visit: Visit) -> str:
        return f"{self._style.word}{'(conf)#' if visit.config else '>'}"

    def _command(self, visit: Visit, line: str) -> tuple[str, int]:
        words = line.split()
        if not words:
            return self._prompt(visit), OPEN
        visit.history.append(line)
        if words[0] == "logout" or (words[0] == "exit" and (self._style.restricted or not visit.config)):
            return "Bye\n", END
        text = self._noisy(self._do(visit, words)) + self._prompt(visit)
        return self._spoil(text)

    def _do(self, visit: Visit, words: list[str]) -> str:
        """Do one command and give what it prints."""
        name = words[0]
        if name in ("exit", "config") and not self._style.restricted:
            visit.config = name == "config"
            return ""
        if name in ("help", "clear", "history"):
            listed = "".join(f"{number:>4}  {line}\n" for number, line in enumerate(visit.history, 1))
            overview = usage.overview(config=not self._style.restricted)
            return {"help": overview, "clear": "\x1b[2J\x1b[H", "history": listed}[name]
        if name not in self._commands.table or not (visit.config or name == "wlctl"):
            return "Command not found\n"
        text, done = self._commands.table[name](words[1:])
        return text + {True: "cmd:SUCC\n", False: "cmd:FAIL\n", None: ""}[done]

    def _noisy(self, text: str) -> str:
        """End lines with the one more CR that some firmware sends; the terminal adds its own."""
        return text.replace("\n", "\r\n") if self._style.noise else text

    def _spoil(self, text: str) -> tuple[str, int]:
        """Give what comes instead of the Nth answer after a login, if a fault says so."""
        self._answers += 1
        if self.faults.strikes("garbage", self._answers):
            return GARBAGE.decode("latin-1"), END
        if self.faults.strikes("error-500", self._answers):
            return "", END
        if self.faults.strikes("cut-body", self._answers):
            return text[: len(text) // 2], END
        return text, OPEN


def _stars(line: str) -> str:
    """Give what a terminal shows instead of a password."""
    return "*" * len(line) + "\n"
