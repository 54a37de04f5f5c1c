"""What is behind the blue interface's web server: native words, the WAN link, and the account."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from routercfg.dialects.tplink_crypto_router import KeyPair, key_pair, open_padded, open_pieces
from routercfg.simulator.tplink_call import Plate
from routercfg.simulator.tplink_schemes import Secret

if TYPE_CHECKING:
    from routercfg.simulator.router import PaperRouter

_LINK_SECONDS = {"dhcp": 4.0, "static": 2.0, "pppoe": 8.0, "l2tp": 10.0, "pptp": 10.0}
"""How long a WAN takes after a write; the references only say that the answer comes before the link is up
[tplink-web 4.2], the numbers are ours."""


class Box:
    """The state that forms read and change; everything stored goes through ``put``.

    ``end_session`` is set by the web face: forms that log everybody out call it. ``verdict`` is what the next
    ``check`` of an uploaded configuration says.
    """

    def __init__(self, router: PaperRouter, plate: Plate) -> None:
        self.router = router
        self.plate = plate
        self.end_session: Callable[[], None] = _nothing
        self.verdict = ""
        self._link_at = router.pace.now()
        self._restart_at: float | None = None
        self._hung_up = False

    @property
    def password_pair(self) -> KeyPair:
        """The key pair for passwords; a unit keeps its own."""
        return key_pair(self.plate.generation.scheme.password_bits, self.plate.product)

    def open_password(self, sealed: str) -> str | None:
        """Open a password field; None when it cannot be opened. Invalid UTF-8 becomes U+FFFD.

        The C1200 generation pads with NUL instead [tplink-web 2A.4]; whether its account form does so too is not
        documented, so it takes both there. An opaque one is its own meaning.
        """
        kind = self.plate.generation.scheme.password
        if kind is Secret.OPAQUE:
            return sealed.lower()
        opened = open_pieces(self.password_pair, sealed)
        if opened is None and kind is Secret.NUL:
            opened = open_padded(self.password_pair, sealed)
        return None if opened is None else opened.decode("utf-8", "replace")

    def words(self, section: str) -> dict[str, str]:
        """Give a section's words."""
        return self.router.store.section(section)

    def put(self, page: str, section: str, words: Mapping[str, str]) -> None:
        """Store words in one section as one write."""
        self.router.write(page, words, lambda kept: self.router.store.update(section, kept))

    @property
    def password(self) -> str:
        """The administrator's password; empty in factory state."""
        return self.router.store.get("account", "password")

    def store_password(self, page: str, password: str) -> None:
        """Store the administrator's password."""
        self.put(page, "account", {"password": password})

    @property
    def conntype(self) -> str:
        """The active WAN type."""
        return self.router.store.get("wan", "conntype", "dhcp")

    def restart_wan(self, seconds: float | None = None) -> None:
        """Take the WAN down and let it come back on its own later."""
        self._hung_up = False
        needed = _LINK_SECONDS.get(self.conntype, 5.0) if seconds is None else seconds
        self._link_at = self.router.pace.after(needed)

    def restart_soon(self) -> None:
        """Restart when an answer that is under way has had time to leave."""
        self._restart_at = self.router.pace.after(1.5)

    def restart_due(self) -> bool:
        """Tell, once, that the moment for a restart has come."""
        due = self._restart_at is not None and self.router.pace.over(self._restart_at)
        self._restart_at = None if due else self._restart_at
        return due

    def hang_up(self) -> None:
        """Take the WAN down until ``restart_wan``."""
        self._hung_up = True

    def conn_status(self, conntype: str) -> str:
        """Tell ``connected``, ``connecting`` or ``disconnected`` of a WAN type."""
        if conntype != self.conntype or self._hung_up or not self._can_connect(conntype):
            return "disconnected"
        return "connected" if self.router.pace.over(self._link_at) else "connecting"

    def _can_connect(self, conntype: str) -> bool:
        """Tell whether the provider of paper would let that in: one who dials must say who he is."""
        return conntype in ("dhcp", "static") or bool(self.words(f"wan_ipv4_{conntype}").get("username"))

    def address(self) -> dict[str, str]:
        """Give what the active WAN has got: ipaddr, netmask, gateway and the DNS pair; 0.0.0.0 while it is down."""
        if self.conn_status(self.conntype) != "connected":
            return dict.fromkeys(("ipaddr", "netmask", "gateway", "pridns", "snddns"), "0.0.0.0")
        if self.conntype == "static":
            own = self.words("wan_ipv4_staticip")
            given = {key: own.get(key, "0.0.0.0") for key in ("ipaddr", "netmask", "gateway")}
            return {**given, "pridns": own.get("pri_dns", "0.0.0.0"), "snddns": own.get("snd_dns") or "0.0.0.0"}
        leased = {"ipaddr": "100.64.0.2", "netmask": "255.255.255.0", "gateway": "100.64.0.1"}
        return {**leased, **self._dns()}

    def _dns(self) -> dict[str, str]:
        """Give the DNS pair in force on a WAN that is up: the user's if one is set, else the provider's."""
        keys = {"dhcp": ("wan_ipv4_dynamic", "manual_"), "pppoe": ("wan_ipv4_pppoe", "static_")}
        section, prefix = keys.get(self.conntype, ("", ""))
        own = self.words(section)
        if own.get("dns_mode") == "static":
            return {"pridns": own[f"{prefix}pridns"], "snddns": own.get(f"{prefix}snddns") or "0.0.0.0"}
        return {"pridns": "100.64.0.53", "snddns": "100.64.0.54"}

    def mac(self, last: int) -> str:
        """Give the unit's MAC address with its last byte changed by that much, upper case with dashes."""
        number = int(self.plate.mac.replace("-", ""), 16) + last
        text = f"{number:012X}"
        return "-".join(text[at : at + 2] for at in range(0, 12, 2))


def _nothing() -> None:
    """Do nothing: no session face is attached yet."""
