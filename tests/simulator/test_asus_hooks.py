import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routercfg.simulator.asus_text import octets, parameters, percented, printed, text
from tests.simulator.asus_rig import rig


def test_several_values_come_in_the_order_they_were_asked_for() -> None:
    with rig() as r:
        answer = r.browser().hooks("nvram_get(productid);nvram_get(wl0_ssid);nvram_get(nosuchkey);")
    assert answer.body == b'{\n"productid":"RT-AC85P",\n"wl0_ssid":"ASUS_34_2G",\n"nosuchkey":""\n}\n'
    assert answer.header("Content-Type") == "text/html"


def test_a_raw_semicolon_in_the_query_keeps_only_the_first_hook() -> None:
    with rig() as r:
        browser = r.browser()
        raw = browser.get("/appGet.cgi?hook=nvram_get(productid);nvram_get(firmver)")
        quoted = browser.get("/appGet.cgi?hook=nvram_get(firmver)%3bnvram_get(buildno)%3bnvram_get(extendno)")
    assert raw.body == b'{\n"productid":"RT-AC85P"\n}\n'
    assert quoted.json == {"firmver": "3.0.0.4", "buildno": "382", "extendno": "52288"}


@pytest.mark.parametrize(
    ("hooks", "body"),
    [
        ("nosuchhook();nvram_get(productid)", '{\n,\n"productid":"RT-AC85P"\n}\n'),
        ("nvram_get(productid);nosuchhook()", '{\n"productid":"RT-AC85P",\n\n}\n'),
        ("nvram_get()", '{\n"ERROR_NAME":""\n}\n'),
        ("nvram_get(<script>)", '{\n"ERROR_NAME":""\n}\n'),
        ("nvram_default_get(wl_ssid)", '{\n"wl_ssid":"ASUS"\n}\n'),
        ("nvram_char_to_ascii(x,wl0_ssid)", '{\n"wl0_ssid":"ASUS%5F34%5F2G"\n}\n'),
        ("get_clientlist()", '{\n"get_clientlist":{"maclist": []}\n}\n'),
        ("dhcpLeaseMacList()", '{\n"dhcpLeaseMacList":[["", ""]]\n}\n'),
        ("wl_sta_list_2g();wl_sta_list_5g()", '{\n"wl_sta_list_2g":,\n"wl_sta_list_5g":\n}\n'),
        ("channel_list_2g()", '{\n"channel_list_2g":\n}\n'),
        (
            "get_wan_lan_status()",
            '{\n"get_wan_lan_status":{ "portSpeed": { }, "portCount": { "wanCount": 0, "lanCount": 0 } }\n}\n',
        ),
        (
            "cpu_usage(appobj);memory_usage(appobj)",
            '{\n"cpu_usage":{{"cpu0":{"total":"11318565","usage":"6847"},"cpu1":{"total":"11318449","usage":"4604"}}\n}'
            ',\n"memory_usage":{{"total":"262144","free":"120000","used":"142144"}}\n}\n',
        ),
        (
            "netdev(appobj)",
            "{\n\"netdev\":{\nnetdev = {\n 'BRIDGE':{rx:0x3e8,tx:0x7d0}\n,'WIRED':{rx:0x3e8,tx:0x7d0}\n"
            ",'WIRELESS0':{rx:0x1388,tx:0x1770}\n,'WIRELESS1':{rx:0x1b58,tx:0x1f40}\n}}\n}\n",
        ),
        ("wanlink(status)", '{\n"wanlink-status":"1"\n}\n'),
        ("get_wan_unit()", '{\n"get_wan_unit":"0"\n}\n'),
    ],
)
def test_hooks_print_exactly_this(hooks: str, body: str) -> None:
    with rig() as r:
        assert r.browser().hooks(hooks).text == body


def test_uptime_is_bare_text() -> None:
    with rig() as r:
        answer = r.app().hooks("uptime()").text
    assert answer.startswith('{\n"uptime":')
    assert answer.endswith(" +0000(3600 secs since boot)\n}\n")


