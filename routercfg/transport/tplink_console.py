"""TP-Link's command line as netmiko devices: ``tplink_cli`` over SSH, ``tplink_cli_telnet`` over telnet.

netmiko knows TP-Link's switches, not its home routers, so the classes are ours. netmiko carries the bytes (telnet's
negotiation, SSH's channel) and nothing else: its own login presses Enter at whatever prompt stands there, which costs
an attempt of a router's five, and its logger would see every key. [tplink-legacy-ssh-openwrt §2.0, §2.1.1]

Importing this module imports netmiko, which is heavy: only a console that connects does it.
"""

from __future__ import annotations

import contextlib
import logging
import socket
from typing import Any

import paramiko
from netmiko import ConnectHandler
from netmiko.base_connection import BaseConnection
from netmiko.channel import SSHChannel
from netmiko.exceptions import ReadException, WriteException
from netmiko.ssh_dispatcher import CLASS_MAPPER, platforms

from routercfg.errors import Fault

# What bytes netmiko hands over one by one may be halves of letters; as Latin-1 every byte is a letter and none is lost.
_BYTES = "latin-1"

_PIECES = 1024
"""How many pieces, of telnetlib's 50 bytes, are taken at one look: a router that never stops must not keep us."""

_IAC, _DONT, _DO, _WONT, _WILL = (bytes([code]) for code in (255, 254, 253, 252, 251))  # RFC 854

BROKEN = (ReadException, WriteException, paramiko.SSHException, EOFError, OSError)
"""What netmiko and what lies under it raise when a connection is not what it should be."""


class TplinkCli(BaseConnection):
    """One connection to a ``TP-Link(conf)#`` command line; the dialogue on it is the console's business."""

    terminal: paramiko.Channel | None = None
    negotiated = False
    _declined: frozenset[bytes] = frozenset()

    def establish_connection(self, width: int = 511, height: int = 1000) -> None:
        """Connect by telnet, or take over the SSH terminal that was handed in."""
        if self.protocol == "telnet":
            super().establish_connection(width, height)
            telnet: Any = self.remote_conn  # netmiko's own copy of telnetlib, which has no types
            telnet.set_option_negotiation_callback(self._decline)
            return
        self.remote_conn_pre = None
        self.remote_conn = self.terminal
        self.channel = SSHChannel(conn=self.terminal, encoding=self.encoding)

    def _decline(self, wire: socket.socket, command: bytes, option: bytes) -> None:
        """Decline each option of telnet's that is offered or asked for, once: one that insists gets no second reply.

        Nor does one that has hung up.
        """
        self.negotiated = True
        reply = {_DO: _WONT, _WILL: _DONT}.get(command)
        if reply and reply + option not in self._declined:
            self._declined |= {reply + option}
            with contextlib.suppress(OSError):
                wire.sendall(_IAC + reply + option)

    def telnet_login(self, *_args: Any, **_rest: Any) -> str:  # noqa: ANN401  netmiko's signature
        """Do nothing: who asks for what, and what it costs, is decided outside."""
        return ""

    def _try_session_preparation(self, force_data: bool = True) -> None:
        """Send nothing: an Enter at a password prompt is an attempt."""

    def write_channel(self, out_data: str) -> None:
        """Send, without netmiko's log: among what is sent are passwords."""
        self.channel.write_channel(out_data)

    def read_channel(self) -> str:
        """Give what has come, without netmiko's log: routers show keys. Raises EOFError and OSError at the end."""
        text: str = self.channel.read_buffer()  # one piece: read_channel would go on as long as the router does
        ended = isinstance(self.remote_conn, paramiko.Channel) and (
            self.remote_conn.closed or self.remote_conn.eof_received
        )
        if ended and not text:
            raise EOFError
        return text


class TplinkCliTelnet(TplinkCli):
    """The same over telnet."""

    def read_channel(self) -> str:
        """Give what has come, up to some thousands of letters.

        netmiko would read as long as something comes, and lose a router's last words when it hangs up right after them.
        """
        telnet: Any = self.remote_conn
        try:
            for _ in range(_PIECES):
                if telnet.eof or not telnet.sock_avail():
                    break
                telnet.fill_rawq()
                telnet.process_rawq()
                telnet.sbdataq = b""  # what routers tell inside of options is of no use, and may never end
        except OSError:
            if not telnet.cookedq:
                raise
        piece: bytes = telnet.read_very_lazy()
        return piece.decode(_BYTES)


def _register() -> None:
    """Make the classes known to netmiko as it documents for drivers of one's own."""
    for name, kind in {"tplink_cli": TplinkCli, "tplink_cli_telnet": TplinkCliTelnet}.items():
        CLASS_MAPPER[name] = kind
        if name not in platforms:
            platforms.append(name)


_register()


def over_telnet(host: str, port: int, seconds: float) -> TplinkCli:
    """Connect by telnet. Raises TimeoutError and other OSErrors."""
    device = _device("tplink_cli_telnet", host, port)
    device.conn_timeout = seconds
    with contextlib.ExitStack() as unless_connected:
        unless_connected.callback(device.disconnect)
        device.establish_connection()
        unless_connected.pop_all()
    return device


def over_ssh(host: str, terminal: paramiko.Channel) -> TplinkCli:
    """Take over the terminal of an SSH connection that is logged in."""
    device = _device("tplink_cli", host, None)
    device.terminal = terminal
    device.establish_connection()
    return device


def _device(kind: str, host: str, port: int | None) -> TplinkCli:
    """Have netmiko make one of our classes, not connected yet; it is told neither name nor password."""
    logging.getLogger("netmiko").setLevel(logging.CRITICAL)
    device = ConnectHandler(device_type=kind, host=host, port=port, encoding=_BYTES, auto_connect=False)
    if not isinstance(device, TplinkCli):
        raise Fault(detail=f"netmiko made {type(device).__name__}")
    return device
