"""Routers made of paper: simulated models that people and tests can rehearse on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from routercfg.simulator.faults import FAULTS, Faults
from routercfg.simulator.router import Pace, PaperRouter, Store, StoreDamaged
from routercfg.simulator.server import Served
from routercfg.simulator.server import serve as serve_web
from routercfg.simulator.shell import ShellRouter
from routercfg.simulator.shell_root import missing_telnet
from routercfg.simulator.shell_server import ServedShell, serve_shell
from routercfg.simulator.tplink_cli_box import CliRouter

if TYPE_CHECKING:
    from routercfg.clock import Clock
    from routercfg.simulator.router import Model
    from routercfg.simulator.tplink_cli import CommandLine

__all__ = ["FAULTS", "PaperRouter", "Served", "ServedShell", "StoreDamaged", "build", "models", "ready_line", "serve"]


def models() -> dict[str, Model]:
    """Give the simulated models by name, those that a profile alone can bring from factory state to its settings."""
    from routercfg.simulator.catalogue import MODELS

    return dict(MODELS)


def unlisted() -> dict[str, Model]:
    """Give those that can be built and served as well, and begin with a password that only their label tells."""
    from routercfg.simulator.catalogue import ALL, UNLISTED

    return {name: model for name, model in ALL.items() if name in UNLISTED}


def build(
    name: str,
    *,
    state: Path | None = None,
    factory: bool = False,
    faults: Sequence[str] = (),
    pace: float = 1.0,
    clock: Clock | None = None,
) -> PaperRouter:
    """Make a router that is not on a socket yet.

    ``state`` is the directory where it keeps its store (None: only in memory); what is there already is taken up,
    except with ``factory``, which begins out of the box. ``pace`` 1.0 gives believable pauses, 0 none; ``clock`` is the
    real one unless handed in. Raises ValueError, naming what is permitted, for an unknown model or fault, and
    StoreDamaged for a store that cannot be read.
    """
    known = models() | unlisted()
    if name not in known:
        raise ValueError(f"unknown model {name!r}; permitted: {', '.join(models())}")
    model = known[name]
    told = Faults.parse(faults)
    path = None if state is None else state / "native.json"
    if factory and path is not None:
        path.unlink(missing_ok=True)
    store = Store(path, model.factory, model.factory if factory else model.initial)
    return model.build(model, store, Pace(pace, clock), told)


def serve(
    router: PaperRouter, listen: tuple[str, int] = ("127.0.0.1", 0), latency: float = 0.0
) -> Served | ServedShell:
    """Put a router on a socket: of HTTP, or of SSH or telnet for one that has only that; ``latency`` in seconds.

    A router with a web server and a command line has both where this machine can simulate the latter. Raises
    ValueError, naming what to install, where a shell cannot be simulated.
    """
    if isinstance(router, ShellRouter):
        return serve_shell(router, listen, latency)
    if isinstance(router, CliRouter):
        return serve_shell(router.command_line(), listen, latency)
    if router.model.vendor == "asus":
        from routercfg.simulator.asus_doors import serve_asus
        from routercfg.simulator.asus_unit import AsusUnit

        if isinstance(router, AsusUnit):
            return serve_asus(router, listen, latency)
    served = serve_web(router, listen, latency)
    line = _beside(router)
    if line is not None and not missing_telnet():
        served.beside = serve_shell(line, (listen[0], 0), latency)
    return served


def _beside(router: PaperRouter) -> CommandLine | None:
    """Give the command line of a router that has a web server too; None where there is none."""
    from routercfg.simulator.object_router import ObjectRouter
    from routercfg.simulator.tplink_cli_objects import command_line

    return command_line(router) if isinstance(router, ObjectRouter) else None


def ready_line(served: Served | ServedShell, router: PaperRouter) -> str:
    """Give the one line that ``routercfg simulate`` prints when the router answers (see the contract).

    ``password`` is the one that lets in at start: of a unit in factory state the default, or "" if it has none.
    """
    model = router.model
    return json.dumps(
        {
            "url": served.url,
            "vendor": model.vendor,
            "model": model.title,
            "family": model.family,
            "username": model.username,
            "password": router.password_now(),
            "ssh": served.ssh,
            "telnet": served.telnet,
        }
    )
