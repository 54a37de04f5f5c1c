"""The whole road in one process: a profile text, a simulated router on a real socket, the workflow between them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from routercfg import simulator
from routercfg.clock import Deadline, SystemClock
from routercfg.device import Credentials, Driver, Identity
from routercfg.profile import load
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.simulator import PaperRouter, Served, ServedShell
from routercfg.transport.shell import ShellTransport
from routercfg.transport.web import WebTransport
from routercfg.vendors import open_router, open_shell, recognise, recognise_shell
from routercfg.wire import Ask, Reply
from routercfg.workflow import Apply, Outcome, Plan, read_plan

MODELS = sorted(simulator.models())
PASSWORD = "Boss-pass-77"

FULL = f"""\
version: 1
name: full
wan:
  {{protocol: pppoe, username: "0891234567@isp/ru#1", password: "p&w=%+ \\"q\\" 'x'",
   mtu: 1460, mac: 02:AA:BB:CC:DD:02}}
dns: {{servers: [85.175.46.122, 8.8.8.8], clients: [192.168.77.9]}}
wifi:
  ssid: "Home & Garden"
  security: wpa2
  password: "key&=+%#<>;' 9"
  bands:
    2.4GHz: {{channel: 6, width: 20}}
    5GHz: {{ssid: Home-5G, channel: 36, hidden: false, enabled: true}}
admin: {{password: {PASSWORD}}}
time: {{zone: Europe/Moscow}}
"""

NO_PASSWORD = FULL.replace(f"admin: {{password: {PASSWORD}}}\n", "")


@dataclass(frozen=True)
class Traits:
    """What a model has and tells, from its reference; what it has not, the driver must name as a gap."""

    bands: int = 2
    budget: int = 12  # requests for detection, login, full read and logout
    tells: bool = True  # model and factory state before login
    iptv: bool = True
    iptv_vlan: bool = True
    vlan: bool = True
    width80: bool = True
    sessions: bool = True  # HTTP Basic has neither sessions nor, as observed, a lock-out
    name_key: str = "ssid"  # the native key of the 2.4 GHz name
    no_protocols: tuple[str, ...] = ()
    zone: bool = True
    quotes: bool = True  # a Wi-Fi name may hold one


_GREEN = Traits(budget=25, tells=False, iptv=False, vlan=False, width80=False)
_OBJECTS = Traits(tells=False, iptv=False, vlan=False, name_key="SSID")
TRAITS = {
    "tplink-archer-c6": Traits(budget=13, tells=False),  # no get_firmware_info: the model is asked after login
    "tplink-archer-c1200": Traits(tells=False),
    "tplink-wr1043nd-v2": replace(_GREEN, bands=1, sessions=False),
    "tplink-wr740n-ru": replace(_GREEN, bands=1, iptv=True, vlan=True),
    "tplink-wdr3600": replace(_GREEN, sessions=False),
    "tplink-archer-c7-v2": _GREEN,
    "tplink-archer-c20-v1": _OBJECTS,
    "tplink-archer-c50-v4": _OBJECTS,
    "tplink-wr841n-v14": replace(_OBJECTS, bands=1),
    "tplink-wr841n-v14-2020": replace(_OBJECTS, bands=1),
    "tplink-archer-mr200-v5": replace(_OBJECTS, no_protocols=("pppoe", "static", "l2tp", "pptp")),
    "openwrt-tplink-archer-c7": Traits(tells=False, iptv_vlan=False, no_protocols=("l2tp", "pptp")),
    "openwrt-asus-rt-ac57u": Traits(tells=False),
    **dict.fromkeys((m for m in MODELS if m.startswith("asus")), Traits(budget=5, name_key="wl0_ssid", quotes=False)),
}


def traits(model: str) -> Traits:
    """Give the traits of a model."""
    return TRAITS.get(model, Traits())


class HastyClock(SystemClock):
    """Real time, with waits cut to a fiftieth: a simulated router at pace 0 is back at once."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 50)


@dataclass
class Bench:
    """One simulated router and the means to work on it."""

    router: PaperRouter
    served: Served | ServedShell
    folder: Path
    seconds: float = 60
    said: list[str] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    deadline: Deadline = field(default_factory=lambda: Deadline(60))
    line: Callable[[str, Deadline], WebTransport] = lambda url, deadline: WebTransport(url, deadline, patience=4)

    @contextlib.contextmanager
    def driver(self) -> Iterator[Driver]:
        self.deadline = Deadline(self.seconds, HastyClock())
        url = self.served.url
        transport: WebTransport | ShellTransport
        if url.startswith("ssh:"):
            transport = ShellTransport(url, self.deadline, accept=lambda key: True)
        else:
            transport = self.line(url, self.deadline)
        try:
            if isinstance(transport, ShellTransport):
                driver: Driver = open_shell(transport, recognise_shell(transport))
            else:
                driver = open_router(transport, recognise(transport))
            try:
                yield driver
            finally:
                driver.close()
        finally:
            transport.close()

    def listen(self) -> list[Ask]:
        """Give a list that fills with every Ask from now on."""
        asks: list[Ask] = []

        class Listening(WebTransport):
            def ask(self, ask: Ask) -> Reply:
                asks.append(ask)
                return super().ask(ask)

        self.line = lambda url, deadline: Listening(url, deadline, patience=4)
        return asks

    def identity(self) -> Identity:
        with self.driver() as driver:
            return driver.identity

    def apply(self, text: str, password: str | None = None, *, skip: bool = True) -> Outcome:
        profile = self.profile(text)
        with self.driver() as driver:
            work = Apply(
                driver,
                profile,
                Credentials(None, Secret(password) if password else None),
                self.deadline,
                lambda key, details: self.said.append(key),
                lambda plan: self.plans.append(plan) is None,
                skip_unsupported=skip,
            )
            return work.run()

    def plan(self, text: str, password: str = PASSWORD) -> Plan:
        with self.driver() as driver:
            return read_plan(driver, self.profile(text), Credentials(None, Secret(password)))

    def running(self, password: str = PASSWORD) -> Settings:
        with self.driver() as driver:
            driver.login(Credentials(None, Secret(password)))
            return driver.read().running

    def profile(self, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
        file = self.folder / "profile.yaml"
        file.touch(mode=0o600)
        file.write_text(text, encoding="utf-8")
        return load(str(file)).resolve(None, {})


@contextlib.contextmanager
def bench(
    model: str, folder: Path, *, factory: bool = True, faults: Sequence[str] = (), pace: float = 0
) -> Iterator[Bench]:
    """Put a simulated router on a socket."""
    router = simulator.build(model, state=folder / "state", factory=factory, faults=faults, pace=pace)
    with simulator.serve(router, ("127.0.0.1", 0), latency=0) as served:
        yield Bench(router, served, folder)
