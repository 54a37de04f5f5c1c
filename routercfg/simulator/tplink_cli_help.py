"""What the ``TP-Link(conf)#`` command line says of itself: its commands and their options, in our own wording.

Which commands, options and permitted words there are: ``help``, ``wlctl``, ``wan`` … of an HB810 and of a VX231v
[tplink-legacy-ssh-openwrt §2.1.2-2.1.5, HB810, VX231]; the options of PPPoE from those who use them [WSS].
"""

from __future__ import annotations

from typing import Final

NORMAL: Final = {
    "clear": "wipe the screen",
    "exit": "leave this mode",
    "help": "this list",
    "history": "what was typed",
    "logout": "end the session",
    "wlctl": "wireless",
}
"""Commands of every mode; a restricted command line has no others [HB810]."""

CONFIG: Final = {
    "config": "go to config mode",
    "adsl": "DSL line",
    "igmp": "multicast",
    "wan": "connections to the provider",
    "voip": "telephony",
    "lan": "home network",
    "group": "groups of ports",
    "dev": "the device",
}
"""Commands of config mode."""

_MULTI: Final = """\
wlctl set <{bands}|all> [ --ssid <ssid> [base64] ]
    [ --bandWidth <{widths}> ]
    [ --switch <on|off> ]
    [ --qss <on|off> ]
    [ --wepkey <key> [base64] [keyindex] ]
    [ --pskkey <key> [base64] ]
    [ --sec [none]
            [<wep> <auto|open|shared> <key> [base64] [keyindex]]
            [<psk> <auto|wpa|wpa2> <auto|tkip|aes> <key> [base64]] ]

wlctl show <{bands}>
"""
_SINGLE: Final = """\
wlctl set [ --ssid <ssid> ]
    [ --bandWidth <{widths}> ]
    [ --switch <on|off> ]
    [ --qss <on|off> ]
    [ --pskkey <key> ]
    [ --sec [none]
            [<wep> <auto|open|shared> <key> [keyindex]]
            [<psk> <auto|wpa|wpa2> <auto|tkip|aes> <key>] ]

wlctl show
"""
WAN: Final = """\
wan add service <atm|ptm|eth> <vpi/vci|vid> --protocol <bridge|pppoe|staticip|dynamicip|ipoa|pppoa>
wan set defaultgw <servicename>
wan set service <servicename> --protocol <pppoe|staticip|dynamicip|ipoa|pppoa>
    pppoe: [ --username <name> ] [ --password <password> ]
           [ --servicename <name> ] [ --safeservicename <base64name> ]
           [ --secondConnection <sec_conn_disable|sec_conn_dynip|sec_conn_staip> ]
    [ --nat <enable|disable> ] [ --defaultroute <yes|no> ] [ --mtu <mtu> ]
wan delete service <servicename>
wan show defaultgw
wan show service [<atm|ptm|eth>]
wan show connection info [<servicename>]
"""
WITHIN: Final = {
    "adsl": "adsl show info\nadsl show status\n",
    "lan": "lan show status\nlan show info\n",
    "igmp": "valid sub cmd:\n    showProxy\n    showSnoop\n",
    "voip": "voip get [maxline]\n",
    "group": "group show info\n",
    "dev": "valid sub cmd:\n    reset\n    reboot\n    version\n    serial\n    show\n    testmode\n",
    "dev show": "valid sub cmd:\n    prodName\n    prodSoftVer\n    prodHardVer\n",
    "dev serial": "valid sub cmd:\n    show\n",
    "wan": WAN,
}
"""What a command says when it is typed alone, or in a way that it does not know."""


def wlctl(bands: tuple[str, ...], widths: tuple[str, ...]) -> str:
    """Give the usage of ``wlctl``: with one band no band is named, and no word may be Base64 [W8970, C2, HB810]."""
    form = _MULTI if len(bands) > 1 else _SINGLE
    return form.format(bands="|".join(bands), widths="|".join(widths))


def overview(*, config: bool) -> str:
    """Give what ``help`` prints; ``config``: in a command line that has a config mode."""
    lines = ["normal mode commands:", *_rows(NORMAL)]
    if config:
        lines += ["config mode commands:", *_rows(CONFIG)]
    return "\n".join(lines) + "\n"


def _rows(commands: dict[str, str]) -> list[str]:
    return [f"        {name:<15} ---     {meaning}" for name, meaning in commands.items()]
