"""Routers that are reached over the command line only: their store, and the models.

A VX231v of the newest kind, an HB810 whose command line is restricted, and an old TD-W8970 [§2.1]. The web interfaces
that the real ones have as well are other families'; here the command line is all there is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store
from routercfg.simulator.tplink_cli import Account, CommandLine, Style
from routercfg.simulator.tplink_cli_commands import Line, Radio
from routercfg.wire import Ask

FAMILY: Final = "tplink-cli"
PASSWORD: Final = "Paper-Router-1"  # noqa: S105 — a paper router's password is printed when it starts
NOT_ON_A_CLI: Final = frozenset({"html", "redirect"})
"""Faults of web servers."""

_LINK_SECONDS: Final = 8.0
_LINK: Final = {"externalIPAddress": "100.64.0.2", "defaultGateway": "100.64.0.1", "DNSServers": "100.64.0.53,0.0.0.0"}
_NO_LINK: Final = dict.fromkeys(("externalIPAddress", "defaultGateway"), "0.0.0.0") | {"DNSServers": "0.0.0.0,0.0.0.0"}
_DIALLED: Final = {"username": "username", "password": "password", "servicename": "PPPoEServiceName"}
_OPTIONS: Final = {
    "pppoe": {**_DIALLED, "mtu": "maxMRUSize", "secondConnection": "secondConnection"},
    "dynamicip": {"mtu": "maxMTUSize"},
}
_RADIO: Final = {"switch": "enable", "ssid": "SSID", "bandWidth": "bandWidth", "qss": "QSS", "sec": "sec", "key": "Key"}
"""The words of the command line and those of the store (the names of TR-098 where there is one)."""


@dataclass(frozen=True)
class Unit:
    """One model: what stands on its plate, and how its command line behaves."""

    name: str
    title: str
    software: str
    hardware: str
    mac: str
    bands: tuple[str, ...]
    style: Style
    factory_password: str = ""
    lan: str = "192.168.1.1"


VX231V: Final = Unit(
    "tplink-vx231v-cli", "VX231v", "0.9.1 231.0.19 v6066.0 Build 240816 Rel.40000n", "VX231v v1 00000000",
    "50:C7:BF:23:10:00", ("2g", "5g"), Style(first=True, ssh=True, noise=True),
)  # fmt: skip
HB810: Final = Unit(
    "tplink-hb810-cli", "HB810", "1.0.0 0.9.1 v60c0.0 Build 250401 Rel.50000n", "HB810 v1 00000000",
    "50:C7:BF:81:00:00", ("2g", "5g", "6g"), Style(asks_user=True, restricted=True), "admin",
)  # fmt: skip
W8970: Final = Unit(
    "tplink-td-w8970-cli", "TD-W8970", "0.6.0 2.12 v000c.0 Build 140613 Rel.31066n", "TD-W8970 v1 00000000",
    "50:C7:BF:89:70:00", ("2g",), Style(word="TP-LINK", asks_user=True, late=True, noise=True), "admin",
)  # fmt: skip
UNITS: Final = {unit.name: unit for unit in (VX231V, HB810, W8970)}


def models() -> tuple[Model, ...]:
    """Give the models. Only the newest command line can set a password, so only it can be brought into service."""
    return tuple(
        Model(
            name=unit.name,
            vendor="tplink",
            family=FAMILY,
            title=unit.title,
            username="admin",
            password=PASSWORD,
            build=_build,
            factory=_words(unit, unit.factory_password),
            initial=_words(unit, PASSWORD),
            factory_password=unit.factory_password,
        )
        for unit in UNITS.values()
    )


def _build(model: Model, store: Store, pace: Pace, faults: Faults) -> PaperRouter:
    return CliRouter(UNITS[model.name], model, store, pace, faults)


def _words(unit: Unit, password: str) -> dict[str, dict[str, str]]:
    """Give the native words of a unit with that password, otherwise as it left the factory."""
    end = unit.mac.replace(":", "")[-4:]
    names = {"2g": "", "5g": "_5G", "6g": "_6G"}
    radios = {
        f"wlan {band}": {
            "enable": "1",
            "SSID": f"TP-Link_{end}{names[band]}",
            "bandWidth": "Auto",
            "QSS": "1",
            "sec": "psk wpa2 aes",
            "Key": "12345670",
        }
        for band in unit.bands
    }
    pppoe = {"protocol": "pppoe", "enable": "0", "username": "", "password": "", "PPPoEServiceName": ""}
    return {
        "account": {"user": "admin", "password": password},
        **radios,
        "wan ewan_ipoe_d": {"protocol": "dynamicip", "enable": "1", "NATEnabled": "1", "maxMTUSize": "1500"},
        "wan ewan_pppoe": {**pppoe, "NATEnabled": "1", "maxMRUSize": "1480", "secondConnection": "sec_conn_disable"},
        "wan": {"services": "ewan_ipoe_d ewan_pppoe", "defaultgw": "ewan_ipoe_d"},
    }


class CliRouter(PaperRouter):
    """A router with nothing but a command line. Raises ValueError for a fault that only a web server has."""

    reboot_seconds: ClassVar[float] = 75.0

    def __init__(self, unit: Unit, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        impossible = [name for name in sorted(NOT_ON_A_CLI) if faults.has(name)]
        if impossible:
            raise ValueError(f"fault {impossible[0]!r} cannot happen on {model.name}, which has only a command line")
        super().__init__(model, store, pace, faults)
        self.unit = unit
        self.bands = unit.bands
        self._up_at: dict[str, float] = {}
        self._born = pace.now()

    def command_line(self) -> CommandLine:
        """Give the command line."""
        account = Account(lambda: self.store.get("account", "user"), self.password_now, self._set_password)
        return CommandLine(self, self, account, self.unit.style)

    def answer(self, ask: Ask, client: str) -> bytes | None:
        """There is no web server."""
        return None

    def forget(self) -> None:
        """Lose what is in RAM: no link is up yet."""
        self._up_at.clear()
        self._born = self.pace.now()

    def password_now(self) -> str:
        """Give the password that lets in now; empty when none is set yet."""
        return self.store.get("account", "password")

    def _set_password(self, password: str) -> None:
        self._write("account", {"password": password})

    def _write(self, section: str, words: Mapping[str, str]) -> None:
        self.write(section, words, lambda kept: self.store.update(section, kept))

    def radio(self, band: str) -> Radio:
        """Give one band."""
        words = self.store.section(f"wlan {band}")
        up, qss = words["enable"] == "1", words["QSS"] == "1"
        return Radio(up, words["SSID"], words["bandWidth"], qss, words["sec"], words["Key"])

    def tune(self, band: str, changes: Mapping[str, str]) -> bool:
        """Change one band."""
        self._write(f"wlan {band}", {_RADIO[word]: text for word, text in changes.items()})
        return True

    def lines(self) -> Sequence[Line]:
        """Give the connections, those in use first."""
        names = self.store.get("wan", "services").split()
        found = [Line(name, self.store.get(f"wan {name}", "protocol"), self._told(name)) for name in names]
        return sorted(found, key=lambda line: line.words["enable"] != "1")

    def _told(self, name: str) -> dict[str, str]:
        """Give all that a connection tells, the password in clear among it [VX231]."""
        words = self.store.section(f"wan {name}")
        up_at = self._up_at.get(name, self._born)
        on, dialled = words["enable"] == "1", words.get("username", "-") != ""
        up = on and dialled and self.pace.over(up_at)
        status = "Connected" if up else "Connecting" if on and dialled else "Disconnected"
        error = "ERROR_AUTHENTICATION_FAILURE" if on and not dialled else "ERROR_NONE"
        del words["protocol"]
        return {
            **words,
            "connectionStatus": status,
            **(_LINK if up else _NO_LINK),
            "X_TP_Uptime": str(int(self.pace.now() - up_at) if up else 0),
            "lastConnectionError": error,
        }

    def dial(self, name: str, changes: Mapping[str, str]) -> bool:
        """Change a connection. Of a static one no option is known, so none can be set up; a protocol cannot change."""
        section = f"wan {name}"
        if name not in self.store.get("wan", "services").split():
            return False
        if self.store.get(section, "protocol") != changes["protocol"]:
            return False
        words = {key: changes[option] for option, key in _OPTIONS[changes["protocol"]].items() if option in changes}
        if "nat" in changes:
            words["NATEnabled"] = str(int(changes["nat"] == "enable"))
        if changes.get("defaultroute") == "yes":
            words["enable"] = "1"
        self._up_at[name] = self.pace.after(_LINK_SECONDS)
        self.write(section, words, lambda kept: self._keep(name, kept))
        return True

    def _keep(self, name: str, words: Mapping[str, str]) -> None:
        """Store a connection; one that is switched on leads, and the others go off (inferred: one cable, one use)."""
        self.store.update(f"wan {name}", words)
        if words.get("enable") == "1":
            self._first(name)

    def gateway(self) -> Mapping[str, str]:
        """Give the connection that is the default gateway."""
        name = self.store.get("wan", "defaultgw")
        return {"name": name, "connIPv4Gateway": self._told(name)["defaultGateway"]}

    def lead(self, name: str) -> bool:
        """Make a connection the default gateway."""
        if name not in self.store.get("wan", "services").split():
            return False
        self.write("wan", {"enable": "1"}, lambda kept: self._keep(name, kept))
        return True

    def _first(self, name: str) -> None:
        """Switch on the connection that leads, and the others off."""
        self.store.update("wan", {"defaultgw": name})
        for each in self.store.get("wan", "services").split():
            self.store.update(f"wan {each}", {"enable": str(int(each == name))})
        self._up_at[name] = self.pace.after(_LINK_SECONDS)

    def home(self) -> Mapping[str, str]:
        """Give what ``lan show info`` tells; newer firmware says X_TP_ where older says X_TPLINK_ [VX231, OH]."""
        mac = "X_TPLINK_MACAddress" if self.unit.style.word.isupper() else "X_TP_MACAddress"
        address = self.unit.lan
        return {"IPRouters": address, "IPInterfaceIPAddress": address, mac: self.unit.mac, "__ifName": "br0"}

    def plate(self) -> Mapping[str, str]:
        """Give names, versions and serial number."""
        unit = self.unit
        return {
            "modelName": unit.title,
            "softwareVersion": unit.software,
            "hardwareVersion": unit.hardware,
            "serialNumber": "22" + unit.mac.replace(":", ""),
        }

    def restart(self, *, erase: bool) -> bool:
        """Restart in a moment: the answer still gets out."""
        self.write("restart", {}, lambda _: self.later(1.0, lambda: self.power_cut(wipe=erase)))
        return True
