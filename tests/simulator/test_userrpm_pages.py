"""What pages do beyond the transcript: flags, tunnels, LAN, IPTV, two bands, faults."""

from __future__ import annotations

import pytest

from tests.simulator.userrpm_rig import C7, WDR3600, WR740, WR1043, Client, bench

GONE = r"without response|reset|closed"
WPA = {
    **{"wepSecOpt": 3, "keytype": 1, "keynum": 1, "wpaSecOpt": 3, "wpaCipher": 1, "intervalWpa": 0, "interval": 0},
    **{"secType": 3, "pskSecOpt": 2, "pskCipher": 3},
}


def inputs(client: Client, page: str, query: str = "") -> set[str]:
    """Give the names of inputs that stand in a page's HTML, without what scripts draw."""
    import re

    text = re.sub(r"document\.write\(.*?\);", "", client.get(page, query).text)
    return set(re.findall(r'<(?:INPUT|SELECT)[^>]* name="(\w+)"', text)) | set(
        re.findall(r'<SELECT name="(\w+)"', text)
    )


# --- reboot flags


def test_dhcp_shows_its_flag_until_a_restart() -> None:
    with bench(WR1043) as it:
        client = it.admin()
        words = {"dhcpserver": 0, "ip1": "192.168.0.20", "ip2": "192.168.0.30", "Lease": 60, "gateway": "192.168.0.1"}
        assert client.save("LanDhcpServerRpm.htm", **words).array("DHCPPara")[8] == 1
        client.get("SysRebootRpm.htm", Reboot="Reboot")
        assert client.get("LanDhcpServerRpm.htm").array("DHCPPara")[::8] == [0, 0]


@pytest.mark.parametrize(("name", "waits"), [(WR1043, False), (WR740, True)])
def test_wifi_waits_for_a_restart_on_old_builds(name: str, waits: bool) -> None:
    with bench(name) as it:
        client = it.admin()
        got = client.save("WlanNetworkRpm.htm", ssid1="New", ap=1, broadcast=2)
        assert (got.array("wlanPara")[3], got.array("wlanPara")[13]) == ("New", int(waits))
        assert client.get("WlanSecurityRpm.htm").array("wlanPara")[16] == int(waits)
        working = client.get("StatusRpm.htm").array("wlanPara")[1]
        assert working == (it.router.plate.ssid if waits else "New")
        client.get("SysRebootRpm.htm", Reboot="Reboot")
        assert client.get("WlanNetworkRpm.htm").array("wlanPara")[13] == 0
        assert client.get("StatusRpm.htm").array("wlanPara")[1] == "New"


# --- WAN


@pytest.mark.parametrize(
    ("page", "word", "array", "wantype"),
    [("L2TPCfgRpm.htm", "L2TP", "l2tpInf", 6), ("PPTPCfgRpm.htm", "PPTP", "pptpInf", 7)],
)
def test_tunnels(page: str, word: str, array: str, wantype: int) -> None:
    with bench(WR1043) as it:
        client = it.admin()
        words = {f"{word}Name": "a@b", f"{word}Pwd": "c d+&", f"{word}ServerName": "tp.internet.beeline.ru"}
        got = client.save(page, wan=0, wantype=wantype, IpType=0, mtu=1400, linktype=2, **words)
        assert got.array(array)[2:7] == [wantype, 0, "tp.internet.beeline.ru", "a@b", "c d+&"]
        assert page in client.get("WanCfgRpm.htm").text
        static = {"sta_ip": "10.0.0.5", "sta_mask": "255.255.255.0", "sta_gw": "10.0.0.1", "sta_dns": "10.0.0.53"}
        got = client.save(page, IpType=1, mtu=1400, linktype=2, **static, **words)
        assert [got.array(array)[at] for at in (3, 18, 19, 20, 26)] == [1, *static.values()]
        assert client.get(page, IpType=0).array(array)[3] == 0  # shown, not stored
        assert client.get(page).array(array)[3] == 1
        words.pop(f"{word}Pwd")
        assert client.save(page, IpType=0, mtu=1400, **words).array(array)[6] == ""
        too_much = {6: 1461, 7: 1421}[wantype]
        assert client.save(page, IpType=0, mtu=too_much, **words).code == "5000"
        assert client.save(page, IpType=0, mtu=1400, **{**words, f"{word}ServerName": ""}).code == "5012"


