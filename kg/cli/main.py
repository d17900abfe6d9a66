"""Run a command and say how it ended: one line on stderr for a failure, and an exit code."""

from __future__ import annotations

import os
import sys
import warnings
from io import TextIOWrapper
from typing import NoReturn, TextIO

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError  # typer has a click of its own

from kg.cli import (
    check_command,
    dossier_command,
    exchange_commands,
    query_commands,
    reading_commands,
    removal_command,
    report_commands,
    review_command,
)
from kg.cli.app import app
from kg.errors import DiskError, KgError, KgWarning

#: modules whose import registers commands, in the order of the help
COMMAND_MODULES = (
    query_commands,
    check_command,
    removal_command,
    reading_commands,
    dossier_command,
    review_command,
    exchange_commands,
    report_commands,
)
_DISK_ERRNOS = (5, 27, 28, 122)  # EIO, EFBIG, ENOSPC, EDQUOT


def main() -> NoReturn:
    """Run a command and leave with its exit code."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")  # queries and data are UTF-8 whatever the locale
    warnings.simplefilter("always", KgWarning)
    warnings.showwarning = _print_note
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or leaving would try to write once more
        code = (
            0 if isinstance(problem, BrokenPipeError) else _fail_with_os_error(problem)
        )  # 0: the pipe's reader has seen enough
    sys.exit(code)


_show_warning = warnings.showwarning


def _print_note(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
    line: str | None = None,
) -> None:  # fmt: skip
    """Print a warning of ours as a note, and those of libraries as they are."""
    if issubclass(category, KgWarning):
        print("kg: note:", " ".join(str(message).split()), file=sys.stderr)
    else:
        _show_warning(message, category, filename, lineno, file, line)


def _run(arguments: list[str]) -> int:
    """Run a command; every failure is one line on stderr and an exit code."""
    order = [module.__name__ for module in COMMAND_MODULES]
    app.registered_commands.sort(key=lambda command: order.index(getattr(command.callback, "__module__", "")))
    try:
        command = typer.main.get_command(app)
        with command.make_context("kg", arguments) as context:  # its main() would hide interrupts and closed pipes
            command.invoke(context)
        return 0
    except typer.Exit as left:
        return left.exit_code
    except NoArgsIsHelpError as problem:
        print(problem.format_message(), file=sys.stderr)
        return 2
    except ClickException as problem:
        return _fail(f"{problem.format_message()} See: kg --help", 2)
    except (KeyboardInterrupt, typer.Abort):
        return _fail("interrupted", 130)
    except KgError as problem:
        return _fail(str(problem), problem.exit_code)
    except BrokenPipeError:
        raise
    except OSError as problem:
        return _fail_with_os_error(problem)


def _fail_with_os_error(problem: OSError) -> int:
    parts = filter(None, (problem.filename, problem.strerror or str(problem)))
    return _fail(": ".join(map(str, parts)), DiskError.exit_code if problem.errno in _DISK_ERRNOS else 1)


def _fail(message: str, code: int) -> int:
    print("kg: error:", " ".join(message.split()), file=sys.stderr)
    return code
