"""``routercfg demo``: two simulated routers, wiped, set up through the ordinary command line, twice."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from routercfg.cli.output import Output, common
from routercfg.language import say

MODELS: Final = ("asus-rt-ax58u", "tplink-archer-ax12")
PACE: Final = "0.15"  # of the real pauses: a demonstration should show that there are some, and end

# What a subscriber would bring along; all of it is made up.
VALUES: Final = """\
wan: {protocol: pppoe, username: "demo-0891234567", password: "Pr0vider-demo"}
wifi: {ssid: Home, security: wpa2, password: "correct horse 42"}
admin: {password: "Router-demo-1"}
"""


@click.command("demo")
@common("demo")
def command(out: Output) -> int:
    """Rehearse on two simulated routers fresh from a power surge; nothing leaves this computer."""
    out.lines([say("demo.head", out.lang, models=", ".join(MODELS)), ""])
    with tempfile.TemporaryDirectory(prefix="routercfg-demo-") as folder:
        values = Path(folder) / "subscriber.yaml"
        values.touch(mode=0o600)
        values.write_text(VALUES, encoding="utf-8")
        for model in MODELS:
            with _simulated(model, Path(folder)) as url:
                for head in ("demo.first", "demo.second"):
                    out.lines([say(head, out.lang, model=model)])
                    code = _apply(url, values, out)
                    out.lines([""])
                    if code:
                        return code
    out.lines([say("demo.done", out.lang)])
    return out.finish()


@contextlib.contextmanager
def _simulated(model: str, folder: Path) -> Iterator[str]:
    """Start one simulated router in factory state, give its URL, and stop it."""
    state = folder / model
    words = ["simulate", model, "--factory", "--state", str(state), "--pace", PACE]
    with subprocess.Popen(_routercfg(*words), stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  ourselves
        try:
            line = process.stdout.readline() if process.stdout else ""
            yield str(json.loads(line)["url"])
        finally:
            process.terminate()
            process.wait(30)


def _apply(url: str, values: Path, out: Output) -> int:
    words = ["apply", "rostelecom-dns", "--values", str(values), "--address", url, "--yes", "--lang", out.lang]
    out.lines([f"$ routercfg {' '.join(words)}"])
    sys.stdout.flush()
    environment = {name: word for name, word in os.environ.items() if not name.startswith("ROUTERCFG_")}
    done = subprocess.run(_routercfg(*words), check=False, env=environment)  # noqa: S603  ourselves
    return done.returncode


def _routercfg(*words: str) -> list[str]:
    return [sys.executable, "-m", "routercfg", *words]
