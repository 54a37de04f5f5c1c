"""What every web face of a paper ASUS router does alike: the settings file, restart, factory reset [asus §7]."""

from __future__ import annotations

from routercfg.simulator import asus_cfg
from routercfg.simulator.asus_pages import restarting_page
from routercfg.simulator.asus_text import Call, parameters
from routercfg.simulator.asus_unit import AsusUnit

RESET_MODES = ("Restore", "restore", "restore_erase")
RESTART_MODES = ("reboot", " Restart ")


def settings_file(unit: AsusUnit, call: Call) -> bytes:
    """Give nvram as a settings file."""
    asked = parameters(call.query.encode("latin-1"))
    words = unit.words()
    if asked.get("path", "0") == "0":
        words["ddns_hostname_x"] = ""
    if asked.get("remove_passwd") == "1":
        words = asus_cfg.masked(words)
    return asus_cfg.encode(words)


def take_upload(unit: AsusUnit, call: Call) -> bool:
    """Take a settings file and restart; False when it is none. Raises Dropped when a fault closes the connection."""
    raw = asus_cfg.uploaded(call.headers.get("content-type", ""), call.body)
    words = None if raw is None else asus_cfg.decode(raw)
    if words is None:
        return False
    unit.save(call.page, asus_cfg.taken(words, unit.table))
    unit.pace.wait_until(unit.pace.after(10))  # the answer comes late
    unit.later(1.0, unit.reboot)
    return True


def restart_or_reset(unit: AsusUnit, call: Call, mode: str) -> str | None:
    """Do an ``action_mode`` that ends in a restart and print its page; None when it is no such one."""
    if mode in RESTART_MODES:
        unit.save(call.page, {})
        unit.notify("reboot")
        return restarting_page(90)
    if mode in RESET_MODES:
        # The page is shown first; the LAN address is the default one in nvram at once.
        unit.save(call.page, {"lan_ipaddr": unit.spec.lan_ip, "restore_defaults": "1"})
        unit.notify("stop_app;resetdefault")
        return restarting_page(105)
    return None
