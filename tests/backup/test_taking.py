"""Taking a backup as apply will, the router's own file, and vendors' files as backups."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from routercfg.backup import Moment, Safe, Store, compose, decode, encode, from_file, load, made, parts, take
from routercfg.device import Facts
from routercfg.errors import BackupUnwritten, BadAnswer, FileUndecodable, FileUnknown, RouterCfgError
from routercfg.profile import load as load_profile
from routercfg.report.backup import native_words
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Settings
from routercfg.vendors.files import read
from routercfg.workflow.recording import all_in
from tests.backup.samples import WHEN
from tests.conformance.recorded import FOLDER
from tests.vendors import file_samples
from tests.workflow.paper import PaperDriver

RECORDINGS = all_in(FOLDER)


class Keeping(PaperDriver):
    """A paper driver with a settings file of its own."""

    file: tuple[str, bytes] | RouterCfgError | None = None

    def own_file(self) -> tuple[str, bytes] | None:
        if isinstance(self.file, RouterCfgError):
            raise self.file
        return self.file


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "backups")


def test_taking_writes_reads_again_and_says_where(store: Store) -> None:
    driver, said = PaperDriver(hidden={"wan.password"}), []
    driver.box["wan.password"] = Secret("never told")
    where: list[object] = []
    entry = take(
        driver,
        driver.read(),
        Safe(store, known=Settings({"wan.password": Secret("applied")}), place="192.168.1.1"),
        lambda key, details: (said.append(key), where.append(details.get("file"))),  # type: ignore[arg-type, func-returns-value]
    )
    found = load(entry.file, None)
    assert (said, where) == (["backup.taken"], [str(entry.file)])
    assert found.settings["wan.password"] == Secret("applied")
    assert found.from_profile == ("wan.password",)
    assert found.settings["wifi.bands.2.4GHz.ssid"] == "Old"
    assert entry.router == "asus-paper-192.168.1.1"


def test_a_disk_that_lies_is_found_before_anything_is_written_to_the_router(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: os.ftruncate(handle, 1024))
    driver = PaperDriver()
    with pytest.raises(BackupUnwritten, match="does not read back"):
        take(driver, driver.read(), Safe(store), lambda key, details: None)
    assert store.entries() == ()


def test_the_routers_own_file_is_kept_as_it_came(store: Store) -> None:
    driver, said = Keeping(), []
    driver.file = ("backup Archer.bin", file_samples.asus())
    own = made(driver, driver.read(), Safe(store), lambda key, details: said.append(key)).own
    assert own is not None
    assert (own.name, own.content, own.layout, said) == ("backup-Archer.bin", driver.file[1], "asus-hdr2", [])


@pytest.mark.parametrize(
    ("file", "said"),
    [(BadAnswer(page="x", detail="y"), "backup.own-missing"), (("x.bin", b"<html>"), "backup.own-odd")],
)
def test_a_file_of_its_own_that_fails_does_not_cost_the_backup(store: Store, file: object, said: str) -> None:
    driver, heard = Keeping(), []
    driver.file = file  # type: ignore[assignment]
    backup = made(driver, driver.read(), Safe(store), lambda key, details: heard.append(key))
    assert (heard, backup.own is None) == ([said], said == "backup.own-missing")


@pytest.mark.parametrize("name", file_samples.EVERY)
def test_a_vendors_file_is_a_backup(name: str, tmp_path: Path) -> None:
    raw = file_samples.EVERY[name]()
    backup = decode(encode(from_file(tmp_path / "router config.bin", raw, "", WHEN)))
    plain = read(raw)
    assert (backup.settings, backup.native, backup.origin) == (plain.settings, plain.native, "file")
    assert backup.own is not None
    assert (backup.own.content, backup.own.layout, backup.own.name) == (raw, plain.layout, "router-config.bin")


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(FileUnknown, match=r"x\.bin"):
        from_file(tmp_path / "x.bin", b"nothing", "", WHEN)
    with pytest.raises(FileUndecodable, match=r"x\.bin"):
        from_file(tmp_path / "x.bin", file_samples.asus()[:-3], "", WHEN)


@pytest.mark.parametrize("name", RECORDINGS)
def test_what_every_known_router_says_makes_a_backup_with_a_good_profile(name: str, tmp_path: Path) -> None:
    recording = RECORDINGS[name]
    if recording.identity is None or recording.native is None or recording.running is None:
        pytest.skip("not read")
    facts = Facts(recording.identity, recording.running, recording.bands, recording.native)
    backup = decode(encode(compose(facts, Moment(WHEN.time))))
    assert (backup.settings, backup.native) == (recording.running, recording.native)
    file = tmp_path / "profile.yaml"
    file.write_bytes(parts.contents(backup)[parts.PROFILE])
    profile = load_profile(file, template=True)
    desired = profile.desired(recording.identity.vendor, recording.bands)
    assert {path for path in desired if desired[path] != recording.running[path]} == set()
    assert all(
        f"{path}: left out" in backup.profile or backup.settings[path] is HIDDEN
        for path in backup.settings
        if path not in desired
    )


@pytest.mark.parametrize("name", RECORDINGS)
@pytest.mark.parametrize("length", [3, 20])
def test_native_words_are_shown_without_secrets(name: str, length: int) -> None:
    recording = RECORDINGS[name]
    if recording.identity is None or recording.native is None or recording.running is None:
        pytest.skip("not read")
    stand_ins = {value.reveal() for value in recording.running.values() if isinstance(value, Secret)}
    short = {secret: secret[-1:] * length for secret in stand_ins}
    native = {page: {key: short.get(word, word) for key, word in by.items()} for page, by in recording.native.items()}
    running = Settings(
        {path: Secret(short[v.reveal()]) if isinstance(v, Secret) else v for path, v in recording.running.items()}
    )
    backup = compose(Facts(recording.identity, running, recording.bands, native), WHEN)
    shown = native_words(backup, reveal=False)
    assert not {word for by in shown.values() for word in by.values()} & set(short.values())
    assert native_words(backup, reveal=True) == native
