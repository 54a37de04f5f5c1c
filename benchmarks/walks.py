"""The walks: detect, log in, read everything, log out; by us and by the clients that others wrote."""

from __future__ import annotations

import asyncio
import contextlib
import copy
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from benchmarks.paper import Unit
from routercfg.clock import Deadline, SystemClock
from routercfg.device import Credentials, Driver
from routercfg.profile import Profile, load
from routercfg.secret import Secret
from routercfg.transport.shell import ShellTransport
from routercfg.transport.web import WebTransport
from routercfg.vendors import open_router, open_shell, recognise, recognise_shell
from routercfg.workflow import Apply, Outcome

if TYPE_CHECKING:
    from benchmarks.measure import Walk

    Door = Callable[[Unit, Deadline, Callable[[], None]], contextlib.AbstractContextManager[Driver]]

READ: Final = "login and full read"
CHANGES: Final = "login and apply"
AGAIN: Final = "login and apply, nothing to do"

PATIENCE: Final = 60.0
"""Seconds after which a walk is given up."""

PASSWORD: Final = "Bench-pass-77"
PROFILE: Final = f"""\
version: 1
name: benchmark
wan: {{protocol: pppoe, username: "0891234567", password: "provider-secret", mtu: 1480, mac: 02:AA:BB:CC:DD:02}}
dns: {{servers: [85.175.46.122, 8.8.8.8]}}
wifi:
  {{ssid: Home, security: wpa2, password: "wifi-secret-1",
   bands: {{2.4GHz: {{channel: 6, width: 20}}, 5GHz: {{ssid: Home-5G, channel: 36}}}}}}
admin: {{password: {PASSWORD}}}
time: {{zone: Europe/Moscow}}
"""


class CountedClock(SystemClock):
    """The real clock, which also adds up what was slept on purpose."""

    def __init__(self) -> None:
        self.slept = 0.0

    def sleep(self, seconds: float) -> None:
        """Wait, and remember it."""
        self.slept += seconds
        super().sleep(seconds)


@contextlib.contextmanager
def _driver(unit: Unit, deadline: Deadline, mark: Callable[[], None]) -> Iterator[Driver]:
    transport = WebTransport(unit.url, deadline)
    try:
        identity = recognise(transport)
        mark()
        driver = open_router(transport, identity)
        try:
            yield driver
        finally:
            driver.close()
    finally:
        transport.close()


def read_ours(unit: Unit, mark: Callable[[], None]) -> str:
    """Detect, log in, read everything, log out."""
    with _driver(unit, Deadline(PATIENCE), mark) as driver:
        driver.login(Credentials(None, Secret(unit.password)))
        mark()
        facts = driver.read()
        mark()
    return f"{len(facts.running)} settings read"


def read_tplinkrouterc6u(unit: Unit, mark: Callable[[], None], *, everything: bool = False) -> str:
    """Let it find its client, log in, read, log out. ``everything``: each getter that it has; else what we read too."""
    from tplinkrouterc6u import Connection, TplinkRouterProvider

    client = TplinkRouterProvider.get_client(unit.url, unit.password, timeout=5)
    mark()
    client.authorize()
    mark()
    few = ("get_firmware", "get_status", "get_ipv4_status", "get_ipv4_dhcp_leases")
    names = sorted(name for name in dir(client) if name.startswith("get_") and name != "get_wifi")
    asked: list[Callable[[], object]] = [getattr(client, name) for name in (names if everything else few)]
    asked += [partial(client.get_wifi, band) for band in (Connection.HOST_2G, Connection.HOST_5G)]
    answered = 0
    for getter in asked:
        with contextlib.suppress(Exception):  # a form that this model does not have: it asked, and that counts
            getter()
            answered += 1
    mark()
    client.logout()
    return f"{answered} of {len(asked)} getters answered"


def read_asusrouter(unit: Unit, mark: Callable[[], None], *, everything: bool = False) -> str:
    """Connect with identity, read, disconnect. ``everything``: each datum that it has; else what we read too."""
    mark()  # it is told that this is an ASUS: nothing to detect
    return asyncio.run(asyncio.wait_for(_asusrouter(unit, mark, everything=everything), PATIENCE))


