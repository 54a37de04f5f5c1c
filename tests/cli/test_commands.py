"""The commands as a person or script meets them: output, languages, JSON, exit codes."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest

from routercfg import __version__, simulator
from routercfg.cli import COMMANDS
from tests.cli.shell import PROFILE, SECRETS, here, process, written
from tests.conformance.road import bench

TWO = ["asus-rt-ax58u", "tplink-archer-ax12"]


def test_version() -> None:
    assert here("version").out == f"routercfg {__version__}\n"
    assert here("version", "--format", "json").json["routercfg"] == __version__


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help(name: str) -> None:
    ran = here(name, "--help")
    assert ran.code == 0
    assert "Usage: routercfg" in ran.out


@pytest.mark.parametrize(
    "words",
    [
        ["apply"],
        ["nonsense"],
        ["apply", "x", "--nonsense"],
        ["detect", "--address", "http://host/path"],
        ["detect", "--address", "a b"],
        ["detect", "--timeout", "0"],
        ["detect", "--timeout", "nan"],
        ["detect", "--timeout", "abc"],
        ["detect", "--address", ""],
        ["detect", "--address", "127.0.0.1:99999"],
        ["detect", "--address", ".:80"],
        ["--format", "json", "version"],
        ["simulate", TWO[0], "--latency", "-5"],
        ["simulate", TWO[0], "--pace", "nan"],
        ["simulate", TWO[0], "--state", "/proc/nowhere"],
        ["detect", "--vendor", "dlink"],
        ["simulate"],
        ["simulate", "no-such-model"],
        ["simulate", TWO[0], "--listen", "0.0.0.0:0"],
        ["simulate", TWO[0], "--fault", "no-such-fault"],
    ],
)
def test_usage_errors_end_with_2_and_a_sentence(words: list[str]) -> None:
    ran = here(*words)
    assert ran.code == 2
    assert (ran.err or ran.out).strip()
    assert "Traceback" not in ran.out + ran.err


@pytest.mark.parametrize("words", [["apply"], ["detect", "--nonsense"], ["detect", "--timeout", "abc"], ["nonsense"]])
def test_usage_errors_speak_json_and_russian_too(words: list[str]) -> None:
    assert here(*words, "--format", "json").json["exit_code"] == 2
    assert "Что делать: Справка: routercfg" in here(*words, "--lang", "ru").err


def test_a_busy_port_is_said_to_be_busy(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        at = f"127.0.0.1:{taken.getsockname()[1]}"
        assert here("simulate", TWO[0], "--state", str(tmp_path), "--listen", at).code == 2


def test_a_password_that_is_no_text(tmp_path: Path) -> None:
    with process(
        "show", "--address", "127.0.0.1:9", ROUTERCFG_PASSWORD=os.fsdecode(b"\xff\xfe"), PYTHONUTF8="1"
    ) as run:
        _, err = run.communicate(timeout=20)
    assert (run.returncode, "UTF-8" in err) == (2, True)


def test_a_router_in_factory_state_has_nothing_to_show_and_is_offered_no_password(tmp_path: Path) -> None:
    for model in TWO:
        folder = tmp_path / model
        folder.mkdir()
        with bench(model, folder) as unit:
            ran = here("show", "--address", unit.served.url, ROUTERCFG_PASSWORD="anything")
            assert (ran.code, "factory state" in ran.err) == (5, True)
            assert unit.served.requests <= 4


def test_a_masked_show_is_a_profile_that_asks_for_its_secrets(tmp_path: Path) -> None:
    with bench(TWO[1], tmp_path, factory=False) as unit:
        shown = here("show", "--address", unit.served.url, ROUTERCFG_PASSWORD=unit.router.model.password)
    assert here("profile", "validate", written(tmp_path, shown.out, "masked.yaml")).code == 0
    assert "{prompt:" in shown.out


def test_a_password_file_that_cannot_be_read(tmp_path: Path) -> None:
    ran = here("plan", written(tmp_path), "--password-file", str(tmp_path / "none"), "--address", "127.0.0.1:9")
    assert (ran.code, "none" in ran.err) == (2, True)


def test_faults_of_a_profile_are_listed_before_any_router_is_looked_for(tmp_path: Path) -> None:
    bad = written(tmp_path, PROFILE.replace("second-secret", "short").replace("mtu: 1480", "mtu: 9000"))
    ran = here("apply", bad, "--address", "127.0.0.1:9", "--format", "json")
    assert ran.code == 3
    assert {fault["path"] for fault in ran.json["error"]["faults"]} >= {"wan.mtu", "wifi.password"}
    assert all(fault["line"] > 0 for fault in ran.json["error"]["faults"])


def test_validate_good_and_bad(tmp_path: Path) -> None:
    assert here("profile", "validate", written(tmp_path)).code == 0
    ran = here("profile", "validate", written(tmp_path, "version: 1\nwan: {mtu: no}\n"), "--lang", "ru")
    assert ran.code == 3
    assert "profile.yaml:2:" in ran.err
    assert "Что делать" in ran.err


def test_schema_and_list() -> None:
    assert here("profile", "schema").json["$schema"].startswith("http://json-schema.org/draft-07")
    names = [profile["name"] for profile in here("profile", "list", "--format", "json").json["profiles"]]
    assert "rostelecom-dns" in names


def test_profile_new_wants_a_terminal_and_overwrites_nothing(tmp_path: Path) -> None:
    assert here("profile", "new", str(tmp_path / "new.yaml")).code == 2
    assert not (tmp_path / "new.yaml").exists()


def test_simulate_list() -> None:
    listed = json.loads(here("simulate", "--list", "--format", "json").out)
    assert {model["name"] for model in listed} == set(simulator.models())
    assert {"name", "vendor", "family"} <= set(listed[0])


@pytest.mark.parametrize("model", TWO)
def test_detect_needs_no_password(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        ran = here("detect", "--address", unit.served.url, "--format", "json")
        assert ran.code == 0
        assert ran.json["router"]["vendor"] == unit.router.model.vendor
        assert ran.json["router"]["factory"] is True
        assert unit.served.requests <= 4
        assert here("detect", "--address", unit.served.url, "--vendor", "asus").code == (0 if "asus" in model else 5)


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("model", TWO)
def test_the_whole_road_tells_no_secret(model: str, lang: str, tmp_path: Path) -> None:
    profile = written(tmp_path)
    with bench(model, tmp_path) as unit:
        at = ["--address", unit.served.url, "--lang", lang]
        planned = here("plan", profile, *at, "--detailed-exitcode")
        assert planned.code == 20
        applied = here("apply", profile, *at, "--yes", "-vv")
        assert applied.code == 0, applied.err
        assert ("verified" if lang == "en" else "проверены") in applied.out
        again = here("apply", profile, *at, "--yes")
        assert again.code == 0
        assert ("Nothing to do" if lang == "en" else "Делать нечего") in again.out
        assert here("plan", profile, *at, "--detailed-exitcode", ROUTERCFG_PASSWORD="Third-secret-3").code == 0
        shown = here("show", *at, ROUTERCFG_PASSWORD="Third-secret-3")
        assert shown.code == 0
        everything = "".join(ran.out + ran.err for ran in (planned, applied, again, shown))
    assert not [secret for secret in SECRETS if secret in everything]
    assert "Contract" in shown.out


def test_show_gives_a_profile_that_loads_and_plans_nothing(tmp_path: Path) -> None:
    with bench(TWO[1], tmp_path, factory=False) as unit:
        password = unit.router.model.password
        at = ["--address", unit.served.url]
        shown = here("show", *at, "--secrets", ROUTERCFG_PASSWORD=password)
        profile = written(tmp_path, shown.out, "shown.yaml")
        ran = here("plan", profile, *at, "--detailed-exitcode", ROUTERCFG_PASSWORD=password)
    assert ran.code == 0, ran.out + ran.err


@pytest.mark.parametrize("model", TWO)
def test_json_of_apply_is_as_documented(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        ran = here("apply", written(tmp_path), "--address", unit.served.url, "--yes", "--format", "json", "--quiet")
    data = ran.json
    assert {"routercfg", "command", "exit_code", "error", "router", "pending", "first_boot", "changes"} <= set(data)
    assert (data["command"], data["exit_code"], data["error"], data["state"]) == ("apply", 0, None, "new")
    assert {verdict["verdict"] for verdict in data["verdicts"]} == {"matched"}
    assert ran.err == ""
    assert not [secret for secret in SECRETS if secret in ran.out]


def test_three_ways_into_a_set_up_router(tmp_path: Path) -> None:
    with bench(TWO[0], tmp_path, factory=False) as unit:
        password = unit.router.model.password
        file = tmp_path / "password"
        file.write_text(password + "\nsecond line\n")
        at = ["show", "--address", unit.served.url]
        assert here(*at).code == 6
        assert here(*at, "--password-file", str(file)).code == 0
        assert here(*at, ROUTERCFG_PASSWORD=password, ROUTERCFG_USERNAME="admin").code == 0
        assert here(*at, ROUTERCFG_PASSWORD="wrong-one").code == 6


def test_an_unsupported_setting_is_named_and_stops_unless_skipped(tmp_path: Path) -> None:
    profile = written(tmp_path, "version: 1\nwifi: {security: wpa3}\ntime: {zone: Europe/Moscow}\n")
    with bench("asus-rt-ac85p", tmp_path, factory=False) as unit:
        at = ["--address", unit.served.url]
        environment = {"ROUTERCFG_PASSWORD": unit.router.model.password}
        stopped = here("apply", profile, *at, "--yes", **environment)
        assert stopped.code == 5
        assert "wpa3" in stopped.err.lower()
        assert here("apply", profile, *at, "--yes", "--skip-unsupported", **environment).code == 0


def test_the_same_router_is_worked_on_by_one_run_at_a_time(tmp_path: Path) -> None:
    from routercfg.lock import held

    with bench(TWO[0], tmp_path, factory=False) as unit:
        mac = here("detect", "--address", unit.served.url, "--format", "json").json["router"]["mac"]
        with held(mac or unit.served.url):
            ran = here("show", "--address", unit.served.url, ROUTERCFG_PASSWORD=unit.router.model.password)
    assert ran.code == 11
    assert str(os.getpid()) in ran.err


def test_two_names_of_one_address_are_one_router(tmp_path: Path) -> None:
    with bench(TWO[1], tmp_path, factory=False, faults=["slow:0.4"]) as unit:
        password = unit.router.model.password
        with process("show", "--address", unit.served.url, ROUTERCFG_PASSWORD=password) as first:
            while len(unit.served.log) < 5:
                assert first.poll() is None
                time.sleep(0.02)
            other = unit.served.url.replace("127.0.0.1", "localhost")
            assert here("show", "--address", other, ROUTERCFG_PASSWORD=password).code == 11
            first.communicate(timeout=30)
        assert first.returncode == 0


def test_without_a_folder_of_its_own_a_run_still_holds_the_router(tmp_path: Path) -> None:
    with bench(TWO[0], tmp_path, factory=False) as unit:
        words = ["show", "--address", unit.served.url]
        nowhere = {"XDG_STATE_HOME": "/proc/nowhere", "HOME": "/proc/nowhere", "TMPDIR": str(tmp_path)}
        assert here(*words, ROUTERCFG_PASSWORD=unit.router.model.password, **nowhere).code == 0


def test_without_an_address_only_candidates_are_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from routercfg.vendors import find

    with bench(TWO[0], tmp_path) as unit:
        places = ["127.0.0.1:9", unit.served.url.removeprefix("http://")]
        monkeypatch.setattr(find, "candidates", lambda: iter(places))
        assert here("detect").code == 0
        monkeypatch.setattr(find, "candidates", lambda: iter(places[:1]))
        ran = here("detect", "--lang", "ru")
    assert ran.code == 4
    assert "разъём LAN" in ran.err
