"""What every paper router has: a native store on disk, a pace, faults, and one way to change anything."""

from __future__ import annotations

import json
import os
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, TypeAlias

from routercfg.clock import Clock, SystemClock
from routercfg.simulator.faults import Faults
from routercfg.wire import Ask

Words: TypeAlias = Mapping[str, Mapping[str, str]]
"""A router's own words: section → key → text."""


class Dropped(Exception):
    """The connection is closed and not one byte of an answer is sent."""


class StoreDamaged(ValueError):
    """The store's file cannot be read as what a store writes."""


class Store:
    """What a router keeps when its power is off: section → key → text.

    Kept as sorted, readable JSON in ``path`` (mode 0600, replaced as a whole after each change), or only in memory when
    ``path`` is None. An existing file is loaded; otherwise the store begins with ``initial`` (or, without one, with
    ``factory``). Raises StoreDamaged when the file is not a store.
    """

    def __init__(self, path: Path | None, factory: Words, initial: Words | None = None) -> None:
        self.path = path
        self._factory = _copy(factory)
        if path is not None and path.exists():
            self._words = _load(path)
        else:
            self._words = _copy(factory if initial is None else initial)
            self._save()

    def get(self, section: str, key: str, default: str = "") -> str:
        """Give one text."""
        return self._words.get(section, {}).get(key, default)

    def section(self, name: str) -> dict[str, str]:
        """Give a copy of a section; empty when there is none."""
        return dict(self._words.get(name, {}))

    def update(self, section: str, words: Mapping[str, str]) -> None:
        """Store those words, keep the section's other ones, and write the file."""
        if words:
            self._words.setdefault(section, {}).update(words)
            self._save()

    def replace(self, section: str, words: Mapping[str, str]) -> None:
        """Make a section exactly those words (a list that became shorter, a restored file)."""
        self._words[section] = dict(words)
        self._save()

    def wipe(self) -> None:
        """Go back to factory defaults."""
        self._words = _copy(self._factory)
        self._save()

    def factory(self, section: str) -> dict[str, str]:
        """Give a copy of a section as it left the factory."""
        return dict(self._factory.get(section, {}))

    def is_fresh(self) -> bool:
        """Tell whether nothing differs from factory defaults."""
        return self._words == self._factory

    def _save(self) -> None:
        if self.path is None:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(self.path.name + ".new")
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        # Bytes that are not UTF-8 (a network name may be any bytes) survive as surrogates.
        with open(handle, "w", encoding="utf-8", errors="surrogateescape") as file:
            json.dump(self._words, file, ensure_ascii=False, indent=1, sort_keys=True)
            file.write("\n")
        fresh.replace(self.path)


def _copy(words: Words) -> dict[str, dict[str, str]]:
    return {section: dict(keys) for section, keys in words.items()}


def _load(path: Path) -> dict[str, dict[str, str]]:
    try:
        words = json.loads(path.read_text(encoding="utf-8", errors="surrogateescape"))
    except ValueError as error:
        raise StoreDamaged(f"{path} is not JSON: {error}") from None
    sections = isinstance(words, dict) and all(isinstance(keys, dict) for keys in words.values())
    if not sections or not all(isinstance(text, str) for keys in words.values() for text in keys.values()):
        raise StoreDamaged(f"{path} is not a store: section, key, text expected")
    return _copy(words)


class Pace:
    """How long things take. ``scale`` 1.0 gives believable pauses, 0 none; the clock is the real one unless handed in.

    What a router decides by policy (how long it stays locked, when a session is idle) is measured with ``now`` and not
    scaled; what it needs because it is slow (a restart, a service) goes through ``seconds`` and is.
    """

    def __init__(self, scale: float = 1.0, clock: Clock | None = None) -> None:
        self.scale = scale
        self.clock: Clock = clock or SystemClock()

    def now(self) -> float:
        """Give seconds since some fixed moment."""
        return self.clock.monotonic()

    def seconds(self, believable: float) -> float:
        """Give how many real seconds stand for that many believable ones."""
        return believable * self.scale

    def after(self, believable: float) -> float:
        """Give the moment at which something that takes that many believable seconds and begins now is over."""
        return self.now() + self.seconds(believable)

    def over(self, moment: float) -> bool:
        """Tell whether that moment has come."""
        return self.now() >= moment

    def wait_until(self, moment: float) -> None:
        """Block until that moment (a single-threaded web server keeps everybody waiting)."""
        left = moment - self.now()
        if left > 0:
            self.clock.sleep(left)


