"""The forms of ``admin/wireless``: bands, guest networks, smart connect, region.

Sources: [observed-tplink-ax20 §Wi-Fi forms, §Decrypted exchanges]; for the firmware of 2018-2020 [tplink-web 4.4].
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import Answer, Call, Forms, Handler, bad, fixed, good
from routercfg.simulator.tplink_checks import Check, one_of, size

_HEX_KEY = re.compile(r"[0-9A-Fa-f]{64}")
_EXTINFO: Final = {"support_band": "both", "wds_guest_compatible": "no", "support_guest_dynpasswd": "no"}
_SWITCHES: Final = ("enable", "hidden", "mu_mimo", "airtime_fairness")
"""Fields where anything but ``on`` is stored as ``off``, and nobody is told."""
BANDS: Final[Mapping[str, str]] = {"wireless_2g": "2g", "wireless_5g": "5g", "guest_2g": "2g", "guest_5g": "5g"}
"""Forms that are a network, and the band they are on."""
_CHANNELS_2G: Final = {"US": 11}
_CHANNELS_5G: Final[Mapping[str, tuple[int, ...]]] = {
    "US": (36, 40, 44, 48, 149, 153, 157, 161, 165),
    "RU": (36, 40, 44, 48, 52, 56, 60, 64, 149, 153, 157, 161),
}


def capability(box: Box) -> dict[str, list[str]]:
    """Give what the radio may do in its country. The US lists are observed, the others ours."""
    country = box.words("region")["country"]
    modern = box.plate.generation.wpa3
    two = [str(channel) for channel in range(1, _CHANNELS_2G.get(country, 13) + 1)]
    five = [str(channel) for channel in _CHANNELS_5G.get(country, _CHANNELS_5G["US"])]
    return {
        "hwmode_2g": ["bgn", "bgnax"] if modern else ["bgn", "gn", "n"],
        "hwmode_5g": ["anac_5", "anacax_5"] if modern else ["anac_5", "nac_5", "ac_5"],
        "htmode_2g": ["20", "40", "80"] if modern else ["20", "40"],
        "htmode_5g": ["20", "40", "80"],
        "channel_2g": two,
        "channel_5g": five,
    }


def _key(text: str) -> bool:
    return size(8, 63)(text) or _HEX_KEY.fullmatch(text) is not None


def _checks(box: Box, band: str) -> dict[str, Check]:
    """Give the rules of a band; the order is the one in which the firmware complains (ours, the notes give none)."""
    can = capability(box)
    modern = box.plate.generation.wpa3
    ciphers = ("auto", "tkip", "aes", "ccmp")
    hwmodes = {
        ("2g", True): ("bgn", "bgnax", "n", "ax"),
        ("5g", True): ("n_5", "ac_5", "anac_5", "anacax_5", "ax_5"),
        ("2g", False): ("b", "g", "n", "gn", "bg", "bgn"),
        ("5g", False): ("n_5", "ac_5", "an_5", "nac_5", "anac_5"),
    }
    return {
        "ssid": size(1, 32),
        "encryption": one_of("none", "psk", "wpa", "wep", *(("psk_sae", "wpa3", "owe") if modern else ())),
        "psk_version": one_of("auto", "wpa", "rsn", *(("sae_transition", "sae_only") if modern else ())),
        "psk_cipher": one_of(*ciphers),
        "psk_key": _key,
        "wpa_version": one_of("auto", "wpa", "rsn"),
        "wpa_cipher": one_of(*ciphers),
        "channel": one_of("auto", *can[f"channel_{band}"]),
        "htmode": one_of("auto", *can[f"htmode_{band}"]),
        "hwmode": one_of(*hwmodes[band, modern]),
        "txpower": one_of("low", "middle", "high"),
    }


_FREE: Final = (
    *("server", "port", "wpa_key", "wep_mode", "wep_select"),
    *(f"wep_{kind}{place}" for kind in ("format", "type", "key") for place in "1234"),
)
"""Fields that are stored as they come; the notes tell no rule for them."""


def refused_field(box: Box, form: str, words: Mapping[str, str]) -> str:
    """Give the first field that will not do, or an empty text.

    An empty key is let pass on an open network, since the form itself reads so there (inferred).
    """
    stored = box.words(form)
    is_open = words.get("encryption", stored.get("encryption")) == "none"
    for field, check in _checks(box, BANDS[form]).items():
        if field not in words or field not in stored:
            continue
        if field == "psk_key" and is_open and words[field] == "":
            continue
        if not check(words[field]):
            return field
    return ""


def _accepted(box: Box, form: str, words: Mapping[str, str]) -> dict[str, str]:
    """Give the fields of a request that are stored, in the words in which they are stored."""
    stored = box.words(form)
    known = (*_SWITCHES, *_checks(box, BANDS[form]), *_FREE)
    kept = {field: words[field] for field in known if field in words and field in stored}
    for field in _SWITCHES:
        if field in kept:
            kept[field] = "on" if kept[field] == "on" else "off"
    return kept


def _plain(box: Box, call: Call) -> dict[str, str]:
    """Give the request's words, with the prefix taken off and channel 0 read as automatic.

    Firmware of the C6 generation prefixes even a single form [tplink-web 4.4]; it takes bare names too, because the
    clients that work with it send both.
    """
    words = dict(call.words)
    if box.plate.generation.prefixed:
        lead = f"{call.form}_"
        words |= {field[len(lead) :]: text for field, text in call.words.items() if field.startswith(lead)}
    if words.get("channel") == "0":
        words["channel"] = "auto"
    return words


def read_band(box: Box, form: str) -> Answer:
    """Give a band as the firmware tells it, the key in clear."""
    stored = box.words(form)
    data: Answer = {**stored, "extinfo": dict(_EXTINFO), "disabled": "off", "disabled_by": ""}
    if form.startswith("guest"):
        return data
    channel = stored["channel"]
    usual = {"wireless_2g": "6", "wireless_5g": "36"}[form]
    data["current_channel"] = usual if channel == "auto" else channel
    data["disabled_all"] = "off"
    return data | {"macaddr": box.mac(-1 if form == "wireless_2g" else -2), "wps_state": "configured"}


def _is_whole(form: str, words: Mapping[str, str]) -> bool:
    """Tell whether a band's write brings every setting of it.

    An AX55 with firmware of 2026 takes nothing less: the answer is a success, and nothing has changed
    [tplink-web 4.4, 7.1 trap 15]. Where exactly it draws the line is not told; whoever opens a network may leave out
    what belongs to its password.
    """
    needed = {"enable", "ssid", "hidden", "encryption", "hwmode", "htmode", "channel", "txpower"}
    if words.get("encryption", "").startswith("psk"):
        needed |= {"psk_version", "psk_cipher", "psk_key"}
    return form.startswith("guest") or words.keys() >= needed


def _told(box: Box, call: Call, answer: Answer) -> Answer:
    """Add what older firmware adds: two more words beside ``success`` [tplink-web 2A.1]."""
    return answer if box.plate.generation.wpa3 else {**answer, "timeout": False, "operator": call.operation}


def _read(box: Box, call: Call) -> Answer:
    return _told(box, call, good(read_band(box, call.form)))


def _write(box: Box, call: Call) -> Answer:
    """Store a band as a whole or not at all.

    Wi-Fi restarts then, which nobody notices here: whoever talks to a paper router sits on a cable.
    """
    words = _plain(box, call)
    if box.plate.generation.whole_bands and not _is_whole(call.form, words):
        return _read(box, call)
    wrong = refused_field(box, call.form, words)
    if wrong:
        return _told(box, call, bad(wrong, read_band(box, call.form)))
    kept = _accepted(box, call.form, words)
    if any(box.words(call.form).get(field) != text for field, text in kept.items()):
        box.put(f"{call.controller}?form={call.form}", call.form, kept)
    return _read(box, call)


def _smart(box: Box, _call: Call) -> Answer:
    return good(box.words("smart_connect"))


def _smart_write(box: Box, call: Call) -> Answer:
    word = "on" if call.words.get("smart_enable") == "on" else "off"
    box.put(call.controller, "smart_connect", {"smart_enable": word})
    return _smart(box, call)


def _guest(box: Box, _call: Call) -> Answer:
    return good(box.words("guest"))


def _guest_write(box: Box, call: Call) -> Answer:
    kept = {
        field: "on" if call.words[field] == "on" else "off" for field in ("isolate", "access") if field in call.words
    }
    box.put(call.controller, "guest", kept)
    return _guest(box, call)


def _region(box: Box, _call: Call) -> Answer:
    locked = box.plate.generation.region_locked
    told: Answer = {"country": box.words("region")["country"], "capability": capability(box)}
    told |= {"region_select_permission": "no" if locked else "yes", "support_please_select": "yes"}
    return good({**told, "support_smart_connect": "yes", "support_wireless_schedule": "yes"})


def _region_write(box: Box, call: Call) -> Answer:
    """Store another country, if the unit lets it be chosen; a locked unit says yes and does nothing (inferred).

    Neither the permitted names nor the answer to a wrong one are documented: two capital letters are taken.
    """
    country = call.words.get("country", "")
    if re.fullmatch(r"[A-Z]{2}", country) is None:
        return bad("country", _region(box, call)["data"])
    if not box.plate.generation.region_locked:
        box.put(call.controller, "region", {"country": country})
    return _region(box, call)


_BAND: Final[Mapping[str, Handler]] = {"read": _read, "write": _write}

WIRELESS: Forms = {
    **{("admin/wireless", form): _BAND for form in BANDS},
    ("admin/wireless", "smart_connect"): {"read": _smart, "write": _smart_write},
    ("admin/wireless", "guest"): {"read": _guest, "write": _guest_write},
    ("admin/wireless", "region"): {"read": _region, "write": _region_write},
    ("admin/wireless", "statistics"): {"load": fixed({})["read"]},
}
