"""The internet connection of the old green pages: one page per connection type, and saving a page chooses its type.

MTU, service name and name servers of PPPoE are on its advanced page. L2TP and PPTP have no name servers of their own:
the wished pair goes to the DHCP server, which hands it to the clients [tplink-legacy §1.7.4].
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.device import Native
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import AUTOMATIC, HIDDEN, Running, Settings, Value
from routercfg.vendors.rows import Row, running
from routercfg.vendors.tplink_userrpm_pages import ACTIVE, DHCP, EMPTY, MAC, WAN
from routercfg.vendors.tplink_userrpm_rows import CLIENTS_ROW, SECONDS, mac_row, wan_rows
from routercfg.vendors.tplink_wan import LONGEST, MTU, PATHS, SMALLEST_MTU

TUNNELS: Final = ("l2tp", "pptp")
_NEEDED: Final[Mapping[str, Mapping[str, str]]] = {
    "dhcp": {},
    "pppoe": {},
    "static": {"ip": "wan.address", "mask": "wan.mask", "gateway": "wan.gateway", "dnsserver": "dns.servers"},
    "l2tp": {"L2TPServerName": "wan.server"},
    "pptp": {"PPTPServerName": "wan.server"},
}
_NEEDED_SECOND: Final = {"sta_ip": "wan.address", "sta_mask": "wan.mask"}
_LONGEST: Final[Mapping[str, int]] = {**LONGEST}
_LONGEST_TUNNEL: Final[Mapping[str, int]] = {**LONGEST, "wan.username": 31, "wan.password": 63}


def active(native: Native) -> str | None:
    """Give the connection type in force; None when it is one of those we have no word for."""
    page = native.get(ACTIVE, {}).get("page")
    return next((protocol for protocol, its in WAN.items() if its == page and its in native), None)


def wan_running(native: Native) -> dict[str, Running]:
    """Read the connection in force and the port's hardware address."""
    found = running([mac_row(native)], native)
    protocol = active(native)
    if protocol is None:
        return found
    secondary = _stored_secondary(native, protocol)
    read = running(wan_rows(native, protocol, secondary), native)
    return {**found, "wan.protocol": protocol, "wan.secondary": secondary, **read}


def wan_words(native: Native, wanted: Mapping[str, Value]) -> dict[str, dict[str, str]]:
    """Give words by page for the wanted leaves, the page of the connection type first.

    When the type changes, its page is written even if nothing else of it does, since that is what chooses the type;
    and what the old type had and the new one can hold goes along, since a leaf that already was as wanted is not among
    the wanted ones.
    """
    mine = {path: value for path, value in wanted.items() if path in PATHS}
    protocol = str(mine.get("wan.protocol") or active(native))
    if not mine or protocol not in WAN:
        return {}
    whole = {**_carried(native, protocol), **mine}
    found: dict[str, dict[str, str]] = {} if protocol == active(native) else {WAN[protocol]: {}}
    for row in wan_rows(native, protocol, _secondary(native, protocol, whole)):
        if row.path in whole and all(name in native.get(row.page, {}) for name in row.names):
            found.setdefault(row.page, {}).update(row.words(whole[row.path]))
    return found


def fillable(native: Native, page: str) -> bool:
    """Say whether a page of a connection type holds enough to be saved as it is: a never filled one is refused."""
    protocol = next((name for name, its in WAN.items() if its == page), None)
    return protocol is None or not _lacking(native[page], protocol)


def _lacking(words: Mapping[str, str], protocol: str) -> tuple[str, ...]:
    """Name the leaves without which the router would not take a page of a connection type."""
    static = words.get("SecType") == "2" or words.get("IpType") == "1"
    needed = {**_NEEDED[protocol], **(_NEEDED_SECOND if static else {})}
    return tuple(path for name, path in needed.items() if words.get(name, "") in EMPTY)


def _carried(native: Native, protocol: str) -> dict[str, Value]:
    """Give what the connection in force has and another type can hold.

    A pair of name servers goes to the DHCP server of L2TP and PPTP only while that has none of its own.
    """
    if protocol == active(native):
        return {}
    present = {path: value for path, value in wan_running(native).items() if value is not HIDDEN and path in PATHS}
    if protocol in TUNNELS and CLIENTS_ROW.read(native) != AUTOMATIC:
        present.pop("dns.servers", None)
    return {path: value for path, value in present.items() if _limit(native, protocol, path, value) is None}


def _secondary(native: Native, protocol: str, wanted: Mapping[str, Running]) -> str:
    word = wanted.get("wan.secondary")
    return word if isinstance(word, str) and word in SECONDS[protocol] else _stored_secondary(native, protocol)


def _stored_secondary(native: Native, protocol: str) -> str:
    rows = (row for row in wan_rows(native, protocol, "none") if row.path == "wan.secondary")
    word = next((row.read(native) for row in rows), None)
    return word if isinstance(word, str) else next(iter(str(choice) for choice in SECONDS[protocol]))


# Gaps.


