"""TP-Link's old green pages: who speaks them, and the driver."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeVar

from routercfg.device import Credentials, Cut, Driver, Facts, Identity, Step, Tell
from routercfg.dialects import userrpm as dialect
from routercfg.dialects.userrpm import Card, Session
from routercfg.dialects.userrpm_arrays import read_array
from routercfg.errors import (
    BadAnswer,
    Fault,
    NotRecognised,
    Part,
    PasswordMissing,
    RouterCfgError,
    RouterWiped,
    SessionLost,
    SettingRefused,
    WrongPassword,
)
from routercfg.plan import Change, Gap
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.transport import Transport, converse
from routercfg.vendors import tplink_userrpm_pages as pages
from routercfg.vendors import tplink_userrpm_steps as steps_of
from routercfg.vendors import tplink_userrpm_wan as wan
from routercfg.vendors.tplink_userrpm_line import KNOCK, Line
from routercfg.vendors.tplink_userrpm_wifi import bands
from routercfg.vendors.unconfirmed import Unconfirmed
from routercfg.wire import Reply, Talk

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")

VENDOR: Final = "tplink"
FAMILY: Final = "tplink-userrpm"

_RESTARTING: Final = frozenset({pages.LAN, pages.IPTV, pages.REBOOT})
"""Pages that restart the router by being saved [tplink-legacy §1.7.6, §1.9]."""
_FACTORY: Final = (steps_of.USER, Secret("admin"))
"""Name and password of every such router after a reset [tplink-legacy §1.10]."""


@dataclass(frozen=True, slots=True)
class UserrpmIdentity(Identity):
    """An Identity with what its router told before login, which the login builds on."""

    card: Card = field(default_factory=lambda: Card(dialect.BASIC), repr=False, compare=False)


def recognise(first: Reply, url: str = "") -> Talk[Identity | None]:
    """Say which router answered ``GET /``; None when it is none of these. Asks nothing further.

    ``factory`` is always false: nothing that such a router shows without a login tells whether it is new, so the login
    finds out.
    """
    yield from ()
    card = dialect.identify(first)
    if card is None:
        return None
    return UserrpmIdentity(VENDOR, FAMILY, card.model, card=card)


def open_router(transport: Transport, identity: Identity) -> Driver:
    """Give the driver. Raises NotRecognised for a way of logging in that is not spoken here; no password was sent."""
    card = identity.card if isinstance(identity, UserrpmIdentity) else dialect.identify(transport.ask(KNOCK))
    if card is None:
        raise NotRecognised(address=transport.url, seen=identity.model)
    if card.variant:
        seen = Part("reason.tplink-other-login", (("model", card.model or "?"), ("variant", card.variant)))
        raise NotRecognised(address=transport.url, seen=seen)
    return UserrpmDriver(transport, identity, card)


class UserrpmDriver:
    """One old green router on one run. See ``device.Driver`` for what the methods promise."""

    def __init__(self, transport: Transport, identity: Identity, card: Card) -> None:
        self.identity = Identity(
            *(VENDOR, FAMILY, identity.model, identity.hardware, identity.firmware, identity.mac), identity.factory
        )
        self.address = transport.url
        self._line = Line(transport)
        self._card = card
        self._session: Session | None = None
        self._account: tuple[str, Secret] | None = None
        self._unconfirmed = Unconfirmed(self._enter)
        self._restart_wanted = False
        self._unsure = False  # a save that may have asked for a restart lost its answer
        self._dual_band = False
        self._absent: set[str] = set()

    # Logging in and out.

    def login(self, credentials: Credentials) -> None:
        """Log in with one attempt, and with one more as admin/admin when the router may be new.

        A password that was ``given`` for this router is tried alone (docs/decisions/0005).

        These routers do not tell whether they are new. Gen A has no lock-out [observed-tplink-wr1043nd §HTTP]; of the
        others the strictest known one locks after ten attempts [tplink-legacy §1.4], so a second one does no harm.
        """
        if credentials.password is None:
            raise PasswordMissing
        account = (credentials.username or steps_of.USER, credentials.password)
        taken = dialect.occupied(self._card.code)
        if taken is not None:
            raise taken
        try:
            self._enter(account)
        except WrongPassword:
            if credentials.given or account == _FACTORY:
                raise
            try:
                self._enter(_FACTORY)
            except WrongPassword:
                raise WrongPassword from None

    def first_boot(self, password: Secret, label: Secret | None = None) -> None:
        """Change the password of a router that is known to be new, and be logged in with it."""
        if not steps_of.account_fits(password.reveal()):
            detail = Part("reason.userrpm-admin", (("longest", steps_of.LONGEST_ACCOUNT),))
            raise SettingRefused(page=pages.ACCOUNT, detail=detail)
        self._enter(_FACTORY)
        self._change_account(steps_of.account_step(_FACTORY, (steps_of.USER, password), ("admin.password",)))
        self.identity = replace(self.identity, factory=False)

    def close(self) -> None:
        """Log out, so that the owner's browser is let in, and let go. Never raises."""
        session, self._session = self._session, None
        if session is not None:
            with contextlib.suppress(RouterCfgError):  # whoever cannot be told that we go is no longer there
                converse(self._line.transport, dialect.logout(session))
        self._line.transport.close()

    def _enter(self, account: tuple[str, Secret]) -> None:
        self._session, status = converse(
            self._line.transport, dialect.login(self._line.url, self._card, account[0], account[1])
        )
        self._account, self.address = account, self._line.url
        self._learn(status)

    def _enter_again(self) -> None:
        """Log in again with what was right a moment ago; if it is wrong now, the router has been wiped."""
        if self._account is None:
            raise SessionLost
        self._session = None
        if self._unconfirmed.enter():
            return
        try:
            self._enter(self._account)
        except WrongPassword:
            raise RouterWiped from None

    def _talk(self, make: Callable[[Session], Talk[T]]) -> T:
        """Hold a dialogue; when the session has gone, log in again once and begin anew.

        That is safe for saves as well: a router that does not know us has not acted on the request.
        """
        try:
            return converse(self._line.transport, make(self._here()))
        except SessionLost:
            self._enter_again()
        return converse(self._line.transport, make(self._here()))

    def _here(self) -> Session:
        if self._session is None:
            raise SessionLost
        return self._session

    def _learn(self, status: str) -> None:
        """Take model, versions and addresses from the status page: its two texts, wherever they stand in the array."""
        told = read_array(status, "statusPara", dialect.STATUS)
        lan = read_array(status, "lanPara", dialect.STATUS) or ("", "", "")
        if told is None:
            raise BadAnswer(page=dialect.STATUS, detail=Part("reason.userrpm-array", (("name", "statusPara"),)))
        texts = [at for at, item in enumerate(told) if re.search(r"[A-Za-z]", item)]
        firmware, hardware = (told[at].strip() for at in (*texts, *texts)[:2]) if texts else ("", "")
        version = re.search(r"\bv\d[\w.]*", hardware)
        self._dual_band = bool(texts) and texts[0] > 5 and told[1] not in {"", "0"}
        self._line.lan = lan[1] or self._line.lan
        self.identity = replace(
            self.identity,
            model=self.identity.model or dialect.full_name(hardware),
            hardware=version[0] if version else self.identity.hardware,
            firmware=firmware or self.identity.firmware,
            mac=lan[0].replace("-", ":").upper() or self.identity.mac,
        )

    # Reading.

    def read(self) -> Facts:
        """Read all pages this driver knows, one request each; a page that is absent once is not asked for again."""
        native: dict[str, Mapping[str, str]] = {pages.ACTIVE: {"page": self._active_page()}}
        offered: tuple[str, ...] = ()
        for page in self._pages():
            if page in self._absent or (offered and page in pages.WAN.values() and page not in offered):
                continue
            html, words = self._read_page(page)
            if words is None:
                self._absent.add(page)
                continue
            native[page] = words
            offered = offered or (pages.offered(html) if page in pages.WAN.values() else ())
        if pages.IPTV not in native and self._has_old_iptv():
            native[pages.IPTV_OLD] = {}
        self._restart_wanted = any(words.get(".reboot", "0") not in {"", "0"} for words in native.values())
        running = steps_of.everything(native, self._account[1] if self._account else None)
        return Facts(self.identity, running, bands(native), native)

    def _pages(self) -> Iterator[str]:
        yield from (*pages.WAN.values(), pages.ADVANCED, pages.MAC, pages.LAN, pages.DHCP)
        for band in pages.NETWORK if self._dual_band else ("2.4GHz",):
            yield from (pages.NETWORK[band], pages.SECURITY[band])
        if self._dual_band:
            yield pages.RADIOS
        yield from (pages.TIME, pages.IPTV, pages.ACCOUNT)

    def _active_page(self) -> str:
        """Ask which page the connection in force is on: the answer is a script that leads there."""
        html = self._talk(lambda session: dialect.fetch(session, pages.ACTIVE)) or ""
        found = re.search(r"(\w+Rpm\w*\.htm)", html.replace(pages.ACTIVE, ""))
        if found is None:
            raise BadAnswer(page=pages.ACTIVE, detail=Part("reason.userrpm-cut"))
        return found[1]

    def _read_page(self, page: str) -> tuple[str, dict[str, str] | None]:
        """Read one page; what cannot be understood is asked for once more."""
        query = (("Advanced", "Advanced"), ("wan", "0")) if page == pages.ADVANCED else ()
        for again in (True, False):
            html = self._talk(lambda session: dialect.fetch(session, page, query))
            try:
                return html or "", pages.page_words(page, html) if html is not None else None
            except BadAnswer:
                if not again:
                    raise
        raise Fault(detail=page)

    def _has_old_iptv(self) -> bool:
        if pages.IPTV_OLD in self._absent:
            return False
        html = self._talk(lambda session: dialect.fetch(session, pages.IPTV_OLD))
        there = html is not None and "vlan_enb" in html
        if not there:
            self._absent.add(pages.IPTV_OLD)
        return there

    def own_file(self) -> tuple[str, bytes] | None:
        """Fetch ``config.bin``; see ``device.Keeper``."""
        return dialect.SETTINGS_FILE, self._talk(dialect.settings_file)

    # Planning.

    def gaps(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what this router cannot do."""
        return steps_of.gaps(facts, desired)

    def remarks(self, facts: Facts, desired: Settings) -> tuple[Gap, ...]:
        """Name what is done in another place than wished for, and why (L2TP and PPTP: name servers go to DHCP)."""
        return wan.remarks(facts.native, desired)

    def steps(self, facts: Facts, changes: tuple[Change, ...]) -> tuple[Step, ...]:
        """Turn changes into saves."""
        name = facts.running.text("admin.username") or steps_of.USER
        return steps_of.steps(facts, changes, (name, facts.running.secret("admin.password")))

    def undo(self, facts: Facts, steps: tuple[Step, ...]) -> tuple[Step, ...]:
        """Turn saves into those that put the old words back."""
        return steps_of.undo(facts, steps)

    def undone(self, before: Facts, now: Facts, steps: tuple[Step, ...]) -> tuple[str, ...]:
        """Name the leaves that are not back."""
        return steps_of.undone(before, now, steps)

    # Writing.

    def send(self, step: Step, tell: Tell) -> None:
        """Save one page and wait until the router answers again. A restart is sent only if a page asks for one."""
        if step.page == pages.ACCOUNT:
            self._change_account(step)
            return
        if step.page == pages.REBOOT and not self._restart_wanted:
            return
        if step.moves_to is not None:
            self._line.will_move(step.moves_to)
        self._unsure = step.page in {*steps_of.FLAGGED, pages.REBOOT}
        html = self._talk(lambda session: dialect.save(session, step.page, step.words))
        self._note_flag(step.page, html)
        self._unsure = False
        if step.page in _RESTARTING or dialect.restarts(html):
            self._sit_out(step, tell)
        elif step.cuts is not Cut.NOTHING:
            self._line.wait()

    def _note_flag(self, page: str, html: str) -> None:
        """Remember when the page that comes back says that a restart is needed."""
        if page in steps_of.FLAGGED:
            words = pages.page_words(page, html) or {}
            self._restart_wanted |= words.get(".reboot", "0") not in {"", "0"}

    def _sit_out(self, step: Step, tell: Tell) -> None:
        """Wait for a restart to be over, follow the LAN address if it changed, and log in."""
        tell("progress.rejoin", {})
        self._restart_wanted = False
        if step.moves_to is not None and self._line.moved(step.moves_to):
            tell("progress.moved", {"address": step.moves_to})
        self._line.wait_restart()
        self._enter_again()

    def _change_account(self, step: Step) -> None:
        """Change name and password and log in with them, since they hold at once [tplink-legacy §1.10]."""
        old = (step.words["oldname"], Secret(step.words["oldpassword"]))
        new = (step.words["newname"], Secret(step.words["newpassword"]))
        if self._unconfirmed:  # an earlier change was stopped half-way: find out which account holds
            self._enter_again()
        if self._account == new:
            return

        def talk(session: Session) -> Talk[str]:
            if self._account == new:  # the save itself ended the session, and the new account has let us in
                return ""
            html = yield from dialect.fetch(session, pages.ACCOUNT)
            words = dialect.password_words(html or "", (old[0], new[0]), (old[1], new[1]))
            return (yield from dialect.save(session, pages.ACCOUNT, words))

        with self._unconfirmed.changing(new):
            self._talk(talk)
            self._account, self._session = new, None
        self._enter_again()

    def rejoin(self, tell: Tell) -> None:
        """Find the router again, where it was or where it was to move, and log in.

        A save whose answer was lost may have asked for a restart, and nobody would ask for it again: so it is made up
        for here. Raises RouterWiped when the router lets nobody in with what was right before.
        """
        tell("progress.rejoin", {})
        self._line.wait()
        self._enter_again()
        unsure, self._unsure = self._unsure, False
        if unsure and self.read() and self._restart_wanted:
            self.send(Step(pages.REBOOT, {"Reboot": "Reboot"}, (), Cut.REBOOT), tell)
