"""Password, settings file, restart and factory reset, as seen on the wire [observed-tplink-wr1043nd parts 5 to 7]."""

from __future__ import annotations

import base64

import pytest

from routercfg.dialects.userrpm_file import pack, unpack
from tests.simulator.userrpm_rig import C7, MODELS, PASSWORD, WDR3600, WR740, WR1043, Client, bench

EVERY = sorted(MODELS)
GONE = r"reset|closed|refused|without response"


def change(client: Client, old: str, new: str, **more: str) -> str:
    def wrap(text: str) -> str:
        return base64.b64encode(text.encode()).decode() if client.door == "session" else text

    words = {"oldname": "admin", "oldpassword": wrap(old), "newname": "admin"}
    words |= {"newpassword": wrap(new), "newpassword2": wrap(new), **more}
    return client.save("ChangeLoginPwdRpm.htm", **words).code


@pytest.mark.parametrize("name", EVERY)
def test_a_new_password_holds_at_once(name: str) -> None:
    with bench(name) as it:
        client = it.admin()
        assert change(client, "bad", "x1") == "17003"
        assert change(client, PASSWORD, "S3cret-15") == ""
        got = client.get("LanDhcpServerRpm.htm")
        assert "DHCPPara" not in got.text
        assert it.admin("S3cret-15").get("LanDhcpServerRpm.htm").array("DHCPPara")[0] == 1
        assert it.router.password_now() == "S3cret-15"


def test_the_answer_to_a_new_password_is_no_page() -> None:
    with bench() as it:
        got = it.client().save(
            "ChangeLoginPwdRpm.htm", oldname="admin", oldpassword=PASSWORD, newname="root1", newpassword="x1"
        )
        assert (got.status, "<TITLE>" in got.text, len(got.body) < 150) == (200, False, True)
        assert it.client("x1").get("StatusRpm.htm").status == 401
        assert it.client("x1", user="root1").get("StatusRpm.htm").status == 200


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"oldname": "root"}, "17002"),
        ({"newname": ""}, "17000"),
        ({"newpassword": "x" * 15}, "17001"),
        ({"newpassword": "a b"}, "17004"),
    ],
)
def test_refused_names_and_passwords(words: dict[str, str], code: str) -> None:
    with bench(WR1043) as it:
        assert change(it.client(), PASSWORD, "good1", **words) == code


def test_a_build_that_wants_base64_says_so_in_its_script() -> None:
    with bench(C7) as it:
        client = it.admin()
        assert "Base64Encoding(" in client.get("ChangeLoginPwdRpm.htm").text
        assert client.save(
            "ChangeLoginPwdRpm.htm", oldname="admin", oldpassword=PASSWORD, newname="admin", newpassword="x1"
        ).code == "17003"  # fmt: skip


def test_the_file_is_the_one_of_the_test_vector() -> None:
    text = b"lan_ip 192.168.0.1\r\nlan_msk 255.255.255.0\r\nwan_typ 0\r\nlgn_usr admin\r\nlgn_pwd admin\r\n"
    file = bytes.fromhex(
        "416c4bff6cec47eb5364f3e9f57fd6c28d934b20580701289ac1d488129b31796ca5a33bc9ba938ea17c7922a20fc47c"
        "2c4ee224c4282dc6a80d0827bc7165d358d37b6395f5bb5ccc73dc7b6bb16bc9fbf6ab51eb49f322920241f64b0609c4"
        "607e3c95511bbd56"
    )
    assert pack(text) == file
    assert unpack(file) == text


@pytest.mark.parametrize("name", EVERY)
def test_backup_and_restore_bring_everything_back(name: str) -> None:
    with bench(name) as it:
        client = it.admin()
        client.save("PPPoECfgRpm.htm", acc="backupuser", psw='b "<p>\\ w', confirm="", linktype=2)
        file = client.get("config.bin").body
        assert len(file) % 8 == 0
        before = {part: it.router.store.section(part) for part in MODELS[name].factory}
        client.save("PPPoECfgRpm.htm", acc="other", psw="otherpass", linktype=2)
        client.upload(file)
        assert client.get("PPPoECfgRpm.htm").array("pppoeInf")[7] == "other"  # it only waits
        assert client.get("ConfUpdateTemp.htm").array("rebootInf")[1:4] == [80, 45, 3]
        assert it.admin().get("PPPoECfgRpm.htm").array("pppoeInf")[7:9] == ["backupuser", 'b "<p>\\ w']
        assert {part: it.router.store.section(part) for part in MODELS[name].factory} == before


