"""Wi-Fi forms of the blue interface."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulator.tplink_client import AX12, AX20, C6, Client, bench

TWO, FIVE = "admin/wireless?form=wireless_2g", "admin/wireless?form=wireless_5g"
GUEST = "admin/wireless?form=guest_2g"
FIELDS = (
    "disabled wpa_cipher psk_cipher disabled_all server current_channel disabled_by wep_type2 hidden wep_mode "
    "psk_version macaddr encryption enable wep_key1 wpa_version hwmode port wep_key4 htmode wep_type4 wps_state "
    "wep_select wpa_key wds_status wep_type3 ssid wep_type1 extinfo wep_format1 wep_key2 wep_format2 wep_format3 "
    "txpower psk_key channel airtime_fairness wep_format4 mu_mimo wep_key3"
)


def test_a_band_reads_as_in_the_transcript() -> None:
    with bench() as it:
        told = it.admin().read(TWO)
    assert set(told) == set(FIELDS.split())
    assert told["extinfo"] == {
        "support_band": "both",
        "wds_guest_compatible": "no",
        "support_guest_dynpasswd": "no",
    }
    expected = {"macaddr": "00-0A-EB-13-7A-FF", "current_channel": "6", "wps_state": "configured", "hwmode": "bgnax"}
    assert expected.items() <= told.items()


def test_factory_wifi_is_named_after_the_unit_and_keyed_with_the_pin_of_the_label() -> None:
    with bench(factory=True) as it:
        client = it.client()
        assert client.login("Password1", "initial_login")["success"]
        two, five = client.read(TWO), client.read(FIVE)
    assert (two["ssid"], five["ssid"]) == ("TP-Link_7B00", "TP-Link_7B00_5G")
    assert two["encryption"] == "psk"
    assert len(two["psk_key"]) == 8
    assert two["psk_key"].isdigit()


def test_write_of_the_transcript() -> None:
    words = {"ssid": "Haus 7", "encryption": "psk", "psk_version": "rsn", "psk_cipher": "aes"}
    with bench() as it:
        client = it.admin()
        told = client.write(TWO, {**words, "psk_key": "geheim&=%+ 12"})
        assert told["success"]
        assert {**words, "psk_key": "geheim&=%+ 12"}.items() <= told["data"].items()
        assert client.read(TWO) == told["data"]


@pytest.mark.parametrize(
    "words",
    [
        {"ssid": "я" * 16},
        {"ssid": "  kept  "},
        {"psk_key": "x" * 63},
        {"psk_key": "a1" * 32},
        {"encryption": "psk_sae", "psk_version": "sae_transition"},
        {"encryption": "psk_sae", "psk_version": "sae_only"},
        {"encryption": "none"},
        {"channel": "11", "htmode": "40", "txpower": "low", "hwmode": "bgn"},
        {"htmode": "80"},
        {"hidden": "on", "mu_mimo": "on", "enable": "off"},
    ],
)
def test_good_words_are_stored(words: dict[str, str]) -> None:
    with bench() as it:
        client = it.admin()
        before = client.read(TWO)
        assert client.write(TWO, words)["success"]
        after = client.read(TWO)
    assert words.items() <= after.items()
    assert {key for key in before if before[key] != after[key]} - {"current_channel"} == {
        key for key in words if before[key] != words[key]
    }


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"ssid": "x", "psk_key": "short"}, "psk_key"),
        ({"psk_key": "1234567"}, "psk_key"),
        ({"psk_key": "g" * 64}, "psk_key"),
        ({"psk_key": ""}, "psk_key"),
        ({"ssid": "x" * 33}, "ssid"),
        ({"ssid": "я" * 17}, "ssid"),
        ({"ssid": ""}, "ssid"),
        ({"encryption": "psk", "psk_version": "sae"}, "psk_version"),
        ({"encryption": "wpa2"}, "encryption"),
        ({"psk_cipher": "des"}, "psk_cipher"),
        ({"channel": "12"}, "channel"),
        ({"channel": "36"}, "channel"),
        ({"htmode": "160"}, "htmode"),
        ({"hwmode": "anacax_5"}, "hwmode"),
        ({"txpower": "max"}, "txpower"),
    ],
)
def test_one_bad_field_refuses_all_and_is_named(words: dict[str, str], field: str) -> None:
    with bench() as it:
        client = it.admin()
        before = client.read(TWO)
        answer = client.write(TWO, {"hidden": "on", **words})
        assert answer == {"errorcode": field, "success": False, "data": before}
        assert client.read(TWO) == before


def test_silent_oddities_of_a_band() -> None:
    with bench() as it:
        client = it.admin()
        told = client.write(FIVE, {"channel": "0", "hidden": "yes", "enable": "1"})["data"]
        assert (told["channel"], told["hidden"], told["enable"]) == ("auto", "off", "off")
        assert client.write(FIVE, {"channel": "44"})["data"]["current_channel"] == "44"


def test_smart_connect_takes_on_and_calls_everything_else_off() -> None:
    with bench() as it:
        client = it.admin()
        form = "admin/wireless?form=smart_connect"
        for sent, stored in (("on", "on"), ("maybe", "off"), ("off", "off")):
            assert client.write(form, {"smart_enable": sent}) == {"success": True, "data": {"smart_enable": stored}}


def test_region_tells_what_the_transcript_tells() -> None:
    with bench() as it:
        assert it.admin().read("admin/wireless?form=region") == {
            "region_select_permission": "no",
            "country": "US",
            "capability": {
                "hwmode_5g": ["anac_5", "anacax_5"],
                "htmode_5g": ["20", "40", "80"],
                "hwmode_2g": ["bgn", "bgnax"],
                "htmode_2g": ["20", "40", "80"],
                "channel_5g": ["36", "40", "44", "48", "149", "153", "157", "161", "165"],
                "channel_2g": ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"],
            },
            "support_please_select": "yes",
            "support_smart_connect": "yes",
            "support_wireless_schedule": "yes",
        }


def test_region_can_be_chosen_only_where_the_unit_allows_it() -> None:
    form = "admin/wireless?form=region"
    with bench(AX12) as it:
        client = it.admin()
        assert "12" in client.read(form)["capability"]["channel_2g"]
        assert client.write(form, {"country": "US"})["data"]["country"] == "US"
        assert client.write(TWO, {"channel": "12"})["errorcode"] == "channel"
        assert client.write(form, {"country": "Mars"})["success"] is False
    with bench(AX20) as it:
        assert it.admin().write(form, {"country": "RU"})["data"]["country"] == "US"


def test_guest_networks() -> None:
    with bench() as it:
        client = it.admin()
        told = client.read(GUEST)
        assert told == {
            "authentication_timeout": "",
            "redirect_url": "",
            "ssid": "TP-Link_Guest_7B00",
            "disabled_by": "",
            "enable": "off",
            "redirect": "off",
            "disabled": "off",
            "psk_version": "rsn",
            "encryption": "none",
            "extinfo": {"support_band": "both", "wds_guest_compatible": "no", "support_guest_dynpasswd": "no"},
            "psk_cipher": "aes",
            "psk_key": "",
            "authentication_type": "",
            "portal_password": "",
            "hidden": "off",
        }
        assert client.write(GUEST, {"ssid": "Guests", "enable": "on", "psk_key": ""})["data"]["enable"] == "on"
        assert client.write(GUEST, {"encryption": "psk", "psk_key": ""})["errorcode"] == "psk_key"
        guest = "admin/wireless?form=guest"
        assert client.read(guest) == {"isolate": "off", "access": "off"}
        assert client.write(guest, {"isolate": "on"})["data"] == {"isolate": "on", "access": "off"}


def test_firmware_of_2018_to_2020_prefixes_a_single_form_and_knows_no_wpa3() -> None:
    def band(client: Client) -> dict[str, Any]:
        answer = client.call(TWO)
        assert (answer["timeout"], answer["operator"]) == (False, "read")
        data: dict[str, Any] = answer["data"]
        return data

    with bench(C6) as it:
        client = it.admin()
        assert band(client)["wireless_2g_ssid"] == "TP-Link_2030"
        assert "wireless_2g_mu_mimo" not in band(client)
        assert client.write(TWO, {"wireless_2g_ssid": "Prefixed"})["data"]["wireless_2g_ssid"] == "Prefixed"
        assert client.write(TWO, {"ssid": "Bare"})["data"]["wireless_2g_ssid"] == "Bare"
        refused = client.write(TWO, {"wireless_2g_encryption": "psk_sae", "wireless_2g_ssid": "No"})
        assert (refused["errorcode"], refused["success"]) == ("encryption", False)
        assert band(client)["wireless_2g_ssid"] == "Bare"
        both = client.read("admin/wireless?form=wireless_2g&form=wireless_5g")
        assert (both["wireless_2g_ssid"], both["wireless_5g_ssid"]) == ("Bare", "TP-Link_2030_5G")


def test_prefixed_fields_in_a_single_form_are_ignored_by_ax_firmware() -> None:
    with bench() as it:
        client = it.admin()
        before = client.read(TWO)
        assert client.write(TWO, {"wireless_2g_ssid": "Prefixed"}) == {"success": True, "data": before}
