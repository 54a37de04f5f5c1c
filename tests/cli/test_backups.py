"""``routercfg backup`` and ``routercfg backups`` as a person or a kit meets them."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from routercfg.backup import Store
from routercfg.device import Facts
from routercfg.settings import HIDDEN
from routercfg.vendors.asus_web import AsusWebDriver
from tests.backup.small_age import small_age
from tests.cli.shell import SECRETS, Ran, here, written
from tests.conformance.road import Bench, bench
from tests.vendors import file_samples as samples

ASUS, TPLINK = "asus-rt-ax58u", "tplink-archer-ax12"


@pytest.fixture
def unit(tmp_path: Path) -> Iterator[Bench]:
    (tmp_path / "sim").mkdir()
    with bench(ASUS, tmp_path / "sim", factory=False) as found:
        yield found


def backup(unit: Bench, *words: str, **environment: str) -> Ran:
    password = unit.router.password_now()
    return here("backup", "--address", unit.served.url, *words, ROUTERCFG_PASSWORD=password, **environment)


def applied(unit: Bench, tmp_path: Path) -> None:
    done = here(
        "apply", written(tmp_path), "--address", unit.served.url, "--yes", "--skip-unsupported", "--quiet",
        ROUTERCFG_PASSWORD=unit.router.password_now(),
    )  # fmt: skip
    assert done.code == 0, done.err


def silent(ran: Ran) -> bool:
    return not any(secret in ran.out + ran.err for secret in (*SECRETS, samples.PPPOE_PASSWORD, samples.WIFI_PASSWORD))


def test_a_backup_goes_into_the_store_and_is_told_about_once(unit: Bench, tmp_path: Path) -> None:
    applied(unit, tmp_path)
    first, second = backup(unit), backup(unit, "--lang", "ru")
    assert (first.code, second.code) == (0, 0)
    entries = Store().entries()
    assert [entry.number for entry in entries] == [1, 2]
    assert str(entries[0].file) in first.out
    assert "Settings_RT-AX58U.CFG" in first.out
    assert "not sealed" in first.err
    assert "не зашифрован" not in second.err
    assert "Резервная копия" in second.out
    assert silent(first)
    assert silent(second)


def test_a_backup_to_a_file_is_ours_alone_and_never_overwrites(unit: Bench, tmp_path: Path) -> None:
    applied(unit, tmp_path)
    file = tmp_path / "kit" / "flat 12.tar"
    assert backup(unit, "--output", str(file)).code == 10  # no such folder
    file.parent.mkdir()
    ran = backup(unit, "--output", str(file), "--format", "json")
    assert ran.code == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    told = ran.json["backup"]
    assert (told["file"], told["sealed"], told["own"]["layout"]) == (str(file), False, "asus-hdr2")
    assert (told["router"]["model"], told["router"]["address"], told["hidden"]) == ("RT-AX58U", None, [])
    assert silent(ran)
    before, asked = file.read_bytes(), unit.served.requests
    assert backup(unit, "--output", str(file)).code == 2
    assert (file.read_bytes(), unit.served.requests) == (before, asked)
    assert Store().entries() == ()


def test_ordinary_tools_open_it(unit: Bench, tmp_path: Path) -> None:
    file = tmp_path / "x.tar"
    backup(unit, "--output", str(file))
    subprocess.run(["tar", "xf", str(file), "-C", str(tmp_path)], check=True, timeout=20)
    assert here("profile", "validate", str(tmp_path / "profile.yaml")).code == 0
    assert json.loads((tmp_path / "identity.json").read_text())["model"] == "RT-AX58U"
    assert here("decode", str(tmp_path / "own" / "Settings_RT-AX58U.CFG")).code == 0


def test_who_may_not_read_gets_no_backup(unit: Bench, tmp_path: Path) -> None:
    at = ("backup", "--address", unit.served.url)
    assert here(*at).code == 6
    assert here(*at, ROUTERCFG_PASSWORD="Wrong-pass-1").code == 6
    (tmp_path / "new").mkdir()
    with bench(TPLINK, tmp_path / "new") as new:
        assert here("backup", "--address", new.served.url, ROUTERCFG_PASSWORD="Wrong-pass-1").code == 5
    assert Store().entries() == ()


def test_what_a_router_hides_is_taken_from_the_profile_that_was_applied(
    unit: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some firmware keeps passwords enciphered; here the driver says so of one that does not."""
    applied(unit, tmp_path)
    real = AsusWebDriver.read

    def hiding(self: AsusWebDriver) -> Facts:
        facts = real(self)
        return replace(facts, running=facts.running.but({"wan.password": HIDDEN}))

    monkeypatch.setattr(AsusWebDriver, "read", hiding)
    without = backup(unit, "--format", "json")
    ran = backup(unit, "--profile", written(tmp_path), "--format", "json")
    assert (without.code, without.json["backup"]["hidden"]) == (0, ["wan.password"])
    assert "wan.password" in without.err
    assert (ran.code, ran.json["backup"]["from_profile"]) == (0, ["wan.password"])
    assert silent(ran)
    assert SECRETS[0] in here("backups", "show", "latest", "--show-secrets").out
    assert "from the profile that was applied" in here("backups", "show", "latest").out
    told = here("backups", "diff", "1", "2")
    assert "One side hides these" in told.out
    unfinished = here("backups", "export", "1", str(tmp_path / "p.yaml"), "--part", "profile")
    assert unfinished.code == 0
    assert here("profile", "validate", str(tmp_path / "p.yaml")).code == 0


