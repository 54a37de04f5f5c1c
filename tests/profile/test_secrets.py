"""Secrets: fetched late, missing ones all at once, held against the rules, never shown."""

from __future__ import annotations

import os
import sys
from types import ModuleType

import pytest

from routercfg import profile
from routercfg.errors import Fault, ProfileInvalid
from routercfg.profile import Profile
from routercfg.secret import Secret
from tests.profile.conftest import Write

FOUR = """
wan: {password: {env: PPPOE}}
wifi: {password: {file: key.txt}}
admin:
  username: root
  password: {prompt: Router password}
"""


def refused(loaded: Profile, **options: object) -> list[tuple[int, str, str]]:
    with pytest.raises(ProfileInvalid) as caught:
        loaded.resolve(**options)  # type: ignore[arg-type]
    assert all(fault.say() != fault.say("ru") for fault in caught.value.faults)
    return [(f.line, f.path, f.what.key.removeprefix("profile.")) for f in caught.value.faults]


def test_a_profile_loads_without_its_secrets(write: Write) -> None:
    loaded = profile.load(write(FOUR))
    assert [(need.path, need.source) for need in loaded.secrets_needed()] == [
        ("wan.password", "env"),
        ("wifi.password", "file"),
        ("admin.password", "prompt"),
    ]
    assert loaded.credentials() == ("root", None)
    assert [fault.path for fault in loaded.missing_secrets({})] == ["wan.password", "wifi.password"]
    with pytest.raises(Fault):
        loaded.desired("asus", ("5GHz",))


def test_every_source_is_asked_and_the_file_gives_its_first_line(write: Write) -> None:
    loaded = profile.load(write(FOUR))
    write("пароль не здесь".encode(), "other.txt", version=False)
    write("wifi-secret\r\nsecond line\n", "key.txt", version=False)
    asked: list[str] = []

    def prompt(text: str) -> str:
        asked.append(text)
        return "router-secret"

    resolved = loaded.resolve(prompt, {"PPPOE": "089&=+% x"})
    desired = resolved.desired("asus", ("5GHz",))
    assert desired["wan.password"] == Secret("089&=+% x")
    assert desired["wifi.bands.5GHz.password"] == Secret("wifi-secret")
    assert resolved.credentials() == ("root", Secret("router-secret"))
    assert asked == ["Router password"]
    assert not resolved.secrets_needed()
    assert not resolved.warnings


def test_all_missing_secrets_are_named_at_once_with_their_lines(write: Write) -> None:
    assert refused(profile.load(write(FOUR))) == [
        (3, "wan.password", "secret.env"),
        (4, "wifi.password", "secret.file"),
        (7, "admin.password", "secret.prompt"),
    ]


def test_nobody_is_asked_when_something_else_is_missing_anyway(write: Write) -> None:
    def prompt(_text: str) -> str:
        raise AssertionError("asked for nothing")

    assert len(refused(profile.load(write(FOUR)), prompt=prompt)) == 2


def test_secrets_keep_the_rules_after_fetching_and_are_not_repeated(write: Write) -> None:
    loaded = profile.load(write("wifi: {password: {env: KEY}}\nadmin: {password: {env: ADMIN}}"))
    with pytest.raises(ProfileInvalid) as caught:
        loaded.resolve(environment={"KEY": "hunter2", "ADMIN": "hunter2 x"})
    assert [(f.path, f.what.key) for f in caught.value.faults] == [
        ("wifi.password", "profile.text.length"),
        ("admin.password", "profile.admin.letters"),
    ]
    said = "".join(fault.say() + fault.say("ru") + repr(fault) for fault in caught.value.faults)
    assert "hunter2" not in said + str(caught.value) + repr(caught.value)
    same = {"KEY": "same-words", "ADMIN": "same-words"}
    assert refused(loaded, environment=same) == [(3, "admin.password", "admin.same")]
    assert refused(loaded, environment={"KEY": "", "ADMIN": "fine-words"}) == [(2, "wifi.password", "secret.empty")]


def test_a_secret_that_is_not_here_yet_counts_as_given(write: Write) -> None:
    assert not profile.load(write("wifi: {security: wpa2, password: {env: KEY}}")).warnings
    with pytest.raises(ProfileInvalid):
        profile.load(write("wifi: {security: open, password: {env: KEY}}"))
    two = profile.load(write("wifi: {password: {prompt: Password}}\nadmin: {password: {prompt: Password}}"))
    answers = iter(["first-answer", "second-answer"])
    assert two.resolve(lambda _: next(answers)).credentials()[1] == Secret("second-answer")


def test_files_that_hold_no_password(write: Write) -> None:
    loaded = profile.load(write(FOUR), sets=["wan.password=abc", "admin.password=five5"])
    write("ключ".encode("cp1251"), "key.txt", version=False)
    assert refused(loaded) == [(4, "wifi.password", "secret.file.text")]
    write(b"x" * 5000, "key.txt", version=False)
    assert refused(loaded) == [(4, "wifi.password", "secret.file.large")]
    write(b"\n", "key.txt", version=False)
    assert refused(loaded) == [(4, "wifi.password", "secret.empty")]


def fake_keyring(monkeypatch: pytest.MonkeyPatch, entry: str | None) -> type[Exception]:
    keyring, errors = ModuleType("keyring"), ModuleType("keyring.errors")

    class KeyringError(Exception):
        pass

    def get_password(service: str, name: str) -> str | None:
        assert (service, name) == ("routercfg", "home")
        if entry == "locked":
            raise KeyringError
        return entry

    keyring.get_password = get_password  # type: ignore[attr-defined]
    errors.KeyringError = KeyringError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    return KeyringError


def test_the_keyring(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = profile.load(write("wan: {password: {keyring: home}}"))
    fake_keyring(monkeypatch, "from-the-ring")
    assert loaded.resolve().desired("asus", ())["wan.password"] == Secret("from-the-ring")
    fake_keyring(monkeypatch, None)
    assert refused(loaded) == [(2, "wan.password", "secret.keyring")]
    fake_keyring(monkeypatch, "locked")
    assert refused(loaded) == [(2, "wan.password", "secret.keyring.locked")]
    monkeypatch.setitem(sys.modules, "keyring", None)
    assert refused(loaded) == [(2, "wan.password", "secret.keyring.absent")]


@pytest.mark.skipif(os.name == "nt", reason="modes tell nothing there")
def test_secrets_that_others_can_read_are_warned_of(write: Write) -> None:
    file = write("wan: {password: abc}\nwifi: {password: {file: key.txt}}")
    key = write("wifi-secret", "key.txt", version=False)
    assert not profile.load(file).warnings
    file.chmod(0o640)
    key.chmod(0o604)
    found = [(w.line, w.path, w.what.key) for w in profile.load(file).warnings]
    assert found == [
        (2, "wan.password", "profile.secret.open"),
        (3, "wifi.password", "profile.secret.open.file"),
    ]


def test_no_face_of_a_profile_shows_a_secret(write: Write) -> None:
    file = write("wan: {password: hunter2}\nwifi: {password: hunter2-long}")
    loaded = profile.load(file, sets=["admin.password=hunter2!"])
    faces = repr(loaded) + str(loaded) + repr(loaded.desired("asus", ("5GHz",))) + repr(loaded.cells)
    faces += "".join(warning.say() + warning.say("ru") + repr(warning) for warning in loaded.warnings)
    assert "hunter2" not in faces
