"""The nvram of paper ASUS routers: which keys the web server may set, how long they may be, what they begin with.

The tables hold name, default and greatest length in bytes, as far as [asus §6] and [observed-asus-382] tell them; a
length of 0 means that the server accepts no text at all there. A real router has about 1000 keys; these are the ones
that a provider's recipe, a clean-up after a reset, or another client's reading may touch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, TypeAlias

Table: TypeAlias = dict[str, tuple[str, int]]
"""key → (default, greatest length in bytes)."""

BANDS: Final = 2
"""The most bands there are: wl0 is 2.4 GHz, wl1 is 5 GHz."""

NONCES: Final = 600
"""What ``generation`` says for 3.0.0.6 code."""


@dataclass(frozen=True)
class Spec:
    """What makes one ASUS model differ from another.

    ``generation`` is the firmware's branch (376, 382, 384, 386, 388; 3006 code is 600). ``signed_chars`` tells how
    bytes above 127 are printed: MediaTek MIPS builds print ``&#-61``, Broadcom ARM ones ``&#195``
    [observed-asus-382, head]. ``support`` is the list of features, word → number. ``more`` are keys that only this
    generation's table has, ``lacks`` those of the table that it does not know, ``unsettable`` those that its web server
    does not store. ``logins`` are the login pages there are; the first is the one that the login form names.
    ``cookie`` is the name of the token. ``label_password`` is printed under the unit, and then every page asks for it.
    ``sealed`` are keys whose value nobody is shown in clear. ``begins`` are defaults of this model that differ from the
    table's. ``bands`` and ``wans`` say how many have keys of their own. ``server`` is the web server's name.
    ``doors`` are where it may be reached: ``web``, ``ssh``, ``telnet``; ``tls`` is ``own`` where the web is HTTPS only.

    The rest is about its shell: ``ciphered`` are keys (without a band's or WAN's prefix) that nvram holds enciphered,
    ``folders`` and ``programs`` are what tells one firmware from another, ``host_key`` is dropbear's,
    ``old`` for one that speaks only the SSH of 2014.
    """

    productid: str
    generation: int
    extendno: str
    lan_ip: str
    mac: str
    ssids: tuple[str, str]
    support: dict[str, int] = field(repr=False)
    signed_chars: bool = False
    api_level: int = 21
    aihome: int = 0
    firmver: str = "3.0.0.4"
    more: Table = field(default_factory=dict, repr=False)
    lacks: frozenset[str] = frozenset()
    unsettable: frozenset[str] = frozenset()
    bands: int = 2
    wans: int = 1
    server: str = "httpd/2.0"
    logins: tuple[str, ...] = ("login.cgi",)
    cookie: str = "asus_token"
    label_password: str = field(default="", repr=False)
    sealed: frozenset[str] = frozenset()
    begins: dict[str, str] = field(default_factory=dict, repr=False)
    doors: tuple[str, ...] = ("web",)
    tls: str = ""
    ciphered: frozenset[str] = frozenset()
    host_key: str = "ecdsa"
    folders: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()


_WAN: Final = """
wan_unit|0|3          wan_enable|1|1           wan_proto|dhcp|8         wan_nat_x|1|1           wan_upnp_enable|1|1
wan_dhcpenable_x|1|1  wan_ipaddr_x|0.0.0.0|15  wan_netmask_x|0.0.0.0|15 wan_gateway_x|0.0.0.0|15
wan_dnsenable_x|1|1   wan_dns1_x||15           wan_dns2_x||15           wan_hostname||32        wan_hwaddr_x||17
wan_heartbeat_x||64   wan_auth_x||32           wan_pppoe_username||64   wan_pppoe_passwd||64    wan_pppoe_mtu|1492|5
wan_pppoe_mru|1492|5  wan_pppoe_service||32    wan_pppoe_ac||32         wan_pppoe_hostuniq||32
wan_pppoe_idletime|0|10  wan_pppoe_options_x||255  wan_pptp_options_x||16  wan_ppp_echo|1|1
wan_ppp_echo_interval|6|6  wan_ppp_echo_failure|10|6  wan_vpndhcp|1|1    wan_pppoe_relay||0      wan_desc||0
wan_phytype||0        wan_clientid||0          wan_vendorid||0          wan_pppoe_auth||0
"""

_WL: Final = """
wl_unit|0|3           wl_subunit|-1|3          wl_ssid|ASUS|32          wl_closed|0|1           wl_radio|1|1
wl_auth_mode_x|open|8 wl_crypto|tkip+aes|8     wl_wpa_psk||64           wl_wpa_gtk_rekey|3600|5 wl_mfp|0|1
wl_wep_x|0|1          wl_key|1|1               wl_key1||32              wl_key2||32             wl_key3||32
wl_key4||32           wl_channel|0|4           wl_bw|1|1                wl_nmode_x|0|1          wl_nctrlsb|lower|8
wl_country_code||2    wl_macmode|disabled|8    wl_maclist_x||4096       wl_txpower|100|4        wl_radius_ipaddr||15
wl_radius_port|1812|5 wl_radius_key||64        wl_timesched|0|1         wl_lanaccess|off|3      wl_expire|0|10
wl_bss_enabled|0|1    wl_gmode_protection|auto|4  wl_mrate_x|0|3        wl_frag|2346|5          wl_rts|2347|5
wl_dtim|1|3           wl_bcn|100|5             wl_ap_isolate|0|1        wl_wme|auto|4           wl_wme_no_ack|off|3
wl_wme_apsd|on|3      wl_igs|0|1               wl_preamble|0|1          wl_user_rssi|0|3        wl_wmf_bss_enable|0|1
"""

_PLAIN: Final = """
x_Setting|0|1         w_Setting|0|1            r_Setting|0|1            sw_mode|1|1             preferred_lang|EN|4
http_username|admin|20  http_passwd|admin|16   http_autologout|30|3     http_enable|0|1         http_lanport|80|5
https_lanport|8443|5  misc_http_x|0|1          misc_httpport_x|8080|5   misc_httpsport_x|8443|5 http_client|0|1
http_clientlist||128  login_max_num|5|2        telnetd_enable|0|1       sshd_enable|0|1         sshd_port|22|5
sshd_pass|1|1         sshd_authkeys||2999      shell_timeout|1200|5     time_zone|GMT0|32       time_zone_dst|0|1
time_zone_dstoff|M3.2.0/2,M10.2.0/2|32         ntp_server0|pool.ntp.org|256  ntp_server1|time.nist.gov|256
lan_unit|0|3          lan_proto|static|6       lan_ipaddr||15           lan_netmask|255.255.255.0|15
lan_gateway|0.0.0.0|15  lan_domain||32         lan_dnsenable_x|0|1      lan_dns1_x||15          lan_dns2_x||15
dhcp_enable_x|1|1     dhcp_start||15           dhcp_end||15             dhcp_lease|86400|6      dhcp_gateway_x||15
dhcp_dns1_x||15       dhcp_wins_x||15          dhcp_static_x|0|1        dhcp_staticlist||2500   dhcpc_mode|1|1
wans_dualwan|wan none|16  wans_mode|fo|4       wans_lb_ratio|3:1|4
smart_connect_x|0|1   wps_enable|1|1           wps_enable_x|1|1         wps_band|0|1
switch_wantag|none|64 switch_stb_x|0|2         switch_wan0tagid||4      switch_wan0prio|0|1     switch_wan1tagid||4
switch_wan1prio|0|1   switch_wan2tagid||8      switch_wan2prio|0|1      iptv_port_settings|12|2 mr_enable_x|0|1
mr_altnet_x||31       emf_enable|0|1           udpxy_enable_x|0|5       quagga_enable|0|1       ttl_inc_enable|0|1
ttl_spoof_enable|0|1  fw_enable_x|1|1          fw_log_x|none|6          misc_ping_x|0|1         upnp_enable|1|1
ddns_enable_x|0|1     ddns_server_x||32        ddns_hostname_x||64      vts_enable_x|0|1        vts_rulelist||4096
dmz_ip||15            ipv6_service|disabled|16 led_val|1|1              nat_redirect_enable|1|1 qos_enable|0|1
MULTIFILTER_ALL|0|1   MULTIFILTER_ENABLE||4096 MULTIFILTER_MAC||4096    MULTIFILTER_DEVICENAME||4096
MULTIFILTER_MACFILTER_DAYTIME||4096            log_ipaddr||15           log_level|7|1
reboot_schedule_enable|0|1  enable_acc_restriction|0|1  restrict_rulelist||128  location_code||10
"""


def _table(*texts: str) -> Table:
    words = (word.split("|") for text in texts for line in text.splitlines() for word in _entries(line))
    return {name: (default, int(length)) for name, default, length in words}


def _entries(line: str) -> list[str]:
    """Cut a line of the tables into entries; a default may hold one blank, entries are two or more apart."""
    entries: list[str] = []
    for word in line.split():
        if entries and entries[-1].count("|") < 2:
            entries[-1] += " " + word
        else:
            entries.append(word)
    return entries


TABLE: Final = _table(_WAN, _WL, _PLAIN)


def table_of(spec: Spec) -> Table:
    """Give the keys that this model's web server may set."""
    return {key: entry for key, entry in _known(spec).items() if key not in spec.unsettable}


