"""The driver of TP-Link's command line on a router of paper: what it does, what it refuses, what a lost line costs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from routercfg.clock import Deadline, SystemClock
from routercfg.device import Credentials, Facts
from routercfg.errors import PasswordMissing, RouterWiped, SettingRefused, VendorMismatch, WrongPassword
from routercfg.profile import load
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport.console import TelnetConsole
from routercfg.vendors.tplink_cli import TplinkCliDriver, open_router, recognise
from routercfg.workflow import Apply, Outcome
from tests.transport.paper_cli import HELP, SINGLE, WAN, Paper, telnet

PASSWORD = "secret-1"


class HastyClock(SystemClock):
    def sleep(self, seconds: float) -> None:
        super().sleep(seconds / 20)


@contextmanager
def driver(paper: Paper, *, login: bool = True) -> Iterator[TplinkCliDriver]:
    with telnet(paper) as url:
        console = TelnetConsole(url, Deadline(30, HastyClock()), patience=3)
        made = open_router(console, recognise(console))
        try:
            if login:
                made.login(Credentials(None, Secret(PASSWORD)))
            yield made
        finally:
            made.close()


@pytest.fixture
def apply(tmp_path: Path) -> Callable[[Paper, str], Outcome]:
    def run(paper: Paper, text: str) -> Outcome:
        file = tmp_path / "profile.yaml"
        file.touch(mode=0o600)
        file.write_text("version: 1\n" + text, encoding="utf-8")
        with driver(paper, login=False) as made:
            return Apply(
                made,
                load(str(file)).resolve(None, {}),
                Credentials(None, None if paper.password is None else Secret(paper.password)),
                made._console.deadline,
                lambda key, details: None,
                lambda plan: True,
                skip_unsupported=True,
            ).run()

    return run


def reasons(facts: Facts, made: TplinkCliDriver, wanted: dict[str, object]) -> dict[str, str]:
    return {gap.path: gap.reason.key for gap in made.gaps(facts, Settings(wanted))}  # type: ignore[arg-type]


def test_it_reads_who_and_what_it_is() -> None:
    with driver(Paper()) as made:
        facts = made.read()
        assert (made.identity.vendor, made.identity.family) == ("tplink", "tplink-cli")
        assert (made.identity.model, made.identity.mac) == ("Archer VR300", "50:C7:BF:01:02:03")
        assert facts.bands == ("2.4GHz", "5GHz")
        assert dict(facts.running)["wifi.bands.2.4GHz.security"] == "wpa2"
        assert facts.running["wifi.bands.5GHz.width"] == "auto"
        assert facts.running["wan.protocol"] == "pppoe"
        assert facts.running["wan.mtu"] == 1492
        assert facts.running["lan.address"] == "192.168.1.1"
        assert "old-pw" not in repr(facts)


def test_what_it_can_do_sticks_and_a_second_run_has_nothing_to_do(apply: Callable[[Paper, str], Outcome]) -> None:
    paper = Paper()
    text = (
        "wan: {protocol: pppoe, username: '0891@isp/ru#1', password: 'p+w=%', mtu: 1460, service_name: svc}\n"
        "wifi: {ssid: 'Дом & сад', security: wpa/wpa2, password: 'key&=+%#<>;'' 9',"
        " bands: {5GHz: {ssid: base64, width: 40, enabled: false}}}\n"
    )
    outcome = apply(paper, text)
    assert outcome.error is None, outcome.verdicts
    assert not outcome.plan.gaps
    assert paper.radios["2g"]["SSID"] == "Дом & сад"
    assert paper.radios["2g"]["Key"] == "key&=+%#<>;' 9"
    assert paper.radios["5g"] == paper.radios["5g"] | {"SSID": "base64", "bandWidth": "40M", "Status": "Disabled"}
    assert (paper.wan["username"], paper.wan["password"]) == ("0891@isp/ru#1", "p+w=%")
    assert (paper.wan["maxMRUSize"], paper.wan["PPPoEServiceName"]) == ("1460", "svc")
    assert apply(paper, text).plan.empty


def test_all_else_is_a_gap_that_names_the_web() -> None:
    with driver(Paper()) as made:
        facts = made.read()
        wanted: dict[str, object] = {
            "dns.servers": ("8.8.8.8",),
            "dns.clients": "automatic",
            "lan.address": "192.168.9.1",
            "lan.dhcp.enabled": True,
            "time.zone": "Europe/Moscow",
            "iptv.mode": "bridge",
            "wifi.country": "RU",
            "wifi.bands.2.4GHz.channel": 6,
            "wifi.bands.2.4GHz.hidden": True,
            "wan.mac": "02:11:22:33:44:55",
            "admin.password": Secret("another-1"),
        }
        found = reasons(facts, made, wanted)
        assert found == dict.fromkeys(wanted, "reason.cli-web")
        assert reasons(facts, made, {"lan.address": "192.168.1.1", "admin.password": Secret(PASSWORD)}) == {}


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"wan.protocol": "dhcp"}, "reason.cli-only-pppoe"),
        ({"wan.username": "a b"}, "reason.cli-letters"),
        ({"wan.password": Secret("it's")}, "reason.cli-letters"),
        ({"wan.secondary": "dhcp"}, "reason.cli-not-shown"),
        ({"wifi.bands.2.4GHz.security": "wpa3"}, "reason.cli-not-shown"),
        ({"wifi.bands.2.4GHz.security": "wpa2/wpa3"}, "reason.cli-not-shown"),
        ({"wifi.bands.5GHz.width": 160}, "reason.cli-not-shown"),
        ({"admin.username": "boss"}, "reason.cli-name"),
        (
            {"wifi.bands.5GHz.security": "open", "wifi.bands.5GHz.password": Secret("something")},
            "reason.open-password",
        ),
    ],
)
def test_what_is_refused_and_why(wanted: dict[str, object], reason: str) -> None:
    with driver(Paper()) as made:
        assert reason in reasons(made.read(), made, wanted).values()


def test_a_router_that_shows_less_is_asked_for_less() -> None:
    paper = Paper(
        prompt="TP-LINK(conf)#",
        usage={"help": HELP, "wlctl": SINGLE, "wan": "wan show connection info\ncmd:SUCC\n"},
        radios={"": {"Status": "Up", "SSID": "Home", "SecMode": "WPA2-PSK AES", "Key": "12345670"}},
    )
    with driver(paper) as made:
        facts = made.read()
        assert facts.bands == ("2.4GHz",)
        wanted: dict[str, object] = {
            "wan.username": "x",
            "wifi.bands.2.4GHz.ssid": "New",
            "wifi.bands.2.4GHz.password": Secret("with blank"),
            "wifi.bands.5GHz.ssid": "New",
            "wifi.bands.2.4GHz.enabled": False,
        }
        assert reasons(facts, made, wanted) == {
            "wan.username": "reason.cli-not-shown",
            "wifi.bands.2.4GHz.ssid": "reason.cli-not-shown",
            "wifi.bands.2.4GHz.password": "reason.cli-letters",
            "wifi.bands.5GHz.ssid": "reason.no-band",
        }


def test_protection_that_could_not_be_put_back_is_left_alone() -> None:
    paper = Paper()
    paper.radios["2g"] |= {"SecMode": "WEP Open", "Key": "abcde"}
    del paper.radios["5g"]["Key"]
    with driver(paper) as made:
        facts = made.read()
        assert "wifi.bands.2.4GHz.security" not in facts.running
        wanted: dict[str, object] = {
            "wifi.bands.2.4GHz.security": "wpa2",
            "wifi.bands.2.4GHz.password": Secret("12345678"),
            "wifi.bands.5GHz.security": "wpa",
        }
        assert set(reasons(facts, made, wanted).values()) == {"reason.cli-no-way-back"}


def test_pppoe_that_is_not_in_use_is_set_and_rolled_back_to_what_was(apply: Callable[[Paper, str], Outcome]) -> None:
    class Two(Paper):
        active = "ewan_ipoe_d"

        def answer(self, line: str) -> str:
            if line == "wan show defaultgw":
                return f"name={self.active}\ncmd:SUCC\n"
            if line == "wan show service":
                head = "name protocol status\n"
                return f"{head}ewan_ipoe_d dynamicip up\newan_pppoe pppoe down\n{head}cmd:SUCC\n"
            if line.startswith("wan set defaultgw"):
                self.active = line.rsplit(maxsplit=1)[-1]
                return "cmd:SUCC\n"
            if "--defaultroute yes" in line:
                self.active = "ewan_pppoe"
            return super().answer(line)

    usage = {**Paper().usage, "wan": WAN.replace("cmd:", "wan set defaultgw <name>\ncmd:")}
    text = "wan: {protocol: pppoe, username: me, password: pw}\nwifi: {ssid: Home}\n"
    paper = Two(usage=usage)
    paper.wan |= {"username": "", "password": ""}
    with driver(paper) as made:
        assert dict(made.read().running)["wan.protocol"] == "dhcp"
    assert apply(paper, text).error is None
    assert paper.active == "ewan_pppoe"

    paper = Two(usage=usage, fails=("--username",))
    paper.wan |= {"username": "", "password": ""}
    outcome = apply(paper, text)
    assert outcome.error is not None
    assert (outcome.state, outcome.error.exit_code) == ("old", 7)
    assert paper.active == "ewan_ipoe_d"
    assert paper.radios["2g"]["SSID"] == "TP-Link_1234"


def test_a_refused_word_takes_the_whole_run_back(apply: Callable[[Paper, str], Outcome]) -> None:
    paper = Paper(fails=("5g --sec",))
    outcome = apply(paper, "wifi: {ssid: Home, security: wpa, password: newnewnew}\n")
    assert isinstance(outcome.error, SettingRefused)
    assert outcome.state == "old"
    assert {page["SSID"] for page in paper.radios.values()} == {"TP-Link_1234"}
    assert "newnewnew" not in str(outcome.error)


@pytest.mark.parametrize("word", ["--ssid", "--sec", "wan set service", "wlctl show 2g", "wan show", "help"])
def test_a_line_that_is_cut_is_read_after_and_the_run_ends_well(
    apply: Callable[[Paper, str], Outcome], word: str
) -> None:
    paper = Paper(drop_on=word)
    outcome = apply(
        paper,
        "wan: {protocol: pppoe, username: me, password: pw}\nwifi: {ssid: Home, security: wpa, password: newnewnew}\n",
    )
    assert outcome.error is None, outcome.error
    assert (paper.radios["5g"]["SSID"], paper.wan["username"]) == ("Home", "me")


@pytest.mark.parametrize("after", [1, 6, 9, 12, 14])
def test_a_session_that_times_out_is_renewed(apply: Callable[[Paper, str], Outcome], after: int) -> None:
    paper = Paper(idle_after=after)
    assert apply(paper, "wifi: {ssid: Home, bands: {5GHz: {width: 80}}}\n").error is None
    assert paper.logins == 2
    assert paper.radios["5g"]["bandWidth"] == "80M"


def test_a_wrong_password_costs_one_attempt() -> None:
    paper = Paper()
    with driver(paper, login=False) as made:
        with pytest.raises(PasswordMissing):
            made.login(Credentials())
        with pytest.raises(WrongPassword):
            made.login(Credentials(None, Secret("nope")))
    assert paper.attempts == 1


def test_a_new_router_is_given_its_first_password_and_then_everything(apply: Callable[[Paper, str], Outcome]) -> None:
    paper = Paper(name=None, password=None)
    with driver(paper, login=False) as made:
        assert made.identity.factory
    outcome = apply(paper, "admin: {password: Boss-pass-77}\nwifi: {ssid: Home}\n")
    assert outcome.error is None
    assert paper.password == "Boss-pass-77"
    assert paper.radios["2g"]["SSID"] == "Home"


def test_a_first_password_that_the_router_does_not_take(apply: Callable[[Paper, str], Outcome]) -> None:
    paper = Paper(password=None, rules=r".{40,}")
    with pytest.raises(SettingRefused) as told:
        apply(paper, "admin: {password: Boss-pass-77}\n")
    assert "Boss-pass-77" not in str(told.value)


def test_a_router_that_falls_back_to_factory_state_is_found_out(apply: Callable[[Paper, str], Outcome]) -> None:
    class Wiped(Paper):
        def answer(self, line: str) -> str:
            if "--ssid" in line:
                self.password = None
            return super().answer(line)

    outcome = apply(Wiped(drop_on="--ssid"), "wifi: {ssid: Home}\n")
    assert isinstance(outcome.error, RouterWiped)


def test_another_vendor_was_wanted() -> None:
    paper = Paper()
    with telnet(paper) as url, pytest.raises(VendorMismatch):
        recognise(TelnetConsole(url, Deadline(5)), "asus")


@pytest.mark.parametrize("old", ["", "********", "two words", "quo'ted", "--mtu"])
def test_a_connection_whose_password_could_not_be_put_back_is_left_alone(old: str) -> None:
    paper = Paper()
    paper.wan["password"] = old
    wanted: dict[str, object] = {"wan.username": "new", "wan.password": Secret("new-pw")}
    with driver(paper) as made:
        assert set(reasons(made.read(), made, wanted).values()) == {"reason.cli-no-way-back-wan"}
        paper.wan["username"] = ""  # a connection that never had any: nothing to put back
        assert not reasons(made.read(), made, wanted)
