"""``routercfg show``."""

from __future__ import annotations

from dataclasses import replace

import click

from routercfg.cli.output import Output, common, stopping_safely
from routercfg.cli.target import Target, connected, router_options
from routercfg.errors import PasswordMissing, StillFactory


@click.command("show")
@router_options(timeout=120)
@click.option("--secrets", is_flag=True, help="Show passwords and keys in clear.")
@common("show")
def command(target: Target, out: Output, secrets: bool) -> int:
    """Show the router's running settings as a profile; passwords only with --secrets."""
    from routercfg.profile import write
    from routercfg.report import router_name, settings_data

    credentials = target.credentials(out)
    with stopping_safely(out, "progress.leaving"), connected(target, out) as (driver, _):
        if driver.identity.factory:
            raise StillFactory
        if credentials.password is None:
            raise PasswordMissing
        out.tell("progress.reading", {})
        driver.login(replace(credentials, given=True))
        facts = driver.read()
    out.content["settings"] = settings_data(facts.running, reveal=secrets)
    head = router_name(facts.identity, driver.address, out.lang)
    out.lines([write(facts.running, reveal=secrets, head=head).rstrip("\n")])
    return out.finish()
