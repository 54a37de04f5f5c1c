"""A blunt client of the blue interface for tests: its own arithmetic, over a real socket, no manners."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.server import Served, serve
from routercfg.simulator.tplink_luci import BlueRouter, models

K, I = b"1234567890123456", b"6543210987654321"  # noqa: E741 — the protocol's own names
MODELS = {model.name: model for model in models()}
AX20 = "tplink-archer-ax20"
AX12 = "tplink-archer-ax12"
C6 = "tplink-archer-c6"
C1200 = "tplink-archer-c1200"
PASSWORD = MODELS[AX20].password


class FakeClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class Bench:
    router: BlueRouter
    served: Served
    clock: FakeClock

    def client(self, source: str = "127.0.0.1") -> Client:
        return Client(self.served.host, self.served.port, source)

    def admin(self, password: str = PASSWORD) -> Client:
        client = self.client()
        assert client.login(password)["success"]
        return client


@contextmanager
def bench(name: str = AX20, *faults: str, factory: bool = False, pace: float = 0.0) -> Iterator[Bench]:
    """Put a model on a socket with a clock of its own."""
    model, clock = MODELS[name], FakeClock()
    store = Store(None, model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(pace, clock), Faults.parse(faults))
    assert isinstance(router, BlueRouter)
    with serve(router) as served:
        yield Bench(router, served, clock)


@dataclass(frozen=True)
class Got:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    def header(self, name: str) -> str:
        return next((text for key, text in self.headers if key.lower() == name.lower()), "")


def rsa(text: bytes, n: str, e: str) -> str:
    """PKCS#1 v1.5, one block."""
    size = len(n) // 2
    filler = bytes(secrets.randbelow(255) + 1 for _ in range(size - 3 - len(text)))
    block = b"\0\2" + filler + b"\0" + text
    return pow(int.from_bytes(block, "big"), int(e, 16), int(n, 16)).to_bytes(size, "big").hex()


def padded(text: bytes, n: str, e: str) -> str:
    """Textbook RSA over text with NULs behind it."""
    size = len(n) // 2
    return format(pow(int.from_bytes(text.ljust(size, b"\0"), "big"), int(e, 16), int(n, 16)), "x").zfill(2 * size)


def seal(text: str) -> str:
    padder = PKCS7(128).padder()
    encryptor = Cipher(algorithms.AES(K), modes.CBC(I)).encryptor()
    blob = padder.update(text.encode()) + padder.finalize()
    return base64.b64encode(encryptor.update(blob) + encryptor.finalize()).decode()


def unseal(data: str) -> str:
    decryptor = Cipher(algorithms.AES(K), modes.CBC(I)).decryptor()
    blob = decryptor.update(base64.b64decode(data)) + decryptor.finalize()
    unpadder = PKCS7(128).unpadder()
    return (unpadder.update(blob) + unpadder.finalize()).decode()


@dataclass
class Client:
    host: str
    port: int
    source: str = "127.0.0.1"
    stok: str = ""
    cookie: str = ""
    password: str = ""
    seq: int = 0
    key: list[str] = field(default_factory=list)
    tls: ssl.SSLContext | None = None

    def connect(self) -> HTTPConnection:
        source = (self.source, 0)
        if self.tls:
            return HTTPSConnection(self.host, self.port, timeout=5, source_address=source, context=self.tls)
        return HTTPConnection(self.host, self.port, timeout=5, source_address=source)

    def send(self, method: str, target: str, body: bytes = b"", **headers: str) -> Got:
        connection = self.connect()
        try:
            if self.cookie:
                headers["Cookie"] = f"sysauth={self.cookie}"
            connection.request(method, target, body, {key.replace("_", "-"): text for key, text in headers.items()})
            reply = connection.getresponse()
            return Got(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()

    def url(self, path: str) -> str:
        return f"/cgi-bin/luci/;stok={self.stok}/{path}"

    def plain(self, path: str, operation: str = "read", **words: str) -> Got:
        return self.send("POST", self.url(path), urlencode({"operation": operation, **words}).encode())

    def auth(self) -> list[str]:
        """Fetch both keys and the number; give the password's key."""
        told = self.plain("login?form=auth").json["data"]
        self.key, self.seq = told["key"], told["seq"]
        words: list[str] = self.plain("login?form=keys").json["data"]["password"]
        return words

    def hash(self) -> str:
        return hashlib.md5(f"admin{self.password}".encode()).hexdigest()

    def sign(self, text: str) -> str:
        return "".join(rsa(text[at : at + 53].encode(), *self.key) for at in range(0, len(text), 53))

    def envelope(self, plain: str, *, login: bool = False, seq: int | None = None, hash_: str | None = None) -> bytes:
        data = seal(plain)
        number = (self.seq if seq is None else seq) + len(data)
        text = f"h={self.hash() if hash_ is None else hash_}&s={number}"
        if login:
            text = f"k={K.decode()}&i={I.decode()}&{text}"
        return urlencode({"sign": self.sign(text), "data": data}).encode()

    def login(self, password: str, form: str = "login", **words: str) -> Any:
        """Log in with an envelope; give the opened answer."""
        self.stok, self.cookie = "", ""
        pair = self.auth()
        self.password = password
        sent = {"operation": "login", "password": rsa(password.encode(), *pair), "confirm": "true", **words}
        body = self.envelope(urlencode({key: text for key, text in sent.items() if text}), login=True)
        got = self.send("POST", self.url(f"login?form={form}"), body)
        assert got.status == 200
        answer = json.loads(unseal(got.json["data"]))
        if answer["success"]:
            self.stok = answer["data"]["stok"]
            self.cookie = got.header("Set-Cookie").partition("=")[2].partition(";")[0]
        return answer

    def post(self, path: str, plain: str) -> Got:
        return self.send("POST", self.url(path), self.envelope(plain))

    def call(self, path: str, operation: str = "read", **words: str) -> Any:
        """Send a form in an envelope; give the opened answer."""
        got = self.post(path, urlencode({"operation": operation, **words}))
        assert got.status == 200, got.status
        return json.loads(unseal(got.json["data"]))

    def read(self, path: str) -> dict[str, Any]:
        answer = self.call(path)
        assert answer["success"]
        data: dict[str, Any] = answer["data"]
        return data

    def write(self, path: str, words: Mapping[str, str]) -> Any:
        return self.call(path, "write", **words)
