import pytest

from routercfg.language import say
from routercfg.plan import diff
from routercfg.settings import Settings, Value
from routercfg.vendors.asus_steps import steps
from routercfg.vendors.asus_wifi import remarks
from tests.vendors.asus_bench import changes, facts

AT, AT5 = "wifi.bands.2.4GHz.", "wifi.bands.5GHz."


def told(wish: dict[str, Value], **changed: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Give the words that are written, and the remarks."""
    found = facts(changed)
    words = {key: word for step in steps(found, changes(found, Settings(wish))) for key, word in step.words.items()}
    return words, [(remark.path, remark.reason.key) for remark in remarks(found, Settings(wish))]


@pytest.mark.parametrize(
    ("wish", "path"),
    [
        ({AT + "ssid": "A", AT5 + "ssid": "B"}, AT + "ssid"),
        ({AT + "ssid": "A"}, AT + "ssid"),  # the other band keeps its own name
        ({AT + "hidden": True}, AT + "hidden"),
        ({AT5 + "security": "wpa/wpa2"}, AT5 + "security"),
    ],
)
def test_smart_connect_goes_off_when_the_bands_shall_differ(wish: dict[str, Value], path: str) -> None:
    words, said = told(wish, smart_connect_x="1", wl1_ssid="ASUS_34_2G", wps_enable="0")
    assert words["smart_connect_x"] == "0"
    assert said == [(path, "reason.smart-connect-off")]


def test_smart_connect_stays_on_when_all_bands_get_the_same() -> None:
    words, said = told({AT + "ssid": "A", AT5 + "ssid": "A"}, smart_connect_x="1")
    assert (words["wl0_ssid"], words["wl1_ssid"]) == ("A", "A")  # the router copies nothing by itself
    assert "smart_connect_x" not in words
    assert said == [(AT + "ssid", "reason.smart-connect-on")]


@pytest.mark.parametrize("value", ["", "0", "2"])
def test_smart_connect_that_does_not_join_these_bands_is_left_alone(value: str) -> None:
    words, said = told({AT + "ssid": "A"}, smart_connect_x=value)
    assert "smart_connect_x" not in words
    assert said == []


def test_a_channel_alone_is_no_reason_to_speak_of_smart_connect() -> None:
    assert told({AT + "channel": 6}, smart_connect_x="1", wl1_ssid="ASUS_34_2G")[1] == []


@pytest.mark.parametrize(("name", "value"), [("hidden", True), ("security", "wpa3")])
def test_wps_is_switched_off_where_it_forbids_the_wish_and_the_plan_says_so(name: str, value: Value) -> None:
    words, said = told({AT + name: value})
    assert words["wps_enable"] == "0"
    assert said == [(AT + name, "reason.wps-off")]
    assert "WPS" in say("reason.wps-off", "ru")
    assert told({AT + name: value}, wps_enable="0")[1] == []


@pytest.mark.parametrize(
    ("security", "words"),
    [
        ("wpa2", ("psk2", "aes", "0")),
        ("wpa2/wpa3", ("psk2psk3", "aes", "1")),
        ("wpa3", ("psk3", "aes", "2")),
    ],
)
def test_protected_management_frames_go_along_with_the_mode(security: str, words: tuple[str, ...]) -> None:
    changed = {"wl0_auth_mode_x": "open", "wl0_crypto": "tkip+aes", "wl0_mfp": "3"}
    sent, _ = told({AT + "security": security}, **changed)
    assert tuple(sent[f"wl0_{key}"] for key in ("auth_mode_x", "crypto", "mfp")) == words
    assert diff(Settings({AT + "security": security}), facts({**changed, **sent}).running) == ()
