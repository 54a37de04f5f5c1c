import time

import pytest

from tests.simulator.asus_rig import Client, Rig, rig


def wan(r: Rig) -> str:
    r.router.pending()
    return "/".join(r.router.nvram(f"wan0_{name}_t") for name in ("state", "sbstate", "auxstate"))


def test_while_a_service_runs_nvram_tells_its_name() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.apply(rc_service="restart_wireless", wl0_ssid="A")
        assert app.hooks("nvram_get(rc_service)").json == {"rc_service": "restart_wireless"}
        r.clock.time += 7
        assert app.hooks("nvram_get(rc_service)").json == {"rc_service": ""}


def test_a_second_apply_waits_for_the_services_of_the_first() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.apply(rc_service="restart_wireless")
        app.apply(rc_service="restart_dnsmasq")
        assert r.clock.slept == pytest.approx(6, abs=0.1)
        assert app.hooks("nvram_get(rc_service)").json == {"rc_service": "restart_dnsmasq"}


def test_after_fifteen_seconds_the_event_is_dropped_and_nobody_is_told() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.apply(rc_service="restart_wireless;restart_wireless;restart_wireless")
        answer = app.apply(rc_service="restart_dnsmasq", dhcp_dns1_x="192.168.50.5")
        assert answer.text == '{ "modify": "1", "run_service": "restart_dnsmasq" }\n'
        assert r.clock.slept == pytest.approx(15, abs=0.1)
        assert app.hooks("nvram_get(rc_service)").json["rc_service"].startswith("restart_wireless;")


def test_services_run_also_when_nothing_changed_and_unknown_ones_are_named_and_ignored() -> None:
    with rig() as r:
        app = r.app()
        assert app.apply(rc_service="restart_nonsense").json == {"modify": "0", "run_service": "restart_nonsense"}


def test_the_wan_comes_back_in_steps() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        assert wan(r) == "2/0/0"
        app.apply(rc_service="restart_wan_if 0", wan0_proto="pppoe", wan0_pppoe_username="u", wan0_pppoe_passwd="p")
        seen = [wan(r)]
        for _ in range(9):
            r.clock.time += 1
            seen.append(wan(r))
        assert seen[0] == "3/0/0"
        assert seen[2:7] == ["1/0/0"] * 5
        assert seen[9] == "2/0/0"
        state = app.hooks("wanlink_state(appobj)").json["wanlink_state"]
        assert (state["wanlink_type"], state["wanlink_status"]) == ("pppoe", "1")


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ({"wan0_proto": "dhcp"}, "2/0/0"),
        ({"wan0_proto": "pppoe", "wan0_pppoe_username": "u", "wan0_pppoe_passwd": "wrong-password"}, "4/2/0"),
        ({"wan0_proto": "l2tp", "wan0_pppoe_username": "", "wan0_pppoe_passwd": ""}, "4/2/0"),
        ({"wan0_proto": "static"}, "4/4/0"),
        ({"wan0_proto": "static", "wan0_ipaddr_x": "203.0.113.9", "wan0_netmask_x": "255.255.255.0"}, "2/0/0"),
        ({"wan0_enable": "0"}, "5/0/0"),
    ],
)
def test_the_wan_ends_in_the_state_that_its_settings_lead_to(words: dict[str, str], state: str) -> None:
    with rig() as r:
        r.app().apply(rc_service="restart_wan_if 0", **words)
        assert wan(r) == state


def test_own_dns_servers_are_those_in_use_after_the_restart() -> None:
    with rig() as r:
        app = r.app()
        words = {"wan0_dnsenable_x": "0", "wan0_dns1_x": "80.251.108.198", "wan0_dns2_x": "8.8.8.8"}
        app.apply(**words)
        assert app.nvram("wan0_dns") == "203.0.113.1 203.0.113.2"
        app.apply(rc_service="restart_wan_if 0")
        assert app.nvram("wan0_dns") == "80.251.108.198 8.8.8.8"


def test_a_network_restart_refuses_connections_for_a_while() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.apply(rc_service="restart_net")
        assert app.hooks("uptime()").raw == b""
        r.clock.time += 9
        assert app.hooks("nvram_get(productid)").json == {"error_status": "2"}


def test_a_reboot_answers_first_and_is_away_for_its_time() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        page = app.post("/apply.cgi", action_mode="reboot").text
        assert "reboot_needed_time = 90" in page
        r.clock.time += 1
        assert app.hooks("uptime()").raw == b""
        r.clock.time += 90
        assert app.hooks("uptime()").raw == b""
        r.clock.time += 10
        assert "asus_token" in app.log_in().json


def test_a_password_that_was_never_put_into_force_is_in_force_after_a_reboot() -> None:
    with rig("asus-rt-ac85p") as r:
        r.router.store.update("nvram", {"http_passwd": "Stored1"})
        assert r.router.password_now() == "admin"
        r.router.reboot()
        assert r.router.password_now() == "Stored1"


def test_changing_dual_wan_restarts_the_router() -> None:
    with rig(pace=1.0) as r:
        app = r.app()
        app.apply(wans_dualwan="wan usb")
        r.clock.time += 1
        assert app.hooks("uptime()").raw == b""


def test_the_lan_address_moves_only_when_the_network_restarts() -> None:
    with rig() as r:
        r.router.follows_lan = True
        app = r.app()
        app.apply(lan_ipaddr="127.0.0.9")
        assert r.router.lan_address() == "192.168.50.1"
        app.apply(rc_service="restart_net_and_phy")
        give_up = time.monotonic() + 5
        while r.served.host != "127.0.0.9" and time.monotonic() < give_up:
            time.sleep(0.01)
        assert Client(r.served).get("/").json == {"error_status": "1"}
