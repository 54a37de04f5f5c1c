"""Backup and restore of the blue interface: the layout, and how little the router checks."""

from __future__ import annotations

import hashlib
import io
import tarfile
import zlib

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from tests.simulator.tplink_client import AX20, PASSWORD, Bench, Client, Got, bench

CONFIG, MULTIPART = "admin/firmware?form=config", "admin/firmware?form=config_multipart"
PPPOE, WIFI = "admin/network?form=wan_ipv4_pppoe", "admin/wireless?form=wireless_2g"
KEY = bytes.fromhex("2EB38F7EC41D4B8E1422805BCD5F740BC3B95BE163E39D67579EB344427F7836")
IV = bytes.fromhex("360028C9064242F81074F4C127D299F6")
ACCEPTED = {"success": True, "data": {"ops": "upload", "totaltime": 140}}
REFUSED = {"errorcode": "err_failed", "success": False}


def aes(blob: bytes, *, encrypt: bool = False) -> bytes:
    cipher = Cipher(algorithms.AES(KEY), modes.CBC(IV))
    engine = cipher.encryptor() if encrypt else cipher.decryptor()
    return engine.update(blob) + engine.finalize()


def upload(client: Client, blob: bytes, part: str = "file") -> Got:
    body = (
        b'--XX\r\nContent-Disposition: form-data; name="operation"\r\n\r\nrestore\r\n'
        b'--XX\r\nContent-Disposition: form-data; name="' + part.encode() + b'"; filename="b.bin"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n" + blob + b"\r\n--XX--\r\n"
    )
    return client.send("POST", client.url(MULTIPART), body, Content_Type="multipart/form-data; boundary=XX")


def fill(it: Bench) -> Client:
    client = it.admin()
    client.write(PPPOE, {"username": "user & <co>", "password": "п\"а'роль"})
    client.write(WIFI, {"ssid": "Before", "psk_key": "keybefore1"})
    return client


def test_backup_has_the_layout_of_the_notes_and_no_account() -> None:
    with bench() as it:
        got = fill(it).plain(MULTIPART, "backup")
    assert got.header("Content-Type") == "application/octet-stream"
    assert got.header("Content-Disposition").startswith('attachment; filename="backup-Archer AX20-20')
    assert len(got.body) % 16 == 0
    inner = zlib.decompressobj().decompress(aes(got.body))
    assert inner[:16] == hashlib.md5(b"Archer AX20Archer AX20 v3.0").digest()
    with tarfile.open(fileobj=io.BytesIO(inner[16:])) as tar:
        member = tar.extractfile("ori-backup-user-config.bin")
        assert member is not None
        text = zlib.decompressobj().decompress(aes(member.read())).decode()
    assert text.startswith("<?xml")
    assert "user &amp; &lt;co&gt;" in text
    assert "keybefore1" in text
    assert PASSWORD not in text


@pytest.mark.parametrize("way", ["urlencoded", "multipart", "GET"])
def test_three_ways_to_ask_for_a_backup(way: str) -> None:
    with bench() as it:
        client = it.admin()
        if way == "urlencoded":
            got = client.plain(MULTIPART, "backup")
        elif way == "GET":
            got = client.send("GET", client.url(f"{MULTIPART}&operation=backup"))
        else:
            body = b'--XX\r\nContent-Disposition: form-data; name="operation"\r\n\r\nbackup\r\n--XX--\r\n'
            got = client.send("POST", client.url(MULTIPART), body, Content_Type="multipart/form-data; boundary=XX")
    assert (got.status, len(got.body) > 500) == (200, True)


def test_no_backup_without_cookie_or_token() -> None:
    with bench() as it:
        client = it.admin()
        stok, client.stok = client.stok, "0" * 32
        assert client.plain(MULTIPART, "backup").body == b'{"data":""}'
        client.stok, client.cookie = stok, ""
        assert client.plain(MULTIPART, "backup").body == b'{"data":""}'


def test_restore_brings_settings_back_and_keeps_the_running_password() -> None:
    with bench() as it:
        blob = fill(it).plain(MULTIPART, "backup").body
    with bench(AX20, factory=True, pace=1.0) as it:
        client = it.client()
        assert client.login("Running-Password1", "initial_login")["success"]
        got = upload(client, blob, part="archive")
        assert (got.header("Content-Type"), got.body) == ("text/html", b'{"success":true}')
        assert client.call(CONFIG, "check") == ACCEPTED
        it.clock.now += 2
        with pytest.raises(ConnectionError):
            client.plain("login?form=keys")
        it.clock.now += 140
        client = it.admin("Running-Password1")
        told = client.read(PPPOE)
        assert (told["username"], told["password"]) == ("user & <co>", "п\"а'роль")
        assert client.read(WIFI)["ssid"] == "Before"


def test_only_the_head_and_the_mark_are_checked() -> None:
    with bench() as it:
        client = fill(it)
        blob = client.plain(MULTIPART, "backup").body
        wrong = aes(_fill_block(zlib.compress(b"\0" * 16 + b"x" * 64)), encrypt=True)
        alone = aes(_fill_block(zlib.compress(hashlib.md5(b"Archer AX20Archer AX20 v3.0").digest())), encrypt=True)
        for refused in (b"", b"garbage" * 20, wrong, alone):
            assert upload(client, refused).body == b'{"success":true}'
            assert client.call(CONFIG, "check") == REFUSED
            assert client.call(CONFIG, "check") == {"success": True}
        assert client.read(WIFI)["ssid"] == "Before"
        assert upload(client, blob[: len(blob) // 32 * 16]).body == b'{"success":true}'
        assert client.call(CONFIG, "check") == ACCEPTED


def test_half_a_file_is_taken_and_the_rest_becomes_factory_default() -> None:
    with bench() as it:
        client = fill(it)
        blob = client.plain(MULTIPART, "backup").body
        upload(client, blob[:640])
        assert client.call(CONFIG, "check") == ACCEPTED
        client = it.admin()
        assert client.read(WIFI)["ssid"] == "TP-Link_7B00"
        assert it.router.password_now() == PASSWORD


def test_a_file_part_called_image_is_not_a_configuration() -> None:
    with bench() as it:
        client = it.admin()
        assert upload(client, b"x" * 64, part="image").json["success"] is False


def _fill_block(blob: bytes) -> bytes:
    return blob + b"\0" * (-len(blob) % 16)
