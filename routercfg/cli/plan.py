"""``routercfg plan``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from routercfg.cli.output import Output, common, stopping_safely
from routercfg.cli.target import Target, connected, introduce, router_options
from routercfg.cli.wish import profile_options
from routercfg.errors import Unsupported

if TYPE_CHECKING:
    from routercfg.profile import Profile

CHANGES_PENDING = 20


@click.command("plan")
@router_options(timeout=120)
@click.option("--skip-unsupported", is_flag=True, help="Leave out what this router cannot do.")
@click.option("--detailed-exitcode", is_flag=True, help="End with 20 when changes are pending.")
@common("plan")
@profile_options
def command(profile: Profile, target: Target, out: Output, skip_unsupported: bool, detailed_exitcode: bool) -> int:
    """Show what apply would change on the router, and change nothing."""
    from routercfg.report import plan_lines
    from routercfg.report.data import plan_data
    from routercfg.workflow import read_plan

    credentials = target.credentials(out)
    with stopping_safely(out, "progress.leaving"), connected(target, out) as (driver, _):
        out.tell("progress.reading", {})
        plan = read_plan(driver, profile, credentials)
        introduce(plan.identity, out)
    out.content |= plan_data(plan, out.lang)
    if plan.gaps and not skip_unsupported:
        raise Unsupported(tuple((gap.path, gap.reason) for gap in plan.gaps))
    out.lines(plan_lines(plan, out.lang))
    return out.finish(code=CHANGES_PENDING if detailed_exitcode and not plan.empty else 0)
