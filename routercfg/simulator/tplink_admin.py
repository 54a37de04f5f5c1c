"""The forms about the router itself: account, firmware, configuration, reboot, status.

Sources: [observed-tplink-ax20 §Others, §Backup / restore / reset, §Decrypted exchanges], [tplink-web 4.1, 4.7 to 4.10].
"""

from __future__ import annotations

import re
from typing import Final

from routercfg.simulator.tplink_backup import unpack
from routercfg.simulator.tplink_box import Box
from routercfg.simulator.tplink_call import Answer, Call, Forms, Handler, bad, fixed, good
from routercfg.simulator.tplink_network import status_ipv4
from routercfg.simulator.tplink_wireless import read_band

REBOOT_SECONDS: Final = 140
"""What the router says a restart takes."""
_PASSWORD: Final = re.compile(r"[!-~]{1,32}")


def is_password(text: str) -> bool:
    """Tell whether the server takes that as a password: 1 to 32 visible ASCII characters, no blank."""
    return _PASSWORD.fullmatch(text) is not None


def _account(box: Box, _call: Call) -> Answer:
    key = box.password_pair.words()
    return good({"old_acc": "", "old_pwd": key, "new_acc": "", "new_pwd": key, "cfm_pwd": key})


def _account_write(box: Box, call: Call) -> Answer:
    """Change the password: all three are opened, the old one must be right, the new ones alike."""
    old, new, again = (box.open_password(call.words.get(field, "")) for field in ("old_pwd", "new_pwd", "cfm_pwd"))
    admin = {call.words.get("old_acc", ""), call.words.get("new_acc", "")} == {"admin"}
    if new is None or not admin or old != box.password or new != again or not is_password(new):
        return bad("update account failed")
    box.store_password(f"{call.controller}?form={call.form}", new)
    if box.plate.generation.logout_on_password:
        box.end_session()
    return good()


def _https(box: Box, _call: Call) -> Answer:
    return good(box.words("https"))


def _https_write(box: Box, call: Call) -> Answer:
    word = call.words.get("https_enable", "")
    if word in ("on", "off"):
        box.put(f"{call.controller}?form={call.form}", "https", {"https_enable": word})
    return _https(box, call)


def firmware_words(box: Box) -> Answer:
    """Give model and versions."""
    plate = box.plate
    return {"model": plate.product, "hardware_version": plate.hardware, "firmware_version": plate.firmware}


def _upgrade(box: Box, call: Call) -> Answer:
    """Tell model and versions, and whether the wizard would be shown.

    The AX firmware never clears that flag; the one before it does so on this very read [tplink-web 3A].
    """
    shown = box.words("quicksetup")["to_show"] == "true"
    if shown and not box.plate.generation.wpa3:
        box.router.store.update("quicksetup", {"to_show": "false"})
    del call
    return good({**firmware_words(box), "totaltime": 180, "is_default": shown})


def _check(box: Box, call: Call) -> Answer:
    """Tell the verdict on an uploaded configuration, once."""
    verdict, box.verdict = box.verdict, ""
    if verdict == "accepted":
        box.restart_soon()
        return good({"ops": "upload", "totaltime": REBOOT_SECONDS})
    del call
    return bad("err_failed") if verdict == "refused" else good()


def _config(_box: Box, _call: Call) -> Answer:
    return good({"totaltime": REBOOT_SECONDS})


def _factory(box: Box, call: Call) -> Answer:
    """Go back to factory defaults; ``all=false`` keeps the account [tplink-web 4.9]."""
    account = box.words("account")

    def wipe(_kept: dict[str, str]) -> None:
        box.router.store.wipe()
        if call.words.get("all") == "false":
            box.router.store.update("account", account)

    box.router.write(f"{call.controller}?form={call.form}", {}, wipe)
    return restart(box)


def restart(box: Box) -> Answer:
    """Restart, and say how long it takes."""
    box.router.reboot()
    return good({"reboot_time": REBOOT_SECONDS})


