"""Where words go: data to stdout, progress and errors to stderr; text or JSON; English or Russian."""

from __future__ import annotations

import contextlib
import functools
import json
import locale
import logging
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, ParamSpec, TypeVar

import click

from routercfg.errors import Fault, Interrupted, Part, RouterCfgError, UsageError
from routercfg.language import Language, say

P = ParamSpec("P")
R = TypeVar("R")

# What a terminal would take for a command or would turn round, and halves of letters, which no terminal is given.
_NOT_SHOWN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(slots=True)
class Output:
    """How this run talks. ``content`` collects what a JSON document is to hold."""

    command: str
    format: str
    lang: Language
    quiet: bool
    content: dict[str, Any]
    unwritten: bool = False

    @property
    def json(self) -> bool:
        """Whether the result is to be one JSON document."""
        return self.format == "json"

    def lines(self, lines: Iterable[str]) -> None:
        """Give result lines, unless the result is JSON."""
        if not self.json:
            for line in lines:
                self._say(line)

    def notes(self, lines: Iterable[str]) -> None:
        """Give lines beside the result (warnings, questions) on stderr."""
        for line in lines:
            self._say(line, err=True)

    def tell(self, key: str, details: Mapping[str, object]) -> None:
        """Tell progress on stderr; nothing when quiet."""
        if self.quiet:
            return
        paths = details.get("paths")
        if isinstance(paths, tuple):
            from routercfg.report import groups_text

            details = {**details, "what": groups_text(paths, self.lang)}
        why = details.get("why")
        if isinstance(why, RouterCfgError):
            details = {**details, "why": why.what(self.lang).rstrip(".")}
        self._say(say(key, self.lang, **details), err=True)

    def _say(self, line: str, *, err: bool = False) -> None:
        """Print a line; what routers say may be in it, so nothing in it is a command to the terminal.

        Nobody listening any more is no reason to leave a router half written.
        """
        try:
            click.echo(_NOT_SHOWN.sub(lambda found: f"\\u{ord(found[0]):04x}", line), err=err)
        except OSError as deaf:
            self.unwritten = self.unwritten or (not err and not isinstance(deaf, BrokenPipeError))

    def warn(self, sentences: Iterable[str]) -> None:
        """Give warnings on stderr."""
        for sentence in sentences:
            self._say(f"{say('warning.word', self.lang)}: {sentence}", err=True)

    def finish(self, error: RouterCfgError | None = None, code: int = 0) -> int:
        """Print the error or the JSON document and give the exit code."""
        if self.json:
            from routercfg.report import document

            content = {**self.content, "exit_code": code}
            self._say(json.dumps(document(self.command, error, self.lang, **content), ensure_ascii=False, indent=2))
        elif error is not None:
            from routercfg.report import error_lines

            self.notes(error_lines(error, self.lang))
        if self.unwritten and not error and not code:
            self.notes([say("output.unwritten", self.lang)])
            return 1
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


def say_usage(arguments: list[str], wrong: click.UsageError) -> int:
    """Say what is wrong with the command line, in the language and format it asks for."""
    out = _plain(arguments)
    path = wrong.ctx.command_path if wrong.ctx else "routercfg"
    return out.finish(UsageError(detail=_usage(wrong, out.lang), command=path))


def _usage(wrong: click.UsageError, lang: Language) -> str:
    """Give click's complaint; the common ones in Russian too."""
    if lang == "en":
        return wrong.format_message()
    if isinstance(wrong, click.NoSuchOption):
        return say("usage.no-such-option", lang, name=wrong.option_name)
    if isinstance(wrong, click.BadParameter):
        hint = wrong.param.get_error_hint(wrong.ctx) if wrong.param and wrong.ctx else wrong.param_hint or ""
        key = "usage.missing" if isinstance(wrong, click.MissingParameter) else "usage.bad-value"
        return say(key, lang, name=hint)
    return wrong.format_message()


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


def at_terminal() -> bool:
    """Say whether somebody can answer a question."""
    return sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty()


@contextlib.contextmanager
def stopping_safely(out: Output, saying: str) -> Iterator[None]:
    """Turn the first Ctrl-C, SIGTERM or hang-up into KeyboardInterrupt and hold later ones.

    So putting back and logging out are not cut short. ``saying`` is the key of what is then told.
    """
    import signal

    held = False

    def stop(number: int, frame: object) -> None:
        nonlocal held
        if held:
            return
        held = True
        out.tell(saying, {})
        raise KeyboardInterrupt

    names = [name for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK") if hasattr(signal, name)]
    before = {number: signal.signal(number, stop) for number in (getattr(signal, name) for name in names)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
