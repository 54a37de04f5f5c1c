"""ASUS routers over telnet: a real busybox telnetd, login and ash over the same nvram."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from routercfg.simulator.asus_unit import NVRAM
from routercfg.simulator.shell_root import missing_telnet
from tests.simulator.asus_shell_rig import PASSWORD, Unit, unit

MODEL = "asus-rt-n10p-telnet"
LACKING = missing_telnet()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=f"no simulated telnet here: {LACKING}")


class Line:
    """A telnet client that agrees to nothing and knows no terminal."""

    def __init__(self, cable: socket.socket) -> None:
        self._cable = cable
        self.text = ""

    def until(self, pattern: str) -> str:
        """Read until a pattern stands at the end."""
        while not re.search(f"(?:{pattern})\\Z", self.text):
            raw = self._cable.recv(65536)
            if not raw:
                raise EOFError(self.text)
            # busybox's line editor asks where the cursor is (ESC [6n) after each prompt
            self.text += re.sub(rb"\xff[\xfb-\xfe].|\x1b\[[0-9]*[A-Za-z]", b"", raw).decode("utf-8", "replace")
        said, self.text = self.text, ""
        return said

    def say(self, line: str) -> None:
        self._cable.sendall(line.encode() + b"\r\n")

    def log_in(self, password: str = PASSWORD, name: str = "admin") -> str:
        self.until("login: ")
        self.say(name)
        self.until("Password: ")
        self.say(password)
        return self.until(r"[#$] |Login incorrect[\s\S]*")

    def do(self, command: str) -> str:
        self.say(command)
        return self.until("# ")


@contextmanager
def line(r: Unit) -> Iterator[Line]:
    assert r.served.telnet
    host, _, port = r.served.telnet.removeprefix("telnet://").rpartition(":")
    with socket.create_connection((host, int(port)), 10) as cable:
        yield Line(cable)


def test_the_web_password_opens_a_shell_of_root() -> None:
    with unit(MODEL) as r, line(r) as telnet:
        assert telnet.log_in().endswith("admin@RT-N10P-2230:~# ")
        assert "\n0\r\n" in telnet.do("id -u")
        assert r.router.logged_in
        assert r.served.requests == 1


def test_nothing_else_does() -> None:
    with unit(MODEL) as r, line(r) as telnet:
        assert "Login incorrect" in telnet.log_in("wrong")


def test_it_is_the_same_nvram() -> None:
    with unit(MODEL) as r, line(r) as telnet:
        telnet.log_in()
        telnet.do("nvram set 'wl0_ssid=Дом & \"сад\"'; nvram commit")
        assert r.router.store.get(NVRAM, "wl0_ssid") == 'Дом & "сад"'
        assert "RT-N10P\r\n" in telnet.do("nvram get productid")


def test_a_restart_ends_the_line() -> None:
    with unit(MODEL) as r, line(r) as telnet:
        telnet.log_in()
        telnet.say("service restart_time; sleep 30")
        with pytest.raises((EOFError, ConnectionResetError)):
            telnet.until("never")


def test_out_of_its_box_it_has_the_default_password() -> None:
    with unit(MODEL, factory=True) as r, line(r) as telnet:
        assert telnet.log_in("admin").endswith("# ")
        assert "\n0\r\n" in telnet.do("nvram get x_Setting")
