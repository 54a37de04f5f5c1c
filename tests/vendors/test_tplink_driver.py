"""The driver over a real socket, on the simulated routers."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.device import Credentials
from routercfg.dialects.tplink_luci_card import Card
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    ConnectionLost,
    Fault,
    LockedOut,
    NotRecognised,
    PasswordMissing,
    RouterCfgError,
    RouterWiped,
    SettingRefused,
    WrongPassword,
)
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, LEAVES, Running, Settings
from routercfg.transport import converse
from routercfg.transport.web import WebTransport
from routercfg.vendors.tplink_luci import LuciDriver
from routercfg.vendors.tplink_luci_door import TplinkIdentity, open_router, recognise
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock

SEALED = ["tplink-archer-c6", "tplink-archer-ax12", "tplink-archer-ax20"]
ALL = [*SEALED, "tplink-archer-c1200"]
FIRST = Secret("Router!23")

WISH: dict[str, Running] = {
    "wan.protocol": "pppoe",
    "wan.username": "user@isp",
    "wan.password": Secret("p&w=%+ #;"),
    "wan.mtu": 1480,
    "wan.mac": "00:11:22:33:44:56",
    "dns.servers": ("85.175.46.122", "8.8.8.8"),
    "wan.vlan": 35,
    "iptv.mode": "vlan",
    "iptv.port": 4,
    "iptv.iptv.id": 36,
    "wifi.bands.2.4GHz.ssid": "Haus & Hof",
    "wifi.bands.2.4GHz.security": "wpa2",
    "wifi.bands.2.4GHz.password": Secret("geheim&=%+ 12"),
    "wifi.bands.2.4GHz.channel": 6,
    "wifi.bands.5GHz.ssid": "Дом",
    "wifi.bands.5GHz.security": "wpa/wpa2",
    "wifi.bands.5GHz.hidden": True,
    "dns.clients": ("1.1.1.1",),
    "lan.address": "192.168.7.1",
    "lan.dhcp.first": "192.168.7.50",
    "lan.dhcp.last": "192.168.7.99",
    "admin.password": Secret("Second!45"),
    "time.zone": "Europe/Moscow",
}


def quiet(key: str, places: object) -> None:
    """Hear of progress and say nothing."""


class Bench:
    """One simulated router on a socket, and a driver for it."""

    def __init__(self, served: simulator.Served | simulator.ServedShell, router: simulator.PaperRouter) -> None:
        self.router = router
        # time that passes only in waits: a router that comes back does so at once at pace 0
        self.line = WebTransport(served.url, Deadline(3600, FakeClock()))
        self.identity = converse(self.line, recognise(self.line.ask(Ask("GET", "/"))))
        assert self.identity is not None
        driver = open_router(self.line, self.identity)
        assert isinstance(driver, LuciDriver)
        self.driver = driver

    def enter(self, password: Secret | None = None) -> None:
        self.driver.login(Credentials(None, password or Secret(self.router.password_now())))

    def send(self, wanted: dict[str, Running]) -> None:
        facts = self.driver.read()
        assert self.driver.gaps(facts, Settings(wanted)) == ()
        for step in self.driver.steps(facts, pending(diff(Settings(wanted), facts.running))):
            self.driver.send(step, quiet)

    def left(self, wanted: dict[str, Running]) -> list[str]:
        return [change.path for change in diff(Settings(wanted), self.driver.read().running)]

    def set_and_take_back(self, wanted: dict[str, Running]) -> None:
        before = self.driver.read()
        wish = Settings(wanted)
        assert self.driver.gaps(before, wish) == ()
        steps = self.driver.steps(before, pending(diff(wish, before.running)))
        for step in steps:
            self.driver.send(step, quiet)
        assert self.left(wanted) == []
        for step in self.driver.undo(before, steps):
            self.driver.send(step, quiet)
        now = self.driver.read()
        assert self.driver.undone(before, now, steps) == ()
        assert dict(now.running) == dict(before.running)


@contextmanager
def bench(name: str, *faults: str, factory: bool = False) -> Iterator[Bench]:
    router = simulator.build(name, factory=factory, faults=faults, pace=0)
    with simulator.serve(router) as served:
        there = Bench(served, router)
        yield there
        there.driver.close()


@pytest.mark.parametrize("name", ALL)
def test_a_full_apply_sticks_and_comes_off_again(name: str) -> None:
    with bench(name) as there:
        there.enter()
        there.set_and_take_back(WISH)


@pytest.mark.parametrize("name", ALL)
def test_a_full_read_needs_few_requests(name: str) -> None:
    with bench(name) as there:
        there.enter()
        facts = there.driver.read()
        there.driver.close()
        # a firmware that tells its model only after login costs one more
        assert there.line.requests <= (13 if name == "tplink-archer-c6" else 12)
        assert facts.identity.model.startswith("Archer")
        assert facts.bands == ("2.4GHz", "5GHz")
        assert facts.identity.mac.count(":") == 5
        unknown = {path for path in LEAVES if path not in facts.running}
        assert not {path for path in unknown if path.startswith(("wifi.", "lan.", "dns.", "admin."))}


@pytest.mark.parametrize("name", SEALED)
def test_a_new_router_gets_its_first_password_and_is_entered(name: str) -> None:
    with bench(name, factory=True) as there:
        assert there.identity is not None
        assert there.identity.factory
        there.driver.first_boot(FIRST)
        assert not there.driver.identity.factory
        assert there.driver.read().running["admin.password"] == FIRST
        assert there.router.password_now() == FIRST.reveal()


@pytest.mark.parametrize("fault", ["drop-before", "drop-after", "reboot", "wipe"])
def test_a_first_password_whose_answer_is_lost_is_looked_for(fault: str) -> None:
    with bench("tplink-archer-ax20", fault, factory=True) as there:
        there.driver.first_boot(FIRST)
        assert there.router.password_now() == FIRST.reveal()
        assert there.driver.read().running["admin.password"] == FIRST


@pytest.mark.parametrize("name", SEALED)
def test_a_new_router_is_never_sent_a_login(name: str) -> None:
    with bench(name, factory=True) as there:
        with pytest.raises(Fault):
            there.driver.login(Credentials(None, FIRST))
        there.driver.first_boot(FIRST)  # which such a login would have made impossible


@pytest.mark.parametrize("text", ["", "two words", "x" * 33, "пароль"])
def test_a_first_password_it_would_refuse_is_not_sent(text: str) -> None:
    with bench("tplink-archer-ax20", factory=True) as there:
        asked = there.line.requests
        with pytest.raises(SettingRefused):
            there.driver.first_boot(Secret(text))
        assert there.line.requests == asked


def test_old_firmware_out_of_the_box_is_entered_with_admin() -> None:
    with bench("tplink-archer-c1200", factory=True) as there:
        there.enter(FIRST)
        there.send({"admin.password": FIRST})
        assert there.router.password_now() == FIRST.reveal()
    with bench("tplink-archer-c1200", factory=True) as there:
        there.driver.first_boot(FIRST)
        assert there.router.password_now() == FIRST.reveal()


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_password_is_a_wrong_password(name: str) -> None:
    with bench(name) as there:
        with pytest.raises(WrongPassword):
            there.enter(Secret("wrong"))
        with pytest.raises(PasswordMissing):
            there.driver.login(Credentials())


@pytest.mark.parametrize(("fault", "error"), [("other-admin", AnotherAdministrator), ("locked-out", LockedOut)])
@pytest.mark.parametrize("name", ALL)
def test_a_closed_door_says_why(name: str, fault: str, error: type[RouterCfgError]) -> None:
    with bench(name, fault) as there, pytest.raises(error):
        there.enter()


@pytest.mark.parametrize("fault", ["garbage", "garbage:3", "error-500:3"])
@pytest.mark.parametrize("name", ["tplink-archer-ax20", "tplink-archer-c1200"])
def test_a_spoilt_answer_is_a_bad_answer(name: str, fault: str) -> None:
    with bench(name, fault) as there:
        there.enter()
        with pytest.raises(BadAnswer):
            there.driver.read()


def test_a_router_that_cannot_read_several_forms_at_once_is_read_one_by_one() -> None:
    with bench("tplink-archer-ax20", "error-500") as there:
        there.enter()
        facts = there.driver.read()
        asked = there.line.requests
        assert there.driver.read().running == facts.running
        assert there.line.requests - asked == 8 + 4  # remembered for that controller, and only for that


def test_pages_instead_of_answers_are_no_router() -> None:
    router = simulator.build("tplink-archer-ax20", faults=["html"], pace=0)
    with simulator.serve(router) as served:
        line = WebTransport(served.url, Deadline(3600, FakeClock()))
        assert converse(line, recognise(line.ask(Ask("GET", "/")))) is None


@pytest.mark.parametrize("fault", ["drop-before", "drop-after", "reboot"])
@pytest.mark.parametrize("name", ["tplink-archer-ax20", "tplink-archer-c1200"])
def test_a_lost_write_is_told_and_the_router_found_again(name: str, fault: str) -> None:
    wanted: dict[str, Running] = {"wan.mtu": 1400}
    with bench(name, fault) as there:
        there.enter()
        with pytest.raises(ConnectionLost) as lost:
            there.send(wanted)
        assert lost.value.written
        there.driver.rejoin(quiet)
        assert there.left(wanted) == (["wan.mtu"] if fault == "drop-before" else [])


@pytest.mark.parametrize("fault", ["drop-before", "drop-after"])
def test_a_password_nobody_confirmed_still_lets_in(fault: str) -> None:
    wanted: dict[str, Running] = {"admin.password": FIRST}
    with bench("tplink-archer-ax20", fault) as there:
        there.enter()
        with pytest.raises(ConnectionLost):
            there.send(wanted)
        there.driver.rejoin(quiet)
        assert there.left(wanted) == (["admin.password"] if fault == "drop-before" else [])


@pytest.mark.parametrize("label", ["admin/administration?form=account write", "login?form=login login"])
def test_a_password_in_doubt_is_put_back(label: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with bench("tplink-archer-ax20") as there:
        there.enter()
        before, was = there.driver.read(), there.router.password_now()
        steps = there.driver.steps(before, pending(diff(Settings({"admin.password": FIRST}), before.running)))
        ask, spoilt = there.line.ask, [label]

        def spoil(request: Ask) -> Reply:
            reply = ask(request)
            if request.label in spoilt:
                spoilt.clear()
                raise BadAnswer(page=label, detail="") if "account" in label else ConnectionLost(address="x")
            return reply

        monkeypatch.setattr(there.line, "ask", spoil)
        with pytest.raises(BadAnswer if "account" in label else ConnectionLost):
            there.driver.send(steps[0], quiet)
        assert there.router.password_now() == FIRST.reveal()
        for step in there.driver.undo(before, steps):
            there.driver.send(step, quiet)
        assert there.router.password_now() == was
        assert there.driver.undone(before, there.driver.read(), steps) == ()


@pytest.mark.parametrize("name", ["tplink-archer-ax20", "tplink-archer-c1200"])
def test_a_router_wiped_meanwhile_is_named(name: str) -> None:
    with bench(name, "wipe") as there:
        there.enter()
        with pytest.raises(ConnectionLost):
            there.send({"wan.mtu": 1400})
        with pytest.raises(RouterWiped):
            there.driver.rejoin(quiet)


def test_what_the_router_drops_in_silence_is_found_by_reading() -> None:
    with bench("tplink-archer-ax20", "ignore-write:ssid") as there:
        there.enter()
        there.send({"wifi.bands.5GHz.ssid": "New", "wifi.bands.5GHz.hidden": True})
        assert there.left({"wifi.bands.5GHz.ssid": "New", "wifi.bands.5GHz.hidden": True}) == ["wifi.bands.5GHz.ssid"]


def test_a_session_lost_on_the_way_is_renewed() -> None:
    with bench("tplink-archer-ax20") as there:
        there.enter()
        there.router.forget()
        there.send({"wan.mtu": 1400})
        there.router.forget()
        assert there.left({"wan.mtu": 1400}) == []


@pytest.mark.parametrize("protocol", ["l2tp", "pptp", "static", "dhcp"])
@pytest.mark.parametrize("name", ALL)
def test_every_connection_type(name: str, protocol: str) -> None:
    of: dict[str, dict[str, Running]] = {
        "l2tp": {"wan.username": "u", "wan.password": Secret("p"), "wan.server": "vpn.example.net", "wan.mtu": 1400},
        "pptp": {"wan.username": "u", "wan.password": Secret("p"), "wan.server": "10.1.1.1", "wan.mtu": 1400},
        "static": {
            "wan.address": "203.0.113.10",
            "wan.mask": "255.255.255.0",
            "wan.gateway": "203.0.113.1",
            "dns.servers": ("1.1.1.1",),
        },
        "dhcp": {"dns.servers": AUTOMATIC, "wan.mac": "clone"},
    }
    wanted: dict[str, Running] = {"wan.protocol": protocol, **of[protocol]}
    with bench(name) as there:
        there.enter()
        there.send(wanted)
        assert there.left(wanted) == []
        there.send(
            {"wan.protocol": "pppoe", "wan.username": "0891234567", "wan.password": Secret("x"), "wan.mtu": 1400}
        )
        assert there.driver.read().running["wan.protocol"] == "pppoe"


def test_the_password_is_not_shown_by_anything() -> None:
    with bench("tplink-archer-ax20") as there:
        there.enter()
        facts = there.driver.read()
        shown = repr(facts) + repr(there.driver._envelope) + repr(there.identity)
        assert there.router.password_now() not in shown


def test_a_login_we_do_not_speak_is_refused_before_any_password() -> None:
    card = Card("tplink-luci", "Archer Z", variant="AES-GCM")
    identity = TplinkIdentity("tplink", "tplink-luci", "Archer Z", card=card)
    line = WebTransport("http://127.0.0.1:1", Deadline(10, FakeClock()))
    with pytest.raises(NotRecognised, match="AES-GCM"):
        open_router(line, identity)
