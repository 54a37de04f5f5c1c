"""What the commands say and change: over a store of their own, and over the objects of an Archer C20."""

from __future__ import annotations

import base64
from pathlib import Path
from urllib.parse import quote

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from routercfg.simulator.object_router import ObjectRouter
from routercfg.simulator.tplink_cli_box import CliRouter
from routercfg.simulator.tplink_cli_commands import Commands
from routercfg.simulator.tplink_cli_objects import ObjectBox
from tests.simulator.tplink_cli_rig import C20, HB, VX, W8970, build, needs_telnet, unit


class Typed:
    """Commands without a terminal."""

    def __init__(self, name: str = VX) -> None:
        router = build(name, None, factory=False)
        assert isinstance(router, CliRouter)
        self.router = router
        self._commands = Commands(router)

    def __call__(self, line: str) -> tuple[str, bool | None]:
        first, *rest = line.split()
        return self._commands.table[first](rest)

    def words(self, line: str) -> dict[str, str]:
        text, done = self(line)
        assert done
        return dict(row.split("=", 1) for row in text.split("\n") if "=" in row)


def sealed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_help_lists_every_option_and_word() -> None:
    text, done = Typed()("wlctl")
    assert done
    for word in ("<2g|5g|all>", "--ssid", "base64", "--bandWidth", "--switch", "--qss", "--pskkey", "--sec", "wpa2"):
        assert word in text
    assert "wlctl show <2g|5g|6g>" in Typed(HB)("wlctl")[0]
    single = Typed(W8970)("wlctl")[0]
    assert "wlctl set [ --ssid" in single
    assert "base64" not in single
    wan, done = Typed()("wan")
    assert done
    for word in ("<pppoe|staticip|dynamicip|", "--username", "--safeservicename", "--mtu", "set defaultgw"):
        assert word in wan


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=32))
def test_any_name_arrives_through_base64(name: str) -> None:
    typed, encoded = Typed(), name.encode()
    done = typed(f"wlctl set 5g --ssid {sealed(name)} base64")[1]
    assert done is (len(encoded) <= 32)
    if done:
        assert typed.router.radio("5g").ssid == name


@pytest.mark.parametrize(
    ("given", "shown", "key"),
    [
        ("none", "None", None),
        ("psk wpa2 aes abcdefgh", "WPA2-PSK AES", "abcdefgh"),
        ("psk auto auto abcdefgh", "WPA/WPA2-PSK TKIP/AES", "abcdefgh"),
        ("psk wpa tkip " + sealed("key&=+%#<>;' 9") + " base64", "WPA-PSK TKIP", "key&=+%#<>;' 9"),
        ("wep open 12345 2", "WEP-Open", "12345"),
    ],
)
def test_every_security_is_set_and_shown(given: str, shown: str, key: str | None) -> None:
    typed = Typed()
    assert typed(f"wlctl set 2g --sec {given} --switch off") == ("", True)
    told = typed.words("wlctl show 2g")
    assert (told["SecMode"], told.get("Key"), told["Status"]) == (shown, key, "Disabled")
    assert typed.words("wlctl show 5g")["SecMode"] == "WPA2-PSK AES"


@pytest.mark.parametrize(
    "line",
    [
        "wlctl set",
        "wlctl set 2g",
        "wlctl set 6g --switch on",
        "wlctl set 2g --switch maybe",
        "wlctl set 2g --ssid two words",
        "wlctl set 2g --ssid not=base64 base64",
        "wlctl set 2g --colour blue",
        "wlctl set 2g --sec psk wpa3 aes abcdefgh",
        "wlctl set 2g --sec psk wpa2 aes short",
        "wlctl set 2g --ssid a --ssid b",
        "wlctl show",
        "wan set service ewan_pppoe --username u",
        "wan set service ewan_pppoe --protocol pppoe --colour blue",
        "wan set service ewan_pppoe --protocol pppoe --mtu lots",
        "wan show nothing",
        "lan set address",
        "dev explode",
    ],
)
def test_what_is_not_understood_brings_the_usage_and_changes_nothing(line: str) -> None:
    typed = Typed()
    before = dict(typed.router.store._words)
    text, done = typed(line)
    assert done is False
    assert text
    assert typed.router.store._words == before


def test_all_sets_each_band_and_a_width_that_one_lacks_fails() -> None:
    typed = Typed()
    assert typed("wlctl set all --ssid Everywhere")[1]
    assert {typed.router.radio(band).ssid for band in ("2g", "5g")} == {"Everywhere"}
    assert typed("wlctl set 5g --bandWidth 80M")[1]
    assert typed("wlctl set 2g --bandWidth 80M") == ("", False)


def test_one_band_is_named_by_nobody() -> None:
    typed = Typed(W8970)
    assert typed("wlctl set --sec psk wpa2 auto testedesenha")[1]
    assert typed.words("wlctl show")["Key"] == "testedesenha"
    assert typed("wlctl set 2g --switch off")[1] is False
    assert typed("wlctl set --ssid QQ== base64")[1] is False


