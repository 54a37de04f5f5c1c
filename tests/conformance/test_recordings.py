"""Recordings: what was recorded is recognised, read and planned again; a new one holds no secret and cost no write."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from routercfg.device import Credentials
from routercfg.secret import Secret
from routercfg.transport.shell import ShellTransport
from routercfg.transport.web import WebTransport
from routercfg.vendors import asus, tplink
from routercfg.vendors.recorded import Replaying
from routercfg.wire import Ask, Reply
from routercfg.workflow.recording import MANIFEST, ORIGINS, load
from tests.cli.shell import here
from tests.conformance.recorded import FOLDER, driver_of, plans, read_again, stands
from tests.conformance.road import FULL, MODELS, PASSWORD, bench
from tests.house import supported

RECORDED = sorted(file.parent.relative_to(FOLDER).as_posix() for file in FOLDER.rglob(MANIFEST))
ONE_EACH = [
    name
    for name in (
        *("asus-rt-ax58u", "tplink-archer-ax20", "tplink-archer-c1200", "tplink-wr740n-ru"),
        *("tplink-archer-c20-v1", "tplink-wr841n-v14", "openwrt-asus-rt-ac57u", "openwrt-tplink-archer-c7"),
    )
    if name in MODELS
]
IN_AND_OUT = {
    *("login.cgi", "Logout.asp", "login?form=login login", "admin/system?form=logout write", "StatusRpm.htm"),
    *("/ with password", "CGI /cgi/login", "CGI /cgi/logout", "LogoutRpm.htm"),
}
"""What may be asked besides reads; logging in and out are marked as writes since they must not be repeated."""
MINE = FULL.replace("85.175.46.122, 8.8.8.8", "85.175.46.99, 9.9.9.10")  # other servers than shipped profiles wish for
NOT_SHOWN = [
    *("0891234567", "isp/ru", "p&w=%+", "Garden", "Home-5G", "key&=+%#", PASSWORD),
    *("02:AA:BB:CC:DD:02", "02-AA-BB-CC-DD-02", "02aabbccdd02", "85.175.46.99", "9.9.9.10"),
]
"""What MINE puts into a router: its PPPoE account, networks, keys, addresses."""


@pytest.mark.parametrize("name", RECORDED)
def test_each_is_recognised_read_and_planned_again(name: str) -> None:
    stands(FOLDER / name)


def test_every_family_and_each_origin_is_there() -> None:
    found = [load(FOLDER / name) for name in RECORDED]
    families = {recording.identity.family for recording in found if recording.identity}
    assert families >= {
        *(
            "asus-web",
            "tplink-luci",
            "tplink-luci-plain",
            "tplink-userrpm",
            "tplink-cgi",
            "tplink-gdpr",
            "tplink-cli",
            "openwrt",
        )
    }
    assert {recording.origin for recording in found} == set(ORIGINS) - {"hardware"}


def test_no_recording_holds_a_page_or_an_address_of_somebody() -> None:
    for name in RECORDED:
        for file in (FOLDER / name).iterdir():
            text = file.read_text(encoding="utf-8")
            assert "<body" not in text.lower(), file
            assert "function" not in text, file
            assert not [mac for mac in _macs(text) if not mac.startswith("020000") and len(set(mac)) > 1], file


def _macs(text: str) -> Iterator[str]:
    import re

    for found in re.finditer(r"(?<![\w:-])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![\w:-])", text):
        yield re.sub("[:-]", "", found[0]).upper()


@pytest.mark.parametrize("model", ONE_EACH)
def test_a_new_one_costs_no_write_and_holds_no_secret(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    asked = WebTransport.ask
    ran = ShellTransport.run

    def ask(self: WebTransport, ask: Ask) -> Reply:
        written.extend([ask.label] if ask.writes else [])
        return asked(self, ask)

    def run(self: ShellTransport, line: str, stdin: bytes = b"", **words: object) -> object:
        written.extend([str(words["label"])] if words["writes"] else [])
        return ran(self, line, stdin, **words)  # type: ignore[arg-type]

    with bench(model, tmp_path) as unit:
        assert unit.apply(MINE).error is None
        monkeypatch.setattr(WebTransport, "ask", ask)
        monkeypatch.setattr(ShellTransport, "run", run)
        writes, before = unit.router.writes, (tmp_path / "state" / "native.json").read_text("utf-8")
        folder = tmp_path / "recording"
        ended = here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD=PASSWORD)
        assert ended.code == 0, ended.err
        assert unit.router.writes == writes
        monkeypatch.undo()
        with unit.driver() as driver:
            driver.login(Credentials(None, Secret(PASSWORD)))
            live = plans(driver, driver.read())
        assert _without_clock((tmp_path / "state" / "native.json").read_text("utf-8")) == _without_clock(before)
    assert set(written) <= IN_AND_OUT
    texts = {file.name: file.read_text(encoding="utf-8") for file in folder.iterdir()}
    assert not [(name, word) for name, text in texts.items() for word in NOT_SHOWN if word.lower() in text.lower()]
    stands(folder)
    recording = load(folder)
    assert plans(driver_of(recording), read_again(recording)) == live  # the stand-ins change no decision
    running = recording.running
    assert running is not None
    assert running["wan.protocol"] == "pppoe"
    assert running["dns.servers"] != "automatic"
    assert running["time.zone"] == "Europe/Moscow"


def _without_clock(text: str) -> str:
    """Leave out what a simulated router counts by itself."""
    return "\n".join(line for line in text.splitlines() if "time" not in line.lower())


def test_equal_values_have_equal_stand_ins(tmp_path: Path) -> None:
    with bench("tplink-archer-ax20", tmp_path, factory=False) as unit:
        folder, password = tmp_path / "recording", unit.router.model.password
        here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD=password)
    native = json.loads((folder / "native.json").read_text(encoding="utf-8"))
    two, five = native["admin/wireless?form=wireless_2g"], native["admin/wireless?form=wireless_5g"]
    assert two["psk_key"] == five["psk_key"]
    assert two["ssid"] != five["ssid"]
    assert len({page["macaddr"] for page in (two, five, native["admin/network?form=lan_ipv4"])}) == 3


def test_one_folder_and_one_line_add_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A made-up Archer AX77, which speaks what the AX20 speaks, arrives as a folder from a technician."""
    folder = tmp_path / "tplink" / "archer-ax77"
    source = next(name for name in RECORDED if load(FOLDER / name).seen.model == "Archer AX20")  # type: ignore[union-attr]
    shutil.copytree(FOLDER / source, folder)
    for file in folder.iterdir():
        file.write_text(file.read_text("utf-8").replace("Archer AX20", "Archer AX77").replace("transcript", "hardware"))
    monkeypatch.setattr(tplink, "MODELS", {**tplink.MODELS, "Archer AX77": "tplink-luci"})
    stands(folder)
    text = supported.text(tmp_path)
    assert "| TP-Link | Archer AX77 | `tplink-luci` | | recording from hardware |" in text


def test_what_is_not_backed_by_a_recording_says_so() -> None:
    text = supported.text()
    assert len(asus.MODELS) + len(tplink.MODELS) <= text.count("references") + text.count("recording from")


def test_a_recording_that_lacks_an_answer_says_which() -> None:
    recording = load(FOLDER / next(name for name in RECORDED if "asus" in name))
    from routercfg.errors import Fault
    from routercfg.vendors import recognise

    with pytest.raises(Fault, match="get_webdavInfo"):
        recognise(Replaying(recording.detection[:1]))
    assert driver_of(recording).gaps(read_again(recording), read_again(recording).running) is not None
