"""A change of name and password whose answer was lost or spoilt, on an old green router of paper."""

from __future__ import annotations

import base64
import contextlib
from urllib.parse import parse_qs, urlsplit

import pytest

from routercfg.clock import Deadline
from routercfg.device import Credentials, Identity
from routercfg.dialects.userrpm import COOKIE, Card
from routercfg.errors import BadAnswer, ConnectionLost, RouterSilent
from routercfg.secret import Secret
from routercfg.transport.loop import LoopTransport
from routercfg.vendors.tplink_userrpm import UserrpmDriver
from routercfg.vendors.tplink_userrpm_pages import ACCOUNT
from routercfg.vendors.tplink_userrpm_steps import account_step
from routercfg.wire import Ask, Reply
from tests.conftest import FakeClock

OLD, NEW = Secret("Old-pass-1"), Secret("New-pass-2")
STEP = account_step(("admin", OLD), ("admin", NEW), ("admin.password",))
BACK = account_step(("admin", NEW), ("admin", OLD), ("admin.password",))
LOGIN = b"var httpAutErrorArray = new Array(2, 0, 0,0 ); LoginRpm.htm"
PAGES = {
    "StatusRpm.htm": b'var statusPara = new Array(1, 0, "3.17.38 Build", "Archer C7 v2", 0,0 );',
    ACCOUNT: b'var LoginPwdInf = new Array("admin", 0, 0,0 );',
}


class Paper:
    """A router whose session survives a change of the password. ``spoils`` is what becomes of the next save."""

    def __init__(self, clock: FakeClock) -> None:
        self.password = OLD.reveal()
        self.spoils: ConnectionLost | Reply | None = None
        self.silent = False
        self.asks: list[Ask] = []
        self.line = LoopTransport(self.answer, Deadline(600, clock), "http://192.168.0.1")
        self.driver = UserrpmDriver(self.line, Identity("tplink", "tplink-userrpm"), Card(COOKIE, keyed=True))
        self.driver.login(Credentials(None, OLD, given=True))

    def answer(self, ask: Ask) -> Reply:
        self.asks.append(ask)
        place = urlsplit(ask.target)
        name = place.path.rsplit("/", 1)[1]
        words = {key: values[0] for key, values in parse_qs(place.query).items()}
        if name == "LoginRpm.htm":
            return self.let_in(ask)
        if name == ACCOUNT and "Save" in words and words["oldpassword"] == self.password:
            self.password = words["newpassword"]
            spoils, self.spoils = self.spoils, None
            if isinstance(spoils, ConnectionLost):
                raise spoils
            return spoils or Reply(200, body=PAGES[ACCOUNT])
        return Reply(200, body=PAGES.get(name, b""))

    def let_in(self, ask: Ask) -> Reply:
        if self.silent:
            self.silent = False
            raise RouterSilent(address=self.line.url)
        word = base64.b64encode(f"admin:{self.password}".encode()).decode().replace("=", "%3D")
        right = dict(ask.headers)["Cookie"].endswith(word)
        return Reply(200, body=b"http://192.168.0.1/ABCDEFGHIJKLMNOP/userRpm/Index.htm" if right else LOGIN)

    def send(self, step: object) -> None:
        self.driver.send(step, lambda key, details: None)  # type: ignore[arg-type]


def test_a_new_password_in_doubt_is_kept_while_nobody_answers(clock: FakeClock) -> None:
    paper = Paper(clock)
    paper.spoils = ConnectionLost(address="x", written=True)
    with pytest.raises(ConnectionLost):
        paper.send(STEP)
    paper.silent = True
    with contextlib.suppress(RouterSilent):
        paper.driver.rejoin(lambda key, details: None)
    paper.driver.rejoin(lambda key, details: None)  # RouterWiped if only the old one were tried
    paper.send(BACK)
    assert paper.password == OLD.reveal()


def test_a_change_with_a_spoilt_answer_is_put_back_for_real(clock: FakeClock) -> None:
    paper = Paper(clock)
    paper.spoils = Reply(500)
    with pytest.raises(BadAnswer):
        paper.send(STEP)
    paper.send(BACK)
    assert paper.password == OLD.reveal()


def test_labels_name_inputs_and_never_their_values(clock: FakeClock) -> None:
    paper = Paper(clock)
    paper.send(STEP)
    save = next(ask for ask in paper.asks if "newpassword" in ask.target)
    assert save.writes
    assert "newpassword" in save.label
    assert not any(secret.reveal() in save.label + repr(save) for secret in (OLD, NEW))
