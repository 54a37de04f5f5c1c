"""The socket side of a paper router: one thread, one request at a time, as the real web servers do it."""

from __future__ import annotations

import re
import selectors
import socket
import ssl
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Final

from routercfg.simulator.asus_tls import OWN, OwnTls, moved
from routercfg.simulator.old_tls import elsewhere, enter, fingerprint, leave, old_context
from routercfg.simulator.router import Dropped, PaperRouter
from routercfg.simulator.sockets import leads_away, listening, reset
from routercfg.wire import Ask

if TYPE_CHECKING:
    from routercfg.simulator.shell_server import ServedShell

HEAD_LIMIT: Final = 65536
"""Longest request line and headers together, in bytes; whoever sends more is cut off."""

PATIENCE: Final = 5.0
"""How long the one thread waits for the next bytes of a request it has begun to read, in seconds
[observed-asus-382 §Requests: a body shorter than announced blocks everybody about 5 s per missing byte]."""

_PULSE: Final = 0.05
_LENGTH: Final = re.compile(rb"\r\ncontent-length:\s*(\d+)\s*(?=\r\n)", re.IGNORECASE)
_GARBAGE: Final = b"\x00\xff\x13\x37 neither HTTP nor anything else \xfe\x00" * 3
_PAGE: Final = b"<html><head><title>Welcome</title></head><body>It works!</body></html>"


def serve(router: PaperRouter, listen: tuple[str, int] = ("127.0.0.1", 0), latency: float = 0.0) -> Served:
    """Put a router on a socket and answer in a thread of its own; port 0 takes a free one.

    ``latency`` is added to every request, in seconds, and stands for cable and Wi-Fi.
    """
    return Served(router, listen, latency)


