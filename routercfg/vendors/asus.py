"""ASUS: which models there are, and the door to their drivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from routercfg.device import Identity
from routercfg.dialects.asus_web import identify
from routercfg.errors import NotRecognised, Part
from routercfg.vendors.asus_web import AsusWebDriver, Way
from routercfg.wire import Reply, Talk

if TYPE_CHECKING:
    from routercfg.device import Driver
    from routercfg.transport import Transport

VENDOR: Final = "asus"
WEB: Final = "asus-web"
WEB_NONCE: Final = "asus-web-v2"
WEB_BASIC: Final = "asus-web-basic"
PADAVAN: Final = "padavan"

FAMILIES: Final = {"v1": WEB, "v2": WEB_NONCE, "basic": WEB_BASIC, "padavan": PADAVAN}
"""By the way of logging in that the router shows."""


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
    family = FAMILIES[card.generation]
    return Identity(VENDOR, family, card.model, firmware=card.firmware, mac=card.mac, factory=card.factory)


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver. Raises NotRecognised for Padavan, whose pages are not known well enough."""
    from routercfg.dialects import asus_login, asus_web

    if identity.family == PADAVAN:
        seen = Part("reason.padavan", (("model", identity.model),))
        raise NotRecognised(address=transport.url, seen=seen)
    way = {
        WEB: Way(asus_web.login),
        WEB_NONCE: Way(asus_login.login_with_nonce, newest=True),
        WEB_BASIC: Way(
            lambda name, password: asus_login.login_basic(transport.url, name, password),
            asus_login.apply_form,
            asus_login.read_file,
            asus_login.service_of_old,
            asus_web.introduce_old,
            cookies=False,
        ),
    }[identity.family]
    return AsusWebDriver(transport, identity, way)
