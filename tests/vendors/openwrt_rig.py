"""An OpenWrt of paper for the driver's own tests: its commands run in a real BusyBox ash over stub programs.

Written from §4.3 and §4.6 of the reference, so that what is tested is the very command line that a router would run.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from routercfg.clock import Deadline
from routercfg.errors import ConnectionLost, WrongPassword
from routercfg.secret import Secret
from routercfg.transport.shell import Heard

DSA = {
    "network": """
config interface 'loopback'
\toption device 'lo'
\toption proto 'static'
\tlist ipaddr '127.0.0.1/8'

config globals 'globals'
\toption ula_prefix 'fd12:3456:789a::/48'

config device
\toption name 'br-lan'
\toption type 'bridge'
\tlist ports 'lan1'
\tlist ports 'lan2'
\tlist ports 'lan3'
\tlist ports 'lan4'

config interface 'lan'
\toption device 'br-lan'
\toption proto 'static'
\toption ipaddr '192.168.1.1'
\toption netmask '255.255.255.0'
\toption ip6assign '60'

config interface 'wan'
\toption device 'wan'
\toption proto 'dhcp'

config interface 'wan6'
\toption device 'wan'
\toption proto 'dhcpv6'
""",
    "wireless": """
config wifi-device 'radio0'
\toption type 'mac80211'
\toption band '5g'
\toption channel '36'
\toption htmode 'VHT80'
\toption disabled '1'

config wifi-iface 'default_radio0'
\toption device 'radio0'
\toption network 'lan'
\toption mode 'ap'
\toption ssid 'OpenWrt'
\toption encryption 'none'

config wifi-device 'radio1'
\toption type 'mac80211'
\toption band '2g'
\toption channel '1'
\toption htmode 'HT20'
\toption disabled '1'

config wifi-iface 'default_radio1'
\toption device 'radio1'
\toption network 'lan'
\toption mode 'ap'
\toption ssid 'OpenWrt'
\toption encryption 'none'
""",
    "dhcp": """
config dnsmasq
\toption domainneeded '1'

config dhcp 'lan'
\toption interface 'lan'
\toption start '100'
\toption limit '150'
\toption leasetime '12h'
\tlist dhcp_option '42,192.168.1.1'
""",
    "system": """
config system
\toption hostname 'OpenWrt'
\toption timezone 'UTC'
""",
    "firewall": """
config zone
\toption name 'lan'
\tlist network 'lan'

config zone
\toption name 'wan'
\tlist network 'wan'
\tlist network 'wan6'
""",
}

SWITCHED = DSA | {
    "network": """
config interface 'lan'
\toption type 'bridge'
\toption ifname 'eth0.1'
\toption proto 'static'
\toption ipaddr '192.168.1.1'
\toption netmask '255.255.255.0'

config interface 'wan'
\toption ifname 'eth0.2'
\toption proto 'dhcp'

config interface 'wan6'
\toption ifname 'eth0.2'
\toption proto 'dhcpv6'

config switch
\toption name 'switch0'

config switch_vlan
\toption device 'switch0'
\toption vlan '1'
\toption ports '2 3 4 5 0t'

