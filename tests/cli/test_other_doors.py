"""Which door is taken when the web is shut: SSH, and telnet only where there is no SSH either."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.simulator.shell_root import missing, missing_telnet
from tests.cli.shell import here, written
from tests.conformance.road import bench

pytestmark = pytest.mark.skipif(bool(missing() or missing_telnet()), reason=missing() or missing_telnet())
PLACES = itertools.count(11)
PROFILE = """\
version: 1
name: other-door
wifi: {ssid: By-shell}
"""


@pytest.fixture(autouse=True)
def data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))


@contextmanager
def at_its_port(model: str, port: int, folder: Path) -> Iterator[tuple[str, simulator.PaperRouter]]:
    """A router at an address of its own, at the usual port."""
    router = simulator.build(model, state=folder / model, pace=0)
    host = f"127.88.{os.getpid() % 250 + 1}.{next(PLACES)}"
    try:
        served = simulator.serve(router, (host, port))
    except OSError:
        pytest.skip(f"port {port} may not be listened on here")
    with served:
        yield host, router


@pytest.mark.parametrize(
    ("model", "port", "scheme", "warns"),
    [("asus-rt-ac68u-ssh", 22, "ssh", False), ("asus-rt-n10p-telnet", 23, "telnet", True)],
)
def test_auto_takes_what_is_open_and_configures_it(
    model: str, port: int, scheme: str, warns: bool, tmp_path: Path
) -> None:
    with at_its_port(model, port, tmp_path) as (host, router):
        ran = here("detect", "--address", host, "--format", "json")
        assert json.loads(ran.out)["router"]["family"] == "shell"
        words = ("apply", written(tmp_path, PROFILE), "--address", host, "--yes", "--format", "json")
        ran = here(*words, ROUTERCFG_PASSWORD=router.password_now())
        assert ran.code == 0, ran.err
        told = ran.json["router"]
        assert (told["family"], told["address"]) == (f"asus-{scheme}", f"{scheme}://{host}")
        assert ("telnet is not encrypted" in ran.out + ran.err) is warns
        assert router.password_now() not in ran.out + ran.err


def test_who_a_shell_belongs_to_is_told_once_it_is_known(tmp_path: Path) -> None:
    file = written(tmp_path, PROFILE)
    with bench("asus-rt-ac68u-ssh", tmp_path, factory=False) as unit:
        for words in (("plan", file), ("apply", file, "--yes"), ("apply", file, "--yes")):
            ran = here(*words, "--address", unit.served.url, "--lang", "en", ROUTERCFG_PASSWORD=unit.known())
            assert ran.code == 0, ran.err
            assert ran.err.count(f"It is ASUS RT-AC68U at {unit.served.url}") == 1


def test_auto_prefers_the_web_where_both_are_open(tmp_path: Path) -> None:
    with at_its_port("asus-rt-ac66u", 80, tmp_path) as (host, _):
        shell = simulator.build("asus-rt-ac68u-ssh", state=tmp_path / "shell", pace=0)
        with simulator.serve(shell, (host, 22)):
            asked = here("detect", "--address", host, "--format", "json")
            assert (asked.json["router"]["family"], asked.json["router"]["address"]) == ("asus-web", f"http://{host}")
            asked = here("detect", "--address", host, "--via", "ssh", "--format", "json")
            assert (asked.json["router"]["family"], asked.json["router"]["address"]) == ("shell", f"ssh://{host}")


def test_a_router_that_answers_only_https_at_8443_is_found_by_its_address_alone(tmp_path: Path) -> None:
    with at_its_port("asus-rt-ax55-https", 8443, tmp_path) as (host, _):
        asked = here("detect", "--address", host, "--format", "json")
        assert asked.code == 0, asked.err
        assert asked.json["router"]["address"] == f"https://{host}:8443"
        assert asked.json["router"]["model"] == "RT-AX55"


def test_the_web_alone_is_not_left_for_a_shell(tmp_path: Path) -> None:
    with at_its_port("asus-rt-ac68u-ssh", 22, tmp_path) as (host, _):
        assert here("detect", "--address", host, "--via", "web").code == 4
        assert here("detect", "--address", f"http://{host}").code == 4
        assert here("detect", "--address", host, "--via", "telnet").code == 4


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_where_ssh_is_shut_a_person_hears_how_to_go_on(lang: str, tmp_path: Path) -> None:
    with at_its_port("asus-rt-ac66u", 80, tmp_path) as (host, _):
        shut = here("detect", "--address", host, "--via", "ssh", "--lang", lang)
        assert shut.code == 4
        assert "--enable-ssh" in shut.err
        assert "--enable-ssh" not in here("detect", "--address", "127.88.0.1", "--lang", lang).err


def test_another_vendor_is_refused_after_the_login(tmp_path: Path) -> None:
    with at_its_port("asus-rt-ac68u-ssh", 22, tmp_path) as (host, router):
        words = ("apply", written(tmp_path, PROFILE), "--address", host, "--via", "ssh", "--vendor", "tplink", "--yes")
        ran = here(*words, "--format", "json", ROUTERCFG_PASSWORD=router.password_now())
        assert (ran.code, ran.json["error"]["kind"]) == (5, "vendor-mismatch")
