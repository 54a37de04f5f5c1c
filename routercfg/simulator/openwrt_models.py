"""OpenWrt on a TP-Link and on an ASUS: what stands in the flash of each out of its box, and of one that is set up.

The two differ where a driver has to look instead of knowing: an old image with swconfig, ``ifname``, ``hwmode``, the
5 GHz radio first, a wpad without SAE and no rpcd; and a newer one with DSA, ``device`` sections, ``band``, SAE, rpcd
and the packages for L2TP and PPTP. Written from config_generate's rules [tplink-legacy-ssh-openwrt §4.4, §4.5]; the
port numbers of the Archer's switch and the radios' paths were not read from hardware.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final

from routercfg.simulator.shell import PASSWORD

READY_PASSWORD: Final = "Root-key-1"  # noqa: S105  a paper router's
READY_KEY: Final = "old-wifi-key"


@dataclass(frozen=True)
class Board:
    """One board with one image. ``sae``: its hostapd knows WPA3. ``rpcd``: ubus has ``uci`` and ``session``.

    ``host_key`` is the type that its dropbear makes at first start; ``protos`` are the protocol handlers installed.
    """

    name: str
    vendor: str
    title: str
    board_name: str
    release: str
    revision: str
    target: str
    kernel: str
    sae: bool
    rpcd: bool
    host_key: str
    protos: tuple[str, ...]
    packages: tuple[str, ...]
    network: str
    radios: tuple[str, str]
    layout: dict[str, object]
    nets: tuple[str, ...]


_LOOPBACK: Final = """
config interface 'loopback'
	option {key} 'lo'
	option proto 'static'
	option ipaddr '127.0.0.1'
	option netmask '255.0.0.0'

config globals 'globals'
	option ula_prefix 'fd4c:1d2e:9a70::/48'
"""

_SWCONFIG: Final = (
    _LOOPBACK.format(key="ifname")
    + """
config interface 'lan'
	option type 'bridge'
	option ifname 'eth1.1'
	option proto 'static'
	option ipaddr '192.168.1.1'
	option netmask '255.255.255.0'
	option ip6assign '60'

config interface 'wan'
	option ifname 'eth0.2'
	option proto 'dhcp'

config interface 'wan6'
	option ifname 'eth0.2'
	option proto 'dhcpv6'

config switch
	option name 'switch0'
	option reset '1'
	option enable_vlan '1'

config switch_vlan
	option device 'switch0'
	option vlan '1'
	option ports '2 3 4 5 0t'

config switch_vlan
	option device 'switch0'
	option vlan '2'
	option ports '1 6t'

"""
)

_DSA: Final = (
    _LOOPBACK.format(key="device")
    + """
config device
	option name 'br-lan'
	option type 'bridge'
	list ports 'lan1'
	list ports 'lan2'
	list ports 'lan3'
	list ports 'lan4'

config interface 'lan'
	option device 'br-lan'
	option proto 'static'
	option ipaddr '192.168.1.1'
	option netmask '255.255.255.0'
	option ip6assign '60'

config interface 'wan'
	option device 'wan'
	option proto 'dhcp'

config interface 'wan6'
	option device 'wan'
	option proto 'dhcpv6'

"""
)

_DHCP: Final = """
config dnsmasq
	option domainneeded '1'
	option localise_queries '1'
	option rebind_protection '1'
	option rebind_localhost '1'
	option local '/lan/'
	option domain 'lan'
	option expandhosts '1'
	option authoritative '1'
	option readethers '1'
	option leasefile '/tmp/dhcp.leases'
	option resolvfile '{resolv}'
	option localservice '1'

config dhcp 'lan'
	option interface 'lan'
	option start '100'
	option limit '150'
	option leasetime '12h'
	option dhcpv4 'server'
	option dhcpv6 'server'
	option ra 'server'

config dhcp 'wan'
	option interface 'wan'
	option ignore '1'

config odhcpd 'odhcpd'
	option maindhcp '0'
	option leasefile '/tmp/hosts/odhcpd'

"""

_SYSTEM: Final = """
config system
	option hostname 'OpenWrt'
	option timezone 'UTC'
	option ttylogin '0'
	option log_size '64'
	option urandom_seed '0'

config timeserver 'ntp'
	option enabled '1'
	option enable_server '0'
	list server '0.openwrt.pool.ntp.org'
	list server '1.openwrt.pool.ntp.org'

