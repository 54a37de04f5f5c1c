"""HTTP(S) to one router, over requests: no proxy, no cookie jar, no redirect followed, every wait within the deadline.

What a router needs of HTTP is little and odd (HTTP/1.0 bodies that end with the connection, one request at a time),
so this file adds to requests only what a run needs: the Ask/Reply seam, a hard end for answers that drip, the rule
that a write is never repeated, and errors in our own words.
"""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3 import exceptions as urllib3_errors
from urllib3.connection import HTTPConnection, HTTPSConnection

from routercfg.clock import Deadline
from routercfg.errors import (
    BadAnswer,
    CertificateUntrusted,
    ConnectionLost,
    ForeignRedirect,
    Part,
    RouterCfgError,
    RouterRefuses,
    RouterSilent,
)
from routercfg.transport.headless import HeadlessResponse
from routercfg.transport.old_tls import certificate, is_too_old, old_context
from routercfg.wire import Ask, Reply

log = logging.getLogger(__name__)
logging.getLogger("urllib3").setLevel(logging.ERROR)  # its warnings name addresses, and those hold session tokens

LARGEST_BODY: Final = 4 * 1024 * 1024  # a router's answer is some kilobytes; a backup file at most a few hundred
LONGEST_ANSWER: Final = 60.0  # seconds for one whole answer, however slowly it drips
CONNECT_PATIENCE: Final = 5.0
ANSWER_PATIENCE: Final = 20.0  # an ASUS applyapp may block 15 s behind a busy rc [observed-asus-382, applyapp]


# The library wraps errors in errors; what tells them apart is whether one of these is among them.
_UNTRUSTED: Final = {"SSLError", "SSLCertVerificationError", "SSLEOFError"}
_NOT_CONNECTED: Final = {"ConnectTimeoutError", "NewConnectionError", "NameResolutionError"}
_NOT_HTTP: Final = {"BadStatusLine", "LineTooLong", "InvalidHeader", "InvalidChunkLength", "HeaderParsingError"}
_TOO_LATE: Final = {"ReadTimeoutError", "TimeoutError"}


class WebTransport:
    """One router at one URL. ``fingerprint`` pins its certificate (SHA-256, hex) instead of asking an authority.

    ``requests`` and ``connections`` count what went over the wire. ``on_old_tls`` is called once when the router turns
    out to speak only old TLS, which is then permitted on the connections of this transport.
    """

    def __init__(
        self,
        url: str,
        deadline: Deadline,
        *,
        fingerprint: str | None = None,
        patience: float = ANSWER_PATIENCE,
        on_old_tls: Callable[[], None] | None = None,
    ) -> None:
        self.url = url.rstrip("/")
        self.deadline = deadline
        self.requests = 0
        self._patience = patience
        self._adapter = _Adapter(fingerprint, on_old_tls)

    @property
    def connections(self) -> int:
        """How many connections were opened."""
        return self._adapter.opened

    def move(self, url: str) -> None:
        """From now on talk to that address."""
        self.url = url.rstrip("/")
        self._adapter.close()

    def close(self) -> None:
        """Let go of the connections."""
        self._adapter.close()

    def ask(self, ask: Ask) -> Reply:
        """Send one Ask; a read whose connection broke is repeated once, a write never."""
        try:
            return self._once(ask)
        except ConnectionLost:
            if ask.writes:
                raise
            log.debug("%s: connection lost, reading again", ask.label)
            return self._once(ask)

    def _once(self, ask: Ask) -> Reply:
        prepared = self._prepared(ask)
        self.requests += 1
        limit = self.deadline.limit(LONGEST_ANSWER)
        wait = (min(CONNECT_PATIENCE, limit), min(self._patience, limit))
        with self._watch(ask, limit):
            # without a session of requests': no proxy, ~/.netrc or cookie jar, and no look at where a redirect leads,
            # for which it would read a body of any size
            response = self._adapter.send(prepared, stream=True, timeout=wait)
            try:
                body = self._whole_body(ask, response)
            finally:
                response.close()
        reply = Reply(response.status_code, tuple(response.raw.headers.items()), body)
        log.debug("%s → %d, %d bytes", ask.label, reply.status, len(body))
        self._refuse_foreign_redirect(reply, ask.label)
        return reply

    def _prepared(self, ask: Ask) -> requests.PreparedRequest:
        """Make the request. Raises BadAnswer where a router told an address or a cookie that can be in none."""
        try:
            prepared = requests.Request(ask.method, self.url + "/", headers=dict(ask.headers), data=ask.body).prepare()
        except (requests.RequestException, ValueError):
            raise BadAnswer(page=ask.label, detail="an address or a header that cannot be sent") from None
        prepared.url = self.url + ask.target  # as it stands: requests would quote a router's odd paths anew
        return prepared

    def _whole_body(self, ask: Ask, response: requests.Response) -> bytes:
        body = bytearray()
        for piece in response.raw.stream(65536, decode_content=False):
            body += piece
            if len(body) > LARGEST_BODY:
                raise BadAnswer(page=ask.label, detail="larger than any router's page")
        return bytes(body)

    @contextlib.contextmanager
    def _watch(self, ask: Ask, limit: float) -> Iterator[None]:
        """Cut the connection when the limit is over, and turn the library's errors into ours."""
        cut = threading.Event()

        def abort() -> None:
            cut.set()
            self._adapter.abort()

        timer = threading.Timer(limit, abort)
        timer.daemon = True
        timer.start()
        try:
            yield
            if cut.is_set():  # to the library a connection cut in the headers looks like a short answer
                raise TimeoutError
        except (requests.RequestException, urllib3_errors.HTTPError, OSError) as broken:
            self.deadline.limit(1)  # the deadline of the run is the better reason, if it has passed
            raise self._ours(broken, ask, cut=cut.is_set()) from None
        finally:
            timer.cancel()

    def _ours(self, broken: Exception, ask: Ask, *, cut: bool) -> RouterCfgError:
        """Give our error for the library's. Its own text may hold the URL with a session token, so it is dropped."""
        kinds = {type(cause).__name__ for cause in _causes(broken)}
        if kinds & _UNTRUSTED and not self._adapter.established:  # later on it is TLS that broke off
            seen = self._fingerprint_seen()
            if seen is None:
                return BadAnswer(page=ask.label, detail=Part("reason.tls-none"))
            return CertificateUntrusted(address=self.url, fingerprint=seen)
        if kinds & _NOT_CONNECTED:
            silent = "ConnectTimeoutError" in kinds
            return (
                RouterSilent(address=self.url, seconds=round(CONNECT_PATIENCE))
                if silent
                else RouterRefuses(address=self.url)
            )
        if kinds & _NOT_HTTP:
            return BadAnswer(page=ask.label, detail="not HTTP")
        if not ask.writes and (cut or kinds & _TOO_LATE):
            return RouterSilent(address=self.url, seconds=round(LONGEST_ANSWER if cut else self._patience))
        return ConnectionLost(address=self.url, written=ask.writes)

    def _fingerprint_seen(self) -> str | None:
        """Look at the certificate once more, without sending anything, to tell its fingerprint."""
        parts = urlsplit(self.url)
        der = certificate(parts.hostname or "", parts.port or 443, self.deadline.limit(CONNECT_PATIENCE))
        return sha256(der).hexdigest() if der else None

    def _refuse_foreign_redirect(self, reply: Reply, page: str) -> None:
        target = reply.header("Location") if 300 <= reply.status < 400 else None
        try:
            host = urlsplit(target).hostname if target else None
        except ValueError:
            raise BadAnswer(page=page, detail="a redirect to no address") from None
        if host is not None and host != urlsplit(self.url).hostname:
            raise ForeignRedirect(address=self.url, target=host)


