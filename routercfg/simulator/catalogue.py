"""Every simulated model, by name."""

from __future__ import annotations

from routercfg.simulator.asus_models import asus_models
from routercfg.simulator.object_models import models as object_models
from routercfg.simulator.openwrt import models as openwrt_models
from routercfg.simulator.router import Model
from routercfg.simulator.shell_root import missing
from routercfg.simulator.tplink_luci import models as luci_models
from routercfg.simulator.userrpm import models as userrpm_models

# The JSON dialect's EX511 is left out until the fields of its password call are known (tplink-web §10): whoever wipes
# it gets its label password back, so it cannot be given a first one. A shell needs programs this machine may lack.
_NOT_YET = {"tplink-ex511"}

MODELS: dict[str, Model] = {
    model.name: model
    for model in (*asus_models(), *luci_models(), *userrpm_models(), *object_models(), *openwrt_models())
    if model.name not in _NOT_YET and not (model.family == "openwrt" and missing())
}
