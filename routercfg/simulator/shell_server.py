"""The socket side of a router with a shell: a dropbear or a telnetd per connection, and what its commands are told."""

from __future__ import annotations

import contextlib
import os
import re
import selectors
import signal
import socket
import subprocess
import threading
import time
from pathlib import Path
from types import TracebackType
from typing import Final, Protocol

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Dropped, Model
from routercfg.simulator.shell import Call, NeedsInput
from routercfg.simulator.shell_root import ASKING, ENVIRONMENT, entering, guard, inhabitants, missing, missing_telnet
from routercfg.simulator.sockets import leads_away, listening, reset

_PULSE: Final = 0.05
_ID: Final = re.compile(r"\d+\.\d*")


class Inhabited(Protocol):
    """What stands behind a shell: a root directory with processes in it, and somebody who answers what they ask."""

    follows_lan: bool

    @property
    def root(self) -> Path:
        """The directory in which all of it happens."""
        ...

    @property
    def model(self) -> Model:
        """Which router it is."""
        ...

    @property
    def faults(self) -> Faults:
        """What it does wrong."""
        ...

    @property
    def boots(self) -> int:
        """How often it has restarted."""
        ...

    @property
    def doors(self) -> tuple[str, ...]:
        """What it listens for, ``ssh`` or ``telnet``; the first is where it is found."""
        ...

    @property
    def lazy(self) -> bool:
        """Whether it may boot when somebody comes, and not before."""
        ...

    def door(self, name: str, number: str) -> tuple[list[str], dict[str, str]]:
        """Give the words and the environment that serve the connection of that number."""
        ...

    def boot(self) -> None:
        """Lay out the root and start."""
        ...

    def run(self, call: Call) -> int:
        """Answer one question. Raises NeedsInput, Dropped."""
        ...

    def label(self, call: Call) -> tuple[str, str] | None:
        """Give what the log says of a call that counts as a request; None for one that does not."""
        ...

    def left(self, number: str) -> None:
        """Take note that a connection is over."""
        ...

    def answering(self) -> bool:
        """Tell whether anything listens."""
        ...

    def pulse(self) -> None:
        """Do what it does by itself."""
        ...

    def lan_address(self) -> str:
        """Give the LAN address."""
        ...

    def close(self) -> None:
        """Give back what was lent."""
        ...


def serve_shell(router: Inhabited, listen: tuple[str, int] = ("127.0.0.1", 0), latency: float = 0.0) -> ServedShell:
    """Put a router with a shell on a socket; port 0 takes a free one. ``latency`` in seconds is added to every login.

    Its further doors take free ports. Raises ValueError, saying what to install, when this machine cannot run one.
    """
    lacking = missing_telnet() if "telnet" in router.doors else missing()
    if lacking:
        raise ValueError(lacking)
    return ServedShell(router, listen, latency)


