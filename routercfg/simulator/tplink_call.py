"""What the blue interface's forms are handed and give back, and what tells one generation of it from another."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

from routercfg.simulator.tplink_schemes import MD5, Scheme

if TYPE_CHECKING:
    from routercfg.simulator.tplink_box import Box

Answer: TypeAlias = dict[str, object]
"""The JSON object that goes back, before it is sealed."""


class Crash(Exception):
    """The Lua code dies: HTTP 500 with the traceback [observed-tplink-ax20 §Protocol]."""


@dataclass(frozen=True, slots=True)
class Call:
    """One form of one request. ``words`` are its own fields, without ``operation`` and without a prefix."""

    controller: str
    form: str
    operation: str
    words: Mapping[str, str] = field(repr=False)
    client: str = ""


Handler: TypeAlias = "Callable[[Box, Call], Answer]"
Forms: TypeAlias = "Mapping[tuple[str, str], Mapping[str, Handler]]"
"""(controller, form) → operation → handler; the operation ``*`` stands for any."""

NO_CALLBACK: Final = "no such callback"
INVALID_ARGS: Final = "invalid args"


def good(data: object = None) -> Answer:
    """Give a success with that data; without any when there is none."""
    return {"success": True} if data is None else {"success": True, "data": data}


def bad(code: str = "", data: object = None) -> Answer:
    """Give a refusal; an empty code leaves ``errorcode`` out, as some forms do."""
    answer: Answer = {"errorcode": code} if code else {}
    answer["success"] = False
    return answer if data is None else {**answer, "data": data}


def fixed(data: object) -> Mapping[str, Handler]:
    """Give the table of a form that can only be read and always says the same."""
    return {"read": lambda _box, _call: good(data)}


@dataclass(frozen=True, slots=True)
class Generation:
    """What tells one generation of the interface from another.

    ``scheme``: how it lets people in and seals what they say. ``wpa3``, ``region_locked`` and ``iptv_words``
    (``porttype`` instead of ``lan1``…) are the AX firmware's. ``minutes_zone``: time zones are minutes (900 is GMT+3)
    instead of places in a list. ``prefixed``: a wireless form that is read alone still prefixes its fields.
    ``logout_on_password``: changing the administrator's password ends the session. ``whole_bands``: a write to a band
    that leaves out settings is a success that changes nothing. ``lacks``: forms that it has not.
    """

    scheme: Scheme = MD5
    wpa3: bool = True
    iptv_words: bool = True
    minutes_zone: bool = False
    prefixed: bool = False
    logout_on_password: bool = False
    region_locked: bool = False
    tells_firmware: bool = True
    whole_bands: bool = False
    lacks: frozenset[tuple[str, str]] = frozenset()
    front_page: str = "/webpages/index.html"


@dataclass(frozen=True, slots=True)
class Plate:
    """What is printed on a unit: names, versions, addresses.

    ``reset_password``: what an empty account's password becomes when somebody tries to log in all the same.
    """

    product: str
    hardware: str
    firmware: str
    mac: str
    country: str
    generation: Generation
    reset_password: str = "admin"  # noqa: S105 — what the firmware really does, see Door.login
