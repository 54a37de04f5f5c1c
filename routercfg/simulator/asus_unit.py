"""A paper ASUS router behind its web server: nvram, services that take time, the WAN that comes and goes."""

from __future__ import annotations

from abc import ABC
from collections.abc import Mapping
from functools import partial
from typing import Final

from routercfg.simulator.asus_nvram import Spec, table_of
from routercfg.simulator.asus_sessions import Sessions
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store

NVRAM: Final = "nvram"
"""The one section of an ASUS router's store."""

PATIENCE: Final = 15.0
"""How long a request waits for services that still run before its own are dropped, in seconds
[observed-asus-382 §apply]."""

PROVIDER_REFUSES: Final = "wrong-password"
"""The paper provider lets every PPP account in but one that has this password, or has no name or password."""

_SECONDS: Final[Mapping[str, float]] = {
    "restart_wireless": 6.0,
    "restart_wan_if": 4.0,
    "restart_dnsmasq": 1.0,
    "restart_dns": 1.0,
    "restart_firewall": 1.0,
    "restart_time": 2.0,
    "chpass": 1.0,
    "stop_app": 1.0,
    "restart_net": 8.0,
    "restart_net_and_phy": 8.0,
    "restart_allnet": 8.0,
    "restart_httpd": 2.0,
}
"""How long a service takes, in seconds [asus §13]; one that is not named is quick, one that does not exist ignored."""

_QUICK: Final = 0.5


