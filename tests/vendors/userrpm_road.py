"""The whole road for the old green pages, on the simulated routers: as ``tests.conformance.road``, wired here."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.device import Driver
from routercfg.errors import NotRecognised
from routercfg.language import TEXTS
from routercfg.language.reasons_userrpm import REASONS_USERRPM
from routercfg.simulator import userrpm
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.transport import converse
from routercfg.vendors import FIRST_ASK
from routercfg.vendors.tplink_userrpm import open_router, recognise
from tests.conformance.road import Bench, HastyClock

TEXTS.update(REASONS_USERRPM)
MODELS = {model.name: model for model in userrpm.models()}


class GreenBench(Bench):
    """A bench whose routers are recognised by this family alone."""

    @contextlib.contextmanager
    def driver(self) -> Iterator[Driver]:
        self.deadline = Deadline(self.seconds, HastyClock())
        transport = self.line(self.served.url, self.deadline)
        try:
            identity = converse(transport, recognise(transport.ask(FIRST_ASK), transport.url))
            if identity is None:
                raise NotRecognised(address=transport.url, seen="")
            driver = open_router(transport, identity)
            try:
                yield driver
            finally:
                driver.close()
        finally:
            transport.close()


@contextlib.contextmanager
def bench(
    model: str, folder: Path, *, factory: bool = True, faults: Sequence[str] = (), pace: float = 0
) -> Iterator[GreenBench]:
    """Put a simulated router on a socket."""
    known = MODELS[model]
    store = Store(folder / "state" / "native.json", known.factory, known.factory if factory else known.initial)
    router = known.build(known, store, Pace(pace), Faults.parse(faults))
    with simulator.serve(router, ("127.0.0.1", 0), latency=0) as served:
        yield GreenBench(router, served, folder)
