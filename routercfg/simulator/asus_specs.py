"""What makes one paper ASUS model differ from another: those that came after the first three, and what all share."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from routercfg.simulator.asus_nvram import NONCES, Spec, Table

_HAS: Final = (
    "2.4G 5G update usbX1 rawifi switchctrl manual_stb 11AC app gameMode reboot_schedule ipv6 ipv6pt PARENTAL2 pptpd "
    "utf8_ssid ssh vpnc wps_multiband user_low_rssi tcode usericon realip defpsk fupgrade"
)
_HAS_NOT: Final = (
    "dpi_mals dpi_vp dpi_cc adaptive_qos traffic_analyzer webs_filter apps_filter web_history bandwidth_monitor "
    "aicloudipk concurrep rp_express_2g rp_express_5g hnd"
)
_TAIL: Final = {"localap": 1, "nwtool": 1, "usbPortMax": 1, "usbX": 1, "usb3": 0, "wl_mfp": 0}

SUPPORT: Final = dict.fromkeys(_HAS.split(), 1) | dict.fromkeys(_HAS_NOT.split(), 0) | _TAIL

AX_KEYS: Final[Table] = {
    "dhcp_dns2_x": ("", 15),
    "wl_chanspec": ("0", 12),
    "wl_bw": ("0", 1),  # Broadcom's table, where 0 is automatic [asus §6.4]
    "wl_11ax": ("1", 1),
    "wl_he_features": ("3", 3),
    "wl_country_rev": ("", 3),
    "dnspriv_enable": ("0", 1),
    "dnspriv_profile": ("1", 1),
    "dnspriv_rulelist": ("", 2048),
}

_NEW_KEYS: Final = AX_KEYS | {
    "captcha_enable": ("1", 1),
    "SG_mode": ("0", 1),
    "sdn_rl": ("", 4096),
    "vlan_rl": ("", 4096),
}
_ACCOUNT: Final = frozenset({"http_username", "http_passwd"})

AX88U: Final = Spec(
    productid="RT-AX88U",
    generation=NONCES,
    firmver="3.0.0.6",
    extendno="37030-g1a2b3c4",
    lan_ip="192.168.50.1",
    mac="04:42:1A:00:88:20",
    ssids=("ASUS_88", "ASUS_88"),
    support=SUPPORT | {"wpa3": 1, "11AX": 1, "amas": 1, "wl_mfp": 1, "hnd": 1, "smart_connect": 1, "captcha": 1},
    api_level=26,
    aihome=2,
    more=_NEW_KEYS,
    unsettable=_ACCOUNT,
    logins=("login_v2.cgi", "login.cgi"),
    sealed=frozenset({"http_passwd"}),
    begins={"smart_connect_x": "1"},
    doors=("web", "ssh"),
    ciphered=frozenset({"http_passwd"}),
    folders=("/jffs",),
)
"""3.0.0.6 code that takes both logins, one network name for both bands out of its box (smart connect).

Inferred: the numbers of the app's headers, that smart connect is on out of the box, which keys the table has.
"""

BE88U: Final = Spec(
    productid="RT-BE88U",
    generation=NONCES,
    firmver="3.0.0.6",
    extendno="37094-g5d6e7f8",
    lan_ip="192.168.50.1",
    mac="04:42:1A:00:BE:80",
    ssids=("ASUS_80_2G", "ASUS_80_5G"),
    support=SUPPORT | {"wpa3": 1, "11AX": 1, "11BE": 1, "amas": 1, "wl_mfp": 1, "hnd": 1, "captcha": 1},
    api_level=28,
    aihome=2,
    more=_NEW_KEYS,
    unsettable=_ACCOUNT,
    logins=("login_v2.cgi",),
    label_password="Label-7k2m",  # noqa: S106  a paper label
    sealed=frozenset({"http_passwd"}),
    begins={
        f"wl{band}_{key}": word
        for band in (0, 1)
        for key, word in (("auth_mode_x", "psk2"), ("crypto", "aes"), ("wpa_psk", "label_wifi_key"))
    },
)
"""3.0.0.6 code that takes only the login by nonce, with a password and a Wi-Fi key on its label [asus §1.7, §2.3]."""

OLD_LACKS: Final = frozenset(
    {"smart_connect_x", "wl_mfp", "sshd_enable", "sshd_port", "sshd_pass", "sshd_authkeys", "reboot_schedule_enable"}
)

N66U: Final = Spec(
    productid="RT-N66U",
    generation=376,
    extendno="2524",
    lan_ip="192.168.1.1",
    mac="08:60:6E:66:22:30",
    ssids=("ASUS", "ASUS_5G"),
    support={},
    lacks=OLD_LACKS,
)
"""Firmware from before 380: HTTP Basic [asus §2.1]. No SSH, no WPA3, no smart connect; the numbers are made up."""

N12: Final = Spec(
    productid="RT-N12",
    generation=374,
    extendno="979",
    lan_ip="192.168.1.1",
    mac="08:60:6E:12:22:30",
    ssids=("ASUS", ""),
    support={},
    lacks=OLD_LACKS,
    bands=1,
    server="httpd",
)
"""The same with one band, and with the server's name of 2012 (in the sources of then; when it changed is not known)."""


_MERLIN: Final = AX_KEYS | {
    "dhcpd_dns_router": ("1", 1),
    "jffs2_enable": ("1", 1),
    "jffs2_scripts": ("0", 1),
    "dnsfilter_enable_x": ("0", 1),
}

