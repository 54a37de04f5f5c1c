"""Scrubbing: what a router said, with a stand-in for whatever names somebody or opens something.

A key decides first (a password, a network's name, a serial number), then the value's form (a MAC, a public address),
and what is left is kept only where it is harmless by type: a small number, a date, or words of ``scrub_words``. Equal
values get equal stand-ins, so what belonged together still does; each stand-in is of the length class of what it
replaces. Nothing in here looks at a vendor.
"""

from __future__ import annotations

import html
import ipaddress
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from urllib.parse import quote, quote_plus

from routercfg.device import Native
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.workflow.scrub_words import ACCOUNTS, WORDS

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_SECRET: Final = re.compile(
    r"(pass(wd|word|phrase)?|pwd|psw|psk|psk_key|secret|sharedkey|keyphrase|keytext|wpa_key|token|cookie|stok)\d?$"
    r"|^(key|wep_?key)\d?$|^confirm$|pin(_?code)?$"
)
_PUBLIC_KEY: Final = {"key", "nn", "ee"}
"""Names that stand for a password in one place and for a public RSA key in another: the value's form tells."""
_SSID: Final = re.compile(r"(?<!b)ssid\d?$")
_USER: Final = re.compile(r"(user_?name|^acc|account|^(l2tp|pptp)name|^(old|new)name|^\.name|login)$")
_SERIAL: Final = re.compile(r"(serial(_?n(o|umber))?|^sn|device_?id|uuid|ime?i|iccid|imsi|cloud\w*id)$")
_BUILD: Final = re.compile(
    r"(^model(_?name)?|product(id|class)?|odmpid|firmver|buildno|extendno|firmware(_?version)?|hardware(_?version)?"
    r"|software(_?version)?|version|revision(minor)?|release|time_?zone(_\w+)?|zonename|capability\.\w+)$"
)
_ENUM: Final = re.compile(r"^\.(choices|longest|box|label)\.")
"""Keys of what a page offers, not of what somebody entered."""

_MAC: Final = re.compile(r"(?<![0-9A-Za-z])[0-9A-Fa-f]{2}([:-])(?:[0-9A-Fa-f]{2}\1){4}[0-9A-Fa-f]{2}(?![0-9A-Za-z])")
_IPV4: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])")
_IPV6: Final = re.compile(r"(?<![\w:])(?:[0-9A-Fa-f]{1,4}:){1,7}:?(?:[0-9A-Fa-f]{1,4}:?){0,7}(?![\w:])")
_TOKEN: Final = re.compile(r"""[^\s\x00-\x1f<>,;|"'=(){}\[\]&?*!%]+""")
_ATOM: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_]+")
_PLAIN_NUMBER: Final = re.compile(
    r"[+-]?\d{1,6}(\.\d{1,2})?|v?(?=(?:\D?\d){2,8}$)\d{1,4}(\.\d{1,4}){1,5}|\d{1,3}-\d{1,3}|(19|20)\d\d([/-]\d{1,2}){2}|\d{1,2}/\d{1,2}/\d{4}|\d{1,2}(:\d{2}){1,2}"
    r"|\d{1,3}[A-Za-z]{1,4}|0x[0-9A-Fa-f]{1,4}|[\d.,:/*+-]{1,5}"
)
_HEX: Final = re.compile(r"[0-9A-Fa-f]{12,}")
_ASSIGNMENT: Final = re.compile(r"\s*(?:var\s+)?[\w$]+\s*=(?!=)")
_QUOTED: Final = re.compile(r'"([^"\n]*)"|\'([^\'\n]*)\'')

_DOCUMENTS: Final = tuple(map(ipaddress.IPv4Network, ("203.0.113.0/24", "198.51.100.0/24", "192.0.2.0/24")))
"""Addresses that are nobody's, by agreement [RFC 5737]."""
_SHORTEST_KNOWN: Final = 6
"""Letters from which on a known value is looked for inside of others; shorter ones only as a word of their own."""
_SHORTEST_WORD: Final = 4


