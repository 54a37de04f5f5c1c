"""The shell of a paper ASUS router: a real dropbear or telnetd, a real ash, ``nvram`` and ``service`` over its nvram.

There is no SFTP [asus §8.2]. What a service does when it ends everybody's shell is done: ``restart_sshd``,
``restart_time`` and ``restart_net`` cut whoever is in [asus §8.5]. Not played: ``sshd_port`` and ``shell_timeout``.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from routercfg.simulator import asus_shell_old
from routercfg.simulator.asus_shell_commands import Commands
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model
from routercfg.simulator.shell import GARBAGE, Call
from routercfg.simulator.shell_root import ASKING, busybox, furnish, program, put

_SECTION: Final = "shell"
"""A section of the store for the name of the host key, so that a factory reset brings another one."""

OLD: Final = "old"
"""What ``host_key`` says of a router that speaks only the SSH of old (see asus_shell_old)."""

_HOME: Final = "/tmp/home/root"  # noqa: S108  of the router, not of this machine


class AsusShell:
    """What is behind the shells of one router; ``doors`` are those it may open, its nvram says which are open."""

    lazy = True

    def __init__(self, unit: AsusUnit, doors: tuple[str, ...] = ("ssh",)) -> None:
        self._unit = unit
        self.doors = doors
        kept = unit.store.path
        self._lent = None if kept else tempfile.TemporaryDirectory(prefix="routercfg-")
        self.root = (kept.parent if kept else Path(self._lent.name if self._lent else "")).resolve() / "root"
        self._commands = Commands(unit, self.inside)
        self._old = unit.spec.host_key == OLD
        self._told = ("", "")
        self._answers = 0
        self._restarts = -1

    @property
    def model(self) -> Model:
        """Which router it is."""
        return self._unit.model

    @property
    def faults(self) -> Faults:
        """What it does wrong."""
        return self._unit.faults

    @property
    def follows_lan(self) -> bool:
        """Whether its doors move with the LAN address; the router says."""
        return self._unit.follows_lan

    @follows_lan.setter
    def follows_lan(self, follows: bool) -> None:
        self._unit.follows_lan = follows

    @property
    def boots(self) -> int:
        """How often everybody was thrown out."""
        return self._unit.kicks

    def inside(self, path: str) -> Path:
        """Give where a path of the router lies on this machine; what climbs out of the root ends in it."""
        found = (self.root / path.lstrip("/")).resolve()
        return found if found.is_relative_to(self.root) else self.root / "nowhere"

    def boot(self) -> None:
        """Lay out the root: all of it is made anew at each start but /jffs; the host key lives in nvram."""
        if self._restarts != self._unit.restarts:
            self._restarts = self._unit.restarts
            shutil.rmtree(self.root / "tmp", ignore_errors=True)
        shutil.rmtree(self.root / ASKING, ignore_errors=True)
        box = busybox("telnetd") if "telnet" in self.doors else ""
        furnish(self.root, self._files(), [*self._commands.table, "/usr/libexec/begin", "/usr/libexec/hangup"], box)
        for folder in (_HOME, *self._unit.spec.folders):
            (self.root / folder.lstrip("/")).mkdir(parents=True, exist_ok=True)
        self._make_key()
        self._told = ("", "")

    def _files(self) -> dict[str, str]:
        name = f"{self._unit.spec.productid}-{self._unit.spec.mac[-5:].replace(':', '')}"
        begin = '[ "$SIMULATED" ] || { export SIMULATED=0; /usr/libexec/begin telnet || exit; }'
        profile = f"{begin}\nexport PATH=/bin:/usr/bin:/sbin:/usr/sbin\nexport PS1='\\u@{name}:\\w\\$ '\n"
        return {"/etc/profile": profile, "/etc/shells": "/bin/sh\n/bin/ash\n", "/etc/banner": ""}

    @property
    def _key_path(self) -> str:
        return f"/etc/dropbear/{self._unit.store.get(_SECTION, 'key')}"

    def _make_key(self) -> None:
        if not self._unit.store.get(_SECTION, "key"):
            self._unit.store.update(_SECTION, {"key": f"key_{secrets.token_hex(4)}"})
        key = self.root / self._key_path.lstrip("/")
        if self._old:
            asus_shell_old.settle(self.root, self._key_path)
        elif not key.exists():
            words = [program("dropbearkey"), "-t", self._unit.spec.host_key, "-f", str(key)]
            subprocess.run(words, capture_output=True, check=True)  # noqa: S603  ours, no shell

    def door(self, name: str, number: str) -> tuple[list[str], dict[str, str]]:
        """Give the words and the environment that serve the connection of that number."""
        self._let_in()
        if name == "telnet":
            return ["/bin/busybox", "telnetd", "-i", "-l", "/bin/login"], {}
        passwords = self._unit.word("sshd_pass") != "0"
        if self._old:
            return asus_shell_old.door(number, passwords=passwords), {}
        words = ["/bin/dropbear", "-i", "-m", "-T", "3", "-r", self._key_path, "-c", f"/usr/libexec/session {number}"]
        return words if passwords else [*words, "-s"], {}

    def _let_in(self) -> None:
        """Let the system know the account that is valid now, and the keys that nvram holds."""
        keys = self._unit.word("sshd_authkeys")
        put(self.root, f"{_HOME}/.ssh/authorized_keys", f"{keys}\n" if keys else "", 0o600)
        if self._told == self._unit.account:
            return
        name, password = self._told = self._unit.account
        words = [program("busybox"), "mkpasswd", "-m", "md5", "-P", "0"]
        text = password.encode("utf-8", "surrogateescape")
        sealed = subprocess.run(words, input=text, capture_output=True, check=True).stdout.decode().strip()  # noqa: S603
        put(self.root, "/etc/shadow", f"{name}:{sealed}:19000:0:99999:7:::\n", 0o600)
        accounts = f"{name}:x:{os.geteuid()}:{os.getegid()}:{name}:{_HOME}:/bin/sh\n"
        put(self.root, "/etc/passwd", accounts + (asus_shell_old.account() if self._old else ""))

    def run(self, call: Call) -> int:
        """Do one command and give its exit status. Raises NeedsInput, Dropped."""
        with self._unit.turn:
            if call.words[0] == "/usr/libexec/begin":
                return self._begin(call)
            return self._commands.run(call)

    def _begin(self, call: Call) -> int:
        """Take note of a login: 0 lets it go on, 2 asks for half of its output, anything else is its end."""
        self._unit.logged_in = True
        self._answers += 1
        if self.faults.strikes("garbage", self._answers):
            call.out.append(GARBAGE * 3)
            return 1
        if self.faults.strikes("error-500", self._answers):
            return 1
        return 2 if self.faults.strikes("cut-body", self._answers) else 0

    def label(self, call: Call) -> tuple[str, str] | None:
        """Give what the log says of a call that counts as a request; None for one that does not."""
        if call.words[0] != "/usr/libexec/begin":
            return None
        return "exec", next(iter(call.words[1].split()), "")

    def left(self, number: str) -> None:
        """Take note that a connection is over."""

    def answering(self) -> bool:
        """Tell whether anything listens."""
        with self._unit.turn:
            return self._unit.answering() and (self._unit.sshd if "ssh" in self.doors else self._unit.telnetd)

    def pulse(self) -> None:
        """Do what has become due."""
        self._unit.pending()

    def lan_address(self) -> str:
        """Give the LAN address in force."""
        return self._unit.lan_address()

    def close(self) -> None:
        """Give back the folder that was lent."""
        if self._lent is not None:
            self._lent.cleanup()
