"""The diff says what differs, only what was asked for, and tells certain from uncertain."""

from hypothesis import given
from hypothesis import strategies as st

from routercfg.plan import diff, pending
from routercfg.secret import Secret
from routercfg.settings import HIDDEN, Settings

RUNNING = Settings({"wan.mtu": 1480, "dns.servers": "automatic", "wan.password": HIDDEN, "wan.username": "a"})


def test_only_what_was_asked_for() -> None:
    assert [c.path for c in diff(Settings({"wan.mtu": 1492}), RUNNING)] == ["wan.mtu"]


def test_nothing_when_all_is_as_wished() -> None:
    assert diff(Settings({"wan.mtu": 1480, "dns.servers": "automatic"}), RUNNING) == ()


def test_automatic_is_a_value_of_its_own() -> None:
    (change,) = diff(Settings({"dns.servers": ("8.8.8.8",)}), RUNNING)
    assert (change.before, change.after, change.certain) == ("automatic", ("8.8.8.8",), True)


def test_what_the_router_does_not_tell_at_all_differs() -> None:
    (change,) = diff(Settings({"time.zone": "Europe/Moscow"}), RUNNING)
    assert change.before is None
    assert change.certain


def test_a_hidden_secret_alone_is_no_reason_to_write() -> None:
    changes = diff(Settings({"wan.password": Secret("x")}), RUNNING)
    assert [c.certain for c in changes] == [False]
    assert pending(changes) == ()


def test_a_hidden_secret_goes_along_when_its_group_is_written_anyway() -> None:
    changes = diff(Settings({"wan.password": Secret("x"), "wan.mtu": 1492}), RUNNING)
    assert {c.path for c in pending(changes)} == {"wan.password", "wan.mtu"}


@given(st.dictionaries(st.sampled_from(["wan.username", "wan.server", "time.zone"]), st.text(max_size=5)))
def test_carrying_out_a_diff_leaves_nothing_to_do(wished: dict[str, str]) -> None:
    desired = Settings(wished)
    after = RUNNING.but({change.path: change.after for change in diff(desired, RUNNING)})
    assert diff(desired, after) == ()