class AsusUnit(PaperRouter, ABC):
    """Everything of an ASUS router but its web pages.

    ``live`` are words that only memory holds (the WAN's state), read like nvram. ``ram`` is what a shell has set and
    not committed (None: unset). ``account`` is the name and password that log in: what nvram says becomes valid only
    when the service ``chpass`` has run. ``sshd`` and ``telnetd`` tell whether these run.
    """

    def __init__(self, spec: Spec, model: Model, store: Store, pace: Pace, faults: Faults) -> None:
        super().__init__(model, store, pace, faults)
        self.spec = spec
        self.table = table_of(spec)
        self.live: dict[str, str] = {}
        self.ram: dict[str, str | None] = {}
        self.account = ("", "")
        self.sshd = self.telnetd = False
        self.kicks = 0
        """How often services have ended everybody's shell."""
        self.sessions = self._nobody()
        self._lan = ""
        self._busy_until = pace.now()
        self._boot()
        if faults.has("locked-out"):
            self.sessions.lock_now()

    @property
    def fresh(self) -> bool:
        """Tell whether the router waits for its first set-up."""
        return self.nvram("x_Setting") != "1"

    def nvram(self, key: str) -> str:
        """Give a word of memory or nvram; unknown ones are empty, as on the real one."""
        if key == "rc_service":
            return "" if self.pace.over(self._busy_until) else self.live.get(key, "")
        return self.live[key] if key in self.live else self.word(key)

    def word(self, key: str) -> str:
        """Give a word of nvram as it is now, committed or not."""
        return (self.ram[key] or "") if key in self.ram else self.store.get(NVRAM, key)

    def words(self) -> dict[str, str]:
        """Give all of nvram as it is now."""
        both: dict[str, str | None] = {**self.store.section(NVRAM), **self.ram}
        return {key: word for key, word in both.items() if word is not None}

    def shown(self, key: str) -> str:
        """Give a word as the web tells it: secrets that are stored enciphered read as nothing [asus §5.5]."""
        return "" if key in self.spec.sealed else self.nvram(key)

    def save(self, page: str, words: Mapping[str, str]) -> None:
        """Write nvram, subject to faults; a commit takes along what a shell has set."""
        waiting = {key: word for key, word in self.ram.items() if word is not None}
        self.write(page, waiting | dict(words), self._commit)

    def _commit(self, kept: dict[str, str]) -> None:
        gone = {key for key, word in self.ram.items() if word is None} - kept.keys()
        self.ram = {}
        if gone:
            self.store.replace(NVRAM, {key: word for key, word in self.store.section(NVRAM).items() if key not in gone})
        self.store.update(NVRAM, kept)

    def password_now(self) -> str:
        """Give the password that logs in now."""
        return self.account[1]

    def lan_address(self) -> str:
        """Give the LAN address in force: nvram's since the network last restarted."""
        return self._lan

    def forget(self) -> None:
        """Lose memory and start again from nvram."""
        self._busy_until = self.pace.now()
        self._boot()

    def restart_httpd(self, seconds: float = _SECONDS["restart_httpd"]) -> None:
        """Restart the web server: tokens, counters and the Host of the login are gone, nothing listens for a while."""
        self.sessions = self._nobody()
        self.away(seconds)

    def notify(self, script: str) -> bool:
        """Run services (``a;b;c``, each with its arguments after a blank).

        While others still run this blocks, 15 s at most; then the services are dropped and False is given, which the
        web server does not tell [observed-asus-382 §apply].
        """
        self.pace.wait_until(min(self._busy_until, self.pace.after(PATIENCE)))
        if not self.pace.over(self._busy_until):
            return False
        self.pending()
        self.live["rc_service"] = script
        passed = 0.0
        for command in (part.split() for part in script.split(";")):
            if command:
                self.later(passed, partial(self._begin, command))
                passed += _SECONDS.get(command[0], _QUICK)
                self.later(passed, partial(self._end, command[0]))
        self._busy_until = self.pace.after(passed)
        return True

    def needed(self, script: str) -> int:
        """Give how many seconds services take, as the web server tells them."""
        commands = [part.split() for part in script.split(";")]
        return round(sum(_SECONDS.get(command[0], _QUICK) for command in commands if command))

    def factory_reset(self) -> None:
        """Erase nvram and restart."""
        self.store.wipe()
        self.reboot()

    def _boot(self) -> None:
        self.live, self.ram = {}, {}
        self.sessions = self._nobody()
        self._load_account()
        self._load_daemons()
        self._lan = self.word("lan_ipaddr")
        self._wan_settles()

    def _nobody(self) -> Sessions:
        """Begin with no sessions; five failures lock, or more if nvram says so."""
        most = self.word("login_max_num")
        return Sessions(self.pace, max(5, int(most) if most.isdecimal() else 0))

    def _load_account(self) -> None:
        self.account = (self.word("http_username"), self.word("http_passwd"))

    def _load_daemons(self) -> None:
        """Let sshd and telnetd be as nvram says; whoever was in is out."""
        self.sshd, self.telnetd = self.word("sshd_enable") in ("1", "2"), self.word("telnetd_enable") == "1"
        self.kicks += 1

    def _begin(self, command: list[str]) -> None:
        name = command[0]
        if name.startswith(("restart_net", "restart_allnet")):
            self.restart_httpd(_SECONDS["restart_net"])
        elif name == "restart_httpd":
            self.restart_httpd()
        elif name == "restart_wan_if" and command[1:] in ([], ["0"]):
            self._wan_restarts()

    def _end(self, name: str) -> None:
        if name == "chpass":
            self._load_account()
        elif name in ("restart_sshd", "restart_telnetd", "restart_time"):
            self._load_daemons()
        elif name.startswith(("restart_net", "restart_allnet")):
            self._load_daemons()
            self._lan = self.word("lan_ipaddr")
            self._wan_restarts()
        elif name == "reboot":
            self.reboot()
        elif name.startswith("resetdefault"):
            self.factory_reset()

    def _wan_restarts(self) -> None:
        """Go 3 → 1 → 2 in four seconds, with a PPP dial-up in eight [asus §13]."""
        self._wan_is("3", "0")
        dials = self.word("wan0_proto") in ("pppoe", "pptp", "l2tp")
        self.later(1.0, lambda: self._wan_is("1", "0"))
        self.later(8.0 if dials else 4.0, self._wan_settles)

    def _wan_settles(self) -> None:
        """Reach the state that the settings lead to."""
        word = self.words().get
        proto = word("wan0_proto", "dhcp")
        if word("wan0_enable", "1") == "0" or proto == "disabled":
            self._wan_is("5", "0")
        elif proto in ("pppoe", "pptp", "l2tp") and (
            not word("wan0_pppoe_username") or word("wan0_pppoe_passwd", "") in ("", PROVIDER_REFUSES)
        ):
            self._wan_is("4", "2")
        elif proto == "static" and word("wan0_ipaddr_x", "0.0.0.0") in ("", "0.0.0.0"):
            self._wan_is("4", "4")
        else:
            self._wan_is("2", "0")

    def _wan_is(self, state: str, sbstate: str) -> None:
        up = state == "2"
        static = up and self.word("wan0_proto") == "static"
        own_dns = self.word("wan0_dnsenable_x") == "0"
        pair = f"{self.word('wan0_dns1_x')} {self.word('wan0_dns2_x')}".strip()
        self.live |= {
            "wan0_state_t": state,
            "wan0_sbstate_t": sbstate,
            "wan0_auxstate_t": "0",
            "link_internet": "2" if up else "1",
            "wan0_ipaddr": (self._static("ipaddr") if static else "203.0.113.27") if up else "0.0.0.0",
            "wan0_netmask": (self._static("netmask") if static else "255.255.255.0") if up else "0.0.0.0",
            "wan0_gateway": (self._static("gateway") if static else "203.0.113.1") if up else "0.0.0.0",
            "wan0_dns": (pair if own_dns else "203.0.113.1 203.0.113.2") if up else "",
        }

    def _static(self, what: str) -> str:
        return self.word(f"wan0_{what}_x")
