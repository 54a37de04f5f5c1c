"""The JSON Schema of a profile, for editors; made from the same table of fields that reading uses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from routercfg.language import Language, say
from routercfg.profile.cells import REFERENCES
from routercfg.profile.fields import FIELDS, SECTIONS, Field
from routercfg.rules import MTU_TOP, WIDTHS
from routercfg.settings import AUTO, AUTOMATIC, NONE, Kind, band_of

Schema: TypeAlias = dict[str, Any]

_OCTET: Final = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_ADDRESS: Final = rf"^{_OCTET}(?:\.{_OCTET}){{3}}$"
_PAIR: Final[Schema] = {"type": "array", "items": {"$ref": "#/definitions/address"}, "minItems": 1, "maxItems": 2}

_DEFINITIONS: Final[Schema] = {
    "address": {"type": "string", "pattern": _ADDRESS},
    "pair": {**_PAIR, "uniqueItems": True},
    "reference": {
        "type": "object",
        "minProperties": 1,
        "maxProperties": 1,
        "additionalProperties": False,
        "properties": {source: {"type": "string", "minLength": 1} for source in REFERENCES},
    },
}

_KINDS: Final[Mapping[Kind, Callable[[Field], Schema]]] = {
    Kind.TEXT: lambda _field: {"type": "string", "minLength": 1},
    Kind.SECRET: lambda _field: {"anyOf": [{"type": "string", "minLength": 1}, {"$ref": "#/definitions/reference"}]},
    Kind.NUMBER: lambda _field: {"type": "integer"},
    Kind.SWITCH: lambda _field: {"type": "boolean"},
    Kind.CHOICE: lambda field: {"enum": list(field.choices)},
    Kind.ADDRESS: lambda _field: {"$ref": "#/definitions/address"},
    Kind.MAC: lambda _field: {
        "anyOf": [
            {"enum": ["default", "clone"]},
            {"type": "string", "pattern": "^[0-9A-Fa-f]{2}(?:[:-]?[0-9A-Fa-f]{2}){5}$"},
        ]
    },
    Kind.SERVERS: lambda _field: {"anyOf": [{"const": AUTOMATIC}, {"$ref": "#/definitions/pair"}]},
    Kind.NUMBER_OR_AUTO: lambda _field: {"anyOf": [{"const": AUTO}, {"type": "integer", "minimum": 1}]},
    Kind.VLAN: lambda _field: {"anyOf": [{"const": NONE}, {"type": "integer", "minimum": 2, "maximum": 4094}]},
}

_PRIORITY: Final[Schema] = {"type": "integer", "minimum": 0, "maximum": 7}

_LIMITS: Final[Mapping[str, Schema]] = {
    "version": {"const": 1},
    "checked": {"type": "string", "pattern": "^[0-9]{4}-[01][0-9]-[0-3][0-9]$"},
    "wan.username": {"type": "string", "minLength": 1, "maxLength": 118},
    "wan.service_name": {"type": "string", "maxLength": 32},
    "wan.server": {"type": "string", "minLength": 1, "maxLength": 63},
    "wan.mtu": {"type": "integer", "minimum": 576, "maximum": max(MTU_TOP.values())},
    "wan.vlan": {"anyOf": [{"const": NONE}, {"type": "integer", "minimum": 1, "maximum": 4094}]},
    "wifi.ssid": {"type": "string", "minLength": 1, "maxLength": 32},
    "wifi.country": {"type": "string", "pattern": "^[A-Z]{2}$"},
    "iptv.port": {"type": "integer", "minimum": 1, "maximum": 4},
    "iptv.internet.priority": _PRIORITY,
    "iptv.iptv.priority": _PRIORITY,
    "iptv.voip.priority": _PRIORITY,
}

_SECTION_WORDS: Final = ("wan", "dns", "wifi", "lan", "iptv", "admin", "time")


def about(path: str, lang: Language = "en") -> str:
    """Say what a field is for, in one sentence."""
    band, name = band_of(path), path
    if band:
        name = path.replace(f"bands.{band}.", "")
    elif path.startswith("dns.by_vendor."):
        name = "dns.by_vendor"
    return say(f"profile.field.{name}", lang)


def schema(lang: Language = "en") -> Schema:
    """Give the JSON Schema (draft-07) of a profile, its descriptions in that language."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "routercfg profile",
        "definitions": {name: dict(form) for name, form in _DEFINITIONS.items()},
        **_section("", lang),
        "required": ["version"],
    }


def _section(path: str, lang: Language) -> Schema:
    properties: Schema = {}
    for word in SECTIONS[path]:
        here = f"{path}.{word}" if path else word
        if here in FIELDS:
            properties[word] = _field(FIELDS[here], lang)
        else:
            words = {"description": say(f"profile.section.{word}", lang)} if here in _SECTION_WORDS else {}
            properties[word] = {**words, **_section(here, lang)}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _field(field: Field, lang: Language) -> Schema:
    return {"description": about(field.path, lang), **_form(field)}


def _form(field: Field) -> Schema:
    band = band_of(field.path)
    name = field.path.replace(f"bands.{band}.", "") if band else field.path
    if field.path == "ask":
        paths = [path for path, each in FIELDS.items() if not each.about]
        return {"type": "array", "items": {"enum": paths}, "minItems": 1}
    if field.listed:
        # an object with $ref may have no neighbours in draft-07: they would be ignored, description and all
        return {"allOf": [{"$ref": "#/definitions/pair"}]}
    if name == "wifi.width" and band:
        return {"enum": [AUTO, *WIDTHS[band]]}
    form = _LIMITS.get(name) or _KINDS[field.kind](field)
    return {"allOf": [form]} if "$ref" in form else form
