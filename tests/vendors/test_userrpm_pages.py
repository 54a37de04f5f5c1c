"""Pages as native words, and whole forms back: what is left out on these pages is switched off or wiped."""

from __future__ import annotations

import pytest

from routercfg.errors import BadAnswer
from routercfg.vendors.tplink_userrpm_pages import (
    ADVANCED,
    DHCP,
    IPTV,
    MAC,
    NETWORK,
    SECURITY,
    TIME,
    WAN,
    differing,
    offered,
    old_form,
    page_words,
    whole_form,
)
from tests.vendors.userrpm_words import ARRAYS, html, native

NET, SEC = NETWORK["2.4GHz"], SECURITY["2.4GHz"]


def test_a_page_is_read_into_what_a_browser_would_send() -> None:
    form = old_form(native(), NET)
    assert form["ssid1"] == "TP-LINK_123456"
    assert (form["ap"], form["broadcast"], form["channel"], form["rate"]) == ("1", "2", "15", "71")
    assert "wdsbrl" not in form  # not ticked, so not sent
    assert form["Save"] == "Save"


def test_what_is_not_changed_is_sent_back_as_it_was() -> None:
    words = native()
    form = whole_form(words, NET, {"ssid1": "New"})
    assert form == {**old_form(words, NET), "ssid1": "New"}
    form = whole_form(words, WAN["pppoe"], {"acc": "user"})
    assert {"psw", "confirm", "SecType", "sta_ip", "linktype", "wan", "wantype"} <= set(form)


def test_unticking_leaves_a_checkbox_out_and_ticking_sends_its_own_value() -> None:
    words = native()
    assert "broadcast" not in whole_form(words, NET, {"broadcast": ""})
    off = page_words(NET, html(NET, wlanPara=ARRAYS[NET]["wlanPara"].replace("5, 1, 1, 15", "5, 0, 0, 15")))
    assert off is not None
    assert (off["ap"], off["broadcast"]) == ("", "")
    assert whole_form({NET: off}, NET, {"ap": "2"})["ap"] == "1"


def test_the_security_page_goes_back_with_all_its_blocks() -> None:
    form = old_form(native(), SEC)
    assert form["secType"] == "3"
    assert (form["pskSecOpt"], form["wpaSecOpt"], form["wepSecOpt"]) == ("3", "3", "3")
    for name in ("interval", "wpaCipher", "intervalWpa", "keytype", "keynum", "radiusPort", "key1", "length1"):
        assert name in form  # without them the router answers 26101
    assert form["vapIdx"] == "1"


def test_greyed_out_inputs_are_not_sent() -> None:
    words = native()
    assert "dnsserver" not in old_form(words, ADVANCED)
    ticked = whole_form(words, ADVANCED, {"manual": "2", "dnsserver": "9.9.9.9", "dnsserver2": "0.0.0.0"})
    assert (ticked["manual"], ticked["dnsserver"], ticked["Advanced"]) == ("2", "9.9.9.9", "Advanced")
    form = old_form(words, WAN["pppoe"])
    assert not {"waittime", "waittime2", "hour1"} & set(form)
    assert "waittime" in whole_form(words, WAN["pppoe"], {"linktype": "1"})
    assert "dnsserver" in old_form(words, DHCP)  # a page without the switch
    assert "start_month" not in old_form(words, TIME)


def test_a_wan_form_says_port_and_type_whether_the_page_shows_them_or_not() -> None:
    words = native()
    types = {protocol: old_form(words, page)["wantype"] for protocol, page in WAN.items()}
    assert types == {"dhcp": "0", "static": "1", "pppoe": "2", "l2tp": "6", "pptp": "7"}
    assert old_form(words, MAC) == {"mac1": "50-C7-BF-12-34-57", "wan": "1", "Save": "Save"}


def test_ports_are_told_by_number_and_sent_under_one_name() -> None:
    words = native()
    assert [words[IPTV][f"Lan#{n}"] for n in (1, 2, 3, 4)] == ["0", "0", "0", "0"]
    tagged = page_words(IPTV, html(IPTV, vidInfo="0, 10, 0, 20, 4, 1, 4, 263, 0, 7, 8, 1, 0, 0,0"))
    assert tagged is not None
    assert [tagged[f"Lan#{n}"] for n in (1, 2, 3, 4)] == ["0", "0", "0", "1"]
    assert not [name for name in old_form(words, IPTV) if name.startswith("Lan#")]  # greyed out in this mode


def test_the_pages_own_script_wins_over_the_table() -> None:
    page = html(NET) + "<SCRIPT>document.forms[0].ssid1.value = wlanPara[16];</SCRIPT>"
    words = page_words(NET, page)
    assert words is not None
    assert words["ssid1"] == "TP-LINK_123456_2"


def test_a_page_that_is_cut_short_is_refused_rather_than_written_back_without_its_rest() -> None:
    whole = html(NET)
    with pytest.raises(BadAnswer):
        page_words(NET, whole[: whole.index('name="ap"')])
    with pytest.raises(BadAnswer):
        page_words(NET, whole.replace(ARRAYS[NET]["wlanPara"], '0, 8, 0, "short", 0,0'))


def test_another_page_in_its_place_is_no_page() -> None:
    assert page_words(IPTV, html(NET)) is None


def test_what_a_firmware_offers() -> None:
    listed = 'var wantypeinfo = new Array(2, 0, "WanDynamicIpCfgRpm.htm", 2, "PPPoECfgRpm.htm", 0,0 );'
    assert offered(listed) == ("WanDynamicIpCfgRpm.htm", "PPPoECfgRpm.htm")
    assert offered("") == ()


def test_a_running_clock_and_the_two_spellings_of_no_address_are_no_difference() -> None:
    before, now = native(), native(DateTimeCfgRpm={"second": "55", "minute": "3"})
    assert differing(before, now, TIME) == ()
    assert differing(before, native(LanDhcpServerRpm={"dnsserver": ""}), DHCP) == ()
    assert differing(before, native(LanDhcpServerRpm={"dnsserver": "9.9.9.9"}), DHCP) == ("dnsserver",)
    assert differing(before, native(WlanNetworkRpm={"broadcast": ""}), NET) == ("broadcast",)
