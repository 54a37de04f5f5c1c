import dataclasses
from collections.abc import Callable, Iterator, Mapping

import pytest

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.device import Credentials, Driver, Facts, Identity, Step
from routercfg.dialects import asus_web
from routercfg.errors import (
    ConnectionLost,
    DeadlinePassed,
    LockedOut,
    NotRecognised,
    PasswordMissing,
    RouterRefuses,
    RouterWiped,
    SettingRefused,
    WrongMode,
    WrongPassword,
)
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Settings, Value
from routercfg.simulator.router import Dropped, PaperRouter
from routercfg.transport import converse
from routercfg.transport.loop import LoopTransport
from routercfg.transport.web import WebTransport
from routercfg.vendors import asus
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock

FIRST = Ask("GET", "/", (("User-Agent", "asusrouter-routercfg-DUTUtil-1.0.0.1"),), label="/")
MODELS = ["asus-rt-ac85p", "asus-rt-ac66u", "asus-rt-ax58u"]
OLD, NEW = Secret("Old-pass1"), Secret("New-pass1")
AT = "wifi.bands.2.4GHz."
WISH: dict[str, Value] = {
    "wan.protocol": "pppoe",
    "wan.username": "089@isp/ru#1",
    "wan.password": Secret("p&w=%+ \"q\" 'x' \\ é[]"),
    "wan.mtu": 1480,
    "wan.mac": "02:AA:BB:CC:DD:02",
    "wan.vlan": 7,
    "dns.servers": ("80.251.108.198", "8.8.8.8"),
    "dns.clients": ("192.168.77.9",),
    AT + "ssid": "Дом & <Garden>",
    AT + "security": "wpa2",
    AT + "password": Secret("key&=+%#<>;' \\9"),
    AT + "hidden": True,
    "wifi.bands.5GHz.channel": 36,
    "wifi.bands.5GHz.width": 80,
    "lan.address": "192.168.77.1",
    "iptv.mode": "vlan",
    "iptv.iptv.id": 20,
    "time.zone": "Europe/Moscow",
    "admin.password": NEW,
}


def tell(key: str, details: Mapping[str, object]) -> None:
    """Progress is somebody else's test."""


class Cable:
    """A paper router at the end of a loop: it answers at its own LAN address and nowhere else."""

    def __init__(self, router: PaperRouter, clock: FakeClock) -> None:
        self.router = router
        self.unplugged = 0  # how many of the requests after the next write find nobody
        self._written = False
        host = router.lan_address()
        self.transport = LoopTransport(self._answer, Deadline(600, clock), f"http://{host}")

    def _answer(self, ask: Ask) -> Reply:
        address = self.transport.url.removeprefix("http://")
        if address != self.router.lan_address() or not self.router.answering():
            raise RouterRefuses(address=address)
        if self._written and self.unplugged:
            self.unplugged -= 1
            raise RouterRefuses(address=address)
        self._written = self._written or ask.target == "/applyapp.cgi"
        ask = dataclasses.replace(ask, headers=(*ask.headers, ("Host", address)))
        try:
            raw = self.router.answer(ask, "192.168.50.7")
        except Dropped:
            raw = None
        if raw is None:
            raise ConnectionLost(address=address, written=ask.writes)
        head, _, body = raw.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        headers = tuple((name, value) for name, _, value in (line.partition(": ") for line in lines[1:]))
        return Reply(int(lines[0].split()[1]), headers, body)

    def open(self) -> Driver:
        identity = converse(self.transport, asus.recognise(self.transport.ask(FIRST)))
        assert identity is not None
        driver: Driver = asus.open_router(self.transport, identity)
        return driver

    def sent(self) -> list[str]:
        return [ask.target for ask in self.transport.asked]


MakeCable = Callable[..., Cable]


