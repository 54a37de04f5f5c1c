"""Simulated routers in a process of their own, so that their work is not counted as the work of whoever talks to them.

Asked over stdin and stdout, one JSON line each way; the process ends when its stdin does.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Counts:
    """What arrived at the router's socket since it was put there."""

    requests: int
    connections: int


@dataclass(frozen=True, slots=True)
class Unit:
    """One simulated router that listens. ``password`` is the one that lets in."""

    house: House
    model: str
    url: str
    host: str
    port: int
    password: str
    keeps_alive: bool

    def counts(self) -> Counts:
        """Ask the router what has arrived so far."""
        return Counts(**self.house.ask("counts"))


class House:
    """The process with the simulated routers; one listens at a time. Use it as a context manager."""

    def __init__(self) -> None:
        words = [sys.executable, "-m", "benchmarks.paper"]
        self._process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, bufsize=1
        )

    def __enter__(self) -> House:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin and self._process.stdout:
            self._process.stdin.close()
            self._process.stdout.close()
        self._process.wait(10)

    def ask(self, verb: str, **details: object) -> dict[str, Any]:
        """Send one command and give its answer. Raises RuntimeError when the process has ended."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipe to the simulated routers")
        self._process.stdin.write(json.dumps({"verb": verb, **details}) + "\n")
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process with the simulated routers has ended")
        answer: dict[str, Any] = json.loads(line)
        return answer

    @contextlib.contextmanager
    def router(self, model: str, *, latency: float = 0.0, factory: bool = False) -> Iterator[Unit]:
        """Put a fresh router on a socket, set up or in factory state; ``latency`` in seconds for every request."""
        told = self.ask("open", model=model, latency=latency, factory=factory)
        try:
            yield Unit(self, model, **told)
        finally:
            self.ask("close")


def _keep() -> None:
    """Serve: the other end of ``House``."""
    from routercfg import simulator

    with contextlib.ExitStack() as open_now:
        for line in sys.stdin:
            details = json.loads(line)
            verb = details.pop("verb")
            answer: dict[str, Any] = {}
            if verb == "open":
                router = simulator.build(details["model"], factory=details["factory"], pace=0)
                served = open_now.enter_context(simulator.serve(router, ("127.0.0.1", 0), details["latency"]))
                answer = {"url": served.url, "host": served.host, "port": served.port}
                answer |= {"password": router.password_now(), "keeps_alive": router.keep_alive}
            elif verb == "counts":
                answer = {"requests": served.requests, "connections": served.connections}
            elif verb == "close":
                open_now.close()
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    _keep()
