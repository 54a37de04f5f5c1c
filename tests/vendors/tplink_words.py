"""What routers of this family told, cut down from the transcripts; the tests change single words of it."""

from routercfg.device import Facts, Identity
from routercfg.secret import Secret
from routercfg.vendors import tplink_steps
from routercfg.vendors.tplink_rows import DHCPS, IPTV, LAN, MAC, RADIO, REGION, SMART, STATUS, TIME, WAN
from routercfg.vendors.tplink_wifi import bands

Native = dict[str, dict[str, str]]

_RADIO = {
    "enable": "on",
    "ssid": "Haus 7",
    "hidden": "off",
    "encryption": "psk",
    "psk_version": "rsn",
    "psk_cipher": "aes",
    "psk_key": "geheim&=%+ 12",
    "hwmode": "bgnax",
    "htmode": "auto",
    "channel": "auto",
    "txpower": "high",
    "current_channel": "6",
    "macaddr": "00-0A-EB-13-7A-FF",
    "wep_key1": "",
}
_TUNNEL = {
    "username": "",
    "password": "",
    "snd_conn": "dynamic",
    "dyn_server": "",
    "static_server": "",
    "static_ip": "",
    "static_netmask": "",
    "static_gateway": "",
    "static_pridns": "",
    "static_snddns": "",
    "conn_mode": "auto",
    "demand_idle": "15",
    "manual_idle": "15",
    "inet_ip": "0.0.0.0",
}


def ax20(**pages: dict[str, str]) -> Native:
    """An Archer AX20 on DHCP; ``pages`` change words, by the form's name."""
    native: Native = {
        STATUS: {"conntype": "dhcp", "autodetect": "on"},
        WAN["dhcp"]: {
            "dns_mode": "dynamic",
            "manual_pridns": "",
            "manual_snddns": "",
            "mtu": "1500",
            "hostname": "ArcherAX20",
            "unicast": "off",
            "mac_clone_type": "default",
            "conntype": "dhcp",
            "ipaddr": "0.0.0.0",
            "pri_dns": "0.0.0.0",
        },
        WAN["static"]: {"ipaddr": "", "netmask": "", "gateway": "", "pri_dns": "", "snd_dns": "", "mtu": "1500"},
        WAN["pppoe"]: {
            "username": "",
            "password": "",
            "snd_conn": "none",
            "static_ip": "",
            "static_netmask": "",
            "mtu": "1480",
            "server": "",
            "access": "",
            "interval": "10",
            "ip_mode": "dynamic",
            "specific_ip": "0.0.0.0",
            "dns_mode": "dynamic",
            "static_pridns": "",
            "static_snddns": "",
            "conn_mode": "auto",
            "demand_idle": "15",
            "manual_idle": "15",
            "time_start": "00:00",
            "time_end": "23:59",
            "inet_ip": "0.0.0.0",
            "conntype": "pppoe",
        },
        WAN["l2tp"]: {**_TUNNEL, "mtu": "1460"},
        WAN["pptp"]: {**_TUNNEL, "mtu": "1420"},
        MAC: {
            "mac_clone_type": "default",
            "mac_custom": "",
            "mac_default": "00-0a-eb-13-7b-01",
            "mac_computer": "02-00-00-00-00-64",
        },
        LAN: {
            "ipaddr": "192.168.0.1",
            "mask_type": "255.255.255.0",
            "custom_value": "",
            "macaddr": "00-0A-EB-13-7B-00",
        },
        RADIO["2.4GHz"]: dict(_RADIO),
        RADIO["5GHz"]: {**_RADIO, "ssid": "Haus 7 5G", "hwmode": "anacax_5", "current_channel": "36"},
        SMART: {"smart_enable": "off"},
        REGION: {
            "region_select_permission": "no",
            "country": "US",
            "capability.hwmode_2g": "bgn bgnax",
            "capability.htmode_2g": "20 40",
            "capability.htmode_5g": "20 40 80",
            "capability.channel_2g": "1 2 3 4 5 6 7 8 9 10 11",
            "capability.channel_5g": "36 40 44 48 149 153 157 161 165",
        },
        DHCPS: {
            "enable": "on",
            "ipaddr_start": "192.168.0.100",
            "ipaddr_end": "192.168.0.199",
            "leasetime": "120",
            "gateway": "192.168.0.1",
            "domain": "",
            "pri_dns": "",
            "snd_dns": "",
        },
        IPTV: {
            "enable": "off",
            "mode": "Bridge",
            "internet_tag": "off",
            "internet_vid": "0",
            "internet_vprio": "0",
            "iptv_vid": "0",
            "iptv_vprio": "0",
            "ipphone_vid": "0",
            "ipphone_vprio": "0",
            "mciptv_enable": "off",
            "mciptv_vid": "0",
            "porttype": "Internet Internet IPTV IPTV",
            "ports": "1 2 3 4",
            "igmp_enable": "on",
            "igmp_version": "2",
            "support_mode_list": "ExStream Unifi Bridge Custom",
            "wait_time": "40",
            "cfg_changed": "false",
        },
        TIME: {
            "type": "auto",
            "timezone": "9",
            "ntp_svr1": "time.nist.gov",
            "ntp_svr2": "",
            "date": "11/23/2026",
            "time": "07:37:40",
            "hour24_support": "yes",
        },
    }
    for name, words in pages.items():
        page = next(page for page in native if page.endswith(f"form={name}"))
        native[page] = {**native[page], **words}
    return native


def facts_of(native: Native, password: str = "Old-pass1") -> Facts:
    identity = Identity("tplink", "tplink-luci", "Archer AX20")
    return Facts(identity, tplink_steps.everything(native, Secret(password)), bands(native), native)
