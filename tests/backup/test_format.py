"""The backup file: there and back, byte for byte, and every kind of damage is found and named."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from routercfg.backup import Backup, Own, compose, decode, encode, format, parts
from routercfg.dialects import archives
from routercfg.errors import BackupDamaged, BackupNewer, BackupUnusable
from routercfg.profile import load
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Settings
from tests.backup.samples import FACTS, NATIVE, RUNNING, WHEN, WHO, backups, sample

RAW = encode(sample())


@given(backups())
def test_what_is_written_is_read_and_written_the_same_again(backup: Backup) -> None:
    raw = encode(backup)
    assert decode(raw) == backup
    assert encode(decode(raw)) == raw == encode(replace(backup))


@given(backups())
def test_its_profile_is_a_profile(backup: Backup) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "profile.yaml"
        file.write_bytes(parts.contents(backup)[parts.PROFILE])
        load(file, template=True)


def test_ordinary_tools_read_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(RAW)) as tar:
        names = tar.getnames()
        native = json.load(tar.extractfile("native.json") or io.BytesIO())
        assert {each.mode for each in tar.getmembers()} == {0o600}
    assert names == [
        "manifest.json", "about.json", "identity.json", "settings.json", "profile.yaml", "native.json",
        "own/Settings_RT-AX58U.CFG",
    ]  # fmt: skip
    assert native == NATIVE


def test_it_tells_who_and_when(tmp_path: Path) -> None:
    found = decode(RAW)
    assert (found.identity, found.moment, found.bands) == (WHO, WHEN, FACTS.bands)
    assert found.macs == (WHO.mac, "04:42:1A:00:11:21")
    assert decode(encode(compose(replace(FACTS, native={"p": {"serialNumber": "22A7"}}), WHEN))).serial == "22A7"


@given(st.integers(0, len(RAW) * 8 - 1))
def test_a_flipped_bit_is_found_wherever_it_is(place: int) -> None:
    with pytest.raises(BackupUnusable):
        decode(flipped(RAW, place), "home.tar")


def test_a_flipped_bit_is_found_in_each_single_byte_of_a_small_one() -> None:
    raw = encode(compose(replace(FACTS, running=Settings(), native={}), WHEN))
    for octet in range(len(raw)):
        with pytest.raises(BackupUnusable):
            decode(flipped(raw, octet * 8 + octet % 8))


@given(st.integers(0, len(RAW) - 1))
def test_a_cut_is_found_wherever_it_is(length: int) -> None:
    with pytest.raises(BackupDamaged):
        decode(RAW[:length])


@given(st.binary(min_size=1, max_size=2000))
def test_what_is_added_is_found(more: bytes) -> None:
    with pytest.raises(BackupDamaged):
        decode(RAW + more)


@given(st.binary(max_size=3000))
def test_anything_else_is_no_backup(raw: bytes) -> None:
    with pytest.raises(BackupDamaged):
        decode(raw)


@given(st.sampled_from([name for name in format.members(RAW) if name != format.MANIFEST]), st.binary(max_size=300))
def test_whatever_a_part_says_ends_in_a_backup_or_a_clear_error(name: str, content: bytes) -> None:
    """The hashes are right: somebody made this file on purpose."""
    found = {**format.members(RAW), name: content}
    damage = ""
    try:
        decode(sealed_again(found))
    except BackupDamaged as bad:
        damage = str(bad.details["member"])
    assert damage in ("", name)


NASTY: dict[str, tuple[str, Callable[[dict[str, bytes]], object]]] = {
    "deep": ("native.json", lambda found: b"[" * 100_000),
    "twice in identity": ("identity.json", lambda found: b"[]"),
    "a word of another type": ("native.json", lambda found: b'{"nvram": {"x": 7}}'),
    "a time that never was": ("about.json", lambda found: found["about.json"].replace(b"-25T", b"-35T")),
    "another time's spelling": (
        "about.json",
        lambda found: found["about.json"].replace(b"2026-11-25T2", b"2026-11-25T02"),
    ),
    "a clock of another kind": ("about.json", lambda found: found["about.json"].replace(b"synchronised", b"good")),
    "a value of the wrong type": ("settings.json", lambda found: found["settings.json"].replace(b'"pppoe"', b"12")),
    "a mark without its leaf": ("settings.json", lambda found: found["settings.json"].replace(b"[]", b'["wan.mtu"]')),
    "bytes that are no text": ("profile.yaml", lambda found: b"\xff\xfe"),
    "a number of five thousand digits": ("native.json", lambda found: b"9" * 5000),
}


@pytest.mark.parametrize("case", NASTY)
def test_made_on_purpose(case: str) -> None:
    name, make = NASTY[case]
    found = format.members(RAW)
    content = make(found)
    assert isinstance(content, bytes)
    assert content != found[name]
    with pytest.raises(BackupDamaged) as bad:
        decode(sealed_again({**found, name: content}), "home.tar")
    assert (bad.value.details["file"], bad.value.details["member"]) == ("home.tar", name)


def test_a_swapped_part_is_found_and_named() -> None:
    other = compose(replace(FACTS, running=RUNNING.but({"wan.username": "somebody"})), WHEN)
    for name in ("settings.json", "profile.yaml"):
        found = {**format.members(RAW), name: format.members(encode(other))[name]}
        with pytest.raises(BackupDamaged) as bad:
            decode(archives.archive(found), "home.tar")
        assert (bad.value.details["member"], bad.value.exit_code) == (name, 10)
        assert name in str(bad.value)


def test_a_missing_part_a_strange_one_and_another_order() -> None:
    found = format.members(RAW)
    for name in (format.MANIFEST, "settings.json", "own/Settings_RT-AX58U.CFG"):
        with pytest.raises(BackupDamaged):
            decode(archives.archive({n: c for n, c in found.items() if n != name}))
    for name in ("../../etc/passwd", "/etc/passwd", "own/../x", "own/.x", "x", "own/second"):
        with pytest.raises(BackupDamaged):
            decode(archives.archive({**found, name: b"x"}))
    with pytest.raises(BackupDamaged):
        decode(sealed_again({**found, "own/second": b"x"}))
    with pytest.raises(BackupDamaged):
        decode(archives.archive(dict(reversed(found.items()))))


def test_a_link_in_the_archive_is_found() -> None:
    with pytest.raises(BackupDamaged):
        decode(RAW[:156] + b"2" + RAW[157:])


def test_a_later_format_is_called_by_its_name() -> None:
    found = format.members(RAW)
    later = found[format.MANIFEST].replace(b'"version": 1', b'"version": 2')
    with pytest.raises(BackupNewer):
        decode(archives.archive({**found, format.MANIFEST: later, "hologram.bin": b"x"}))
    strange = found["settings.json"].replace(b"wan.username", b"wan.quantum")
    with pytest.raises(BackupNewer):
        decode(sealed_again({**found, "settings.json": strange}))


def test_what_is_too_large_is_refused_both_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BackupDamaged):
        decode(RAW[:512] + bytes(format.LARGEST))
    monkeypatch.setattr(format, "_OWN_LIMIT", 700)
    with pytest.raises(BackupDamaged):
        decode(RAW)
    with pytest.raises(BackupDamaged):
        encode(sample())


def test_a_hidden_password_is_the_one_that_was_applied_and_marked() -> None:
    known = Settings({"wan.password": Secret("p&w"), "wan.username": "0891234567", "admin.password": Secret("other")})
    found = decode(encode(compose(FACTS, WHEN, known)))
    assert found.settings["wan.password"] == Secret("p&w")
    assert found.settings["admin.password"] == RUNNING["admin.password"]  # what the router tells, it tells
    assert found.from_profile == ("wan.password",)
    assert "# wan.password: hidden by the router; this is what was applied" in found.profile
    assert "p&w" in found.profile


def test_a_password_of_another_login_is_not_taken() -> None:
    band = "wifi.bands.5GHz."
    hiding = replace(FACTS, running=RUNNING.but({band + "ssid": "Home", band + "password": HIDDEN}))
    known = {"wan.password": Secret("p&w"), band + "password": Secret("second-secret")}
    found = compose(hiding, WHEN, Settings({**known, "wan.username": "somebody else", band + "ssid": "Other"}))
    assert (found.settings["wan.password"], found.from_profile) == (HIDDEN, ())
    found = compose(hiding, WHEN, Settings({**known, band + "ssid": "Home"}))
    assert found.from_profile == ("wan.password", band + "password")


def test_what_no_profile_may_have_is_kept_as_read_and_named() -> None:
    found = compose(replace(FACTS, running=RUNNING.but({"wan.mtu": 9000})), WHEN)
    assert decode(encode(found)).settings["wan.mtu"] == 9000
    assert "# wan.mtu: left out" in found.profile
    assert "mtu: 9000" not in found.profile


@given(st.text(max_size=100))
def test_the_name_of_the_routers_own_file_leads_nowhere(name: str) -> None:
    made = compose(FACTS, WHEN, own=Own(name, b"x"))
    again = decode(encode(made)).own
    assert again is not None
    assert not set(again.name) & set("/\\:\0 ")
    assert not again.name.startswith((".", "-"))


def test_secrets_are_in_no_repr_and_in_no_error() -> None:
    shown = repr(sample())
    for secret in ("correct horse 42", "Router-pass-1"):
        assert secret.encode() in RAW
        assert secret not in shown


def flipped(raw: bytes, place: int) -> bytes:
    changed = bytearray(raw)
    changed[place // 8] ^= 1 << place % 8
    return bytes(changed)


def sealed_again(found: dict[str, bytes]) -> bytes:
    """Write an archive whose manifest is right."""
    rest = {name: content for name, content in found.items() if name != format.MANIFEST}
    return archives.archive({format.MANIFEST: format._manifest(rest), **rest})
