"""A shell over telnet: a real busybox telnetd, login and ash."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from routercfg.clock import Deadline
from routercfg.errors import ConnectionLost, Fault, NotRecognised, RouterRefuses, RouterSilent, WrongPassword
from routercfg.secret import Secret
from routercfg.simulator.shell_root import missing_telnet
from routercfg.transport.telnet_shell import TelnetShell
from tests.conformance.road import Bench, bench

LACKING = missing_telnet()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"no simulated telnet here: {LACKING}")
NASTY = 'it\'s "quoted" $HOME `id` \\n %s !x ~ * ; & | < > # Дом у моря  '


@pytest.fixture
def router(tmp_path: Path) -> Iterator[Bench]:
    with bench("asus-rt-n10p-telnet", tmp_path) as it:
        yield it


@pytest.fixture
def shell(router: Bench) -> Iterator[TelnetShell]:
    line = TelnetShell(router.served.url, Deadline(20), patience=6)
    yield line
    line.close()


def inside(shell: TelnetShell, router: Bench) -> TelnetShell:
    shell.enter("admin", Secret(router.known()))
    return shell


def test_a_command_leaves_its_words_and_its_status(shell: TelnetShell, router: Bench) -> None:
    inside(shell, router)
    assert shell.run("echo one; echo two >&2; (exit 7)")[:2] == (7, b"one\n")
    assert shell.run("printf 'no end'").out == b"no end"
    assert shell.run("true").out == b""
    assert (shell.commands, shell.connections) == (3, 1)


def test_standard_input_arrives_as_it_is(shell: TelnetShell, router: Bench) -> None:
    inside(shell, router)
    text = "\n".join([NASTY, "\ttab at the beginning", "EOF", "x" * 3900, "last"]) + "\n"
    assert shell.run("cat", text.encode()).out.decode() == text
    assert shell.run("sh -s", b"read x <<'e'\nfoo\ne\necho $x; exit 3\n")[:2] == (3, b"foo\n")
    assert shell.run("echo still here").out == b"still here\n"


def test_what_no_terminal_carries_is_refused_before_it_is_sent(shell: TelnetShell, router: Bench) -> None:
    inside(shell, router)
    for text in (b"x" * 4001, b"\x03", b"\x04"):
        with pytest.raises(Fault):
            shell.run("cat", text)
    assert shell.run("echo fine").out == b"fine\n"


def test_a_wrong_password_is_told_once(shell: TelnetShell, router: Bench) -> None:
    with pytest.raises(WrongPassword):
        shell.enter("admin", Secret("wrong"))
    assert shell.connections == 1
    inside(shell, router)
    assert shell.connections == 2


def test_nothing_is_tried_without_a_password(shell: TelnetShell) -> None:
    with pytest.raises(WrongPassword):
        shell.enter("root", None)
    assert shell.connections == 0


@pytest.mark.parametrize("writes", [False, True])
def test_a_connection_that_ends_says_whether_something_may_be_written(
    shell: TelnetShell, router: Bench, writes: bool
) -> None:
    inside(shell, router)
    with pytest.raises(ConnectionLost) as lost:
        shell.run("service restart_time; sleep 20", writes=writes)
    assert lost.value.written is writes
    with pytest.raises(ConnectionLost) as lost:
        shell.run("true", writes=True)
    assert not lost.value.written


@pytest.mark.parametrize(("writes", "error"), [(False, RouterSilent), (True, ConnectionLost)])
def test_a_command_that_takes_too_long_is_given_up(
    shell: TelnetShell, router: Bench, writes: bool, error: type[Exception]
) -> None:
    inside(shell, router)
    with pytest.raises(error):
        shell.run("sleep 20", writes=writes, seconds=0.3)


def test_no_secret_reaches_a_log(shell: TelnetShell, router: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    inside(shell, router).run("cat", b"the-secret\n", label="nvram set")
    assert "nvram set" in caplog.text
    assert router.known() not in caplog.text
    assert "the-secret" not in caplog.text


def test_nothing_there_and_something_else_there_are_named(tmp_path: Path) -> None:
    with pytest.raises(RouterRefuses):
        TelnetShell("telnet://127.0.0.1:9", Deadline(5)).greet()
    with bench("tplink-vx231v-cli", tmp_path, factory=False) as it, pytest.raises(NotRecognised):
        TelnetShell(it.served.url, Deadline(10)).greet()
