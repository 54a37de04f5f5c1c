"""``uci`` as it is: what it prints, returns, keeps waiting, and forgives [tplink-legacy-ssh-openwrt §4.3]."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.simulator.openwrt_text import made_up, parse, render
from tests.simulator.openwrt_rig import Plain, plain

NETWORK = """
config interface 'wan'
	option device 'wan'
	option proto 'dhcp'
	list dns '9.9.9.9'
	list dns '1.1.1.1'

config device
	option name 'br-lan'

config device 'named'
	option name 'eth0'

"""


@pytest.fixture
def uci(tmp_path: Path) -> Plain:
    return plain(tmp_path, network=NETWORK, empty="")


def test_get_prints_a_type_a_value_or_a_list_without_quotes(uci: Plain) -> None:
    assert uci("get", "network.wan").out == "interface\n"
    assert uci("get", "network.wan.proto").out == "dhcp\n"
    assert uci("get", "network.wan.dns").out == "9.9.9.9 1.1.1.1\n"
    assert uci("get", "network.@device[0].name").out == "br-lan\n"
    assert uci("get", "network.@device[-1].name").out == "eth0\n"


def test_show_quotes_values_and_numbers_anonymous_sections(uci: Plain) -> None:
    assert uci("show", "network").out.splitlines() == [
        "network.wan=interface",
        "network.wan.device='wan'",
        "network.wan.proto='dhcp'",
        "network.wan.dns='9.9.9.9' '1.1.1.1'",
        "network.@device[0]=device",
        "network.@device[0].name='br-lan'",
        "network.named=device",
        "network.named.name='eth0'",
    ]
    assert uci("-X", "show", "network").out.splitlines()[4] == f"network.{made_up(2, 'device')}=device"


@pytest.mark.parametrize("words", [("get", "network.wan.nothing"), ("get", "nosuch.a.b"), ("delete", "network.no")])
def test_what_is_not_there(uci: Plain, words: tuple[str, ...]) -> None:
    answer = uci(*words)
    assert (answer.status, answer.out, answer.err) == (1, "", "uci: Entry not found\n")
    assert uci("-q", *words).err == ""
    assert uci("-q", *words).status == 1


@pytest.mark.parametrize(
    "tuple_",
    ["network.wan-vlan=interface", "network.wan.a-b=1", "network.nosuch.opt=1", "network.wan.x=\x07", "net work.a"],
)
def test_names_and_values_that_cannot_be(uci: Plain, tuple_: str) -> None:
    answer = uci("set", tuple_)
    assert (answer.status, answer.err) == (1, "uci: Invalid argument\n")


def test_an_unknown_command_is_status_255(uci: Plain) -> None:
    assert uci("frobnicate").status == 255
    assert uci("set", "network.wan.a=1", "network.wan.b=2").status == 255


def test_changes_wait_until_a_commit(uci: Plain) -> None:
    before = uci.file("network")
    uci("set", "network.wan.proto=pppoe")
    uci("delete", "network.wan.dns")
    uci("add_list", "network.wan.dns=8.8.8.8")
    assert uci("get", "network.wan.proto").out == "pppoe\n"
    assert uci.file("network") == before
    assert uci("changes", "network").out == (
        "network.wan.proto='pppoe'\n-network.wan.dns\nnetwork.wan.dns+='8.8.8.8'\n"
    )
    assert uci("commit", "network").status == 0
    assert uci("changes", "network").out == ""
    assert "\toption proto 'pppoe'\n\tlist dns '8.8.8.8'\n" in uci.file("network")


def test_revert_forgets_all_or_one_option(uci: Plain) -> None:
    uci("set", "network.wan.proto=pppoe")
    uci("set", "network.wan.device=x")
    uci("revert", "network.wan.proto")
    assert uci("changes").out == "network.wan.device='x'\n"
    uci("revert", "network")
    assert uci("changes").out == ""


def test_setting_to_nothing_deletes_and_is_silent_where_nothing_is(uci: Plain) -> None:
    assert uci("set", "network.wan.proto=").status == 0
    assert uci("get", "network.wan.proto").status == 1
    assert uci("set", "network.wan.never=").status == 0


def test_add_prints_the_made_up_name(uci: Plain) -> None:
    name = uci("add", "network", "device").out.strip()
    assert name == made_up(4, "device")
    uci("set", f"network.{name}.name=new")
    assert uci("get", "network.@device[-1].name").out == "new\n"
    uci("commit", "network")
    assert "config device\n\toption name 'new'\n" in uci.file("network")


def test_add_returns_the_number_of_the_library(uci: Plain) -> None:
    assert uci("add", "nosuch", "device").status == 3


def test_del_list_of_what_is_not_there_is_no_error(uci: Plain) -> None:
    assert uci("del_list", "network.wan.dns=7.7.7.7").status == 0
    assert uci("del_list", "network.wan.proto=dhcp").status == 0
    assert uci("changes").out == ""
    assert uci("del_list", "network.wan.dns=9.9.9.9").status == 0
    assert uci("get", "network.wan.dns").out == "1.1.1.1\n"


def test_add_list_makes_a_list_of_a_single_value(uci: Plain) -> None:
    uci("add_list", "network.wan.proto=two")
    assert uci("show", "network.wan.proto").out == "network.wan.proto='dhcp' 'two'\n"


def test_batch_always_returns_zero_and_only_complains(uci: Plain) -> None:
    answer = uci("batch", stdin="set network.wan.proto=pppoe\nset network.nosuch.a=1\nfrobnicate\ndelete network.no\n")
    assert answer.status == 0
    assert answer.err == "uci: Invalid argument\nUnknown command\nuci: Entry not found\n"
    assert uci("changes").out == "network.wan.proto='pppoe'\n"
    assert uci("-q", "batch", stdin="frobnicate\n").err == ""


def test_batch_understands_quotes_and_cuts_at_an_unquoted_hash(uci: Plain) -> None:
    lines = [
        "set network.wan.a=x#y",
        "set network.wan.b='x#y'\\''z'",
        'set network.wan.c="q\\"w"',
        "exit",
        "set network.wan.d=1",
    ]
    assert uci("batch", stdin="\n".join(lines)).err == ""
    shown = uci("show", "network.wan").out.splitlines()[-3:]
    assert shown == ["network.wan.a='x'", "network.wan.b='x#y'\\''z'", "network.wan.c='q\"w'"]


def test_a_line_with_an_open_quote_is_a_parse_error(uci: Plain) -> None:
    answer = uci("batch", stdin="set network.wan.a='open\n")
    assert answer.status == 0
    assert answer.err.startswith("uci: Parse error (unterminated ') at line ")


def test_export_and_import_there_and_back(uci: Plain) -> None:
    text = uci("export", "network").out
    assert text.startswith("package network\n\nconfig interface 'wan'\n")
    uci("set", "network.wan.proto=static")
    uci("commit", "network")
    assert uci("import", "network", stdin=text).status == 0
    assert uci("export", "network").out == text


def test_import_merged_waits_for_its_commit(uci: Plain) -> None:
    uci("-m", "import", "network", stdin="config interface 'wan'\n\toption proto 'static'\n")
    assert uci("changes").out == "network.wan='interface'\nnetwork.wan.proto='static'\n"


def test_staging_somewhere_else_does_not_commit(uci: Plain, tmp_path: Path) -> None:
    other = str(tmp_path / "session")
    uci("-P", other, "set", "network.wan.proto=pppoe")
    assert uci("get", "network.wan.proto").out == "dhcp\n"
    assert uci("-P", other, "get", "network.wan.proto").out == "pppoe\n"
    uci("-P", other, "commit", "network")
    assert "pppoe" not in uci.file("network")


def test_a_damaged_file_is_a_parse_error(tmp_path: Path) -> None:
    uci = plain(tmp_path, bad="nonsense here\n", good="")
    assert uci("show", "bad").err.startswith("uci: Parse error (invalid command) at line ")
    assert uci("show").status == 0


def test_rename_and_reorder(uci: Plain) -> None:
    uci("rename", "network.named=other")
    uci("rename", "network.other.name=called")
    uci("reorder", "network.other=0")
    assert uci("show", "network").out.startswith("network.other=device\nnetwork.other.called='eth0'\n")


def test_made_up_names_are_those_of_every_openwrt() -> None:
    # dhcp.cfg01411c and system.cfg01e48a stand in countless forum posts.
    assert (made_up(1, "dnsmasq"), made_up(1, "system")) == ("cfg01411c", "cfg01e48a")


VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\t\n"), min_size=1, max_size=40)


@given(VALUES)
def test_every_value_survives_a_file(value: str) -> None:
    package = parse("config a 'b'\n", "x")[0]
    package.sections[0].options |= {"one": value, "many": [value, "second"]}
    again = parse(render(package), "x")[0]
    assert again.sections == package.sections


@settings(max_examples=40, deadline=None)
@given(VALUES)
def test_every_value_survives_waiting_and_a_commit(value: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        uci = plain(Path(folder), network=NETWORK)
        uci("set", f"network.wan.password={value}")
        assert uci("get", "network.wan.password").out == f"{value}\n"
        uci("commit", "network")
        assert uci("get", "network.wan.password").out == f"{value}\n"


def test_the_option_for_another_folder_came_after_19_07(uci: Plain, tmp_path: Path) -> None:
    other = str(tmp_path / "session")
    uci("-t", other, "set", "network.wan.proto=pppoe")
    assert uci("changes").out == ""
    uci("-t", other, "commit", "network")
    assert "pppoe" in uci.file("network")
    uci.newer = False
    answer = uci("-t", other, "set", "network.wan.proto=static")
    assert (answer.status, answer.err[:6]) == (0, "Usage:")
