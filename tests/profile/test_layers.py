"""Profiles on profiles, values files and --set: who wins, and where faults point."""

from __future__ import annotations

from pathlib import Path

import pytest

from routercfg import profile
from routercfg.secret import Secret
from tests.profile.conftest import Write, faults

BOTH = ("2.4GHz", "5GHz")


def test_a_child_wins_leaf_by_leaf_and_lists_replace_lists(write: Write) -> None:
    write("name: parent\nwan: {mtu: 1400, vlan: 5}\ndns: {servers: [1.1.1.1, 1.0.0.1]}", "parent.yaml")
    child = write("extends: parent.yaml\nwan: {mtu: 1450}\ndns: {servers: [9.9.9.9]}", "child.yaml")
    loaded = profile.load(child)
    assert dict(loaded.desired("asus", BOTH)) == {"wan.mtu": 1450, "wan.vlan": 5, "dns.servers": ("9.9.9.9",)}
    assert loaded.name == "child"


def test_extends_takes_shipped_names(write: Write) -> None:
    loaded = profile.load(write("extends: rostelecom-pppoe\nwan: {username: u, password: {env: P}}"))
    assert loaded.cells["wan.protocol"].value == "pppoe"
    assert loaded.fallback == ("77.88.8.8", "77.88.8.1")


def test_faults_point_into_the_file_that_has_them(write: Write) -> None:
    parent = write("wan: {mtu: 9}", "parent.yaml")
    child = write("extends: parent.yaml\nwifi: {ssid: no}", "child.yaml")
    assert {(f.file, f.path) for f in faults(child)} == {(str(parent), "wan.mtu"), (str(child), "wifi.ssid")}


def test_a_parent_that_is_missing_is_blamed_on_the_line_that_names_it(write: Write) -> None:
    file = write("extends: nobody.yaml")
    (fault,) = faults(file)
    assert (fault.file, fault.line, fault.column, fault.what.key) == (str(file), 2, 10, "profile.file.missing")


def test_profiles_in_a_circle_and_in_too_long_a_row(write: Write) -> None:
    write("extends: b.yaml", "a.yaml")
    file = write("extends: a.yaml", "b.yaml")
    assert [f.what.key for f in faults(file)] == ["profile.extends.circle"]
    own = write("extends: own.yaml", "own.yaml")
    assert [f.what.key for f in faults(own)] == ["profile.extends.circle"]
    for number in range(9):
        last = write(f"extends: n{number + 1}.yaml" if number < 8 else "", f"n{number}.yaml")
    assert last.exists()
    assert [f.what.key for f in faults(last.with_name("n0.yaml"))] == ["profile.extends.long"]
    profile.load(last.with_name("n1.yaml"))


def test_wifi_for_every_band_unless_a_band_says_otherwise(write: Write) -> None:
    text = "wifi: {ssid: Home, security: wpa2, password: long-enough, bands: {5GHz: {ssid: Home-5G, channel: 36}}}"
    loaded = profile.load(write(text))
    assert dict(loaded.desired("asus", ("2.4GHz",))) == {
        "wifi.bands.2.4GHz.ssid": "Home",
        "wifi.bands.2.4GHz.security": "wpa2",
        "wifi.bands.2.4GHz.password": Secret("long-enough"),
        # named by the profile, so kept for the driver to report
        "wifi.bands.5GHz.ssid": "Home-5G",
        "wifi.bands.5GHz.channel": 36,
    }
    assert loaded.desired("asus", BOTH)["wifi.bands.5GHz.security"] == "wpa2"


def test_a_band_that_is_open_gets_no_common_password(write: Write) -> None:
    text = "wifi: {security: wpa2, password: long-enough, bands: {2.4GHz: {security: open}}}"
    desired = profile.load(write(text)).desired("asus", BOTH)
    assert "wifi.bands.2.4GHz.password" not in desired
    assert "wifi.bands.5GHz.password" in desired


def test_dns_by_vendor_and_for_everybody(write: Write) -> None:
    text = "dns: {servers: [1.1.1.1], by_vendor: {asus: [9.9.9.9]}}"
    file = write(text)
    loaded = profile.load(file)
    assert [loaded.desired(vendor, ())["dns.servers"] for vendor in ("asus", "tplink")] == [("9.9.9.9",), ("1.1.1.1",)]
    assert profile.load(file, sets=["dns.servers=automatic"]).desired("asus", ())["dns.servers"] == "automatic"


def test_the_internet_vlan_is_one_leaf_in_two_places(write: Write) -> None:
    loaded = profile.load(write("iptv: {internet: {id: 30}}"))
    assert dict(loaded.desired("asus", ())) == {"wan.vlan": 30}
    assert profile.load(loaded.file, sets=["wan.vlan=31"]).desired("asus", ())["wan.vlan"] == 31


