"""The OpenWrt driver against the simulated boards: real SSH, real dropbear, real busybox."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from routercfg.clock import Deadline, SystemClock
from routercfg.device import Credentials
from routercfg.errors import WrongPassword
from routercfg.language import TEXTS
from routercfg.language.reasons_openwrt import REASONS_OPENWRT
from routercfg.profile import load
from routercfg.secret import Secret
from routercfg.settings import BANDS
from routercfg.transport.shell import ShellTransport
from routercfg.vendors.openwrt import OpenwrtDriver, identify, open_router
from routercfg.workflow import Apply, Outcome

openwrt = pytest.importorskip("routercfg.simulator.openwrt")
shell_root = pytest.importorskip("routercfg.simulator.shell_root")
shell_server = pytest.importorskip("routercfg.simulator.shell_server")
from routercfg.simulator.faults import Faults  # noqa: E402
from routercfg.simulator.router import Pace, Store  # noqa: E402
from tests.conformance.road import FULL, PASSWORD  # noqa: E402

MODELS = {model.name: model for model in openwrt.models()}
pytestmark = [
    pytest.mark.skipif(bool(shell_root.missing()), reason="needs dropbear and busybox"),
    pytest.mark.parametrize("model", sorted(MODELS)),
]
HEAD = f"version: 1\nadmin: {{password: {PASSWORD}}}\n"
OLD = "openwrt-tplink-archer-c7"  # swconfig, no SAE, no L2TP


@pytest.fixture(autouse=True)
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """The lead merges the table; until then it is merged here."""
    for key, text in REASONS_OPENWRT.items():
        monkeypatch.setitem(TEXTS, key, text)


class HastyClock(SystemClock):
    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 20)


class Unit:
    def __init__(self, served: object, router: object, folder: Path) -> None:
        self.served, self.router, self.folder = served, router, folder
        self.shell = ShellTransport("ssh://" + served.ssh, Deadline(120, HastyClock()), accept=lambda key: True)  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def driver(self) -> Iterator[OpenwrtDriver]:
        self.shell = ShellTransport("ssh://" + self.served.ssh, Deadline(120, HastyClock()), accept=lambda key: True)  # type: ignore[attr-defined]
        try:
            identity = identify(self.shell)
            assert identity is not None
            yield open_router(self.shell, identity)
        finally:
            self.shell.close()

    def apply(self, text: str, password: str | None = None) -> Outcome:
        file = self.folder / "profile.yaml"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        with self.driver() as driver:
            secret = Secret(password) if password else None
            wish = load(str(file)).resolve(None, {})
            work = Apply(
                driver,
                wish,
                Credentials(None, secret),
                self.shell.deadline,
                lambda key, details: None,
                lambda plan: True,
                skip_unsupported=True,
            )
            return work.run()


@contextlib.contextmanager
def unit(name: str, folder: Path, *, factory: bool = False, faults: tuple[str, ...] = ()) -> Iterator[Unit]:
    model = MODELS[name]
    store = Store(folder / "state" / "native.json", model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(0, None), Faults.parse(list(faults)))
    with shell_server.serve_shell(router) as served:
        yield Unit(served, router, folder)


def stuck(outcome: Outcome) -> None:
    assert outcome.error is None, (outcome.error, outcome.error.__cause__, outcome.verdicts)
    assert [(v.path, v.wanted, v.found) for v in outcome.verdicts if v.word != "matched"] == []


def test_factory_state_to_verified_and_nothing_left_to_do(model: str, tmp_path: Path) -> None:
    with unit(model, tmp_path, factory=True) as router:
        with router.driver() as driver:
            assert driver.identity.factory
            assert driver.identity.vendor == MODELS[model].vendor
        outcome = router.apply(FULL)
        stuck(outcome)
        assert not outcome.plan.gaps
        assert router.router.password_now() == PASSWORD  # type: ignore[attr-defined]
        again = router.apply(FULL)
        assert again.plan.empty
        assert router.shell.commands <= 2


def test_settings_stick_and_gaps_are_named(model: str, tmp_path: Path) -> None:
    rest = """wan: {protocol: l2tp, server: tp.isp.ru, username: a@b, password: 'c d', vlan: 35}
wifi: {ssid: 'Домашняя сеть &', security: wpa3, password: 'eight chars'}
lan: {address: 192.168.9.1, dhcp: {first: 192.168.9.10, last: 192.168.9.20}}
"""
    with unit(model, tmp_path, factory=True) as router:
        outcome = router.apply(HEAD + rest)
        stuck(outcome)
        gaps = {gap.path for gap in outcome.plan.gaps}
        without = {"wan.protocol", "wan.server", "wan.username", "wan.password"}
        without |= {f"wifi.bands.{band}.{name}" for band in BANDS for name in ("security", "password")}
        assert gaps == (without if model == OLD else set())
        assert not router.apply(HEAD + rest).plan.changes


@pytest.mark.parametrize("fault", ["drop-after:1"])
def test_a_lost_answer_is_read_after_and_the_run_still_ends_well(model: str, fault: str, tmp_path: Path) -> None:
    with unit(model, tmp_path, faults=(fault,)) as router:
        stuck(router.apply(FULL, MODELS[model].password))


def test_a_wrong_password_is_told(model: str, tmp_path: Path) -> None:
    with unit(model, tmp_path) as router, router.driver() as driver, pytest.raises(WrongPassword):
        driver.login(Credentials(None, Secret("not-the-password")))
