"""OpenWrt on a shell: ``uci``, ``ubus``, services, ``passwd``, ``sysupgrade -b``, ``firstboot`` over files in a flash.

What a service does is what stood in its package when it was last told to read it: a commit alone changes nothing
[tplink-legacy-ssh-openwrt §4.3, §4.6].
"""

from __future__ import annotations

import fnmatch
import io
import json
import tarfile
import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar, Final

from routercfg.simulator.faults import Faults
from routercfg.simulator.openwrt_cli import UciRun
from routercfg.simulator.openwrt_models import BOARDS, READY_PASSWORD, Board, flash, furniture
from routercfg.simulator.openwrt_netifd import Netifd
from routercfg.simulator.openwrt_rpcd import Rpcd
from routercfg.simulator.openwrt_text import Package
from routercfg.simulator.openwrt_ubus import Bus
from routercfg.simulator.openwrt_uci import Delta, Uci, UciFault
from routercfg.simulator.router import Model, Pace, PaperRouter, Store
from routercfg.simulator.shell import Call, Handler, ShellRouter

SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "network": ("network", "wireless"),
    "dnsmasq": ("dhcp",),
    "odhcpd": ("dhcp",),
    "firewall": ("firewall",),
    "system": ("system",),
    "dropbear": ("dropbear",),
    "sysntpd": ("system",),
    "log": (),
}
"""Which packages a service reads when it starts or reloads."""

_READING: Final = ("start", "restart", "reload", "boot")
_SAVED: Final = ("etc/config", "etc/dropbear", "etc/passwd", "etc/shadow", "etc/group")


def models() -> tuple[Model, ...]:
    """Give the simulated models with OpenWrt."""
    return tuple(
        Model(
            name=board.name,
            vendor=board.vendor,
            family="openwrt",
            title=board.title,
            username="root",
            password=READY_PASSWORD,
            build=_build,
            factory=flash(board, ready=False),
            initial=flash(board, ready=True),
        )
        for board in BOARDS.values()
    )


def _build(model: Model, store: Store, pace: Pace, faults: Faults) -> PaperRouter:
    return OpenWrtRouter(BOARDS[model.name], model, store, pace, faults)


