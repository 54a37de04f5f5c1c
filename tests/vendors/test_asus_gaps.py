import pytest

from routercfg.secret import Secret
from routercfg.settings import LEAVES, Settings, Value
from routercfg.vendors.asus_gaps import applies, gaps
from tests.vendors.asus_bench import facts

PPPOE: dict[str, Value] = {"wan.protocol": "pppoe", "wan.username": "u", "wan.password": Secret("p")}


def named(wish: dict[str, Value], **how: object) -> dict[str, str]:
    return {gap.path: gap.reason.key for gap in gaps(facts(**how), Settings(wish))}  # type: ignore[arg-type]


def test_an_ordinary_profile_has_no_gaps() -> None:
    wish = PPPOE | {"wan.mtu": 1480, "dns.servers": ("80.251.108.198", "8.8.8.8"), "time.zone": "Europe/Moscow"}
    assert named(wish | {"wifi.bands.5GHz.security": "wpa2", "wifi.bands.5GHz.channel": 36, "wan.vlan": 7}) == {}


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        ({"wifi.bands.2.4GHz.security": "wpa3"}, "reason.no-wpa3"),
        ({"wifi.bands.2.4GHz.ssid": 'a"b'}, "reason.ssid-quote"),
        ({"wifi.bands.2.4GHz.ssid": "я" * 17}, "reason.too-long"),
        ({"wifi.country": "RU"}, "reason.country"),
        ({"wan.mtu": 1400}, "reason.mtu-protocol"),
        ({"wan.mac": "clone"}, "reason.clone-unknown"),
        ({"wan.server": "l2tp.isp"}, "reason.not-with-protocol"),
        ({"wan.address": "203.0.113.9"}, "reason.not-with-protocol"),
        ({"wan.protocol": "static"}, "reason.static-needs-dns"),
        ({"dns.clients": ("192.168.50.5", "9.9.9.9")}, "reason.second-client-dns"),
        ({"time.zone": "Asia/Omsk"}, "reason.zone-unknown"),
        ({"time.zone": "Europe/London"}, "reason.zone-unknown"),
        ({"time.zone": "Asia/Novosibirsk"}, "reason.zone-unknown"),
        ({"time.zone": "Asia/Karachi"}, "reason.zone-name"),
        ({"admin.password": Secret("x" * 17)}, "reason.too-long"),
        ({"iptv.port": 4}, "reason.iptv-off"),
    ],
)
def test_what_this_model_cannot_do_is_named_with_its_reason(wish: dict[str, Value], reason: str) -> None:
    assert named(wish) == dict.fromkeys(wish, reason)


def test_every_reason_can_be_said_in_both_languages() -> None:
    wish: dict[str, Value] = {"wifi.country": "RU", "wan.mtu": 1400, "time.zone": "Asia/Karachi", "iptv.port": 4}
    for gap in gaps(facts(), Settings(wish)):
        assert "{" not in gap.reason.say("en") + gap.reason.say("ru")


def test_what_already_is_so_is_no_gap() -> None:
    assert named({"wifi.country": "RU"}, changed={"wl0_country_code": "RU"}) == {}


def test_a_band_the_router_has_not_got_is_named() -> None:
    assert named({"wifi.bands.5GHz.ssid": "x"}, changed={"wl1_ssid": ""}) == {"wifi.bands.5GHz.ssid": "reason.no-band"}


def test_newer_firmware_can_do_more() -> None:
    newer = {"buildno": "388", "extendno": "24199-g1234567"}
    assert named({"time.zone": "Asia/Novosibirsk", "dns.clients": ("1.1.1.1", "9.9.9.9")}, changed=newer) == {}
    assert named({"wifi.bands.5GHz.security": "wpa3"}, changed=newer, support={"wpa3": "1"}) == {}
    assert named({"admin.password": Secret("x" * 32)}, changed=newer) == {}
    assert named({"dns.clients": ("1.1.1.1", "9.9.9.9")}, changed={"extendno": "7_0"}) == {}


def test_letters_beyond_ascii_need_a_firmware_that_says_so() -> None:
    assert named({"wifi.bands.2.4GHz.ssid": "Дом"}) == {}
    path = "wifi.bands.2.4GHz.ssid"
    assert named({path: "Дом"}, support={"utf8_ssid": "0"}) == {path: "reason.ssid-letters"}


def test_a_leaf_that_falls_takes_those_with_it_that_lean_on_it() -> None:
    wish: dict[str, Value] = {"wan.protocol": "static", "wan.address": "203.0.113.9", "wan.mask": "255.255.255.0"}
    assert set(named(wish)) == set(wish)
    assert named(wish | {"dns.servers": ("9.9.9.9",)}) == {}


def test_a_clone_is_possible_where_the_router_knows_this_computer_and_has_one_name() -> None:
    assert named({"wan.mac": "clone"}, mac="02:AA:BB:CC:DD:01") == {}
    assert named({"wan.mac": "02:AA:BB:CC:DD:01"}, mac="02:AA:BB:CC:DD:01") == {"wan.mac": "reason.clone-same"}


def test_dns_over_tls_would_make_a_pair_idle() -> None:
    assert named({"dns.servers": ("9.9.9.9",)}, changed={"dnspriv_enable": "1"}) == {
        "dns.servers": "reason.dns-private"
    }


def test_an_open_network_has_no_password() -> None:
    path = "wifi.bands.2.4GHz.password"
    assert named({path: Secret("new-key-22")}, changed={"wl0_auth_mode_x": "open"}) == {path: "reason.open-password"}


def test_a_password_whose_security_mode_falls_says_that_the_network_stays_open() -> None:
    at = "wifi.bands.2.4GHz."
    wish: dict[str, Value] = {at + "security": "wpa3", at + "password": Secret("new-key-22")}
    found = named(wish, changed={"wl0_auth_mode_x": "open"})
    assert found == {at + "security": "reason.no-wpa3", at + "password": "reason.without-security"}


def test_keys_left_over_from_another_protocol_are_not_shown() -> None:
    found = facts({"wan0_pppoe_username": "left", "wan0_pppoe_passwd": "over", "wan0_ipaddr_x": "10.0.0.9"}).running
    assert not {"wan.username", "wan.password", "wan.address", "wan.mtu"} & set(found)
    assert all(applies(path, {}) for path in LEAVES)
