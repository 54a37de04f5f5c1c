"""The console: who is let in, when an answer is over, what the end of a session costs, and what is never told."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import paramiko
import pytest

from routercfg.clock import Deadline
from routercfg.errors import (
    AnotherAdministrator,
    ConnectionLost,
    DeadlinePassed,
    LockedOut,
    NotRecognised,
    RouterRefuses,
    RouterSilent,
    SettingRefused,
    StillFactory,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.transport.console import SshConsole, TelnetConsole
from routercfg.transport.console_line import Asks, clean
from routercfg.transport.shell import ShellTransport
from tests.transport.paper_cli import WELCOME, Hungup, Paper, Session, telnet
from tests.transport.test_shell import FINGERPRINT, Server, serving

PASSWORD = Secret("secret-1")


@contextmanager
def console(paper: Paper, *, patience: float = 2, seconds: float = 20) -> Iterator[TelnetConsole]:
    with telnet(paper) as url:
        made = TelnetConsole(url, Deadline(seconds), patience=patience)
        try:
            yield made
        finally:
            made.close()


def test_name_and_password_then_an_answer_without_echo_prompt_and_cr_noise() -> None:
    with console(Paper()) as line:
        assert line.greet() is Asks.NAME
        line.enter("admin", PASSWORD)
        told = line.run("wlctl show 2g")
        assert told.startswith("{\n    Status=Up\n    SSID=TP-Link_1234\n")
        assert told.endswith("cmd:SUCC\n")
        assert line.run("nonsense") == "Command not found\n"


@pytest.mark.parametrize(
    "paper",
    [
        Paper(name=None),
        Paper(prompt="TP-LINK(conf)#", eol="\r\n"),
        Paper(prompt="TP-Link>", eol="\n"),
        Paper(echo=False),
        Paper(name=None, silent_prompt=True),
        Paper(enters=(b"\n",), name=None, password="secret-1\r"),
        Paper(two_enters=True),
    ],
    ids=["password-only", "older-prompt", "restricted", "no-echo", "prompt-after-enter", "lf-only", "two-enters"],
)
def test_every_way_of_letting_in_that_has_been_seen(paper: Paper) -> None:
    with console(paper) as line:
        line.enter("admin", PASSWORD)
        assert "SSID=TP-Link_1234" in line.run("wlctl show 2g")


def test_a_wrong_password_costs_one_attempt_and_ends_the_line() -> None:
    paper = Paper()
    with console(paper) as line:
        with pytest.raises(WrongPassword):
            line.enter("admin", Secret("nope"))
        assert paper.attempts == 1
        line.enter("admin", PASSWORD)
        assert paper.attempts == 2


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("Authorization failed after trying 5 times!!!.\n", ""),
        ("Please login after 600 seconds\n", "600"),
        ("You are locked, try again after 7 minutes\n", "420"),
    ],
)
def test_a_lock_out_is_told_with_its_time(text: str, seconds: str) -> None:
    with console(Paper(taken_text=text)) as line:
        with pytest.raises(LockedOut) as locked:
            line.greet()
        assert seconds in locked.value.what()


def test_a_second_session_is_named_as_such() -> None:
    with (
        console(Paper(taken_text="Another user has logged in already.\n")) as line,
        pytest.raises(AnotherAdministrator),
    ):
        line.greet()


def test_the_first_password_is_told_twice_and_then_lets_in() -> None:
    paper = Paper(name=None, password=None)
    with console(paper) as line:
        assert line.greet() is Asks.FIRST
        with pytest.raises(StillFactory):
            line.enter("admin", PASSWORD)
        line.greet()
        line.first_password(PASSWORD)
        line.enter("admin", PASSWORD)
        assert "cmd:SUCC" in line.run("dev show")
    assert paper.password == "secret-1"


def test_a_first_password_that_is_not_good_enough_is_refused() -> None:
    with console(Paper(password=None)) as line:
        line.greet()
        with pytest.raises(SettingRefused):
            line.first_password(Secret("short"))


def test_a_session_that_timed_out_loses_nothing() -> None:
    paper = Paper(idle_after=1)
    with console(paper) as line:
        line.enter("admin", PASSWORD)
        line.run("dev show")
        line.deadline.sleep(0.2)
        with pytest.raises(ConnectionLost) as lost:
            line.run("wlctl set 2g --switch off", writes=True)
        assert lost.value.written is False
        assert "wlctl set 2g --switch off" not in paper.heard
        line.enter("admin", PASSWORD)
        assert "cmd:SUCC" in line.run("dev show")


def test_a_cut_line_says_whether_something_may_have_been_written() -> None:
    for writes in (True, False):
        with console(Paper(drop_on="--switch")) as line:
            line.enter("admin", PASSWORD)
            with pytest.raises(ConnectionLost) as lost:
                line.run("wlctl set 2g --switch off", writes=writes)
            assert lost.value.written is writes


def test_no_answer_in_time() -> None:
    with console(Paper(hang_on="lan")) as line:
        line.enter("admin", PASSWORD)
        with pytest.raises(RouterSilent):
            line.run("lan show info", seconds=0.3)
    with console(Paper(hang_on="lan"), seconds=1) as line:
        line.enter("admin", PASSWORD)
        with pytest.raises(DeadlinePassed):
            line.run("lan show info")


def test_nobody_there(free_port: Callable[[], int]) -> None:
    with pytest.raises(RouterRefuses):
        TelnetConsole(f"telnet://127.0.0.1:{free_port()}", Deadline(5)).greet()


def test_a_server_that_says_nothing_is_silent_and_one_of_another_kind_is_told_no_password() -> None:
    with _server(b"") as (url, heard):
        with pytest.raises(RouterSilent):
            TelnetConsole(url, Deadline(5), patience=0.3).greet()
        assert heard == []
    for other in (b"OpenWrt login: ", b"\r\nUser Access Verification\r\n\r\nUsername: ", b"\r\nPassword: "):
        with _server(other) as (url, heard):
            line = TelnetConsole(url, Deadline(5), patience=3)
            assert line.greet() is Asks.OTHER
            line.close()
        assert heard == []


@contextmanager
def _server(greeting: bytes) -> Iterator[tuple[str, list[bytes]]]:
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        wire, _ = listener.accept()
        with wire:
            wire.sendall(greeting)
            while piece := wire.recv(100):
                heard.append(piece)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"telnet://127.0.0.1:{listener.getsockname()[1]}", heard
    thread.join(5)
    listener.close()


class CommandLine(Server):
    """An SSH server with a command line on its terminal, or with no terminal at all, as TP-Link's for its app."""

    def __init__(self, paper: Paper | None, *, pty: bool = True) -> None:
        super().__init__("secret-1", lambda channel, command: None)
        self.paper, self.pty = paper, pty

    def check_channel_request(self, kind: str, chanid: int) -> int:
        refused: int = paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED
        return super().check_channel_request(kind, chanid) if self.paper else refused

    def check_channel_pty_request(self, *words: object) -> bool:
        return self.pty

    def check_channel_shell_request(self, channel: paramiko.Channel) -> bool:
        def run() -> None:
            with contextlib.suppress(OSError, Hungup):
                session = Session(self.paper, channel)
                session.put(WELCOME)
                session.commands()
            with contextlib.suppress(EOFError):  # the client may be gone already
                channel.close()

        threading.Thread(target=run, daemon=True).start()
        return True


