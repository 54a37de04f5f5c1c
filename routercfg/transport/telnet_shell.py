"""A shell over telnet, for firmware that has nothing else: BusyBox's login, then commands one at a time.

netmiko carries the bytes, as for TP-Link's command line. After the login the terminal is made to leave every byte as it
is, and a second shell reads commands from it as from a file: the line editor of the first would cut lines at 1024
letters, complete words at tabs, and ask for the cursor's place. Nothing that goes over the line is logged.
[asus.md 8.2, 8.5]
"""

from __future__ import annotations

import contextlib
import logging
import re
import secrets
from collections.abc import Iterator
from enum import Enum
from typing import Final
from urllib.parse import urlsplit

from routercfg.clock import Deadline
from routercfg.errors import (
    ConnectionLost,
    Fault,
    NotRecognised,
    RouterRefuses,
    RouterSilent,
    WrongPassword,
)
from routercfg.secret import Secret
from routercfg.transport.console import ANSWER_PATIENCE, CONNECT_PATIENCE, TELNET_PORT
from routercfg.transport.console_line import Line
from routercfg.transport.shell import Heard

log = logging.getLogger(__name__)

LONGEST_LINE: Final = 4000  # bytes: a terminal that could not be switched takes 4095 as one line [POSIX MAX_CANON]
_STEERS: Final = re.compile(r"[\0-\x08\x0b-\x1f\x7f]")  # what a terminal may take for a key
_STRANGE: Final = 1.5  # seconds of silence after words that are no prompt we know
_TAIL: Final = 300  # letters at the end of a text in which a question stands; in a flood the search would never end


class _Asks(Enum):
    """What a router waits for."""

    NAME = r"(?:^|\n)[^\n]{0,80}login:\s*\Z"
    PASSWORD = r"(?:^|\n)\s*password:\s*\Z"  # noqa: S105  a question, not a password
    COMMAND = r"[#$>]\s*\Z"


def _asked(text: str, quiet: float) -> _Asks | str | None:
    """Say what a text ends with asking for; itself, when it asks for something else; None while it may go on."""
    found = next((asks for asks in _Asks if re.search(asks.value, text[-_TAIL:], re.IGNORECASE)), None)
    return found or (text if text.strip() and quiet >= _STRANGE else None)


def _let_in(text: str, _quiet: float) -> bool | None:
    """Judge what follows a password; a refusal takes a BusyBox three seconds."""
    if re.search("incorrect", text, re.IGNORECASE) or re.search(_Asks.NAME.value, text[-_TAIL:], re.IGNORECASE):
        return False
    return True if re.search(_Asks.COMMAND.value, text[-_TAIL:]) else None


