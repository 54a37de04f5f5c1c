"""What finding a router and a wrong password cost, as each router itself counts it, and what it tells of the rest."""

from __future__ import annotations

import base64
from pathlib import Path

import paramiko
import pytest

from routercfg import simulator
from routercfg.device import Credentials
from routercfg.errors import WrongPassword
from routercfg.secret import Secret
from routercfg.simulator.tplink_cli import CommandLine
from routercfg.wire import Ask
from tests.conformance.road import Bench, bench

ALL = {**simulator.models(), **simulator.unlisted()}
# busybox login counts nothing; Padavan is refused before any password
EVERY = sorted(name for name, model in ALL.items() if model.family not in {"asus-telnet", "padavan"})
WRONG = "not-the-password"

# Who tells how many are left after the first wrong one, and how many; the others tell nothing [tplink-web §2A, §3C].
LEFT = {
    "tplink-archer-c6": 9,
    "tplink-archer-ax12": 9,
    "tplink-archer-ax20": 9,
    "tplink-archer-ax72": 9,
    "tplink-archer-ax55-v1-11": 9,
    "tplink-archer-ax55-sg": 9,
    "tplink-archer-be230": 9,
    "tplink-archer-c1200": 9,
    "tplink-archer-c7-v5": 9,
    "tplink-archer-c50-v4": 9,
    "tplink-archer-mr200-v5": 4,
}


class Counts:
    """Login attempts at the doors that keep no count of their own, or keep it in another process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.names: list[str] = []
        self.line = 0
        over_ssh, at_prompt = paramiko.Transport.auth_password, CommandLine._password

        def auth_password(line: paramiko.Transport, username: str, *words: object) -> object:
            self.names.append(username)
            return over_ssh(line, username, *words)  # type: ignore[arg-type]

        def password(line: CommandLine, *words: object) -> object:
            self.line += 1
            return at_prompt(line, *words)  # type: ignore[arg-type]

        monkeypatch.setattr(paramiko.Transport, "auth_password", auth_password)
        monkeypatch.setattr(CommandLine, "_password", password)

    def of(self, unit: Bench, asks: list[Ask]) -> int:
        """Give how often this router was offered a password that it had to judge."""
        router = unit.router
        if unit.served.url.startswith("ssh:"):
            return len(self.names)
        if unit.served.url.startswith("telnet:"):
            return self.line
        for count in (_luci, _objects, _asus):
            if (told := count(router)) is not None:
                return told
        return sum("Authorization" in "".join(name + value for name, value in ask.headers) for ask in asks)


def _luci(router: object) -> int | None:
    attempts = getattr(router, "attempts", None)
    return None if attempts is None else int(attempts.count("127.0.0.1"))


def _objects(router: object) -> int | None:
    tries = getattr(router, "tries", None)
    return None if tries is None else int(tries.count)


def _asus(router: object) -> int | None:
    if getattr(router, "model", None) is None or ALL[router.model.name].family == "asus-web-basic":  # type: ignore[attr-defined]
        return None
    return getattr(getattr(router, "sessions", None), "_failures", None)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> Counts:
    return Counts(monkeypatch)


@pytest.mark.parametrize("model", EVERY)
def test_a_wrong_password_is_one_attempt_and_the_rest_is_told(model: str, counts: Counts, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        asks = unit.listen()
        secret = Secret("ab" * 128 if model == "tplink-archer-c5400x" else WRONG)
        # which name a shell has is not told before the login: a person says it, or the usual ones are tried
        name = ALL[model].username if unit.served.url.startswith("ssh:") else None
        with unit.driver() as driver, pytest.raises(WrongPassword) as told:
            driver.login(Credentials(name, secret, given=True))
        assert counts.of(unit, asks) == 1
        said = told.value.what("en"), told.value.what("ru")
    left = LEFT.get(model)
    if model in LEFT:
        assert f"({left} attempt(s) left)" in said[0]
        assert f"(осталось попыток: {left})" in said[1]
    assert WRONG not in "".join(said)


@pytest.mark.parametrize("model", EVERY)
def test_finding_out_who_answers_offers_nobody_a_password(model: str, counts: Counts, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        asks = unit.listen()
        assert unit.identity().family == unit.router.model.family or unit.served.url.startswith("ssh:")
        assert counts.of(unit, asks) == 0
        assert not [name for ask in asks for name, _ in ask.headers if name.lower() in {"authorization", "cookie"}]
        password = unit.router.password_now()
        sent = b"".join(ask.target.encode() + ask.body for ask in asks)
        for form in (password, base64.b64encode(password.encode()).decode()):
            assert form.encode() not in sent
        assert not [
            name for name in ("operation=login", "login.cgi", "/cgi/login", "login_v2") if name.encode() in sent
        ]


@pytest.mark.parametrize("model", [name for name in EVERY if ALL[name].family in {"openwrt", "asus-ssh"}])
def test_a_shell_is_offered_one_password_under_each_usual_name_once(model: str, counts: Counts, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit, unit.driver() as driver:
        with pytest.raises(WrongPassword):
            driver.login(Credentials(None, Secret(WRONG), given=True))
        assert sorted(counts.names) == ["admin", "root"]


CANNOT_TELL = {
    *("tplink-archer-c1200", "tplink-archer-c20-v1", "tplink-archer-c50-v4"),
    *("tplink-wr841n-v14", "tplink-wr841n-v14-2020"),
    *("tplink-wr1043nd-v2", "tplink-wr740n-ru", "tplink-wdr3600", "tplink-archer-c7-v2"),
}


@pytest.mark.parametrize("model", [name for name in EVERY if name.startswith("tplink") and "c5400x" not in name])
def test_a_profiles_wrong_password_costs_two_only_where_a_reset_cannot_be_told(
    model: str, counts: Counts, tmp_path: Path
) -> None:
    """docs/decisions/0005: admin/admin is the second, and only after a password that nobody gave for this router."""
    with bench(model, tmp_path, factory=False) as unit:
        asks = unit.listen()
        with unit.driver() as driver, pytest.raises(WrongPassword):
            driver.login(Credentials(None, Secret(WRONG)))
        assert counts.of(unit, asks) == (2 if model in CANNOT_TELL else 1)
