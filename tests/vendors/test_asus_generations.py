"""What the generations of ASUS's web do each in their own way: labels, Basic, HTTPS only, SSH's switch."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import pytest

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.device import Credentials, Identity
from routercfg.errors import (
    AnotherAdministrator,
    Captcha,
    ConnectionLost,
    LabelPassword,
    NotRecognised,
    SettingRefused,
    WrongPassword,
)
from routercfg.language import say
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.simulator.asus_models import asus_models
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, PaperRouter, Store
from routercfg.transport.web import WebTransport
from routercfg.vendors import open_router, recognise
from routercfg.vendors.asus_web import AsusWebDriver
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock

MODELS = {model.name: model for model in asus_models()}
NEW, LABEL = Secret("New-pass1"), Secret("Label-7k2m")
V2, OLD = "asus-rt-ax88u-3006", "asus-rt-n66u"


def tell(key: str, details: Mapping[str, object]) -> None:
    """Progress is somebody else's test."""


class Listening(WebTransport):
    """A transport that remembers what was asked."""

    def __init__(self, url: str, fingerprint: str | None, clock: FakeClock) -> None:
        super().__init__(url, Deadline(600, clock), fingerprint=fingerprint)
        self.asks: list[Ask] = []

    def ask(self, ask: Ask) -> Reply:
        self.asks.append(ask)
        return super().ask(ask)

    def logins(self) -> int:
        """How many passwords were tried."""
        return sum("login" in ask.target for ask in self.asks)


class Unit:
    """One paper router on a socket, and a transport to it."""

    def __init__(self, router: PaperRouter, transport: Listening) -> None:
        self.router, self.transport = router, transport

    def open(self) -> AsusWebDriver:
        driver = open_router(self.transport, self.recognise())
        assert isinstance(driver, AsusWebDriver)
        return driver

    def recognise(self) -> Identity:
        return recognise(self.transport)

    def logged_in(self) -> AsusWebDriver:
        driver = self.open()
        driver.login(Credentials("admin", Secret(self.router.password_now())))
        return driver

    def nvram(self, key: str) -> str:
        return self.router.store.get("nvram", key)


@contextmanager
def put(name: str, clock: FakeClock, *, factory: bool = False, plain: bool = False, fault: str = "") -> Iterator[Unit]:
    model = MODELS[name]
    store = Store(None, model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(0, clock), Faults.parse([fault] if fault else []))
    with simulator.serve(router) as served:
        assert isinstance(served, simulator.Served)
        pin = served.fingerprint if served.url.startswith("https:") else None
        url = served.url.replace("https:", "http:") if plain else served.url
        transport = Listening(url, pin, clock)
        yield Unit(router, transport)
        transport.close()


def test_the_password_of_the_label_begins_a_new_unit_and_is_replaced(clock: FakeClock) -> None:
    with put("asus-rt-be88u", clock, factory=True) as unit:
        unit.open().first_boot(NEW, LABEL)
        assert unit.router.password_now() == NEW.reveal()
        assert (unit.nvram("x_Setting"), unit.transport.logins()) == ("1", 2)


@pytest.mark.parametrize("label", [None, Secret("Wrong-label")])
def test_without_the_right_label_the_usual_password_is_tried_once_and_the_label_asked_for(
    clock: FakeClock, label: Secret | None
) -> None:
    with put("asus-rt-be88u", clock, factory=True) as unit:
        with pytest.raises(LabelPassword):
            unit.open().first_boot(NEW, label)
        assert unit.transport.logins() == (2 if label is None else 3)
        assert unit.nvram("x_Setting") == "0"


def test_after_the_label_was_asked_for_a_restart_makes_way_for_it(clock: FakeClock) -> None:
    with put("asus-rt-be88u", clock, factory=True) as unit:
        with pytest.raises(LabelPassword) as told:
            unit.open().first_boot(NEW)
        with pytest.raises(Captcha):  # two wrong ones were one too many
            unit.open().first_boot(NEW, LABEL)
        assert "off and on" in told.value.next_step("en")
        unit.router.power_cut()
        unit.open().first_boot(NEW, LABEL)
        assert unit.router.password_now() == NEW.reveal()


