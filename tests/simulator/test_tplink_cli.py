"""The ``TP-Link(conf)#`` command line over real telnet and SSH: dialogues, locks, one session, faults."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from pathlib import Path

import netmiko
import paramiko
import pytest
from netmiko.terminal_server import TerminalServerTelnet

from routercfg import simulator
from routercfg.simulator import shell_root
from routercfg.simulator.shell_root import inhabitants
from routercfg.simulator.tplink_cli import IDLE_SECONDS, LOCK_SECONDS
from routercfg.simulator.tplink_cli_box import PASSWORD
from tests.conftest import FakeClock
from tests.simulator.tplink_cli_rig import C20, HB, VX, W8970, needs_telnet, unit

pytestmark = needs_telnet
FIRST = "Third-secret-3"


def test_the_ready_line_names_both_doors(tmp_path: Path) -> None:
    with unit(VX, tmp_path, factory=True) as box:
        line = json.loads(simulator.ready_line(box.served, box.router))
        assert line["url"] == line["telnet"] == box.served.url
        assert line["telnet"].startswith("telnet://127.0.0.1:")
        assert line["ssh"].startswith("127.0.0.1:")
        assert (line["family"], line["username"], line["password"]) == ("tplink-cli", "admin", "")


def test_telnetd_opens_with_its_offers_and_the_greeting_ends_with_the_prompt(tmp_path: Path) -> None:
    with unit(VX, tmp_path) as box:
        caller = box.call()
        caller.until(b"password:$")
        assert caller.raw.startswith(b"\xff\xfd\x01\xff\xfd\x1f\xff\xfb\x01\xff\xfb\x03")
        greeting = caller.say(PASSWORD)
        assert "COMMAND-LINE Interface Model" in greeting
        assert greeting.endswith("TP-Link(conf)#")
        assert PASSWORD not in greeting


@pytest.mark.parametrize("enter", [b"\r\n", b"\n", b"\r\0"])
def test_every_kind_of_enter_works(enter: bytes) -> None:
    with unit(VX) as box:
        assert box.call().login().say("dev version", enter=enter).endswith("cmd:SUCC\nTP-Link(conf)#")


def test_the_command_is_echoed_and_lines_end_with_noise() -> None:
    with unit(VX) as box:
        caller = box.call().login()
        caller.say("dev version")
        assert b"dev version\r\nsoftwareVersion=" in caller.raw
        assert b"cmd:SUCC\r\r\n" in caller.raw


def test_the_first_password_is_set_in_the_dialogue(tmp_path: Path) -> None:
    with unit(VX, tmp_path, factory=True) as box:
        caller = box.call()
        caller.until(b"Set new password:$")
        for one, other in [("short-1A", "other-1A"), ("weakweak", "weakweak"), ("Sh-1", "Sh-1")]:
            caller.say(one, b"Confirm new password:$")
            caller.say(other, b"Set new password:$")
        caller.say(FIRST, b"Confirm new password:$")
        caller.say(FIRST, b"\npassword:$")
        assert caller.say(FIRST).endswith("#")
        assert box.router.password_now() == FIRST
    with unit(VX, tmp_path) as box:
        box.call().login(FIRST)


def test_a_user_name_is_asked_for_where_the_model_does() -> None:
    with unit(HB, factory=True) as box:
        caller = box.call()
        caller.until(b"username:$")
        caller.say("nobody", b"password:$")
        assert "Login incorrect. Try again." in caller.say("admin", b"username:$")
        caller.say("admin", b"password:$")
        assert caller.say("admin").endswith("TP-Link>")


def test_a_restricted_command_line_knows_six_commands() -> None:
    with unit(HB) as box:
        caller = box.call().login(user="admin")
        listed = [line.split()[0] for line in caller.say("help").split("\n") if " --- " in line]
        assert listed == ["clear", "exit", "help", "history", "logout", "wlctl"]
        for other in ("wan show service", "dev reboot", "config", "lan show info"):
            assert "Command not found" in caller.say(other)
        assert caller.words("wlctl show 6g")["SSID"] == "TP-Link_0000_6G"
        assert "Bye" in caller.say("exit", b"Bye")


def test_the_old_spelling_and_a_prompt_that_needs_one_more_newline() -> None:
    with unit(W8970) as box:
        caller = box.call()
        caller.until(b"username:$")
        caller.say("admin", b"password:$")
        assert "(conf)#" not in caller.say(PASSWORD, rb"working\.\r\n-+\r\n")
        assert caller.say("").endswith("TP-LINK(conf)#")
        assert caller.words("wlctl show")["SSID"] == "TP-Link_7000"


def test_modes_and_history() -> None:
    with unit(VX) as box:
        caller = box.call().login()
        assert caller.say("exit").endswith("TP-Link>")
        assert "Command not found" in caller.say("wan show service")
        assert "cmd:SUCC" in caller.say("wlctl show 2g")
        assert caller.say("config").endswith("TP-Link(conf)#")
        assert "wlctl show 2g" in caller.say("history")
        assert "\x1b[2J" in caller.say("clear")
        caller.say("exit")
        assert "Bye" in caller.say("exit", b"Bye")
        assert caller.over().strip() == b""


def test_five_wrong_passwords_lock_for_ten_minutes(clock: FakeClock) -> None:
    with unit(VX, clock=clock) as box:
        caller = box.call()
        caller.until(b"password:$")
        for _ in range(4):
            assert "Login incorrect. Try again." in caller.say("wrong", b"\npassword:$")
        assert "Authorization failed" in caller.say("wrong", b"Authorization failed.*\n")
        clock.now += LOCK_SECONDS - 1
        assert b"Authorization failed" in box.call().over()
        clock.now += 2
        box.call().login()


def test_wrong_passwords_count_over_several_connections_until_a_right_one() -> None:
    with unit(VX) as box:
        for right in (False, False, False, False, True, False, False, False, False, True):
            caller = box.call()
            if right:
                caller.login()
            else:
                caller.until(b"password:$")
                caller.say("wrong", b"\npassword:$")
            caller.close()


def test_the_second_one_waits_until_the_first_is_out() -> None:
    with unit(VX) as box:
        first = box.call().login()
        second = box.call(wait=0.3)
        with pytest.raises(TimeoutError):
            second.until(b"password:")
        assert second.raw.startswith(b"\xff\xfd\x01")
        first.say("logout", b"Bye")
        second.cable.settimeout(10)
        second.login()
        second.close()
        box.call().login()


def test_an_idle_session_ends_and_a_newline_brings_the_login_back(clock: FakeClock) -> None:
    with unit(VX, clock=clock) as box:
        caller = box.call().login()
        clock.now += IDLE_SECONDS + 1
        caller.until(rb"CLI exited after timing out\r\n$")
        caller.say("", b"password:$")
        caller.say(PASSWORD)
        assert "cmd:SUCC" in caller.say("dev version")


def test_ssh_leads_to_the_same_command_line(tmp_path: Path) -> None:
    with unit(VX, tmp_path) as box:
        host, _, port = str(box.served.ssh).partition(":")
        with paramiko.SSHClient() as client:
            client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
            client.connect(host, int(port), "admin", PASSWORD, look_for_keys=False, allow_agent=False, timeout=10)
            channel = client.invoke_shell()
            channel.settimeout(10)
            seen = b""
            channel.sendall(b"wlctl show 5g\r")
            while b"cmd:SUCC" not in seen:
                seen += channel.recv(4096)
        assert b"SSID=TP-Link_1000_5G" in seen


def test_ssh_lets_nobody_in_before_a_password_is_set(tmp_path: Path) -> None:
    with unit(VX, tmp_path, factory=True) as box:
        host, _, port = str(box.served.ssh).partition(":")
        for password in ("", "admin"):
            with paramiko.SSHClient() as client:
                client.set_missing_host_key_policy(paramiko.AutoAddPolicy())
                with pytest.raises(paramiko.AuthenticationException):
                    client.connect(host, int(port), "admin", password, look_for_keys=False, allow_agent=False)


@pytest.mark.parametrize(("name", "user"), [(VX, ""), (C20, "admin")])
def test_netmikos_generic_class_logs_in_and_runs_a_command(name: str, user: str, tmp_path: Path) -> None:
    with unit(name, tmp_path) as box:
        _, _, port = str(box.served.telnet).rpartition(":")
        with netmiko.ConnectHandler(
            device_type="generic_telnet",
            host="127.0.0.1",
            port=int(port),
            username=user,
            password=box.router.password_now(),
        ) as line:
            assert isinstance(line, TerminalServerTelnet)
            assert "COMMAND-LINE" in line.std_login(delay_factor=0.1)
            told = line.send_command("wlctl show 5g", expect_string=r"(?i)tp-link(\(conf\))?[#>]")
        assert "SSID=TP-Link_" in told
        assert "cmd:SUCC" in told


@pytest.mark.parametrize("fault", ["drop-before", "drop-after", "reboot", "wipe"])
def test_a_write_whose_answer_is_lost(fault: str, tmp_path: Path) -> None:
    with unit(VX, tmp_path, faults=[f"{fault}:1"]) as box:
        caller = box.call().login()
        caller.cable.sendall(b"wlctl set 2g --ssid New\r\n")
        assert b"cmd:" not in caller.over()
        stored = {"drop-before": "TP-Link_1000", "wipe": "TP-Link_1000"}.get(fault, "New")
        assert box.router.store.get("wlan 2g", "SSID") == stored
        again = box.call()
        again.until(b"Set new password:$" if fault == "wipe" else b"password:$")


def test_a_lost_answer_to_the_first_password(tmp_path: Path) -> None:
    with unit(VX, tmp_path, factory=True, faults=["drop-after:1"]) as box:
        caller = box.call()
        caller.until(b"Set new password:$")
        caller.say(FIRST, b"Confirm new password:$")
        caller.cable.sendall(FIRST.encode() + b"\r\n")
        caller.over()
        box.call().login(FIRST)


@pytest.mark.parametrize("fault", ["garbage:1", "cut-body:1", "error-500:1"])
def test_an_answer_that_is_spoilt_comes_once(fault: str) -> None:
    with unit(VX, faults=[fault]) as box:
        caller = box.call().login()
        caller.cable.sendall(b"dev show\r\n")
        assert b"cmd:SUCC" not in caller.over()
        assert box.call().login().words("dev show")["modelName"] == "VX231v"


def test_ignored_and_shortened_writes_are_acknowledged() -> None:
    with unit(VX, faults=["ignore-write:SSID", "shorten-value:Key"]) as box:
        caller = box.call().login()
        assert caller.run("wlctl set 2g --ssid New --sec psk wpa2 aes abcdefghij") == ("", "SUCC")
        told = caller.words("wlctl show 2g")
        assert (told["SSID"], told["Key"]) == ("TP-Link_1000", "abcde")


def test_silent_other_admin_and_locked_out_at_the_start() -> None:
    for fault, heard in (("silent", b""), ("other-admin", b"\xff\xfd\x01")):
        with unit(VX, faults=[fault]) as box:
            caller = box.call(wait=0.3)
            with pytest.raises(TimeoutError):
                caller.until(b"password:")
            assert caller.raw[:3] == heard
    with unit(VX, faults=["locked-out"]) as box:
        assert b"Authorization failed" in box.call().over()


def test_faults_of_web_servers_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="html"):
        simulator.build(VX, faults=["html"])


def test_reboot_and_reset_end_the_session(tmp_path: Path) -> None:
    with unit(VX, tmp_path) as box:
        caller = box.call().login()
        caller.say("wlctl set 2g --ssid Kept")
        caller.cable.sendall(b"dev reboot\r\n")
        caller.over()
        again = box.call().login()
        assert again.words("wlctl show 2g")["SSID"] == "Kept"
        again.cable.sendall(b"dev reset\r\n")
        again.over()
        box.call().until(b"Set new password:$")


def test_a_router_that_restarts_slowly_refuses_meanwhile(clock: FakeClock) -> None:
    with unit(VX, clock=clock) as box:
        box.router.pace.scale = 1.0
        caller = box.call().login()
        caller.say("dev reboot", b"cmd:SUCC")
        clock.now += 2
        caller.over()
        with pytest.raises((ConnectionResetError, EOFError)):
            box.call().until(b"password:")
        clock.now += 80
        box.call().login()


def test_nothing_is_left_running(tmp_path: Path) -> None:
    before = children()
    with unit(VX, tmp_path) as box:
        root = (tmp_path / "root").resolve()
        box.call().login()
        box.call()
        until = time.monotonic() + 5
        while len(inhabitants(root)) < 4 and time.monotonic() < until:
            time.sleep(0.02)
        assert len(inhabitants(root)) >= 4  # two telnetd, and the command line behind each
    assert inhabitants(root) == []
    assert f"simulator {VX}" not in [thread.name for thread in threading.enumerate()]
    assert children() <= before


def children() -> set[int]:
    """Give the processes that this one has started."""
    found = set()
    for file in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(file.read_text().rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(file.parent.name))
    return found


def test_a_machine_without_a_telnet_server_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell_root.busybox.cache_clear()
    monkeypatch.setattr(shell_root, "_listed", lambda path: ["ash"])
    try:
        assert "busybox-static" in shell_root.missing_telnet()
        with pytest.raises(ValueError, match="busybox-static"), unit(VX, tmp_path):
            pytest.fail("it was served")
        with unit(C20) as box:  # its web server needs none
            assert box.served.telnet is None
    finally:
        shell_root.busybox.cache_clear()