def _known(spec: Spec) -> Table:
    return {key: entry for key, entry in {**TABLE, **spec.more}.items() if key not in spec.lacks}


def factory_nvram(spec: Spec) -> dict[str, str]:
    """Give the nvram of a unit out of its box: every default, one set of keys per band and WAN, and who it is."""
    words = {name: default for name, (default, _) in _known(spec).items()}
    for name, default in list(words.items()):
        if name.startswith("wl_") and name not in ("wl_unit", "wl_subunit"):
            words |= {f"wl{band}_{name[3:]}": default for band in range(spec.bands)}
        if name.startswith("wan_") and name != "wan_unit":
            words |= {f"wan{unit}_{name[4:]}": default for unit in range(spec.wans)}
    stem = spec.lan_ip.rpartition(".")[0]
    words |= _identity(spec) | {"lan_ipaddr": spec.lan_ip, "dhcp_start": f"{stem}.2", "dhcp_end": f"{stem}.254"}
    if spec.label_password:
        words["http_passwd"] = spec.label_password
    return words | spec.begins


def _identity(spec: Spec) -> dict[str, str]:
    """Give what only the router itself writes; none of it can be set over the web [observed-asus-382 §apply]."""
    return {
        "productid": spec.productid,
        "odmpid": "",
        "firmver": spec.firmver,
        "buildno": "102" if spec.generation >= NONCES else str(spec.generation),
        "extendno": spec.extendno,
        "serial_no": "SIM00000001",
        "lan_hwaddr": spec.mac,
        "label_mac": spec.mac,
        "wan0_hwaddr": spec.mac,
        "wan_hwaddr": "",
        "territory_code": "EU/01",
        "restore_defaults": "0",
        "nvramver": "1",
        "lan_hostname": f"{spec.productid}-{spec.mac[-5:].replace(':', '')}",
        "computer_name": "",
        "rc_support": " ".join(word for word, number in spec.support.items() if number),
        "wan_ifnames": " ".join(f"eth{unit}" for unit in range(spec.wans)),
        "wl_ifnames": "ra0 rai0" if spec.bands > 1 else "ra0",
        "wl0_ssid": spec.ssids[0],
        "wl0_nband": "2",
        "reboot_time": "70",
        **({"wl1_ssid": spec.ssids[1], "wl1_nband": "1", "wl1_nmode_x": "8"} if spec.bands > 1 else {}),
    }


def length_of(table: Table, key: str, bands: int = BANDS, wans: int = 1) -> int | None:
    """Give the greatest length of a table key, of a band's or of a WAN's; None when the web cannot set it."""
    if key in table:
        return table[key][1]
    stem, _, rest = key.partition("_")
    band, _, guest = stem[2:].partition(".")
    is_band = stem.startswith("wl") and band.isdigit() and int(band) < bands and (not guest or guest.isdigit())
    if is_band and f"wl_{rest}" in table:
        return table[f"wl_{rest}"][1]
    is_wan = stem.startswith("wan") and stem[3:].isdigit() and int(stem[3:]) < wans
    if is_wan and f"wan_{rest}" in table:
        return table[f"wan_{rest}"][1]
    return None
