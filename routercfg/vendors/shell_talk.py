"""Carrying a dialogue over a shell."""

from __future__ import annotations

from typing import TypeVar

from routercfg.dialects.shell_words import Output, ShellTalk
from routercfg.transport.shell import Shell

T = TypeVar("T")


def carry(shell: Shell, talk: ShellTalk[T]) -> T:
    """Run each command the dialogue yields, hand it what the command left, give what it returns."""
    try:
        command = next(talk)
        while True:
            heard = shell.run(
                command.line,
                command.stdin,
                label=command.label,
                writes=command.writes,
                seconds=command.seconds,
            )
            command = talk.send(Output(*heard))
    except StopIteration as done:
        value: T = done.value
        return value
