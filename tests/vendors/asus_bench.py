"""A set-up RT-AC85P as a full read finds it, to be varied key by key."""

from __future__ import annotations

from routercfg.device import Facts, Identity
from routercfg.dialects.asus_keys import KEYS
from routercfg.plan import diff, pending
from routercfg.settings import Settings
from routercfg.vendors import asus_gaps
from routercfg.vendors.asus_rows import traits

IDENTITY = Identity("asus", "asus-web", "RT-AC85P", firmware="3.0.0.4.382_52288", mac="04:D4:C4:11:22:30")
NVRAM = dict.fromkeys(KEYS, "") | {
    "wan0_proto": "dhcp",
    "wan0_dhcpenable_x": "1",
    "wan0_vpndhcp": "1",
    "wan0_ipaddr_x": "0.0.0.0",
    "wan0_dnsenable_x": "1",
    "wan0_pppoe_mtu": "1492",
    "wan0_pppoe_mru": "1492",
    "wl0_ssid": "ASUS_34_2G",
    "wl1_ssid": "ASUS_34_5G",
    **{f"wl{unit}_{key}": "0" for unit in (0, 1) for key in ("closed", "mfp", "channel")},
    **{f"wl{unit}_{key}": "1" for unit in (0, 1) for key in ("radio", "bw")},
    **{f"wl{unit}_{key}": "psk2" for unit in (0, 1) for key in ("auth_mode_x",)},
    **{f"wl{unit}_{key}": "aes" for unit in (0, 1) for key in ("crypto",)},
    "wl0_wpa_psk": "old-key-1",
    "wl1_wpa_psk": "old-key-1",
    "lan_ipaddr": "192.168.50.1",
    "lan_netmask": "255.255.255.0",
    "dhcp_enable_x": "1",
    "dhcp_start": "192.168.50.2",
    "dhcp_end": "192.168.50.254",
    "switch_wantag": "none",
    "switch_stb_x": "0",
    "smart_connect_x": "0",
    "wps_enable": "1",
    "time_zone": "GMT0",
    "time_zone_dst": "0",
    "http_username": "admin",
    "http_passwd": "Old-pass1",
    "sw_mode": "1",
    "x_Setting": "1",
    "productid": "RT-AC85P",
    "firmver": "3.0.0.4",
    "buildno": "382",
    "extendno": "52288",
}


def facts(changed: dict[str, str] | None = None, *, support: dict[str, str] | None = None, mac: str = "") -> Facts:
    native = {"nvram": NVRAM | (changed or {}), "support": support or {"utf8_ssid": "1"}, "here": {"mac": mac}}
    return Facts(IDENTITY, Settings(dict(asus_gaps.running(native))), traits(native).bands, native)


def changes(found: Facts, desired: Settings) -> tuple:  # type: ignore[type-arg]
    return pending(diff(desired, found.running))
