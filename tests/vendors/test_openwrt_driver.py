"""The OpenWrt driver on the whole road: factory state to verified settings, lost answers, rollback, a new address."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from routercfg.clock import Deadline
from routercfg.device import Credentials
from routercfg.dialects import openwrt_uci
from routercfg.errors import NotRecognised, RouterWiped, SettingRefused, WrongPassword
from routercfg.language import TEXTS
from routercfg.language.reasons_openwrt import REASONS_OPENWRT
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.vendors.openwrt import OpenwrtDriver, identify, open_router
from routercfg.workflow import Apply
from tests.conftest import FakeClock
from tests.vendors.openwrt_rig import SWITCHED, Rig

PASSWORD = Secret("Boss-pass-77")
FULL: dict[str, object] = {
    "wan.protocol": "pppoe",
    "wan.username": "0891234567@isp/ru#1",
    "wan.password": Secret("p&w=%+ \"q\" 'x' \\ $HOME `id`"),
    "wan.mtu": 1460,
    "wan.mac": "02:AA:BB:CC:DD:02",
    "dns.servers": ("85.175.46.122", "8.8.8.8"),
    "dns.clients": ("192.168.77.9",),
    "wifi.country": "RU",
    "wifi.bands.2.4GHz.ssid": "Домашняя & сеть <;>",
    "wifi.bands.2.4GHz.security": "wpa2",
    "wifi.bands.2.4GHz.password": Secret("key&=+%#<>;' 9"),
    "wifi.bands.2.4GHz.channel": 6,
    "wifi.bands.2.4GHz.width": 20,
    "wifi.bands.2.4GHz.enabled": True,
    "wifi.bands.5GHz.ssid": "Home-5G",
    "wifi.bands.5GHz.security": "wpa2/wpa3",
    "wifi.bands.5GHz.password": Secret("key&=+%#<>;' 9"),
    "wifi.bands.5GHz.enabled": True,
    "wifi.bands.5GHz.hidden": True,
    "admin.password": PASSWORD,
    "time.zone": "Europe/Moscow",
}


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lead merges the table; until then it is merged here."""
    for key, text in REASONS_OPENWRT.items():
        monkeypatch.setitem(TEXTS, key, text)