def test_some_hooks_print_javascript() -> None:
    with rig() as r:
        app = r.app()
        assert "function wanlink_status() { return '1'; }" in app.hooks("wanlink()").text
        assert '{\n"login_state_hook":function is_logined() { return 0; }\n' in app.hooks("login_state_hook()").text


def test_the_state_of_the_wan_is_an_object() -> None:
    with rig() as r:
        answer = r.app().hooks("wanlink_state(appobj)")
    state = answer.json["wanlink_state"]
    assert answer.text.startswith('{\n"wanlink_state":{"wanstate":"2",\n"wansbstate":"0",\n')
    assert answer.text.endswith('"wanlink_xexpires":"0"\n}\n}\n')
    assert len(state) == 22
    assert (state["wanlink_statusstr"], state["wanlink_type"], state["wanlink_ipaddr"]) == (
        "Connected",
        "dhcp",
        "203.0.113.27",
    )


def test_the_state_of_the_wan_without_argument_kills_the_web_server() -> None:
    with rig() as r:
        app, browser = r.app(), r.browser()
        assert app.hooks("wanlink_state()").raw == b""
        assert app.hooks("nvram_get(productid)").json == {"error_status": "2"}
        assert "top.location.href" in browser.hooks("uptime()").text


def test_the_list_of_features_breaks_off_on_382_code() -> None:
    with rig() as r:
        answer = r.app().hooks("get_ui_support()").text
    assert answer.startswith('{\n"get_ui_support":{ "2.4G": 1, "5G": 1, "update": 1,')
    assert '"utf8_ssid": 1' in answer
    assert "wpa3" not in answer
    assert answer.endswith('"wl_mfp": 0, "wlopmode":\n\n}\n')


def test_special_letters_are_numbers_without_semicolon_and_signed() -> None:
    name = 'a"b\\c<d>&é'
    with rig() as r:
        app, browser = r.app(), r.browser()
        assert app.apply(wl0_ssid=name).body == b'{ "modify": "1" }\n'
        both = browser.hooks("nvram_get(wl0_ssid);nvram_char_to_ascii(x,wl0_ssid)").text
        assert both == (
            '{\n"wl0_ssid":"a&#34b\\c&#60d&#62&#38&#-61&#-87",\n"wl0_ssid":"a%22b%5Cc%3Cd%3E%26%C3%A9"\n}\n'
        )
        assert app.hooks("nvram_get(wl0_ssid)").text == '{\n"wl0_ssid":"a&#34b\\\\c&#60d&#62&#38&#-61&#-87"\n}\n'
        with pytest.raises(json.JSONDecodeError):
            json.loads(both)


def test_on_arm_routers_the_numbers_are_unsigned() -> None:
    with rig("asus-rt-ax58u") as r:
        app = r.app()
        app.apply(wl0_ssid="é")
        assert app.hooks("nvram_get(wl0_ssid)").json == {"wl0_ssid": "&#195&#169"}


def test_passwords_are_told_in_clear() -> None:
    with rig() as r:
        app = r.app()
        app.apply(wl0_wpa_psk="secret1234")
        assert app.hooks("nvram_get(wl0_wpa_psk);nvram_get(http_passwd)").json == {
            "wl0_wpa_psk": "secret1234",
            "http_passwd": "admin",
        }


def test_brackets_get_a_backslash_in_the_lossless_spelling() -> None:
    assert percented("a[1] b_é") == "a\\[1\\]%20b%5F%C3%A9"


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=40))
def test_any_bytes_survive_as_text_and_what_is_printed_is_always_ascii(raw: bytes) -> None:
    assert octets(text(raw)) == raw
    assert printed(text(raw), app=True, signed=True).isascii()
    assert percented(text(raw)).isascii()


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=40))
def test_a_value_that_is_fully_escaped_arrives_whole(value: str) -> None:
    from urllib.parse import quote

    form = f"k={quote(value.encode('utf-8', 'surrogatepass'), safe='')}&z=1".encode()
    assert octets(parameters(form)["k"]) == value.encode("utf-8", "surrogatepass")
