"""A simulated OpenWrt over real SSH: first boot, files, services, restarts, faults."""

from __future__ import annotations

import io
import os
import socket
import tarfile
import threading
from collections.abc import Callable
from pathlib import Path

import paramiko
import pytest

from routercfg.simulator import shell_root
from routercfg.simulator.openwrt import models
from routercfg.simulator.openwrt_models import READY_PASSWORD
from routercfg.simulator.shell_root import inhabitants
from tests.conftest import FakeClock
from tests.simulator.openwrt_rig import AC57U, C7, Unit, build, needs_shell, unit

pytestmark = needs_shell


def test_root_without_a_password_comes_in_only_by_none(tmp_path: Path) -> None:
    with unit(C7, tmp_path) as router:
        assert router.router.password_now() == ""
        with pytest.raises(paramiko.AuthenticationException):
            router.login("")
        assert router.login().ok("id -un") == "root\n"
        assert router.router.logged_in


def test_a_first_password_lets_in_and_nothing_else_does(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        word = "p&w=%+ \"q\" 'x' Ключ"
        answer = router.login().run("passwd root", f"{word}\n{word}\n")
        assert answer.status == 0
        assert "password for root changed" in answer.err
        assert router.router.password_now() == word
        for wrong in (None, "other"):
            with pytest.raises(paramiko.AuthenticationException):
                router.login(wrong)
        assert router.login(word).ok("echo in") == "in\n"
    with unit(AC57U, tmp_path, factory=False) as router:
        assert router.login(word).ok("echo still in") == "still in\n"


def test_two_different_words_are_no_password(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        assert router.login().run("passwd", "one-word\nanother\n").status == 1
        assert router.router.password_now() == ""


def test_a_unit_that_is_set_up_has_its_password(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, factory=False) as router:
        shell = router.login(READY_PASSWORD)
        assert shell.ok("uci get wireless.default_radio0.ssid") == "Old-home\n"


def test_commands_have_status_and_two_streams(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        answer = router.login().run("echo out; echo err >&2; exit 7")
        assert (answer.status, answer.out, answer.err) == (7, "out\n", "err\n")
        assert router.served.log == [("exec", "echo")]
        assert (router.served.requests, router.served.connections) == (1, 1)


def test_batch_through_a_pipe_as_long_as_anybody_needs(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        lines = "".join(f"set network.wan.option{n}='{'v' * 200}'\n" for n in range(500))
        answer = router.login().run("uci batch", lines + "set network.nosuch.a=1\n")
        assert (answer.status, answer.err) == (0, "uci: Invalid argument\n")
        assert router.login().ok("uci get network.wan.option499") == "v" * 200 + "\n"


def test_values_that_break_naive_clients_arrive(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        shell = router.login()
        name = "Дом & сад=+%#\"'\\<>; x"
        quoted = "'" + name.replace("'", "'\\''") + "'"
        shell.ok(f"uci set wireless.default_radio0.ssid={quoted}; uci commit wireless")
        assert shell.ok("uci get wireless.default_radio0.ssid") == f"{name}\n"
        assert name.replace("'", "'\\''") in (tmp_path / "root/etc/config/wireless").read_text()


def test_there_is_no_sftp(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router, pytest.raises((paramiko.SSHException, EOFError)):
        paramiko.SFTPClient.from_transport(router.login().transport)


def test_the_board_says_what_it_is(tmp_path: Path) -> None:
    with unit(C7, tmp_path) as router:
        shell = router.login()
        board = shell.json("ubus call system board")
        assert (board["model"], board["release"]["version"]) == ("TP-Link Archer C7 v2", "19.07.10")
        assert "DISTRIB_RELEASE='19.07.10'" in shell.ok("cat /etc/openwrt_release")
        assert shell.ok("cat /tmp/sysinfo/board_name") == "tplink,archer-c7-v2\n"
        assert shell.run("hostapd -vsae").status == 1
        assert shell.ok("uci get network.@switch_vlan[0].ports") == "2 3 4 5 0t\n"
        assert shell.run("ubus call uci configs").status == 4


def test_the_newer_board_has_ports_sae_and_the_tunnels(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        shell = router.login()
        assert shell.ok("uci get network.@device[0].ports") == "lan1 lan2 lan3 lan4\n"
        assert shell.run("hostapd -vsae").status == 0
        assert {"l2tp", "pptp", "pppoe"} <= set(shell.json("ubus call network get_proto_handlers"))
        assert "wpad-basic-mbedtls" in shell.ok("opkg list-installed 'wpad*'")


def test_a_commit_changes_nothing_until_the_service_reads_it(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        shell = router.login()
        shell.ok("uci set network.wan.proto=pppoe; uci set network.wan.username=u; uci set network.wan.password=p")
        shell.ok("uci commit network")
        assert shell.json("ifstatus wan")["proto"] == "dhcp"
        shell.ok("reload_config")
        status = shell.json("ubus call network.interface.wan status")
        assert (status["proto"], status["up"], status["l3_device"]) == ("pppoe", True, "pppoe-wan")


def test_a_protocol_without_its_package_never_comes_up(tmp_path: Path) -> None:
    with unit(C7, tmp_path) as router:
        shell = router.login()
        shell.ok("uci set network.wan.proto=l2tp; uci commit network; /etc/init.d/network reload")
        status = shell.json("ifstatus wan")
        assert (status["proto"], status["up"]) == ("none", False)


@pytest.mark.parametrize(("name", "up"), [(C7, False), (AC57U, True)])
def test_wpa3_starts_only_where_hostapd_knows_it(name: str, up: bool, tmp_path: Path) -> None:
    with unit(name, tmp_path) as router:
        shell = router.login()
        shell.ok("uci delete wireless.radio0.disabled; uci set wireless.default_radio0.encryption=sae")
        shell.ok("uci set wireless.default_radio0.key='eight chars'; uci commit wireless; wifi reload")
        assert shell.json("wifi status")["radio0"]["up"] is up
        assert shell.json("ubus call network.wireless status")["radio0"]["retry_setup_failed"] is not up


def test_a_backup_holds_the_configuration_and_can_be_laid_back(tmp_path: Path) -> None:
    with unit(C7, tmp_path, factory=False) as router:
        shell = router.login(READY_PASSWORD)
        channel = shell.transport.open_session()
        channel.exec_command("sysupgrade -b -")
        blob = channel.makefile("rb").read()
        # A real dropbear refuses, now and then, a command that comes before the status of the last one was told.
        assert channel.recv_exit_status() == 0
        with tarfile.open(fileobj=io.BytesIO(blob), mode="r:gz") as archive:
            names = archive.getnames()
        assert {"etc/config/network", "etc/shadow", "etc/dropbear/dropbear_rsa_host_key"} <= set(names)
        shell.ok("uci set network.wan.proto=static; uci commit network")
        shell.ok("cat >/tmp/b.tar.gz; sysupgrade -r /tmp/b.tar.gz", blob)
        assert shell.ok("uci get network.wan.proto") == "dhcp\n"
        assert shell.run("sysupgrade -r -", b"no archive").status == 1


def test_a_reboot_ends_everything_and_keeps_the_flash(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        shell = router.login()
        shell.ok("touch /tmp/gone; uci set network.wan.proto=static; uci commit; uci set network.wan.proto=pptp")
        key = shell.transport.get_remote_server_key()
        shell.run("(sleep 60; touch /root/never) >/dev/null 2>&1 &")
        shell.run("reboot")
        assert router.router.boots == 1 or _wait(router, 1)
        again = router.login()
        assert again.transport.get_remote_server_key() == key
        assert again.run("ls /tmp/gone").status == 1
        assert again.ok("uci get network.wan.proto; uci changes") == "static\n"
        assert not shell.transport.is_active()
        assert _until(lambda: len(inhabitants(router.router.root)) == 1)  # the dropbear of the new login


def test_a_restart_takes_its_time(tmp_path: Path) -> None:
    clock = FakeClock()
    with unit(AC57U, tmp_path, pace=1.0, clock=clock) as router:
        router.login()
        router.router.reboot()
        with pytest.raises((paramiko.SSHException, OSError)):
            router.logins.append(type(router.logins[0])(router.served))
        clock.now += 61
        assert router.login().ok("echo back") == "back\n"


def test_firstboot_brings_a_new_host_key_and_no_password(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, factory=False) as router:
        shell = router.login(READY_PASSWORD)
        key = shell.transport.get_remote_server_key()
        assert shell.run("firstboot", "n\n").status == 1
        shell.run("firstboot -y && reboot now")
        assert _wait(router, 1)
        again = router.login()
        assert again.transport.get_remote_server_key() != key
        assert again.ok("uci get wireless.default_radio0.ssid") == "OpenWrt\n"
        assert router.router.password_now() == ""


def _wait(router: Unit, boots: int) -> bool:
    return _until(lambda: router.router.boots >= boots)


def _until(true: Callable[[], bool]) -> bool:
    for _ in range(150):
        if true():
            return True
        threading.Event().wait(0.02)
    return False


def test_factory_makes_a_new_key_and_an_old_state_is_taken_up(tmp_path: Path) -> None:
    keys = []
    for factory in (True, False, True):
        with unit(AC57U, tmp_path, factory=factory) as router:
            keys.append(router.login().transport.get_remote_server_key())
    assert keys[0] == keys[1] != keys[2]


def test_nothing_is_left_behind(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        router.login().run("(sleep 60) >/dev/null 2>&1 &")
        assert inhabitants(router.router.root)
    assert inhabitants(router.router.root) == []


def test_without_a_state_folder_everything_is_lent(tmp_path: Path) -> None:
    with unit(AC57U) as router:
        assert router.login().ok("uci get network.lan.ipaddr") == "192.168.1.1\n"
        folder = router.router.folder
    assert not folder.exists()


def test_whoever_is_root_in_there_cannot_touch_this_machine(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        shell = router.login()
        for command in ("ifconfig lo down", "date -s 2001-01-01", "ip link add name else type dummy"):
            assert "not permitted" in shell.run(command).err, command
        assert "proc" in shell.ok("ls /")
        assert shell.ok("ls /proc") == "net\n"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may chroot without a namespace")
def test_without_namespaces_a_plain_chroot_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(shell_root._ENTERING, "words", [*shell_root._NARROW, "chroot"])
    with unit(AC57U, tmp_path) as router:
        shell = router.login()
        assert (
            shell.ok("echo nothing >/dev/null; uci get network.wan.proto; head -c 4 /dev/urandom | wc -c")
            == "dhcp\n4\n"
        )
    assert inhabitants(router.router.root) == []


@pytest.mark.parametrize(("fault", "kept"), [("drop-before", "dhcp\n"), ("drop-after", "static\n")])
def test_a_connection_that_drops_around_a_commit(fault: str, kept: str, tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, faults=[fault]) as router:
        shell = router.login()
        shell.ok("uci set network.wan.proto=static")
        assert shell.run("uci commit network; echo done").out == ""
        assert not shell.transport.is_active()
        assert router.login().ok("uci revert network; uci get network.wan.proto") == kept
        assert router.router.writes == 1


@pytest.mark.parametrize(("fault", "ssid"), [("ignore-write:ssid", "OpenWrt"), ("shorten-value:ssid", "Long")])
def test_a_router_that_lies(fault: str, ssid: str, tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, faults=[fault]) as router:
        shell = router.login()
        shell.ok(
            "uci set wireless.default_radio0.ssid=LongName; uci set wireless.radio0.channel=40; uci commit wireless"
        )
        assert shell.ok("uci get wireless.default_radio0.ssid; uci get wireless.radio0.channel") == f"{ssid}\n40\n"


def test_power_that_fails_in_a_commit_and_wipes(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, factory=False, faults=["wipe:1"]) as router:
        shell = router.login(READY_PASSWORD)
        shell.run("uci set network.wan.proto=static; uci commit network")
        assert _wait(router, 1)
        assert router.login().ok("uci get network.wan.proto") == "dhcp\n"


def test_a_restart_in_a_commit(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, faults=["reboot:1"]) as router:
        router.login().run("uci set network.wan.proto=static; uci commit network")
        assert _wait(router, 1)
        assert router.login().ok("uci get network.wan.proto") == "static\n"


def test_answers_that_are_spoiled(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path, faults=["garbage:1", "error-500:2", "cut-body:3"]) as router:
        shell = router.login()
        assert "not what was asked for" in shell.run("echo fine").out
        assert shell.run("echo fine").status == 1
        assert shell.run("echo 12345678").out == "1234"
        assert router.login().ok("echo fine") == "fine\n"


def test_a_silent_router_says_nothing(tmp_path: Path) -> None:
    with (
        unit(AC57U, tmp_path, faults=["silent"]) as router,
        socket.create_connection((router.served.host, router.served.port)) as cable,
    ):
        cable.settimeout(0.2)
        with pytest.raises(TimeoutError):
            cable.recv(1)


@pytest.mark.parametrize("fault", ["html", "redirect:192.0.2.9", "locked-out", "other-admin"])
def test_faults_of_web_pages_are_refused(fault: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="only a shell"):
        build(C7, tmp_path, faults=[fault])


def test_it_follows_its_lan_address(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        router.router.follows_lan = True
        shell = router.login()
        shell.ok("uci set network.lan.ipaddr=127.0.0.77; uci commit network; /etc/init.d/network reload")
        assert _until(lambda: router.served.host == "127.0.0.77")
        assert router.login().ok("echo there") == "there\n"


def test_a_terminal_gets_the_banner(tmp_path: Path) -> None:
    with unit(AC57U, tmp_path) as router:
        channel = router.login().transport.open_session()
        channel.settimeout(5)
        channel.get_pty()
        channel.invoke_shell()
        channel.sendall(b"exit 3\n")
        assert b"OpenWrt 23.05.5" in channel.makefile("rb").read()
        assert channel.recv_exit_status() == 3


def test_the_models_are_named() -> None:
    assert [(model.name, model.vendor, model.family, model.username) for model in models()] == [
        (C7, "tplink", "openwrt", "root"),
        (AC57U, "asus", "openwrt", "root"),
    ]
