"""Pins by a router's identity: the first one is kept and told, another one stops the run."""

from __future__ import annotations

import json
import stat
import threading
from collections.abc import Mapping
from pathlib import Path

import pytest

from routercfg.errors import PinChanged, PinsUnreadable
from routercfg.trust import CERTIFICATE, HOST_KEY, Pins, settle

MAC = "AA:BB:CC:DD:EE:FF"


class Told(list[str]):
    def __call__(self, key: str, details: Mapping[str, object]) -> None:
        self.append(key)


def test_the_first_is_kept_told_once_and_readable_by_its_user_alone(tmp_path: Path) -> None:
    file, told = tmp_path / "new" / "pins.json", Told()
    for _ in range(2):
        settle(Pins(file), MAC, CERTIFICATE, "aa", renew=False, tell=told)
    assert told == ["progress.certificate"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Pins(file).of(MAC, CERTIFICATE) == "aa"
    assert Pins(file).of(MAC, HOST_KEY) is None
    assert Pins(file).of("AA:BB:CC:DD:EE:00", CERTIFICATE) is None


def test_another_one_stops_the_run_with_both_and_the_old_one_stays(tmp_path: Path) -> None:
    pins = Pins(tmp_path / "pins.json")
    settle(pins, MAC, HOST_KEY, "SHA256:old", renew=False, tell=Told())
    with pytest.raises(PinChanged) as stopped:
        settle(pins, MAC, HOST_KEY, "SHA256:new", renew=False, tell=Told())
    details = dict(stopped.value.details)
    assert (details["known"], details["seen"], details["router"]) == ("SHA256:old", "SHA256:new", MAC)
    assert stopped.value.exit_code == 4
    assert pins.of(MAC, HOST_KEY) == "SHA256:old"


def test_a_router_that_was_wiped_gets_its_new_one_kept_when_somebody_agreed(tmp_path: Path) -> None:
    pins, told = Pins(tmp_path / "pins.json"), Told()
    pins.keep(MAC, HOST_KEY, "SHA256:old")
    pins.keep(MAC, CERTIFICATE, "aa")
    settle(pins, MAC, HOST_KEY, "SHA256:new", renew=True, tell=told)
    assert told == ["progress.host-key-new"]
    assert (pins.of(MAC, HOST_KEY), pins.of(MAC, CERTIFICATE)) == ("SHA256:new", "aa")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"version": 2, "routers": {}}', '{"version": 1, "routers": {"x": "y"}}', "\x00"]
)
def test_a_file_that_is_not_ours_trusts_nobody_and_is_left_as_it_is(text: str, tmp_path: Path) -> None:
    file = tmp_path / "pins.json"
    file.write_text(text)
    with pytest.raises(PinsUnreadable):
        settle(Pins(file), MAC, CERTIFICATE, "aa", renew=True, tell=Told())
    with pytest.raises(PinsUnreadable):
        Pins(file).keep(MAC, CERTIFICATE, "aa")
    assert file.read_text() == text


def test_a_folder_that_cannot_be_written_is_no_reason_to_stop(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = Told()
    settle(Pins(tmp_path / "file" / "below" / "pins.json"), MAC, CERTIFICATE, "aa", renew=False, tell=told)
    assert told == ["progress.certificate"]


def test_two_first_contacts_at_once_lose_neither(tmp_path: Path) -> None:
    file = tmp_path / "pins.json"
    begin = threading.Barrier(8)

    def contact(number: int) -> None:
        begin.wait()
        Pins(file).keep(f"router {number}", CERTIFICATE, str(number))

    threads = [threading.Thread(target=contact, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(json.loads(file.read_text())["routers"]) == 8
