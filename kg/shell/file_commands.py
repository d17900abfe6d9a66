r"""Queries from files, results to files and commands: `\r`, `\e` and `\g`."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from kg.errors import UsageError
from kg.query.formats import format_for, format_of, render
from kg.query.saved_queries import read_query
from kg.query.solutions import Result, Truth
from kg.shell.command_registry import CommandTable, register
from kg.shell.local_files import edit_file, write_file
from kg.shell.query_execution import run_query, run_statement
from kg.shell.result_display import file_options
from kg.shell.session import ShellSession
from kg.store.prefixes import declare_prefixes

COMMANDS: CommandTable = {}


@register(COMMANDS, r"\r FILE", "run the query in a file")
def run_file(shell: ShellSession, argument: str) -> None:
    """Run the query, or the update, in a file."""
    if not argument:
        raise UsageError("nothing to run; give \\r FILE")
    run_statement(shell, read_query(Path(argument).expanduser()))


@register(COMMANDS, r"\e", "the last query in your editor, then at the prompt")
def edit_last_query(shell: ShellSession, _: str) -> None:
    """Edit the last query in an editor and put it at the prompt."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        file = Path(folder) / "query.rq"
        file.write_text(declare_prefixes(shell.last_query, shell.graph.prefixes), encoding="utf-8")
        edit_file(shell, file)
        shell.prompt_text = read_query(file).rstrip()
    if not shell.screen.tty:
        shell.write(shell.prompt_text + "\n")


@register(COMMANDS, r"\g [FILE | |COMMAND]", "the last query again; or its result to a file or command")
def rerun_or_save(shell: ShellSession, argument: str) -> None:
    """Run the last query again, or hand its result to a file or to a command."""
    if not argument:
        if not shell.last_query:
            raise UsageError("nothing to run; give a query first")
        run_query(shell, shell.last_query, limits=shell.last_limits)
        return
    if shell.last_result is None:
        raise UsageError("\\g: there is no result yet; ask something first")
    if argument.startswith("|"):
        _pipe_result(shell, shell.last_result, argument[1:].strip())
        return
    file = Path(argument).expanduser()
    write_file(file, _render_for_file(shell, shell.last_result, format_of(file)))
    cut = "" if isinstance(shell.last_result, Truth) else shell.last_result.cut
    shell.print_message(f"wrote {file}" + (f"; its result was cut {cut}" if cut else ""))


def _pipe_result(shell: ShellSession, result: Result, command: str) -> None:
    """Give a result to a command, as CSV unless the mode is one for programs, and show what the command prints."""
    if not command:
        raise UsageError("\\g |: name a command, as in \\g | wc -l")
    mode = shell.settings.mode
    text = _render_for_file(shell, result, "csv" if mode in ("table", "vertical") else mode)
    given = text.encode(errors="replace")
    completed = subprocess.run(command, shell=True, input=given, capture_output=True, check=False)
    shell.screen.write(completed.stdout.decode(errors="replace"))
    shell.print_message(*completed.stderr.decode(errors="replace").splitlines())
    if completed.returncode:
        shell.print_error(f"error: {command}: ended with {completed.returncode}")


def _render_for_file(shell: ShellSession, result: Result, mode: str) -> str:
    return render(result, format_for(mode, result), file_options(shell, result))