class _Adapter(HTTPAdapter):
    """requests' adapter with three additions.

    The open socket can be cut from a timer, a certificate can be pinned, and where a modern handshake failed an old one
    is tried; from then on ``old_tls`` is true. ``established`` is true once the newest connection stands and its
    certificate was found good.
    """

    def __init__(self, fingerprint: str | None, on_old_tls: Callable[[], None] | None = None) -> None:
        self._fingerprint = fingerprint
        self._on_old_tls = on_old_tls
        self.old_tls = False
        self.established = False
        self._open: socket.socket | None = None
        self.opened = 0
        super().__init__()

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: object) -> None:
        """Make the pool use connections that report their socket here."""
        super().init_poolmanager(connections, maxsize, block, **options)
        adapter = self

        class Plain(HTTPConnection):
            response_class = HeadlessResponse

            def connect(self) -> None:
                super().connect()
                adapter.note(self.sock)

        class Tls(HTTPSConnection):
            response_class = HeadlessResponse

            def connect(self) -> None:
                adapter.established = False
                if adapter.old_tls:
                    self.ssl_context = old_context(pinned=self.assert_fingerprint is not None)
                try:
                    super().connect()
                except ssl.SSLError as broken:
                    if adapter.old_tls or not is_too_old(broken):
                        raise
                    self.close()
                    self.ssl_context = old_context(pinned=self.assert_fingerprint is not None)
                    super().connect()
                    adapter.note_old_tls()
                adapter.note(self.sock)

        class PlainPool(HTTPConnectionPool):
            ConnectionCls = Plain

        class TlsPool(HTTPSConnectionPool):
            ConnectionCls = Tls

        self.poolmanager.pool_classes_by_scheme = {"http": PlainPool, "https": TlsPool}

    def note(self, opened: socket.socket | None) -> None:
        """Remember the socket of the newest connection."""
        self._open = opened
        self.opened += 1
        self.established = True

    def note_old_tls(self) -> None:
        """Remember that this router speaks only old TLS, and say so."""
        self.old_tls = True
        if self._on_old_tls is not None:
            self._on_old_tls()

    def abort(self) -> None:
        """Cut that connection; whoever waits on it wakes up with an error."""
        if self._open is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._open, socket.SHUT_RDWR)  # TLS' own would take the keys away from a reader

    def cert_verify(self, conn: object, url: str, verify: object, cert: object) -> None:
        """Check the certificate against an authority, unless a fingerprint is pinned: then that is the check."""
        super().cert_verify(conn, url, verify, cert)  # type: ignore[no-untyped-call]
        if self._fingerprint and isinstance(conn, HTTPSConnectionPool):
            conn.cert_reqs = "CERT_NONE"  # the chain of a router's own certificate proves nothing; its hash does
            conn.assert_fingerprint = self._fingerprint


def _causes(broken: BaseException) -> list[BaseException]:
    """Give the error and everything it wraps."""
    found: list[BaseException] = []
    waiting: list[object] = [broken]
    while waiting:
        current = waiting.pop()
        if isinstance(current, BaseException) and current not in found:
            found.append(current)
            waiting += [current.__cause__, current.__context__, getattr(current, "reason", None), *current.args]
    return found
