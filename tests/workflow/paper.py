"""A driver over a dictionary, with faults, so that the order of things can be tested without any router."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from routercfg.device import Credentials, Cut, Facts, Identity, Step, Tell
from routercfg.errors import ConnectionLost, Part, RouterWiped, SettingRefused, WrongPassword
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import BANDS, HIDDEN, Running, Settings, Value

OLD: dict[str, Value] = {
    "wan.protocol": "dhcp",
    "dns.servers": "automatic",
    "wifi.bands.2.4GHz.ssid": "Old",
    "wifi.bands.2.4GHz.password": Secret("old-secret"),
    "admin.password": Secret("boss-secret"),
}


@dataclass
class PaperDriver:
    """Keeps values in ``box``; one step per leaf. ``at`` maps the number of a send (from 1) to what then happens."""

    box: dict[str, Value] = field(default_factory=lambda: dict(OLD))
    factory: bool = False
    at: dict[int, Callable[[], None]] = field(default_factory=dict)
    after: dict[int, Callable[[], None]] = field(default_factory=dict)
    ignored: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    cannot: set[str] = field(default_factory=set)
    log: list[str] = field(default_factory=list)
    said: tuple[Gap, ...] = ()
    sends: int = 0
    wiped: bool = False
    address: str = "http://paper"

    @property
    def identity(self) -> Identity:
        return Identity("asus", "paper", "Paper", factory=self.factory)

    @identity.setter
    def identity(self, value: Identity) -> None:
        self.factory = value.factory

    def login(self, credentials: Credentials) -> None:
        self.log.append("login")
        if credentials.password != self.box["admin.password"]:
            raise WrongPassword

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        self.log.append("first boot")
        self.box["admin.password"] = password
        self.factory = False

    def read(self) -> Facts:
        self.log.append("read")
        told: dict[str, Running] = {p: HIDDEN if p in self.hidden else v for p, v in self.box.items()}
        return Facts(self.identity, Settings(told), BANDS, {"box": {p: repr(v) for p, v in self.box.items()}})

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        return tuple(Gap(path, Part("state.untouched")) for path in desired if path in self.cannot)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        return self.said

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        made = [paper_step(change.path, change.after) for change in changes]
        return tuple(sorted(made, key=lambda step: step.cuts))

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        paths = dict.fromkeys(path for step in reversed(steps) for path in step.paths)
        return tuple(paper_step(path, self._old[path]) for path in paths)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        touched = dict.fromkeys(path for step in steps for path in step.paths)
        return tuple(p for p in touched if before.native["box"].get(p) != now.native["box"].get(p))

    def send(self, step: Step, tell: Tell) -> None:
        self.sends += 1
        number = self.sends
        self.log.append(f"send {step.page}")
        self.at.get(number, lambda: None)()
        value = self._values[step.page]
        if step.page not in self.ignored:
            self.box[step.page] = value
        self.after.get(number, lambda: None)()

    def rejoin(self, tell: Tell) -> None:
        self.log.append("rejoin")
        if self.wiped:
            raise RouterWiped

    def close(self) -> None:
        self.log.append("close")

    # a Step carries text only; the real values travel beside it
    _values: dict[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._old = dict(self.box)
        self._values = _VALUES


_VALUES: dict[str, Value] = {}


def paper_step(path: str, value: Value) -> Step:
    _VALUES[path] = value
    cuts = Cut.WAN if path.startswith(("wan", "dns")) else Cut.WIFI if path.startswith("wifi") else Cut.SESSION
    return Step(path, {path: "…"}, (path,), cuts)


def lost() -> None:
    raise ConnectionLost(address="http://paper", written=True)


def refused() -> None:
    raise SettingRefused(page="paper", detail="invalid args")


def interrupted() -> None:
    raise KeyboardInterrupt


@dataclass(frozen=True)
class PaperWish:
    """Wishes as they stand."""

    values: Mapping[str, Value]

    def desired(self, vendor: str, bands: tuple[str, ...]) -> Settings:
        return Settings(self.values)