class OpenWrtRouter(ShellRouter):
    """One board with OpenWrt; ``took`` holds each package as its service last read it."""

    reboot_seconds: ClassVar[float] = 60.0

    def __init__(self, board: Board, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        super().__init__(model, store, pace, faults)
        self.board = board
        self.took: dict[str, Package] = {}
        self._since = pace.now()
        self._commands = self._table()
        self.fresh_ram()

    @property
    def host_key(self) -> str:
        """The type of key that dropbear makes at its first start."""
        return self.board.host_key

    def folders(self) -> tuple[str, ...]:
        """Give the folders of the flash that are among the store's words."""
        return ("/etc/config",)

    def files(self) -> Mapping[str, str]:
        """Give the files that the image brings along, by path."""
        return furniture(self.board)

    def commands(self) -> Mapping[str, Handler]:
        """Give the vendor's commands by path."""
        return self._commands

    def _table(self) -> dict[str, Handler]:
        table: dict[str, Handler] = {
            "/sbin/uci": self._uci,
            "/bin/ubus": self._ubus,
            "/sbin/ifstatus": self._ifstatus,
            "/sbin/ifup": lambda _: 0,
            "/sbin/ifdown": lambda _: 0,
            "/sbin/wifi": self._wifi,
            "/sbin/reload_config": self._reload_config,
            "/sbin/reboot": self._reboot,
            "/sbin/firstboot": self._firstboot,
            "/sbin/sysupgrade": self._sysupgrade,
            "/bin/opkg": self._opkg,
            "/usr/sbin/hostapd": self._hostapd,
            "/usr/libexec/set-password": self._set_password,
        }
        return table | {f"/etc/init.d/{name}": self._service for name in SERVICES}

    def fresh_ram(self) -> None:
        """Begin with empty RAM: no session, no apply under way."""
        self.rpcd = Rpcd(self._staged, self._commit, self._changed, self.pace.now)
        self._bus = Bus(self.board, Netifd(self.board, self.took), self.rpcd, self._changed, self._restart_soon)
        self._bus.uptime = lambda: int(self.pace.now() - self._since)

    def started(self) -> None:
        """Let the services read their files: the root stands."""
        self._since = self.pace.now()
        self.fresh_ram()
        self.took.clear()
        for names in SERVICES.values():
            self._read(names)

    def pulse(self) -> None:
        """Undo what nobody confirmed, and what the timers say."""
        super().pulse()
        self.rpcd.pulse()

    def lan_address(self) -> str:
        """Give the LAN address that is in force now."""
        lan = self.took["network"].find("lan") if "network" in self.took else None
        address = lan.options.get("ipaddr", "") if lan else ""
        return address.partition("/")[0] if isinstance(address, str) else ""

    def inside(self, path: str) -> Path:
        """Give where a path of the router lies on this machine; what climbs out of the root ends in it."""
        found = (self.root / path.lstrip("/")).resolve()
        return found if found.is_relative_to(self.root) else self.root / "nowhere"

    def _store_in(self, folder: str, staging: str) -> Uci:
        return Uci(self.inside(folder or "/etc/config"), self.inside(staging or "/tmp/.uci"))  # noqa: S108

    def _staged(self, session: str) -> Uci:
        return self._store_in("", f"/var/run/rpcd/uci-{session}" if session else "")

    def _read(self, names: tuple[str, ...]) -> None:
        store = self._staged("")
        for name in names:
            try:
                self.took[name] = store.committed(name)
            except UciFault:  # a service whose file cannot be read runs without settings
                self.took[name] = Package(name)

    def _changed(self, package: str) -> None:
        """Let each service read its files to which a package that changed belongs."""
        for names in SERVICES.values():
            if package in names:
                self._read(names)

    def _commit(self, store: Uci, name: str, whole: Package | None) -> None:
        """Take a commit as a write, which faults may make less of, or the last one of this session."""

        def commit(_: dict[str, str]) -> None:
            if whole is None:
                store.commit(name, self._tamper)
                return
            store.revert(name)
            if self.faults.tamper({name: name}):
                store.write(whole)

        if whole is not None or store.pending(name):
            self.write(name, {}, commit)

    def _tamper(self, delta: Delta) -> Delta | None:
        kept = self.faults.tamper({delta.option: delta.value})
        return replace(delta, value=kept[delta.option]) if delta.option in kept else None

    def _uci(self, call: Call) -> int:
        run = UciRun(
            self._store_in,
            self._commit,
            lambda: call.stdin().decode("utf-8", "surrogateescape"),
            lambda path: self.inside(path).read_bytes().decode("utf-8", "surrogateescape"),
            newer=self.board.rpcd,
        )
        status = run.run(call.words[1:])
        call.out += run.out
        call.err += run.err
        return status

    def _ubus(self, call: Call) -> int:
        status, out, err = self._bus.command(call.words[1:])
        call.out.append(out)
        call.err.append(err)
        return status

    def _ifstatus(self, call: Call) -> int:
        call.words = ["ubus", "call", f"network.interface.{(call.words[1:] or [''])[0]}", "status"]
        return self._ubus(call)

    def _wifi(self, call: Call) -> int:
        """``wifi [up|down|reload|status|config]``; all but the last two make netifd read its files again."""
        word = (call.words[1:] or ["up"])[0]
        if word == "status":
            call.out.append(json.dumps(self._bus_wireless(), indent="\t", ensure_ascii=False) + "\n")
        elif word in ("up", "down", "reload", "reload_legacy"):
            self._read(SERVICES["network"])
        return 0

    def _bus_wireless(self) -> object:
        return Netifd(self.board, self.took).wireless()

    def _reload_config(self, call: Call) -> int:
        for names in SERVICES.values():
            self._read(names)
        return 0

    def _service(self, call: Call) -> int:
        name = call.words[0].rpartition("/")[2]
        if (call.words[1:] or [""])[0] in _READING:
            self._read(SERVICES[name])
            if name == "system":
                self._set_zone()
        return 0

    def _set_zone(self) -> None:
        system = self.took["system"].nth("system", 0)
        zone = system.options.get("timezone", "UTC") if system else "UTC"
        (self.root / "tmp/TZ").write_text(f"{zone}\n", encoding="utf-8")

    def _reboot(self, call: Call) -> int:
        self._restart_soon()
        return 0

    def _restart_soon(self) -> None:
        """Restart in a moment: the shell still gets its prompt back."""
        self.later(1.0, self.reboot)

    def _firstboot(self, call: Call) -> int:
        """``firstboot -y`` marks the flash for erasing; without it somebody has to type y."""
        if "-y" not in call.words and call.stdin().strip().lower() not in (b"y", b"yes"):
            call.out.append("This will erase all settings and remove any installed packages. Are you sure? [N/y]\n")
            return 1
        self.erase()
        call.out.append("/dev/mtdblock6 is mounted as /overlay, only erasing files\n")
        return 0

    def _sysupgrade(self, call: Call) -> int:
        """``-b FILE`` and ``-r FILE``, ``-`` being the pipe; ``-l`` lists. Flashing an image is not played [§4.7]."""
        match call.words[1:]:
            case ["-l"]:
                call.out += [f"/{file}\n" for file in self._kept()]
                return 0
            case ["-b" | "--create-backup", "-"]:
                call.out.append(self._archive())
                return 0
            case ["-b" | "--create-backup", path]:
                self.inside(path).write_bytes(self._archive())
                return 0
            case ["-r" | "--restore-backup", path]:
                return self._restore(call, path)
        call.err.append("sysupgrade: not played by this simulator\n")
        return 1

    def _kept(self) -> list[str]:
        found: list[Path] = []
        for name in _SAVED:
            place = self.root / name
            found += sorted(place.rglob("*")) if place.is_dir() else [place]
        return [str(file.relative_to(self.root)) for file in found if file.is_file()]

    def _archive(self) -> bytes:
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w:gz") as archive:
            for name in self._kept():
                archive.add(self.root / name, arcname=name)
        return packed.getvalue()

    def _restore(self, call: Call, path: str) -> int:
        """Lay the files of an archive over the flash; nothing reads them before a restart."""
        if path != "-" and not self.inside(path).is_file():
            call.out.append(f"Backup archive '{path}' not found.\n")
            return 1
        packed = io.BytesIO(call.stdin() if path == "-" else self.inside(path).read_bytes())

        def restore(_: dict[str, str]) -> None:
            with tarfile.open(fileobj=packed, mode="r:*") as archive:
                archive.extractall(self.root, filter="data")

        try:
            self.write("sysupgrade", {}, restore)
        except (tarfile.TarError, EOFError, zlib.error):
            call.err.append("tar: invalid tar magic\n")
            return 1
        return 0

    def _opkg(self, call: Call) -> int:
        match call.words[1:]:
            case ["list-installed", *pattern] if len(pattern) <= 1:
                wanted = pattern[0] if pattern else "*"
                call.out += [f"{p}\n" for p in self.board.packages if fnmatch.fnmatchcase(p.split()[0], wanted)]
                return 0
        call.err.append("opkg: no feeds can be reached\n")
        return 255

    def _hostapd(self, call: Call) -> int:
        """``hostapd -vFEATURE`` tells by its status what it was built with, as OpenWrt's own build does."""
        known = {"-vsae": self.board.sae, "-vowe": self.board.sae, "-v11ac": True, "-v11n": True}
        return 0 if known.get("".join(call.words[1:])) else 1

    def _set_password(self, call: Call) -> int:
        """Take the two lines that ``passwd`` has asked for."""
        one, two = [*call.stdin().decode("utf-8", "surrogateescape").split("\n"), "", ""][:2]
        if one != two:
            call.err.append("Passwords don't match\npasswd: password for root is unchanged\n")
            return 1
        if call.words[1:] != ["root"]:
            call.err.append(f"passwd: unknown user {''.join(call.words[1:])}\n")
            return 1
        if not one:
            call.err.append("passwd: password for root is unchanged\n")
            return 1
        if len(one) < 6:
            call.out.append("Bad password: too short\n")
        self.write("passwd", {"password": one}, self._keep)
        call.err.append("passwd: password for root changed by root\n")
        return 0

    def _keep(self, words: dict[str, str]) -> None:
        if "password" in words:
            self.keep_password(words["password"])