def test_a_given_password_that_is_no_label_does_not_stop_a_unit_that_has_none(clock: FakeClock) -> None:
    with put(V2, clock, factory=True) as unit:
        unit.open().first_boot(NEW, NEW)
        assert unit.router.password_now() == NEW.reveal()


@pytest.mark.parametrize("at", range(3, 12))
def test_a_first_boot_that_was_stopped_anywhere_is_taken_up_again(clock: FakeClock, at: int) -> None:
    with put("asus-rt-be88u", clock, factory=True) as unit:
        driver, ask = unit.open(), unit.transport.ask

        def stop(one: Ask) -> Reply:
            if len(unit.transport.asks) == at:
                raise KeyboardInterrupt
            return ask(one)

        unit.transport.ask = stop  # type: ignore[method-assign, assignment]
        try:
            driver.first_boot(NEW, LABEL)
        except KeyboardInterrupt:
            unit.transport.ask = ask  # type: ignore[method-assign]
            again = unit.open()
            if again.identity.factory:
                again.first_boot(NEW, LABEL)
        assert unit.router.password_now() == NEW.reveal()
        assert unit.nvram("x_Setting") == "1"


@pytest.mark.parametrize("name", ["asus-rt-ac85p", V2, OLD])
def test_a_first_password_that_is_not_stored_is_never_reported_as_set(clock: FakeClock, name: str) -> None:
    with put(name, clock, factory=True, fault="ignore-write:http_passwd") as unit, pytest.raises(SettingRefused):
        unit.open().first_boot(NEW)


def test_whoever_began_the_old_wizard_is_told_from_whoever_knows_the_password(clock: FakeClock) -> None:
    with put(OLD, clock, factory=True) as unit:
        assert unit.recognise().factory  # from here on it asks us for nothing
        unit.router.store.update("nvram", {"x_Setting": "1", "http_passwd": "Theirs-77"})
        unit.router.forget()
        unit.transport.ask(Ask("GET", "/state.js"))
        driver = unit.open()
        assert not driver.identity.factory
        with pytest.raises(WrongPassword):
            driver.login(Credentials("admin", NEW))


def test_an_old_unit_says_who_else_is_logged_in(clock: FakeClock) -> None:
    with put(OLD, clock, fault="other-admin") as unit, pytest.raises(AnotherAdministrator, match=r"192\.168\.1\.77"):
        unit.open()


def test_another_router_behind_the_old_ones_address_gets_no_password(clock: FakeClock) -> None:
    with put(OLD, clock) as unit:
        driver = unit.logged_in()
        object.__setattr__(unit.router.spec, "productid", "RT-N56U")  # type: ignore[attr-defined]
        try:
            sent = len(unit.transport.asks)
            with pytest.raises(Exception, match="time"):
                driver.rejoin(tell)
            assert not any(name == "Authorization" for ask in unit.transport.asks[sent:] for name, _ in ask.headers)
        finally:
            object.__setattr__(unit.router.spec, "productid", "RT-N66U")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["asus-rt-ax55-https", "asus-rt-be58u-https"])
def test_a_unit_with_https_only_is_found_over_http_and_gets_its_password_over_https(
    clock: FakeClock, name: str
) -> None:
    with put(name, clock, plain=True) as unit:
        driver = unit.logged_in()
        assert unit.transport.url.startswith("https://")
        assert driver.identity.model == MODELS[name].title
        assert driver.read().running["lan.address"] == "192.168.50.1"


def test_padavan_is_recognised_and_refused_by_name_before_any_password(clock: FakeClock) -> None:
    with put("padavan-rt-n56u", clock) as unit:
        with pytest.raises(NotRecognised, match="Padavan firmware on RT-N56U") as told:
            unit.open()
        assert told.value.exit_code == 5
        assert not any(name == "Authorization" for ask in unit.transport.asks for name, _ in ask.headers)


