"""Stopped at every command of an apply over a shell: all old or all new, and a second run works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from routercfg.device import Credentials, Identity
from routercfg.errors import ConnectionLost, RouterCfgError
from routercfg.profile import Profile, load
from routercfg.secret import Secret
from routercfg.vendors.asus_shell import AsusShellDriver
from routercfg.workflow import Apply
from tests.vendors.asus_shell_rig import PASSWORD, PaperShell, needs_busybox

pytestmark = needs_busybox
MOST = 40
PROFILE = """\
version: 1
name: stops
wan: {protocol: pppoe, username: u@isp, password: "p'w $x"}
wifi: {ssid: New, security: wpa2, password: new-key-1}
iptv: {mode: bridge, port: 4}
"""
KEYS = ("wan0_proto", "wan0_pppoe_passwd", "wl0_ssid", "wl1_wpa_psk", "switch_stb_x")


def wish(folder: Path) -> Profile:
    file = folder / "profile.yaml"
    file.touch(mode=0o600)
    file.write_text(PROFILE)
    return load(str(file)).resolve(None, {})


def apply(shell: PaperShell, profile: Profile) -> BaseException | None:
    driver = AsusShellDriver(shell, Identity("asus", "shell"))
    work = Apply(
        driver,
        profile,
        Credentials(None, Secret(PASSWORD)),
        shell.deadline,
        lambda key, details: None,
        lambda plan: True,
        skip_unsupported=True,
    )
    try:
        return work.run().error
    except (RouterCfgError, KeyboardInterrupt) as told:
        return told


def lose(shell: PaperShell, line: str) -> None:
    shell.close()
    raise ConnectionLost(address="test", written="<<<" in line)


def interrupt(shell: PaperShell, line: str) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("stop", [lose, interrupt])
def test_at_every_command(stop: Callable[[PaperShell, str], None], when: str, tmp_path: Path) -> None:
    profile = wish(tmp_path)
    for at in range(1, MOST):
        shell = PaperShell(tmp_path / str(at))
        old = [shell.word(key) for key in KEYS]
        count = [0]

        def strike(shell: PaperShell, moment: str, line: str, at: int = at, count: list[int] = count) -> None:
            count[0] += moment == when
            if moment == when and count[0] == at:
                stop(shell, line)

        shell.strike = strike
        error = apply(shell, profile)
        shell.strike = lambda shell, moment, line: None
        now = [shell.word(key) for key in KEYS]
        assert error is not None or now != old
        assert now in (old, ["pppoe", "p'w $x", "New", "new-key-1", "4"]), (at, error)
        assert apply(shell, profile) is None
        if count[0] < at:
            return
    pytest.fail("an apply needs more commands than the sweep allows for")
