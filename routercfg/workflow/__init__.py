"""The order of things: plan, apply, verify, roll back. It is handed a Driver and names no vendor and no transport."""

from routercfg.workflow.apply import Apply, Outcome, State
from routercfg.workflow.planning import Plan, Wish, preview, read_plan
from routercfg.workflow.verdict import Verdict, judge, verified

__all__ = ["Apply", "Outcome", "Plan", "State", "Verdict", "Wish", "judge", "preview", "read_plan", "verified"]
