"""An OpenWrt router's native words, looked at: options, sections, which device is the WAN's, which radio a band's.

Native pages are the packages of ``uci`` (``network``, ``wireless`` …) as flat mappings, and ``router``: what else the
read found out, in our own words (see ``notes``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Final

from routercfg.device import Native
from routercfg.dialects.openwrt_uci import PACKAGES, Read, items
from routercfg.settings import BANDS

ROUTER: Final = "router"
ACCOUNT: Final = "account"
PASSWORD: Final = "password"  # noqa: S105  the name of a word
WAN: Final = "network.wan"
VPN: Final = "network.vpn"
ACCESS: Final = "network.access"
WAN_DEVICE: Final = "network.routercfg_wan"
VLAN_DEVICE: Final = "network.routercfg_vlan"
STB_VLAN: Final = "network.routercfg_stbvlan"
STB_DEVICE: Final = "network.routercfg_iptv"
STB: Final = "network.iptv"
"""Sections that we make where there are none: names of sections take letters, digits and _ only."""

_SAE: Final = re.compile(r"^(?:Package: |P:)?(?:wpad|hostapd)[\w-]*-(?:mbedtls|openssl|wolfssl)\b", re.MULTILINE)


def notes(read: Read) -> dict[str, str]:
    """Put what a read found besides the configuration into words.

    ``protocols`` are those that can be set; ``sae`` is not empty where WPA3 can; ``wan_mac`` is the WAN's own MAC and
    ``own_mac`` this computer's as the router sees it, both ``AA:BB:…`` or empty; ``cpu`` are the switch ports that
    lead inside, ``labels`` its LAN ports as ``socket:number``; ``pending`` are packages that somebody else has changed
    and not committed.
    """
    told = read.notes
    factory = _json(told.get("factory", ""))
    pending = {line.lstrip("-+").partition(".")[0] for line in told.get("pending", "").split()}
    objects = told.get("objects", "").split()
    return {
        "model": read.card.model,
        "firmware": read.card.release,
        "mac": told.get("mac", "").strip().upper(),
        "protocols": " ".join(sorted(_protocols(told))),
        "sae": "yes" if _has_sae(told) else "",
        "wan_mac": str(_at(factory, "network", "wan", "macaddr") or "").upper(),
        "own_mac": _own_mac(told),
        "cpu": " ".join(str(port.get("num")) for port in _switch_ports(factory) if "device" in port),
        "labels": " ".join(f"{p['index']}:{p.get('num')}" for p in _switch_ports(factory) if _is_lan(p)),
        "pending": " ".join(package for package in PACKAGES if package in pending),
        "rpcd": "yes" if {"uci", "session"} <= set(objects) else "",
    }


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return {}


def _at(found: object, *names: str) -> object:
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _protocols(told: Mapping[str, str]) -> set[str]:
    """Name the protocols whose handler is installed: as netifd tells, else by the handlers' files.

    ``dhcp`` and ``static`` are part of every image. [tplink-legacy-ssh-openwrt §4.4]
    """
    known = _json(told.get("protocols", ""))
    if isinstance(known, dict) and known:
        return {"dhcp", "static"} | (set(known) & {"pppoe", "l2tp", "pptp"})
    files = set(told.get("handlers", "").split())
    signs = {
        "pppoe": {"ppp.sh", "pppoe.sh", "pppoe.so", "rp-pppoe.so"},
        "l2tp": {"l2tp.sh"},
        "pptp": {"pptp.sh", "pptp.so"},
    }
    return {"dhcp", "static"} | {name for name, names in signs.items() if names & files}


def _has_sae(told: Mapping[str, str]) -> bool:
    """Say whether the installed wpad can SAE: it says so itself, else by its package.

    wpad-mini and the plain wpad-basic of 19.07 cannot; the builds with a cryptography library can. [§4.5]
    """
    if "yes" in told.get("sae", "").split():
        return True
    return _SAE.search(told.get("installed", "")) is not None


def _own_mac(told: Mapping[str, str]) -> str:
    """Give the MAC of the computer we come from, from the connection's address and the router's neighbour table."""
    client = told.get("client", "").split()
    for line in told.get("neighbours", "").splitlines():
        words = line.split()
        if (
            client
            and len(words) > 3
            and words[0] == client[0]
            and re.fullmatch(r"(?:[0-9A-Fa-f]{2}:){5}\w\w", words[3])
        ):
            return words[3].upper()
    return ""


def _switch_ports(factory: object) -> list[dict[str, object]]:
    """Give the ports of an old switch as the board describes them."""
    ports = _at(factory, "switch", "switch0", "ports")
    return [port for port in ports if isinstance(port, dict)] if isinstance(ports, list) else []


def _is_lan(port: Mapping[str, object]) -> bool:
    return port.get("role") == "lan" and "index" in port


class Box:
    """Native words with ways to look things up. Keys begin with the package: ``network.wan.proto``."""

    def __init__(self, native: Native) -> None:
        self._native = native
        self.router: Mapping[str, str] = native.get(ROUTER, {})

    def word(self, key: str) -> str:
        """Give an option as it stands, or a section's type; empty where there is none."""
        package, _, name = key.partition(".")
        return self._native.get(package, {}).get(name, "")

    def items(self, key: str) -> tuple[str, ...]:
        """Give an option's items, whether it is a list or one text of several words."""
        return items(self.word(key))

    def sections(self, package: str, kind: str) -> tuple[str, ...]:
        """Name the sections of a type in their order, ``network.@device[0]``."""
        page = self._native.get(package, {})
        return tuple(f"{package}.{name}" for name, word in page.items() if "." not in name and word == kind)

    def options(self, section: str) -> dict[str, str]:
        """Give a section and its options by full key, the section first; empty where there is none."""
        package, _, name = section.partition(".")
        page = self._native.get(package, {})
        return {f"{package}.{key}": word for key, word in page.items() if key == name or key.startswith(name + ".")}

    def where(self, package: str, kind: str, option: str, value: str) -> str:
        """Name the first section of a type with that option; empty where there is none."""
        there = (s for s in self.sections(package, kind) if value and self.word(f"{s}.{option}") == value)
        return next(there, "")

    # The WAN's device.

    @property
    def old_style(self) -> bool:
        """Whether interfaces name their device in ``ifname``, as up to 19.07."""
        return bool(self.word(f"{WAN}.ifname")) and not self.word(f"{WAN}.device")

    @property
    def device_option(self) -> str:
        """``device``, or ``ifname`` up to 19.07."""
        return "ifname" if self.old_style else "device"

    @property
    def device(self) -> str:
        """The WAN's device as it stands (``wan``, ``eth0.2``, ``br-iptv``)."""
        return self.word(f"{WAN}.{self.device_option}")

    @property
    def switched(self) -> bool:
        """Whether the ports hang on a switch of the old kind (swconfig)."""
        return bool(self.sections("network", "switch"))

    @property
    def labels(self) -> dict[str, str]:
        """The numbers of an old switch's LAN ports by what is written at the socket; empty where it is not known."""
        pairs = (pair.partition(":") for pair in self.router.get("labels", "").split())
        return {label: number for label, _, number in pairs}

    @property
    def port(self) -> str:
        """The WAN's own port, without VLAN and without the bridge to a set-top box."""
        device = self.device
        if device and device == self.word(f"{STB_DEVICE}.name"):
            inside = [name for name in self.items(f"{STB_DEVICE}.ports") if not name.startswith("lan")]
            device = inside[0] if inside else ""
        return device.partition(".")[0] if self.tag else device

    @property
    def tag(self) -> int | None:
        """The VLAN number in the WAN device's name, if it has one; on an old switch it may be internal only."""
        found = re.fullmatch(r".+\.(\d+)", self.device)
        return int(found[1]) if found else None

    @property
    def bridge(self) -> str:
        """The LAN's bridge as a section of type device; empty where there is none such."""
        return self.where("network", "device", "name", self.word("network.lan.device"))

    # Radios.

    def radio(self, band: str) -> str:
        """Name a band's wifi-device section; by band or mode, never by its number [§4.5]."""
        for section in self.sections("wireless", "wifi-device"):
            if _band(self.options(section), section) == band:
                return section
        return ""

    def network(self, band: str) -> str:
        """Name the wifi-iface section of a band's home network: its first access point in the LAN."""
        radio = self.radio(band).partition(".")[2]
        for section in self.sections("wireless", "wifi-iface") if radio else ():
            ours = self.word(f"{section}.device") == radio and self.word(f"{section}.mode") in ("ap", "")
            if ours and "lan" in self.items(f"{section}.network"):
                return section
        return ""

    @property
    def bands(self) -> tuple[str, ...]:
        """The bands with a radio and a network on it."""
        return tuple(band for band in BANDS if self.network(band))

    @property
    def zone(self) -> str:
        """The firewall's zone of the WAN."""
        return self.where("firewall", "zone", "name", "wan")


def _band(options: Mapping[str, str], section: str) -> str:
    band = options.get(f"{section}.band", "")
    mode = options.get(f"{section}.hwmode", "")
    if band:
        return {"2g": "2.4GHz", "5g": "5GHz"}.get(band, "")
    return {"11a": "5GHz", "11g": "2.4GHz", "11b": "2.4GHz"}.get(mode, "")
