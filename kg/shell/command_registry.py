"""What a backslash command is, and how modules register theirs. Knows no command."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.shell.session import ShellSession

CommandAction = Callable[[ShellSession, str], None]  #: gets the rest of the line


@dataclass(frozen=True, slots=True)
class Command:
    """What a command takes, does, and how its help reads."""

    usage: str
    summary: str
    run: CommandAction

    @property
    def name(self) -> str:
        r"""The word behind the backslash: that of `\tour [N]` is "tour"."""
        return self.usage.split()[0].removeprefix("\\")


CommandTable = dict[str, Command]  #: commands by name, in the order of the help


def register(table: CommandTable, usage: str, summary: str) -> Callable[[CommandAction], CommandAction]:
    """Return a decorator that enters a function into a table as the command that `usage` begins with."""

    def enter(action: CommandAction) -> CommandAction:
        command = Command(usage, summary, action)
        table[command.name] = command
        return action

    return enter
