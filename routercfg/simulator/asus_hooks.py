"""What appGet.cgi answers: a list of hooks, printed as text that is nearly JSON [observed-asus-382 §3, asus §4.1]."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Final, TypeAlias

from routercfg.simulator.asus_text import Call, percented, printed, uptime_text
from routercfg.simulator.asus_unit import NVRAM, AsusUnit
from routercfg.simulator.router import Dropped

_HOOK: Final = re.compile(r"\s*(\w+)\((.*)\)\s*", re.DOTALL)
_BAD_NAME: Final = re.compile(r"[<>%()&]|script|//")

_CONNECTED: Final = "2"

_Printer: TypeAlias = Callable[[AsusUnit, Call], str]


def answer_hooks(unit: AsusUnit, call: Call, hooks: str) -> str:
    """Print the answers to ``a();b(x)``.

    A hook that does not exist prints nothing, but the comma before the next one stays. Raises Dropped when a hook
    crashes the web server.
    """
    pieces = [piece for piece in hooks.split(";") if piece.strip()]
    return "{\n" + ",\n".join(_answer_one(unit, call, piece) for piece in pieces) + "\n}\n"


def _answer_one(unit: AsusUnit, call: Call, piece: str) -> str:
    found = _HOOK.fullmatch(piece)
    if not found:
        return ""
    name, arguments = found[1], [word.strip() for word in found[2].split(",")]
    if name == "nvram_get":
        return _nvram_get(unit, call, arguments[0])
    if name == "nvram_default_get":
        return f'"{arguments[0]}":"{_print(unit, call, unit.store.factory(NVRAM).get(arguments[0], ""))}"'
    if name == "nvram_char_to_ascii":
        key = arguments[-1]
        return f'"{key}":"{percented(unit.shown(key))}"'
    if name == "wanlink_state" and arguments == [""]:
        unit.restart_httpd()  # a missing argument is compared as text, and the web server is gone
        raise Dropped(call.page)
    return _printed_by_name(unit, call, name, arguments[0])


def _printed_by_name(unit: AsusUnit, call: Call, name: str, argument: str) -> str:
    if name == "wanlink" and argument:
        value = _link(unit).get(f"wanlink_{argument}")
        return "" if value is None else f'"wanlink-{argument}":"{value}"'
    printer = _PRINTERS.get(name)
    if printer is None:
        return ""
    return f'"{name}":{printer(unit, call)}'


def _nvram_get(unit: AsusUnit, call: Call, key: str) -> str:
    if not key or _BAD_NAME.search(key):
        return '"ERROR_NAME":""'
    return f'"{key}":"{_print(unit, call, unit.shown(key))}"'


def _print(unit: AsusUnit, call: Call, value: str) -> str:
    return printed(value, app=call.app, signed=unit.spec.signed_chars)


def _link(unit: AsusUnit) -> dict[str, str]:
    """Give the words of the WAN's state in the order in which the server prints them."""
    state = unit.nvram("wan0_state_t")
    up = state == _CONNECTED
    return {
        "wanstate": state,
        "wansbstate": unit.nvram("wan0_sbstate_t"),
        "wanauxstate": unit.nvram("wan0_auxstate_t"),
        "autodet_state": "0",
        "autodet_auxstate": "0",
        "wanlink_status": "1" if up else "0",
        "wanlink_statusstr": "Connected" if up else "Disconnected",
        "wanlink_type": unit.nvram("wan0_proto"),
        "wanlink_ipaddr": unit.nvram("wan0_ipaddr"),
        "wanlink_netmask": unit.nvram("wan0_netmask"),
        "wanlink_gateway": unit.nvram("wan0_gateway"),
        "wanlink_dns": unit.nvram("wan0_dns"),
        "wanlink_lease": "0",
        "wanlink_expires": "0",
        "is_private_subnet": "0",
        "wanlink_xtype": "",
        "wanlink_xipaddr": "0.0.0.0",
        "wanlink_xnetmask": "0.0.0.0",
        "wanlink_xgateway": "0.0.0.0",
        "wanlink_xdns": "",
        "wanlink_xlease": "0",
        "wanlink_xexpires": "0",
    }


