"""``--enable-ssh``: have the router's web interface switch SSH on, work over SSH, and leave it as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from routercfg.errors import NotRecognised, RouterCfgError, RouterRefuses, StillFactory, UsageError
from routercfg.language import say

if TYPE_CHECKING:
    from routercfg.cli.output import Output
    from routercfg.cli.target import Target
    from routercfg.clock import Deadline
    from routercfg.device import Credentials, Driver
    from routercfg.transport.shell import ShellTransport
    from routercfg.vendors.asus_web import AsusWebDriver
    from routercfg.vendors.shell_door import ShellDoor
    from routercfg.workflow.planning import Wish

SSH_MARK: Final = "SHA256:"
"""What the fingerprint of an SSH key begins with; that of a certificate has none."""
_STARTS: Final = 30.0  # seconds an SSH server that was just switched on may take to listen (inferred)


@contextlib.contextmanager
def over_enabled_ssh(
    target: Target, out: Output, credentials: Credentials, wish: Wish
) -> Iterator[tuple[Driver, Deadline]]:
    """Give the SSH driver of a router that lets its web interface switch SSH on; switch it off again at the end.

    Raises UsageError beside another ``--via``, NotRecognised for a router whose web interface has no such switch,
    StillFactory, LoginRefused, SettingRefused, and what finding a router raises. The password is the given one, else
    the one in ``wish``.
    """
    from routercfg.cli.target import connected
    from routercfg.vendors.asus_web import AsusWebDriver
    from routercfg.workflow.planning import log_in

    if target.via not in ("auto", "ssh"):
        raise UsageError(detail=say("usage.enable-ssh", out.lang, via=target.via))
    with connected(replace(target, via="web"), out) as (web, deadline):
        if not isinstance(web, AsusWebDriver):
            raise NotRecognised(address=web.address, seen=f"{web.identity.family}: --enable-ssh")
        if web.identity.factory:
            raise StillFactory
        log_in(web, wish, credentials)
        visit = _Visit(web, target, deadline, out)
        try:
            yield visit.enter(), deadline
        finally:
            visit.leave()


@dataclass(slots=True)
class _Visit:
    """One run over an SSH server that is there for this run only."""

    web: AsusWebDriver
    target: Target
    deadline: Deadline
    out: Output
    door: ShellDoor | None = None

    def enter(self) -> Driver:
        """Switch SSH on and give the driver behind it, which is not logged in yet."""
        from routercfg.cli.trusting import check_host_key
        from routercfg.transport.shell import ShellTransport
        from routercfg.vendors.shell_door import FAMILY, ShellDoor
        from routercfg.workflow.apply import LARGEST_RESERVE, RESERVE_SHARE

        # should the time be over before anything is written, there is some left to switch it off again
        self.deadline.keep_reserve(min(LARGEST_RESERVE, self.deadline.seconds * RESERVE_SHARE))
        port = self.web.enable_shell(self.out.tell, on=True)
        host = urlsplit(self.web.address).hostname or ""
        url = f"ssh://[{host}]:{port}" if ":" in host else f"ssh://{host}:{port}"
        # what a person named may be the web page's certificate instead, and no word about this key
        named = self.target.fingerprint if (self.target.fingerprint or "").startswith(SSH_MARK) else None
        shell = ShellTransport(url, self.deadline, fingerprint=named, accept=lambda key: True)
        identity = replace(self.web.identity, family=FAMILY)
        self.door = ShellDoor(shell, identity)
        self._await(shell)
        check_host_key(shell, identity, replace(self.target, fingerprint=named), self.out)
        return self.door

    def _await(self, shell: ShellTransport) -> None:
        """Wait until the server listens: at its very first start it makes its keys. Raises RouterRefuses."""
        from routercfg.vendors.waiting import pauses

        for pause in pauses(_STARTS):
            with contextlib.suppress(RouterRefuses):
                shell.greet()
                return
            self.deadline.sleep(pause)
        shell.greet()

    def leave(self) -> None:
        """Switch SSH off again, from inside where we got in, else over the web; say so when it stayed on."""
        self.deadline.spend_reserve()
        words = self.web.shell_before
        if words and not self._from_inside(words):
            try:
                self.web.enable_shell(self.out.tell, on=False)
            except RouterCfgError:
                self.out.warn([say("warning.ssh-left-on", self.out.lang, address=self.web.address)])
        if self.door is not None:
            self.door.close()

    def _from_inside(self, words: Mapping[str, str]) -> bool:
        """Switch it off over itself: there the new password and the new address are known. Says whether it is off."""
        try:
            return self.door is not None and self.door.switch_off(words)
        except RouterCfgError:
            return False
