"""The profiles that people copy, the schema their editors use, and profiles made from answers."""

from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routercfg import profile
from routercfg.errors import ProfileInvalid
from routercfg.profile.fields import FIELDS
from routercfg.profile.sources import SHIPPED
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, LEAVES, Settings
from tests.profile.conftest import Write

NAMES = [each.name for each in profile.shipped()]
GIVEN = {
    "wan.username": "0891234567",
    "wan.password": "{env: P}",
    "wan.server": "vpn.example.net",
    "wan.mac": "AA:BB:CC:DD:EE:0F",
    "wan.address": "10.20.30.2",
    "wan.mask": "255.255.255.0",
    "wan.gateway": "10.20.30.1",
    "dns.servers": "10.20.30.1,77.88.8.8",
    "iptv.port": "4",
    "iptv.internet.id": "30",
    "iptv.iptv.id": "20",
}


def test_all_that_were_promised_are_there() -> None:
    promised = {f"generic-{kind}" for kind in ("dhcp", "dhcp-mac", "pppoe", "static", "l2tp", "pptp")}
    promised |= {f"rostelecom-{kind}" for kind in ("pppoe", "ipoe", "static", "iptv-bridge", "vlan", "dns")}
    promised |= {"beeline-ipoe", "beeline-l2tp", "beeline-l2tp-iptv", "mts-ipoe", "mts-pppoe"}
    promised |= {"domru-pppoe", "ttk-pppoe", "ttk-dhcp-mac"}
    assert set(NAMES) == promised


@pytest.mark.parametrize("name", NAMES)
def test_each_loads_and_says_where_its_facts_come_from(name: str) -> None:
    template = profile.load(name, template=True)
    assert template.name == name
    assert template.title
    assert {warning.path for warning in template.warnings} == set(template.asks)
    assert {"source", "checked"} <= set(template.cells)
    full = profile.load(name, sets=[f"{path}={GIVEN[path]}" for path in template.asks])
    resolved = full.resolve(environment={"P": "secret"})
    for vendor in ("asus", "tplink"):
        assert len(resolved.desired(vendor, ("2.4GHz", "5GHz"))) >= 1
    if template.asks:
        with pytest.raises(ProfileInvalid) as caught:
            profile.load(name)
        assert {fault.path for fault in caught.value.faults} == set(template.asks)


def test_the_dns_profile_sets_dns_and_nothing_else() -> None:
    loaded = profile.load("profiles/rostelecom-dns.yaml" if Path("profiles").is_dir() else "rostelecom-dns")
    assert dict(loaded.desired("tplink", ("5GHz",))) == {"dns.servers": ("85.175.46.122", "8.8.8.8")}
    assert dict(loaded.desired("asus", ("5GHz",))) == {"dns.servers": ("80.251.108.198", "8.8.8.8")}
    assert loaded.fallback == ("77.88.8.8", "77.88.8.1")


def validator() -> Any:
    return jsonschema.Draft7Validator(profile.schema())


def test_the_schema_file_is_what_the_generator_makes() -> None:
    text = (SHIPPED / "profile.schema.json").read_text(encoding="utf-8")
    assert text == json.dumps(profile.schema(), indent=2, ensure_ascii=False) + "\n"
    jsonschema.Draft7Validator.check_schema(profile.schema())
    assert profile.schema()["$schema"].startswith("http://json-schema.org/draft-07/")


@pytest.mark.parametrize("name", NAMES)
def test_each_has_the_modeline_and_keeps_the_schema(name: str) -> None:
    text = (SHIPPED / f"{name}.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=./profile.schema.json\n")
    assert list(validator().iter_errors(yaml.safe_load(text))) == []


def test_the_schema_knows_every_field_in_both_languages() -> None:
    def described(form: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
        for word in path:
            form = form["properties"][word]
        return form

    from routercfg.profile.fields import words_of

    for path in FIELDS:
        english = described(profile.schema(), words_of(path))["description"]
        assert english != described(profile.schema("ru"), words_of(path))["description"]


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("version: 1\nwan: {mtu: 1500, mac: clone, vlan: none}", True),
        ("version: 1\nwan: {password: {env: X}}\nwifi: {bands: {5GHz: {width: 160, channel: auto}}}", True),
        ("version: 2", False),
        ("wan: {mtu: 1400}", False),
        ("version: 1\nwan: {mtu: 2000}", False),
        ("version: 1\nwan: {usrname: x}", False),
        ("version: 1\nwan: {password: {word: X}}", False),
        ("version: 1\ndns: {servers: [1.1.1.1, 1.1.1.1]}", False),
        ("version: 1\ndns: {fallback: [1.1.1.400]}", False),
    ],
)
def test_the_schema_judges_as_the_loader_does(write: Write, text: str, fits: bool) -> None:
    assert validator().is_valid(yaml.safe_load(text)) is fits
    file = write(text, version=False)
    if fits:
        profile.load(file)
    else:
        with pytest.raises(ProfileInvalid):
            profile.load(file)


