"""Plans, verdicts and errors as lines of text in English or Russian. No secret is ever shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from routercfg.device import Cut
from routercfg.language import say
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, HIDDEN, band_of

if TYPE_CHECKING:
    from routercfg.device import Identity
    from routercfg.errors import Part, RouterCfgError
    from routercfg.language import Language
    from routercfg.plan import Change
    from routercfg.settings import Running
    from routercfg.workflow import Outcome, Plan, Verdict

VENDOR_NAMES: Final = {"asus": "ASUS", "tplink": "TP-Link"}
LABELLED: Final = frozenset(("asus-web-v2",))
"""Families of which newer units begin with a password that is printed on their label, and older ones do not."""


def leaf_name(path: str, lang: Language) -> str:
    """Give the plain name of a leaf."""
    band = band_of(path)
    if band:
        return say(f"leaf.wifi.{path.rsplit('.', 1)[1]}", lang, band=band)
    return say(f"leaf.{path}", lang)


def groups_text(paths: tuple[str, ...], lang: Language) -> str:
    """Give what leaves are about in a few words: ``Wi-Fi 2.4GHz, DNS``."""
    names: dict[str, None] = {}
    for path in paths:
        band = band_of(path)
        names[say("group.band", lang, band=band) if band else say(f"group.{path.split('.', 1)[0]}", lang)] = None
    return ", ".join(names)


def value_text(value: Running | None, lang: Language) -> str:
    """Give a value as a person reads it; a Secret only says that it is one."""
    if value is None:
        return say("value.nothing", lang)
    if isinstance(value, Secret):
        return say("value.secret", lang)
    if value is HIDDEN:
        return say("value.hidden", lang)
    if isinstance(value, bool):
        return say("value.yes" if value else "value.no", lang)
    if isinstance(value, tuple):
        return " + ".join(value)
    return say("value.automatic", lang) if value == AUTOMATIC else str(value) or '""'


def router_name(identity: Identity, address: str, lang: Language) -> str:
    """Give the router in one phrase: vendor, model, address."""
    vendor = VENDOR_NAMES.get(identity.vendor, identity.vendor)
    name = " ".join([vendor, identity.model.removeprefix(vendor).strip()]).strip()
    return say("router.line", lang, name=name or say("router.unknown", lang), address=address)


def router_lines(identity: Identity, address: str, lang: Language) -> list[str]:
    """Give all that is known of a router without a login."""
    lines = [router_name(identity, address, lang)]
    for name in ("hardware", "firmware", "mac", "family"):
        value = getattr(identity, name)
        if value:
            lines.append("  " + say(f"router.{name}", lang, **{name: value}))
    lines.append("  " + say("router.factory" if identity.factory else "router.set-up", lang))
    return lines


def plan_lines(plan: Plan, lang: Language) -> list[str]:
    """Give a plan: what changes from what to what, what pauses meanwhile, what this router cannot do."""
    lines: list[str] = []
    if plan.empty:
        lines.append(say("plan.nothing", lang, count=len(plan.desired)))
    elif plan.first_boot:
        lines.append(say("plan.first-boot", lang))
        lines += [say("plan.first-boot.label", lang)] if plan.identity.family in LABELLED else []
        lines.append(say("plan.first-boot.rest", lang))
    else:
        lines.append(say("plan.head", lang, count=len(plan.changes)))
    lines += _table([(leaf_name(c.path, lang), _change(c, lang)) for c in plan.changes])
    if cuts := _cuts(plan):
        what = ", ".join(say(f"plan.cuts.{cut.name.lower()}", lang) for cut in cuts)
        lines.append(say("plan.cuts", lang, what=what))
    lines += gap_lines([(remark.path, remark.reason) for remark in plan.remarks], "plan.remarks", lang)
    return lines + gap_lines([(gap.path, gap.reason) for gap in plan.gaps], "plan.gaps", lang)


def _cuts(plan: Plan) -> list[Cut]:
    """Give what pauses: a step names the gravest of its cuts, and what its settings are about pauses along with it."""
    cuts = {step.cuts for step in plan.steps} - {Cut.NOTHING}
    for path in (path for step in plan.steps if step.cuts for path in step.paths):
        if band_of(path):
            cuts.add(Cut.WIFI)
        elif path.startswith(("wan.", "iptv.")):
            cuts.add(Cut.WAN)
    if Cut.REBOOT in cuts:  # everything pauses then; only that the address changes is worth adding
        return sorted(cut for cut in cuts if cut >= Cut.LAN)
    return sorted(cuts)


def gap_lines(gaps: list[tuple[str, Part]], head: str, lang: Language) -> list[str]:
    """Give what this router cannot do, each with its reason; a reason that several share stands once."""
    if not gaps:
        return []
    shared: dict[str, list[str]] = {}
    for path, reason in gaps:
        shared.setdefault(reason.say(lang), []).append(leaf_name(path, lang))
    lines = [say(head, lang), *_table([(names[0], why) for why, names in shared.items() if len(names) == 1])]
    for why, names in shared.items():
        if len(names) > 1:
            lines += ["  " + ", ".join(names), "    " + why]
    return lines


def outcome_lines(outcome: Outcome, lang: Language) -> list[str]:
    """Give the verdict per setting and how the apply ended."""
    lines: list[str] = []
    if outcome.verdicts and outcome.state != "untouched":
        lines.append(say("verdict.head", lang))
        lines += _table([(leaf_name(v.path, lang), _verdict(v, lang)) for v in outcome.verdicts])
    if outcome.error is not None or not outcome.verdicts or outcome.state == "untouched":
        return lines
    hidden = sum(verdict.word == "cannot-tell" for verdict in outcome.verdicts)
    key = "verdict.done-but" if hidden else "verdict.done"
    lines += gap_lines([(gap.path, gap.reason) for gap in outcome.plan.gaps], "verdict.skipped", lang)
    return [*lines, say(key, lang, count=len(outcome.verdicts) - hidden, hidden=hidden)]


def error_lines(error: RouterCfgError, lang: Language) -> list[str]:
    """Give what happened, each single fault, why, and what to do next."""
    from routercfg.errors import ProfileInvalid, RollbackFailed, RouterCfgError, Unsupported

    lines = [f"{say('error.word', lang)}: {error.what(lang)}"]
    if isinstance(error, ProfileInvalid):
        lines += ["  " + fault.say(lang) for fault in error.faults]
    if isinstance(error, Unsupported):
        lines += gap_lines(list(error.gaps), "plan.gaps", lang)
    if isinstance(error, RollbackFailed) and error.left:
        lines.append(say("error.left", lang))
        was = [(path, cast("Running | None", old)) for path, old in error.left]
        lines += _table([(leaf_name(path, lang), value_text(old, lang)) for path, old in was])
    if isinstance(error.__cause__, RouterCfgError):
        lines.append(f"{say('error.because', lang)}: {error.__cause__.what(lang)}")
    return [*lines, f"{say('error.todo', lang)}: {error.next_step(lang)}".rstrip()]


def _change(change: Change, lang: Language) -> str:
    if isinstance(change.before, Secret) and isinstance(change.after, Secret):
        words = say("value.secret-changes", lang)
    else:
        words = f"{value_text(change.before, lang)} → {value_text(change.after, lang)}"
    return words if change.certain else f"{words} ({say('plan.uncertain', lang)})"


def _verdict(verdict: Verdict, lang: Language) -> str:
    wanted, found = value_text(verdict.wanted, lang), value_text(verdict.found, lang)
    said = say(f"verdict.{verdict.word}", lang, wanted=wanted, found=found)
    return f"{wanted}: {said}" if verdict.word == "matched" else said


def _table(rows: list[tuple[str, str]]) -> list[str]:
    """Give two columns, the first as wide as its longest word."""
    width = max((len(name) for name, _ in rows), default=0)
    return [f"  {name:<{width}}  {text}" for name, text in rows]
