"""Strangers are named as far as they name themselves, and a provider's terminal is called one."""

from __future__ import annotations

import pytest

from routercfg.clock import Deadline
from routercfg.errors import BadAnswer, NotRecognised, ProviderTerminal
from routercfg.transport.loop import LoopTransport
from routercfg.vendors import recognise
from routercfg.wire import Reply
from tests.conftest import FakeClock


def answer(reply: Reply) -> LoopTransport:
    return LoopTransport(lambda ask: reply, Deadline(10, FakeClock()))


def page(title: str, text: str = "") -> Reply:
    return Reply(200, (), f"<html><head><title>{title}</title></head><body>{text}</body></html>".encode())


@pytest.mark.parametrize(
    "title", ["HG8245H", "ZXHN F660", "Huawei EchoLife", "ELTEX NTU-RG-1421G", "GPON Home Gateway"]
)
def test_a_provider_s_terminal(title: str) -> None:
    with pytest.raises(ProviderTerminal) as told:
        recognise(answer(page(title)))
    assert title in str(told.value)
    assert "LAN" in told.value.next_step("ru")


@pytest.mark.parametrize(
    ("reply", "seen"),
    [
        (page("Keenetic Web", "in front of everything"), "Keenetic Web"),
        (Reply(401, (("WWW-Authenticate", 'Basic realm="NETGEAR R7000"'),)), "NETGEAR R7000"),
        (Reply(200, (("Server", "lighttpd/1.4"),), b"hello"), "lighttpd/1.4"),
        (Reply(404), "HTTP 404"),
    ],
)
def test_a_stranger_is_named(reply: Reply, seen: str) -> None:
    with pytest.raises(NotRecognised, match=seen) as told:
        recognise(answer(reply))
    assert not isinstance(told.value, ProviderTerminal)


def test_an_empty_page_and_a_crash() -> None:
    with pytest.raises(NotRecognised):
        recognise(answer(Reply(200)))
    with pytest.raises(BadAnswer, match="500"):
        recognise(answer(Reply(500)))


def test_strangers_cost_one_request() -> None:
    transport = answer(page("Keenetic Web"))
    with pytest.raises(NotRecognised):
        recognise(transport)
    assert len(transport.asked) == 1


REFRESH = b'<html><head><meta http-equiv="refresh" content="0; url=https://%s:8443/"></head></html>'


@pytest.mark.parametrize(
    "reply",
    [Reply(307, (("Location", "https://192.168.0.1:8443/"),)), Reply(307, (), REFRESH % b"192.168.0.1")],
    ids=["header", "body"],
)
def test_https_of_the_same_host_is_followed_before_anything_else(reply: Reply) -> None:
    asked: list[str] = []

    def handler(ask: object) -> Reply:
        asked.append(transport.url)
        if transport.url.startswith("http://"):
            return reply
        return page("Keenetic Web")

    transport = LoopTransport(handler, Deadline(10, FakeClock()))
    with pytest.raises(NotRecognised):
        recognise(transport)
    assert asked == ["http://192.168.0.1", "https://192.168.0.1:8443"]


def test_another_host_is_not_followed() -> None:
    transport = answer(Reply(307, (), REFRESH % b"192.0.2.1"))
    with pytest.raises(NotRecognised):
        recognise(transport)
    assert (transport.url, len(transport.asked)) == ("http://192.168.0.1", 1)


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, (), b"http-equiv=refresh " * 30000),
        Reply(200, (), b"<meta http-equiv='refresh' content='0; url=https://['>"),
        Reply(200, (), b"/etc/passwd"),
        Reply(200, (), b"http://example.org/"),
    ],
)
def test_a_page_made_to_harm_is_a_stranger(reply: Reply) -> None:
    with pytest.raises(NotRecognised):
        recognise(answer(reply))
