"""One suite for every simulated model: from factory state to a verified router, every setting, every fault."""

from __future__ import annotations

from pathlib import Path

import pytest

from routercfg.errors import NoRouter, RouterCfgError
from routercfg.settings import Settings
from routercfg.workflow import Outcome
from tests.conformance.road import (
    FULL,
    MODELS,
    NO_PASSWORD,
    PASSWORD,
    SEALED_BY_BROWSER,
    Bench,
    WebTransport,
    bench,
    traits,
)

pytestmark = pytest.mark.parametrize("model", MODELS)

HEAD = f"version: 1\nadmin: {{password: {PASSWORD}}}\n"
NEVER_A_GAP = {
    "wan.protocol", "wan.username", "wan.password", "wan.mac", "dns.servers", "wifi.bands.2.4GHz.ssid",
    "wifi.bands.2.4GHz.security", "wifi.bands.2.4GHz.password", "wifi.bands.5GHz.ssid", "admin.password",
    "wifi.bands.2.4GHz.channel", "time.zone", "dns.clients",
}  # fmt: skip


def never_a_gap(model: str) -> set[str]:
    """The settings every router of this kind can do."""
    without = {path for path in NEVER_A_GAP if path.startswith("wifi.bands.5GHz") and traits(model).bands == 1}
    if "pppoe" in traits(model).no_protocols:
        without |= {path for path in NEVER_A_GAP if path.startswith("wan.") or path == "dns.servers"}
    if traits(model).hides:  # a network that cannot be given its key stays as it is
        without |= {path for path in NEVER_A_GAP if path.endswith((".security", "z.password"))}
    if traits(model).does:  # its PPPoE takes no blanks, and the full profile's password has one
        without |= {path for path in NEVER_A_GAP if path.startswith("wan.") or not path.endswith(traits(model).does)}
    return NEVER_A_GAP - without


def gaps_of(outcome: Outcome, model: str) -> set[str]:
    """The settings that were left out, of those that routers of this kind are made for."""
    return {gap.path for gap in outcome.plan.gaps if gap.path.endswith(traits(model).does or "")}


def stuck(outcome: object, unit: Bench, text: str) -> None:
    """The apply ended well, the router says so itself on a fresh read, and a second plan is empty."""
    assert outcome.error is None, (outcome.error, outcome.error.__cause__, outcome.verdicts)  # type: ignore[attr-defined]
    assert [v.path for v in outcome.verdicts if v.word != "matched"] == []  # type: ignore[attr-defined]
    again = unit.plan(text)
    assert [(c.path, c.before, c.after) for c in again.changes] == []


