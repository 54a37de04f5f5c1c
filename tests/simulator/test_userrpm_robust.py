"""Nothing that is sent to a page, and no fault, leaves a page that cannot be read any more."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.dialects.userrpm_file import pack, unpack
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.userrpm import GreenRouter
from routercfg.wire import Ask
from tests.simulator.tplink_client import FakeClock
from tests.simulator.userrpm_rig import MODELS, PASSWORD, WDR3600, WR740, WR1043, Got

WORDS = [
    *(
        "acc",
        "psw",
        "linktype",
        "SecType",
        "sta_ip",
        "mtu",
        "manual",
        "dnsserver",
        "dnsserver2",
        "ip",
        "mask",
    ),
    *(
        "gateway",
        "lcpMru",
        "mac1",
        "ssid1",
        "ap",
        "channel",
        "region",
        "secType",
        "pskSecret",
        "interval",
    ),
    *(
        "wpaSecOpt",
        "wpaCipher",
        "intervalWpa",
        "wepSecOpt",
        "keytype",
        "keynum",
        "pskSecOpt",
        "pskCipher",
    ),
    *(
        "dhcpserver",
        "ip1",
        "ip2",
        "Lease",
        "lanip",
        "lanmask",
        "inputMask",
        "timezone",
        "mode_sel",
        "ru_br",
    ),
    *(
        "nat_vid",
        "lan_brmask",
        "L2TPName",
        "L2TPServerName",
        "IpType",
    ),
]
VALUES = st.text(max_size=40) | st.sampled_from(["0", "1", "2", "3", "1500", "9.9.9.9", "255.255.255.0", "192.168.0.9"])


def router_of(name: str, *faults: str) -> GreenRouter:
    """A router without a socket."""
    model = MODELS[name]
    router = model.build(model, Store(None, model.initial), Pace(0, FakeClock()), Faults.parse(faults))
    assert isinstance(router, GreenRouter)
    return router


def ask(router: GreenRouter, target: str, method: str = "GET", body: bytes = b"") -> Got:
    proof = "Basic " + base64.b64encode(f"admin:{PASSWORD}".encode()).decode()
    headers = (
        ("Authorization", proof),
        ("Cookie", f"Authorization={quote(proof)}"),
        ("Referer", "http://192.168.0.1/"),
    )
    raw = router.answer(Ask(method, target, (*headers, ("Host", "192.168.0.1")), body), "127.0.0.1")
    assert raw is not None
    head, _, page = raw.partition(b"\r\n\r\n")
    return Got(int(head.split(b" ")[1]), [], page)


def forms(router: GreenRouter) -> list[str]:
    keep_out = {"SysRebootRpm", "SysRebootHelpRpm", "RestoreDefaultCfgRpm", "ChangeLoginPwdRpm", "ConfUpdateTemp"}
    return sorted(set(router.pages) - keep_out)


@settings(max_examples=120, deadline=None)
@given(
    st.sampled_from([WR740, WDR3600]),
    st.integers(0, 99),
    st.dictionaries(st.sampled_from(WORDS), VALUES, max_size=20),
    st.sampled_from(["", "shorten-value", "ignore-write"]),
)
def test_any_words_leave_every_page_readable(name: str, which: int, words: dict[str, str], fault: str) -> None:
    router = router_of(name, *([fault] if fault else []))
    pages = forms(router)
    query = "&".join(f"{key}={quote(text, safe='', errors='replace')}" for key, text in words.items())
    assert ask(router, f"/userRpm/{pages[which % len(pages)]}.htm?{query}&Save=Save").status == 200
    for page in pages:
        got = ask(router, f"/userRpm/{page}.htm")
        assert got.status == 200
        for array in got.text.split("\nvar ")[1:]:
            name, _, _ = array.partition(" ")
            if name not in ("Region_chan_table", "region_chan_table_shift"):
                got.array(name)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.binary(max_size=80), st.sampled_from(sorted(MODELS)), st.sampled_from(["GET", "POST"]))
def test_any_request_gets_some_answer(target: str, body: bytes, name: str, method: str) -> None:
    router = router_of(name)
    for path in (target, f"/userRpm/{target}", f"/incoming/{target}", f"/{'A' * 16}/userRpm/{target}"):
        assert ask(router, path, method, body).status in (200, 401, 501)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_settings_files_come_back_and_nothing_else_is_one(text: bytes) -> None:
    assert unpack(pack(text)) == text.rstrip(b"\0") or text.endswith(b"\0")
    assert unpack(text) is None


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(min_codepoint=32, max_codepoint=0x4FF, exclude_characters="\x7f"), min_size=1, max_size=16)
)
def test_texts_come_back_as_they_went(text: str) -> None:
    router = router_of(WR1043)
    got = ask(router, f"/userRpm/WlanNetworkRpm.htm?ssid1={quote(text, safe='')}&ap=1&Save=Save")
    expected = text if len(text.encode()) <= 32 else "TP-LINK_123456"
    assert ask(router, "/userRpm/WlanNetworkRpm.htm").array("wlanPara")[3] == expected or got.code == "26107"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_store_on_disk_is_taken_up_again(name: str, tmp_path) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    model = MODELS[name]
    path = tmp_path / "native.json"
    first = model.build(model, Store(path, model.factory, model.initial), Pace(0, FakeClock()), Faults())
    first.store.update("wlan", {"ssid": "Kept"})
    second = model.build(model, Store(path, model.factory), Pace(0, FakeClock()), Faults())
    assert second.store.get("wlan", "ssid") == "Kept"
    assert second.password_now() == PASSWORD
