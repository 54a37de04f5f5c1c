"""Running the command line as its users do: in a process of its own, or in ours when only the result matters."""

from __future__ import annotations

import contextlib
import io
import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from routercfg.cli import run
from tests.peers import read_request

PROFILE = """\
version: 1
name: cli
wan: {protocol: pppoe, username: "subscriber1", password: "first-secret", mtu: 1480}
dns: {servers: [85.175.46.122, 8.8.8.8]}
wifi: {ssid: Contract, security: wpa2, password: "second-secret"}
admin: {password: "Third-secret-3"}
"""
SECRETS = ("first-secret", "second-secret", "Third-secret-3")


@dataclass(frozen=True)
class Ran:
    """What a command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.out)
        return data


def here(*words: str, **environment: str) -> Ran:
    """Run in this process; stdin is no terminal."""
    out, err = io.StringIO(), io.StringIO()
    before = {name: os.environ.get(name) for name in environment}
    os.environ.update(environment)
    stdin, sys.stdin = sys.stdin, io.StringIO()
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(list(words))
    finally:
        sys.stdin = stdin
        for name, word in before.items():
            os.environ.pop(name, None)
            if word is not None:
                os.environ[name] = word
    return Ran(code, out.getvalue(), err.getvalue())


def process(*words: str, **environment: str) -> subprocess.Popen[str]:
    """Start in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "routercfg", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )


def written(folder: Path, text: str = PROFILE, name: str = "profile.yaml") -> str:
    """Write a profile that only we can read."""
    file = folder / name
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    return str(file)


@contextlib.contextmanager
def hostile(behave: Callable[[bytes], bytes | None]) -> Iterator[str]:
    """A web server that answers each request with ``behave(request)``; None keeps silent until the test is over."""
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve(connection: socket.socket) -> None:
            with contextlib.suppress(OSError), connection:
                connection.settimeout(5)
                answer = behave(read_request(connection))
                if answer is None:
                    over.wait(20)
                else:
                    connection.sendall(answer)

        def accept() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
