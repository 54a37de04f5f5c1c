"""``python -m benchmarks``: measure, print the tables, write docs/benchmarks.md."""

from __future__ import annotations

import faulthandler
import logging
from typing import Final

from benchmarks.paper import ROOT
from benchmarks.report import document, facts, tables
from benchmarks.run import run

DOCUMENT: Final = ROOT / "docs" / "benchmarks.md"
HARD_END: Final = 280.0
"""Seconds after which the run is ended whatever hangs."""


def main() -> None:
    """Run everything once."""
    faulthandler.dump_traceback_later(HARD_END, exit=True)
    logging.disable(logging.CRITICAL)  # the peers log each form that a model lacks
    results = run()
    print(facts(results))
    for table in tables(results):
        print(table.columns())
    DOCUMENT.write_text(document(results), encoding="utf-8")
    print(f"written: {DOCUMENT.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
