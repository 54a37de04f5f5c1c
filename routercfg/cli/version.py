"""``routercfg version``."""

from __future__ import annotations

import click

from routercfg import __version__
from routercfg.cli.output import Output, common


@click.command("version")
@common("version")
def command(out: Output) -> int:
    """Show the version."""
    out.lines([f"routercfg {__version__}"])
    return out.finish()
