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
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, Store
from routercfg.transport.console import TelnetConsole
from routercfg.transport.shell import ShellTransport
from routercfg.transport.telnet_shell import TelnetShell
from routercfg.transport.web import ANSWER_PATIENCE
from routercfg.transport.web import WebTransport as PlainWebTransport
from routercfg.vendors import open_console, open_router, open_shell, recognise, recognise_shell, recognise_telnet
from routercfg.wire import Ask, Reply
from routercfg.workflow import Apply, Outcome, Plan, read_plan

# An EX comes out of a reset with the password of its label and keeps it: its label says what the profile says. A newer
# ASUS wants the label's password and takes another one. Both go down the road though `simulate --list` leaves them out.
KEEPS_LABEL, WANT_LABEL = "tplink-ex511", {"asus-rt-be88u", "asus-rt-be58u-https"}
# ASUS routers of which only a shell is reached begin set up: out of the box nobody is let in.
SHELLS = {name for name, model in simulator.unlisted().items() if model.family in ("asus-ssh", "asus-telnet")}
# A C5400X takes a password only as a browser sealed it, so it is met set up and its password stays.
SEALED_BY_BROWSER = "tplink-archer-c5400x"
KEEP_PASSWORD = {SEALED_BY_BROWSER, "tplink-hb810-cli"}  # that command line cannot set one either
_LEFT_OUT = {KEEPS_LABEL, *WANT_LABEL, *KEEP_PASSWORD}
MODELS = sorted({*simulator.models(), *SHELLS, *(_LEFT_OUT & set(simulator.unlisted()))})
PINS: dict[str, str] = {}
"""Certificates of the simulated routers that answer over HTTPS, by their URL."""
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
    no_protocols: tuple[str, ...] = ()  # an empty word among them: not even the MAC of the WAN port
    zone: bool = True
    quotes: bool = True  # a Wi-Fi name may hold one
    utf8: bool = True  # a Wi-Fi name may hold other letters than Latin ones
    locks: bool = True  # it counts wrong passwords
    json: bool = True  # its web server says anything in JSON
    wpa: bool = True  # the oldest of its kind alone, without WPA2
    dual: bool = True  # a second connection beside PPPoE
    wipe_shows: bool = True  # a reset takes the password away
    boots: bool = True  # can be reached in factory state; else it starts set up
    hides: bool = False  # keeps passwords enciphered, so that they can neither be set nor checked
    shell: bool = False  # a plain shell: no pages, no sessions, no lock-out
    does: tuple[str, ...] = ()  # how the only settings end that it can do; empty: it is made for all of them


_GREEN = Traits(budget=25, tells=False, iptv=False, vlan=False, width80=False)
_OBJECTS = Traits(tells=False, iptv=False, vlan=False, name_key="SSID")
_OLD_ASUS = Traits(budget=6, name_key="wl0_ssid", quotes=False, utf8=False, locks=False, json=False)
_ASUS_SHELL = Traits(tells=False, name_key="wl0_ssid", quotes=False, boots=False, shell=True)
_LINE = Traits(
    budget=40,  # commands: its help is read first
    tells=False,
    name_key="SSID",
    does=(
        *("Hz.enabled", "Hz.ssid", "Hz.security", "Hz.password", "Hz.width"),
        *("wan.protocol", "wan.username", "wan.password", "wan.mtu", "wan.service_name", "wan.secondary"),
    ),
    no_protocols=("static", "l2tp", "pptp"),
)
TRAITS = {
    "tplink-archer-c6": Traits(budget=13, tells=False),  # no get_firmware_info: the model is asked after login
    "tplink-archer-c1200": Traits(tells=False),
    "tplink-archer-ax55-v1-11": Traits(tells=False),
    "tplink-archer-ax55-sg": Traits(budget=13),  # asked once more: its elder sister gives the same answers
    "tplink-archer-be230": Traits(budget=21, no_protocols=("", "dhcp", "static", "pppoe", "l2tp", "pptp")),
    "tplink-archer-c7-v5": Traits(budget=13, tells=False),
    SEALED_BY_BROWSER: Traits(budget=13, tells=False, boots=False),
    "tplink-wr1043nd-v2": replace(_GREEN, bands=1, sessions=False),
    "tplink-wr740n-ru": replace(_GREEN, bands=1, iptv=True, vlan=True),
    "tplink-wdr3600": replace(_GREEN, sessions=False),
    "tplink-archer-c7-v2": _GREEN,
    "tplink-archer-c20-v1": _OBJECTS,
    "tplink-archer-c50-v4": _OBJECTS,
    "tplink-wr841n-v14": replace(_OBJECTS, bands=1),
    "tplink-wr841n-v14-2020": replace(_OBJECTS, bands=1),
    "tplink-archer-mr200-v5": replace(_OBJECTS, no_protocols=("pppoe", "static", "l2tp", "pptp")),
    "tplink-archer-mr200-v2": replace(_OBJECTS, no_protocols=("pppoe", "static", "l2tp", "pptp")),
    "tplink-archer-vr600-v3": replace(_OBJECTS, no_protocols=("static", "l2tp", "pptp")),
    "tplink-ex511": Traits(
        tells=False,
        iptv=False,
        name_key="primarySSID",
        no_protocols=("static", "l2tp", "pptp"),
        wpa=False,
        dual=False,
        wipe_shows=False,
    ),
    "tplink-vx231v-cli": _LINE,
    "tplink-hb810-cli": replace(_LINE, boots=False, no_protocols=("dhcp", "static", "pppoe", "l2tp", "pptp")),
    "openwrt-tplink-archer-c7": Traits(tells=False, iptv_vlan=False, no_protocols=("l2tp", "pptp"), shell=True),
    "openwrt-asus-rt-ac57u": Traits(tells=False, shell=True),
    **dict.fromkeys((m for m in MODELS if m.startswith("asus")), Traits(budget=5, name_key="wl0_ssid", quotes=False)),
    **dict.fromkeys(
        ("asus-rt-be88u", "asus-rt-ax88u-3006", "asus-rt-be58u-https"),
        Traits(budget=7, name_key="wl0_ssid", quotes=False),
    ),  # the login page and the nonce cost one request each
    "asus-rt-n66u": _OLD_ASUS,
    "asus-rt-n12": replace(_OLD_ASUS, bands=1),
    "asus-rt-ac68u-ssh": _ASUS_SHELL,
    "asus-rt-ac86u-merlin-ssh": replace(_ASUS_SHELL, hides=True, no_protocols=("pppoe", "l2tp", "pptp")),
    "asus-rt-n16-ssh-old": replace(_ASUS_SHELL, bands=1, utf8=False),
    "asus-rt-n10p-telnet": replace(_ASUS_SHELL, bands=1, utf8=False),
}