def test_pppoe_is_dialled_and_becomes_the_default_route() -> None:
    typed = Typed()
    assert typed.words("wan show defaultgw")["name"] == "ewan_ipoe_d"
    line = "--mtu 1460 --defaultroute yes --password p&w=%+\"q'x --username 0891@isp/ru#1 --nat enable"
    assert typed(f"wan set service ewan_pppoe --protocol pppoe {line} --safeservicename {sealed('a b')}")[1]
    told = typed.words("wan show connection info ewan_pppoe")
    assert (told["username"], told["password"]) == ("0891@isp/ru#1", "p&w=%+\"q'x")
    assert (told["maxMRUSize"], told["PPPoEServiceName"], told["connectionStatus"]) == ("1460", "a b", "Connected")
    assert typed.words("wan show defaultgw") == {"name": "ewan_pppoe", "connIPv4Gateway": "100.64.0.1"}
    assert typed.words("wan show connection info ewan_ipoe_d")["connectionStatus"] == "Disconnected"
    table = typed("wan show service")[0].split("\n")[:-1]
    assert table[0] == table[-1]
    assert [row.split()[0] for row in table[1:-1]] == ["ewan_pppoe", "ewan_ipoe_d"]
    assert typed("wan set defaultgw ewan_ipoe_d")[1]
    assert typed.words("wan show defaultgw")["name"] == "ewan_ipoe_d"


def test_what_no_sample_shows_is_refused() -> None:
    typed = Typed()
    assert typed("wan set service ewan_ipoe_d --protocol staticip") == ("", False)
    assert typed("wan set service nobody --protocol pppoe --username u") == ("", False)
    assert typed("wan add service eth 35 --protocol pppoe") == ("", False)
    assert typed("wan show connection info nobody")[1] is False


def test_device_and_home_network() -> None:
    typed = Typed()
    assert typed.words("dev show prodName") == {"modelName": "VX231v"}
    assert set(typed.words("dev show")) == {"modelName", "softwareVersion", "hardwareVersion"}
    assert typed.words("dev serial show")["serialNumber"]
    assert typed.words("lan show info")["X_TP_MACAddress"] == "50:C7:BF:23:10:00"
    assert typed.words("adsl show info")["status"] == "Down"
    assert Typed(W8970).words("lan show info")["X_TPLINK_MACAddress"] == "50:C7:BF:89:70:00"


def web(url: str, user: str, password: str, types: str, body: str) -> str:
    """One request to the web interface of a C20."""
    token = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {"Referer": "http://192.168.0.1/", "Cookie": f"Authorization=Basic%20{quote(token)}"}
    with requests.Session() as session:
        session.trust_env = False
        return session.post(f"{url}/cgi?{types}", data=body.encode(), headers=headers, timeout=10).text


@needs_telnet
def test_telnet_and_web_of_an_archer_c20_see_the_same_settings(tmp_path: Path) -> None:
    with unit(C20, tmp_path) as box:
        password = box.router.password_now()
        caller = box.call().login(password, "admin")
        assert caller.words("dev show")["modelName"] == "Archer C20"
        assert caller.run(f"wlctl set 2g --ssid {sealed('Home & Garden')} base64 --bandWidth 20M")[1] == "SUCC"
        assert caller.run("wlctl set 5g --sec psk auto aes bothbands1")[1] == "SUCC"
        line = "--username u@isp --password p#1 --mtu 1470 --defaultroute yes"
        assert caller.run(f"wan set service ewan_pppoe --protocol pppoe {line}")[1] == "SUCC"
        asked = "[LAN_WLAN#0,0,0,0,0,0#0,0,0,0,0,0]0,4\r\nSSID\r\nX_TP_Bandwidth\r\nbeaconType\r\nX_TP_PreSharedKey\r\n"
        seen = web(box.served.url, "admin", password, "5", asked)
        for word in (
            "SSID=Home & Garden",
            "X_TP_Bandwidth=20M",
            "beaconType=WPAand11i",
            "X_TP_PreSharedKey=bothbands1",
        ):
            assert word in seen
        asked = "[WAN_PPP_CONN#1,1,1,0,0,0#0,0,0,0,0,0]0,3\r\nenable\r\nusername\r\nmaxMRUSize\r\n"
        assert "enable=1\nusername=u@isp\nmaxMRUSize=1470" in web(box.served.url, "admin", password, "1", asked)
        change = "[LAN_WLAN#1,1,0,0,0,0#0,0,0,0,0,0]0,1\r\nSSID=From the web\r\n"
        web(box.served.url, "admin", password, "2", change)
        assert caller.words("wlctl show 2g")["SSID"] == "From the web"
        told = caller.words("wan show defaultgw")
        assert told["name"] == "ewan_pppoe"
        assert caller.words("lan show info")["IPInterfaceIPAddress"] == "192.168.0.1"


@needs_telnet
def test_a_c20_restarts_for_both_and_its_factory_state_is_admin_admin(tmp_path: Path) -> None:
    with unit(C20, tmp_path, factory=True) as box:
        caller = box.call().login("admin", "admin")
        assert caller.say("", rb"#$").endswith("TP-LINK(conf)#")
        caller.cable.sendall(b"dev reboot\r\n")
        caller.over()
        box.call().login("admin", "admin")


@needs_telnet
def test_a_c20_does_not_know_what_its_simulator_has_no_object_for() -> None:
    router = build(C20, None, factory=False)
    assert isinstance(router, ObjectRouter)
    commands = Commands(ObjectBox(router))
    for line in ("set 2g --qss on", "set 2g --sec wep open 12345"):
        assert commands.table["wlctl"](line.split()) == ("", False)
    assert commands.table["wan"](["set", "service", "ewan_ipoe_s", "--protocol", "staticip"]) == ("", False)
    assert commands.table["wan"](["set", "service", "ewan_ipoe_d", "--protocol", "dynamicip", "--mtu", "1400"])[1]
