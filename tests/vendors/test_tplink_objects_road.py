"""What only the object interface can meet on the road: lost cookies and tokens, busy pages, a wipe it does not show."""

from pathlib import Path

import pytest

from routercfg.device import Credentials
from routercfg.errors import RouterCfgError, WrongPassword
from routercfg.secret import Secret
from routercfg.simulator.object_gdpr import SealedRouter
from routercfg.simulator.object_http import error
from routercfg.wire import Ask
from tests.conformance.road import NO_PASSWORD, PASSWORD
from tests.vendors.tplink_objects_road import MODELS, ObjectBench, bench

FIXED_PASSWORD = {"tplink-ex511"}
HEAD = "version: 1\n"
NO_ETHERNET_PPPOE = {"tplink-archer-mr200-v5", "tplink-archer-mr200-v2"}


def stuck(unit: ObjectBench, text: str, password: str) -> set[str]:
    """Apply, see that all of it stuck and that a second plan is empty; give the gaps."""
    outcome = unit.apply(text, password)
    assert outcome.error is None, (outcome.error, outcome.error.__cause__)
    assert [v.path for v in outcome.verdicts if v.word != "matched"] == []
    kept = unit.plan(text, PASSWORD if PASSWORD in text else password)
    assert [(c.path, c.before, c.after) for c in kept.changes] == []
    return {gap.path for gap in outcome.plan.gaps}


NASTY = [
    """wifi: {ssid: 'Жжжжжжжжжжжжжжжж', security: wpa2, password: '"''<>;#%+= &9\\'}""",
    """wifi: {ssid: '&=+%#"''\\<>; [error]0', security: wpa2, password: '[error]0$.ret=0;'}""",
]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("wifi", NASTY)
def test_names_that_break_clients_through_every_face(model: str, wifi: str, tmp_path: Path) -> None:
    wan = "" if model in NO_ETHERNET_PPPOE else "\nwan: {protocol: pppoe, username: 'a@b/#&=+%', password: '\\<>&=; %'}"
    with bench(model, tmp_path, factory=False) as unit:
        gaps = stuck(unit, HEAD + wifi + wan, unit.router.model.password)
        assert not {path for path in gaps if "5GHz" not in path}


@pytest.mark.parametrize("model", [name for name in MODELS if name != "tplink-archer-c20-v1"])
@pytest.mark.parametrize("lost", ["cookie", "token"])
def test_a_session_that_no_longer_counts_is_started_anew(model: str, lost: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit, unit.driver() as driver:
        assert isinstance(unit.router, SealedRouter)
        driver.login(Credentials(None, Secret(unit.router.model.password)))
        first = driver.read().running
        live = unit.router.sessions.live()
        assert live is not None
        setattr(live, lost, "f" * 30)
        assert driver.read().running == first


@pytest.mark.parametrize("model", [name for name in MODELS if name != "tplink-archer-c20-v1"])
@pytest.mark.parametrize("status", [406, 500])
def test_a_start_page_that_is_busy_once_after_a_login(
    model: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with bench(model, tmp_path, factory=False) as unit, unit.driver() as driver:
        router, refused = unit.router, []
        assert isinstance(router, SealedRouter)
        front = router.front

        def busy(ask: Ask, client: str) -> bytes:
            if router.inside(ask, client) and not refused:
                refused.append(ask.target)
                return error(status)
            return front(ask, client)

        monkeypatch.setattr(router, "front", busy)
        driver.login(Credentials(None, Secret(router.model.password)))
        assert driver.read().running["lan.address"]
        assert refused == ["/"]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    ("fault", "keys"),
    [("other-admin", {"another-administrator"}), ("locked-out", {"locked-out"}), ("wipe:1", {"router-wiped", ""})],
)
def test_faults_end_with_their_own_error(model: str, fault: str, keys: set[str], tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False, faults=[fault]) as unit:
        try:
            error = unit.apply(NO_PASSWORD, unit.router.model.password).error
        except RouterCfgError as told:
            error = told
        assert (error.key if error else "") in keys


@pytest.mark.parametrize("model", [name for name in MODELS if name not in FIXED_PASSWORD])
def test_a_wipe_is_told_as_that_whatever_the_factory_flag_says(model: str, tmp_path: Path) -> None:
    """The flag of a WR841N v14 may say "set up" after a reset; it was exit 9, "the old settings are not back"."""
    with bench(model, tmp_path, factory=False, faults=["wipe:1"]) as unit:
        error = unit.apply(NO_PASSWORD, unit.router.model.password).error
        assert error is not None
        assert error.key == "router-wiped"


def test_a_password_that_somebody_else_changed_meanwhile_is_not_called_a_wipe(tmp_path: Path) -> None:
    with bench("tplink-wr841n-v14", tmp_path, factory=False) as unit, unit.driver() as driver:
        driver.login(Credentials(None, Secret(unit.router.model.password)))
        driver.read()
        unit.router.store.update("account", {"password": "Theirs-1"})
        unit.router.forget()
        with pytest.raises(WrongPassword):
            driver.read()


@pytest.mark.parametrize("model", MODELS)
def test_a_wrong_password_is_told_as_that_and_costs_one_login(model: str, tmp_path: Path) -> None:
    with bench(model, tmp_path, factory=False) as unit:
        with pytest.raises(RouterCfgError) as told:
            unit.plan(NO_PASSWORD, "not-the-password")
        assert told.value.key == "wrong-password"
        assert sum(path in {"/cgi/login", "/cgi_gdpr"} for _, path in unit.served.log) <= 1
