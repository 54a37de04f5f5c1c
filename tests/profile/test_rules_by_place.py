"""Every rule broken in turn: the fault has its place, its path and its sentence, in both languages."""

from __future__ import annotations

import pytest

from routercfg import profile
from tests.profile.conftest import Write, faults

# text below "version: 1" · line:column · path · key of the sentence
BROKEN = [
    ("wifi: {password: short12}", "2:18", "wifi.password", "text.length"),
    (f"wifi: {{password: {'x' * 64}}}", "2:18", "wifi.password", "text.length"),
    ('wifi: {password: " leading1"}', "2:18", "wifi.password", "text.blanks"),
    ('wifi: {password: "trailing1 "}', "2:18", "wifi.password", "text.blanks"),
    ('wifi: {password: "00000000"}', "2:18", "wifi.password", "psk.weak"),
    ('wifi: {password: "12345678"}', "2:18", "wifi.password", "psk.weak"),
    ("wifi: {password: парольдома}", "2:18", "wifi.password", "text.ascii"),
    ("wifi:\n  bands:\n    5GHz:\n      password: short", "5:17", "wifi.bands.5GHz.password", "text.length"),
    ("wifi: {security: open, password: longenough}", "2:34", "wifi.password", "wifi.open"),
    ("wifi: {security: open, bands: {5GHz: {password: longenough}}}", "2:49", "wifi.bands.5GHz.password", "wifi.open"),
    ("wifi: {security: wep}", "2:18", "wifi.security", "value"),
    (f"wifi: {{ssid: {'я' * 17}}}", "2:14", "wifi.ssid", "ssid.length"),
    (f"wifi: {{ssid: {'x' * 33}}}", "2:14", "wifi.ssid", "ssid.length"),
    ('wifi: {ssid: "a\\tb"}', "2:14", "wifi.ssid", "text.control"),
    ("wifi: {country: ru}", "2:17", "wifi.country", "country.form"),
    ("wifi: {country: RUS}", "2:17", "wifi.country", "country.form"),
    ("wifi: {bands: {2.4GHz: {channel: 14}}}", "2:34", "wifi.bands.2.4GHz.channel", "channel.unknown"),
    ("wifi: {bands: {5GHz: {channel: 100}}}", "2:32", "wifi.bands.5GHz.channel", "channel.unknown"),
    ("wifi: {bands: {5GHz: {channel: 37}}}", "2:32", "wifi.bands.5GHz.channel", "channel.unknown"),
    ("wifi: {bands: {5GHz: {channel: wide}}}", "2:32", "wifi.bands.5GHz.channel", "value"),
    ("wifi: {bands: {5GHz: {channel: 165, width: 80}}}", "2:32", "wifi.bands.5GHz.channel", "channel.block"),
    ("wifi: {bands: {5GHz: {channel: 149, width: 160}}}", "2:32", "wifi.bands.5GHz.channel", "channel.block"),
    ("wifi: {bands: {2.4GHz: {width: 80}}}", "2:32", "wifi.bands.2.4GHz.width", "width.unknown"),
    ("wifi: {bands: {5GHz: {width: 30}}}", "2:30", "wifi.bands.5GHz.width", "width.unknown"),
    (f"wan: {{username: {'x' * 119}}}", "2:17", "wan.username", "text.length"),
    ("wan: {username: логин}", "2:17", "wan.username", "text.ascii"),
    ('wan: {username: "a "}', "2:17", "wan.username", "text.blanks"),
    (f"wan: {{password: {'x' * 119}}}", "2:17", "wan.password", "text.length"),
    (f"wan: {{service_name: {'x' * 33}}}", "2:21", "wan.service_name", "text.length"),
    ("wan: {server: a_b.ru}", "2:15", "wan.server", "server.form"),
    ("wan: {server: 1.2.3}", "2:15", "wan.server", "address.form"),
    (f"wan: {{server: {'a.' * 32}ru}}", "2:15", "wan.server", "text.length"),
    ("wan: {mtu: 575}", "2:12", "wan.mtu", "number.range"),
    ("wan: {mtu: 1501}", "2:12", "wan.mtu", "number.range"),
    ("wan: {mtu: big}", "2:12", "wan.mtu", "value"),
    ('wan: {mtu: "1400"}', "2:12", "wan.mtu", "value"),
    ("wan: {protocol: pppoe, username: a, password: b, mtu: 1493}", "2:55", "wan.mtu", "number.range"),
    ("wan: {protocol: l2tp, server: s, username: a, password: b, mtu: 1461}", "2:65", "wan.mtu", "number.range"),
    ("wan: {protocol: pptp, server: s, username: a, password: b, mtu: 1421}", "2:65", "wan.mtu", "number.range"),
    ("wan: {protocol: wifi}", "2:17", "wan.protocol", "value"),
    ("wan: {protocol: pppoe, username: a}", "2:17", "wan.password", "missing"),
    ("wan: {protocol: l2tp, username: a, password: b}", "2:17", "wan.server", "missing"),
    ("wan: {secondary: maybe}", "2:18", "wan.secondary", "value"),
    ("wan: {vlan: 4095}", "2:13", "wan.vlan", "number.range"),
    ("wan: {vlan: 0}", "2:13", "wan.vlan", "number.range"),
    ("wan: {mac: aa:bb:cc:dd:ee}", "2:12", "wan.mac", "mac.form"),
    ("wan: {mac: aa:bb-cc:dd:ee:ff}", "2:12", "wan.mac", "mac.form"),
    ("wan: {mac: 01:bb:cc:dd:ee:ff}", "2:12", "wan.mac", "mac.group"),
    ("wan: {mac: ff:ff:ff:ff:ff:ff}", "2:12", "wan.mac", "mac.group"),
    ('wan: {mac: "00:00:00:00:00:00"}', "2:12", "wan.mac", "mac.group"),
    ("wan: {address: 10.0.0}", "2:16", "wan.address", "address.form"),
    ("wan: {address: 10.0.0.256}", "2:16", "wan.address", "address.form"),
    ("wan: {address: 10.0.0.01}", "2:16", "wan.address", "address.form"),
    ("wan: {address: 127.0.0.1}", "2:16", "wan.address", "address.host"),
    ("wan: {address: 224.0.0.1}", "2:16", "wan.address", "address.host"),
    ("wan: {address: 10.0.0.255, mask: 255.255.255.0}", "2:16", "wan.address", "address.edge"),
    ("wan: {mask: 255.0.255.0}", "2:13", "wan.mask", "mask.form"),
    ("wan: {mask: 255.255.255.255}", "2:13", "wan.mask", "mask.form"),
    ("wan: {address: 10.0.0.2, mask: 255.255.255.0, gateway: 10.0.1.1}", "2:56", "wan.gateway", "gateway.outside"),
    ("wan: {address: 10.0.0.2, mask: 255.255.255.0, gateway: 10.0.0.2}", "2:56", "wan.gateway", "gateway.self"),
    ("wan: {address: 10.0.0.2, mask: 255.255.255.0, gateway: 10.0.0.0}", "2:56", "wan.gateway", "address.edge"),
    ("wan: {address: 10.0.0.2, mask: 255.255.255.0}\nlan: {address: 10.0.0.1}", "3:16", "lan.address", "net.same"),
    ("dns: {servers: []}", "2:16", "dns.servers", "list.empty"),
    ("dns: {servers: manual}", "2:16", "dns.servers", "value"),
    ("dns: {servers: [1.1.1.1, 1.0.0.1, 8.8.8.8]}", "2:16", "dns.servers", "dns.count"),
    ("dns: {servers: [1.1.1.1, 1.1.1.1]}", "2:16", "dns.servers", "dns.twice"),
    ("dns: {servers: [0.0.0.0]}", "2:16", "dns.servers", "address.host"),
    ("dns: {servers: [255.255.255.255]}", "2:16", "dns.servers", "address.host"),
    ("dns: {servers: [one]}", "2:16", "dns.servers", "address.form"),
    ("dns: {fallback: 1.1.1.1}", "2:17", "dns.fallback", "list"),
    ("dns: {by_vendor: {asus: [0.0.0.0]}}", "2:25", "dns.by_vendor.asus", "address.host"),
    ("lan: {address: 192.168.1.1}\ndns: {servers: [192.168.1.1]}", "3:16", "dns.servers", "dns.loop"),
    ("lan: {dhcp: {first: 192.168.1.9, last: 192.168.1.2}}", "2:21", "lan.dhcp.first", "pool.order"),
    ("lan: {dhcp: {first: 192.168.1.0}}", "2:21", "lan.dhcp.first", "pool.octet"),
    ("lan: {dhcp: {last: 192.168.1.255}}", "2:20", "lan.dhcp.last", "pool.octet"),
    ("lan: {address: 192.168.1.1, dhcp: {first: 192.168.2.2}}", "2:43", "lan.dhcp.first", "pool.outside"),
    (
        "lan: {address: 192.168.1.5, dhcp: {first: 192.168.1.2, last: 192.168.1.9}}",
        "2:43",
        "lan.dhcp.first",
        "pool.router",
    ),
    ("lan: {dhcp: {enabled: 1}}", "2:23", "lan.dhcp.enabled", "trap.number"),
    ("iptv: {mode: vlan}", "2:14", "iptv.mode", "vlan.missing"),
    ("iptv: {port: 5}", "2:14", "iptv.port", "number.range"),
    ("iptv: {iptv: {id: 1}}", "2:19", "iptv.iptv.id", "number.range"),
    ("iptv: {internet: {id: 1}}", "2:23", "iptv.internet.id", "number.range"),
    ("iptv: {iptv: {priority: 8}}", "2:25", "iptv.iptv.priority", "number.range"),
    ("wan: {vlan: 30}\niptv: {voip: {id: 30}}", "3:19", "iptv.voip.id", "vlan.twice"),
    ("wan: {vlan: 30}\niptv: {internet: {id: 31}}", "3:23", "iptv.internet.id", "twice"),
    ("admin: {password: four}", "2:19", "admin.password", "text.length"),
    ("admin: {password: admin}", "2:19", "admin.password", "admin.weak"),
    ('admin: {password: "two words"}', "2:19", "admin.password", "admin.letters"),
    (f"admin: {{password: {'x' * 33}}}", "2:19", "admin.password", "text.length"),
    ("wifi: {password: same-words}\nadmin: {password: same-words}", "3:19", "admin.password", "admin.same"),
    ('admin: {username: "a b"}', "2:19", "admin.username", "admin.name"),
    ("time: {zone: Moscow}", "2:14", "time.zone", "zone.unknown"),
    ("checked: yesterday", "2:10", "checked", "date"),
    ("ask: [wan.nothing]", "2:6", "ask", "ask.unknown"),
    ("wifi: {bands: {6GHz: {ssid: x}}}", "2:16", "wifi.bands.6GHz", "unknown.near"),
    ("wan: {usrname: x}", "2:7", "wan.usrname", "unknown.near"),
    ("wan: {colour: red}", "2:7", "wan.colour", "unknown"),
    ("ssid: Home", "2:1", "ssid", "unknown.near"),
    ("wan.mtu: 1400", "2:1", "wan.mtu", "unknown.near"),
    ("wan: pppoe", "2:6", "wan", "section"),
    ("wan:", "2:5", "wan", "section"),
    ("wan: {username: [a]}", "2:17", "wan.username", "shape"),
    ("wan: {password: {enviroment: X}}", "2:17", "wan.password", "reference"),
    ("wan: {password: {env: }}", "2:23", "wan.password", "reference"),
    ("wan: {mtu: 1400}\nwan: {mtu: 1400}", "3:1", "wan", "twice"),
    ("wan:\n  mtu: 1400\n  mtu: 1400", "4:3", "wan.mtu", "twice"),
]