class ServedShell:
    """A router that listens for SSH, telnet or both. Use it as a context manager, or call ``close``.

    ``requests`` counts commands sent, ``connections`` those accepted; ``log`` holds ("exec", first word).
    """

    def __init__(self, router: Inhabited, listen: tuple[str, int], latency: float) -> None:
        self.router = router
        self.latency = latency
        self.requests = 0
        self.connections = 0
        self.log: list[tuple[str, str]] = []
        self._stop = threading.Event()
        self._sessions: dict[str, subprocess.Popen[bytes]] = {}
        self._unanswered: list[socket.socket] = []
        self._partial = b""
        self._boots = -1
        self._ask = -1
        self._asking = router.root / ASKING
        self._guard: subprocess.Popen[bytes] | None = None
        self._selector = selectors.DefaultSelector()
        if not router.lazy:
            self._boot()
        self._listeners: dict[str, socket.socket] = {}
        self._places: dict[str, tuple[str, int]] = {}
        for name in router.doors:
            self._listen(name, (listen[0], 0) if self._listeners else listen)
        self._alarm, alarmed = socket.socketpair()
        self._selector.register(alarmed, selectors.EVENT_READ)
        self._alarmed = alarmed
        self._thread = threading.Thread(target=self._run, name=f"simulator {router.model.name}", daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        """Where the router listens now."""
        return self._places[self.router.doors[0]][0]

    @property
    def port(self) -> int:
        """The port of the first door."""
        return self._places[self.router.doors[0]][1]

    @property
    def url(self) -> str:
        """Where the router listens now, ``ssh://host:port`` or ``telnet://host:port``."""
        return f"{self.router.doors[0]}://{self.host}:{self.port}"

    @property
    def ssh(self) -> str | None:
        """Where it listens for SSH, as ``host:port``; None where it does not."""
        return self._door("ssh")

    @property
    def telnet(self) -> str | None:
        """Where it listens for telnet, as ``telnet://host:port``; None where it does not."""
        place = self._door("telnet")
        return place and f"telnet://{place}"

    def _door(self, name: str) -> str | None:
        place = self._places.get(name)
        return f"{place[0]}:{place[1]}" if place else None

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

    def _boot(self) -> None:
        """Let the router start, and listen to what its processes ask."""
        self.router.boot()
        self._boots = self.router.boots
        self._partial, self._ask = b"", self._pipe()
        if self._guard is None:
            self._guard = guard(self.router.root)

    def _listen(self, name: str, place: tuple[str, int]) -> None:
        """Open a door, in place of the one of that name that was open."""
        fresh = listening(place)
        if name in self._listeners:
            self._selector.unregister(self._listeners[name])
            self._listeners[name].close()
        self._listeners[name] = fresh
        self._places[name] = fresh.getsockname()[:2]
        self._selector.register(fresh, selectors.EVENT_READ, name)

    def _run(self) -> None:
        try:
            self._serve()
        finally:
            self._end_all()
            self._selector.close()
            if self._guard is not None:
                os.close(self._ask)
                self._guard.kill()  # nothing is left for it to do
                self._guard.communicate()
            for each in (*self._listeners.values(), self._alarmed, *self._unanswered):
                each.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(_PULSE):
                if self._stop.is_set():
                    break
                if key.data is not None and isinstance(key.fileobj, socket.socket):
                    self._accept(key.fileobj, key.data)
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

    def _accept(self, listener: socket.socket, door: str) -> None:
        try:
            connection, _ = listener.accept()
        except OSError:  # the other side went away between knocking and entering
            return
        self._restart()
        if not self.router.answering():
            reset(connection)
            return
        self.connections += 1
        if self.router.faults.has("silent"):
            self._unanswered.append(connection)
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if self._guard is None:
            self._boot()
        with connection:
            self._sessions[str(self.connections)] = self._start(connection, door, str(self.connections))

    def _start(self, connection: socket.socket, door: str, number: str) -> subprocess.Popen[bytes]:
        words, more = self.router.door(door, number)
        words = [*entering(), str(self.router.root), *words]
        cable, null = connection.fileno(), subprocess.DEVNULL
        return subprocess.Popen(words, stdin=cable, stdout=cable, stderr=null, env={**ENVIRONMENT, **more})  # noqa: S603

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
            process = int(place.name.partition(".")[0])
            call = Call(words, connection, piped.read_bytes() if piped.exists() else None, process)
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
        label = self.router.label(call)
        if label is not None:
            self.requests += 1
            self.log.append(label)
            self._stop.wait(self.latency + self.router.faults.lateness)

    def _hang_up(self, connection: str) -> None:
        """Close a connection. What was running in it goes on, as when somebody pulls the cable."""
        session = self._sessions.get(connection)
        if session is not None:
            session.kill()

    def _restart(self) -> None:
        """After a restart of the router nothing of before is left running."""
        if self._guard is not None and self.router.boots != self._boots:
            self._end_all()
            self._selector.unregister(self._ask)
            os.close(self._ask)
            self._boot()

    def _end_all(self) -> None:
        while found := [pid for pid in inhabitants(self.router.root) if pid != os.getpid()]:
            _kill(found)
            self._reap()
            time.sleep(0.005)
        for session in self._sessions.values():
            session.kill()
            session.wait()
        for number in list(self._sessions):
            del self._sessions[number]
            self.router.left(number)

    def _reap(self) -> None:
        for number, session in list(self._sessions.items()):
            if session.poll() is not None:
                del self._sessions[number]
                self.router.left(number)

    def _follow(self) -> None:
        """Move to the router's LAN address when that became another loopback address."""
        address = self.router.lan_address() if self.router.follows_lan else ""
        if not leads_away(address, self.host):
            return
        for name, (_, port) in list(self._places.items()):
            with contextlib.suppress(OSError):  # this machine has no such address: the router stays
                self._listen(name, (address, port))


def _joined(said: list[str | bytes]) -> bytes:
    return b"".join(each if isinstance(each, bytes) else each.encode("utf-8", "surrogateescape") for each in said)


def _kill(processes: list[int]) -> None:
    for process in processes:
        with contextlib.suppress(ProcessLookupError):  # it ended by itself
            os.kill(process, signal.SIGKILL)
