"""The command line: arguments → workflow → report → exit code.

Each command is a module of this package and is imported only when it is called, so that start-up stays short.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Final, NoReturn

import click

COMMANDS: Final = {
    "apply": "Bring a router to what the profile says, and verify it",
    "backup": "Save everything a router knows into one file",
    "backups": "List, check, compare, prune and move backups",
    "decode": "Show a router's own settings file as a profile, without any router",
    "demo": "Rehearse on two simulated routers",
    "detect": "Say which router answers, without a login",
    "plan": "Show what apply would change, and change nothing",
    "profile": "Check, list and write profiles",
    "record": "Save what a router answers to reads, without secrets, for tests",
    "show": "Show the router's running settings as a profile",
    "simulate": "Run a simulated router to rehearse on",
    "version": "Show the version",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are called; their one-line helps are known without that."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the command names in order."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"routercfg.cli.{cmd_name}").command
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands in the help without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def routercfg() -> None:
    """Configure a TP-Link or ASUS home router from a profile, and prove that the settings stuck."""


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    if os.name == "nt":  # a Russian cmd.exe speaks cp866; our texts hold letters it may lack
        for stream in (sys.stdout, sys.stderr):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:  # nobody listens any more; without this Python would say so after us
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(code)


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; whatever goes wrong becomes a sentence, never a traceback."""
    try:
        result: Any = routercfg.main(arguments, prog_name="routercfg", standalone_mode=False)
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.UsageError as wrong:
        from routercfg.cli.output import say_usage

        return say_usage(arguments, wrong)
    except (click.Abort, KeyboardInterrupt):
        from routercfg.cli.output import say_interrupted

        return say_interrupted(arguments)
    except Exception as fault:  # noqa: BLE001  the one place: a fault of ours is told, not thrown at the user
        from routercfg.cli.output import say_fault

        return say_fault(arguments, fault)
