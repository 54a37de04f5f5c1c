"""The store: names, order, finding, checking, keeping, and disks that do not do as they should."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.backup import (
    Backup,
    Entry,
    Keeping,
    Moment,
    Safe,
    Store,
    check_place,
    check_router,
    compose,
    decode,
    disk,
    encode,
    moment,
    router_key,
    sort_out,
)
from routercfg.device import Identity
from routercfg.errors import (
    BackupAbsent,
    BackupAmbiguous,
    BackupDamaged,
    BackupForeign,
    BackupUnwritten,
    RouterHeld,
)
from tests.backup.samples import FACTS, WHEN, WHO, sample

KEY = "04-42-1a-00-11-20"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "backups")


def put(store: Store, backup: Backup) -> Entry:
    return Safe(store).keep(backup)


def at(day: int, hour: int = 12) -> Backup:
    return compose(FACTS, Moment(datetime(2026, 11, day, hour, tzinfo=UTC)))


def test_a_backup_lies_where_its_router_does_and_only_we_can_read_it(store: Store) -> None:
    entry = put(store, sample())
    assert entry.file == store.folder / KEY / "000001_20261125T210000Z_RT-AX58U.tar"
    assert stat.S_IMODE(entry.file.stat().st_mode) == 0o600
    assert stat.S_IMODE(entry.file.parent.stat().st_mode) == 0o700
    assert store.entries() == (entry,)
    assert decode(entry.read()) == sample()


def test_the_order_is_that_of_taking_even_when_the_clock_goes_backwards(store: Store) -> None:
    days = [20, 3, 21, 1]
    taken = [put(store, at(day)) for day in days]
    assert [entry.time.day for entry in store.entries(KEY)] == days
    assert store.find("latest") == taken[-1]
    assert sorted(entry.file.name for entry in taken) == [entry.file.name for entry in taken]


def test_the_clock_is_believed_as_far_as_it_can_be(tmp_path: Path) -> None:
    now, sign = datetime(2026, 11, 25, 12, tzinfo=UTC), tmp_path / "synchronized"
    assert moment(now=now, sign=sign).clock == "unchecked"
    sign.touch()
    assert moment(now=now, sign=sign).clock == "synchronised"
    assert moment(now + timedelta(seconds=1), now=now, sign=sign).clock == "behind"
    assert moment(now=datetime(1970, 1, 1, tzinfo=UTC), sign=sign).clock == "behind"


def test_an_imported_one_is_not_the_latest(store: Store) -> None:
    own = put(store, at(20))
    old = store.add(encode(at(2)), KEY, at(2).moment, "RT-AX58U", sealed=False, imported=True)
    assert (store.entries(KEY), store.find("latest"), store.newest(KEY)) == ((own, old), own, own)
    assert store.find("2") == old


def test_finding(store: Store) -> None:
    first = put(store, at(20))
    other = put(store, compose(replace(FACTS, identity=replace(WHO, mac="02:00:00:00:00:01")), WHEN))
    assert store.find("1", KEY) == first
    assert store.find("000001_20261120", KEY) == first
    assert store.routers() == ("02-00-00-00-00-01", KEY)
    for name in ("latest", "1"):
        with pytest.raises(BackupAmbiguous, match=KEY):
            store.find(name)
    assert store.find("latest", other.router) == other
    for name, router in (("2", None), ("nothing", None), ("latest", "no-such")):
        with pytest.raises(BackupAbsent):
            store.find(name, router)
    assert Store(store.folder / "none").entries() == ()


def test_what_else_lies_there_is_no_backup(store: Store) -> None:
    entry = put(store, sample())
    for name in ("notes.txt", ".000002_20261125T210000Z_x.tar.77.draft", "000009_20269925T210000Z_x.tar"):
        (entry.file.parent / name).write_bytes(b"x")
    assert store.entries() == (entry,)


def test_a_file_under_another_name_or_in_another_folder_is_found(store: Store) -> None:
    first, second = put(store, at(20)), put(store, at(21))
    check_place(first, decode(first.read()))
    with pytest.raises(BackupDamaged, match="another backup than its name says"):
        check_place(first, decode(second.read()))
    with pytest.raises(BackupForeign, match="02-00-00-00-00-01"):
        check_place(replace(first, router="02-00-00-00-00-01"), decode(first.read()))


def test_a_backup_of_another_router_does_not_fit() -> None:
    check_router(sample(), WHO)
    check_router(sample(), Identity("asus", "asus-web", mac=WHO.mac))  # a router may tell its model after login only
    check_router(sample(), replace(WHO, firmware="4"))
    for other in (
        replace(WHO, mac="02:00:00:00:00:01"),
        replace(WHO, mac="", model="RT-AC85P"),
        Identity("tplink", "x"),
    ):
        with pytest.raises(BackupForeign):
            check_router(sample(), other)


def test_a_router_without_mac_has_a_folder_too() -> None:
    nameless = replace(WHO, mac="")
    assert router_key(nameless, "S/N 7") == "asus-rt-ax58u-s-n-7"
    assert router_key(nameless, "", "192.168.1.1:80") == "asus-rt-ax58u-192.168.1.1-80"
    assert router_key(Identity("", "")) == "router"
    assert "/" not in router_key(Identity("../..", "", model="/etc"))


def test_what_a_killed_run_left_half_written_is_cleared_away(store: Store) -> None:
    left = put(store, at(20)).file.parent / ".000002_20261121T120000Z_RT-AX58U.tar.4711.draft"
    left.write_bytes(b"half of all passwords")
    assert put(store, at(21)).number == 2
    assert not left.exists()


def test_two_at_once_lose_nothing(store: Store) -> None:
    runs = [threading.Thread(target=put, args=(store, at(20, hour))) for hour in range(8)]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert [entry.number for entry in store.entries()] == list(range(1, 9))


def test_who_does_not_let_go_is_reported(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    put(store, sample())
    monkeypatch.setattr("routercfg.backup.store._PATIENCE", 0)
    with FileLock(store.folder / KEY / ".lock"), pytest.raises(RouterHeld):
        put(store, sample())


# Disks.


def full(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_full_disk_leaves_nothing_behind(store: Store, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    put(store, at(20))
    monkeypatch.setattr(os, call, full)
    if call == "link":
        monkeypatch.setattr(Path, "rename", full)
    with pytest.raises(BackupUnwritten, match="No space left") as failed:
        put(store, at(21))
    assert failed.value.exit_code == 10
    assert [each.name for each in (store.folder / KEY).iterdir() if each.name != ".lock"] == [
        "000001_20261120T120000Z_RT-AX58U.tar"
    ]


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(BackupUnwritten):
        put(Store(tmp_path / "file" / "backups"), sample())
    with pytest.raises(BackupUnwritten):
        disk.write_new(tmp_path / "none" / "x.tar", b"x")


@pytest.mark.parametrize("links", [True, False])
def test_nothing_is_ever_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:  # as on a memory stick
        monkeypatch.setattr(os, "link", full)
    file = tmp_path / "x.tar"
    disk.write_new(file, b"first")
    with pytest.raises(FileExistsError):
        disk.write_new(file, b"second")
    assert (file.read_bytes(), len(list(tmp_path.iterdir()))) == (b"first", 1)


def test_a_file_that_is_too_large_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"123")
    assert disk.read(tmp_path / "x", 3) == b"123"
    with pytest.raises(BackupDamaged):
        disk.read(tmp_path / "x", 2)
    for name in ("none", "."):
        with pytest.raises(BackupAbsent):
            disk.read(tmp_path / name, 2)


KILLED = """
import os, sys
from pathlib import Path
from routercfg.backup import Safe, Store
from tests.backup.test_store import at
left = int(sys.argv[2])
def dying(real):
    def call(*words, **more):
        global left
        left -= 1
        if left == 0:
            os._exit(9)
        return real(*words, **more)
    return call
