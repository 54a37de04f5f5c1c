"""config.bin and conf.bin: DES, sums, LZ, the text inside."""

from __future__ import annotations

import contextlib
import hashlib
import random
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects import userrpm_file
from routercfg.dialects.tplink_conf import Conf, Layout, Order, decode, encode
from routercfg.dialects.tplink_conf_xml import objects
from routercfg.dialects.tplink_des import KEYS, seal, seeded, unseal
from routercfg.dialects.tplink_lz import LIMIT, BadStream, squeeze, stretch
from routercfg.errors import FileUndecodable
from routercfg.simulator import object_backup as simulated
from tests.dialects.damage import damaged, survives

LEGACY = b'<?xml version="1.0"?>\n<DslCpeConfig>\n  <A val=1 />\n  <B val=1 />\n</DslCpeConfig>\n\0'
LEGACY_LZ = (
    "3c00003f786d6c2076657273696f6e3d22312e000030223f3e0a3c44736c437065436f6e66000069673e0a20203c412076616c3d31202f"
    "a0c20d420d3c00742f2b00"
)
LEGACY_BIG = bytes.fromhex(
    "e5724af40aed3b6aaeefed38d18e5725caa181b49840c564e0685bda8bb36cd980cdc12ea92d1a26da648a44541d95b0f41279ae146af233"
    "52374215ae352342041c1e89f08ec9b5061cc7ca363dcf186c82431ae0153ffc"
)
LEGACY_LITTLE = bytes.fromhex(
    "a6a926cced7c88c7f66c09106d9848ace15d3a7ccb4da488e0685bda8bb36cd980cdc12ea92d1a26da648a44541d95b0f41279ae146af233"
    "52374215ae352342041c1e89f08ec9b5061cc7ca363dcf186c82431ae0153ffc"
)
MODERN = b'<?xml version="1.0"?>\n<DslCpeConfig>\n<A val=1 />\n<A val=2 />\n<A val=1 />\n</DslCpeConfig>\n\0'
MODERN_LZ = (
    "3c00003f786d6c2076657273696f6e3d22312e000030223f3e0a3c44736c437065436f6e66030069673e0a3c412076616c3d31202fb1c20b"
    "320bd041172f33000000"
)
MODERN_FILE = bytes.fromhex(
    "c161276564d586b39f6f82e4408a4b9bbfd581526e18ae0ee0685bda8bb36cd980cdc12ea92d1a26da648a44541d95b0f41279ae146af233"
    "d77719fd1e6dac4fa4260895bc1533a65bcb2fa26b284580f257314178de6b9f"
)
LINES = b"lan_ip 192.168.0.1\r\nlan_msk 255.255.255.0\r\nwan_typ 0\r\nlgn_usr admin\r\nlgn_pwd admin\r\n"
LINES_FILE = bytes.fromhex(
    "416c4bff6cec47eb5364f3e9f57fd6c28d934b20580701289ac1d488129b31796ca5a33bc9ba938ea17c7922a20fc47c"
    "2c4ee224c4282dc6a80d0827bc7165d358d37b6395f5bb5ccc73dc7b6bb16bc9fbf6ab51eb49f322920241f64b0609c4"
    "607e3c95511bbd56"
)


# DES and its keys.


def test_keys_of_newer_firmware_follow_the_formula() -> None:
    """Three published keys are the formula with one number each; a backup's password changes the key once more."""
    assert seeded(0x1C796E01) == KEYS["xz005"].octets
    assert seeded(0x4AA13401) == KEYS["vc220"].octets
    assert seeded(0x49680501) == KEYS["ex230v"].octets
    assert seeded(0, b"x") != seeded(0)


def test_every_key_is_one_of_des_and_has_a_source() -> None:
    assert {len(key.octets) for key in KEYS.values()} == {8}
    assert len({key.octets for key in KEYS.values()}) == len(KEYS)
    assert all(key.models and key.source for key in KEYS.values())
    assert unseal(seal(b"abc", KEYS["default"].octets) + b"odd", KEYS["default"].octets) == b"abc\0\0\0\0\0"


# LZ.


