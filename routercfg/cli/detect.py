"""``routercfg detect``."""

from __future__ import annotations

import click

from routercfg.cli.finding import find
from routercfg.cli.output import Output, common
from routercfg.cli.target import Target, router_options


@click.command("detect")
@router_options(timeout=60)
@common("detect")
def command(target: Target, out: Output) -> int:
    """Say which router answers, without a login."""
    from routercfg.report import router_lines

    transport, identity = find(target, out)
    transport.close()
    out.lines(router_lines(identity, transport.url, out.lang))
    return out.finish()
