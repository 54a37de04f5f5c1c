"""The commands of an ASUS router's shell: ``nvram``, ``service``, ``rc``, ``reboot``, and those that tell a firmware.

What ``nvram`` prints is [asus §8.3]; its exit status says nothing. Inferred: the word that ``service`` prints, how a
value looks that the router keeps enciphered (it is only not the value), and what the marker programs print.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from routercfg.simulator import asus_cfg
from routercfg.simulator.asus_text import octets
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.shell import Call, Handler

SIZE: Final = 65536
"""How many bytes of nvram there are; beyond that a set is lost without a word [asus §8.3]."""


class Commands:
    """The vendor's commands over one router's nvram; ``inside`` finds a file of the router on this machine."""

    def __init__(self, unit: AsusUnit, inside: Callable[[str], Path]) -> None:
        self._unit = unit
        self._inside = inside
        self.table: dict[str, Handler] = {
            "/bin/nvram": self._nvram,
            "/sbin/service": self._service,
            "/sbin/rc": self._rc,
            "/sbin/reboot": self._reboot,
        }
        self.table |= dict.fromkeys(unit.spec.programs, self._marker)
        self._verbs: tuple[tuple[str, Callable[[Call, list[str]], None]], ...] = (
            ("get", self._get),
            ("set", self._set),
            ("unset", self._unset),
            ("show", self._show),
            ("commit", self._commit),
            ("save", self._save),
            ("restore", self._restore),
            ("erase", self._erase),
        )

    def run(self, call: Call) -> int:
        """Do one command and give its exit status. Raises NeedsInput, Dropped."""
        name = call.words[0].rpartition("/")[2]
        handler = self.table.get(call.words[0]) or next(
            (each for path, each in self.table.items() if path.rpartition("/")[2] == name), None
        )
        if handler is None:
            call.err.append(f"sh: {call.words[0]}: not found\n")
            return 127
        return handler(call)

    def _nvram(self, call: Call) -> int:
        """Do a verb, of which only the beginning is looked at: ``getall`` is ``get`` [asus §8.3]. Always 0."""
        word = (call.words[1:] or [""])[0]
        verb = next((do for name, do in self._verbs if word.startswith(name)), None)
        if verb is None:
            call.err.append("usage: nvram [get name] [set name=value] [unset name] [show] [commit]\n")
        else:
            verb(call, call.words[2:])
        return 0

    def _told(self, key: str) -> str:
        """Give a value as the shell sees it: enciphered ones stay so."""
        word = self._unit.nvram(key)
        stem = key.partition("_")[2]
        if not word or not {key, stem} & self._unit.spec.ciphered:
            return word
        return base64.b64encode(hashlib.sha256(octets(f"{self._unit.spec.mac}{word}")).digest()).decode()

    def _all(self) -> dict[str, str]:
        return {**self._unit.words(), **self._unit.live}

    def _get(self, call: Call, words: list[str]) -> None:
        """Print a value and a newline; of one that is not set nothing at all."""
        for key in words[:1]:
            if key in self._all() or key == "rc_service":
                call.out.append(f"{self._told(key)}\n")

    def _set(self, call: Call, words: list[str]) -> None:
        """Set in memory only; no name and no length is looked at, only what is full is full."""
        for pair in words[:1]:
            key, found, value = pair.partition("=")
            if found and self._used() + len(octets(pair)) < SIZE:
                self._unit.ram[key] = value
                self._unit.live.pop(key, None)

    def _unset(self, call: Call, words: list[str]) -> None:
        for key in words[:1]:
            self._unit.ram[key] = None

    def _used(self) -> int:
        return sum(len(octets(key)) + len(octets(word)) + 2 for key, word in self._unit.words().items())

    def _show(self, call: Call, words: list[str]) -> None:
        call.out += [f"{key}={self._told(key)}\n" for key in self._all()]
        used = self._used()
        call.err.append(f"size: {used} bytes ({SIZE - used} left)\n")

    def _commit(self, call: Call, words: list[str]) -> None:
        self._unit.save("nvram", {})

    def _save(self, call: Call, words: list[str]) -> None:
        for path in words[:1]:
            self._inside(path).write_bytes(asus_cfg.encode(self._unit.words()))

    def _restore(self, call: Call, words: list[str]) -> None:
        """Load a file into memory; nothing is committed."""
        for path in words[:1]:
            file = self._inside(path)
            found = asus_cfg.decode(file.read_bytes()) if file.is_file() else None
            if found is not None:
                self._unit.ram |= asus_cfg.taken(found, self._unit.table)

    def _erase(self, call: Call, words: list[str]) -> None:
        """Erase the flash; the router goes on as it is until it restarts."""
        self._unit.write("nvram", {}, lambda _: self._unit.store.wipe())

    def _service(self, call: Call) -> int:
        """Hand a script to rc, as the web's ``rc_service`` does, and return."""
        self._unit.notify(" ".join(call.words[1:]))
        call.out.append("\nDone.\n")
        return 0

    def _rc(self, call: Call) -> int:
        if call.words[1:2] == ["rc_service"]:
            self._unit.notify(" ".join(call.words[2:]))
        return 0

    def _reboot(self, call: Call) -> int:
        self._unit.later(1.0, self._unit.reboot)
        return 0

    def _marker(self, call: Call) -> int:
        """Do nothing: the program is only looked for."""
        return 0
