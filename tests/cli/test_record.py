"""``routercfg record`` as a technician meets it."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from routercfg.workflow.recording import load
from routercfg.workflow.scrub import Scrubber
from tests.cli.shell import here, hostile
from tests.conformance.road import bench

STRANGER = (
    b"HTTP/1.1 200 OK\r\nServer: mini_httpd\r\nX-Odd: secret-of-theirs\r\nContent-Type: text/html\r\n"
    b"Set-Cookie: sid=0123456789abcdef; path=/\r\nConnection: close\r\n\r\n"
    b"<html><head><title>SuperRouter 3000</title><script src='/js/sr.js'></script></head><body>"
    b"<h1>Welcome to the vendor's own page, Mr Ivanov</h1>"
    b"<form action='/do_login'><input type='password' name='sr_pass'></form>"
    b"<script>var serial = '21880B2000345'; var lan_mac = '50:C7:BF:12:34:56';"
    b"function check() { return document.forms[0].sr_pass; }</script></body></html>"
)


def files(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}


def test_a_router_nobody_knows_is_recorded_and_named(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def answer(request: bytes) -> bytes:
        asked.append(request)
        return STRANGER

    folder = tmp_path / "stranger"
    with hostile(answer) as url:
        ran = here("record", "--address", url, "--output", str(folder), "--origin", "hardware")
    assert ran.code == 5
    assert str(folder) in ran.out
    assert "Look through the files" in ran.out
    text = "\n".join(files(folder).values())
    for kept in ("SuperRouter 3000", "mini_httpd", "/js/sr.js", "sr_pass", "/do_login"):
        assert kept in text, kept
    for left_out in ("Welcome", "Ivanov", "21880B2000345", "50:C7:BF", "function", "X-Odd", "0123456789abcdef"):
        assert left_out not in text, left_out
    recording = load(folder)
    assert recording.seen is None
    assert recording.stopped == "not-recognised"
    assert {exchange.ask[1] for exchange in recording.detection} >= {"/", "/get_webdavInfo.asp", "/js/oid_str.js"}
    assert not [request for request in asked if b"operation=login" in request or b"login.cgi" in request]


def test_without_a_password_what_is_told_before_login(tmp_path: Path) -> None:
    folder = tmp_path / "recording"
    with bench("tplink-archer-ax20", tmp_path, factory=False) as unit:
        ran = here("record", "--address", unit.served.url, "--output", str(folder))
    assert ran.code == 0
    assert "No password was given" in ran.err
    assert set(files(folder)) == {"recording.json", "detection.json"}
    recording = load(folder)
    assert recording.seen is not None
    assert recording.seen.model == "Archer AX20"
    assert recording.native is None
    assert recording.origin == "simulated"


def test_a_router_in_factory_state_is_not_logged_in_to(tmp_path: Path) -> None:
    folder = tmp_path / "recording"
    with bench("tplink-archer-ax20", tmp_path) as unit:
        ran = here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD="Any-word-1")
        assert unit.identity().factory
    assert ran.code == 0
    assert load(folder).native is None


def test_a_wrong_password_leaves_no_folder(tmp_path: Path) -> None:
    folder = tmp_path / "recording"
    with bench("asus-rt-ax58u", tmp_path, factory=False) as unit:
        ran = here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD="wrong")
    assert ran.code == 6
    assert not folder.exists()
    assert not list(tmp_path.glob(".recording*"))


def test_what_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "recording").mkdir()
    with bench("asus-rt-ax58u", tmp_path, factory=False) as unit:
        ran = here("record", "--address", unit.served.url, "--output", str(tmp_path / "recording"))
        assert unit.served.requests == 0
    assert ran.code == 2
    assert "there already" in ran.err
    assert list((tmp_path / "recording").iterdir()) == []


def test_files_are_for_their_owner_and_json_names_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "recording"
    with bench("asus-rt-ax58u", tmp_path, factory=False) as unit:
        words = ["record", "--address", unit.served.url, "--output", str(folder), "--format", "json"]
        ran = here(*words, ROUTERCFG_PASSWORD=unit.router.model.password)
    assert ran.code == 0
    assert ran.json["recording"] == str(folder)
    assert unit.router.model.password not in ran.out + ran.err
    assert [stat.S_IMODE(path.stat().st_mode) for path in sorted(folder.iterdir())] == [0o600] * 4
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_read_that_breaks_off_keeps_what_came_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from routercfg.errors import BadAnswer
    from routercfg.vendors.asus_web import AsusWebDriver

    def broken(driver: AsusWebDriver) -> None:
        raise BadAnswer(page="appGet.cgi", detail="odd")

    monkeypatch.setattr(AsusWebDriver, "read", broken)
    folder = tmp_path / "recording"
    with bench("asus-rt-ax58u", tmp_path, factory=False) as unit:
        password = unit.router.model.password
        ran = here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD=password)
    assert ran.code == 5
    assert load(folder).stopped == "bad-answer appGet.cgi"
    assert load(folder).detection


def test_nothing_is_written_when_a_secret_would_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Scrubber, "native", lambda self, native: {page: dict(words) for page, words in native.items()})
    folder = tmp_path / "recording"
    with bench("tplink-archer-ax20", tmp_path, factory=False) as unit:
        password = unit.router.model.password
        ran = here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD=password)
    assert ran.code == 1
    assert not folder.exists()
    assert [path.name for path in tmp_path.iterdir()] == ["state"]


def test_a_folder_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    (tmp_path / "recording.json").write_text(json.dumps({"format": 9, "origin": "hardware"}))
    with pytest.raises(ValueError, match="another format"):
        load(tmp_path)
