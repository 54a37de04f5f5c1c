"""Apply: first boot, steps one by one, verify, and roll back when something did not stick.

A write is never repeated blindly: when its answer is lost, the router is found again and read, and what then still
differs is planned anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from routercfg.clock import Deadline
from routercfg.device import Credentials, Cut, Driver, Facts, Step, Tell
from routercfg.errors import (
    BadAnswer,
    ConnectionLost,
    DeadlinePassed,
    Fault,
    FirstPasswordMissing,
    Interrupted,
    NoRouter,
    Part,
    RollbackFailed,
    RolledBack,
    RouterCfgError,
    RouterWiped,
    SessionLost,
    SettingRefused,
    Unsupported,
)
from routercfg.workflow.planning import Plan, Wish, log_in, make_plan, preview
from routercfg.workflow.verdict import Verdict, judge, verified

State: TypeAlias = Literal["untouched", "new", "old", "unknown"]

_MID_WRITE: Final = (NoRouter, SessionLost, DeadlinePassed, KeyboardInterrupt)
"""What may come between a write and its answer; afterwards nobody knows where the router is, or what it took."""

ROUNDS: Final = 3  # how often what still differs after a lost answer is planned anew
RESERVE_SHARE: Final = 0.25  # of the run's time, kept for putting the old settings back
LARGEST_RESERVE: Final = 90.0  # seconds: a reboot of a slow router
LEAST_TO_WRITE: Final = 5.0  # seconds: with less left no write is begun


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an apply ended. ``error`` is None when all is as wished; ``state`` says which settings are in place."""

    plan: Plan
    verdicts: tuple[Verdict, ...]
    state: State
    error: RouterCfgError | None = None