def test_long_accounts_are_cut_in_silence() -> None:
    with bench(WR1043) as it:
        shown = it.admin().save("PPPoECfgRpm.htm", acc="u" * 200, psw="p" * 200, linktype=2).array("pppoeInf")
        assert [len(text) for text in shown[7:9]] == [119, 119]


def test_dual_access() -> None:
    with bench(WR740) as it:
        client = it.admin()
        words = {"acc": "a", "psw": "b", "linktype": 2, "SecType": 2}
        assert client.save("PPPoECfgRpm.htm", **words, sta_ip="10.1.1.1").code == "5004"
        got = client.save("PPPoECfgRpm.htm", **words, sta_ip="10.1.1.1", sta_mask="255.0.0.0")
        assert got.array("pppoeInf")[29:32] == [2, "10.1.1.1", "255.0.0.0"]


def test_the_wan_comes_up_and_says_so() -> None:
    with bench(WR1043, pace=1.0) as it:
        client = it.admin()
        client.save("PPPoECfgRpm.htm", acc="a", psw="b", linktype=2)
        assert client.get("PPPoECfgRpm.htm").array("pppoeInf")[26] == 2
        it.clock.sleep(10)
        assert client.get("PPPoECfgRpm.htm").array("pppoeInf")[26] == 1
        wan = client.get("StatusRpm.htm").array("wanPara")
        assert (wan[2], wan[3], wan[11], wan[13]) == ("100.64.0.2", 3, "100.64.0.53 , 100.64.0.54", 1)
        client.get("StatusRpm.htm", Disconnect="Disconnect", wan=1)
        assert client.get("StatusRpm.htm").array("wanPara")[2] == "0.0.0.0"


def test_manual_dns_that_is_left_out_goes_away() -> None:
    with bench(WR1043) as it:
        client = it.admin()
        words = {"lcpMru": 1492, "manual": 2, "dnsserver": "9.9.9.9", "dnsserver2": "", "Advanced": "Advanced"}
        assert client.save("PPPoECfgAdvRpm.htm", **words).array("pppoeInf")[15:18] == [1, "9.9.9.9", "0.0.0.0"]
        words.pop("manual")
        assert client.save("PPPoECfgAdvRpm.htm", **words).array("pppoeInf")[15:18] == [0, "0.0.0.0", "0.0.0.0"]
        assert client.save("PPPoECfgAdvRpm.htm", **{**words, "lcpMru": 1493}).code == "1006"


@pytest.mark.parametrize(("mac", "code"), [("01-00-00-00-00-01", "5017"), ("00:11:22:33:44:55", "5017"),
                                           ("00-00-00-00-00-00", "5017"), ("50-C7-BF-12-34-56", "5019")])  # fmt: skip
def test_refused_mac_addresses(mac: str, code: str) -> None:
    with bench(WR1043) as it:
        assert it.admin().save("MacCloneCfgRpm.htm", mac1=mac, wan=1).code == code


# --- LAN


def test_another_lan_address_restarts_and_takes_the_pool_along() -> None:
    with bench(WR1043) as it:
        client = it.admin()
        got = client.save("NetworkCfgRpm.htm", lanip="192.168.77.1", lanmask=2, inputMask="", igmpStatus=1)
        assert got.array("rebootInf")[:4] == ["192.168.77.1", 80, 45, 6]
        shown = it.admin().get("LanDhcpServerRpm.htm").array("DHCPPara")
        assert shown[1:5] == ["192.168.77.100", "192.168.77.199", 120, "192.168.77.1"]
        assert it.router.lan_address() == "192.168.77.1"


def test_the_old_lan_address_holds_until_the_restart() -> None:
    with bench(WR1043, pace=1.0) as it:
        it.admin().save("NetworkCfgRpm.htm", lanip="192.168.77.1", lanmask=3, inputMask="255.255.255.128")
        assert it.router.lan_address() == "192.168.0.1"


def test_the_listener_follows_the_lan_address() -> None:
    import socket
    import threading

    with bench(WR1043) as it:
        it.router.follows_lan = True
        client = it.admin()
        assert "rebootInf" in client.save("NetworkCfgRpm.htm", lanip="127.0.0.9", lanmask=2).text
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.9", it.served.port), timeout=1).close()
                break
            except ConnectionRefusedError:  # the listener moves between two looks at its sockets
                threading.Event().wait(0.01)
        assert it.served.host == "127.0.0.9"
        assert it.admin().get("NetworkCfgRpm.htm").array("lanPara")[1] == "127.0.0.9"


