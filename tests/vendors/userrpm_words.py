"""Old green pages as a TL-WR1043ND v2 (arrays from the transcript) with Russian firmware's IPTV page shows them."""

from __future__ import annotations

from routercfg.device import Facts, Identity
from routercfg.language import TEXTS
from routercfg.language.reasons_userrpm import REASONS_USERRPM
from routercfg.secret import Secret
from routercfg.vendors import tplink_userrpm_steps as steps
from routercfg.vendors.tplink_userrpm_pages import (
    ACCOUNT,
    ACTIVE,
    ADVANCED,
    DHCP,
    IPTV,
    LAN,
    MAC,
    NETWORK,
    SECURITY,
    TIME,
    WAN,
    page_words,
)
from routercfg.vendors.tplink_userrpm_wifi import bands

TEXTS.update(REASONS_USERRPM)

Native = dict[str, dict[str, str]]
Arrays = dict[str, str]

ARRAYS: dict[str, Arrays] = {
    WAN["dhcp"]: {
        "dhcpInf": '1, 0, 1, 0, 2, 0, 0, 0, "", "", 0, 0, "", "0.0.0.0", "0.0.0.0", "0.0.0.0", 1, 1, 1500, 0, '
        '"0.0.0.0", 1, "0.0.0.0", 0, 100000, 100000, "TL-WR1043", 0,0'
    },
    WAN["static"]: {
        "staticIpInf": '1, 0, 0, 0, 0, 0, 1, "", "", 0, 0, "", "0.0.0.0", "0.0.0.0", "0.0.0.0", 1500, "0.0.0.0", '
        '"0.0.0.0", 0, 0, 0,0'
    },
    WAN["pppoe"]: {
        "pppoeInf": '1, 0, 1, 0, 0, 0, 0, "", "", 0, "", "", 0, "", 0, 0, "", "", 0, 0, 2, 15, 0, 0, 23, 59, 0, 0, 7, '
        '0, "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", 0, 0, 0, 0, 0,0'
    },
    ADVANCED: {
        "pppoeInf": '1, 0, 0, 1, 0, 0, 0, "", "", 1480, "", "", 0, "0.0.0.0", 0, 0, "0.0.0.0", "0.0.0.0", 0, 0, 0,0'
    },
    WAN["l2tp"]: {
        "l2tpInf": '1, 0, 6, 0, "", "", "", 0, 0, "0.0.0.0", "0.0.0.0", "0.0.0.0", 1460, 15, 2, 0, 0, "0.0.0.0", '
        '"0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", 0, "0.0.0.0", 0,0'
    },
    WAN["pptp"]: {
        "pptpInf": '1, 0, 7, 0, "", "", "", 0, 0, "0.0.0.0", "0.0.0.0", "0.0.0.0", 1420, 15, 2, 0, 0, "0.0.0.0", '
        '"0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", "0.0.0.0", 0, "0.0.0.0", 0,0'
    },
    MAC: {
        "macCloneList": '"50-C7-BF-12-34-57", "50-C7-BF-12-34-57", 0,0',
        "macCloneInf": '1, "02-00-00-00-00-64", 0, 0,0',
    },
    LAN: {"lanPara": '"50-C7-BF-12-34-56", "192.168.0.1", 2, "255.255.255.0", 1, 0,0'},
    DHCP: {"DHCPPara": '1, "192.168.0.100", "192.168.0.199", 120, "192.168.0.1", "", "0.0.0.0", "0.0.0.0", 0, 0,0'},
    NETWORK["2.4GHz"]: {
        "wlanPara": '0, 8, 0, "TP-LINK_123456", 108, 101, 1, 5, 1, 1, 15, 2, 71, 0, 0, 2, "TP-LINK_123456_2", '
        '"TP-LINK_123456_3", "TP-LINK_123456_4", 0, 0, 0, 0, "", "", 1, "", 1, 1, 3, 3, 0, 1, 1, 1, "", 1, '
        "36, 0, 1, 0,0"
    },
    SECURITY["2.4GHz"]: {
        "wlanPara": '8, 1, 3, "333", 1, 0, "", 1812, "", "12345670", 1, 0, 0, 1, 3, 0, 0, 0, 5, 0, 1, "", 1, 0,0',
        "wlanList": '"", 0, "", 0, "", 0, "", 0, 0,0',
    },
    TIME: {"timeInf": '11, 23, 2026, 8, 1, 28, 1200, "", "", 2, 2, 0, 2, 10, 1, 0, 3, 0, 0, 0,0'},
    IPTV: {
        "modeSel": "0, 1, 0,0",
        "lanBrMode": "1, 0,0",
        "vidInfo": "0, 1257, 0, 4000, 4, 4001, 4, 263, 0, 15, 0, 1, 0, 0,0",
    },
    ACCOUNT: {"LoginPwdInf": '"admin", 0, 0,0'},
}

