"""The TR-181 objects (``DEV2_*``) of the JSON face: their attributes, and what the values mean to the router.

Sources: [tplink-web 5.13], for the fields; types, permitted words and the states of the link are inferred from the
same attributes of the other faces. Of the types, ``DHCP``, ``PPPoE``, ``PPP3G`` and ``DHCP4G`` were seen
[id 52626256496]; the rest is inferred.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from routercfg.simulator.object_items import Stack
from routercfg.simulator.object_rules import are_addresses, move_lan
from routercfg.simulator.object_schema import BAD_VALUE, OK, Attribute, Schema, texts
from routercfg.simulator.object_store import section
from routercfg.simulator.router import PaperRouter

ONE: Final = (1, 0, 0, 0, 0, 0)
_LINK: Final = {
    "connIPv4Address": "100.64.0.2",
    "connIPv4SubnetMask": "255.192.0.0",
    "connIPv4Gateway": "100.64.0.1",
    "connIPv4DnsServer": "100.64.0.53,0.0.0.0",
}
_NAMES: Final = {
    "DEV2_DEV_INFO": "modelName hardwareVersion softwareVersion upTime serialNumber",
    "DEV2_ADT_LAN": "IPAddress IPSubnetMask MACAddress DHCPv4Enable DHCPv4MinIPAddress DHCPv4MaxIPAddress"
    " DHCPv4LeaseTime DHCPv4IPRouters DHCPv4DomainName DHCPv4DNSServers",
    "DEV2_ADT_WAN": "enable name customConnName ifName serviceType accessMode vlanEnabled vlanID vlanPr maxMTUSize"
    " ISPName connType connIPv4Enabled connIPv6Enabled connStatusV4 connIPv4Address connIPv4SubnetMask"
    " connIPv4Gateway connIPv4DnsServer VPNServerUrlOrIP VPNSecondaryType dualConnType secondConnStatus"
    " secondConnIPv4Address secondConnIPv4SubnetMask secondConnIPv4Gateway secondConnIPv4DnsServer"
    " specifiedIPv4AddrEnabled specifiedDnsv4Enabled specifiedMACAddrEnabled MACAddr DHCPHostName DHCPUnicast"
    " PPPUserName PPPPassword PPPAuthProtocol PPPIdleDisconnectTime PPPConnectionTrigger PPPLCPEcho PPPoEACName"
    " PPPoEServiceName NATEnabled fullconeNATEnabled SPIFirewallEnabled IGMPProxyEnabled MLDProxyEnabled"
    " boundLANIntfList X_TP_Uptime",
    "DEV2_ADT_WIFI_COMMON": "band primaryEnable primarySSID primarySSIDAdvertise primaryModeEnabled primaryPSK"
    " primaryWPAWPA2EncryptionMode guestEnable guestSSID guestPSK standard bandwidth autoChannel channel"
    " transmitPower",
    "DEV2_WIFI_BANDSTEERING": "enable",
    "DEV2_HOST_ENTRY": "physAddress IPAddress hostName active X_TP_LanConnType leaseTimeRemaining",
    "DEV2_DHCPV4_POOL_STATICADDR": "enable chaddr yiaddr",
    "DEV2_TIME": "enable status currentLocalTime localTimeZone daylightSavingsUsed NTPServer1 NTPServer2",
    "DEV2_MEM_STATUS": "total free",
    "DEV2_PROC_STATUS": "CPUUsage",
}
DEPTHS: Final = {
    "DEV2_ADT_LAN": 1,
    "DEV2_ADT_WAN": 1,
    "DEV2_ADT_WIFI_COMMON": 1,
    "DEV2_HOST_ENTRY": 1,
    "DEV2_DHCPV4_POOL_STATICADDR": 2,
}
_FIXED: Final = {
    *_NAMES["DEV2_DEV_INFO"].split(),
    *_NAMES["DEV2_MEM_STATUS"].split(),
    *("CPUUsage", "connStatusV4", "secondConnStatus", "X_TP_Uptime", "band", "status", "currentLocalTime"),
}
_SWITCHES: Final = {
    *("enable", "vlanEnabled", "specifiedIPv4AddrEnabled", "specifiedDnsv4Enabled", "specifiedMACAddrEnabled"),
    *("NATEnabled", "primaryEnable", "primarySSIDAdvertise", "guestEnable", "autoChannel", "DHCPv4Enable"),
    "connIPv4Enabled",
}
_NUMBERS: Final = {"maxMTUSize": (576, 1540), "vlanID": (0, 4094), "vlanPr": (0, 7), "channel": (0, 196)}
_CHOICES: Final = {
    "connType": {"DHCP", "PPPoE", "PPP3G", "DHCP4G", "Static", "L2TP", "PPTP", "Bridge"},
    "primaryModeEnabled": {
        *("None", "WPA-WPA2-Personal", "WPA2-Personal", "WPA2-WPA3-Personal", "WPA3-Personal", "OWE")
    },
    "bandwidth": {"Auto", "20MHz", "40MHz", "80MHz", "160MHz"},
    "transmitPower": {"25", "50", "100"},
    "VPNSecondaryType": {"", "DHCP", "Static", "None"},
}
_ADDRESSES: Final = ("IPAddress", "DHCPv4MinIPAddress", "DHCPv4MaxIPAddress", "DHCPv4DNSServers", "connIPv4DnsServer")


def schema() -> Schema:
    """Give the objects of the JSON face."""
    return Schema({oid: {name: _attribute(name) for name in names.split()} for oid, names in _NAMES.items()})


def _attribute(name: str) -> Attribute:
    one = texts([name])[name]
    if name in _SWITCHES:
        one = replace(one, kind="b", default="0")
    if name in _NUMBERS:
        one = replace(one, kind="u", least=_NUMBERS[name][0], most=_NUMBERS[name][1], default="0")
    return replace(one, fixed=name in _FIXED)


class JsonRules:
    """The rules of one router."""

    def __init__(self, router: PaperRouter) -> None:
        self._router = router
        self._up_at = self._born = router.pace.now()

    def restart(self) -> None:
        """Begin anew after power came back."""
        self._up_at = self._born = self._router.pace.now()

    def lan_address(self) -> str:
        """Give the LAN address."""
        return self._router.store.get(section("DEV2_ADT_LAN", ONE), "IPAddress")

    def live(self, oid: str, stack: Stack) -> Mapping[str, str]:
        """Give uptime and the state of the link."""
        if oid == "DEV2_DEV_INFO":
            return {"upTime": str(int(self._router.pace.now() - self._born))}
        if oid != "DEV2_ADT_WAN":
            return {}
        stored = self._router.store.section(section(oid, stack))
        if stored.get("enable") != "1" or not self._router.pace.over(self._up_at):
            return {"connStatusV4": "Connecting" if stored.get("enable") == "1" else "Disconnected"}
        by_wire = stored["connType"] in ("DHCP", "Static") or stored.get("PPPUserName", "")
        if not by_wire or stored["connType"] in ("PPP3G", "DHCP4G"):
            return {"connStatusV4": "Disconnected", "connIPv4Address": "0.0.0.0", "connIPv4Gateway": "0.0.0.0"}
        given = {"connIPv4DnsServer"} if stored.get("specifiedDnsv4Enabled") == "1" else set()
        if stored["connType"] == "Static":
            given = set(_LINK)
        return {"connStatusV4": "Connected", **{name: text for name, text in _LINK.items() if name not in given}}

    def check(self, oid: str, stack: Stack, words: dict[str, str]) -> int:
        """Judge words that an attribute alone does not refuse."""
        del oid, stack
        wrong = any(text not in _CHOICES[name] for name, text in words.items() if name in _CHOICES)
        wrong = wrong or not all(are_addresses(words.get(name, "")) for name in _ADDRESSES)
        return BAD_VALUE if wrong else OK

    def changed(self, oid: str, stack: Stack) -> None:
        """Dial again, or move to another LAN address."""
        del stack
        if oid == "DEV2_ADT_WAN":
            self._up_at = self._router.pace.after(6.0)
        if oid == "DEV2_ADT_LAN":
            move_lan(self._router)