def test_ssh_is_switched_on_and_put_back_as_it_was(clock: FakeClock) -> None:
    with put("asus-rt-ax88u-3006", clock) as unit:
        unit.router.store.update("nvram", {"sshd_port": "2222", "sshd_pass": "0"})
        driver = unit.logged_in()
        assert driver.enable_shell(tell, on=True) == 2222
        assert [unit.nvram(key) for key in ("sshd_enable", "sshd_port", "sshd_pass")] == ["2", "2222", "1"]
        assert unit.router.sshd  # type: ignore[attr-defined]
        driver.enable_shell(tell, on=False)
        assert [unit.nvram(key) for key in ("sshd_enable", "sshd_port", "sshd_pass")] == ["0", "2222", "0"]
        assert not unit.router.sshd  # type: ignore[attr-defined]


def test_ssh_that_is_on_already_stays_on(clock: FakeClock) -> None:
    with put("asus-rt-ax88u-3006", clock) as unit:
        unit.router.store.update("nvram", {"sshd_enable": "1"})
        driver = unit.logged_in()
        driver.enable_shell(tell, on=True)
        driver.enable_shell(tell, on=False)
        assert unit.nvram("sshd_enable") == "1"
        assert not any(ask.target == "/applyapp.cgi" for ask in unit.transport.asks)


def test_firmware_without_ssh_is_not_told_to_switch_it_on(clock: FakeClock) -> None:
    with put(OLD, clock) as unit:
        with pytest.raises(SettingRefused, match="no SSH"):
            unit.logged_in().enable_shell(tell, on=True)
        assert not any(ask.method == "POST" for ask in unit.transport.asks)


def test_ssh_that_does_not_go_on_is_said(clock: FakeClock) -> None:
    with put(V2, clock, fault="ignore-write:sshd_enable") as unit, pytest.raises(SettingRefused, match="sshd_enable"):
        unit.logged_in().enable_shell(tell, on=True)


@pytest.mark.parametrize(
    ("second", "stays", "said"), [("Dom", "1", "stays on"), ("Dom-5G", "0", "so it is switched off")]
)
def test_smart_connect_stays_on_for_one_network_and_goes_off_for_two(
    clock: FakeClock, second: str, stays: str, said: str
) -> None:
    wish = Settings({"wifi.bands.2.4GHz.ssid": "Dom", "wifi.bands.5GHz.ssid": second})
    with put(V2, clock) as unit:
        driver = unit.logged_in()
        before = driver.read()
        (remark,) = driver.remarks(before, wish)
        assert said in say(remark.reason.key, "en")
        steps = driver.steps(before, pending(diff(wish, before.running)))
        for step in steps:
            driver.send(step, tell)
        now = driver.read()
        assert unit.nvram("smart_connect_x") == stays
        assert (unit.nvram("wl0_ssid"), unit.nvram("wl1_ssid")) == ("Dom", second)
        assert driver.remarks(now, wish) == ()
        for step in driver.undo(before, steps):
            driver.send(step, tell)
        assert unit.nvram("smart_connect_x") == "1"


@pytest.mark.parametrize("name", ["asus-rt-ac85p", V2])
def test_after_a_restart_no_token_of_before_is_sent(clock: FakeClock, name: str) -> None:
    with put(name, clock, fault="reboot") as unit:
        driver = unit.logged_in()
        before = driver.read()
        (step,) = driver.steps(before, pending(diff(Settings({"lan.dhcp.enabled": False}), before.running)))
        with pytest.raises(ConnectionLost):
            driver.send(step, tell)
        at = len(unit.transport.asks)
        tokens = {value for ask in unit.transport.asks for name, value in ask.headers if name == "Cookie"}
        driver.rejoin(tell)
        after = [value for ask in unit.transport.asks[at:] for name, value in ask.headers if name == "Cookie"]
        assert after
        assert not tokens & set(after)
