"""rpcd's ``session`` and ``uci`` objects on ubus, with the apply that undoes itself unless it is confirmed.

[rpcd uci.c] ``apply`` wants a session (``ubus_rpc_session``) with write access to every package that waits in the
session's own folder; without one it is an invalid argument, also for root on a shell. With ``rollback`` the old files
come back after ``timeout`` seconds, 60 unless told. What is committed is what waits in the folder of the session that
the last call before named: one cursor serves all, and ``apply`` does not turn it. A restart forgets both timer and
copies: then the new files stay.
"""

from __future__ import annotations

import fnmatch
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from routercfg.simulator.openwrt_netifd import Json
from routercfg.simulator.openwrt_text import Package
from routercfg.simulator.openwrt_uci import Delta, Uci, UciFault, change

OK, INVALID, NO_METHOD, NOT_FOUND, NO_DATA, DENIED, UNKNOWN = 0, 2, 3, 4, 5, 6, 9
APPLY_TIMEOUT: Final = 60.0

Answer = tuple[int, Json | None]


class Rpcd:
    """One rpcd.

    ``staged`` gives the store of a session ("" is the shell's own), ``commit`` commits a package in it, ``reload`` lets
    the services read a package that changed, ``now`` gives seconds.
    """

    def __init__(
        self,
        staged: Callable[[str], Uci],
        commit: Callable[[Uci, str, Package | None], None],
        reload: Callable[[str], None],
        now: Callable[[], float],
    ) -> None:
        self._staged = staged
        self._commit = commit
        self._reload = reload
        self._now = now
        self._rights: dict[str, set[tuple[str, str]]] = {}
        self._copies: dict[str, str] = {}
        self._until: float | None = None
        self._made = 0
        self._turned_to = ""

    def call(self, path: str, method: str, told: Json) -> Answer:
        """Answer ``ubus call session|uci METHOD``."""
        methods: dict[tuple[str, str], Callable[[Json], Answer]] = {
            ("session", "create"): self._create,
            ("session", "grant"): self._grant,
            ("session", "destroy"): self._destroy,
            ("uci", "configs"): lambda _: (OK, {"configs": self._staged("").names()}),
            ("uci", "get"): self._get,
            ("uci", "set"): self._set,
            ("uci", "add"): self._add,
            ("uci", "delete"): self._delete,
            ("uci", "changes"): self._changes,
            ("uci", "revert"): self._revert,
            ("uci", "commit"): self._commit_one,
            ("uci", "apply"): self._apply,
            ("uci", "confirm"): self._confirm,
            ("uci", "rollback"): self._rollback,
        }
        if (path, method) not in methods:
            return NO_METHOD, None
        try:
            return methods[path, method](told)
        except UciFault as fault:
            return {2: INVALID, 3: NOT_FOUND}.get(fault.code, UNKNOWN), None

    def pulse(self) -> None:
        """Undo an apply that nobody confirmed in time."""
        if self._until is not None and self._now() >= self._until:
            self._restore()

    def _create(self, told: Json) -> Answer:
        self._made += 1
        session = f"{self._made:032x}"
        self._rights[session] = set()
        return OK, {"ubus_rpc_session": session, "timeout": told.get("timeout", 300), "acls": {}, "data": {}}

    def _grant(self, told: Json) -> Answer:
        session = told.get("ubus_rpc_session")
        if session not in self._rights:
            return NOT_FOUND if session else INVALID, None
        objects = told.get("objects", [])
        if told.get("scope", "ubus") == "uci" and isinstance(objects, list):
            self._rights[str(session)] |= {
                (str(p[0]), str(p[1])) for p in objects if isinstance(p, list) and len(p) == 2
            }
        return OK, None

    def _destroy(self, told: Json) -> Answer:
        session = str(told.get("ubus_rpc_session", ""))
        if session not in self._rights:
            return NOT_FOUND, None
        del self._rights[session]
        shutil.rmtree(self._staged(session).staging, ignore_errors=True)
        return OK, None

    def _may(self, told: Json, right: str) -> bool:
        """Without a session everything on the local bus is permitted, with one only what was granted."""
        session = told.get("ubus_rpc_session")
        self._turned_to = str(session or "")
        return session is None or self._session_may(str(session), str(told.get("config", "")), right)

    def _session_may(self, session: str, package: str, right: str) -> bool:
        rights = self._rights.get(session, set())
        return any(fnmatch.fnmatchcase(package, what) and fnmatch.fnmatchcase(right, how) for what, how in rights)

    def _place(self, told: Json) -> tuple[Uci, str]:
        if "config" not in told:
            raise UciFault(2, "Invalid argument")
        return self._staged(str(told.get("ubus_rpc_session", ""))), str(told["config"])

    def _get(self, told: Json) -> Answer:
        if not self._may(told, "read"):
            return DENIED, None
        store, name = self._place(told)
        package = store.load(name)
        if "section" not in told:
            return OK, {"values": {s.name: _values(package, s.name) for s in package.sections}}
        section = package.find(str(told["section"]))
        if section is None or ("option" in told and told["option"] not in section.options):
            return NOT_FOUND, None
        if "option" in told:
            return OK, {"value": section.options[str(told["option"])]}
        return OK, {"values": _values(package, section.name)}

    def _set(self, told: Json) -> Answer:
        if not self._may(told, "write"):
            return DENIED, None
        values = told.get("values")
        if "section" not in told or not isinstance(values, dict):
            return INVALID, None
        store, name = self._place(told)
        package = store.load(name)
        section = package.find(str(told["section"]))
        if section is None:
            return NOT_FOUND, None
        deltas = [d for option, value in values.items() for d in _option(section.name, str(option), value)]
        _stage(store, package, deltas)
        return OK, None

    def _add(self, told: Json) -> Answer:
        if not self._may(told, "write"):
            return DENIED, None
        store, name = self._place(told)
        package = store.load(name)
        kind, named = str(told.get("type", "")), str(told.get("name", ""))
        mark = "" if named else "+"
        added = named or package.add(kind).name
        values = told.get("values")
        deltas = [Delta(mark, added, "", kind)]
        for option, value in (values if isinstance(values, dict) else {}).items():
            deltas += _option(added, str(option), value)
        _stage(store, package, deltas)
        return OK, {"section": added}

    def _delete(self, told: Json) -> Answer:
        if not self._may(told, "write"):
            return DENIED, None
        store, name = self._place(told)
        options = told.get("options", [told.get("option", "")])
        deltas = [
            Delta("-", str(told.get("section", "")), str(o)) for o in (options if isinstance(options, list) else [])
        ]
        _stage(store, store.load(name), deltas)
        return OK, None

    def _changes(self, told: Json) -> Answer:
        self._turned_to = str(told.get("ubus_rpc_session", ""))
        store = self._staged(self._turned_to)
        waiting = {name: _told(store.pending(name)) for name in store.names() if store.pending(name)}
        return OK, {"changes": waiting.get(str(told["config"]), []) if "config" in told else waiting}

    def _revert(self, told: Json) -> Answer:
        return self._settle(told, lambda store, name: store.revert(name))

    def _commit_one(self, told: Json) -> Answer:
        def commit(store: Uci, name: str) -> None:
            self._commit(store, name, None)
            self._reload(name)

        return self._settle(told, commit)

    def _settle(self, told: Json, what: Callable[[Uci, str], None]) -> Answer:
        if self._until is not None or not self._may(told, "write"):
            return DENIED, None
        store, name = self._place(told)
        what(store, name)
        return OK, None

    def _apply(self, told: Json) -> Answer:
        rollback = bool(told.get("rollback", False))
        if self._until is not None and rollback:
            return DENIED, None
        if "ubus_rpc_session" not in told:
            return INVALID, None
        if self._until is not None:
            return OK, None
        session = str(told["ubus_rpc_session"])
        store = self._staged(session)
        waiting = [name for name in store.names() if store.pending(name)]
        if not waiting:
            return NO_DATA, None
        if not all(self._session_may(session, name, "write") for name in waiting):
            return DENIED, None
        self._copies = {name: _bytes(store.folder / name) for name in waiting}
        for name in waiting:
            self._commit(self._staged(self._turned_to), name, None)
            self._reload(name)
        if rollback:
            timeout = told.get("timeout", APPLY_TIMEOUT)
            self._until = self._now() + (float(timeout) if isinstance(timeout, int | float) else APPLY_TIMEOUT)
        return OK, None

    def _confirm(self, told: Json) -> Answer:
        if self._until is None:
            return NO_DATA, None
        self._until = None
        self._copies = {}
        return OK, None

    def _rollback(self, told: Json) -> Answer:
        if self._until is None:
            return NO_DATA, None
        if "ubus_rpc_session" not in told:
            return INVALID, None
        if not all(self._session_may(str(told["ubus_rpc_session"]), name, "write") for name in self._copies):
            return DENIED, None
        self._restore()
        return OK, None

    def _restore(self) -> None:
        copies, self._copies, self._until = self._copies, {}, None
        for name, text in copies.items():
            (self._staged("").folder / name).write_text(text, encoding="utf-8", errors="surrogateescape")
            self._reload(name)


