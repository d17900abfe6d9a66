"""Run a command and say how it ended: one line on stderr for a failure, and an exit code."""

from __future__ import annotations

import os
import sys
import threading
import warnings
from contextlib import suppress
from io import TextIOWrapper
from pathlib import Path
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
from kg.cli.output import escape_stderr, print_message
from kg.crash_reports import DEBUG_VARIABLE, crash_message, program_name, traceback_text
from kg.errors import DiskError, KgError, KgWarning, UsageError

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


_CRASH_CODE = 70  # EX_SOFTWARE of sysexits.h


def main() -> NoReturn:
    """Run a command and leave with its exit code."""
    _prepare_streams()
    try:
        code = _run(sys.argv[1:])
        sys.stdout.flush()
    except OSError as problem:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # or leaving would try to write once more
        code = (
            0 if isinstance(problem, BrokenPipeError) else _fail_with_os_error(problem)
        )  # 0: the pipe's reader has seen enough
    sys.exit(code)


def _prepare_streams() -> None:
    """Make the streams UTF-8 whatever the locale, and stderr harmless whoever writes to it."""
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller
            setattr(sys, name, Path(os.devnull).open("r" if name == "stdin" else "w"))  # noqa: SIM115 - to the end
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    escape_stderr()
    threading.excepthook = lambda failure: _print_crash(failure.exc_value) if failure.exc_value else None
    sys.unraisablehook = lambda _: None  # what goes wrong while objects are deleted, mostly at the end
    if not os.environ.get(DEBUG_VARIABLE):
        warnings.simplefilter("ignore")  # for programmers
    warnings.simplefilter("always", KgWarning)
    warnings.showwarning = _print_note


_show_warning = warnings.showwarning


def _print_note(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
    line: str | None = None,
) -> None:  # fmt: skip
    """Print a warning of ours as a note, and those of libraries as they are."""
    if issubclass(category, KgWarning):
        print_message(f"kg: note: {' '.join(str(message).split())}")
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
        print_message(*problem.format_message().splitlines())
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
    except MemoryError:
        return _fail(f"{program_name()}: out of memory; give it less at once, or free some", 1)
    except Exception as problem:
        return _fail_unexpectedly(problem, arguments)


def _fail_unexpectedly(problem: Exception, arguments: list[str]) -> int:
    """Say what no part has foreseen: an argument that is no UTF-8, as only a file's name may be; else our own error."""
    wrong = [word for word in arguments if word != word.encode(errors="replace").decode()]
    if wrong and isinstance(problem, ValueError):
        return _fail(f"{wrong[0]}: an argument that is not UTF-8; type it in UTF-8", UsageError.exit_code)
    return _print_crash(problem)


def _print_crash(problem: BaseException) -> int:
    """Say that the program itself failed, where its report is, and return the exit code of that."""
    if text := traceback_text(problem):
        print_message(*text.splitlines())
    return _fail(crash_message(problem, program_name()), _CRASH_CODE)


def _fail_with_os_error(problem: OSError) -> int:
    parts = filter(None, (problem.filename, problem.strerror or str(problem)))
    return _fail(": ".join(map(str, parts)), DiskError.exit_code if problem.errno in _DISK_ERRNOS else 1)


def _fail(message: str, code: int) -> int:
    with suppress(OSError):  # nobody reads stderr any more
        print_message(f"kg: error: {' '.join(message.split())}")
    return code
