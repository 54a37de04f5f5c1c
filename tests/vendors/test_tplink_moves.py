"""The driver against a router of paper that lives in the test: addresses, absences, odd shapes of answers."""

import json
from collections.abc import Callable
from urllib.parse import parse_qs, parse_qsl

import pytest

from routercfg.clock import Deadline
from routercfg.device import Credentials, Identity, Step
from routercfg.dialects.tplink_luci_card import Card
from routercfg.dialects.tplink_luci_variants import PLAIN
from routercfg.errors import ConnectionLost, DeadlinePassed, RouterSilent, SettingRefused, WrongPassword
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Running, Settings
from routercfg.transport.loop import LoopTransport
from routercfg.vendors.tplink_luci import LuciDriver
from routercfg.vendors.tplink_rows import DHCPS, IPTV, LAN, RADIO
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock
from tests.vendors.tplink_words import Native, ax20

ABSENT = {"success": False, "errorcode": "no such callback"}
KEY = ["C5" * 128, "010001"]


class Paper:
    """A plain router holding ``native``. ``before`` may answer in its place or raise; ``url`` is where it lives."""

    def __init__(self, native: Native, clock: FakeClock, *, several: bool = True, prefixed: bool = False) -> None:
        self.native = native
        self.several = several
        self.prefixed = prefixed
        self.logins = 0
        self.url = "http://192.168.0.1"
        self.before: Callable[[str, dict[str, str]], Reply | None] = lambda form, words: None
        self.refuses: dict[str, object] = {}
        self.line = LoopTransport(self.answer, Deadline(1000, clock), self.url)
        self.driver = LuciDriver(self.line, Identity("tplink", PLAIN), Card(PLAIN, factory=False))

    def answer(self, ask: Ask) -> Reply:
        form = ask.target.partition("/;stok=")[2].partition("/")[2]
        words = dict(parse_qsl(ask.body.decode(), keep_blank_values=True))
        spoilt = self.before(form, words)
        if spoilt is not None:
            return spoilt
        if self.line.url != self.url:
            raise RouterSilent(address=self.line.url)
        return Reply(200, (("Set-Cookie", "sysauth=a"),), json.dumps(self.told(form, words)).encode())

    def told(self, form: str, words: dict[str, str]) -> object:
        if form.startswith("login?"):
            if form.endswith("=login") and words["operation"] == "login":
                self.logins += 1
                return self.refuses or {"success": True, "data": {"stok": "abc"}}
            return {"success": True, "data": {"password": KEY, "is_default": False}}
        controller, _, query = form.partition("?")
        names = parse_qs(query)["form"]
        pages = {name: self.native.get(f"{controller}?form={name}") for name in names}
        if any(page is None for page in pages.values()) or (len(names) > 1 and not self.several):
            return ABSENT
        if words["operation"] == "write":
            return self.write(form, names[0], words)
        prefix = len(names) > 1 or self.prefixed
        data = {
            (f"{name}_" if prefix else "") + key: word
            for name, page in pages.items()
            for key, word in (page or {}).items()
        }
        return {"success": True, "data": data}

    def write(self, form: str, name: str, words: dict[str, str]) -> object:
        prefix = f"{name}_" if self.prefixed else ""
        for key, word in words.items():
            if key.startswith(prefix) and key.removeprefix(prefix) in self.native[form]:
                self.native[form][key.removeprefix(prefix)] = word
        if form == LAN:
            self.url = f"http://{self.native[LAN]['ipaddr']}"
        return {"success": True, "data": {**self.native[form], "cfg_changed": True}}

    def enter(self) -> LuciDriver:
        self.driver.login(Credentials(None, Secret("Secret123")))
        return self.driver

    def send(self, wanted: dict[str, Running]) -> None:
        facts = self.driver.read()
        for step in self.driver.steps(facts, pending(diff(Settings(wanted), facts.running))):
            self.driver.send(step, quiet)


def quiet(key: str, places: object) -> None:
    """Hear of progress and say nothing."""