@pytest.mark.parametrize(
    "spoil", [lambda file: b"garbage" * 49, lambda file: file[:800], lambda file: b"\0" + file[1:]]
)
def test_a_bad_file_is_found_out_only_afterwards(spoil) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    with bench() as it:
        client = it.admin()
        got = client.upload(spoil(client.get("config.bin").body))
        assert (got.status, got.array("tempPageInf")[1]) == (200, 2)
        assert client.get("ConfUpdateTemp.htm").code == "23001"
        assert client.get("ConfUpdateTemp.htm").code == "23001"  # nothing waits any more
        assert client.get("StatusRpm.htm").status == 200


def test_the_file_of_a_build_that_hashes_carries_the_md5() -> None:
    with bench(C7) as it:
        text = unpack(it.admin().get("config.bin").body) or b""
        assert PASSWORD.encode() not in text
        line = next(row for row in text.split(b"\r\n") if row.startswith(b"lgn_pwd"))
        other = text.replace(line, b"lgn_pwd 5ebe2294ecd0e0f08eab7690d2a6ee69")  # MD5 of "secret"
        client = it.admin()
        client.upload(pack(other))
        client.get("ConfUpdateTemp.htm")
        assert it.admin("secret").get("StatusRpm.htm").array("statusPara")


@pytest.mark.parametrize("page", ["SysRebootRpm.htm", "SysRebootHelpRpm.htm"])
def test_a_restart_takes_its_time_and_ends_the_session(page: str) -> None:
    with bench(WDR3600, pace=1.0) as it:
        client = it.admin()
        assert client.get(page, Reboot="Reboot").array("rebootInf")[2] == 45
        it.clock.sleep(2)
        with pytest.raises(OSError, match=GONE):
            client.get("StatusRpm.htm")
        it.clock.sleep(46)
        assert client.get("StatusRpm.htm").status == 200


def test_a_restart_ends_a_session() -> None:
    with bench(C7) as it:
        client = it.admin()
        client.get("SysRebootRpm.htm", Reboot="Reboot")
        assert "httpAutErrorArray" in client.get("StatusRpm.htm").text


@pytest.mark.parametrize("name", EVERY)
def test_factory_reset(name: str) -> None:
    with bench(name) as it:
        client = it.admin()
        client.save("PPPoECfgRpm.htm", acc="a", psw="b", linktype=2)
        got = client.get("RestoreDefaultCfgRpm.htm", Restorefactory="Restore")
        assert got.array("rebootInf")[3] == 1
        assert "WanDynamicIpCfgRpm.htm" in it.admin("admin").get("WanCfgRpm.htm").text
        assert it.router.store.is_fresh()


def test_the_pages_of_restart_and_reset_do_nothing_by_themselves() -> None:
    with bench() as it:
        client = it.admin()
        for page in ("SysRebootRpm.htm", "RestoreDefaultCfgRpm.htm"):
            assert "rebootInf" not in client.get(page).text
        assert it.router.writes == 0


@pytest.mark.parametrize(("name", "switch"), [(WR1043, "DaylightSaving"), (WR740, "daylightStatus")])
def test_time_zone_and_servers(name: str, switch: str) -> None:
    with bench(name) as it:
        client = it.admin()
        assert client.get("DateTimeCfgRpm.htm").array("timeInf")[6:19] == [1200, "", "", 2, 2, 0, 2, 10, 1, 0, 3, 0, 0]
        words = {"timezone": 900, "ntpA": "ru.pool.ntp.org", "ntpB": "0.0.0.0", "isTimeChanged": 0, switch: 1}
        got = client.save("DateTimeCfgRpm.htm", **words, isDaylightSavingChanged=0)
        assert got.array("timeInf")[6:9] == [900, "ru.pool.ntp.org", ""]
        assert got.array("timeInf")[17] == 0  # the page did not say that summer time was touched
        got = client.save("DateTimeCfgRpm.htm", timezone=901, isDaylightSavingChanged=1, **{switch: 1})
        assert (got.array("timeInf")[6], got.array("timeInf")[17]) == (900, 1)
