"""The form ``admin/iptv?form=setting`` in its two generations: ``porttype`` words, and ``lan1``…``lan4`` before that.

Sources: [observed-tplink-ax20 §IPTV] for the new one, [tplink-web 4.3] for the old one and the values of the modes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import Answer, Call, Crash, Forms, bad, good
from routercfg.simulator.tplink_checks import Check, number, one_of

_MODES: Final = (
    *("ExStream", "Unifi", "Maxis", "Maxis2", "Celcom", "TELEKOM1", "TELEKOM2", "AIS", "CENTURYLINK", "Vietnam"),
    *("MEO", "VDF", "nbn", "ufb", "Bridge", "Custom"),
)
_OLD_MODES: Final = ("Bridge", "Custom", "Russia", "Maxis", "ExStream", "Unifi")
_WITH_PHONE: Final = ("Custom", "Russia", "Maxis")
_WAIT: Final = {True: 40.0, False: 30.0}
"""Seconds that a changed switch takes: 40 on the new controller, 30 on the old one."""

_INTERNET, _IPTV, _PHONE = "Internet", "IPTV", "IP-Phone"
_VIDS: Final[Mapping[str, dict[str, str]]] = {
    "ExStream": {
        "internet_vid": "10",
        "internet_tag": "on",
        "internet_vprio": "0",
        "iptv_vid": "20",
        "iptv_vprio": "4",
    },
    "Unifi": {"internet_vid": "500", "internet_tag": "on", "iptv_vid": "600"},
    "Maxis": {"internet_vid": "621", "internet_tag": "on", "iptv_vid": "823", "ipphone_vid": "821"},
    "Russia": {
        "internet_vid": "1257",
        "internet_tag": "on",
        "iptv_vid": "4000",
        "iptv_vprio": "4",
        "ipphone_vid": "263",
    },
}
_PORTS: Final[Mapping[str, tuple[str, str, str, str]]] = {
    "ExStream": (_INTERNET, _INTERNET, _INTERNET, _IPTV),
    "Unifi": (_IPTV, _INTERNET, _INTERNET, _INTERNET),
    "Maxis": (_IPTV, _INTERNET, _INTERNET, _PHONE),
    "Russia": (_PHONE, _INTERNET, _INTERNET, _IPTV),
}
"""What the modes set by themselves. That tagging is on in all of them is inferred from ExStream; modes that are not
here change nothing but ``mode``, since their values are not documented."""

_SWITCH: Final = one_of("on", "off")
_COMMON: Final[Mapping[str, Check]] = {
    "enable": _SWITCH,
    "internet_tag": _SWITCH,
    "mciptv_enable": _SWITCH,
    "igmp_enable": _SWITCH,
    "igmp_version": one_of("2", "3"),
    **{f"{line}_vid": number(0, 4094) for line in ("internet", "iptv", "ipphone", "mciptv")},
    **{f"{line}_vprio": number(0, 7) for line in ("internet", "iptv", "ipphone", "mciptv")},
}
_NEW_ONLY: Final[Mapping[str, Check]] = {"igmp_snooping_enable": _SWITCH, "mcwifi_enable": _SWITCH}


def _porttype(text: str) -> bool:
    words = text.split(" ")
    return len(words) == 4 and set(words) <= {_INTERNET, _IPTV, _PHONE}


def _told(box: Box, *, changed: bool) -> Answer:
    """Give the whole form as the controller of that generation tells it."""
    words = box.words("iptv")
    if not box.plate.generation.iptv_words:
        return good({**words, "cfg_changed": changed, "wait_time": "30"})
    custom = words["mode"] == "Custom"
    item = "on" if custom else "off"
    return good(
        {
            **words,
            **dict.fromkeys(("internet_item", "iptv_item", "ipphone_item", "mciptv_item"), item),
            "seltype": "Internet IPTV IP-Phone" if custom else "Internet IPTV",
            "ports": "1 2 3 4",
            "configure": "on" if words["mode"] in ("Bridge", "Custom") else "off",
            "support_mode_list": list(_MODES),
            "qos_iptv_compatible": "no",
            "cfg_changed": changed,
            "wait_time": "40",
        }
    )


def _read(box: Box, _call: Call) -> Answer:
    return _told(box, changed=False)


def _write(box: Box, call: Call) -> Answer:
    """Merge what came into what is stored; a bad value refuses everything without saying which.

    An unknown provider's name crashes the new controller (seen to be possible there); the old one refuses it.
    """
    modern = box.plate.generation.iptv_words
    mode = call.words.get("mode", box.words("iptv")["mode"])
    if mode not in (_MODES if modern else _OLD_MODES):
        if modern:
            raise Crash("attempt to index field '?' (a nil value)")
        return bad("", {})
    checks = {**_COMMON, **(_NEW_ONLY if modern else {}), **_port_checks(mode, modern=modern)}
    sent = {field: call.words[field] for field in checks if field in call.words}
    if not all(checks[field](text) for field, text in sent.items()):
        return bad("", {})
    words = {**sent, "mode": mode, **_preset(mode, modern=modern)}
    stored = box.words("iptv")
    changed = any(stored.get(field) != text for field, text in words.items())
    if changed:
        box.put(f"{call.controller}?form={call.form}", "iptv", words)
        box.restart_wan(_WAIT[modern])
    return _told(box, changed=changed)


def _port_checks(mode: str, *, modern: bool) -> dict[str, Check]:
    """Give the rules for what each socket carries."""
    if modern:
        return {"porttype": _porttype}
    types = (_INTERNET, _IPTV, _PHONE) if mode in _WITH_PHONE else (_INTERNET, _IPTV)
    return {f"lan{port}": one_of(*types) for port in "1234"}


def _preset(mode: str, *, modern: bool) -> dict[str, str]:
    """Give what a mode sets by itself."""
    ports = _PORTS.get(mode)
    if ports is None:
        return {}
    sockets = {"porttype": " ".join(ports)} if modern else {f"lan{at}": word for at, word in enumerate(ports, 1)}
    return {**_VIDS[mode], **sockets}


IPTV: Forms = {("admin/iptv", "setting"): {"read": _read, "write": _write}}
