"""Every shipped profile, filled with what it asks for, is planned and applied on every simulated router."""

from __future__ import annotations

from pathlib import Path

import pytest

from routercfg.device import Credentials
from routercfg.profile import Profile, load, shipped
from routercfg.secret import Secret
from routercfg.workflow import read_plan
from tests.conformance.road import MODELS, bench, traits

ANSWERS = {
    "wan.username": "0891234567", "wan.password": "isp-pass-1", "wan.server": "vpn.example.net",
    "wan.address": "203.0.113.10", "wan.mask": "255.255.255.0", "wan.gateway": "203.0.113.1",
    "wan.mac": "02:11:22:33:44:56", "wan.vlan": "35", "dns.servers": "77.88.8.8,77.88.8.1", "iptv.port": "4",
    "iptv.internet.id": "35", "iptv.iptv.id": "36", "iptv.voip.id": "37", "iptv.iptv.priority": "4",
    "wifi.ssid": "Home", "wifi.password": "eight-chars", "admin.password": "Boss-pass-77",
}  # fmt: skip


def wished_protocol(wish: Profile) -> str:
    return wish.desired("tplink", ("2.4GHz",)).text("wan.protocol") or ""


@pytest.mark.parametrize("model", MODELS)
def test_loads_and_plans_everywhere(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit, unit.driver() as driver:
        driver.login(Credentials(None, Secret(unit.router.model.password)))
        for profile in shipped():
            sets = [f"{path}={ANSWERS[path]}" for path in profile.asks]
            wish = load(profile.name, sets=sets).resolve(None, {})
            plan = read_plan(driver, wish, Credentials(None, Secret(unit.router.model.password)))
            assert plan.facts is not None
            assert not plan.changes or plan.steps, profile.name
            if wished_protocol(wish) in traits(model).no_protocols:
                continue
            core = {gap.path for gap in plan.gaps} & {"wan.protocol", "wan.username", "wan.password", "dns.servers"}
            assert not {path for path in core if path.endswith(traits(model).does or "")}, (profile.name, core)