@pytest.fixture
def cable(clock: FakeClock) -> MakeCable:
    def make(model: str = MODELS[0], *faults: str, factory: bool = False, pace: float = 1.0) -> Cable:
        router = simulator.build(model, factory=factory, faults=faults, pace=pace, clock=clock)
        return Cable(router, clock)

    return make


def password_of(router: PaperRouter) -> Credentials:
    return Credentials("admin", Secret(router.password_now()))


@pytest.fixture(params=MODELS)
def served(request: pytest.FixtureRequest) -> Iterator[simulator.Served]:
    router = simulator.build(request.param, factory=True, pace=0)
    with simulator.serve(router) as end:
        assert isinstance(end, simulator.Served)
        yield end


def test_from_factory_state_to_a_verified_router_over_a_real_socket_and_back(
    served: simulator.Served, clock: FakeClock
) -> None:
    transport = WebTransport(served.url, Deadline(60, clock))
    identity = converse(transport, asus.recognise(transport.ask(FIRST)))
    assert identity is not None
    assert identity.factory
    driver = asus.open_router(transport, identity)
    driver.first_boot(OLD)
    before = driver.read()
    assert before.running["admin.password"] == OLD
    assert driver.gaps(before, Settings(WISH)) == ()
    steps = driver.steps(before, pending(diff(Settings(WISH), before.running)))
    for step in steps:
        driver.send(step, tell)
    assert diff(Settings(WISH), driver.read().running) == ()
    for step in driver.undo(before, steps):
        driver.send(step, tell)
    assert driver.undone(before, driver.read(), steps) == ()
    driver.close()
    transport.close()


@pytest.mark.parametrize("model", MODELS)
def test_detection_login_full_read_and_logout_are_five_requests(cable: MakeCable, model: str) -> None:
    wire = cable(model)
    driver = wire.open()
    driver.login(password_of(wire.router))
    facts = driver.read()
    driver.close()
    assert wire.sent() == ["/", "/get_webdavInfo.asp", "/login.cgi", "/appGet.cgi", "/Logout.asp"]
    assert facts.bands == ("2.4GHz", "5GHz")
    assert facts.identity.firmware.startswith("3.0.0.4.38")
    assert "Secret(•••)" in repr(facts.running)


def test_a_wrong_password_costs_one_attempt(cable: MakeCable) -> None:
    wire = cable()
    driver = wire.open()
    with pytest.raises(WrongPassword):
        driver.login(Credentials("admin", Secret("wrong")))
    assert wire.sent().count("/login.cgi") == 1
    with pytest.raises(PasswordMissing):
        driver.login(Credentials())


def test_a_locked_router_says_how_long(cable: MakeCable) -> None:
    with pytest.raises(LockedOut, match="300 s"):
        cable(MODELS[0], "locked-out").open().login(Credentials("admin", Secret("admin")))


def logged_in(wire: Cable) -> Driver:
    driver = wire.open()
    driver.login(password_of(wire.router))
    return driver


def test_a_forgotten_session_is_renewed_once_and_the_dead_token_is_not_sent_again(cable: MakeCable) -> None:
    wire = cable()
    driver = logged_in(wire)
    wire.router.forget()
    assert driver.read().running["lan.address"] == "192.168.50.1"
    cookies = [dict(ask.headers).get("Cookie") for ask in wire.transport.asked]
    dead = next(cookie for cookie in cookies if cookie)
    assert cookies.count(dead) == 1


@pytest.mark.parametrize("fault", ["cut-body", "garbage"])
def test_an_answer_that_means_nothing_is_read_again(clock: FakeClock, fault: str) -> None:
    router = simulator.build(MODELS[0], faults=(fault,), pace=0)
    with simulator.serve(router) as end:
        transport = WebTransport(end.url, Deadline(60, clock))
        identity = converse(transport, asus.recognise(transport.ask(FIRST)))
        assert identity is not None
        driver = asus.open_router(transport, identity)
        driver.login(password_of(router))
        assert driver.read().running["wan.protocol"] == "dhcp"
        driver.close()


