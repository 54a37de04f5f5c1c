"""Every simulated model, by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.simulator.asus_models import asus_models
from routercfg.simulator.object_models import models as object_models
from routercfg.simulator.openwrt import models as openwrt_models
from routercfg.simulator.router import Model
from routercfg.simulator.shell_root import missing, missing_telnet
from routercfg.simulator.tplink_cli_box import models as cli_models
from routercfg.simulator.tplink_luci import models as luci_models
from routercfg.simulator.userrpm import models as userrpm_models

UNLISTED: Final[Mapping[str, str]] = {
    "tplink-ex511": "comes out of a reset with the password of its label [tplink-web §3C, inferred]",
    **dict.fromkeys(
        ("asus-rt-be88u", "asus-rt-be58u-https"), "comes out of a reset with the password of its label [asus.md 1.7]"
    ),
    "padavan-rt-n56u": "is recognised and refused",
    **dict.fromkeys(
        ("asus-rt-ac68u-ssh", "asus-rt-ac86u-merlin-ssh", "asus-rt-n16-ssh-old", "asus-rt-n10p-telnet"),
        "is reached by its shell alone, which is off until somebody switches it on [asus.md 8.1]",
    ),
    "tplink-archer-c5400x": "takes a password only as a browser has encrypted it [tplink-web §2A.4]",
    "tplink-hb810-cli": "its command line cannot set a password; its web interface is another family's",
    "tplink-td-w8970-cli": "its command line cannot set a password; its web interface is another family's",
}
"""Models that can be simulated but are left out of the list, since no profile alone can give them a first password."""

# A shell needs programs that this machine may lack.
_LACKING: Final = {"openwrt": missing(), "tplink-cli": missing_telnet()}

ALL: Final[dict[str, Model]] = {
    model.name: model
    for model in (*asus_models(), *luci_models(), *userrpm_models(), *object_models(), *openwrt_models(), *cli_models())
    if not _LACKING.get(model.family)
}
MODELS: Final = {name: model for name, model in ALL.items() if name not in UNLISTED}
