"""The object tree of ``conf.bin`` in our words: the objects of the web interface under their TR-098 names.

The tree's names begin with a capital where the web's do not, and an attribute at its default is left out. [a published
conf.xml of a TL-WR850N, 41722906106; data/wr841n-v14-objects]
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from routercfg.device import Identity, Native
from routercfg.dialects.tplink_objects import ROOT
from routercfg.secret import Secret
from routercfg.settings import Running
from routercfg.vendors import tplink_objects_wan as wan
from routercfg.vendors.tplink_objects_rows import INFO
from routercfg.vendors.tplink_objects_steps import everything
from routercfg.vendors.tplink_objects_text import SEALED_BOOK

_TREE: Final = "InternetGatewayDevice."
_DEVICE: Final = r"WANDevice\.\d+\."
_CONNECTION: Final = _DEVICE + r"WANConnectionDevice\.\d+\."
_OBJECTS: Final = tuple(
    (re.compile(re.escape(_TREE) + path), oid)
    for path, oid in (
        (r"DeviceInfo", "IGD_DEV_INFO"),
        (r"Layer3Forwarding", "L3_FORWARDING"),
        (r"Time", "TIME"),
        (r"LANDevice\.\d+\.LANHostConfigManagement", "LAN_HOST_CFG"),
        (r"LANDevice\.\d+\.LANHostConfigManagement\.IPInterface\.\d+", "LAN_IP_INTF"),
        (r"LANDevice\.\d+\.WLANConfiguration\.\d+", "LAN_WLAN"),
        (_DEVICE + r"WANEthernetInterfaceConfig", "WAN_ETH_INTF"),
        (_CONNECTION + r"WANEthernetLinkConfig", "WAN_ETH_LINK_CFG"),
        (_CONNECTION + r"WANIPConnection\.\d+", "WAN_IP_CONN"),
        (_CONNECTION + r"WANPPPConnection\.\d+", "WAN_PPP_CONN"),
        (_CONNECTION + r"X_TP_L2TP_Connection(?:\.\d+)?", "WAN_L2TP_CONN"),
        (_CONNECTION + r"X_TP_PPTP_Connection(?:\.\d+)?", "WAN_PPTP_CONN"),
    )
)
_ACCOUNT: Final = _TREE + "X_TP_UserCfg"
_SWITCHES: Final = (
    "enable",
    "autoChannelEnable",
    "SSIDAdvertisementEnabled",
    "DHCPServerEnable",
    "DNSOverrideAllowed",
    "MACAddressOverride",
)


def settings(tree: Native) -> dict[str, Running]:
    """Give the leaves that the tree tells."""
    account = tree.get(_ACCOUNT, {})
    password = account.get("AdminPwd", "")
    pages = _pages(tree)
    found = everything(SEALED_BOOK, pages, account.get("AdminName", ""), Secret(password) if password else None)
    untold = _untold(pages)
    return {path: value for path, value in found.items() if value != "" and path not in untold}


def _untold(pages: Native) -> set[str]:
    """Name the leaves that a router's answer would settle by what it does not have, and a file does not."""
    connection = pages.get(wan.connections(pages).get(wan.active(pages) or "", ""), {})
    told_by = {"dns.servers": ("DNSOverrideAllowed",), "wan.secondary": ("secondConnection", "addressingType")}
    untold = {path for path, names in told_by.items() if not any(name in connection for name in names)}
    return untold | {"iptv.mode"} | (set() if wan.vlan_rows(pages) else {"wan.vlan"})


def _pages(tree: Native) -> dict[str, dict[str, str]]:
    """Give the tree as pages of the web interface, ``LAN_WLAN#1,1,0,0,0,0``."""
    pages = dict(_named(tree))
    pages.setdefault(INFO, {}).setdefault("modelName", identity(tree).model)
    for oid in {page.partition("#")[0] for page in pages}:
        same = [words for page, words in pages.items() if page.startswith(f"{oid}#")]
        for name in _SWITCHES:
            # Where the file has one that is on, being on is not the default; so one that is not there is off.
            if any(words.get(name) == "1" for words in same):
                for words in same:
                    words.setdefault(name, "0")
    return pages


def _named(tree: Native) -> Iterator[tuple[str, dict[str, str]]]:
    for path, words in tree.items():
        oid = next((oid for pattern, oid in _OBJECTS if pattern.fullmatch(path)), None)
        if oid is not None:
            stack = [*re.findall(r"\.(\d+)(?=\.|$)", path), *ROOT.split(",")][:6]
            yield f"{oid}#{','.join(stack)}", {_web_name(name): word for name, word in words.items()}


def _web_name(name: str) -> str:
    """Give an attribute's name as the web interface has it.

    >>> _web_name("BeaconType"), _web_name("SSID"), _web_name("X_TP_Band"), _web_name("DNSServers")
    ('beaconType', 'SSID', 'X_TP_Band', 'DNSServers')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def identity(tree: Native) -> Identity:
    """Say who wrote the file: ``TL-WR850N v1 00000001`` is model and hardware."""
    told: Mapping[str, str] = tree.get(_TREE + "DeviceInfo", {})
    hardware = told.get("HardwareVersion", "")
    named = re.fullmatch(r"(.+?) (v\d\S*)(?: \d{8})?", hardware)
    model = told.get("ModelName") or (named[1] if named else "")
    return Identity("tplink", "tplink-gdpr", model=model, hardware=hardware, firmware=told.get("SoftwareVersion", ""))
