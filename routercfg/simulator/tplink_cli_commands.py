"""The commands of the ``TP-Link(conf)#`` command line over whatever keeps the settings of the router behind it.

Source: [tplink-legacy-ssh-openwrt §2.1.3-2.1.5]. Words are parted at blanks and nothing quotes: that is what the word
``base64`` is for. How Wi-Fi security is spelled when shown (``SecMode``) is known for WPA2 only; the rest is inferred.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from routercfg.simulator import tplink_cli_help as usage

Answer = tuple[str, bool | None]
"""What a command prints, and whether it ends with ``cmd:SUCC``, ``cmd:FAIL`` or neither."""

WIDTHS: Final = {"2g": ("Auto", "20M", "40M"), "5g": ("Auto", "20M", "40M", "80M", "160M")}
_MODES: Final = {"auto": "WPA/WPA2", "wpa": "WPA", "wpa2": "WPA2"}
_CIPHERS: Final = {"auto": "TKIP/AES", "tkip": "TKIP", "aes": "AES"}
_ON: Final = {"on": "1", "off": "0"}
_PPPOE: Final = ("username", "password", "servicename", "safeservicename", "secondConnection")
_SECOND: Final = ("sec_conn_disable", "sec_conn_dynip", "sec_conn_staip")
_SHOWN: Final = {"prodName": "modelName", "prodSoftVer": "softwareVersion", "prodHardVer": "hardwareVersion"}
_PLATE: Final[dict[tuple[str, ...], str]] = {
    **{("show", word): key for word, key in _SHOWN.items()},
    ("serial", "show"): "serialNumber",
    ("version",): "softwareVersion",
}


@dataclass
class Radio:
    """One band as ``wlctl`` tells it; ``security`` in the words of ``--sec``, as ``psk wpa2 aes``."""

    up: bool
    ssid: str
    width: str
    qss: bool
    security: str
    key: str = field(repr=False)


@dataclass
class Line:
    """One connection to the provider: what ``wan show service`` has of it, and all that it tells."""

    name: str
    protocol: str
    words: Mapping[str, str] = field(repr=False)


class Box(Protocol):
    """The router behind the command line. What it is asked to change it may refuse by False, or raise Dropped."""

    bands: tuple[str, ...]

    def radio(self, band: str) -> Radio:
        """Give one band."""
        ...

    def tune(self, band: str, changes: Mapping[str, str]) -> bool:
        """Change one band: ``switch`` and ``qss`` 0 or 1, ``ssid``, ``bandWidth``, ``sec``, ``key``."""
        ...

    def lines(self) -> Sequence[Line]:
        """Give the connections, those in use first."""
        ...

    def dial(self, name: str, changes: Mapping[str, str]) -> bool:
        """Change a connection: ``protocol`` and the options of ``wan set service`` by name, Base64 undone."""
        ...

    def gateway(self) -> Mapping[str, str]:
        """Give the connection that is the default gateway."""
        ...

    def lead(self, name: str) -> bool:
        """Make a connection the default gateway."""
        ...

    def home(self) -> Mapping[str, str]:
        """Give what ``lan show info`` tells."""
        ...

    def plate(self) -> Mapping[str, str]:
        """Give ``modelName``, ``softwareVersion``, ``hardwareVersion``, ``serialNumber``."""
        ...

    def restart(self, *, erase: bool) -> bool:
        """Restart in a moment, with ``erase`` in factory state."""
        ...


class Commands:
    """All commands but those about the session itself."""

    def __init__(self, box: Box) -> None:
        self._box = box
        self._several = len(box.bands) > 1
        self.table: dict[str, Callable[[list[str]], Answer]] = {
            "wlctl": self._wlctl,
            "wan": self._wan,
            "lan": self._lan,
            "dev": self._dev,
            "adsl": self._adsl,
            **{name: self._closed(name) for name in ("igmp", "voip", "group")},
        }

    def _closed(self, name: str) -> Callable[[list[str]], Answer]:
        """Give a command that this simulator only names."""
        return lambda words: (usage.WITHIN[name], None if not words else False)

    def _wlctl(self, words: list[str]) -> Answer:
        widths = WIDTHS["5g" if self._several else "2g"]
        told = usage.wlctl(self._box.bands, widths)
        match words:
            case []:
                return told, True
            case ["show", band] if self._several and band in self._box.bands:
                return _rows(_radio_rows(self._box.radio(band))), True
            case ["show"] if not self._several:
                return _rows(_radio_rows(self._box.radio(self._box.bands[0]))), True
            case ["set", band, *rest] if self._several and band in (*self._box.bands, "all"):
                bands = self._box.bands if band == "all" else (band,)
            case ["set", *rest] if not self._several:
                bands = self._box.bands
            case _:
                return told, False
        changes = _wireless(rest, sealed=self._several)
        if changes is None:
            return told, False
        done = [self._tune(band, changes) for band in bands]
        return "", all(done)

    def _tune(self, band: str, changes: Mapping[str, str]) -> bool:
        width = changes.get("bandWidth", "Auto")
        return width in WIDTHS["2g" if band == "2g" else "5g"] and self._box.tune(band, changes)

    def _wan(self, words: list[str]) -> Answer:
        match words:
            case ["show", *rest]:
                return self._wan_show(rest)
            case ["set", "defaultgw", name]:
                return "", self._box.lead(name)
            case ["set", "service", name, *rest]:
                changes = _service(rest)
                return (usage.WAN, False) if changes is None else ("", self._box.dial(name, changes))
            case ["add" | "delete", "service", *_]:
                return "", False  # the firmware can; this simulator does not play it
        return usage.WAN, not words

    def _wan_show(self, words: list[str]) -> Answer:
        match words:
            case ["connection", "info", *name] if len(name) <= 1:
                found = [line for line in self._box.lines() if not name or line.name == name[0]]
                return "".join(_block({"name": line.name, **line.words}) for line in found), bool(found)
            case ["service"] | ["service", "eth"]:
                return _table(self._box.lines()), True
            case ["service", "atm" | "ptm"]:
                return _table([]), True
            case ["defaultgw"]:
                return _block(self._box.gateway()), True
        return usage.WAN, False

    def _lan(self, words: list[str]) -> Answer:
        if words in (["show", "info"], ["show", "status"]):
            return _block(self._box.home()), True
        return usage.WITHIN["lan"], not words

    def _dev(self, words: list[str]) -> Answer:
        plate = self._box.plate()
        match words:
            case ["show"]:
                return _rows({key: plate[key] for key in _SHOWN.values()}), True
            case ["show" | "serial" | "version", *_] if tuple(words) in _PLATE:
                return _rows({_PLATE[tuple(words)]: plate[_PLATE[tuple(words)]]}), True
            case ["reboot"] | ["reset"]:
                return "", self._box.restart(erase=words == ["reset"])
            case ["show" | "serial" as group, *_]:
                return usage.WITHIN[f"dev {group}"], False
        return usage.WITHIN["dev"], None if not words else False

    def _adsl(self, words: list[str]) -> Answer:
        """Nothing is plugged into the DSL socket of a paper router."""
        if words in (["show", "info"], ["show", "status"]):
            return _block({"status": "Down", "upstreamCurrRate": "0", "downstreamCurrRate": "0"}), True
        return usage.WITHIN["adsl"], not words


def _rows(words: Mapping[str, str]) -> str:
    return "".join(f"{key}={text}\n" for key, text in words.items())


def _block(words: Mapping[str, str]) -> str:
    """Write an object as it is dumped, between braces [VX231, VR300]."""
    return f"{{\n{_rows(words)}}}\n"


def _table(lines: Iterable[Line]) -> str:
    """Write the connections as a table whose head is its foot, too [W8970]."""
    form = "{:<16}{:<12}{:<16}{:<16}\n".format
    head = form("name", "protocol", "status", "ipaddress")
    rows = [
        form(line.name, line.protocol, line.words["connectionStatus"], line.words["externalIPAddress"])
        for line in lines
    ]
    return head + "".join(rows) + head


def _radio_rows(radio: Radio) -> dict[str, str]:
    kind, *rest = radio.security.split()
    shown = "None"
    if kind == "psk":
        shown = f"{_MODES[rest[0]]}-PSK {_CIPHERS[rest[1]]}"
    elif kind == "wep":
        shown = f"WEP-{rest[0].capitalize()}"
    return {
        "Status": "Up" if radio.up else "Disabled",
        "SSID": radio.ssid,
        "bandWidth": radio.width,
        "QSS": "Enable" if radio.qss else "Disabled",
        "SecMode": shown,
        **({"Key": radio.key} if kind != "none" else {}),
    }


def _options(words: Sequence[str]) -> dict[str, list[str]] | None:
    """Part ``--opt value …`` in any order; None when there is none, one comes twice, or a word belongs to none."""
    found: dict[str, list[str]] = {}
    last: list[str] | None = None
    for word in words:
        if word.startswith("--"):
            if word in found:
                return None
            last = found[word] = []
        elif last is None:
            return None
        else:
            last.append(word)
    return found or None


def _value(words: Sequence[str], *, sealed: bool) -> str | None:
    """Read a value, ``WORD`` or ``WORD base64``; None for anything else."""
    match words:
        case [word]:
            return word
        case [word, "base64"] if sealed:
            return unseal(word)
    return None


def unseal(word: str) -> str | None:
    """Undo Base64; None when it is none."""
    try:
        return base64.b64decode(word, validate=True).decode("utf-8", "surrogateescape")
    except binascii.Error:
        return None


def _wireless(words: Sequence[str], *, sealed: bool) -> dict[str, str] | None:
    """Read the options of ``wlctl set`` into changes; None when one of them is not understood."""
    changes: dict[str, str] = {}
    for option, given in (_options(words) or {"?": []}).items():
        value = _value(given, sealed=sealed)
        told = _wireless_option(option, given, value, sealed=sealed)
        if told is None:
            return None
        changes |= told
    return changes


def _wireless_option(option: str, given: Sequence[str], value: str | None, *, sealed: bool) -> dict[str, str] | None:
    if option in ("--switch", "--qss") and given and given[0] in _ON and len(given) == 1:
        return {option[2:]: _ON[given[0]]}
    if option == "--ssid" and value is not None:
        return {"ssid": value} if 1 <= len(value.encode("utf-8", "surrogateescape")) <= 32 else None
    if option == "--bandWidth" and len(given) == 1 and given[0] in WIDTHS["5g"]:
        return {"bandWidth": given[0]}
    if option == "--pskkey" and value is not None:
        return {"key": value} if _is_psk(value) else None
    if option == "--wepkey":
        key = _wep_key(list(given), sealed=sealed)
        return None if key is None else {"key": key[0]}
    return _security(given, sealed=sealed) if option == "--sec" else None


def _security(given: Sequence[str], *, sealed: bool) -> dict[str, str] | None:
    match given:
        case ["none"]:
            return {"sec": "none"}
        case ["psk", mode, cipher, *rest] if mode in _MODES and cipher in _CIPHERS:
            secret = _value(rest, sealed=sealed)
            if secret is None or not _is_psk(secret):
                return None
            return {"sec": f"psk {mode} {cipher}", "key": secret}
        case ["wep", ("auto" | "open" | "shared") as mode, *rest]:
            key = _wep_key(rest, sealed=sealed)
            return None if key is None else {"sec": f"wep {mode} {key[1]}", "key": key[0]}
    return None


def _wep_key(given: list[str], *, sealed: bool) -> tuple[str, str] | None:
    """Read ``KEY [base64] [index]``; None for anything else."""
    index = given.pop() if len(given) > 1 and re.fullmatch("[1-4]", given[-1]) else "1"
    key = _value(given, sealed=sealed)
    return (key, index) if key is not None and len(key) in (5, 10, 13, 26) else None


def _is_psk(key: str) -> bool:
    return re.fullmatch(r"[\x20-\x7e]{8,63}|[0-9A-Fa-f]{64}", key) is not None


def _service(words: Sequence[str]) -> dict[str, str] | None:
    """Read the options of ``wan set service``; None when one is not understood or there is no protocol."""
    found = _options(words)
    if found is None or any(len(given) != 1 for given in found.values()):
        return None
    told = {option[2:]: given[0] for option, given in found.items()}
    protocol = told.get("protocol")
    known = {"protocol", "nat", "defaultroute", "mtu", *(_PPPOE if protocol == "pppoe" else ())}
    if protocol not in ("pppoe", "staticip", "dynamicip", "ipoa", "pppoa") or not told.keys() <= known:
        return None
    if "safeservicename" in told:
        name = unseal(told.pop("safeservicename"))
        if name is None:
            return None
        told["servicename"] = name
    permitted = {"nat": ("enable", "disable"), "defaultroute": ("yes", "no"), "secondConnection": _SECOND}
    if any(told.get(option, words[0]) not in words for option, words in permitted.items()):
        return None
    return told if re.fullmatch(r"[1-9]\d{2,3}", told.get("mtu", "1480")) else None
