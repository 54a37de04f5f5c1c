"""The shells of ASUS routers: real dropbear, telnetd and ash over the nvram that the web shows too."""

from __future__ import annotations

import time

import paramiko
import pytest

from routercfg.simulator.asus_shell_old import missing_old
from routercfg.simulator.asus_unit import NVRAM
from routercfg.simulator.server import Served
from tests.simulator.asus_rig import Client, authorization
from tests.simulator.asus_shell_rig import PASSWORD, Unit, unit
from tests.simulator.openwrt_rig import needs_shell

pytestmark = needs_shell
STOCK = "asus-rt-ac68u-ssh"
MERLIN = "asus-rt-ac86u-merlin-ssh"
BOTH = "asus-rt-ax86u-merlin"
NEWEST = "asus-rt-ax88u-3006"


def test_the_administrator_of_the_web_is_roots_equal() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        assert shell.ok("id -u") == "0\n"
        assert shell.ok("echo $HOME; whoami").splitlines() == ["/tmp/home/root", "admin"]
        with pytest.raises(paramiko.AuthenticationException):
            r.login("wrong")


def test_nvram_tells_unset_from_empty_and_its_status_tells_nothing() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        answer = shell.run("nvram get productid; nvram get odmpid; nvram get nosuch; echo $?")
        assert answer.out == "RT-AC68U\n\n0\n"


def test_any_name_and_any_length_can_be_set_and_is_lost_without_a_commit() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        text = "a=b 'c' \"d\" $e \\ % Дом"
        quoted = text.replace("'", "'\\''")
        shell.ok(f"nvram set 'wl0_ssid={quoted}' && nvram set no_such_key={'x' * 300}")
        assert shell.ok("nvram get wl0_ssid") == f"{text}\n"
        assert r.router.store.get(NVRAM, "wl0_ssid") == "ASUS"
        r.router.reboot()
        shell = r.login()
        assert shell.ok("nvram get wl0_ssid; nvram get no_such_key") == "ASUS\n"
        shell.ok(f"nvram set 'wl0_ssid={quoted}'; nvram unset fw_log_x; nvram commit")
        r.router.reboot()
        assert r.login().ok("nvram get wl0_ssid; nvram get fw_log_x") == f"{text}\n"


def test_show_prints_all_and_the_size_apart() -> None:
    with unit(STOCK) as r:
        answer = r.login().run("nvram show")
        assert "productid=RT-AC68U\n" in answer.out
        assert answer.err.startswith("size: ")
        assert r.login().ok("nvram getall") == ""


def test_a_service_does_what_it_does_over_the_web() -> None:
    with unit(STOCK, pace=1.0) as r:
        shell = r.login()
        shell.ok("nvram set wan0_proto=pppoe; nvram set wan0_pppoe_username=u; nvram set wan0_pppoe_passwd=p")
        shell.ok('service "restart_wan_if 0;restart_dnsmasq"')
        assert shell.ok("nvram get rc_service") == "restart_wan_if 0;restart_dnsmasq\n"
        assert shell.ok("nvram get wan0_state_t") == "3\n"
        r.clock.time += 9
        assert shell.ok("nvram get wan0_state_t; nvram get rc_service") == "2\n\n"


def test_the_password_that_nvram_gets_is_valid_after_chpass() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        shell.ok("nvram set http_passwd='New pass $1'; nvram commit; service chpass")
        r.login("New pass $1")
        with pytest.raises(paramiko.AuthenticationException):
            r.login(PASSWORD)


@pytest.mark.parametrize("service", ["restart_sshd", "restart_time", "restart_net", "reboot"])
def test_some_services_cut_whoever_is_in(service: str) -> None:
    with unit(STOCK) as r:
        shell = r.login()
        assert shell.run(f"service {service}; sleep 30").status == -1
        assert r.login().ok("echo back") == "back\n"


def test_a_factory_reset_brings_another_host_key_and_a_restart_does_not() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        first = shell.key
        shell.run("reboot; sleep 30")
        assert r.login().key == first
        r.login().run("service resetdefault; sleep 30")
        again = r.login("admin")
        assert again.key != first
        assert again.ok("nvram get x_Setting") == "0\n"


def test_markers_tell_stock_from_merlin() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        assert shell.run("which cru; ls -d /jffs/scripts").out == ""
        assert shell.ok("nvram get extendno") == "51255-gdfb3e46\n"
    with unit(MERLIN) as r:
        shell = r.login()
        assert shell.ok("which cru; ls -d /jffs/scripts").split() == ["/usr/sbin/cru", "/jffs/scripts"]
        assert shell.ok("nvram get extendno; nvram get jffs2_scripts") == "14_2\n0\n"


def test_enciphered_secrets_are_not_shown() -> None:
    with unit(MERLIN) as r:
        shell = r.login()
        shell.ok("nvram set wl0_wpa_psk=secret-key")
        told = shell.ok("nvram get wl0_wpa_psk; nvram get http_passwd").split()
        assert len(told) == 2
        assert not set(told) & {"secret-key", PASSWORD}
        assert r.router.word("wl0_wpa_psk") == "secret-key"


