"""A write over a shell that breaks off on its way in, and old words that are hard to put back."""

from __future__ import annotations

import contextlib
import subprocess
from pathlib import Path

import pytest

from routercfg.dialects import asus_shell as dialect
from routercfg.errors import BadAnswer, ConnectionLost, HostKeyUntrusted, NotRecognised, RollbackFailed, SettingRefused
from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport.telnet_shell import _mark, _wrapped
from tests.vendors.asus_shell_rig import BUSYBOX, PaperShell, driver_of, needs_busybox
from tests.vendors.test_asus_shell_stops import apply, wish

pytestmark = needs_busybox
WORDS = {"wl0_ssid": "New", "wl1_ssid": "New 5", "wan0_proto": "static"}
OLD = ["Old", "Old-5G", "dhcp"]


def cuts(text: str) -> list[int]:
    """Where a packet may end: at each line, in the middle of each, and right before the last line's end."""
    ends = [at + 1 for at, letter in enumerate(text) if letter == "\n"]
    return sorted({*ends[:-1], *(end - 4 for end in ends), *(end - 1 for end in ends[:-1])} - {len(text)})


@pytest.mark.parametrize("telnet", [False, True])
def test_a_script_that_came_in_half_does_nothing(telnet: bool, tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    shell.enter("admin", _password(shell))
    script = dialect._script(WORDS, ("restart_wireless",))
    if telnet:
        script = _wrapped("sh -s", script, _mark()[1]) + "\n"
    for cut in cuts(script):
        shell.run("sh -s", script[:cut].encode(), label="", writes=True, seconds=5)
        assert [shell.word(key) for key in WORDS] == OLD, script[:cut]
        assert shell.log == []
    shell.run("sh -s", script.encode(), label="", writes=True, seconds=5)
    assert [shell.word(key) for key in WORDS] == list(WORDS.values())
    assert shell.log[:1] == ["commit"]


def test_where_the_terminal_echoes_no_echo_is_taken_for_an_answer() -> None:
    """The first mark is said when the shell has read everything, so what is echoed stands before it."""
    text = _wrapped("cat", "one\ntwo\n", "aa bb") + "\n"
    lines = text.split("\n")
    for upto in range(1, len(lines) - 1):
        done = subprocess.run(
            [str(BUSYBOX), "ash"], input="\n".join(lines[:upto]).encode(), capture_output=True, check=False
        )
        assert b"aabb" not in done.stdout


def _password(shell: PaperShell) -> Secret:
    return Secret(shell.password)


def test_an_old_word_that_cannot_be_put_back_keeps_no_other_back_and_is_named(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    shell.put("wl0_ssid", "Old\tnet")
    driver = driver_of(shell)
    before = driver.read()
    wish = Settings({"wifi.bands.2.4GHz.ssid": "New", "wifi.bands.5GHz.ssid": "New 5"})
    steps = driver.steps(before, pending(diff(wish, before.running)))
    for step in steps:
        driver.send(step, lambda key, details: None)
    assert [shell.word("wl0_ssid"), shell.word("wl1_ssid")] == ["New", "New 5"]
    for step in driver.undo(before, steps):
        with contextlib.suppress(SettingRefused):
            driver.send(step, lambda key, details: None)
    assert shell.word("wl1_ssid") == "Old-5G"
    assert driver.undone(before, driver.read(), steps) == ("wifi.bands.2.4GHz.ssid",)


@pytest.mark.parametrize("old", [b"\xc4\xee\xec", b"caf\xe9", "Дом".encode()])
def test_an_old_word_in_no_utf_8_is_put_back_byte_by_byte(old: bytes, tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    file = tmp_path / "store" / "ram" / "wl0_ssid"
    file.write_bytes(old)
    driver = driver_of(shell)
    before = driver.read()
    str(before.running["wifi.bands.2.4GHz.ssid"]).encode()  # it can be shown
    steps = driver.steps(before, pending(diff(Settings({"wifi.bands.2.4GHz.ssid": "New"}), before.running)))
    for step in (*steps, *driver.undo(before, steps)):
        driver.send(step, lambda key, details: None)
    assert file.read_bytes() == old
    assert driver.undone(before, driver.read(), steps) == ()


def test_a_value_that_looks_like_the_next_key_is_not_taken_for_it(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    shell.put("wan0_pppoe_username", "u\nwan0_pppoe_passwd=x")
    with pytest.raises(BadAnswer):
        driver_of(shell).read()


def test_another_host_key_in_the_middle_ends_the_run_and_is_told_with_what_is_left(tmp_path: Path) -> None:
    shell = PaperShell(tmp_path / "router")

    def swapped(shell: PaperShell, when: str, line: str) -> None:
        if when == "after" and line.startswith("sh -s"):
            shell.greet = strange  # type: ignore[method-assign]
            shell.close()
            raise ConnectionLost(address="test", written=True)

    def strange() -> str:
        raise HostKeyUntrusted(address="test", fingerprint="SHA256:another")

    shell.strike = swapped
    logins = len(shell.logins) + 1
    error = apply(shell, wish(tmp_path))
    assert isinstance(error, RollbackFailed)
    assert isinstance(error.__cause__, HostKeyUntrusted)
    assert len(shell.logins) == logins


@pytest.mark.parametrize("nonsense", [BadAnswer(page="ssh", detail="not SSH"), NotRecognised(address="x", seen="y")])
def test_a_router_that_answers_nonsense_while_it_starts_is_waited_for(nonsense: Exception, tmp_path: Path) -> None:
    shell = PaperShell(tmp_path)
    driver = driver_of(shell)
    greet, left = shell.greet, [3]

    def starting() -> str:
        left[0] -= 1
        if left[0] >= 0:
            raise nonsense
        return greet()

    shell.greet = starting  # type: ignore[method-assign]
    driver.rejoin(lambda key, details: None)
    assert driver.read().running["lan.address"] == "192.168.50.1"
