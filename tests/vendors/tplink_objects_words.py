"""What a TL-WR841N v14 told [observed-tplink-wr841n-v14 part 5], cut down; tests change single words of it."""

from routercfg.device import Facts, Identity
from routercfg.secret import Secret
from routercfg.vendors import tplink_objects_steps as planning
from routercfg.vendors.tplink_objects_json import JSON_BOOK
from routercfg.vendors.tplink_objects_steps import Book
from routercfg.vendors.tplink_objects_text import SEALED_BOOK

Native = dict[str, dict[str, str]]

ROOT = "0,0,0,0,0,0"
INFO = f"IGD_DEV_INFO#{ROOT}"
FORWARDING = f"L3_FORWARDING#{ROOT}"
TIME = f"TIME#{ROOT}"
ETH = "WAN_ETH_INTF#1,0,0,0,0,0"
STATIC, DHCP, BPA, IPV6 = (f"WAN_IP_CONN#1,1,{number},0,0,0" for number in (1, 2, 3, 4))
PPPOE, PPPOE6 = "WAN_PPP_CONN#1,1,1,0,0,0", "WAN_PPP_CONN#1,1,2,0,0,0"
L2TP, SPARE = "WAN_L2TP_CONN#1,1,0,0,0,0", "WAN_L2TP_CONN#2,1,0,0,0,0"
PPTP = "WAN_PPTP_CONN#1,1,0,0,0,0"
HOST = "LAN_HOST_CFG#1,0,0,0,0,0"
LAN = "LAN_IP_INTF#1,1,0,0,0,0"
RADIO, RADIO5 = "LAN_WLAN#1,1,0,0,0,0", "LAN_WLAN#1,2,0,0,0,0"
NOTHING = "0.0.0.0,0.0.0.0"

_IP = {
    "enable": "0",
    "NATEnabled": "1",
    "externalIPAddress": "0.0.0.0",
    "subnetMask": "0.0.0.0",
    "defaultGateway": "0.0.0.0",
    "DNSOverrideAllowed": "0",
    "DNSServers": "",
    "maxMTUSize": "1500",
    "MACAddressOverride": "0",
    "X_TP_ClonedMACAddress": "",
    "X_TP_IfName": "",
    "X_TP_IPv4Enabled": "1",
    "X_TP_BpaEnable": "0",
}
_PPP = {
    "enable": "0",
    "name": "ewan_pppoe",
    "NATEnabled": "1",
    "username": "",
    "password": "",
    "X_TP_IfName": "ppp0",
    "maxMRUSize": "1480",
    "DNSOverrideAllowed": "0",
    "DNSServers": NOTHING,
    "MACAddressOverride": "0",
    "X_TP_ClonedMACAddress": "",
    "PPPoEServiceName": "",
    "X_TP_IPv4Enabled": "1",
    "secondConnection": "sec_conn_disable",
}
_TUNNEL = {
    "enable": "0",
    "serverIpOrName": "",
    "addressingType": "DHCP",
    "externalIPAddressIP": "0.0.0.0",
    "subnetMaskIP": "0.0.0.0",
    "defaultGatewayIP": "0.0.0.0",
    "DNSServersIP": "",
    "NATEnabled": "1",
    "username": "",
    "password": "",
    "maxMRUSize": "1460",
    "MACAddressOverride": "0",
    "clonedMACAddress": "",
}
_RADIO = {
    "enable": "1",
    "channel": "6",
    "autoChannelEnable": "1",
    "SSID": "TP-Link_FFFF",
    "beaconType": "11i",
    "X_TP_Band": "2.4GHz",
    "X_TP_Bandwidth": "Auto",
    "basicEncryptionModes": "None",
    "basicAuthenticationMode": "None",
    "WPAEncryptionModes": "TKIPandAESEncryption",
    "WPAAuthenticationMode": "PSKAuthentication",
    "IEEE11iEncryptionModes": "AESEncryption",
    "IEEE11iAuthenticationMode": "PSKAuthentication",
    "WPA3EncryptionModes": "AESEncryption",
    "WPA3AuthenticationMode": "SAEAuthentication",
    "X_TP_PreSharedKey": "12345670",
    "possibleChannels": "",
    "SSIDAdvertisementEnabled": "1",
    "regulatoryDomain": "DE ",
    "X_TP_ShowRegionSelectionOnWeb": "0",
}


