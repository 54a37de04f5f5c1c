"""Everything that can go wrong, as one tree; each class has its exit code and its sentences.

::

    RouterCfgError
    ├── Fault                    1   a fault of ours
    ├── UsageError               2
    ├── ProfileInvalid           3   the profile breaks a rule        FirstPasswordMissing
    ├── NoRouter                 4   RouterRefuses · RouterSilent · ConnectionLost · NoRouterFound
    │                                CertificateUntrusted · HostKeyUntrusted
    ├── NotSuited                5   NotRecognised · ProviderTerminal · VendorMismatch · ForeignRedirect · BadAnswer
    │                                WrongMode · StillFactory · Unsupported
    ├── LoginRefused             6   WrongPassword · PasswordMissing · LockedOut · AnotherAdministrator · Captcha
    │                                SessionLost · WebPasswordNeeded
    ├── SettingRefused           7
    ├── RolledBack               8
    ├── RollbackFailed           9   RouterWiped
    ├── BackupUnusable          10   FileUnknown · FileUndecodable · BackupDamaged · BackupNewer · BackupSealed
    │                                PassphraseWrong · BackupForeign · BackupAbsent · BackupAmbiguous · BackupUnwritten
    ├── RouterHeld              11
    ├── DeadlinePassed          12
    └── Interrupted            130

The sentences are in ``routercfg.language.errors`` under ``error.KEY`` and ``error.KEY.next``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from routercfg.language import say

if TYPE_CHECKING:
    from routercfg.language import Language


class RouterCfgError(Exception):
    """The root: whoever catches it has caught everything this tool says can go wrong.

    Class attributes: ``key`` names the sentences, ``exit_code`` is what the process ends with, ``defaults`` are the
    places of the sentences that a raiser may leave out. Details never hold secrets.
    """

    key: ClassVar[str] = "fault"
    exit_code: ClassVar[int] = 1
    defaults: ClassVar[dict[str, object]] = {}

    def __init__(self, **details: object) -> None:
        self.details = {**self.defaults, **details}
        super().__init__(self.what())

    def what(self, lang: Language = "en") -> str:
        """Say what happened."""
        return say(f"error.{self.key}", lang, **self._spoken(lang))

    def next_step(self, lang: Language = "en") -> str:
        """Say what to do next."""
        return say(f"error.{self.key}.next", lang, **self._spoken(lang))

    def _spoken(self, lang: Language) -> dict[str, object]:
        """Turn details that are themselves sentences (``Part``) into words of that language."""
        return {name: value.say(lang) if isinstance(value, Part) else value for name, value in self.details.items()}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a sentence that has a text of its own in each language; an empty key says nothing."""

    key: str = ""
    details: tuple[tuple[str, object], ...] = ()

    def say(self, lang: Language = "en") -> str:
        """Give the piece in that language."""
        return say(self.key, lang, **dict(self.details)) if self.key else ""


class Fault(RouterCfgError):
    """A fault of ours: something that must not happen did. Detail: ``detail``."""


class UsageError(RouterCfgError):
    """The command line makes no sense. Details: ``detail``, ``command`` whose help tells more."""

    key = "usage"
    exit_code = 2
    defaults: ClassVar[dict[str, object]] = {"command": "routercfg"}


class ProfileError(RouterCfgError):
    """Something about the profile."""

    exit_code = 3


