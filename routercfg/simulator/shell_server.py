"""The socket side of a router with a shell: a dropbear per connection, and the answers to the vendor's commands."""

from __future__ import annotations

import contextlib
import ipaddress
import os
import re
import selectors
import signal
import socket
import struct
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final

from routercfg.simulator.router import Dropped
from routercfg.simulator.shell import Call, NeedsInput, ShellRouter
from routercfg.simulator.shell_root import ASKING, ENVIRONMENT, entering, guard, inhabitants, missing

_PULSE: Final = 0.05
_ID: Final = re.compile(r"\d+\.\d*")


def serve_shell(router: ShellRouter, listen: tuple[str, int] = ("127.0.0.1", 0), latency: float = 0.0) -> ServedShell:
    """Put a router with a shell on a socket; port 0 takes a free one. ``latency`` in seconds is added to every login.

    Raises ValueError, saying what to install, when this machine cannot run one.
    """
    lacking = missing()
    if lacking:
        raise ValueError(lacking)
    return ServedShell(router, listen, latency)


class ServedShell:
    """A router that listens for SSH. Use it as a context manager, or call ``close``.

    ``requests`` counts commands sent over SSH, ``connections`` those accepted; ``log`` holds ("exec", first word).
    """

    def __init__(self, router: ShellRouter, listen: tuple[str, int], latency: float) -> None:
        self.router = router
        self.latency = latency
        self.requests = 0
        self.connections = 0
        self.log: list[tuple[str, str]] = []
        self._stop = threading.Event()
        self._sessions: dict[str, subprocess.Popen[bytes]] = {}
        self._unanswered: list[socket.socket] = []
        self._partial = b""
        router.boot()
        self._boots = router.boots
        self._asking = router.root / ASKING
        self._listener = socket.create_server(listen, backlog=64)
        self.host, self.port = self._listener.getsockname()[:2]
        self._selector = selectors.DefaultSelector()
        self._alarm, alarmed = socket.socketpair()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(alarmed, selectors.EVENT_READ)
        self._alarmed = alarmed
        self._ask = self._pipe()
        self._guard = guard(router.root)
        self._thread = threading.Thread(target=self._run, name=f"simulator {router.model.name}", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the router listens now, ``ssh://host:port``."""
        return f"ssh://{self.ssh}"

    @property
    def ssh(self) -> str:
        """The same as ``host:port``."""
        return f"{self.host}:{self.port}"

    def close(self) -> None:
        """Stop listening and end everything that runs in the router."""
        self._stop.set()
        self._alarm.close()
        self._thread.join()
        self.router.close()

    def __enter__(self) -> ServedShell:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        try:
            self._serve()
        finally:
            self._end_all()
            self._selector.close()
            os.close(self._ask)
            self._guard.kill()  # nothing is left for it to do
            self._guard.communicate()
            for each in (self._listener, self._alarmed, *self._unanswered):
                each.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(_PULSE):
                if self._stop.is_set():
                    break
                if key.fileobj is self._listener:
                    self._accept()
                elif key.fileobj == self._ask:
                    self._attend()
            self.router.pulse()
            self._restart()
            self._reap()
            self._follow()

    def _pipe(self) -> int:
        """Make the pipe through which commands ask, and listen to it."""
        path = self._asking / "ask"
        path.unlink(missing_ok=True)
        os.mkfifo(path, 0o600)
        pipe = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        self._selector.register(pipe, selectors.EVENT_READ)
        return pipe

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # the other side went away between knocking and entering
            return
        self._restart()
        if not self.router.answering():
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
            connection.close()
            return
        self.connections += 1
        if self.router.faults.has("silent"):
            self._unanswered.append(connection)
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            self._sessions[str(self.connections)] = self._dropbear(connection, str(self.connections))

    def _dropbear(self, connection: socket.socket, number: str) -> subprocess.Popen[bytes]:
        session = ["-c", f"/usr/libexec/session {number}", "-r", self.router.key_path]
        # -B: root without a password is let in, as OpenWrt's own dropbear does. -j -k: it forwards nothing.
        words = [*entering(), str(self.router.root), "/bin/dropbear", "-i", "-B", "-m", "-j", "-k", *session]
        cable, null = connection.fileno(), subprocess.DEVNULL
        return subprocess.Popen(words, stdin=cable, stdout=cable, stderr=null, env=ENVIRONMENT)  # noqa: S603

    def _attend(self) -> None:
        """Answer the commands that have asked."""
        *lines, self._partial = (self._partial + os.read(self._ask, 65536)).split(b"\n")
        for line in lines:
            ident, _, connection = line.decode("latin-1").partition(" ")
            if _ID.fullmatch(ident):
                self._answer(self._asking / ident, connection)

    def _answer(self, place: Path, connection: str) -> None:
        """Run one command; its caller may have been killed meanwhile."""
        try:
            words = Path(f"{place}.words").read_bytes().decode("utf-8", "surrogateescape").split("\0")[:-1]
            piped = Path(f"{place}.stdin")
            call = Call(words, connection, piped.read_bytes() if piped.exists() else None)
            self._count(call)
            status = self._status(call)
            Path(f"{place}.out").write_bytes(_joined(call.out))
            Path(f"{place}.err").write_bytes(_joined(call.err))
            with open(os.open(place, os.O_WRONLY | os.O_NONBLOCK), "w", encoding="ascii") as done:
                done.write(f"{status}\n")
        except OSError:
            return

    def _status(self, call: Call) -> str:
        try:
            if call.words[0] == "/usr/libexec/hangup":
                raise Dropped
            return str(self.router.run(call))
        except NeedsInput:
            return "more"
        except OSError as error:
            call.err.append(f"{call.words[0].rpartition('/')[2]}: {error.strerror}\n")
        except Dropped:
            self._hang_up(call.connection)
        return "1"

    def _count(self, call: Call) -> None:
        if call.words[0] == "/usr/libexec/begin":
            self.requests += 1
            self.log.append(("exec", next(iter(call.words[1].split()), "")))
            self._stop.wait(self.latency + self.router.faults.lateness)

    def _hang_up(self, connection: str) -> None:
        """Close a connection. What was running in it goes on, as when somebody pulls the cable."""
        session = self._sessions.get(connection)
        if session is not None:
            session.kill()

    def _restart(self) -> None:
        """After a restart of the router nothing of before is left running."""
        if self.router.boots != self._boots:
            self._boots = self.router.boots
            self._end_all()
            self._selector.unregister(self._ask)
            os.close(self._ask)
            self.router.boot()
            self._partial, self._ask = b"", self._pipe()

    def _end_all(self) -> None:
        while found := [pid for pid in inhabitants(self.router.root) if pid != os.getpid()]:
            _kill(found)
            self._reap()
            time.sleep(0.005)
        for session in self._sessions.values():
            session.kill()
            session.wait()
        self._sessions.clear()

    def _reap(self) -> None:
        self._sessions = {number: each for number, each in self._sessions.items() if each.poll() is None}

    def _follow(self) -> None:
        """Move to the router's LAN address when that became another loopback address."""
        address = self.router.lan_address() if self.router.follows_lan else ""
        if not address or address == self.host or not _is_loopback(address):
            return
        try:
            moved = socket.create_server((address, self.port), backlog=64)
        except OSError:  # this machine has no such address: the router stays
            return
        self._selector.unregister(self._listener)
        self._listener.close()
        self._listener = moved
        self._selector.register(self._listener, selectors.EVENT_READ)
        self.host = address


def _joined(said: list[str | bytes]) -> bytes:
    return b"".join(each if isinstance(each, bytes) else each.encode("utf-8", "surrogateescape") for each in said)


def _kill(processes: list[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            os.kill(process, signal.SIGKILL)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.IPv4Address(address).is_loopback
    except ValueError:
        return False
