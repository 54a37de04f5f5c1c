"""The parts of a backup file as bytes, and back: who, when, the settings in our words, the native words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from routercfg.backup.content import CLOCKS, ORIGINS, Backup, Moment, stamp_of
from routercfg.device import Identity
from routercfg.errors import BackupNewer
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, LEAVES, Running, Settings

ABOUT: Final = "about.json"
IDENTITY: Final = "identity.json"
SETTINGS: Final = "settings.json"
PROFILE: Final = "profile.yaml"
NATIVE: Final = "native.json"
OWN: Final = "own/"
"""Under this name the router's own file lies."""

_WHO: Final = ("vendor", "family", "model", "hardware", "firmware", "mac")


def contents(backup: Backup) -> dict[str, bytes]:
    """Give all parts by name, in their order."""
    own, when = backup.own, backup.moment
    who = {name: getattr(backup.identity, name) for name in _WHO} | {"factory": backup.identity.factory}
    made = {
        ABOUT: {
            "taken": stamp_of(when.time),
            "clock": when.clock,
            "origin": backup.origin,
            "own_layout": own.layout if own else "",
        },
        IDENTITY: {**who, "macs": list(backup.macs), "serial": backup.serial, "bands": list(backup.bands)},
        SETTINGS: {
            "values": {path: _value_data(value) for path, value in backup.settings.items()},
            "from_profile": list(backup.from_profile),
        },
    }
    found = {name: dump(data) for name, data in made.items()}
    found |= {PROFILE: backup.profile.encode("utf-8", "replace"), NATIVE: dump(backup.native)}
    return {**found, OWN + own.name: own.content} if own else found


def dump(data: object) -> bytes:
    """Give data as the bytes of a readable JSON file."""
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "surrogatepass")


def load(content: bytes) -> Any:  # noqa: ANN401  JSON is any of its types
    """Read JSON. Raises ValueError, RecursionError."""
    return json.loads(content.decode("utf-8", "surrogatepass"))


# Each reader gives fields of a Backup; it raises KeyError, TypeError, ValueError or AttributeError for anything else.


def read_about(content: bytes) -> dict[str, Any]:
    """Read when the backup was taken and what of."""
    data = load(content)
    when = Moment(_time(data["taken"]), _one_of(CLOCKS, data["clock"]))
    return {"moment": when, "origin": _one_of(ORIGINS, data["origin"])}


def read_layout(content: bytes) -> dict[str, Any]:
    """Read which layout the router's own file has."""
    return {"layout": _text(load(content)["own_layout"])}


def read_identity(content: bytes) -> dict[str, Any]:
    """Read who the router is."""
    data = load(content)
    if type(data["factory"]) is not bool:
        raise TypeError("factory")
    vendor, family, model, hardware, firmware, mac = (_text(data[name]) for name in _WHO)
    who = Identity(vendor, family, model, hardware, firmware, mac, data["factory"])
    more = {"macs": _texts(data["macs"]), "serial": _text(data["serial"]), "bands": _texts(data["bands"])}
    return {"identity": who, **more}


def read_settings(content: bytes, file: str) -> dict[str, Any]:
    """Read the settings. Raises BackupNewer for one that this program has never heard of."""
    data = load(content)
    values: Mapping[str, object] = data["values"]
    if any(path not in LEAVES for path in values):
        raise BackupNewer(file=file)
    settings, known = Settings({path: _value(each) for path, each in values.items()}), _texts(data["from_profile"])
    if not set(known) <= set(settings):
        raise ValueError("from_profile")
    return {"settings": settings, "from_profile": known}


def read_native(content: bytes) -> dict[str, Any]:
    """Read the native words."""
    data = load(content)
    return {"native": {page: {key: _text(word) for key, word in words.items()} for page, words in data.items()}}


def read_profile(content: bytes) -> dict[str, Any]:
    """Read the text of the profile."""
    return {"profile": content.decode("utf-8")}


def _value_data(value: Running) -> object:
    if value is HIDDEN:
        return {"hidden": True}
    if isinstance(value, Secret):
        return {"secret": value.reveal()}
    return list(value) if isinstance(value, tuple) else value


def _value(data: object) -> Running:
    match data:
        case {"hidden": True}:
            return HIDDEN
        case {"secret": str(text)}:
            return Secret(text)
        case list():
            return _texts(data)
        case str() | int():
            return data
    raise ValueError("not a setting's value")


def _text(data: object) -> str:
    if not isinstance(data, str):
        raise TypeError("text")
    return data


def _texts(data: object) -> tuple[str, ...]:
    if not isinstance(data, list):
        raise TypeError("texts")
    return tuple(_text(each) for each in data)


def _one_of(words: tuple[str, ...], word: object) -> str:
    if word not in words:
        raise ValueError("word")
    return str(word)


def _time(data: object) -> datetime:
    found = datetime.strptime(_text(data), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if stamp_of(found) != data:
        raise ValueError("time")
    return found
