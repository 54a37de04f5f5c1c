"""The driver against a plain router of paper that lives in the test: absences, moves, odd answers."""

import base64
from collections.abc import Callable, Mapping

import pytest

from routercfg.clock import Deadline
from routercfg.device import Credentials, Identity, Step
from routercfg.dialects.tplink_objects import ROOT, Act, Block, Item, answer_text, parse_items
from routercfg.dialects.tplink_objects_card import PLAIN, SEALED, Card
from routercfg.dialects.tplink_objects_login import AUTH
from routercfg.errors import (
    AnotherAdministrator,
    BadAnswer,
    ConnectionLost,
    DeadlinePassed,
    NotRecognised,
    PasswordMissing,
    RouterSilent,
    RouterWiped,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.language import TEXTS
from routercfg.language.reasons_objects import REASONS_OBJECTS
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Running, Settings
from routercfg.transport.loop import LoopTransport
from routercfg.vendors.tplink_objects import ObjectsDriver, ObjectsIdentity, open_router
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock
from tests.vendors.tplink_objects_words import DHCP, INFO, LAN, PPPOE, RADIO, Native, wr841n

GOOD = Secret("Good-pass-1")
SINGLETONS = {"IGD_DEV_INFO", "L3_FORWARDING", "TIME"}


class Paper:
    """A plain router. ``before`` may answer in its place or raise; ``told`` are the requests it understood."""

    def __init__(self, clock: FakeClock, native: Native | None = None, card: Card | None = None) -> None:
        self.native = native if native is not None else wr841n()
        self.password = GOOD.reveal()
        self.url = "http://192.168.0.1"
        self.tells_flag = True
        self.told: list[tuple[Item, ...]] = []
        self.logins = 0
        self.before: Callable[[Ask, tuple[Item, ...]], Reply | None] = lambda ask, items: None
        self.line = LoopTransport(self.answer, Deadline(1000, clock), self.url)
        self.driver = ObjectsDriver(self.line, Identity("tplink", PLAIN), card or Card(PLAIN, "basic", factory=False))

    def answer(self, ask: Ask) -> Reply:
        if self.line.url != self.url:
            raise RouterSilent(address=self.line.url)
        items = parse_items(ask.target.partition("?")[2], ask.body.decode()) if ask.target.startswith("/cgi?") else ()
        spoilt = self.before(ask, items)
        if spoilt is not None:
            return spoilt
        cookie = dict(ask.headers).get("Cookie", "")
        let_in = cookie == "Authorization=Basic " + base64.b64encode(f"admin:{self.password}".encode()).decode()
        if ask.target == "/":
            self.logins += bool(cookie)
            return Reply(200, body=b"frame" if let_in else b"the username or password is incorrect js/lib.js")
        if not let_in and not (self.tells_flag and [item.oid for item in items] == ["IGD_DEV_INFO"]):
            return Reply(200, body=b"<html>js/lib.js</html>")
        self.told.append(items)
        return Reply(200, body=self.sheet(items).encode())

    def sheet(self, items: tuple[Item, ...]) -> str:
        blocks: list[Block] = []
        for index, item in enumerate(items):
            error = self.act(item, index, blocks)
            if error:
                return answer_text(blocks, error)
        return answer_text(blocks)

    def act(self, item: Item, index: int, blocks: list[Block]) -> int:
        words = dict(line.partition("=")[::2] for line in item.lines)
        if item.act is Act.CGI and item.oid == AUTH:
            self.password = words["pwd"]
            self.native[INFO]["X_TP_isFD"] = "0"
        if item.act is Act.CGI:
            lines = [f'var {name}="{word}";' for name, word in self.native.get(f"{item.oid}#{ROOT}", {}).items()]
            blocks.append(Block("cgi", index, (*lines, "$.ret=0;")))
            return 0
        pages = [page for page in self.native if page.partition("#")[0] == item.oid]
        if not pages:
            return 9804
        if item.act is Act.SET:
            return self.set(f"{item.oid}#{item.stack}", words)
        if item.act is (Act.GL if item.oid in SINGLETONS else Act.GET):
            return 9003
        blocks += [
            Block(p.partition("#")[2], index, tuple(f"{n}={w}" for n, w in self.native[p].items())) for p in pages
        ]
        return 0

    def set(self, page: str, words: Mapping[str, str]) -> int:
        if page not in self.native or any(name not in self.native[page] for name in words):
            return 9005
        self.native[page].update(words)
        if page == LAN:
            self.url = f"http://{words['IPInterfaceIPAddress']}"
        return 0

    def enter(self) -> None:
        self.driver.login(Credentials(None, GOOD))

    def apply(self, wish: dict[str, Running]) -> None:
        facts = self.driver.read()
        for step in self.driver.steps(facts, pending(diff(Settings(wish), facts.running))):
            self.driver.send(step, lambda key, details: None)

    def writes(self) -> list[Item]:
        return [item for items in self.told for item in items if item.act is Act.SET]


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    for key, pair in REASONS_OBJECTS.items():
        monkeypatch.setitem(TEXTS, key, pair)


@pytest.fixture
def paper(clock: FakeClock) -> Paper:
    return Paper(clock)


def once(reply: Reply) -> Callable[[Ask, tuple[Item, ...]], Reply | None]:
    """Spoil the first request with items in it."""
    left = [reply]
    return lambda ask, items: left.pop() if left and items else None


def test_what_is_not_there_is_found_out_once(paper: Paper) -> None:
    paper.enter()
    facts = paper.driver.read()
    assert facts.running["wan.protocol"] == "dhcp"
    assert [len(items) for items in paper.told[:2]] == [14, 1]  # the whole read stops at 9804; then one by one
    paper.told.clear()
    assert paper.driver.read().running == facts.running
    assert [len(items) for items in paper.told] == [12]


def test_what_is_denied_to_this_account_does_not_stop_the_read(paper: Paper) -> None:
    """[tplink-web §5.13]: 9001 where an operator's build hides an object."""
    paper.enter()
    paper.before = lambda ask, items: (
        Reply(200, body=b"[error]9001\n") if any(item.oid == "WAN_PPP_CONN" for item in items) else None
    )
    facts = paper.driver.read()
    assert PPPOE not in facts.native
    assert facts.running["wan.protocol"] == "dhcp"


def test_what_oid_str_does_not_name_is_not_asked_for(clock: FakeClock) -> None:
    oids = frozenset(page.partition("#")[0] for page in wr841n() if not page.startswith("/"))
    paper = Paper(clock, card=Card(PLAIN, "basic", factory=False, oids=oids))
    paper.enter()
    paper.driver.read()
    assert [len(items) for items in paper.told] == [12]


def test_names_in_either_case(clock: FakeClock) -> None:
    native = wr841n()
    native[RADIO]["BeaconType"] = native[RADIO].pop("beaconType")
    native[DHCP]["Enable"] = native[DHCP].pop("enable")
    paper = Paper(clock, native)
    paper.enter()
    running = paper.driver.read().running
    assert (running["wifi.bands.2.4GHz.security"], running["wan.protocol"]) == ("wpa2", "dhcp")


@pytest.mark.parametrize("status", [500, 406, 403])
def test_a_busy_router_is_asked_again(paper: Paper, status: int) -> None:
    paper.enter()
    paper.before = once(Reply(status))
    assert paper.driver.read().running["lan.address"] == "192.168.0.1"
    assert paper.logins == 1


def test_a_router_that_stays_busy_is_left(paper: Paper) -> None:
    paper.enter()
    paper.before = lambda ask, items: Reply(406) if items else None
    with pytest.raises(AnotherAdministrator):
        paper.driver.read()


def test_a_write_is_never_repeated(paper: Paper) -> None:
    paper.enter()
    tries: list[Ask] = []

    def lose(ask: Ask, items: tuple[Item, ...]) -> Reply | None:
        if any(item.act is Act.SET for item in items):
            tries.append(ask)
            raise ConnectionLost(address="x", written=True)
        return None

    paper.before = lose
    with pytest.raises(ConnectionLost):
        paper.apply({"dns.clients": ("9.9.9.9",)})
    assert len(tries) == 1
    assert tries[0].writes


def test_a_busy_answer_to_a_write_is_a_lost_one(paper: Paper) -> None:
    paper.enter()
    paper.before = lambda ask, items: Reply(406) if any(item.act is Act.SET for item in items) else None
    with pytest.raises(SessionLost):
        paper.apply({"dns.clients": ("9.9.9.9",)})


def test_a_refusal_names_the_firmwares_error(paper: Paper) -> None:
    paper.enter()
    facts = paper.driver.read()
    with pytest.raises(SettingRefused, match="9005 CMM_INVALID_PARAM_NAME"):
        paper.driver.send(Step(PPPOE, {f"{PPPOE}.nosuch": "1"}, ("wan.mtu",)), lambda key, details: None)
    assert facts.native[PPPOE] == paper.native[PPPOE]


def test_it_follows_its_lan_address(paper: Paper) -> None:
    paper.enter()
    paper.apply({"lan.address": "192.168.7.1", "lan.dhcp.first": "192.168.7.10", "lan.dhcp.last": "192.168.7.20"})
    assert paper.driver.address == "http://192.168.7.1"
    assert paper.driver.read().running["lan.dhcp.first"] == "192.168.7.10"
    assert paper.native["LAN_HOST_CFG#1,0,0,0,0,0"]["IPRouters"] == "192.168.7.1"


def test_it_is_found_again_after_an_unanswered_move(paper: Paper) -> None:
    paper.enter()
    facts = paper.driver.read()
    (step,) = paper.driver.steps(facts, pending(diff(Settings({"lan.address": "192.168.7.1"}), facts.running)))

    def lose(ask: Ask, items: tuple[Item, ...]) -> Reply | None:
        if any(item.act is Act.SET for item in items):
            paper.sheet(items)
            paper.before = lambda ask, items: None
            raise ConnectionLost(address="x", written=True)
        return None

    paper.before = lose
    with pytest.raises(ConnectionLost):
        paper.driver.send(step, lambda key, details: None)
    paper.driver.rejoin(lambda key, details: None)
    assert paper.driver.address == "http://192.168.7.1"


def test_a_router_that_stays_away_ends_with_the_deadline(paper: Paper, clock: FakeClock) -> None:
    paper.enter()
    paper.url = "http://192.168.0.99"
    paper.line.deadline = Deadline(30, clock)
    with pytest.raises(DeadlinePassed):
        paper.driver.rejoin(lambda key, details: None)


def test_a_new_password_is_used_at_once(paper: Paper) -> None:
    paper.enter()
    paper.apply({"admin.password": Secret("Other-pass-2")})
    assert paper.password == "Other-pass-2"
    assert paper.driver.read().running["admin.password"] == Secret("Other-pass-2")


def test_a_password_whose_change_was_not_confirmed_is_tried_first(paper: Paper) -> None:
    paper.enter()

    def lose(ask: Ask, items: tuple[Item, ...]) -> Reply | None:
        if [item.oid for item in items] == [AUTH]:
            paper.sheet(items)
            raise ConnectionLost(address="x", written=True)
        return None

    paper.before = lose
    with pytest.raises(ConnectionLost):
        paper.apply({"admin.password": Secret("Other-pass-2")})
    paper.before = lambda ask, items: None
    paper.driver.rejoin(lambda key, details: None)
    assert paper.driver.read().running["admin.password"] == Secret("Other-pass-2")


def test_a_password_in_doubt_is_kept_while_nobody_answers(paper: Paper) -> None:
    paper.enter()
    spoilt = {"answer": True, "silent": 0}

    def lose(ask: Ask, items: tuple[Item, ...]) -> Reply | None:
        if [item.oid for item in items] == [AUTH] and spoilt["answer"]:
            paper.sheet(items)
            raise ConnectionLost(address="x", written=True)
        if dict(ask.headers).get("Cookie") and ask.target == "/" and spoilt["silent"]:
            spoilt["silent"] = 0
            raise RouterSilent(address="x")
        return None

    paper.before = lose
    with pytest.raises(ConnectionLost):
        paper.apply({"admin.password": Secret("Other-pass-2")})
    spoilt["silent"] = 1
    with pytest.raises(RouterSilent):
        paper.driver.rejoin(lambda key, details: None)
    paper.driver.rejoin(lambda key, details: None)
    assert paper.driver.read().running["admin.password"] == Secret("Other-pass-2")


def test_a_password_change_with_a_spoilt_answer_is_put_back_for_real(paper: Paper) -> None:
    paper.enter()
    before = paper.driver.read()
    (step,) = paper.driver.steps(
        before, pending(diff(Settings({"admin.password": Secret("New-pass-2")}), before.running))
    )

    def spoil(ask: Ask, items: tuple[Item, ...]) -> Reply | None:
        if [item.oid for item in items] == [AUTH]:
            paper.sheet(items)
            return Reply(200, body=b"garbage")
        return None

    paper.before = spoil
    with pytest.raises(BadAnswer):
        paper.driver.send(step, lambda key, details: None)
    paper.before = lambda ask, items: None
    for back in paper.driver.undo(before, (step,)):
        paper.driver.send(back, lambda key, details: None)
    assert paper.password == GOOD.reveal()


def test_first_boot(clock: FakeClock) -> None:
    paper = Paper(clock, wr841n({INFO: {"X_TP_isFD": "1"}}), Card(PLAIN, "basic", factory=True))
    paper.password = "admin"
    paper.driver.first_boot(Secret("First-pass-1"))
    assert paper.password == "First-pass-1"
    assert paper.native[INFO]["X_TP_isFD"] == "0"
    assert not paper.driver.identity.factory


@pytest.mark.parametrize("taken", [False, True])
def test_first_boot_whose_answer_was_lost(clock: FakeClock, taken: bool) -> None:
    paper = Paper(clock, wr841n({INFO: {"X_TP_isFD": "1"}}), Card(PLAIN, "basic", factory=True))
    paper.password = "admin"
    lost: list[Ask] = []

    def lose(ask: Ask, items: tuple[Item, ...]) -> Reply | None:
        if not lost and any(item.oid == "/cgi/auth" and item.lines for item in items):
            lost.append(ask)
            paper.password = "First-pass-1" if taken else "admin"
            raise ConnectionLost(address="x", written=True)
        return None

    paper.before = lose
    paper.driver.first_boot(Secret("First-pass-1"))
    assert paper.password == "First-pass-1"
    assert lost


def test_first_boot_of_a_router_that_already_has_a_password(clock: FakeClock) -> None:
    paper = Paper(clock, wr841n({INFO: {"X_TP_isFD": "1"}}), Card(PLAIN, "basic", factory=True))
    paper.driver.first_boot(GOOD)
    assert paper.native[INFO]["X_TP_isFD"] == "0"
    other = Paper(clock, card=Card(PLAIN, "basic", factory=True))
    with pytest.raises(BadAnswer):
        other.driver.first_boot(Secret("First-pass-1"))
    with pytest.raises(SettingRefused):
        other.driver.first_boot(Secret("abc"))


@pytest.mark.parametrize(("tells", "factory", "given", "logins"), [(False, None, False, 2), (False, None, True, 1)])
def test_plain_firmware_that_does_not_tell_may_be_tried_with_its_default(
    clock: FakeClock, tells: bool, factory: bool | None, given: bool, logins: int
) -> None:
    paper = Paper(clock, card=Card(PLAIN, "basic", factory=factory))
    paper.password, paper.tells_flag = "admin", tells
    if given:
        with pytest.raises(WrongPassword):
            paper.driver.login(Credentials(None, GOOD, given=True))
    else:
        paper.enter()
        assert paper.driver.read().running["admin.password"] == Secret("admin")
    assert paper.logins == logins


def test_the_default_password_goes_with_the_default_name(clock: FakeClock) -> None:
    paper = Paper(clock, card=Card(PLAIN, "basic"))
    paper.password, paper.tells_flag = "admin", False
    paper.driver.login(Credentials("boss", GOOD))
    assert paper.driver.read().running["admin.username"] == "admin"


def test_a_wrong_password_costs_one_attempt(paper: Paper) -> None:
    with pytest.raises(WrongPassword):
        paper.driver.login(Credentials(None, Secret("wrong")))
    assert paper.logins == 1
    with pytest.raises(PasswordMissing):
        paper.driver.login(Credentials())


def test_a_wiped_router_is_given_no_password(paper: Paper) -> None:
    paper.enter()
    paper.driver.read()
    paper.password = "admin"
    paper.native[INFO]["X_TP_isFD"] = "1"
    before = paper.logins
    with pytest.raises(RouterWiped):
        paper.driver.read()
    assert paper.logins == before


def test_a_wipe_shows_in_a_read_even_while_the_password_still_fits(paper: Paper) -> None:
    paper.enter()
    paper.driver.read()
    paper.native[INFO]["X_TP_isFD"] = "1"
    with pytest.raises(RouterWiped):
        paper.driver.read()


def test_no_header_at_a_sealed_login_means_the_password_was_wrong(clock: FakeClock) -> None:
    """[observed-tplink-wr841n-v14 §Sessions]; the transport can only say that it was not HTTP."""
    key = "B1" + "00" * 62 + "01"

    def answer(ask: Ask) -> Reply:
        if ask.target == "/cgi_gdpr?":
            raise BadAnswer(page="x", detail="not HTTP")
        return Reply(200, body=f'var ee="010001";var nn="{key}";var seq="1";'.encode())

    line = LoopTransport(answer, Deadline(100, clock), "http://192.168.0.1")
    driver = ObjectsDriver(line, Identity("tplink", SEALED), Card(SEALED, "envelope", failures=2))
    with pytest.raises(WrongPassword) as told:
        driver.login(Credentials(None, GOOD, given=True))
    assert "7" in told.value.what()
    assert sum(ask.target == "/cgi_gdpr?" for ask in line.asked) == 1


@pytest.mark.parametrize(
    ("failures", "given", "password", "logins"),
    [
        (0, False, GOOD, 2),
        (4, False, GOOD, 2),
        (5, False, GOOD, 1),
        (None, False, GOOD, 1),
        (0, True, GOOD, 1),
        (0, False, Secret("admin"), 1),
    ],
)
def test_a_sealed_router_that_does_not_tell_a_reset_may_be_tried_with_its_default(
    clock: FakeClock, failures: int | None, given: bool, password: Secret, logins: int
) -> None:
    """[observed-tplink-wr841n-v14 part 12]: after a reset admin/admin, and nothing on its page says so."""
    key = "B1" + "00" * 62 + "01"

    def answer(ask: Ask) -> Reply:
        if ask.target == "/cgi_gdpr?":
            return Reply(200, body=b"$.ret=71234;")
        return Reply(200, body=f'var ee="010001";var nn="{key}";var seq="1";'.encode())

    line = LoopTransport(answer, Deadline(100, clock), "http://192.168.0.1")
    card = Card(SEALED, "envelope", factory=False, failures=failures)
    driver = ObjectsDriver(line, Identity("tplink", SEALED), card)
    with pytest.raises(WrongPassword):
        driver.login(Credentials(None, password, given=given))
    assert sum(ask.target == "/cgi_gdpr?" for ask in line.asked) == logins


def test_a_way_of_logging_in_that_is_not_spoken_is_named(paper: Paper) -> None:
    identity = ObjectsIdentity("tplink", SEALED, card=Card(SEALED, "query", variant="ECC P-224"))
    with pytest.raises(NotRecognised):
        open_router(paper.line, identity)
    assert open_router(paper.line, Identity("tplink", SEALED, "TL-WR841N")).identity.model == "TL-WR841N"


def test_going_away_logs_out_and_never_fails(paper: Paper) -> None:
    paper.enter()
    paper.driver.close()
    assert paper.told[-1][0].oid == "/cgi/logout"
    paper.enter()
    paper.url = "http://elsewhere"
    paper.driver.close()
