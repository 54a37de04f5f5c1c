"""A paper ASUS router on a socket, and a client that shows the bytes as they came."""

import base64
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from routercfg.simulator.asus_models import asus_models
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.asus_web import AsusRouter
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.server import Served, serve

BROWSER = "Mozilla/5.0"
APP = "asusrouter-Android-DUTUtil-1.0.0.245"
REFUSED = b"<HTML><HEAD><script>top.location.href='/Main_Login.asp';</script>\n</HEAD></HTML>\n"


class FakeClock:
    """Time that only passes when it is told to, or when somebody sleeps."""

    def __init__(self) -> None:
        self.time = 1000.0
        self.slept = 0.0

    def monotonic(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept += seconds


@dataclass
class Answer:
    raw: bytes

    @property
    def head(self) -> list[str]:
        return self.raw.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")

    @property
    def body(self) -> bytes:
        return self.raw.partition(b"\r\n\r\n")[2]

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def names(self) -> list[str]:
        """The header lines without the date, which changes."""
        return [line for line in self.head if not line.startswith("Date:")]

    def header(self, name: str) -> str | None:
        return next((line.split(": ", 1)[1] for line in self.head[1:] if line.lower().startswith(name.lower())), None)


@dataclass
class Client:
    """Whoever asks: ``client`` is the source address, ``referer`` a path or a whole text."""

    served: Served
    agent: str = APP
    token: str = ""
    referer: str | None = None
    client: str = "127.0.0.1"
    more: dict[str, str] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return f"{self.served.host}:{self.served.port}"

    def ask(self, method: str, target: str, body: bytes = b"", **headers: str) -> Answer:
        lines = {"Host": self.host, "User-Agent": self.agent, "Accept": "*/*", **self.more}
        if self.token:
            lines["Cookie"] = f"asus_token={self.token}"
        if self.referer is not None:
            lines["Referer"] = f"http://{self.host}{self.referer}" if self.referer.startswith("/") else self.referer
        if body:
            lines["Content-Length"] = str(len(body))
        lines |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = f"{method} {target} HTTP/1.1\r\n" + "".join(f"{name}: {text}\r\n" for name, text in lines.items())
        return Answer(send(self.served, head.encode() + b"\r\n" + body, self.client))

    def get(self, target: str) -> Answer:
        return self.ask("GET", target)

    def post(self, target: str, **words: str) -> Answer:
        form = "&".join(f"{name}={quote(value, safe='')}" for name, value in words.items())
        return self.ask("POST", target, form.encode(), Content_Type="application/x-www-form-urlencoded")

    def log_in(self, password: str = "admin", name: str = "admin", **more: str) -> Answer:
        answer = self.post("/login.cgi", login_authorization=authorization(name, password), **more)
        cookie = answer.header("Set-Cookie") or ""
        self.token = cookie.partition("asus_token=")[2].partition(";")[0] or self.token
        return answer

    def hooks(self, hooks: str) -> Answer:
        return self.post("/appGet.cgi", hook=hooks)

    def nvram(self, key: str) -> str:
        """Read one word the lossless way."""
        found = self.hooks(f"nvram_char_to_ascii(x,{key})").text
        return bytes_of(found.split('":"')[1].rpartition('"')[0])

    def apply(self, **words: str) -> Answer:
        return self.post("/applyapp.cgi", action_mode="apply", **words)


def bytes_of(percented: str) -> str:
    from urllib.parse import unquote

    return unquote(percented.replace("\\[", "[").replace("\\]", "]"))


def authorization(name: str, password: str) -> str:
    return base64.b64encode(f"{name}:{password}".encode()).decode()


def send(served: Served, raw: bytes, client: str = "127.0.0.1") -> bytes:
    """Send bytes and give all that comes until the connection closes; nothing when it is reset."""
    answer = b""
    with (
        suppress(ConnectionResetError, BrokenPipeError),
        socket.create_connection((served.host, served.port), 5, (client, 0)) as connection,
    ):
        connection.sendall(raw)
        while more := connection.recv(65536):
            answer += more
    return answer


@dataclass
class Rig:
    router: AsusRouter
    served: Served
    clock: FakeClock

    def app(self, *, logged_in: bool = True) -> Client:
        client = Client(self.served)
        if logged_in:
            client.log_in(self.router.account[1])
        return client

    def browser(self, *, logged_in: bool = True, client: str = "127.0.0.1") -> Client:
        found = Client(self.served, BROWSER, referer="/index.asp", client=client)
        if logged_in:
            found.log_in(self.router.account[1])
        return found


def build(model: str, *faults: str, factory: bool = False, pace: float = 0.0) -> tuple[AsusUnit, FakeClock]:
    """Make a model with a clock that does not run."""
    found = next(each for each in asus_models() if each.name == model)
    clock = FakeClock()
    store = Store(None, found.factory, found.factory if factory else found.initial)
    router = found.build(found, store, Pace(pace, clock), Faults(*faults))
    assert isinstance(router, AsusUnit)
    return router, clock


@contextmanager
def rig(model: str = "asus-rt-ac85p", *faults: str, factory: bool = False, pace: float = 0.0) -> Iterator[Rig]:
    """Put a model with tokens on a socket."""
    router, clock = build(model, *faults, factory=factory, pace=pace)
    assert isinstance(router, AsusRouter)
    with serve(router) as served:
        yield Rig(router, served, clock)