@pytest.mark.parametrize(("text", "place", "path", "key"), BROKEN)
def test_each_broken_rule_is_named_at_its_place(write: Write, text: str, place: str, path: str, key: str) -> None:
    file = write(text)
    found = faults(file)
    assert [(f"{f.line}:{f.column}", f.path, f.what.key) for f in found] == [(place, path, f"profile.{key}")]
    english, russian = found[0].say(), found[0].say("ru")
    assert english.startswith(f"{file}:{place}: {path}: ")
    assert english != russian
    assert english.isascii() or any(letter in english for letter in "“”—…я")


def test_all_faults_come_at_once_in_the_order_of_the_file(write: Write) -> None:
    text = "wan:\n  mtu: 9\n  usrname: x\n  username: 089\nwifi:\n  password: short\nadmin: {password: admin}\n"
    assert [(f.line, f.path) for f in faults(write(text))] == [
        (3, "wan.mtu"),
        (4, "wan.usrname"),
        (5, "wan.username"),
        (7, "wifi.password"),
        (8, "admin.password"),
    ]


@pytest.mark.parametrize(
    ("mac", "canonical"),
    [
        ("aa:bb:cc:dd:ee:0f", "AA:BB:CC:DD:EE:0F"),
        ("AA-BB-CC-DD-EE-0F", "AA:BB:CC:DD:EE:0F"),
        ("aabbccddee0f", "AA:BB:CC:DD:EE:0F"),
        ('"02:11:22:33:44:55"', "02:11:22:33:44:55"),
        ("clone", "clone"),
        ("default", "default"),
    ],
)
def test_a_mac_comes_out_in_one_form(write: Write, mac: str, canonical: str) -> None:
    assert profile.load(write(f"wan: {{mac: {mac}}}")).desired("asus", ()) == {"wan.mac": canonical}


