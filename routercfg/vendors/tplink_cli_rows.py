"""TP-Link's command line: its words beside ours, and what it cannot do.

Native pages are those of ``dialects.tplink_cli.read`` and ``account``: with what we logged in.
[tplink-legacy-ssh-openwrt §2.1.3-§2.1.5]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.device import Facts, Native
from routercfg.dialects import tplink_cli as dialect
from routercfg.dialects.tplink_cli import LAN, ROUTE, SERVICES, Security, Usage, radio_page, wan_page
from routercfg.errors import Part
from routercfg.plan import Gap
from routercfg.secret import Secret
from routercfg.settings import AUTO, HIDDEN, Running, Settings, band_of

ACCOUNT: Final = "account"
BAND_OF: Final[Mapping[str, str]] = {"2g": "2.4GHz", "5g": "5GHz", "": "2.4GHz"}
_WEB: Final = Part("reason.cli-web")
_WIFI_NAMES: Final = ("enabled", "ssid", "security", "password", "width")
_OPTION: Final = {"enabled": "switch", "ssid": "ssid", "security": "sec", "password": "sec", "width": "bandwidth"}
_WAN_OPTION: Final = {
    "wan.protocol": "protocol",
    "wan.username": "username",
    "wan.password": "password",
    "wan.service_name": "servicename",
    "wan.mtu": "mtu",
    "wan.secondary": "secondconnection",
}
_PROTOCOLS: Final = {"pppoe": "pppoe", "dynamicip": "dhcp", "staticip": "static", "l2tp": "l2tp", "pptp": "pptp"}
_SECOND: Final = {"sec_conn_disable": "none", "sec_conn_dynip": "dhcp", "sec_conn_staip": "static"}
_SECURITY: Final[Mapping[str, str]] = {"wpa": "wpa", "wpa2": "wpa2", "auto": "wpa/wpa2"}
_VERSION: Final = {ours: theirs for theirs, ours in _SECURITY.items()}


# Reading.


def running(native: Native) -> dict[str, Running]:
    """Give all that the command line tells."""
    found = _wan_leaves(native)
    for radio in radios(native):
        told = _radio_leaves(native[radio_page(radio)])
        found |= {f"wifi.bands.{BAND_OF[radio]}.{name}": value for name, value in told.items()}
    address = native.get(LAN, {}).get("IPInterfaceIPAddress", "").strip()
    found |= {"lan.address": address} if address else {}
    account = native.get(ACCOUNT, {})
    return found | {
        "admin.username": account.get("username", dialect.NAME),
        "admin.password": Secret(account.get("password", "")),
    }


def radios(native: Native) -> tuple[str, ...]:
    """Give the bands this hardware has, as the command line calls them."""
    return tuple(radio for radio in BAND_OF if radio_page(radio) in native)


def bands(native: Native) -> tuple[str, ...]:
    """Give the same in our words."""
    return tuple(BAND_OF[radio] for radio in radios(native))


def _radio_leaves(page: Mapping[str, str]) -> dict[str, Running]:
    found: dict[str, Running] = {"ssid": page["SSID"]}
    status = page.get("Status", "").strip().lower()
    found |= {"enabled": status == "up"} if status in ("up", "disabled") else {}
    width = page.get("bandWidth", "").strip().lower().removesuffix("hz").removesuffix("m")
    found |= {"width": AUTO if width == "auto" else int(width)} if width == "auto" or width.isdecimal() else {}
    mode = dialect.security(page.get("SecMode", ""))
    if mode is None or not mode.cipher:
        return found | ({"security": "open"} if mode else {})
    # WPA2 beside TKIP is not what the word promises
    found |= {"security": _SECURITY[mode.version]} if (mode.version, mode.cipher != "aes") != ("wpa2", True) else {}
    key = page.get("Key", "")
    return found | ({"password": HIDDEN if set(key) == {"*"} else Secret(key)} if key else {})


def _wan_leaves(native: Native) -> dict[str, Running]:
    name = connection(native)
    page = native.get(wan_page(name), {})
    active = active_connection(native)
    if not page or active not in ("", name):
        protocol = _PROTOCOLS.get(native.get(SERVICES, {}).get(active, ""))
        return {"wan.protocol": protocol} if protocol else {}
    found: dict[str, Running] = {"wan.protocol": "pppoe", "wan.username": page.get("username", "")}
    password = page.get("password", "")
    found |= {"wan.password": HIDDEN if password and set(password) == {"*"} else Secret(password)}
    mtu = page.get(told_key(page, dialect.MTU_KEYS), "")
    found |= {"wan.mtu": int(mtu)} if mtu.isdecimal() else {}
    second = _SECOND.get(page.get(dialect.SECOND_KEY, ""))
    found |= {"wan.secondary": second} if second else {}
    service = told_key(page, dialect.SERVICE_KEYS)
    return found | ({"wan.service_name": page[service]} if service else {})


def connection(native: Native) -> str:
    """Give the name of the PPPoE connection that is in use, or would be; empty where there is none."""
    protocols = native.get(SERVICES, {})
    pages = [page for key, page in native.items() if key.startswith(wan_page("")) and "username" in page]
    names = [page["name"] for page in pages if "pppoe" in protocols.get(page["name"], page["name"]).lower()]
    active = active_connection(native)
    return active if active in names else next(iter(names), "")


def active_connection(native: Native) -> str:
    """Give the name of the connection in use; empty where none is, or the router does not say."""
    return native.get(ROUTE, {}).get("name", "")


def told_key(page: Mapping[str, str], keys: tuple[str, ...]) -> str:
    """Give under which of several names a page tells something; empty where under none."""
    return next((key for key in keys if key in page), "")


# Writing.


def radio_words(
    page: Mapping[str, str], usage: Usage, merged: Mapping[str, Running], names: set[str]
) -> dict[str, str]:
    """Give the words for the leaves of one band that change; ``merged`` are all its leaves by their last name."""
    found: dict[str, str] = {}
    if "enabled" in names:
        found["Status"] = "Up" if merged["enabled"] else "Disabled"
    if "ssid" in names:
        found["SSID"] = str(merged["ssid"])
    if names & {"security", "password"}:
        mode = _wanted(usage, str(merged["security"])) if "security" in names else dialect.security(page["SecMode"])
        key = merged.get("password")
        found |= {"SecMode": str(mode), "Key": key.reveal() if mode and mode.cipher and isinstance(key, Secret) else ""}
    if "width" in names:
        found["bandWidth"] = "Auto" if merged["width"] == AUTO else f"{merged['width']}M"
    return found


def _wanted(usage: Usage, security: str) -> Security | None:
    """Choose version and cipher among those the router's help shows; None where it does not show them."""
    if security == "open":
        return Security("none")
    version = _VERSION.get(security)
    versions, ciphers = usage.keyed
    preferred = ("aes",) if version == "wpa2" else ("auto", "tkip", "aes") if version == "wpa" else ("auto", "aes")
    cipher = next((cipher for cipher in preferred if cipher in ciphers), None)
    return Security(version, cipher) if version in versions and version and cipher else None


