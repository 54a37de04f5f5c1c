"""A router, a plan, an outcome: in words, or as JSON. Nothing here prints."""

from routercfg.report.data import document, gap_data, router_data, settings_data
from routercfg.report.text import error_lines, groups_text, outcome_lines, plan_lines, router_lines, router_name

__all__ = [
    "document",
    "error_lines",
    "gap_data",
    "groups_text",
    "outcome_lines",
    "plan_lines",
    "router_data",
    "router_lines",
    "router_name",
    "settings_data",
]