def test_an_access_point_is_refused_by_name(cable: MakeCable) -> None:
    wire = cable()
    wire.router.store.update("nvram", {"sw_mode": "3"})
    with pytest.raises(WrongMode, match="access point"):
        logged_in(wire).read()


def send_all(driver: Driver, wish: Mapping[str, Value]) -> None:
    facts = driver.read()
    for step in driver.steps(facts, pending(diff(Settings(wish), facts.running))):
        driver.send(step, tell)


def test_a_router_that_moves_is_followed_and_no_old_token_reaches_it(cable: MakeCable) -> None:
    wire = cable()
    driver = logged_in(wire)
    send_all(driver, {"lan.address": "192.168.77.1", "dns.servers": ("9.9.9.9",)})
    assert driver.address == f"http://{wire.router.lan_address()}" == "http://192.168.77.1"
    assert driver.read().running["lan.dhcp.first"] == "192.168.77.2"
    cookies = [value for ask in wire.transport.asked for key, value in ask.headers if key == "Cookie"]
    last_write = max(at for at, target in enumerate(wire.sent()) if target == "/applyapp.cgi")
    dead = dict(wire.transport.asked[last_write].headers)["Cookie"]
    assert dead not in [dict(ask.headers).get("Cookie") for ask in wire.transport.asked[last_write + 1 :]]
    assert cookies[-1] != dead


def test_behind_a_forwarded_port_we_stay_where_we_are(clock: FakeClock) -> None:
    router = simulator.build(MODELS[0], pace=0)
    with simulator.serve(router) as end:
        transport = WebTransport(end.url, Deadline(60, clock))
        identity = converse(transport, asus.recognise(transport.ask(FIRST)))
        assert identity is not None
        driver = asus.open_router(transport, identity)
        driver.login(password_of(router))
        send_all(driver, {"lan.address": "192.168.77.1"})
        assert transport.url == end.url
        driver.close()


def test_after_a_write_we_wait_until_the_router_has_settled(cable: MakeCable, clock: FakeClock) -> None:
    wire = cable()
    send_all(logged_in(wire), {AT + "ssid": "Dom"})
    assert sum(clock.slept) >= 6  # the paper router's restart_wireless
    assert wire.router.store.get("nvram", "wl0_ssid") == "Dom"


def test_over_wifi_our_own_connection_goes_too_and_comes_back(cable: MakeCable) -> None:
    wire = cable()
    driver = logged_in(wire)
    wire.unplugged = 3
    send_all(driver, {AT + "ssid": "Dom"})
    assert wire.unplugged == 0
    assert driver.read().running[AT + "ssid"] == "Dom"


def test_a_new_name_and_password_are_logged_in_with(cable: MakeCable) -> None:
    wire = cable()
    driver = logged_in(wire)
    send_all(driver, {"admin.username": "boss", "admin.password": NEW})
    wire.router.forget()
    assert driver.read().running["admin.username"] == "boss"


def test_an_answer_to_a_write_that_means_nothing_counts_as_lost(clock: FakeClock) -> None:
    router = simulator.build(MODELS[0], faults=("error-500:2",), pace=0)
    with simulator.serve(router) as end:
        transport = WebTransport(end.url, Deadline(60, clock))
        identity = converse(transport, asus.recognise(transport.ask(FIRST)))
        assert identity is not None
        driver = asus.open_router(transport, identity)
        driver.login(password_of(router))
        with pytest.raises(ConnectionLost) as lost:
            send_all(driver, {AT + "ssid": "Dom"})
        assert lost.value.written
        driver.rejoin(tell)
        send_all(driver, {AT + "ssid": "Dom"})
        assert driver.read().running[AT + "ssid"] == "Dom"
        driver.close()


