"""A telnet server that does what no router does: a run ends in time, and a password is told once at most."""

from __future__ import annotations

import contextlib
import socket
import time

import pytest

from routercfg.clock import Deadline
from routercfg.errors import RouterCfgError, WrongPassword
from routercfg.secret import Secret
from routercfg.transport import telnet_shell
from routercfg.transport.telnet_shell import TelnetShell
from tests.transport.test_console_floods import Talk, endless, server

WORD = "the-password-1#"


def after_login(then: Talk, told: list[bytes]) -> Talk:
    """Ask as a BusyBox does, keep what was told, and then do something else."""

    def talk(line: socket.socket) -> None:
        for question in (b"\r\nRT-N10P login: ", b"Password: "):
            line.sendall(question)
            told.append(line.recv(1000))
        then(line)

    return talk


def drip(line: socket.socket) -> None:
    for _ in range(40):
        line.sendall(b".")
        time.sleep(0.1)


def echo(line: socket.socket) -> None:
    line.sendall(b"login: ")
    line.settimeout(8)
    while heard := line.recv(1000):
        line.sendall(heard)


def mute(line: socket.socket) -> None:
    line.settimeout(8)
    line.recv(1)


@pytest.mark.parametrize(
    "talk",
    [endless(b"\n"), endless(b" \r\n"), endless(b"x"), endless(b"# "), endless(b"login: "), drip, echo, mute],
    ids=["lines", "blanks", "letters", "prompts", "logins", "drip", "echo", "mute"],
)
@pytest.mark.parametrize("inside", [False, True])
def test_whatever_it_says_we_are_through_in_time(talk: Talk, inside: bool) -> None:
    told: list[bytes] = []
    with server(after_login(talk, told) if inside else talk) as url:
        shell = TelnetShell(url, Deadline(1.5), patience=0.5)
        began = time.monotonic()
        with contextlib.suppress(RouterCfgError):
            shell.enter("admin", Secret(WORD))
            shell.run("true", seconds=0.5)
            pytest.fail("that was no shell")
        shell.close()
        assert time.monotonic() - began < 4
        assert sum(WORD.encode() in word for word in told) <= 1


def test_a_router_that_takes_its_time_to_ask_for_the_password_is_told_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telnet_shell, "_STRANGE", 0.1)
    told: list[bytes] = []

    def slow(line: socket.socket) -> None:
        line.sendall(b"RT-N10P login: ")
        line.sendall(line.recv(1000))
        time.sleep(0.4)
        line.sendall(b"\r\nPassword: ")
        told.append(line.recv(1000))
        line.sendall(b"\r\nLogin incorrect\r\n")

    with server(slow) as url:
        shell = TelnetShell(url, Deadline(5), patience=2)
        with pytest.raises(WrongPassword):
            shell.enter("admin", Secret(WORD))
        assert [WORD.encode() in word for word in told] == [True]