@dataclass(slots=True)
class Apply:
    """One apply. ``agree`` is asked before the first write and may say no; ``tell`` hears of progress.

    ``show`` is given the real plan of a router that was in factory state, which is known only after its first boot.
    """

    driver: Driver
    wish: Wish
    credentials: Credentials
    deadline: Deadline
    tell: Tell
    agree: Callable[[Plan], bool]
    show: Callable[[Plan], None] = lambda plan: None
    skip_unsupported: bool = False

    def run(self) -> Outcome:
        """Do it. Raises what went wrong before the first write; afterwards the Outcome carries it."""
        if self.driver.identity.factory:
            first = preview(self.driver.identity, self.wish)
            if not self.agree(first):
                return Outcome(first, (), "untouched")
            return self._write(self._first_boot(first))
        self.tell("progress.reading", {})
        log_in(self.driver, self.wish, self.credentials)
        plan = self._plan("state.untouched")
        if plan.empty:
            return self._judged(plan, self._facts(plan), "untouched")
        if not self.agree(plan):
            return Outcome(plan, (), "untouched")
        return self._write(plan)

    def _first_boot(self, first: Plan) -> Plan:
        """Set the first password, then plan from what the router now tells."""
        password = first.desired.secret("admin.password")
        if password is None:
            raise FirstPasswordMissing
        self.tell("progress.first-boot", {})
        try:
            self.driver.first_boot(password, self.credentials.password if self.credentials.given else None)
            plan = self._plan("state.first-password")
        except KeyboardInterrupt:
            raise Interrupted(state=Part("state.maybe-first-password")) from None
        self.show(plan)
        return plan

    def _plan(self, state: str) -> Plan:
        """Read and plan; stop at settings this router cannot do, unless they are to be skipped."""
        plan = make_plan(self.driver, self.driver.read(), self.wish)
        if plan.gaps and not self.skip_unsupported:
            raise Unsupported(tuple((gap.path, gap.reason) for gap in plan.gaps), state=Part(state))
        return plan

    def _write(self, plan: Plan) -> Outcome:
        before = self._facts(plan)
        sent: list[Step] = []
        self.deadline.keep_reserve(min(LARGEST_RESERVE, self.deadline.seconds * RESERVE_SHARE))
        if self.deadline.remaining() < LEAST_TO_WRITE:
            return self._back(plan, before, sent, DeadlinePassed(seconds=round(self.deadline.seconds)))
        with contextlib.ExitStack() as broken_down:
            # a fault of ours in the middle is no reason to leave the router half written
            broken_down.callback(self._back, plan, before, sent, Fault(detail="broke down while writing"))
            outcome = self._written(plan, before, sent)
            broken_down.pop_all()
        return outcome

    def _written(self, plan: Plan, before: Facts, sent: list[Step]) -> Outcome:
        """Send all steps and judge what a fresh read says; go back when something stopped it or did not stick."""
        try:
            done = self._judged(plan, self._send_all(plan, sent), "new")
        except (RouterCfgError, KeyboardInterrupt) as stopped:
            return self._back(plan, before, sent, stopped)
        if verified(done.verdicts):
            return done
        back = self._back(plan, before, sent, RolledBack())
        return replace(back, verdicts=done.verdicts)

    def _send_all(self, plan: Plan, sent: list[Step]) -> Facts:
        """Send the steps, planning anew after a lost answer, and give what a fresh read says at the end."""
        steps = plan.steps
        if plan.changes and not steps:
            raise Fault(detail="no step for " + ", ".join(change.path for change in plan.changes))
        for _ in range(ROUNDS):
            try:
                for number, step in enumerate(steps, 1):
                    key = "progress.restart" if _only_restarts(steps, number) else "progress.step"
                    self.tell(key, {"number": number, "count": len(steps), "paths": step.paths})
                    sent.append(step)
                    self.driver.send(step, self.tell)
                self.tell("progress.verify", {})
                return self.driver.read()
            except (NoRouter, SessionLost):
                self.tell("progress.lost", {})
                self.driver.rejoin(self.tell)
            anew = make_plan(self.driver, self.driver.read(), self.wish)
            steps = (*anew.steps, *_companions(steps, sent, anew.steps))
            if not steps:
                return self._facts(anew)
        raise ConnectionLost(address=self.driver.address, written=True)

    def _back(self, plan: Plan, before: Facts, sent: list[Step], why: RouterCfgError | KeyboardInterrupt) -> Outcome:
        """Put the old native words back and check them; then end with the reason, or with RollbackFailed."""
        self.deadline.spend_reserve()
        if isinstance(why, RouterWiped):
            return Outcome(plan, (), "unknown", why)
        if not sent:
            return Outcome(plan, (), "untouched", _ending(why, "untouched"))
        try:
            left = self._undo(before, sent, lost=isinstance(why, _MID_WRITE))
        except RouterWiped as wiped:
            return Outcome(plan, (), "unknown", wiped)
        except RouterCfgError:
            left = _paths(sent)
        if left:
            old = tuple((path, before.running.get(path)) for path in left)
            failed = RollbackFailed(left=old)
            failed.__cause__ = why if isinstance(why, NoRouter) else None  # another certificate or key, for one
            return Outcome(plan, (), "unknown", failed)
        return Outcome(plan, (), "old", _ending(why, "old"))

    def _undo(self, before: Facts, sent: list[Step], *, lost: bool) -> tuple[str, ...]:
        """Send the undo; give the leaves whose native words are still not what they were."""
        self.tell("progress.rollback", {})
        steps = tuple(sent)
        left: tuple[str, ...] = ()
        for _ in range(ROUNDS):
            try:
                if lost:
                    self.driver.rejoin(self.tell)
                    lost = False
                for step in self.driver.undo(before, steps):
                    with contextlib.suppress(SettingRefused, BadAnswer):  # one refusal must not keep back the others
                        self.driver.send(step, self.tell)
                left = self.driver.undone(before, self.driver.read(), steps)
            except (NoRouter, SessionLost):
                lost = True
                continue
            if not left:
                return ()
        return left or _paths(sent)

    def _judged(self, plan: Plan, now: Facts, state: State) -> Outcome:
        return Outcome(plan, judge(plan.desired, now.running), state)

    def _facts(self, plan: Plan) -> Facts:
        if plan.facts is None:
            raise Fault(detail="a preview cannot be written")
        return plan.facts


def _only_restarts(steps: tuple[Step, ...], number: int) -> bool:
    """Whether the step of that number is the restart that earlier steps wanted: it serves nothing but what they do."""
    step, earlier = steps[number - 1], {path for step in steps[: number - 1] for path in step.paths}
    return step.cuts is Cut.REBOOT and earlier.issuperset(step.paths)


def _companions(steps: tuple[Step, ...], sent: list[Step], anew: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give the steps still to come that serve leaves of the one just lost: a new plan does not see what is missing.

    (An address pool that moves along with the LAN belongs to no leaf that differs once the LAN has moved.)
    """
    if not steps:
        return ()
    lost = sent[-1]
    later = steps[steps.index(lost) + 1 :]
    known = {step.page for step in anew}
    return tuple(step for step in later if set(step.paths) <= set(lost.paths) and step.page not in known)


def _paths(steps: list[Step]) -> tuple[str, ...]:
    """Give the leaves that steps serve, each once."""
    return tuple(dict.fromkeys(path for step in steps for path in step.paths))


def _ending(why: RouterCfgError | KeyboardInterrupt, state: State) -> RouterCfgError:
    """Give the error that the run ends with, saying which settings are in place.

    What stopped the run stays attached as its cause, so that a person can be told both.
    """
    said = Part(f"state.{state}")
    if isinstance(why, KeyboardInterrupt):
        return Interrupted(state=said)
    if isinstance(why, SettingRefused | DeadlinePassed):
        why.details["state"] = said
        return why
    if isinstance(why, Fault | RolledBack) or state == "untouched":
        return why
    ending = RolledBack()
    ending.__cause__ = why
    return ending
