"""The instances of the text faces out of the box, in the firmware's own words.

TL-WR841N v14: [observed-tplink-wr841n-v14 part 5], word for word. The others have the same objects, with what
[tplink-web 5.9, 5.11] says of them: two radios on the Archers, connections named after their bearer on the MR.
"""

from __future__ import annotations

from typing import Final

from routercfg.simulator.object_items import show_stack
from routercfg.simulator.object_pages import Plate
from routercfg.simulator.object_router import ACCOUNT
from routercfg.simulator.object_store import INSTANCES

Words = dict[str, dict[str, str]]

DEPTHS: Final = {
    **dict.fromkeys(("LAN_DEV", "LAN_HOST_CFG", "WAN_DEV", "WAN_COMMON_INTF_CFG", "WAN_ETH_INTF", "STAT_ENTRY"), 1),
    **dict.fromkeys(("LAN_IP_INTF", "LAN_ETH_INTF", "LAN_WLAN", "LAN_WLAN_WPS", "LAN_WLAN_MULTISSID"), 2),
    **dict.fromkeys(("LAN_WLAN_GUESTNET", "LAN_WLAN_WDSBRIDGE", "LAN_WLAN_TASK_SCHEDULE", "LAN_HOST_ENTRY"), 2),
    **dict.fromkeys(("LAN_DHCP_STATIC_ADDR", "WAN_CONN_DEVICE", "WAN_ETH_LINK_CFG"), 2),
    **dict.fromkeys(("WAN_PPTP_CONN", "WAN_L2TP_CONN", "L3_FORWARDING_ENTRY", "ARP_ENTRY"), 2),
    **dict.fromkeys(("WAN_IP_CONN", "WAN_PPP_CONN", "LAN_WLAN_MSSIDENTRY", "LAN_WLAN_ASSOC_DEV"), 3),
    **dict.fromkeys(("LAN_WLAN_MACTABLEENTRY", "MSSID_MACTABLEENTRY"), 3),
    **dict.fromkeys(("ISP_SERVICE", "TC_RULE", "ARP_BIND_ENTRY"), 1),
    "L3_FORWARDING_ENTRY": 1,
    "ARP_ENTRY": 1,
}
"""How many numbers an instance's stack has; objects that are not here are there once. Seen in the transcripts as far as
they go; for lists that were empty or not asked for, inferred from TR-098."""

