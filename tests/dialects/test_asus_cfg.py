from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects.asus_cfg import MAGICS, OBSCURED, SettingsFile, clear, decode, encode, entries, words
from routercfg.errors import FileUndecodable
from routercfg.simulator import asus_cfg as simulated
from tests.dialects.damage import damaged, survives

SEEN = bytes.fromhex("8d98d4d6d2a5999f8bc7d3fe8da396d4a59c9fa39290a29f")
"""The first bytes behind the head of a real RT-AC85P's file, whose shift was 5 [observed-asus-382 §5 download]."""


def test_the_worked_example() -> None:
    raw = encode(SettingsFile(entries=(b"a=1",), shift=5))
    assert raw[:12].hex() == "48445232000c0005a3c7d3fe"
    assert len(raw) == 8 + 3072
    assert words(decode(raw)) == {"a": "1"}


def test_a_beginning_that_was_seen() -> None:
    assert clear(SEEN, 5) == b"wl0.2_key=1\0wan0_heartbe"


@pytest.mark.parametrize("magic", MAGICS)
@pytest.mark.parametrize("trailer", [b"", b"JCFG\x05\0\0\0\x1f\x8b123"])
def test_every_mark_there_and_back(magic: str, trailer: bytes) -> None:
    file = SettingsFile(
        magic, (b"wl0_ssid=\xd0\x96\xd0\xb5\xd0\xba\xd0\xb0 & co", b"", b"a=", b"b=1=2"), trailer=trailer
    )
    raw = encode(file)
    again = decode(raw)
    assert raw[:4] == magic.encode()
    assert (again.entries, again.trailer) == (file.entries, trailer)
    assert words(again) == {"wl0_ssid": "Жека & co", "a": "", "b": "1=2"}
    assert encode(again) == raw


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(OBSCURED), st.integers(0, 29), st.binary(max_size=400), st.integers(0, 1 << 30))
def test_whatever_decodes_comes_out_byte_for_byte(magic: str, shift: int, noise: bytes, seed: int) -> None:
    draw = random.Random(seed)
    entry = bytes((0xFF - octet + shift) & 0xFF for octet in b"name=value") + b"\xfd"
    body = entry + noise + bytes(draw.choice((0xFD, 0xFE, 0xFF)) for _ in range(1024 - len(noise)))
    raw = magic.encode() + len(body).to_bytes(3, "little") + bytes([shift]) + body
    assert encode(decode(raw)) == raw


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.text("abc_0", min_size=1, max_size=6), st.text(max_size=30)), st.sampled_from(MAGICS))
def test_every_value_survives_or_is_refused(values: dict[str, str], magic: str) -> None:
    try:
        raw = encode(SettingsFile(magic, entries({"first": "1", **values})))
    except (ValueError, UnicodeError):
        joined = "".join(values.values())
        assert (
            "\0" in joined
            or len(set(joined) & {chr(number) for number in range(1, 32)}) > 8
            or not joined.isprintable()
        )
        return
    assert words(decode(raw)) == {"first": "1", **values}


def test_a_shift_is_chosen_that_spares_what_is_there() -> None:
    file = decode(encode(SettingsFile(entries=(b"sshd_authkeys=a\x01b\nc\x09",))))
    assert file.shift == 2
    assert words(file) == {"sshd_authkeys": "a\x01b\nc\t"}
    with pytest.raises(ValueError, match="shift"):
        encode(SettingsFile(entries=(b"a=x\ny",), shift=9))
    with pytest.raises(ValueError, match="control"):
        encode(SettingsFile(entries=(b"a=" + bytes(range(1, 32)),)))


def test_what_cannot_be_an_entry_is_refused() -> None:
    for bad in ({"": "1"}, {"a=b": "1"}, {"a": "\0"}):
        with pytest.raises(ValueError, match="nvram"):
            entries(bad)
    with pytest.raises(ValueError, match="magic"):
        encode(SettingsFile("NOPE", (b"a=1",)))
    with pytest.raises(ValueError, match="size"):
        encode(SettingsFile("HDR1", (b"a=1",) * 10, size=8))


def test_what_the_router_writes_is_read_and_written_again() -> None:
    stored = {"wl0_ssid": "é & co", "http_passwd": "p&w=%+", "empty": "", "list": "<a>b"}
    for shift in (0, 5, 29):
        raw = simulated.encode(stored, shift)
        assert words(decode(raw)) == stored
        assert encode(decode(raw)) == raw
    assert simulated.decode(encode(SettingsFile(entries=entries(stored), shift=7))) == stored


GOOD = encode(SettingsFile(entries=(b"wl0_ssid=Home", b"http_passwd=secret"), shift=3))


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (GOOD[:-1], "cut"),
        (GOOD[:6], "cut"),
        (GOOD + b"x", "more follow"),
        (GOOD + b"JCFG\xff\0\0\0abc", "cut"),
        (GOOD[:7] + b"\x1e" + GOOD[8:], "30"),
        (b"HDR1\x00\x04\0\0" + bytes(1024), "no setting"),
        (b"HDR9" + GOOD[4:], "does not begin"),
    ],
)
def test_what_is_wrong_is_said(raw: bytes, said: str) -> None:
    with pytest.raises(FileUndecodable, match=said) as caught:
        decode(raw)
    assert caught.value.exit_code == 10


@settings(max_examples=300, deadline=None)
@given(
    damaged(
        [
            GOOD,
            encode(SettingsFile("HDR1", (b"a=1",))),
            encode(SettingsFile("BLUE", (b"a=1",), trailer=b"JCFG\0\0\0\0")),
        ]
    )
)
def test_damage_never_gives_another_error(raw: bytes) -> None:
    file = survives(decode, raw)
    if file is not None:
        assert encode(file) == raw
        words(file)
