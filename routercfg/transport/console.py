"""A router's own command line over telnet or SSH: one session, one line at a time, every wait within the deadline.

netmiko carries the bytes (``tplink_console``); what the router asks for, and when an answer is over, is judged here.
Nothing that goes over a console is ever logged: keys travel in both directions.
[tplink-legacy-ssh-openwrt §2.1.1]
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import urlsplit

from routercfg.clock import Deadline
from routercfg.errors import (
    AnotherAdministrator,
    ConnectionLost,
    LockedOut,
    Part,
    RouterRefuses,
    RouterSilent,
    SettingRefused,
    StillFactory,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.transport.console_line import (
    NUDGE,
    ONLY_GREETED,
    Answer,
    Asks,
    Line,
    Refuses,
    Said,
    asked,
    let_in,
    session_over,
)

if TYPE_CHECKING:
    from routercfg.transport.shell import ShellTransport

log = logging.getLogger(__name__)

TELNET_PORT: Final = 23
CONNECT_PATIENCE: Final = 5.0
ANSWER_PATIENCE: Final = 20.0
_SETTLES: Final = 0.1  # seconds in which a router that took one Enter for two shows it

# Every router seen takes it over telnet; a terminal over SSH would take it for two Enters. [§2.1.1]
_TELNET_ENTER: Final = "\r\n"
_OTHER_ENTER: Final = "\r"


class Console(Protocol):
    """The seam of a command line: what a driver needs of a connection to one."""

    url: str
    deadline: Deadline

    def greet(self) -> Asks:
        """Connect, unless connected, and say what the router asks for; no password is told to it."""

    def enter(self, username: str, password: Secret) -> None:
        """Log in with one attempt. Raises WrongPassword, LockedOut, AnotherAdministrator, StillFactory."""

    def first_password(self, password: Secret) -> None:
        """Give a router that asks for one its first password. Raises SettingRefused."""

    def run(self, line: str, *, label: str, writes: bool, seconds: float) -> str:
        """Send one line and give its answer."""

    def move(self, url: str) -> None:
        """From now on talk to that address."""

    def close(self) -> None:
        """Let go. Never raises."""


class _Console:
    """What telnet and SSH have in common once there is a line."""

    url: str
    deadline: Deadline

    def __init__(self, patience: float, enter_key: str) -> None:
        self.commands = 0
        self.connections = 0
        self._patience = patience
        self._enter_key = enter_key
        self._line: Line | None = None
        self._asks: Asks | None = None

    def close(self) -> None:
        """Let go of the line, with the router's own word: it keeps one session at a time."""
        line, self._line = self._line, None
        inside, self._asks = self._asks is Asks.COMMAND, None
        if line is not None:
            line.close("logout" if inside else "")

    def _answered(self, line: Line, name: str, password: Secret) -> None:
        """Answer what the router asks for until it takes commands; the password is told once.

        Raises StillFactory when it asks for a first password, WrongPassword.
        """
        if self._asks is Asks.FIRST:
            raise StillFactory
        if self._asks is Asks.NAME:
            self._asks = self._name_told(line, name)
        if self._asks is Asks.PASSWORD:
            self._asks = None
            line.say(password.reveal())
            self._asks = self._hear(line, let_in)
        if self._asks is not Asks.COMMAND:
            raise WrongPassword

    def _name_told(self, line: Line, name: str) -> Asks:
        r"""Tell the name. A router that took ``\r\n`` for two Enters has refused already, and is told ``\r``."""
        for _ in range(2):
            line.say(name)
            line.wait_for(asked, self._patience)
            self.deadline.sleep(_SETTLES)
            line.listen()
            asks = self._hear(line, asked)
            if asks is not Asks.NAME:
                return asks
            line.enter_key = self._enter_key = _OTHER_ENTER
        raise WrongPassword

    def _hear(self, line: Line, judge: Callable[[str, float], Said | None]) -> Asks:
        """Wait until the router asks for something, and give what; raise what it says instead."""
        said = line.wait_for(judge, self._patience, nudge=ONLY_GREETED if judge is let_in else NUDGE)
        if isinstance(said.what, Asks):
            return said.what
        if said.what is Refuses.LOCKED:
            raise LockedOut(wait=Part("part.wait", (("seconds", said.seconds),)) if said.seconds else Part())
        raise AnotherAdministrator if said.what is Refuses.TAKEN else WrongPassword

    def first_password(self, password: Secret) -> None:
        """Give the router its first password; it asks for a login afterwards. [§2.1.1, EX].

        Raises SettingRefused when it goes on asking for a first one.
        """
        with self._watch(writes=True):
            line = self._line
            if line is None or self._asks is not Asks.FIRST:
                raise EOFError
            for question in (Asks.FIRST, Asks.AGAIN):
                if self._asks is question:
                    line.say(password.reveal())
                    self._asks = self._hear(line, asked)
            if self._asks in (Asks.FIRST, Asks.AGAIN):
                raise SettingRefused(page="Set new password", detail=Part("reason.cli-first-password"))

    def run(self, line: str, *, label: str = "", writes: bool = False, seconds: float = ANSWER_PATIENCE) -> str:
        r"""Send one line and give what came between it and the next prompt; lines end with ``\n``.

        Raises ConnectionLost (``written`` is true when ``writes`` and the line went out) when the session ended or
        timed out, RouterSilent when a line that only reads was not answered, BadAnswer for endless output.
        """
        with self._watch(writes=False):
            there = self._inside()
        with self._watch(writes=writes):
            there.say(line)
            self.commands += 1
            answer = there.wait_for(Answer(line, there), seconds)
            if answer is None:
                raise EOFError
        log.debug("%s → %d letters", label, len(answer))
        return answer

    def _inside(self) -> Line:
        """Give the line if the session has not ended by itself meanwhile. Raises EOFError: then nothing is lost."""
        line = self._line
        if line is None or self._asks is not Asks.COMMAND:
            raise EOFError
        line.listen()
        if session_over(line.heard):
            raise EOFError
        return line

    @contextlib.contextmanager
    def _watch(self, *, writes: bool) -> Iterator[None]:
        """Turn what netmiko raises into our errors, and drop a line that is in doubt."""
        from routercfg.transport.tplink_console import BROKEN

        with contextlib.ExitStack() as unless_well:
            unless_well.callback(self.close)
            try:
                yield
            except TimeoutError:
                self._asks = None
                self.deadline.limit(1)  # the deadline of the run is the better reason, if it has passed
                if writes:
                    raise ConnectionLost(address=self.url, written=True) from None
                raise RouterSilent(address=self.url, seconds=round(self._patience)) from None
            except BROKEN:
                self._asks = None
                self.deadline.limit(1)
                raise ConnectionLost(address=self.url, written=writes) from None
            unless_well.pop_all()


