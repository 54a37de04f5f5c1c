"""Leaves and Settings: what fits, what does not, and in which order."""

import pytest

from routercfg.secret import Secret
from routercfg.settings import BANDS, HIDDEN, LEAVES, Kind, Settings, band_of


def test_every_leaf_of_the_contract_is_there() -> None:
    named = {
        "wan": "protocol username password server service_name address mask gateway mtu mac secondary vlan",
        "dns": "servers clients",
        "lan": "address mask dhcp.enabled dhcp.first dhcp.last",
        "admin": "username password",
        "time": "zone",
    }
    for group, leaves in named.items():
        assert {f"{group}.{leaf}" for leaf in leaves.split()} == {p for p in LEAVES if p.startswith(f"{group}.")}
    for band in BANDS:
        leaves = {p.rsplit(".", 1)[1] for p in LEAVES if band_of(p) == band}
        assert leaves == {"enabled", "ssid", "security", "password", "hidden", "channel", "width"}


def test_secrets_are_exactly_the_passwords() -> None:
    assert {p for p, leaf in LEAVES.items() if leaf.kind is Kind.SECRET} == {p for p in LEAVES if "password" in p}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("wan.password", "in clear"),
        ("wan.mtu", "1480"),
        ("wan.mtu", True),
        ("wan.protocol", "ppp"),
        ("dns.servers", "8.8.8.8"),
        ("dns.servers", (8,)),
        ("wifi.bands.5GHz.hidden", "no"),
        ("wifi.bands.5GHz.channel", "36"),
        ("wan.vlan", "off"),
        ("wan.username", 891234567),
        ("wan.nonsense", "x"),
    ],
)
def test_what_does_not_fit_a_leaf_is_a_fault_of_the_caller(path: str, value: object) -> None:
    with pytest.raises(TypeError):
        Settings({path: value})  # type: ignore[dict-item]


def test_order_is_that_of_the_leaves_whatever_the_caller_s() -> None:
    one = Settings({"time.zone": "Europe/Moscow", "wan.mtu": 1480})
    other = Settings({"wan.mtu": 1480, "time.zone": "Europe/Moscow"})
    assert list(one) == list(other) == ["wan.mtu", "time.zone"]
    assert one == other


def test_hidden_fits_every_leaf_and_is_no_text() -> None:
    settings = Settings(dict.fromkeys(LEAVES, HIDDEN))
    assert settings.text("wan.username") is None
    assert settings.secret("wan.password") is None


def test_but_and_only() -> None:
    settings = Settings({"wan.mtu": 1480, "wan.password": Secret("x")})
    assert settings.but({"wan.mtu": 1492})["wan.mtu"] == 1492
    assert list(settings.only({"wan.mtu"})) == ["wan.mtu"]


def test_groups_put_each_band_by_itself() -> None:
    assert LEAVES["wifi.bands.2.4GHz.ssid"].group == "wifi.bands.2.4GHz"
    assert LEAVES["wifi.country"].group == "wifi"
    assert LEAVES["lan.dhcp.first"].group == "lan"
