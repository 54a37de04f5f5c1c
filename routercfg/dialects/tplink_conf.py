"""``conf.bin`` of TP-Link's object families: DES around an XML text, summed up and packed in one of several ways.

Which way a file was made shows where its XML begins once it is decrypted [tplink-legacy §3.2; tplink-web §6.1;
observed-tplink-wr841n-v14 §Backup; EX520V: tplink-web §6.1 [60447046392]].
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from routercfg.dialects.tplink_des import BLOCK, KEYS, seal, unseal
from routercfg.dialects.tplink_lz import LIMIT, BadStream, squeeze, stretch
from routercfg.errors import FileUndecodable, Part

Order: TypeAlias = Literal["big", "little"]
Layout: TypeAlias = Literal["xml", "lz", "lz-inside", "lz-length", "zlib", "firmware"]

_SUM: Final = 16
_SIZE: Final = 4
_PEEK: Final = 64
_LZ: Final = b"<\0\0?xml"
_CHUNKS: Final = b"<?xml vers\0"


@dataclass(frozen=True, slots=True)
class Conf:
    """What a ``conf.bin`` holds: the XML with the NUL that ends it, and how it was packed.

    ``key`` is a name of KEYS. ``order`` is that of the bytes of sizes, which differs from model to model. ``skip_hits``
    is the weaker packing of old Archers. ``filled`` says that the filling was added before the sum was made (TL-WR841N
    v14); ``left_out`` how many NULs at the end of the XML its sum leaves out (TD-W8980).
    """

    layout: Layout
    xml: bytes = field(repr=False)
    key: str = "default"
    order: Order = "big"
    skip_hits: bool = False
    filled: bool = False
    left_out: int = 0


# Reading.


def decode(raw: bytes) -> Conf | None:
    """Read a settings file; None when no key gives anything of this family.

    Raises FileUndecodable when it is of this family and its sum, its sizes or its stream are wrong.
    """
    if len(raw) % BLOCK or len(raw) < _PEEK:
        return None
    for name, key in KEYS.items():
        layout = _layout(unseal(raw[:_PEEK], key.octets))
        if layout == "chunks":
            raise _bad("lz-chunks", Part("decode.tplink-chunks"))
        if layout is not None:
            return _READERS[layout](unseal(raw, key.octets), name)
    return None


def _layout(start: bytes) -> str | None:
    """Tell a layout by where the XML begins."""
    if start[:5] == b"<?xml":
        return "firmware"
    if start[16:21] == b"<?xml":
        return "xml"
    for place, layout in ((20, "lz"), (22, "lz-inside"), (24, "lz-length")):
        if start[place : place + len(_LZ)] == _LZ:
            return layout
    if start[39 : 39 + len(_CHUNKS)] == _CHUNKS:
        return "chunks"
    deflated = start[20] == 0x78 and (start[20] << 8 | start[21]) % 31 == 0
    return "zlib" if deflated and int.from_bytes(start[16:20], "little") <= LIMIT else None


def _bad(layout: str, detail: Part) -> FileUndecodable:
    return FileUndecodable(layout=Part(f"decode.layout.tplink-des-{layout}"), detail=detail)


def _summed(plain: bytes, layout: Layout) -> int:
    """Give where the bytes end that the sum in front covers: up to seven bytes of filling may be left out."""
    for end in range(len(plain), len(plain) - BLOCK, -1):
        if end > _SUM and hashlib.md5(plain[_SUM:end]).digest() == plain[:_SUM]:
            return end
    raise _bad(layout, Part("decode.sum"))


def _order(size: bytes, layout: Layout) -> Order:
    """Tell the order of bytes by which of the two gives a size that can be."""
    for order in _ORDERS:
        if 0 < int.from_bytes(size, order) <= LIMIT:
            return order
    raise _bad(layout, Part("decode.size"))


_ORDERS: Final[tuple[Order, Order]] = ("big", "little")


def _unpacked(block: bytes, layout: Layout) -> tuple[bytes, int, Order]:
    """Unpack a size and the stream behind it; give the text, how many bytes of the block it took, and the order."""
    order = _order(block[:_SIZE], layout)
    try:
        text, used = stretch(block[_SIZE:], int.from_bytes(block[:_SIZE], order))
    except BadStream:
        raise _bad(layout, Part("decode.stream")) from None
    return text, _SIZE + used, order


def _read_firmware(plain: bytes, key: str) -> Conf:
    return Conf("firmware", plain.rstrip(b"\0"), key)


def _read_xml(plain: bytes, key: str) -> Conf:
    return Conf("xml", plain[_SUM : _summed(plain, "xml")], key)


def _read_lz(plain: bytes, key: str) -> Conf:
    end = _summed(plain, "lz")
    xml, used, order = _unpacked(plain[_SUM:end], "lz")
    return Conf("lz", xml, key, order, _skips(plain[_SUM + _SIZE : _SUM + used], xml), filled=_SUM + used < end)


def _read_inside(plain: bytes, key: str) -> Conf:
    text, used, order = _unpacked(plain, "lz-inside")
    left_out = len(text) - _summed(text, "lz-inside")
    return Conf("lz-inside", text[_SUM:], key, order, _skips(plain[_SIZE:used], text), left_out=left_out)


def _read_length(plain: bytes, key: str) -> Conf:
    order = _order(plain[_SUM : _SUM + _SIZE], "lz-length")
    length = int.from_bytes(plain[_SUM : _SUM + _SIZE], order)
    block = plain[_SUM + _SIZE :][:length]
    if len(block) < length or hashlib.md5(block).digest() != plain[:_SUM]:
        raise _bad("lz-length", Part("decode.sum"))
    xml, used, order = _unpacked(block, "lz-length")
    return Conf("lz-length", xml, key, order, _skips(block[_SIZE:used], xml), filled=used < length)


def _read_zlib(plain: bytes, key: str) -> Conf:
    end = _summed(plain, "zlib")
    size = int.from_bytes(plain[_SUM : _SUM + _SIZE], "little")
    stream = zlib.decompressobj()
    try:
        xml = stream.decompress(plain[_SUM + _SIZE : end], LIMIT + 1)
    except zlib.error:
        raise _bad("zlib", Part("decode.stream")) from None
    if not stream.eof or len(xml) != size:
        raise _bad("zlib", Part("decode.size"))
    return Conf("zlib", xml, key, "little", filled=bool(stream.unused_data))


def _skips(stream: bytes, raw: bytes) -> bool:
    """Say whether a stream is what the weaker packing makes of a text, and not what the ordinary one makes."""
    return squeeze(raw) != stream and squeeze(raw, skip_hits=True) == stream


_READERS: Final[Mapping[str, Callable[[bytes, str], Conf]]] = {
    "firmware": _read_firmware,
    "xml": _read_xml,
    "lz": _read_lz,
    "lz-inside": _read_inside,
    "lz-length": _read_length,
    "zlib": _read_zlib,
}


# Writing.


def encode(conf: Conf) -> bytes:
    """Write a settings file the way the router's own encoder does.

    Raises ValueError for an XML that is empty, too long, or not ended by NUL where the layout wants that.
    """
    if conf.layout != "firmware" and not conf.xml.endswith(b"\0"):
        raise ValueError("end")
    return seal(_plain(conf), KEYS[conf.key].octets)


def _plain(conf: Conf) -> bytes:
    if conf.layout == "firmware":
        return conf.xml
    if conf.layout == "xml":
        return _with_sum(conf.xml)
    if conf.layout == "lz-inside":
        summed = conf.xml[: len(conf.xml) - conf.left_out]
        return _block(hashlib.md5(summed).digest() + conf.xml, conf)
    if conf.layout == "zlib":
        return _with_sum(_filled(len(conf.xml).to_bytes(_SIZE, "little") + zlib.compress(conf.xml), conf))
    block = _filled(_block(conf.xml, conf), conf)
    if conf.layout == "lz":
        return _with_sum(block)
    return hashlib.md5(block).digest() + len(block).to_bytes(_SIZE, conf.order) + block


def _with_sum(block: bytes) -> bytes:
    return hashlib.md5(block).digest() + block


def _filled(block: bytes, conf: Conf) -> bytes:
    return block + bytes(-len(block) % BLOCK) if conf.filled else block


def _block(raw: bytes, conf: Conf) -> bytes:
    """Pack a text and put its size in front."""
    return len(raw).to_bytes(_SIZE, conf.order) + squeeze(raw, skip_hits=conf.skip_hits)
