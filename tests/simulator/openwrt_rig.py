"""A simulated OpenWrt on a socket, reached with paramiko; and ``uci`` alone, without any shell."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paramiko
import pytest

from routercfg.clock import Clock
from routercfg.simulator.faults import Faults
from routercfg.simulator.openwrt import OpenWrtRouter, models
from routercfg.simulator.openwrt_cli import UciRun
from routercfg.simulator.openwrt_text import Package
from routercfg.simulator.openwrt_uci import Uci
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.shell_root import missing
from routercfg.simulator.shell_server import ServedShell, serve_shell

C7 = "openwrt-tplink-archer-c7"
AC57U = "openwrt-asus-rt-ac57u"
LACKING = missing()
needs_shell = pytest.mark.skipif(bool(LACKING), reason=f"no simulated shell here: {LACKING}")


@dataclass
class Answer:
    """What one command printed and returned; status -1 when the connection went before it did."""

    status: int
    out: str
    err: str


class Shell:
    """One login; ``password`` None comes in by the method "none", as into a router without a password."""

    def __init__(self, served: ServedShell, password: str | None = None) -> None:
        cable = socket.create_connection((served.host, served.port), timeout=10)
        cable.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.transport = paramiko.Transport(cable)
        try:
            self.transport.start_client(timeout=10)
            if password is None:
                self.transport.auth_none("root")
            else:
                self.transport.auth_password("root", password)
        except BaseException:
            self.close()
            raise

    def run(self, command: str, stdin: str | bytes = b"") -> Answer:
        channel = self.transport.open_session(timeout=10)
        channel.settimeout(10)
        channel.exec_command(command)
        channel.sendall(stdin.encode() if isinstance(stdin, str) else stdin)
        channel.shutdown_write()
        out, err = channel.makefile("rb").read(), channel.makefile_stderr("rb").read()
        return Answer(channel.recv_exit_status(), out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    def ok(self, command: str, stdin: str | bytes = b"") -> str:
        answer = self.run(command, stdin)
        assert (answer.status, answer.err) == (0, ""), answer
        return answer.out

    def json(self, command: str) -> Any:
        return json.loads(self.ok(command))

    def close(self) -> None:
        self.transport.close()
        self.transport.join(5)


@dataclass
class Unit:
    """One router that is served, and logins into it."""

    router: OpenWrtRouter
    served: ServedShell
    logins: list[Shell]

    def login(self, password: str | None = None) -> Shell:
        """Log in; after a restart the router may need a moment."""
        until = time.monotonic() + 5
        while True:
            try:
                self.logins.append(Shell(self.served, password))
                return self.logins[-1]
            except (paramiko.AuthenticationException, AssertionError):
                raise
            except (paramiko.SSHException, EOFError, OSError):
                if time.monotonic() > until:
                    raise


def build(name: str, state: Path | None, *, factory: bool = True, **options: Any) -> OpenWrtRouter:
    """Make a router the way ``simulator.build`` does."""
    model = next(model for model in models() if model.name == name)
    path = None if state is None else state / "native.json"
    if factory and path is not None:
        path.unlink(missing_ok=True)
    store = Store(path, model.factory, model.factory if factory else model.initial)
    faults: Sequence[str] = options.get("faults", ())
    clock: Clock | None = options.get("clock")
    router = model.build(model, store, Pace(options.get("pace", 0.0), clock), Faults(*faults))
    assert isinstance(router, OpenWrtRouter)
    return router


@contextmanager
def unit(name: str, state: Path | None = None, **options: Any) -> Iterator[Unit]:
    """Serve a router on a free port."""
    router = build(name, state, **options)
    with serve_shell(router) as served:
        it = Unit(router, served, [])
        try:
            yield it
        finally:
            for login in it.logins:
                login.close()


@dataclass
class Plain:
    """``uci`` over a folder."""

    folder: Path
    newer: bool = True

    def __call__(self, *words: str, stdin: str = "") -> Answer:
        run = UciRun(self.store, self._commit, lambda: stdin, lambda path: Path(path).read_text(), self.newer)
        status = run.run(list(words))
        return Answer(status, "".join(run.out), "".join(run.err))

    def store(self, folder: str = "", staging: str = "") -> Uci:
        return Uci(Path(folder or self.folder / "config"), Path(staging or self.folder / "staged"))

    def file(self, name: str) -> str:
        return (self.folder / "config" / name).read_text(encoding="utf-8", errors="surrogateescape")

    def _commit(self, store: Uci, name: str, whole: Package | None) -> None:
        if whole is None:
            store.commit(name, lambda delta: delta)
        else:
            store.revert(name)
            store.write(whole)


def plain(folder: Path, **files: str) -> Plain:
    """Make a folder with these configuration files."""
    (folder / "config").mkdir()
    for name, text in files.items():
        (folder / "config" / name).write_text(text, encoding="utf-8")
    return Plain(folder)