@dataclass(frozen=True)
class Model:
    """One simulated model.

    ``name`` is what ``routercfg simulate`` takes, ``title`` what the router calls itself. ``username`` and
    ``password`` are the administrator's on a unit that is set up, ``factory_password`` the one that a unit in factory
    state begins with (empty: none). ``tls`` is ``old`` for a unit that answers over HTTPS only, and as weakly as units
    of its time do (empty: plain HTTP). ``factory`` and ``initial`` are the native words of a unit out of its box and of
    one that is set up.
    """

    name: str
    vendor: str
    family: str
    title: str
    username: str
    password: str
    build: Callable[[Model, Store, Pace, Faults], PaperRouter] = field(repr=False)
    factory: Words = field(repr=False)
    initial: Words = field(repr=False)
    factory_password: str = ""
    tls: str = ""


class PaperRouter(ABC):
    """A router made of paper: bytes in, bytes out, no network.

    A face subclasses it, answers requests in ``answer``, forgets its sessions in ``forget``, and changes its store
    only through ``write``. ``logged_in`` is set by the face at the first successful login: faults that strike "after a
    login" count from there. ``keep_alive`` lets the server keep a connection open after an answer that carries
    Content-Length. ``follows_lan`` lets the server move to ``lan_address()`` while that is a loopback address.
    """

    keep_alive: ClassVar[bool] = False
    idle_seconds: ClassVar[float | None] = None
    """After that much silence a connection is closed when another one comes; None keeps it."""
    reboot_seconds: ClassVar[float] = 95.0
    """Believable length of a restart: ASUS and TP-Link both take 60 to 105 s."""

    def __init__(self, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        self.model = model
        self.store = store
        self.pace = pace
        self.faults = faults
        self.logged_in = False
        self.follows_lan = False
        self.writes = 0
        """How many writes have been asked for so far."""
        self.restarts = 0
        """How often the router has restarted: what runs beside it ends when this has grown."""
        self.turn = threading.RLock()
        """Held while a router works: one that has both a web server and a command line is asked by two threads."""
        self._down_until = pace.now()
        self._due: list[tuple[float, Callable[[], None]]] = []

    @abstractmethod
    def answer(self, ask: Ask, client: str) -> bytes | None:
        """Turn one request into the raw bytes of the whole HTTP answer (or answers).

        None closes the connection without a byte. ``client`` is the source address. May raise Dropped,
        which means the same as None.
        """

    @abstractmethod
    def forget(self) -> None:
        """Lose everything that lives in memory only: sessions, tokens, counters of failures, sequences."""

    def password_now(self) -> str:
        """Give the administrator's password that lets in now; empty when none is set yet.

        A face whose store holds the password in clear overrides this.
        """
        return self.model.factory_password if self.store.is_fresh() else self.model.password

    def lan_address(self) -> str:
        """Give the LAN address that is in force now; empty when the face does not tell."""
        return ""

    def answering(self) -> bool:
        """Tell whether anything listens: False while the router, or only its web server, restarts."""
        self.pending()
        return self.pace.over(self._down_until)

    def away(self, seconds: float) -> None:
        """Stop listening for that many believable seconds from now (a restart of the web server or the network)."""
        self._down_until = max(self._down_until, self.pace.after(seconds))

    def later(self, seconds: float, what: Callable[[], None]) -> None:
        """Do something after that many believable seconds; a restart forgets it."""
        self._due.append((self.pace.after(seconds), what))
        self._due.sort(key=lambda entry: entry[0])

    def pending(self) -> None:
        """Do what has become due; the server calls this between requests, so it happens on time."""
        with self.turn:
            while self._due and self.pace.over(self._due[0][0]):
                self._due.pop(0)[1]()

    def reboot(self, seconds: float | None = None) -> None:
        """Restart: what lives in memory is gone, and nothing answers for that many believable seconds."""
        self._due.clear()
        self.restarts += 1
        self.forget()
        self.away(self.reboot_seconds if seconds is None else seconds)

    def power_cut(self, *, wipe: bool = False) -> None:
        """Lose power and come back, with ``wipe`` in factory state."""
        if wipe:
            self.store.wipe()
        self.reboot()

    def write(self, page: str, words: Mapping[str, str], commit: Callable[[dict[str, str]], None]) -> None:
        """Change the store: the one way for every face, so that faults about writes hold for all of them.

        ``page`` says where the write arrived (kept in no log), ``commit`` stores what it is handed, which a fault may
        have made less than ``words``. Raises Dropped when the connection is to close without an answer.
        """
        self.writes += 1
        if self.faults.strikes("drop-before", self.writes):
            raise Dropped(page)
        commit(self.faults.tamper(words))
        if self.faults.strikes("reboot", self.writes):
            self.reboot()
            raise Dropped(page)
        if self.faults.strikes("wipe", self.writes):
            self.power_cut(wipe=True)
            raise Dropped(page)
        if self.faults.strikes("drop-after", self.writes):
            raise Dropped(page)
