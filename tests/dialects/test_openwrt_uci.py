"""What is said to an OpenWrt shell, and what its answers mean."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Generator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects import openwrt_uci as dialect
from routercfg.dialects.shell_words import Command, Output, quote
from routercfg.errors import BadAnswer, SettingRefused

VALUE = st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]), min_size=1)


def talk(dialogue: Generator[Command, Output, Any], *answers: Output) -> tuple[list[Command], Any]:
    """Answer by hand; give the commands and what the dialogue was about."""
    asked: list[Command] = [next(dialogue)]
    for answer in answers:
        try:
            asked.append(dialogue.send(answer))
        except StopIteration as done:
            return asked, done.value
    raise AssertionError("it wants more answers")


def test_an_export_keeps_lists_names_and_places_apart() -> None:
    text = """package network

config interface 'loopback'
\toption device 'lo'

config device
\toption name 'br-lan'
\tlist ports 'lan1'
\tlist ports 'lan 2'

config device 'mine'
\toption name "a \\"b\\""

config device
\toption note 'it'\\''s
two lines'
"""
    found = dialect.parse_export(text)
    assert found["loopback"] == "interface"
    assert dialect.items(found["@device[0].ports"]) == ("lan1", "lan 2")
    assert found["mine.name"] == 'a "b"'
    assert found["@device[2].note"] == "it's\ntwo lines"


@given(VALUE, st.lists(VALUE, min_size=1, max_size=3))
def test_every_value_arrives_through_batch_and_comes_back_from_an_export(value: str, several: list[str]) -> None:
    lines = dialect.batch({"network.wan.password": value, "network.wan.dns": dialect.listed(several)}).decode()
    words = [shlex.split(line) for line in lines.split("\n") if line]
    assert words[0] == ["set", f"network.wan.password={value}"]
    assert words[1] == ["set", "network.wan.dns="]
    assert [word[1].partition("=")[2] for word in words[2:]] == several
    text = f"config interface 'wan'\n\toption password {quote(value)}\n"
    text += "".join(f"\tlist dns {quote(item)}\n" for item in several)
    found = dialect.parse_export(text)
    assert (found["wan.password"], dialect.items(found["wan.dns"])) == (value, tuple(several))


@given(VALUE)
def test_quoted_words_mean_themselves_to_a_shell(word: str) -> None:
    assert shlex.split(quote(word)) == [word]


def test_busybox_reads_a_quoted_word_as_it_was() -> None:
    word = "&=+%# \"'\\ $(id) `id` <>; я"
    done = subprocess.run(
        ["busybox", "ash", "-c", f"printf %s {quote(word)}"], capture_output=True, check=True, timeout=5
    )
    assert done.stdout.decode() == word


def test_sections_are_taken_away_last_and_without_complaint() -> None:
    lines = dialect.batch({"network.vpn": "", "network.@device[1].mtu": "1400", "network.new": "device"}).decode()
    assert lines.splitlines() == [
        "set network.@device[1].mtu='1400'",
        "set network.new='device'",
        "set network.vpn='gone'",
        "delete network.vpn",
    ]


def test_who_it_is() -> None:
    board = '{\n\t"model": "ASUS RT-AC57U",\n\t"board_name": "asus,rt",\n\t"release": {\n\t\t"description": '
    board += '"OpenWrt 1"\n\t}\n}\n'
    assert talk(dialect.identify(), Output(0, board.encode()))[1] == dialect.Card(
        "ASUS RT-AC57U", "asus,rt", "OpenWrt 1"
    )
    old = talk(dialect.identify(), Output(0, b"DISTRIB_ID='OpenWrt'\nDISTRIB_DESCRIPTION='OpenWrt 15.05'\n"))[1]
    assert old == dialect.Card(release="OpenWrt 15.05")
    for stranger in (b"", b"{ not json\n}", b"admin@RT-AX58U:/tmp/home/root#", b'{\n"model": 1'):
        assert talk(dialect.identify(), Output(127, stranger))[1] in (None, dialect.Card("1"))


@pytest.mark.parametrize(
    "said", [b"", b"garbage", b"==routercfg board\n{}\n", b"==routercfg network\n\n==routercfg end\n"]
)
def test_half_an_answer_is_no_configuration(said: bytes) -> None:
    with pytest.raises(BadAnswer):
        talk(dialect.read(), Output(0, said))


def test_passwords_travel_on_standard_input_only() -> None:
    asked, _ = talk(dialect.write({"wireless.a.key": "the-key-1"}, "the-password"), Output(0))
    assert asked[0].stdin == b"the-password\nset wireless.a.key='the-key-1'\n"
    assert asked[0].writes
    assert not any(word in text for word in ("the-key-1", "the-password") for text in (asked[0].line, repr(asked[0])))
    asked, _ = talk(dialect.set_password("the-password"), Output(0))
    assert "the-password" not in asked[0].line + repr(asked[0])


def test_a_refusal_is_told_without_what_was_written() -> None:
    with pytest.raises(SettingRefused) as told:
        talk(dialect.write({"wireless.a.key": "the-key-1"}), Output(3, b"", b"uci: bad the-key-1\nmore"))
    assert "uci: bad •••" in told.value.what()


@pytest.mark.parametrize("moves", [False, True])
@pytest.mark.parametrize("rpcd", [False, True])
def test_every_script_is_one_that_busybox_can_read(moves: bool, rpcd: bool) -> None:
    for dialogue in (
        dialect.write({"network.lan.ipaddr": "1"}, "pw", moves=moves, rpcd=rpcd),
        dialect.confirm(),
        dialect.finish(),
        dialect.read(),
    ):
        subprocess.run(["busybox", "ash", "-n", "-c", next(dialogue).line], check=True, timeout=5)
