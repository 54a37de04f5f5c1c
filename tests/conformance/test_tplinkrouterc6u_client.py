"""A client that others wrote (tplinkrouterc6u) against the paper routers, over the wire.

Where it and a reference disagree the better source wins, and the test says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from tplinkrouterc6u import (
    ClientException,
    Connection,
    TplinkC1200Router,
    TplinkC5400XRouter,
    TplinkRouter,
    TplinkRouterAX72,
    TplinkRouterProvider,
    TplinkRouterSG,
    TplinkRouterV1_11,
)

from tests.simulator.tplink_client import AX12, AX20, C6, C1200, PASSWORD, Bench, bench
from tests.simulator.tplink_variants import AX55_SG, AX72, BE230, C5400X, V1_11

CLIENTS = {
    C6: TplinkRouter,
    AX12: TplinkRouter,
    AX20: TplinkRouter,
    C1200: TplinkC1200Router,
    AX72: TplinkRouterAX72,
    V1_11: TplinkRouterV1_11,
    AX55_SG: TplinkRouterSG,
    BE230: TplinkRouterSG,
    C5400X: TplinkC5400XRouter,
}


@dataclass
class Pair:
    name: str
    bench: Bench
    client: Any


@pytest.fixture(params=list(CLIENTS))
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with bench(request.param) as it:
        client = CLIENTS[request.param](it.served.url, it.router.model.password, timeout=5)
        client.authorize()
        yield Pair(request.param, it, client)


def test_firmware(pair: Pair) -> None:
    firmware = pair.client.get_firmware()
    plate = pair.bench.router.plate
    assert (firmware.model, firmware.hardware_version, firmware.firmware_version) == (
        plate.product,
        plate.hardware,
        plate.firmware,
    )


def test_status(pair: Pair) -> None:
    status = pair.client.get_status()
    assert str(status.wan_ipv4_addr) == "100.64.0.2"
    assert str(status.lan_ipv4_addr) == "192.168.0.1"
    assert str(status.lan_macaddr) == pair.bench.router.plate.mac
    assert (status.wifi_2g_enable, status.wifi_5g_enable, status.guest_2g_enable) == (True, True, False)
    assert status.lan_ipv4_dhcp_enable is True
    assert status.ewan_connected is (None if pair.name == BE230 else True)  # that one has no form of a WAN type
    assert (status.clients_total, status.devices) == (0, [])


def test_ipv4_status(pair: Pair) -> None:
    status = pair.client.get_ipv4_status()
    assert status.wan_ipv4_conntype == "dhcp"
    assert str(status.wan_ipv4_pridns) == "100.64.0.53"
    assert str(status.lan_ipv4_netmask) == "255.255.255.0"


def test_leases_and_reservations(pair: Pair) -> None:
    assert pair.client.get_ipv4_dhcp_leases() == []
    assert pair.client.get_ipv4_reservations() == []
    pair.client.add_ipv4_reservation("aa:bb:cc:00:11:22", "192.168.0.50", "printer")
    assert [str(row.ipaddress) for row in pair.client.get_ipv4_reservations()] == ["192.168.0.50"]
    pair.client.delete_ipv4_reservation("aa:bb:cc:00:11:22")
    assert pair.client.get_ipv4_reservations() == []


def test_switching_a_band_off(pair: Pair) -> None:
    pair.client.set_wifi(Connection.HOST_5G, enable=False)
    partial = pair.name == AX55_SG  # one field alone is not enough there [tplink-web 7.1, trap 15]
    assert pair.client.get_wifi(Connection.HOST_5G).enable is partial
    assert pair.client.get_wifi(Connection.HOST_2G).enable is True


def test_naming_a_band(pair: Pair) -> None:
    """It prefixes fields in a single form. Firmware of 2018-2020 takes that; the AX20 on the wire uses bare names.

    Observed transcripts win over the client: on AX models the write is a success that changes nothing, which is also
    what its users report for an AX55 [tplink-web 4.4].
    """
    before = pair.client.get_wifi(Connection.HOST_2G).ssid
    pair.client.set_wifi(Connection.HOST_2G, ssid="Peers", psk_key="peerpeer1")
    after = pair.client.get_wifi(Connection.HOST_2G)
    assert after.ssid == ("Peers" if pair.name in (C6, C1200, C5400X) else before)


def test_reboot(pair: Pair) -> None:
    pair.client.reboot()
    assert pair.bench.router.sessions.live() is None
    pair.client.logout()  # says so to a router that does not know it any more
    again = CLIENTS[pair.name](pair.bench.served.url, pair.bench.router.model.password, timeout=5)
    again.authorize()
    assert again.get_firmware().model == pair.bench.router.plate.product


def test_logout_ends_the_session(pair: Pair) -> None:
    pair.client.logout()
    assert pair.bench.router.sessions.live() is None


@pytest.mark.parametrize("name", CLIENTS)
def test_wrong_password_is_one_attempt(name: str) -> None:
    with bench(name) as it:
        with pytest.raises(ClientException):
            CLIENTS[name](it.served.url, "wrong" * (1 if name != C5400X else 40), timeout=5).authorize()
        assert it.router.attempts.count("127.0.0.1") == 1


def test_other_dialects_of_the_same_client_recognise_what_is_not_theirs() -> None:
    """``supports()`` of the newer plain firmware looks at the key's length and must not try the password here."""
    with bench(AX20) as it:
        assert TplinkRouterV1_11(it.served.url, PASSWORD, timeout=5).supports() is False
        assert TplinkC1200Router(it.served.url, PASSWORD, timeout=5).supports() is False
        assert TplinkRouter(it.served.url, PASSWORD, timeout=5).supports() is True
        assert it.router.attempts.count("127.0.0.1") == 0
    with bench(C1200) as it:
        assert TplinkRouter(it.served.url, PASSWORD, timeout=5).supports() is False
        assert TplinkC1200Router(it.served.url, PASSWORD, timeout=5).supports() is True


@pytest.mark.parametrize(("name", "attempts"), [(name, int(name == C1200)) for name in CLIENTS])
def test_its_recognition_finds_the_right_dialect(name: str, attempts: int) -> None:
    """On the plain model the client burns an attempt with the right password said in a wrong dialect.

    That is the trap which [tplink-web 1] warns of, and it is real, so the paper router does not hide it.
    """
    with bench(name) as it:
        found = TplinkRouterProvider.get_client(it.served.url, it.router.model.password, timeout=5)
        assert type(found) is CLIENTS[name]
        assert it.router.attempts.count("127.0.0.1") == attempts
