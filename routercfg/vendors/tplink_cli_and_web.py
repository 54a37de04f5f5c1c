"""A TP-Link router by two doors: its command line for what that can do, its web page for the rest.

What is written through one door is not half written through the other: web pages are sent back whole, so a subject
(Wi-Fi; the connection with its DNS; …) goes over the command line only if all of it can. Both doors take one password.
[tplink-legacy-ssh-openwrt §2.0, §2.1.5]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from routercfg.device import Credentials, Driver, Facts, Identity, Keeper, Step, Tell
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Running, Settings
from routercfg.vendors.tplink_cli import TplinkCliDriver

_MARK: Final = "telnet: "
"""How the pages of the command line's steps begin."""

_SUBJECT: Final = {"dns": "wan", "iptv": "wan"}
"""Settings that share their pages with another subject's."""

_TOLD_BY_CLI: Final = ("wan.", "wifi.bands.")


@dataclass(frozen=True, slots=True)
class BothFacts(Facts):
    """What both doors told, and what each did."""

    cli: Facts = field(kw_only=True, repr=False)
    web: Facts = field(kw_only=True, repr=False)


class TplinkCliAndWebDriver:
    """One TP-Link router on one run, by both doors. See ``device.Driver`` for what the methods promise."""

    def __init__(self, cli: TplinkCliDriver, web: Driver) -> None:
        self._cli = cli
        self._web = web
        self.address = cli.address
        self.identity = _who(cli.identity, web.identity)

    def login(self, credentials: Credentials) -> None:
        """Log in at the command line, and with what was right there at the web page."""
        self._cli.login(credentials)
        self._web.login(credentials)
        self.identity = _who(self._cli.identity, self._web.identity)

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Give the first password at the door that asks for it; the web page first, which marks the set-up as done."""
        if self._web.identity.factory:
            self._web.first_boot(password, label)
            self._cli.reopen(self._web.address, password)
        else:
            self._cli.first_boot(password)
            self._web.login(Credentials(None, password))
        self.identity = replace(_who(self._cli.identity, self._web.identity), factory=False)

    def read(self) -> Facts:
        """Read at both doors; of what both tell, the command line's word counts where it is the one that writes."""
        web, cli = self._web.read(), self._cli.read()
        self.identity = _who(cli.identity, web.identity)
        told: dict[str, Running] = {p: v for p, v in cli.running.items() if p.startswith(_TOLD_BY_CLI)}
        native = {**web.native, **{_MARK + page: words for page, words in cli.native.items()}}
        return BothFacts(self.identity, web.running.but(told), web.bands, native, cli=cli, web=web)

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch the settings file at the web page, where it has one; see ``device.Keeper``."""
        return self._web.own_file() if isinstance(self._web, Keeper) else None

    # Planning.

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what neither door can."""
        both = _both(facts)
        differing = desired.only([path for path, value in desired.items() if both.running.get(path) != value])
        by_cli = self._by_cli(both, differing)
        return self._web.gaps(both.web, desired.only([path for path in desired if path not in by_cli]))

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Say what the web page does in another place than wished for."""
        return self._web.remarks(_both(facts).web, desired)

    def _by_cli(self, facts: BothFacts, differing: Mapping[str, Running]) -> set[str]:
        """Choose the leaves that go over the command line: of subjects that it can do as a whole."""
        lacking = {gap.path for gap in self._cli.gaps(facts.cli, Settings(dict(differing)))}
        beyond = {_subject(path) for path in lacking}
        return {path for path in differing if _subject(path) not in beyond}

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into writes at both doors, safest first."""
        both = _both(facts)
        by_cli = self._by_cli(both, {change.path: change.after for change in changes})
        cli = self._cli.steps(both.cli, tuple(change for change in changes if change.path in by_cli))
        web = self._web.steps(both.web, tuple(change for change in changes if change.path not in by_cli))
        return tuple(sorted((*map(_marked, cli), *web), key=lambda step: step.cuts))

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Undo at each door what was written there; the web page's last writes are what cuts most."""
        both = _both(facts)
        web = self._web.undo(both.web, tuple(step for step in steps if not _is_cli(step)))
        return (*web, *map(_marked, self._cli.undo(both.cli, _unmarked(steps))))

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves that are not back at the door where they were written."""
        then, since = _both(before), _both(now)
        web = self._web.undone(then.web, since.web, tuple(step for step in steps if not _is_cli(step)))
        return tuple(dict.fromkeys((*self._cli.undone(then.cli, since.cli, _unmarked(steps)), *web)))

    # Writing.

    def send(self, step: Step, tell: Tell) -> None:
        """Write one step at its door; the command line follows where the web page's writes lead."""
        if _is_cli(step):
            self._cli.send(_unmarked((step,))[0], tell)
            return
        self._web.send(step, tell)
        if step.moves_to is not None or step.logs_in_with is not None:
            self._reopen(step.logs_in_with)

    def rejoin(self, tell: Tell) -> None:
        """Find the router again at both doors."""
        self._web.rejoin(tell)
        self._reopen(None)

    def _reopen(self, password: Secret | None) -> None:
        self._cli.reopen(self._web.address, password)
        self.address = self._cli.address

    def close(self) -> None:
        """Log out at both doors. Never raises."""
        self._cli.close()
        self._web.close()


def _who(cli: Identity, web: Identity) -> Identity:
    """Say who it is: the web page knows more, and the command line is the door that a person chose."""
    factory = cli.factory or web.factory
    return replace(web, family=cli.family, model=web.model or cli.model, mac=web.mac or cli.mac, factory=factory)


def _both(facts: Facts) -> BothFacts:
    if not isinstance(facts, BothFacts):
        raise TypeError("facts of another driver")
    return facts


def _subject(path: str) -> str:
    head = path.partition(".")[0]
    return _SUBJECT.get(head, head)


def _marked(step: Step) -> Step:
    return replace(step, page=_MARK + step.page)


def _is_cli(step: Step) -> bool:
    return step.page.startswith(_MARK)


def _unmarked(steps: Iterable[Step]) -> tuple[Step, ...]:
    return tuple(replace(step, page=step.page.removeprefix(_MARK)) for step in steps if _is_cli(step))