AX86U_MERLIN: Final = Spec(
    productid="RT-AX86U",
    generation=388,
    extendno="7_0",
    lan_ip="192.168.50.1",
    mac="04:42:1A:00:86:20",
    ssids=("ASUS_86", "ASUS_86_5G"),
    support=SUPPORT | {"wpa3": 1, "11AX": 1, "amas": 1, "wl_mfp": 1, "hnd": 1},
    api_level=24,
    aihome=2,
    more=_MERLIN,
    wans=2,
    begins={"wans_dualwan": "wan lan"},
    doors=("web", "ssh"),
    folders=("/jffs/scripts", "/jffs/configs", "/jffs/addons"),
    programs=("/usr/sbin/cru", "/usr/sbin/helper.sh"),
)
"""Merlin 388: more keys, an ``extendno`` that is no build number, /jffs [asus §1.6, §8.3, §11]. SSH is off until it is
switched on; the unit that is set up has it on."""

AC68U_SSH: Final = Spec(
    productid="RT-AC68U",
    generation=386,
    extendno="51255-gdfb3e46",
    lan_ip="192.168.1.1",
    mac="04:D4:C4:68:22:30",
    ssids=("ASUS", "ASUS_5G"),
    support=SUPPORT | {"wl_mfp": 1},
    doors=("ssh",),
    begins={"sshd_enable": "2"},
    folders=("/jffs",),
)
"""Stock firmware of which only SSH is reached. On a real unit SSH is off out of the box; here it is on even then, so
that the whole road can be rehearsed over it."""

AC86U_SSH: Final = Spec(
    productid="RT-AC86U",
    generation=386,
    extendno="14_2",
    lan_ip="192.168.50.1",
    mac="04:D4:C4:86:22:30",
    ssids=("ASUS", "ASUS_5G"),
    support=SUPPORT | {"wpa3": 1, "wl_mfp": 1, "hnd": 1},
    more=_MERLIN,
    doors=("ssh",),
    begins={"sshd_enable": "2"},
    ciphered=frozenset({"http_passwd", "wpa_psk", "pppoe_passwd"}),
    folders=("/jffs/scripts", "/jffs/configs", "/jffs/addons"),
    programs=("/usr/sbin/cru",),
)
"""Merlin of which only SSH is reached, and whose nvram keeps secrets enciphered [asus §6.6, §8.3]. Which keys these are
on which build is not known; that it is these three is inferred."""

N10_TELNET: Final = Spec(
    productid="RT-N10P",
    generation=374,
    extendno="979",
    lan_ip="192.168.1.1",
    mac="08:60:6E:10:22:30",
    ssids=("ASUS", ""),
    support={},
    lacks=OLD_LACKS,
    bands=1,
    doors=("telnet",),
    begins={"telnetd_enable": "1"},
)
"""Old firmware without SSH, of which only telnet is reached; on here even in factory state, as with the SSH models."""

AX55_HTTPS: Final = Spec(
    productid="RT-AX55",
    generation=388,
    extendno="24419-g8f3a2b1",
    lan_ip="192.168.50.1",
    mac="04:42:1A:00:55:20",
    ssids=("ASUS_55_2G", "ASUS_55_5G"),
    support=SUPPORT | {"wpa3": 1, "11AX": 1, "amas": 1, "wl_mfp": 1},
    api_level=24,
    aihome=2,
    more=AX_KEYS,
    begins={"http_enable": "1"},
    tls="own",
)
"""388 code set to HTTPS only, and here so out of its box too [asus §1.7: which units are is inferred]."""

BE58U_HTTPS: Final = replace(
    BE88U,
    productid="RT-BE58U",
    mac="04:42:1A:00:58:20",
    ssids=("ASUS_58_2G", "ASUS_58_5G"),
    cookie="asus_s_token",
    begins={**BE88U.begins, "http_enable": "1"},
    tls="own",
)
"""3.0.0.6 code over HTTPS only, where the token's cookie has another name [asus §2.3, told by users]."""

N16_SSH_OLD: Final = Spec(
    productid="RT-N16",
    generation=376,
    extendno="47_0",
    lan_ip="192.168.1.1",
    mac="08:60:6E:16:22:30",
    ssids=("ASUS", ""),
    support={"ssh": 1},
    more={"jffs2_enable": ("0", 1), "jffs2_scripts": ("0", 1)},
    lacks=frozenset({"smart_connect_x", "wl_mfp", "reboot_schedule_enable"}),
    bands=1,
    doors=("ssh",),
    begins={"sshd_enable": "2"},
    host_key="old",
    folders=("/jffs/scripts", "/jffs/configs"),
    programs=("/usr/sbin/cru",),
)
"""Merlin of 2014, whose dropbear knows SHA-1 and ssh-rsa only [asus §8.2]."""

PADAVAN: Final = Spec(
    productid="RT-N56U",
    generation=374,
    extendno="",
    lan_ip="192.168.1.1",
    mac="08:60:6E:56:22:30",
    ssids=("ASUS", "ASUS_5G"),
    support={},
    server="httpd",
    doors=("web", "ssh"),
    begins={"sshd_enable": "1"},
    folders=("/etc/storage",),
    programs=("/sbin/mtd_storage.sh", "/sbin/restart_wan", "/sbin/restart_dhcpd", "/sbin/restart_dns"),
)
"""Padavan; that its SSH is on out of the box is for rehearsing, on which builds it is so is not known."""
