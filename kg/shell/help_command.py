r"""`\?`: list the commands, or explain one of them or a keyword of SPARQL. Knows commands by their usage only."""

from __future__ import annotations

from collections.abc import Mapping

from kg.shell.command_registry import Command
from kg.shell.keyword_help import keyword_help
from kg.shell.session import ShellSession

_KEYS = """
Enter runs a whole query and otherwise begins a new line; Alt-Enter always
begins one. Tab completes. Ctrl-C clears the line or stops the query.
F1 help, F2 labels, F3 table or lines, F4 emacs or vi keys, F5 plan,
Ctrl-R searches the history, Ctrl-X Ctrl-E opens the editor, Ctrl-X p lays out.
"""


def help_command(commands: Mapping[str, Command]) -> Command:
    """Return the command that explains `commands`, which may come to hold itself and more."""

    def show_help(shell: ShellSession, argument: str) -> None:
        topic = argument.lstrip("\\")
        if text := keyword_help(topic) if topic and topic not in commands else "":
            shell.write(text)
            return
        listed = [commands[topic]] if topic in commands else list(commands.values())
        width = max(len(command.usage) for command in listed)
        text = "".join(f"{command.usage:<{width}}  {command.summary}\n" for command in listed)
        shell.page(text + _KEYS if len(listed) > 1 else text)

    return Command(r"\? [COMMAND|WORD]", "this help, or what a word of SPARQL does", show_help)
