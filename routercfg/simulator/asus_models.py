"""The paper ASUS models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.simulator import asus_specs as specs
from routercfg.simulator.asus_basic import AsusBasicRouter
from routercfg.simulator.asus_doors import AsusShellOnly, lacking
from routercfg.simulator.asus_nonce import AsusNonceRouter
from routercfg.simulator.asus_nvram import NONCES, Spec, factory_nvram
from routercfg.simulator.asus_padavan import PadavanRouter, padavan_nvram
from routercfg.simulator.asus_specs import AX_KEYS, SUPPORT
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.simulator.asus_web import AsusRouter
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store

AC85P: Final = Spec(
    productid="RT-AC85P",
    generation=382,
    extendno="52288",
    lan_ip="192.168.50.1",
    mac="04:D4:C4:11:22:30",
    ssids=("ASUS_34_2G", "ASUS_34_5G"),
    support=SUPPORT,
    signed_chars=True,
)
"""The model that [observed-asus-382] was taken from."""

AC66U: Final = Spec(
    productid="RT-AC66U",
    generation=384,
    extendno="82072",
    lan_ip="192.168.1.1",
    mac="04:D4:C4:66:22:30",
    ssids=("ASUS", "ASUS_5G"),
    support=SUPPORT,
)
"""384 code behaves like 382 [asus §11]; its address is the older one. That its bytes print unsigned is inferred."""

AX58U: Final = Spec(
    productid="RT-AX58U",
    generation=386,
    extendno="48262-ge94e82c",
    lan_ip="192.168.50.1",
    mac="04:42:1A:00:11:20",
    ssids=("ASUS_20", "ASUS_20_5G"),
    support=SUPPORT | {"wpa3": 1, "11AX": 1, "amas": 1, "wl_mfp": 1, "hnd": 1},
    api_level=22,
    aihome=2,
    more=AX_KEYS,
)
"""386 code: WPA3, a second DNS server for DHCP clients, chpass.cgi beside the old keys [asus §6.2, §11].

Not verified on hardware: the numbers in the app's headers, ``wl_11ax`` and ``wl_he_features``, the lengths of
``http_passwd`` and ``dnspriv_*``, and that first boot is as on 382. The name check of 386 and its log of over-long
values are not played.
"""

_READY_PASSWORD: Final = {"RT-AC85P": "admin", "RT-AC66U": "admin"}

_NAMED: Final = {
    "asus-rt-ac85p": AC85P,
    "asus-rt-ax58u": AX58U,
    "asus-rt-ac66u": AC66U,
    "asus-rt-n66u": specs.N66U,
    "asus-rt-n12": specs.N12,
    "asus-rt-ax86u-merlin": specs.AX86U_MERLIN,
    "asus-rt-ax55-https": specs.AX55_HTTPS,
    "asus-rt-ax88u-3006": specs.AX88U,
    "asus-rt-be88u": specs.BE88U,
    "asus-rt-ac68u-ssh": specs.AC68U_SSH,
    "asus-rt-ac86u-merlin-ssh": specs.AC86U_SSH,
    "asus-rt-n16-ssh-old": specs.N16_SSH_OLD,
    "asus-rt-n10p-telnet": specs.N10_TELNET,
    "asus-rt-be58u-https": specs.BE58U_HTTPS,
    "padavan-rt-n56u": specs.PADAVAN,
}

_READY: Final[Mapping[str, Mapping[str, str]]] = {"asus-rt-ax86u-merlin": {"sshd_enable": "2"}}
"""What is set on units that are set up, beside what is set on all."""

_TOKENS: Final = 380
"""The first generation with tokens; before that it was HTTP Basic."""

_FACES: Final[Mapping[str, type[AsusUnit]]] = {
    "asus-web": AsusRouter,
    "asus-web-v2": AsusNonceRouter,
    "asus-web-basic": AsusBasicRouter,
    "asus-ssh": AsusShellOnly,
    "asus-telnet": AsusShellOnly,
    "padavan": PadavanRouter,
}


def asus_models() -> tuple[Model, ...]:
    """Give the paper ASUS models, but for those that this machine cannot simulate."""
    return tuple(_model(name, spec) for name, spec in _NAMED.items() if not lacking(spec))


def _family(spec: Spec) -> str:
    if spec is specs.PADAVAN:
        return "padavan"
    if "web" not in spec.doors:
        return f"asus-{spec.doors[0]}"
    if spec.generation < _TOKENS:
        return "asus-web-basic"
    return "asus-web-v2" if spec.generation >= NONCES else "asus-web"


def _model(name: str, spec: Spec) -> Model:
    factory = padavan_nvram(spec) if spec is specs.PADAVAN else factory_nvram(spec)
    password = _READY_PASSWORD.get(spec.productid, "Router-key-1")
    ready = {**factory, "x_Setting": "1", "w_Setting": "1", "http_passwd": password, **_READY.get(name, {})}
    return Model(
        name=name,
        vendor="asus",
        family=_family(spec),
        title=spec.productid,
        username="admin",
        password=password,
        build=_build,
        factory={NVRAM: factory},
        initial={NVRAM: ready},
        factory_password=factory["http_passwd"],
        tls=spec.tls,
    )


def _build(model: Model, store: Store, pace: Pace, faults: Faults) -> PaperRouter:
    return _FACES[model.family](_NAMED[model.name], model, store, pace, faults)
