"""The rules by themselves: pure, and deaf to what is not theirs."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg import rules
from routercfg.secret import Secret
from routercfg.settings import Value

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=70)


def keys(path: str, value: object) -> list[str]:
    return [broken.what.key.removeprefix("profile.") for broken in rules.check(path, value)]  # type: ignore[arg-type]


@given(PRINTABLE)
def test_a_wifi_key_is_8_to_63_signs_or_64_hexadecimal_digits(text: str) -> None:
    good = 8 <= len(text) <= 63 and text == text.strip(" ") and text not in rules.WEAK_KEYS
    hexadecimal = len(text) == 64 and set(text) <= set("0123456789abcdefABCDEF")
    assert (not keys("wifi.password", Secret(text))) is (good or hexadecimal)


@pytest.mark.parametrize("length", [7, 8, 63, 64])
def test_the_edges_of_a_wifi_key(length: int) -> None:
    assert bool(keys("wifi.bands.5GHz.password", Secret("g" * length))) is (length in (7, 64))


@given(st.text(max_size=40))
def test_a_name_of_wifi_is_measured_in_bytes(text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()
    assert ("ssid.length" in keys("wifi.ssid", text)) is not (1 <= len(text.encode()) <= 32)


@given(st.ip_addresses(v=4))
def test_addresses_are_read_as_python_reads_them(address: ipaddress.IPv4Address) -> None:
    assert rules.octets(str(address)) == int(address)
    refused = address.is_loopback or address.packed[0] == 0 or address.packed[0] >= 224
    assert bool(keys("lan.address", str(address))) is refused


@pytest.mark.parametrize(
    "text", ["", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", " 1.2.3.4", "1.2.3.4\n", "١.2.3.4"]
)
def test_what_is_no_address(text: str) -> None:
    assert rules.octets(text) is None


@pytest.mark.parametrize("prefix", range(33))
def test_masks_are_ones_and_then_zeros(prefix: int) -> None:
    mask = str(ipaddress.IPv4Network(f"0.0.0.0/{prefix}").netmask)
    assert bool(keys("lan.mask", mask)) is not (8 <= prefix <= 30)


@given(st.binary(min_size=6, max_size=6), st.sampled_from(["", ":", "-"]))
def test_a_mac_is_the_same_however_it_is_written(octets: bytes, between: str) -> None:
    text = between.join(f"{octet:02x}" for octet in octets)
    assert rules.canonical_mac(text) == ":".join(f"{octet:02X}" for octet in octets)
    assert bool(keys("wan.mac", text)) is (bool(octets[0] & 1) or not any(octets))


@pytest.mark.parametrize("protocol", list(rules.MTU_TOP))
def test_the_largest_mtu_depends_on_the_protocol(protocol: str) -> None:
    top = rules.MTU_TOP[protocol]
    assert rules.check_together({"wan.protocol": protocol, "wan.mtu": top}) == ()
    broken = rules.check_together({"wan.protocol": protocol, "wan.mtu": top + 1})
    assert [each.path for each in broken] == (["wan.mtu"] if top < 1500 else [])


@pytest.mark.parametrize(
    ("channel", "width", "good"),
    [(36, 80, True), (48, 80, True), (52, 80, True), (144, 80, True), (161, 80, True), (165, 80, False)],
)
def test_a_wide_channel_needs_its_whole_block_in_russia(channel: int, width: int, good: bool) -> None:
    values = {"wifi.bands.5GHz.channel": channel, "wifi.bands.5GHz.width": width}
    assert all(each.warning for each in rules.check_together(values)) is good


@pytest.mark.parametrize(
    ("channel", "width", "good"),
    [(64, 160, True), (132, 160, False), (149, 160, False), (165, 40, False), (161, 40, True), (165, 20, True)],
)
def test_other_widths_need_theirs(channel: int, width: int, good: bool) -> None:
    test_a_wide_channel_needs_its_whole_block_in_russia(channel, width, good)


def test_rules_have_nothing_to_say_where_there_is_nothing() -> None:
    assert rules.check_together({}) == ()
    assert rules.missing({}) == ()
    assert rules.check("wan.protocol", "dhcp") == ()


def test_what_each_protocol_needs() -> None:
    assert rules.missing({"wan.protocol": "dhcp"}) == ()
    assert rules.missing({"wan.protocol": "pppoe", "wan.username": "u"}) == ("wan.password",)
    needed = ("wan.server", "wan.username", "wan.password", "wan.address", "wan.mask")
    assert rules.missing({"wan.protocol": "pptp", "wan.secondary": "static"}) == needed
    static: dict[str, Value] = {"wan.protocol": "static", "wan.address": "a", "wan.mask": "m", "wan.gateway": "g"}
    assert rules.missing(static) == ("dns.servers",)
    assert rules.missing({**static, "dns.servers": ("77.88.8.8",)}) == ()


def test_private_resolvers_are_fine_for_those_at_home() -> None:
    assert keys("dns.clients", ("192.168.1.1",)) == []
    assert keys("dns.servers", ("172.31.0.1",)) == ["dns.private"]
    assert keys("dns.servers", ("172.32.0.1",)) == []


def test_a_key_may_stand_at_the_bands_only() -> None:
    values: dict[str, Value] = {"wifi.security": "wpa2", "wifi.bands.5GHz.password": Secret("long-enough")}
    assert rules.check_together(values) == ()


def test_no_broken_rule_repeats_a_secret() -> None:
    for path in ("wifi.password", "wan.password", "admin.password"):
        for text in ("пароль hunter2", " hunter2", "hunter2" * 20, "hunter2 hunter2"):
            assert "hunter2" not in repr(rules.check(path, Secret(text)))