"""

_FIREWALL: Final = """
config defaults
	option syn_flood '1'
	option input 'ACCEPT'
	option output 'ACCEPT'
	option forward 'REJECT'

config zone
	option name 'lan'
	list network 'lan'
	option input 'ACCEPT'
	option output 'ACCEPT'
	option forward 'ACCEPT'

config zone
	option name 'wan'
	list network 'wan'
	list network 'wan6'
	option input 'REJECT'
	option output 'ACCEPT'
	option forward 'REJECT'
	option masq '1'
	option mtu_fix '1'

config forwarding
	option src 'lan'
	option dest 'wan'

"""

_DROPBEAR: Final = """
config dropbear
	option PasswordAuth 'on'
	option RootPasswordAuth 'on'
	option Port '22'

"""

_RADIO: Final = """
config wifi-device 'radio{n}'
	option type 'mac80211'
{radio}{state}
config wifi-iface 'default_radio{n}'
	option device 'radio{n}'
	option network 'lan'
	option mode 'ap'
{network}"""

_OPEN: Final = "\toption ssid 'OpenWrt'\n\toption encryption 'none'\n"
_CLOSED: Final = f"\toption ssid 'Old-home'\n\toption encryption 'psk2'\n\toption key '{READY_KEY}'\n"


def _options(**values: str) -> str:
    return "".join(f"\toption {name} '{value}'\n" for name, value in values.items())


C7: Final = Board(
    name="openwrt-tplink-archer-c7",
    vendor="tplink",
    title="TP-Link Archer C7 v2",
    board_name="tplink,archer-c7-v2",
    release="19.07.10",
    revision="r11427-9ce6aa9d8d",
    target="ath79/generic",
    kernel="4.14.275",
    sae=False,
    rpcd=False,
    host_key="rsa",
    protos=("dhcp", "dhcpv6", "ppp", "pppoe"),
    packages=("dropbear - 2019.78-2", "ppp-mod-pppoe - 2.4.7.git-2019-05-25-3", "wpad-mini - 2019-08-08-ca8c2bd2-8"),
    network=_SWCONFIG,
    # The 5 GHz radio is the first one: the number of a radio says nothing about its band.
    radios=(
        _options(channel="36", hwmode="11a", path="pci0000:00/0000:00:00.0", htmode="VHT80"),
        _options(channel="11", hwmode="11g", path="platform/ahb/18100000.wmac", htmode="HT20"),
    ),
    layout={
        "network": {
            "lan": {"ifname": "eth1.1", "protocol": "static"},
            "wan": {"ifname": "eth0.2", "protocol": "dhcp"},
        },
        "switch": {
            "switch0": {
                "enable": True,
                "reset": True,
                "ports": [
                    {"num": 0, "device": "eth1", "need_tag": False, "want_untag": False},
                    {"num": 2, "role": "lan", "index": 1},
                    {"num": 3, "role": "lan", "index": 2},
                    {"num": 4, "role": "lan", "index": 3},
                    {"num": 5, "role": "lan", "index": 4},
                    {"num": 6, "device": "eth0", "need_tag": False, "want_untag": False},
                    {"num": 1, "role": "wan"},
                ],
                "roles": [
                    {"role": "lan", "ports": "2 3 4 5 0t", "device": "eth1.1"},
                    {"role": "wan", "ports": "1 6t", "device": "eth0.2"},
                ],
            }
        },
    },
    nets=("eth0", "eth1", "eth0.2", "eth1.1", "br-lan"),
)

AC57U: Final = Board(
    name="openwrt-asus-rt-ac57u",
    vendor="asus",
    title="ASUS RT-AC57U",
    board_name="asus,rt-ac57u",
    release="23.05.5",
    revision="r24106-10cc5fcd00",
    target="ramips/mt7621",
    kernel="5.15.167",
    sae=True,
    rpcd=True,
    host_key="ed25519",
    protos=("dhcp", "dhcpv6", "ppp", "pppoe", "pptp", "l2tp"),
    packages=(
        "dropbear - 2022.82-6",
        "ppp-mod-pppoe - 2.4.9.git-2021-01-04-4",
        "ppp-mod-pptp - 2.4.9.git-2021-01-04-4",
        "rpcd - 2023-07-01-c07ab2f9-1",
        "wpad-basic-mbedtls - 2023-09-08-e5ccbfc6-8",
        "xl2tpd - 1.3.18-1",
    ),
    network=_DSA,
    radios=(
        _options(
            path="1e140000.pcie/pci0000:00/0000:00:00.0/0000:01:00.0",
            channel="1",
            band="2g",
            htmode="HT20",
            cell_density="0",
        ),
        _options(
            path="1e140000.pcie/pci0000:00/0000:00:01.0/0000:02:00.0",
            channel="36",
            band="5g",
            htmode="VHT80",
            cell_density="0",
        ),
    ),
    layout={
        "network": {
            "lan": {"ports": ["lan1", "lan2", "lan3", "lan4"], "protocol": "static"},
            "wan": {"device": "wan", "protocol": "dhcp"},
        }
    },
    nets=("eth0", "wan", "lan1", "lan2", "lan3", "lan4", "br-lan"),
)

_PLUGINS: Final = {"pppoe": "rp-pppoe.so", "pptp": "pptp.so"}

BOARDS: Final = {board.name: board for board in (C7, AC57U)}


def flash(board: Board, *, ready: bool) -> dict[str, dict[str, str]]:
    """Give what the flash holds, folder → file → text; ``ready`` for a unit that somebody has set up before."""
    state = "\toption country 'RU'\n" if ready else "\toption disabled '1'\n"
    network = _CLOSED if ready else _OPEN
    radios = [_RADIO.format(n=n, radio=radio, state=state, network=network) for n, radio in enumerate(board.radios)]
    resolv = "/tmp/resolv.conf.d/resolv.conf.auto" if board.rpcd else "/tmp/resolv.conf.auto"  # noqa: S108  its own
    return {
        PASSWORD: {"root": READY_PASSWORD if ready else ""},
        "/etc/config": {
            "network": board.network,
            "wireless": "".join(radios) + "\n",
            "dhcp": _DHCP.format(resolv=resolv),
            "system": _SYSTEM,
            "firewall": _FIREWALL,
            "dropbear": _DROPBEAR,
        },
    }


_ARP: Final = (
    "IP address       HW type     Flags       HW address            Mask     Device\n"
    "127.0.0.1        0x1         0x2         02:00:5e:10:00:01     *        br-lan\n"
)
"""Whoever reaches a simulated router does so from this machine, and stands in its LAN."""


def furniture(board: Board) -> dict[str, str]:
    """Give the files that an image brings along and nobody changes, by path."""
    release = {
        "DISTRIB_ID": "OpenWrt",
        "DISTRIB_RELEASE": board.release,
        "DISTRIB_REVISION": board.revision,
        "DISTRIB_TARGET": board.target,
        "DISTRIB_DESCRIPTION": f"OpenWrt {board.release} {board.revision}",
    }
    known = {"id": board.board_name, "name": board.title}
    installed = [line.split(" - ") for line in board.packages]
    status = [f"Package: {name}\nVersion: {version}\nStatus: install user installed\n" for name, version in installed]
    return {
        "/etc/openwrt_release": "".join(f"{key}='{value}'\n" for key, value in release.items()),
        "/etc/openwrt_version": f"{board.revision}\n",
        "/etc/os-release": f'NAME="OpenWrt"\nVERSION="{board.release}"\nID="openwrt"\nID_LIKE="lede openwrt"\n'
        f'OPENWRT_BOARD="{board.target}"\nOPENWRT_RELEASE="{release["DISTRIB_DESCRIPTION"]}"\n',
        "/etc/banner": f"\n  OpenWrt {board.release}, {board.revision}\n  simulated {board.title}\n\n",
        "/etc/board.json": json.dumps({"model": known, **board.layout}, indent="\t") + "\n",
        "/tmp/sysinfo/model": f"{board.title}\n",  # noqa: S108  inside the private root
        "/tmp/sysinfo/board_name": f"{board.board_name}\n",  # noqa: S108
        "/usr/lib/opkg/status": "\n".join(status),
        "/proc/net/arp": _ARP,
        # PPPoE and PPTP have no script of their own: ppp.sh offers what pppd has a plugin for.
        **{f"/lib/netifd/proto/{name}.sh": "#!/bin/sh\n" for name in board.protos if name not in _PLUGINS},
        **{f"/usr/lib/pppd/2.4.9/{_PLUGINS[name]}": "" for name in board.protos if name in _PLUGINS},
        **{f"/sys/class/net/{name}/address": f"02:1a:2b:3c:4d:{n:02x}\n" for n, name in enumerate(board.nets)},
    }
