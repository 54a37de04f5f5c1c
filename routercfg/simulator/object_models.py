"""The simulated models with the object interface.

Firmware and hardware words: [observed-tplink-wr841n-v14], [tplink-web 5.4, 5.13, 7.2], and the versions that the
clients in [py client] say they were tried on; where none is known the hardware's number alone is given.
"""

from __future__ import annotations

from typing import Final

from routercfg.simulator.object_factory import DEPTHS, Words, factory_words, initial_words
from routercfg.simulator.object_gdpr import SealedRouter
from routercfg.simulator.object_json import JsonRouter
from routercfg.simulator.object_json_factory import json_words
from routercfg.simulator.object_json_rules import DEPTHS as JSON_DEPTHS
from routercfg.simulator.object_json_rules import schema as json_schema
from routercfg.simulator.object_pages import Plate
from routercfg.simulator.object_plain import PlainRouter
from routercfg.simulator.object_router import Kind, ObjectRouter
from routercfg.simulator.object_schema import Schema, texts, wr841n
from routercfg.simulator.object_token import TokenRouter
from routercfg.simulator.router import Model

PASSWORD: Final = "Paper-Router-1"  # noqa: S105 — a paper router's password is printed when it starts

C20: Final = Plate(
    "Archer C20", "AC750 Wireless Dual Band Router", "Archer C20 v1 00000001",
    "0.9.1 3.3 v0044.0 Build 150518 Rel.31467n", "50:C7:BF:20:20:20", "basic", first="setPwd", locks=False,
)  # fmt: skip
WR841N: Final = Plate(
    "TL-WR841N", "TP-Link Wireless N Router WR841N", "TL-WR841N v14 00000014",
    "0.9.1 4.19 v0001.0 Build 231119 Rel.67074n", "50:C7:BF:12:34:56", "envelope", bare=True, locks=False,
    flagged=False,  # this build asks for no first password, and 0 is the flag's default; nobody looked after a reset
)  # fmt: skip
WR841N_2020: Final = Plate(
    "TL-WR841N", "TP-Link Wireless N Router WR841N", "TL-WR841N v14 00000014",
    "0.9.1 4.17 v0348.0 Build 200114 Rel.64471n", "50:C7:BF:12:34:57", "envelope", padded=False, visit="before",
)  # fmt: skip
C50: Final = Plate(
    "Archer C50", "AC1200 Wireless Dual Band Router", "Archer C50 v4 00000004",
    "0.9.1 0.2 v0093.0 Build 250117 Rel.34867n", "50:C7:BF:50:50:50", "envelope", visit="after", first="isFirstLogin",
)  # fmt: skip
MR200: Final = Plate(
    "Archer MR200", "AC750 Wireless Dual Band 4G LTE Router", "Archer MR200 v5 00000001",
    "1.2.0 0.9.1 v0001.0 Build 201106 Rel.54105n", "50:C7:BF:20:00:05", "query", padded=False, token=True,
    first="setPwd", tries=5,
)  # fmt: skip
MR200_V2: Final = Plate(
    "Archer MR200", "AC750 Wireless Dual Band 4G LTE Router", "Archer MR200 v2 00000002", "0.9.1",
    "50:C7:BF:20:00:02", "rsa", token=True, first="setPwd", tries=5,
)  # fmt: skip
VR600: Final = Plate(
    "Archer VR600", "AC1600 Wireless Dual Band VDSL/ADSL Modem Router", "Archer VR600 v3 00000003", "0.9.1",
    "50:C7:BF:06:00:03", "vr", padded=False, token=True, tries=5,
)  # fmt: skip
EX511: Final = Plate(
    "EX511", "AX3000 Dual Band Wi-Fi 6 Router", "EX511 v2.0 00000000",
    "0.7.0 3.0.0 v607e.0 Build 240930 Rel.11206n", "50-C7-BF-05-11-01", "json", user="user", padded=False, token=True,
    tries=5, lan="192.168.1.1", browser=True,
)  # fmt: skip


def _classic() -> Schema:
    """Give the objects of firmware before WPA3."""
    return wr841n().without("WPA3").choosing("LAN_WLAN", beaconType="classic BeaconTypeValues")


def _mobile() -> Schema:
    """Give the objects of an MR: who is there is told with one attribute more [tplink-web 5.10], PPP by name only."""
    held = wr841n().objects["LAN_HOST_ENTRY"]
    return _classic().with_objects({"LAN_HOST_ENTRY": {**held, **texts(["active"])}})


def _model(name: str, family: str, face: type[ObjectRouter], kind: Kind, factory: Words, initial: Words) -> Model:
    return Model(
        name=f"tplink-{name}",
        vendor="tplink",
        family=family,
        title=kind.plate.product,
        username=kind.plate.user,
        password=initial["account"]["password"],
        build=lambda model, store, pace, faults: face(kind, model, store, pace, faults),
        factory=factory,
        initial=initial,
        factory_password=factory["account"]["password"],
    )


def _text(name: str, face: type[ObjectRouter], kind: Kind, *, bands: int = 2, wan: str = "") -> Model:
    factory = factory_words(kind.plate, bands=bands, wan=wan)
    family = "tplink-cgi" if face in (PlainRouter, TokenRouter) else "tplink-gdpr"
    return _model(name, family, face, kind, factory, initial_words(factory, PASSWORD))


def models() -> tuple[Model, ...]:
    """Give the models with the object interface. An EX comes out of a reset with the password of its label."""
    ex511 = json_words(EX511, PASSWORD)
    return (
        _text("archer-c20-v1", PlainRouter, Kind(C20, _classic(), DEPTHS)),
        _text("wr841n-v14", SealedRouter, Kind(WR841N, wr841n(), DEPTHS), bands=1),
        _text("wr841n-v14-2020", SealedRouter, Kind(WR841N_2020, _classic(), DEPTHS), bands=1),
        _text("archer-c50-v4", SealedRouter, Kind(C50, _classic(), DEPTHS)),
        _text("archer-mr200-v5", SealedRouter, Kind(MR200, _mobile(), DEPTHS), wan="mr"),
        _text("archer-mr200-v2", TokenRouter, Kind(MR200_V2, _mobile(), DEPTHS), wan="mr"),
        _text("archer-vr600-v3", SealedRouter, Kind(VR600, _mobile(), DEPTHS), wan="vr"),
        _model("ex511", "tplink-gdpr-json", JsonRouter, Kind(EX511, json_schema(), JSON_DEPTHS), ex511, ex511),
    )
