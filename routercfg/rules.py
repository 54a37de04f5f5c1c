"""What a value must satisfy before any router is touched: leaf by leaf, and leaves against each other.

Limits come from [providers §6]; where TP-Link and ASUS differ, the wider limit is the rule and the narrower one a
warning, since the vendor is not known yet (the drivers check again). Paths are those of a profile: besides the leaves
of ``settings`` there are ``wifi.ssid`` and its like (for every band), ``dns.by_vendor.VENDOR`` and ``dns.fallback``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from routercfg.errors import Part
from routercfg.secret import Secret
from routercfg.settings import AUTO, AUTOMATIC, BANDS, NONE, Value, band_of

Values: TypeAlias = Mapping[str, object]

_NO_WORDS: Final = Part()


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule that a value breaks: what is wrong, what is permitted; a ``warning`` does not stop a run."""

    path: str
    what: Part
    permitted: Part = _NO_WORDS
    warning: bool = False


Rule: TypeAlias = Callable[[str, Value], Iterator[Broken]]

WEAK_KEYS: Final = ("00000000", "12345678")
MTU_TOP: Final[Mapping[str, int]] = {"dhcp": 1500, "static": 1500, "pppoe": 1492, "l2tp": 1460, "pptp": 1420}
"""The largest MTU in bytes by protocol (TP-Link's limits, within those of ASUS)."""
RU_5GHZ: Final = (*range(36, 65, 4), *range(132, 145, 4), *range(149, 166, 4))
ALL_5GHZ: Final = (*range(36, 65, 4), *range(100, 145, 4), *range(149, 178, 4))
RADAR_5GHZ: Final = (*range(52, 65, 4), *range(100, 145, 4))
WIDTHS: Final[Mapping[str, tuple[int, ...]]] = {"2.4GHz": (20, 40), "5GHz": (20, 40, 80, 160)}
VLANS: Final = ("wan.vlan", "iptv.iptv.id", "iptv.voip.id")
_MASK_NOT_GIVEN: Final = "255.255.255.0"  # both vendors' factory mask
_ASUS_ACCOUNT: Final = 64
_TPLINK_ACCOUNT: Final = 118


def reveal(value: Value) -> str:
    """Give the text behind a value, secret or not; it goes no further than the comparison it is needed for."""
    return value.reveal() if isinstance(value, Secret) else str(value)


def octets(address: str) -> int | None:
    """Give a dotted IPv4 address as a number, None when it is not one.

    >>> octets("0.0.1.2"), octets("1.2.3"), octets("1.2.3.04")
    (258, None, None)
    """
    if not re.fullmatch(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})", address):
        return None
    parts = [int(part) for part in address.split(".")]
    return int.from_bytes(bytes(parts)) if max(parts) <= 255 else None


def canonical_mac(text: str) -> str | None:
    """Give six octets as AA:BB:CC:DD:EE:FF; ``:``, ``-`` or nothing may stand between them. None when it is no MAC."""
    if not re.fullmatch(r"[0-9A-Fa-f]{2}(?:([:-]?)[0-9A-Fa-f]{2})(?:\1[0-9A-Fa-f]{2}){4}", text):
        return None
    digits = text.replace(":", "").replace("-", "").upper()
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def _printable(text: str) -> bool:
    return all(" " <= letter <= "~" for letter in text)


def _psk(path: str, value: Value) -> Iterator[Broken]:
    text, permitted = reveal(value), Part("profile.psk.permitted")
    if not _printable(text):
        yield Broken(path, Part("profile.text.ascii"), permitted)
    elif text != text.strip(" "):
        yield Broken(path, Part("profile.text.blanks"), permitted)
    elif text in WEAK_KEYS:
        yield Broken(path, Part("profile.psk.weak"), permitted)
    elif not 8 <= len(text) <= 63 and not re.fullmatch("[0-9A-Fa-f]{64}", text):
        yield Broken(path, Part("profile.text.length", (("length", len(text)),)), permitted)


def _ssid(path: str, value: Value) -> Iterator[Broken]:
    text, permitted = reveal(value), Part("profile.ssid.permitted")
    size = len(text.encode())
    if not 1 <= size <= 32:
        yield Broken(path, Part("profile.ssid.length", (("size", size),)), permitted)
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text):
        yield Broken(path, Part("profile.text.control"), permitted)
    if any(ord(letter) > 127 for letter in text):
        yield Broken(path, Part("profile.ssid.letters"), warning=True)
    if '"' in text:
        yield Broken(path, Part("profile.ssid.quote"), warning=True)
    if text != text.strip(" "):
        yield Broken(path, Part("profile.ssid.blanks"), warning=True)


