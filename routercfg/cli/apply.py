"""``routercfg apply``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from routercfg.cli.enabling import over_enabled_ssh
from routercfg.cli.output import Output, at_terminal, common, stopping_safely
from routercfg.cli.target import Target, connected, introduce, router_options
from routercfg.cli.wish import profile_options
from routercfg.errors import RollbackFailed
from routercfg.language import say

if TYPE_CHECKING:
    from routercfg.profile import Profile
    from routercfg.workflow import Plan


@click.command("apply")
@router_options(timeout=600)
@click.option("--yes", "-y", is_flag=True, help="Do not ask before writing.")
@click.option("--enable-ssh", is_flag=True, help="Switch SSH on over the web, work over it, and off again (ASUS).")
@click.option("--skip-unsupported", is_flag=True, help="Leave out what this router cannot do.")
@common("apply")
@profile_options
def command(profile: Profile, target: Target, out: Output, yes: bool, skip_unsupported: bool, enable_ssh: bool) -> int:
    """Bring the router to what PROFILE says, and verify it by reading back.

    PROFILE is a file, or the name of a shipped profile (see: routercfg profile list).
    """
    from routercfg.report import outcome_lines
    from routercfg.report.data import outcome_data
    from routercfg.workflow import Apply

    credentials = target.credentials(out)
    way = over_enabled_ssh(target, out, credentials, profile) if enable_ssh else connected(target, out)
    with stopping_safely(out, "progress.stopping"), way as (driver, deadline):

        def agree(plan: Plan) -> bool:
            return _show_and_ask(plan, out, ask=not yes and at_terminal())

        work = Apply(
            driver, profile, credentials, deadline, out.tell, agree, lambda plan: _show(plan, out), skip_unsupported
        )
        outcome = work.run()
        introduce(outcome.plan.identity, out)
        if isinstance(outcome.error, RollbackFailed):
            outcome.error.details["command"] = f"routercfg plan {profile.file} --address {driver.address}"
    out.content |= outcome_data(outcome, out.lang)
    if outcome.plan.empty:
        _show(outcome.plan, out)
    elif outcome.state == "untouched" and outcome.error is None:
        out.lines([say("ask.declined", out.lang)])
    out.lines(outcome_lines(outcome, out.lang))
    return out.finish(outcome.error)


def _show(plan: Plan, out: Output) -> None:
    from routercfg.report import plan_lines

    introduce(plan.identity, out)
    out.lines(plan_lines(plan, out.lang))


def _show_and_ask(plan: Plan, out: Output, *, ask: bool) -> bool:
    """Show the plan, and ask when somebody is there to answer. Unattended runs are never asked."""
    _show(plan, out)
    if ask and not click.confirm(say("ask.apply", out.lang), err=True):
        return False
    out.tell("progress.unplug", {})
    return True
