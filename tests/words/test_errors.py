"""Every error has its exit code of the contract and its sentences in both languages."""

import inspect
import re

import pytest

from routercfg import errors
from routercfg.errors import Part, ProfileFault, ProfileInvalid, RouterCfgError, Unsupported
from routercfg.language import TEXTS, say

CLASSES = [
    found
    for _, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, RouterCfgError) and ("key" in vars(found) or found is errors.Fault)
]
CODES = {
    "Fault": 1, "UsageError": 2, "ProfileInvalid": 3, "FirstPasswordMissing": 3, "RouterRefuses": 4,
    "RouterSilent": 4, "LockedForGood": 6, "LabelPassword": 6, "HostKeyUntrusted": 4,
    "PinChanged": 4, "PinsUnreadable": 4, "ConnectionLost": 4, "NoRouterFound": 4, "CertificateUntrusted": 4,
    "NotRecognised": 5, "ProviderTerminal": 5, "VendorMismatch": 5, "ForeignRedirect": 5, "BadAnswer": 5,
    "WrongMode": 5, "Unsupported": 5, "StillFactory": 5, "WrongPassword": 6, "PasswordMissing": 6, "LockedOut": 6,
    "AnotherAdministrator": 6, "Captcha": 6, "SessionLost": 6, "WebPasswordNeeded": 6, "SettingRefused": 7,
    "RolledBack": 8, "RollbackFailed": 9, "RouterWiped": 9, "BackupUnusable": 10, "FileUnknown": 10,
    "FileUndecodable": 10, "BackupDamaged": 10, "BackupNewer": 10, "BackupSealed": 10, "PassphraseWrong": 10,
    "BackupForeign": 10, "BackupAbsent": 10, "BackupAmbiguous": 10, "BackupUnwritten": 10,
    "RouterHeld": 11, "DeadlinePassed": 12, "Interrupted": 130,
}  # fmt: skip


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)", text))


def made(kind: type[RouterCfgError]) -> RouterCfgError:
    """An error of that class with every place of its sentences filled."""
    named = places(" ".join(TEXTS[f"error.{kind.key}"] + TEXTS[f"error.{kind.key}.next"]))
    if kind is Unsupported:
        return Unsupported((("wan.mtu", Part()),))
    if kind is ProfileInvalid:
        return ProfileInvalid((ProfileFault("a.yaml", 1, 2, "wan", Part("state.old")),))
    return kind(**dict.fromkeys(named, "7"))


def test_the_codes_are_those_of_the_contract() -> None:
    assert {kind.__name__: kind.exit_code for kind in CLASSES if kind is not RouterCfgError} == CODES


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_each_says_what_happened_and_what_to_do_in_both_languages(kind: type[RouterCfgError]) -> None:
    error = made(kind)
    for lang in ("en", "ru"):
        assert error.what(lang)
        assert error.next_step(lang)
    if kind.key != "usage":
        assert re.search("[а-я]", error.what("ru"))
    if kind.key not in {"usage", "interrupted"}:
        assert re.search("[а-я]", error.next_step("ru"))


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_of_a_text_have_the_same_places(key: str) -> None:
    english, russian = TEXTS[key]
    assert places(english) == places(russian)


def test_a_part_speaks_the_language_of_the_whole() -> None:
    error = errors.WrongPassword(left=Part("part.left", (("count", 3),)))
    assert "3 attempt(s) left" in error.what("en")
    assert "осталось попыток: 3" in error.what("ru")


def test_russian_texts_do_not_say_marshrutizator() -> None:
    assert not [key for key, (_, russian) in TEXTS.items() if "маршрутизатор" in russian.lower()]


def test_a_missing_text_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        say("no.such.key")


def test_a_profile_fault_names_file_line_column_path_and_what_is_permitted() -> None:
    fault = ProfileFault("home.yaml", 3, 8, "wan.mtu", Part("value.no"), Part("value.yes"))
    assert fault.say() == "home.yaml:3:8: wan.mtu: no — yes"
    assert ProfileFault("--set", 0, 0, "wan.mtu", Part("value.no")).say() == "--set: wan.mtu: no"