def _country(path: str, value: Value) -> Iterator[Broken]:
    if not re.fullmatch("[A-Z]{2}", str(value)):
        yield Broken(path, Part("profile.country.form"), Part("profile.country.permitted"))


def _width(path: str, value: Value) -> Iterator[Broken]:
    widths = WIDTHS[band_of(path) or "5GHz"]
    if value != AUTO and value not in widths:
        allowed = Part("profile.width.permitted", (("widths", ", ".join(map(str, widths))),))
        yield Broken(path, Part("profile.width.unknown", (("value", value),)), allowed)


def _account(path: str, value: Value) -> Iterator[Broken]:
    text, permitted = reveal(value), Part("profile.account.permitted")
    if not _printable(text):
        yield Broken(path, Part("profile.text.ascii"), permitted)
    elif text != text.strip(" "):
        yield Broken(path, Part("profile.text.blanks"), permitted)
    elif not 1 <= len(text) <= _TPLINK_ACCOUNT:
        yield Broken(path, Part("profile.text.length", (("length", len(text)),)), permitted)
    elif len(text) > _ASUS_ACCOUNT:
        yield Broken(path, Part("profile.account.asus", (("length", len(text)),)), warning=True)


def _service(path: str, value: Value) -> Iterator[Broken]:
    text, permitted = str(value), Part("profile.service.permitted")
    if not _printable(text):
        yield Broken(path, Part("profile.text.ascii"), permitted)
    elif len(text) > 32:
        yield Broken(path, Part("profile.text.length", (("length", len(text)),)), permitted)
    elif len(text) == 32:
        yield Broken(path, Part("profile.service.tplink"), warning=True)


