"""First boot where the router forgets us on the way, and answers that get lost one by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from routercfg.device import Credentials
from routercfg.errors import BadAnswer, CertificateUntrusted, ConnectionLost, RouterCfgError, WrongPassword
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock
from tests.vendors.test_asus_generations import LABEL, NEW, OLD, V2, put, tell

UNITS = ["asus-rt-ac85p", V2, "asus-rt-be88u"]


def label_of(name: str) -> Secret | None:
    return LABEL if name == "asus-rt-be88u" else None


@pytest.mark.parametrize("name", [V2, "asus-rt-be88u"])
@pytest.mark.parametrize("page", ["/chpass.cgi", "/applyapp.cgi"])
def test_a_router_that_forgets_us_in_the_middle_is_set_up_all_the_same(clock: FakeClock, name: str, page: str) -> None:
    with put(name, clock, factory=True) as unit:
        driver, ask = unit.open(), unit.transport.ask

        def forgetful(one: Ask) -> Reply:
            reply = ask(one)
            if one.target == page:
                unit.router.sessions = unit.router._nobody()  # type: ignore[attr-defined]
            return reply

        unit.transport.ask = forgetful  # type: ignore[method-assign, assignment]
        driver.first_boot(NEW, label_of(name))
        assert (unit.router.password_now(), unit.nvram("x_Setting")) == (NEW.reveal(), "1")


@pytest.mark.parametrize("arrived", [False, True])
@pytest.mark.parametrize("name", UNITS)
def test_whichever_answer_is_lost_the_first_password_stands_or_it_is_said(
    clock: FakeClock, name: str, arrived: bool
) -> None:
    for at in range(3, 20):
        with put(name, clock, factory=True) as unit:
            driver, ask = unit.open(), unit.transport.ask
            count, wrong = [0], [0]

            def losing(
                one: Ask,
                ask: Callable[[Ask], Reply] = ask,
                count: list[int] = count,
                wrong: list[int] = wrong,
                at: int = at,
            ) -> Reply:
                count[0] += 1
                if count[0] == at and not arrived:
                    raise ConnectionLost(address="test", written=one.writes)
                reply = ask(one)
                wrong[0] += "login" in one.target and b'"3"' in reply.body
                if count[0] == at:
                    raise ConnectionLost(address="test", written=one.writes)
                return reply

            unit.transport.ask = losing  # type: ignore[method-assign, assignment]
            said: RouterCfgError | None = None
            try:
                driver.first_boot(NEW, label_of(name))
            except RouterCfgError as error:
                said = error
            done = (unit.router.password_now(), unit.nvram("x_Setting")) == (NEW.reveal(), "1")
            assert done or said is not None, at
            assert wrong[0] <= 3, at
            if count[0] < at:
                return
    pytest.fail("a first boot needs more requests than the sweep allows for")


def test_another_certificate_after_a_restart_is_said_soon_and_gets_no_password(clock: FakeClock) -> None:
    with put("asus-rt-ax55-https", clock) as unit:
        driver, ask = unit.logged_in(), unit.transport.ask
        before = driver.read()
        (step,) = driver.steps(before, pending(diff(Settings({"lan.dhcp.enabled": False}), before.running)))
        began, asked = clock.monotonic(), len(unit.transport.asks)

        def stranger(one: Ask) -> Reply:
            raise CertificateUntrusted(address=unit.transport.url, fingerprint="another")

        unit.transport.ask = stranger  # type: ignore[method-assign, assignment]
        driver._lost = step  # the answer to its write was lost
        with pytest.raises(CertificateUntrusted):
            driver.rejoin(tell)
        assert clock.monotonic() - began < 60
        unit.transport.ask = ask  # type: ignore[method-assign]
        assert len(unit.transport.asks) == asked


def test_a_router_that_answers_nonsense_while_it_starts_is_waited_for(clock: FakeClock) -> None:
    with put("asus-rt-ac85p", clock) as unit:
        driver, ask, left = unit.logged_in(), unit.transport.ask, [3]

        def starting(one: Ask) -> Reply:
            left[0] -= 1
            if left[0] >= 0:
                raise BadAnswer(page="/", detail="not HTTP")
            return ask(one)

        unit.transport.ask = starting  # type: ignore[method-assign, assignment]
        driver.rejoin(tell)
        assert driver.read().running["lan.address"] == "192.168.50.1"


def test_another_certificate_during_first_boot_is_said_at_once(clock: FakeClock) -> None:
    with put("asus-rt-ax55-https", clock, factory=True) as unit:
        driver, ask = unit.open(), unit.transport.ask

        def renewed(one: Ask) -> Reply:
            if one.target != "/applyapp.cgi":
                raise CertificateUntrusted(address=unit.transport.url, fingerprint="another")
            ask(one)
            raise ConnectionLost(address="test", written=True)

        driver._session()
        began = clock.monotonic()
        unit.transport.ask = lambda one: ask(one) if "QIS" in one.target or "login" in one.target else renewed(one)  # type: ignore[method-assign, assignment]
        with pytest.raises(CertificateUntrusted):
            driver.first_boot(NEW)
        assert clock.monotonic() - began < 60


def test_a_wrong_password_goes_to_the_oldest_firmware_once(clock: FakeClock) -> None:
    with put(OLD, clock) as unit:
        with pytest.raises(WrongPassword):
            unit.open().login(Credentials("admin", Secret("not it")))
        assert sum(name == "Authorization" for ask in unit.transport.asks for name, _ in ask.headers) == 1
