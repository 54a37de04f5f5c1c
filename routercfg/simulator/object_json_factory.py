"""The instances of the JSON face out of the box [tplink-web 5.13; the values of a unit nobody has touched are ours].

Which connections there are, their names and types: [id 52626256496], an XX230v. The clock: [id 70149898441], an
XGB430v.
"""

from __future__ import annotations

from typing import Final

from routercfg.simulator.object_pages import Plate

_STACK: Final = "0,0,0,0,0"
_RADIO: Final = {
    "primaryEnable": "1",
    "primarySSIDAdvertise": "1",
    "primaryModeEnabled": "WPA2-Personal",
    "primaryPSK": "12345670",
    "primaryWPAWPA2EncryptionMode": "AES",
    "guestEnable": "0",
    "guestPSK": "",
    "bandwidth": "Auto",
    "autoChannel": "1",
    "transmitPower": "100",
}


def json_words(plate: Plate, password: str) -> dict[str, dict[str, str]]:
    """Give the native words; a reset leads back to the same password, the one on the label."""
    end = plate.mac.replace("-", "")[-4:]
    words = {
        "DEV2_DEV_INFO 0,0,0,0,0,0": {
            "modelName": plate.product,
            "hardwareVersion": plate.hardware,
            "softwareVersion": plate.software,
            "serialNumber": "2230511000001",
        },
        f"DEV2_ADT_LAN 1,{_STACK}": _lan(plate),
        f"DEV2_ADT_WAN 1,{_STACK}": {"enable": "1", "name": "usb_ppp3g", "connType": "PPP3G"},
        f"DEV2_ADT_WAN 2,{_STACK}": {"enable": "1", "name": "usb_dhcp4g", "connType": "DHCP4G"},
        f"DEV2_ADT_WAN 3,{_STACK}": _wan(plate),
        "DEV2_TIME 0,0,0,0,0,0": {"enable": "1", "localTimeZone": "+01:00", "NTPServer1": "time.nist.gov"},
        "DEV2_WIFI_BANDSTEERING 0,0,0,0,0,0": {"enable": "0"},
        "DEV2_MEM_STATUS 0,0,0,0,0,0": {"total": "262144", "free": "131072"},
        "DEV2_PROC_STATUS 0,0,0,0,0,0": {"CPUUsage": "7"},
        "instances": {
            "DEV2_ADT_LAN": f"1,{_STACK}",
            "DEV2_ADT_WAN": f"1,{_STACK} 2,{_STACK} 3,{_STACK}",
            "DEV2_ADT_WIFI_COMMON": f"1,{_STACK} 2,{_STACK}",
        },
        "account": {"user": plate.user, "password": password, "own": "1"},
    }
    for number, band, standard, channel in ((1, "2.4GHz", "ax", "6"), (2, "5GHz", "ax", "36")):
        ssid = f"TP-Link_{end}" + ("_5G" if number == 2 else "")
        place = {"band": band, "standard": standard, "channel": channel, "primarySSID": ssid}
        words[f"DEV2_ADT_WIFI_COMMON {number},{_STACK}"] = {**_RADIO, **place, "guestSSID": f"{ssid}_Guest"}
    return words


def _lan(plate: Plate) -> dict[str, str]:
    return {
        "IPAddress": plate.lan,
        "IPSubnetMask": "255.255.255.0",
        "MACAddress": plate.mac,
        "DHCPv4Enable": "1",
        "DHCPv4MinIPAddress": "192.168.1.100",
        "DHCPv4MaxIPAddress": "192.168.1.249",
        "DHCPv4LeaseTime": "86400",
        "DHCPv4IPRouters": plate.lan,
        "DHCPv4DNSServers": "0.0.0.0,0.0.0.0",
    }


def _wan(plate: Plate) -> dict[str, str]:
    return {
        "enable": "1",
        "name": "ipoe_0_0_d",
        "connType": "DHCP",
        "accessMode": "EWAN",
        "serviceType": "Internet",
        "vlanID": "0",
        "maxMTUSize": "1500",
        "connIPv4Enabled": "1",
        "MACAddr": plate.mac[:-2] + "02",
        "NATEnabled": "1",
        "PPPConnectionTrigger": "AlwaysOn",
        "PPPAuthProtocol": "AUTO_AUTH",
    }
