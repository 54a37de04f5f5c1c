"""Settings files of every vendor, as settings and as their own words."""

from __future__ import annotations

import re
import zlib

import pytest
from hypothesis import given, settings

from routercfg.dialects import tplink_backup, tplink_conf, userrpm_file
from routercfg.dialects.asus_cfg import MAGICS
from routercfg.dialects.tplink_des import KEYS, seal
from routercfg.errors import FileUndecodable, FileUnknown
from routercfg.language import TEXTS
from routercfg.secret import Secret
from routercfg.settings import HIDDEN
from routercfg.simulator import asus_cfg as simulated
from routercfg.vendors.files import LARGEST, masked, read
from tests.dialects.damage import damaged
from tests.simulator.asus_rig import rig
from tests.simulator.object_client import C20, WR841N
from tests.simulator.object_client import bench as object_bench
from tests.simulator.userrpm_rig import WR740, WR1043
from tests.simulator.userrpm_rig import bench as green_bench
from tests.vendors import file_samples as samples

COMMON = {
    "wan.protocol": "pppoe",
    "wan.username": "0891234567",
    "wan.password": Secret(samples.PPPOE_PASSWORD),
    "wan.mtu": 1480,
    "dns.servers": ("85.175.46.122", "8.8.8.8"),
    "dns.clients": "automatic",
    "wifi.bands.2.4GHz.enabled": True,
    "wifi.bands.2.4GHz.password": Secret(samples.WIFI_PASSWORD),
    "wifi.bands.2.4GHz.hidden": False,
    "lan.mask": "255.255.255.0",
    "lan.dhcp.enabled": True,
}


@pytest.mark.parametrize("name", ["asus", "lines", "tree", "openwrt"])
def test_what_was_set_is_read(name: str) -> None:
    found = read(samples.EVERY[name]())
    assert dict(found.settings.only(COMMON)) == COMMON
    assert found.left_out == ()


def test_asus_with_all_its_marks() -> None:
    for magic in MAGICS:
        found = read(samples.asus(magic=magic))
        assert found.layout == f"asus-{magic.lower()}"
        assert (found.identity.model, found.identity.firmware) == ("RT-AC85P", "3.0.0.4.382_52288")
        assert found.settings["wifi.bands.5GHz.ssid"] == "Дом-5"
        assert found.settings["time.zone"] == "Europe/Moscow"
        assert found.settings["admin.password"] == Secret(samples.ADMIN_PASSWORD)
        assert found.native["nvram"] == samples.ASUS


def test_asus_files_of_the_paper_router_read_as_its_web_interface_does() -> None:
    with rig() as r:
        raw = r.browser().get("/Settings_RT-AC85P.CFG?path=1").body
        stored = r.router.store.section("nvram")
    found = read(raw)
    assert found.native["nvram"] == stored
    assert found.settings["wifi.bands.2.4GHz.ssid"] == "ASUS_34_2G"
    assert [gap.path for gap in found.left_out] == ["admin.password"]


def test_a_masked_copy_hides_its_passwords_and_says_so() -> None:
    found = read(simulated.encode(simulated.masked({**samples.ASUS, "wan0_pppoe_passwd": "x" * 8}), 3))
    assert found.settings["admin.password"] is HIDDEN
    assert found.settings["wan.password"] is HIDDEN
    assert [note.key for note in found.notes] == ["decode.note.masked"]


def test_a_jffs_block_is_mentioned() -> None:
    found = read(samples.asus(trailer=b"JCFG\x03\0\0\0abc"))
    assert found.notes[0].say() == "a block of JFFS files follows (11 bytes), which is not decoded"


def test_leaves_of_other_protocols_are_not_shown() -> None:
    found = read(samples.asus({"wan0_proto": "dhcp"}))
    assert "wan.password" not in found.settings
    assert found.settings["wan.protocol"] == "dhcp"


def test_what_no_profile_may_have_is_left_out_with_its_reason() -> None:
    bad = {"wl0_wpa_psk": "12345678", "dhcp_start": "10.0.0.1", "http_passwd": "admin", "wan0_pppoe_username": ""}
    found = read(samples.asus(bad))
    assert {gap.path for gap in found.left_out} == {
        "wifi.bands.2.4GHz.password",
        "lan.dhcp.first",
        "admin.password",
        "wan.username",
    }
    assert all(gap.reason.say("ru") for gap in found.left_out)
    assert not {gap.path for gap in found.left_out} & found.settings.keys()


def test_lines_keep_to_themselves_what_no_source_explains() -> None:
    found = read(samples.lines())
    assert "wifi.bands.2.4GHz.security" not in found.settings
    assert found.native["config.bin"]["wlan_sec 1"] == "3"
    assert found.settings["wifi.bands.2.4GHz.ssid"] == "Home of Anna"


