"""The profile of the contract, word for word: what users were promised must load."""

from __future__ import annotations

from routercfg import profile
from routercfg.secret import Secret
from tests.profile.conftest import Write

PROMISED = """\
# yaml-language-server: $schema=…/profile.schema.json
version: 1
name: rostelecom-south-family-flat
extends: generic-pppoe            # a shipped name, or a path relative to this file
wan:
  protocol: pppoe                 # dhcp | pppoe | static | l2tp | pptp
  username: "0891234567"
  password: {env: PPPOE_PASSWORD} # or {file: PATH}, {prompt: TEXT}, {keyring: NAME}
  mtu: 1492                       # bytes
  mac: default                    # default | clone | aa:bb:cc:dd:ee:ff
dns:
  servers: [85.175.46.122, 8.8.8.8]      # one or two; or: automatic
  by_vendor:                              # instead of servers, where the provider's pairs differ
    tplink: [85.175.46.122, 8.8.8.8]
    asus: [80.251.108.198, 8.8.8.8]
  clients: automatic                      # what DHCP hands out: automatic | [a, b]
  fallback: [77.88.8.8, 77.88.8.1]        # used by checks, never silently
wifi:
  ssid: Home                      # for every band unless a band says otherwise
  security: wpa2                  # open | wpa | wpa/wpa2 | wpa2 | wpa2/wpa3 | wpa3
  password: {file: key.txt}
  country: RU
  bands:
    2.4GHz: {channel: auto, width: 20}          # width in MHz, or auto
    5GHz: {ssid: Home-5G, channel: 36, enabled: true, hidden: false}
lan: {address: 192.168.1.1, mask: 255.255.255.0, dhcp: {enabled: true, first: 192.168.1.100, last: 192.168.1.199}}
iptv: {mode: bridge, port: 4}     # mode: off | bridge | vlan, with internet/iptv/voip ids and priorities
admin: {username: admin, password: {prompt: "Router administrator's password"}}
time: {zone: Europe/Moscow}
"""


def test_the_promised_profile_loads_and_means_what_it_says(write: Write) -> None:
    write("wifi-secret\n", "key.txt", version=False)
    loaded = profile.load(write(PROMISED, version=False))
    assert loaded.name == "rostelecom-south-family-flat"
    ready = loaded.resolve(lambda text: f"for-{text[:6]}", {"PPPOE_PASSWORD": "line"})
    assert ready.warnings == ()
    assert ready.credentials() == ("admin", Secret("for-Router"))
    assert dict(ready.desired("asus", ("2.4GHz", "5GHz"))) == {
        "wan.protocol": "pppoe",
        "wan.username": "0891234567",
        "wan.password": Secret("line"),
        "wan.mtu": 1492,
        "wan.mac": "default",
        "wan.secondary": "none",
        "dns.servers": ("80.251.108.198", "8.8.8.8"),
        "dns.clients": "automatic",
        "wifi.country": "RU",
        "wifi.bands.2.4GHz.ssid": "Home",
        "wifi.bands.2.4GHz.security": "wpa2",
        "wifi.bands.2.4GHz.password": Secret("wifi-secret"),
        "wifi.bands.2.4GHz.channel": "auto",
        "wifi.bands.2.4GHz.width": 20,
        "wifi.bands.5GHz.enabled": True,
        "wifi.bands.5GHz.ssid": "Home-5G",
        "wifi.bands.5GHz.security": "wpa2",
        "wifi.bands.5GHz.password": Secret("wifi-secret"),
        "wifi.bands.5GHz.hidden": False,
        "wifi.bands.5GHz.channel": 36,
        "lan.address": "192.168.1.1",
        "lan.mask": "255.255.255.0",
        "lan.dhcp.enabled": True,
        "lan.dhcp.first": "192.168.1.100",
        "lan.dhcp.last": "192.168.1.199",
        "iptv.mode": "bridge",
        "iptv.port": 4,
        "admin.username": "admin",
        "admin.password": Secret("for-Router"),
        "time.zone": "Europe/Moscow",
    }
