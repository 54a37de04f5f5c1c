"""SSH to one router, over paramiko: one connection, one exec channel per command, every wait within the deadline.

What differs from an ordinary SSH client: neither keys nor an agent are ever offered; a password is tried once; the
host key must be vouched for by the caller before anything is sent; SHA-1 and ssh-rsa are offered only to a router
that speaks nothing newer. Old dropbear knows no SFTP and merges streams on a terminal, so commands run on plain exec
channels. [tplink-legacy-ssh-openwrt §4.1, §4.2, §5.1; asus.md §8.2]
"""

from __future__ import annotations

import base64
import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol
from urllib.parse import urlsplit

from routercfg.clock import Deadline
from routercfg.errors import (
    BadAnswer,
    ConnectionLost,
    HostKeyUntrusted,
    NotRecognised,
    RouterCfgError,
    RouterRefuses,
    RouterSilent,
    WrongPassword,
)
from routercfg.secret import Secret

if TYPE_CHECKING:
    import paramiko

log = logging.getLogger(__name__)

SSH_PORT: Final = 22
LARGEST_OUTPUT: Final = 4 * 1024 * 1024  # bytes of one stream; a full read is some tens of kilobytes
CONNECT_PATIENCE: Final = 5.0
ANSWER_PATIENCE: Final = 20.0

# Offered only when nothing of the rest is common to both: dropbear of 2014 and before. [asus.md §8.2]
_WEAK: Final = ("sha1", "ssh-rsa", "ssh-dss", "-cbc", "md5")


class Heard(NamedTuple):
    """What a command left: exit status, standard output, standard error."""

    status: int
    out: bytes
    err: bytes


class Shell(Protocol):
    """The seam of a shell: what a driver needs of a connection to one."""

    url: str
    deadline: Deadline

    def greet(self) -> str:
        """Connect without logging in, and give how the server names itself (``SSH-2.0-dropbear``)."""

    def enter(self, username: str, password: Secret | None) -> None:
        """Log in; None asks to be let in without a password. Raises WrongPassword."""

    def run(self, line: str, stdin: bytes, *, label: str, writes: bool, seconds: float) -> Heard:
        """Run one command."""

    def move(self, url: str) -> None:
        """From now on talk to that address."""

    def close(self) -> None:
        """Let go. Never raises."""