TEXT, BOX, RADIO = "text", "checkbox", "radio"
INPUTS: dict[str, str] = {
    WAN["dhcp"]: "mtu manual:2 dnsserver dnsserver2 hostName flagMode:2",
    WAN["static"]: "ip mask gateway mtu dnsserver dnsserver2",
    WAN["pppoe"]: "acc[118] psw[118] confirm SecType=0,1,2 sta_ip sta_mask linktype=1,2,3,4 waittime waittime2 hour1 "
    "minute1 hour2 minute2",
    ADVANCED: "lcpMru ServiceName[31] AcName fixedIpEn:2 fixedIp EchoReq manual:2 dnsserver dnsserver2",
    WAN["l2tp"]: "L2TPName[31] L2TPPwd[63] IpType=0,1 L2TPServerName sta_ip sta_mask sta_gw sta_dns mtu idletime "
    "linktype=1,2,3",
    WAN["pptp"]: "PPTPName[31] PPTPPwd[63] IpType=0,1 PPTPServerName sta_ip sta_mask sta_gw sta_dns mtu idletime "
    "linktype=1,2,3",
    MAC: "mac1 pcmac",
    LAN: "lanip lanmask inputMask igmpStatus=0,1",
    DHCP: "dhcpserver=0,1 ip1 ip2 Lease gateway domain dnsserver dnsserver2",
    NETWORK["2.4GHz"]: "ssid1[32] ssid2 region mode chanWidth channel rate ap:1 broadcast:2 wdsbrl:2 brlssid keytype",
    SECURITY["2.4GHz"]: "vapIdx secType=0,1,2,3 pskSecOpt pskCipher pskSecret[64] interval wpaSecOpt wpaCipher "
    "radiusIp radiusPort radiusSecret intervalWpa wepSecOpt keytype keynum key1 length1",
    TIME: "timezone month day year hour minute second ntpA ntpB daylightStatus=0,1,2 start_month isTimeChanged",
    IPTV: "mode_sel igmpEn ru_br vlanInetEnb=0,1 nat_vid nat_pri iptv_vid iptv_pri ip_phone_vid ip_phone_pri "
    "enable_multi_iptv:1 multi_iptv_vid multi_iptv_pri Lan Lan Lan Lan lan_brmask lan_iptv_mask lan_ipphonemask",
    ACCOUNT: "oldname oldpassword newname newpassword[15] newpassword2",
}


def html(page: str, **arrays: str) -> str:
    """Give a page; ``arrays`` replace those of the transcript."""
    told = {**ARRAYS[page], **arrays}
    head = "".join(f"<SCRIPT>var {name} = new Array(\n{items} );</SCRIPT>\n" for name, items in told.items())
    body = "\n".join(_input(word) for word in INPUTS[page].split())
    return f'{head}<FORM action="{page}" method="get">{body}<INPUT name="Save" type="submit" value="Save"></FORM>'


def _input(word: str) -> str:
    if word == "Lan":
        return '<SELECT name="Lan"><OPTION value=0>Internet</OPTION><OPTION value=1>IPTV</OPTION></SELECT>'
    if ":" in word:
        name, value = word.split(":")
        return f'<INPUT type="checkbox" name="{name}" value={value}>'
    if "=" in word:
        name, values = word.split("=")
        return "".join(f'<INPUT type="radio" name="{name}" value="{value}">' for value in values.split(","))
    name, _, longest = word.rstrip("]").partition("[")
    limit = f' maxlength="{longest}"' if longest else ""
    value = "0" if name in {"isTimeChanged", "vapIdx"} else ""
    return f'<INPUT type="text" name="{name}" value="{value}"{limit}>'


def native(active: str = "dhcp", **changed: dict[str, str]) -> Native:
    """Give the native words of the whole router; ``changed`` are words of a page by the name of its file's stem."""
    found: Native = {ACTIVE: {"page": WAN[active]}}
    for page in ARRAYS:
        words = page_words(page, html(page))
        assert words is not None
        found[page] = {**words, **changed.get(page.removesuffix(".htm"), {})}
    return found


def facts_of(words: Native, password: str = "Old-pass1") -> Facts:
    identity = Identity("tplink", "tplink-userrpm", "TL-WR1043ND")
    return Facts(identity, steps.everything(words, Secret(password)), bands(words), words)