def _wanlink_state(unit: AsusUnit, call: Call) -> str:
    return "{" + ",\n".join(f'"{name}":"{value}"' for name, value in _link(unit).items()) + "\n}"


def _wanlink(unit: AsusUnit, call: Call) -> str:
    return "".join(f"function {name}() {{ return '{value}'; }}\n" for name, value in _link(unit).items())


def _cpu_usage(unit: AsusUnit, call: Call) -> str:
    if unit.spec.generation >= 386:
        cores = {f"cpu{core}_{what}": value for core in (1, 2, 3) for what, value in _CORE}
        return json.dumps(cores, separators=(",", ":"))
    return '{{"cpu0":{"total":"11318565","usage":"6847"},"cpu1":{"total":"11318449","usage":"4604"}}\n}'


_CORE: Final = (("total", "38106047"), ("usage", "395512"))


def _memory_usage(unit: AsusUnit, call: Call) -> str:
    if unit.spec.generation >= 386:
        return '{"mem_total":"524288","mem_free":"262144","mem_used":"262144"}'
    return '{{"total":"262144","free":"120000","used":"142144"}}'


def _netdev(unit: AsusUnit, call: Call) -> str:
    counters = {"BRIDGE": ("0x3e8", "0x7d0"), "WIRED": ("0x3e8", "0x7d0")}
    counters |= {"WIRELESS0": ("0x1388", "0x1770"), "WIRELESS1": ("0x1b58", "0x1f40")}
    if unit.spec.generation >= 386:
        words = {f"{name}_rx": rx for name, (rx, _) in counters.items()}
        words |= {f"{name}_tx": tx for name, (_, tx) in counters.items()}
        return json.dumps(words, separators=(",", ":"))
    lines = "\n,".join(f"'{name}':{{rx:{rx},tx:{tx}}}" for name, (rx, tx) in counters.items())
    return f"{{\nnetdev = {{\n {lines}\n}}}}"


def _ui_support(unit: AsusUnit, call: Call) -> str:
    words = ", ".join(f'"{word}": {number}' for word, number in unit.spec.support.items())
    if unit.spec.generation >= 386:
        return f"{{ {words} }}"
    return f'{{ {words}, "wlopmode":\n'  # the observed server stops here: not JSON, whatever one does


def _uptime(unit: AsusUnit, call: Call) -> str:
    return uptime_text()


def _clients(unit: AsusUnit, call: Call) -> str:
    return '{"maclist": [], "ClientAPILevel": "2"}' if unit.spec.generation >= 386 else '{"maclist": []}'


def _login_state(unit: AsusUnit, call: Call) -> str:
    words = {"login_ip_dec": "0", "login_ip_str": call.client, "login_ip_str_now": call.client, "login_mac_str": ""}
    functions = "".join(f"function {name}() {{ return '{value}'; }}\n" for name, value in words.items())
    return "function is_logined() { return 0; }\n" + functions


_PRINTERS: Final[dict[str, _Printer]] = {
    "wanlink_state": _wanlink_state,
    "wanlink": _wanlink,
    "cpu_usage": _cpu_usage,
    "memory_usage": _memory_usage,
    "netdev": _netdev,
    "get_ui_support": _ui_support,
    "uptime": _uptime,
    "get_clientlist": _clients,
    "login_state_hook": _login_state,
    "get_wan_unit": lambda unit, call: '"0"',
    "get_wan_lan_status": lambda unit, call: '{ "portSpeed": { }, "portCount": { "wanCount": 0, "lanCount": 0 } }',
    "dhcpLeaseMacList": lambda unit, call: '[["", ""]]',
    "wl_sta_list_2g": lambda unit, call: "",
    "wl_sta_list_5g": lambda unit, call: "",
    "channel_list_2g": lambda unit, call: "",
    "channel_list_5g": lambda unit, call: "",
    "get_default_reboot_time": lambda unit, call: f'"{unit.nvram("reboot_time")}"',
}
