"""A blunt client of the object interface for tests: its own arithmetic, a raw socket, no manners."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import secrets
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from routercfg.simulator.faults import Faults
from routercfg.simulator.object_models import PASSWORD, models
from routercfg.simulator.object_router import ObjectRouter
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.server import Served, serve

MODELS = {model.name: model for model in models()}
C20 = "tplink-archer-c20-v1"
WR841N = "tplink-wr841n-v14"
WR841N_2020 = "tplink-wr841n-v14-2020"
C50 = "tplink-archer-c50-v4"
MR200 = "tplink-archer-mr200-v5"
MR200_V2 = "tplink-archer-mr200-v2"
VR600 = "tplink-archer-vr600-v3"
EX511 = "tplink-ex511"
SEALED = [WR841N, WR841N_2020, C50, MR200]
TEXT = [C20, *SEALED]
ZERO = "0,0,0,0,0,0"
PPP = "1,1,1,0,0,0"
RADIO = "1,1,0,0,0,0"
POOL = "1,0,0,0,0,0"
KEY, IV = "1234567890123456", "6543210987654321"


class FakeClock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True)
class Got:
    """An answer as it came; ``status`` 0 when there is no HTTP head."""

    raw: bytes

    @property
    def status(self) -> int:
        found = re.match(rb"HTTP/1\.1 (\d+) ", self.raw)
        return int(found[1]) if found else 0

    @property
    def head(self) -> str:
        return self.raw.partition(b"\r\n\r\n")[0].decode("latin-1") if self.status else ""

    @property
    def body(self) -> bytes:
        body = self.raw.partition(b"\r\n\r\n")[2] if self.status else self.raw
        if self.status and "chunked" not in self.head:
            return body
        size, _, rest = body.partition(b"\r\n")
        return rest[: int(size, 16)] if size else b""

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "surrogateescape")


@dataclass
class Bench:
    name: str
    router: ObjectRouter
    served: Served
    clock: FakeClock

    def client(self) -> Any:
        kinds = {C20: Plain, EX511: Nine, MR200: Query, MR200_V2: ByRsa, VR600: Vr}
        return kinds.get(self.name, Sealed)(self)

    def admin(self, password: str = PASSWORD) -> Any:
        client = self.client()
        assert client.login(password)
        return client


@contextmanager
def bench(name: str = WR841N, *faults: str, factory: bool = False, pace: float = 0.0) -> Iterator[Bench]:
    """Put a model on a socket with a clock of its own."""
    model, clock = MODELS[name], FakeClock()
    store = Store(None, model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(pace, clock), Faults.parse(faults))
    assert isinstance(router, ObjectRouter)
    with serve(router) as served:
        yield Bench(name, router, served, clock)


def item(oid: str, stack: str = ZERO, lines: Sequence[str] = (), index: int = 0, parent: str = ZERO) -> str:
    """Write one block."""
    return f"[{oid}#{stack}#{parent}]{index},{len(lines)}\r\n" + "".join(f"{line}\r\n" for line in lines)


def aes_seal(text: str | bytes, key: str = KEY, iv: str = IV) -> str:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogateescape")
    padder = PKCS7(128).padder()
    enc = Cipher(algorithms.AES(key.encode()), modes.CBC(iv.encode())).encryptor()
    return base64.b64encode(enc.update(padder.update(raw) + padder.finalize()) + enc.finalize()).decode()


def aes_open(sealed: bytes, key: bytes = KEY.encode(), iv: bytes = IV.encode()) -> str:
    dec = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    unpadder = PKCS7(128).unpadder()
    plain = unpadder.update(dec.update(base64.b64decode(sealed)) + dec.finalize()) + unpadder.finalize()
    return plain.decode("utf-8", "surrogateescape")


@dataclass
class Wire:
    """One request at a time; cookie and token are kept."""

    bench: Bench
    cookie: str = ""
    token: str = ""
    user: str = "admin"

    def ask(
        self, method: str, target: str, body: str | bytes = b"", *, referer: str | None = "", cookie: str | None = None,
        headers: Sequence[str] = (),
    ) -> Got:  # fmt: skip
        served = self.bench.served
        raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogateescape")
        host = f"{served.host}:{served.port}"
        lines = [
            f"{method} {target} HTTP/1.1",
            f"Host: {host}",
            "User-Agent: Mozilla/5.0",
            f"Content-Length: {len(raw)}",
        ]
        if referer is not None:
            lines.append(f"Referer: {referer or f'http://{host}/'}")
        if self.token:
            lines.append(f"TokenID: {self.token}")
        if sent := self.cookie if cookie is None else cookie:
            lines.append(f"Cookie: {sent}")
        head = "\r\n".join([*lines, *headers, "", ""]).encode()
        with socket.create_connection((served.host, served.port), timeout=5) as line:
            line.sendall(head + raw)
            got = b""
            try:
                while more := line.recv(65536):
                    got += more
            except ConnectionResetError:
                got = b""
        return Got(got)

    def get(self, oid: str, stack: str = ZERO, *names: str) -> dict[str, str]:
        """Read one instance: an answer that must be whole and good."""
        text = self.do("1", item(oid, stack, names))
        assert text.endswith("[error]0\n"), text
        return dict(line.split("=", 1) for line in text.split("\n")[1:-2])

    def set(self, oid: str, stack: str = ZERO, *lines: str) -> int:
        """Write one instance and give the number."""
        found = re.fullmatch(r"\[error\](\d+)\n", self.do("2", item(oid, stack, lines)))
        assert found
        return int(found[1])

    def error(self, types: str, *items: str) -> int:
        """Give the number that a request is refused with."""
        return int(self.do(types, "".join(items)).splitlines()[-1].removeprefix("[error]"))

    def do(self, types: str, items: str) -> str:
        raise NotImplementedError


class Plain(Wire):
    """Speaks ``/cgi?``."""

    def login(self, password: str) -> bool:
        self.cookie = "Authorization=Basic " + base64.b64encode(f"{self.user}:{password}".encode()).decode()
        return "username or password is incorrect" not in self.ask("GET", "/").text.lower()

    def do(self, types: str, items: str) -> str:
        got = self.ask("POST", f"/cgi?{types}", items)
        assert got.status == 200, got.raw
        return got.text


@dataclass
class Sealed(Wire):
    """Speaks ``/cgi_gdpr``."""

    hash: str = ""
    seq: int = 0
    modulus: int = 0
    last: Got = field(default_factory=lambda: Got(b""))
    url = "/cgi_gdpr"
    key_url = "/cgi/getParm"

    def parm(self) -> None:
        text = self.ask("POST", self.key_url).text
        found = re.fullmatch(r'var ee="010001";\nvar nn="([0-9A-F]{128})";\nvar seq="(\d+)";\n\$\.ret=0;\n', text)
        assert found, text
        self.modulus, self.seq = int(found[1], 16), int(found[2])

    def sign(self, length: int, *, full: bool, seq: int | None = None) -> str:
        s = (self.seq if seq is None else seq) + length
        text = (f"key={KEY}&iv={IV}&" if full else "") + f"h={self.hash}&s={s}"
        step = 53 if self.bench.router.plate.padded else 64
        return "".join(self._rsa(text[at : at + step].encode()) for at in range(0, len(text), step))

    def _rsa(self, piece: bytes) -> str:
        if self.bench.router.plate.padded:
            noise = bytes(secrets.randbelow(255) + 1 for _ in range(61 - len(piece)))
            piece = b"\0\2" + noise + b"\0" + piece
        block = int.from_bytes(piece if len(piece) == 64 else piece.ljust(64, b"\0"))
        return pow(block, 0x10001, self.modulus).to_bytes(64).hex()

    def post(self, text: str | bytes, *, full: bool = False, seq: int | None = None, referer: str | None = "") -> Got:
        data = aes_seal(text)
        body = f"sign={self.sign(len(data), full=full, seq=seq)}\r\ndata={data}\r\n"
        self.last = self.ask("POST", self.url, body, referer=referer)
        found = re.search(r"Set-Cookie: (JSESSIONID=[0-9a-f]{30});", self.last.head)
        if found:
            self.cookie = found[1]
        return self.last

    def try_login(self, password: str) -> Got:
        self.parm()
        self.hash = hashlib.md5((self.user + password).encode()).hexdigest()
        if self.bench.router.plate.visit == "before":
            self.ask("GET", "/")
        lines = [f"username={self.user}", f"password={password}"]
        return self.post("8\r\n" + item("/cgi/login", lines=lines), full=True)

    def login(self, password: str) -> bool:
        got = self.try_login(password)
        self.visit()
        return got.status == 200 and aes_open(got.body) == "[cgi]0\n$.ret=0;\n[error]0\n"

    def visit(self) -> None:
        found = re.search(r'var token="([0-9a-f]{30})";', self.ask("GET", "/").text)
        self.token = found[1] if found else ""

    def do(self, types: str, items: str) -> str:
        got = self.post(f"{types}\r\n{items}")
        assert got.status == 200, got.raw
        return aes_open(got.body)


class Query(Sealed):
    """Logs in by the query, as the MR series."""

    def try_login(self, password: str) -> Got:
        self.parm()
        self.hash = hashlib.md5((self.user + password).encode()).hexdigest()
        data = aes_seal(f"{self.user}\n{password}")
        sign = self.sign(len(data), full=True)
        self.last = self.ask(
            "POST", f"/cgi/login?data={quote(data, safe='')}&sign={sign}&Action=1&LoginStatus=0&isMobile=0"
        )
        found = re.search(r"Set-Cookie: (JSESSIONID=[0-9a-f]{30});", self.last.head)
        self.cookie = found[1] if found else self.cookie
        return self.last

    def login(self, password: str) -> bool:
        got = self.try_login(password)
        self.visit()
        return got.text == "$.ret=0;\n"


class Vr(Sealed):
    """Logs in as the pages of a VR do: other names, and base64."""

    key_url = "/cgi/getGDPRParm"

    def try_login(self, password: str) -> Got:
        self.parm()
        self.hash = hashlib.md5((self.user + password).encode()).hexdigest()
        lines = [f"UserName={self.user}", f"Passwd={base64.b64encode(password.encode()).decode()}"]
        return self.post("8\r\n" + item("/cgi/login", lines=lines), full=True)


class ByRsa(Sealed):
    """Logs in with RSA alone and then speaks the plain interface with a token."""

    def login(self, password: str) -> bool:
        text = self.ask("POST", self.key_url).text
        self.modulus = int(text.partition('nn="')[2].partition('"')[0], 16)
        words = {"UserName": self.user, "Passwd": base64.b64encode(password.encode()).decode()}
        query = "&".join(f"{name}={self._pieces(word)}" for name, word in words.items())
        self.last = self.ask("POST", f"/cgi/login?{query}&Action=1&LoginStatus=0")
        found = re.search(r"Set-Cookie: (JSESSIONID=[0-9a-f]{30});", self.last.head)
        self.cookie = found[1] if found else self.cookie
        self.visit()
        return self.last.text == "$.ret=0;\n"

    def _pieces(self, text: str) -> str:
        step = 53 if self.bench.router.plate.padded else 64
        return "".join(self._rsa(text[at : at + step].encode()) for at in range(0, len(text), step))

    def do(self, types: str, items: str) -> str:
        got = self.ask("POST", f"/cgi?{types}", items)
        assert got.status == 200, got.raw
        return got.text


class Nine(Sealed):
    """Speaks JSON inside ``/cgi_gdpr?9``."""

    url = "/cgi_gdpr?9"
    key_url = "/cgi/getGDPRParm"

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench, user="user")

    def try_login(self, password: str) -> Got:
        self.parm()
        self.hash = hashlib.md5((self.user + password).encode()).hexdigest()
        names = {"UserName": self.user, "Passwd": password}
        sealed = {name: base64.b64encode(text.encode()).decode() for name, text in names.items()}
        data = {**sealed, "Action": "1", "stack": ZERO, "pstack": ZERO}
        return self.post(json.dumps({"data": data, "operation": "cgi", "oid": "/cgi/login"}) + "\r\n", full=True)

    def login(self, password: str) -> bool:
        got = self.try_login(password)
        self.visit()
        return aes_open(got.body) == "$.ret=0;\n"

    def wish(self, operation: str, oid: str, stack: str = ZERO, **words: str) -> Any:
        data = {"stack": stack, "pstack": ZERO, **words}
        got = self.post(json.dumps({"data": data, "operation": operation, "oid": oid}))
        assert got.status == 200
        return json.loads(aes_open(got.body))
