"""Run a shell, at a terminal or fed by a pipe. Knows the loop; leaves each line to the dispatcher."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from kg.errors import KgError, UsageError
from kg.graph.rdf_parsing import LoadOptions
from kg.query.completeness import State, begins_with_clause, open_brackets, state, without_terminator
from kg.query.keywords import FORMS
from kg.query.session import Session
from kg.shell.banner import banner
from kg.shell.dispatcher import execute_line, is_command
from kg.shell.screen import standard_screen
from kg.shell.session import ShellSession, crash_note
from kg.shell.settings import load_settings

if TYPE_CHECKING:
    from kg.shell.terminal_signals import Interrupts
from kg.store.sparql_tokens import first_keyword, tokens

_INDEX_WAIT = 0.3  # seconds until the prompt comes, whether labels and schema are read or not
_MAX_CRASHES = 3  # of the line editor in a row, before the session ends
_REFRESH_INTERVAL = 0.25  # seconds between redrawings of the toolbar until they are

ANSWERS = ("y", "yes", "n", "no")  #: lines that answer a question


def run_shell(graph: list[str], *, write: bool = False, options: LoadOptions = LoadOptions()) -> int:  # noqa: B008
    """Run a shell until the user leaves or the input ends; return 1 when a piped line failed, else 0.

    Args:
        graph: a graph folder, RDF files, or the address of an endpoint.
        write: whether updates may change the graph.
        options: how RDF files are read.

    Raises:
        GraphNotFound: there is no graph.
        InputError: the files or the endpoint can't be read.
        UsageError: the graph can't be written to.
    """
    screen = standard_screen()
    settings = load_settings()
    shell = ShellSession(
        Session(graph, options=options), screen, settings, notes=[f"note: {one}" for one in settings.problems]
    )
    with shell.graph:
        if write and shell.graph.snapshot is None:
            raise UsageError(f"--write: updates change graph folders only, and {shell.graph.name} is none")
        shell.write_allowed = write
        shell.print_notes()
        if not screen.tty:
            execute_lines(shell, sys.stdin)
            return int(shell.has_failed)
        shell.graph.index_progress = screen.show_progress
        shell.opened_unindexed = not shell.graph.build_index(_INDEX_WAIT)
        _raise_load_error(shell)
        shell.ask_user = _answer_from_terminal
        shell.print_message(banner(shell))
        _prompt_loop(shell)
    return 0


def execute_lines(shell: ShellSession, lines: Iterable[str]) -> None:
    """Run commands and queries from lines of text.

    A query ends at an empty line or a semicolon, or where it is complete and the next line can't continue it, so that
    ORDER BY may have its own line.
    """
    text, reader = "", _LineReader(lines)
    shell.ask_user = partial(_answer_from_lines, shell, reader)
    for line in reader:
        if not text.strip() and is_command(line):
            execute_line(shell, line)
            text = ""
        elif not text.strip() or _continues_query(text, line, shell):
            text += line
        else:
            reader.push_back(line)
            execute_line(shell, text)
            text = ""
        if shell.is_finished:
            return
    if text.strip():
        execute_line(shell, text)


class _LineReader:
    """Iterator over lines, of which the last can be pushed back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._pushed_back: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._pushed_back.pop() if self._pushed_back else next(self._lines)

    def push_back(self, line: str) -> None:
        """Let the line be the next one again."""
        self._pushed_back.append(line)


def _answer_from_lines(shell: ShellSession, lines: _LineReader, question: str) -> str:
    """Return the next line that is not empty, if it answers yes or no; another one is no answer and stays."""
    shell.print_message(question.rstrip())
    line = next((line for line in lines if line.strip()), "")
    if line.strip().lower() in ANSWERS:
        return line
    lines.push_back(line)
    return ""


def _answer_from_terminal(question: str) -> str:
    """Return what the user types; the end of the input is no answer.

    The line editor takes Ctrl-C as a key: as a signal it may reach another thread, and `input` would wait on.
    """
    from prompt_toolkit import prompt

    try:
        return prompt(question)
    except EOFError:
        return ""


def _continues_query(text: str, line: str, shell: ShellSession) -> bool:
    """Return whether the line belongs to the query before it."""
    if is_command(line):
        return False
    prefixes = shell.graph.prefixes
    current = state(text, prefixes)
    if current is State.INCOMPLETE:
        return True
    if not line.strip() or without_terminator(text) != text:
        return False
    if begins_with_clause(line):
        return True
    if current is State.WRONG:  # the rest of a wrong query is no query of its own
        return open_brackets(text) and first_keyword(tokens(line)) not in FORMS
    return state(text + line, prefixes) is not State.WRONG


def _raise_load_error(shell: ShellSession) -> None:
    """Raise what went wrong with the files; an endpoint that does not tell its schema can still be asked."""
    if shell.graph.index_error is not None and not shell.graph.url:
        raise shell.graph.index_error


def _note_crashes(shell: ShellSession) -> None:
    """Note what goes wrong beside the prompt, such as in completion, and let the user type on."""
    import asyncio

    def note(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        problem = context.get("exception")
        if isinstance(problem, Exception) and not shell.notes:
            shell.notes.append(crash_note(problem))

    asyncio.get_running_loop().set_exception_handler(note)


def _prompt_loop(shell: ShellSession) -> None:
    from kg.shell.prompt import split_submission, terminal_prompt  # a pipe needs no line editor
    from kg.shell.terminal_signals import Interrupts

    editor = terminal_prompt(shell)
    interrupts, presses, crashes = Interrupts(editor, partial(_note_crashes, shell)), 0, 0
    with interrupts.handled():
        while not shell.is_finished:
            shell.print_notes()
            try:
                interval = 0 if shell.graph.is_indexed else _REFRESH_INTERVAL
                submission = interrupts.read_line(shell.prompt_text, interval)
            except (KgError, OSError):  # the graph can't be read, the terminal is gone
                raise
            except KeyboardInterrupt:  # clears what was typed
                shell.prompt_text = ""
                presses = 0 if editor.default_buffer.text else presses + 1
                if presses == 2:
                    shell.print_message("Ctrl-D leaves")
                continue
            except EOFError:
                return
            except Exception as problem:  # of the line editor, or of what it shows
                crashes += 1
                if crashes > _MAX_CRASHES:
                    raise
                shell.print_crash(problem)
                continue
            line, typed = split_submission(submission)
            presses, crashes, shell.prompt_text = 0, 0, ""
            shell.print_notes()
            _execute_interruptibly(shell, line, interrupts)
            if typed is not None:
                shell.prompt_text = typed


def _execute_interruptibly(shell: ShellSession, line: str, interrupts: Interrupts) -> None:
    try:
        with interrupts.line():
            execute_line(shell, line)
    except KeyboardInterrupt:  # before it began, or while its end was shown
        shell.print_message("cancelled")
        shell.prompt_text = shell.prompt_text or line
