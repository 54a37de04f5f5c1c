"""What the values of the TR-098 objects (``LAN_*``, ``WAN_*``) mean to the router: joint checks and what follows.

Sources: [observed-tplink-wr841n-v14 §Actions, §Objects]; that a link comes up a while after its connection is switched
on is ours, since nothing was plugged in there.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Final

from routercfg.simulator.object_items import Stack
from routercfg.simulator.object_schema import OK
from routercfg.simulator.object_store import section
from routercfg.simulator.router import PaperRouter

LAN: Final = (1, 1, 0, 0, 0, 0)
_LINK_SECONDS: Final = {"WAN_IP_CONN": 4.0, "WAN_PPP_CONN": 8.0, "WAN_L2TP_CONN": 10.0, "WAN_PPTP_CONN": 10.0}
_LINK: Final = {"externalIPAddress": "100.64.0.2", "subnetMask": "255.192.0.0", "defaultGateway": "100.64.0.1"}
_BAD_DNS: Final = {"WAN_PPP_CONN": 5910, "WAN_IP_CONN": 5910, "WAN_L2TP_CONN": 5810, "WAN_PPTP_CONN": 5860}
"""5910 was seen on the PPP connection; the others are inferred from the names of the numbers."""
_BAD_MAC: Final = {"WAN_PPP_CONN": 5905, "WAN_IP_CONN": 5705, "WAN_L2TP_CONN": 5807, "WAN_PPTP_CONN": 5857}
_BAD_PLACE: Final = {"externalIPAddress": 5710, "defaultGateway": 5711}
"""Numbers of the clone and of a static connection's addresses, from their names; none was provoked."""
_MASK: Final = "255.255.255.0"
_MAC: Final = re.compile(r"([0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}")


class TextRules:
    """The rules of one router; ``mac`` ends the network name that an empty one becomes."""

    def __init__(self, router: PaperRouter, mac: str) -> None:
        self._router = router
        self._mac = mac
        self._up_at: dict[str, float] = {}
        self._born = router.pace.now()

    def restart(self) -> None:
        """Begin anew after power came back: no link is up yet."""
        self._up_at.clear()
        self._born = self._router.pace.now()

    def live(self, oid: str, stack: Stack) -> Mapping[str, str]:
        """Give uptime and the states of links and radios."""
        stored = self._router.store.section(section(oid, stack))
        if oid == "IGD_DEV_INFO":
            return {"upTime": str(int(self._router.pace.now() - self._born))}
        if oid == "LAN_WLAN":
            return {"status": "Up" if stored.get("enable") == "1" else "Disabled"}
        if oid in _LINK_SECONDS:
            return {"MACAddress": self._wan_mac(stored), **self._link(oid, stack, stored)}
        return {}

    def _wan_mac(self, stored: Mapping[str, str]) -> str:
        cloned = stored.get("X_TP_ClonedMACAddress") or stored.get("clonedMACAddress", "")
        own = f"{self._mac[:-2]}{(int(self._mac[-2:], 16) + 1) % 256:02X}"
        return cloned if stored.get("MACAddressOverride") == "1" and cloned else own

    def _link(self, oid: str, stack: Stack, stored: Mapping[str, str]) -> Mapping[str, str]:
        if stored.get("enable") != "1":
            touched = section(oid, stack) in self._up_at
            return {"connectionStatus": "Disconnected" if touched else "Unconfigured"}
        if not self._router.pace.over(self._up_at.get(section(oid, stack), self._born)):
            return {"connectionStatus": "Connecting"}
        if oid != "WAN_IP_CONN" and not stored.get("username"):
            return {"connectionStatus": "Disconnected", "lastConnectionError": "ERROR_AUTHENTICATION_FAILURE"}
        mine = stored.get("addressingType") == "Static" and oid == "WAN_IP_CONN"
        told = {} if mine else dict(_LINK)
        if not mine and stored.get("DNSOverrideAllowed", "0") != "1" and oid in ("WAN_IP_CONN", "WAN_PPP_CONN"):
            told["DNSServers"] = "100.64.0.53,0.0.0.0"
        return {"connectionStatus": "Connected", **told}

    def check(self, oid: str, stack: Stack, words: dict[str, str]) -> int:
        """Judge words that an attribute alone does not refuse."""
        if oid == "LAN_HOST_CFG":
            return self._check_pool(words)
        if oid in _BAD_DNS:
            return _check_connection(oid, words)
        if oid == "LAN_IP_INTF":
            right = is_address(words.get("IPInterfaceIPAddress", self.lan_address()))
            return 5000 if not right else OK if _is_mask(words.get("IPInterfaceSubnetMask", _MASK)) else 5001
        if oid == "LAN_WLAN" and words.get("SSID") == "":
            # An empty network name is taken and becomes the unit's own one [observed-tplink-wr841n-v14 §Objects].
            words["SSID"] = f"TP-Link_{self._mac.replace(':', '')[-4:]}" + ("_5G" if stack[1] == 2 else "")
        return OK

    def _check_pool(self, words: Mapping[str, str]) -> int:
        servers = words.get("DNSServers", "").split(",")
        if not are_addresses(servers[0]):
            return 5013
        if len(servers) > 2 or not are_addresses(servers[-1]):
            return 5014
        for name, wrong, outside in (("minAddress", 5010, 5017), ("maxAddress", 5011, 5018)):
            if name in words and not is_address(words[name]):
                return wrong
            if name in words and ipaddress.IPv4Address(words[name]) not in self._subnet():
                return outside
        return OK

    def _subnet(self) -> ipaddress.IPv4Network:
        mask = self._router.store.get(section("LAN_IP_INTF", LAN), "IPInterfaceSubnetMask", _MASK)
        return ipaddress.IPv4Network(f"{self.lan_address()}/{mask}", strict=False)

    def changed(self, oid: str, stack: Stack) -> None:
        """Dial again, or move to another LAN address."""
        if oid in _LINK_SECONDS:
            self._up_at[section(oid, stack)] = self._router.pace.after(_LINK_SECONDS[oid])
        if oid == "LAN_IP_INTF":
            move_lan(self._router)

    def lan_address(self) -> str:
        """Give the LAN address."""
        return self._router.store.get(section("LAN_IP_INTF", LAN), "IPInterfaceIPAddress")


def _check_connection(oid: str, words: Mapping[str, str]) -> int:
    if not are_addresses(words.get("DNSServers", "")):
        return _BAD_DNS[oid]
    mac = words.get("X_TP_ClonedMACAddress") or words.get("clonedMACAddress", "")
    if mac and _MAC.fullmatch(mac) is None:
        return _BAD_MAC[oid]
    wrong = [
        code for name, code in _BAD_PLACE.items() if oid == "WAN_IP_CONN" and not are_addresses(words.get(name, ""))
    ]
    return wrong[0] if wrong else OK


def is_address(text: str) -> bool:
    """Tell whether this is an IPv4 address."""
    try:
        ipaddress.IPv4Address(text)
    except ValueError:
        return False
    return True


def _is_mask(text: str) -> bool:
    bits = f"{int(ipaddress.IPv4Address(text)):032b}" if is_address(text) else ""
    return bool(bits) and "01" not in bits and "1" in bits


def are_addresses(text: str) -> bool:
    """Tell whether there is nothing but IPv4 addresses between the commas; an empty text will do."""
    return not text or all(is_address(word) for word in text.split(","))


def move_lan(router: PaperRouter) -> None:
    """Restart the network under a new LAN address, after the answer has gone out."""
    router.later(0.5, lambda: router.away(6.0))
