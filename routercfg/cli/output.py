"""Where words go: data to stdout, progress and errors to stderr; text or JSON; English or Russian."""

from __future__ import annotations

import contextlib
import functools
import json
import locale
import logging
import os
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

import click

from routercfg.errors import Fault, Interrupted, Part, RouterCfgError
from routercfg.language import Language, say

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(slots=True)
class Output:
    """How this run talks. ``content`` collects what a JSON document is to hold."""

    command: str
    format: str
    lang: Language
    quiet: bool
    content: dict[str, Any]

    @property
    def json(self) -> bool:
        """Whether the result is to be one JSON document."""
        return self.format == "json"

    def lines(self, lines: Iterable[str]) -> None:
        """Give result lines, unless the result is JSON."""
        if not self.json:
            for line in lines:
                click.echo(line)

    def notes(self, lines: Iterable[str]) -> None:
        """Give lines beside the result (warnings, questions) on stderr."""
        for line in lines:
            click.echo(line, err=True)

    def tell(self, key: str, details: Mapping[str, object]) -> None:
        """Tell progress on stderr; nothing when quiet."""
        if self.quiet:
            return
        paths = details.get("paths")
        if isinstance(paths, tuple):
            from routercfg.report import groups_text

            details = {**details, "what": groups_text(paths, self.lang)}
        click.echo(say(key, self.lang, **details), err=True)

    def warn(self, sentences: Iterable[str]) -> None:
        """Give warnings on stderr."""
        for sentence in sentences:
            click.echo(f"{say('warning.word', self.lang)}: {sentence}", err=True)

    def finish(self, error: RouterCfgError | None = None, code: int = 0) -> int:
        """Print the error or the JSON document and give the exit code."""
        if self.json:
            from routercfg.report import document

            content = {**self.content, "exit_code": code}
            click.echo(json.dumps(document(self.command, error, self.lang, **content), ensure_ascii=False, indent=2))
        elif error is not None:
            from routercfg.report import error_lines

            self.notes(error_lines(error, self.lang))
        return error.exit_code if error else code


def common(command: str) -> Callable[[Callable[..., int]], Callable[..., int]]:
    """Give a command the options every command has, and hand it an Output; its errors become its exit code."""

    def decorate(body: Callable[..., int]) -> Callable[..., int]:
        @click.option(
            "--format", "fmt", type=click.Choice(["text", "json"]), default="text", help="Text, or one JSON document."
        )
        @click.option("--lang", type=click.Choice(["en", "ru"]), default=None, help="Language (default: the system's).")
        @click.option("--quiet", "-q", is_flag=True, help="No progress.")
        @click.option("--verbose", "-v", count=True, help="Log each request (page names only, no values).")
        @functools.wraps(body)
        def wrapped(*args: Any, fmt: str, lang: Language | None, quiet: bool, verbose: int, **rest: Any) -> int:  # noqa: ANN401
            _log_to_stderr(verbose)
            out = Output(command, fmt, lang or system_language(), quiet, {})
            try:
                return body(*args, out=out, **rest)
            except RouterCfgError as error:
                return out.finish(error)
            except KeyboardInterrupt:
                return out.finish(Interrupted(state=Part("state.untouched")))

        return wrapped

    return decorate


def system_language() -> Language:
    """Give the language the system speaks, as far as it is one of ours."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), None)
    if named is None and os.name == "nt":
        named = locale.getlocale()[0]
    return "ru" if named and named.lower().startswith(("ru", "russian")) else "en"


def say_interrupted(arguments: list[str]) -> int:
    """Say that the run was interrupted outside of any router."""
    return _plain(arguments).finish(Interrupted(state=Part("state.untouched")))


def say_fault(arguments: list[str], fault: Exception) -> int:
    """Say that we went wrong: kind and place, not the text of the exception, which may hold anything."""
    trace = fault.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_name}:{trace.tb_lineno}" if trace else "?"
    if any(word.startswith("-v") for word in arguments):
        logging.getLogger(__name__).debug("fault at\n%s", "".join(traceback.format_tb(fault.__traceback__)))
    return _plain(arguments).finish(Fault(detail=f"{type(fault).__name__} in {place}"))


def _plain(arguments: list[str]) -> Output:
    """Give an Output from the bare words, when the command's own one is not at hand."""
    joined = " ".join(arguments)
    wants_json = "--format json" in joined or "--format=json" in joined
    russian = "--lang ru" in joined or "--lang=ru" in joined
    name = arguments[0] if arguments else ""
    return Output(name, "json" if wants_json else "text", "ru" if russian else system_language(), False, {})


def _log_to_stderr(verbose: int) -> None:
    if verbose:
        logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(name)s %(message)s")
        logging.getLogger("routercfg").setLevel(logging.DEBUG)


@contextlib.contextmanager
def stopping_safely(out: Output) -> Iterator[None]:
    """Turn the first Ctrl-C or SIGTERM into KeyboardInterrupt and hold later ones, so that putting back is not cut."""
    import signal

    held = False

    def stop(number: int, frame: object) -> None:
        nonlocal held
        if held:
            return
        held = True
        out.tell("progress.stopping", {})
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