@contextmanager
def over_ssh(server: CommandLine) -> Iterator[SshConsole]:
    with serving(server=server) as (url, _):
        shell = ShellTransport(url, Deadline(20), fingerprint=FINGERPRINT, patience=3)
        line = SshConsole(shell, patience=2)
        try:
            yield line
        finally:
            line.close()


def test_the_same_command_line_over_ssh() -> None:
    server = CommandLine(Paper(drop_on="--switch"))
    with over_ssh(server) as line:
        assert line.greet() is Asks.NAME
        line.enter("admin", PASSWORD)
        assert "SSID=TP-Link_1234" in line.run("wlctl show 2g")
        with pytest.raises(ConnectionLost) as lost:
            line.run("wlctl set 2g --switch off", writes=True)
        assert lost.value.written
        line.enter("admin", PASSWORD)
        assert "Status=Disabled" in line.run("wlctl show 2g")
        with pytest.raises(WrongPassword):
            line.enter("admin", Secret("nope"))
    assert server.offered == ["password"] * 3


@pytest.mark.parametrize("server", [CommandLine(None), CommandLine(Paper(), pty=False)], ids=["channel", "terminal"])
def test_ssh_without_a_terminal_is_no_command_line(server: CommandLine) -> None:
    with over_ssh(server) as line, pytest.raises(NotRecognised):
        line.enter("admin", PASSWORD)


def test_letters_that_arrive_in_halves_are_whole() -> None:
    paper = Paper()
    paper.radios["2g"]["SSID"] = "Сеть" * 8 + " Дом х"
    with console(paper) as line:
        line.enter("admin", PASSWORD)
        assert f"SSID={paper.radios['2g']['SSID']}\n" in line.run("wlctl show 2g")


def test_neither_log_nor_error_holds_what_went_over_the_line(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    logging.getLogger("netmiko").setLevel(logging.DEBUG)
    paper = Paper(drop_on="--sec")
    with console(paper) as line:
        line.enter("admin", PASSWORD)
        line.run("wlctl show 2g", label="wlctl show")
        with pytest.raises(ConnectionLost) as lost:
            line.run("wlctl set 2g --sec psk wpa2 aes wifi-key-9", label="wlctl set", writes=True)
    everything = caplog.text + repr(lost.value.details) + str(lost.value)
    for word in ("secret-1", "12345670", "wifi-key-9"):
        assert word not in everything
    assert "wlctl show" in caplog.text


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"a\r\r\nb\r\nc\n", "a\nb\nc\n"),
        (b"\x1b[2J\x1b[1;1Hhello\0", "hello"),
        (b"pasx\x08sword:", "password:"),
        ("Сеть\r\n".encode(), "Сеть\n"),
    ],
)
def test_what_is_meant_for_a_screen_goes(raw: bytes, text: str) -> None:
    assert clean(raw) == text


def test_our_device_classes_are_netmikos_own_as_far_as_netmiko_knows() -> None:
    """Whoever writes ``ConnectHandler(device_type="tplink_cli")`` after us gets them; none logs in by itself."""
    from netmiko import ConnectHandler

    from routercfg.transport import tplink_console

    for name, kind in (("tplink_cli", tplink_console.TplinkCli), ("tplink_cli_telnet", tplink_console.TplinkCliTelnet)):
        device = ConnectHandler(device_type=name, host="127.0.0.1", auto_connect=False)
        assert type(device) is kind
        assert device.protocol == ("telnet" if name.endswith("telnet") else "ssh")
        assert device.telnet_login() == ""