def _stage(store: Uci, package: Package, deltas: list[Delta]) -> None:
    """Try the changes on a loaded package, then let them wait."""
    for delta in deltas:
        change(package, delta)
    store.stage(package.name, *deltas)


def _option(section: str, option: str, value: object) -> list[Delta]:
    """Give the changes that make an option that value; a list replaces the old one."""
    if isinstance(value, list):
        # uci has no word for "a whole new list": the first text replaces, the next ones are added.
        first = [Delta("", section, option, str(value[0]))] if value else []
        return first + [Delta("|", section, option, str(text)) for text in value[1:]]
    text = {True: "1", False: "0"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    return [Delta("", section, option, text)]


def _values(package: Package, name: str) -> Json:
    section = package.find(name)
    if section is None:
        return {}
    index = package.sections.index(section)
    return {".anonymous": section.anonymous, ".type": section.kind, ".name": name, ".index": index, **section.options}


def _told(deltas: list[Delta]) -> list[list[str]]:
    words = {"": "set", "-": "remove", "@": "rename", "+": "add", "|": "list-add", "~": "list-del", "^": "order"}
    return [[w for w in (words[d.mark], d.section, d.option, d.value) if w] for d in deltas]


def _bytes(file: Path) -> str:
    return file.read_bytes().decode("utf-8", "surrogateescape")
