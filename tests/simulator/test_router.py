import json
import os
import stat
from pathlib import Path

import pytest

from routercfg import simulator
from routercfg.simulator.faults import FAULTS, Faults
from routercfg.simulator.router import Dropped, Model, Pace, PaperRouter, Store, StoreDamaged
from routercfg.wire import Ask
from tests.simulator.asus_rig import FakeClock

FACTORY = {"nvram": {"a": "1", "b": "2"}}


class Paper(PaperRouter):
    def answer(self, ask: Ask, client: str) -> bytes | None:
        return b""

    def forget(self) -> None:
        self.logged_in = False


def paper(*faults: str, pace: float = 1.0, store: Store | None = None) -> tuple[Paper, FakeClock]:
    clock = FakeClock()
    model = Model("x", "asus", "asus-web", "X", "admin", "pw", lambda *_: paper()[0], FACTORY, FACTORY, "default")
    return Paper(model, store or Store(None, FACTORY), Pace(pace, clock), Faults(*faults)), clock


def write(router: Paper, **words: str) -> None:
    router.write("page", words, lambda kept: router.store.update("nvram", kept))


def test_a_store_is_readable_sorted_json_that_only_the_owner_reads(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "native.json"
    store = Store(path, FACTORY)
    store.update("nvram", {"c": "ы", "a": "\udcff"})
    assert '"c": "ы"' in path.read_text(encoding="utf-8", errors="surrogateescape")
    assert list(json.loads(path.read_bytes().decode(errors="replace"))["nvram"]) == ["a", "b", "c"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == ["native.json"]
    again = Store(path, FACTORY)
    assert again.section("nvram") == {"a": "\udcff", "b": "2", "c": "ы"}


def test_a_store_begins_with_the_initial_words_and_wipes_to_factory_ones(tmp_path: Path) -> None:
    store = Store(tmp_path / "native.json", FACTORY, {"nvram": {"a": "9"}})
    assert store.get("nvram", "a") == "9"
    assert not store.is_fresh()
    store.wipe()
    assert store.section("nvram") == FACTORY["nvram"]
    assert store.is_fresh()
    assert store.get("nvram", "zzz", "default") == "default"
    assert store.section("none") == {}


def test_what_a_store_gives_is_a_copy() -> None:
    store = Store(None, FACTORY)
    store.section("nvram")["a"] = "changed"
    store.factory("nvram")["a"] = "changed"
    store.replace("list", {"x": "1"})
    store.replace("list", {})
    assert store.get("nvram", "a") == "1"
    assert store.section("list") == {}
    store.wipe()
    assert store.get("nvram", "a") == "1"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"nvram": []}', '{"nvram": {"a": 1}}'])
def test_a_damaged_store_is_refused_by_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "native.json"
    path.write_text(text)
    with pytest.raises(StoreDamaged, match=r"native\.json"):
        Store(path, FACTORY)


def test_a_pace_of_nothing_makes_every_pause_nothing() -> None:
    clock = FakeClock()
    assert Pace(0, clock).after(90) == clock.time
    pace = Pace(0.5, clock)
    moment = pace.after(10)
    assert not pace.over(moment)
    pace.wait_until(moment)
    assert clock.slept == 5
    assert pace.over(moment)
    pace.wait_until(moment - 100)
    assert clock.slept == 5


def test_a_restart_takes_its_time_and_forgets() -> None:
    router, clock = paper()
    router.logged_in = True
    happened: list[str] = []
    router.later(5, lambda: happened.append("lost"))
    router.reboot(60)
    assert not router.logged_in
    clock.time += 59
    assert not router.answering()
    clock.time += 2
    assert router.answering()
    assert happened == []


def test_what_is_due_happens_in_order() -> None:
    router, clock = paper()
    happened: list[str] = []
    router.later(2, lambda: happened.append("second"))
    router.later(1, lambda: happened.append("first"))
    clock.time += 1
    router.pending()
    assert happened == ["first"]
    clock.time += 5
    assert router.answering()
    assert happened == ["first", "second"]


def test_the_password_is_the_factory_one_until_something_is_set() -> None:
    router, _ = paper()
    assert router.password_now() == "default"
    write(router, a="3")
    assert router.password_now() == "pw"
    assert router.lan_address() == ""


@pytest.mark.parametrize(
    ("fault", "stored", "drops"),
    [
        ("drop-before", "1", True),
        ("drop-after", "new!", True),
        ("reboot", "new!", True),
        ("wipe", "1", True),
        ("ignore-write", "1", False),
        ("ignore-write:a", "1", False),
        ("ignore-write:b", "new!", False),
        ("shorten-value", "ne", False),
        ("shorten-value:a", "ne", False),
        ("shorten-value:b", "new!", False),
    ],
)
def test_faults_about_writes_hold_for_every_face(fault: str, stored: str, *, drops: bool) -> None:
    router, clock = paper(fault)
    if drops:
        with pytest.raises(Dropped):
            write(router, a="new!")
    else:
        write(router, a="new!")
    assert router.store.get("nvram", "a") == stored
    assert router.answering() is (fault not in ("reboot", "wipe"))
    clock.time += 1000
    if drops:
        write(router, a="again")
        assert router.store.get("nvram", "a") == "again"


def test_a_fault_may_wait_for_a_later_write() -> None:
    router, _ = paper("drop-before:3")
    write(router, a="x")
    write(router, a="y")
    with pytest.raises(Dropped):
        write(router, a="z")
    assert router.store.get("nvram", "a") == "y"


@pytest.mark.parametrize(
    "told",
    [
        "nonsense",
        "drop-before:0",
        "drop-before:x",
        "garbage:-1",
        "silent:1",
        "slow:late",
        "slow:1.x",
        "redirect",
        "html:2",
    ],
)
def test_an_unknown_fault_or_argument_is_refused_with_what_is_permitted(told: str) -> None:
    with pytest.raises(ValueError, match=told.partition(":")[0]) as refused:
        Faults(told)
    if told == "nonsense":
        assert all(name in str(refused.value) for name in FAULTS)


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_that_is_listed_can_be_told(name: str) -> None:
    faults = Faults.parse([f"{name}:host" if name == "redirect" else name])
    assert faults.has(name)
    assert not Faults().has(name)


def test_how_late_slow_is() -> None:
    assert Faults("slow:0.5").lateness == 0.5
    assert Faults("slow").lateness == 3
    assert Faults().lateness == 0


@pytest.mark.parametrize("name", sorted(simulator.models()))
def test_every_model_can_be_built_set_up_and_out_of_its_box(name: str, tmp_path: Path) -> None:
    model = simulator.models()[name]
    ready = simulator.build(name, state=tmp_path, pace=0)
    assert (model.name, model.vendor) == (name, name.removeprefix("openwrt-").partition("-")[0])
    assert ready.password_now() == model.password
    if model.family != "openwrt":  # which keeps the files of its own system instead
        assert json.loads((tmp_path / "native.json").read_text())
    fresh = simulator.build(name, state=tmp_path, factory=True, pace=0)
    assert fresh.password_now() == model.factory_password
    kept = simulator.build(name, state=tmp_path, pace=0)
    assert kept.password_now() == model.factory_password


def test_unknown_models_and_faults_are_refused_with_what_is_permitted() -> None:
    with pytest.raises(ValueError, match="asus-rt-ac85p"):
        simulator.build("asus-nothing")
    with pytest.raises(ValueError, match="drop-before"):
        simulator.build("asus-rt-ac85p", faults=["nothing"])


@pytest.mark.parametrize("name", sorted(simulator.models()))
def test_the_ready_line_says_how_to_get_in(name: str) -> None:
    router = simulator.build(name, pace=0)
    with simulator.serve(router) as served:
        line = simulator.ready_line(served, router)
    assert "\n" not in line
    told = json.loads(line)
    assert told == {
        "url": served.url,
        "vendor": router.model.vendor,
        "model": router.model.title,
        "family": router.model.family,
        "username": router.model.username,
        "password": router.model.password,
        "ssh": served.ssh,
        "telnet": served.telnet,
    }
    door, _, place = served.url.partition("://")
    assert told["ssh"] == place or door != "ssh"
    assert told["telnet"] == served.url or door != "telnet"


def test_the_simulator_starts_without_heavy_libraries() -> None:
    import subprocess
    import sys

    code = (
        "import sys, routercfg.simulator as s; s.models();"
        "print([name for name in ('requests', 'bs4', 'yaml', 'click') if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