def _server(path: str, value: Value) -> Iterator[Broken]:
    text, permitted = str(value), Part("profile.server.permitted")
    if re.fullmatch(r"[0-9.]+", text):
        yield from _host(path, text)
    elif len(text) > 63:
        yield Broken(path, Part("profile.text.length", (("length", len(text)),)), permitted)
    elif not all(re.fullmatch(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)", label) for label in text.split(".")):
        yield Broken(path, Part("profile.server.form"), permitted)


def _host(path: str, value: Value) -> Iterator[Broken]:
    number, permitted = octets(str(value)), Part("profile.host.permitted")
    if number is None:
        yield Broken(path, Part("profile.address.form", (("value", value),)), permitted)
    elif number >> 24 in (0, 127) or number >> 24 >= 224:
        yield Broken(path, Part("profile.address.host", (("value", value),)), permitted)


def _mask(path: str, value: Value) -> Iterator[Broken]:
    number, permitted = octets(str(value)), Part("profile.mask.permitted")
    if number is None:
        yield Broken(path, Part("profile.address.form", (("value", value),)), permitted)
    elif _hosts(number) + 1 & _hosts(number) or not 4 <= _hosts(number) + 1 <= 1 << 24:
        yield Broken(path, Part("profile.mask.form", (("value", value),)), permitted)


def _hosts(mask: int) -> int:
    return ~mask & 0xFFFFFFFF


def _pool_end(path: str, value: Value) -> Iterator[Broken]:
    yield from _host(path, value)
    number = octets(str(value))
    if number is not None and number & 255 in (0, 255):
        yield Broken(path, Part("profile.pool.octet", (("value", value),)), Part("profile.pool.permitted"))


def _number(low: int, high: int) -> Rule:
    def rule(path: str, value: Value) -> Iterator[Broken]:
        if isinstance(value, int) and not low <= value <= high:
            limits = Part("profile.number.permitted", (("low", low), ("high", high)))
            yield Broken(path, Part("profile.number.range", (("value", value),)), limits)

    return rule


def _mac(path: str, value: Value) -> Iterator[Broken]:
    permitted = Part("profile.mac.permitted")
    if value in ("default", "clone"):
        return
    mac = canonical_mac(str(value))
    if mac is None:
        yield Broken(path, Part("profile.mac.form", (("value", value),)), permitted)
    elif mac == "00:00:00:00:00:00" or int(mac[:2], 16) & 1:
        yield Broken(path, Part("profile.mac.group", (("value", value),)), permitted)


def _servers(path: str, value: Value) -> Iterator[Broken]:
    if not isinstance(value, tuple):
        return
    permitted = Part("profile.dns.permitted")
    if not 1 <= len(value) <= 2:
        yield Broken(path, Part("profile.dns.count", (("count", len(value)),)), permitted)
    elif len(set(value)) < len(value):
        yield Broken(path, Part("profile.dns.twice"), permitted)
    for server in value:
        yield from _host(path, server)
        if path != "dns.clients" and _is_private(octets(server)):
            yield Broken(path, Part("profile.dns.private", (("value", server),)), warning=True)


def _is_private(number: int | None) -> bool:
    """Say whether an address is of a private, shared or link-local network (RFC 1918, 6598, 3927)."""
    if number is None:
        return False
    prefixes = ((10, 8), (172 << 4 | 1, 12), (192 << 8 | 168, 16), (100 << 2 | 1, 10), (169 << 8 | 254, 16))
    return any(number >> 32 - length == prefix for prefix, length in prefixes)


def _admin_name(path: str, value: Value) -> Iterator[Broken]:
    text = str(value)
    if not re.fullmatch("[!-~]{1,32}", text):
        yield Broken(path, Part("profile.admin.name"), Part("profile.admin.name.permitted"))


def _admin_password(path: str, value: Value) -> Iterator[Broken]:
    text, permitted = reveal(value), Part("profile.admin.permitted")
    if text.lower() == "admin":
        yield Broken(path, Part("profile.admin.weak"), permitted)
    elif not re.fullmatch("[!-~]*", text):
        yield Broken(path, Part("profile.admin.letters"), permitted)
    elif not 5 <= len(text) <= 32:
        yield Broken(path, Part("profile.text.length", (("length", len(text)),)), permitted)
    elif len(text) > 16:
        yield Broken(path, Part("profile.admin.long"), warning=True)


def _in_zone_data(name: str) -> bool:
    """Say whether the time zone data have that name; anything goes where there are none (Windows without tzdata)."""
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # few profiles name a zone

    for zone in (name, "Europe/Moscow"):
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
        return zone == name
    return True


def _zone(path: str, value: Value) -> Iterator[Broken]:
    text = str(value)
    if not re.fullmatch(r"[A-Za-z0-9_+-]+(?:/[A-Za-z0-9_+-]+){0,2}", text) or not _in_zone_data(text):
        yield Broken(path, Part("profile.zone.unknown", (("value", text),)), Part("profile.zone.permitted"))


_RULES: Final[Mapping[str, Rule]] = {
    "wan.username": _account,
    "wan.password": _account,
    "wan.server": _server,
    "wan.service_name": _service,
    "wan.address": _host,
    "wan.mask": _mask,
    "wan.gateway": _host,
    "wan.mtu": _number(576, 1500),
    "wan.mac": _mac,
    "wan.vlan": _number(1, 4094),
    "dns.servers": _servers,
    "dns.clients": _servers,
    "dns.fallback": _servers,
    "wifi.country": _country,
    "wifi.ssid": _ssid,
    "wifi.password": _psk,
    "wifi.width": _width,
    "lan.address": _host,
    "lan.mask": _mask,
    "lan.dhcp.first": _pool_end,
    "lan.dhcp.last": _pool_end,
    "iptv.port": _number(1, 4),
    "iptv.internet.id": _number(2, 4094),
    "iptv.internet.priority": _number(0, 7),
    "iptv.iptv.id": _number(2, 4094),
    "iptv.iptv.priority": _number(0, 7),
    "iptv.voip.id": _number(2, 4094),
    "iptv.voip.priority": _number(0, 7),
    "admin.username": _admin_name,
    "admin.password": _admin_password,
    "time.zone": _zone,
}


def check(path: str, value: Value) -> tuple[Broken, ...]:
    """Hold one value against the rule of its leaf; the value has the type of its kind already."""
    band = band_of(path)
    name = path.replace(f"bands.{band}.", "") if band else path
    rule = _RULES.get("dns.servers" if name.startswith("dns.by_vendor.") else name)
    return tuple(rule(path, value)) if rule else ()


def check_together(values: Values) -> tuple[Broken, ...]:
    """Hold the values of a profile against each other; each of them alone has passed ``check``.

    What stands for a secret that is not fetched yet counts as given, and is compared with nothing.
    """
    return tuple(broken for rule in _TOGETHER for broken in rule(values))


def _channels(values: Values) -> Iterator[Broken]:
    russian = values.get("wifi.country", "RU") == "RU"
    for band in BANDS:
        path = f"wifi.bands.{band}.channel"
        channel = values.get(path)
        if not isinstance(channel, int):
            continue
        permitted = tuple(range(1, 14)) if band == "2.4GHz" else RU_5GHZ if russian else ALL_5GHZ
        words = Part("profile.channel.permitted", (("channels", ", ".join(map(str, permitted))),))
        if channel not in permitted:
            yield Broken(path, Part("profile.channel.unknown", (("value", channel), ("band", band))), words)
        elif band == "5GHz":
            yield from _five_gigahertz(path, channel, values.get("wifi.bands.5GHz.width"), permitted)


def _five_gigahertz(path: str, channel: int, width: object, permitted: Iterable[int]) -> Iterator[Broken]:
    """Hold channel and width together: a wide channel needs its whole block of 20 MHz channels."""
    if isinstance(width, int) and width in WIDTHS["5GHz"]:
        size = width // 20
        start = 149 if channel >= 149 else 36
        first = channel - (channel - start) % (4 * size)
        if not set(range(first, first + 4 * size, 4)) <= set(permitted):
            details = (("value", channel), ("width", width))
            yield Broken(path, Part("profile.channel.block", details), Part("profile.channel.block.permitted"))
    if channel in RADAR_5GHZ:
        yield Broken(path, Part("profile.channel.radar", (("value", channel),)), warning=True)


def _wifi_keys(values: Values) -> Iterator[Broken]:
    """Hold security and key together: open has none; another one needs one, which the router may have already."""
    common = values.get("wifi.security")
    for scope in ("wifi.", *(f"wifi.bands.{band}." for band in BANDS)):
        security = values.get(scope + "security", common)
        if security == "open" and scope + "password" in values:
            yield Broken(scope + "password", Part("profile.wifi.open"), Part("profile.wifi.open.permitted"))
        keyed = {scope + "password", "wifi.password"} & values.keys() or (scope == "wifi." and _band_keys(values))
        if scope + "security" in values and security != "open" and not keyed:
            yield Broken(scope + "security", Part("profile.wifi.keyless", (("value", security),)), warning=True)


def _band_keys(values: Values) -> bool:
    return any(path.endswith(".password") and band_of(path) for path in values)


def _mtu(values: Values) -> Iterator[Broken]:
    protocol, mtu = values.get("wan.protocol"), values.get("wan.mtu")
    top = MTU_TOP.get(str(protocol), 1500)
    if isinstance(mtu, int) and top < mtu <= 1500:
        limits = Part("profile.mtu.permitted", (("high", top), ("protocol", protocol)))
        yield Broken("wan.mtu", Part("profile.number.range", (("value", mtu),)), limits)


def _in_net(address: int, net: int, mask: int) -> bool:
    return address & mask == net & mask


def _at(values: Values, path: str) -> int | None:
    value = values.get(path)
    return octets(value) if isinstance(value, str) else None


def _nets(values: Values) -> Iterator[Broken]:
    """Addresses against their masks, and the two nets against each other (both vendors refuse one net on both)."""
    for side in ("wan", "lan"):
        address, mask = _at(values, f"{side}.address"), _at(values, f"{side}.mask")
        if address is not None and mask is not None and address & _hosts(mask) in (0, _hosts(mask)):
            yield Broken(f"{side}.address", Part("profile.address.edge"), Part("profile.address.edge.permitted"))
    address, mask, gateway = (_at(values, f"wan.{name}") for name in ("address", "mask", "gateway"))
    if address is not None and mask is not None and gateway is not None:
        yield from _gateway(address, mask, gateway)
    lan = _at(values, "lan.address")
    if address is None or lan is None:
        return
    masks = (mask, _at(values, "lan.mask"))
    if any(each is not None and _in_net(address, lan, each) for each in masks):
        yield Broken("lan.address", Part("profile.net.same"), Part("profile.net.same.permitted"))


def _gateway(address: int, mask: int, gateway: int) -> Iterator[Broken]:
    permitted = Part("profile.gateway.permitted")
    if gateway == address:
        yield Broken("wan.gateway", Part("profile.gateway.self"), permitted)
    elif not _in_net(gateway, address, mask):
        yield Broken("wan.gateway", Part("profile.gateway.outside"), permitted)
    elif gateway & _hosts(mask) in (0, _hosts(mask)):
        yield Broken("wan.gateway", Part("profile.address.edge"), Part("profile.address.edge.permitted"))


def _pool(values: Values) -> Iterator[Broken]:
    first, last, lan = (_at(values, f"lan.{name}") for name in ("dhcp.first", "dhcp.last", "address"))
    mask = _at(values, "lan.mask") or octets(_MASK_NOT_GIVEN) or 0
    for path, end in (("lan.dhcp.first", first), ("lan.dhcp.last", last)):
        if lan is not None and end is not None and not _in_net(end, lan, mask):
            yield Broken(path, Part("profile.pool.outside"), Part("profile.pool.permitted"))
    if first is None or last is None:
        return
    if first > last:
        yield Broken("lan.dhcp.first", Part("profile.pool.order"), Part("profile.pool.permitted"))
    elif lan is not None and first <= lan <= last:
        yield Broken("lan.dhcp.first", Part("profile.pool.router"), Part("profile.pool.permitted"))


def _loops(values: Values) -> Iterator[Broken]:
    """Refuse the router itself as its own resolver: it would ask in a circle."""
    lan = values.get("lan.address")
    for path, value in values.items():
        if path.startswith("dns.") and path != "dns.clients" and isinstance(value, tuple) and lan in value:
            yield Broken(path, Part("profile.dns.loop"), Part("profile.dns.permitted"))


def _vlans(values: Values) -> Iterator[Broken]:
    seen: dict[object, str] = {}
    for path in VLANS:
        number = values.get(path, NONE)
        if number != NONE and number in seen:
            twice = Part("profile.vlan.twice", (("value", number), ("other", seen[number])))
            yield Broken(path, twice, Part("profile.vlan.permitted"))
        seen.setdefault(number, path)
    if values.get("iptv.mode") == "vlan" and all(values.get(path, NONE) == NONE for path in VLANS):
        yield Broken("iptv.mode", Part("profile.vlan.missing"), Part("profile.vlan.missing.permitted"))


def _admin(values: Values) -> Iterator[Broken]:
    password = values.get("admin.password")
    keys = [value for path, value in values.items() if path.startswith("wifi.") and path.endswith(".password")]
    if isinstance(password, Secret) and password in keys:
        yield Broken("admin.password", Part("profile.admin.same"), Part("profile.admin.permitted"))


def _dual(values: Values) -> Iterator[Broken]:
    if values.get("wan.protocol") in ("l2tp", "pptp") and values.get("wan.secondary") == "none":
        yield Broken("wan.secondary", Part("profile.secondary.none"), warning=True)


_TOGETHER: Final[tuple[Callable[[Values], Iterator[Broken]], ...]] = (
    _channels,
    _wifi_keys,
    _mtu,
    _nets,
    _pool,
    _loops,
    _vlans,
    _admin,
    _dual,
)

_REQUIRED: Final[Mapping[str, tuple[str, ...]]] = {
    "pppoe": ("wan.username", "wan.password"),
    "l2tp": ("wan.server", "wan.username", "wan.password"),
    "pptp": ("wan.server", "wan.username", "wan.password"),
    "static": ("wan.address", "wan.mask", "wan.gateway"),
}


def missing(values: Mapping[str, object]) -> tuple[str, ...]:
    """Give the paths that the chosen protocol needs and the profile leaves out."""
    protocol = str(values.get("wan.protocol"))
    wanted = list(_REQUIRED.get(protocol, ()))
    if protocol in ("pppoe", "l2tp", "pptp") and values.get("wan.secondary") == "static":
        wanted += ["wan.address", "wan.mask"]
    absent = [path for path in wanted if path not in values]
    by_vendor = any(path.startswith("dns.by_vendor.") for path in values)
    if protocol == "static" and not by_vendor and values.get("dns.servers", AUTOMATIC) == AUTOMATIC:
        absent.append("dns.servers")
    return tuple(absent)
