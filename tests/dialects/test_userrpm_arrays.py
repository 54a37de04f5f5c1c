"""Arrays and inputs of the old green pages."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects.userrpm_arrays import read_array
from routercfg.dialects.userrpm_forms import filled_from, is_whole, read_inputs
from routercfg.errors import BadAnswer
from routercfg.language import TEXTS
from routercfg.language.reasons_userrpm import REASONS_USERRPM

TEXTS.update(REASONS_USERRPM)

# [observed-tplink-wr1043nd part 8, part 5]
SSID = 'var wlanPara = new Array(\n0, 8, 0, "\\"q\\"\\<b\\>\\\\", 108, 101, 1, 5,\n0,0 );'
DNS = 'var wanPara = new Array(4, "0.0.0.0 , 0.0.0.0", "", 0, -1,0,0 );'


def test_an_observed_array_is_read_with_its_escapes_and_commas() -> None:
    assert read_array(SSID, "wlanPara", "p") == ("0", "8", "0", '"q"<b>\\', "108", "101", "1", "5", "0", "0")
    assert read_array(DNS, "wanPara", "p") == ("4", "0.0.0.0 , 0.0.0.0", "", "0", "-1", "0", "0")


def test_a_bracket_or_semicolon_inside_a_string_does_not_end_the_array() -> None:
    assert read_array('var a = new Array( "x);y", 1 );', "a", "p") == ("x);y", "1")


def test_an_array_that_is_not_there_is_none_and_another_name_is_not_taken_for_it() -> None:
    assert read_array("var xwlanPara = new Array(1);", "wlanPara", "p") is None


@pytest.mark.parametrize(
    "broken",
    [
        'var a = new Array(1, "cut',
        "var a = new Array(1, 2",
        "var a = new Array(1, name, 2);",
        "var a = new Array();",
        "var a = new Array(1 2);",
        'var a = new Array("tab\\t");',
        'var a = new Array("\\u0041");',
        'var a = new Array("a\nb");',
    ],
)
def test_what_is_no_clean_array_is_refused(broken: str) -> None:
    with pytest.raises(BadAnswer):
        read_array(broken, "a", "p")


def spoken(text: str) -> str:
    return '"' + "".join(f"\\{c}" if c in '"<>\\' else c for c in text) + '"'


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=40), min_size=1))
def test_whatever_a_router_writes_in_strings_is_read_back(texts: list[str]) -> None:
    html = f"var a = new Array(\n{', '.join(map(spoken, texts))},\n0,0 );"
    assert read_array(html, "a", "p") == (*texts, "0", "0")


@given(st.text(max_size=200))
def test_no_text_crashes_the_readers(text: str) -> None:
    html = "var a = new Array(" + text
    with contextlib.suppress(BadAnswer):
        read_array(html, "a", "p")
    read_inputs("<p>" + text)
    filled_from(text)


PAGE = r"""
<FORM action="X.htm" method="get"><INPUT name="ssid1" class=text maxLength=32 size=32>
<INPUT type="checkbox" value=1 name="ap"><input type=checkbox name=broadcast value="2" checked>
<SELECT name="channel"><OPTION value=15 id="t_auto">Auto</OPTION><OPTION value=6 selected>6</OPTION></SELECT>
<INPUT name="linktype" type="radio" value="1"><INPUT name="linktype" type="radio" value="2" checked>
<input type=hidden name="isTimeChanged" value="0"><INPUT name="Save" type="submit" value="Save">
<INPUT name="Back" type="button" value="Back">
<SCRIPT>for (i = 1; i < 5; i++) {
document.write('<TD><input type=text class=text name=key'+i+' maxLength=32 value=""></TD>');
document.write('<select name=\"length'+i+'\"><option value=0>Disabled<\/option></select>');
}
document.write('<TR><TD><select name=\"wan\"><option value=0>WAN1<\/option><\/select>');
</SCRIPT></FORM>
<SCRIPT>document.forms[0].ssid1.value = wlanPara[3]; cf.ap.checked = wlanPara[8];
document.getElementById("sta_ip").value = pppoeInf[30];
if (wds) document.forms[0].channel.value = wlanPara[31];
document.forms[0].channel.value = wlanPara[10];</SCRIPT>
"""


def test_inputs_are_found_in_the_page_and_in_what_its_scripts_write() -> None:
    found = {one.name: one for one in read_inputs(PAGE)}
    assert set(found) == {
        *("ssid1", "ap", "broadcast", "channel", "linktype", "isTimeChanged", "key#", "length#", "wan"),
    }
    assert (found["ssid1"].kind, found["ssid1"].longest) == ("text", 32)
    assert (found["ap"].value, found["ap"].ticked, found["broadcast"].ticked) == ("1", False, True)
    assert found["channel"].value == "6"
    assert found["channel"].choices == (("15", "Auto"), ("6", "6"))
    assert found["isTimeChanged"].value == "0"


def test_the_pages_own_scripts_say_which_item_fills_an_input_unless_they_contradict_themselves() -> None:
    assert filled_from(PAGE) == {"ssid1": ("wlanPara", 3), "ap": ("wlanPara", 8), "sta_ip": ("pppoeInf", 30)}


def test_a_page_without_the_end_of_its_form_is_not_whole() -> None:
    assert is_whole(PAGE)
    assert not is_whole(PAGE[: PAGE.index("</FORM")])


def test_a_name_that_spells_an_array_is_not_taken_for_it() -> None:
    html = 'var netPara = new Array(\n"var wanPara = new Array(1,0,0 );",\n0,0 );\nvar wanPara = new Array(2, 0,0 );'
    assert read_array(html, "wanPara", "p") == ("2", "0", "0")
    assert read_array(html.splitlines()[1], "wanPara", "p") is None
    assert read_array("<p>It's new</p><script>var a = new Array(1, 'x' );</script>", "a", "p") == ("1", "x")
