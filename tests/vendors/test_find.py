"""Where a router is looked for: gateways first, the usual places, and never beyond private addresses."""

import pytest

from routercfg.vendors import find

LINUX = """\
Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT
wlan0\t00000000\t0132A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0
eth0\t00000000\t0100A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0
eth0\t0000A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0
"""
WINDOWS = """
Network Destination        Netmask          Gateway       Interface  Metric
          0.0.0.0          0.0.0.0      192.168.0.1    192.168.0.101     25
"""
MAC = """
Destination        Gateway            Flags   Netif Expire
default            192.168.50.1       UGSc    en0
127                127.0.0.1          UCS     lo0
"""


@pytest.fixture(autouse=True)
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Names resolve to nothing unless a test says otherwise; the network is not asked."""
    monkeypatch.setattr(find.socket, "gethostbyname", lambda name: (_ for _ in ()).throw(OSError(name)))


def test_gateways_come_first_and_nothing_twice() -> None:
    found = list(find.candidates(["192.168.1.1", "10.0.0.138"]))
    assert found[:3] == ["192.168.1.1", "10.0.0.138", "192.168.0.1"]
    assert len(found) == len(set(found))


def test_public_addresses_are_never_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find.socket, "gethostbyname", lambda name: "203.0.113.9")
    found = list(find.candidates(["8.8.8.8", "100.64.0.1", "127.0.0.1"]))
    assert all(find.is_local(address) for address in found)
    assert not {"8.8.8.8", "100.64.0.1", "203.0.113.9", "127.0.0.1"} & set(found)


def test_a_router_s_name_counts_by_its_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(find.socket, "gethostbyname", lambda name: "192.168.77.1")
    assert "192.168.77.1" in list(find.candidates([]))


def test_routing_tables() -> None:
    assert find.parse_linux(LINUX) == ["192.168.0.1", "192.168.50.1"]
    assert find.parse_table(WINDOWS) == ["192.168.0.1"]
    assert find.parse_table(MAC) == ["192.168.50.1"]
    assert find.parse_linux("") == find.parse_table("") == []


@pytest.mark.parametrize("nonsense", ["", "router", "300.1.1.1", "fe80::1"])
def test_what_is_no_address_is_not_local(nonsense: str) -> None:
    assert not find.is_local(nonsense)


@pytest.mark.parametrize(
    ("system", "table", "gateway"), [("Windows", WINDOWS, "192.168.0.1"), ("Darwin", MAC, "192.168.50.1")]
)
def test_other_systems_are_asked_by_their_own_command(
    system: str, table: str, gateway: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **options: object) -> object:
        asked.append(command)
        return find.subprocess.CompletedProcess(command, 0, table.encode(), b"")

    monkeypatch.setattr(find.platform, "system", lambda: system)
    monkeypatch.setattr(find.subprocess, "run", run)
    assert find.default_gateways() == [gateway]
    assert asked[0][0] == ("route" if system == "Windows" else "netstat")


def test_a_system_that_tells_no_gateway_is_no_reason_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(command: list[str], **options: object) -> object:
        raise FileNotFoundError(command[0])

    monkeypatch.setattr(find.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(find.subprocess, "run", missing)
    assert find.default_gateways() == []