def test_the_reference_describes_every_field() -> None:
    text = (SHIPPED.parent / "docs" / "profile.md").read_text(encoding="utf-8")
    words = {path.replace("wifi.bands.2.4GHz.", "wifi.").replace("wifi.bands.5GHz.", "wifi.") for path in FIELDS}
    words -= {"dns.by_vendor.asus", "dns.by_vendor.tplink"}
    assert [word for word in sorted(words) if f"`{word}`" not in text] == []
    assert [name for name in NAMES if f"`{name}`" not in text] == []


CHOICES = [question for question in profile.QUESTIONS if question.choices and question.key != "tv_port"]


@pytest.mark.parametrize("chosen", list(itertools.product(*(question.choices for question in CHOICES))))
def test_a_new_profile_loads_whatever_was_answered(tmp_path: Path, chosen: tuple[str, ...]) -> None:
    answers = dict(zip((question.key for question in CHOICES), chosen, strict=True))
    answers |= {
        "username": "0891234567",
        "password": "no: #1",
        "ssid": "on",
        "wifi_key": "long 'enough\"",
        "tv_port": "4",
    }
    file = tmp_path / "new.yaml"
    file.write_text(profile.new_profile(answers, "ru" if chosen[0] == "mts" else "en"), encoding="utf-8")
    (tmp_path / "internet_password.txt").write_text("from-file\n")
    desired = profile.load(file).resolve(
        lambda _: "from-person", {"INTERNET_PASSWORD": "p", "ADMIN_PASSWORD": "adm-in"}
    )
    assert desired.desired("asus", ("5GHz",))["wifi.bands.5GHz.password"] == Secret("long 'enough\"")


def test_a_new_profile_from_no_answers_at_all_loads(tmp_path: Path) -> None:
    file = tmp_path / "new.yaml"
    for lang in ("en", "ru"):
        file.write_text(profile.new_profile({}, lang), encoding="utf-8")
        assert profile.load(file).cells["extends"].value == "generic-dhcp"
        file.write_text(profile.new_profile({"login": "lost", "ssid": "Дом"}, lang), encoding="utf-8")
        assert "wan.protocol" not in profile.load(file).cells


def test_questions_are_asked_only_when_they_make_sense() -> None:
    asked = [question.key for question in profile.QUESTIONS if question.applies({"login": "no"})]
    assert asked == ["provider", "login", "mac", "ssid", "wifi_key", "admin_password", "tv_port"]
    assert all(question.text() != question.text("ru") for question in profile.QUESTIONS)
    assert all(question.default in question.choices for question in profile.QUESTIONS if question.choices)


def test_running_settings_are_written_as_a_profile_that_loads(write: Write) -> None:
    running = Settings(
        {
            "wan.protocol": "pppoe",
            "wan.username": "0891234567",
            "wan.password": Secret("a&b #c"),
            "dns.servers": ("1.1.1.1", "8.8.8.8"),
            "wifi.bands.2.4GHz.ssid": "no",
            "wifi.bands.5GHz.enabled": False,
            "lan.dhcp.first": "192.168.1.2",
            "admin.password": HIDDEN,
        }
    )
    shown = profile.write(running, head="running settings")
    assert "a&b" not in shown
    assert profile.load(write(shown, version=False), sets=["wan.password={env: P}"])
    kept = profile.load(write(profile.write(running, reveal=True), version=False))
    assert kept.desired("asus", ()) == running.only([path for path in running if path != "admin.password"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.dictionaries(
        st.sampled_from(["wan.username", "wifi.bands.5GHz.ssid", "wan.service_name"]),
        st.text("aB0 #:'\"\\{}[]&*!|>%@`,~-", min_size=1, max_size=20).filter(lambda t: t == t.strip()),
    )
)
def test_what_is_written_is_read_back(write: Write, data: dict[str, str]) -> None:
    settings_ = Settings(data)
    assert profile.load(write(profile.write(settings_), version=False)).desired("asus", ()) == settings_
    assert set(settings_) <= set(LEAVES)