def test_a_router_that_is_busy_is_not_written_to(cable: MakeCable) -> None:
    wire = cable()
    other, ours = logged_in(wire), logged_in(wire)
    facts = other.read()
    (step,) = other.steps(facts, pending(diff(Settings({AT + "ssid": "Dom"}), facts.running)))
    cookie = next(value for ask in wire.transport.asked for key, value in ask.headers if key == "Cookie")
    converse(wire.transport, asus_web.apply(asus_web.session_of(cookie), step.words, ("restart_wireless",)))
    send_all(ours, {AT + "hidden": True})
    targets = wire.sent()
    first = targets.index("/applyapp.cgi")
    second = targets.index("/applyapp.cgi", first + 1)
    assert targets[first + 1 : second].count("/appGet.cgi") > 1


@pytest.mark.parametrize("fault", ["drop-before", "drop-after", "reboot"])
@pytest.mark.parametrize("model", MODELS)
def test_when_the_answer_to_a_write_is_lost_the_router_is_found_again(cable: MakeCable, model: str, fault: str) -> None:
    wire = cable(model, fault)
    driver = logged_in(wire)
    wish: dict[str, Value] = {"lan.address": "192.168.77.1", "admin.password": NEW}
    with pytest.raises(ConnectionLost) as lost:
        send_all(driver, wish)
    assert lost.value.written
    driver.rejoin(tell)
    send_all(driver, wish)
    assert diff(Settings(wish), driver.read().running) == ()
    assert wire.router.password_now() == NEW.reveal()
    assert wire.router.lan_address() == "192.168.77.1"


def test_what_was_stored_without_an_answer_is_also_put_into_force(cable: MakeCable) -> None:
    wire = cable(MODELS[0], "drop-after")
    driver = logged_in(wire)
    with pytest.raises(ConnectionLost):
        send_all(driver, {"lan.address": "192.168.77.1"})
    driver.rejoin(tell)
    assert wire.router.lan_address() == "192.168.77.1"
    assert driver.read().running["lan.address"] == "192.168.77.1"


class Stop:
    """Stands before a cable and raises ``error`` once, after the first answer to ``target`` that follows a write."""

    def __init__(self, wire: Cable, target: str, error: BaseException) -> None:
        self._answer = wire.transport._handler
        self._target, self._error = target, error
        self._written = self.done = False
        wire.transport._handler = self

    def __call__(self, ask: Ask) -> Reply:
        reply = self._answer(ask)
        self._written = self._written or ask.target == "/applyapp.cgi"
        if self._written and ask.target == self._target and not self.done:
            self.done = True
            raise self._error
        return reply


def stopped(wire: Cable, wish: dict[str, Value], target: str, error: BaseException) -> tuple[Driver, Facts, Step]:
    """Send the one step of a wish until ``error`` comes."""
    driver = logged_in(wire)
    before = driver.read()
    (step,) = driver.steps(before, pending(diff(Settings(wish), before.running)))
    Stop(wire, target, error)
    with pytest.raises(type(error)):
        driver.send(step, tell)
    return driver, before, step


def test_a_move_that_was_stopped_can_be_taken_back(cable: MakeCable) -> None:
    wire = cable()
    driver, before, step = stopped(wire, {"lan.address": "192.168.77.1"}, "/applyapp.cgi", KeyboardInterrupt())
    driver.rejoin(tell)
    for back in driver.undo(before, (step,)):
        driver.send(back, tell)
    assert wire.transport.url == "http://192.168.50.1"
    assert driver.undone(before, driver.read(), (step,)) == ()


def test_after_a_stop_the_next_write_still_waits_until_the_router_has_settled(cable: MakeCable) -> None:
    wire = cable()
    driver, before, step = stopped(wire, {AT + "ssid": "Dom"}, "/appGet.cgi", DeadlinePassed(seconds=1))
    at = len(wire.sent())
    for back in driver.undo(before, (step,)):
        driver.send(back, tell)
    assert wire.sent()[at : wire.sent().index("/applyapp.cgi", at)].count("/appGet.cgi") > 1


