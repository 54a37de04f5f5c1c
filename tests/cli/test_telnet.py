"""`--via telnet`, telnet:// and the same command line over SSH: who is asked, what is said, how it ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.cli import finding
from routercfg.clock import Deadline
from routercfg.device import Identity
from routercfg.simulator import ServedShell
from routercfg.simulator.shell_root import missing
from routercfg.transport.web import WebTransport
from routercfg.vendors import recognise
from routercfg.vendors.tplink_cli import behind_login
from tests.cli.shell import here, written
from tests.transport.paper_cli import Paper, telnet

MODEL = "tplink-vx231v-cli"
PASSWORD = "secret-1"
PROFILE = """\
version: 1
wan: {protocol: pppoe, username: subscriber1, password: first-secret}
wifi: {ssid: Contract, security: wpa2, password: second-secret}
"""
real = pytest.mark.skipif(bool(missing()), reason="needs dropbear and busybox")


@contextmanager
def simulated(folder: Path) -> Iterator[ServedShell]:
    router = simulator.build(MODEL, state=folder / "state", pace=0)
    with simulator.serve(router) as served:
        assert isinstance(served, ServedShell)
        yield served


def test_apply_over_telnet_says_once_that_it_can_be_read_and_ends_verified(tmp_path: Path) -> None:
    paper = Paper()
    with telnet(paper) as url:
        words = ("--address", url, "--yes", "--quiet", "--lang", "en")
        ran = here("apply", written(tmp_path, PROFILE), *words, ROUTERCFG_PASSWORD=PASSWORD)
        again = here(
            "plan", written(tmp_path, PROFILE), "--address", url, "--detailed-exitcode", ROUTERCFG_PASSWORD=PASSWORD
        )
    assert ran.code == 0, ran.err
    assert ran.err.count("telnet is not encrypted") == 1
    assert again.code == 0
    assert paper.radios["5g"]["SSID"] == "Contract"
    for secret in ("first-secret", "second-secret", PASSWORD, "12345670"):
        assert secret not in ran.out + ran.err + again.out + again.err


def test_what_the_command_line_cannot_stops_before_anything_is_touched(tmp_path: Path) -> None:
    paper = Paper()
    with telnet(paper) as url:
        text = PROFILE + "dns: {servers: [8.8.8.8]}\n"
        ran = here(
            "apply", written(tmp_path, text), "--address", url, "--yes", "--lang", "en", ROUTERCFG_PASSWORD=PASSWORD
        )
    assert ran.code == 5
    assert "--via web" in ran.out + ran.err
    assert not [line for line in paper.heard if " set " in line]


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize(
    ("address", "via"),
    [
        ("telnet://127.0.0.1:9", "web"),
        ("telnet://127.0.0.1:9", "ssh"),
        ("ssh://127.0.0.1:9", "telnet"),
        ("http://127.0.0.1:9", "telnet"),
    ],
)
def test_an_address_and_a_door_that_contradict_each_other(address: str, via: str, lang: str) -> None:
    ran = here("show", "--address", address, "--via", via, "--lang", lang, ROUTERCFG_PASSWORD="x")
    assert ran.code == 2
    assert via in ran.err


def test_via_telnet_goes_to_telnet(free_port: object) -> None:
    paper = Paper()
    with telnet(paper) as url:
        ran = here("detect", "--address", url.removeprefix("telnet://"), "--via", "telnet", "--format", "json")
        assert ran.json["router"]["family"] == "tplink-cli"
    assert paper.attempts == 0
    assert here("detect", "--address", url, "--lang", "en").code == 4


def test_another_vendor_was_wanted_and_a_wrong_password() -> None:
    paper = Paper()
    with telnet(paper) as url:
        assert here("detect", "--address", url, "--vendor", "asus").code == 5
        assert here("show", "--address", url, ROUTERCFG_PASSWORD="nope").code == 6
    assert paper.attempts == 1


def test_verbose_shows_no_secret() -> None:
    with telnet(Paper()) as url:
        ran = here("show", "--address", url, "-v", "-v", ROUTERCFG_PASSWORD=PASSWORD)
    assert ran.code == 0
    for secret in (PASSWORD, "12345670", "old-pw"):
        assert secret not in ran.out + ran.err


@real
def test_the_real_telnetd_and_the_real_dropbear_lead_to_the_same_router(tmp_path: Path) -> None:
    with simulated(tmp_path) as served:
        password = served.router.model.password
        words = ("--address", served.url, "--yes", "--lang", "en")
        ran = here("apply", written(tmp_path, PROFILE), *words, ROUTERCFG_PASSWORD=password)
        assert ran.code == 0, ran.err
        over_ssh = ("--address", f"ssh://{served.ssh}", "--vendor", "tplink", "--username", "admin")
        ran = here("plan", written(tmp_path, PROFILE), *over_ssh, "--detailed-exitcode", ROUTERCFG_PASSWORD=password)
        assert ran.code == 0, ran.err
        assert "not encrypted" not in ran.err
        ran = here("show", *over_ssh, ROUTERCFG_PASSWORD="nope")
        assert ran.code == 6


def test_the_web_page_beside_does_the_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only beside telnet's own port is a page looked for, so here the look is stood in for."""
    router = simulator.build("tplink-archer-c20-v1", state=tmp_path / "state", pace=0)
    paper = Paper(password=router.model.password)
    with telnet(paper) as url, simulator.serve(router) as web:

        def beside(shell: str, deadline: Deadline) -> tuple[WebTransport, Identity]:
            transport = WebTransport(web.url, deadline)
            return transport, recognise(transport)

        monkeypatch.setattr(finding, "_beside", beside)
        text = PROFILE.replace("wan:", "time: {zone: Europe/Moscow}\n#") + "lan: {dhcp: {enabled: false}}\n"
        words = ("--address", url, "--yes", "--lang", "en")
        ran = here("apply", written(tmp_path, text), *words, ROUTERCFG_PASSWORD=router.model.password)
        assert ran.code == 0, ran.err
        assert "Archer C20" in ran.err
    assert paper.radios["2g"]["SSID"] == "Contract"


def test_a_page_is_looked_for_only_beside_the_own_port_of_a_shell() -> None:
    assert finding._beside("telnet://127.0.0.1:2323", Deadline(5)) is None
    assert finding._beside("ssh://127.0.0.1:2222", Deadline(5)) is None


@pytest.mark.parametrize(
    ("banner", "beside", "named", "family"),
    [
        ("SSH-2.0-dropbear", None, "", None),
        ("SSH-2.0-dropbear_2022.83", None, "", None),
        ("SSH-2.0-dropbear_2022.83", None, "root", None),
        ("SSH-2.0-dropbear_2022.83", None, "admin", "tplink-cli"),
        ("SSH-2.0-dropbear_2012.55", None, "", "tplink-cli"),
        ("SSH-2.0-dropbear_0.52", None, "", "tplink-cli"),
        ("SSH-2.0-dropbear_2012.55", False, "admin", None),
        ("SSH-2.0-dropbear", True, "", "tplink-cli"),
    ],
)
def test_whose_login_it_is_before_a_name_is_tried(
    banner: str, beside: bool | None, named: str, family: str | None
) -> None:
    found = behind_login(banner, beside, named)
    assert (found and found.family) == family
