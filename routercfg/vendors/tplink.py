"""TP-Link: which of its routers is which, and the way to their drivers.

TP-Link has made several web interfaces that share nothing but the name; each has its file on every floor. The first
page tells them apart without a request more.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol

from routercfg.errors import NotRecognised
from routercfg.vendors import tplink_luci_door
from routercfg.wire import Reply, Talk

if TYPE_CHECKING:
    from routercfg.device import Driver, Identity
    from routercfg.transport import Transport

VENDOR: Final = "tplink"

# The older families tell by their first page what they are, so their models need no table here: README's and
# providers.md §5 name them. [tplink-legacy §1.1, tplink-web §7.2]
MODELS: Final[Mapping[str, str]] = {
    **tplink_luci_door.MODELS,
    **dict.fromkeys(("TL-WR740N", "TL-WR741ND", "TL-WR841N v5-v12", "TL-WR842ND", "TL-WR940N"), "tplink-userrpm"),
    **dict.fromkeys(("TL-WR1043ND v1-v3", "TL-WDR3600", "TL-WDR4300", "Archer C7 v1-v3"), "tplink-userrpm"),
    **dict.fromkeys(("Archer C2 v1", "Archer C20 v1", "Archer C50 v1-v2"), "tplink-cgi"),
    **dict.fromkeys(("TL-WR840N v4+", "TL-WR841N v13-v14", "Archer C20 v4+", "Archer C50 v3+"), "tplink-gdpr"),
    **dict.fromkeys(("Archer MR200 v2", "Archer VR400 v2", "Archer VR1600v"), "tplink-cgi"),
    **dict.fromkeys(("Archer MR200 v5+", "Archer MR400", "TL-MR6400 v5"), "tplink-gdpr"),
    **dict.fromkeys(("Archer VR600 v3", "Archer VR900v", "Archer VR2800"), "tplink-gdpr"),
    **dict.fromkeys(("EX511", "HX510", "VX800v", "XC220", "XX230v", "HB210", "XGB430v"), "tplink-gdpr-json"),
}

DOORS: Final[Mapping[str, str]] = {
    "tplink-luci": "tplink_luci_door",
    "tplink-cgi": "tplink_objects",
    "tplink-gdpr": "tplink_objects",
    "tplink-userrpm": "tplink_userrpm",
}
"""Families by the beginning of their name → the module that knows them, in the order in which they look at a page."""


class Door(Protocol):
    """What the module of a family offers."""

    def recognise(self, first: Reply, url: str) -> Talk[Identity | None]:
        """Say who answered ``GET /`` with ``first``; None, without a request, when it is not this family."""

    def open_router(self, transport: Transport, identity: Identity) -> Driver:
        """Give the driver. Raises NotRecognised for a variant that is not spoken."""


def recognise(first: Reply, url: str) -> Talk[Identity | None]:
    """Say which TP-Link answers ``GET /`` at ``url`` with ``first``; None when none does. Costs no login attempt."""
    for name in dict.fromkeys(DOORS.values()):
        identity = yield from _door(name).recognise(first, url)
        if identity is not None:
            return identity
    return None


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver for a recognised router.

    Raises NotRecognised for one whose way of logging in is not spoken here; it has been sent no password.
    """
    for family, name in DOORS.items():
        if identity.family.startswith(family):
            return _door(name).open_router(transport, identity)
    raise NotRecognised(address=transport.url, seen=identity.family)


def _door(name: str) -> Door:
    """Import a family when it is its turn."""
    module: Door = importlib.import_module(f"routercfg.vendors.{name}")
    return module
