"""The traps of YAML: words that are not what they look like."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routercfg import profile
from routercfg.secret import Secret
from tests.profile.conftest import Write, faults

TRAPS = [
    ("wan: {username: 0891234567}", "trap.zeros", "0891234567"),
    ("wan: {username: 0123}", "trap.zeros", "0123"),
    ("wan: {username: 891234567}", "trap.number", "891234567"),
    ("wan: {username: 1e5}", "trap.number", "1e5"),
    ("wan: {username: 0x1F}", "trap.number", "0x1F"),
    ("wan: {username: 1_000}", "trap.number", "1_000"),
    ("wan: {username: 12.50}", "trap.number", "12.50"),
    ("wan: {username: 1:20}", "trap.sixty", "1:20"),
    ("wan: {mac: 12:34:56:11:22:33}", "trap.sixty", "12:34:56:11:22:33"),
    ("wan: {mac: 123456112233}", "trap.number", "123456112233"),
    ("wifi: {ssid: no}", "trap.switch", "no"),
    ("wifi: {ssid: On}", "trap.switch", "On"),
    ("wifi: {ssid: yes}", "trap.switch", "yes"),
    ("wifi: {ssid: true}", "trap.switch", "true"),
    ("wifi: {ssid: ~}", "trap.null", "~"),
    ("wifi: {ssid: null}", "trap.null", "null"),
    ("wifi:\n  ssid:", "trap.null", ""),
    ('wifi: {ssid: ""}', "empty", ""),
    ("wifi:\n  ssid: #home", "trap.comment", ""),
    ("wifi: {ssid: 2026-11-23}", "trap.date", "2026-11-23"),
    ("wifi: {ssid: =}", "trap.sign", "="),
    ("wan: {mtu: 01492}", "trap.zeros", "01492"),
    ("wan: {mtu: 1492.0}", "trap.number", "1492.0"),
    ("wan: {protocol: no}", "trap.switch", "no"),
    ("dns: {servers: [8.8]}", "list.item", ""),
]


@pytest.mark.parametrize(("text", "key", "raw"), TRAPS)
def test_each_trap_has_its_own_sentence(write: Write, text: str, key: str, raw: str) -> None:
    (fault,) = faults(write(text))
    assert fault.what.key == f"profile.{key}"
    assert raw in fault.say()
    assert raw in fault.say("ru")


@pytest.mark.parametrize("word", ["12345678", "0891234567", "1:20", "false", "2026-11-23"])
def test_a_password_that_yaml_would_misread_is_refused_and_not_repeated(write: Write, word: str) -> None:
    (fault,) = faults(write(f"wan: {{password: {word}}}"))
    assert fault.what.key.startswith("profile.trap.")
    assert word not in repr(fault) + fault.say() + fault.say("ru")
    assert "•••" in fault.say()


def test_switches_read_as_people_write_them(write: Write) -> None:
    text = "wifi: {enabled: yes, hidden: off}\nlan: {dhcp: {enabled: true}}"
    desired = profile.load(write(text)).desired("asus", ("5GHz",))
    assert dict(desired) == {
        "wifi.bands.5GHz.enabled": True,
        "wifi.bands.5GHz.hidden": False,
        "lan.dhcp.enabled": True,
    }


def test_a_date_needs_no_quotes_where_a_date_is_due(write: Write) -> None:
    profile.load(write("checked: 2026-11-23"))


ASCII = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=60)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    login=ASCII, name=st.text(min_size=1, max_size=8).filter(lambda t: t.isprintable() and t.encode("utf-8", "ignore"))
)
def test_any_text_survives_quoting(write: Write, login: str, name: str) -> None:
    text = f"wan: {{username: {profile.quoted(login)}, password: {profile.quoted(login)}}}\n"
    text += f"wifi: {{ssid: {profile.quoted(name)}}}\n"
    desired = profile.load(write(text)).desired("tplink", ("2.4GHz",))
    assert desired["wan.username"] == login
    assert desired["wan.password"] == Secret(login)
    assert desired["wifi.bands.2.4GHz.ssid"] == name


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(login=ASCII)
def test_any_text_survives_the_command_line(write: Write, login: str) -> None:
    desired = profile.load(write(""), sets=[f"wan.username={login}"]).desired("asus", ())
    assert desired["wan.username"] == login
