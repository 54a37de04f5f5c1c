"""What is behind the green pages: what is printed on a unit, its native words, what is in force, and the WAN link.

Native words carry the names of the settings file where those are documented [tplink-legacy 3.1 "Known keys"].
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from routercfg.simulator.userrpm_checks import NOWHERE

if TYPE_CHECKING:
    from routercfg.simulator.router import PaperRouter

DYNAMIC, STATIC, PPPOE, BIGPOND, L2TP, PPTP = "0", "1", "2", "5", "6", "7"
"""``wantype`` as pages write it; the status page counts one higher [tplink-legacy 1.6]."""

WAN_PAGES: Final[Mapping[str, str]] = {
    DYNAMIC: "WanDynamicIpCfgRpm.htm",
    STATIC: "WanStaticIpCfgRpm.htm",
    PPPOE: "PPPoECfgRpm.htm",
    BIGPOND: "BPACfgRpm.htm",
    L2TP: "L2TPCfgRpm.htm",
    PPTP: "PPTPCfgRpm.htm",
}
_TUNNELS: Final[Mapping[str, str]] = {PPPOE: "wan_ppp", L2TP: "wan_l2tp", PPTP: "wan_pptp"}
_DNS: Final[Mapping[str, str]] = {DYNAMIC: "wan_dyn", STATIC: "wan_stc", PPPOE: "wan_ppp"}
_LINK_SECONDS: Final = {DYNAMIC: 4.0, STATIC: 2.0}
REBOOT_SECONDS: Final = 45
"""How long this family restarts, as its restart page says [tplink-legacy 1.11, point 6]."""

HASHED: Final = "md5:"
"""How a stored password begins of which only the MD5 is known, after a restore on builds that hash."""


def hashed(password: str) -> str:
    """Give a password as builds with an MD5 cookie carry it: MD5 in hexadecimal."""
    return hashlib.md5(password.encode("utf-8", "surrogateescape")).hexdigest()


@dataclass(frozen=True, slots=True)
class Plate:
    """What is printed on a unit, and what tells its build from others.

    ``door`` is the login style: ``basic``, ``cookie`` (plain password in a cookie) or ``session`` (MD5 in a cookie, a
    path of its own for each session). ``dual`` units have ``_5g`` pages; ``dual_status`` is the longer ``statusPara``.
    ``russian`` adds the IPTV bridge page. ``wifi_waits``: Wi-Fi changes show the reboot flag and wait for a restart.
    ``password_base64``: the password page takes Base64. ``region`` is a place in the page's list of countries.
    """

    name: str
    product: str
    title: str
    realm: str
    hardware: str
    firmware: str
    mac: str
    ssid: str
    key: str
    door: str = "basic"
    region: str = "101"
    dual: bool = False
    dual_status: bool = True
    russian: bool = False
    wifi_waits: bool = False
    password_base64: bool = False
    longest_password: int = 14


@dataclass(frozen=True, slots=True)
class Call:
    """One request for a page: its name without ``.htm``, its words (the last of each name), and all of the pairs."""

    page: str
    words: Mapping[str, str] = field(repr=False)
    pairs: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    client: str = ""

    @property
    def saves(self) -> bool:
        """Tell whether the button's name is there; its value does not matter [tplink-legacy 1.3]."""
        return "Save" in self.words

    def all(self, name: str) -> list[str]:
        """Give every value of a name, in order."""
        return [text for key, text in self.pairs if key == name]


Handler: TypeAlias = "Callable[[Box, Call], bytes]"
Pages: TypeAlias = Mapping[str, Handler]


