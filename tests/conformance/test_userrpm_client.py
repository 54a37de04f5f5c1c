"""A client that others wrote (tplinkrouterc6u, its WDR class) against the green pages, over the wire.

It speaks HTTP Basic to dual-band units only. Where it and a reference disagree the better source wins, and the test
says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tplinkrouterc6u import ClientError
from tplinkrouterc6u.client.wdr import TplinkWDRRouter

from tests.simulator.userrpm_rig import C7, PASSWORD, WDR3600, WR740, WR1043, Bench, bench


@pytest.fixture
def unit() -> Iterator[Bench]:
    with bench(WDR3600) as it:
        # The client cannot read an empty list of reservations: it takes the one empty word it then finds for a row.
        it.router.store.update("dhcp_stc", {"02-00-00-00-00-07": "192.168.0.77"})
        yield it


def client_of(it: Bench, password: str = PASSWORD) -> TplinkWDRRouter:
    return TplinkWDRRouter(it.served.url, password, timeout=5)


def test_login_and_firmware(unit: Bench) -> None:
    client = client_of(unit)
    assert client.supports()
    client.authorize()
    firmware = client.get_firmware()
    plate = unit.router.plate
    assert (firmware.model, firmware.hardware_version) == ("WDR3600", f"{plate.hardware} 00000000")
    assert firmware.firmware_version.strip() == plate.firmware
    client.logout()


def test_status(unit: Bench) -> None:
    status = client_of(unit).get_status()
    assert str(status.lan_macaddr) == unit.router.plate.mac
    assert (str(status.lan_ipv4_addr), str(status.wan_ipv4_addr)) == ("192.168.0.1", "100.64.0.2")
    assert str(status.wan_ipv4_gateway) == "100.64.0.1"
    assert (status.wifi_2g_enable, status.wifi_5g_enable) == (True, True)
    assert (status.guest_2g_enable, status.guest_5g_enable) == (False, False)
    assert (status.wired_total, status.wifi_clients_total) == (1, 0)


def test_addresses(unit: Bench) -> None:
    status = client_of(unit).get_ipv4_status()
    assert status.wan_ipv4_conntype == "Dynamic IP"
    assert str(status.lan_ipv4_netmask) == "255.255.255.0"
    assert status.lan_ipv4_dhcp_enable
    # It compares the flag for manual DNS with a text and never finds it set; the pages show the pair [part 3].
    assert str(status.wan_ipv4_pridns) == "0.0.0.0"


def test_leases_and_reservations(unit: Bench) -> None:
    client = client_of(unit)
    assert [str(row.ipaddress) for row in client.get_ipv4_reservations()] == ["192.168.0.77"]
    assert [(row.hostname, str(row.ipaddress)) for row in client.get_ipv4_dhcp_leases()] == [
        ("paper-kit", "192.168.0.100")
    ]


def test_an_odd_network_name_does_not_break_it(unit: Bench) -> None:
    unit.admin().save("WlanNetworkRpm.htm", ssid1='a" <b>;\\', ap=1, broadcast=2)
    assert client_of(unit).get_status().wifi_2g_enable


def test_reboot() -> None:
    with bench(WDR3600, pace=1.0) as it:
        client_of(it).reboot()
        assert ("GET", "/userRpm/SysRebootHelpRpm.htm") in it.served.log
        it.clock.sleep(2)
        assert not it.router.answering()
        it.clock.sleep(46)
        assert it.admin().get("StatusRpm.htm").array("statusPara")[5] <= 46


def test_wrong_password(unit: Bench) -> None:
    client = client_of(unit, "wrong")
    assert not client.supports()
    with pytest.raises(ClientError):
        client.get_status()


@pytest.mark.parametrize("name", [WR1043, WR740, C7])
def test_it_does_not_take_other_builds_for_its_own(name: str) -> None:
    """It wants ``_5g`` pages from everybody; the TL-WR1043ND has none, and unknown pages are a 501 on its wire."""
    with bench(name) as it:
        assert not client_of(it).supports()
