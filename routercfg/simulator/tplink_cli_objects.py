"""The command line of a router with the object interface: the same objects, in the other words.

Which attributes the commands stand for is inferred from their names and from what they tell
[tplink-legacy-ssh-openwrt §2.1.3-2.1.5], [observed-tplink-wr841n-v14 §Objects]: the real programs share one library
underneath, so a change on one side is seen on the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from routercfg.simulator.object_items import ZERO, Stack
from routercfg.simulator.object_router import ACCOUNT, ObjectRouter
from routercfg.simulator.object_store import Refused
from routercfg.simulator.tplink_cli import Account, CommandLine, Style
from routercfg.simulator.tplink_cli_commands import Line, Radio

STYLES: Final[Mapping[str, Style]] = {"tplink-archer-c20-v1": Style(word="TP-LINK", asks_user=True, noise=True)}
"""The models that have one, as the Archer C2 does [C2, tplink-legacy-ssh-openwrt §2.0]."""

_RADIO: Final = "LAN_WLAN"
_LINES: Final = ("WAN_IP_CONN", "WAN_PPP_CONN")
_BANDS: Final = {"2g": (1, 1, 0, 0, 0, 0), "5g": (1, 2, 0, 0, 0, 0)}
_BEACONS: Final = {"wpa": "WPA", "wpa2": "11i", "auto": "WPAand11i"}
_CIPHERS: Final = {"tkip": "TKIPEncryption", "aes": "AESEncryption", "auto": "TKIPandAESEncryption"}
_RADIO_WORDS: Final = {"switch": "enable", "ssid": "SSID", "bandWidth": "X_TP_Bandwidth", "key": "X_TP_PreSharedKey"}
_LINE_WORDS: Final = {
    "username": "username",
    "password": "password",
    "servicename": "PPPoEServiceName",
    "secondConnection": "secondConnection",
}


def command_line(router: ObjectRouter) -> CommandLine | None:
    """Give the command line of a router that has one."""
    style = STYLES.get(router.model.name)
    if style is None:
        return None
    account = Account(lambda: router.store.get(ACCOUNT, "user"), router.password_now, router.set_password)
    return CommandLine(router, ObjectBox(router), account, style)


class ObjectBox:
    """The objects of one router, as its command line names them."""

    def __init__(self, router: ObjectRouter) -> None:
        self._router = router
        self._objects = router.objects
        there = router.objects.instances(_RADIO)
        self.bands = tuple(band for band, stack in _BANDS.items() if stack in there)

    def radio(self, band: str) -> Radio:
        """Give one band."""
        words = self._objects.words(_RADIO, _BANDS[band])
        security = _security(words)
        key = words["X_TP_PreSharedKey"] if security != "none" else ""
        return Radio(words["status"] == "Up", words["SSID"], words["X_TP_Bandwidth"], False, security, key)

    def tune(self, band: str, changes: Mapping[str, str]) -> bool:
        """Change one band. WEP and WPS have objects of their own, which this simulator does not know."""
        if "qss" in changes or changes.get("sec", "").startswith("wep"):
            return False
        words = {_RADIO_WORDS[word]: text for word, text in changes.items() if word in _RADIO_WORDS}
        if changes.get("sec") == "none":
            words |= {"beaconType": "Basic", "basicEncryptionModes": "None"}
        elif "sec" in changes:
            _, mode, cipher = changes["sec"].split()
            words["beaconType"] = _BEACONS[mode]
            words |= dict.fromkeys(_modes(mode), _CIPHERS[cipher])
        return self._set(_RADIO, _BANDS[band], words)

    def _set(self, oid: str, stack: Stack, words: Mapping[str, str]) -> bool:
        try:
            self._objects.set(oid, stack, words)
        except Refused:
            return False
        return True

    def lines(self) -> Sequence[Line]:
        """Give the connections, those in use first."""
        found = [
            Line(words["name"], _protocol(oid, words), words) for oid in _LINES for _, words in self._objects.each(oid)
        ]
        return sorted(found, key=lambda line: line.words["enable"] != "1")

    def _place(self, name: str) -> tuple[str, Stack, str] | None:
        """Find a connection: its object, its stack, its protocol."""
        for oid in _LINES:
            for stack, words in self._objects.each(oid):
                if words["name"] == name:
                    return oid, stack, _protocol(oid, words)
        return None

    def dial(self, name: str, changes: Mapping[str, str]) -> bool:
        """Change a connection; one of another protocol is another object. Of a static one no option is known."""
        place = self._place(name)
        if place is None or place[2] != changes["protocol"] or place[2] == "staticip":
            return False
        oid, stack, protocol = place
        words = {key: changes[option] for option, key in _LINE_WORDS.items() if option in changes}
        if "mtu" in changes:
            words["maxMRUSize" if protocol == "pppoe" else "maxMTUSize"] = changes["mtu"]
        if "nat" in changes:
            words["NATEnabled"] = str(int(changes["nat"] == "enable"))
        return self._use(name, words) if changes.get("defaultroute") == "yes" else self._set(oid, stack, words)

    def _use(self, name: str, words: Mapping[str, str]) -> bool:
        """Change a connection and switch it on; then it is the only one, whether or not an answer gets out."""
        place = self._place(name)
        if place is None:
            return False
        try:
            return self._set(place[0], place[1], {**words, "enable": "1"})
        finally:
            if self._objects.words(place[0], place[1])["enable"] == "1":
                self._others_off(name)

    def _others_off(self, name: str) -> None:
        """Leave one connection on, and make it the default route, as the firmware does for itself (inferred)."""
        for oid in _LINES:
            for stack, words in self._objects.each(oid):
                if words["name"] != name and words["enable"] == "1":
                    self._objects.put(oid, stack, {"enable": "0"})
                elif words["name"] == name:
                    route = {"__ifAliasName": name, "__ifName": words["X_TP_IfName"]}
                    self._objects.put("L3_FORWARDING", ZERO, route)

    def gateway(self) -> Mapping[str, str]:
        """Give the connection that is in use."""
        line = self.lines()[0]
        return {"name": line.name, "connIPv4Gateway": line.words["defaultGateway"]}

    def lead(self, name: str) -> bool:
        """Make a connection the one in use."""
        return self._use(name, {})

    def home(self) -> Mapping[str, str]:
        """Give what ``lan show info`` tells."""
        lan = self._objects.words("LAN_IP_INTF", (1, 1, 0, 0, 0, 0))
        return {
            "IPRouters": self._objects.words("LAN_HOST_CFG", (1, 0, 0, 0, 0, 0))["IPRouters"],
            "IPInterfaceIPAddress": lan["IPInterfaceIPAddress"],
            "X_TPLINK_MACAddress": lan["X_TP_MACAddress"],
            "__ifName": lan["__ifName"],
        }

    def plate(self) -> Mapping[str, str]:
        """Give names, versions and serial number."""
        words = self._objects.words("IGD_DEV_INFO", ZERO)
        told = {name: words[name] for name in ("modelName", "softwareVersion", "hardwareVersion")}
        return {**told, "serialNumber": "22" + self._router.plate.mac.replace(":", "")}

    def restart(self, *, erase: bool) -> bool:
        """Restart in a moment, with ``erase`` in factory state."""
        if erase:
            self._router.operate("ACT_FACTORY_RESET")
        self._router.operate("ACT_REBOOT")
        return True


def _protocol(oid: str, words: Mapping[str, str]) -> str:
    if oid == "WAN_PPP_CONN":
        return "pppoe"
    return "dynamicip" if words["addressingType"] == "DHCP" else "staticip"


def _modes(mode: str) -> list[str]:
    """Give the attributes that hold the cipher of a kind of WPA."""
    wpa, wpa2 = "WPAEncryptionModes", "IEEE11iEncryptionModes"
    return {"wpa": [wpa], "wpa2": [wpa2], "auto": [wpa, wpa2]}[mode]


def _security(words: Mapping[str, str]) -> str:
    """Read the attributes of a band into the words of ``--sec``."""
    mode = next((mode for mode, beacon in _BEACONS.items() if beacon == words["beaconType"]), "")
    if not mode:
        return "none" if words["basicEncryptionModes"] == "None" else "wep auto 1"
    cipher = next((cipher for cipher, name in _CIPHERS.items() if name == words[_modes(mode)[-1]]), "auto")
    return f"psk {mode} {cipher}"