class TelnetShell:
    """One router's shell at ``telnet://host[:port]``. What goes over it, passwords too, can be read on the way.

    ``commands`` and ``connections`` count what went over the wire.
    """

    def __init__(self, url: str, deadline: Deadline, *, patience: float = ANSWER_PATIENCE) -> None:
        self.url = url.rstrip("/")
        self.deadline = deadline
        self.commands = 0
        self.connections = 0
        self._patience = patience
        self._line: Line | None = None
        self._inside = False

    def move(self, url: str) -> None:
        """From now on talk to that address."""
        self.close()
        self.url = url.rstrip("/")

    def close(self) -> None:
        """Let go of the connection; the router ends the shell with it."""
        line, self._line = self._line, None
        self._inside = False
        if line is not None:
            line.close()

    def greet(self) -> str:
        """Connect, unless connected, and give what the router says before its question for a name.

        Raises RouterRefuses, RouterSilent, ConnectionLost, and NotRecognised when it asks for something else.
        """
        if self._line is not None:
            return ""
        self._line = line = self._dialled()
        with self._watch(writes=False):
            asks = line.wait_for(_asked, self._patience)
            if asks is not _Asks.NAME:
                raise NotRecognised(address=self.url, seen="telnet")
            return line.heard.strip()

    def enter(self, username: str, password: Secret | None) -> None:
        """Log in with one attempt. Without a password nothing is tried here. Raises WrongPassword."""
        if password is None:
            raise WrongPassword
        if self._inside:
            self.close()
        self.greet()
        with self._watch(writes=False):
            line = self._there()
            line.say(username)
            # however long it is quiet after the echo of the name: a slow router is no wrong password
            asks = line.wait_for(lambda text, _: _asked(text, 0), self._patience)
            if asks is _Asks.PASSWORD:
                line.say(password.reveal())
                asks = _Asks.COMMAND if line.wait_for(_let_in, self._patience) else asks
            if asks is not _Asks.COMMAND:
                raise WrongPassword
            self._inside = True
            self._settle_in(line)

    def _settle_in(self, line: Line) -> None:
        """Put a shell of ours in place of the one for people; where ``stty`` is missing it echoes, which is cut off."""
        mark, spelt = _mark()
        line.say(f"stty raw -echo 2>/dev/null; printf '\\n%s%s\\n' {spelt}; exec sh /dev/tty")
        line.wait_for(lambda text, _: f"\n{mark}\n" in text or None, self._patience)

    def run(
        self,
        line: str,
        stdin: bytes = b"",
        *,
        label: str = "",
        writes: bool = False,
        seconds: float = ANSWER_PATIENCE,
    ) -> Heard:
        """Run one command and give what it left; standard error is thrown away, and stdin ends with a line's end.

        Raises ConnectionLost (``written`` is true when ``writes`` and the command went out) when the connection ended
        or timed out, RouterSilent when a command that only reads was not answered, BadAnswer for endless output.
        """
        mark, spelt = _mark()
        text = _wrapped(line, stdin.decode("utf-8"), spelt)
        with self._watch(writes=False):
            there = self._there()
            if not self._inside:
                raise EOFError
            there.listen()  # an end that has come meanwhile is heard before anything is sent
        with self._watch(writes=writes):
            there.say(text)
            self.commands += 1
            found = there.wait_for(lambda heard, _: _ended(heard, mark), seconds)
        log.debug("%s → %s, %d letters", label, found[2], len(found[1]))
        return Heard(int(found[2]), found[1].encode(), b"")

    def _there(self) -> Line:
        """Give the line. Raises EOFError when there is none: then nothing is lost."""
        if self._line is None:
            raise EOFError
        return self._line

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
        return Line(device, self.deadline, "\n")

    @contextlib.contextmanager
    def _watch(self, *, writes: bool) -> Iterator[None]:
        """Turn what netmiko raises into our errors, and drop a line that is in doubt."""
        from routercfg.transport.tplink_console import BROKEN

        with contextlib.ExitStack() as unless_well:
            unless_well.callback(self.close)
            try:
                yield
            except TimeoutError:
                self.deadline.limit(1)  # the deadline of the run is the better reason, if it has passed
                if writes:
                    raise ConnectionLost(address=self.url, written=True) from None
                raise RouterSilent(address=self.url, seconds=round(self._patience)) from None
            except BROKEN:
                self.deadline.limit(1)
                raise ConnectionLost(address=self.url, written=writes) from None
            unless_well.pop_all()


def _mark() -> tuple[str, str]:
    """Make a word that no router says by chance, and how it is spelt to a shell so that an echo does not say it."""
    one, two = secrets.token_hex(8), secrets.token_hex(8)
    return one + two, f"{one} {two}"


def _wrapped(line: str, stdin: str, spelt: str) -> str:
    """Put a command between marks, with its input behind it. Raises Fault for what a terminal would not carry.

    All is one group: until its end has come a shell runs nothing of it, and where the terminal echoes, the echo is over
    before the first mark.
    """
    end = f"end{secrets.token_hex(8)}"
    body = stdin if stdin.endswith("\n") or not stdin else stdin + "\n"
    text = (
        f"{{\nprintf '%s%s\\n' {spelt}\n(\n{line}\n) 2>/dev/null <<'{end}'\n{body}{end}\n"
        f"printf '\\n%s%s %s\\n' {spelt} \"$?\"\n}}"
    )
    if _STEERS.search(text) or any(len(part.encode()) > LONGEST_LINE for part in text.split("\n")):
        raise Fault(detail="a command that no terminal carries")
    return text


def _ended(heard: str, mark: str) -> re.Match[str] | None:
    """Find what stands between the two marks, and the exit status behind the second."""
    return re.search(rf"(?:^|\n){mark}\n(.*?)\n{mark} (\d+)\n", heard, re.DOTALL)