class ShellTransport:
    """One router's SSH server at ``ssh://host[:port]``.

    The host key is trusted when its fingerprint is ``fingerprint`` (``SHA256:…`` as OpenSSH prints it) or when
    ``accept(fingerprint)`` says yes; with neither every key is refused with HostKeyUntrusted, which names it. Once
    trusted, a key holds for the life of this object, so ``accept`` is asked once and a key that changes in the middle
    of a run is refused.

    ``commands`` and ``connections`` count what went over the wire; ``legacy`` is true when the router could be
    talked to with weak algorithms only.
    """

    def __init__(
        self,
        url: str,
        deadline: Deadline,
        *,
        fingerprint: str | None = None,
        accept: Callable[[str], bool] | None = None,
        patience: float = ANSWER_PATIENCE,
    ) -> None:
        self.url = url.rstrip("/")
        self.deadline = deadline
        self.commands = 0
        self.connections = 0
        self.legacy = False
        self._trusted = fingerprint
        self._accept = accept
        self._patience = patience
        self._line: paramiko.Transport | None = None

    @property
    def host_key(self) -> str | None:
        """The fingerprint of the key that is trusted; None before the first contact."""
        return self._trusted

    def move(self, url: str) -> None:
        """From now on talk to that address."""
        self.close()
        self.url = url.rstrip("/")

    def close(self) -> None:
        """Let go of the connection."""
        line, self._line = self._line, None
        if line is not None:
            line.close()

    def greet(self) -> str:
        """Connect and check the host key; nothing is logged in to. Gives the server's own name.

        Raises RouterRefuses, RouterSilent, ConnectionLost, HostKeyUntrusted, BadAnswer for what is no SSH server or
        shares no algorithm with us.
        """
        return str(self._connected().remote_version)

    def enter(self, username: str, password: Secret | None) -> None:
        """Log in with one attempt; None means the method ``none``, which OpenWrt without a password permits.

        Asking for ``none`` costs no attempt. Raises WrongPassword.
        """
        import paramiko

        line = self._connected()
        if line.is_authenticated():
            self.close()
            line = self._connected()
        limit = line.auth_timeout = self.deadline.limit(self._patience)
        end = self.deadline.clock.monotonic() + limit
        with self._watch(writes=False), _cut_off(line, limit):
            try:
                if password is None:
                    line.auth_none(username)
                else:
                    line.auth_password(username, password.reveal())
            except paramiko.AuthenticationException:
                if not line.is_active():
                    raise
                self._left(end)  # the library calls silence a refusal too
                raise WrongPassword from None

    def run(
        self,
        line: str,
        stdin: bytes = b"",
        *,
        label: str = "",
        writes: bool = False,
        seconds: float = ANSWER_PATIENCE,
    ) -> Heard:
        """Run one command and give what it left.

        Raises ConnectionLost (``written`` is true when ``writes``) when the connection ended before the command did,
        RouterSilent when a command that only reads did not end in time, BadAnswer for endless output.
        """
        limit = self.deadline.limit(seconds)
        end = self.deadline.clock.monotonic() + limit
        with self._watch(writes=writes), _cut_off(self._entered(), limit) as line_in:
            channel = line_in.open_session(timeout=limit)
            with contextlib.closing(channel):
                channel.settimeout(limit)
                channel.exec_command(line)
                self.commands += 1
                if stdin:
                    channel.sendall(stdin)
                channel.shutdown_write()
                out = self._drain(channel, channel.recv, end, label)
                err = self._drain(channel, channel.recv_stderr, end, label)
                if not channel.status_event.wait(self._left(end)):
                    raise TimeoutError
                status = channel.recv_exit_status()
        if status < 0:
            raise ConnectionLost(address=self.url, written=writes)
        log.debug("%s → %d, %d bytes, %d of errors", label, status, len(out), len(err))
        return Heard(status, out, err)

    def terminal(self) -> paramiko.Channel:
        """Open a terminal on the connection that is logged in, wide enough for no line to be wrapped.

        Raises NotRecognised when the server gives none: TP-Link's SSH for its phone app. [tplink-legacy §2.2]
        """
        import paramiko

        limit = self.deadline.limit(self._patience)
        with self._watch(writes=False), _cut_off(self._entered(), limit) as line:
            try:
                channel = line.open_session(timeout=limit)
                channel.settimeout(limit)
                channel.get_pty("vt100", 511, 1000)
                channel.invoke_shell()
            except paramiko.SSHException:
                if not line.is_active():
                    raise
                raise NotRecognised(address=self.url, seen=str(line.remote_version)) from None
        return channel

    def _drain(self, channel: paramiko.Channel, take: Callable[[int], bytes], end: float, label: str) -> bytes:
        """Read one stream to its end."""
        found = bytearray()
        while True:
            channel.settimeout(self._left(end))
            piece = take(65536)
            if not piece:
                return bytes(found)
            found += piece
            if len(found) > LARGEST_OUTPUT:
                raise BadAnswer(page=label, detail="larger than any router's answer")

    def _left(self, end: float) -> float:
        """Give the seconds that are left. Raises TimeoutError when none are."""
        left = end - self.deadline.clock.monotonic()
        if left <= 0:
            raise TimeoutError
        return left

    def _entered(self) -> paramiko.Transport:
        """Give the connection we are logged in on; one that broke meanwhile has lost nothing yet."""
        line = self._line
        if line is None or not line.is_authenticated():
            self.close()
            raise ConnectionLost(address=self.url, written=False)
        return line

    # Connecting.

    def _connected(self) -> paramiko.Transport:
        if self._line is None or not self._line.is_active():
            self.close()
            self._line = self._negotiate()
        return self._line

    def _negotiate(self) -> paramiko.Transport:
        """Agree on algorithms: the strong ones, and only if there is no common one among them, all that there are."""
        import paramiko

        with self._watch(writes=False):
            for legacy in (self.legacy, True):
                try:
                    line = self._handshake(legacy=legacy)
                except paramiko.ssh_exception.IncompatiblePeer:
                    if legacy:
                        break
                    continue
                self.legacy = legacy
                return line
        raise BadAnswer(page="ssh", detail="no algorithm in common")

    def _handshake(self, *, legacy: bool) -> paramiko.Transport:
        import paramiko

        logging.getLogger("paramiko").setLevel(logging.CRITICAL)  # its tracebacks are not for people; errors are ours
        line = paramiko.Transport(self._dial())
        with contextlib.ExitStack() as unless_agreed:
            unless_agreed.callback(line.close)
            if not legacy:
                _strong_only(line)
            limit = self.deadline.limit(self._patience)
            line.banner_timeout = line.handshake_timeout = limit
            line.start_client(timeout=limit)
            if not line.initial_kex_done:
                raise RouterSilent(address=self.url, seconds=round(limit))
            self._check_host_key(line.get_remote_server_key().asbytes())
            unless_agreed.pop_all()
        return line

    def _dial(self) -> socket.socket:
        """Open the connection and see that an SSH server is at its other end."""
        parts = urlsplit(self.url)
        limit = self.deadline.limit(CONNECT_PATIENCE)
        try:
            wire = socket.create_connection((parts.hostname or "", parts.port or SSH_PORT), limit)
        except TimeoutError:
            raise RouterSilent(address=self.url, seconds=round(limit)) from None
        except (OSError, UnicodeError):  # the latter for what can be no name, like a..b
            raise RouterRefuses(address=self.url) from None
        self.connections += 1
        with contextlib.ExitStack() as unless_ssh:
            unless_ssh.callback(wire.close)
            wire.settimeout(self.deadline.limit(self._patience))
            first = wire.recv(4, socket.MSG_PEEK)
            if not first:
                raise ConnectionLost(address=self.url)
            if not b"SSH-".startswith(first):
                raise BadAnswer(page="ssh", detail="not SSH")
            unless_ssh.pop_all()
        return wire

    def _check_host_key(self, key: bytes) -> None:
        seen = fingerprint_of(key)
        if self._trusted is None and self._accept is not None and self._accept(seen):
            self._trusted = seen
        if self._trusted != seen:
            raise HostKeyUntrusted(address=self.url, fingerprint=seen)

    @contextlib.contextmanager
    def _watch(self, *, writes: bool) -> Iterator[None]:
        """Turn the library's errors into ours, and drop a connection that is in doubt."""
        import paramiko

        try:
            yield
        except paramiko.ssh_exception.IncompatiblePeer:
            raise BadAnswer(page="ssh", detail="no algorithm in common") from None
        except (paramiko.SSHException, OSError, EOFError) as broken:
            self.close()
            self.deadline.limit(1)  # the deadline of the run is the better reason, if it has passed
            raise self._ours(broken, writes=writes) from None
        except (ValueError, IndexError, struct.error):  # so the library stumbles over messages that are none
            self.close()
            lost = ConnectionLost(address=self.url, written=True)
            raise (lost if writes else BadAnswer(page="ssh", detail="malformed")) from None

    def _ours(self, broken: Exception, *, writes: bool) -> RouterCfgError:
        if isinstance(broken, TimeoutError) and not writes:
            return RouterSilent(address=self.url, seconds=round(self._patience))
        return ConnectionLost(address=self.url, written=writes)


def fingerprint_of(key: bytes) -> str:
    """Give a host key's fingerprint as OpenSSH prints it."""
    return "SHA256:" + base64.b64encode(sha256(key).digest()).decode().rstrip("=")


@contextlib.contextmanager
def _cut_off(line: paramiko.Transport, seconds: float) -> Iterator[paramiko.Transport]:
    """Close the line a second after everything on it was to be over: the library waits for some answers for ever.

    Raises TimeoutError then.
    """
    import paramiko

    late = threading.Event()

    def cut() -> None:
        late.set()
        line.close()

    timer = threading.Timer(seconds + 1, cut)
    timer.daemon = True
    timer.start()
    try:
        yield line
    except (paramiko.SSHException, OSError, EOFError):
        if late.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()


def _strong_only(line: paramiko.Transport) -> None:
    """Offer none of the weak algorithms."""
    offer = line.get_security_options()
    for name in ("kex", "key_types", "ciphers", "digests"):
        setattr(offer, name, tuple(word for word in getattr(offer, name) if not any(weak in word for weak in _WEAK)))
