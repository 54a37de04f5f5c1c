"""Waiting for an old green router that restarts or moves."""

from __future__ import annotations

import pytest

from routercfg.clock import Deadline
from routercfg.errors import DeadlinePassed, RouterRefuses
from routercfg.vendors.tplink_userrpm_line import Line
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock


class Place:
    """A transport whose router answers at an address during a span of time."""

    def __init__(self, clock: FakeClock, there: dict[str, list[tuple[float, float]]]) -> None:
        self.url = "http://192.168.0.1"
        self.deadline = Deadline(600, clock)
        self.clock, self.there, self.began = clock, there, clock.now
        self.asked = 0

    def ask(self, ask: Ask) -> Reply:
        self.asked += 1
        assert not ask.writes
        now = self.clock.now - self.began
        if any(start <= now < end for start, end in self.there.get(self.url, [])):
            return Reply(401)
        raise RouterRefuses(address=self.url)

    def move(self, url: str) -> None:
        self.url = url

    def close(self) -> None:
        pass


HERE, THERE = "http://192.168.0.1", "http://192.168.7.1"


def test_a_restart_is_waited_for_even_if_the_router_is_slow_to_go(clock: FakeClock) -> None:
    place = Place(clock, {HERE: [(0, 3), (48, 999)]})
    Line(place).wait_restart()
    assert clock.now - place.began >= 48


def test_a_router_that_never_goes_away_is_believed_after_some_seconds(clock: FakeClock) -> None:
    place = Place(clock, {HERE: [(0, 999)]})
    Line(place).wait_restart()
    assert 5 < clock.now - place.began < 12


def test_a_router_that_was_to_move_is_looked_for_in_both_places(clock: FakeClock) -> None:
    place = Place(clock, {THERE: [(50, 999)]})
    line = Line(place)
    line.lan = "192.168.0.1"
    line.will_move("192.168.7.1")
    line.wait()
    assert place.url == THERE
    place = Place(clock, {HERE: [(0, 999)]})
    line = Line(place)
    line.lan = "192.168.0.1"
    line.will_move("192.168.7.1")
    line.wait()
    assert place.url == HERE


def test_only_who_talks_to_the_lan_address_follows_it(clock: FakeClock) -> None:
    place = Place(clock, {})
    line = Line(place)
    line.lan = "192.168.0.1"
    line.will_move("192.168.7.1")
    assert line.moved("192.168.7.1")
    assert (place.url, line.lan) == (THERE, "192.168.7.1")
    place = Place(clock, {})
    place.url = "http://127.0.0.1:8080"
    line = Line(place)
    line.lan = "192.168.0.1"
    line.will_move("192.168.7.1")
    assert not line.moved("192.168.7.1")
    assert place.url == "http://127.0.0.1:8080"


def test_an_address_of_a_lan_we_do_not_come_through_is_never_asked(clock: FakeClock) -> None:
    place = Place(clock, {THERE: [(0, 999)], "http://127.0.0.1:8080": [(50, 999)]})
    place.url = "http://127.0.0.1:8080"
    line = Line(place)
    line.lan = "192.168.0.1"
    line.will_move("192.168.7.1")
    line.wait()
    assert place.url == "http://127.0.0.1:8080"


def test_a_router_that_stays_away_is_given_up_on(clock: FakeClock) -> None:
    with pytest.raises(RouterRefuses):
        Line(Place(clock, {})).wait()
    place = Place(clock, {})
    place.deadline = Deadline(10, clock)
    with pytest.raises(DeadlinePassed):
        Line(place).wait()
