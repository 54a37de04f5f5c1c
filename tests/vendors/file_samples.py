"""Settings files as routers of each kind would save them; all names and passwords are made up."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from routercfg.dialects import asus_cfg, openwrt_backup, tplink_backup, tplink_conf, userrpm_file
from routercfg.dialects.asus_cfg import SettingsFile

PPPOE_PASSWORD = "p&w=% Provider"
WIFI_PASSWORD = "correct horse 42"
ADMIN_PASSWORD = "Router-pass-1"
NO_CHANGE: Mapping[str, str] = {}

ASUS = {
    "productid": "RT-AC85P",
    "firmver": "3.0.0.4",
    "buildno": "382",
    "extendno": "52288",
    "lan_hwaddr": "aa:bb:cc:00:11:22",
    "x_Setting": "1",
    "sw_mode": "1",
    "wan0_proto": "pppoe",
    "wan0_pppoe_username": "0891234567",
    "wan0_pppoe_passwd": PPPOE_PASSWORD,
    "wan0_pppoe_mtu": "1480",
    "wan0_pppoe_mru": "1480",
    "wan0_vpndhcp": "0",
    "wan0_dhcpenable_x": "1",
    "wan0_dnsenable_x": "0",
    "wan0_dns1_x": "85.175.46.122",
    "wan0_dns2_x": "8.8.8.8",
    "lan_ipaddr": "192.168.50.1",
    "lan_netmask": "255.255.255.0",
    "dhcp_enable_x": "1",
    "dhcp_start": "192.168.50.2",
    "dhcp_end": "192.168.50.254",
    **{f"wl{unit}_{key}": word for unit, ssid in ((0, "Home"), (1, "Дом-5")) for key, word in (
        ("ssid", ssid), ("radio", "1"), ("closed", "0"), ("auth_mode_x", "psk2"), ("crypto", "aes"), ("mfp", "0"),
        ("wpa_psk", WIFI_PASSWORD), ("channel", "0"), ("bw", "1"), ("country_code", "RU"),
    )},
    "http_username": "admin",
    "http_passwd": ADMIN_PASSWORD,
    "acc_list": f"admin>{ADMIN_PASSWORD}",
    "some_note": f"old wifi was {WIFI_PASSWORD}!",
    "switch_wantag": "none",
    "time_zone": "UTC-3_4",
    "time_zone_dst": "0",
}  # fmt: skip


def asus(changed: Mapping[str, str] = NO_CHANGE, magic: str = "HDR2", trailer: bytes = b"") -> bytes:
    return asus_cfg.encode(SettingsFile(magic, asus_cfg.entries({**ASUS, **changed}), trailer=trailer))


LINES = (
    "lan_ip 192.168.1.1\r\nlan_msk 255.255.255.0\r\ndhcp_en 1\r\ndhcp_str 192.168.1.100\r\ndhcp_end 192.168.1.199\r\n"
    "dhcp_dns1 0.0.0.0\r\ndhcp_dns2 0.0.0.0\r\nwan_typ 2\r\nwan_ppp_usr 0891234567\r\n"
    f"wan_ppp_pwd {PPPOE_PASSWORD}\r\nwan_ppp_mtu 1480\r\nwan_ppp_dns1 85.175.46.122\r\nwan_ppp_dns2 8.8.8.8\r\n"
    "wan_ppp_dns_auto 0\r\nwlan_en 1\r\nwlan_ssid_brd 1\r\nwlan_mbssid_str 1 Home of Anna\r\n"
    f"wlan_PskSecret 1 {WIFI_PASSWORD}\r\nwlan_sec 1 3\r\nlgn_usr admin\r\nlgn_pwd {ADMIN_PASSWORD}\r\n"
)


def lines(text: str = LINES) -> bytes:
    return userrpm_file.pack(text.encode())


TREE = f"""<?xml version="1.0"?>
<DslCpeConfig>
  <InternetGatewayDevice>
    <DeviceInfo>
      <HardwareVersion val="TL-WR850N v1 00000001" />
      <SoftwareVersion val="0.9.1 0.1 v0001.0 Build 171124 Rel.29827n" />
    </DeviceInfo>
    <X_TP_UserCfg>
      <AdminPwd val={ADMIN_PASSWORD} />
    </X_TP_UserCfg>
    <Time>
      <LocalTimeZone val=+03:00 />
    </Time>
    <Layer3Forwarding>
      <__ifAliasName val=ewan_pppoe />
    </Layer3Forwarding>
    <LANDevice instance=1 >
      <LANHostConfigManagement>
        <DHCPServerEnable val=1 />
        <MinAddress val=192.168.0.100 />
        <MaxAddress val=192.168.0.199 />
        <DNSServers val=0.0.0.0,0.0.0.0 />
        <IPInterface instance=1 >
          <Enable val=1 />
          <IPInterfaceIPAddress val=192.168.0.1 />
          <IPInterfaceSubnetMask val=255.255.255.0 />
        </IPInterface>
        <IPInterface nextInstance=2 />
      </LANHostConfigManagement>
      <WLANConfiguration instance=1 >
        <Enable val=1 />
        <Channel val=3 />
        <AutoChannelEnable val=1 />
        <SSID val="Home &amp; Garden" />
        <BeaconType val=11i />
        <X_TP_Band val=2.4GHz />
        <X_TP_Bandwidth val=Auto />
        <IEEE11iEncryptionModes val=AESEncryption />
        <IEEE11iAuthenticationMode val=PSKAuthentication />
        <X_TP_PreSharedKey val="{WIFI_PASSWORD}" />
        <SSIDAdvertisementEnabled val=1 />
        <RegulatoryDomain val="RU " />
      </WLANConfiguration>
      <WLANConfiguration instance=2 >
        <Channel val=40 />
        <SSID val=Home-5G />
        <BeaconType val=11i />
        <X_TP_Band val=5GHz />
      </WLANConfiguration>
      <WLANConfiguration nextInstance=3 />
    </LANDevice>
    <LANDevice nextInstance=2 />
    <WANDevice instance=1 >
      <WANEthernetInterfaceConfig>
        <Enable val=1 />
        <X_TP_lastUsedIntf val=pppoe_eth3_d />
      </WANEthernetInterfaceConfig>
      <WANConnectionDevice instance=1 >
        <WANIPConnection instance=1 >
          <Enable val=1 />
          <Name val=ewan_ipoe_s />
          <ExternalIPAddress val=169.254.124.254 />
        </WANIPConnection>
        <WANIPConnection instance=2 >
          <Name val=ewan_ipoe_d />
          <AddressingType val=DHCP />
        </WANIPConnection>
        <WANIPConnection nextInstance=3 />
        <WANPPPConnection instance=1 >
          <Enable val=1 />
          <Name val=ewan_pppoe />
          <Username val=0891234567 />
          <Password val="{PPPOE_PASSWORD.replace("&", "&amp;")}" />
          <MaxMRUSize val=1480 />
          <DNSOverrideAllowed val=1 />
          <DNSServers val=85.175.46.122,8.8.8.8 />
          <SecondConnection val=sec_conn_staip />
        </WANPPPConnection>
        <WANPPPConnection nextInstance=2 />
      </WANConnectionDevice>
      <WANConnectionDevice nextInstance=2 />
    </WANDevice>
    <WANDevice nextInstance=2 />
  </InternetGatewayDevice>
