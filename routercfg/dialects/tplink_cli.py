"""TP-Link's own command line (``TP-Link(conf)#``): what is asked, what its answers mean, and how settings are written.

No two models have the same commands, so the router's own help is read first, and nothing is written with a word that
it does not show. Of the samples seen, all set Wi-Fi and PPPoE, none anything else.
[tplink-legacy-ssh-openwrt §2.1.2-§2.1.5]
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple, TypeAlias, TypeVar

from routercfg.errors import BadAnswer, SettingRefused

NAME: Final = "admin"
"""Who logs in where the router asks for a name and nobody said one; where it asks for none, this is who it means."""

RADIOS: Final = ("2g", "5g")
"""How the command line calls the bands; an old one with a single radio calls it nothing. ``6g`` is not spoken here."""

MTU_KEYS: Final = ("mtu", "MTU", "maxMTUSize", "maxMRUSize", "X_TP_MTU")
SERVICE_KEYS: Final = ("servicename", "serviceName", "PPPoEServiceName", "X_TP_ServiceName")
"""Names under which a connection may show these [TR-098's names; no sample shows either, INF]."""

SECOND_KEY: Final = "secondConnection"
"""Under which name a connection would show its second one: the option's own name [INF]."""

Words: TypeAlias = Mapping[str, str]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Line:
    """One line for the command line. ``label`` is what logs may show; the line itself may hold a key."""

    text: str = field(repr=False)
    label: str
    writes: bool = False
    seconds: float = 15.0


CliTalk: TypeAlias = Generator[Line, str, T]
"""A dialogue with a command line, without I/O: yields each Line, is sent its answer, returns what it was about."""


# Answers.


def succeeded(answer: str) -> bool:
    """Say whether an answer ends with the line that means success."""
    return re.search(r"^cmd:SUCC\s*\Z", answer, re.MULTILINE) is not None


def blocks(answer: str) -> list[dict[str, str]]:
    r"""Read an answer's ``key=value`` lines; a brace, or a key that comes again, begins another block.

    >>> blocks("{\nname=a\n}\n{\nname=b\nup=1=2\n}\ncmd:SUCC\n")
    [{'name': 'a'}, {'name': 'b', 'up': '1=2'}]
    """
    found: list[dict[str, str]] = [{}]
    for line in answer.split("\n"):
        match = re.match(r"\s*([A-Za-z_]\w*)=(.*)", line)
        if line.strip() == "{" or (match and match[1] in found[-1]):
            found.append({})
        if match:
            found[-1][match[1]] = match[2]
    return [block for block in found if block]


def pairs(answer: str) -> dict[str, str]:
    """Read an answer's ``key=value`` lines as one; nothing for an answer that failed."""
    return {key: word for block in blocks(answer) for key, word in block.items()} if succeeded(answer) else {}


# What this router can.


@dataclass(frozen=True, slots=True)
class Usage:
    """What the router's help shows.

    ``groups`` are its commands; ``wifi`` and ``wan`` the options of ``wlctl set`` and ``wan set service`` with the
    words that follow each; ``radios`` how the bands are called, ``("",)`` where there is one that has no name;
    ``routes`` whether ``wan set defaultgw`` is there, which chooses the connection in use.
    """

    groups: frozenset[str] = frozenset()
    wifi: Words = field(default_factory=dict)
    wan: Words = field(default_factory=dict)
    radios: tuple[str, ...] = ()
    routes: bool = False

    def encodes(self, option: str) -> bool:
        """Say whether a value of that Wi-Fi option may be sent in Base64."""
        words = self.wifi.get(option, "")
        return "base64" in (words.partition("psk")[2] if option == "sec" else words)

    @property
    def keyed(self) -> tuple[frozenset[str], frozenset[str]]:
        """Which versions of WPA with a key, and which ciphers, ``--sec psk`` takes."""
        found = re.search(r"psk[^\w|]+([\w|]+)[^\w|]+([\w|]+)", self.wifi.get("sec", ""))
        return (frozenset(found[1].split("|")), frozenset(found[2].split("|"))) if found else (frozenset(),) * 2


def learn() -> CliTalk[Usage]:
    """Read the router's help. Raises BadAnswer for one that lists no commands."""
    told = yield Line("help", "help")
    groups = frozenset(re.findall(r"^[ \t]*(\w+)[ \t]+---[ \t]", told, re.MULTILINE))
    if not groups:
        raise BadAnswer(page="help", detail="no commands")
    wifi = (yield Line("wlctl", "wlctl")) if "wlctl" in groups else ""
    wan = (yield Line("wan", "wan")) if "wan" in groups else ""
    routes = "wan set defaultgw" in wan
    return Usage(groups, _options(wifi, "wlctl set"), _options(wan, "wan set service"), _radios(wifi), routes)


def _options(usage: str, command: str) -> dict[str, str]:
    """Find the options of a command: its text goes from its name to the next command of the same group."""
    group = command.partition(" ")[0]
    start = usage.find(command)
    if start < 0:
        return {}
    text = re.split(rf"^[ \t]*(?:{group} |cmd:)", usage[start + len(command) :], maxsplit=1, flags=re.MULTILINE)[0]
    return {m[1].lower(): m[2] for m in re.finditer(r"(?<!-)--([A-Za-z][\w-]*)((?:(?!--).)*)", text, re.DOTALL)}


def _radios(usage: str) -> tuple[str, ...]:
    named = re.search(r"wlctl\s{1,20}show\s\W{0,20}((?:\dg\W*)+)", usage)
    if named:
        return tuple(radio for radio in RADIOS if radio in named[1])
    return ("",) if re.search(r"wlctl\s+show", usage) else ()


class Card(NamedTuple):
    """How a router introduces itself; empty where it does not say."""

    model: str = ""
    hardware: str = ""
    firmware: str = ""
    mac: str = ""


def introduce(usage: Usage) -> CliTalk[Card]:
    """Ask who this is."""
    told: dict[str, str] = {}
    if "dev" in usage.groups:
        told = pairs((yield Line("dev show", "dev show")))
        for argument in () if told.get("modelName") else ("prodName", "prodSoftVer", "prodHardVer"):
            told |= pairs((yield Line(f"dev show {argument}", f"dev show {argument}")))
    if "lan" in usage.groups:
        told |= pairs((yield Line("lan show info", "lan show info")))
    mac = next((word for key, word in told.items() if key.lower().endswith("macaddress")), "")
    return Card(
        told.get("modelName", ""),
        told.get("hardwareVersion", ""),
        told.get("softwareVersion", ""),
        mac.strip().replace("-", ":").upper(),
    )


# Reading.

LAN: Final = "lan"
ROUTE: Final = "wan defaultgw"
SERVICES: Final = "wan services"
"""The connections' protocols by name, as the table of ``wan show service`` has them."""


def radio_page(radio: str) -> str:
    """Give the page of a band."""
    return f"wlctl {radio}".rstrip()


def wan_page(name: str) -> str:
    """Give the page of a connection."""
    return f"wan service {name}"


def read(usage: Usage) -> CliTalk[dict[str, dict[str, str]]]:
    """Read everything that the router shows, as pages of its own words.

    A band that this hardware does not have has no page. Raises BadAnswer when what must be there is not.
    """
    found: dict[str, dict[str, str]] = {}
    for radio in usage.radios:
        page = radio_page(radio)
        told = pairs((yield Line(page.replace("wlctl", "wlctl show"), "wlctl show")))
        found |= {page: told} if "SSID" in told else {}
    if usage.radios and not found:
        raise BadAnswer(page="wlctl show", detail="no network")
    if "lan" in usage.groups:
        found[LAN] = pairs((yield Line("lan show info", "lan show info")))
    if "wan" in usage.groups:
        told_wan = yield Line("wan show connection info", "wan show connection info")
        named = [block for block in blocks(told_wan) if block.get("name")] if succeeded(told_wan) else []
        found |= {wan_page(block["name"]): block for block in named}
        found[ROUTE] = pairs((yield Line("wan show defaultgw", "wan show defaultgw")))
        found[SERVICES] = _protocols((yield Line("wan show service", "wan show service")))
    return found


def _protocols(table: str) -> dict[str, str]:
    """Read the table of connections, whose head comes again at its foot; nothing where it has no such columns."""
    head, *lines = [line.split() for line in table.split("\n") if line.strip()] or [[]]
    if not {"name", "protocol"} <= set(head):
        return {}
    rows = [dict(zip(head, line, strict=False)) for line in lines if line != head and not line[0].startswith("cmd:")]
    return {row["name"]: row["protocol"] for row in rows if "protocol" in row}


class Security(NamedTuple):
    """A network's protection in the command line's words: ``none``, or ``psk`` of a version with a cipher."""

    version: str
    cipher: str = ""

    def __str__(self) -> str:
        versions = {"wpa": "WPA", "wpa2": "WPA2", "auto": "WPA/WPA2"}
        return f"{versions[self.version]}-PSK {self.cipher.upper()}" if self.cipher else "None"


def security(mode: str) -> Security | None:
    """Understand ``SecMode``, whose separators vary; None for what ``wlctl set`` could not put back.

    >>> security("WPA2-PSK AES"), security("None"), security("WEP open")
    (Security(version='wpa2', cipher='aes'), Security(version='none', cipher=''), None)
    """
    words = [word for word in re.split(r"[^a-z0-9]+", mode.lower()) if word]
    if words in (["none"], ["open"], ["disabled"], ["disable"]):
        return Security("none")
    if "psk" not in words:
        return None
    at = words.index("psk")
    version = {"wpa": "wpa", "wpa2": "wpa2", "wpa wpa2": "auto", "auto": "auto"}.get(" ".join(words[:at]))
    ciphers = " ".join(sorted(words[at + 1 :]))
    cipher = {"aes": "aes", "tkip": "tkip", "auto": "auto", "aes tkip": "auto"}.get(ciphers)
    return Security(version, cipher) if version and cipher else None


# Writing.

_WIFI_PLAIN: Final = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
_WAN_PLAIN: Final = re.compile(r"[A-Za-z0-9@][\w@./:,+=%#~^*-]*", re.ASCII)


def plain_for_wifi(value: str) -> bool:
    """Say whether a value can be a word of ``wlctl`` as it is; ``base64`` there would be taken for the keyword."""
    return _WIFI_PLAIN.fullmatch(value) is not None and value != "base64"


def plain_for_wan(value: str) -> bool:
    """Say whether a value can be a word of ``wan set service``.

    How the command line reads quotes, blanks, or what means something to a shell is in no reference, so those are not
    sent. The rest is read back.
    """
    return _WAN_PLAIN.fullmatch(value) is not None


def wifi_lines(usage: Usage, radio: str, words: Words) -> Iterator[str]:
    """Give the lines that make these words of ``wlctl show`` true, one setting each as in every sample.

    ``SecMode`` comes with its ``Key``. The network is switched off first and on last.
    """
    head = radio_page(radio).replace("wlctl", "wlctl set")
    switch = words.get("Status")
    if switch is not None and switch != "Up":
        yield f"{head} --switch off"
    if "SSID" in words:
        yield f"{head} --ssid {_wifi_word(usage, 'ssid', words['SSID'])}"
    if "SecMode" in words:
        yield f"{head} --sec {_security_words(usage, words)}"
    if "bandWidth" in words:
        yield f"{head} --bandWidth {words['bandWidth']}"
    if switch == "Up":
        yield f"{head} --switch on"


def _security_words(usage: Usage, words: Words) -> str:
    mode = security(words["SecMode"])
    if mode is None:
        raise SettingRefused(page="wlctl", detail="SecMode")
    return f"psk {mode.version} {mode.cipher} {_wifi_word(usage, 'sec', words['Key'])}" if mode.cipher else "none"


def _wifi_word(usage: Usage, option: str, value: str) -> str:
    """Give a value as it is sent: in Base64 unless it is harmless."""
    if plain_for_wifi(value):
        return value
    if not usage.encodes(option):
        raise SettingRefused(page="wlctl", detail=f"--{option}")
    return b64encode(value.encode()).decode() + " base64"


_WAN_OPTIONS: Final[Mapping[str, str]] = {
    "username": "username",
    "password": "password",
    **dict.fromkeys(SERVICE_KEYS, "servicename"),
    **dict.fromkeys(MTU_KEYS, "mtu"),
    SECOND_KEY: "secondConnection",
}


def wan_line(usage: Usage, name: str, words: Words) -> str:
    """Give the line that makes these words of a PPPoE connection true, and it the one in use."""
    parts = [f"wan set service {name} --protocol pppoe"]
    parts += [_wan_option(_WAN_OPTIONS[key], word) for key, word in words.items() if word]
    parts += [f"--{option} {word}" for option, word in _IN_USE if option in usage.wan]
    return " ".join(parts)


_IN_USE: Final = (("nat", "enable"), ("defaultroute", "yes"))


def _wan_option(option: str, word: str) -> str:
    if option == "servicename" and not plain_for_wan(word):
        return f"--safeservicename {b64encode(word.encode()).decode()}"
    return f"--{option} {word}"


def write(usage: Usage, page: str, words: Words) -> CliTalk[None]:
    """Write words of one page. Raises SettingRefused, which says no more than how the router answered."""
    for text in _lines(usage, page, words):
        label = " ".join(text.split()[:2])
        answer = yield Line(text, label, writes=True, seconds=30.0)
        if not succeeded(answer):
            told = re.findall(r"^(?:cmd:FAIL|Command not found)", answer, re.MULTILINE)
            raise SettingRefused(page=page, detail=told[-1] if told else "?")


def _lines(usage: Usage, page: str, words: Words) -> list[str]:
    if page == ROUTE:
        return [f"wan set defaultgw {words['name']}"]
    if page.startswith(wan_page("")):
        return [wan_line(usage, page.removeprefix(wan_page("")), words)]
    return list(wifi_lines(usage, page.partition(" ")[2], words))