@pytest.mark.parametrize(
    ("setting", "path", "value"),
    [
        ("wan.username=0891234567", "wan.username", "0891234567"),
        ("wan.username=no", "wan.username", "no"),
        ("wan.username=a=b #c", "wan.username", "a=b #c"),
        ("wan.password={hunter2", "wan.password", Secret("{hunter2")),
        ("wan.mtu=1400", "wan.mtu", 1400),
        ("wan.vlan=none", "wan.vlan", "none"),
        ("wan.mac=12:34:56:11:22:33", "wan.mac", "12:34:56:11:22:33"),
        ("dns.servers=1.1.1.1,8.8.8.8", "dns.servers", ("1.1.1.1", "8.8.8.8")),
        ("dns.servers=[1.1.1.1, 8.8.8.8]", "dns.servers", ("1.1.1.1", "8.8.8.8")),
        ("dns.servers=automatic", "dns.servers", "automatic"),
        ("wifi.bands.2.4GHz.channel=6", "wifi.bands.2.4GHz.channel", 6),
        ("wifi.bands.2.4GHz.enabled=false", "wifi.bands.2.4GHz.enabled", False),
        ("iptv.mode=off", "iptv.mode", "off"),
    ],
)
def test_set_reads_by_the_type_of_the_leaf(write: Write, setting: str, path: str, value: object) -> None:
    assert profile.load(write(""), sets=[setting]).desired("asus", ())[path] == value


@pytest.mark.parametrize(
    ("setting", "file", "key"),
    [
        ("wan.mtu=12", "--set wan.mtu", "number.range"),
        ("wan.mtu=big", "--set wan.mtu", "value"),
        ("wan.username=", "--set wan.username", "empty"),
        ("wan.pasword=hunter2", "--set wan.pasword", "unknown.near"),
        ("wifi.password=hunter2", "--set wifi.password", "text.length"),
        ("hunter2", "--set", "set.form"),
        ("version=1", "--set version", "unknown"),
        ("=x", "--set", "set.form"),
    ],
)
def test_faults_of_set_name_the_option_and_never_the_value(write: Write, setting: str, file: str, key: str) -> None:
    (fault,) = faults(write(""), sets=[setting])
    assert (fault.file, fault.line) == (file, 0)
    assert fault.what.key.startswith(f"profile.{key}")
    assert "hunter2" not in fault.say() + fault.say("ru")


def test_a_password_in_set_is_warned_of_and_a_reference_is_not(write: Write) -> None:
    file = write("")
    assert [w.what.key for w in profile.load(file, sets=["wan.password=abc"]).warnings] == ["profile.set.secret"]
    referred = profile.load(file, sets=["wan.password={env: WORD}"])
    assert not referred.warnings
    assert referred.secrets_needed()[0].name == "WORD"


def test_values_files_nested_or_dotted_and_the_order_of_winning(write: Write) -> None:
    file = write("wan: {username: base, mtu: 1400, vlan: 2}")
    one = write('wan: {username: "089"}\nwifi.bands.2.4GHz: {channel: 6}', "one.yaml", version=False)
    two = write("wan.mtu: 1450\nwifi.bands.2.4GHz.width: 20", "two.yaml", version=False)
    loaded = profile.load(file, values=[one, str(two)], sets=["wan.vlan=7", "wan.vlan=8"])
    assert dict(loaded.desired("asus", ())) == {
        "wan.username": "089",
        "wan.mtu": 1450,
        "wan.vlan": 8,
        "wifi.bands.2.4GHz.channel": 6,
        "wifi.bands.2.4GHz.width": 20,
    }


def test_values_files_have_faults_with_their_own_place(write: Write) -> None:
    bad = write("wan.mtu: 9\nextends: x\nwan: {mtu: 1400}\nwan.username: 089\n", "bad.yaml", version=False)
    found = [(Path(f.file).name, f.line, f.path) for f in faults(write(""), values=[bad])]
    assert found == [
        ("bad.yaml", 1, "wan.mtu"),
        ("bad.yaml", 2, "extends"),
        ("bad.yaml", 3, "wan.mtu"),
        ("bad.yaml", 4, "wan.username"),
    ]
    assert faults(write(""), values=["/nowhere/v.yaml"])[0].what.key == "profile.file.missing"


def test_a_template_may_lack_what_it_asks_for_and_nothing_else(write: Write) -> None:
    file = write("ask: [wan.username]\nwan: {protocol: pppoe}")
    assert [f.path for f in faults(file)] == ["wan.username", "wan.password"]
    assert [f.path for f in faults(file, template=True)] == ["wan.password"]
    loaded = profile.load(file, template=True, sets=["wan.password={env: P}"])
    assert loaded.asks == ("wan.username",)
    assert [(w.line, w.path) for w in loaded.warnings] == [(3, "wan.username")]
    (fault,) = faults(file, sets=["wan.password={env: P}"])
    assert (fault.line, fault.column) == (3, 17)
    assert "--set wan.username=" in fault.say()


def test_what_is_asked_for_beyond_the_protocol_is_missed_at_the_ask_line(write: Write) -> None:
    file = write("wan: {protocol: dhcp}\nask: [wan.mac]")
    (fault,) = faults(file)
    assert (fault.line, fault.path, fault.what.key) == (3, "wan.mac", "profile.missing.asked")
    profile.load(file, sets=["wan.mac=clone"])


def test_a_static_line_needs_resolvers_too(write: Write) -> None:
    text = "wan: {protocol: static, address: 10.0.0.2, mask: 255.255.255.0, gateway: 10.0.0.1}\n"
    assert [f.path for f in faults(write(text))] == ["dns.servers"]
    assert [f.path for f in faults(write(text + "dns: {servers: automatic}"))] == ["dns.servers"]
    profile.load(write(text + "dns: {by_vendor: {asus: [77.88.8.8]}}"))
