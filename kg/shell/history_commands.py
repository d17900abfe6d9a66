r"""Queries of this session again: `\fmt`, `\history` and `\!`. Knows no earlier session."""

from __future__ import annotations

from kg.errors import UsageError
from kg.query.arguments import whole_number
from kg.query.query_layout import format_query
from kg.shell.command_registry import CommandTable, register
from kg.shell.query_execution import run_query
from kg.shell.session import ShellSession

_DEFAULT_LENGTH, _MAX_LENGTH = 20, 1_000_000
COMMANDS: CommandTable = {}


@register(COMMANDS, r"\fmt", "the last query, laid out anew, at the prompt")
def format_last_query(shell: ShellSession, argument: str) -> None:
    """Put the last query, or the one given, at the prompt, laid out."""
    text = argument or shell.last_query
    if not text:
        raise UsageError("\\fmt: no query yet; ask something first")
    shell.prompt_text = format_query(text)
    if not shell.screen.tty:
        shell.write(shell.prompt_text + "\n")


@register(COMMANDS, r"\history [N]", "the last queries of this session")
def list_history(shell: ShellSession, argument: str) -> None:
    """List the last queries with their numbers, a line each."""
    if argument and whole_number(argument, _MAX_LENGTH) is None:
        raise UsageError(f"\\history {argument}: not a number of queries")
    numbered = list(enumerate(shell.query_history, 1))[-int(argument or _DEFAULT_LENGTH) :]
    shell.page("".join(f"{number:>4}  {' '.join(text.split())}\n" for number, text in numbered))


@register(COMMANDS, r"\! N", r"a query of \history again")
def rerun_from_history(shell: ShellSession, argument: str) -> None:
    """Run the query with this number again."""
    number = whole_number(argument, len(shell.query_history))
    if number is None:
        raise UsageError(f"\\! {argument}: no query of this session has that number; \\history lists them")
    run_query(shell, shell.query_history[number - 1])