def test_sealing_and_opening(unit: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("routercfg.backup.taking.seal", lambda raw, phrase: small_age(raw, phrase.reveal()))
    phrase = written(tmp_path, "four words and a number 7\n", "phrase")
    ran = backup(unit, "--passphrase-file", phrase)
    assert ran.code == 0
    assert "nobody opens it" in ran.err
    entry = Store().find("latest")
    assert entry.file.name.endswith(".tar.age")
    assert b"RT-AX58U" not in entry.read()
    assert here("backups", "show", "latest").code == 10
    shown = here("backups", "show", "latest", ROUTERCFG_PASSPHRASE="four words and a number 7")
    assert (shown.code, "RT-AX58U" in shown.out) == (0, True)
    unopened = here("backups", "verify", "--format", "json")
    assert (unopened.code, unopened.json["verified"][0]["state"]) == (0, "sealed")
    for bad in (str(tmp_path / "none"), written(tmp_path, "\nsecond line", "empty")):
        assert backup(unit, "--passphrase-file", bad).code == 2


def test_list_and_show(unit: Bench, tmp_path: Path) -> None:
    assert "There are no backups" in here("backups", "list").out
    applied(unit, tmp_path)
    backup(unit)
    listed = here("backups", "list", "--format", "json").json["backups"]
    assert [(each["number"], each["model"], each["sealed"]) for each in listed] == [(1, "RT-AX58U", False)]
    assert "RT-AX58U" in here("backups", "list", "--router", listed[0]["router"]).out
    assert here("backups", "list", "--router", "../..").code == 2
    for words in (["latest"], ["1", "--native"], ["latest", "--format", "json"], [listed[0]["file"], "--lang", "ru"]):
        shown = here("backups", "show", *words)
        assert (shown.code, silent(shown)) == (0, True)
    clear = here("backups", "show", "latest", "--show-secrets").out
    assert SECRETS[0] in clear
    assert here("profile", "validate", written(tmp_path, clear, "clear.yaml")).code == 0
    assert here("backups", "show", "7").code == 10


def test_verify_finds_what_is_wrong(unit: Bench, tmp_path: Path) -> None:
    for _ in range(3):
        backup(unit)
    first, second, third = (entry.file for entry in Store().entries())
    assert here("backups", "verify").code == 0
    changed = bytearray(first.read_bytes())
    changed[9000] ^= 1
    first.write_bytes(changed)
    single = here("backups", "verify", "1")
    assert (single.code, first.name in single.err) == (10, True)
    assert "check sum differs" in single.err
    second.write_bytes(second.read_bytes()[:-700])
    every = here("backups", "verify", "--format", "json")
    assert every.code == 10
    assert [each["state"] for each in every.json["verified"]] == ["damaged", "damaged", "good"]
    assert every.json["error"]["kind"] == "backup-unusable"
    foreign = third.parent.with_name("02-00-00-00-00-01")
    foreign.mkdir()
    shutil.copy(third, foreign)
    assert here("backups", "verify", "--router", "02:00:00:00:00:01").code == 10
    assert here("backups", "verify", str(foreign / third.name)).code == 10
    assert here("backups", "verify", str(third), "--lang", "ru").code == 0


def test_diff_between_two_and_with_the_router(unit: Bench, tmp_path: Path) -> None:
    backup(unit)
    applied(unit, tmp_path)
    backup(unit)
    same = here("backups", "diff", "1", "1")
    assert (same.code, "No difference" in same.out) == (0, True)
    ran = here("backups", "diff", "1", "2", "--format", "json")
    found = {each["path"]: (each["before"], each["after"]) for each in ran.json["differences"]}
    assert found["wan.protocol"] == ("dhcp", "pppoe")
    assert found["wifi.bands.2.4GHz.ssid"][1] == "Contract"
    assert found["admin.password"] == ("(secret)", "(secret)")
    text = here("backups", "diff", "1", "2", "--lang", "ru")
    present = here("backups", "diff", "1", "--address", unit.served.url, ROUTERCFG_PASSWORD=unit.router.password_now())
    assert silent(ran)
    assert silent(text)
    assert (present.code, "Contract" in present.out, silent(present)) == (0, True, True)
    (tmp_path / "other").mkdir()
    with bench(TPLINK, tmp_path / "other", factory=False) as other:
        refused = here("backups", "diff", "1", "--address", other.served.url, ROUTERCFG_PASSWORD="never sent")
        assert (refused.code, "another router" in refused.err) == (10, True)


def test_prune_asks_for_a_yes(unit: Bench) -> None:
    for _ in range(3):
        backup(unit)
    words = ("backups", "prune", "--last", "1", "--days", "0")
    dry = here(*words)
    assert (dry.code, len(Store().entries())) == (0, 3)
    assert "Nothing was deleted" in dry.out
    Store().entries()[1].file.write_bytes(b"damaged")
    done = here(*words, "--yes", "--format", "json")
    assert (done.json["kept"], len(done.json["gone"])) == (1, 1)
    assert [entry.number for entry in Store().entries()] == [2, 3]  # the damaged one is for a person to look at
    assert "is damaged" in done.err
    assert here("backups", "prune", "--last", "0").code == 2


def test_export_and_import_there_and_back(unit: Bench, tmp_path: Path) -> None:
    backup(unit)
    copy = tmp_path / "copy.tar"
    assert here("backups", "export", "latest", str(copy)).code == 0
    assert copy.read_bytes() == Store().find("latest").read()
    assert here("backups", "export", "latest", str(copy)).code == 2
    for part in ("profile", "native", "own"):
        assert here("backups", "export", "1", str(tmp_path / part), "--part", part).code == 0
        assert stat.S_IMODE((tmp_path / part).stat().st_mode) == 0o600
    assert here("profile", "validate", str(tmp_path / "profile")).code == 0
    assert here("decode", str(tmp_path / "own")).code == 0
    again = here("backups", "import", str(copy))
    assert (again.code, "there already" in again.out) == (0, True)
    shutil.rmtree(Store().folder)
    assert here("backups", "import", str(copy)).code == 0
    (entry,) = Store().entries()
    assert (entry.imported, entry.read()) == (True, copy.read_bytes())
    assert here("backups", "import", str(copy), "--router", "02:00:00:00:00:01").code == 10


@pytest.mark.parametrize("name", samples.EVERY)
def test_vendors_files_are_imported_without_any_router(name: str, tmp_path: Path) -> None:
    file = tmp_path / f"{name} Мой.bin"
    file.write_bytes(samples.EVERY[name]())
    ran = here("backups", "import", str(file), "--format", "json")
    assert (ran.code, ran.json["origin"], silent(ran)) == (0, "file", True)
    assert ran.json["own"]["size"] == file.stat().st_size
    assert here("backups", "verify").code == 0
    out = tmp_path / "own.bin"
    assert here("backups", "export", "latest", str(out), "--part", "own").code == 0
    assert out.read_bytes() == file.read_bytes()
    assert "there already" in here("backups", "import", str(file)).out


def test_files_that_are_no_backups(tmp_path: Path) -> None:
    nothing = tmp_path / "nothing.bin"
    nothing.write_bytes(b"nothing")
    cut = tmp_path / "cut.bin"
    cut.write_bytes(samples.asus()[:-3])
    for file in (nothing, cut, tmp_path / "none", tmp_path):
        assert here("backups", "import", str(file)).code == 10
        assert here("backups", "verify", str(file)).code == 10
    assert Store().entries() == ()
