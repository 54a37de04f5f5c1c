"""The units with the blue interface: what is printed on each, and what generation its firmware is of.

The Archer AX20 v3 is as observed [observed-tplink-ax20]; the AX12 is the same firmware generation under another name.
The others follow [tplink-web 2A.4, 3A, 4, 7]; where no source tells a version or an address, it is made up to look
alike.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Final

from routercfg.simulator.old_tls import OLD
from routercfg.simulator.tplink_call import Generation, Plate
from routercfg.simulator.tplink_schemes import AX72, C1200, C5400X, SG, SG_EU, V1_11


@dataclass(frozen=True, slots=True)
class Unit:
    """One model to be: its name after ``tplink-``, its plate, how it begins, and whether its HTTPS is ``old``."""

    name: str
    plate: Plate
    factory_password: str = ""
    password: str = "Paper-Router-1"  # noqa: S105 — a paper router's password is printed when it starts
    tls: str = ""


def web_word(password: str) -> str:
    """Give what the page of a C5400X would make of a password: hexadecimal digits that only mean themselves here.

    How the page makes it is not in the references; users copy the result out of their browser [tplink-web 2A.4], so it
    has to be the same each time. The length is that of a 1024-bit key.
    """
    return "".join(hashlib.sha256(f"{part} {password}".encode()).hexdigest() for part in range(4))


_AX20: Final = Generation(region_locked=True)
_AX12: Final = Generation()
_C6: Final = Generation(
    wpa3=False, iptv_words=False, minutes_zone=True, prefixed=True, logout_on_password=True, tells_firmware=False
)
_C1200: Final = Generation(
    scheme=C1200,
    wpa3=False,
    iptv_words=False,
    minutes_zone=True,
    logout_on_password=True,
    tells_firmware=False,
    front_page="/webpages/login.html",
)
"""Firmware of 2014-2018 has no check_factory_default and no initial_login; an empty account takes admin/admin
[tplink-web 3A]. A plain initial_login is only inferred there, so it is not played."""
_C5400X: Final = Generation(
    scheme=C5400X,
    wpa3=False,
    iptv_words=False,
    minutes_zone=True,
    logout_on_password=True,
    tells_firmware=False,
    lacks=frozenset({("admin/administration", "account")}),
    front_page="/webpages/login.html",
)
"""Nobody has shown how its account form takes passwords, so it has none."""
_AX72: Final = Generation(scheme=AX72)
_V1_11: Final = Generation(scheme=V1_11)
_AX55_SG: Final = Generation(scheme=SG, whole_bands=True)
_WAN: Final = ("status", "protos", "dynamic", "staticip", "pppoe", "l2tp", "pptp")
_BE230: Final = Generation(
    scheme=SG_EU,
    lacks=frozenset(
        {("admin/network", "mac_clone_advanced"), *(("admin/network", f"wan_ipv4_{form}") for form in _WAN)}
    ),
)
"""On its sister BE220 the first two of these forms say "no such callback", and its page for the Internet connection
names none of the others; how WAN is written there is unknown [tplink-web 2A.4, SG specifics; 10]. So it has none."""

UNITS: Final[tuple[Unit, ...]] = (
    Unit(
        "archer-c6",
        Plate("Archer C6", "Archer C6 v3.20", "1.1.3 Build 20200721 rel.37017(4555)", "50-D4-F7-10-20-30", "RU", _C6),
    ),
    Unit(
        "archer-ax12",
        Plate(
            "Archer AX12", "Archer AX12 v1.0", "1.1.4 Build 20230219 rel.31056(5553)", "5C-E9-31-40-50-60", "RU", _AX12
        ),
    ),
    Unit(
        "archer-c1200",
        Plate(
            "Archer C1200",
            "Archer C1200 v2.0",
            "2.0.2 Build 20180118 rel.38979(5553)",
            "98-DE-D0-70-80-90",
            "RU",
            _C1200,
        ),
        "admin",
    ),
    Unit(
        "archer-ax20",
        Plate("Archer AX20", "Archer AX20 v3.0", "1.1.4 Build 20230219", "00-0A-EB-13-7B-00", "US", _AX20),
    ),
    Unit(
        "archer-ax72",
        Plate(
            "Archer AX72", "Archer AX72 v1.0", "1.2.6 Build 20240619 rel.72016(5347)", "28-87-BA-10-72-00", "RU", _AX72
        ),
    ),
    Unit(
        "archer-ax55-v1-11",
        Plate(
            "Archer AX55",
            "Archer AX55 v1.0",
            "1.5.10 Build 20251119 rel.50509(4555)",
            "A8-42-A1-10-55-00",
            "RU",
            _V1_11,
        ),
    ),
    Unit(
        "archer-ax55-sg",
        Plate(
            "Archer AX55",
            "Archer AX55 v1.0",
            "1.11.0 Build 20260612 rel.51077(4555)",
            "A8-42-A1-20-55-00",
            "RU",
            _AX55_SG,
        ),
    ),
    Unit(
        "archer-be230",
        Plate(
            "Archer BE230",
            "Archer BE230 v1.0",
            "1.1.3 Build 20251120 rel.38341(4555)",
            "AC-15-A2-10-23-00",
            "RU",
            _BE230,
        ),
    ),
    Unit(
        "archer-c5400x",
        Plate(
            "Archer C5400X",
            "Archer C5400X v1.0",
            "1.0.6 Build 20200910 rel.41231(5553)",
            "B0-4E-26-10-54-00",
            "US",
            _C5400X,
            reset_password=web_word("admin"),
        ),
        factory_password=web_word("admin"),
        password=web_word("Paper-Router-1"),
    ),
    Unit(
        "archer-c7-v5",  # HTTPS cannot be switched off there, and its key is too weak [tplink-web 7.1, traps 7 and 8]
        Plate("Archer C7", "Archer C7 v5.0", "1.2.1 Build 20220715 rel.19099(4555)", "68-FF-7B-10-07-00", "RU", _C6),
        tls=OLD,
    ),
)
