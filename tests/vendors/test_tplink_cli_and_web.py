"""Both doors of one router: what the command line can goes there, all else over the web, and back the same way.

The web page is of a simulated Archer C20 and the command line of paper, so each shows what came through it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.clock import Deadline, SystemClock
from routercfg.device import Credentials, Driver
from routercfg.errors import SettingRefused
from routercfg.profile import load
from routercfg.secret import Secret
from routercfg.simulator import PaperRouter
from routercfg.transport.console import TelnetConsole
from routercfg.transport.web import WebTransport
from routercfg.vendors import open_console, open_router, recognise, recognise_console
from routercfg.workflow import Apply, Outcome, Plan, read_plan
from routercfg.workflow.planning import Wish
from tests.transport.paper_cli import Paper, telnet

WIFI = "wifi: {ssid: Home, security: wpa2, password: newnewnew}\n"
PPPOE = "wan: {protocol: pppoe, username: me, password: pw}\n"


class HastyClock(SystemClock):
    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 20)


class Bench:
    def __init__(self, paper: Paper, router: PaperRouter, urls: tuple[str, str], folder: Path) -> None:
        self.paper, self.router, self.urls, self.folder = paper, router, urls, folder

    @contextmanager
    def driver(self) -> Iterator[Driver]:
        deadline = Deadline(60, HastyClock())
        console = TelnetConsole(self.urls[0], deadline, patience=3)
        web = WebTransport(self.urls[1], deadline, patience=4)
        driver = open_console(console, recognise_console(console), open_router(web, recognise(web)))
        try:
            yield driver
        finally:
            driver.close()
            web.close()

    def wish(self, text: str) -> Wish:
        file = self.folder / "profile.yaml"
        file.touch(mode=0o600)
        file.write_text("version: 1\n" + text, encoding="utf-8")
        return load(str(file)).resolve(None, {})

    def given(self) -> Credentials:
        return Credentials(None, Secret(self.router.password_now()))

    def plan(self, text: str) -> Plan:
        with self.driver() as driver:
            return read_plan(driver, self.wish(text), self.given())

    def apply(self, text: str) -> Outcome:
        with self.driver() as driver:
            return Apply(
                driver,
                self.wish(text),
                self.given(),
                Deadline(60, HastyClock()),
                lambda key, details: None,
                lambda plan: True,
                skip_unsupported=True,
            ).run()

    @property
    def written(self) -> list[str]:
        return [line for line in self.paper.heard if " set " in line]


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    router = simulator.build("tplink-archer-c20-v1", state=tmp_path / "state", pace=0)
    paper = Paper(password=router.model.password)
    with telnet(paper) as cli, simulator.serve(router) as web:
        yield Bench(paper, router, (cli, web.url), tmp_path)


def test_each_subject_goes_through_one_door(bench: Bench) -> None:
    outcome = bench.apply(WIFI + "dns: {servers: [9.9.9.9]}\ntime: {zone: Europe/Moscow}\n")
    assert outcome.error is None, outcome.verdicts
    assert not outcome.plan.gaps
    assert {page["SSID"] for page in bench.paper.radios.values()} == {"Home"}
    assert len(bench.written) == 4


def test_dns_takes_the_connection_along_to_the_web(bench: Bench) -> None:
    plan = bench.plan(PPPOE + "dns: {servers: [9.9.9.9]}\n")
    assert {change.path for change in plan.changes} == {"wan.username", "wan.password", "dns.servers"}
    assert plan.steps
    assert not [step for step in plan.steps if step.page.startswith("telnet")]
    assert [step.page for step in bench.plan(PPPOE).steps] == ["telnet: wan service ewan_pppoe"]


def test_a_subject_that_the_command_line_can_do_is_done_there(bench: Bench) -> None:
    assert bench.apply(PPPOE).error is None
    assert bench.paper.wan["username"] == "me"
    assert len(bench.written) == 1
    assert bench.apply(PPPOE).plan.empty


def test_a_subject_that_it_can_do_in_part_goes_over_the_web_as_a_whole(bench: Bench) -> None:
    outcome = bench.apply("wifi: {bands: {2.4GHz: {ssid: Home, hidden: true}}}\n")
    assert not outcome.plan.gaps
    assert not bench.written


def test_a_refusal_at_one_door_takes_back_what_went_through_the_other(bench: Bench) -> None:
    bench.paper.fails = ("5g --sec",)
    with bench.driver() as driver:
        driver.login(bench.given())
        before = dict(driver.read().running)
    outcome = bench.apply(WIFI + "time: {zone: Asia/Yekaterinburg}\nlan: {dhcp: {enabled: false}}\n")
    assert isinstance(outcome.error, SettingRefused)
    assert outcome.state == "old"
    with bench.driver() as driver:
        driver.login(bench.given())
        assert dict(driver.read().running) == before


def test_it_knows_itself_from_both(bench: Bench) -> None:
    with bench.driver() as driver:
        driver.login(bench.given())
        facts = driver.read()
        assert (driver.identity.family, bool(driver.identity.model)) == ("tplink-cli", True)
        assert facts.running["dns.servers"]
        assert "old-pw" not in repr(facts)


def test_a_new_password_holds_at_both_doors(bench: Bench) -> None:
    bench.paper.follow = bench.router.password_now  # one router has one password
    assert bench.apply("admin: {password: Boss-pass-77}\n" + PPPOE).error is None
    assert bench.router.password_now() == "Boss-pass-77"
    assert bench.apply("admin: {password: Boss-pass-77}\n" + PPPOE).plan.empty