@pytest.mark.parametrize(("plain", "packed"), [(LEGACY, LEGACY_LZ), (MODERN, MODERN_LZ)])
def test_published_streams_both_ways(plain: bytes, packed: str) -> None:
    assert squeeze(plain).hex() == packed
    assert stretch(bytes.fromhex(packed), len(plain)) == (plain, len(packed) // 2)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.binary(min_size=1, max_size=12), min_size=1, max_size=12), st.data(), st.booleans())
def test_lz_there_and_back(pieces: list[bytes], data: st.DataObject, skip_hits: bool) -> None:
    raw = b"<" + b"".join(data.draw(st.lists(st.sampled_from(pieces), min_size=1, max_size=60)))
    packed = squeeze(raw, skip_hits=skip_hits)
    assert stretch(packed + b"tail", len(raw)) == (raw, len(packed))


def test_far_and_long_matches() -> None:
    draw = random.Random(3)
    noise = bytes(draw.randrange(256) for _ in range(40000))
    for raw in (noise[:1000] + noise[:20000] + noise[:1000], b"a" * LIMIT, noise + noise[:4]):
        assert stretch(squeeze(raw), len(raw))[0] == raw


def test_the_weaker_packing_is_longer() -> None:
    raw = b"".join(b"<Entry instance=%d >\n  <Enable val=1 />\n</Entry>\n" % number for number in range(200))
    assert len(squeeze(raw, skip_hits=True)) > len(squeeze(raw))
    assert stretch(squeeze(raw, skip_hits=True), len(raw))[0] == raw


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=200), st.integers(-1, 3000))
def test_noise_is_no_stream(noise: bytes, size: int) -> None:
    with contextlib.suppress(BadStream):
        assert len(stretch(noise, size)[0]) == size


@pytest.mark.parametrize("size", [0, LIMIT + 1, 0xFFFFFFFF])
def test_sizes_beyond_the_limit_are_not_even_tried(size: int) -> None:
    with pytest.raises(BadStream):
        stretch(squeeze(b"a" * 100), size)
    with pytest.raises(BadStream):
        squeeze(b"a" * (LIMIT + 1) if size else b"")


# conf.bin.


@pytest.mark.parametrize(
    ("file", "xml", "order"),
    [(LEGACY_BIG, LEGACY, "big"), (LEGACY_LITTLE, LEGACY, "little"), (MODERN_FILE, MODERN, "big")],
)
def test_published_files_both_ways(file: bytes, xml: bytes, order: Order) -> None:
    assert decode(file) == Conf("lz", xml, "default", order)
    assert encode(Conf("lz", xml, "default", order)) == file


LAYOUTS: tuple[Layout, ...] = ("xml", "lz", "lz-inside", "lz-length", "zlib", "firmware")
BIG = b'<?xml version="1.0"?>\n' + b"".join(b"<A%d val=%d />\n" % (n * 7919 % 50, n) for n in range(300)) + b"\0"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("order", ["big", "little"])
@pytest.mark.parametrize("more", [{}, {"skip_hits": True}, {"filled": True}, {"key": "xz005"}])
def test_every_layout_byte_for_byte(layout: Layout, order: Order, more: dict[str, Any]) -> None:
    xml = BIG.rstrip(b"\0") if layout == "firmware" else BIG
    raw = encode(Conf(layout, xml, order=order, **more))
    again = decode(raw)
    assert again is not None
    assert (again.layout, again.xml, again.key) == (layout, xml, more.get("key", "default"))
    assert encode(again) == raw


def test_a_sum_that_leaves_the_last_nul_out() -> None:
    """TD-W8980: its sum is over the XML as written, and packing adds the NUL [TPB]."""
    raw = encode(Conf("lz-inside", LEGACY, left_out=1))
    plain = stretch(unseal(raw, KEYS["default"].octets)[4:], 16 + len(LEGACY))[0]
    assert plain[:16] == hashlib.md5(LEGACY[:-1]).digest()
    again = decode(raw)
    assert again == Conf("lz-inside", LEGACY, left_out=1)


def test_what_the_paper_router_saves_opens() -> None:
    raw = simulated.pack("TL-WR841N", {"LAN_WLAN#1,1,0,0,0,0": {"SSID": "Жека & <Co>"}})
    conf = decode(raw)
    assert conf is not None
    assert (conf.layout, conf.order) == ("lz", "little")
    assert objects(conf.xml)["Section.LAN_WLAN#1,1,0,0,0,0"] == {"SSID": "Жека & <Co>"}
    assert simulated.unpack("TL-WR841N", encode(conf)) == {"LAN_WLAN#1,1,0,0,0,0": {"SSID": "Жека & <Co>"}}


