"""What attributes an object has, what each takes, and with which number the firmware refuses the rest.

Sources: [observed-tplink-wr841n-v14 §Actions, §Objects], data/wr841n-v14-objects.txt (shortened in object_table).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from routercfg.simulator.object_table import TABLE

OK: Final = 0
FAILED: Final = 1
DENIED: Final = 9001
BAD_ARGUMENTS: Final = 9003
BAD_NAME: Final = 9005
BAD_VALUE: Final = 9007
NO_OBJECT: Final = 9804
NO_INSTANCE: Final = 9805
FULL: Final = 9812
BAD_FORMAT: Final = 71011
NO_CGI: Final = 71016
NOT_IN: Final = 71111
WRONG_PASSWORD: Final = 71233
WRONG_LOGIN: Final = 71234

_WORD: Final = re.compile(
    r"(?P<name>\w+):(?P<type>[sbui])(?P<fixed>!?)(?P<length>\d*)"
    r"(?:\((?P<least>-?\d*),(?P<most>-?\d*)\))?(?:@(?P<choice>\w+))?(?:=(?P<value>\S*))?"
)

_WPA: Final = frozenset({"TKIPEncryption", "AESEncryption", "TKIPandAESEncryption"})
CHOICES: Final[Mapping[str, frozenset[str]]] = {
    "BeaconTypeValues": frozenset({"Basic", "WPA", "11i", "WPAand11i", "WPA3", "WPA3and11i"}),
    "classic BeaconTypeValues": frozenset({"Basic", "WPA", "11i", "WPAand11i"}),
    "X_TP_BandwidthValue": frozenset({"Auto", "20M", "40M", "80M"}),
    "StandardValues": frozenset({"b", "g", "n", "bg", "gn", "bgn", "a", "an", "ac", "nac", "anac"}),
    "WPAEncryptionModesValues": _WPA,
    "WPA3EncryptionModesValues": frozenset({"AESEncryption"}),
    "WPAAuthenticationModeValues": frozenset({"PSKAuthentication", "EAPAuthentication"}),
    "IEEE11iAuthenticationModeValues": frozenset({"PSKAuthentication", "EAPAuthentication"}),
    "WPA3AuthenticationModeValues": frozenset({"SAEAuthentication"}),
    "BasicEncryptionModesValues": frozenset({"None", "WEPEncryption"}),
    "BasicAuthenticationModeValues": frozenset({"None", "OpenSystem", "SharedAuthentication", "Both"}),
    "ConnectionTriggerValues": frozenset({"AlwaysOn", "OnDemand", "Manual"}),
    "PPPAuthenticationProtocolValues": frozenset({"AUTO_AUTH", "PAP", "CHAP", "MS-CHAP"}),
    "AddressingTypeValues": frozenset({"DHCP", "Static"}),
    "TransportTypeValues": frozenset({"PPPoE", "PPPoA", "L2TP", "PPTP"}),
    "secondConnectionValues": frozenset({"sec_conn_disable", "sec_conn_dynip", "sec_conn_staip"}),
    "wlMacFilter2Modes": frozenset({"deny", "allow"}),
    "multiModeArray": frozenset({"Router", "AP", "RE", "Client", "Hotspot"}),
}
"""Permitted words, as far as they were seen [observed-tplink-wr841n-v14 §Objects; tplink-web 5.9, 5.11; spellings of
``sec_conn_dynip``, ``BasicAuthenticationMode`` and of the modes of ``MULTIMODE`` are inferred]. Any word is taken
where the list's name is not here."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute. ``room`` counts its end mark too: 34 takes 33 bytes; 0 knows no limit."""

    name: str
    kind: str
    fixed: bool = False
    room: int = 0
    least: int | None = None
    most: int | None = None
    choice: str = ""
    default: str = ""

    @property
    def shown(self) -> str:
        """The name as answers spell it: abbreviations keep their capitals, other names begin small."""
        return self.name if self.name[1:2].isupper() or self.name[1:2] == "_" else _small(self.name)

    def verdict(self, text: str) -> int:
        """Give 0 when a SET may bring that text, else the firmware's number."""
        if self.fixed:
            return DENIED
        if self.kind == "s":
            return self._verdict_on_word(text)
        if self.kind == "b":
            return OK if text in ("0", "1") else BAD_VALUE
        if re.fullmatch(r"\d{1,10}" if self.kind == "u" else r"-?\d{1,10}", text) is None:
            return BAD_VALUE
        low, high = self.least is not None and int(text) < self.least, self.most is not None and int(text) > self.most
        return BAD_VALUE if low or high else OK

    def _verdict_on_word(self, text: str) -> int:
        if self.room and len(text.encode("utf-8", "surrogateescape")) >= self.room:
            return BAD_VALUE
        choices = CHOICES.get(self.choice)
        return BAD_VALUE if choices is not None and text not in choices else OK


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]


@dataclass(frozen=True)
class Schema:
    """All objects of a firmware by name, each with its attributes in order, by the name as answers spell it."""

    objects: Mapping[str, Mapping[str, Attribute]]

    def find(self, oid: str, name: str) -> Attribute | None:
        """Give the attribute a request means; only its first letter may be of either case."""
        return self.objects[oid].get(name) or self.objects[oid].get(_other_case(name))

    def without(self, *names: str) -> Schema:
        """Give the schema of older firmware, which has no attributes that begin so."""
        return Schema(
            {
                oid: {key: one for key, one in held.items() if not one.name.startswith(names)}
                for oid, held in self.objects.items()
            }
        )

    def choosing(self, oid: str, **words: str) -> Schema:
        """Give the schema with other permitted words: ``attribute="name of the list"``."""
        held = {key: replace(one, choice=words.get(key, one.choice)) for key, one in self.objects[oid].items()}
        return Schema({**self.objects, oid: held})

    def with_objects(self, more: Mapping[str, Mapping[str, Attribute]]) -> Schema:
        """Give the schema with more objects, or with other ones of the same name."""
        return Schema({**self.objects, **more})


def _other_case(name: str) -> str:
    return name[:1].swapcase() + name[1:]


def texts(names: Iterable[str], *fixed: str) -> dict[str, Attribute]:
    """Give attributes of an object of which only the names are known: texts of any length."""
    return {name: Attribute(name, "s", fixed=name in fixed) for name in names}


@cache
def wr841n() -> Schema:
    """Give the schema of TL-WR841N v14."""
    objects: dict[str, dict[str, Attribute]] = {}
    current: dict[str, Attribute] = {}
    oid = ""
    for word in TABLE.split():
        if word == ">":
            current = objects.setdefault(oid, {})
        elif ":" not in word:
            oid = word
        else:
            attribute = _attribute(word)
            current[attribute.shown] = attribute
    return Schema(objects)


def _attribute(word: str) -> Attribute:
    found = _WORD.fullmatch(word)
    if found is None:
        raise ValueError(f"not an attribute: {word}")
    part = found.groupdict()
    value = part["value"] if part["value"] is not None else "" if part["type"] == "s" else "0"
    return Attribute(
        part["name"],
        part["type"],
        fixed=bool(part["fixed"]),
        room=int(part["length"] or "0"),
        least=int(part["least"]) if part["least"] else None,
        most=int(part["most"]) if part["most"] else None,
        choice=part["choice"] or "",
        default=value,
    )
