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
from routercfg.simulator.shell_server import ServedShell, serve_shell

if TYPE_CHECKING:
    from routercfg.clock import Clock
    from routercfg.simulator.router import Model

__all__ = ["FAULTS", "PaperRouter", "Served", "ServedShell", "StoreDamaged", "build", "models", "ready_line", "serve"]


def models() -> dict[str, Model]:
    """Give every simulated model by name."""
    from routercfg.simulator.catalogue import MODELS

    return dict(MODELS)


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
    known = models()
    if name not in known:
        raise ValueError(f"unknown model {name!r}; permitted: {', '.join(known)}")
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
    """Put a router on a socket: of HTTP, or of SSH for one that has only a shell; ``latency`` in seconds.

    Raises ValueError, naming what to install, where a shell cannot be simulated.
    """
    if isinstance(router, ShellRouter):
        return serve_shell(router, listen, latency)
    return serve_web(router, listen, latency)


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
            "ssh": served.ssh if isinstance(served, ServedShell) else None,
            "telnet": None,
        }
    )