async def _asusrouter(unit: Unit, mark: Callable[[], None], *, everything: bool) -> str:
    import aiohttp
    from asusrouter import AsusRouter
    from asusrouter.modules.data import AsusData

    wanted = list(AsusData) if everything else [AsusData.WAN, AsusData.WLAN, AsusData.DEVICEMAP]
    told = 0
    async with aiohttp.ClientSession() as session:
        client = AsusRouter(unit.host, "admin", unit.password, unit.port, session=session)
        with _unworn():
            await client.async_connect()
            mark()
            for datum in wanted:
                with contextlib.suppress(Exception):  # as above
                    told += bool(await client.async_get_data(datum))
            mark()
            await client.async_disconnect()
    return f"{told} of {len(wanted)} data told"


@contextlib.contextmanager
def _unworn() -> Iterator[None]:
    """Put the library's table of endpoints back afterwards: it strikes out what one router lacks for all later ones."""
    from asusrouter.modules.data_finder import ASUSDATA_MAP

    before = copy.deepcopy(ASUSDATA_MAP)
    try:
        yield
    finally:
        ASUSDATA_MAP.clear()
        ASUSDATA_MAP.update(before)


def written(folder: Path, text: str = PROFILE) -> Path:
    """Write the benchmark's profile where only we can read it."""
    file = folder / "benchmark.yaml"
    file.touch(mode=0o600)
    file.write_text(text, encoding="utf-8")
    return file


def _apply(
    unit: Unit, profile: Profile, mark: Callable[[], None], door: Door = _driver, password: str = PASSWORD
) -> tuple[Outcome, float]:
    clock = CountedClock()
    deadline = Deadline(PATIENCE, clock)
    with door(unit, deadline, mark) as driver:
        work = Apply(
            driver=driver,
            wish=profile,
            credentials=Credentials(None, Secret(password)),
            deadline=deadline,
            tell=lambda key, details: None,
            agree=lambda plan: True,
            skip_unsupported=True,
        )
        outcome = work.run()
        mark()
    if outcome.error is not None:
        raise outcome.error
    return outcome, clock.slept


@contextlib.contextmanager
def _shell(unit: Unit, deadline: Deadline, mark: Callable[[], None]) -> Iterator[Driver]:
    """Give the driver behind SSH; a person has said that it is an ASUS, so one name is tried."""
    transport = ShellTransport(unit.url, deadline, accept=lambda key: True)
    try:
        driver = open_shell(transport, recognise_shell(transport, "asus"))
        mark()
        try:
            yield driver
        finally:
            driver.close()
    finally:
        transport.close()


def over_ssh(folder: Path) -> dict[str, Walk]:
    """Give the walks over SSH: a read, an apply, and one after which nothing is left to do."""
    text = PROFILE.replace(f"admin: {{password: {PASSWORD}}}\n", "") + "lan: {dhcp: {enabled: false}}\n"
    profile = load(str(written(folder, text))).resolve(None, {})

    def read(unit: Unit, mark: Callable[[], None]) -> str:
        with _shell(unit, Deadline(PATIENCE), mark) as driver:
            driver.login(Credentials(None, Secret(unit.password)))
            facts = driver.read()
        return f"{len(facts.running)} settings read"

    def apply(unit: Unit, mark: Callable[[], None]) -> str:
        outcome, slept = _apply(unit, profile, mark, _shell, unit.password)
        return f"{len(outcome.plan.changes)} changes, {slept:.1f} s of pauses"

    return {READ: read, CHANGES: apply, AGAIN: apply}


def applies(folder: Path) -> tuple[Walk, Walk]:
    """Give two walks for a router in factory state: an apply, and an apply after which nothing is left to do."""
    profile = load(str(written(folder))).resolve(None, {})

    def full(unit: Unit, mark: Callable[[], None]) -> str:
        outcome, slept = _apply(unit, profile, mark)
        return f"{len(outcome.plan.changes)} changes, {slept:.1f} s of pauses"

    def unchanged(unit: Unit, mark: Callable[[], None]) -> str:
        outcome, slept = _apply(unit, profile, mark)
        if not outcome.plan.empty:
            raise ValueError(f"{len(outcome.plan.changes)} changes left")
        return f"nothing to do, {slept:.1f} s of pauses"

    return full, unchanged
