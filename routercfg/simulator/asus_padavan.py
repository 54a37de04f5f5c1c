"""Padavan on an ASUS router, as far as somebody must recognise it: its web server asks for a password, its shell tells.

From [asus §9] and its web server's published sources (tag PAD; facts only): the realm, ``/logout``, one client at a
time. How its pages tell and take settings is not known for certain, so they are empty and store nothing; over the shell
its own names are in nvram, and what its services do is not played.
"""

from __future__ import annotations

from typing import Final

from routercfg.simulator.asus_basic import AsusBasicRouter
from routercfg.simulator.asus_nvram import Spec, factory_nvram
from routercfg.simulator.asus_text import Call

_RENAMED: Final = {"wl0_": "rt_", "wl1_": "wl_", "wan0_": "wan_"}
"""Padavan's names have no numbers; ``wl_`` is 5 GHz and ``rt_`` is 2.4 GHz [asus §9]."""

_ASUS_ONLY: Final = ("x_Setting", "w_Setting", "extendno", "buildno", "wl_", "wan_", "wl0_", "wl1_", "wan0_")


def padavan_nvram(spec: Spec) -> dict[str, str]:
    """Give the nvram of a unit out of its box, in Padavan's names."""
    words = factory_nvram(spec)
    renamed = {
        new + key.removeprefix(old): word
        for key, word in words.items()
        for old, new in _RENAMED.items()
        if key.startswith(old)
    }
    kept = {key: word for key, word in words.items() if not key.startswith(_ASUS_ONLY)}
    return kept | renamed | {"firmver": "3.4.3.9", "firmver_sub": "3.4.3.9-099_20-10-1", "x_Setting": "1"}


class PadavanRouter(AsusBasicRouter):
    """A router with Padavan's firmware."""

    def _find(self, call: Call) -> bytes:
        if call.page == "logout":  # how its own pages make a browser forget the password [PAD handle_request]
            return self._error("401 Unauthorized", "")
        return super()._find(call)

    def _realm(self) -> str:
        return self.nvram("computer_name") or self.spec.productid

    def _print(self, call: Call) -> str | None:
        if not call.page.endswith((".asp", ".htm")):
            return None
        title = f"Wireless Router {self.spec.productid}"
        style = '<link rel="stylesheet" type="text/css" href="/bootstrap/css/bootstrap.min.css">'
        return f"<!DOCTYPE html>\n<html>\n<head>\n<title>{title}</title>\n{style}\n</head>\n<body></body>\n</html>\n"
