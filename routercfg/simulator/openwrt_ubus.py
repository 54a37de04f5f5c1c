"""The ``ubus`` command: what is on the bus, what a call prints, and the number it returns [OpenWrt's ubus cli]."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable
from typing import Final

from routercfg.simulator.openwrt_models import Board
from routercfg.simulator.openwrt_netifd import Json, Netifd
from routercfg.simulator.openwrt_rpcd import INVALID, NO_METHOD, NOT_FOUND, OK, Answer, Rpcd

STATUS: Final = {
    1: "Invalid command",
    2: "Invalid argument",
    3: "Method not found",
    4: "Not found",
    5: "No response",
    6: "Permission denied",
    7: "Request timed out",
    8: "Operation not supported",
    9: "Unknown error",
}


class Bus:
    """The bus of one router.

    ``reload`` lets the services read a package again, ``reboot`` restarts the router, ``uptime`` gives seconds.
    """

    def __init__(
        self, board: Board, netifd: Netifd, rpcd: Rpcd, reload: Callable[[str], None], reboot: Callable[[], None]
    ) -> None:
        self._board = board
        self._netifd = netifd
        self._rpcd = rpcd
        self._reload = reload
        self._reboot = reboot
        self.uptime: Callable[[], int] = lambda: 0

    def paths(self) -> list[str]:
        """Give the objects on the bus."""
        interfaces = [f"network.interface.{name}" for name in self._netifd.interfaces()]
        rpcd = ["session", "uci"] if self._board.rpcd else []
        fixed = ["network", "network.device", "network.interface", "network.wireless", "service", "system"]
        return sorted([*fixed, *interfaces, *rpcd])

    def command(self, words: list[str]) -> tuple[int, str, str]:
        """Do ``ubus WORDS`` and give status, output and complaint."""
        compact = "-S" in words
        words = [word for word in words if word not in ("-S", "-v")]
        if words[:1] == ["-t"]:
            words = words[2:]
        match words:
            case ["list"]:
                return 0, "".join(f"{path}\n" for path in self.paths()), ""
            case ["list", path]:
                found = [each for each in self.paths() if fnmatch.fnmatchcase(each, path)]
                return (0, "".join(f"{each}\n" for each in found), "") if found else _failed(NOT_FOUND)
            case ["call", path, method, *told] if len(told) <= 1:
                return self._call(path, method, told[0] if told else "{}", compact=compact)
        return 1, "", "Usage: ubus [<options>] <command> [arguments...]\n"

    def _call(self, path: str, method: str, told: str, *, compact: bool) -> tuple[int, str, str]:
        try:
            arguments = json.loads(told)
        except ValueError:
            arguments = None
        if not isinstance(arguments, dict):
            return _failed(INVALID, "Failed to parse message data\n")
        if path not in self.paths():
            return _failed(NOT_FOUND)
        status, answer = self._answer(path, method, arguments)
        if status != OK:
            return _failed(status)
        if answer is None:
            return 0, "", ""
        indent = None if compact else "\t"
        separators = (",", ":") if compact else (",", ": ")
        return 0, json.dumps(answer, indent=indent, separators=separators, ensure_ascii=False) + "\n", ""

    def _answer(self, path: str, method: str, told: Json) -> Answer:
        if path in ("session", "uci"):
            return self._rpcd.call(path, method, told)
        name = path.removeprefix("network.interface.")
        if name != path:
            return self._interface(name, method)
        what = self._methods().get((path, method))
        return (NO_METHOD, None) if what is None else what(told)

    def _methods(self) -> dict[tuple[str, str], Callable[[Json], Answer]]:
        return {
            ("network", "reload"): lambda _: self._reloaded("network"),
            ("network", "restart"): lambda _: self._reloaded("network"),
            ("network", "get_proto_handlers"): lambda _: (OK, self._protos()),
            ("network.interface", "dump"): lambda _: (
                OK,
                {"interface": [self._described(name) for name in self._netifd.interfaces()]},
            ),
            ("network.interface", "status"): lambda told: self._interface(str(told.get("interface", "")), "status"),
            ("network.wireless", "status"): lambda _: (OK, self._netifd.wireless()),
            ("network.wireless", "up"): lambda _: self._reloaded("wireless"),
            ("network.wireless", "down"): lambda _: (OK, None),
            ("network.device", "status"): lambda _: (
                OK,
                {name: {"up": True, "present": True} for name in self._board.nets},
            ),
            ("service", "event"): self._event,
            ("system", "board"): lambda _: (OK, self._system_board()),
            ("system", "info"): lambda _: (OK, {"localtime": 0, "uptime": self.uptime(), "load": [0, 0, 0]}),
            ("system", "reboot"): self._restart,
        }

    def _protos(self) -> Json:
        return {name: {"no_device": name in ("l2tp", "pptp")} for name in ("static", *self._board.protos)}

    def _event(self, told: Json) -> Answer:
        data = told.get("data")
        package = data.get("package", "") if isinstance(data, dict) else ""
        return self._reloaded(str(package)) if told.get("type") == "config.change" else (OK, None)

    def _restart(self, told: Json) -> Answer:
        self._reboot()
        return OK, None

    def _reloaded(self, package: str) -> Answer:
        self._reload(package)
        return OK, None

    def _interface(self, name: str, method: str) -> Answer:
        status = self._netifd.interface(name, self.uptime())
        if status is None:
            return NOT_FOUND, None
        if method == "status":
            return OK, status
        return (OK, None) if method in ("up", "down", "renew") else (NO_METHOD, None)

    def _described(self, name: str) -> Json:
        return {"interface": name, **(self._netifd.interface(name, self.uptime()) or {})}

    def _system_board(self) -> Json:
        board = self._board
        return {
            "kernel": board.kernel,
            "hostname": "OpenWrt",
            "system": board.target,
            "model": board.title,
            "board_name": board.board_name,
            **({"rootfs_type": "squashfs"} if board.rpcd else {}),
            "release": {
                "distribution": "OpenWrt",
                "version": board.release,
                "revision": board.revision,
                "target": board.target,
                "description": f"OpenWrt {board.release} {board.revision}",
            },
        }


def _failed(status: int, text: str = "") -> tuple[int, str, str]:
    return status, "", text or f"Command failed: {STATUS[status]}\n"
