"""What ASUS drivers of every door share: Facts from nvram words, and the pure half of the Driver contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from routercfg.device import Facts, Identity, Step
from routercfg.dialects.asus_text import shown
from routercfg.errors import Part, WrongMode
from routercfg.plan import Change, Gap
from routercfg.settings import Settings
from routercfg.vendors import asus_gaps, asus_steps, asus_wifi
from routercfg.vendors.asus_rows import HERE, NVRAM, SUPPORT, traits

_ROUTER_MODE: Final = "1"


def named(identity: Identity, nvram: Mapping[str, str]) -> Identity:
    """Give the identity as the router's own words have it, completer than without a login."""
    firmware = f"{nvram['firmver']}.{nvram['buildno']}_{nvram['extendno']}"
    return replace(
        identity,
        model=nvram["odmpid"] or nvram["productid"] or identity.model,
        firmware=firmware if nvram["firmver"] else identity.firmware,
        mac=nvram["lan_hwaddr"].upper() or identity.mac,
    )


def facts_of(identity: Identity, nvram: Mapping[str, str], support: Mapping[str, str], own_mac: str) -> Facts:
    """Make the Facts of a read. Raises WrongMode on an access point or repeater."""
    mode = nvram["sw_mode"]
    if mode not in ("", _ROUTER_MODE):
        raise WrongMode(mode=Part(f"reason.mode-{mode}") if mode in "234" else f"sw_mode {mode}")
    native = {NVRAM: dict(nvram), SUPPORT: dict(support), HERE: {"mac": own_mac}}
    readable = {key: shown(word) for key, word in nvram.items()}
    running = asus_gaps.running({**native, NVRAM: readable})
    return Facts(named(identity, readable), Settings(dict(running)), traits(native).bands, native)


class AsusWords:
    """The half of an ASUS driver that is the same behind every door, since the words are."""

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do of the desired settings."""
        return asus_gaps.gaps(facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name the switches that the settings flip along the way: smart connect, WPS."""
        return tuple(asus_wifi.remarks(facts, desired))

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into at most two writes, the one that ends our session last."""
        return asus_steps.steps(facts, changes)

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Give the writes that put the old words back."""
        return asus_steps.undo(facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves whose words are not what they were."""
        return asus_steps.undone(before, now, steps)
