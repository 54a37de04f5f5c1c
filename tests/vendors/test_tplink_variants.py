"""The driver on the simulated routers of the other generations of the blue interface."""

from __future__ import annotations

import pytest

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.device import Credentials, Facts, Identity
from routercfg.dialects.tplink_luci_card import Card
from routercfg.errors import BadAnswer, WebPasswordNeeded, WrongPassword
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import Running, Settings
from routercfg.simulator import Served
from routercfg.transport import converse
from routercfg.transport.loop import LoopTransport
from routercfg.transport.web import WebTransport
from routercfg.vendors import open_router, tplink_steps
from routercfg.vendors import recognise as recognise_any
from routercfg.vendors.tplink_luci_door import recognise
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock
from tests.dialects.test_tplink_crypto import N
from tests.dialects.test_tplink_luci import ABSENT, REDIRECT, form_of, ok, said
from tests.vendors.test_tplink_driver import FIRST, bench

SG_MODELS = ["tplink-archer-be230", "tplink-archer-ax55-sg"]
OTHERS = [*SG_MODELS, "tplink-archer-ax72", "tplink-archer-ax55-v1-11"]
WAN_LEAVES: dict[str, Running] = {
    "wan.protocol": "pppoe",
    "wan.username": "user@isp",
    "wan.password": Secret("x"),
    "dns.servers": ("1.1.1.1",),
}
REST: dict[str, Running] = {
    "wifi.bands.2.4GHz.ssid": "Домашняя сеть 5 ",
    "wifi.bands.2.4GHz.security": "wpa2",
    "wifi.bands.2.4GHz.password": Secret("key&=+%#<>;' 9"),
    "wifi.bands.5GHz.hidden": True,
    "dns.clients": ("77.88.8.8", "77.88.8.1"),
    "lan.dhcp.first": "192.168.0.50",
    "time.zone": "Asia/Omsk",
    "admin.password": Secret("Second!45"),
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_wrong_password_costs_one_attempt_and_the_rest_is_told(name: str) -> None:
    with bench(name) as there:
        with pytest.raises(WrongPassword, match="9 attempt"):
            there.enter(Secret("wrong"))
        with pytest.raises(WrongPassword, match="8 attempt"):
            there.enter(Secret("wrong"))
        there.enter()


@pytest.mark.parametrize("name", OTHERS)
def test_a_new_router_gets_its_first_password(name: str) -> None:
    with bench(name, factory=True) as there:
        there.driver.first_boot(FIRST)
        assert there.router.password_now() == FIRST.reveal()
        assert there.driver.read().running["admin.password"] == FIRST


@pytest.mark.parametrize("name", OTHERS)
def test_what_has_a_form_is_set_and_comes_off_again(name: str) -> None:
    with bench(name) as there:
        there.enter()
        there.set_and_take_back(REST)


def test_a_firmware_without_wan_forms_names_them_and_nothing_is_guessed() -> None:
    with bench("tplink-archer-be230") as there:
        there.enter()
        facts = there.driver.read()
        gaps = there.driver.gaps(facts, Settings({**WAN_LEAVES, **REST}))
        assert {gap.path for gap in gaps} == set(WAN_LEAVES)
        assert {gap.reason.key for gap in gaps} == {"reason.tplink-no-wan-forms"}
        assert "wan.protocol" not in facts.running


def test_the_family_is_known_for_sure_before_the_password_leaves() -> None:
    with bench("tplink-archer-ax55-sg") as there:
        there.enter()
        assert there.driver.identity.family == "tplink-luci-sg"


def test_a_router_that_was_taken_for_its_elder_sister_is_asked_again() -> None:
    """An SG router that does not tell its model looks like a C6 until it refuses the sign."""
    with bench("tplink-archer-ax55-sg") as there:
        there.driver._card = Card("tplink-luci", factory=False)
        there.enter()
        assert there.driver.identity.family == "tplink-luci-sg"
        assert there.driver.read().running


@pytest.mark.parametrize(
    ("model", "firmware", "family", "unsure"),
    [
        ("Archer AX72", "1.2.6 Build 20240619", "tplink-luci-ax72", False),
        ("Archer AX72 V1", "", "tplink-luci-ax72", False),
        ("Archer BE230", "", "tplink-luci-sg", True),
        ("Archer BE999", "1.0.0 Build 20260101", "tplink-luci-sg", True),
        ("Archer AX55", "1.11.0 Build 20260612", "tplink-luci-sg", True),
        ("Archer AX55", "1.3.3 Build 20230628", "tplink-luci", False),
        ("Archer AX12", "1.1.4 Build 20250101", "tplink-luci", True),
        ("", "", "tplink-luci", False),
    ],
)
def test_model_and_firmware_decide_what_answers_leave_open(
    model: str, firmware: str, family: str, unsure: bool
) -> None:
    told: dict[str, object] = {
        "login?form=check_factory_default": ok({"is_default": False}),
        "login?form=auth": ok({"key": [N, "010001"], "seq": 1}),
        "login?form=get_firmware_info": ok({"model": model, "firmware_version": firmware}) if model else ABSENT,
    }
    line = LoopTransport(lambda ask: said(told[form_of(ask)]), Deadline(9, FakeClock()))
    identity = converse(line, recognise(REDIRECT))
    assert identity is not None
    assert identity.family == family
    assert identity.card.unsure is unsure  # type: ignore[attr-defined]


# The Archer C5400X.


def test_a_c5400x_is_entered_with_what_a_browser_encrypted_and_its_password_stays() -> None:
    with bench("tplink-archer-c5400x") as there:
        with pytest.raises(WebPasswordNeeded):
            there.enter(Secret("plain-password"))
        there.enter()
        facts = there.driver.read()
        assert "admin.password" not in facts.running
        wanted: dict[str, Running] = {"admin.password": FIRST, **{"wifi.bands.2.4GHz.ssid": "New & name"}}
        gaps = there.driver.gaps(facts, Settings(wanted))
        assert [(gap.path, gap.reason.key) for gap in gaps] == [("admin.password", "reason.tplink-web-password")]
        del wanted["admin.password"]
        there.send(wanted)
        assert there.left(wanted) == []


def test_there_is_no_first_boot_where_none_is_known() -> None:
    with bench("tplink-archer-c5400x", factory=True) as there, pytest.raises(BadAnswer):
        there.driver.first_boot(FIRST)


# HTTPS.


def test_a_unit_with_old_https_only_is_set_up_through_its_pin() -> None:
    router = simulator.build("tplink-archer-c7-v5", factory=False, pace=0)
    with simulator.serve(router) as served:
        assert isinstance(served, Served)
        told: list[str] = []
        line = WebTransport(
            served.url, Deadline(60), fingerprint=served.fingerprint, on_old_tls=lambda: told.append("old")
        )
        driver = open_router(line, recognise_any(line))
        driver.login(Credentials(None, Secret(router.password_now())))
        assert driver.read().running["wifi.bands.2.4GHz.ssid"]
        driver.close()
    assert told == ["old"]


def test_after_a_redirect_to_https_every_post_goes_there() -> None:
    asked: list[str] = []
    told: dict[str, object] = {
        "login?form=check_factory_default": ok({"is_default": False}),
        "login?form=auth": ok({"key": [N, "010001"], "seq": 1}),
        "login?form=get_firmware_info": ok({"model": "Archer C6", "firmware_version": "1.0.0 Build 20200101"}),
    }

    def router(ask: Ask) -> Reply:
        asked.append(f"{ask.method} {line.url}")
        if line.url.startswith("http:"):  # this is where a POST would be lost
            assert ask.method == "GET"
            return Reply(302, (("Location", "https://192.168.0.1/webpages/login.html"),))
        return REDIRECT if ask.method == "GET" else said(told[form_of(ask)])

    line = LoopTransport(router, Deadline(9, FakeClock()))
    assert recognise_any(line).family == "tplink-luci"
    assert asked == ["GET http://192.168.0.1", "GET https://192.168.0.1", *["POST https://192.168.0.1"] * 3]


def test_a_leaf_has_one_gap_in_the_order_of_the_profile() -> None:
    facts = Facts(Identity("tplink", "tplink-luci"), Settings({"admin.password": FIRST}), (), {})
    desired = Settings({"admin.username": "root", "wan.protocol": "dhcp", "lan.address": "10.0.0.1"})
    gaps = tplink_steps.gaps(facts, desired)
    assert [gap.path for gap in gaps] == [path for path in desired if path in {gap.path for gap in gaps}]
    assert all(isinstance(gap, Gap) for gap in gaps)
    assert len(gaps) == 3
