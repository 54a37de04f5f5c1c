"""Files that are no profile: each gets a sentence of its own, never a traceback."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from routercfg import profile
from routercfg.errors import Part, ProfileFault, ProfileInvalid
from routercfg.profile import tree
from routercfg.profile.tree import Place
from tests.profile.conftest import Write, faults

BAD = [
    (b"", "file.empty"),
    (b"# only a comment\n", "file.empty"),
    (b"\xef\xbb\xbfversion: 1\n", "file.bom"),
    ("version: 1\n".encode("utf-16"), "file.utf16"),
    (b"\x7fELF\x00\x00\x01", "file.binary"),
    (b"version: 1\nname: \x07\n", "file.binary"),
    ("version: 1\nname: дом\n".encode("cp1251"), "file.encoding"),
    (b"x" * (10 * 1024 * 1024), "file.large"),
    (b"- a\n- b\n", "section"),
    (b"just words\n", "section"),
    (b"version: 1\nwan:\n\tmtu: 1400\n", "yaml.tab"),
    (b"version: 1\nwan:\n  mtu: 1400\n\tmac: clone\n", "yaml.tab"),
    (b"version: 1\nname: a: b\n", "yaml.colon"),
    (b"version: 1\nname: @home\n", "yaml.sign"),
    (b'version: 1\nname: "home\n', "yaml.quote"),
    (b"version: 1\ndns: {servers: [1.1.1.1}\n", "yaml.bracket"),
    (b"version: 1\nwan:\n    mtu: 1400\n  mac: clone\n", "yaml.indent"),
    (b"version: 1\nwan\nlan: {}\n", "yaml.no-colon"),
    (b'version: 1\nname: "\\q"\n', "yaml.escape"),
    (b"version: 1\n---\nversion: 1\n", "yaml.documents"),
    (b"version: 1\nname: *nobody\n", "yaml.alias"),
    (b"version: 1\nwan: &a {dns: *a}\n", "yaml.alias"),
    (b"version: 1\nwan: " + b"[" * 500 + b"]" * 500, "yaml.deep"),
    (b"- " * 100_000, "yaml.deep"),
    (b"version: 1\n? [a, b]\n: c\n", "yaml.key"),
    (b"version: 1\nname: !!python/object/apply:os.system [id]\n", "shape"),
    (b"version: 1\nname: !!binary aGk=\n", "yaml.tag"),
    (b"version: 1\n<<: {name: x}\n", "merge"),
    (b"name: x\n", "version.missing"),
    (b"version: 2\n", "version.unknown"),
    (b"version: one\n", "value"),
]


LOADERS = [name for name in ("CSafeLoader", "SafeLoader") if hasattr(yaml, name)]


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize(("content", "key"), BAD, ids=lambda value: value if isinstance(value, str) else "")
def test_a_file_that_is_no_profile_is_told_why(
    write: Write, monkeypatch: pytest.MonkeyPatch, loader: str, content: bytes, key: str
) -> None:
    monkeypatch.setattr(tree, "_LOADER", getattr(yaml, loader))
    found = faults(write(content, version=False))
    assert found[0].what.key == f"profile.{key}"
    assert all(fault.say("ru") != fault.say() for fault in found)


def test_a_file_that_is_not_there_or_no_file(tmp_path: Path) -> None:
    assert faults(tmp_path / "none.yaml")[0].what.key == "profile.file.missing"
    assert faults(tmp_path)[0].what.key == "profile.file.folder"
    assert faults("no-such-shipped-profile")[0].what.key == "profile.file.missing"
    assert faults("a\0b")[0].what.key.startswith("profile.file.")
    assert faults("x" * 5000)[0].what.key.startswith("profile.file.")


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="modes do not stop this user")
def test_a_file_that_may_not_be_read(write: Write) -> None:
    file = write("")
    file.chmod(0)
    assert faults(file)[0].what.key == "profile.file.forbidden"


def test_syntax_faults_have_line_and_column(write: Write) -> None:
    (fault,) = faults(write("wan:\n  mtu: 1400\n\tmac: clone\n"))
    assert (fault.line, fault.column) == (4, 1)
    (fault,) = faults(write("name: ok\ntitle: я".encode() + b" \xff\n"))
    assert (fault.line, fault.column) == (3, 10)


def test_a_bomb_of_aliases_is_answered_at_once(write: Write) -> None:
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert len(faults(write("\n".join(lines)))) == 12


def test_a_flood_of_faults_is_cut_off(write: Write) -> None:
    assert len(faults(write("\n".join(f"unknown{n}: 1" for n in range(20_000))))) == 100


def test_the_words_of_a_broken_line_are_not_repeated(write: Write) -> None:
    for text in (
        "wan: {password: hunter2: x",
        'wan: {password: "hunter2',
        "wan: {password: {hunter2}}",
        "\twan: hunter2",
    ):
        for fault in faults(write(text)):
            assert "hunter2" not in repr(fault) + fault.say() + fault.say("ru")


def outcome(file: Path) -> tuple[ProfileFault, ...]:
    """Give the faults of a profile, none when it is good; anything else that is raised fails the test."""
    try:
        profile.load(file)
    except ProfileInvalid as invalid:
        return invalid.faults or (Place("nothing said").fault("", Part("profile.empty")),)
    return ()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda t: t.encode("utf-8", "replace"))))
def test_random_bytes_never_end_in_a_traceback(write: Write, content: bytes) -> None:
    assert all(fault.say() and fault.say("ru") for fault in outcome(write(content, version=False)))


SIGNS = ["{", "}", "[", "]", ": ", "- ", "&a ", "*a", "!!int ", "'", '"', "#", "\t", "\n", "~", "|", ">", "?", "%", "@"]
WORDS = ["version: 1", "wan:", "  mtu: ", "password: ", "{env: X}", "dns: ", "servers: ", "ask: ", "extends: ", "0x1F"]


@pytest.mark.parametrize("loader", LOADERS)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(SIGNS + WORDS), max_size=30))
def test_words_of_yaml_in_any_order_never_end_in_a_traceback(write: Write, loader: str, words: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tree, "_LOADER", getattr(yaml, loader))
        assert all(fault.say() and fault.say("ru") for fault in outcome(write("".join(words))))