_WAN: Final = "enable=0 NATEnabled=1 X_TP_ConnectionId=10 connectionType=IP_Routed X_TP_IPv4Enabled=1"
_IP: Final = f"{_WAN} X_TP_BpaEnable=0 externalIPAddress=0.0.0.0 subnetMask=0.0.0.0 defaultGateway=0.0.0.0"
_STATIC6: Final = "X_TP_ExternalIPv6Address=:: X_TP_DefaultIPv6Gateway=:: X_TP_SitePrefixLength=64"
_PPP: Final = (
    f"{_WAN} {_STATIC6} remoteIPAddress=0.0.0.0 defaultGateway=0.0.0.0 X_TP_IPv6DNSServers=::,:: maxMRUSize=1480"
)
_TUNNEL: Final = (
    "enable=0 NATEnabled=1 connectionId=10 externalIPAddressIP=0.0.0.0 subnetMaskIP=0.0.0.0 defaultGatewayIP=0.0.0.0"
)
_RADIO: Final = (
    "__apLastStatus=3 autoChannelEnable=1 X_TP_PreSSID=TP-Link beaconType=11i X_TP_MACAddressControlRule=deny"
    " X_TP_Bandwidth=Auto WEPKeyIndex=1 WEPEncryptionLevel=Disabled,40-bits,104-bits basicEncryptionModes=None"
    " basicAuthenticationMode=None WPAEncryptionModes=TKIPandAESEncryption WPAAuthenticationMode=PSKAuthentication"
    " IEEE11iEncryptionModes=AESEncryption IEEE11iAuthenticationMode=PSKAuthentication"
    " WPA3EncryptionModes=AESEncryption WPA3AuthenticationMode=SAEAuthentication X_TP_PreSharedKey=12345670"
    " SSIDAdvertisementEnabled=1 transmitPowerSupported=100,50,20 transmitPower=100"
    " deviceOperationMode=InfrastructureAccessPoint WMMEnable=1 X_TP_ShortGIEnable=1"
)
_GUEST: Final = (
    "enable=1 preSSID=TP-Link_Guest TCMaxUpBW=200 TCMinUpBW=100 TCMaxDownBW=200 TCMinDownBW=100 isModified=0"
)
_COMMON: Final[dict[str, str]] = {
    "LAN_HOST_CFG 1": "DHCPServerEnable=1 minAddress=192.168.0.100 maxAddress=192.168.0.199 IPRouters=192.168.0.1"
    " DHCPLeaseTime=7200 IPInterfaceNumberOfEntries=1",
    "LAN_IP_INTF 1,1": "enable=1 IPInterfaceIPAddress=192.168.0.1 __ifName=br0",
    "LAN_WLAN_MULTISSID 1,1": "multiSSIDEnable=0",
    "LAN_WLAN_MULTISSID 1,2": "multiSSIDEnable=0",
    "LAN_WLAN_GUESTNET 1,1": f"{_GUEST} name=wlan1",
    "LAN_WLAN_GUESTNET 1,2": f"{_GUEST} name=wlan6",
    "WAN_COMMON_INTF_CFG 1": "enabledForInternet=1 WANAccessType=Ethernet",
    "WAN_COMMON_INTF_CFG 2": "enabledForInternet=1 WANAccessType=USB_3G",
    "WAN_ETH_INTF 1": "enable=1 status=Up maxBitRate=10 duplexMode=Half X_TP_IfName=eth0.2"
    " X_TP_lastUsedIntf=ipoe_eth3_d",
    "WAN_ETH_INTF 2": "enable=0 status=NoLink maxBitRate=10 duplexMode=Half",
    "WAN_CONN_DEVICE 1,1": "WANIPConnectionNumberOfEntries=5 WANPPPConnectionNumberOfEntries=2",
    "WAN_CONN_DEVICE 2,1": "",
    "WAN_IP_CONN 1,1,1": f"{_IP} {_STATIC6} name=ewan_ipoe_s addressingType=Static X_TP_PrefixLength=64",
    "WAN_IP_CONN 1,1,2": f"{_IP} name=ewan_ipoe_d enable=1 addressingType=DHCP"
    f" {_STATIC6} DNSServers=0.0.0.0,0.0.0.0 X_TP_IfName=eth0.2 X_TP_IPv6AddressingType=Auto",
    "WAN_IP_CONN 1,1,3": f"{_IP} name=ewan_bpa_d addressingType=DHCP X_TP_BpaEnable=1",
    "WAN_IP_CONN 1,1,4": f"{_IP} name=ewan_ipoev6_s X_TP_IPv4Enabled=0 X_TP_IPv6Enabled=1",
    "WAN_IP_CONN 1,1,5": f"{_IP} name=ewan_ipoev6_d X_TP_IPv4Enabled=0 X_TP_IPv6Enabled=1",
    "WAN_PPP_CONN 1,1,1": f"{_PPP} name=ewan_pppoe X_TP_IfName=ppp0 PPPLCPEchoRetry=5",
    "WAN_PPP_CONN 1,1,2": f"{_PPP} name=ewan_pppoev6 X_TP_IfName=ppp1 X_TP_ConnectionId=11"
    " X_TP_IPv4Enabled=0 X_TP_IPv6Enabled=1 X_TP_IPv6AddressingType=Auto",
    "WAN_PPTP_CONN 1,1": f"{_TUNNEL} name=ewan_pptp maxMRUSize=1420",
    "WAN_PPTP_CONN 2,1": "",
    "WAN_L2TP_CONN 1,1": f"{_TUNNEL} name=ewan_l2tp maxMRUSize=1460",
    "WAN_L2TP_CONN 2,1": "",
    "L3_FORWARDING 0": "__ifAliasName=ewan_ipoe_d __ifName=eth0.2",
    "MULTIMODE 0": "mode=Router",
}
_OTHER_WAN: Final = ("WAN_IP_CONN", "WAN_PPP_CONN", "WAN_PPTP_CONN", "WAN_L2TP_CONN", "WAN_CONN_DEVICE", "WAN_COMMON")
_MR_WAN: Final[dict[str, str]] = {
    "WAN_COMMON_INTF_CFG 1": "enabledForInternet=1 WANAccessType=Ethernet",
    "WAN_COMMON_INTF_CFG 2": "enabledForInternet=1 WANAccessType=LTE",
    "WAN_CONN_DEVICE 1,1": "WANIPConnectionNumberOfEntries=1",
    "WAN_CONN_DEVICE 2,1": "WANIPConnectionNumberOfEntries=1",
    "WAN_IP_CONN 1,1,1": f"{_IP} name=ipoe_1_d enable=1 addressingType=DHCP X_TP_IfName=eth0.2"
    " DNSServers=0.0.0.0,0.0.0.0",
    "WAN_IP_CONN 2,1,1": f"{_IP} name=LTE addressingType=DHCP X_TP_IfName=usb0",
    "L3_FORWARDING 0": "__ifAliasName=ipoe_1_d __ifName=eth0.2",
}
_VR_WAN: Final[dict[str, str]] = {
    "WAN_COMMON_INTF_CFG 1": "enabledForInternet=1 WANAccessType=DSL",
    "WAN_COMMON_INTF_CFG 2": "enabledForInternet=1 WANAccessType=Ethernet",
    "WAN_ETH_INTF 1": "enable=0 status=NoLink",
    "WAN_ETH_INTF 2": "enable=1 status=Up maxBitRate=100 duplexMode=Full X_TP_IfName=eth0.2",
    "WAN_CONN_DEVICE 2,1": "WANIPConnectionNumberOfEntries=1 WANPPPConnectionNumberOfEntries=1",
    "WAN_IP_CONN 2,1,1": f"{_IP} name=ipoe_2_d enable=1 addressingType=DHCP X_TP_IfName=eth0.2"
    " DNSServers=0.0.0.0,0.0.0.0",
    "WAN_PPP_CONN 2,1,1": f"{_PPP} name=pppoe_2_d X_TP_IfName=ppp0",
    "L3_FORWARDING 0": "__ifAliasName=ipoe_2_d __ifName=eth0.2",
}
"""A VR on an Ethernet line: its wire is a device of its own [tplink-web 5.2], with PPPoE at 2,1,1 [id 34316014645].
That both connections are there out of the box is ours."""
_WANS: Final = {"": {}, "mr": _MR_WAN, "vr": _VR_WAN}
_EMPTY_LISTS: Final = ("LAN_DHCP_STATIC_ADDR", "LAN_HOST_ENTRY", "LAN_WLAN_ASSOC_DEV", "STAT_ENTRY")


