"""All backslash commands, in the order in which help and completion list them. Knows modules; knows no command."""

from __future__ import annotations

from collections.abc import Mapping

from kg.shell import (
    explain_command,
    file_commands,
    graph_commands,
    history_commands,
    node_commands,
    prefix_command,
    saved_query_commands,
    schema_commands,
    scope_commands,
    session_commands,
    setting_commands,
    view_commands,
    watch_command,
)
from kg.shell.command_registry import Command, CommandTable
from kg.shell.help_command import help_command

_MODULES = (
    schema_commands,
    node_commands,
    saved_query_commands,
    prefix_command,
    file_commands,
    view_commands,
    watch_command,
    explain_command,
    history_commands,
    setting_commands,
    scope_commands,
    graph_commands,
    session_commands,
)
ALIASES: Mapping[str, str] = {
    "help": "?",
    "h": "?",
    "i": "r",
    "exit": "quit",
    "s": "schema",
}  #: other names for commands


def _all_commands() -> CommandTable:
    commands: CommandTable = {}
    help_ = help_command(commands)
    commands[help_.name] = help_
    for module in _MODULES:
        commands |= module.COMMANDS
    return commands


COMMANDS: Mapping[str, Command] = _all_commands()
