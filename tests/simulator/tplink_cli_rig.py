"""A simulated command line on a socket, visited by a raw socket that knows the least a telnet client must."""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from routercfg import simulator
from routercfg.clock import Clock
from routercfg.simulator import PaperRouter, Served, ServedShell
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.shell_root import missing_telnet
from routercfg.simulator.tplink_cli_box import PASSWORD, models

VX = "tplink-vx231v-cli"
HB = "tplink-hb810-cli"
W8970 = "tplink-td-w8970-cli"
C20 = "tplink-archer-c20-v1"
LACKING = missing_telnet()
needs_telnet = pytest.mark.skipif(bool(LACKING), reason=f"no simulated telnet here: {LACKING}")

_OFFER = re.compile(rb"\xff([\xfb-\xfe])(.)", re.DOTALL)
PROMPT = rb"(?i)tp-link(\(conf\))?[#>]$"


class Caller:
    """One telnet connection that refuses every option; ``raw`` holds all bytes that came."""

    def __init__(self, served: Served | ServedShell, *, wait: float = 10) -> None:
        place = str(served.telnet).removeprefix("telnet://")
        self.cable = socket.create_connection((place.partition(":")[0], int(place.partition(":")[2])), timeout=wait)
        self.raw = b""
        self._seen = b""

    def until(self, *endings: bytes) -> bytes:
        """Give what came since the last call, up to one of those patterns."""
        while not any(re.search(ending, self._seen) for ending in endings):
            more = self.cable.recv(65536)
            if not more:
                raise EOFError(self._seen)
            self.raw += more
            for verb, option in _OFFER.findall(more):
                refusal = {b"\xfd": b"\xfc", b"\xfb": b"\xfe"}.get(verb)
                if refusal:
                    self.cable.sendall(b"\xff" + refusal + option)
            self._seen += _OFFER.sub(b"", more)
        seen, self._seen = self._seen, b""
        return seen

    def say(self, line: str | bytes, *endings: bytes, enter: bytes = b"\r\n") -> str:
        """Send one line and give what it brings, without noise, up to the prompt or one of those patterns."""
        self.cable.sendall((line.encode() if isinstance(line, str) else line) + enter)
        return re.sub(r"\r+\n", "\n", self.until(*(endings or (PROMPT,))).decode("utf-8", "replace"))

    def run(self, command: str) -> tuple[str, str]:
        """Give the body of a command's answer, and the word after ``cmd:``, or what else its last line is."""
        lines = self.say(command).split("\n")[1:-1]
        last = lines.pop() if lines else ""
        return "\n".join(lines), last.removeprefix("cmd:")

    def words(self, command: str) -> dict[str, str]:
        """Give a command's ``key=value`` lines."""
        body, status = self.run(command)
        assert status == "SUCC", (body, status)
        return dict(line.split("=", 1) for line in body.split("\n") if "=" in line)

    def login(self, password: str = PASSWORD, user: str = "") -> Caller:
        if user:
            self.until(b"username:$")
            self.say(user, b"password:$")
        else:
            self.until(b"password:$")
        self.say(password)
        return self

    def over(self) -> bytes:
        """Give what comes until the other side closes."""
        said = self._seen
        with contextlib.suppress(ConnectionResetError):
            while more := self.cable.recv(65536):
                said += more
        return said

    def close(self) -> None:
        self.cable.close()


@dataclass
class Unit:
    """One router that is served, and who calls it."""

    router: PaperRouter
    served: Served | ServedShell
    callers: list[Caller]

    def call(self, *, wait: float = 10) -> Caller:
        self.callers.append(Caller(self.served, wait=wait))
        return self.callers[-1]


def build(
    name: str, state: Path | None, *, factory: bool, faults: Sequence[str] = (), clock: Clock | None = None
) -> PaperRouter:
    """Make a router, one that the catalogue leaves out, too."""
    found = {model.name: model for model in models()} | simulator.models()
    path = state / "native.json" if state else None
    model = found[name]
    store = Store(path, model.factory, model.factory if factory else model.initial)
    return model.build(model, store, Pace(0, clock), Faults(*faults))


@contextlib.contextmanager
def unit(name: str, state: Path | None = None, *, factory: bool = False, **options: Any) -> Iterator[Unit]:
    """Serve a router on free ports."""
    router = build(name, state, factory=factory, **options)
    with simulator.serve(router) as served:
        it = Unit(router, served, [])
        try:
            yield it
        finally:
            for caller in it.callers:
                caller.close()