# --- IPTV of Russian firmware


def test_iptv_by_bridge() -> None:
    with bench(WR740) as it:
        client = it.admin()
        assert client.get("LanBrModeRpm.htm").array("modeSel") == [0, 1]
        assert "rebootInf" in client.save("LanBrModeRpm.htm", mode_sel=1, ru_br=2, igmpEn=0).text
        got = client.get("LanBrModeRpm.htm")
        assert (got.array("modeSel"), got.array("lanBrMode")) == ([1, 0], [2])


def test_iptv_by_vlan() -> None:
    with bench(WR740) as it:
        client = it.admin()
        words = {"mode_sel": 2, "vlanInetEnb": 1, "nat_vid": 10, "nat_pri": 0, "iptv_vid": 20, "iptv_pri": 4}
        ports = {"lan_brmask": 7, "lan_iptv_mask": 8, "lan_ipphonemask": 0}
        assert client.save("LanBrModeRpm.htm", **{**words, "iptv_vid": 10}, **ports).code == "5009"
        assert client.save("LanBrModeRpm.htm", **{**words, "iptv_vid": 1}, **ports).code == "5009"
        assert client.save("LanBrModeRpm.htm", **words, **{**ports, "lan_brmask": 0}).code == "5009"
        assert client.save("LanBrModeRpm.htm", **words, **ports).code == ""
        assert client.get("LanBrModeRpm.htm").array("vidInfo")[1:5] == [10, 0, 20, 4]
        assert client.get("LanBrModeRpm.htm").array("vidInfo")[9:13] == [7, 8, 1, 0]


def test_international_firmware_has_no_iptv_page() -> None:
    with bench(WR1043) as it:
        assert it.admin().get("LanBrModeRpm.htm").status == 501
        assert it.admin().get("WlanNetworkRpm_5g.htm").status == 501


# --- two bands


@pytest.mark.parametrize("name", [WDR3600, C7])
def test_bands_are_apart(name: str) -> None:
    with bench(name) as it:
        client = it.admin()
        client.save(
            "WlanNetworkRpm_5g.htm", ssid1="Five", region=83, channel=36, mode=8, chanWidth=3, ap=1, broadcast=2
        )
        client.save("WlanSecurityRpm_5g.htm", **WPA, pskSecret="five-five")
        five = client.get("WlanNetworkRpm_5g.htm").array("wlanPara")
        assert (five[3], five[5], five[7], five[10], five[11]) == ("Five", 83, 8, 36, 3)
        assert client.get("WlanSecurityRpm_5g.htm").array("wlanPara")[9] == "five-five"
        assert client.get("WlanNetworkRpm.htm").array("wlanPara")[3] == it.router.plate.ssid
        assert client.get("StatusRpm.htm").array("wlan5GPara")[:2] == [1, "Five"]
        client.save("WlanBandRpm.htm", WlanBand=1)
        assert client.get("WlanBandRpm.htm").array("wlanBandInf") == [1, 1]
        client.get("SysRebootRpm.htm", Reboot="Reboot")
        client = it.admin()
        assert client.get("StatusRpm.htm").array("wlan5GPara")[0] == 0
        assert client.get("WlanBandRpm.htm").array("wlanBandInf") == [1, 0]


# --- values and forms


@pytest.mark.parametrize("value", ["& = + % # \" ' \\ < > ;", "two  blanks)", "Ж" * 16, "a,b", "x);"])
def test_ssids_arrive_exactly(value: str) -> None:
    with bench(WR1043) as it:
        client = it.admin()
        got = client.save("WlanNetworkRpm.htm", ssid1=value, ap=1, broadcast=2)
        assert not got.code
        assert client.get("WlanNetworkRpm.htm").array("wlanPara")[3] == value
        assert client.save("WlanNetworkRpm.htm", ssid1="Ж" * 17, ap=1).code == "26107"


def test_the_region_is_a_place_in_the_list() -> None:
    with bench(WR1043) as it:
        got = it.admin().get("WlanNetworkRpm.htm")
        rows = got.text.split("Region_chan_table = new Array(\n")[1].split("\n);")[0].split(",\n")
        assert len(rows) == got.array("wlanPara")[4] == 108
        assert "Russia<" in rows[83]


