"""A command line of paper on a loopback socket: telnet's opening, echo, CR noise, one session, and whatever it is told.

Written from §2.1 of the reference and the samples it names, so small that it can be told to misbehave.
"""

from __future__ import annotations

import base64
import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

OPENING = b"\xff\xfd\x01\xff\xfd\x1f\xff\xfb\x01\xff\xfb\x03"  # DO ECHO, DO NAWS, WILL ECHO, WILL SGA [§2.1.1]
FRAME = "-" * 54
WELCOME = f"\x1b[2J{FRAME}\nWelcome To Use TP-Link COMMAND-LINE Interface Model.\n{FRAME}\n"
HELP = (
    "normal mode commands:\n"
    + "".join(f"        {name:<16}---     words\n" for name in ("clear", "exit", "help", "history", "logout", "wlctl"))
    + "config mode commands:\n"
    + "".join(f"        {name:<16}---     words\n" for name in ("config", "wan", "lan", "dev"))
    + "\n"
)
WLCTL = """\
wlctl set <2g|5g|all> [ --ssid <ssid> [base64] ]
                      [ --bandWidth <Auto|20M|40M|80M> ]
                      [ --switch <on|off> ]
                      [ --pskkey <key> [base64] ]
                      [ --sec [none]
                              [<wep> <auto|open|shared> <key> [base64] [keyindex]]
                              [<psk> <auto|wpa|wpa2> <auto|tkip|aes> <key>] [base64] ]

wlctl show <2g|5g>
cmd:SUCC
"""
SINGLE = """\
wlctl set [ --switch <on|off> ]
          [ --sec [none] [<psk> <auto|wpa|wpa2> <auto|tkip|aes> <key>] ]
wlctl show
cmd:SUCC
"""
WAN = """\
wan show connection info [name]
wan show defaultgw
wan set service <name> [ --protocol <pppoe> ]
                       [ --username <username> ] [ --password <password> ]
                       [ --servicename <name> ] [ --mtu <mtu> ]
                       [ --nat <enable|disable> ] [ --defaultroute <yes|no> ]
cmd:SUCC
"""


@dataclass
class Paper:
    """What the router holds and how it behaves."""

    name: str | None = "admin"
    password: str | None = "secret-1"
    prompt: str = "TP-Link(conf)#"
    eol: str = "\r\r\n"
    echo: bool = True
    enters: tuple[bytes, ...] = (b"\r\n", b"\r\0", b"\n", b"\r")
    two_enters: bool = False
    silent_prompt: bool = False
    locked_text: str = ""
    taken_text: str = ""
    rules: str = r".{8,}"
    usage: dict[str, str] = field(default_factory=lambda: {"help": HELP, "wlctl": WLCTL, "wan": WAN})
    radios: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            radio: {
                "Status": "Up",
                "SSID": "TP-Link_1234",
                "bandWidth": "Auto",
                "QSS": "Disabled",
                "SecMode": "WPA2-PSK AES",
                "Key": "12345670",
            }
            for radio in ("2g", "5g")
        }
    )
    wan: dict[str, str] = field(
        default_factory=lambda: {
            "name": "ewan_pppoe",
            "connectionStatus": "Connected",
            "username": "old",
            "password": "old-pw",
            "PPPoEServiceName": "",
            "maxMRUSize": "1492",
        }
    )
    heard: list[str] = field(default_factory=list)
    attempts: int = 0
    logins: int = 0
    hang_on: str = ""  # a command that is never answered
    drop_on: str = ""  # a command after which the line is cut, once, having done it
    idle_after: int = 0  # commands after which the session times out, once
    fails: tuple[str, ...] = ()
    follow: Callable[[], str] | None = None  # where its password is kept, if elsewhere

    def answer(self, line: str) -> str:
        words = line.split()
        if line in self.usage:
            return self.usage[line]
        if any(fail in line for fail in self.fails):
            return "cmd:FAIL\n"
        if words[:2] == ["wlctl", "show"]:
            page = self.radios.get(words[2] if len(words) > 2 else "")
            return _show(page) if page else "cmd:FAIL\n"
        if words[:2] == ["wlctl", "set"]:
            return self._set_radio(words[2:])
        if words[:3] == ["wan", "set", "service"]:
            return self._set_wan(words[3:])
        told = {
            "dev show": {"modelName": "Archer VR300", "softwareVersion": "1.2.0", "hardwareVersion": "Archer VR300 v1"},
            "lan show info": {"IPRouters": "192.168.1.1", "IPInterfaceIPAddress": "192.168.1.1"},
            "wan show connection info": self.wan,
            "wan show defaultgw": {"name": self.wan.get("name", "")},
        }.get(line)
        if told is None:
            return "Command not found\n"
        if line == "lan show info":
            told = {**told, "X_TPLINK_MACAddress": "50-C7-BF-01-02-03"}
        return _show(told)

    def _set_radio(self, words: list[str]) -> str:
        page = self.radios[words.pop(0) if words and words[0] in self.radios else ""]
        option, *values = words
        if values and values[-1] == "base64":
            values = [*values[:-2], base64.b64decode(values[-2]).decode()]
        if option == "--ssid":
            page["SSID"] = values[0]
        elif option == "--switch":
            page["Status"] = {"on": "Up", "off": "Disabled"}[values[0]]
        elif option == "--bandWidth":
            page["bandWidth"] = values[0]
        elif option == "--sec" and values == ["none"]:
            page["SecMode"] = "None"
            page.pop("Key", None)
        elif option == "--sec" and len(values) == 4:
            version = {"auto": "WPA/WPA2", "wpa": "WPA", "wpa2": "WPA2"}[values[1]]
            page |= {"SecMode": f"{version}-PSK {values[2].upper()}", "Key": values[3]}
        else:
            return "help\ncmd:FAIL\n"
        return "cmd:SUCC\n"

    def _set_wan(self, words: list[str]) -> str:
        if words[0] != self.wan.get("name"):
            return "cmd:FAIL\n"
        options = dict(zip(words[1::2], words[2::2], strict=True))
        for option, key in {
            "--username": "username",
            "--password": "password",
            "--mtu": "maxMRUSize",
            "--servicename": "PPPoEServiceName",
        }.items():
            self.wan[key] = options.get(option, self.wan[key])
        return "cmd:SUCC\n"