def wan_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name the leaves of the connection that this router cannot do as desired."""
    wanted = {path: value for path, value in desired.items() if path in PATHS and value is not HIDDEN}
    protocol = wanted.get("wan.protocol") or active(native)
    if not wanted:
        return _mac_gaps(native, desired)
    if not isinstance(protocol, str) or WAN[protocol] not in native:
        nowhere = Part("reason.tplink-no-protocol")
        return (*_mac_gaps(native, desired), *(Gap(path, nowhere) for path in wanted))
    found = [*_mac_gaps(native, desired), *_leaf_gaps(native, protocol, wanted)]
    place = _dns_place_taken(native, protocol, desired) if protocol in TUNNELS else None
    if place is not None:
        found.append(Gap("dns.servers", place))
    short = _shortage(native, protocol, wanted, found)
    if short is None:
        return tuple({gap.path: gap for gap in reversed(found)}.values())
    rest = desired.only([path for path in desired if path != short.path])
    return (short, *wan_gaps(native, rest))


def _shortage(native: Native, protocol: str, wanted: Mapping[str, Value], gaps: list[Gap]) -> Gap | None:
    """Name the leaf that cannot be because the router would miss others beside it."""
    beyond = {gap.path for gap in gaps}
    missing = _missing(native, protocol, {path: value for path, value in wanted.items() if path not in beyond})
    if not missing:
        return None
    second = wanted.get("wan.secondary") == "static" and "wan.address" in missing
    likely = ("wan.secondary", "wan.protocol") if second else ("wan.protocol",)
    where = next(path for path in (*likely, *wanted) if path in wanted)
    return Gap(where, Part("reason.tplink-protocol-needs", (("protocol", protocol), ("paths", ", ".join(missing)))))


def remarks(native: Native, desired: Settings) -> tuple[Gap, ...]:
    """Name what is done in another place than the wish says, and why: for a plan to say so."""
    protocol = desired.get("wan.protocol") or active(native)
    if protocol not in TUNNELS or not isinstance(desired.get("dns.servers"), tuple):
        return ()
    return (Gap("dns.servers", Part("reason.userrpm-dns-to-clients", (("protocol", protocol),))),)


def _leaf_gaps(native: Native, protocol: str, wanted: Mapping[str, Value]) -> Iterator[Gap]:
    rows = {row.path: row for row in wan_rows(native, protocol, _secondary(native, protocol, wanted))}
    for path, value in wanted.items():
        reason = _unfit(native, protocol, rows.get(path), path, value)
        if reason is not None and path != "wan.protocol":
            yield Gap(path, reason)


def _unfit(native: Native, protocol: str, row: Row | None, path: str, value: Value) -> Part | None:
    if path == "wan.secondary" and row is None and value == "none":
        return None
    if row is None:
        return Part("reason.tplink-not-in-protocol", (("protocol", protocol),))
    if any(name not in native.get(row.page, {}) for name in row.names):
        return Part("reason.tplink-not-offered")
    return _limit(native, protocol, path, value)


def _limit(native: Native, protocol: str, path: str, value: Value) -> Part | None:
    """Say which limit of a connection type a value breaks, None when it breaks none."""
    if path == "wan.mtu" and isinstance(value, int) and not SMALLEST_MTU <= value <= MTU[protocol]:
        return Part("reason.tplink-range", (("least", SMALLEST_MTU), ("most", MTU[protocol])))
    if path == "wan.secondary" and value not in SECONDS[protocol]:
        return Part("reason.tplink-choice", (("choices", ", ".join(map(str, SECONDS[protocol]))),))
    if path == "dns.servers" and value == AUTOMATIC and protocol == "static":
        return Part("reason.tplink-dns-wanted")
    if path not in LONGEST:
        return None
    longest = _own_limit(native, protocol, path)
    text = value.reveal() if isinstance(value, Secret) else str(value)
    return Part("reason.tplink-long", (("longest", longest),)) if len(text.encode()) > longest else None


def _own_limit(native: Native, protocol: str, path: str) -> int:
    """Give the page's own limit on letters, or the one the references know: an over-long text is silently cut."""
    for row in wan_rows(native, protocol, "none"):
        told = native.get(row.page, {}).get(f".longest.{row.names[0]}", "")
        if row.path == path and told.isdigit():
            return int(told)
    return (_LONGEST_TUNNEL if protocol in TUNNELS else _LONGEST)[path]


def _dns_place_taken(native: Native, protocol: str, desired: Settings) -> Part | None:
    """Say whether the DHCP server's pair, which has to serve for both, is wanted (or is) otherwise."""
    servers = desired.get("dns.servers")
    if servers is None or DHCP not in native:
        return None
    clients = desired.get("dns.clients", servers)
    stays = active(native) != protocol and wan_running(native).get("dns.servers") == servers != CLIENTS_ROW.read(native)
    taken = clients != servers or (stays and CLIENTS_ROW.read(native) != AUTOMATIC and "dns.clients" not in desired)
    return Part("reason.userrpm-dns-one-place", (("protocol", protocol),)) if taken else None


def _missing(native: Native, protocol: str, wanted: Mapping[str, Value]) -> tuple[str, ...]:
    """Name what the router would miss if it were told this; nothing when it is to be told nothing."""
    present = wan_running(native)
    if protocol == active(native) and all(present.get(path) == value for path, value in wanted.items()):
        return ()
    page = WAN[protocol]
    return _lacking({**native[page], **wan_words(native, wanted).get(page, {})}, protocol)


def _mac_gaps(native: Native, desired: Settings) -> tuple[Gap, ...]:
    wish = desired.get("wan.mac")
    if wish is None:
        return ()
    reason = _mac_reason(native, str(wish))
    return (Gap("wan.mac", reason),) if reason is not None else ()


def _mac_reason(native: Native, wish: str) -> Part | None:
    page = native.get(MAC, {})
    row = mac_row(native)
    if "mac1" not in page or not page.get(".factory"):
        return Part("reason.tplink-not-offered")
    if wish == "clone" and (page.get(".fixed") == "1" or page.get(".pc", "00").strip("0-") == ""):
        return Part("reason.clone-unknown")
    if wish not in {"default", "clone"} and row.back(row.to(wish)) != wish:
        same = "reason.clone-same" if row.back(row.to(wish)) == "clone" else "reason.userrpm-mac-default"
        return Part(same)
    return None