def test_a_new_password_is_tried_again_when_its_login_was_not_answered(cable: MakeCable) -> None:
    wire = cable()
    wish: dict[str, Value] = {"admin.password": NEW}
    driver, _, _ = stopped(wire, wish, "/applyapp.cgi", ConnectionLost(address="x", written=True))
    again = Stop(wire, "/login.cgi", ConnectionLost(address="x", written=True))
    again._written = True
    driver.rejoin(tell)
    assert again.done
    assert driver.read().running["admin.password"] == NEW


def test_a_router_wiped_in_the_middle_is_named_and_gets_no_password(cable: MakeCable) -> None:
    wire = cable(MODELS[2], "wipe")
    driver = logged_in(wire)
    with pytest.raises(ConnectionLost):
        send_all(driver, {AT + "ssid": "Dom"})
    logins = wire.sent().count("/login.cgi")
    with pytest.raises(RouterWiped):
        driver.rejoin(tell)
    assert wire.sent().count("/login.cgi") == logins


def test_another_device_at_the_address_gets_no_password(cable: MakeCable) -> None:
    wire = cable()
    driver = logged_in(wire)
    driver.read()
    wire.router.spec = dataclasses.replace(wire.router.spec, mac="02:00:00:00:00:99")  # type: ignore[attr-defined]
    logins = wire.sent().count("/login.cgi")
    with pytest.raises(DeadlinePassed):
        driver.rejoin(tell)
    assert wire.sent().count("/login.cgi") == logins


@pytest.mark.parametrize("fault", ["drop-before", "drop-after", "reboot", "wipe"])
@pytest.mark.parametrize("model", [*MODELS, "asus-rt-ax88u-3006", "asus-rt-n66u"])
def test_a_first_boot_survives_a_lost_answer(cable: MakeCable, model: str, fault: str) -> None:
    wire = cable(model, fault, factory=True)
    driver = wire.open()
    driver.first_boot(OLD)
    assert not driver.identity.factory
    assert driver.read().running["admin.password"] == OLD
    assert wire.router.store.get("nvram", "x_Setting") == "1"


def test_a_first_password_that_would_be_dropped_is_refused_before_anything_is_sent(cable: MakeCable) -> None:
    wire = cable(factory=True)
    driver = wire.open()
    with pytest.raises(SettingRefused, match="16"):
        driver.first_boot(Secret("x" * 17))
    assert wire.sent() == ["/", "/get_webdavInfo.asp"]


def test_a_first_password_that_is_not_taken_is_refused_after_two_attempts(cable: MakeCable) -> None:
    wire = cable(MODELS[0], "ignore-write:http_passwd", factory=True)
    with pytest.raises(SettingRefused):
        wire.open().first_boot(OLD)
    assert wire.sent().count("/login.cgi") == 2


def test_a_password_that_is_not_taken_shows_in_the_next_read(cable: MakeCable) -> None:
    wire = cable(MODELS[0], "ignore-write:http_passwd")
    driver = logged_in(wire)
    send_all(driver, {"admin.password": NEW})
    assert driver.read().running["admin.password"] != NEW


def test_closing_never_raises_and_says_goodbye_once(cable: MakeCable) -> None:
    wire = cable()
    driver = logged_in(wire)
    wire.router.away(60)
    driver.close()
    driver.close()
    assert wire.sent().count("/Logout.asp") == 1


def test_padavan_is_refused_by_name_and_gets_no_password() -> None:
    identity = Identity("asus", "padavan", "RT-N56U")
    loop = LoopTransport(lambda ask: Reply(404), Deadline(1))
    with pytest.raises(NotRecognised, match="Padavan firmware on RT-N56U"):
        asus.open_router(loop, identity)
    assert loop.asked == []


def test_what_is_no_asus_is_left_to_others() -> None:
    loop = LoopTransport(lambda ask: Reply(404), Deadline(1))
    assert converse(loop, asus.recognise(Reply(200, (), b"<title>Opening...</title>"))) is None
    assert loop.asked == []
