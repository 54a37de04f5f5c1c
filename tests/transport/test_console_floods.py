"""Consoles that never stop talking: whatever they send, a run ends in time, and a password is told once."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator

import pytest

from routercfg.clock import Deadline
from routercfg.errors import BadAnswer, RouterCfgError, WrongPassword
from routercfg.secret import Secret
from routercfg.transport.console import TelnetConsole
from routercfg.transport.console_line import Answer, asked, clean, let_in

Talk = Callable[[socket.socket], None]


@contextlib.contextmanager
def server(talk: Talk) -> Iterator[str]:
    """Serve one connection after another on a loopback port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            while True:
                try:
                    line, _ = listener.accept()
                except OSError:
                    return
                with line, contextlib.suppress(OSError):
                    talk(line)

        threading.Thread(target=serve, daemon=True).start()
        yield f"telnet://127.0.0.1:{listener.getsockname()[1]}"
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


def endless(piece: bytes) -> Talk:
    def talk(line: socket.socket) -> None:
        until = time.monotonic() + 12  # by itself it ends long after the run should have
        while time.monotonic() < until:
            line.sendall(piece * (65536 // len(piece)))

    return talk


@pytest.mark.parametrize(
    "piece",
    [
        b"x",
        b"x\r\n",
        b"\r",
        b"-",
        b"\xff\xf1",
        b"\xff\xfd\x01",
        b"\xff\xfa\x18",
        b"\xff\xfa" + b"a" * 60,
        b"\0",
        b"\xff",
    ],
    ids=["letters", "lines", "returns", "dashes", "nothing-done", "do-echo", "inner", "inner-letters", "nul", "iac"],
)
def test_a_flood_ends_within_the_deadline(piece: bytes) -> None:
    with server(endless(piece)) as url:
        console = TelnetConsole(url, Deadline(2), patience=1)
        began = time.monotonic()
        with contextlib.closing(console), pytest.raises(RouterCfgError):
            console.greet()
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    "text",
    ["-" * 300_000, "press any key to continue" * 12_000 + "\n", "too many " + "1" * 300_000, "\r" * 300_000],
    ids=["dashes", "keys", "digits", "returns"],
)
def test_a_long_text_is_judged_at_once(text: str) -> None:
    began = time.monotonic()
    for judge in (asked, let_in):
        judge(clean(text.encode()), 9.0)
    Answer("help", None)(clean(text.encode() + b"x"), 9.0)  # type: ignore[arg-type]  # no page ends here
    assert time.monotonic() - began < 2


def test_a_slow_judge_of_passwords_is_not_told_a_second_empty_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routercfg.transport.console.NUDGE", 0.2)
    told: list[bytes] = []

    def talk(line: socket.socket) -> None:
        line.sendall(b"password:")
        line.settimeout(10)
        while len(told) < 3:
            heard = b""
            while b"\n" not in heard:
                piece = line.recv(100)
                if not piece:
                    return
                heard += piece
            told.append(heard)
            time.sleep(0.8)  # Linux' login takes three seconds after a wrong one
            line.sendall(b"\r\nLogin incorrect. Try again.\r\npassword:")

    with server(talk) as url:
        console = TelnetConsole(url, Deadline(20), patience=8)
        with contextlib.closing(console), pytest.raises(WrongPassword):
            console.enter("admin", Secret("wrong-one"))
    time.sleep(0.2)
    assert told == [b"wrong-one\r\n"]


def test_an_endless_answer_is_a_bad_one() -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(b"TP-Link(conf)#")
        line.recv(100)
        endless(b"SSID=x\r\n")(line)

    with server(talk) as url:
        console = TelnetConsole(url, Deadline(10), patience=2)
        with contextlib.closing(console):
            console.greet()
            with pytest.raises(BadAnswer):
                console.run("wlctl show", writes=True)