@dataclass(frozen=True, slots=True)
class ProfileFault:
    """One fault of a profile: where it is, what is wrong, what is permitted.

    ``line`` and ``column`` count from 1; 0 when the place is not in a file (``--set``). ``what`` is a Part of
    ``language.profile``; so is ``permitted``.
    """

    file: str
    line: int
    column: int
    path: str
    what: Part
    permitted: Part = Part()

    def say(self, lang: Language = "en") -> str:
        """Give the fault as one line: ``file:line:column: path: what; permitted``."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        words = [place, self.path, self.what.say(lang)] if self.path else [place, self.what.say(lang)]
        allowed = self.permitted.say(lang)
        return ": ".join(words) + (f" — {allowed}" if allowed else "")


class ProfileInvalid(ProfileError):
    """The profile breaks rules; ``faults`` lists all of them at once."""

    key = "profile-invalid"

    def __init__(self, faults: tuple[ProfileFault, ...], file: str = "") -> None:
        self.faults = faults
        super().__init__(count=len(faults), file=file or (faults[0].file if faults else ""))


class FirstPasswordMissing(ProfileError):
    """A router in factory state needs ``admin.password`` and the profile has none."""

    key = "first-password-missing"


class NoRouter(RouterCfgError):
    """No router answers."""

    exit_code = 4


class RouterRefuses(NoRouter):
    """Nothing accepts connections there. Details: ``address``, ``hint`` (a Part: what else may be the reason)."""

    key = "router-refuses"
    defaults: ClassVar[dict[str, object]] = {"hint": ""}


class RouterSilent(NoRouter):
    """It accepts, or swallows, and does not answer in time. Details: ``address``, ``seconds``."""

    key = "router-silent"
    defaults: ClassVar[dict[str, object]] = {"seconds": "?"}


class ConnectionLost(NoRouter):
    """The connection ended before the answer did. Detail: ``address``.

    ``written`` is true when the lost request was one that writes: whether it took effect is then unknown, and
    whoever sent it must read before anything else.
    """

    key = "connection-lost"

    def __init__(self, *, written: bool = False, **details: object) -> None:
        self.written = written
        super().__init__(**details)


class NoRouterFound(NoRouter):
    """None of the usual addresses has a router. Detail: ``tried``."""

    key = "no-router-found"


class CertificateUntrusted(NoRouter):
    """HTTPS with a certificate that is neither vouched for nor pinned. Details: ``address``, ``fingerprint``."""

    key = "certificate-untrusted"


class HostKeyUntrusted(NoRouter):
    """SSH with a host key that nobody has vouched for. Details: ``address``, ``fingerprint`` (``SHA256:…``)."""

    key = "host-key-untrusted"


class PinChanged(NoRouter):
    """A router shows another certificate or SSH key than before; nothing was sent to it.

    Details: ``kind`` (``certificate``, ``host-key``), ``router`` (its MAC or place), ``known``, ``seen``.
    """

    key = "pin-changed"


class PinsUnreadable(NoRouter):
    """The file of pins is there and cannot be read, so nobody can be checked against it. Detail: ``file``."""

    key = "pins-unreadable"


class NotSuited(RouterCfgError):
    """What answers is not something we can configure as asked."""

    exit_code = 5


class NotRecognised(NotSuited):
    """Something answers, but it is no router we know. Details: ``address``, ``seen``."""

    key = "not-recognised"


class ProviderTerminal(NotSuited):
    """The provider's terminal (ONT) answers instead of a router. Detail: ``seen``."""

    key = "provider-terminal"


class VendorMismatch(NotSuited):
    """``--vendor`` names another vendor than the one that answers. Details: ``address``, ``seen``, ``wanted``."""

    key = "vendor-mismatch"


class ForeignRedirect(NotSuited):
    """We are sent to another host, and do not go. Details: ``address``, ``target`` (host only)."""

    key = "foreign-redirect"


class BadAnswer(NotSuited):
    """The router's answer cannot be understood. Details: ``page`` (a label, no values), ``detail``."""

    key = "bad-answer"


class WrongMode(NotSuited):
    """The device works as access point or repeater. Detail: ``mode``."""

    key = "wrong-mode"


class StillFactory(NotSuited):
    """The router is in factory state and has no settings to show yet."""

    key = "still-factory"


class Unsupported(NotSuited):
    """The profile asks for what this router cannot do. Details: ``count``, ``state``.

    ``gaps`` are the pairs of leaf path and reason.
    """

    key = "unsupported"

    def __init__(self, gaps: tuple[tuple[str, Part], ...], **details: object) -> None:
        self.gaps = gaps
        super().__init__(**{"count": len(gaps), "state": Part("state.untouched"), **details})


class LoginRefused(RouterCfgError):
    """The router does not let us in."""

    exit_code = 6


class WrongPassword(LoginRefused):
    """Wrong administrator password (or name). Detail: ``left``, a Part saying how many attempts remain."""

    key = "wrong-password"
    defaults: ClassVar[dict[str, object]] = {"left": ""}


class PasswordMissing(LoginRefused):
    """A password is needed and none was given."""

    key = "password-missing"


class WebPasswordNeeded(LoginRefused):
    """The router takes only a password that a browser has encrypted, and was given a plain one; it was not sent."""

    key = "web-password-needed"


class LockedOut(LoginRefused):
    """Too many wrong passwords. Detail: ``wait``, a Part saying how long."""

    key = "locked-out"
    defaults: ClassVar[dict[str, object]] = {"wait": ""}


class LockedForGood(LoginRefused):
    """Too many wrong passwords on a router that never forgets them: only a reset opens it (ASUS, error 11)."""

    key = "locked-for-good"


class LabelPassword(LoginRefused):
    """A router in factory state wants the password printed on its label, and it was not given or is another one."""

    key = "label-password"


