"""``routercfg record``."""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

import click

from routercfg.cli.finding import find
from routercfg.cli.output import Output, common, stopping_safely
from routercfg.cli.target import Target, holding, router_options
from routercfg.clock import Deadline
from routercfg.errors import (
    BadAnswer,
    NoRouter,
    NotRecognised,
    NotSuited,
    ProviderTerminal,
    RouterCfgError,
    SessionLost,
    UsageError,
)
from routercfg.language import say

if TYPE_CHECKING:
    from routercfg.cli.finding import Line
    from routercfg.device import Credentials, Driver, Identity
    from routercfg.vendors.recorded import Listening
    from routercfg.wire import Ask, Reply
    from routercfg.workflow.recording import Exchange, Recording
    from routercfg.workflow.scrub import Scrubber


@click.command("record")
@router_options(timeout=180)
@click.option(
    "--output", type=click.Path(path_type=Path), metavar="DIR", help="Folder to make (default: by the model)."
)
@click.option("--origin", type=click.Choice(["hardware", "simulated"]), help="What answers (default: by the address).")
@common("record")
def command(target: Target, out: Output, output: Path | None, origin: str | None) -> int:
    """Save what a router answers to reads, without secrets, as a folder for tests; nothing is written to the router.

    Without a password only what it says before login is saved; a router nobody knows is saved so too.
    """
    credentials = target.credentials(out)
    if output is not None and output.exists():
        raise UsageError(detail=say("record.exists", out.lang, folder=output))
    with stopping_safely(out, "progress.leaving"):
        try:
            line, identity = find(target, out)
        except (NotRecognised, ProviderTerminal) as stranger:
            _record_stranger(target, out, output, origin, stranger)
            raise
        _record(line, identity, credentials, out, output, origin)
    return out.finish()


def _record(
    line: Line, identity: Identity, credentials: Credentials, out: Output, output: Path | None, origin: str | None
) -> None:
    """Record a router that was recognised; an error that ends it early is told after what there is was saved."""
    from routercfg.workflow.recording import Recording

    out.tell("record.listening", {})
    with contextlib.ExitStack() as unless_held:
        unless_held.callback(line.close)
        identity, heard, server = _listen(line, identity)
        unless_held.pop_all()
    draft = Recording(origin or _origin(line.url), identity, (), server=server)
    ended: RouterCfgError | None = None
    try:
        with _overheard(line, identity, out) as (driver, said):
            draft, scrubber, ended = _read(driver, draft, heard, credentials, out)
            draft = _with_pages(draft, said, scrubber) if draft.native is not None else draft
    except NotRecognised as unspoken:  # a login that is not spoken yet: what it told before is what matters
        draft, scrubber = _before_login(replace(draft, stopped=unspoken.key), heard)
        ended = unspoken
    _save(draft, scrubber, out, output)
    if ended is not None:
        raise ended


def _listen(line: Line, identity: Identity) -> tuple[Identity, Sequence[tuple[Ask, Reply]], str]:
    """Detect once more and keep each question and answer; give who it is, them, and how a shell names itself.

    A shell tells no more than its name before a login.
    """
    from routercfg.transport.console_line import Asks
    from routercfg.transport.web import WebTransport
    from routercfg.vendors import recognise
    from routercfg.vendors.recorded import Listening

    if not isinstance(line, WebTransport):
        greeting = line.greet()
        return identity, (), greeting.value if isinstance(greeting, Asks) else str(greeting)
    listening = Listening(line)
    return recognise(listening), listening.heard, ""


@contextlib.contextmanager
def _overheard(line: Line, identity: Identity, out: Output) -> Iterator[tuple[Driver, Sequence[tuple[Ask, Reply]]]]:
    """Give the driver, and what is said on the web while it works; nothing of it leaves memory unscrubbed."""
    from routercfg.transport.web import WebTransport
    from routercfg.vendors.recorded import Listening

    if not isinstance(line, WebTransport):
        with holding(line, identity, out) as driver:
            yield driver, ()
        return
    listening = Listening(line)
    listening.may_write = True
    with holding(cast("Line", listening), identity, out) as driver:
        yield driver, listening.heard


def _with_pages(draft: Recording, said: Sequence[tuple[Ask, Reply]], scrubber: Scrubber) -> Recording:
    """Add what is left of old green pages, as far as they are read from it as from the real ones."""
    if draft.native is None or draft.seen is None or draft.seen.family != "tplink-userrpm":
        return draft
    from routercfg.vendors.recorded_pages import kept_pages, read_kept

    pages = kept_pages(said, scrubber)
    odd = [page for page, kept in pages.items() if read_kept(page, kept) != draft.native.get(page)]
    notes = tuple(f"{page}: what is kept of it is read otherwise" for page in odd)
    return replace(draft, pages=pages, notes=(*draft.notes, *notes))


