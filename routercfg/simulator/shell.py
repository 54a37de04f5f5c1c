"""A paper router that is reached over SSH: a real dropbear and a real busybox, the vendor's commands from Python.

Each connection gets a dropbear of its own (as from inetd) inside the router's private root, so the listening socket,
the counting and the faults are this side's. The store's words are here the files of the flash, folder → file → text;
they are laid out under ``root`` in the state folder and from then on live there, as readable files.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Final

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store
from routercfg.simulator.shell_root import ASKING, furnish, program, put
from routercfg.wire import Ask

PASSWORD: Final = "password"  # noqa: S105  a name
"""The section of a store that holds root's password in clear; the others are folders of files."""

NOT_ON_A_SHELL: Final = frozenset({"other-admin", "locked-out", "html", "redirect"})
"""Faults that a shell cannot have: dropbear lets several in, locks nobody out, and speaks no HTTP."""

GARBAGE: Final = b"\x00\xff\x13\x37 not what was asked for \xfe\x00"


class NeedsInput(Exception):
    """The command reads what is piped into it, and that has not been fetched yet."""


@dataclass
class Call:
    """One command as it was called: ``words`` with its path first, and what it prints.

    ``process`` is the number of the process that asks.
    """

    words: list[str]
    connection: str
    piped: bytes | None = None
    process: int = 0
    out: list[str | bytes] = field(default_factory=list)
    err: list[str | bytes] = field(default_factory=list)

    def stdin(self) -> bytes:
        """Give what is piped in. Raises NeedsInput the first time."""
        if self.piped is None:
            raise NeedsInput
        return self.piped


Handler = Callable[[Call], int]


class ShellRouter(PaperRouter):
    """A router with a shell. A face gives its commands and files, and tells what a service start reads.

    ``boots`` counts starts: whoever serves the router ends all its processes and calls ``boot`` when it has grown.
    """

    def __init__(self, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        impossible = [name for name in sorted(NOT_ON_A_SHELL) if faults.has(name)]
        if impossible:
            raise ValueError(f"fault {impossible[0]!r} cannot happen on {model.name}, which has only a shell")
        super().__init__(model, store, pace, faults)
        self._lent = tempfile.TemporaryDirectory(prefix="routercfg-") if store.path is None else None
        self.folder = (store.path.parent if store.path else Path(self._lent.name if self._lent else "")).resolve()
        self.root = self.folder / "root"
        self.boots = 0
        self._answers = 0
        self._erase = False

    doors: ClassVar[tuple[str, ...]] = ("ssh",)
    """What it listens for."""
    lazy: ClassVar[bool] = False
    """Whether it may boot when somebody comes, and not before."""

    def door(self, name: str, number: str) -> tuple[list[str], dict[str, str]]:
        """Give the words and the environment that serve the connection of that number."""
        session = ["-c", f"/usr/libexec/session {number}", "-r", self.key_path]
        # -B: root without a password is let in, as OpenWrt's own dropbear does. -j -k: it forwards nothing.
        return ["/bin/dropbear", "-i", "-B", "-m", "-j", "-k", *session], {}

    def label(self, call: Call) -> tuple[str, str] | None:
        """Give what the log says of a call that counts as a request; None for one that does not."""
        if call.words[0] != "/usr/libexec/begin":
            return None
        return "exec", next(iter(call.words[1].split()), "")

    def left(self, number: str) -> None:
        """Take note that a connection is over."""

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """There is no web server."""
        return None

    @abstractmethod
    def commands(self) -> Mapping[str, Handler]:
        """Give the vendor's commands by path; one process at a time calls them."""

    @abstractmethod
    def files(self) -> Mapping[str, str]:
        """Give the files that the image brings along, by path."""

    @abstractmethod
    def started(self) -> None:
        """Let the services read their files: the root stands."""

    @property
    def host_key(self) -> str:
        """The type of key that dropbear makes at its first start."""
        return "ed25519"

    def boot(self) -> None:
        """Start: lay out the flash if it is new, empty /tmp, make what is missing, let the services read."""
        if not self.store.get("laid-out", "root"):
            shutil.rmtree(self.root, ignore_errors=True)
        for folder in ("tmp", ASKING):
            shutil.rmtree(self.root / folder, ignore_errors=True)
        furnish(self.root, self.files(), [*self.commands(), "/usr/libexec/begin", "/usr/libexec/hangup"])
        if not self.store.get("laid-out", "root"):
            self._lay_out()
        key = self.root / self.key_path.lstrip("/")
        if not key.exists():
            words = [program("dropbearkey"), "-t", self.host_key, "-f", str(key)]
            subprocess.run(words, capture_output=True, check=True)  # noqa: S603  ours, no shell
        self.started()

    @property
    def key_path(self) -> str:
        """Where the host key lies in the root."""
        return f"/etc/dropbear/dropbear_{self.host_key}_host_key"

    def _lay_out(self) -> None:
        for folder in self.folders():
            for name, text in self.store.section(folder).items():
                put(self.root, f"{folder}/{name}", text, 0o600)
        self.keep_password(self.store.get(PASSWORD, "root"))
        self.store.update("laid-out", {"root": "yes"})

    @abstractmethod
    def folders(self) -> tuple[str, ...]:
        """Give the folders of the flash that are among the store's words."""

    def close(self) -> None:
        """Give back what was lent: the folder of a router that nobody gave one."""
        if self._lent is not None:
            self._lent.cleanup()

    def run(self, call: Call) -> int:
        """Do one command and give its exit status. Raises NeedsInput, Dropped."""
        table = {**self.commands(), "/usr/libexec/begin": self._begin}
        path = call.words[0]
        if path not in table:  # called by a relative path
            path = next((each for each in table if each.rpartition("/")[2] == path.rpartition("/")[2]), "")
        if not path:
            call.err.append(f"ash: {call.words[0]}: not found\n")
            return 127
        return table[path](call)

    def _begin(self, call: Call) -> int:
        """Take note of a login: 0 lets it go on, 2 asks for half of its output, anything else is its end."""
        self.logged_in = True
        self._answers += 1
        if self.faults.strikes("garbage", self._answers):
            call.out.append(GARBAGE * 3)
            return 1
        if self.faults.strikes("error-500", self._answers):
            return 1
        return 2 if self.faults.strikes("cut-body", self._answers) else 0

    def forget(self) -> None:
        """Lose what is in RAM, and what ``firstboot`` was to erase."""
        self.boots += 1
        if self._erase:
            self._erase = False
            self.store.wipe()

    def erase(self) -> None:
        """Let the next start be the first one."""
        self._erase = True

    def pulse(self) -> None:
        """Do what the router does by itself, several times a second."""
        self.pending()

    def password_now(self) -> str:
        """Give root's password; empty on a router that has none, and lets everybody in."""
        file = self.folder / "password"
        laid_out = bool(self.store.get("laid-out", "root"))
        return file.read_text(encoding="utf-8") if laid_out else self.store.get(PASSWORD, "root")

    def keep_password(self, password: str) -> None:
        """Set root's password: a hash for dropbear, and in clear for ``password_now``, outside the root."""
        sealed = ""
        if password:
            words = [program("busybox"), "mkpasswd", "-m", "md5", "-P", "0"]
            text = password.encode("utf-8", "surrogateescape")
            sealed = subprocess.run(words, input=text, capture_output=True, check=True).stdout.decode().strip()  # noqa: S603
        put(self.root, "/etc/shadow", f"root:{sealed}:0:0:99999:7:::\n", 0o600)
        put(self.folder, "password", password, 0o600)
