"""The deadline counts down, cuts waits, and keeps its reserve until it is asked for."""

import pytest

from routercfg.clock import Deadline, SystemClock
from routercfg.errors import DeadlinePassed
from tests.conftest import FakeClock


def test_waits_are_cut_to_what_is_left(clock: FakeClock) -> None:
    deadline = Deadline(10, clock)
    deadline.sleep(7)
    deadline.sleep(7)
    assert clock.slept == [7, 3]
    with pytest.raises(DeadlinePassed):
        deadline.sleep(1)


def test_the_reserve_is_kept_back_and_can_be_spent(clock: FakeClock) -> None:
    deadline = Deadline(10, clock)
    deadline.keep_reserve(4)
    deadline.sleep(6)
    with pytest.raises(DeadlinePassed):
        deadline.limit(1)
    deadline.spend_reserve()
    assert deadline.limit(100) == 4


def test_the_system_s_clock_goes_forward() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    clock.sleep(0)
    assert clock.monotonic() >= before
