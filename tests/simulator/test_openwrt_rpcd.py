"""The apply that undoes itself: rpcd on the bus of a simulated OpenWrt."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import FakeClock
from tests.simulator.openwrt_rig import AC57U, Shell, Unit, needs_shell, unit

pytestmark = needs_shell


@pytest.fixture
def router(tmp_path: Path, clock: FakeClock) -> Iterator[Unit]:
    with unit(AC57U, tmp_path, clock=clock) as router:
        yield router


def session(shell: Shell) -> str:
    """Make a session that may write everything, as a shell's owner can."""
    name: str = shell.json("ubus call session create '{\"timeout\":300}'")["ubus_rpc_session"]
    call(shell, "session", "grant", ubus_rpc_session=name, scope="uci", objects=[["*", "read"], ["*", "write"]])
    return name


def call(shell: Shell, path: str, method: str, **told: Any) -> str:
    return shell.ok(f"ubus call {path} {method} '{json.dumps(told)}'")


def status(shell: Shell, path: str, method: str, **told: Any) -> int:
    return shell.run(f"ubus call {path} {method} '{json.dumps(told)}'").status


def change(shell: Shell, name: str) -> None:
    call(shell, "uci", "set", config="network", section="wan", values={"proto": "static"}, ubus_rpc_session=name)
    call(shell, "uci", "apply", rollback=True, timeout=90, ubus_rpc_session=name)


def proto(shell: Shell) -> str:
    return shell.ok("uci get network.wan.proto").strip()


def pulse() -> None:
    threading.Event().wait(0.15)


def test_an_apply_without_a_session_is_an_invalid_argument(router: Unit) -> None:
    assert status(router.login(), "uci", "apply", rollback=True, timeout=90) == 2


def test_nothing_waiting_is_no_data(router: Unit) -> None:
    shell = router.login()
    assert status(shell, "uci", "apply", rollback=True, ubus_rpc_session=session(shell)) == 5
    assert status(shell, "uci", "confirm") == 5


def test_a_session_without_rights_may_not(router: Unit) -> None:
    shell = router.login()
    name = shell.json("ubus call session create")["ubus_rpc_session"]
    assert status(shell, "uci", "set", config="network", section="wan", values={"a": "b"}, ubus_rpc_session=name) == 6


def test_what_is_confirmed_in_time_stays(router: Unit, clock: FakeClock) -> None:
    shell = router.login()
    change(shell, session(shell))
    assert proto(shell) == "static"
    assert shell.json("ifstatus wan")["proto"] == "static"
    call(shell, "uci", "confirm")
    clock.now += 100
    pulse()
    assert proto(shell) == "static"


def test_what_nobody_confirms_is_undone_and_running_again(router: Unit, clock: FakeClock) -> None:
    shell = router.login()
    change(shell, session(shell))
    clock.now += 89
    pulse()
    assert proto(shell) == "static"
    clock.now += 2
    pulse()
    assert proto(shell) == "dhcp"
    assert shell.json("ifstatus wan")["proto"] == "dhcp"


def test_rollback_is_at_once(router: Unit) -> None:
    shell = router.login()
    name = session(shell)
    change(shell, name)
    call(shell, "uci", "rollback", ubus_rpc_session=name)
    assert proto(shell) == "dhcp"


def test_a_second_apply_has_to_wait(router: Unit) -> None:
    shell = router.login()
    name = session(shell)
    change(shell, name)
    assert status(shell, "uci", "apply", rollback=True, ubus_rpc_session=name) == 6


def test_what_uci_stages_for_a_session_is_applied(router: Unit) -> None:
    shell = router.login()
    name = session(shell)
    shell.ok(f"mkdir -p /var/run/rpcd; uci -t /var/run/rpcd/uci-{name} batch", "set network.wan.proto=static\n")
    assert proto(shell) == "dhcp"
    call(shell, "uci", "changes", ubus_rpc_session=name)
    call(shell, "uci", "apply", rollback=True, timeout=90, ubus_rpc_session=name)
    assert proto(shell) == "static"


def test_an_apply_after_somebody_elses_call_commits_nothing(router: Unit) -> None:
    shell = router.login()
    name = session(shell)
    call(shell, "uci", "set", config="network", section="wan", values={"proto": "static"}, ubus_rpc_session=name)
    call(shell, "uci", "get", config="network")
    call(shell, "uci", "apply", rollback=True, ubus_rpc_session=name)
    assert proto(shell) == "dhcp"


def test_lists_and_new_sections_over_the_bus(router: Unit) -> None:
    shell = router.login()
    call(shell, "uci", "set", config="network", section="wan", values={"dns": ["9.9.9.9", "1.1.1.1"]})
    made = json.loads(call(shell, "uci", "add", config="network", type="device", values={"name": "wan.35"}))["section"]
    assert shell.ok("uci changes network").splitlines() == [
        "network.wan.dns='9.9.9.9'",
        "network.wan.dns+='1.1.1.1'",
        f"network.{made}='device'",
        f"network.{made}.name='wan.35'",
    ]
    values = json.loads(call(shell, "uci", "get", config="network", section="wan"))["values"]
    assert values["dns"] == ["9.9.9.9", "1.1.1.1"]
    call(shell, "uci", "delete", config="network", section="wan", option="dns")
    call(shell, "uci", "commit", config="network")
    assert "dns" not in shell.ok("uci show network.wan")


def test_the_bus_complains_as_it_does(router: Unit) -> None:
    shell = router.login()
    answer = shell.run("ubus call nosuch thing")
    assert (answer.status, answer.err) == (4, "Command failed: Not found\n")
    assert shell.run("ubus call system nosuch").status == 3
    assert shell.run("ubus call system board 'no json'").status == 2
    assert "uci\n" in shell.ok("ubus list")