def traits(model: str) -> Traits:
    """Give the traits of a model."""
    return TRAITS.get(model, Traits())


class HastyClock(SystemClock):
    """Real time, with waits cut to a fiftieth: a simulated router at pace 0 is back at once."""

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 50)


class WebTransport(PlainWebTransport):
    """The transport as a person uses it who has checked the certificate of a router that has one."""

    def __init__(self, url: str, deadline: Deadline, *, patience: float = ANSWER_PATIENCE) -> None:
        super().__init__(url, deadline, patience=patience, fingerprint=PINS.get(url))


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
        transport: WebTransport | ShellTransport | TelnetConsole | TelnetShell
        if url.startswith("telnet:"):
            transport, identity = recognise_telnet(url, self.deadline, 4)
        elif url.startswith("ssh:"):
            transport = ShellTransport(url, self.deadline, accept=lambda key: True)
        else:
            transport = self.line(url, self.deadline)
        try:
            driver: Driver
            if isinstance(transport, TelnetConsole):
                driver = open_console(transport, identity)
            elif isinstance(transport, TelnetShell):
                driver = open_shell(transport, identity)
            elif isinstance(transport, ShellTransport):
                driver = open_shell(transport, recognise_shell(transport))
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
                self.credentials(password),
                self.deadline,
                lambda key, details: self.said.append(key),
                lambda plan: self.plans.append(plan) is None,
                skip_unsupported=skip,
            )
            return work.run()

    def known(self) -> str:
        """The password that a person knows: the profiles', or that of a unit that could not be met in factory state."""
        return PASSWORD if traits(self.router.model.name).boots else self.router.password_now()

    def credentials(self, password: str | None) -> Credentials:
        """Give what a person would: nothing, a password, or on a new unit the one that is printed on its label."""
        if password is None and not traits(self.router.model.name).boots:
            password = self.known()
        label = self.router.model.factory_password
        new = self.router.password_now() == label
        if password is None and new and self.router.model.name in WANT_LABEL:
            return Credentials(None, Secret(label), given=True)
        return Credentials(None, Secret(password) if password else None)

    def plan(self, text: str, password: str | None = None) -> Plan:
        with self.driver() as driver:
            return read_plan(driver, self.profile(text), Credentials(None, Secret(password or self.known())))

    def running(self, password: str | None = None) -> Settings:
        with self.driver() as driver:
            driver.login(Credentials(None, Secret(password or self.known())))
            return driver.read().running

    def profile(self, text: str):  # type: ignore[no-untyped-def]  # noqa: ANN201
        file = self.folder / "profile.yaml"
        file.touch(mode=0o600)
        if self.router.model.name in KEEP_PASSWORD:
            text = text.replace(f"admin: {{password: {PASSWORD}}}\n", "")
        file.write_text(text, encoding="utf-8")
        return load(str(file)).resolve(None, {})


def labelled(model: Model, state: Path, faults: Sequence[str], pace: float) -> PaperRouter:
    """Make a router whose label has the password of these profiles: new or set up, it begins with that."""
    if "account" in model.factory:
        words = {**model.factory, "account": {**model.factory["account"], "password": PASSWORD}}
    else:
        words = {"nvram": {**model.initial["nvram"], "http_passwd": PASSWORD}}
    unit = replace(model, factory=words, initial=words, password=PASSWORD, factory_password=PASSWORD)
    return unit.build(unit, Store(state / "native.json", words, words), Pace(pace, None), Faults.parse(faults))


@contextlib.contextmanager
def bench(
    model: str, folder: Path, *, factory: bool = True, faults: Sequence[str] = (), pace: float = 0
) -> Iterator[Bench]:
    """Put a simulated router on a socket."""
    if model == KEEPS_LABEL or traits(model).hides:
        unit = {**simulator.models(), **simulator.unlisted()}[model]
        router = labelled(unit, folder / "state", faults, pace)
    else:
        new = factory and traits(model).boots
        router = simulator.build(model, state=folder / "state", factory=new, faults=faults, pace=pace)
    with simulator.serve(router, ("127.0.0.1", 0), latency=0) as served:
        if served.url.startswith("https:") and isinstance(served, Served):
            PINS[served.url] = served.fingerprint
        yield Bench(router, served, folder)
