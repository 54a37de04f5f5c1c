"""An ASUS router's shell without a network: a real BusyBox ash, with ``nvram`` and ``service`` over a directory."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from routercfg.clock import Deadline, SystemClock
from routercfg.device import Credentials, Identity
from routercfg.dialects.asus_shell import ACCOUNT_KEYS
from routercfg.errors import ConnectionLost, RouterRefuses, WrongPassword
from routercfg.secret import Secret
from routercfg.transport.shell import Heard
from routercfg.vendors.asus_shell import AsusShellDriver

BUSYBOX = shutil.which("busybox")
needs_busybox = pytest.mark.skipif(BUSYBOX is None, reason="no busybox here (apt-get install busybox-static)")
PASSWORD = "Old-pass-1"
URL = "ssh://192.168.50.1"

NVRAM = """\
case $1 in
get) [ -f "$STORE/ram/$2" ] && { cat "$STORE/ram/$2"; echo; } ;;
set) case " $REFUSES " in *" ${2%%=*} "*) ;; *) printf %s "${2#*=}" >"$STORE/ram/${2%%=*}" ;; esac ;;
commit) rm -rf "$STORE/flash"; cp -r "$STORE/ram" "$STORE/flash"; echo commit >>"$STORE/log" ;;
esac
exit 0
"""
SERVICE = """\
case "$1" in *chpass*) cp "$STORE/ram/http_passwd" "$STORE/account" ;; esac
echo "service $1" >>"$STORE/log"
"""
START = {
    "productid": "RT-AC68U", "firmver": "3.0.0.4", "buildno": "386", "extendno": "51255-gdfb3e46", "sw_mode": "1",
    "lan_hwaddr": "04:d4:c4:68:22:30", "x_Setting": "1", "http_username": "admin", "http_passwd": PASSWORD,
    "lan_ipaddr": "192.168.50.1", "lan_netmask": "255.255.255.0", "dhcp_enable_x": "1",
    "dhcp_start": "192.168.50.2", "dhcp_end": "192.168.50.254", "wan0_proto": "dhcp", "wan0_dhcpenable_x": "1",
    "wan0_dnsenable_x": "1", "wl0_ssid": "Old", "wl0_auth_mode_x": "psk2", "wl0_crypto": "aes",
    "wl0_wpa_psk": "old-key-1", "wl0_radio": "1", "wl0_closed": "0", "wl1_ssid": "Old-5G", "wl1_auth_mode_x": "psk2",
    "wl1_crypto": "aes", "wl1_wpa_psk": "old-key-1", "wl1_radio": "1", "wl1_closed": "0", "time_zone": "UTC0",
    "rc_support": "2.4G 5G update ssh utf8_ssid", "switch_wantag": "none", "switch_stb_x": "0",
}  # fmt: skip


class Clock(SystemClock):
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


class PaperShell:
    """The router, as a Shell. ``strike`` is called before and after each command and may lose the connection."""

    def __init__(self, folder: Path, words: Mapping[str, str] = START) -> None:
        self.url = URL
        self.deadline = Deadline(600, Clock())
        self.places = {URL}
        self.commands: list[str] = []
        self.logins: list[tuple[str, str]] = []
        self.refuses = ""
        self.strike: Callable[[PaperShell, str, str], None] = lambda shell, when, line: None
        self._store = folder / "store"
        self._programs = folder / "programs"
        self._inside = False
        for made in (self._store / "ram", self._programs):
            made.mkdir(parents=True)
        for name, text in {"nvram": NVRAM, "service": SERVICE}.items():
            (self._programs / name).write_text(f"#!{BUSYBOX} ash\n{text}")
            (self._programs / name).chmod(0o755)
        for key, word in words.items():
            (self._store / "ram" / key).write_text(word)
        shutil.copytree(self._store / "ram", self._store / "flash")
        (self._store / "account").write_text(words["http_passwd"])

    def word(self, key: str, where: str = "ram") -> str:
        file = self._store / where / key
        return file.read_text() if file.exists() else ""

    def put(self, key: str, word: str) -> None:
        (self._store / "ram" / key).write_text(word)

    @property
    def password(self) -> str:
        return (self._store / "account").read_text()

    @password.setter
    def password(self, word: str) -> None:
        (self._store / "account").write_text(word)

    @property
    def log(self) -> list[str]:
        """The commits, and the services that were called."""
        file = self._store / "log"
        return file.read_text().splitlines() if file.exists() else []

    def power_cut(self) -> None:
        shutil.rmtree(self._store / "ram")
        shutil.copytree(self._store / "flash", self._store / "ram")

    def greet(self) -> str:
        if self.url not in self.places:
            raise RouterRefuses(address=self.url)
        return "SSH-2.0-dropbear_2019.78"

    def enter(self, username: str, password: Secret | None) -> None:
        self.greet()
        if password is None:
            raise WrongPassword
        self.logins.append((username, password.reveal()))
        if (username, password.reveal()) != (self.word("http_username"), self.password):
            raise WrongPassword
        self._inside = True

    def run(self, line: str, stdin: bytes, *, label: str, writes: bool, seconds: float) -> Heard:
        if not self._inside or self.url not in self.places:
            self.close()
            raise ConnectionLost(address=self.url, written=False)
        self.commands.append(f"{line} <<< {stdin.decode(errors='replace')}" if stdin else line)
        self.strike(self, "before", self.commands[-1])
        words = [str(BUSYBOX), "ash", "-c", line]
        places = {"PATH": f"{self._programs}:/usr/bin:/bin", "STORE": str(self._store), "REFUSES": self.refuses}
        calls = len(self.log)
        done = subprocess.run(words, input=stdin, capture_output=True, env=places, check=False, timeout=20)
        if b"\nservice " in stdin and b"done" in done.stdout:
            self._await(calls)
        self.strike(self, "after", self.commands[-1])
        return Heard(done.returncode, done.stdout, done.stderr)

    def _await(self, calls: int) -> None:
        until = time.monotonic() + 5
        while not any(line.startswith("service") for line in self.log[calls:]):
            assert time.monotonic() < until
            time.sleep(0.002)

    def move(self, url: str) -> None:
        self.close()
        self.url = url

    def close(self) -> None:
        self._inside = False


def driver_of(shell: PaperShell) -> AsusShellDriver:
    """A driver that is logged in."""
    driver = AsusShellDriver(shell, Identity("asus", "shell"))
    driver.login(Credentials(None, Secret(shell.password)))
    return driver


def some(words: Mapping[str, str]) -> dict[str, str]:
    """Words for all keys of a read."""
    return {key: words.get(key, "") for key in ACCOUNT_KEYS}
