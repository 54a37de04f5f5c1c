"""Backups of TP-Link's LuCI-style firmware: AES around zlib around an archive, a text, or a second such layer.

Key and start value are fixed in the firmware and the same in every unit, except on builds that read a key of their own
from /etc/secretkey, whose files nobody can open without it. [tplink-legacy §3.3; tplink-web §6.2; observed-tplink-ax20
§Backup]
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from routercfg.dialects import archives
from routercfg.dialects.archives import GZIP, LIMIT, inflate
from routercfg.errors import FileUndecodable, Part

KEY: Final = bytes.fromhex("2EB38F7EC41D4B8E1422805BCD5F740BC3B95BE163E39D67579EB344427F7836")
START: Final = bytes.fromhex("360028C9064242F81074F4C127D299F6")
USER: Final = "ori-backup-user-config.bin"
SALTED: Final = b"Salted__"

Layout: TypeAlias = Literal["tar", "single", "xml", "parts", "salted"]

_BLOCK: Final = 16
_MARK: Final = 16
_PART_NAMES: Final = ("userconf1", "userconf2", "extern", "commonconf")


@dataclass(frozen=True, slots=True)
class Backup:
    """What a backup holds. ``members`` are decoded: texts of UCI as XML, certificates, or nothing.

    ``mark`` are the 16 bytes by which a router knows backups of its own product; keep them when something is written
    back. Layouts: ``tar`` and ``single`` (second layer an archive, or one text), ``xml`` (one layer only), ``parts``
    (``config.bin`` of models with two partitions), ``salted`` (before 2019, sealed under the product's name).
    """

    layout: Layout
    members: Mapping[str, bytes] = field(repr=False)
    mark: bytes = b""


# Reading.


def decode(raw: bytes, product: str = "") -> Backup | None:
    """Read a backup; None when it is none of this kind.

    ``product`` is the name under which the old ones are sealed. Raises FileUndecodable when it is of this kind and
    cannot be opened, is cut, or unpacks to more than LIMIT.
    """
    if raw.startswith(SALTED):
        return _salted(raw, product)
    if (parts := _parts(raw)) is not None:
        return parts
    if len(raw) < _BLOCK or len(raw) % _BLOCK or not _deflated(_aes(raw[:_BLOCK], KEY, START, encrypt=False)):
        return None
    plain = _layer(raw, "tar")
    if plain.lstrip()[:1] == b"<":
        return Backup("xml", {USER: plain})
    mark, inner = plain[:_MARK], plain[_MARK:]
    if _is_layer(inner):
        return Backup("single", {USER: _layer(inner, "single")}, mark)
    return Backup("tar", _members(inner, "tar"), mark)


def _members(archive: bytes, layout: Layout) -> dict[str, bytes]:
    room = LIMIT
    members: dict[str, bytes] = {}
    for name, content in archives.files(archive, f"tplink-aes-{layout}").items():
        members[name], unpacked = _opened(content, layout)
        room -= unpacked
        if room < 0:
            raise _bad(layout, Part("decode.large", (("limit", LIMIT),)))
    return members


def _opened(content: bytes, layout: Layout) -> tuple[bytes, int]:
    """Open a member: a layer of its own, on some models an archive in gzip, else as it is.

    Gives also how many bytes it unpacked to, whatever of them is kept.
    """
    if content.startswith(GZIP):
        plain = inflate(content, f"tplink-aes-{layout}", gzip=True)
        inner = archives.files(plain, f"tplink-aes-{layout}")
        return next((text for name, text in inner.items() if name.endswith(".xml")), b""), len(plain)
    text = _layer(content, layout) if _is_layer(content) else content
    return text, len(text)


def _parts(raw: bytes) -> Backup | None:
    """Read the container of models with two partitions: lengths, a sum, and the parts; None when it is none."""
    for count in (3, 4):
        sizes = [int.from_bytes(raw[at : at + 4], "big") for at in range(0, 4 * count, 4)]
        head = 4 * count + _MARK
        if len(raw) <= head or sum(sizes) != len(raw) - head:
            continue
        if hashlib.md5(raw[head:]).digest() != raw[4 * count : head]:
            raise _bad("parts", Part("decode.sum"))
        names = _PART_NAMES if count == len(_PART_NAMES) else (*_PART_NAMES[:2], _PART_NAMES[-1])
        members: dict[str, bytes] = {}
        at = head
        for name, size in zip(names, sizes, strict=True):
            members[name], _ = _opened(raw[at : at + size], "parts")
            at += size
        return Backup("parts", members)
    return None


def _salted(raw: bytes, product: str) -> Backup:
    if not product:
        raise _bad("salted", Part("decode.product-wanted"))
    salt, sealed = raw[len(SALTED) : _BLOCK], raw[_BLOCK:]
    if not sealed or len(sealed) % _BLOCK:
        raise _bad("salted", Part("decode.blocks"))
    key, start = _derived(product.encode(), salt)
    plain = _unpadded(_aes(sealed, key, start, encrypt=False))
    if plain is None or not _deflated(plain):
        raise _bad("salted", Part("decode.product-wrong", (("product", product),)))
    return Backup("salted", _members(inflate(plain, "tplink-aes-salted"), "salted"))


def _derived(password: bytes, salt: bytes) -> tuple[bytes, bytes]:
    """Make key and start value of a password as OpenSSL of that time did (EVP_BytesToKey with MD5, one round)."""
    made, last = b"", b""
    while len(made) < len(KEY) + len(START):
        last = hashlib.md5(last + password + salt).digest()
        made += last
    return made[: len(KEY)], made[len(KEY) : len(KEY) + len(START)]


def _bad(layout: Layout, detail: Part) -> FileUndecodable:
    return FileUndecodable(layout=Part(f"decode.layout.tplink-aes-{layout}"), detail=detail)


def _deflated(start: bytes) -> bool:
    """Say whether bytes begin like a zlib stream (deflate, window of 32 KiB)."""
    return len(start) > 1 and start[0] == 0x78 and (start[0] << 8 | start[1]) % 31 == 0


def _is_layer(blob: bytes) -> bool:
    return len(blob) >= _BLOCK and not len(blob) % _BLOCK and _deflated(_aes(blob[:_BLOCK], KEY, START, encrypt=False))


def _layer(sealed: bytes, layout: Layout) -> bytes:
    """Open one layer: AES, its padding, zlib."""
    plain = _unpadded(_aes(sealed, KEY, START, encrypt=False))
    if plain is None:
        raise _bad(layout, Part("decode.padding"))
    return inflate(plain, f"tplink-aes-{layout}")


def _unpadded(plain: bytes) -> bytes | None:
    """Take the PKCS#7 padding off; None when it is none."""
    size = plain[-1] if plain else 0
    return plain[:-size] if 0 < size <= _BLOCK and plain.endswith(bytes([size]) * size) else None


# Writing.


def encode(backup: Backup, product: str = "", salt: bytes = b"\0" * 8) -> bytes:
    """Write a backup that decodes to the same; bytes differ where deflating or the archive's heads differ.

    Raises ValueError for members that the layout has no place for.
    """
    if backup.layout == "parts":
        return _pack_parts(backup.members)
    if backup.layout in ("xml", "single"):
        layer = seal(backup.members[USER])
        return layer if backup.layout == "xml" else seal(backup.mark + layer)
    archive = archives.archive({name: seal(text) if text else b"" for name, text in backup.members.items()})
    if backup.layout == "tar":
        return seal(backup.mark + archive)
    key, start = _derived(product.encode(), salt)
    return SALTED + salt + _aes(_padded(zlib.compress(archive)), key, start, encrypt=True)


def seal(plain: bytes) -> bytes:
    """Make one layer: zlib, AES."""
    return _aes(_padded(zlib.compress(plain)), KEY, START, encrypt=True)


def _pack_parts(members: Mapping[str, bytes]) -> bytes:
    names = [name for name in _PART_NAMES if name in members]
    if set(names) != set(members) or set(_PART_NAMES) - set(names) - {"extern"}:
        raise ValueError("parts")
    parts = [members[name] if name == "commonconf" or not members[name] else seal(members[name]) for name in names]
    whole = b"".join(parts)
    return b"".join(len(part).to_bytes(4, "big") for part in parts) + hashlib.md5(whole).digest() + whole


def _padded(plain: bytes) -> bytes:
    size = _BLOCK - len(plain) % _BLOCK
    return plain + bytes([size]) * size


def _aes(data: bytes, key: bytes, start: bytes, *, encrypt: bool) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    cipher = Cipher(algorithms.AES(key), modes.CBC(start))
    worker = cipher.encryptor() if encrypt else cipher.decryptor()
    return worker.update(data) + worker.finalize()
