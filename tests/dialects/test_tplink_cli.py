"""The TP-Link(conf)# command line: its help decides what is sent, and every value arrives as it was meant."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects import tplink_cli as dialect
from routercfg.dialects.tplink_cli import CliTalk, Security, Usage
from routercfg.errors import BadAnswer, SettingRefused
from tests.transport.paper_cli import HELP, SINGLE, Paper


def converse(talk: CliTalk[object], paper: Paper | None = None) -> object:
    paper = paper or Paper()
    try:
        line = next(talk)
        while True:
            paper.heard.append(line.text)
            line = talk.send(paper.answer(line.text))
    except StopIteration as done:
        return done.value


def usage(paper: Paper | None = None) -> Usage:
    found = converse(dialect.learn(), paper)
    assert isinstance(found, Usage)
    return found


def test_the_help_of_a_dual_band_router_shows_its_options() -> None:
    found = usage()
    assert {"wlctl", "wan", "lan", "dev"} <= found.groups
    assert found.radios == ("2g", "5g")
    assert {"ssid", "switch", "sec", "bandwidth", "pskkey"} <= found.wifi.keys()
    assert found.encodes("ssid")
    assert found.encodes("sec")
    assert not found.encodes("switch")
    assert found.keyed == ({"auto", "wpa", "wpa2"}, {"auto", "tkip", "aes"})
    assert {"protocol", "username", "password", "servicename", "mtu"} <= found.wan.keys()


def test_a_key_that_has_no_base64_of_its_own_is_not_taken_for_one() -> None:
    text = (
        "wlctl set [ --sec [<wep> <open> <key> [base64]] [<psk> <auto|wpa2> <aes> <key>] ] [ --ssid <s> ]\nwlctl show\n"
    )
    found = usage(Paper(usage={"help": HELP, "wlctl": text, "wan": ""}))
    assert not found.encodes("sec")
    assert found.radios == ("",)


def test_an_old_router_with_one_radio_and_no_wan_command() -> None:
    only = HELP.replace("        wan             ---     words\n", "")
    paper = Paper(usage={"help": only, "wlctl": SINGLE})
    found = usage(paper)
    assert found.radios == ("",)
    assert found.wan == {}
    assert "wan" not in paper.heard
    assert list(dialect.wifi_lines(found, "", {"Status": "Disabled"})) == ["wlctl set --switch off"]


def test_help_without_commands_is_no_command_line_of_this_kind() -> None:
    with pytest.raises(BadAnswer):
        usage(Paper(usage={"help": "BusyBox v1.35 built-in shell (ash)\n"}))


def test_who_it_is() -> None:
    card = converse(dialect.introduce(usage()))
    assert card == ("Archer VR300", "Archer VR300 v1", "1.2.0", "50:C7:BF:01:02:03")


def test_who_it_is_where_dev_show_wants_an_argument() -> None:
    class Asking(Paper):
        def answer(self, line: str) -> str:
            told = {"dev show prodName": "modelName=VX231v\ncmd:SUCC\n", "dev show": "dev show <prodName>\ncmd:FAIL\n"}
            return told.get(line) or super().answer(line)

    card = converse(dialect.introduce(usage()), Asking())
    assert isinstance(card, dialect.Card)
    assert card.model == "VX231v"


def test_a_read_has_a_page_for_each_band_that_is_there() -> None:
    paper = Paper()
    del paper.radios["5g"]
    pages = converse(dialect.read(usage()), paper)
    assert isinstance(pages, dict)
    assert pages["wlctl 2g"]["SSID"] == "TP-Link_1234"
    assert "wlctl 5g" not in pages
    assert pages["wan service ewan_pppoe"]["username"] == "old"
    assert pages["wan defaultgw"] == {"name": "ewan_pppoe"}


def test_several_connections_are_told_apart_with_braces_and_without() -> None:
    assert dialect.blocks("name=a\nusername=x\nname=b\nusername=y\ncmd:SUCC\n") == [
        {"name": "a", "username": "x"},
        {"name": "b", "username": "y"},
    ]


@pytest.mark.parametrize(
    ("mode", "meaning"),
    [
        ("WPA2-PSK AES", ("wpa2", "aes")),
        ("WPA2-PSK-AES", ("wpa2", "aes")),
        ("WPA/WPA2-PSK TKIP/AES", ("auto", "auto")),
        ("WPA-PSK TKIP", ("wpa", "tkip")),
        ("Auto-PSK Auto", ("auto", "auto")),
        ("None", ("none", "")),
        ("WEP Open", None),
        ("WPA2 Enterprise", None),
        ("WPA3-SAE AES", None),
        ("WPA2/WPA3-PSK AES", None),
        ("", None),
    ],
)
def test_security_modes(mode: str, meaning: tuple[str, str] | None) -> None:
    found = dialect.security(mode)
    assert found == (None if meaning is None else Security(*meaning))
    if found:
        assert dialect.security(str(found)) == found


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=32))
def test_any_network_name_arrives(name: str) -> None:
    paper = Paper()
    converse(dialect.write(_USAGE, "wlctl 2g", {"SSID": name}), paper)
    assert paper.radios["2g"]["SSID"] == name


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=8, max_size=63))
def test_any_key_arrives(key: str) -> None:
    paper = Paper()
    converse(dialect.write(_USAGE, "wlctl 5g", {"SecMode": "WPA2-PSK AES", "Key": key}), paper)
    assert paper.radios["5g"]["Key"] == key


_USAGE = usage()


def test_a_value_that_is_the_keyword_itself_is_encoded() -> None:
    [line] = dialect.wifi_lines(_USAGE, "2g", {"SSID": "base64"})
    assert line == f"wlctl set 2g --ssid {base64.b64encode(b'base64').decode()} base64"


def test_one_setting_a_line_and_off_before_on_after() -> None:
    words = {"Status": "Up", "SSID": "Home", "SecMode": "None", "Key": "", "bandWidth": "40M"}
    assert list(dialect.wifi_lines(_USAGE, "5g", words)) == [
        "wlctl set 5g --ssid Home",
        "wlctl set 5g --sec none",
        "wlctl set 5g --bandWidth 40M",
        "wlctl set 5g --switch on",
    ]
    assert next(iter(dialect.wifi_lines(_USAGE, "5g", words | {"Status": "Disabled"}))) == "wlctl set 5g --switch off"


def test_pppoe_is_one_line_with_the_words_of_the_help_only() -> None:
    words = {"username": "0891@isp/ru#1", "password": "p+w=%", "maxMRUSize": "1460"}
    line = dialect.wan_line(_USAGE, "ewan_pppoe", words)
    assert line == (
        "wan set service ewan_pppoe --protocol pppoe --username 0891@isp/ru#1 --password p+w=% --mtu 1460"
        " --nat enable --defaultroute yes"
    )
    bare = Usage(wan={"protocol": "", "username": "", "password": ""})
    assert "--nat" not in dialect.wan_line(bare, "ewan_pppoe", words)


@pytest.mark.parametrize("word", ["a b", "it's", 'q"', "a;b", "$HOME", "`x`", "a|b", "a&b", "-x", "a\\b", "ключ", ""])
def test_what_a_command_line_might_take_for_something_else_is_not_plain(word: str) -> None:
    assert not dialect.plain_for_wan(word)


def test_a_refusal_says_how_and_holds_no_word_of_what_was_sent() -> None:
    with pytest.raises(SettingRefused) as told:
        converse(
            dialect.write(_USAGE, "wlctl 2g", {"SecMode": "WPA2-PSK AES", "Key": "topsecret9"}), Paper(fails=("--sec",))
        )
    assert "topsecret9" not in str(told.value)
    assert told.value.details["detail"] == "cmd:FAIL"