def test_a_hashed_password_is_not_shown_as_one() -> None:
    text = samples.LINES.replace(samples.ADMIN_PASSWORD, "21232f297a57a5a743894a0e4a801fc3")
    found = read(samples.lines(text))
    assert found.settings["admin.password"] is HIDDEN
    assert [note.key for note in found.notes] == ["decode.note.hashed"]


@pytest.mark.parametrize(
    ("words", "servers"),
    [
        ({"wan_ppp_dns1": "0.0.0.0", "wan_ppp_dns2": "0.0.0.0"}, "automatic"),
        ({"wan_ppp_dns_auto": "1"}, None),
        ({"wan_ppp_dns2": "0.0.0.0"}, ("85.175.46.122",)),
    ],
)
def test_name_servers_beside_a_word_that_is_not_explained(words: dict[str, str], servers: object) -> None:
    text = samples.LINES
    for name, word in words.items():
        text = re.sub(f"{name} .*", f"{name} {word}\r", text)
    assert read(samples.lines(text)).settings.get("dns.servers") == servers


@pytest.mark.parametrize("protocol", ["dhcp", "static", "l2tp", "pptp"])
def test_lines_of_other_protocols(protocol: str) -> None:
    number = {"dhcp": 0, "static": 1, "l2tp": 6, "pptp": 7}[protocol]
    text = samples.LINES.replace("wan_typ 2", f"wan_typ {number}") + (
        "wan_stc_ip 203.0.113.10\r\nwan_stc_msk 255.255.255.0\r\nwan_stc_gw 203.0.113.1\r\nwan_l2tp_usr u\r\n"
        "wan_l2tp_pwd p\r\nwan_pptp_cusr u\r\nwan_pptp_cpwd p\r\n"
    )
    found = read(samples.lines(text)).settings
    assert found["wan.protocol"] == protocol
    assert ("wan.address" in found) == (protocol == "static")
    assert ("wan.password" in found) == (protocol in {"l2tp", "pptp"})


def test_the_compressed_chinese_kind() -> None:
    raw = userrpm_file.pack_deflated(userrpm_file.Deflated(bytes(range(32)), samples.LINES.encode()))
    found = read(raw)
    assert found.layout == "tplink-userrpm-deflated"
    assert found.settings == read(samples.lines()).settings


@pytest.mark.parametrize("layout", ["xml", "lz", "lz-inside", "lz-length", "zlib"])
def test_trees_of_every_packing(layout: tplink_conf.Layout) -> None:
    found = read(samples.tree(layout))
    assert found.layout == f"tplink-des-{layout}"
    assert (found.identity.model, found.identity.hardware) == ("TL-WR850N", "TL-WR850N v1 00000001")
    assert found.settings["wifi.bands.2.4GHz.ssid"] == "Home & Garden"
    assert found.settings["wifi.country"] == "RU"
    assert found.settings["time.zone"] == "Europe/Moscow"
    assert found.settings["admin.password"] == Secret(samples.ADMIN_PASSWORD)


def test_a_single_band_router_shows_no_dead_radio_and_a_dual_band_one_shows_it_off() -> None:
    assert not any("5GHz" in path for path in read(samples.tree()).settings)
    dual = samples.TREE.replace("TL-WR850N v1 00000001", "Archer C20 v4 00000001").encode()
    found = read(tplink_conf.encode(tplink_conf.Conf("lz", dual + b"\0")))
    assert found.settings["wifi.bands.5GHz.enabled"] is False


def test_what_a_file_leaves_out_is_not_made_up() -> None:
    text = re.sub(r" *<(DNSOverrideAllowed|SecondConnection|IPInterfaceSubnetMask) .*\n", "", samples.TREE)
    found = read(tplink_conf.encode(tplink_conf.Conf("lz", text.encode() + b"\0"))).settings
    assert not {"dns.servers", "wan.secondary", "lan.mask", "wan.vlan", "iptv.mode", "admin.username"} & found.keys()


def test_a_key_that_is_only_claimed_is_said_to_be() -> None:
    assert "decode.note.unproven-key" in [note.key for note in read(samples.tree(key="c50-claimed")).notes]
    assert "decode.note.unproven-key" not in [note.key for note in read(samples.tree(key="xz005")).notes]


def test_luci_backups_show_what_is_known_and_all_their_words() -> None:
    found = read(samples.luci())
    assert found.settings["lan.address"] == "192.168.7.1"
    assert found.native["network"]["internet.password"] == samples.PPPOE_PASSWORD
    assert {note.key for note in found.notes} == {
        "decode.note.native-only",
        "decode.note.no-account",
        "decode.note.members",
    }