class Served:
    """A router that listens. Use it as a context manager, or call ``close``.

    ``requests`` and ``connections`` count; ``log`` holds (method, path without query) in order, never a body.
    """

    def __init__(self, router: PaperRouter, listen: tuple[str, int], latency: float) -> None:
        self.router = router
        self.latency = latency
        self.requests = 0
        self.connections = 0
        self.log: list[tuple[str, str]] = []
        self.beside: ServedShell | None = None
        """The command line of the same router, where it has one; closed together with this."""
        self._spoiler = _Spoiler(router)
        self._stop = threading.Event()
        self._selector = selectors.DefaultSelector()
        self._unanswered: list[socket.socket] = []
        self._waiting: dict[socket.socket, float] = {}
        self._own = OwnTls(router.store, router.model.title) if router.model.tls == OWN else None
        self._tls = self._own.context() if self._own else None
        if router.model.tls and not self._own:
            self._tls = old_context(router.model.title)
        self._listener = listening(listen)
        self._alarm, alarmed = socket.socketpair()
        self._selector.register(self._listener, selectors.EVENT_READ)
        self._selector.register(alarmed, selectors.EVENT_READ)
        self.host, self.port = self._listener.getsockname()[:2]
        self._thread = threading.Thread(target=self._run, name=f"simulator {router.model.name}", daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """Where the router listens now, ``http://host:port`` or, where the model speaks nothing else, ``https://``."""
        return f"{'https' if self._tls else 'http'}://{self.host}:{self.port}"

    @property
    def ssh(self) -> str | None:
        """Where the same router listens for SSH, as ``host:port``; None where it does not."""
        return self.beside.ssh if self.beside else None

    @property
    def telnet(self) -> str | None:
        """Where the same router listens for telnet, as ``telnet://host:port``; None where it does not."""
        return self.beside.telnet if self.beside else None

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of the certificate, lower hex; empty without HTTPS."""
        if self._own:
            return self._own.fingerprint()
        return fingerprint(self.router.model.title) if self._tls else ""

    def close(self) -> None:
        """Stop listening; connections that are open are closed."""
        if self.beside is not None:
            self.beside.close()
        self._stop.set()
        self._alarm.close()
        self._thread.join()

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self) -> None:
        while not self._stop.is_set():
            for key, _ in self._selector.select(_PULSE):
                if self._stop.is_set():
                    break
                if key.fileobj is self._listener:
                    self._accept()
                elif isinstance(key.fileobj, socket.socket):
                    self._forget(key.fileobj)
                    self._attend(key.fileobj)
            self.router.pending()
            self._follow()
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()
        for connection in self._unanswered:
            connection.close()
        self._selector.close()

    def _accept(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:  # the other side went away between knocking and entering
            return
        if not self.router.answering():
            reset(connection)
            return
        self.connections += 1
        self._close_idle()
        self._await(connection)

    def _await(self, connection: socket.socket) -> None:
        """Wait for the next request on a connection."""
        self._waiting[connection] = self.router.pace.now()
        self._selector.register(connection, selectors.EVENT_READ)

    def _forget(self, connection: socket.socket) -> None:
        self._selector.unregister(connection)
        del self._waiting[connection]

    def _close_idle(self) -> None:
        """Close connections that have said nothing for too long; somebody else has just come."""
        limit = self.router.idle_seconds
        for connection, since in list(self._waiting.items()):
            if limit is not None and self.router.pace.now() - since > limit:
                self._forget(connection)
                connection.close()

    def _attend(self, connection: socket.socket) -> None:
        """Read one request, answer it, and close the connection or keep it for the next one."""
        if not self.router.answering():
            reset(connection)
            return
        try:
            connection.settimeout(PATIENCE)
            if self._tls and not isinstance(connection, ssl.SSLSocket):
                connection = enter(connection, self._own.context() if self._own else self._tls)
            ask = read_ask(connection)
            if ask is None:
                connection.close()
                return
            if self._tls and not isinstance(connection, ssl.SSLSocket):
                self._send(connection, (moved if self._own else elsewhere)(self.url))
                return
            raw = self._answer(ask, connection.getpeername()[0])
            if self.router.faults.has("silent"):
                self._unanswered.append(connection)
                return
            self._send(connection, raw)
        except OSError:  # the other side is gone or stopped in the middle: the next one is waiting
            connection.close()

    def _answer(self, ask: Ask, client: str) -> bytes | None:
        self.requests += 1
        self.log.append((ask.method, ask.target.partition("?")[0]))
        if self.router.faults.has("silent"):
            return None
        self._stop.wait(self.latency + self.router.faults.lateness)
        after_login = self.router.logged_in
        try:
            with self.router.turn:
                raw = self.router.answer(ask, client)
        except Dropped:
            return None
        return raw if raw is None else self._spoiler.spoil(raw, after_login=after_login)

    def _send(self, connection: socket.socket, raw: bytes | None) -> None:
        if raw:
            connection.sendall(raw)
        if raw and self.router.keep_alive and _is_whole(raw):
            self._await(connection)
            return
        if raw and isinstance(connection, ssl.SSLSocket):
            leave(connection)
        elif raw:
            connection.shutdown(socket.SHUT_WR)
        connection.close()

    def _follow(self) -> None:
        """Move to the router's LAN address when that became another loopback address."""
        address = self.router.lan_address() if self.router.follows_lan else ""
        if not leads_away(address, self.host) or not self.router.answering():
            return
        try:
            moved = listening((address, self.port))
        except OSError:  # this machine has no such address (macOS knows only 127.0.0.1): the router stays
            return
        self._selector.unregister(self._listener)
        self._listener.close()
        self._listener = moved
        self._selector.register(self._listener, selectors.EVENT_READ)
        self.host = address


class _Spoiler:
    """The faults that spoil an answer whatever the face is."""

    def __init__(self, router: PaperRouter) -> None:
        self._faults = router.faults
        self._count = 0

    def spoil(self, raw: bytes, *, after_login: bool) -> bytes:
        """Give what goes onto the cable instead of ``raw``."""
        if self._faults.has("redirect"):
            host = self._faults.argument("redirect")
            return _response("302 Found", b"", f"Location: http://{host}/\r\n".encode())
        head, _, body = raw.partition(b"\r\n\r\n")
        if self._faults.has("html") and (b"json" in head.lower() or body.lstrip()[:1] in (b"{", b"[")):
            return _response("200 OK", _PAGE)
        return self._strike(raw) if after_login else raw

    def _strike(self, raw: bytes) -> bytes:
        """Spoil the Nth answer after a login."""
        self._count += 1
        head, _, body = raw.partition(b"\r\n\r\n")
        if self._faults.strikes("garbage", self._count):
            return _GARBAGE
        if self._faults.strikes("error-500", self._count):
            return _response("500 Internal Server Error", b"")
        if self._faults.strikes("cut-body", self._count):
            return head + b"\r\n\r\n" + body[: len(body) // 2]
        return raw


def read_ask(connection: socket.socket) -> Ask | None:
    """Read exactly one request: request line, headers, and as much body as Content-Length says.

    None when the other side closed before a whole head arrived, or the head is too long or no HTTP. Raises OSError
    (TimeoutError among them) when the bytes stop coming.
    """
    head = b""
    while b"\r\n\r\n" not in head:
        more = connection.recv(65536)
        if not more or len(head) > HEAD_LIMIT:
            return None
        head += more
    head, _, body = head.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    while length and len(body) < int(length[1]):
        more = connection.recv(65536)
        if not more:
            break
        body += more
    return _parse(head, body[: int(length[1])] if length else b"")


def _parse(head: bytes, body: bytes) -> Ask | None:
    first, *lines = head.decode("latin-1").split("\r\n")
    words = first.split(" ")
    if len(words) != 3 or not words[2].startswith("HTTP/"):
        return None
    headers = tuple((name.strip(), value.strip()) for name, _, value in (line.partition(":") for line in lines))
    return Ask(words[0], words[1], headers, body)


def _response(status: str, body: bytes, more: bytes = b"") -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(body)}\r\nConnection: close\r\n".encode()
        + more
        + b"\r\n"
        + body
    )


def _is_whole(raw: bytes) -> bool:
    """Tell whether an answer says its length, brings all of it, and does not say that it closes."""
    head, _, body = raw.partition(b"\r\n\r\n")
    length = _LENGTH.search(head + b"\r\n")
    return length is not None and len(body) == int(length[1]) and b"connection: close" not in head.lower()
