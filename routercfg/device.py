"""A router as the workflow sees it: who it is, what it says, what is to be written, and the Driver contract."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Protocol, TypeAlias, runtime_checkable

from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings

Native: TypeAlias = Mapping[str, Mapping[str, str]]
"""A router's own words: page (TP-Link form, ASUS ``nvram``) → key → value, exactly as the router tells them."""

Tell: TypeAlias = Callable[[str, Mapping[str, object]], None]
"""How a driver reports progress on long steps: a key of ``language.report`` and the places of its sentence."""


class Cut(IntEnum):
    """What a write interrupts, from harmless to cutting the branch we sit on. Steps are sent in this order."""

    NOTHING = 0
    WIFI = 1
    WAN = 2
    SESSION = 3  # the web session or its server restarts
    LAN = 4  # the router's own address changes
    REBOOT = 5


@dataclass(frozen=True, slots=True)
class Identity:
    """Who a router is. ``family`` names the dialect (``asus-web``, ``tplink-luci``, ``tplink-luci-plain``).

    Empty strings mean: not told. ``mac`` is the LAN MAC, ``AA:BB:CC:DD:EE:FF``. ``factory`` is true while the
    router waits for its first set-up.
    """

    vendor: str
    family: str
    model: str = ""
    hardware: str = ""
    firmware: str = ""
    mac: str = ""
    factory: bool = False


@dataclass(frozen=True, slots=True)
class Credentials:
    """With what to log in. ``username`` None means the family's usual one.

    ``given`` is true when a person gave this password for this router, by option or environment: then nothing else
    is tried, not even a vendor's default on firmware that cannot say whether it is in factory state.
    """

    username: str | None = None
    password: Secret | None = None
    given: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """What one full read found. ``bands`` are those this hardware has; ``native`` may hold secrets."""

    identity: Identity
    running: Settings
    bands: tuple[str, ...]
    native: Native = field(repr=False)


@dataclass(frozen=True, slots=True)
class Step:
    """One native write. ``words`` are native names and values (secrets among them, so never printed).

    ``page`` says where it goes and may be shown; ``paths`` are the leaves it serves; ``cuts`` is what it
    interrupts; ``services`` are what an ASUS router must restart. ``moves_to`` is the LAN address the router
    will have afterwards, if it changes. ``logs_in_with`` is the password that holds after a password change.
    """

    page: str
    words: Mapping[str, str] = field(repr=False)
    paths: tuple[str, ...]
    cuts: Cut = Cut.NOTHING
    services: tuple[str, ...] = ()
    moves_to: str | None = None
    logs_in_with: Secret | None = field(default=None, repr=False)


class Driver(Protocol):
    """What every router can do for the workflow. One instance is one router on one run.

    All methods that talk may raise NoRouter, BadAnswer, LoginRefused or DeadlinePassed.
    """

    identity: Identity
    address: str

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt. On a router known to be in factory state this is never called before first_boot.

        Old firmware that cannot say whether it is in factory state may be tried once more, with the vendor's default
        password, while the router still permits several attempts and unless the password was ``given``.
        """

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Give a router in factory state its first administrator password, mark set-up as done, and be logged in.

        ``label`` is the password a person gave for it as it is now, the one on its label; only newer ASUS want it.
        Raises SettingRefused when the router does not take the password, LabelPassword when it wants the label's.
        """

    def read(self) -> Facts:
        """Read everything this driver knows to read; a lost session is renewed once."""

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do of the desired settings. Pure."""

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what is done in another place than wished for, and why; a plan shows it. Pure."""

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into native writes, safest first, whatever cuts our own branch last. Pure."""

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn steps that were (perhaps) sent into the writes that put the old native words back. Pure."""

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves whose native words, after a rollback of ``steps``, are not what they were. Pure."""

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step and wait until the router has settled; find it again if it moved or restarted.

        Raises SettingRefused when the router says no, ConnectionLost(written=True) when the answer was lost
        and nobody knows whether the write took effect.
        """

    def rejoin(self, tell: Tell) -> None:
        """Find the router again after a lost connection or restart and log in again."""

    def close(self) -> None:
        """Log out and let go. Never raises."""


@runtime_checkable
class Keeper(Protocol):
    """What a driver can do besides, where its router saves its settings into a file of its own."""

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch that file: its usual name and its bytes. Only reads, and wants to be logged in.

        None where this very router has none. Raises BadAnswer when what comes is no such file, NoRouter, LoginRefused.
        """
