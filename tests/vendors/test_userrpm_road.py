"""The driver for the old green pages against the simulated routers, over a real socket."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from routercfg.device import Credentials, Facts, Identity, Step
from routercfg.errors import NotRecognised, RouterCfgError, SettingRefused
from routercfg.secret import Secret
from routercfg.transport import converse
from routercfg.transport.web import WebTransport
from routercfg.vendors.tplink_userrpm import FAMILY, open_router, recognise
from routercfg.wire import Ask, Reply
from tests.conformance.road import FULL, NO_PASSWORD, PASSWORD
from tests.vendors.userrpm_road import MODELS, GreenBench, bench

BASIC, RUSSIAN, KEYED = "tplink-wr1043nd-v2", "tplink-wr740n-ru", "tplink-archer-c7-v2"
HEAD = f"version: 1\nadmin: {{password: {PASSWORD}}}\n"
ALL = pytest.mark.parametrize("model", sorted(MODELS))
EACH_LOGIN = pytest.mark.parametrize("model", [BASIC, KEYED])


def stuck(outcome: Any, unit: GreenBench, text: str) -> None:
    assert outcome.error is None, (outcome.error, outcome.error.__cause__, outcome.verdicts)
    assert [v.path for v in outcome.verdicts if v.word != "matched"] == []
    assert [(c.path, c.before, c.after) for c in unit.plan(text).changes] == []


@ALL
def test_factory_state_to_verified_rebooted_and_still_equal(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        outcome = unit.apply(FULL)
        stuck(outcome, unit, FULL)
        assert {path for path in (gap.path for gap in outcome.plan.gaps) if "5GHz" not in path} == set()
        unit.router.reboot()
        assert unit.plan(FULL).empty
        assert unit.identity().family == FAMILY
        assert not any(words.get(".reboot", "0") != "0" for words in read(unit).native.values())


def read(unit: GreenBench, password: str = PASSWORD) -> Facts:

    with unit.driver() as driver:
        driver.login(Credentials(None, Secret(password)))
        return driver.read()


@pytest.mark.parametrize(
    "rest",
    [
        "iptv: {mode: bridge, port: 4}",
        "iptv: {mode: vlan, port: 4, internet: {id: 10, priority: 0}, iptv: {id: 20, priority: 4}}",
        "wan: {vlan: 35}",
        "lan: {address: 192.168.7.1, mask: 255.255.255.0, dhcp: {first: 192.168.7.10, last: 192.168.7.99}}",
        "time: {zone: Asia/Yekaterinburg}",
        "wifi: {country: RU, bands: {2.4GHz: {channel: auto, width: auto, hidden: true}}}",
    ],
)
def test_everything_else_with_russian_firmware(rest: str, tmp_path: Path) -> None:
    with bench(RUSSIAN, tmp_path) as unit:
        outcome = unit.apply(HEAD + rest)
        stuck(outcome, unit, HEAD + rest)
        assert not outcome.plan.gaps, outcome.plan.gaps


@pytest.mark.parametrize("model", ["tplink-wdr3600", KEYED])
def test_both_bands(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        for text in (
            "wifi: {ssid: Two, security: wpa2, password: 'k1 & k2 = k3', bands: {5GHz: {enabled: false}}}",
            "wifi: {bands: {5GHz: {enabled: true, ssid: Two-5, channel: 44, width: 40}}}",
        ):
            stuck(unit.apply(HEAD + text, skip=False), unit, HEAD + text)
        assert unit.running()["wifi.bands.2.4GHz.ssid"] == "Two"


@EACH_LOGIN
def test_a_wiped_router_is_told_apart(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False, faults=["wipe:1"]) as unit:
        outcome = unit.apply(NO_PASSWORD, unit.router.model.password)
        assert outcome.error is not None
        assert outcome.error.key == "router-wiped"


@ALL
@pytest.mark.parametrize(("given", "attempts"), [(True, 1), (False, 2)])
def test_a_wrong_password_is_tried_once_and_the_default_only_after_the_profiles(
    model: str, given: bool, attempts: int, tmp_path: Path
) -> None:
    with bench(model, tmp_path, factory=False) as unit, unit.driver() as driver:
        with pytest.raises(RouterCfgError) as told:
            driver.login(Credentials(None, Secret("not-the-pass"), given=given))
        assert told.value.key == "wrong-password"
        tries = [path for _, path in unit.served.log if "StatusRpm" in path or "LoginRpm" in path]
        assert len(tries) == attempts


@EACH_LOGIN
def test_a_user_may_have_another_name(model: str, tmp_path: Path) -> None:
    text = f"version: 1\nadmin: {{username: boss, password: {PASSWORD}}}\n"
    with bench(model, tmp_path) as unit:
        stuck(unit.apply(text, skip=False), unit, text)


def test_somebody_else_and_a_lock_out_are_told_without_an_attempt(tmp_path: Path) -> None:
    for fault, key in (("other-admin", "another-administrator"), ("locked-out", "locked-out")):
        folder = tmp_path / fault
        folder.mkdir()
        with bench(KEYED, folder, factory=False, faults=[fault]) as unit:
            with pytest.raises(RouterCfgError) as told:
                unit.plan(FULL, unit.router.model.password)
            assert told.value.key == key


@ALL
def test_detection_asks_once_and_logs_in_nowhere(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        assert unit.identity().model
        assert [path for _, path in unit.served.log] == ["/"]


def test_a_setting_that_the_router_refuses_is_told_in_its_own_number(tmp_path: Path) -> None:

    with bench(BASIC, tmp_path, factory=False) as unit, unit.driver() as driver:
        driver.login(Credentials(None, Secret(unit.router.model.password)))
        words = {"dhcpserver": "0", "Save": "Save"}
        with pytest.raises(SettingRefused) as told:
            driver.send(Step("LanDhcpServerRpm.htm", words, ("lan.dhcp.enabled",)), lambda key, details: None)
        assert "2004" in told.value.what("en")
        assert "2004" in told.value.what("ru")


def test_a_session_that_ended_is_renewed_once(tmp_path: Path) -> None:

    with bench(KEYED, tmp_path, factory=False) as unit, unit.driver() as driver:
        driver.login(Credentials(None, Secret(unit.router.model.password)))
        driver.read()
        unit.router.forget()
        assert driver.read().running.text("admin.username") == "admin"


def test_a_router_known_to_be_new_gets_its_first_password(tmp_path: Path) -> None:
    with bench(KEYED, tmp_path) as unit:
        transport = WebTransport(unit.served.url, unit.deadline)
        plain = Identity("tplink", FAMILY, "Archer C7", factory=True)
        driver = open_router(transport, plain)  # how it is logged in to is found out by another look at its first page
        with pytest.raises(SettingRefused):
            driver.first_boot(Secret("much too long a password"))
        driver.first_boot(Secret(PASSWORD))
        assert not driver.identity.factory
        assert driver.read().running["admin.password"] == Secret(PASSWORD)
        driver.close()


def test_a_login_that_is_not_spoken_is_refused_before_any_password() -> None:
    first = Reply(200, (), b'<title>TL-WR841N</title><a href="/userRpm/StatusRpm.htm?session_id=AB">')

    class Silent:
        url = "http://127.0.0.1:1"

        def ask(self, ask: Ask) -> Reply:
            raise AssertionError(ask.label)

    identity = converse(Silent(), recognise(first))  # type: ignore[arg-type]
    assert identity is not None
    with pytest.raises(NotRecognised) as told:
        open_router(Silent(), identity)  # type: ignore[arg-type]
    assert "session_id" in told.value.what("en")


def test_converse_gives_none_for_strangers(tmp_path: Path) -> None:
    with bench(BASIC, tmp_path) as unit:
        transport = WebTransport(unit.served.url, unit.deadline)
        assert converse(transport, recognise(Reply(200, (), b"<html>hello"))) is None
        assert unit.served.requests == 0
        transport.close()
