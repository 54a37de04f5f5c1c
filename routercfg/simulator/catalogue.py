"""Every simulated model, by name."""

from __future__ import annotations

from routercfg.simulator.asus_models import asus_models
from routercfg.simulator.router import Model
from routercfg.simulator.tplink_luci import models as tplink_models

MODELS: dict[str, Model] = {model.name: model for model in (*asus_models(), *tplink_models())}