def test_the_edges_of_the_limits_are_permitted(write: Write) -> None:
    text = f"""
wan: {{protocol: static, address: 10.20.30.2, mask: 255.255.255.252, gateway: 10.20.30.1, mtu: 1500, vlan: 4094}}
dns: {{servers: [77.88.8.8], clients: [192.168.1.1], by_vendor: {{asus: automatic}}}}
wifi:
  ssid: {"я" * 16}
  password: {"a" * 63}
  bands:
    2.4GHz: {{channel: 13, width: 40, password: {"0f" * 32}}}
    5GHz: {{channel: 48, width: 80}}
lan: {{address: 192.168.1.1, mask: 255.255.255.0, dhcp: {{enabled: no, first: 192.168.1.2, last: 192.168.1.254}}}}
iptv: {{mode: vlan, port: 4, iptv: {{id: 2, priority: 7}}, voip: {{id: none}}}}
admin: {{username: admin, password: "five5"}}
time: {{zone: Europe/Moscow}}
"""
    assert profile.load(write(text)).desired("asus", ("2.4GHz", "5GHz"))["lan.dhcp.enabled"] is False


@pytest.mark.parametrize(
    ("text", "path", "key"),
    [
        ("wifi: {ssid: Дом}", "wifi.ssid", "ssid.letters"),
        ("wifi: {ssid: 'a\"b'}", "wifi.ssid", "ssid.quote"),
        ("wifi: {ssid: ' a'}", "wifi.ssid", "ssid.blanks"),
        ("wifi: {security: wpa2}", "wifi.security", "wifi.keyless"),
        ("dns: {servers: [10.0.0.1]}", "dns.servers", "dns.private"),
        ("dns: {servers: [100.64.0.1]}", "dns.servers", "dns.private"),
        (f"wan: {{username: {'x' * 65}}}", "wan.username", "account.asus"),
        (f"wan: {{service_name: {'x' * 32}}}", "wan.service_name", "service.tplink"),
        ("wifi: {bands: {5GHz: {channel: 52}}}", "wifi.bands.5GHz.channel", "channel.radar"),
        (f"admin: {{password: {'x' * 17}}}", "admin.password", "admin.long"),
        (
            "wan: {secondary: none, protocol: l2tp, server: s, username: a, password: b}",
            "wan.secondary",
            "secondary.none",
        ),
        ("wan:  # login\n  username: user #1", "wan.username", "comment"),
    ],
)
def test_what_may_not_work_everywhere_is_a_warning_with_a_place(write: Write, text: str, path: str, key: str) -> None:
    (warning,) = profile.load(write(text)).warnings
    assert warning.line in (2, 3)
    assert (warning.path, warning.what.key) == (path, f"profile.{key}")
    assert warning.say("ru") != warning.say()


def test_channels_outside_russia_follow_the_wider_table(write: Write) -> None:
    text = "wifi: {country: DE, bands: {5GHz: {channel: 100, width: 160}}}"
    assert profile.load(write(text)).desired("asus", ())["wifi.bands.5GHz.channel"] == 100
