"""What a person reads between the lines of a table: nothing twice, nothing that is not so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from routercfg.device import Cut, Step
from routercfg.errors import Part
from routercfg.report import groups_text, plan_lines
from routercfg.report.text import gap_lines
from routercfg.workflow.apply import _only_restarts
from routercfg.workflow.planning import preview
from tests.cli.shell import here, process
from tests.conformance.road import FULL, PASSWORD, bench

SSID = "wifi.bands.2.4GHz.ssid"


def test_a_reason_that_several_settings_share_stands_once() -> None:
    why, other = Part("reason.cli-letters"), Part("reason.tplink-no-band")
    lines = gap_lines([("wan.protocol", why), (SSID, other), ("wan.username", why)], "plan.gaps", "en")
    assert lines[0] == "This router cannot do:"
    assert lines[1].startswith("  Wi-Fi 2.4GHz name  this router")
    assert lines[2] == "  connection type, provider login"
    assert lines[3].startswith("    how the router's command line")
    assert len(lines) == 4
    assert gap_lines([], "plan.gaps", "ru") == []


def test_a_plan_with_a_restart_does_not_list_what_pauses_anyway(tmp_path: Path) -> None:
    text = FULL + "lan: {address: 192.168.7.1, dhcp: {first: 192.168.7.10, last: 192.168.7.99}}\n"
    with bench("tplink-wr740n-ru", tmp_path, factory=False) as unit:
        password = unit.router.model.password
        said = "\n".join(plan_lines(unit.plan(FULL, password), "en"))
        assert "this pauses: everything, for the router restarts." in said
        said = "\n".join(plan_lines(unit.plan(text, password), "ru"))
        assert "прервётся: вся домашняя сеть; адрес роутера сменится, всё, потому что роутер перезагрузится." in said


def test_one_write_for_all_names_everything_that_pauses(tmp_path: Path) -> None:
    text = FULL + "lan: {address: 192.168.7.1, dhcp: {first: 192.168.7.10, last: 192.168.7.99}}\n"
    with bench("asus-rt-ax58u", tmp_path, factory=False) as unit:
        password = unit.router.model.password
        assert "this pauses: Wi-Fi, the internet connection." in "\n".join(plan_lines(unit.plan(FULL, password), "en"))
        said = "\n".join(plan_lines(unit.plan(text, password), "en"))
        assert "pauses: Wi-Fi, the internet connection, the whole home network" in said
        head = "version: 1\n"
        vlan, wifi = unit.plan(head + "wan: {vlan: 35}", password), unit.plan(head + "wifi: {ssid: A}", password)
        assert "this pauses: the internet connection, the router's own page." in "\n".join(plan_lines(vlan, "en"))
        assert "this pauses: Wi-Fi." in "\n".join(plan_lines(wifi, "en"))


def test_a_new_unit_that_may_have_a_password_on_its_label_says_so_beforehand(tmp_path: Path) -> None:
    for model, told in (("asus-rt-be88u", True), ("asus-rt-ac85p", False)):
        with bench(model, tmp_path / model) as unit, unit.driver() as driver:
            for lang in ("en", "ru"):
                said = "\n".join(plan_lines(preview(driver.identity, unit.profile(FULL)), lang))
                assert ("ROUTERCFG_PASSWORD" in said) is told


def test_a_last_restart_is_not_called_writing(tmp_path: Path) -> None:
    with bench("tplink-wr740n-ru", tmp_path, factory=False) as unit:
        assert unit.apply(FULL, unit.router.model.password).error is None
        assert unit.said.count("progress.restart") == 1
        assert unit.said.index("progress.restart") > unit.said.index("progress.step")
    alone = Step("IptvRpm.htm", {}, ("iptv.mode",), Cut.REBOOT)
    assert not _only_restarts((alone,), 1)
    assert groups_text(alone.paths, "en")


@pytest.mark.parametrize("model", ["tplink-ex511", "tplink-archer-c5400x"])
def test_what_the_list_leaves_out_can_be_simulated_by_name(model: str, tmp_path: Path) -> None:
    assert model not in here("simulate", "--list").out
    with process("simulate", model, "--state", str(tmp_path), "--pace", "0") as run:
        assert run.stdout is not None
        ready = json.loads(run.stdout.readline())
        assert here("detect", "--address", ready["url"]).code == 0
        run.terminate()
        assert run.wait(10) == 0


def test_old_firmware_that_cannot_tell_a_reset_is_not_said_to_be_set_up_for_sure(tmp_path: Path) -> None:
    with bench("tplink-wr1043nd-v2", tmp_path) as unit:  # in factory state, and does not tell
        ran = here("detect", "--address", unit.served.url, "--lang", "en")
    assert "as far as it tells" in ran.out


def test_a_technician_with_an_unknown_router_learns_of_record(tmp_path: Path) -> None:
    from tests.cli.shell import hostile

    with hostile(lambda _: b"HTTP/1.0 200 OK\r\n\r\n<title>SuperRouter</title>") as url:
        for lang in ("en", "ru"):
            assert "routercfg record" in here("detect", "--address", url, "--lang", lang).err


def test_a_recording_of_a_command_line_holds_nothing_of_its_owner(tmp_path: Path) -> None:
    wifi = "wifi: {ssid: Owners-net, security: wpa2, password: 'owners key 9'}"
    text = f"version: 1\n{wifi}\nadmin: {{password: {PASSWORD}}}\n"
    folder = tmp_path / "recording"
    with bench("tplink-vx231v-cli", tmp_path) as unit:
        assert unit.apply(text).error is None
        ran = here("record", "--address", unit.served.url, "--output", str(folder), ROUTERCFG_PASSWORD=PASSWORD)
        assert ran.code == 0, ran.err
    kept = "".join(file.read_text("utf-8") for file in folder.iterdir())
    assert "VX231v" in kept
    assert '"server": "password"' in kept  # what it asks first
    assert not [word for word in ("Owners-net", "owners key", PASSWORD) if word in kept]


def test_nobody_is_told_to_put_a_secret_on_the_command_line() -> None:
    told = here("profile", "validate", "rostelecom-pppoe", "--lang", "en")
    told = told if "wan.password" in told.err else here("plan", "rostelecom-pppoe", "--lang", "en")
    assert "--set wan.username" in told.err
    assert "wan.password: needed for pppoe" in told.err
    assert "--set wan.password" not in told.err
