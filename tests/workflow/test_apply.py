"""What holds when an apply goes well, badly, and is stopped: the router is all new or all old, and it is said which."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from routercfg.clock import Deadline
from routercfg.device import Credentials, Facts, Step
from routercfg.errors import (
    DeadlinePassed,
    FirstPasswordMissing,
    Interrupted,
    PasswordMissing,
    RollbackFailed,
    RolledBack,
    RouterWiped,
    SettingRefused,
    Unsupported,
    WrongPassword,
)
from routercfg.plan import Change
from routercfg.secret import Secret
from routercfg.settings import Value
from routercfg.workflow import Apply, Outcome, Plan
from tests.conftest import FakeClock
from tests.workflow.paper import OLD, PaperDriver, PaperWish, interrupted, lost, paper_step, refused

NEW: dict[str, Value] = {
    "wan.protocol": "pppoe",
    "wan.username": "user",
    "dns.servers": ("85.175.46.122", "8.8.8.8"),
    "wifi.bands.2.4GHz.ssid": "New",
    "wifi.bands.2.4GHz.password": Secret("new-secret"),
    "admin.password": Secret("boss-secret"),
}
# the paper driver's undo knows only what was there before
NEW_WITHOUT_ADDITIONS = {path: value for path, value in NEW.items() if path in OLD}


def work(
    driver: PaperDriver,
    wishes: dict[str, Value] | None = None,
    *,
    agree: Callable[[Plan], bool] = lambda plan: True,
    password: str | None = None,
    deadline: Deadline | None = None,
    skip: bool = False,
) -> Outcome:
    credentials = Credentials(None, Secret(password) if password else None)
    wish = PaperWish(NEW_WITHOUT_ADDITIONS if wishes is None else wishes)
    limit = deadline or Deadline(100, FakeClock())
    return Apply(driver, wish, credentials, limit, lambda key, details: None, agree, skip_unsupported=skip).run()


def holds_all(driver: PaperDriver, values: dict[str, Value]) -> bool:
    return all(driver.box[path] == value for path, value in values.items())


def test_what_differs_is_written_read_back_and_found_right() -> None:
    driver = PaperDriver()
    outcome = work(driver, NEW)
    assert (outcome.error, outcome.state) == (None, "new")
    assert {verdict.word for verdict in outcome.verdicts} == {"matched"}
    assert holds_all(driver, NEW)


def test_safest_first_and_what_cuts_our_own_session_last() -> None:
    driver = PaperDriver()
    work(driver, {**NEW, "admin.password": Secret("fresh")}, password="boss-secret")
    sent = [line.removeprefix("send ") for line in driver.log if line.startswith("send")]
    assert sent[0].startswith("wifi")
    assert sent[-1] == "admin.password"


def test_a_second_run_writes_nothing_and_does_not_ask() -> None:
    driver = PaperDriver()
    work(driver, NEW)
    sends = driver.sends
    outcome = work(driver, NEW, agree=lambda plan: pytest.fail("asked although nothing is to do"))
    assert (driver.sends, outcome.plan.empty, outcome.error) == (sends, True, None)


def test_a_no_changes_nothing() -> None:
    driver = PaperDriver()
    outcome = work(driver, agree=lambda plan: False)
    assert (driver.sends, outcome.state, outcome.error) == (0, "untouched", None)


def test_factory_state_gets_its_first_password_before_anything_is_read() -> None:
    driver = PaperDriver(box={"wan.protocol": "dhcp"}, factory=True)
    outcome = work(driver, {"wan.protocol": "pppoe", "admin.password": Secret("first-one")})
    assert driver.log[:2] == ["first boot", "read"]
    assert (outcome.error, driver.box["admin.password"]) == (None, Secret("first-one"))


def test_factory_state_without_a_first_password_is_refused_before_anything_is_touched() -> None:
    driver = PaperDriver(factory=True)
    with pytest.raises(FirstPasswordMissing):
        work(driver, {"wan.protocol": "pppoe"})
    assert driver.log == []


def test_factory_state_is_not_touched_after_a_no() -> None:
    driver = PaperDriver(factory=True)
    outcome = work(driver, agree=lambda plan: False)
    assert (driver.log, outcome.state) == ([], "untouched")


def test_the_given_password_wins_over_the_profile_and_is_tried_once() -> None:
    driver = PaperDriver()
    with pytest.raises(WrongPassword):
        work(driver, password="something else")
    assert driver.log == ["login"]


def test_without_any_password_nothing_is_tried() -> None:
    driver = PaperDriver()
    with pytest.raises(PasswordMissing):
        work(driver, {"wan.protocol": "pppoe"})
    assert driver.log == []


def test_what_the_router_cannot_do_stops_the_run_before_any_write() -> None:
    driver = PaperDriver(cannot={"wan.protocol"})
    with pytest.raises(Unsupported) as stopped:
        work(driver)
    assert [path for path, _ in stopped.value.gaps] == ["wan.protocol"]
    assert driver.sends == 0


def test_unsupported_settings_can_be_skipped_and_the_rest_is_done() -> None:
    driver = PaperDriver(cannot={"wan.protocol"})
    outcome = work(driver, skip=True)
    assert outcome.error is None
    assert (driver.box["wan.protocol"], driver.box["wifi.bands.2.4GHz.ssid"]) == ("dhcp", "New")


def test_a_silent_drop_is_named_and_everything_is_put_back() -> None:
    driver = PaperDriver(ignored={"dns.servers"})
    outcome = work(driver)
    assert isinstance(outcome.error, RolledBack)
    assert [v.path for v in outcome.verdicts if v.word == "differs"] == ["dns.servers"]
    assert holds_all(driver, OLD)
    assert outcome.state == "old"


@pytest.mark.parametrize("number", range(1, 5))
def test_a_refusal_at_any_step_puts_everything_back_and_keeps_its_own_code(number: int) -> None:
    driver = PaperDriver(at={number: refused})
    outcome = work(driver)
    assert isinstance(outcome.error, SettingRefused)
    assert "old settings are back" in outcome.error.next_step()
    assert holds_all(driver, OLD)


@pytest.mark.parametrize("number", range(1, 5))
@pytest.mark.parametrize("effect", ["before", "after"])
def test_after_a_lost_answer_the_router_is_read_before_anything_is_sent_again(number: int, effect: str) -> None:
    driver = PaperDriver(**{"at" if effect == "before" else "after": {number: lost}})
    outcome = work(driver)
    assert (outcome.error, outcome.state) == (None, "new")
    assert holds_all(driver, NEW_WITHOUT_ADDITIONS)
    broke = [i for i, line in enumerate(driver.log) if line.startswith("send")][number - 1]
    assert driver.log[broke + 1 : broke + 3] == ["rejoin", "read"]
    assert driver.log.count(driver.log[broke]) == (1 if effect == "after" else 2)


def test_a_router_that_never_answers_a_write_is_given_up_and_put_back() -> None:
    driver = PaperDriver(at=dict.fromkeys(range(1, 4), lost))
    outcome = work(driver)
    assert outcome.error is not None
    assert outcome.error.exit_code == 8
    assert holds_all(driver, OLD)


@pytest.mark.parametrize("number", range(1, 5))
@pytest.mark.parametrize("effect", ["before", "after"])
def test_ctrl_c_at_any_write_leaves_the_old_settings_and_says_so(number: int, effect: str) -> None:
    driver = PaperDriver(**{"at" if effect == "before" else "after": {number: interrupted}})
    outcome = work(driver)
    assert isinstance(outcome.error, Interrupted)
    assert "old settings are back" in outcome.error.next_step()
    assert holds_all(driver, OLD)


def test_a_rollback_that_does_not_stick_needs_a_person_and_names_what_is_left() -> None:
    driver = PaperDriver(at={3: lambda: (driver.ignored.update(OLD), refused())[1]})
    outcome = work(driver)
    assert isinstance(outcome.error, RollbackFailed)
    assert outcome.state == "unknown"
    assert ("wifi.bands.2.4GHz.ssid", "Old") in outcome.error.left


def test_a_router_wiped_in_the_middle_is_said_to_be_wiped() -> None:
    def wipe() -> None:
        driver.wiped = True
        lost()

    driver = PaperDriver(at={2: wipe})
    outcome = work(driver)
    assert isinstance(outcome.error, RouterWiped)
    assert outcome.error.exit_code == 9


def test_a_passed_deadline_uses_the_reserve_to_put_the_old_settings_back(clock: FakeClock) -> None:
    deadline = Deadline(100, clock)

    def slow() -> None:
        deadline.sleep(70)
        deadline.sleep(70)
        deadline.limit(1)

    driver = PaperDriver(at={2: slow})
    outcome = work(driver, deadline=deadline)
    assert isinstance(outcome.error, DeadlinePassed)
    assert outcome.error.exit_code == 12
    assert holds_all(driver, OLD)
    assert deadline.remaining() > 0
    assert driver.log.index("rejoin") < driver.log.index("send wifi.bands.2.4GHz.ssid", driver.log.index("rejoin"))


def test_no_write_is_begun_when_hardly_any_time_is_left(clock: FakeClock) -> None:
    driver = PaperDriver()
    outcome = work(driver, deadline=Deadline(5, clock))
    assert isinstance(outcome.error, DeadlinePassed)
    assert (driver.sends, outcome.state) == (0, "untouched")


@pytest.mark.parametrize("number", range(1, 5))
def test_a_fault_of_ours_in_the_middle_puts_the_old_settings_back_too(number: int) -> None:
    def break_down() -> None:
        raise ZeroDivisionError

    driver = PaperDriver(after={number: break_down})
    with pytest.raises(ZeroDivisionError):
        work(driver)
    assert holds_all(driver, OLD)


def test_what_the_router_hides_is_reported_as_such_and_not_as_success() -> None:
    driver = PaperDriver(hidden={"wifi.bands.2.4GHz.password"})
    outcome = work(driver)
    words = {verdict.path: verdict.word for verdict in outcome.verdicts}
    assert words["wifi.bands.2.4GHz.password"] == "cannot-tell"
    assert outcome.error is None


def test_no_secret_shows_in_any_repr() -> None:
    driver = PaperDriver(ignored={"dns.servers"})
    told = repr(work(driver))
    assert not any(word in told for word in ("new-secret", "old-secret", "boss-secret"))


def test_one_refused_undo_does_not_keep_back_the_others() -> None:
    # the third step is refused, and so is putting back what it would have changed, each time
    driver = PaperDriver(at=dict.fromkeys((3, 4, 7, 10), refused))
    outcome = work(driver)
    assert isinstance(outcome.error, SettingRefused)
    assert outcome.state == "old"
    assert holds_all(driver, OLD)


def test_a_router_lost_while_the_rollback_is_checked_is_found_again() -> None:
    class Restarting(PaperDriver):
        def read(self) -> Facts:
            if self.sends == 3 and "rejoin" not in self.log:
                lost()
            return super().read()

    driver = Restarting(at={2: refused})
    outcome = work(driver)
    assert (type(outcome.error), outcome.state) == (SettingRefused, "old")
    assert holds_all(driver, OLD)


@pytest.mark.parametrize("effect", ["before", "after"])
def test_what_goes_along_with_a_lost_write_is_still_sent(effect: str) -> None:
    class Companion(PaperDriver):
        def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
            (step,) = super().steps(facts, changes) or (None,)
            return (step, replace(paper_step("extra", ""), paths=step.paths)) if step else ()

    driver = Companion(**{"at" if effect == "before" else "after": {1: lost}}, ignored={"extra"})
    outcome = work(driver, {"wan.protocol": "pppoe"}, password="boss-secret")
    assert (outcome.error, outcome.state) == (None, "new")
    assert driver.log.count("send extra") == 1


def test_a_router_lost_when_nothing_was_to_be_written_is_found_again() -> None:
    class Restarting(PaperDriver):
        def read(self) -> Facts:
            if self.log.count("read") == 1 and "rejoin" not in self.log:
                lost()
            return super().read()

    driver = Restarting(box={"wan.protocol": "dhcp"}, factory=True)
    outcome = work(driver, {"wan.protocol": "dhcp", "admin.password": Secret("first-one")})
    assert (outcome.error, outcome.state, driver.sends) == (None, "new", 0)