class Scrubber:
    """One recording's stand-ins. ``learn`` comes before everything else; ``plain`` are words known to be harmless."""

    def __init__(self, plain: str = "") -> None:
        self._plain = {part.lower() for token in _TOKEN.findall(plain) for part in (token, *token.split("_"))}
        self._stand_ins: dict[str, str] = {}
        self._counts: Counter[str] = Counter()
        self._known: dict[str, str] = {}
        self._present: set[str] = set()
        self._issued: set[str] = set()

    def learn(self, native: Native, running: Settings) -> None:
        """Take note of what must not be shown anywhere: every secret and name by its key, and what settings hold."""
        self._plain |= {page.lower() for page in native}  # old green pages name one another
        for words in native.values():
            for text in words.values():
                self._present.update(m[0] for m in _IPV4.finditer(text))
                self._present.update(m[0].upper().replace("-", ":") for m in _MAC.finditer(text))
        for path, value in running.items():
            if isinstance(value, Secret) and value:
                self._learned("secret", value.reveal())
            elif isinstance(value, str) and path.endswith(".ssid"):
                self._learned("ssid", value)
            elif isinstance(value, str) and path == "wan.username":
                self._learned("user", value)
        for words in native.values():
            for key, text in words.items():
                kind = _kind(key, text)
                if kind and text:
                    self._learned(kind, text)

    def native(self, native: Native) -> dict[str, dict[str, str]]:
        """Give the native words scrubbed; the keys too where they are sections, since people name those themselves."""
        return {
            page: {self._key(key, words): self.word(key, text) for key, text in words.items()}
            for page, words in native.items()
        }

    def word(self, key: str, text: str) -> str:
        """Give what stands for the value of a key."""
        kind = _kind(key, text)
        if not text or _ENUM.match(key):
            return text
        if kind:
            return self._stand_in(kind, text)
        if _BUILD.search(_last(key)) and "\n" not in text:
            return self._without_known(text)
        return self.text(text)

    def text(self, text: str) -> str:
        """Give a text with a stand-in for each word that is not harmless."""
        return _TOKEN.sub(self._token, self.loose(text))

    def loose(self, text: str) -> str:
        """Give a text without known values, MACs, public addresses and long numbers; other words stay."""
        text = self._without_known(text)
        text = _MAC.sub(self._mac, text)
        text = _IPV6.sub(lambda m: self._address6(m[0]), text)
        text = _IPV4.sub(lambda m: self._address(m[0]), text)
        text = _HEX.sub(lambda m: self._code(m[0]), text)
        return re.sub(r"(?<![\w.-])\d{7,}(?![\w.])", lambda m: self._code(m[0]), text)

    def markup(self, text: str) -> str:
        """Give a page's remains: strict in what scripts assign, loose where the page's own names stand."""
        return "".join(self._statement(line) for line in text.splitlines(keepends=True))

    def body(self, text: str) -> str:
        """Give an answer scrubbed: JSON and ``key=value`` lines by key, anything else as markup.

        Nothing is left of JSON that is nested deeper than any router's.
        """
        try:
            parsed: Json = json.loads(text)
            return json.dumps(self._json("", parsed), ensure_ascii=False) if isinstance(parsed, dict | list) else ""
        except RecursionError:
            return ""
        except ValueError:
            if re.match(r"\s*(<|var\b|\w+\s*=\s*(\[|new\b))", text):
                return self.markup(text)
            return "".join(self._line(line) for line in text.splitlines(keepends=True))

    def header(self, name: str, value: str) -> str:
        """Give a header's value; of a cookie only its name stays."""
        if name.lower() != "set-cookie":
            return self.loose(value)
        key, equals, rest = value.partition("=")
        return f"{key}={self.word('cookie', rest.partition(';')[0])}" if equals else ""

    def leaks(self, text: str) -> tuple[str, ...]:
        """Name the kinds of known values that a text still holds; empty when it may be shown."""
        found = {kind for known, kind in self._leaky() if _holds(text, known)}
        codes = re.sub(r"[:-]", "", text).upper()
        macs = (known.replace(":", "") for known in self._stand_ins if _MAC.fullmatch(known))
        return tuple(sorted(found | {"mac" for mac in macs if mac in codes}))

    # Keys.

    def _key(self, key: str, page: Mapping[str, str]) -> str:
        """Scrub the section in a key (``lan.proto`` beside ``lan``); ``wan`` and ``@device[0]`` stay."""
        key = _MAC.sub(self._mac, key)
        section, dot, option = key.partition(".")
        if section not in page or not any(name.startswith(f"{section}.") for name in page):
            return key
        if not section.startswith("@") and not self._is_harmless(section.replace("_", "-")):
            section = self.text(section)
        return f"{section}{dot}{option}"

    def _statement(self, line: str) -> str:
        assigned = _ASSIGNMENT.match(line)
        if assigned is None:
            return self.loose(line)
        quoted = _QUOTED.sub(
            lambda found: f"{found[0][0]}{self.text(found[0][1:-1])}{found[0][0]}", line[assigned.end() :]
        )
        return assigned[0] + re.sub(r"(?<![\w.-])\d{7,}(?![\w.])", lambda m: self._code(m[0]), quoted)

    def _line(self, line: str) -> str:
        key, equals, text = line.rstrip("\r\n").partition("=")
        end = line[len(key) + len(equals) + len(text) :]
        return f"{key}={self.word(key, text)}{end}" if equals and re.fullmatch(r"[\w.]+", key) else self.markup(line)

    def _json(self, key: str, value: Json) -> Json:
        if isinstance(value, dict):
            return {_MAC.sub(self._mac, name): self._json(name, item) for name, item in value.items()}
        if isinstance(value, list):
            return [self._json("" if _is_public_key(value) else key, item) for item in value]
        if isinstance(value, str):
            return self.word(key, value)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000_000:
            return int(self._code(str(abs(value))))
        return value

    # Stand-ins.

    def _learned(self, kind: str, text: str) -> None:
        stand_in = self._stand_in(kind, text)
        if stand_in != text and not self._is_harmless(text, sensitive=True):
            self._known |= dict.fromkeys(_spellings(text), stand_in)

    def _leaky(self) -> list[tuple[str, str]]:
        kinds = {text: stand_in.split("-")[0] for text, stand_in in self._known.items()}
        return [*kinds.items(), *((text, "address") for text in self._stand_ins if _IPV4.fullmatch(text))]

    def _stand_in(self, kind: str, text: str) -> str:
        if kind == "user" and text.lower() in ACCOUNTS:
            return text
        return self._once(text, lambda: _MAKERS.get(kind, _made)(kind, self._next(kind), text))

    def _once(self, text: str, make: Callable[[], str]) -> str:
        if text not in self._stand_ins:
            self._stand_ins[text] = make()
            self._issued.add(self._stand_ins[text])
        return self._stand_ins[text]

    def _next(self, kind: str) -> int:
        self._counts[kind] += 1
        return self._counts[kind]

    def _without_known(self, text: str) -> str:
        for known in sorted(self._known, key=len, reverse=True):
            if _holds(text, known):
                bounds = ("", "") if len(known) >= _SHORTEST_KNOWN else (r"(?<!\w)", r"(?!\w)")
                text = re.sub(bounds[0] + re.escape(known) + bounds[1], lambda _: self._known[known], text)  # noqa: B023
        return text

    def _mac(self, found: re.Match[str]) -> str:
        plain = found[0].upper().replace("-", ":")
        if plain in {"00:00:00:00:00:00", "FF:FF:FF:FF:FF:FF"}:
            return found[0]
        if plain in self._issued:
            return found[0]
        made = self._once(plain, lambda: self._free(self._next_mac))
        made = made.replace(":", found[1])
        return made.lower() if found[0] != found[0].upper() else made

    def _next_mac(self) -> str:
        number = self._next("mac")
        return f"02:00:00:00:{number // 256:02X}:{number % 256:02X}"

    def _address(self, text: str) -> str:
        try:
            address = ipaddress.IPv4Address(text)
        except ValueError:
            return text
        mask = text.startswith("255.") or text == "0.0.0.0"
        ours = not address.is_global and address not in ipaddress.IPv4Network("100.64.0.0/10")
        if mask or ours or address.is_multicast or any(address in network for network in _DOCUMENTS):
            return text
        return self._once(text, lambda: self._free(self._next_address))

    def _next_address(self) -> str:
        number = self._next("address") - 1
        return str(_DOCUMENTS[number // 250 % 3][number % 250 + 1])

    def _address6(self, text: str) -> str:
        try:
            address = ipaddress.IPv6Address(text)
        except ValueError:
            return text
        if address.is_loopback or address.is_unspecified or text in self._issued:
            return text
        return self._once(text, lambda: f"2001:db8:{self._next('address6'):x}::")

    def _free(self, make: Callable[[], str]) -> str:
        """Make stand-ins until one is not itself something that the router says."""
        while (made := make()) in self._present:
            pass
        return made

    def _code(self, text: str) -> str:
        if text in self._issued:
            return text
        return self._once(text, lambda: _code(self._next("number"), text))

    def _token(self, found: re.Match[str]) -> str:
        token = found[0]
        if self._is_harmless(token):
            return token
        return self._once(token, lambda: _made("text", self._next("text"), token))

    def _is_harmless(self, token: str, *, sensitive: bool = False) -> bool:
        """Say whether a word names nobody; of a ``sensitive`` one, whether it is too common to be looked for."""
        if token.lower() in self._plain or token.lower() in WORDS:
            return True
        if sensitive:
            return len(token) < _SHORTEST_WORD or re.fullmatch(r"\d{1,6}", token) is not None
        if token in self._issued or _MAC.fullmatch(token) or _is_address(token):
            return True
        if token.isascii() and len(token) <= 2:
            return True
        return _PLAIN_NUMBER.fullmatch(token) is not None or _is_of_words(token)


def _spellings(text: str) -> set[str]:
    """Give a text as pages and addresses spell it; ASUS writes some letters as signed bytes (``&#38``, ``&#-61``)."""
    numbered = "".join(
        f"&#{byte - 256 * (byte > 127)}" if byte > 127 or byte in b'"<>&' else chr(byte)
        for byte in text.encode("utf-8", "surrogateescape")
    )
    return {
        text,
        html.escape(text),
        quote(text, safe="", errors="surrogateescape"),
        quote_plus(text, errors="surrogateescape"),
        numbered,
        json.dumps(text)[1:-1],
    }


def _is_of_words(token: str) -> bool:
    """Say whether a word is put together of harmless ones and few digits (``psk2+ccmp``, ``ewan_ipoe_d``)."""
    atoms = _ATOM.findall(token)
    letters = [atom.lower() for atom in atoms if not atom.isdigit()]
    digits = sum(len(atom) for atom in atoms if atom.isdigit())
    single = sum(len(atom) == 1 for atom in letters)
    return bool(letters) and digits <= 6 and single <= 2 and all(len(a) == 1 or a in WORDS for a in letters)


def _is_public_key(value: list[Json]) -> bool:
    """Say whether a list is a public RSA key, as blue interfaces give it under the name of what it is for."""
    words = [item for item in value if isinstance(item, str) and re.fullmatch("[0-9A-Fa-f]+", item)]
    return len(value) == len(words) == 2 and len(words[0]) >= 96 and len(words[1]) <= 8


def _is_address(token: str) -> bool:
    try:
        ipaddress.ip_network(token, strict=False)
    except ValueError:
        return False
    return True


def _last(key: str) -> str:
    """Give the part of a key that says what its value is, in small letters; a page's own dotted names as they are."""
    if key.startswith(".") or key.startswith("capability."):
        return key.lower()
    return key.rpartition(".")[2].lower()


def _kind(key: str, text: str) -> str:
    """Name what a key's value is by the key alone; empty when the value's form is to decide."""
    name = _last(key)
    if _ENUM.match(key) or _is_small(name, text):
        return ""
    if name in _PUBLIC_KEY and (len(text) >= 96 or re.fullmatch(r"0*10001", text)):
        return ""
    for kind, pattern in (("secret", _SECRET), ("ssid", _SSID), ("user", _USER), ("number", _SERIAL)):
        if pattern.search(name):
            return kind
    return ""


def _is_small(name: str, text: str) -> bool:
    """Say whether a value is a switch or an index under a name that may mean either (``key`` 1, ``login`` 0)."""
    return re.fullmatch(r"\d?", text) is not None and not re.search(r"pass|pwd|psw|secret", name)


def _made(kind: str, number: int, text: str) -> str:
    """Make a stand-in for a word: a name with ``@`` keeps one, a host its dots' place."""
    if "@" in text:
        return f"{kind}-{number}@example"
    if kind == "text" and re.fullmatch(r"[\w-]+(\.[\w-]+)+", text) and re.search(r"[A-Za-z]", text):
        return f"host-{number}.example"
    return f"{kind}-{number}"


def _secret(kind: str, number: int, text: str) -> str:
    """Make a stand-in for a password, of its length class (below 8, to 16, to 32, to 63, 64) and not its length."""
    if re.fullmatch(r"[0-9A-Fa-f]{64}", text):
        return f"{number:064x}"
    least = next((least for least in (64, 33, 17, 8) if len(text) >= least), 0)
    made = f"{kind}-{number}" if least else f"pw-{number}"
    return made if least <= 8 else f"{made}-".ljust(least, "x")


def _network(kind: str, number: int, text: str) -> str:
    return f"{kind}-{number}" if text.isascii() else f"сеть-{number}"


def _code(number: int, text: str) -> str:
    """Make a number or a hexadecimal code of the same length."""
    if text.isdigit():
        return f"1{number:0{len(text) - 1}d}"
    made = f"c0{number:0{len(text) - 2}x}"
    return made.upper() if text == text.upper() else made


def _serial(kind: str, number: int, text: str) -> str:
    return (
        _code(number, text) if _HEX.fullmatch(text) or (text.isdigit() and len(text) > 3) else _made(kind, number, text)
    )


_MAKERS: Final[Mapping[str, Callable[[str, int, str], str]]] = {
    "secret": _secret,
    "ssid": _network,
    "number": _serial,
}


def _holds(text: str, known: str) -> bool:
    if len(known) >= _SHORTEST_KNOWN:
        return known in text
    return re.search(rf"(?<!\w){re.escape(known)}(?!\w)", text) is not None
