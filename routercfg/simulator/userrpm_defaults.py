"""The models with green pages, and the native words they leave the factory with.

The TL-WR1043ND is the unit of [observed-tplink-wr1043nd part 1]. The others are put together from [tplink-legacy 1.1 to
1.12]; their numbers are ours. The Russian TL-WR740N has the plain cookie of builds of its years, so that every login
style has a model (inferred: the one Russian build that was recorded, 3.13.2, let its client in with Basic).
"""

from __future__ import annotations

from typing import Final

from routercfg.simulator.userrpm_box import Plate
from routercfg.simulator.userrpm_checks import NOWHERE

_TUNNEL: Final = {
    **{"usr": "", "pwd": "", "server": "", "typ_ip": "0", "lnTyp": "2", "idle": "15"},
    **{"ip": NOWHERE, "msk": NOWHERE, "gw": NOWHERE, "dns": NOWHERE},
}
_PPP: Final = {
    **{"usr": "", "pwd": "", "svNm": "", "acNm": "", "lnTyp": "2", "idle": "15", "mtu": "1480", "ecRq": "0"},
    **{"tmr_sHr": "0", "tmr_sMin": "0", "tmr_eHr": "23", "tmr_eMin": "59", "isp_en": "0", "isp_ip": NOWHERE},
    **{"dns_auto": "1", "dns1": NOWHERE, "dns2": NOWHERE},
    **{"plus_mode": "0", "plus_ip": NOWHERE, "plus_mask": NOWHERE},
}
_RADIO: Final = {
    **{"en": "1", "ssid_brd": "1", "chnnl": "15", "chanWidth": "2", "rate": "71", "mode_modes": "5"},
    **{"bridgeEn": "0", "bridgeSsid": "", "bridgeBssid": "", "bridgeKey": "", "speedboost": "0"},
    **{"sec": "3", "secSubType1": "3", "secSubType2": "3", "secSubType3": "3", "pskCipher": "3", "wpaCipher": "1"},
    **{"GroupKeyUpdate": "0", "wpaGroupKeyUpdate": "0", "key_typ": "1", "wepIdx": "1"},
    **{"Radius": "", "RadiusPort": "1812", "RadiusSecret": ""},
    **{"key_val1": "", "key_val2": "", "key_val3": "", "key_val4": ""},
}
_TIME: Final = {
    **{"zone": "1200", "ntpA": "", "ntpB": "", "dst": "0"},
    **{"start_month": "2", "start_count": "2", "start_week": "0", "start_hour": "2"},
    **{"end_month": "10", "end_count": "1", "end_week": "0", "end_hour": "3"},
}
_IPTV: Final = {
    **{"mode_sel": "0", "ru_br": "1", "igmpEn": "1", "vlanInetEnb": "0", "enable_multi_iptv": "0"},
    **{"nat_vid": "35", "nat_pri": "0", "iptv_vid": "36", "iptv_pri": "4", "ip_phone_vid": "37", "ip_phone_pri": "5"},
    **{"multi_iptv_vid": "38", "multi_iptv_pri": "0", "lan_brmask": "15", "lan_iptv_mask": "0"},
}
_LAN: Final = {"ip": "192.168.0.1", "msk": "255.255.255.0", "igmp": "1"}
_DHCP: Final = {
    **{"en": "1", "str": "192.168.0.100", "end": "192.168.0.199", "tm": "120", "gw": "192.168.0.1", "dom": ""},
    **{"dns1": NOWHERE, "dns2": NOWHERE},
}


def factory_words(plate: Plate) -> dict[str, dict[str, str]]:
    """Give the native words of a unit out of its box: admin/admin, dynamic WAN, the sticker's Wi-Fi."""
    radio = {**_RADIO, "ssid": plate.ssid, "psk": plate.key, "rgn_ind": plate.region}
    words = {
        "lan": dict(_LAN),
        "dhcp": dict(_DHCP),
        "wan": {"typ": "0", "mac": ""},
        "wan_dyn": {
            **{"mtu": "1500", "ucst": "0", "hostname": plate.title, "down": "100000", "up": "100000"},
            **{"dns_auto": "1", "dns1": NOWHERE, "dns2": NOWHERE},
        },
        "wan_stc": {"mtu": "1500", **dict.fromkeys(("ip", "msk", "gw", "dns1", "dns2"), NOWHERE)},
        "wan_ppp": dict(_PPP),
        "wan_l2tp": {**_TUNNEL, "mtu": "1460"},
        "wan_pptp": {**_TUNNEL, "mtu": "1420"},
        "wlan": radio,
        "lgn": {"usr": "admin", "pwd": "admin"},
        "time": dict(_TIME),
    }
    if plate.russian:
        words["iptv"] = dict(_IPTV)
    if plate.dual:
        words["bands"] = {"on": "3"}
        words["wlan5"] = {**radio, "ssid": f"{plate.ssid}_5G", "mode_modes": "8", "rate": "83"}
    return words


WR1043ND: Final = Plate(
    name="tplink-wr1043nd-v2",
    product="TL-WR1043ND",
    title="TL-WR1043",
    realm="TP-LINK Wireless N Gigabit Router WR1043ND",
    hardware="WR1043 v2",
    firmware="3.17.38 Build 140613 Rel.55867n",
    mac="50-C7-BF-12-34-56",
    ssid="TP-LINK_123456",
    key="12345670",
)
WR740N_RU: Final = Plate(
    name="tplink-wr740n-ru",
    product="TL-WR740N",
    title="TL-WR740N",
    realm="",
    hardware="WR740N v4",
    firmware="3.13.2 Build 131129 Rel.50614n",
    mac="64-70-02-4F-2A-10",
    ssid="TP-LINK_4F2A10",
    key="40251736",
    door="cookie",
    region="83",
    dual_status=False,
    russian=True,
    wifi_waits=True,
    longest_password=15,
)
WDR3600: Final = Plate(
    name="tplink-wdr3600",
    product="TL-WDR3600",
    title="TL-WDR3600",
    realm="TP-LINK Wireless Dual Band Gigabit Router WDR3600",
    hardware="WDR3600 v1",
    firmware="3.13.34 Build 130909 Rel.53148n",
    mac="C4-6E-1F-20-30-40",
    ssid="TP-LINK_203040",
    key="83620417",
    dual=True,
)
ARCHER_C7: Final = Plate(
    name="tplink-archer-c7-v2",
    product="Archer C7",
    title="Archer C7",
    realm="",
    hardware="Archer C7 v2",
    firmware="3.15.1 Build 160616 Rel.44182n",
    mac="EC-08-6B-51-62-70",
    ssid="TP-LINK_516270",
    key="27509318",
    door="session",
    dual=True,
    password_base64=True,
    longest_password=15,
)
PLATES: Final = (WR1043ND, WR740N_RU, WDR3600, ARCHER_C7)
