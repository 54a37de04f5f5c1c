"""HTTPS routers as a person meets them: the certificate is kept under the router's MAC, another one stops the run."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from routercfg.simulator import Served, serve
from routercfg.simulator.asus_unit import AsusUnit
from routercfg.simulator.router import Store
from routercfg.trust import CERTIFICATE, Pins
from tests.cli.shell import SECRETS, Ran, here, written
from tests.simulator.asus_rig import build

HTTPS = "asus-rt-ax55-https"
OWN = "Router-key-1"


@contextlib.contextmanager
def serving(*, secure: bool = True, factory: bool = False, store: Store | None = None) -> Iterator[Served]:
    """Serve one ASUS unit, the same one with the same ``store``; without ``secure`` it answers plain HTTP."""
    router, _ = build(HTTPS, factory=factory)
    if store is not None:
        router.store = store
    if not secure:
        router.model = replace(router.model, tls="")
    with serve(router) as served:
        assert isinstance(served, Served)
        yield served


def asked(verb: str, served: Served, *words: str, password: str = OWN) -> Ran:
    return here(verb, *words, "--address", served.url, "--lang", "en", ROUTERCFG_PASSWORD=password)


def mac(served: Served) -> str:
    assert isinstance(served.router, AsusUnit)
    return served.router.nvram("lan_hwaddr").upper()


def test_the_first_certificate_is_told_and_kept_under_the_routers_mac() -> None:
    with serving() as served:
        first = asked("show", served)
        assert first.code == 0, first.err
        assert f"certificate is {served.fingerprint}; it is kept" in first.err
        assert Pins().of(mac(served), CERTIFICATE) == served.fingerprint
        assert served.fingerprint not in asked("show", served).err
        store = served.router.store
    with serving(store=store) as elsewhere:  # the same router on another port: known by its MAC
        again = asked("show", elsewhere)
        assert (again.code, "certificate" in again.err) == (0, False), again.err


def test_another_certificate_stops_the_run_before_the_password_is_sent() -> None:
    with serving() as served:
        assert asked("show", served).code == 0
        old = served.fingerprint
        served.router.store.update("https", {"pem": ""})
        logins = served.requests
        refused = asked("show", served, password="not it")  # a login would end with 6
        assert (refused.code, served.requests - logins <= 4) == (4, True), refused.err
        assert old in refused.err
        assert served.fingerprint in refused.err
        assert "reset" in refused.err
        assert asked("show", served, "--accept-new-key").code == 4  # it was not reset, so nothing explains the new one
        assert asked("show", served, "--fingerprint", served.fingerprint).code == 0
        assert asked("show", served).code == 0


def test_after_a_reset_a_new_certificate_is_taken_when_somebody_agrees(tmp_path: Path) -> None:
    profile = written(tmp_path)
    with serving() as served:
        assert asked("show", served).code == 0
        served.router.factory_reset()
        refused = asked("apply", served, profile, "--yes")
        assert refused.code == 4
        assert "--accept-new-key" in refused.err
        done = asked("apply", served, profile, "--yes", "--accept-new-key", "--skip-unsupported")
        assert done.code == 0, done.err
        assert "was reset and has a new certificate" in done.err
        assert not any(secret in refused.err + done.out + done.err for secret in SECRETS)


def test_a_router_that_offers_https_gets_no_password_over_plain_http() -> None:
    with serving() as secure:
        assert asked("show", secure).code == 0
        with serving(secure=False, store=secure.router.store) as plain:
            before = secure.requests
            shown = asked("show", plain)
            assert shown.code == 0, shown.err
            assert f"going on at {secure.url}" in shown.err
            assert secure.requests > before
            assert plain.requests <= 3  # who it is, nothing more


def test_where_https_is_gone_the_run_goes_on_and_says_so_but_never_to_an_impostor() -> None:
    with serving() as secure:
        assert asked("show", secure).code == 0
        store = secure.router.store
        with serving(secure=False, store=store) as plain:
            store.update("https", {"pem": ""})
            refused = asked("show", plain)
            assert refused.code == 4
            assert secure.fingerprint in refused.err
    with serving(secure=False, store=store) as plain:
        gone = asked("show", plain)
        assert gone.code == 0, gone.err
        assert "does not now" in gone.err


def test_one_that_only_says_it_was_reset_is_told_nothing_without_a_word_of_the_persons(tmp_path: Path) -> None:
    profile = written(tmp_path)
    with serving() as secure:
        assert asked("show", secure).code == 0
        old = secure.fingerprint
        secure.router.factory_reset()
        secure.router.store.update("https", {"pem": ""})
        with serving(secure=False, store=secure.router.store) as plain:
            refused = asked("apply", plain, profile, "--yes", "--skip-unsupported")
            assert refused.code == 4, refused.err
            assert old in refused.err
            assert plain.requests <= 3
            done = asked("apply", plain, profile, "--yes", "--skip-unsupported", "--accept-new-key")
            assert done.code == 0, done.err
            assert "was reset and has a new certificate" in done.err
            assert Pins().of(mac(secure), CERTIFICATE) == secure.fingerprint != old
            assert plain.requests <= 6  # the password went over HTTPS


def test_a_named_certificate_is_wanted_of_a_router_met_over_plain_http_too() -> None:
    with serving() as secure:
        assert asked("show", secure).code == 0
        seen = secure.fingerprint
        with serving(secure=False, store=secure.router.store) as plain:
            assert asked("show", plain, "--fingerprint", "00" * 32).code == 4
            shouted = ":".join(seen.upper()[at : at + 2] for at in range(0, 64, 2))
            assert asked("show", plain, "--fingerprint", shouted).code == 0
            assert plain.requests <= 6
        assert asked("show", secure).code == 0  # and it is the same one in any spelling
    with serving(secure=False, store=secure.router.store) as plain:
        assert asked("show", plain, "--fingerprint", seen).code == 4  # nobody is there who could show it


def test_a_search_stops_at_an_impostor_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as secure:
        assert asked("show", secure).code == 0
        old = secure.fingerprint
        with serving(secure=False, store=secure.router.store) as plain:
            secure.router.store.update("https", {"pem": ""})
            place = plain.url.removeprefix("http://")
            monkeypatch.setattr("routercfg.vendors.find.candidates", lambda: iter([place]))
            refused = here("show", "--lang", "en", ROUTERCFG_PASSWORD=OWN)
    assert refused.code == 4
    assert old in refused.err


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_a_file_of_pins_that_cannot_be_read_stops_the_run(lang: str) -> None:
    with serving() as served:
        assert asked("show", served).code == 0
        file = Pins()._file
        file.write_text("{")
        stopped = here("show", "--address", served.url, "--lang", lang, ROUTERCFG_PASSWORD=OWN)
    assert stopped.code == 4
    assert str(file) in stopped.err
