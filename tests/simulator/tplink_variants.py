"""Blunt clients of the blue interface's later variants, with their own arithmetic."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.simulator.tplink_client import Bench, Client, I, K, rsa, seal, unseal

AX72 = "tplink-archer-ax72"
V1_11 = "tplink-archer-ax55-v1-11"
AX55_SG = "tplink-archer-ax55-sg"
BE230 = "tplink-archer-be230"
C5400X = "tplink-archer-c5400x"
C7 = "tplink-archer-c7-v5"

KEY = f"k={K.decode()}&i={I.decode()}"
FORM = "application/x-www-form-urlencoded"


def mask(seed: bytes, length: int) -> bytes:
    """MGF1 with SHA-1."""
    made = b""
    while len(made) < length:
        made += hashlib.sha1(seed + (len(made) // 20).to_bytes(4, "big")).digest()
    return made[:length]


def oaep(piece: bytes, n: str, e: str) -> str:
    """RSA-OAEP with SHA-1, one block."""
    size = len(n) // 2
    body = hashlib.sha1().digest() + bytes(size - len(piece) - 42) + b"\1" + piece
    seed = secrets.token_bytes(20)
    body = bytes(a ^ b for a, b in zip(body, mask(seed, len(body)), strict=True))
    seed = bytes(a ^ b for a, b in zip(seed, mask(body, 20), strict=True))
    return pow(int.from_bytes(seed + body, "big"), int(e, 16), int(n, 16)).to_bytes(size + 0, "big").hex()


def cut(text: str, size: int) -> list[str]:
    return [text[at : at + size] for at in range(0, len(text), size)]


def sealed_words(words: dict[str, str]) -> str:
    return urlencode({key: text for key, text in words.items() if text})


@dataclass
class Ax72Client(Client):
    """Signs with RSA-OAEP in nested pieces; ``call_sign`` is how it signs after the login."""

    call_sign: str = "oaep"

    def hash(self) -> str:
        return hashlib.sha256(f"admin{self.password}".encode()).hexdigest()

    def pieces(self, text: str) -> list[str]:
        return [piece for part in cut(text, 53) for piece in cut(part, 22)]

    def sign(self, text: str) -> str:
        if self.stok and self.call_sign == "pkcs1":
            return super().sign(text)
        return "".join(oaep(piece.encode(), *self.key) for piece in self.pieces(text))

    def login(self, password: str, form: str = "login", **words: str) -> Any:
        return super().login(password, form, **{"confirm": "", **words})


@dataclass
class SgClient(Ax72Client):
    """Signs the login with RSA-OAEP in flat pieces, everything after it with HMAC."""

    def pieces(self, text: str) -> list[str]:
        return cut(text, min(53, len(self.key[0]) // 2 - 42))

    def envelope(self, plain: str, *, login: bool = False, seq: int | None = None, hash_: str | None = None) -> bytes:
        if login:
            return super().envelope(plain, login=True, seq=seq, hash_=hash_)
        data = seal(plain)
        h = hashlib.sha256(data.encode()).hexdigest() if hash_ is None else hash_
        text = f"h={h}&s={(self.seq if seq is None else seq) + len(data)}"
        sign = "".join(hmac.new(KEY.encode(), piece.encode(), "sha256").hexdigest() for piece in cut(text, 53))
        return urlencode({"sign": sign, "data": data}).encode()

    def login(self, password: str, form: str = "login", **words: str) -> Any:
        return super().login(password, form, **{"confirm": "true", **words})

    def post(self, path: str, plain: str, kind: str = FORM) -> Any:
        headers = {"Content-Type": kind} if kind else {}
        return self.send("POST", self.url(path), self.envelope(plain), **headers)

    def told(self, path: str, plain: str, kind: str = FORM) -> Any:
        return json.loads(unseal(self.post(path, plain, kind).json["data"]))


@dataclass
class PlainClient(Client):
    """Firmware with 2048-bit keys: only the password is sealed."""

    def login(self, password: str, form: str = "login", **words: str) -> Any:
        pair = self.plain("login?form=keys").json["data"]["password"]
        got = self.plain(f"login?form={form}", "login", password=rsa(password.encode(), *pair), **words)
        return self.keep(got)

    def keep(self, got: Any) -> Any:
        """Remember the session that a login's answer gives."""
        if got.json["success"]:
            self.stok = got.json["data"]["stok"]
            self.cookie = got.header("Set-Cookie").partition("=")[2].partition(";")[0]
        return got.json

    def call(self, path: str, operation: str = "read", **words: str) -> Any:
        return self.plain(path, operation, **words).json


CLIENTS: dict[str, type[Client]] = {AX72: Ax72Client, AX55_SG: SgClient, BE230: SgClient, V1_11: PlainClient}


def client_of(it: Bench, name: str, source: str = "127.0.0.1") -> Any:
    return CLIENTS[name](it.served.host, it.served.port, source)


def admin_of(it: Bench, name: str) -> Any:
    client = client_of(it, name)
    assert client.login(it.router.model.password)["success"]
    return client
