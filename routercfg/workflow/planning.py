"""Planning: what a person wished for, beside what the router says, as changes and steps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from routercfg.device import Credentials, Driver, Facts, Identity, Step
from routercfg.errors import FirstPasswordMissing, PasswordMissing
from routercfg.plan import Change, Gap, diff, pending
from routercfg.secret import Secret
from routercfg.settings import BANDS, Settings


class Wish(Protocol):
    """What the workflow needs of a profile."""

    def desired(self, vendor: str, bands: tuple[str, ...]) -> Settings:
        """Give the settings wished for on a router of that vendor with those bands."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What differs and how it is to be written. Empty ``changes`` mean: nothing to do.

    ``facts`` is None for the preview of a router in factory state, which tells nothing before its first password is
    set: then all wishes are listed as changes, without steps. ``desired`` leaves out what ``gaps`` names; ``remarks``
    say what is done in another place than wished for.
    """

    identity: Identity
    desired: Settings
    changes: tuple[Change, ...]
    steps: tuple[Step, ...]
    gaps: tuple[Gap, ...]
    facts: Facts | None
    remarks: tuple[Gap, ...] = ()

    @property
    def first_boot(self) -> bool:
        """Whether the router must be given its first password before anything else."""
        return self.facts is None

    @property
    def empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.changes and not self.first_boot


def preview(identity: Identity, wish: Wish) -> Plan:
    """Plan for a router in factory state without touching it.

    Raises FirstPasswordMissing when the profile has no ``admin.password`` to give it.
    """
    desired = wish.desired(identity.vendor, BANDS)
    if desired.secret("admin.password") is None:
        raise FirstPasswordMissing
    return Plan(identity, desired, diff(desired, Settings()), (), (), None)


def make_plan(driver: Driver, facts: Facts, wish: Wish) -> Plan:
    """Plan from what a read found."""
    wished = wish.desired(facts.identity.vendor, facts.bands)
    gaps = driver.gaps(facts, wished)
    beyond = {gap.path for gap in gaps}
    desired = wished.only([path for path in wished if path not in beyond])
    changes = pending(diff(desired, facts.running))
    steps = driver.steps(facts, changes) if changes else ()
    return Plan(facts.identity, desired, changes, steps, gaps, facts, driver.remarks(facts, desired))


def read_plan(driver: Driver, wish: Wish, credentials: Credentials) -> Plan:
    """Log in, read and plan; for a router in factory state give the preview instead."""
    if driver.identity.factory:
        return preview(driver.identity, wish)
    log_in(driver, wish, credentials)
    return make_plan(driver, driver.read(), wish)


def log_in(driver: Driver, wish: Wish, credentials: Credentials) -> None:
    """Log in with the given password, else with the profile's; one password, tried once.

    Raises PasswordMissing when there is neither.
    """
    wished = wish.desired(driver.identity.vendor, BANDS)
    password: Secret | None = credentials.password or wished.secret("admin.password")
    if password is None:
        raise PasswordMissing
    name = credentials.username or wished.text("admin.username")
    driver.login(Credentials(name, password, given=credentials.password is not None))
