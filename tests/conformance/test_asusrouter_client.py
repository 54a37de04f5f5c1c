"""A client that others wrote talks to the paper ASUS routers over the wire.

Where the client (asusrouter 1.21) and a reference differ:

* On 382 code ``cpu_usage``, ``memory_usage`` and ``netdev`` come in double braces or as script
  [observed-asus-382 §3]; the client knows only the shapes of later firmware and can read none of the three.
  The transcript of a real router wins.
* The client takes 382's ``extendno`` "52288" apart as build 5228, revision 8. nvram of the real router says "52288".
* The client knows ``login.cgi`` only: neither the login by nonce nor HTTP Basic nor a cookie named ``asus_s_token``. So
  it reaches 3.0.0.6 code where that still takes the old login, as many builds do [asus §2.3], and nothing before 380.
* The client sends its bodies quoted as a whole (``hook%3Dnvram_get...``) and JSON with single quotes; the web server
  takes both [asus §5.2], so the paper one does too.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from asusrouter import AsusRouter
from asusrouter.error import AsusRouterAccessError, AsusRouterError
from asusrouter.modules.data import AsusData
from asusrouter.modules.endpoint.error import AccessError

from routercfg.simulator import Served, ServedShell
from routercfg.simulator.asus_doors import serve_asus
from routercfg.simulator.asus_models import asus_models
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from tests.conformance.road import bench

MODELS = {model.name: model for model in asus_models()}
OURS = ["asus-rt-ac85p", "asus-rt-ac66u", "asus-rt-ax58u", "asus-rt-ax86u-merlin", "asus-rt-ax55-https"]
NEWEST = "asus-rt-ax88u-3006"


def build(name: str, *faults: str, factory: bool = False) -> AsusUnit:
    model = MODELS[name]
    store = Store(None, model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(0), Faults(*faults))
    assert isinstance(router, AsusUnit)
    return router


def with_client(served: Served | ServedShell, password: str, talk: Callable[[AsusRouter], Awaitable[Any]]) -> Any:
    safe = served.url.startswith("https:")

    async def run() -> Any:
        async with aiohttp.ClientSession() as session:
            client = AsusRouter(str(served.host), "admin", password, int(served.port), use_ssl=safe, session=session)
            return await talk(client)

    return asyncio.run(run())


def on_model(name: str, talk: Callable[[AsusRouter], Awaitable[Any]], *, factory: bool = False) -> Any:
    router = build(name, factory=factory)
    with serve_asus(router) as served:
        return with_client(served, router.password_now(), talk)


@pytest.mark.parametrize(
    ("model", "title", "firmware", "mesh"),
    [
        ("asus-rt-ax58u", "RT-AX58U", "3.0.0.4.386.48262_ge94e82c", True),
        ("asus-rt-ac85p", "RT-AC85P", "3.0.0.4.382.5228_8", False),
        ("asus-rt-ac66u", "RT-AC66U", "3.0.0.4.384.8207_2", False),
        ("asus-rt-ax86u-merlin", "RT-AX86U", "3.0.0.4.388.7_0", True),
        ("asus-rt-ax55-https", "RT-AX55", "3.0.0.4.388.24419_g8f3a2b1", True),
        (NEWEST, "RT-AX88U", "3.0.0.6.102.37030_g1a2b3c4", True),
    ],
)
@pytest.mark.parametrize("factory", [False, True])
def test_it_connects_and_knows_whom_it_talks_to(
    model: str, title: str, firmware: str, *, mesh: bool, factory: bool
) -> None:
    async def talk(client: AsusRouter) -> Any:
        assert await client.async_connect()
        identity = await client.async_get_identity()
        assert await client.async_disconnect()
        return identity

    identity = on_model(model, talk, factory=factory)
    assert (identity.product_id, str(identity.firmware), identity.aimesh) == (title, firmware, mesh)
    assert [band.value for band in identity.wlan] == ["2ghz", "5ghz"]
    assert identity.mac.startswith("04:")
    assert identity.merlin is ("merlin" in model)


@pytest.mark.parametrize("model", [*OURS, NEWEST])
def test_it_reads_wifi_wan_and_the_map(model: str) -> None:
    async def talk(client: AsusRouter) -> Any:
        await client.async_connect()
        asked = (AsusData.WLAN, AsusData.WAN, AsusData.DEVICEMAP, AsusData.BOOTTIME, AsusData.CLIENTS, AsusData.LED)
        return [await client.async_get_data(data) for data in asked]

    wlan, wan, devicemap, boot, clients, led = on_model(model, talk)
    assert wlan["2ghz"]["ssid"].startswith("ASUS")
    assert wlan["5ghz"]["auth_mode_x"] == "open"
    assert wan["internet"]["ip_address"] == "203.0.113.27"
    assert wan[0]["state"].name == "CONNECTED"
    assert devicemap["wan0"]["ipaddr"] == "203.0.113.27"
    assert boot["uptime"] == 3600
    assert clients == {}
    assert led["state"].name == "ON"


def test_it_reads_load_and_traffic_where_the_firmware_prints_json() -> None:
    async def talk(client: AsusRouter) -> Any:
        await client.async_connect()
        return [await client.async_get_data(data) for data in (AsusData.CPU, AsusData.RAM, AsusData.NETWORK)]

    cpu, ram, network = on_model("asus-rt-ax58u", talk)
    assert set(cpu) == {"total", 1, 2, 3}
    assert ram["usage"] == 50.0
    assert network["2ghz"] == {"rx": 5000, "tx": 6000}


def test_it_cannot_read_the_load_of_382_code_which_is_not_json(caplog: pytest.LogCaptureFixture) -> None:
    async def talk(client: AsusRouter) -> Any:
        await client.async_connect()
        return await client.async_get_data(AsusData.CPU)

    with caplog.at_level(logging.ERROR):
        assert on_model("asus-rt-ac85p", talk) is None
    assert "Unable to decode json" in caplog.text


@pytest.mark.parametrize("model", [*OURS, NEWEST])
def test_it_calls_a_service_and_what_it_set_is_stored(model: str) -> None:
    async def talk(client: AsusRouter) -> Any:
        await client.async_connect()
        words = {"wl0_ssid": "Дом 100%+1", "wl0_wpa_psk": 'it\'s "quoted"'}
        return await client.async_run_service("restart_wireless", words, apply=True)

    router = build(model)
    with serve_asus(router) as served:
        assert with_client(served, router.password_now(), talk)
    assert router.store.get("nvram", "wl0_ssid") == "Дом 100%+1"
    assert router.store.get("nvram", "wl0_wpa_psk") == 'it\'s "quoted"'


@pytest.mark.parametrize("model", [*OURS, NEWEST])
def test_what_others_set_it_sees(model: str) -> None:
    router = build(model)

    async def talk(client: AsusRouter) -> Any:
        await client.async_connect()
        router.save("test", {"wl0_ssid": "Set elsewhere", "wl1_auth_mode_x": "psk2"})
        return await client.async_get_data(AsusData.WLAN)

    with serve_asus(router) as served:
        wlan = with_client(served, router.password_now(), talk)
    assert wlan["2ghz"]["ssid"] == "Set elsewhere"
    assert wlan["5ghz"]["auth_mode_x"] == "psk2"


def test_it_understands_a_refusal() -> None:
    async def talk(client: AsusRouter) -> Any:
        return await client.async_connect()

    with serve_asus(build("asus-rt-ax58u")) as served, pytest.raises(AsusRouterAccessError):
        with_client(served, "wrong", talk)
    locked = build("asus-rt-ax58u", "locked-out")
    with serve_asus(locked) as served, pytest.raises(AsusRouterAccessError) as refused:
        with_client(served, locked.password_now(), talk)
    assert told(refused.value) == (AccessError.TRY_AGAIN, {"timeout": 300})


def test_it_understands_a_captcha_and_a_lock_for_good() -> None:
    async def talk(client: AsusRouter) -> Any:
        return await client.async_connect()

    router = build(NEWEST)
    with serve_asus(router) as served:
        errors = []
        for _ in range(3):
            with pytest.raises(AsusRouterAccessError) as refused:
                with_client(served, "wrong", talk)
            errors.append(told(refused.value)[0])
        assert errors == [AccessError.CREDENTIALS, AccessError.CREDENTIALS, AccessError.CAPTCHA]
        router.store.update("guard", {"failures": "10"})
        router.store.update("nvram", {"SG_mode": "1"})
        with pytest.raises(AsusRouterAccessError) as refused:
            with_client(served, router.password_now(), talk)
    assert told(refused.value)[0] == AccessError.RESET_REQUIRED


def told(error: AsusRouterAccessError) -> tuple[Any, ...]:
    cause = error.__cause__
    assert isinstance(cause, AsusRouterAccessError)
    return cause.args[1:3]


@pytest.mark.parametrize("model", ["asus-rt-be88u", "asus-rt-n66u"])
def test_the_logins_that_it_does_not_know_keep_it_out(model: str) -> None:
    async def talk(client: AsusRouter) -> Any:
        return await client.async_connect()

    router = build(model)
    with serve_asus(router) as served, pytest.raises(AsusRouterError):
        with_client(served, router.password_now(), talk)
    assert not router.logged_in


@pytest.mark.parametrize("model", [*OURS, NEWEST])
def test_what_it_switches_our_read_sees_and_what_we_apply_it_sees(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        password = unit.router.password_now()

        async def switch(client: AsusRouter) -> Any:
            await client.async_connect()
            words = {"wl0_ssid": "Дом 100%+1", "wl1_radio": "0", "wl0_closed": "1"}
            return await client.async_run_service("restart_wireless", words, apply=True)

        assert with_client(unit.served, password, switch)
        ours = unit.running(password)
        assert ours["wifi.bands.2.4GHz.ssid"] == "Дом 100%+1"
        assert (ours["wifi.bands.5GHz.enabled"], ours["wifi.bands.2.4GHz.hidden"]) == (False, True)

        text = (
            "version: 1\nwan: {protocol: pppoe, username: u@isp, password: p w}\n"
            "wifi: {ssid: Applied, security: wpa2, password: eight-chars,"
            " bands: {5GHz: {enabled: true, channel: 44}}}\n"
        )
        outcome = unit.apply(text, password)
        assert outcome.error is None, (outcome.error, outcome.verdicts)

        async def look(client: AsusRouter) -> Any:
            await client.async_connect()
            return [await client.async_get_data(data) for data in (AsusData.WLAN, AsusData.WAN)]

        wlan, wan = with_client(unit.served, password, look)
    assert (wlan["2ghz"]["ssid"], wlan["5ghz"]["ssid"]) == ("Applied", "Applied")
    assert (wlan["5ghz"]["auth_mode_x"], wlan["5ghz"]["radio"]) == ("psk2", True)
    assert wan[0]["protocol"].value == "pppoe"
