"""The blue interface: who answers, and which variants are spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from routercfg.device import Driver, Identity
from routercfg.dialects.tplink_luci import OWN_NAME, PLAIN, SEALED, Card, identify
from routercfg.errors import NotRecognised, Part
from routercfg.transport import Transport
from routercfg.vendors.tplink_luci import LuciDriver
from routercfg.wire import Reply, Talk

VENDOR: Final = "tplink"

_SHA256: Final = "RSA-OAEP, SHA-256"
_SG: Final = "SG, HMAC"

# What is known of models; what a router answers decides, not its name. A word that is no family names a way of
# logging in that only later versions of this tool speak. [tplink-web §7.2, providers §5]
MODELS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("Archer C1200", "Archer C60", "Archer C2300"), PLAIN),
    **dict.fromkeys(
        ("Archer C7", "Archer A7", "Archer A6", "Archer A8", "Archer A9", "Archer A10", "Archer A20"), SEALED
    ),
    **dict.fromkeys(("Archer C6", "Archer C6U", "Archer C59"), SEALED),
    **dict.fromkeys((f"Archer AX{number}" for number in (10, 12, 17, 20, 21, 23, 50, 53, 55, 58)), SEALED),
    **dict.fromkeys((f"Archer AX{number}" for number in (73, 75, 90, 95, 1500, 1800, 3000, 6000, 11000)), SEALED),
    **dict.fromkeys(("Archer AXE75", "Archer AXE5400", "Archer GX90", "Archer BE550", "Archer BE800"), SEALED),
    "Archer AX72": _SHA256,
    **dict.fromkeys(("Archer BE220", "Archer BE230", "Archer BE3500", "Archer BE3600", "Archer BE400"), _SG),
}


@dataclass(frozen=True, slots=True)
class TplinkIdentity(Identity):
    """An Identity with what its router told before login, which the login builds on."""

    card: Card = field(default_factory=lambda: Card(SEALED), repr=False, compare=False)


def recognise(first: Reply, url: str = OWN_NAME) -> Talk[Identity | None]:
    """Say which TP-Link answers, from the reply to ``GET /`` and at most three questions; None when none does.

    Costs no login attempt. ``url`` is where it answered, for the Referer.
    """
    card = yield from identify(first, url)
    if card is None:
        return None
    return TplinkIdentity(
        vendor=VENDOR,
        family=card.family,
        model=card.model,
        hardware=card.hardware,
        firmware=card.firmware,
        factory=card.factory is True,
        card=card,
    )


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver for a recognised router.

    Raises NotRecognised for one whose way of logging in is not spoken here; it has been sent no password.
    """
    card = identity.card if isinstance(identity, TplinkIdentity) else _card(identity)
    variant = card.variant or _variant(card.model, card.firmware)
    if variant:
        seen = Part("reason.tplink-other-login", (("model", card.model or "?"), ("variant", variant)))
        raise NotRecognised(address=transport.url, seen=seen)
    plain = Identity(
        *(VENDOR, card.family, card.model, card.hardware, card.firmware, identity.mac), factory=identity.factory
    )
    return LuciDriver(transport, plain, card)


def _card(identity: Identity) -> Card:
    """Make a card of an Identity that did not come from ``recognise``; the login then asks for what is missing."""
    return Card(identity.family, identity.model, identity.hardware, identity.firmware, identity.factory)


def _variant(model: str, firmware: str) -> str:
    """Name the way of logging in of a model that is known to have another one; empty when it is one of ours."""
    name = re.split(r"[ (]v?\d|\(", model.strip(), maxsplit=1)[0].strip()
    newest = _SG if name.startswith("Archer BE") else SEALED  # the generation of 2024 on [tplink-web §2A.4]
    family = MODELS.get(name, newest)
    if family not in {PLAIN, SEALED}:
        return family
    version = re.match(r"(\d+)\.(\d+)\.", firmware)
    newer = version is not None and (int(version[1]), int(version[2])) >= (1, 11)
    return _SG if name == "Archer AX55" and newer else ""  # [tplink-web §7.1 trap 5]
