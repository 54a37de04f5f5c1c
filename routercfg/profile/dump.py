"""Settings as the text of a profile."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml


def dump(settings: Mapping[str, Any]) -> str:
    """Write nested settings (``report.settings_data``) as a profile; text that YAML would misread is quoted."""
    return yaml.safe_dump({"version": 1, **settings}, allow_unicode=True, sort_keys=False, width=1000)
