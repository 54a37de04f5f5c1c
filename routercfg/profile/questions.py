"""A new profile from a few answers. The questions are a table, the text a pure function; the CLI does the asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from routercfg.language import Language, say
from routercfg.profile.writing import quoted

Answers: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``choices`` are the permitted answers (none: any text); an empty answer skips it.

    It is asked when every key of ``when`` was answered with one of the words there. ``secret`` answers are typed
    unseen.
    """

    key: str
    choices: tuple[str, ...] = ()
    default: str = ""
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    secret: bool = False

    def text(self, lang: Language = "en") -> str:
        """Give the question."""
        return say(f"profile.question.{self.key}", lang)

    def applies(self, answers: Answers) -> bool:
        """Say whether the answers so far call for this question."""
        return all(answers.get(key, "") in words for key, words in self.when)


_LOGIN: Final = (("login", ("yes",)),)

QUESTIONS: Final = (
    Question("provider", ("rostelecom", "beeline", "beeline-l2tp", "mts", "domru", "ttk", "other"), "other"),
    Question("login", ("yes", "no", "lost"), "no"),
    Question("username", when=_LOGIN),
    Question("password_from", ("env", "prompt", "file", "clear"), "prompt", when=_LOGIN),
    Question("password", when=(*_LOGIN, ("password_from", ("clear",))), secret=True),
    Question("mac"),
    Question("ssid"),
    Question("wifi_key", secret=True),
    Question("admin_password", ("prompt", "env", "keep"), "prompt"),
    Question("tv_port", ("none", "1", "2", "3", "4"), "none"),
)

_WITH_LOGIN: Final = {
    "rostelecom": "rostelecom-pppoe",
    "beeline": "beeline-ipoe",  # the login is typed on the provider's page, not in the router [providers §1.1 bee-ipoe]
    "beeline-l2tp": "beeline-l2tp",
    "mts": "mts-pppoe",
    "domru": "domru-pppoe",
    "ttk": "ttk-pppoe",
    "other": "generic-pppoe",
}
_WITHOUT_LOGIN: Final = {
    "rostelecom": "rostelecom-ipoe",
    "beeline": "beeline-ipoe",
    "mts": "mts-ipoe",
}


def base(answers: Answers) -> str | None:
    """Give the shipped profile that fits the answers; None when the login is lost and only Wi-Fi can be set up."""
    provider, login = answers.get("provider") or "other", answers.get("login") or "no"
    if login == "lost" and provider not in ("beeline",):
        return None
    if login == "yes":
        return _WITH_LOGIN.get(provider, "generic-pppoe")
    if answers.get("mac"):
        return "ttk-dhcp-mac" if provider == "ttk" else "generic-dhcp-mac"
    return _WITHOUT_LOGIN.get(provider, "generic-dhcp")


def new_profile(answers: Answers, lang: Language = "en") -> str:
    """Give the commented text of a profile from answers by the keys of QUESTIONS; missing answers are left out."""
    chosen = base(answers)
    lines = [
        "# yaml-language-server: $schema=./profile.schema.json",
        *_comment("profile.new.head", lang),
        "version: 1",
        *([f"extends: {chosen}"] if chosen else _comment("profile.new.lost", lang)),
        *_wan(answers, chosen or "", lang),
        *_wifi(answers, lang),
        *_iptv(answers, lang),
        *_admin(answers, lang),
    ]
    return "\n".join(lines) + "\n"


def _comment(key: str, lang: Language) -> list[str]:
    return [f"# {line}".rstrip() for line in say(key, lang).split("\n")]


def _reference(source: str, name: str, lang: Language) -> str:
    found = {
        "env": f"{{env: {name.upper()}}}",
        "file": f"{{file: {name}.txt}}",
        "prompt": f"{{prompt: {quoted(say(f'profile.new.prompt.{name}', lang))}}}",
    }
    return found[source]


def _wan(answers: Answers, chosen: str, lang: Language) -> list[str]:
    lines: list[str] = []
    if chosen.endswith(("pppoe", "l2tp")):
        if answers.get("username"):
            lines += ["  # " + say("profile.new.username", lang), f"  username: {quoted(answers['username'])}"]
        source = answers.get("password_from") or "prompt"
        clear = answers.get("password", "")
        if source == "clear" and clear:
            lines += ["  # " + say("profile.new.clear", lang), f"  password: {quoted(clear)}"]
        else:
            source = "prompt" if source == "clear" else source
            lines.append(f"  password: {_reference(source, 'internet_password', lang)}")
    if answers.get("mac"):
        lines += ["  # " + say("profile.new.mac", lang), f"  mac: {quoted(answers['mac'])}"]
    return ["", "wan:", *lines] if lines else []


def _wifi(answers: Answers, lang: Language) -> list[str]:
    lines: list[str] = []
    if answers.get("ssid"):
        lines.append(f"  ssid: {quoted(answers['ssid'])}")
    if answers.get("wifi_key"):
        lines += ["  security: wpa2", "  # " + say("profile.new.clear", lang)]
        lines.append(f"  password: {quoted(answers['wifi_key'])}")
    return ["", *_comment("profile.new.wifi", lang), "wifi:", *lines] if lines else []


def _iptv(answers: Answers, lang: Language) -> list[str]:
    port = answers.get("tv_port") or "none"
    if port == "none":
        return []
    return ["", *_comment("profile.new.iptv", lang), "iptv:", "  mode: bridge", f"  port: {port}"]


def _admin(answers: Answers, lang: Language) -> list[str]:
    source = answers.get("admin_password") or "prompt"
    if source == "keep":
        return []
    reference = _reference(source, "admin_password", lang)
    return ["", *_comment("profile.new.admin", lang), "admin:", f"  password: {reference}"]
