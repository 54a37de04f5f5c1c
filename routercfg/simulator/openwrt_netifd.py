"""What the network and wireless services say of themselves: the state since their last reload, not the files.

Nobody is at the other end of this router's WAN cable but a believing one: every connection with the words it needs
comes up at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.simulator.openwrt_models import Board
from routercfg.simulator.openwrt_text import Package, Section, as_list

Json = dict[str, object]

GATEWAY: Final = "203.0.113.1"
LEASE: Final = "203.0.113.57"
PROVIDER_DNS: Final = ("203.0.113.2", "203.0.113.3")

_NEEDS: Final = {
    "dhcp": (),
    "static": ("ipaddr",),
    "pppoe": ("username", "password"),
    "pptp": ("server", "username", "password"),
    "l2tp": ("server", "username", "password"),
}
_SAE: Final = ("sae", "wpa3")


class Netifd:
    """The running network of one board; ``took`` gives a package as it was when its service last read it."""

    def __init__(self, board: Board, took: Mapping[str, Package]) -> None:
        self._board = board
        self._took = took

    def interfaces(self) -> list[str]:
        """Give the names of the logical interfaces."""
        return [section.name for section in self._took["network"].sections if section.kind == "interface"]

    def interface(self, name: str, uptime: int) -> Json | None:
        """Give ``network.interface.NAME status``, or None without such an interface."""
        section = self._took["network"].find(name)
        if section is None or section.kind != "interface":
            return None
        proto = _text(section, "proto", "none")
        if proto not in (*self._board.protos, "static"):
            # No handler, no protocol: the interface stands there and never comes up [§4.4, inferred].
            return _still(proto="none", uptime=0)
        missing = [need for need in _NEEDS.get(proto, ()) if not _text(section, need)]
        if missing:
            told = _still(proto=proto, uptime=0)
            told["errors"] = [{"subsystem": proto, "code": "AUTH_FAILED"}]
            return told
        return self._up(section, proto, uptime)

    def _up(self, section: Section, proto: str, uptime: int) -> Json:
        device = _device(section)
        tunnel = proto in ("pppoe", "pptp", "l2tp")
        address = _text(section, "ipaddr") if proto == "static" else LEASE
        outside = device != "lo" and section.name != "lan"
        gateway = _text(section, "gateway") if proto == "static" else GATEWAY
        servers = [text for value in as_list(section.options.get("dns", [])) for text in value.split()]
        if proto != "static" and _text(section, "peerdns", "1") != "0" and outside:
            servers += PROVIDER_DNS
        told = _still(proto=proto, uptime=uptime)
        told |= {
            "up": True,
            "l3_device": f"{proto}-{section.name}" if tunnel else device,
            "device": device,
            "ipv4-address": [{"address": address.partition("/")[0], "mask": _bits(section, tunnel=tunnel)}],
            "dns-server": servers,
        }
        if proto == "dhcpv6":
            told["ipv4-address"] = []
        elif gateway and outside:
            told["route"] = [{"target": "0.0.0.0", "mask": 0, "nexthop": gateway, "source": f"{address}/32"}]
        return told

    def wireless(self) -> Json:
        """Give ``network.wireless status``."""
        package = self._took["wireless"]
        return {s.name: self._radio(package, s) for s in package.sections if s.kind == "wifi-device"}

    def _radio(self, package: Package, radio: Section) -> Json:
        mine = [s for s in package.sections if s.kind == "wifi-iface" and _text(s, "device") == radio.name]
        on = [s for s in mine if _text(s, "disabled", "0") != "1"]
        disabled = _text(radio, "disabled", "0") == "1"
        refused = not disabled and any(not self._hostapd_takes(section) for section in on)
        up = bool(on) and not disabled and not refused
        return {
            "up": up,
            "pending": False,
            "autostart": True,
            "disabled": disabled,
            "retry_setup_failed": refused,
            "config": {name: value for name, value in radio.options.items() if name != "type"},
            "interfaces": [
                {
                    "section": section.name,
                    **({"ifname": f"wlan{radio.name[-1]}"} if up else {}),
                    "config": section.options | {"network": as_list(section.options.get("network", []))},
                    "vlans": [],
                    "stations": [],
                }
                for section in on
            ],
        }

    def _hostapd_takes(self, section: Section) -> bool:
        """Whether hostapd starts with that: SAE only when it was built with it, a key of 8 to 63 letters."""
        encryption = _text(section, "encryption", "none")
        if encryption.startswith(_SAE) and not self._board.sae:
            return False
        key = _text(section, "key").encode("utf-8", "surrogateescape")
        needs_key = encryption.startswith(("psk", "sae"))
        raw = len(key) == 64 and encryption.startswith("psk")
        return (not needs_key or 8 <= len(key) <= 63 or raw) and bool(_text(section, "ssid"))


def _still(*, proto: str, uptime: int) -> Json:
    """Give what is said of an interface that is down."""
    return {
        "up": False,
        "pending": False,
        "available": True,
        "autostart": True,
        "dynamic": False,
        "uptime": uptime,
        "proto": proto,
        "ipv4-address": [],
        "ipv6-address": [],
        "route": [],
        "dns-server": [],
        "dns-search": [],
        "data": {},
    }


def _device(section: Section) -> str:
    named = _text(section, "device") or _text(section, "ifname")
    return f"br-{section.name}" if _text(section, "type") == "bridge" else named


def _bits(section: Section, *, tunnel: bool) -> int:
    """Count the bits of the mask."""
    if tunnel:
        return 32
    _, _, bits = _text(section, "ipaddr").partition("/")
    mask = _text(section, "netmask", "255.255.255.0")
    return int(bits) if bits.isdigit() else sum(int(part).bit_count() for part in mask.split(".") if part.isdigit())


def _text(section: Section, name: str, default: str = "") -> str:
    value = section.options.get(name, default)
    return value if isinstance(value, str) else " ".join(value)
