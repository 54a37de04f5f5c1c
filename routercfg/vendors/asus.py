"""ASUS: which models there are, and the door to their drivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from routercfg.device import Identity
from routercfg.dialects.asus_web import identify
from routercfg.errors import NotRecognised, Part
from routercfg.vendors.asus_web import AsusWebDriver
from routercfg.wire import Reply, Talk

if TYPE_CHECKING:
    from routercfg.device import Driver
    from routercfg.transport import Transport

VENDOR: Final = "asus"
WEB: Final = "asus-web"
WEB_NONCE: Final = "asus-web-v2"


@dataclass(frozen=True, slots=True)
class Model:
    """One model: its dialect, and which firmware builds it runs (380-384, 386-388)."""

    name: str
    family: str
    firmware: str


def _models(firmware: str, names: str) -> tuple[Model, ...]:
    return tuple(Model(name, WEB, firmware) for name in names.split())


MODELS: Final = {
    model.name: model
    for model in (
        *_models("3.0.0.4.380", "RT-N11P RT-N12D1 RT-N12VP RT-N12HP RT-N14U RT-N16 RT-N56U RT-N65U RT-N66U RT-AC52U"),
        *_models("3.0.0.4.380-382", "RT-AC51U RT-AC53 RT-AC56U RT-AC66U RT-AC57U RT-AC59U RT-AC65P RT-AC85P RT-AC1200"),
        *_models("3.0.0.4.380-386", "RT-AC58U RT-AC66U_B1 RT-AC68U"),
        *_models("3.0.0.4.386-388", "RT-AX52 RT-AX53U RT-AX55 RT-AX56U RT-AX57 RT-AX58U RT-AX59U RT-AX82U TUF-AX3000"),
    )
}
"""The models the domain dossier names as common [providers §5]. Detection does not depend on this table: whatever
speaks the dialect is taken, since the firmware and not the name decides."""


def recognise(first: Reply, url: str = "") -> Talk[Identity | None]:
    """Say who answered ``GET /``, None when it is no ASUS; without a login, with at most two further requests.

    ``url`` is where it answered; ASUS apps send no Referer, so it is not needed here.
    """
    card = yield from identify(first)
    if card is None:
        return None
    family = WEB if card.generation == "v1" else WEB_NONCE
    return Identity(VENDOR, family, card.model, firmware=card.firmware, mac=card.mac, factory=card.factory)


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver. Raises NotRecognised for the newest login, which is not spoken yet."""
    if identity.family != WEB:
        seen = Part("reason.login-nonce", (("model", identity.model),))
        raise NotRecognised(address=transport.url, seen=seen)
    return AsusWebDriver(transport, identity)