class Box:
    """The state that pages read and change; everything stored goes through ``put``."""

    def __init__(self, router: PaperRouter, plate: Plate) -> None:
        self.router = router
        self.plate = plate
        self.waiting: set[str] = set()
        """Sections whose changes wait for a restart; their pages show the reboot flag."""
        self.uploaded: bytes | None = None
        """The settings file that was sent and not looked at yet."""
        self.cable = True
        """Whether something is plugged into the WAN; without it everything that dials goes on dialling."""
        self.end_session: Callable[[], None] = _nothing
        self._link_at = router.pace.now()
        self._hung_up = False
        self._running: dict[str, dict[str, str]] = {}
        self.started()

    def started(self) -> None:
        """Begin again after power came on: all that is stored is in force, an upload is forgotten."""
        self.waiting.clear()
        self.uploaded = None
        self._running = {name: self.words(name) for name in ("lan", "wlan", "wlan5")}
        self.begin = self.router.pace.now()
        self.restart_wan()

    def words(self, section: str) -> dict[str, str]:
        """Give a section's words as they are stored."""
        return self.router.store.section(section)

    def in_force(self, section: str) -> dict[str, str]:
        """Give a section's words as they work now: the stored ones unless those wait for a restart."""
        return self._running[section] if section in self.waiting else self.words(section)

    def put(self, call: Call, section: str, words: Mapping[str, str]) -> None:
        """Store words in one section as one write."""
        self.router.write(call.page, words, lambda kept: self.router.store.update(section, kept))

    def put_wan(self, call: Call, wantype: str, section: str, words: Mapping[str, str]) -> None:
        """Store a WAN page and make its type the active one: there is no separate switch [tplink-legacy 1.7]."""

        def commit(kept: dict[str, str]) -> None:
            self.router.store.update(section, {key: text for key, text in kept.items() if key != "typ"})
            self.router.store.update("wan", {key: text for key, text in kept.items() if key == "typ"})

        self.router.write(call.page, {**words, "typ": wantype}, commit)
        self.restart_wan()

    def password_fits(self, password: str) -> bool:
        """Tell whether that is the administrator's password."""
        own = self.router.store.get("lgn", "pwd")
        return own in (password, HASHED + hashed(password))

    @property
    def wantype(self) -> str:
        """The active WAN type."""
        stored = self.router.store.get("wan", "typ", DYNAMIC)
        return stored if stored in WAN_PAGES else DYNAMIC

    def restart_wan(self) -> None:
        """Take the WAN down and let it come back on its own later."""
        self._hung_up = False
        self._link_at = self.router.pace.after(_LINK_SECONDS.get(self.wantype, 8.0))

    def hang_up(self) -> None:
        """Take the WAN down until ``restart_wan``."""
        self._hung_up = True

    def link(self, wantype: str) -> str:
        """Tell ``up``, ``connecting`` or ``down`` of a WAN type."""
        section = _TUNNELS.get(wantype)
        nameless = section is not None and not self.words(section).get("usr")
        if wantype != self.wantype or self._hung_up or nameless:
            return "down"
        return "up" if self.cable and self.router.pace.over(self._link_at) else "connecting"

    def lease(self) -> dict[str, str]:
        """Give what the active WAN has got: ip, mask, gateway, dns1, dns2; 0.0.0.0 while it is down."""
        if self.link(self.wantype) != "up":
            return dict.fromkeys(("ip", "mask", "gateway", "dns1", "dns2"), NOWHERE)
        own = self.words(_DNS.get(self.wantype, ""))
        if self.wantype == STATIC:
            return {"ip": own["ip"], "mask": own["msk"], "gateway": own["gw"], "dns1": own["dns1"], "dns2": own["dns2"]}
        manual = own.get("dns_auto") == "0"
        pair = (own["dns1"], own["dns2"]) if manual else ("100.64.0.53", "100.64.0.54")
        given = {"ip": "100.64.0.2", "mask": "255.255.255.0", "gateway": "100.64.0.1"}
        return {**given, "dns1": pair[0], "dns2": pair[1]}

    def restart_soon(self) -> None:
        """Restart when an answer that is under way has had time to leave."""
        self.router.later(1.5, self.router.reboot)

    def uptime(self) -> int:
        """Give the seconds since the start."""
        return int(self.router.pace.now() - self.begin)

    def mac(self, last: int) -> str:
        """Give the unit's MAC address with its last byte changed by that much, upper case with dashes."""
        text = f"{int(self.plate.mac.replace('-', ''), 16) + last:012X}"
        return "-".join(text[at : at + 2] for at in range(0, 12, 2))

    def wan_mac(self) -> str:
        """Give the MAC address that the WAN shows."""
        return self.router.store.get("wan", "mac") or self.mac(1)


def _nothing() -> None:
    """Do nothing: no session face is attached yet."""
