"""``tplinkrouterc6u`` visits the paper routers with the object interface, over the wire and with its own arithmetic.

Where it and the references disagree, the better source wins, and the test says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import tplinkrouterc6u.client.c50 as c50_module
import tplinkrouterc6u.client.mr as mr_module
from tplinkrouterc6u import (
    AuthorizeError,
    ClientException,
    Connection,
    TPLinkC50Client,
    TplinkC3200Router,
    TPLinkEXClient,
    TPLinkMR200Client,
    TPLinkMRClient,
    TPLinkVR400v2Client,
    TPLinkVRClient,
    TPLinkWR841NClient,
)

from tests.simulator.object_client import (
    C20,
    C50,
    EX511,
    MR200,
    MR200_V2,
    PASSWORD,
    VR600,
    WR841N,
    WR841N_2020,
    Bench,
    bench,
)

# The client's own TPLinkWR841NClient speaks raw RSA, as firmware 4.17 of 2020 does. On the wire firmware 4.19 of 2023
# wants PKCS#1 [observed-tplink-wr841n-v14 §Login 2], so there its C50 client is the right one.
CLIENTS: dict[str, Any] = {
    C20: TplinkC3200Router,
    WR841N: TPLinkC50Client,
    WR841N_2020: TPLinkWR841NClient,
    C50: TPLinkC50Client,
    MR200: TPLinkMRClient,
    MR200_V2: TPLinkMR200Client,
    VR600: TPLinkVRClient,
    EX511: TPLinkEXClient,
}


@dataclass
class Pair:
    name: str
    bench: Bench
    client: Any


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (c50_module, mr_module):
        monkeypatch.setattr(module, "sleep", lambda seconds: None)


@pytest.fixture(params=sorted(CLIENTS))
def pair(request: pytest.FixtureRequest) -> Iterator[Pair]:
    with bench(request.param) as it:
        client = CLIENTS[request.param](it.served.url, PASSWORD, timeout=5)
        client.authorize()
        yield Pair(request.param, it, client)


def test_firmware(pair: Pair) -> None:
    firmware = pair.client.get_firmware()
    plate = pair.bench.router.plate
    told = (firmware.model, firmware.hardware_version, firmware.firmware_version)
    assert told == (plate.product, plate.hardware, plate.software)


def test_status(pair: Pair) -> None:
    """It also asks objects that such a router does not have (usage, attribute ``active``): the rest of its list is
    there all the same, since earlier blocks come before ``[error]N``."""
    status = pair.client.get_status()
    assert str(status.wan_ipv4_addr) == "100.64.0.2"
    assert str(status.wan_ipv4_gateway) == "100.64.0.1"
    assert str(status.lan_ipv4_addr) == pair.bench.router.lan_address()
    assert str(status.lan_macaddr) == pair.bench.router.plate.mac.replace(":", "-")
    assert status.wifi_2g_enable is True
    assert bool(status.wifi_5g_enable) is (pair.name not in (WR841N, WR841N_2020))
    assert (status.clients_total, status.devices) == (0, [])


def test_ipv4_status_and_leases(pair: Pair) -> None:
    status = pair.client.get_ipv4_status()
    assert str(status.wan_ipv4_pridns) == "100.64.0.53"
    assert str(status.lan_ipv4_netmask) == "255.255.255.0"
    assert status.lan_ipv4_dhcp_enable is True
    assert pair.client.get_ipv4_dhcp_leases() == []
    assert pair.client.get_ipv4_reservations() == []


def test_switching_a_band_off(pair: Pair) -> None:
    if pair.name == C20:
        pytest.skip("its C3200 client switches two 5 GHz radios at once; a C20 has one")
    pair.client.set_wifi(Connection.HOST_2G, enable=False)
    assert pair.client.get_status().wifi_2g_enable is False


def test_restart_ends_the_session(pair: Pair) -> None:
    """It sends ``ACT_REBOOT`` and does not look at the answer."""
    pair.client.reboot()
    assert pair.bench.client().ask("GET", "/").status == 200
    assert pair.bench.router.sessions.live() is None


def test_logout(pair: Pair) -> None:
    """Its C50, WR841N and C3200 clients only forget; the router's seat stays taken until it is idle for long."""
    pair.client.logout()
    assert (pair.bench.router.sessions.live() is None) is (pair.name in (MR200, MR200_V2, VR600, EX511))


@pytest.mark.parametrize("name", [WR841N_2020, C50])
def test_a_wrong_password_is_understood_and_is_one_attempt(name: str) -> None:
    with bench(name) as it:
        with pytest.raises(AuthorizeError):
            CLIENTS[name](it.served.url, "wrong", timeout=5).authorize()
        assert it.router.tries.count == 1


@pytest.mark.parametrize("name", [MR200, EX511])
def test_a_wrong_password_of_the_others(name: str) -> None:
    with bench(name) as it:
        with pytest.raises(ClientException, match="wrong"):
            CLIENTS[name](it.served.url, "wrong", timeout=5).authorize()
        assert it.router.tries.count == 1


def test_an_answer_without_a_head_is_beyond_it() -> None:
    """What firmware 4.19 says to a wrong password is not HTTP [observed-tplink-wr841n-v14 §Sessions]; the client sees
    a broken connection and cannot tell why."""
    with bench(WR841N) as it:
        with pytest.raises(Exception, match="2c"):
            TPLinkC50Client(it.served.url, "wrong", timeout=5).authorize()
        assert it.router.tries.count == 1


def test_the_other_flavour_of_rsa_is_refused_without_an_attempt() -> None:
    for name, client in ((WR841N, TPLinkWR841NClient), (C50, TPLinkWR841NClient), (WR841N_2020, TPLinkC50Client)):
        with bench(name) as it:
            with pytest.raises(ClientException, match="500"):
                client(it.served.url, PASSWORD, timeout=5).authorize()
            assert it.router.tries.count == 0


def test_it_recognises_an_mr_by_its_key_and_an_ex_by_logging_in() -> None:
    with bench(MR200) as it:
        assert TPLinkMRClient(it.served.url, PASSWORD, timeout=5).supports() is True
        assert TPLinkEXClient(it.served.url, PASSWORD, timeout=5).supports() is False
    with bench(EX511) as it:
        assert TPLinkMRClient(it.served.url, PASSWORD, timeout=5).supports() is False
        assert TPLinkEXClient(it.served.url, PASSWORD, timeout=5).supports() is True


def test_an_mr200_v2_is_told_from_a_vr400_v2_by_its_key() -> None:
    with bench(MR200_V2) as it:
        assert TPLinkMR200Client(it.served.url, PASSWORD, timeout=5).supports() is True
        assert TPLinkVR400v2Client(it.served.url, PASSWORD, timeout=5).supports() is False
        assert TPLinkMRClient(it.served.url, PASSWORD, timeout=5).supports() is False


def test_a_vr_is_recognised_by_its_page_and_script() -> None:
    with bench(VR600) as it:
        assert TPLinkVRClient(it.served.url, PASSWORD, timeout=5).supports() is True
        assert TPLinkMRClient(it.served.url, PASSWORD, timeout=5).supports() is False
    with bench(MR200) as it:
        assert TPLinkVRClient(it.served.url, PASSWORD, timeout=5).supports() is False


@pytest.mark.parametrize("name", [MR200_V2, VR600])
def test_a_wrong_password_of_the_elders(name: str) -> None:
    with bench(name) as it:
        with pytest.raises((AuthorizeError, ClientException)):
            CLIENTS[name](it.served.url, "wrong", timeout=5, username="admin").authorize()
        assert it.router.tries.count == 1
