"""Backups of simulated routers over the wire: each family's own file comes whole, and says what the router says."""

from __future__ import annotations

from pathlib import Path

import pytest

from routercfg.backup import Safe, Store, load, take
from routercfg.device import Keeper
from routercfg.dialects import tplink_backup
from routercfg.dialects.downloads import downloaded, file_name
from routercfg.errors import BadAnswer
from routercfg.vendors.files import read
from routercfg.wire import Reply
from tests.conformance.road import bench

OWN = {
    "asus-rt-ax58u": "asus-hdr2",
    "asus-rt-n12": "asus-hdr2",
    "tplink-archer-ax12": "tplink-aes-tar",
    "tplink-archer-c1200": "tplink-aes-tar",
    "tplink-wr1043nd-v2": "tplink-userrpm",
    "tplink-archer-c7-v2": "tplink-userrpm",
    "tplink-archer-c20-v1": "tplink-des-lz",
    "tplink-wr841n-v14": "tplink-des-lz",
    "openwrt-tplink-archer-c7": "openwrt",
}
SAME = ("wan.protocol", "lan.address", "wifi.bands.2.4GHz.ssid", "lan.dhcp.enabled")


@pytest.mark.parametrize("model", OWN)
def test_a_backup_holds_the_routers_own_file_and_it_says_the_same(model: str, tmp_path: Path) -> None:
    said: list[str] = []
    with bench(model, tmp_path, factory=False) as unit, unit.driver() as driver:
        driver.login(unit.credentials(unit.router.password_now()))
        facts = driver.read()
        entry = take(driver, facts, Safe(Store(tmp_path / "backups")), lambda key, details: said.append(key))
        assert driver.read().running == facts.running  # nothing was changed, and the session still holds
    found = load(entry.file, None)
    assert said == ["backup.taken"]
    assert (found.settings, found.native, found.identity.mac) == (facts.running, facts.native, facts.identity.mac)
    assert found.own is not None
    assert found.own.layout == OWN[model]
    inside = read(found.own.content, found.identity.model)
    for path in SAME:
        assert inside.settings.get(path, facts.running[path]) == facts.running[path]
    ssid = str(facts.running["wifi.bands.2.4GHz.ssid"])
    packed = tplink_backup.decode(found.own.content, "")
    if packed is not None:  # the simulator's text inside is not the real one's, which is not read then
        assert any(ssid.encode() in member for member in packed.members.values())
    else:
        assert any(ssid in word for words in inside.native.values() for word in words.values())


def test_a_router_whose_page_fetches_another_name_is_backed_up_without(tmp_path: Path) -> None:
    with bench("tplink-ex511", tmp_path, factory=False) as unit, unit.driver() as driver:
        driver.login(unit.credentials(unit.router.password_now()))
        assert isinstance(driver, Keeper)
        assert driver.own_file() is None


@pytest.mark.parametrize(
    "reply",
    [
        Reply(404, body=b"x"),
        Reply(200),
        Reply(200, body=b"\r\n<HTML><script>top.location.href='/Main_Login.asp'</script>"),
        Reply(200, body=b'{"error_status":"2"}'),
    ],
)
def test_what_comes_instead_of_a_file_is_none(reply: Reply) -> None:
    with pytest.raises(BadAnswer):
        downloaded(reply, "config.bin")


def test_the_name_a_router_gives_its_file() -> None:
    named = Reply(200, (("content-disposition", 'attachment; filename="backup-Archer AX20-2026-11-23.bin"'),))
    assert file_name(named, "x") == "backup-Archer AX20-2026-11-23.bin"
    assert file_name(Reply(200), "x") == "x"