def restore(box: Box, blob: bytes) -> Answer:
    """Take an uploaded configuration: the answer is always success, the verdict comes with the next ``check``.

    The restart follows 1 to 2 seconds after an accepting verdict was fetched.
    """
    sections = unpack(box, blob)
    if sections is None:
        box.verdict = "refused"
        return good()
    account = box.words("account")

    def commit(_kept: dict[str, str]) -> None:
        box.router.store.wipe()
        for name, words in sections.items():
            box.router.store.update(name, words)
        box.router.store.update("account", account)

    box.router.write("admin/firmware?form=config_multipart", {}, commit)
    box.verdict = "accepted"
    return good()


def _reboot(box: Box, _call: Call) -> Answer:
    return restart(box)


def _logout(box: Box, _call: Call) -> Answer:
    box.end_session()
    return good()


def _status(box: Box, call: Call) -> Answer:
    """Tell everything at once; empty tables are ``{}`` [tplink-web 2A.1]."""
    told: Answer = {}
    for form in ("wireless_2g", "wireless_5g", "guest_2g", "guest_5g"):
        told |= {f"{form}_{key}": text for key, text in read_band(box, form).items()}
    lists = ("access_devices_wired", "access_devices_wireless_host", "access_devices_wireless_guest", "usb_storages")
    told |= {name: {} for name in lists}
    data = status_ipv4(box, call)["data"]
    told |= data if isinstance(data, dict) else {}
    return good({**told, "conn_type": "ethernet", "cpu_usage": 0.5, "mem_usage": 0.02})


def _internet(box: Box, _call: Call) -> Answer:
    """Tell the state of the line in the words of the map page; not dialled is ``disconnected``."""
    status = box.conn_status(box.conntype)
    return good({"wan_internet_status": status, "internet_status": status, "modem_internet_status": "unplugged"})


def _model(box: Box, _call: Call) -> Answer:
    return good({"model": box.plate.product})


def _quicksetup(box: Box, call: Call) -> Answer:
    """Mark the wizard as done and nothing more.

    The real form also writes what it is sent, but ignores some of it and tells no errors: nobody should use it.
    """
    box.put(f"{call.controller}?form={call.form}", "quicksetup", {"done": "yes"})
    return good()


_ANY: Final[dict[str, Handler]] = {"*": _reboot}
_REMOTE: Final = {
    "web_address": "https://0.0.0.0:443",
    "http_port": "80",
    "enable": "off",
    "https_port": "443",
    "remote": False,
    "managers": "all",
}

ADMIN: Forms = {
    ("admin/administration", "account"): {"read": _account, "write": _account_write},
    ("admin/administration", "https"): {"read": _https, "write": _https_write},
    ("admin/administration", "login"): fixed({"preempt": "on"}),
    ("admin/administration", "mode"): fixed({"mode": "all"}),
    ("admin/administration", "remote"): fixed(_REMOTE),
    ("admin/cloud_account", "get_deviceInfo"): {"read": _model},
    ("admin/firmware", "upgrade"): {"read": _upgrade},
    ("admin/firmware", "auto_upgrade"): fixed({"enable": "off", "time": "3", "delay": "0"}),
    ("admin/firmware", "config"): {"read": _config, "check": _check, "factory": _factory},
    ("admin/ledgeneral", "setting"): fixed({"enable": "on", "time_set": "no", "ledst_support": "yes"}),
    ("admin/quick_setup", "quick_setup"): {"write": _quicksetup},
    ("admin/reboot", "set"): fixed({"enable": "off", "cycle": "week", "time": "03:00", "day": "Mon"}),
    ("admin/security_settings", "enable"): fixed({"enable": "off"}),
    ("admin/status", "all"): {"read": _status},
    ("admin/status", "internet"): {"read": _internet},
    ("admin/status", "perf"): fixed({"mem_usage": 0.02, "cpu_usage": 0.5}),
    ("admin/system", "reboot"): _ANY,
    ("admin/system", "logout"): {"*": _logout},
    ("admin/system", "sysmode"): fixed({"support": "yes", "mode": "router"}),
    ("admin/upnp", "enable"): fixed({"enable": "on"}),
}