def test_forms_name_their_inputs() -> None:
    with bench(WR740) as it:
        client = it.admin()
        assert inputs(client, "LanDhcpServerRpm.htm") == {
            *("dhcpserver", "ip1", "ip2", "Lease", "gateway", "domain", "dnsserver", "dnsserver2", "Save")
        }
        assert {"lcpMru", "ServiceName", "AcName", "EchoReq", "manual", "Advanced"} <= inputs(
            client, "PPPoECfgAdvRpm.htm", "Advanced=Advanced&wan=0"
        )
        assert {"ssid1", "ap", "broadcast", "channel"} <= inputs(client, "WlanNetworkRpm.htm")
        assert "region" not in inputs(client, "WlanNetworkRpm.htm")  # a script draws it


def test_every_form_posts_back_what_it_shows_and_nothing_changes() -> None:
    """Whoever sends back the whole form as a browser fills it changes nothing."""
    with bench(WDR3600) as it:
        client = it.admin()
        before = {page: client.get(f"{page}.htm").text for page in FORMS}
        for page in FORMS:
            assert client.get(f"{page}.htm", browser_query(before[page])).code == "", page
        # The bandwidths of a multi-WAN build are no inputs of this page, so any save loses them [part 3].
        assert it.router.store.section("wan_dyn") == {**it.router.model.factory["wan_dyn"], "down": "0", "up": "0"}
        for section, words in it.router.model.initial.items():
            if section not in ("wan_dyn", "wan"):
                assert it.router.store.section(section) == words, section


FORMS = ("WlanNetworkRpm", "WlanSecurityRpm", "WlanNetworkRpm_5g", "WlanSecurityRpm_5g", "WlanBandRpm",
         "LanDhcpServerRpm", "NetworkCfgRpm", "WanDynamicIpCfgRpm", "PPPoECfgAdvRpm")  # fmt: skip


def browser_query(text: str) -> str:
    """Fill a form from its page's own script, as a browser would, and give the query of its Save button."""
    import re
    from urllib.parse import urlencode

    from tests.simulator.userrpm_rig import Got

    page = Got(200, [], text.encode())
    pairs: list[tuple[str, str]] = []

    def value(source: str) -> str:
        found = re.fullmatch(r"(\w+)\[(\d+)\](?:\.charAt\((\d)\))?", source)
        assert found, source
        item = str(page.array(found[1])[int(found[2])])
        return item[int(found[3])] if found[3] else item

    for name, _at, source, wanted in re.findall(r'forms\[0\]\.(\w+)\[(\d+)\]\.checked = \((.+?) == "(.*?)"\);', text):
        if value(source) == wanted:
            pairs.append((name, wanted))
    for name, source in re.findall(r"forms\[0\]\.(\w+)\.checked = (\w+\[\d+\]);", text):
        tick = re.search(rf'<INPUT type="checkbox" name="{name}" value="(\w*)"', text)
        if value(source) != "0" and tick:
            pairs.append((name, tick[1]))
    for name, source in re.findall(r"forms\[0\]\.(\w+)\.value = (.+?);", text):
        pairs.append((name, value(source)))
    return urlencode([*pairs, ("Save", "Save")])


# --- faults


def test_a_write_that_is_ignored_or_shortened() -> None:
    for fault, seen in (("ignore-write:ssid", "TP-LINK_123456"), ("shorten-value:ssid", "Ne")):
        with bench(WR1043, fault) as it:
            client = it.admin()
            assert client.save("WlanNetworkRpm.htm", ssid1="Newt", ap=1, channel=6).code == ""
            shown = client.get("WlanNetworkRpm.htm").array("wlanPara")
            assert (shown[3], shown[10]) == (seen, 6)


@pytest.mark.parametrize(("fault", "stored"), [("drop-before:1", False), ("drop-after:1", True), ("reboot:1", True)])
def test_a_write_without_an_answer(fault: str, stored: bool) -> None:
    with bench(WR1043, fault) as it:
        client = it.admin()
        with pytest.raises(OSError, match=GONE):
            client.save("MacCloneCfgRpm.htm", mac1="00-11-22-33-44-55", wan=1)
        assert (client.get("MacCloneCfgRpm.htm").array("macCloneList")[0] == "00-11-22-33-44-55") is stored


def test_a_power_cut_that_wipes() -> None:
    with bench(C7, "wipe:1") as it:
        client = it.admin()
        with pytest.raises(OSError, match=GONE):
            client.save("MacCloneCfgRpm.htm", mac1="00-11-22-33-44-55", wan=1)
        assert it.admin("admin").get("StatusRpm.htm").array("statusPara")