def _read(
    driver: Driver, draft: Recording, heard: Sequence[tuple[Ask, Reply]], credentials: Credentials, out: Output
) -> tuple[Recording, Scrubber, RouterCfgError | None]:
    """Log in, read and scrub; without a password, or in factory state, keep what was told before login."""
    from routercfg.vendors.recorded import reread
    from routercfg.workflow.recording import recorded, scrubber_for

    why = "factory" if driver.identity.factory else "no-password" if credentials.password is None else ""
    if why:
        out.tell(f"record.{why}", {})
        return *_before_login(replace(draft, stopped=why), heard), None
    out.tell("progress.reading", {})
    driver.login(replace(credentials, given=True))
    try:
        facts = driver.read()
    except (BadAnswer, NoRouter, NotSuited, SessionLost) as broken:
        page = broken.details.get("page", "")
        return *_before_login(replace(draft, stopped=f"{broken.key} {page}".strip()), heard), broken
    scrubber = scrubber_for(facts.identity)
    scrubber.learn(facts.native, facts.running)
    draft = recorded(_detection(draft, heard, scrubber), scrubber, facts, reread)
    return draft, scrubber, None


def _before_login(draft: Recording, heard: Sequence[tuple[Ask, Reply]]) -> tuple[Recording, Scrubber]:
    from routercfg.workflow.recording import scrubber_for

    scrubber = scrubber_for(draft.seen)
    return _detection(draft, heard, scrubber), scrubber


def _detection(draft: Recording, heard: Sequence[tuple[Ask, Reply]], scrubber: Scrubber) -> Recording:
    """Put the essence of what was told before login into a recording; note it where that is no longer enough."""
    from routercfg.vendors.recorded import detected
    from routercfg.workflow.recording import scrubbed_identity

    exchanges = tuple(_exchange(ask, reply, scrubber) for ask, reply in heard)
    draft = replace(draft, detection=exchanges)
    if draft.seen is None:
        return draft
    seen = scrubbed_identity(scrubber, draft.seen)
    draft = replace(draft, seen=seen)
    if not heard:
        return draft
    with contextlib.suppress(RouterCfgError):
        again = detected(exchanges)
        if again is not None and (again.family, again.model) == (seen.family, seen.model):
            return draft
    return replace(draft, notes=(*draft.notes, "what is kept of the pages does not suffice to recognise it"))


def _exchange(ask: Ask, reply: Reply, scrubber: Scrubber) -> Exchange:
    from routercfg.vendors.essence import essence
    from routercfg.vendors.recorded import words_of
    from routercfg.workflow.recording import Exchange

    kept = essence(reply)
    headers = tuple((name, scrubber.header(name, value)) for name, value in kept.headers)
    return Exchange(words_of(ask), kept.status, scrubber.body(kept.text), headers)


def _record_stranger(
    target: Target, out: Output, output: Path | None, origin: str | None, stranger: NotRecognised | ProviderTerminal
) -> None:
    """Record what nobody recognises: its first page, and what it says to the questions that tell families apart."""
    from routercfg.workflow.recording import Recording

    url = str(stranger.details.get("address") or target.address or "")
    if not url or url.startswith("ssh:"):
        return
    url = url if "://" in url else f"http://{url}"
    heard = _asked_all(url, target)
    draft, scrubber = _before_login(Recording(origin or _origin(url), None, (), stopped=stranger.key), heard)
    _save(draft, scrubber, out, output)


def _asked_all(url: str, target: Target) -> Sequence[tuple[Ask, Reply]]:
    from routercfg.transport.web import WebTransport
    from routercfg.vendors import recognise
    from routercfg.vendors.recorded import Listening, probes

    line = WebTransport(url, Deadline(target.timeout), fingerprint=target.fingerprint)
    listening: Listening = Listening(line)
    with contextlib.closing(line):
        with contextlib.suppress(NoRouter, NotSuited):
            recognise(listening)
        for ask in probes(line.url):
            with contextlib.suppress(NoRouter, NotSuited):
                listening.ask(ask)
    return listening.heard


def _save(draft: Recording, scrubber: Scrubber, out: Output, output: Path | None) -> None:
    from routercfg.workflow.recording import folder_name, save

    folder = output or Path(folder_name(draft.identity or draft.seen))
    try:
        save(draft, folder, scrubber)
    except FileExistsError:
        raise UsageError(detail=say("record.exists", out.lang, folder=folder)) from None
    except OSError as wrong:
        raise UsageError(detail=say("record.cannot", out.lang, folder=folder, reason=wrong.strerror)) from None
    out.content["recording"] = str(folder)
    out.lines([say("record.saved", out.lang, folder=folder)])
    if draft.lost:
        out.lines([say("record.lost", out.lang, paths=", ".join(draft.lost))])
    if draft.origin == "hardware":
        out.lines([say("record.send", out.lang)])


def _origin(url: str) -> str:
    """Say what answers there by its address: simulated routers are on the loopback only."""
    with contextlib.suppress(ValueError):
        return "simulated" if ipaddress.ip_address(urlsplit(url).hostname or "").is_loopback else "hardware"
    return "hardware"
