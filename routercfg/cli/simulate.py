"""``routercfg simulate``."""

from __future__ import annotations

import contextlib
import ipaddress
import json
import math
import signal
import tempfile
import threading
from pathlib import Path
from typing import TypedDict, Unpack

import click

from routercfg.cli.output import Output, common
from routercfg.errors import UsageError
from routercfg.language import say


class Options(TypedDict):
    """What the command line says of a simulated router."""

    model: str | None
    listing: bool
    listen: str
    state: str | None
    factory: bool
    latency: float
    pace: float
    faults: tuple[str, ...]


@click.command("simulate")
@click.argument("model", required=False)
@click.option("--list", "listing", is_flag=True, help="List the models.")
@click.option(
    "--listen", default="127.0.0.1:0", show_default=True, metavar="HOST:PORT", help="Loopback only; port 0 picks one."
)
@click.option("--state", type=click.Path(file_okay=False), help="Folder that keeps the router's native store.")
@click.option("--factory", is_flag=True, help="Wiped to factory state.")
@click.option(
    "--latency", type=click.FloatRange(0, 60_000), default=0, metavar="MS", help="Milliseconds before each answer."
)
@click.option(
    "--pace",
    type=click.FloatRange(0, 100),
    default=1.0,
    show_default=True,
    help="Scale of restart and reboot pauses; 0 for none.",
)
@click.option("--fault", "faults", multiple=True, metavar="NAME[:ARG]", help="Misbehave so; --list names the faults.")
@common("simulate")
def command(out: Output, **options: Unpack[Options]) -> int:
    """Run a simulated router until it is told to stop; prints one JSON line when it is ready."""
    from routercfg import simulator

    model = options["model"]
    if options["listing"]:
        return _list(out)
    if model is None:
        raise UsageError(detail=say("simulate.needs-model", out.lang))
    if model not in simulator.models() | simulator.unlisted():
        raise UsageError(detail=say("simulate.unknown", out.lang, name=model, models=", ".join(simulator.models())))
    if math.isnan(options["pace"]) or math.isnan(options["latency"]):
        raise UsageError(detail=say("simulate.cannot", out.lang, reason="NaN"))
    at = _loopback(options["listen"], out)
    with contextlib.ExitStack() as ending:
        spare = options["state"] or ending.enter_context(tempfile.TemporaryDirectory(prefix="routercfg-"))
        return _run(model, Path(spare), at, options, out)


def _run(model: str, folder: Path, at: tuple[str, int], options: Options, out: Output) -> int:
    """Run the router until it is told to stop."""
    from routercfg import simulator

    try:
        router = simulator.build(
            model, state=folder, factory=options["factory"], faults=options["faults"], pace=options["pace"]
        )
        served = simulator.serve(router, at, latency=options["latency"] / 1000)
    except ValueError as wrong:
        raise UsageError(detail=str(wrong)) from None
    except OSError as wrong:
        raise UsageError(detail=say("simulate.cannot", out.lang, reason=wrong.strerror)) from None
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with served:
        click.echo(simulator.ready_line(served, router))
        stop.wait()
    return 0


def _list(out: Output) -> int:
    from routercfg import simulator
    from routercfg.simulator.faults import FAULTS

    models = simulator.models().values()
    if out.json:
        rows = [{"name": m.name, "vendor": m.vendor, "family": m.family, "title": m.title} for m in models]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return 0
    out.lines(f"{m.name:<24} {m.vendor:<8} {m.family:<20} {m.title}" for m in models)
    out.lines(["", "--fault:", *(f"  {name:<16} {meaning}" for name, meaning in FAULTS.items())])
    return 0


def _loopback(listen: str, out: Output) -> tuple[str, int]:
    """Read HOST:PORT. A paper router with a well-known password must not be reachable from elsewhere."""
    host, _, port = listen.rpartition(":")
    try:
        if ipaddress.ip_address(host or "127.0.0.1").is_loopback and 0 <= int(port) < 65536:
            return host or "127.0.0.1", int(port)
    except ValueError:
        pass
    raise UsageError(detail=say("simulate.bad-listen", out.lang))