def wr841n(changes: Native | None = None) -> Native:
    """A TL-WR841N v14 on DHCP; ``changes`` replace words by page."""
    native: Native = {
        INFO: {"modelName": "TL-WR841N", "X_TP_isFD": "0"},
        ETH: {"enable": "1", "X_TP_lastUsedIntf": "ipoe_eth3_d", "X_TP_lastUsedName": ""},
        "WAN_ETH_INTF#2,0,0,0,0,0": {"enable": "0", "X_TP_lastUsedIntf": "", "X_TP_lastUsedName": ""},
        STATIC: {**_IP, "name": "ewan_ipoe_s", "addressingType": "Static"},
        DHCP: {**_IP, "name": "ewan_ipoe_d", "addressingType": "DHCP", "enable": "1", "DNSServers": NOTHING},
        BPA: {**_IP, "name": "ewan_bpa_d", "addressingType": "DHCP", "X_TP_BpaEnable": "1"},
        IPV6: {**_IP, "name": "ewan_ipoev6_s", "addressingType": "Static", "X_TP_IPv4Enabled": "0"},
        PPPOE: dict(_PPP),
        PPPOE6: {**_PPP, "name": "ewan_pppoev6", "X_TP_IPv4Enabled": "0"},
        L2TP: {**_TUNNEL, "name": "ewan_l2tp"},
        SPARE: {**_TUNNEL, "name": ""},
        PPTP: {**_TUNNEL, "name": "ewan_pptp", "maxMRUSize": "1420"},
        FORWARDING: {"__ifName": "eth0.2", "__ifAliasName": "ewan_ipoe_d"},
        HOST: {
            "DHCPServerEnable": "1",
            "minAddress": "192.168.0.100",
            "maxAddress": "192.168.0.199",
            "DNSServers": NOTHING,
            "IPRouters": "192.168.0.1",
        },
        LAN: {"IPInterfaceIPAddress": "192.168.0.1", "IPInterfaceSubnetMask": "255.255.255.0"},
        RADIO: dict(_RADIO),
        RADIO5: {**_RADIO, "enable": "0", "X_TP_Band": "5GHz", "SSID": "TP-Link_FFFF_5G"},
        TIME: {"localTimeZone": "+08:00"},
        f"/cgi/info#{ROOT}": {"clientMac": "02:AA:BB:CC:DD:01"},
    }
    for page, words in (changes or {}).items():
        native[page] = {**native.get(page, {}), **words}
    return native


def ex511(changes: dict[str, str] | None = None) -> Native:
    """An EX511, as far as [tplink-web §5.13] names its fields."""
    wan = {
        "enable": "1",
        "connType": "IPoE",
        "specifiedIPv4AddrEnabled": "0",
        "connIPv4Address": "100.64.0.2",
        "connIPv4SubnetMask": "255.192.0.0",
        "connIPv4Gateway": "100.64.0.1",
        "connIPv4DnsServer": "100.64.0.53,0.0.0.0",
        "specifiedDnsv4Enabled": "0",
        "specifiedMACAddrEnabled": "0",
        "MACAddr": "50-C7-BF-05-11-02",
        "maxMTUSize": "1500",
        "PPPUserName": "",
        "PPPPassword": "",
        "PPPoEServiceName": "",
        "VPNServerUrlOrIP": "",
        "vlanEnabled": "0",
        "vlanID": "0",
    }
    radio = {
        "primaryEnable": "1",
        "primarySSID": "TP-Link_1101",
        "primarySSIDAdvertise": "1",
        "primaryModeEnabled": "WPA2-Personal",
        "primaryPSK": "12345670",
        "bandwidth": "Auto",
        "autoChannel": "1",
        "channel": "6",
    }
    return {
        "DEV2_ADT_WAN#1,0,0,0,0,0": {**wan, **(changes or {})},
        "DEV2_ADT_LAN#1,0,0,0,0,0": {
            "IPAddress": "192.168.1.1",
            "IPSubnetMask": "255.255.255.0",
            "DHCPv4Enable": "1",
            "DHCPv4MinIPAddress": "192.168.1.100",
            "DHCPv4MaxIPAddress": "192.168.1.249",
            "DHCPv4IPRouters": "192.168.1.1",
            "DHCPv4DNSServers": NOTHING,
        },
        "DEV2_ADT_WIFI_COMMON#1,0,0,0,0,0": dict(radio),
        "DEV2_ADT_WIFI_COMMON#2,0,0,0,0,0": {**radio, "primarySSID": "TP-Link_1101_5G"},
    }


def facts(native: Native, password: str = "admin") -> Facts:
    """What a driver would make of those words."""
    book = book_of(native)
    running = planning.everything(book, native, "admin", Secret(password))
    return Facts(Identity("tplink", "tplink-gdpr"), running, book.bands(native), native)


def book_of(native: Native) -> Book:
    """The book of the dialect that speaks those words."""
    return JSON_BOOK if any(page.startswith("DEV2_") for page in native) else SEALED_BOOK