for name in ("open", "fsync", "link", "unlink", "mkdir"):
    setattr(os, name, dying(getattr(os, name)))
Safe(Store(Path(sys.argv[1]))).keep(at(21))
"""


def test_killed_at_any_step_there_is_the_old_or_the_new_and_the_next_run_works(store: Store) -> None:
    put(store, at(20))
    for step in range(1, 30):
        known = len(store.entries())
        done = subprocess.run([sys.executable, "-c", KILLED, str(store.folder), str(step)], timeout=30, check=False)
        found = store.entries()
        assert len(found) - known in (0, 1)
        for each in found:
            check_place(each, decode(each.read()))
        if done.returncode == 0:
            break
        assert done.returncode == 9
    assert 6 < step < 29  # it was killed in the middle of it all, and came through in the end
    assert put(store, at(22)).number == len(found) + 1
    assert not list((store.folder / KEY).glob(".*.draft"))


# Keeping.


def entry(number: int, day: int) -> Entry:
    return Entry(Path(str(number)), KEY, number, datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day), "x", False, 1)


@given(st.lists(st.integers(0, 40), max_size=60), st.integers(0, 12), st.integers(0, 12), st.sets(st.integers(0, 59)))
def test_what_is_kept(days: list[int], last: int, daily: int, broken: set[int]) -> None:
    entries = tuple(entry(number, day) for number, day in enumerate(days))
    done = sort_out(entries, Keeping(last, daily), lambda each: each.number not in broken)
    good = [each for each in entries if each.number not in broken]
    assert sorted([*done.kept, *done.gone, *done.damaged], key=lambda each: each.number) == list(entries)
    assert set(done.damaged) == {each for each in entries if each.number in broken}
    assert set(good[-max(last, 1) :]) <= set(done.kept)
    assert len(done.kept) <= max(last, 1) + daily
    for day in list(dict.fromkeys(each.time for each in reversed(good)))[:daily]:
        assert [each for each in good if each.time == day][-1] in done.kept


def test_pruning_deletes_what_may_go_and_no_more(store: Store) -> None:
    for day, hour in ((1, 1), (1, 2), (2, 1), (3, 1), (3, 2), (3, 3)):
        put(store, at(day, hour))
    done = sort_out(store.entries(KEY), Keeping(last=2, days=2), lambda each: True)
    store.remove(done.gone)
    assert [(each.time.day, each.time.hour) for each in store.entries(KEY)] == [(2, 1), (3, 2), (3, 3)]


def test_told_once(store: Store) -> None:
    put(store, sample())
    assert [store.first_time(), store.first_time()] == [True, False]
