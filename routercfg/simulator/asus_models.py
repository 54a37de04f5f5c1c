"""The paper ASUS models."""

from __future__ import annotations

from typing import Final

from routercfg.simulator.asus_nvram import Spec, factory_nvram
from routercfg.simulator.asus_unit import NVRAM
from routercfg.simulator.asus_web import AsusRouter
from routercfg.simulator.faults import Faults
from routercfg.simulator.router import Model, Pace, PaperRouter, Store

_HAS: Final = (
    "2.4G 5G update usbX1 rawifi switchctrl manual_stb 11AC app gameMode reboot_schedule ipv6 ipv6pt PARENTAL2 pptpd "
    "utf8_ssid ssh vpnc wps_multiband user_low_rssi tcode usericon realip defpsk fupgrade"
)
_HAS_NOT: Final = (
    "dpi_mals dpi_vp dpi_cc adaptive_qos traffic_analyzer webs_filter apps_filter web_history bandwidth_monitor "
    "aicloudipk concurrep rp_express_2g rp_express_5g hnd"
)
_TAIL: Final = {"localap": 1, "nwtool": 1, "usbPortMax": 1, "usbX": 1, "usb3": 0, "wl_mfp": 0}

_SUPPORT: Final = dict.fromkeys(_HAS.split(), 1) | dict.fromkeys(_HAS_NOT.split(), 0) | _TAIL

AC85P: Final = Spec(
    productid="RT-AC85P",
    generation=382,
    extendno="52288",
    lan_ip="192.168.50.1",
    mac="04:D4:C4:11:22:30",
    ssids=("ASUS_34_2G", "ASUS_34_5G"),
    support=_SUPPORT,
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
    support=_SUPPORT,
)
"""384 code behaves like 382 [asus §11]; its address is the older one. That its bytes print unsigned is inferred."""

AX58U: Final = Spec(
    productid="RT-AX58U",
    generation=386,
    extendno="48262-ge94e82c",
    lan_ip="192.168.50.1",
    mac="04:42:1A:00:11:20",
    ssids=("ASUS_20", "ASUS_20_5G"),
    support=_SUPPORT | {"wpa3": 1, "11AX": 1, "amas": 1, "wl_mfp": 1, "hnd": 1},
    api_level=22,
    aihome=2,
    more={
        "dhcp_dns2_x": ("", 15),
        "wl_chanspec": ("0", 12),
        "wl_11ax": ("1", 1),
        "wl_he_features": ("3", 3),
        "wl_country_rev": ("", 3),
        "dnspriv_enable": ("0", 1),
        "dnspriv_profile": ("1", 1),
        "dnspriv_rulelist": ("", 2048),
    },
)
"""386 code: WPA3, a second DNS server for DHCP clients, chpass.cgi beside the old keys [asus §6.2, §11].

Not verified on hardware: the numbers in the app's headers, ``wl_11ax`` and ``wl_he_features``, the lengths of
``http_passwd`` and ``dnspriv_*``, and that first boot is as on 382. The name check of 386 and its log of over-long
values are not played.
"""

_READY_PASSWORD: Final = {"RT-AC85P": "admin", "RT-AC66U": "admin", "RT-AX58U": "Router-key-1"}


def asus_models() -> tuple[Model, ...]:
    """Give the paper ASUS models."""
    return tuple(_model(name, spec) for name, spec in _NAMED.items())


_NAMED: Final = {"asus-rt-ac85p": AC85P, "asus-rt-ax58u": AX58U, "asus-rt-ac66u": AC66U}


def _model(name: str, spec: Spec) -> Model:
    factory = factory_nvram(spec)
    password = _READY_PASSWORD[spec.productid]
    ready = factory | {"x_Setting": "1", "w_Setting": "1", "http_passwd": password}
    return Model(
        name=name,
        vendor="asus",
        family="asus-web",
        title=spec.productid,
        username="admin",
        password=password,
        build=_build,
        factory={NVRAM: factory},
        initial={NVRAM: ready},
        factory_password="admin",  # noqa: S106 — the password that every unit of these leaves the factory with
    )


def _build(model: Model, store: Store, pace: Pace, faults: Faults) -> PaperRouter:
    return AsusRouter(_NAMED[model.name], model, store, pace, faults)
