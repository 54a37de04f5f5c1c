import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.dialects.tplink_objects import (
    ROOT,
    Act,
    Block,
    Item,
    acts_text,
    answer_text,
    assignment,
    items_text,
    label,
    parse_answer,
    parse_items,
    put,
    script_variables,
)
from routercfg.dialects.tplink_objects_errors import named
from routercfg.errors import BadAnswer
from routercfg.language import TEXTS
from routercfg.language.reasons_objects import REASONS_OBJECTS

WORD = st.text("abcXYZ_059", min_size=1, max_size=12)
VALUE = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\x12\x85\u2028\u2029"), max_size=40)
STACK = st.lists(st.integers(0, 9), min_size=6, max_size=6).map(lambda numbers: ",".join(map(str, numbers)))
ITEM = st.builds(
    Item,
    st.sampled_from(list(Act)),
    WORD,
    STACK,
    st.lists(st.builds(assignment, WORD, VALUE), max_size=4).map(tuple),
    STACK,
)


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, pair in REASONS_OBJECTS.items():
        monkeypatch.setitem(TEXTS, key, pair)


def test_a_request_is_written_as_the_routers_own_page_writes_it() -> None:
    items = [
        Item(Act.GET, "IGD_DEV_INFO", ROOT, ("hardwareVersion", "softwareVersion")),
        Item(Act.GL, "LAN_WLAN", ROOT, ("name", "SSID", "enable")),
    ]
    assert acts_text(items) == "1&5"
    assert items_text(items) == (
        "[IGD_DEV_INFO#0,0,0,0,0,0#0,0,0,0,0,0]0,2\r\nhardwareVersion\r\nsoftwareVersion\r\n"
        "[LAN_WLAN#0,0,0,0,0,0#0,0,0,0,0,0]1,3\r\nname\r\nSSID\r\nenable\r\n"
    )


def test_an_answer_with_lists_is_sorted_by_item_and_instance() -> None:
    text = (
        "[0,0,0,0,0,0]0\nhardwareVersion=Archer C50 v1 00000002\n[1,2,0,0,0,0]1\nname=wlan5\nSSID=a=b\n"
        "[1,1,0,0,0,0]1\nname=wlan0\n[error]0\n"
    )
    sheet = parse_answer(text, "x")
    assert sheet.error == 0
    assert [block.stack for block in sheet.of(1)] == ["1,2,0,0,0,0", "1,1,0,0,0,0"]
    assert sheet.of(1)[0].fields() == {"name": "wlan5", "SSID": "a=b"}


def test_an_error_comes_after_what_could_still_be_told() -> None:
    sheet = parse_answer("[1,1,1,0,0,0]0\nusername=first\n[error]9003\n", "x")
    assert (sheet.error, sheet.blocks[0].fields()) == (9003, {"username": "first"})


def test_a_program_answers_in_javascript() -> None:
    text = (
        '[cgi]0\nvar userType="Admin";\nvar bSecured=0;\nvar clientMac="02:AA:BB:CC:DD:01";\n$.ret=71233;\n[error]0\n'
    )
    sheet = parse_answer(text, "x")
    assert sheet.ret == 71233
    assert sheet.blocks[0].variables()["clientMac"] == "02:AA:BB:CC:DD:01"


@pytest.mark.parametrize("text", ["", "<html>no</html>", "[1,1,0,0,0,0]0\nSSID=x\n", "$.ret=0;"])
def test_what_has_no_trailer_was_cut_or_is_something_else(text: str) -> None:
    with pytest.raises(BadAnswer):
        parse_answer(text, "LAN_WLAN")


@given(st.lists(ITEM, min_size=1, max_size=5))
def test_requests_there_and_back(items: list[Item]) -> None:
    assert parse_items(acts_text(items), items_text(items)) == tuple(items)


@given(st.lists(st.tuples(WORD, VALUE), max_size=5, unique_by=lambda pair: pair[0]), STACK)
def test_answers_there_and_back(pairs: list[tuple[str, str]], stack: str) -> None:
    block = Block(stack, 0, tuple(assignment(name, value) for name, value in pairs))
    assert parse_answer(answer_text([block], 5013), "x").blocks[0].fields() == dict(pairs)


def test_a_line_end_in_a_value_makes_no_second_attribute() -> None:
    item = put("LAN_WLAN", "1,1,0,0,0,0", [("SSID", "a\r\nenable=0\nb")])
    assert parse_items("2", items_text([item]))[0].lines == ("SSID=a\x12enable=0\x12b",)


def test_a_value_that_looks_like_an_item_stays_a_value() -> None:
    item = Item(Act.SET, "X", ROOT, ("[Y#0,0,0,0,0,0#0,0,0,0,0,0]1,0",))
    assert parse_items("2", items_text([item])) == (item,)


@pytest.mark.parametrize(
    ("acts", "text"), [("1", ""), ("1&1", "[A#0,0#0,0]0,0\r\n"), ("x", ""), ("1", "junk\r\n"), ("9", "[A#0#0]0,0\r\n")]
)
def test_what_is_no_request_is_refused(acts: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_items(acts, text)


def test_lines_beyond_the_count_are_ignored_as_the_v14_does() -> None:
    assert parse_items("1", "[A#0,0#0,0]0,1\r\nname\r\nmore\r\n")[0].lines == ("name",)


def test_logs_see_no_value() -> None:
    item = put("WAN_PPP_CONN", "1,1,1,0,0,0", [("password", "geheim")])
    assert "geheim" not in repr(item) + label([item])
    assert label([item]) == "SET WAN_PPP_CONN"


def test_asking_for_this_computers_address_writes_nothing() -> None:
    assert not Item(Act.CGI, "/cgi/info").writes
    assert Item(Act.CGI, "/cgi/logout").writes


def test_variables_of_a_start_page() -> None:
    page = """<script>var isFirstLogin = "0"\nvar authTimes=12\nvar forbidTime=0;var token='ab'</script>"""
    assert script_variables(page) == {"isFirstLogin": "0", "authTimes": "12", "forbidTime": "0", "token": "ab"}


def test_errors_carry_the_firmwares_own_name() -> None:
    assert named(5910) == "5910 CMM_WAN_INVALID_DNS"
    assert named(4242) == "4242"
