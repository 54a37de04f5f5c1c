"""Nothing that is sent to a form, and no fault, leaves a form that cannot be read any more."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg import simulator
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.simulator.tplink_luci import FORMS, BlueRouter
from routercfg.wire import Ask
from tests.simulator.tplink_client import AX12, C1200, MODELS, PASSWORD, FakeClock, bench, padded

FIELDS = sorted({key for model in MODELS.values() for words in model.factory.values() for key in words})
TARGETS = sorted((controller, form, op) for (controller, form), ops in FORMS.items() for op in ops)
LEAVES = {"reboot", "logout", "config", "account"}


def plain_router(*faults: str) -> tuple[BlueRouter, str, str]:
    """A plain model without a socket, somebody logged in."""
    model = MODELS[C1200]
    router = model.build(model, Store(None, model.factory, model.initial), Pace(0, FakeClock()), Faults.parse(faults))
    assert isinstance(router, BlueRouter)
    sealed = padded(PASSWORD.encode(), *router.box.password_pair.words())
    body = urlencode({"operation": "login", "password": sealed}).encode()
    assert router.answer(Ask("POST", "/cgi-bin/luci/;stok=/login?form=login", body=body), "127.0.0.1")
    session = router.sessions.live()
    assert session
    return router, session.stok, session.cookie


def send(router: BlueRouter, stok: str, cookie: str, target: str, words: dict[str, str]) -> bytes:
    headers = (("Cookie", f"sysauth={cookie}"),)
    raw = router.answer(
        Ask("POST", f"/cgi-bin/luci/;stok={stok}/{target}", headers, urlencode(words).encode()), "127.0.0.1"
    )
    assert raw
    return raw


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([target for target in TARGETS if target[1] not in LEAVES]),
    st.dictionaries(st.sampled_from(FIELDS), st.text(max_size=40) | st.sampled_from(["on", "1.1.1.1", "static", "7"])),
    st.sampled_from(["", "shorten-value", "ignore-write"]),
)
def test_any_words_leave_every_form_readable(target: tuple[str, str, str], words: dict[str, str], fault: str) -> None:
    controller, form, operation = target
    router, stok, cookie = plain_router(*([fault] if fault else []))
    raw = send(router, stok, cookie, f"{controller}?form={form}", {"operation": operation, **words})
    assert raw.startswith((b"HTTP/1.1 200 ", b"HTTP/1.1 500 "))
    if router.sessions.live() is None:  # another LAN address ends the session
        return
    for (other, name), ops in FORMS.items():
        if "read" in ops and (other, name) != ("admin/time", "timezone"):
            assert b'"success":true' in send(router, stok, cookie, f"{other}?form={name}", {"operation": "read"})


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.binary(max_size=80), st.sampled_from(sorted(MODELS)))
def test_any_request_gets_some_answer(target: str, body: bytes, name: str) -> None:
    model = MODELS[name]
    router = model.build(model, Store(None, model.factory), Pace(0, FakeClock()), Faults())
    for path in (target, f"/cgi-bin/luci/;stok={target}", f"/cgi-bin/luci/;stok=/login?form={target}"):
        raw = router.answer(Ask("POST", path, (("Content-Type", "multipart/form-data; boundary="),), body), "127.0.0.1")
        assert raw is not None
        assert raw.startswith(b"HTTP/1.1 ")


def test_the_models_are_listed_with_vendor_and_family() -> None:
    listed = {
        name: (model.vendor, model.family)
        for name, model in simulator.models().items()
        if "tplink-luci" in model.family
    }
    assert listed == {
        "tplink-archer-ax12": ("tplink", "tplink-luci"),
        "tplink-archer-ax20": ("tplink", "tplink-luci"),
        "tplink-archer-ax55-sg": ("tplink", "tplink-luci-sg"),
        "tplink-archer-ax55-v1-11": ("tplink", "tplink-luci-v1-11"),
        "tplink-archer-ax72": ("tplink", "tplink-luci-ax72"),
        "tplink-archer-be230": ("tplink", "tplink-luci-sg"),
        "tplink-archer-c1200": ("tplink", "tplink-luci-plain"),
        "tplink-archer-c6": ("tplink", "tplink-luci"),
        "tplink-archer-c7-v5": ("tplink", "tplink-luci"),
    }


@pytest.mark.parametrize("fault", ["drop-before", "drop-after"])
def test_a_dropped_write_did_or_did_not_take_effect(fault: str) -> None:
    form = "admin/network?form=wan_ipv4_pppoe"
    with bench(AX12, fault) as it:
        client = it.admin()
        with pytest.raises(ConnectionError):
            client.write(form, {"username": "half-way"})
        assert client.read(form)["username"] == ("half-way" if fault == "drop-after" else "")


def test_power_cut_brings_the_router_back_in_factory_state() -> None:
    with bench(AX12, "wipe") as it:
        client = it.admin()
        with pytest.raises(ConnectionError):
            client.write("admin/network?form=wan_ipv4_pppoe", {"username": "u"})
        assert client.plain("login?form=check_factory_default").json["data"]["is_default"] is True


def test_nothing_secret_is_shown_by_repr() -> None:
    router, stok, cookie = plain_router()
    shown = repr(router.sessions.live()) + repr(router.model) + repr(router.box.password_pair)
    assert stok not in shown
    assert cookie not in shown
    assert str(router.box.password_pair.d) not in shown