class TelnetConsole(_Console):
    """A command line at ``telnet://host[:port]``. What goes over it, passwords too, can be read on the way.

    ``commands`` and ``connections`` count what went over the wire.
    """

    def __init__(self, url: str, deadline: Deadline, *, patience: float = ANSWER_PATIENCE) -> None:
        super().__init__(patience, _TELNET_ENTER)
        self.url = url.rstrip("/")
        self.deadline = deadline

    def move(self, url: str) -> None:
        """From now on talk to that address."""
        self.close()
        self.url = url.rstrip("/")

    def greet(self) -> Asks:
        """Connect, unless connected, and say what the router asks for.

        Raises RouterRefuses, RouterSilent, ConnectionLost, LockedOut, AnotherAdministrator.
        """
        if self._line is None or self._asks is None:
            self.close()
            self._line = self._dialled()
            with self._watch(writes=False):
                self._asks = self._greeted(self._line)
        return self._asks

    def _greeted(self, line: Line) -> Asks:
        """Hear what a router asks first. One that opens the line and says nothing has another session. [VX231]."""
        try:
            return self._hear(line, asked)
        except TimeoutError:
            if line.opened and not line.heard.strip():
                raise AnotherAdministrator from None
            raise

    def enter(self, username: str, password: Secret) -> None:
        """Log in with one attempt; the name is told only to a router that asks for one.

        Raises WrongPassword, LockedOut, AnotherAdministrator, and StillFactory when it asks for a first password.
        """
        if self._asks is Asks.COMMAND:  # a session of before proves nothing about this password
            self.close()
        self.greet()
        with self._watch(writes=False):
            if self._line is None:
                raise EOFError
            self._answered(self._line, username, password)

    def _dialled(self) -> Line:
        from routercfg.transport.tplink_console import over_telnet

        parts = urlsplit(self.url)
        limit = self.deadline.limit(min(CONNECT_PATIENCE, self._patience))
        try:
            device = over_telnet(parts.hostname or "", parts.port or TELNET_PORT, limit)
        except TimeoutError:
            raise RouterSilent(address=self.url, seconds=round(limit)) from None
        except (OSError, UnicodeError):
            raise RouterRefuses(address=self.url) from None
        self.connections += 1
        return Line(device, self.deadline, self._enter_key)


class SshConsole(_Console):
    """The same command line on a terminal of an SSH connection, whose login is SSH's own. [§2.1.1, unverified]."""

    def __init__(self, shell: ShellTransport, *, patience: float = ANSWER_PATIENCE) -> None:
        super().__init__(patience, _OTHER_ENTER)
        self.shell = shell
        self.url = shell.url
        self.deadline = shell.deadline

    def move(self, url: str) -> None:
        """From now on talk to that address."""
        self.close()
        self.shell.move(url)
        self.url = self.shell.url

    def close(self) -> None:
        """Let go of the terminal and of the connection."""
        super().close()
        self.shell.close()

    def greet(self) -> Asks:
        """Connect; SSH asks for name and password before anything of the router shows."""
        if self._asks is None:
            self.shell.greet()
        return self._asks or Asks.NAME

    def enter(self, username: str, password: Secret) -> None:
        """Log in over SSH, with one attempt, and see that a command line is there.

        Raises WrongPassword, NotRecognised when the router has no terminal or something else on it, and the rest
        as over telnet.
        """
        from routercfg.transport.tplink_console import over_ssh

        self.close()  # dropbear hangs up on who asks for one name after another
        self.shell.enter(username, password)
        device = over_ssh(urlsplit(self.url).hostname or "", self.shell.terminal())
        with self._watch(writes=False):
            self._line = Line(device, self.deadline, self._enter_key)
            self.connections += 1
            self._asks = self._hear(self._line, asked)
            self._answered(self._line, username, password)