config switch_vlan
\toption device 'switch0'
\toption vlan '2'
\toption ports '1 0t'
"""
}

BOARD = """{
\t"model": "TP-Link Archer C7 v5",
\t"board_name": "tplink,archer-c7-v5",
\t"release": {
\t\t"distribution": "OpenWrt",
\t\t"version": "23.05.3",
\t\t"description": "OpenWrt 23.05.3 r23809-234f1a2efa"
\t}
}"""

UBUS = """#!/bin/sh
echo "ubus $*" >>ROOT/tmp/calls
case "$*" in
"call system board") cat ROOT/board;;
"call network get_proto_handlers") cat ROOT/handlers 2>/dev/null || exit 4;;
"list") cat ROOT/objects;;
"call session create"*) echo '{ "ubus_rpc_session": "0123456789abcdef0123456789abcdef" }';;
"call session grant"*|"call uci changes"*|"call uci confirm"*) ;;
"call uci apply"*) for p in network; do uci -P ROOT/var/run/rpcd/uci-0123456789abcdef0123456789abcdef commit $p; done;;
*) exit 4;;
esac
"""
PASSWD = """#!/bin/sh
read a; read b
[ -e ROOT/passwd-fails ] && { echo "passwd: no" >&2; exit 1; }
printf '%s' "$a" >ROOT/password
echo "passwd: password for root changed by root" >&2
"""
# What needs no thinking is answered here: a Python for each of ten calls would make these tests slow.
UCI = """#!/bin/sh
if [ ! -e ROOT/tmp/.uci/$3 ]; then
case "$*" in
"-q export "*) echo "package $3"; cat ROOT/etc/config/$3; exit;;
"-q changes "*|"-q revert "*) exit 0;;
esac
fi
exec PYTHON -SE STUB ROOT "$@"
"""


class Rig:
    """A router in a folder, and the ``Shell`` that reaches it."""

    def __init__(self, root: Path, deadline: Deadline, packages: dict[str, str] | None = None) -> None:
        self.root, self.deadline, self.url = root, deadline, "ssh://192.168.1.1"
        self.trips: list[str] = []
        self.lines: list[str] = []
        self.moved: list[str] = []
        self.lose: tuple[str, str] | None = None  # label, before or after
        self.away: set[str] = set()
        self._open = False
        for place in ("bin", "etc/config", "tmp", "lib/netifd/proto", "usr/lib/opkg", "proc/net", "var/run/rpcd"):
            (root / place).mkdir(parents=True)
        for name, text in (packages or DSA).items():
            (root / "etc/config" / name).write_text(text)
        (root / "board").write_text(BOARD)
        (root / "objects").write_text("network\nsystem\n")
        (root / "etc/openwrt_release").write_text("DISTRIB_ID='OpenWrt'\n")
        (root / "etc/board.json").write_text(
            '{"network": {"wan": {"device": "wan", "macaddr": "02:00:00:00:00:01"}},'
            ' "switch": {"switch0": {"ports": [{"num": 0, "device": "eth0"}, {"num": 1, "role": "wan"},'
            ' {"num": 2, "role": "lan", "index": 4}, {"num": 3, "role": "lan", "index": 3}]}}}'
        )
        (root / "lib/netifd/proto/ppp.sh").touch()
        (root / "usr/lib/opkg/status").write_text("Package: wpad-basic-mbedtls\nVersion: 1\n")
        (root / "proc/net/arp").write_text("IP address HW type\n192.168.1.50  0x1  0x2  02:12:34:56:78:9a  *  br-lan\n")
        self._program("ubus", UBUS)
        self._program("passwd", PASSWD)
        self._program("reload_config", "#!/bin/sh\necho reload_config >>ROOT/tmp/calls\n")
        stub = Path(__file__).with_name("openwrt_uci_stub.py")
        self._program("uci", UCI.replace("PYTHON", sys.executable).replace("STUB", str(stub)))

    def _program(self, name: str, text: str) -> None:
        file = self.root / "bin" / name
        file.write_text(text.replace("ROOT", str(self.root)))
        file.chmod(0o755)

    @property
    def password(self) -> str:
        file = self.root / "password"
        return file.read_text() if file.exists() else ""

    @property
    def calls(self) -> list[str]:
        file = self.root / "tmp/calls"
        return file.read_text().splitlines() if file.exists() else []

    def greet(self) -> str:
        if self.url in self.away:
            raise ConnectionLost(address=self.url)
        return "SSH-2.0-dropbear"

    def enter(self, username: str, password: Secret | None) -> None:
        assert username == "root"
        self.greet()
        self._open = (password.reveal() if password else "") == self.password
        if not self._open:
            raise WrongPassword

    def run(self, line: str, stdin: bytes, *, label: str, writes: bool, seconds: float) -> Heard:
        if not self._open or self.url in self.away:
            raise ConnectionLost(address=self.url, written=False)
        self.trips.append(label)
        self.lines.append(line)
        if self.lose == (label, "before"):
            self._drop(writes=writes)
        # the files of the machine itself must not come in
        line = re.sub(r"(?<=[ >])(?=/(?:etc|lib|usr/lib|proc|tmp|var/run|sys)/)", lambda _: str(self.root), line)
        line = re.sub(r"(?<==)(?=/var/run/)", lambda _: str(self.root), line)
        env = {"PATH": f"{self.root}/bin:{os.environ['PATH']}", "SSH_CONNECTION": "192.168.1.50 4000 192.168.1.1 22"}
        words = ["busybox", "ash", "-c", line]
        done = subprocess.run(words, input=stdin, capture_output=True, check=False, env=env, timeout=20)
        if self.lose == (label, "after"):
            self._drop(writes=writes)
        return Heard(done.returncode, done.stdout, done.stderr)

    def _drop(self, *, writes: bool) -> None:
        self.lose, self._open = None, False
        raise ConnectionLost(address=self.url, written=writes)

    def move(self, url: str) -> None:
        self.moved.append(url)
        self.url, self._open = url, False

    def close(self) -> None:
        self._open = False
