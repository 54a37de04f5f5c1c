"""Recordings as tests use them: where they are, the driver for one, and everything each must stand."""

from __future__ import annotations

from pathlib import Path

from routercfg.device import Driver, Facts
from routercfg.errors import WrongPassword
from routercfg.profile import load, shipped
from routercfg.secret import Secret
from routercfg.transport.shell import Heard
from routercfg.vendors import open_router, open_shell, recognise_shell
from routercfg.vendors.recorded import Replaying, detected, reread
from routercfg.vendors.recorded_pages import read_kept
from routercfg.workflow.planning import make_plan
from routercfg.workflow.recording import Recording
from routercfg.workflow.recording import load as load_folder
from tests.conformance.test_profiles import ANSWERS

EVERYTHING = (
    *(f"{path}={ANSWERS[path]}" for path in ("wan.username", "wan.password", "wan.mac", "wifi.ssid", "wifi.password")),
    "admin.password=Another-pass-1",
)
FOLDER = Path(__file__).parents[1] / "recordings"


class SilentShell(Replaying):
    """A shell that names itself as recorded and lets nobody in."""

    def __init__(self, server: str) -> None:
        super().__init__((), "ssh://192.168.1.1")
        self._server = server

    def greet(self) -> str:
        return self._server

    def enter(self, username: str, password: Secret | None) -> None:
        raise WrongPassword

    def run(self, line: str, stdin: bytes, *, label: str, writes: bool, seconds: float) -> Heard:
        raise AssertionError("nobody was let in")


def read_again(recording: Recording) -> Facts:
    """Feed the recorded native words to the family's own reading."""
    assert recording.identity is not None
    assert recording.native is not None
    assert recording.running is not None
    account = (recording.running.text("admin.username") or "", recording.running.secret("admin.password"))
    facts = reread(recording.identity, recording.native, account)
    assert facts is not None
    return facts


def driver_of(recording: Recording) -> Driver:
    """Open the driver without a router behind it."""
    identity = recording.identity or recording.seen
    assert identity is not None
    if recording.server:
        return open_shell(SilentShell(recording.server), identity)
    return open_router(Replaying(recording.detection), identity)


def stands(folder: Path) -> None:
    """Hold everything that a recording must: recognised, read as recorded, every shipped profile planned."""
    recording = load_folder(folder)
    _is_recognised(recording)
    if recording.native is None:
        return
    facts = read_again(recording)
    assert recording.running is not None
    assert dict(facts.running) == dict(recording.running)
    assert facts.bands == recording.bands
    assert recording.lost == ()
    assert (recording.pages is not None) is (recording.identity is not None and "userrpm" in recording.identity.family)
    for page, kept in (recording.pages or {}).items():
        assert read_kept(page, kept) == recording.native.get(page), page
    planned = plans(driver_of(recording), facts)
    assert any(pages for _, pages in planned.values())


def plans(driver: Driver, facts: Facts) -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Plan every shipped profile, filled in, and a full one: what cannot be done, and where the writes go."""
    found = {}
    for profile in (*shipped(), None):
        sets = [f"{path}={ANSWERS[path]}" for path in profile.asks] if profile else list(EVERYTHING)
        wish = load(profile.name if profile else "rostelecom-pppoe", sets=sets).resolve(None, {})
        plan = make_plan(driver, facts, wish)
        assert bool(plan.changes) is bool(plan.steps)
        assert not plan.steps or driver.undo(facts, plan.steps)
        name = profile.name if profile else "full"
        found[name] = frozenset(gap.path for gap in plan.gaps), tuple(step.page for step in plan.steps)
    return found


def _is_recognised(recording: Recording) -> None:
    seen = recording.seen
    assert seen is not None
    if recording.server:
        assert recognise_shell(SilentShell(recording.server)).family in {seen.family, "shell"}
        return
    if not recording.detection:
        return
    again = detected(recording.detection)
    assert again is not None
    told = (again.vendor, again.family, again.model, again.hardware, again.firmware, again.mac, again.factory)
    assert told == (seen.vendor, seen.family, seen.model, seen.hardware, seen.firmware, seen.mac, seen.factory)
