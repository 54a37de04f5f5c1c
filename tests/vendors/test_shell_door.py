"""The door of a shell that says who it is only to who is let in."""

from __future__ import annotations

from pathlib import Path

import pytest

from routercfg.clock import Deadline
from routercfg.device import Credentials, Identity
from routercfg.errors import NotRecognised, VendorMismatch, WrongPassword
from routercfg.secret import Secret
from routercfg.transport.shell import ShellTransport
from routercfg.transport.telnet_shell import TelnetShell
from routercfg.vendors import recognise_shell, recognise_telnet
from routercfg.vendors.shell_door import FAMILY, ShellDoor
from tests.conformance.road import bench
from tests.simulator.asus_shell_rig import PASSWORD, unit
from tests.simulator.openwrt_rig import needs_shell
from tests.vendors.asus_shell_rig import PaperShell

pytestmark = needs_shell


def door(url: str, vendor: str = "") -> ShellDoor:
    shell = ShellTransport(url, Deadline(30), accept=lambda key: True)
    return ShellDoor(shell, Identity(vendor, FAMILY))


def known(word: str, name: str | None = None) -> Credentials:
    return Credentials(name, Secret(word))


@pytest.mark.parametrize(
    ("model", "family", "firmware"),
    [
        ("asus-rt-ac68u-ssh", "asus-ssh", "51255"),
        ("asus-rt-ac86u-merlin-ssh", "asus-ssh", "(Merlin)"),
        ("asus-rt-n16-ssh-old", "asus-ssh", "3.0.0.4.376"),
        ("openwrt-tplink-archer-c7", "openwrt", "OpenWrt"),
        ("openwrt-asus-rt-ac57u", "openwrt", "OpenWrt"),
    ],
)
def test_who_it_is_shows_after_the_login(model: str, family: str, firmware: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as it, it.driver() as driver:
        assert (driver.identity.family, driver.identity.model) == (FAMILY, "")
        driver.login(known(it.router.model.password))
        found = driver.read().identity
        assert found.family == driver.identity.family == family
        assert firmware in found.firmware


def test_padavan_is_recognised_and_refused_with_a_sentence() -> None:
    with unit("padavan-rt-n56u") as it:
        behind = door(f"ssh://{it.served.ssh}")
        with pytest.raises(NotRecognised, match="Padavan"):
            behind.login(known(PASSWORD))
        behind.close()


def test_the_vendor_that_a_person_named_is_held_after_the_login(tmp_path: Path) -> None:
    with bench("asus-rt-ac68u-ssh", tmp_path) as it:
        behind = door(it.served.url, "tplink")
        with pytest.raises(VendorMismatch):
            behind.login(known(it.known()))
        behind.close()
        shell = ShellTransport(it.served.url, Deadline(30), accept=lambda key: True)
        assert recognise_shell(shell, "asus").vendor == "asus"
        shell.close()


class Names(PaperShell):
    """A shell that lets nobody in."""

    def __init__(self, folder: Path, banner: str = "SSH-2.0-dropbear_2019.78", url: str = "ssh://192.168.1.1") -> None:
        super().__init__(folder)
        self.banner, self.url, self.places = banner, url, {url}

    def greet(self) -> str:
        return self.banner

    def enter(self, username: str, password: Secret | None) -> None:
        self.logins.append((username, ""))
        raise WrongPassword


@pytest.mark.parametrize(
    ("vendor", "username", "banner", "url", "tried"),
    [
        ("", None, "SSH-2.0-dropbear_2019.78", "ssh://192.168.1.1", ["root", "admin"]),
        ("tplink", None, "SSH-2.0-dropbear_2019.78", "ssh://192.168.1.1", ["root", "admin"]),
        ("", None, "SSH-2.0-dropbear_2012.55", "ssh://192.168.1.1", ["admin", "root"]),
        ("asus", None, "SSH-2.0-dropbear_2019.78", "ssh://192.168.1.1", ["admin"]),
        ("", None, "", "telnet://192.168.1.1", ["admin"]),
        ("", "boss", "SSH-2.0-dropbear_2019.78", "ssh://192.168.1.1", ["boss"]),
    ],
)
def test_each_name_costs_one_attempt(
    vendor: str, username: str | None, banner: str, url: str, tried: list[str], tmp_path: Path
) -> None:
    shell = Names(tmp_path, banner, url)
    with pytest.raises(WrongPassword):
        ShellDoor(shell, Identity(vendor, FAMILY)).login(known("x", username))
    assert [name for name, _ in shell.logins] == tried


def test_an_administrator_of_another_name_is_let_in(tmp_path: Path) -> None:
    with bench("asus-rt-ac68u-ssh", tmp_path) as it:
        it.router.store.update("nvram", {"http_username": "boss"})
        it.router.power_cut()
        behind = door(it.served.url)
        behind.login(known(it.known(), "boss"))
        assert behind.read().running["admin.username"] == "boss"
        behind.close()


def test_a_telnet_login_leads_to_the_same_door_and_a_username_to_the_command_line(tmp_path: Path) -> None:
    for model, family in (("asus-rt-n10p-telnet", FAMILY), ("tplink-vx231v-cli", "tplink-cli")):
        with bench(model, tmp_path / model, factory=False) as it:
            line, identity = recognise_telnet(it.served.url, Deadline(30), 4)
            assert identity.family == family
            assert isinstance(line, TelnetShell) is (family == FAMILY)
            line.close()
