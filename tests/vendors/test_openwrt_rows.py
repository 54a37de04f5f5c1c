"""Every setting, turned into words and read again, is itself; undone, every word is what it was. Purely, on paper."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.device import Facts, Identity
from routercfg.dialects.openwrt_uci import LIST, Card, Read, listed, parse_export
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import BANDS, SECURITIES, Settings
from routercfg.vendors import openwrt_steps as steps
from routercfg.vendors.openwrt_box import ACCOUNT, PASSWORD, ROUTER, Box, notes
from routercfg.vendors.openwrt_zones import RULES
from tests.vendors.openwrt_rig import DSA, SWITCHED

NOTES = {
    "protocols": '{"pppoe": {}, "l2tp": {}, "pptp": {}}',
    "sae": "yes",
    "factory": '{"network": {"wan": {"macaddr": "02:00:00:00:00:01"}}, "switch": {"switch0": {"ports": '
    '[{"num": 0, "device": "eth0"}, {"num": 2, "role": "lan", "index": 4}, {"num": 3, "role": "lan", "index": 3}]}}}',
    "client": "192.168.1.50 4000 192.168.1.1 22",
    "neighbours": "192.168.1.50 0x1 0x2 02:12:34:56:78:9a * br-lan",
}


def facts(packages: dict[str, str] | None = None, **told: str) -> Facts:
    texts = packages or DSA
    read = Read({name: parse_export(text) for name, text in texts.items()}, Card("TP-Link X"), NOTES | told)
    return of({**read.packages, ROUTER: notes(read), ACCOUNT: {PASSWORD: "old-password"}})


def of(native: dict) -> Facts:  # type: ignore[type-arg]
    box = Box(native)
    return Facts(Identity("tplink", "openwrt"), Settings(steps.running(native)), box.bands, native)


def written(found: Facts, made: tuple) -> Facts:  # type: ignore[type-arg]
    """Do to the words what a router does with these steps."""
    native = {page: dict(words) for page, words in found.native.items()}
    for step in made:
        for key, word in step.words.items():
            page, _, name = key.partition(".")
            if word:
                native[page][name] = word
            else:
                native[page] = {k: v for k, v in native[page].items() if k != name and not k.startswith(name + ".")}
    return of(native)


TEXT = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30)
KEY = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=8, max_size=63).map(Secret)
ADDRESS = st.ip_addresses(v=4).map(str)
SERVERS = st.one_of(st.just("automatic"), st.lists(ADDRESS, min_size=1, max_size=2, unique=True).map(tuple))
WANS = st.one_of(
    st.fixed_dictionaries({"wan.protocol": st.just("dhcp"), "dns.servers": SERVERS}),
    st.fixed_dictionaries(
        {"wan.protocol": st.just("static"), "wan.address": ADDRESS, "wan.mask": st.just("255.255.255.0")},
        optional={"wan.gateway": ADDRESS, "wan.mtu": st.integers(576, 1500)},
    ),
    st.fixed_dictionaries(
        {"wan.protocol": st.just("pppoe"), "wan.username": TEXT, "wan.password": TEXT.map(Secret)},
        optional={
            "wan.service_name": TEXT,
            "wan.mtu": st.integers(576, 1492),
            "wan.secondary": st.sampled_from(["none", "dhcp"]),
            "dns.servers": SERVERS,
        },
    ),
    st.fixed_dictionaries(
        {
            "wan.protocol": st.sampled_from(["l2tp", "pptp"]),
            "wan.server": st.just("vpn.isp.ru"),
            "wan.username": TEXT,
            "wan.password": TEXT.map(Secret),
        },
        optional={"wan.mtu": st.integers(576, 1420), "dns.servers": SERVERS},
    ),
)
REST = st.fixed_dictionaries(
    {},
    optional={
        "wan.mac": st.sampled_from(["default", "clone", "02:AA:BB:CC:DD:02"]),
        "wan.vlan": st.one_of(st.just("none"), st.integers(3, 4094)),
        "dns.clients": SERVERS,
        "lan.dhcp.enabled": st.booleans(),
        "lan.address": st.just("192.168.1.77"),
        "wifi.country": st.sampled_from(["RU", "DE"]),
        "time.zone": st.sampled_from(sorted(RULES)),
        "admin.password": TEXT.map(Secret),
        **{f"wifi.bands.{band}.ssid": TEXT for band in BANDS},
        **{f"wifi.bands.{band}.enabled": st.booleans() for band in BANDS},
        **{f"wifi.bands.{band}.hidden": st.booleans() for band in BANDS},
        "wifi.bands.5GHz.channel": st.sampled_from(["auto", 36, 149]),
        "wifi.bands.5GHz.width": st.sampled_from([20, 40, 80, 160]),
        "wifi.bands.2.4GHz.width": st.sampled_from([20, 40, "auto"]),
    },
)
WIFI = st.fixed_dictionaries(
    {
        "wifi.bands.5GHz.security": st.sampled_from([s for s in SECURITIES if s != "open"]),
        "wifi.bands.5GHz.password": KEY,
    }
)


IPTV = st.one_of(
    st.just({"iptv.mode": "off"}),
    st.fixed_dictionaries({"iptv.mode": st.just("bridge"), "iptv.port": st.integers(1, 4)}),
    st.fixed_dictionaries(
        {"iptv.mode": st.just("vlan"), "iptv.port": st.integers(1, 4), "iptv.iptv.id": st.integers(3, 4094)},
        optional={"iptv.iptv.priority": st.integers(0, 7)},
    ),
)
WISH = st.tuples(WANS, REST, WIFI, IPTV).map(lambda parts: {k: v for part in parts for k, v in part.items()})


@settings(max_examples=150, deadline=None)
@given(WISH, WISH, st.sampled_from([DSA, SWITCHED]))
def test_from_any_settings_to_any_others_and_back(
    first: dict[str, Any], second: dict[str, Any], packages: dict[str, str]
) -> None:
    found = facts(packages)
    for values in (first, second):
        desired = Settings(values)
        beyond = {gap.path for gap in steps.gaps(found, desired)}
        desired = desired.only([path for path in desired if path not in beyond])
        changes = pending(diff(desired, found.running))
        made = steps.steps(found, changes)
        after = written(found, made)
        assert [(c.path, c.before, c.after) for c in diff(desired, after.running)] == []
        back = written(after, steps.undo(found, made))
        assert back.native == found.native
        assert steps.undone(found, back, made) == ()
        if any(step.words for step in made):
            assert steps.undone(found, after, made)
        found = after


def reasons(found: Facts, values: dict[str, object]) -> dict[str, str]:
    return {gap.path: gap.reason.key for gap in steps.gaps(found, Settings(values))}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"wan.username": "a"}, {"wan.username": "reason.not-with-protocol"}),
        ({"wan.mac": "02:12:34:56:78:9A"}, {"wan.mac": "reason.clone-same"}),
        ({"wan.mac": "02:00:00:00:00:01"}, {"wan.mac": "reason.openwrt-mac-default"}),
        ({"wan.protocol": "l2tp", "wan.secondary": "none"}, {"wan.secondary": "reason.openwrt-tunnel-alone"}),
        ({"wifi.bands.5GHz.security": "wpa2"}, {"wifi.bands.5GHz.security": "reason.openwrt-no-key"}),
        ({"wifi.bands.5GHz.password": Secret("12345678")}, {"wifi.bands.5GHz.password": "reason.open-password"}),
        ({"wifi.bands.5GHz.width": "auto"}, {"wifi.bands.5GHz.width": "reason.openwrt-width-auto"}),
        ({"wifi.bands.2.4GHz.width": 80}, {"wifi.bands.2.4GHz.width": "reason.openwrt-width"}),
        (
            {"iptv.mode": "bridge", "iptv.port": 7},
            dict.fromkeys(("iptv.port", "iptv.mode"), "reason.openwrt-iptv-port"),
        ),
        ({"iptv.mode": "vlan", "iptv.port": 1}, {"iptv.mode": "reason.no-vlan-set", "iptv.port": "reason.iptv-off"}),
        ({"iptv.voip.id": 30}, {"iptv.voip.id": "reason.openwrt-voip"}),
        ({"lan.dhcp.first": "10.0.0.1"}, {"lan.dhcp.first": "reason.openwrt-pool"}),
        ({"admin.username": "admin"}, {"admin.username": "reason.openwrt-root"}),
        ({"time.zone": "Mars/Base"}, {"time.zone": "reason.zone-unknown"}),
    ],
)
def test_what_cannot_be_is_named(values: dict[str, object], expected: dict[str, str]) -> None:
    assert reasons(facts(), values) == expected


def test_protocols_and_wpa3_are_there_only_with_their_programs() -> None:
    bare = facts(protocols="", handlers="dhcp.sh ppp.sh", sae="", installed="Package: wpad-mini\n")
    values = {
        "wan.protocol": "l2tp",
        "wifi.bands.5GHz.security": "wpa3",
        "wifi.bands.5GHz.password": Secret("12345678"),
    }
    assert reasons(bare, values)["wan.protocol"] == "reason.openwrt-no-handler"
    assert reasons(bare, values)["wifi.bands.5GHz.security"] == "reason.openwrt-no-sae"
    for package in ("Package: wpad-basic-mbedtls", "P:wpad-openssl", "wpad-basic-wolfssl - 2023"):
        assert "wifi.bands.5GHz.security" not in reasons(facts(sae="", installed=package), values)
    for package in ("Package: wpad-basic", "hostapd-common - 1", "Package: wpad-mini"):
        assert "wifi.bands.5GHz.security" in reasons(facts(sae="", installed=package), values)
    assert "wan.protocol" not in reasons(facts(protocols="", handlers="l2tp.sh"), {"wan.protocol": "l2tp"})


def test_newer_addresses_with_a_prefix_keep_their_form() -> None:
    found = facts()
    native = {page: dict(words) for page, words in found.native.items()}
    native["network"]["lan.ipaddr"] = listed(["192.168.1.1/24"])
    del native["network"]["lan.netmask"]
    found = of(native)
    assert found.running["lan.mask"] == "255.255.255.0"
    made = steps.steps(found, pending(diff(Settings({"lan.address": "10.0.0.1"}), found.running)))
    assert made[0].words == {"network.lan.ipaddr": LIST + "10.0.0.1/24"}
    assert made[0].moves_to == "10.0.0.1"


def test_what_runs_and_means_none_of_our_words_is_not_claimed() -> None:
    native = {page: dict(words) for page, words in facts().native.items()}
    native["wireless"] |= {"default_radio0.encryption": "owe", "default_radio1.encryption": "psk2+tkip"}
    native["network"] |= {"wan.dns": "9.9.9.9"}
    native["system"] |= {"@system[0].timezone": "XYZ-9", "@system[0].zonename": "Europe/Moscow"}
    running = of(native).running
    assert not {"wifi.bands.5GHz.security", "wifi.bands.2.4GHz.security", "dns.servers", "time.zone"} & set(running)


def test_the_older_word_for_both_generations_of_wpa_is_understood() -> None:
    native = {page: dict(words) for page, words in facts().native.items()}
    native["wireless"]["default_radio0.encryption"] = "psk+psk2"
    native["wireless"]["default_radio1.encryption"] = "psk-mixed+tkip+ccmp"
    running = of(native).running
    assert {running[f"wifi.bands.{band}.security"] for band in ("2.4GHz", "5GHz")} == {"wpa/wpa2"}


def test_no_secret_shows_in_what_is_printed() -> None:
    found = facts()
    desired = Settings({"admin.password": Secret("hush-hush-1")})
    made = steps.steps(found, pending(diff(desired, found.running)))
    assert "hush-hush" not in repr(made) + repr(found)
