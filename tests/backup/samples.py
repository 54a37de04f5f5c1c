"""Backups of made-up routers."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import strategies as st

from routercfg.backup import CLOCKS, ORIGINS, Backup, Moment, Own, compose
from routercfg.device import Facts, Identity
from routercfg.secret import Secret
from routercfg.settings import BANDS, HIDDEN, LEAVES, Kind, Running, Settings

WHEN = Moment(datetime(2026, 11, 25, 21, 0, tzinfo=UTC), "synchronised")
WHO = Identity("asus", "asus-web", "RT-AX58U", "A1", "3.0.0.4.386", "04:42:1A:00:11:20")
RUNNING = Settings(
    {
        "wan.protocol": "pppoe",
        "wan.username": "0891234567",
        "wan.password": HIDDEN,
        "dns.servers": ("85.175.46.122", "8.8.8.8"),
        "wifi.bands.2.4GHz.ssid": "Дом & Garden",
        "wifi.bands.2.4GHz.password": Secret("correct horse 42"),
        "lan.address": "192.168.50.1",
        "admin.password": Secret("Router-pass-1"),
    }
)
NATIVE = {"nvram": {"wan0_proto": "pppoe", "lan_hwaddr": WHO.mac, "et0macaddr": "04:42:1A:00:11:21", "x": "Дом"}}
FACTS = Facts(WHO, RUNNING, BANDS, NATIVE)
OWN = Own("Settings_RT-AX58U.CFG", bytes(range(256)) * 3, "asus-hdr2")


def sample() -> Backup:
    return compose(FACTS, WHEN, own=OWN)


texts = st.text(max_size=20)
_VALUES = {
    Kind.SECRET: texts.map(Secret),
    Kind.NUMBER: st.integers(-5, 70000),
    Kind.SWITCH: st.booleans(),
    Kind.SERVERS: st.just("automatic") | st.lists(texts, max_size=2).map(tuple),
    Kind.NUMBER_OR_AUTO: st.just("auto") | st.integers(0, 200),
    Kind.VLAN: st.just("none") | st.integers(1, 4094),
}


@st.composite
def settings(draw: st.DrawFn) -> Settings:
    values: dict[str, Running] = {}
    for path in draw(st.lists(st.sampled_from(list(LEAVES)), max_size=8, unique=True)):
        leaf = LEAVES[path]
        kind = st.sampled_from(leaf.choices) if leaf.kind is Kind.CHOICE else _VALUES.get(leaf.kind, texts)
        values[path] = draw(st.just(HIDDEN) | kind)
    return Settings(values)


@st.composite
def backups(draw: st.DrawFn) -> Backup:
    who = Identity(*(draw(texts) for _ in range(5)), mac=draw(texts), factory=draw(st.booleans()))
    native = draw(st.dictionaries(texts, st.dictionaries(texts, texts, max_size=3), max_size=3))
    when = Moment(
        draw(st.integers(0, 4_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))),
        draw(st.sampled_from(CLOCKS)),
    )
    own = draw(st.none() | st.builds(Own, texts, st.binary(max_size=1500), texts))
    facts = Facts(who, draw(settings()), tuple(draw(st.lists(texts, max_size=2))), native)
    return compose(facts, when, draw(settings()), own, draw(st.sampled_from(ORIGINS)))