class Clock(FakeClock):
    """Waits a little, since the router of paper really does."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        time.sleep(0.06)


@pytest.fixture
def clock() -> Clock:
    return Clock()


class Wish:
    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def desired(self, vendor: str, bands: tuple[str, ...]) -> Settings:
        return Settings(self.values)  # type: ignore[arg-type]


@pytest.fixture
def rig(tmp_path: Path, clock: FakeClock) -> Rig:
    return Rig(tmp_path / "router", Deadline(300, clock))


def driver_of(rig: Rig) -> OpenwrtDriver:
    identity = identify(rig)
    assert identity is not None
    return open_router(rig, identity)


def apply(rig: Rig, values: dict[str, object], password: Secret | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN201
    driver = driver_of(rig)
    credentials = Credentials(None, password)
    return Apply(driver, Wish(values), credentials, rig.deadline, lambda k, d: None, lambda plan: True).run()


def matched(outcome: object) -> bool:
    assert outcome.error is None, (outcome.error, outcome.error.__cause__, outcome.verdicts)  # type: ignore[attr-defined]
    return {v.word for v in outcome.verdicts} == {"matched"}  # type: ignore[attr-defined]


def native(rig: Rig) -> dict[str, str]:
    return {file.name: file.read_text() for file in (rig.root / "etc/config").iterdir()}


def test_factory_state_to_verified_and_nothing_left_to_do(rig: Rig) -> None:
    first = identify(rig)
    assert first is not None
    assert (first.vendor, first.model, first.hardware, first.factory) == ("tplink", "Archer C7", "v5", True)
    assert "23.05.3" in first.firmware
    assert matched(apply(rig, FULL))
    assert rig.password == PASSWORD.reveal()
    again = apply(rig, FULL)
    assert again.plan.empty
    assert not driver_of(rig).identity.factory


def test_a_read_is_one_command_and_an_apply_three(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    apply(rig, FULL, Secret("old"))
    assert rig.trips == ["system board", "read", "uci batch", "read"]


def test_no_secret_is_in_a_command_line(rig: Rig) -> None:
    apply(rig, FULL)
    for word in (PASSWORD, FULL["wan.password"], FULL["wifi.bands.5GHz.password"]):
        assert isinstance(word, Secret)
        assert not any(word.reveal() in line for line in rig.lines)


@pytest.mark.parametrize("packages", [None, SWITCHED], ids=["dsa", "switched"])
@pytest.mark.parametrize(
    "values",
    [
        {"wan.protocol": "pppoe", "wan.username": "a", "wan.password": Secret("b"), "wan.secondary": "dhcp",
         "wan.vlan": 35, "wan.mac": "clone", "wan.mtu": 1400, "dns.servers": ("77.88.8.8",)},
        {"wan.protocol": "l2tp", "wan.server": "tp.isp.ru", "wan.username": "a@b", "wan.password": Secret("c d"),
         "wan.secondary": "static", "wan.address": "10.1.2.3", "wan.mask": "255.255.0.0", "wan.gateway": "10.1.0.1",
         "wan.mtu": 1440, "dns.servers": ("77.88.8.8", "77.88.8.1"), "dns.clients": ("9.9.9.9",),
         "lan.dhcp.enabled": False, "wifi.bands.2.4GHz.width": "auto", "wifi.bands.5GHz.enabled": False},
    ],
)  # fmt: skip
def test_every_setting_sticks_and_its_undo_leaves_nothing(
    packages: dict[str, str] | None, values: dict[str, object], tmp_path: Path, clock: FakeClock
) -> None:
    rig = Rig(tmp_path / "router", Deadline(300, clock), packages)
    (rig.root / "handlers").write_text('{"pppoe": {}, "l2tp": {}, "pptp": {}}')
    (rig.root / "password").write_text("old")
    driver = driver_of(rig)
    driver.login(Credentials(None, Secret("old")))
    before = driver.read()
    outcome = apply(rig, values, Secret("old"))
    assert not outcome.plan.gaps
    assert matched(outcome)
    driver.login(Credentials(None, Secret("old")))
    for step in driver.undo(before, outcome.plan.steps):
        driver.send(step, lambda key, details: None)
    now = driver.read()
    assert driver.undone(before, now, outcome.plan.steps) == ()
    assert now.native == before.native


def test_going_from_a_tunnel_to_plain_dhcp_takes_the_tunnel_away(rig: Rig) -> None:
    (rig.root / "handlers").write_text('{"pppoe": {}, "l2tp": {}, "pptp": {}}')
    (rig.root / "password").write_text("old")
    tunnel = {"wan.protocol": "l2tp", "wan.server": "tp.isp.ru", "wan.username": "a", "wan.password": Secret("b")}
    assert matched(apply(rig, tunnel, Secret("old")))
    assert "vpn" in native(rig)["firewall"]
    assert matched(apply(rig, {"wan.protocol": "dhcp"}, Secret("old")))
    assert "vpn" not in native(rig)["firewall"] + native(rig)["network"]
    assert "metric" not in native(rig)["network"]


def test_a_set_top_box_gets_its_port_and_gives_it_back(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    iptv = {"iptv.mode": "vlan", "iptv.port": 4, "iptv.iptv.id": 20, "iptv.iptv.priority": 4}
    assert matched(apply(rig, iptv | {"wan.vlan": 10, "iptv.internet.priority": 3}, Secret("old")))
    assert native(rig)["network"].count("'lan4'") == 1
    assert matched(apply(rig, {"iptv.mode": "off", "wan.vlan": "none"}, Secret("old")))
    assert "lan4" in native(rig)["network"]
    assert "br-iptv" not in native(rig)["network"]


def test_on_an_old_switch_the_port_of_that_socket_joins_the_provider(tmp_path: Path, clock: FakeClock) -> None:
    rig = Rig(tmp_path / "router", Deadline(300, clock), SWITCHED)
    (rig.root / "password").write_text("old")
    was = native(rig)
    assert matched(apply(rig, {"iptv.mode": "bridge", "iptv.port": 4}, Secret("old")))
    assert "'3 4 5 0t'" in native(rig)["network"]
    assert "'1 2 0t'" in native(rig)["network"]
    assert matched(apply(rig, {"iptv.mode": "off"}, Secret("old")))
    assert native(rig)["network"].split() == was["network"].split()
    tagged = {"iptv.mode": "vlan", "iptv.port": 4, "iptv.iptv.id": 20}
    driver = driver_of(rig)
    driver.login(Credentials(None, Secret("old")))
    gaps = driver.gaps(driver.read(), Settings(tagged))  # type: ignore[arg-type]
    assert {gap.path for gap in gaps} == set(tagged)


def test_batch_complaints_decide_although_batch_returns_zero(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    driver = driver_of(rig)
    driver.login(Credentials(None, Secret("old")))
    facts = driver.read()
    was = native(rig)
    step = driver.steps(facts, ())
    assert step == ()
    from routercfg.device import Step

    bad = Step("uci", {"network.wan.proto": "pppoe", "network.nowhere.key": "secret-word"}, ("wan.protocol",))
    with pytest.raises(SettingRefused) as told:
        driver.send(bad, lambda key, details: None)
    assert "Invalid argument" in told.value.what()
    assert native(rig) == was
    assert not (rig.root / "tmp/.uci/network").exists()


def test_a_password_that_is_not_taken_leaves_everything_as_it_was(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    was = native(rig)
    (rig.root / "passwd-fails").touch()
    outcome = apply(rig, FULL, Secret("old"))
    assert outcome.error is not None
    assert outcome.error.exit_code == 7
    assert native(rig) == was


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("label", ["read", "uci batch"])
def test_a_lost_answer_is_read_after_and_the_run_still_ends_well(label: str, when: str, rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    rig.lose = (label, when)
    assert matched(apply(rig, FULL, Secret("old")))
    assert "reload_config" in rig.calls


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_at_first_boot(when: str, rig: Rig) -> None:
    rig.lose = ("passwd", when)
    assert matched(apply(rig, FULL))


def test_a_router_that_ignores_writes_is_found_out(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    was = native(rig)
    (rig.root / "ignore").touch()
    outcome = apply(rig, {"wan.mtu": 1400, "wifi.bands.5GHz.ssid": "New"}, Secret("old"))
    assert outcome.error is not None
    assert outcome.error.exit_code == 8
    assert native(rig) == was


@pytest.mark.parametrize("objects", ["network", "network\nuci\nsession"], ids=["shell", "rpcd"])
def test_a_new_address_is_followed_and_confirmed(objects: str, rig: Rig) -> None:
    (rig.root / "objects").write_text(objects)
    (rig.root / "password").write_text("old")
    values = {"lan.address": "192.168.7.1", "lan.dhcp.first": "192.168.7.50", "lan.dhcp.last": "192.168.7.99"}
    assert matched(apply(rig, values, Secret("old")))
    assert rig.moved == ["ssh://192.168.7.1"]
    assert not (rig.root / "tmp/routercfg-guard").exists()
    assert any("uci confirm" in call for call in rig.calls) == ("uci" in objects)
    assert rig.trips.count("read") == 2


def test_a_router_that_cannot_be_found_at_its_new_address_comes_back(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(openwrt_uci, "CONFIRM_SECONDS", 1)
    (rig.root / "password").write_text("old")
    was = native(rig)
    rig.away.add("ssh://192.168.7.1")
    outcome = apply(rig, {"lan.address": "192.168.7.1"}, Secret("old"))
    assert outcome.error is not None
    assert outcome.error.exit_code == 8
    assert outcome.state == "old"
    assert native(rig) == was
    written_again = rig.trips.index("uci batch", rig.trips.index("uci batch") + 1)
    assert "confirm" not in rig.trips[:written_again]


def test_a_wiped_router_is_told_from_one_that_refuses(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    driver = driver_of(rig)
    driver.login(Credentials(None, Secret("old")))
    (rig.root / "password").unlink()
    with pytest.raises(RouterWiped):
        driver.rejoin(lambda key, details: None)


def test_a_wrong_password_is_tried_once(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    driver = driver_of(rig)
    with pytest.raises(WrongPassword):
        driver.login(Credentials("admin", Secret("wrong")))
    assert rig.trips == []


def test_a_linux_that_is_no_openwrt_is_named_so(rig: Rig) -> None:
    (rig.root / "board").write_text("sh: ubus: not found\n")
    (rig.root / "etc/openwrt_release").unlink()
    assert identify(rig) is None
    (rig.root / "password").write_text("old")
    driver = driver_of(rig)
    with pytest.raises(NotRecognised):
        driver.login(Credentials(None, Secret("old")))


def test_somebody_elses_unsaved_changes_are_not_committed(rig: Rig) -> None:
    (rig.root / "password").write_text("old")
    (rig.root / "tmp/.uci").mkdir()
    (rig.root / "tmp/.uci/network").write_text("set network.wan.mtu='1300'\n")
    driver = driver_of(rig)
    driver.login(Credentials(None, Secret("old")))
    gaps = driver.gaps(driver.read(), Settings({"wan.protocol": "static"}))
    assert [gap.reason.key for gap in gaps] == ["reason.openwrt-pending"]
