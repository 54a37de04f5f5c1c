"""What the blue interface's models hold when they leave the factory.

Field names and values are those of the Archer AX20 v3 [observed-tplink-ax20]; older firmware follows
[tplink-web 3A, 4].
"""

from __future__ import annotations

from typing import Final

from routercfg.simulator.tplink_call import Plate

_WAN: Final[dict[str, dict[str, str]]] = {
    "wan": {"conntype": "dhcp"},
    "wan_ipv4_dynamic": {
        "mtu": "1500",
        "dns_mode": "dynamic",
        "manual_pridns": "",
        "manual_snddns": "",
        "mac_clone_type": "default",
        "unicast": "off",
    },
    "wan_ipv4_staticip": {"ipaddr": "", "netmask": "", "gateway": "", "pri_dns": "", "snd_dns": "", "mtu": "1500"},
    "wan_ipv4_pppoe": {
        "username": "",
        "password": "",
        "mtu": "1480",
        "dns_mode": "dynamic",
        "static_pridns": "",
        "static_snddns": "",
        "conn_mode": "auto",
        "demand_idle": "15",
        "manual_idle": "15",
        "time_start": "00:00",
        "time_end": "23:59",
        "ip_mode": "dynamic",
        "specific_ip": "0.0.0.0",
        "snd_conn": "none",
        "static_ip": "",
        "static_netmask": "",
        "server": "",
        "access": "",
        "interval": "10",
    },
    "mac_clone": {"mac_clone_type": "default", "mac_custom": ""},
    "lan_ipv4": {"ipaddr": "192.168.0.1", "mask_type": "255.255.255.0", "custom_value": "", "lan_type": "dynamic"},
}


def _tunnel(mtu: str) -> dict[str, str]:
    empty = ("username", "password", "dyn_server", "static_server", "static_ip", "static_netmask", "static_gateway")
    blank = dict.fromkeys((*empty, "static_pridns", "static_snddns"), "")
    modes = {"snd_conn": "dynamic", "conn_mode": "auto", "demand_idle": "15", "manual_idle": "15"}
    return {**blank, **modes, "mtu": mtu}


def _band(ssid: str, pin: str, hwmode: str, plate: Plate) -> dict[str, str]:
    wep = {f"wep_{kind}{at}": word for kind, word in (("format", "hex"), ("type", "64"), ("key", "")) for at in "1234"}
    band = {
        **wep,
        "enable": "on",
        "ssid": ssid,
        "hidden": "off",
        "encryption": "psk",
        "psk_version": "rsn",
        "psk_cipher": "aes",
        "psk_key": pin,
        "wpa_version": "auto",
        "wpa_cipher": "auto",
        "wpa_key": "",
        "server": "",
        "port": "1812",
        "wep_mode": "auto",
        "wep_select": "1",
        "wds_status": "assoc",
        "hwmode": hwmode,
        "htmode": "auto",
        "channel": "auto",
        "txpower": "high",
    }
    return {**band, "mu_mimo": "off", "airtime_fairness": "off"} if plate.generation.wpa3 else band


def _guest(ssid: str) -> dict[str, str]:
    portal = dict.fromkeys(("authentication_timeout", "redirect_url", "authentication_type", "portal_password"), "")
    security = {"encryption": "none", "psk_version": "rsn", "psk_cipher": "aes", "psk_key": ""}
    return {**portal, **security, "ssid": ssid, "enable": "off", "hidden": "off", "redirect": "off"}


def _iptv(plate: Plate) -> dict[str, str]:
    lines = ("internet", "iptv", "ipphone", "mciptv")
    words = {f"{line}_{part}": "0" for line in lines for part in ("vid", "vprio")}
    words |= {"enable": "off", "mode": "Bridge", "internet_tag": "off", "mciptv_enable": "off"}
    words |= {"igmp_enable": "on", "igmp_version": "2"}
    if plate.generation.iptv_words:
        words |= {"porttype": "Internet Internet IPTV IPTV", "iptv_tag": "on", "ipphone_tag": "on"}
        return words | {"igmp_snooping_enable": "on", "mcwifi_enable": "on"}
    return words | {f"lan{port}": "Internet" for port in "1234"}


_DST: Final = {
    "dst_enable": "on",
    "start_month": "Mar",
    "start_week": "2nd",
    "start_day": "Sun",
    "start_hour": "9am",
    "end_month": "Nov",
    "end_week": "1st",
    "end_day": "Sun",
    "end_hour": "8am",
}


def factory_words(plate: Plate) -> dict[str, dict[str, str]]:
    """Give every section of a unit out of its box; an empty password is what makes it one."""
    tail = plate.mac.replace("-", "")[-4:]
    modern = plate.generation.wpa3
    pin = f"{int(plate.mac.replace('-', ''), 16) % 10**8:08d}"
    zone = "720" if plate.generation.minutes_zone else "9"
    time = {"type": "auto", "timezone": zone, "ntp_svr1": "time.nist.gov", "ntp_svr2": "time-nw.nist.gov"}
    pool = {"enable": "on", "ipaddr_start": "192.168.0.100", "ipaddr_end": "192.168.0.199", "leasetime": "120"}
    words = {
        **{section: dict(keys) for section, keys in _WAN.items()},
        "wan_ipv4_l2tp": _tunnel("1460"),
        "wan_ipv4_pptp": _tunnel("1420"),
        "account": {"password": ""},
        "wireless_2g": _band(f"TP-Link_{tail}", pin, "bgnax" if modern else "bgn", plate),
        "wireless_5g": _band(f"TP-Link_{tail}_5G", pin, "anacax_5" if modern else "anac_5", plate),
        "guest_2g": _guest(f"TP-Link_Guest_{tail}"),
        "guest_5g": _guest(f"TP-Link_Guest_{tail}_5G"),
        "guest": {"isolate": "off", "access": "off"},
        "smart_connect": {"smart_enable": "off"},
        "region": {"country": plate.country},
        "dhcps": {**pool, "gateway": "192.168.0.1", "domain": "", "pri_dns": "", "snd_dns": ""},
        "reservation": {"list": ""},
        "iptv": _iptv(plate),
        "time": time,
        "dst": dict(_DST),
        "https": {"https_enable": "off"},
        "quicksetup": {"to_show": "true", "done": "no"},
    }
    words["wan_ipv4_dynamic"]["hostname"] = plate.product.replace(" ", "")
    return words


def initial_words(factory: dict[str, dict[str, str]], password: str) -> dict[str, dict[str, str]]:
    """Give the words of a unit that somebody has set up: it has a password."""
    return {**factory, "account": {"password": password}}