def test_files_of_paper_routers_open(tmp_path: object) -> None:
    for name in (WR1043, WR740):
        with green_bench(name) as unit:
            raw = unit.client().get("config.bin").body
            assert read(raw).settings["lan.address"].startswith("192.168.")  # type: ignore[union-attr]
    for name in (C20, WR841N):
        with object_bench(name) as box:
            found = read(box.admin().ask("GET", "/cgi/conf.bin").body)
            assert found.layout == "tplink-des-lz"
            assert any("LAN_WLAN" in page for page in found.native)


def test_openwrt_shows_its_other_files_and_refuses_one_that_is_too_large() -> None:
    found = read(samples.openwrt())
    assert found.identity.firmware == "OpenWrt 23.05.5"
    assert found.notes[0].say() == "it also holds: etc/openwrt_release, etc/shadow"
    assert found.settings["time.zone"] == "Europe/Moscow"


# Secrets.

SECRETS = (samples.PPPOE_PASSWORD, samples.WIFI_PASSWORD, samples.ADMIN_PASSWORD)


@pytest.mark.parametrize("name", samples.EVERY)
def test_masked_words_hold_no_secret_and_all_else(name: str) -> None:
    found = read(samples.EVERY[name]())
    clear, hidden = found.native, masked(found)
    assert [(page, *words) for page, words in clear.items()] == [(page, *words) for page, words in hidden.items()]
    assert not any(secret in word for words in hidden.values() for word in words.values() for secret in SECRETS)
    assert any("192.168." in word for words in hidden.values() for word in words.values())
    assert not any(secret in repr(found) for secret in SECRETS)


@pytest.mark.parametrize(
    "key",
    ["wl0_wpa_psk", "http_passwd", "ddns_passwd_x", "wps_device_pin", "vpn_crt_server1_key", "sshd_authkeys",
     "wl0_key1", "WEPKey", "RadiusServerPassword", "lgn_opswd", "AdminPwd", "private_key",
     "vpnc_clientlist", "oauth_token"],
)  # fmt: skip
def test_words_that_are_secrets_by_their_name(key: str) -> None:
    assert masked(read(samples.asus({key: "abc123"})))["nvram"][key] == "(secret)"


@pytest.mark.parametrize("key", ["wl0_auth_mode_x", "wan0_proto", "ping_target", "portmapping", "wl0_ssid", "monkeys"])
def test_words_that_are_not(key: str) -> None:
    assert masked(read(samples.asus({key: "abc123"})))["nvram"][key] == "abc123"


# Everything else.


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "it is empty"),
        (b"  \n", "it is empty"),
        (b"<!DOCTYPE html><html><body>Login</body></html>", "login page"),
        (b"version: 1\n", "plain text"),
        (bytes(range(256)) * 3, "none of the layouts"),
        (b"\xff" * (LARGEST + 1), "larger than"),
        (seal(zlib.compress(b"x" * 500), b"12345678"), "none of the layouts"),
    ],
)
def test_unknown_files_are_said_to_be_unknown(raw: bytes, said: str) -> None:
    with pytest.raises(FileUnknown, match=said) as caught:
        read(raw)
    assert caught.value.exit_code == 10
    for name in ("Settings_*.CFG", "conf.bin", "config.bin", "backup-*.bin", "OpenWrt"):
        assert name in caught.value.next_step("en")
        assert name in caught.value.next_step("ru")


def test_every_layout_has_a_title_in_both_languages() -> None:
    layouts = [f"asus-{magic.lower()}" for magic in MAGICS]
    layouts += [f"tplink-des-{name}" for name in tplink_conf.Layout.__args__]  # type: ignore[attr-defined]
    layouts += [f"tplink-aes-{name}" for name in tplink_backup.Layout.__args__]  # type: ignore[attr-defined]
    layouts += ["tplink-userrpm", "tplink-userrpm-deflated", "tplink-des-lz-chunks", "openwrt", "asus-cfg"]
    assert all(f"decode.layout.{layout}" in TEXTS for layout in layouts)


@settings(max_examples=250, deadline=None)
@given(damaged([make() for make in samples.EVERY.values()]))
def test_damage_never_gives_another_error(raw: bytes) -> None:
    try:
        found = read(raw)
    except (FileUndecodable, FileUnknown) as bad:
        assert not any(secret in str(bad) for secret in SECRETS)  # noqa: PT017
        return
    masked(found)


def test_noise_under_every_key_is_refused() -> None:
    for key in KEYS.values():
        with pytest.raises(FileUnknown):
            read(seal(b"\x01noise" * 200, key.octets))