def test_there_is_no_sftp() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        with pytest.raises((paramiko.SSHException, EOFError)):
            paramiko.SFTPClient.from_transport(shell.transport)


def test_a_settings_file_can_be_saved_and_loaded() -> None:
    with unit(STOCK) as r:
        shell = r.login()
        shell.ok("nvram save /tmp/s.cfg; nvram set wl0_ssid=Changed; nvram commit")
        assert shell.ok("head -c 4 /tmp/s.cfg") == "HDR2"
        shell.ok("nvram restore /tmp/s.cfg")
        assert shell.ok("nvram get wl0_ssid") == "ASUS\n"
        assert r.router.store.get(NVRAM, "wl0_ssid") == "Changed"


def test_faults_of_writes_strike_at_the_commit() -> None:
    with unit(STOCK, "ignore-write:wl0_ssid") as r:
        shell = r.login()
        shell.ok("nvram set wl0_ssid=New; nvram set wl1_ssid=Other; nvram commit")
        assert shell.ok("nvram get wl0_ssid; nvram get wl1_ssid") == "ASUS\nOther\n"
    with unit(STOCK, "drop-after") as r:
        assert r.login().run("nvram set wl0_ssid=New; nvram commit; sleep 30").status == -1
        assert r.router.store.get(NVRAM, "wl0_ssid") == "New"


def test_web_and_shell_share_one_nvram() -> None:
    with unit(BOTH) as r:
        app, shell = r.app(), r.login()
        app.apply(wl0_ssid="From-web")
        assert shell.ok("nvram get wl0_ssid") == "From-web\n"
        shell.ok("nvram set wl1_ssid=From-shell")
        assert app.nvram("wl1_ssid") == "From-shell"
        app.apply(wl0_closed="1")
        assert r.router.store.get(NVRAM, "wl1_ssid") == "From-shell"


def refused(r: Unit) -> bool:
    """Whether nobody gets in; a service that has just closed the door may need a moment."""
    for _ in range(40):
        try:
            r.login(r.router.password_now(), patience=0).close()
        except (paramiko.SSHException, EOFError, OSError):
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("model", [BOTH, NEWEST])
def test_ssh_is_off_out_of_the_box_and_the_web_switches_it_on_and_off(model: str) -> None:
    with unit(model, factory=True) as r:
        assert refused(r)
        r.app().apply(sshd_enable="2", sshd_port="22", sshd_pass="1", rc_service="restart_sshd")
        shell = r.login(r.router.password_now())
        assert shell.ok("nvram get sshd_enable") == "2\n"
        r.app().apply(sshd_enable="0", rc_service="restart_sshd")
        assert refused(r)


def test_without_passwords_only_keys_let_in() -> None:
    with unit(STOCK) as r:
        r.login().run("nvram set sshd_pass=0; service restart_sshd; sleep 30")
        with pytest.raises((paramiko.AuthenticationException, paramiko.BadAuthenticationType)):
            r.login()


def test_padavan_has_its_own_names_and_programs() -> None:
    with unit("padavan-rt-n56u") as r:
        shell = r.login()
        assert shell.ok("ls /sbin/mtd_storage.sh; nvram get productid") == "/sbin/mtd_storage.sh\nRT-N56U\n"
        assert shell.ok("nvram get rt_ssid; nvram get wl_ssid; nvram get wan_proto") == "ASUS\nASUS_5G\ndhcp\n"
        assert shell.ok("nvram get wl0_ssid; nvram get extendno") == ""


def test_padavan_asks_for_a_password_and_stores_nothing() -> None:
    with unit("padavan-rt-n56u") as r:
        assert isinstance(r.served, Served)
        stranger = Client(r.served)
        assert stranger.get("/").header("WWW-Authenticate") == 'Basic realm="RT-N56U"'
        assert stranger.get("/logout").head[0] == "HTTP/1.0 401 Unauthorized"
        admin = Client(r.served, more={"Authorization": f"Basic {authorization('admin', PASSWORD)}"})
        assert "Wireless Router RT-N56U" in admin.get("/").text
        before = r.router.words()
        admin.post("/start_apply.htm", action_mode=" Apply ", sid_list="LANHostConfig;", wan_proto="pppoe")
        assert r.router.words() == before


@pytest.mark.skipif(bool(missing_old()), reason=missing_old())
def test_an_old_one_speaks_sha1_and_ssh_rsa_only() -> None:
    with unit("asus-rt-n16-ssh-old") as r:
        shell = r.login()
        assert shell.ok("nvram get productid") == "RT-N16\n"
        assert shell.transport.host_key_type == "ssh-rsa"
        assert vars(shell.transport)["remote_cipher"] == "aes128-cbc"
        first = shell.key
        assert shell.run("nvram set wl0_ssid=Old; nvram commit; reboot; sleep 30").status == -1
        shell = r.login()
        assert (shell.ok("nvram get wl0_ssid"), shell.key) == ("Old\n", first)
        with pytest.raises(paramiko.AuthenticationException):
            r.login("wrong")
