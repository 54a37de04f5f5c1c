"""A blunt client of the green pages for tests: over a real socket, its own reading of arrays, no manners."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from typing import Any
from urllib.parse import quote, urlencode

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.server import Served, serve
from routercfg.simulator.userrpm import GreenRouter, models
from tests.simulator.tplink_client import FakeClock

MODELS = {model.name: model for model in models()}
WR1043, WR740, WDR3600, C7 = "tplink-wr1043nd-v2", "tplink-wr740n-ru", "tplink-wdr3600", "tplink-archer-c7-v2"
PASSWORD = MODELS[WR1043].password


@dataclass(frozen=True)
class Got:
    status: int
    headers: list[tuple[str, str]]
    body: bytes
    raw: bytes = b""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "surrogateescape")

    def header(self, name: str) -> str:
        return next((text for key, text in self.headers if key.lower() == name.lower()), "")

    @property
    def code(self) -> str:
        found = re.search(r'errCode = "(\d+)"', self.text)
        return found[1] if found else ""

    def raw_array(self, name: str) -> str:
        """Give an array as the transcripts write it: one line, ``, `` between items."""
        found = re.search(rf"var {name} = new Array\(\n(.*?) \);\n", self.text, re.DOTALL)
        assert found, (name, self.text[:400])
        return found[1].replace(",\n", ", ")

    def array(self, name: str) -> list[Any]:
        text = self.raw_array(name).removesuffix(", 0,0").removesuffix("0,0")
        items = re.findall(r'"((?:\\.|[^"\\])*)"|(-?\d+)', text)
        return [int(number) if number else re.sub(r"\\(.)", r"\1", quoted) for quoted, number in items]


@dataclass
class Client:
    """Speaks to one router; ``user`` and ``password`` go the way that its door wants them."""

    served: Served
    door: str
    password: str
    user: str = "admin"
    source: str = "127.0.0.1"
    key: str = ""
    referer: str | None = ""

    def send(self, method: str, target: str, body: bytes = b"", /, **headers: str) -> Got:
        connection = HTTPConnection(self.served.host, self.served.port, timeout=5, source_address=(self.source, 0))
        try:
            connection.request(method, target, body, {key.replace("_", "-"): text for key, text in headers.items()})
            reply = connection.getresponse()
            return Got(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()

    def secret(self) -> str:
        return hashlib.md5(self.password.encode()).hexdigest() if self.door == "session" else self.password

    def token(self) -> str:
        return "Basic " + base64.b64encode(f"{self.user}:{self.secret()}".encode()).decode()

    def headers(self) -> dict[str, str]:
        proof = {"Authorization": self.token()} if self.door == "basic" else {"Cookie": f"Authorization={self.cookie}"}
        own = f"{self.served.url}{self.path('MenuRpm.htm')}"
        return proof if self.referer is None else {**proof, "Referer": self.referer or own}

    @property
    def cookie(self) -> str:
        return quote(self.token(), safe="@*_+-./")

    def path(self, page: str, folder: str = "userRpm") -> str:
        return (f"/{self.key}" if self.key else "") + f"/{folder}/{page}"

    def login(self) -> Got:
        got = self.send("GET", "/userRpm/LoginRpm.htm?Save=Save", Cookie=f"Authorization={self.cookie}")
        found = re.search(r"/([A-Z]{16})/userRpm/", got.text)
        self.key = found[1] if found else ""
        return got

    def get(self, page: str, query: str = "", /, **words: object) -> Got:
        query = query or urlencode(words)
        return self.send("GET", self.path(page) + (f"?{query}" if query else ""), b"", **self.headers())

    def save(self, page: str, **words: object) -> Got:
        return self.get(page, "", **words, Save="Save")

    def upload(self, file: bytes) -> Got:
        body = (
            b'--XX\r\nContent-Disposition: form-data; name="filename"; filename="config.bin"\r\n'
            b"Content-Type: application/octet-stream\r\n\r\n" + file + b"\r\n"
            b'--XX\r\nContent-Disposition: form-data; name="Restore"\r\n\r\nRestore\r\n--XX--\r\n'
        )
        headers = {**self.headers(), "Content-Type": "multipart/form-data; boundary=XX"}
        headers.pop("Referer", None)
        return self.send("POST", self.path("RouterBakCfgUpload.cfg", "incoming"), body, **headers)


@dataclass
class Bench:
    router: GreenRouter
    served: Served
    clock: FakeClock

    def client(self, password: str = "", **more: Any) -> Client:
        return Client(self.served, self.router.plate.door, password or self.router.password_now(), **more)

    def admin(self, password: str = "", **more: Any) -> Client:
        """Give somebody who is logged in."""
        client = self.client(password, **more)
        if client.door == "session":
            client.login()
            assert client.key
        return client


@contextmanager
def bench(name: str = WR1043, *faults: str, factory: bool = False, pace: float = 0.0) -> Iterator[Bench]:
    """Put a model on a socket with a clock of its own."""
    model, clock = MODELS[name], FakeClock()
    store = Store(None, model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(pace, clock), Faults.parse(faults))
    assert isinstance(router, GreenRouter)
    with serve(router) as served:
        yield Bench(router, served, clock)