def factory_words(plate: Plate, *, bands: int, wan: str) -> Words:
    """Give the native words of a unit out of its box. ``wan``: its connections are those of an ``mr`` or ``vr``."""
    table = dict(_COMMON)
    if wan:
        table = {name: text for name, text in table.items() if not name.startswith(_OTHER_WAN)} | _WANS[wan]
    words = {_section(name): _pairs(text) for name, text in table.items()}
    words[_section("IGD_DEV_INFO 0")] = {
        "modelName": plate.product,
        "description": plate.description,
        "hardwareVersion": plate.hardware,
        "softwareVersion": plate.software,
        "X_TP_isFD": str(int(plate.flagged)),
    }
    words[_section("LAN_IP_INTF 1,1")]["X_TP_MACAddress"] = plate.mac
    if not wan:
        words[_section("WAN_IP_CONN 1,1,2")]["X_TP_Hostname"] = plate.product.replace(" ", "_")
    _add_radios(words, plate, bands)
    words[INSTANCES] = _instances(words)
    words[ACCOUNT] = {"user": plate.user, "password": "admin", "own": "0"}
    return words


def _add_radios(words: Words, plate: Plate, bands: int) -> None:
    """Add the radios; single-band firmware lists a dead second one, too [observed-tplink-wr841n-v14 part 5]."""
    end = "FFFF" if bands == 1 else plate.mac.replace(":", "")[-4:]
    for number, band, channel, standard, name in ((1, "2.4", "6", "n", "wlan0"), (2, "5", "40", "ac", "wlan5")):
        words[_section(f"LAN_WLAN 1,{number}")] = {
            **_pairs(_RADIO),
            "enable": str(int(number <= bands)),
            "name": name,
            "BSSID": "FF:FF:FF:FF:FF:FF" if number == 1 else "FF:FF:FF:FF:FF:FE",
            "channel": channel,
            "SSID": f"TP-Link_{end}" + ("_5G" if number == 2 else ""),
            "X_TP_Band": f"{band}GHz",
            "standard": standard,
            # With a blank behind it, as the firmware shows it.
            "regulatoryDomain": "DE ",
        }


def initial_words(factory: Words, password: str) -> Words:
    """Give the native words of a unit that somebody has set up."""
    words = {name: dict(keys) for name, keys in factory.items()}
    words[ACCOUNT] |= {"password": password, "own": "1"}
    words[_section("IGD_DEV_INFO 0")]["X_TP_isFD"] = "0"
    return words


def _section(name: str) -> str:
    oid, _, numbers = name.partition(" ")
    given = [int(number) for number in numbers.split(",")]
    return f"{oid} {show_stack(tuple(given + [0] * (6 - len(given))))}"


def _pairs(text: str) -> dict[str, str]:
    return dict(word.split("=", 1) for word in text.split())


def _instances(words: Words) -> dict[str, str]:
    """List which instances there are; empty lists are named too."""
    held: dict[str, str] = dict.fromkeys(_EMPTY_LISTS, "")
    for name in words:
        oid, _, stack = name.partition(" ")
        if DEPTHS.get(oid, 0):
            held[oid] = f"{held.get(oid, '')} {stack}".strip()
    return held