def _show(page: dict[str, str]) -> str:
    return "{\n" + "".join(f"    {key}={word}\n" for key, word in page.items()) + "}\ncmd:SUCC\n"


class Hungup(Exception):
    """The line is over."""


class Session:
    """One connection to it; over SSH the dialogue begins after the login."""

    def __init__(self, paper: Paper, wire: socket.socket) -> None:
        self.paper, self.wire, self.rest = paper, wire, b""

    def put(self, text: str) -> None:
        self.wire.sendall(text.replace("\n", self.paper.eol).encode())

    def line(self) -> str:
        """Read up to Enter; what telnet says in between is dropped."""
        while True:
            text = re.sub(rb"\xff[\xfb-\xfe].", b"", self.rest, flags=re.DOTALL)
            for key in (b"\r",) if self.paper.two_enters else self.paper.enters:
                head, found, tail = text.partition(key)
                if found:
                    self.rest = tail.replace(b"\n", b"\r") if self.paper.two_enters else tail
                    if self.paper.echo:
                        self.put(head.decode() + "\n")
                    return head.decode()
            more = self.wire.recv(4096)
            if not more:
                raise Hungup
            self.rest += more

    def run(self) -> None:
        paper = self.paper
        self.wire.sendall(OPENING)
        if paper.taken_text:
            self.put(paper.taken_text)
            return
        while True:
            self.log_in()
            paper.logins += 1
            self.commands()

    def log_in(self) -> None:
        paper = self.paper
        while paper.password is None:
            self.put("\nSet new password: ")
            first = self.line()
            self.put("Confirm new password: ")
            if self.line() == first and re.fullmatch(paper.rules, first):
                paper.password = first
        while True:
            name = None
            if paper.name is not None:
                self.put("\nusername:")
                name = self.line()
            self.put("password:")
            word = self.line()
            paper.attempts += 1
            paper.password = paper.follow() if paper.follow else paper.password
            if (name, word) == (paper.name, paper.password):
                self.put(WELCOME)
                return
            self.put("Login incorrect. Try again.\n")
            if paper.attempts >= 5:
                self.put(paper.locked_text)
                raise Hungup

    def commands(self) -> None:
        paper = self.paper
        if paper.silent_prompt:
            self.line()
        done = 0
        while True:
            self.put(paper.prompt)
            line = self.line()
            if not line:
                continue
            paper.heard.append(line)
            if line == "logout":
                raise Hungup
            if paper.hang_on and paper.hang_on in line:
                threading.Event().wait(1.5)
            answer = paper.answer(line)
            if paper.drop_on and paper.drop_on in line:
                paper.drop_on = ""
                raise Hungup
            self.put(answer)
            done += 1
            if paper.idle_after and done >= paper.idle_after:
                paper.idle_after = 0
                self.put(paper.prompt + "\nCLI exited after timing out\n")
                self.line()
                return


@contextlib.contextmanager
def telnet(paper: Paper) -> Iterator[str]:
    """Put a paper command line on a socket, one session at a time; gives its URL."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                wire, _ = listener.accept()
            except OSError:
                return
            with wire, contextlib.suppress(Hungup, OSError):
                wire.settimeout(10)
                Session(paper, wire).run()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"telnet://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)
