"""The conformance bench over the object interface, wired by hand to its simulator until the catalogue knows it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from routercfg import simulator
from routercfg.clock import Deadline
from routercfg.device import Driver
from routercfg.simulator import object_models
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Pace, Store
from routercfg.transport import converse
from routercfg.vendors import FIRST_ASK
from routercfg.vendors.tplink_objects import open_router, recognise
from tests.conformance.road import Bench, HastyClock

MODELS = {model.name: model for model in object_models.models()}


class ObjectBench(Bench):
    @contextlib.contextmanager
    def driver(self) -> Iterator[Driver]:
        self.deadline = Deadline(self.seconds, HastyClock())
        transport = self.line(self.served.url, self.deadline)
        try:
            identity = converse(transport, recognise(transport.ask(FIRST_ASK), transport.url))
            assert identity is not None
            driver = open_router(transport, identity)
            try:
                yield driver
            finally:
                driver.close()
        finally:
            transport.close()


@contextlib.contextmanager
def bench(
    name: str, folder: Path, *, factory: bool = True, faults: Sequence[str] = (), pace: float = 0
) -> Iterator[ObjectBench]:
    model = MODELS[name]
    state = folder / "state"
    state.mkdir(exist_ok=True)
    store = Store(state / "native.json", model.factory, model.factory if factory else model.initial)
    router = model.build(model, store, Pace(pace, None), Faults.parse(faults))
    with simulator.serve(router, ("127.0.0.1", 0), latency=0) as served:
        yield ObjectBench(router, served, folder)
