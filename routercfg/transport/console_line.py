"""One connection to a command line: sending a line, and judging from what comes what the router waits for.

The judgements are pure: from the text that has come since the last line was sent, and how long it has been quiet.
[tplink-legacy-ssh-openwrt §2.1.1]
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from routercfg.clock import Deadline
from routercfg.errors import BadAnswer

if TYPE_CHECKING:
    from routercfg.transport.tplink_console import TplinkCli

T = TypeVar("T")

LARGEST_ANSWER: Final = 1024 * 1024  # letters; a full read is some thousands

_PULSE: Final = 0.02  # seconds between two looks at the line
_QUIET: Final = 0.25  # seconds of silence after a prompt that make an answer without a status line complete
_GREETED: Final = 0.7  # seconds of silence after words of welcome, or after a status line that no prompt follows
_TAIL: Final = 300  # letters at the end of a text in which the words that wait for a key stand
_STRANGE: Final = 1.5  # seconds of silence after a prompt we do not know
NUDGE: Final = 3.0  # seconds of silence after which an empty line is sent: some show a prompt only then [W8970]
ONLY_GREETED: Final = float("inf")  # after a password: an empty line may be taken for the next one, and cost an attempt


class Asks(Enum):
    """What a router waits for."""

    NAME = "name"
    PASSWORD = "password"  # noqa: S105  a question, not a password
    FIRST = "first password"
    AGAIN = "first password again"
    COMMAND = "command"
    OTHER = "something that no TP-Link asks"


class Refuses(Enum):
    """Why a router lets nobody in."""

    WRONG = "wrong password"
    LOCKED = "locked out"
    TAKEN = "another session"


class Said(NamedTuple):
    """What a router's words come to; ``seconds`` is how long a lock-out lasts, 0 where it does not say."""

    what: Asks | Refuses
    seconds: int = 0


_ANYWAY: Final = re.IGNORECASE | re.MULTILINE
_PROMPT: Final = re.compile(r"^[ \t]*tp-?link[ \t]*(?:\(conf\))?[#>]\s*\Z", _ANYWAY)
_ASKS: Final = (
    (_PROMPT, Asks.COMMAND),
    (re.compile(r"\bset new password:\s*\Z", _ANYWAY), Asks.FIRST),
    (re.compile(r"\bconfirm new password:\s*\Z", _ANYWAY), Asks.AGAIN),
    # in small letters: with a capital other vendors ask, who are told no password [§2.1.1, §6.1]
    (re.compile(r"^[ \t]*username:\s*\Z", re.MULTILINE), Asks.NAME),
    (re.compile(r"^[ \t]*password:\s*\Z", re.MULTILINE), Asks.PASSWORD),
)
_ANY_PROMPT: Final = re.compile(r"[:>#$%][ \t]*\Z")
_STATUS: Final = re.compile(r"^(?:cmd:(?:SUCC|FAIL)|Command not found)\b.*", re.MULTILINE)
_IDLE: Final = re.compile(r"^CLI exited after timing out", re.MULTILINE)
_WELCOME: Final = re.compile(r"COMMAND-LINE Interface", re.IGNORECASE)
_WRONG: Final = re.compile(r"login incorrect", re.IGNORECASE)
_PAGER: Final = re.compile(r"(?:-+ ?more ?-+|press any key to continue[^\n]*)[ \t]*\Z", re.IGNORECASE)
# The first two are words of the command line's Broadcom ancestor and of TP-Link's telnetd. What else a lock-out or a
# second session is told stands in no reference; any sentence that says it would hold one of these.
_LOCKED: Final = re.compile(
    r"authorization failed after|please login after|\block(?:ed|out)\b|too many|\bblocked\b|\bexceed"
    r"|try again (?:later|after|in)\b",
    _ANYWAY,
)
_TAKEN: Final = re.compile(r"already (?:logged|in use|login)|another (?:user|session|admin)|\bbusy\b", _ANYWAY)
_WAIT: Final = re.compile(r"(?<!\d)(\d{1,6})\s{0,3}(min|sec)", re.IGNORECASE)
_ANSI: Final = re.compile(r"\x1b(?:\[[0-9;?]*[ -/]*[@-~]|[()][A-Z0-9]|[=>78c])")


def clean(raw: bytes) -> str:
    r"""Give text without what is meant for a screen; every line ends with one ``\n``, however many CR came.

    >>> clean(b"\x1b[2JSSID=Home\r\r\ncmd:SUCC\r\n\rTP-Link(conf)#")
    'SSID=Home\ncmd:SUCC\n\nTP-Link(conf)#'
    """
    text = _ANSI.sub("", raw.decode("utf-8", "replace"))
    text = re.sub(r"[\0\a]", "", text)
    text = re.sub(r"(\r+)(\n?)", lambda found: found[2] or "\n" * len(found[1]), text)
    return re.sub(r"[^\n]?\x08", "", text)