def wan_words(page: Mapping[str, str], merged: Mapping[str, Running], paths: set[str]) -> dict[str, str]:
    """Give the words for a PPPoE connection: who logs in always, the rest when it changes."""
    password = merged["wan.password"]
    found = {"username": str(merged["wan.username"])}
    found["password"] = password.reveal() if isinstance(password, Secret) else ""
    if "wan.mtu" in paths:
        found[told_key(page, dialect.MTU_KEYS)] = str(merged["wan.mtu"])
    if "wan.service_name" in paths:
        found[told_key(page, dialect.SERVICE_KEYS)] = str(merged["wan.service_name"])
    if "wan.secondary" in paths:
        found[dialect.SECOND_KEY] = next(word for word, ours in _SECOND.items() if ours == merged["wan.secondary"])
    return found


# What it cannot do.


def gaps(usage: Usage, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    """Name what this command line cannot do. A leaf that already is as wanted is never a gap.

    A leaf that falls away may take others with it, so this goes on until nothing more falls.
    """
    found: dict[str, Gap] = {}
    while more := _gaps(usage, facts, desired.only([path for path in desired if path not in found])):
        found |= {gap.path: gap for gap in more}
    return tuple(found.values())


def _gaps(usage: Usage, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
    wanted = {p: v for p, v in desired.items() if v is not HIDDEN and facts.running.get(p) != v}
    merged = {**facts.running, **wanted}
    reasons = ((path, _reason(usage, facts, path, merged)) for path in wanted)
    return tuple(Gap(path, reason) for path, reason in reasons if reason)


def _reason(usage: Usage, facts: Facts, path: str, merged: Mapping[str, Running]) -> Part | None:
    band = band_of(path)
    if path == "admin.username":
        return Part("reason.cli-name")
    if band is None:
        return _wan_reason(usage, facts, path, merged) if path in _WAN_OPTION else _WEB
    if band not in facts.bands:
        return Part("reason.no-band", (("band", band),))
    name = path.rsplit(".", 1)[1]
    if name not in _WIFI_NAMES:
        return _WEB
    if _OPTION[name] not in usage.wifi:
        return _not_shown(f"wlctl set --{_OPTION[name]}")
    radio = next(radio for radio in radios(facts.native) if BAND_OF[radio] == band)
    return next(_radio_reasons(usage, facts.native[radio_page(radio)], path, merged), None)


def _not_shown(word: str) -> Part:
    return Part("reason.cli-not-shown", (("word", word),))


def _radio_reasons(usage: Usage, page: Mapping[str, str], path: str, merged: Mapping[str, Running]) -> Iterator[Part]:
    name, at = path.rsplit(".", 1)[1], path.rsplit(".", 1)[0]
    value, security, key = merged[path], merged.get(f"{at}.security"), merged.get(f"{at}.password")
    if {"enabled": "Status", "width": "bandWidth", "ssid": "SSID"}.get(name, "SecMode") not in page:
        yield Part("reason.cli-untold")
    if name == "width" and ("auto" if value == AUTO else f"{value}m") not in _choices(usage.wifi["bandwidth"]):
        yield _not_shown(f"wlctl set --bandWidth {value}")
    if name == "ssid" and not (usage.encodes("ssid") or dialect.plain_for_wifi(str(value))):
        yield Part("reason.cli-letters")
    if name in ("security", "password"):
        yield from _key_reasons(usage, page, name, security, key)


def _key_reasons(
    usage: Usage, page: Mapping[str, str], name: str, security: Running | None, key: Running | None
) -> Iterator[Part]:
    present = dialect.security(page.get("SecMode", ""))
    if present is None or (present.cipher and (not page.get("Key") or set(page["Key"]) == {"*"})):
        yield Part("reason.cli-no-way-back")
    if name == "password" and security == "open":
        yield Part("reason.open-password")
    if name == "security" and _wanted(usage, str(security)) is None:
        yield _not_shown(str(security))
    if security != "open" and not isinstance(key, Secret):
        yield Part("reason.cli-no-key")
    if isinstance(key, Secret) and not (usage.encodes("sec") or dialect.plain_for_wifi(key.reveal())):
        yield Part("reason.cli-letters")


def _choices(words: str) -> set[str]:
    """Give the words that an option's usage offers, small."""
    return {word for word in words.lower().replace("<", "|").replace(">", "|").split("|") if word.strip()}


def _wan_reason(usage: Usage, facts: Facts, path: str, merged: Mapping[str, Running]) -> Part | None:
    """Say why a leaf of the connection cannot be set; name and password go along with each of them."""
    page = facts.native.get(wan_page(connection(facts.native)), {})
    if merged.get("wan.protocol") != "pppoe":
        return Part("reason.cli-only-pppoe")
    for word in ("protocol", "username", "password", _WAN_OPTION[path]):
        if word not in usage.wan:
            return _not_shown(f"wan set service --{word}")
    if "pppoe" not in usage.wan["protocol"].lower():
        return _not_shown("wan set service --protocol pppoe")
    if not page:
        return Part("reason.cli-no-connection")
    if page.get("username") and not _goes_back(page):
        return Part("reason.cli-no-way-back-wan")
    return _extra_reason(usage, page, path, merged[path]) or _login_reason(usage, path, merged)


def _goes_back(page: Mapping[str, str]) -> bool:
    """Say whether the old name and password could be put back: they are told, and can be words of a line."""
    password = page.get("password", "")
    return set(password) != {"*"} and dialect.plain_for_wan(password) and dialect.plain_for_wan(page["username"])


_TOLD_AS: Final = {
    "wan.mtu": dialect.MTU_KEYS,
    "wan.service_name": dialect.SERVICE_KEYS,
    "wan.secondary": (dialect.SECOND_KEY,),
}


def _extra_reason(usage: Usage, page: Mapping[str, str], path: str, value: Running) -> Part | None:
    """Say why something beside name and password cannot be set: it is not told, or its word not shown."""
    if path in _TOLD_AS and not told_key(page, _TOLD_AS[path]):
        return Part("reason.cli-untold")
    return _WEB if path == "wan.secondary" and not _second_shown(usage, value) else None


def _second_shown(usage: Usage, value: Running) -> bool:
    """Say whether the help shows the word for it; a static one would want an address, and no help shows for that."""
    word = {"none": "sec_conn_disable", "dhcp": "sec_conn_dynip"}.get(str(value))
    return word in _choices(usage.wan["secondconnection"])


def _login_reason(usage: Usage, path: str, merged: Mapping[str, Running]) -> Part | None:
    name, password = merged.get("wan.username"), merged.get("wan.password")
    if not name or not isinstance(password, Secret) or not password:
        return Part("reason.cli-both-words")
    sent = [str(name), password.reveal()]
    if path == "wan.service_name" and "safeservicename" not in usage.wan:
        sent.append(str(merged[path]))
    return None if all(dialect.plain_for_wan(word) for word in sent) else Part("reason.cli-letters")
