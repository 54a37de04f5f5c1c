"""From changes to writes on OpenWrt, and back: everything in one write, what moves the router in a second."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.device import Cut, Facts, Native, Step
from routercfg.errors import Part
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Running, Settings
from routercfg.vendors import openwrt_lan as lan
from routercfg.vendors import openwrt_wan as wan
from routercfg.vendors import openwrt_wifi as wifi
from routercfg.vendors.openwrt_box import ACCOUNT, PASSWORD, Box

PAGE: Final = "uci"
PASSWORD_KEY: Final = f"{ACCOUNT}.{PASSWORD}"
"""The one word of a step that is no word of uci."""

NAME: Final = "root"


def running(native: Native) -> dict[str, Running]:
    """Give all that runs."""
    box = Box(native)
    found = wan.leaves(box) | wifi.leaves(box) | lan.leaves(box) | {"admin.username": NAME}
    password = native.get(ACCOUNT, {}).get(PASSWORD, "")
    return found | ({"admin.password": Secret(password)} if password else {})


def gaps(facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    """Name what this router cannot do. A leaf that already is as wanted is never a gap.

    A leaf that falls away may take others with it, so this goes on until nothing more falls.
    """
    found: dict[str, Gap] = {}
    while more := _gaps(facts, desired.only([path for path in desired if path not in found])):
        for gap in more:
            found.setdefault(gap.path, gap)
    return tuple(found.values())


def _gaps(facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    box = Box(facts.native)
    wanted = {
        path: value for path, value in desired.items() if value is not HIDDEN and facts.running.get(path) != value
    }
    merged = {**facts.running, **wanted}
    found = [*wan.gaps(box, merged, wanted), *wifi.gaps(box, merged, wanted), *lan.gaps(box, merged, wanted)]
    if "admin.username" in wanted:
        found.append(Gap("admin.username", Part("reason.openwrt-root")))
    pending = box.router.get("pending", "")
    if pending:
        where = Part("reason.openwrt-pending", (("package", pending),))
        found += [Gap(path, where) for path in wanted]
    return tuple(found)


def steps(facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
    """Turn changes into one write that is taken whole or not at all, and one for what moves the router."""
    box = Box(facts.native)
    after: dict[str, Running] = {change.path: change.after for change in changes}
    merged = {**facts.running, **after}
    moving = frozenset(path for path in after if path in lan.MOVES)
    staying = frozenset(after) - moving
    made = []
    if staying:
        found = wan.words(box, merged, staying) | wifi.words(box, merged, staying) | lan.words(box, merged, staying)
        made.append(_step(box, found, tuple(p for p in after if p in staying), after))
    if moving:
        new = str(merged["lan.address"])
        words = _needed(box, lan.move_words(box, merged))
        made.append(Step(PAGE, words, tuple(p for p in after if p in moving), Cut.LAN, moves_to=new))
    return tuple(made)


def _step(box: Box, words: Mapping[str, str], paths: tuple[str, ...], after: Mapping[str, Running]) -> Step:
    found = _needed(box, words)
    password = after.get("admin.password")
    if isinstance(password, Secret):
        found[PASSWORD_KEY] = password.reveal()
    return Step(PAGE, found, paths, _cuts(found), logs_in_with=password if isinstance(password, Secret) else None)


def _cuts(words: Mapping[str, str]) -> Cut:
    """Say what a write interrupts; who takes a port out of the LAN may be sitting at it."""
    packages = {key.partition(".")[0] for key in words}
    if any(key.startswith("network.") and key.endswith(".ports") for key in words):
        return Cut.SESSION
    return Cut.WAN if "network" in packages else Cut.WIFI if "wireless" in packages else Cut.NOTHING


def _needed(box: Box, words: Mapping[str, str]) -> dict[str, str]:
    """Leave out what is so already; a section that stays is needed all the same where it has to be made."""
    return {key: word for key, word in words.items() if box.word(key) != word}


def undo(facts: Facts, sent: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the writes that put the old words back, the last sent first."""
    return tuple(_undo_of(step, facts.native) for step in reversed(sent))


def _undo_of(step: Step, native: Native) -> Step:
    words = _old_words(step, native)
    old = native.get(ACCOUNT, {}).get(PASSWORD, "")
    changed = PASSWORD_KEY in step.words and bool(old)
    if changed:
        words[PASSWORD_KEY] = old
    return Step(
        step.page,
        words,
        step.paths,
        step.cuts,
        moves_to=None if step.moves_to is None else str(running(native).get("lan.address")),
        logs_in_with=Secret(old) if changed else None,
    )


def _old_words(step: Step, native: Native) -> dict[str, str]:
    """Give the old words of every key that a step touches; sections it made go, those it took come back whole."""
    box = Box(native)
    found: dict[str, str] = {}
    for key, word in step.words.items():
        section = ".".join(key.split(".")[:2])
        if key == PASSWORD_KEY:
            continue
        if not box.word(section):
            found[section] = ""
        elif key == section and not word:
            found |= box.options(section)
        else:
            found[key] = box.word(key)
    return found


def undone(before: Facts, now: Facts, sent: tuple[Step, ...]) -> tuple[str, ...]:
    """Name the leaves of which a word is not what it was."""
    new = Box(now.native)
    left: dict[str, None] = {}
    for step in sent:
        old = _old_words(step, before.native)
        if PASSWORD_KEY in step.words:
            old[PASSWORD_KEY] = before.native.get(ACCOUNT, {}).get(PASSWORD, "")
        if any(new.word(key) != word for key, word in old.items()):
            changed = [p for p in step.paths if before.running.get(p) != now.running.get(p)]
            left.update(dict.fromkeys(changed or step.paths))
    return tuple(left)
