"""Run one line of input: a command, a query or an update. Its errors are printed and never end the session."""

from __future__ import annotations

import re
from contextlib import suppress
from difflib import get_close_matches

from kg.errors import KgError, UsageError
from kg.shell.command_table import ALIASES, COMMANDS
from kg.shell.query_execution import run_statement
from kg.shell.session import ShellSession

_COMMAND_LINE = re.compile(r"[\\./](\S++)\s*+(.*+)", re.DOTALL)
_BYTE_ORDER_MARK = "\ufeff"  # before the first line of what some editors write
#: commands of psql and sqlite3 → those that do their work here
_OTHER_SHELLS = {"o": "g FILE", "out": "g FILE", "output": "g FILE", "once": "g FILE", "copy": "g FILE", "dt": "schema",
                 "tables": "schema", "dn": "graphs", "l": "graphs", "h": "?", "read": "r FILE", "w": "q save NAME",
                 "save": "q save NAME", "pset": "set", "headers": "mode", "width": "x"}  # fmt: skip
#: commands without a backslash, as other shells have them; `;` or `()` may follow
_BARE_WORDS = {"help": "\\?", "?": "\\?", ":help": "\\?", ":h": "\\?"} | dict.fromkeys(
    ("exit", "quit", "bye", "logout", ":q", ":q!", ":quit", ":wq"), "\\quit"
)


def execute_line(shell: ShellSession, text: str) -> None:
    """Run a command or a statement, then announce a newer snapshot if there is one."""
    try:
        if not _run_command(shell, text) and text.strip():
            run_statement(shell, text.strip("\n"))
    except KgError as problem:
        shell.print_error(f"error: {str(problem).removeprefix('query: ')}")
    except KeyboardInterrupt:
        shell.print_message("cancelled")
    except BrokenPipeError:  # nobody reads what would be printed
        raise
    except OSError as problem:
        place = f"{problem.filename}: " if problem.filename else ""
        shell.print_error(f"error: {place}{problem.strerror or problem}")
    except Exception as problem:  # of this program; the session holds work that must not go with it
        shell.print_crash(problem)
    with suppress(KgError, OSError):  # the next query tells what is wrong with the graph
        _announce_newer_snapshot(shell)


def is_command(text: str) -> bool:
    r"""Return whether a line is a command.

    Besides `\name`, `.name` and `/name` do for the commands there are, and the bare words help, exit and quit.
    """
    return _parse_command(text) is not None


def _parse_command(text: str) -> tuple[str, str] | None:
    """Return the name and the argument of a command; None for any other line."""
    line = text.removeprefix(_BYTE_ORDER_MARK).strip()
    word = line.rstrip("; ").removesuffix("()").lower()
    match = _COMMAND_LINE.fullmatch(_BARE_WORDS.get(word, line))
    if match is None or not (match[0].startswith("\\") or match[1] in (*COMMANDS, *ALIASES)):
        return None
    return ALIASES.get(match[1], match[1]), match[2]


def _run_command(shell: ShellSession, text: str) -> bool:
    """Run a line if it is a command; return whether it is one.

    Raises:
        UsageError: there is no such command, or it can't take that argument.
    """
    command = _parse_command(text)
    if command is None:
        return False
    name, argument = command
    if name not in COMMANDS:
        near = _similar_command(name)
        raise UsageError(f"no command \\{name}; " + (f"did you mean \\{near}?" if near else "\\? lists them"))
    COMMANDS[name].run(shell, argument)
    return True


def _similar_command(name: str) -> str:
    """Return the command that another name may stand for, with what it takes if that is another shell's; or ""."""
    if name in _OTHER_SHELLS:
        return _OTHER_SHELLS[name]
    begun = [one for one in COMMANDS if one.startswith(name) and len(name) > 1]
    near = get_close_matches(name, [one for one in COMMANDS if len(one) > 1], 1, 0.6) if len(name) > 2 else []
    return next(iter([*begun, *near]), "")


def _announce_newer_snapshot(shell: ShellSession) -> None:
    """Print once that the graph has changed since it was opened."""
    newer = None if shell.is_finished else shell.graph.newer_snapshot
    if newer not in (None, shell.announced_snapshot):
        shell.print_message("note: a newer snapshot of the graph is there; \\reload switches to it")
    shell.announced_snapshot = newer
