"""``routercfg decode``: profile and native words, masked, offline."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from tests.cli.shell import here, written
from tests.vendors import file_samples as samples

SECRETS = (samples.PPPOE_PASSWORD, samples.WIFI_PASSWORD, samples.ADMIN_PASSWORD)


def saved(folder: Path, name: str) -> str:
    file = folder / f"{name}.bin"
    file.write_bytes(samples.EVERY[name]())
    return str(file)


@pytest.mark.parametrize("name", samples.EVERY)
@pytest.mark.parametrize("more", [[], ["--show-secrets"], ["--lang", "ru"]])
def test_what_is_shown_is_a_profile(name: str, more: list[str], tmp_path: Path) -> None:
    shown = here("decode", saved(tmp_path, name), *more)
    assert shown.code == 0
    assert here("profile", "validate", written(tmp_path, shown.out, "shown.yaml")).code == 0
    assert f"{name}.bin" in shown.out.splitlines()[0]


@pytest.mark.parametrize("name", samples.EVERY)
@pytest.mark.parametrize("more", [[], ["--native"], ["--format", "json"], ["-v"], ["--native", "--lang", "ru"]])
def test_secrets_are_shown_to_who_asks_only(name: str, more: list[str], tmp_path: Path) -> None:
    masked = here("decode", saved(tmp_path, name), *more)
    clear = here("decode", saved(tmp_path, name), *more, "--show-secrets")
    assert (masked.code, clear.code) == (0, 0)
    assert not any(secret in masked.out + masked.err for secret in SECRETS)
    if name != "luci" or "--native" in more:
        assert samples.PPPOE_PASSWORD in clear.out


def test_the_profile_asks_for_its_secrets(tmp_path: Path) -> None:
    shown = here("decode", saved(tmp_path, "asus")).out
    assert "password: {prompt: wan.password}" in shown
    assert "# Router: ASUS RT-AC85P" in shown
    assert "# Firmware: 3.0.0.4.382_52288" in shown


def test_native_words(tmp_path: Path) -> None:
    shown = here("decode", saved(tmp_path, "asus"), "--native").out
    assert shown.startswith("[nvram]\n")
    assert "\nwl1_ssid=Дом-5\n" in shown
    assert "\nhttp_passwd=(secret)\n" in shown
    lists = here("decode", saved(tmp_path, "openwrt"), "--native").out
    assert "[network]" in lists
    assert "\nwan.dns=85.175.46.122 8.8.8.8\n" in lists


def test_the_document(tmp_path: Path) -> None:
    told = here("decode", saved(tmp_path, "openwrt"), "--format", "json").json
    assert (told["command"], told["exit_code"], told["error"], told["layout"]) == ("decode", 0, None, "openwrt")
    assert told["router"]["vendor"] == "openwrt"
    assert told["router"]["address"] is None
    assert told["settings"]["wan"]["password"] == "(secret)"
    assert told["settings"]["lan"]["address"] == "192.168.1.1"
    assert told["native"]["network"]["wan.dns"] == ["85.175.46.122", "8.8.8.8"]
    assert told["native"]["network"]["wan.password"] == "(secret)"
    assert told["left_out"] == []
    assert told["notes"] == ["it also holds: etc/openwrt_release, etc/shadow"]


def test_what_no_profile_may_have_stands_in_the_comment(tmp_path: Path) -> None:
    file = tmp_path / "Settings.CFG"
    file.write_bytes(samples.asus({"http_passwd": "admin", "dhcp_start": "10.0.0.1"}))
    shown = here("decode", str(file)).out
    assert "#   admin.password: " in shown
    assert "#   lan.dhcp.first: " in shown
    told = here("decode", str(file), "--format", "json", "--lang", "ru").json
    assert [gap["path"] for gap in told["left_out"]] == ["lan.dhcp.first", "admin.password"]


def test_a_terminal_is_told_nothing_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "bad\x1b[2J.CFG"
    words = {"wl0_ssid": "a\x1b]0;x\x07b", "productid": "RT\x1b[31m", "note": "new\nline=1"}
    file.write_bytes(samples.asus(words, "HDR1"))
    for more in ([], ["--native"], ["--format", "json"]):
        ran = here("decode", str(file), *more)
        assert ran.code == 0
        assert "\x1b" not in ran.out + ran.err
        assert "\nline=1" not in ran.out


def test_nor_by_names_inside_an_archive_or_of_a_bad_file(tmp_path: Path) -> None:
    from routercfg.dialects import openwrt_backup

    files = {"etc/config/network": b"config interface 'lan'\n\toption x 'a\x1bb'\n", "etc/\x1b[2J": b"x"}
    file = tmp_path / "bad\x1b[2J.bin"
    for raw, code in ((openwrt_backup.encode(files), 0), (b"\x1f\x8bcut", 10), (b"HDR2", 10), (b"\0" * 9, 10)):
        file.write_bytes(raw)
        for more in ([], ["--native"]):
            ran = here("decode", str(file), *more)
            assert (ran.code, "\x1b" in ran.out + ran.err) == (code, False)


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_unknown_layout_ends_with_10_and_names_the_known_ones(lang: str, tmp_path: Path) -> None:
    file = tmp_path / "strange.bin"
    file.write_bytes(bytes(range(256)) * 4)
    ran = here("decode", str(file), "--lang", lang)
    assert (ran.code, ran.out) == (10, "")
    assert "strange.bin" in ran.err
    assert "Settings_*.CFG" in ran.err
    told = here("decode", str(file), "--lang", lang, "--format", "json").json
    assert (told["exit_code"], told["error"]["kind"]) == (10, "file-unknown")


def test_a_cut_file_names_file_layout_and_what_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "Settings.CFG"
    file.write_bytes(samples.asus()[:1000])
    ran = here("decode", str(file))
    assert ran.code == 10
    assert "Settings.CFG" in ran.err
    assert "HDR2" in ran.err
    assert "cut: 3080 bytes are due, and there are 1000" in ran.err
    assert "обрезан" in here("decode", str(file), "--lang", "ru").err


def test_an_old_backup_wants_the_product_s_name(tmp_path: Path) -> None:
    from routercfg.dialects import tplink_backup

    members = {tplink_backup.USER: samples.UCI_XML.encode()}
    file = tmp_path / "backup.bin"
    file.write_bytes(tplink_backup.encode(tplink_backup.Backup("salted", members), "Archer C7"))
    ran = here("decode", str(file))
    assert (ran.code, "--product" in ran.err) == (10, True)
    shown = here("decode", str(file), "--product", "Archer C7")
    assert (shown.code, "192.168.7.1" in shown.out) == (0, True)


@pytest.mark.parametrize("name", ["none.bin", "."])
def test_a_file_that_cannot_be_read(name: str, tmp_path: Path) -> None:
    ran = here("decode", str(tmp_path / name))
    assert (ran.code, "Cannot read the file" in ran.err) == (2, True)


def test_no_socket_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: object, **__: object) -> None:
        raise AssertionError("a socket")

    monkeypatch.setattr(socket, "socket", none)
    monkeypatch.setattr(socket, "create_connection", none)
    monkeypatch.setattr(socket, "getaddrinfo", none)
    for name in samples.EVERY:
        assert here("decode", saved(tmp_path, name)).code == 0
