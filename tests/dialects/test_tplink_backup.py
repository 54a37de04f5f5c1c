"""AES backups of LuCI-style firmware, the archives inside them, and OpenWrt's."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
import zlib
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects import archives, openwrt_backup
from routercfg.dialects.tplink_backup import USER, Backup, Layout, decode, encode, seal
from routercfg.dialects.tplink_uci_xml import packages
from routercfg.errors import FileUndecodable
from tests.dialects.damage import damaged, survives
from tests.simulator.test_tplink_backup import MULTIPART, WIFI
from tests.simulator.tplink_client import bench

XML = (
    b'<?xml version="1.0"?>\n<config>\n<network>\n<interface name="lan">\n<ipaddr>10.0.0.1</ipaddr>\n'
    b"</interface>\n</network>\n</config>\n"
)
MARK = hashlib.md5(b"Archer AX20").digest()
OPENSSL = bytes.fromhex(
    "53616c7465645f5f01020304050607080278b6ec6972f4c3faca091d37798cbc3579c5ed1c3d82580a4a9fbc77a9f9d5db80d35389b7022e"
    "658fdd66d5eda47e8f278aada33d6f613bb30502ea08d8d8162e4402febb7f3287fac364e2ad3d735992d5c76b348084fffb518b3e72211a"
    "091aa673b7cf895fd475ed4495c6442751b5879652c69e924f6f3c91feef9a13b540592f146cc68db596306e999f1cc5b3a8abbc80fadee8"
    "08415279b42e5cd5f4dbff509adbe48e12a0f0a1341e5b05251d629dfaecb98cec9eb5e3df7539e813227c9c283453fbb9e19eade8ceea76"
    "aa83a1c8679ba18366030f036563912b"
)
"""Made by ``openssl enc -aes-256-cbc -md md5 -k 'Archer C7'`` around zlib around an archive."""


def test_the_published_layer() -> None:
    assert zlib.compress(b"<config></config>\n").hex() == "789cb349cecf4bcb4cb7b3d18732b8003cb7061a"
    sealed = "933cfd7e34d71f72e7ede2794414b6877ba8476428d12a8e74c89ed3efd1b7f7"
    assert seal(b"<config></config>\n").hex() == sealed
    assert decode(bytes.fromhex(sealed)) == Backup("xml", {USER: b"<config></config>\n"})


BACKUPS = {
    "tar": Backup(
        "tar", {USER: XML, "ori-backup-certificate.bin": b"", "ori-backup-ap-config.bin": b"<config/>"}, MARK
    ),
    "single": Backup("single", {USER: XML}, MARK),
    "xml": Backup("xml", {USER: XML}),
    "parts": Backup("parts", {"userconf1": XML, "userconf2": b"", "commonconf": b"image_boot=0\0device_mode=router\0"}),
}


@pytest.mark.parametrize("name", BACKUPS)
def test_every_layout_there_and_back(name: str) -> None:
    raw = encode(BACKUPS[name])
    assert decode(raw) == BACKUPS[name]
    assert encode(decode(raw) or BACKUPS[name]) == raw


def test_two_partitions_with_one_more() -> None:
    four = Backup("parts", {"userconf1": XML, "userconf2": b"", "extern": b"<x/>", "commonconf": b"image_boot=1\0"})
    assert decode(encode(four)) == four
    with pytest.raises(ValueError, match="parts"):
        encode(Backup("parts", {"userconf1": XML}))


def test_an_old_backup_opens_with_the_product_s_name_only() -> None:
    backup = decode(OPENSSL, "Archer C7")
    assert backup is not None
    assert (backup.layout, b"192.168.7.1" in backup.members[USER]) == ("salted", True)
    assert decode(encode(backup, "Archer C7", OPENSSL[8:16]), "Archer C7") == backup
    with pytest.raises(FileUndecodable, match="--product"):
        decode(OPENSSL)
    with pytest.raises(FileUndecodable, match="Archer C9"):
        decode(OPENSSL, "Archer C9")


def test_the_gzip_variant() -> None:
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w") as tar:
        entry = tarfile.TarInfo("tmp/user-config.xml")
        entry.size = len(XML)
        tar.addfile(entry, io.BytesIO(XML))
    raw = seal(MARK + archives.archive({USER: gzip.compress(inside.getvalue())}))
    assert decode(raw) == Backup("tar", {USER: XML}, MARK)


def test_what_the_paper_router_saves_opens() -> None:
    with bench() as it:
        client = it.admin()
        client.write(WIFI, {"ssid": "Home & <Co>", "psk_key": "keybefore1"})
        raw = client.plain(MULTIPART, "backup").body
    backup = decode(raw)
    assert backup is not None
    assert backup.layout == "tar"
    assert b"Home &amp; &lt;Co&gt;" in backup.members[USER]
    assert decode(encode(backup)) == backup


@pytest.mark.parametrize("name", ["tar", "single", "xml", "parts"])
def test_cut_and_changed_files_are_not_believed(name: str) -> None:
    """The router takes half a file without a word and loses the rest [observed-tplink-ax20]; we do not."""
    raw = encode(BACKUPS[name])
    for bad in (raw[:-16], raw[: len(raw) // 32 * 16], bytes([*raw[:-20], raw[-20] ^ 1, *raw[-19:]])):
        backup = survives(decode, bad)
        assert backup is None or backup.layout != name or name == "xml"


@pytest.mark.parametrize("layers", [1, 2])
def test_bombs_stop_at_the_limit(layers: int) -> None:
    bomb = seal(bytes(30_000_000)) if layers == 1 else seal(MARK + archives.archive({USER: seal(bytes(30_000_000))}))
    with pytest.raises(FileUndecodable, match="more than"):
        decode(bomb)
    with pytest.raises(FileUndecodable, match="more than"):
        openwrt_backup.decode(gzip.compress(bytes(30_000_000)))


def test_many_small_bombs_together_stop_at_the_limit() -> None:
    members = {f"{number}.bin": seal(bytes(4_000_000)) for number in range(8)}
    with pytest.raises(FileUndecodable, match="more than"):
        decode(seal(MARK + archives.archive(members)))


@settings(max_examples=200, deadline=None)
@given(damaged([OPENSSL, *(encode(backup) for backup in BACKUPS.values())]))
def test_damage_never_gives_another_error(raw: bytes) -> None:
    backup = survives(lambda file: decode(file, "Archer C7"), raw)
    for text in backup.members.values() if backup else ():
        survives(packages, text)


def test_layouts_are_those_that_have_tests() -> None:
    assert {*BACKUPS, "salted"} == set(Layout.__args__)  # type: ignore[attr-defined]


# The text inside.


def test_packages_sections_and_options() -> None:
    text = (
        '<?xml version="1.0"?><config><ddns><service name="dyndns"><enabled>off</enabled><note>a &lt;&amp;b</note>'
        "</service></ddns><dhcp><host><mac>1</mac></host><host><mac>2</mac></host>"
        '<dnsmasq name="d"><server>1.1.1.1</server><server>8.8.8.8</server><empty/>'
        "<names>\n<item>x</item>\n<item>y</item>\n</names></dnsmasq></dhcp></config>"
    )
    assert packages(text.encode()) == {
        "ddns": {"dyndns": "service", "dyndns.enabled": "off", "dyndns.note": "a <&b"},
        "dhcp": {
            "@host[0]": "host",
            "@host[0].mac": "1",
            "@host[1]": "host",
            "@host[1].mac": "2",
            "d": "dnsmasq",
            "d.server": "\x1f1.1.1.1\x1f8.8.8.8",
            "d.empty": "",
            "d.names": "\x1fx\x1fy",
        },
    }


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["<config>", "</config>", "<a>", "</a>", '<b name="c">', "</b>", "<d/>", "x", "&lt;", "<"])
    )
)
def test_texts_that_do_not_fit_never_give_another_error(pieces: list[str]) -> None:
    survives(packages, "".join(pieces).encode())


# Archives.


def tarred(files: Mapping[str, bytes], **how: int) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", **how) as tar:  # type: ignore[call-overload]
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
        tar.addfile(tarfile.TarInfo("etc/nothing"))
    return out.getvalue()


@pytest.mark.parametrize("how", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT])
def test_archives_of_others_and_ours(how: int) -> None:
    files = {"./etc/config/network": b"config interface 'lan'\n", "a" * 60 + "/" + "b" * 60: b"x" * 513}
    found = archives.files(tarred(files, format=how), "openwrt")
    assert found == {**{name.removeprefix("./"): text for name, text in files.items()}, "etc/nothing": b""}
    with tarfile.open(fileobj=io.BytesIO(archives.archive({"one": b"1", "two": b""}))) as tar:
        assert tar.getnames() == ["one", "two"]
    with pytest.raises(ValueError, match="name"):
        archives.archive({"n" * 101: b""})


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x"])
def test_names_that_lead_outside_are_refused(name: str) -> None:
    with pytest.raises(FileUndecodable):
        archives.files(tarred({name: b"x"}), "openwrt")


def test_an_openwrt_backup() -> None:
    files = {"etc/config/network": b"config interface 'lan'\n", "etc/shadow": b"root:x:0"}
    raw = openwrt_backup.encode(files)
    assert openwrt_backup.decode(raw) == files
    assert openwrt_backup.decode(b"PK") is None
    with pytest.raises(FileUndecodable, match="network"):
        openwrt_backup.decode(openwrt_backup.encode({"etc/shadow": b""}))
    for bad in (raw[:-1], raw[: len(raw) // 2], b"\x1f\x8b"):
        with pytest.raises(FileUndecodable):
            openwrt_backup.decode(bad)


@settings(max_examples=150, deadline=None)
@given(
    damaged([archives.archive({"etc/config/network": b"config"}), openwrt_backup.encode({"etc/config/network": b"x"})])
)
def test_damage_to_archives_never_gives_another_error(raw: bytes) -> None:
    survives(lambda file: archives.files(file, "openwrt"), raw)
    survives(openwrt_backup.decode, raw)