def test_factory_state_to_verified_and_nothing_left_to_do(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        assert unit.identity().factory or not traits(model).tells
        outcome = unit.apply(FULL)
        stuck(outcome, unit, FULL)
        assert not {gap.path for gap in outcome.plan.gaps} & never_a_gap(model)
        assert not unit.identity().factory
        requests = unit.served.requests
        second = unit.apply(FULL)
        assert second.plan.empty
        assert unit.served.requests - requests <= traits(model).budget
        unit.router.power_cut()
        assert not unit.plan(FULL).changes  # what was not committed is gone now


NASTY = """\
wan: {protocol: pppoe, username: 'ivan@dom.ru/7#b&c=d', password: '+%#&"=<>;,\\'}
wifi: {ssid: 'Tom & "Jo" <5+5=10%> \\;#', security: wpa2, password: 'a&b=c+d%e#f"g''h\\<i> ;j'}
"""
SSID = "Кафе у моря 14 этаж"  # 32 bytes, the most a name may have
CYRILLIC = f"wifi: {{ssid: '{SSID}'}}"


@pytest.mark.parametrize("rest", [NASTY, CYRILLIC], ids=["nasty", "cyrillic"])
def test_values_that_break_naive_clients_arrive_exactly(model: str, rest: str, tmp_path: Path) -> None:
    text = HEAD + (rest if traits(model).quotes else rest.replace('"Jo"', "Jo"))
    with bench(model, tmp_path) as unit:
        outcome = unit.apply(text)
        stuck(outcome, unit, text)
        lacking = {gap.path for gap in outcome.plan.gaps}
        if rest == CYRILLIC and not traits(model).utf8:
            assert lacking == {f"wifi.bands.{band}.ssid" for band in ("2.4GHz", "5GHz")[: traits(model).bands]}
            return
        if traits(model).hides:
            assert all(path.startswith("wan.") or path.endswith((".security", ".password")) for path in lacking)
            return
        assert not lacking or (traits(model).no_protocols and not any(path.startswith("wifi") for path in lacking))
        name = unit.profile(text).desired("tplink", ("2.4GHz",))["wifi.bands.2.4GHz.ssid"]
        assert unit.running()["wifi.bands.2.4GHz.ssid"] == name


@pytest.mark.parametrize(
    "wan",
    [
        "wan: {protocol: dhcp}\ndns: {servers: automatic}",
        "wan: {protocol: dhcp}\ndns: {servers: [77.88.8.8, 77.88.8.1]}",
        "wan: {protocol: pppoe, username: a, password: b, service_name: svc}\ndns: {servers: [77.88.8.8]}",
        "wan: {protocol: static, address: 203.0.113.10, mask: 255.255.255.0, gateway: 203.0.113.1}\n"
        "dns: {servers: [77.88.8.8, 77.88.8.1]}",
        "wan: {protocol: l2tp, server: tp.internet.beeline.ru, username: a@b, password: 'c d'}",
        "wan: {protocol: pptp, server: 203.0.113.77, username: a, password: b}",
        "wan: {protocol: pppoe, username: a, password: b, secondary: dhcp}",
        "wan: {mac: 02:11:22:33:44:56}",
    ],
)
def test_every_connection_type(model: str, wan: str, tmp_path: Path) -> None:
    text = HEAD + wan
    protocol = wan.partition("protocol: ")[2].partition(",")[0].rstrip("}\n").split("}")[0]
    with bench(model, tmp_path) as unit:
        outcome = unit.apply(text)
        stuck(outcome, unit, text)
        lacks = protocol in traits(model).no_protocols or ("secondary" in wan and not traits(model).dual)
        assert bool(gaps_of(outcome, model)) is lacks, outcome.plan.gaps


@pytest.mark.parametrize("security", ["open", "wpa", "wpa/wpa2", "wpa2", "wpa2/wpa3", "wpa3"])
def test_every_security_that_the_model_has(model: str, security: str, tmp_path: Path) -> None:
    key = "" if security == "open" else ", password: 'eight chars'"
    text = f"{HEAD}wifi: {{ssid: Secure, security: {security}{key}}}"
    with bench(model, tmp_path) as unit:
        outcome = unit.apply(text)
        gaps = {gap.path for gap in outcome.plan.gaps}
        if "wpa3" not in security and (security != "wpa" or traits(model).wpa):
            assert bool(gaps) is (traits(model).hides and security != "open")
        stuck(outcome, unit, text)
        if not gaps:
            band = "5GHz" if traits(model).bands == 2 else "2.4GHz"
            assert unit.running()[f"wifi.bands.{band}.security"] == security


@pytest.mark.parametrize(
    "rest",
    [
        "wifi: {bands: {5GHz: {enabled: false}}}",
        "wifi: {ssid: Hidden, bands: {2.4GHz: {hidden: true}}}",
        "wifi: {bands: {2.4GHz: {channel: auto, width: auto}, 5GHz: {channel: 44, width: 80}}}",
        "lan: {dhcp: {enabled: false}}",
        "time: {zone: Asia/Yekaterinburg}",
        "iptv: {mode: bridge, port: 4}",
        "iptv: {mode: vlan, port: 4, internet: {id: 10, priority: 0}, iptv: {id: 20, priority: 4}}",
        "wan: {vlan: 35}",
    ],
)
def test_everything_else(model: str, rest: str, tmp_path: Path) -> None:
    with bench(model, tmp_path) as unit:
        outcome = unit.apply(HEAD + rest)
        stuck(outcome, unit, HEAD + rest)
        lacking = {
            "5GHz": traits(model).bands == 1,
            "iptv": not traits(model).iptv,
            "vlan": not traits(model).vlan,
            "width: 80": not traits(model).width80,
            "mode: vlan": not traits(model).iptv_vlan,
        }
        assert bool(gaps_of(outcome, model)) is any(lacks for word, lacks in lacking.items() if word in rest)


@pytest.mark.parametrize(
    "fault", ["drop-before:1", "drop-before:2", "drop-after:1", "drop-after:2", "reboot:1", "reboot:2"]
)
def test_a_lost_answer_is_read_after_and_the_run_still_ends_well(model: str, fault: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False, faults=[fault]) as unit:
        outcome = unit.apply(NO_PASSWORD, unit.router.model.password)
        assert outcome.error is None, (outcome.error, outcome.error.__cause__)
        assert not unit.plan(NO_PASSWORD, unit.router.model.password).changes


@pytest.mark.parametrize("fault", ["drop-before:1", "drop-after:1", "reboot:1"])
def test_a_lost_answer_at_first_boot(model: str, fault: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, faults=[fault]) as unit:
        try:
            outcome = unit.apply(FULL)
        except NoRouter:
            outcome = unit.apply(FULL)
        stuck(outcome, unit, FULL)


@pytest.mark.parametrize("fault", ["ignore-write", "shorten-value"])
def test_a_router_that_lies_is_found_out_and_put_back(model: str, fault: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        old_password = unit.router.model.password
        before = unit.running(old_password)
        unit.router.faults = type(unit.router.faults)(f"{fault}:{traits(model).name_key}")
        outcome = unit.apply(NO_PASSWORD, old_password)
        assert outcome.error is not None
        unit.router.faults = type(unit.router.faults)()
        after = unit.running(old_password)
        assert "wifi.bands.2.4GHz.ssid" in {v.path for v in outcome.verdicts if v.word == "differs"}
        if outcome.error.exit_code == 8:
            assert differing(before, after) == []
        else:
            assert outcome.error.exit_code == 9
            assert any("wifi" in path for path, _ in outcome.error.left)  # type: ignore[attr-defined]


def differing(before: Settings, after: Settings) -> list[str]:
    return [path for path in before if before[path] != after.get(path)]


@pytest.mark.parametrize(
    ("fault", "codes"),
    [
        ("silent", {4}),
        ("html", {5}),
        ("redirect:192.0.2.9", {5}),
        ("other-admin", {6}),
        ("locked-out", {6}),
        ("garbage:1", {0, 4, 5, 8}),
        ("error-500:1", {0, 4, 5, 8}),
        ("cut-body:1", {0, 4, 5, 8}),
        ("wipe:1", {9}),
        ("wipe:2", {0, 9}),
    ],
)
def test_every_other_fault_ends_with_a_clear_error_and_its_code(
    model: str, fault: str, codes: set[int], tmp_path: Path
) -> None:
    if traits(model).shell and fault.split(":", 1)[0] in {"html", "redirect", "other-admin", "locked-out"}:
        pytest.skip("a shell has nothing like it")
    if "-cli" in model and fault.split(":", 1)[0] in {"html", "redirect"}:
        pytest.skip("a command line has nothing like it")
    with bench(model, tmp_path, factory=False, faults=[fault]) as unit:
        unit.seconds = 20
        if fault == "silent" and traits(model).shell:
            unit.seconds, codes = 3, {4, 12}  # a shell's banner is waited for as long as the run may take
        if fault == "silent":
            unit.line = lambda url, deadline: WebTransport(url, deadline, patience=0.3)
        try:
            error = unit.apply(NO_PASSWORD, unit.router.model.password).error
        except RouterCfgError as told:
            error = told
        code = error.exit_code if error else 0
        if fault in {"other-admin", "locked-out"} and not traits(model).sessions:
            codes = {0}
        if (fault == "locked-out" and not traits(model).locks) or (fault == "html" and not traits(model).json):
            codes = {0}
        if fault.startswith("wipe") and not traits(model).wipe_shows:
            codes = {0, 9}  # it takes the same password as before, and all is set anew
        assert code in codes, (error, error.__cause__ if error else None)
        if fault == "other-admin" and error:
            assert code == 0 or error.key == "another-administrator"
        if fault == "locked-out" and error:
            assert error.key == "locked-out"


def test_a_wrong_password_costs_one_attempt(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        asks = unit.listen()
        with pytest.raises(RouterCfgError) as told:
            unit.plan(FULL, "ab" * 128 if model == SEALED_BY_BROWSER else "not-the-password")
        assert told.value.key == "wrong-password"
        # reading is free, a login is not; over SSH the transport's own tests count
        assert sum(ask.writes for ask in asks) == 1 or traits(model).shell or "-cli" in model


def test_detection_costs_at_most_four_requests(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        asks = unit.listen()
        with unit.driver() as driver:
            assert unit.served.requests <= 4
            assert driver.identity.model or not traits(model).tells
            assert not [ask.label for ask in asks if ask.writes]
            assert not [ask.label for ask in asks if b"operation=login" in ask.body or "login.cgi" in ask.target]


def test_a_full_read_is_within_its_budget(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        unit.running(unit.router.model.password)
        assert unit.served.requests <= traits(model).budget, unit.served.log