</DslCpeConfig>
"""


def tree(layout: tplink_conf.Layout = "lz", key: str = "default") -> bytes:
    return tplink_conf.encode(tplink_conf.Conf(layout, TREE.encode() + b"\0", key))


UCI_XML = f"""<?xml version="1.0" encoding="utf-8"?>
<config>
<network>
<interface name="lan">
<ipaddr>192.168.7.1</ipaddr>
<netmask>255.255.255.0</netmask>
</interface>
<interface name="internet">
<proto>pppoe</proto>
<username>0891234567</username>
<password>{PPPOE_PASSWORD.replace("&", "&amp;")}</password>
</interface>
</network>
</config>
"""


def luci() -> bytes:
    members = {tplink_backup.USER: UCI_XML.encode(), "ori-backup-certificate.bin": b"-----BEGIN"}
    return tplink_backup.encode(tplink_backup.Backup("tar", members, bytes(16)))


OPENWRT = {
    "etc/config/network": (
        "config interface 'lan'\n\toption device 'br-lan'\n\toption proto 'static'\n\toption ipaddr '192.168.1.1'\n"
        "\toption netmask '255.255.255.0'\n\nconfig interface 'wan'\n\toption device 'wan'\n\toption proto 'pppoe'\n"
        f"\toption username '0891234567'\n\toption password '{PPPOE_PASSWORD}'\n\toption mtu '1480'\n"
        "\toption peerdns '0'\n\tlist dns '85.175.46.122'\n\tlist dns '8.8.8.8'\n"
    ),
    "etc/config/wireless": (
        "config wifi-device 'radio0'\n\toption band '2g'\n\toption channel 'auto'\n\toption country 'RU'\n\n"
        "config wifi-iface 'default_radio0'\n\toption device 'radio0'\n\toption network 'lan'\n\toption mode 'ap'\n"
        f"\toption ssid 'Home'\n\toption encryption 'psk2'\n\toption key '{WIFI_PASSWORD}'\n"
    ),
    "etc/config/dhcp": "config dhcp 'lan'\n\toption interface 'lan'\n\toption start '100'\n\toption limit '150'\n",
    "etc/config/system": "config system\n\toption zonename 'Europe/Moscow'\n\toption timezone 'MSK-3'\n",
    "etc/shadow": "root:$1$hash:0\n",
    "etc/openwrt_release": "DISTRIB_DESCRIPTION='OpenWrt 23.05.5'\n",
}


def openwrt() -> bytes:
    return openwrt_backup.encode({name: text.encode() for name, text in OPENWRT.items()})


EVERY: dict[str, Callable[[], bytes]] = {"asus": asus, "lines": lines, "tree": tree, "luci": luci, "openwrt": openwrt}