def asked(text: str, quiet: float = 0.0) -> Said | None:
    """Say what a text ends with asking for, or else what it refuses; None as long as it does neither."""
    asks = _asks(text)
    if asks is None and quiet >= _STRANGE and _ANY_PROMPT.search(text):
        return _refusal(text) or Said(Asks.OTHER)
    return Said(asks) if asks else _refusal(text)


def let_in(text: str, _quiet: float = 0.0) -> Said | None:
    """Judge what follows a password: a prompt, or a refusal; to be asked again is one."""
    asks = _asks(text)
    if asks is Asks.COMMAND:
        return Said(asks)
    refused = asks is not None or _WRONG.search(text) is not None
    return _refusal(text) or (Said(Refuses.WRONG) if refused else None)


def _asks(text: str) -> Asks | None:
    return next((asks for pattern, asks in _ASKS if pattern.search(text)), None)


def _refusal(text: str) -> Said | None:
    if _LOCKED.search(text):
        wait = _WAIT.search(text)
        return Said(Refuses.LOCKED, int(wait[1]) * (60 if wait[2].lower() == "min" else 1) if wait else 0)
    return Said(Refuses.TAKEN) if _TAKEN.search(text) else None


def session_over(text: str) -> bool:
    """Say whether the router has ended the session by itself: after minutes of silence it asks for a login again."""
    return _IDLE.search(text) is not None or _asks(text) in (Asks.NAME, Asks.PASSWORD, Asks.FIRST)


class Line:
    """A connection, and what has come over it since something was last said."""

    def __init__(self, device: TplinkCli, deadline: Deadline, enter_key: str) -> None:
        self.enter_key = enter_key
        self._device = device
        self._deadline = deadline
        self._raw = b""

    @property
    def heard(self) -> str:
        """What has come since the last line was sent."""
        return clean(self._raw)

    @property
    def opened(self) -> bool:
        """Whether a telnet server has begun to negotiate: then one is there, whatever it says."""
        return self._device.negotiated

    def forget(self) -> None:
        """Forget what was heard."""
        self._raw = b""

    def say(self, text: str) -> None:
        """Send a line."""
        self.forget()
        self._send(text + self.enter_key)

    def _send(self, text: str) -> None:
        self._device.write_channel(text.encode("utf-8").decode("latin-1"))

    def listen(self) -> bool:
        """Take what has come; says whether there was anything. Raises EOFError at the end, BadAnswer for a flood."""
        found = self._device.read_channel().encode("latin-1")
        self._raw += found
        if len(self._raw) > LARGEST_ANSWER:
            raise BadAnswer(page="console", detail="larger than any router's answer")
        return bool(found)

    def wait_for(self, judge: Callable[[str, float], T | None], seconds: float, *, nudge: float = 0.0) -> T:
        """Listen until the judge finds something in what was heard. Raises TimeoutError, EOFError, DeadlinePassed.

        With ``nudge`` a router that stays silent that many seconds (less after its welcome) where it asks for nothing
        is sent one empty line.
        """
        clock = self._deadline.clock
        last = clock.monotonic()
        end = last + self._deadline.limit(seconds)
        while True:
            last = clock.monotonic() if self.listen() else last
            quiet = clock.monotonic() - last
            found = judge(self.heard, quiet)
            if found is not None:
                return found
            if clock.monotonic() >= end:
                raise TimeoutError
            if nudge and quiet >= (_GREETED if _WELCOME.search(self.heard) else nudge):
                nudge = 0.0
                if not self.heard.rstrip().endswith(":"):  # an Enter at a question would be an answer
                    self._send("\n")
            self._deadline.sleep(_PULSE)

    def turn_page(self) -> None:
        """Go on after a page that waits for a key; its words were none of the answer."""
        heard = self.heard
        self._raw = (heard[:-_TAIL] + _PAGER.sub("", heard[-_TAIL:])).encode("utf-8")
        self._send(" ")

    def close(self, last_word: str = "") -> None:
        """Let go, after a last word. Never raises."""
        if last_word:
            with contextlib.suppress(OSError, EOFError):
                self._send(last_word + self.enter_key)
        self._device.disconnect()


class Answer:
    """The judge of one command's answer: gives its text when it is complete, with the echo and the prompt cut off."""

    def __init__(self, line: str, connection: Line) -> None:
        self._line = line
        self._connection = connection

    def __call__(self, text: str, quiet: float) -> str | None:
        """Judge. Raises EOFError when a login is asked for in place of an answer."""
        if _PAGER.search(text[-_TAIL:]):
            self._connection.turn_page()
            return None
        head, echo, tail = text.partition(self._line)
        body = tail.removeprefix("\n") if echo and not head.strip() else text
        prompt = _PROMPT.search(body)
        status = _STATUS.search(body)
        if status and (prompt or session_over(body) or quiet >= _GREETED):
            return body[: status.end()] + "\n"
        if quiet >= _QUIET and session_over(text):
            raise EOFError
        return body[: prompt.start()] if prompt and quiet >= _QUIET else None
