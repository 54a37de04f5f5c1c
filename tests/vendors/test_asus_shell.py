"""The driver of ASUS over a shell: a real ash, ``nvram`` and ``service`` over a directory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routercfg.device import Credentials, Cut, Identity, Step
from routercfg.errors import (
    ConnectionLost,
    HostKeyUntrusted,
    NotRecognised,
    RouterWiped,
    SettingRefused,
    StillFactory,
    WrongPassword,
)
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Settings, Value
from routercfg.vendors.asus_shell import ENCIPHERED, AsusShellDriver
from routercfg.vendors.asus_steps import LAN, NET, WIRELESS
from tests.vendors.asus_shell_rig import PASSWORD, START, URL, PaperShell, driver_of, needs_busybox

pytestmark = needs_busybox
NEW_URL = "ssh://192.168.77.1"


def tell(key: str, details: object) -> None:
    """Nobody listens."""


def wireless(**words: str) -> Step:
    return Step("applyapp.cgi", words, ("wifi.bands.2.4GHz.ssid",), Cut.WIFI, (WIRELESS,))


def password(new: str) -> Step:
    return Step(
        "applyapp.cgi", {"http_passwd": new}, ("admin.password",), services=("chpass",), logs_in_with=Secret(new)
    )


def test_login_and_full_read_are_one_command(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    facts = driver_of(shell).read()
    assert len(shell.commands) == 1
    assert facts.identity.model == "RT-AC68U"
    assert facts.identity.firmware == "3.0.0.4.386_51255-gdfb3e46"
    assert facts.running["wifi.bands.2.4GHz.password"] == Secret("old-key-1")
    assert facts.running["admin.password"] == Secret(PASSWORD)


def test_an_apply_is_a_read_a_write_and_a_read_besides_the_waiting(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    driver.send(wireless(wl0_ssid="New & 'quoted' $x"), tell)
    assert driver.read().running["wifi.bands.2.4GHz.ssid"] == "New & 'quoted' $x"
    assert [line for line in shell.commands if line != "nvram get rc_service"][1:2] == [shell.commands[1]]
    assert len([line for line in shell.commands if line != "nvram get rc_service"]) == 3
    assert shell.log == ["commit", f"service {WIRELESS}"]
    shell.power_cut()
    assert shell.word("wl0_ssid") == "New & 'quoted' $x"


def test_a_whole_plan_is_one_batch_even_where_the_network_restarts(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    before = driver.read()
    wish = Settings({"wifi.bands.2.4GHz.ssid": "New", "wan.vlan": 35, "lan.dhcp.enabled": False})
    steps = driver.steps(before, pending(diff(wish, before.running)))
    assert len(steps) == 1
    driver.send(steps[0], tell)
    assert diff(wish, driver.read().running) == ()
    assert len([line for line in shell.commands if line != "nvram get rc_service"]) == 3
    assert shell.log == ["commit", f"service {WIRELESS};restart_dnsmasq;{NET}"]
    for step in driver.undo(before, steps):
        driver.send(step, tell)
    assert driver.undone(before, driver.read(), steps) == ()


def test_one_refused_key_restores_the_others_and_commits_nothing(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    shell.refuses = "wl1_ssid"
    driver = driver_of(shell)
    with pytest.raises(SettingRefused) as told:
        driver.send(wireless(wl0_ssid="New", wl1_ssid="New", wl0_closed="1"), tell)
    assert told.value.details["page"] == "wl1_ssid"
    assert [shell.word(key) for key in ("wl0_ssid", "wl1_ssid", "wl0_closed")] == ["Old", "Old-5G", "0"]
    assert shell.log == []


def test_nothing_is_written_while_the_router_is_busy(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    shell.put("rc_service", "restart_wan_if 0")

    def strike(shell: PaperShell, when: str, line: str) -> None:
        if when == "after" and line == "nvram get rc_service":
            shell.put("rc_service", "")

    shell.strike = strike
    driver.send(wireless(wl0_ssid="New"), tell)
    assert shell.word("wl0_ssid") == "New"
    assert shell.log == ["commit", f"service {WIRELESS}"]


def once(loses: str, when: str, also: Callable[[PaperShell], None] = lambda shell: None) -> Callable[..., None]:
    """Lose the connection at the first command that has that in it."""
    struck: list[str] = []

    def strike(shell: PaperShell, moment: str, line: str) -> None:
        if moment == when and loses in line and not struck:
            struck.append(line)
            also(shell)
            shell.close()
            raise ConnectionLost(address=shell.url, written="<<<" in line)

    return strike


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_read_and_the_write_never_repeated(when: str, tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    shell.strike = once("nvram set", when)
    with pytest.raises(ConnectionLost) as lost:
        driver.send(wireless(wl0_ssid="New"), tell)
    assert lost.value.written
    driver.rejoin(tell)
    assert driver.read().running["wifi.bands.2.4GHz.ssid"] == ("New" if when == "after" else "Old")
    assert sum("nvram set" in line for line in shell.commands) == 1
    assert shell.log.count("commit") == (1 if when == "after" else 0)


def test_services_of_a_write_whose_end_was_not_heard_run_in_the_end(tmp_path: Path) -> None:
    """Power fails between the commit and the service: what is stored must be put into force too."""
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    shell.strike = once("nvram set", "after", lambda shell: setattr(shell, "password", PASSWORD))
    with pytest.raises(ConnectionLost):
        driver.send(password("New-pass-2"), tell)
    assert (shell.word("http_passwd"), shell.password) == ("New-pass-2", PASSWORD)
    driver.rejoin(tell)
    assert shell.password == "New-pass-2"
    assert driver.read().running["admin.password"] == Secret("New-pass-2")


def test_a_new_password_is_proved(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    driver.send(password("New-pass-2"), tell)
    assert shell.logins[-1] == ("admin", "New-pass-2")
    assert driver.read().running["admin.password"] == Secret("New-pass-2")


def test_a_lost_answer_to_a_new_password_tries_the_new_one_then_the_old_one(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    shell.strike = once("nvram set", "before")
    with pytest.raises(ConnectionLost):
        driver.send(password("New-pass-2"), tell)
    driver.rejoin(tell)
    assert [word for _, word in shell.logins] == [PASSWORD, "New-pass-2", PASSWORD]
    assert driver.read().running["admin.password"] == Secret(PASSWORD)


def test_a_restart_of_the_network_is_sat_out(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    came: list[str] = []

    def strike(shell: PaperShell, when: str, line: str) -> None:
        if when == "before" and line == "nvram get rc_service" and len(came) < 3:
            came.append(line)
            shell.close()
            raise ConnectionLost(address=shell.url)

    shell.strike = strike
    driver.send(Step("applyapp.cgi", {"switch_stb_x": "4"}, ("iptv.mode",), Cut.SESSION, (NET,)), tell)
    assert driver.read().native["nvram"]["switch_stb_x"] == "4"
    assert shell.log == ["commit", f"service {NET}"]


def test_a_router_that_moves_is_followed(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()

    def strike(shell: PaperShell, when: str, line: str) -> None:
        if when == "after" and "nvram set" in line:
            shell.places = {NEW_URL}

    shell.strike = strike
    step = Step("applyapp.cgi", {"lan_ipaddr": "192.168.77.1"}, ("lan.address",), Cut.LAN, (LAN,), "192.168.77.1")
    driver.send(step, tell)
    assert driver.address == NEW_URL
    assert driver.read().running["lan.address"] == "192.168.77.1"


@pytest.mark.parametrize("lost", [False, True])
def test_a_new_password_and_a_new_address_in_one_batch_are_both_followed(lost: bool, tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    before = driver.read()
    wish = Settings({"admin.password": Secret("New-pass-1"), "lan.address": "192.168.77.1"})
    (step,) = driver.steps(before, pending(diff(wish, before.running)))

    def strike(shell: PaperShell, when: str, line: str) -> None:
        if when == "after" and "nvram set" in line:
            shell.places = {NEW_URL}
            if lost:
                shell.close()
                raise ConnectionLost(address=URL, written=True)

    shell.strike = strike
    if lost:
        with pytest.raises(ConnectionLost):
            driver.send(step, tell)
        driver.rejoin(tell)
    else:
        driver.send(step, tell)
    assert driver.address == NEW_URL
    assert diff(wish, driver.read().running) == ()
    assert ("admin", PASSWORD) not in shell.logins[2:]


def test_a_router_that_takes_its_time_to_move_is_waited_for(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()
    polls: list[str] = []

    def strike(shell: PaperShell, when: str, line: str) -> None:
        polls.extend([line] if when == "after" and line == "nvram get rc_service" else [])
        if len(polls) == 2:
            shell.places = {NEW_URL}

    shell.strike = strike
    step = Step("applyapp.cgi", {"lan_ipaddr": "192.168.77.1"}, ("lan.address",), Cut.LAN, (LAN,), "192.168.77.1")
    driver.send(step, tell)
    assert driver.address == NEW_URL


def test_a_wiped_router_is_told_from_a_wrong_password(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()

    def wipe(shell: PaperShell) -> None:
        shell.password = "admin"
        shell.put("x_Setting", "0")

    shell.strike = once("nvram set", "before", wipe)
    with pytest.raises(ConnectionLost):
        driver.send(wireless(wl0_ssid="New"), tell)
    with pytest.raises(RouterWiped):
        driver.rejoin(tell)


def test_another_host_key_after_a_loss_is_refused_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    driver.read()

    def other(username: str, password: Secret | None) -> None:
        raise HostKeyUntrusted(address=URL, fingerprint="SHA256:other")

    monkeypatch.setattr(shell, "enter", other)
    with pytest.raises(HostKeyUntrusted):
        driver.rejoin(tell)


def test_a_router_that_was_never_set_up_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(StillFactory):
        driver_of(PaperShell(tmp_path, {**START, "x_Setting": "0"})).read()


def test_what_is_no_asuswrt_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotRecognised):
        driver_of(PaperShell(tmp_path, {**START, "productid": ""}))


def test_enciphered_passwords_are_hidden_and_cannot_be_set(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path, {**START, "http_passwd": "6f1c9a=="})
    shell.password = "known-1"
    driver = driver_of(shell)
    facts = driver.read()
    assert ENCIPHERED in facts.native
    assert facts.running["wifi.bands.2.4GHz.password"] is HIDDEN
    assert facts.running["admin.password"] == Secret("known-1")
    wished: dict[str, Value] = {
        "admin.password": Secret("other-1"), "wifi.bands.2.4GHz.password": Secret("new-key-1"),
        "wifi.bands.2.4GHz.security": "wpa2", "wan.protocol": "pppoe", "wan.username": "u", "wan.password": Secret("p"),
        "wifi.bands.2.4GHz.ssid": "New",
    }  # fmt: skip
    gaps = {gap.path for gap in driver.gaps(facts, Settings(wished))}
    assert gaps == {"admin.password", "wifi.bands.2.4GHz.password", "wan.protocol", "wan.username", "wan.password"}
    assert not driver.gaps(facts, Settings({"admin.password": Secret("known-1")}))
    assert "6f1c9a==" not in str(dict(facts.native["nvram"]))


def test_a_wrong_password_is_tried_once(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = AsusShellDriver(shell, Identity("asus", "shell"))
    with pytest.raises(WrongPassword):
        driver.login(Credentials(None, Secret("wrong")))
    assert shell.logins == [("admin", "wrong")]