def test_the_driver_follows_the_lan_address_it_talks_to(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.enter()
    paper.send({"lan.address": "192.168.7.1"})
    assert paper.line.url == paper.driver.address == "http://192.168.7.1"
    assert paper.driver.read().running["lan.address"] == "192.168.7.1"
    assert paper.logins == 2


def test_the_driver_stays_where_another_box_passes_it_on(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.line.move("http://127.0.0.1:8080")
    paper.url = "http://127.0.0.1:8080"
    driver = paper.enter()
    step = Step(LAN, {"ipaddr": "192.168.7.1"}, ("lan.address",), moves_to="192.168.7.1")
    driver.read()
    paper.write = lambda form, name, words: {"success": True, "data": {}}  # type: ignore[method-assign]
    driver.send(step, quiet)
    assert paper.line.url == "http://127.0.0.1:8080"


def test_a_move_whose_answer_was_lost_is_found_again(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.enter()

    def lose(form: str, words: dict[str, str]) -> Reply | None:
        if form == LAN and words["operation"] == "write":
            paper.told(form, words)
            raise ConnectionLost(address="x", written=True)
        return None

    paper.before = lose
    with pytest.raises(ConnectionLost):
        paper.send({"lan.address": "192.168.7.1"})
    paper.driver.rejoin(quiet)
    assert paper.line.url == "http://192.168.7.1"
    assert paper.driver.read().running["lan.address"] == "192.168.7.1"


def test_a_router_that_is_away_is_waited_for(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.enter()
    paper.driver.read()
    until = clock.now + 100

    def away(form: str, words: dict[str, str]) -> Reply | None:
        if words["operation"] != "write" and clock.now < until:
            raise RouterSilent(address="x")
        return None

    paper.before = away
    paper.driver.send(Step(RADIO["5GHz"], {"ssid": "x"}, (), cuts=1), quiet)  # type: ignore[arg-type]
    assert until <= clock.now < until + 10
    assert max(clock.slept) <= 3


def test_a_router_that_stays_away_is_given_up(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.enter()

    def gone(form: str, words: dict[str, str]) -> Reply | None:
        raise RouterSilent(address="x")

    paper.before = gone
    started = clock.now
    with pytest.raises(RouterSilent):
        paper.driver.rejoin(quiet)
    assert 140 < clock.now - started < 250  # a reboot takes up to 140 s
    paper.line.deadline = Deadline(5, clock)
    with pytest.raises(DeadlinePassed):
        paper.driver.rejoin(quiet)
    paper.driver.close()


def test_one_answer_after_a_switch_restart_is_not_believed(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.enter()
    paper.send({"iptv.mode": "bridge", "iptv.port": 4})
    assert paper.native[IPTV]["porttype"] == "Internet Internet Internet IPTV"
    assert len([ask for ask in paper.line.asked if "check_factory_default" in ask.target]) == 2


def test_forms_are_read_one_by_one_where_several_are_refused(clock: FakeClock) -> None:
    native = ax20()
    for page in (IPTV, DHCPS):
        del native[page]
    paper = Paper(native, clock, several=False)
    paper.enter()
    facts = paper.driver.read()
    assert facts.running["wifi.bands.5GHz.ssid"] == "Haus 7 5G"
    assert (facts.running["iptv.mode"], "lan.dhcp.first" in facts.running) == ("off", False)
    first = len(paper.line.asked)
    paper.driver.read()
    again = [ask.label for ask in paper.line.asked[first:]]
    assert not any("&" in label or "iptv" in label or "dhcps" in label for label in again)  # once is enough


def test_prefixed_fields_are_written_as_they_are_read(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock, several=False, prefixed=True)
    paper.enter()
    paper.send({"wifi.bands.5GHz.ssid": "New"})
    assert paper.native[RADIO["5GHz"]]["ssid"] == "New"
    assert b"wireless_5g_ssid=New" in next(ask.body for ask in paper.line.asked if ask.label.endswith("5g write"))


def test_what_the_form_lacks_is_not_sent(clock: FakeClock) -> None:
    native = ax20()
    del native[RADIO["5GHz"]]["hidden"]
    paper = Paper(native, clock)
    paper.enter()
    facts = paper.driver.read()
    gaps = paper.driver.gaps(facts, Settings({"wifi.bands.5GHz.hidden": True}))
    assert [gap.reason.key for gap in gaps] == ["reason.tplink-not-offered"]


@pytest.mark.parametrize(("left", "attempts"), [(9, 2), (4, 1), (None, 1)])
def test_old_firmware_gets_a_second_attempt_only_far_from_the_lock(
    clock: FakeClock, left: int | None, attempts: int
) -> None:
    paper = Paper(ax20(), clock)
    paper.driver = LuciDriver(paper.line, Identity("tplink", PLAIN), Card(PLAIN, factory=None))
    paper.refuses = {"success": False, "errorcode": "login failed", "data": {"attemptsAllowed": left} if left else {}}
    with pytest.raises(WrongPassword):
        paper.enter()
    assert paper.logins == attempts


def test_a_refused_write_is_not_repeated(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.enter()
    writes: list[str] = []

    def refuse(form: str, words: dict[str, str]) -> Reply | None:
        if words["operation"] != "write":
            return None
        writes.append(form)
        return Reply(200, (), b'{"success":false,"errorcode":"invalid args"}')

    paper.before = refuse
    with pytest.raises(SettingRefused, match="invalid args"):
        paper.send({"wan.mtu": 1400})
    assert len(writes) == 1


def test_a_move_that_was_stopped_can_be_taken_back(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    driver = paper.enter()
    before = driver.read()
    steps = driver.steps(before, pending(diff(Settings({"lan.address": "192.168.7.1"}), before.running)))

    def stop(form: str, words: dict[str, str]) -> Reply | None:
        if form == LAN and words["operation"] == "write":
            paper.told(form, words)
            raise KeyboardInterrupt
        return None

    paper.before = stop
    with pytest.raises(KeyboardInterrupt):
        driver.send(steps[0], quiet)
    paper.before = lambda form, words: None
    driver.rejoin(quiet)
    for step in driver.undo(before, steps):
        driver.send(step, quiet)
    assert paper.line.url == paper.url == "http://192.168.0.1"
    assert driver.undone(before, driver.read(), steps) == ()


def test_an_address_of_a_lan_we_do_not_come_through_is_never_asked(clock: FakeClock) -> None:
    paper = Paper(ax20(), clock)
    paper.line.move("http://127.0.0.1:8080")
    paper.url = "http://127.0.0.1:8080"
    driver = paper.enter()
    driver.read()
    asked: list[str] = []

    def lose(form: str, words: dict[str, str]) -> Reply | None:
        asked.append(paper.line.url)
        if words["operation"] == "write" or len(asked) < 5:
            raise ConnectionLost(address="x", written=True)
        return None

    paper.before = lose
    with pytest.raises(ConnectionLost):
        driver.send(Step(LAN, {"ipaddr": "192.168.7.1"}, ("lan.address",), moves_to="192.168.7.1"), quiet)
    driver.rejoin(quiet)
    assert set(asked) == {"http://127.0.0.1:8080"}
