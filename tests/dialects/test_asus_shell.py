"""What is said to the shell of an ASUS router, and what its answers mean."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects import asus_shell as dialect
from routercfg.dialects.shell_words import Command, Output
from routercfg.errors import BadAnswer, SettingRefused

BUSYBOX = shutil.which("busybox")
needs_busybox = pytest.mark.skipif(BUSYBOX is None, reason="no busybox here (apt-get install busybox-static)")
VALUE = st.text(st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs"]), max_size=14)
NASTY = [
    "",
    " ",
    "'",
    "''",
    '"',
    "\\",
    "$(id)",
    "`id`",
    "a=b",
    "-n",
    "!x",
    "*",
    "~",
    "#",
    ";",
    "a  b ",
    "Дом'",
    "%s\\n",
]


def talk(dialogue: Generator[Command, Output, Any], *answers: str) -> tuple[list[Command], Any]:
    """Answer by hand; give the commands and what the dialogue was about."""
    asked: list[Command] = [next(dialogue)]
    for answer in answers:
        try:
            asked.append(dialogue.send(Output(0, answer.encode())))
        except StopIteration as done:
            return asked, done.value
    raise AssertionError("it wants more answers")


def ash(command: Command, before: str) -> str:
    """Let a real ash run it, with ``nvram`` as a function over variables, and give what it says."""
    script = before + command.stdin.decode()
    done = subprocess.run([str(BUSYBOX), "ash", "-s"], input=script.encode(), capture_output=True, check=True)
    return done.stdout.decode()


# An nvram in variables, whose values are what they are: nothing in it is ever read as program text but for the name.
PAPER = """\
nvram() {
case $1 in get) eval 'printf "%s\\n" "$v_'$2'"' ;; set) eval "v_${2%%=*}"='"${2#*=}"' ;; commit) ok=1 ;; esac
}
tell() { for k in $1; do printf '[%s]' "$(nvram get $k)"; done; }
"""


@needs_busybox
@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(VALUE, st.sampled_from(NASTY)), min_size=1, max_size=8))
def test_every_value_arrives_through_ash_as_it_is(values: list[str]) -> None:
    words = {f"key{at}": value for at, value in enumerate(values)}
    command = next(dialect.write(words))
    told = ash(Command("", command.stdin + b"tell '" + " ".join(words).encode() + b"'"), PAPER)
    assert f"{dialect.MARK}done" in told
    assert told.endswith("".join(f"[{value}]" for value in values))


def test_secrets_are_in_standard_input_only_and_no_command_is_repeated_blindly() -> None:
    command = next(dialect.write({"wl0_wpa_psk": "the-secret"}, ("restart_wireless",)))
    assert "the-secret" not in command.line + command.label + repr(command)
    assert command.writes
    assert b"the-secret" in command.stdin


@pytest.mark.parametrize("value", ["a\nb", "a\rb", "\x03", "a\x7f"])
def test_what_steers_a_terminal_is_refused_before_anything_is_sent(value: str) -> None:
    with pytest.raises(SettingRefused):
        next(dialect.write({"wl0_ssid": value}))


def test_a_value_longer_than_the_web_takes_is_refused_before_anything_is_sent() -> None:
    with pytest.raises(SettingRefused):
        next(dialect.write({"wl0_ssid": "x" * 33}))


def test_the_end_of_a_write_says_what_became_of_it() -> None:
    assert talk(dialect.write({"wl0_ssid": "x"}), f"\n{dialect.MARK}done\n")[1] is True
    assert talk(dialect.write({"wl0_ssid": "x"}), f"\n{dialect.MARK}busy\n")[1] is False
    with pytest.raises(SettingRefused) as told:
        talk(dialect.write({"wl0_ssid": "x"}), f"\n{dialect.MARK}refused wl0_ssid\n")
    assert told.value.details["page"] == "wl0_ssid"
    with pytest.raises(BadAnswer):
        talk(dialect.write({"wl0_ssid": "x"}), "")


def answer(words: dict[str, str], marks: str = "", rest: str = "2.4G 5G\n") -> str:
    told = "".join(f"\n{key}={words.get(key, '')}" for key in dialect.ACCOUNT_KEYS)
    mark = dialect.MARK
    return f"{marks}{mark}nvram\n{told}\n{mark}support\n{rest}\n{mark}client\n\n\n{mark}end\n"


@pytest.mark.parametrize(
    ("marks", "words", "kind"),
    [
        ("", {"productid": "RT-AC68U", "extendno": "51255-gdfb3e46"}, dialect.ASUSWRT),
        ("", {"productid": "RT-AC85P", "extendno": "52288"}, dialect.ASUSWRT),
        ("", {"productid": "RT-N10P", "extendno": "979"}, dialect.ASUSWRT),
        ("", {"productid": "RT-AC68U", "extendno": "14_2"}, dialect.MERLIN),
        ("", {"productid": "RT-AC68U", "extendno": "0-beta"}, dialect.MERLIN),
        ("merlin\n", {"productid": "RT-AC68U", "extendno": "43"}, dialect.MERLIN),
        ("padavan\n", {"productid": "RT-N56U"}, dialect.PADAVAN),
        ("", {}, ""),
    ],
)
def test_stock_merlin_and_padavan_are_told_apart(marks: str, words: dict[str, str], kind: str) -> None:
    assert talk(dialect.introduce(), answer(words, marks))[1].kind == kind


def test_openwrt_and_any_other_linux_have_no_nvram_that_counts() -> None:
    assert talk(dialect.introduce(), f"openwrt\n\n{dialect.MARK}end\n")[1].kind == dialect.OPENWRT
    assert talk(dialect.introduce(), f"\n{dialect.MARK}end\n")[1].kind == ""
    with pytest.raises(BadAnswer):
        talk(dialect.introduce(), "TP-Link(conf)#")


def test_a_read_takes_values_of_several_lines_and_this_computers_mac() -> None:
    keys = ("a", "sshd_authkeys", "b")
    neighbours = "IP address HW type Flags HW address Mask Device\n192.168.50.7 0x1 0x2 02:aa:bb:cc:dd:ee * br0\n"
    mark = dialect.MARK
    said = f"\na=1\nsshd_authkeys=one\ntwo=2\nb= x \n{mark}support\nssh wpa3\n\n{mark}client\n"
    said += f"192.168.50.7 5 22\n{neighbours}\n{mark}end\n"
    found = talk(dialect.read(keys), said)[1]
    assert dict(found.values) == {"a": "1", "sshd_authkeys": "one\ntwo=2", "b": " x "}
    assert found.support == ("ssh", "wpa3")
    assert found.own_mac == "02:AA:BB:CC:DD:EE"
    with pytest.raises(BadAnswer):
        talk(dialect.read(keys), said[:-20])


@needs_busybox
def test_one_refused_key_puts_all_back_and_commits_nothing(tmp_path: Path) -> None:
    refusing = PAPER.replace("set) eval", "set) [ ${2%%=*} = b ] || eval") + "v_a=old; v_b=was\n"
    command = next(dialect.write({"a": "new", "b": "other"}, ("restart_wireless",)))
    script = Command("", command.stdin.replace(b"exit 0", b"tell 'a b'; echo \"<$ok>\"; exit 0"))
    told = ash(script, refusing)
    assert f"{dialect.MARK}refused b" in told
    assert "[old][was]<>" in told
    assert "done" not in told
