"""The blue interface: who answers, and which variants are spoken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from routercfg.device import Driver, Identity
from routercfg.dialects.tplink_luci_card import OWN_NAME, Card, identify
from routercfg.dialects.tplink_luci_variants import AX72, C5400X, PLAIN, SEALED, SG, V1_11
from routercfg.errors import NotRecognised, Part
from routercfg.transport import Transport
from routercfg.vendors.tplink_luci import LuciDriver
from routercfg.wire import Reply, Talk

VENDOR: Final = "tplink"

_FIRST_SG_YEAR: Final = 2024
"""Firmware built before cannot have what SG sealing came with (inferred: the first reports are of 2025)."""

# What is known of models; what a router answers decides, not its name. [tplink-web §7.2, providers §5]
MODELS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("Archer C1200", "Archer C60", "Archer C2300"), PLAIN),
    **dict.fromkeys(
        ("Archer C7", "Archer A7", "Archer A6", "Archer A8", "Archer A9", "Archer A10", "Archer A20"), SEALED
    ),
    **dict.fromkeys(("Archer C6", "Archer C6U", "Archer C59"), SEALED),
    **dict.fromkeys((f"Archer AX{number}" for number in (10, 12, 17, 20, 21, 23, 50, 53, 55, 58)), SEALED),
    **dict.fromkeys((f"Archer AX{number}" for number in (73, 75, 90, 95, 1500, 1800, 3000, 6000, 11000)), SEALED),
    **dict.fromkeys(("Archer AXE75", "Archer AXE5400", "Archer GX90", "Archer BE550", "Archer BE800"), SEALED),
    "Archer AX72": AX72,
    "Archer BE805": V1_11,
    "Archer C5400X": C5400X,
    **dict.fromkeys(("Archer BE220", "Archer BE230", "Archer BE3500", "Archer BE3600", "Archer BE400"), SG),
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
    card = _by_name(card)
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
    if card.variant:
        seen = Part("reason.tplink-other-login", (("model", card.model or "?"), ("variant", card.variant)))
        raise NotRecognised(address=transport.url, seen=seen)
    plain = Identity(
        *(VENDOR, card.family, card.model, card.hardware, card.firmware, identity.mac), factory=identity.factory
    )
    return LuciDriver(transport, plain, card)


def _card(identity: Identity) -> Card:
    """Make a card of an Identity that did not come from ``recognise``; the login then asks for what is missing."""
    return Card(identity.family, identity.model, identity.hardware, identity.firmware, identity.factory)


def _by_name(card: Card) -> Card:
    """Tell apart by model and firmware what the same answers leave open.

    The Archer AX72 answers like its sisters, so its name decides [tplink-web §2A.4]. Firmware of the years in which SG
    sealing came up may be either; that is then asked before the login. [tplink-web §7.1 trap 5, §7.2]
    """
    if card.family != SEALED or not card.model:
        return card
    name = re.split(r"[ (][vV]?\d|\(", card.model.strip(), maxsplit=1)[0].strip()
    version = re.match(r"(\d+)\.(\d+)\.", card.firmware)
    newest = name == "Archer AX55" and version is not None and (int(version[1]), int(version[2])) >= (1, 11)
    family = SG if newest else MODELS.get(name, SG if name.startswith("Archer BE") else SEALED)
    built = re.search(r"\b(20\d\d)\d{4}\b", card.firmware)
    if family == AX72:
        return replace(card, family=AX72)
    if family == SG or built is None or int(built[1]) >= _FIRST_SG_YEAR:
        return replace(card, family=SG if family == SG else SEALED, unsure=True)
    return card
