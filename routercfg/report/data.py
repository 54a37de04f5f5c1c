"""The same as plain data for JSON. The shape is documented in docs/json.md and held by tests: names stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from routercfg import __version__
from routercfg.secret import Secret
from routercfg.settings import HIDDEN

if TYPE_CHECKING:
    from routercfg.device import Identity
    from routercfg.errors import Part, RouterCfgError
    from routercfg.language import Language
    from routercfg.settings import Running, Settings
    from routercfg.workflow import Outcome, Plan

SECRET = "(secret)"  # noqa: S105  what stands for a secret
HIDDEN_WORD = "(hidden)"


def value_data(value: Running | None, *, reveal: bool = False) -> Any:  # noqa: ANN401  JSON is any of its types
    """Give a value as JSON data; secrets only when ``reveal``."""
    if isinstance(value, Secret):
        return value.reveal() if reveal else SECRET
    if value is HIDDEN:
        return HIDDEN_WORD
    return list(value) if isinstance(value, tuple) else value


def router_data(identity: Identity, address: str) -> dict[str, Any]:
    """Give who the router is."""
    names = ("vendor", "family", "model", "hardware", "firmware", "mac")
    return {
        "address": address,
        **{name: getattr(identity, name) or None for name in names},
        "factory": identity.factory,
    }


def settings_data(settings: Settings, *, reveal: bool = False) -> dict[str, Any]:
    """Give settings in the shape of a profile: nested, with bands under ``wifi.bands``."""
    tree: dict[str, Any] = {}
    for path, value in settings.items():
        at = tree
        *parents, leaf = _words(path)
        for word in parents:
            at = at.setdefault(word, {})
        at[leaf] = value_data(value, reveal=reveal)
    return tree


def _words(path: str) -> list[str]:
    """Split a path at its dots, but not at the one inside ``2.4GHz``."""
    return [word.replace("2·4", "2.4") for word in path.replace("2.4GHz", "2·4GHz").split(".")]


def gap_data(gaps: tuple[tuple[str, Part], ...], lang: Language) -> list[dict[str, str]]:
    """Give what this router cannot do."""
    return [{"path": path, "reason": reason.say(lang)} for path, reason in gaps]


def plan_data(plan: Plan, lang: Language) -> dict[str, Any]:
    """Give a plan."""
    return {
        "pending": not plan.empty,
        "first_boot": plan.first_boot,
        "changes": [
            {
                "path": change.path,
                "before": value_data(change.before),
                "after": value_data(change.after),
                "certain": change.certain,
            }
            for change in plan.changes
        ],
        "steps": [
            {"page": step.page, "cuts": step.cuts.name.lower(), "paths": list(step.paths)} for step in plan.steps
        ],
        "remarks": gap_data(tuple((remark.path, remark.reason) for remark in plan.remarks), lang),
        "unsupported": gap_data(tuple((gap.path, gap.reason) for gap in plan.gaps), lang),
    }


def outcome_data(outcome: Outcome, lang: Language) -> dict[str, Any]:
    """Give the plan that was carried out, a verdict per setting, and which settings are in place."""
    return {
        **plan_data(outcome.plan, lang),
        "state": outcome.state,
        "verdicts": [
            {
                "path": verdict.path,
                "verdict": verdict.word,
                "wanted": value_data(verdict.wanted),
                "found": value_data(verdict.found),
            }
            for verdict in outcome.verdicts
        ],
    }


def error_data(error: RouterCfgError, lang: Language) -> dict[str, Any]:
    """Give an error with its faults."""
    from routercfg.errors import ProfileInvalid, RollbackFailed, RouterCfgError, Unsupported

    data: dict[str, Any] = {"kind": error.key, "what": error.what(lang), "next": error.next_step(lang)}
    if isinstance(error, ProfileInvalid):
        data["faults"] = [
            {
                "file": fault.file,
                "line": fault.line,
                "column": fault.column,
                "path": fault.path,
                "what": fault.what.say(lang),
                "permitted": fault.permitted.say(lang),
            }
            for fault in error.faults
        ]
    if isinstance(error, Unsupported):
        data["unsupported"] = gap_data(error.gaps, lang)
    if isinstance(error, RollbackFailed):
        data["left"] = [{"path": path, "was": value_data(cast("Running | None", old))} for path, old in error.left]
    if isinstance(error.__cause__, RouterCfgError):
        data["because"] = error.__cause__.what(lang)
    return data


def document(command: str, error: RouterCfgError | None, lang: Language, **content: Any) -> dict[str, Any]:  # noqa: ANN401
    """Give the one object that a command with ``--format json`` prints."""
    return {
        "routercfg": __version__,
        "command": command,
        **content,
        "error": error_data(error, lang) if error else None,
        "exit_code": error.exit_code if error else content.get("exit_code", 0),
    }
