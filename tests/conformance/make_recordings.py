"""Makes the recordings of origin ``simulated`` anew: ``python -m tests.conformance.make_recordings [NAME…]``.

Each simulated router is given a full profile and is then recorded as a technician would record it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from tests.cli.shell import here
from tests.conformance.recorded import FOLDER
from tests.conformance.road import FULL, PASSWORD, bench

FOLDERS = {
    "asus-rt-ac66u": "asus/rt-ac66u_384",
    "asus-rt-ax58u": "asus/rt-ax58u_386",
    "openwrt-asus-rt-ac57u": "openwrt/asus-rt-ac57u_23.05",
    "openwrt-tplink-archer-c7": "openwrt/tplink-archer-c7_19.07",
    "tplink-archer-ax12": "tplink/archer-ax12_v1",
    "tplink-archer-ax55-v1-11": "tplink/archer-ax55_v1_rsa2048",
    "tplink-archer-ax72": "tplink/archer-ax72_v1",
    "tplink-archer-be230": "tplink/archer-be230_v1",
    "tplink-archer-c1200": "tplink/archer-c1200_v2",
    "tplink-archer-c20-v1": "tplink/archer-c20_v1",
    "tplink-archer-c50-v4": "tplink/archer-c50_v4",
    "tplink-archer-c7-v2": "tplink/archer-c7_v2",
    "tplink-archer-mr200-v5": "tplink/archer-mr200_v5",
    "tplink-ex511": "tplink/ex511",
    "tplink-vx231v-cli": "tplink/vx231v_cli",
    "tplink-wdr3600": "tplink/tl-wdr3600_v1",
    "tplink-wr740n-ru": "tplink/tl-wr740n_v4_ru",
}
LABELLED = {"tplink-ex511"}
"""Models that cannot be given a first password, so they are taken as they are set up."""


def make(model: str) -> str:
    """Record one model; give what the command said."""
    folder = FOLDER / FOLDERS[model]
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as spare, bench(model, Path(spare), factory=model not in LABELLED) as unit:
        outcome = unit.apply(FULL, unit.router.model.password if model in LABELLED else None)
        if outcome.error is not None:
            raise outcome.error
        ran = here(
            *("record", "--address", unit.served.url, "--output", str(folder)),
            ROUTERCFG_PASSWORD=PASSWORD,
            XDG_DATA_HOME=spare,
        )
    folder.chmod(0o755)
    for file in folder.iterdir():
        file.chmod(0o644)
    return ran.out + ran.err


if __name__ == "__main__":
    for name in sys.argv[1:] or FOLDERS:
        sys.stdout.write(f"{name}\n{make(name)}")