@pytest.mark.parametrize("layout", LAYOUTS[:5])
def test_a_changed_file_is_not_believed(layout: Layout) -> None:
    raw = bytearray(encode(Conf(layout, BIG)))
    raw[-300] ^= 1
    with pytest.raises(FileUndecodable, match=r"sum|packed|size"):
        decode(bytes(raw))


def test_chunks_are_known_and_refused() -> None:
    plain = bytes(39) + b"<?xml vers\0ion" + bytes(100)
    with pytest.raises(FileUndecodable, match="AC3150"):
        decode(seal(plain, KEYS["default"].octets))


def test_a_zlib_bomb_stops_at_the_limit() -> None:
    block = (LIMIT).to_bytes(4, "little") + zlib.compress(bytes(50_000_000))
    block += bytes(-len(block) % 8)
    with pytest.raises(FileUndecodable, match="size"):
        decode(seal(hashlib.md5(block).digest() + block, KEYS["default"].octets))


@settings(max_examples=250, deadline=None)
@given(damaged([MODERN_FILE, LEGACY_LITTLE, *(encode(Conf(layout, LEGACY)) for layout in LAYOUTS[:5])]))
def test_damage_to_conf_never_gives_another_error(raw: bytes) -> None:
    conf = survives(decode, raw)
    if conf is not None:
        survives(objects, conf.xml)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<A>", "</A>", "<A instance=1 >", "<B val=", '"x y"', " />", "z", "<", ">", "&#99;", "\n"])
    )
)
def test_texts_that_do_not_fit_never_give_another_error(pieces: list[str]) -> None:
    survives(objects, "".join(pieces).encode())


@pytest.mark.parametrize("text", [b"", b"<A>" * 40, b"<A><B val=1 />", b"<A><B val=1 /></B>", b"</A>"])
def test_texts_that_do_not_fit_are_refused(text: bytes) -> None:
    with pytest.raises(FileUndecodable):
        objects(text)


# config.bin.


def test_the_published_config_bin_both_ways() -> None:
    assert hashlib.md5(LINES).hexdigest() == "bf97d1e20949e84ac2ba425710403f2b"
    assert userrpm_file.pack(LINES) == LINES_FILE
    assert userrpm_file.unpack(LINES_FILE) == LINES
    assert userrpm_file.words(LINES)["lan_msk"] == "255.255.255.0"


def test_items_that_come_several_times_have_their_number_in_the_name() -> None:
    text = b"wlan_PskSecret 1 my key\r\ndhcp_stc_ip 1 10.0.0.1\r\ndhcp_stc_ip 2 10.0.0.2\r\nwlan_en 1\r\nempty\r\n"
    assert userrpm_file.words(text) == {
        "wlan_PskSecret 1": "my key",
        "dhcp_stc_ip 1": "10.0.0.1",
        "dhcp_stc_ip 2": "10.0.0.2",
        "wlan_en": "1",
        "empty": "",
    }


@given(
    st.binary(min_size=1, max_size=200).filter(lambda text: text == text.rstrip(b"\0")),
    st.binary(min_size=32, max_size=32),
)
def test_config_bin_there_and_back(text: bytes, foreword: bytes) -> None:
    assert userrpm_file.unpack(userrpm_file.pack(text)) == text
    deflated = userrpm_file.Deflated(foreword, text)
    assert userrpm_file.unpack_deflated(userrpm_file.pack_deflated(deflated)) == deflated


@settings(max_examples=200, deadline=None)
@given(damaged([LINES_FILE, userrpm_file.pack_deflated(userrpm_file.Deflated(bytes(32), LINES))]))
def test_damage_to_config_bin_is_seen(raw: bytes) -> None:
    assert userrpm_file.unpack(raw) in (None, LINES)
    deflated = userrpm_file.unpack_deflated(raw)
    assert deflated is None or deflated.text == LINES


def test_a_deflated_bomb_stops_at_the_limit() -> None:
    raw = bytes(32) + seal(zlib.compress(bytes(20_000_000)), KEYS["default"].octets)
    assert userrpm_file.unpack_deflated(raw) is None