class AnotherAdministrator(LoginRefused):
    """Somebody else is logged in. Detail: ``who``, a Part naming the address."""

    key = "another-administrator"
    defaults: ClassVar[dict[str, object]] = {"who": ""}


class Captcha(LoginRefused):
    """The router wants a picture code."""

    key = "captcha"


class SessionLost(LoginRefused):
    """The session ended and logging in again did not help. Detail: ``why``, a Part with the router's own reason."""

    key = "session-lost"
    defaults: ClassVar[dict[str, object]] = {"why": ""}


class SettingRefused(RouterCfgError):
    """The router said no to a write. Details: ``page``, ``detail`` (the router's own word), ``state``."""

    key = "setting-refused"
    exit_code = 7
    defaults: ClassVar[dict[str, object]] = {"state": ""}


class RolledBack(RouterCfgError):
    """Verification failed; the old settings are back and checked."""

    key = "rolled-back"
    exit_code = 8


class RollbackFailed(RouterCfgError):
    """Verification failed and the old settings could not be restored. Detail: ``command``, which shows what differs.

    ``left`` pairs each leaf that is not what it was with its old value (None: the router told none).
    """

    key = "rollback-failed"
    exit_code = 9
    defaults: ClassVar[dict[str, object]] = {"command": "routercfg plan PROFILE"}

    def __init__(self, left: tuple[tuple[str, object], ...] = (), **details: object) -> None:
        self.left = left
        super().__init__(**details)


class RouterWiped(RollbackFailed):
    """The router fell back to factory state in the middle of the run: there are no old settings any more."""

    key = "router-wiped"


class BackupUnusable(RouterCfgError):
    """A backup file cannot be used. Detail: ``detail``."""

    key = "backup-unusable"
    exit_code = 10


class FileUnknown(BackupUnusable):
    """A file has none of the layouts we know. Details: ``file``, ``detail`` (a Part: what it looks like, if known)."""

    key = "file-unknown"
    defaults: ClassVar[dict[str, object]] = {"file": "—", "detail": ""}


class FileUndecodable(BackupUnusable):
    """A file has a layout we know, and does not hold what that layout wants. Details: ``file``, ``layout``, ``detail``.

    ``layout`` and ``detail`` are Parts of ``language.decode``; whoever knows the file's name puts it in.
    """

    key = "file-undecodable"
    defaults: ClassVar[dict[str, object]] = {"file": "—"}


class BackupDamaged(BackupUnusable):
    """A backup is cut, changed, or none at all. Details: ``file``, ``member`` (its part), ``detail`` (a Part)."""

    key = "backup-damaged"
    defaults: ClassVar[dict[str, object]] = {"file": "—", "member": "—"}


class BackupNewer(BackupUnusable):
    """A backup was written by a later version of this tool, in a way we cannot read. Detail: ``file``."""

    key = "backup-newer"


class BackupSealed(BackupUnusable):
    """A backup is sealed and no passphrase was given. Detail: ``file``."""

    key = "backup-sealed"


class PassphraseWrong(BackupUnusable):
    """The passphrase does not open the backup, or the head of its seal was changed. Detail: ``file``."""

    key = "passphrase-wrong"


class BackupForeign(BackupUnusable):
    """A backup is of another router. Details: ``file``, ``whose`` it is, ``wanted``."""

    key = "backup-foreign"
    defaults: ClassVar[dict[str, object]] = {"file": "—"}


class BackupAbsent(BackupUnusable):
    """There is no such backup, or it cannot be read. Detail: ``name``, as it was asked for."""

    key = "backup-absent"


class BackupAmbiguous(BackupUnusable):
    """Several backups are meant. Details: ``name``, as it was asked for, and the ``routers`` that have one."""

    key = "backup-ambiguous"


class BackupUnwritten(BackupUnusable):
    """A backup could not be written: a full disk, a folder that cannot be written. Details: ``file``, ``reason``."""

    key = "backup-unwritten"


class RouterHeld(RouterCfgError):
    """Another run holds this router. Detail: ``holder``."""

    key = "router-held"
    exit_code = 11


class DeadlinePassed(RouterCfgError):
    """The time for the run is over. Details: ``seconds``, ``state``."""

    key = "deadline-passed"
    exit_code = 12
    defaults: ClassVar[dict[str, object]] = {"state": ""}


class Interrupted(RouterCfgError):
    """Ctrl-C or SIGTERM. Detail: ``state``, saying whether the old or the new settings are in place."""

    key = "interrupted"
    exit_code = 130
    defaults: ClassVar[dict[str, object]] = {"state": ""}
