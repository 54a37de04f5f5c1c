"""What the ASUS web server's own pages print, as far as programs look at them; everything else on them is left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from routercfg.simulator.asus_sessions import Sessions
from routercfg.simulator.asus_text import Call, printed, uptime_text
from routercfg.simulator.asus_unit import AsusUnit

MARK: Final = "\ufeff"
"""Pages begin with a byte order mark."""

PAGES: Final = frozenset(
    {
        "index.asp",
        "Main_Password.asp",
        "QIS_wizard.htm",
        "Advanced_LAN_Content.asp",
        "Advanced_DHCP_Content.asp",
        "Advanced_WAN_Content.asp",
        "Advanced_IPTV_Content.asp",
        "Advanced_Wireless_Content.asp",
        "Advanced_System_Content.asp",
        "Advanced_SettingBackup_Content.asp",
        "Advanced_FirmwareUpgrade_Content.asp",
    }
)
"""Pages that exist and only a person reads."""

OPEN_PAGES: Final = frozenset(
    {"Main_Login.asp", "Nologin.asp", "error_page.htm", "httpd_check.xml", "httpd_check.htm", "get_webdavInfo.asp"}
)
"""Pages that need no login [asus §1.3]."""

_FORM: Final = {
    "group_id": "",
    "action_mode": "",
    "action_script": "",
    "action_wait": "5",
    "current_page": "Main_Login.asp",
    "next_page": "Main_Login.asp",
    "login_authorization": "",
    "login_captcha": "",
}

_HEAD: Final = (
    '<meta http-equiv="Content-Type" content="text/html; charset=UTF-8">\n'
    '<meta HTTP-EQUIV="Pragma" CONTENT="no-cache">\n<meta HTTP-EQUIV="Expires" CONTENT="-1">\n'
)


def open_page(unit: AsusUnit, call: Call) -> str:
    """Print a page that needs no login."""
    if call.page == "Main_Login.asp":
        return _login_page(unit, unit.sessions)
    if call.page == "get_webdavInfo.asp":
        return _identity_card(unit, call)
    if call.page == "httpd_check.xml":
        return f'{MARK}<?xml version="1.0" ?>\n<httpd>\n<status>OK</status>\n</httpd>\n'
    return _plain(call.page)


def read_page(unit: AsusUnit, call: Call) -> str | None:
    """Print a page behind the login; None when there is no such file."""
    if call.page in PAGES:
        title = "Network Map" if call.page == "index.asp" else call.page
        return _plain(f"ASUS Wireless Router {unit.spec.productid} - {title}")
    if call.page == "ajax_onboarding.asp" and unit.spec.generation < 386:
        return None  # the page of the mesh came with 384 on other models and 386 on these
    if call.page == "ajax_sysinfo.asp" and "jffs2_scripts" not in unit.spec.more:
        return None  # Merlin's own page [asus §4.3]
    printer = _PRINTERS.get(call.page)
    return None if printer is None else printer(unit)


def start_apply_page(words: dict[str, str], script_lines: str) -> str:
    """Print the page that answers start_apply.htm; what happened is in the script lines."""
    names = ("current_page", "next_page", "action_script", "action_mode", "action_wait", "group_id")
    told = "".join(f"var {name} = '{words.get(name, '')}';\n" for name in names)
    return (
        f'{MARK}<html>\n<head>\n<title></title>\n{_HEAD}<script type="text/javascript">\n'
        f"var page_modified = 0;\nvar restart_time = 0;\n\n{told}var getflag = '';\n</script>\n</head>\n"
        f"<body>\n{script_lines}</body>\n</html>\n"
    )


def restarting_page(seconds: int) -> str:
    """Print the page that is shown while the router restarts."""
    script = f"<script>\nvar reboot_needed_time = {seconds};\n</script>\n"
    return f"{MARK}<html>\n<head>\n{_HEAD}<title>ASUS Wireless Router Web Manager</title>\n</head>\n{script}</html>\n"


def uploading_page(*, good: bool) -> str:
    """Print the page that answers the upload of a settings file."""
    script = (
        'var reboot_needed_time = eval("90 + 5");\nparent.showLoadingBar(reboot_needed_time);\n'
        if good
        else 'alert("Setting File upload fail. The file is not one of this router.");\n'
    )
    return (
        f"{MARK}<html>\n<head>\n<title>ASUS Wireless Router Web Manager</title>\n{_HEAD}</head>\n<body>\n"
        f"<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _plain(title: str) -> str:
    return f"{MARK}<!DOCTYPE html>\n<html>\n<head>\n{_HEAD}<title>{title}</title>\n</head>\n<body></body>\n</html>\n"


def _login_page(unit: AsusUnit, sessions: Sessions) -> str:
    """Print the login page with the last error, which is forgotten by that."""
    error, sessions.last_error = sessions.last_error, 0
    info = f'{{ "lock_time": {sessions.lock_time()}, "error_status": {error}, "page": "index.asp" }}'
    fields = "".join(f'<input type="hidden" name="{name}" value="{value}">\n' for name, value in _FORM.items())
    script = "$.post('get_Nonce.cgi');\n" if "login_v2.cgi" in unit.spec.logins else ""
    return (
        f"{MARK}<!DOCTYPE html>\n<html>\n<head>\n{_HEAD}<title>ASUS Login</title>\n<script>\n"
        f"var login_info =  tryParseJSON('{info}');\n{script}</script>\n</head>\n<body>\n"
        f'<div class="prod_madelName">{unit.spec.productid}</div>\n'
        f'<form method="post" name="form" action="{unit.spec.logins[0]}" target="">\n{fields}</form>\n'
        "</body>\n</html>\n"
    )


def _identity_card(unit: AsusUnit, call: Call) -> str:
    """Print who the router is, login or not [asus §1.4]."""
    spec = unit.spec
    ssid = printed(unit.nvram("wl0_ssid"), app=call.app, signed=spec.signed_chars)
    version = f"{unit.nvram('firmver')}.{unit.nvram('buildno')}"
    packets = ["", ssid, unit.nvram("lan_netmask"), spec.productid, version, unit.nvram("sw_mode"), spec.mac, ""]
    wan = unit.nvram("wan0_ipaddr")
    disks = ["0", "0", "8082", unit.nvram("ddns_enable_x"), "", wan, "", unit.nvram("x_Setting"), "443", "0"]
    app = ["", "39", spec.mac, unit.nvram("odmpid"), spec.productid, spec.extendno]
    rows = {
        "pktInfo": ("PrinterInfo,SSID,NetMask,ProductID,FWVersion,OPMode,MACAddr,Regulation", packets),
        "webdavInfo": ("Webdav,Type,HttpPort,DDNS,HostName,WANIP,,isNotDefault,HttpsPort,Flag", disks),
        "toAPPInfo": (",ExtendCap,LabelMac,odmpid,productid,extendno", app),
    }
    lines: list[str] = []
    for name, (labels, values) in rows.items():
        lines.append(f"// {name}={_array(labels.split(','))}")
        lines.append(f"{name}={_array(values)}")
    return "\n".join(lines) + "\n"


def _array(words: list[str]) -> str:
    return "[" + ",".join(f"'{word}'" for word in words) + "];"


def _devicemap(unit: AsusUnit) -> str:
    """Print the state that the map on the start page polls [asus §4.3, §12; the client asusrouter's tables]."""
    state, sbstate, auxstate = (unit.nvram(f"wan0_{name}") for name in ("state_t", "sbstate_t", "auxstate_t"))
    rows = [
        *(f"<{name}>{value}</{name}>" for name in ("wan", "first_wan") for value in (state, sbstate, auxstate)),
        f"<wan>link_internet={unit.nvram('link_internet')}</wan>",
        f"<wan>wan0_ipaddr={unit.nvram('wan0_ipaddr')}</wan>",
        f"<sys>uptimeStr={uptime_text()}</sys>",
    ]
    body = "\n".join(rows)
    return f'{MARK}<?xml version="1.0" ?>\n<devicemap>\n{body}\n</devicemap>\n'


def _clients(unit: AsusUnit) -> str:
    """Print the client list: script text, not JSON; nobody is connected to a paper router."""
    return (
        'originDataTmp = originData;\noriginData = {\nfromNetworkmapd : [{"maclist": []}],\nnmpClient : [{}]\n}\n'
        "networkmap_fullscan = 0;\n"
    )


def _state(unit: AsusUnit) -> str:
    return f"var based_modelid = '{unit.spec.productid}';\nvar wan_proto = '{unit.nvram('wan0_proto')}';\n"


def _onboarding(unit: AsusUnit) -> str:
    """Print the mesh: this router alone [names as the client asusrouter reads them; not verified on this model]."""
    return "get_onboardinglist = [{}][0];\nget_cfg_clientlist = [[]][0];\nget_onboardingstatus = [{}][0];\n"


def _sysinfo(unit: AsusUnit) -> str:
    """Print Merlin's load and memory [names as the client asusrouter reads them; values made up]."""
    return (
        'wlc_0_arr = ["0", "0", "0"];\nwlc_1_arr = ["0", "0", "0"];\nconn_stats_arr = ["12","3"];\n'
        'mem_stats_arr = ["512.00", "256.00", "0.00", "64.00", "0.00", "0.00", "61000", "0.10 / 47.00 MB"];\n'
        'cpu_stats_arr = ["0.10", "0.20", "0.30"];\n'
    )


def _authorised(unit: AsusUnit) -> str:
    return '{"asus_auth":"OK"}\n'


_PRINTERS: Final[dict[str, Callable[[AsusUnit], str]]] = {
    "ajax_status.xml": _devicemap,
    "ajax_sysinfo.asp": _sysinfo,
    "ajax_onboarding.asp": _onboarding,
    "check_Auth.cgi": _authorised,
    "state.js": _state,
    "update_clients.asp": _clients,
}
