"""A paper ASUS router with a shell, reached with paramiko or over telnet; and its web door, where it has one."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import paramiko

from routercfg.simulator.asus_doors import serve_asus
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.server import Served
from routercfg.simulator.shell_server import ServedShell
from tests.simulator.asus_rig import Client, FakeClock, build
from tests.simulator.openwrt_rig import Answer

PASSWORD = "Router-key-1"


class Login:
    """One SSH login."""

    def __init__(self, place: tuple[str, int], password: str, name: str = "admin") -> None:
        cable = socket.create_connection(place, timeout=10)
        self.transport = paramiko.Transport(cable)
        try:
            self.transport.start_client(timeout=10)
            self.transport.auth_password(name, password)
        except BaseException:
            self.close()
            raise

    @property
    def key(self) -> str:
        return self.transport.get_remote_server_key().get_base64()

    def run(self, command: str, stdin: bytes = b"") -> Answer:
        channel = self.transport.open_session(timeout=10)
        channel.settimeout(10)
        channel.exec_command(command)
        channel.sendall(stdin)
        channel.shutdown_write()
        out, err = channel.makefile("rb").read(), channel.makefile_stderr("rb").read()
        return Answer(channel.recv_exit_status(), out.decode("utf-8", "replace"), err.decode("utf-8", "replace"))

    def ok(self, command: str) -> str:
        answer = self.run(command)
        assert (answer.status, answer.err) == (0, ""), answer
        return answer.out

    def close(self) -> None:
        self.transport.close()
        self.transport.join(5)


@dataclass
class Unit:
    router: AsusUnit
    served: Served | ServedShell
    clock: FakeClock
    logins: list[Login] = field(default_factory=list)

    @property
    def place(self) -> tuple[str, int]:
        assert self.served.ssh
        host, _, port = self.served.ssh.rpartition(":")
        return host, int(port)

    def login(self, password: str = PASSWORD, name: str = "admin", patience: float = 5.0) -> Login:
        """Log in; after a restart the router may need a moment."""
        until = time.monotonic() + patience
        while True:
            try:
                self.logins.append(Login(self.place, password, name))
                return self.logins[-1]
            except paramiko.AuthenticationException:
                raise
            except (paramiko.SSHException, EOFError, OSError):
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)

    def app(self) -> Client:
        """Log in over the web."""
        assert isinstance(self.served, Served)
        client = Client(self.served)
        client.log_in(self.router.password_now())
        return client


@contextmanager
def unit(model: str, *faults: str, factory: bool = False, pace: float = 0.0) -> Iterator[Unit]:
    router, clock = build(model, *faults, factory=factory, pace=pace)
    with serve_asus(router) as served:
        it = Unit(router, served, clock)
        try:
            yield it
        finally:
            for login in it.logins:
                login.close()
