"""Recorded native words, read again: what a driver would read from them, without a router."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from routercfg.clock import Deadline
from routercfg.device import Facts, Identity, Native
from routercfg.errors import Fault, NotRecognised
from routercfg.secret import Secret
from routercfg.settings import Settings
from routercfg.wire import Ask, Reply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from routercfg.transport import Transport


class Heard(Protocol):
    """One recorded question and its answer (``workflow.recording.Exchange``)."""

    @property
    def ask(self) -> tuple[str, ...]:
        """Method, target and body."""

    @property
    def status(self) -> int:
        """The answer's status."""

    @property
    def answer(self) -> str:
        """Its body."""

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """Its headers."""


def reread(identity: Identity, native: Native, account: tuple[str, Secret | None]) -> Facts | None:
    """Read native words with the family's own reading; None for a family that has none without a router.

    ``account`` is what was logged in with, since no router tells its own password.
    """
    name, password = account
    family = identity.family
    if family.startswith("asus"):
        return _asus(identity, native)
    if family.startswith("tplink-luci"):
        from routercfg.vendors import tplink_steps
        from routercfg.vendors.tplink_wifi import bands

        return Facts(identity, tplink_steps.everything(native, password), bands(native), native)
    if family == "tplink-userrpm":
        from routercfg.vendors import tplink_userrpm_steps
        from routercfg.vendors.tplink_userrpm_wifi import bands as bands_of

        return Facts(identity, tplink_userrpm_steps.everything(native, password), bands_of(native), native)
    if family.startswith(("tplink-cgi", "tplink-gdpr")):
        return _objects(identity, native, name, password)
    if family == "tplink-cli":
        from routercfg.vendors import tplink_cli_rows

        return Facts(identity, Settings(tplink_cli_rows.running(native)), tplink_cli_rows.bands(native), native)
    return _openwrt(identity, native) if family == "openwrt" else None


def _asus(identity: Identity, native: Native) -> Facts:
    from routercfg.vendors import asus_gaps
    from routercfg.vendors.asus_rows import traits

    return Facts(identity, Settings(dict(asus_gaps.running(native))), traits(native).bands, native)


def _objects(identity: Identity, native: Native, name: str, password: Secret | None) -> Facts:
    from routercfg.vendors.tplink_objects_json import JSON_BOOK
    from routercfg.vendors.tplink_objects_steps import everything
    from routercfg.vendors.tplink_objects_text import PLAIN_BOOK, SEALED_BOOK

    book = {"tplink-cgi": PLAIN_BOOK, "tplink-gdpr": SEALED_BOOK}.get(identity.family, JSON_BOOK)
    return Facts(identity, everything(book, native, name, password), book.bands(native), native)


def _openwrt(identity: Identity, native: Native) -> Facts:
    from routercfg.vendors import openwrt_steps
    from routercfg.vendors.openwrt_box import Box

    return Facts(identity, Settings(openwrt_steps.running(native)), Box(native).bands, native)


def probes(url: str) -> tuple[Ask, ...]:
    """Give the questions that tell the families apart and cost nothing: asked of a router that is none of them.

    All of them read; none is a login.
    """
    form = ("Content-Type", "application/x-www-form-urlencoded")
    luci = "/cgi-bin/luci/;stok=/login?form="
    return (
        Ask("GET", "/get_webdavInfo.asp", label="get_webdavInfo.asp"),
        *(
            Ask("POST", luci + name, (form, ("Referer", f"{url}/webpages/index.html")), b"operation=read", name)
            for name in ("check_factory_default", "get_firmware_info")
        ),
        Ask("GET", "/js/oid_str.js", (("Referer", f"{url}/"),), label="oid_str.js"),
    )


class Listening:
    """A transport that keeps what was asked and what came back; before a login it refuses to write."""

    def __init__(self, line: Transport) -> None:
        self._line = line
        self.may_write = False
        """Set for a driver, which logs in and out."""
        self.url = line.url
        self.deadline = line.deadline
        self.heard: list[tuple[Ask, Reply]] = []

    def ask(self, ask: Ask) -> Reply:
        """Ask the router and keep both; detection never writes, so a write then is a fault of ours."""
        if ask.writes and not self.may_write:
            raise Fault(detail=f"a recording wrote to {ask.label}")
        reply = self._line.ask(ask)
        self.heard.append((ask, reply))
        return reply

    def move(self, url: str) -> None:
        """From now on talk to that address."""
        self._line.move(url)
        self.url = self._line.url

    def close(self) -> None:
        """Let go."""
        self._line.close()


class Replaying:
    """A transport that answers from a recording. What was not recorded is a Fault: then detection asks otherwise."""

    def __init__(self, heard: Iterable[Heard], url: str = "http://192.168.0.1") -> None:
        self.url = url
        self.deadline = Deadline(60)
        self._left = list(heard)

    def ask(self, ask: Ask) -> Reply:
        """Give the recorded answer to the same question."""
        words = words_of(ask)
        found = next((heard for heard in self._left if heard.ask == words), None)
        if found is None:
            raise Fault(detail=f"no recorded answer to {ask.label or ask.method}")
        if sum(heard.ask == words for heard in self._left) > 1:
            self._left.remove(found)
        return Reply(found.status, found.headers, found.answer.encode())

    def move(self, url: str) -> None:
        """From now on be at that address."""
        self.url = url

    def close(self) -> None:
        """Nothing to let go of."""


def words_of(ask: Ask) -> tuple[str, str, str]:
    """Give what a question is known by in a recording; the headers say where the router is, so they do not count."""
    return ask.method, ask.target, ask.body.decode("utf-8", "replace")


def detected(heard: Iterable[Heard]) -> Identity | None:
    """Detect from a recorded dialogue; None when nobody is recognised. Raises Fault when an answer is missing."""
    from routercfg.vendors import recognise

    try:
        return recognise(Replaying(heard))
    except NotRecognised:
        return None
