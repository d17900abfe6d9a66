"""Start a shell, at a terminal or fed by a pipe. Knows the loop; knows no command."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import partial

from kg.errors import UsageError
from kg.query.completeness import State, state
from kg.shell.commands import is_command
from kg.shell.shell import Shell, open_shell

_PATIENCE = 0.3  # seconds until the prompt comes, whether labels and schema are there or not
_GLANCE = 0.25  # seconds between looks whether they have come

ANSWERS = ("y", "yes", "n", "no")  #: lines that answer a question


def start(graph: list[str], *, write: bool = False) -> int:
    """Ask a graph until the user leaves or the input ends; return 1 when a piped line failed, else 0.

    Args:
        graph: a graph folder, RDF files, or the address of an endpoint.
        write: whether updates may change the graph.

    Raises:
        GraphNotFound: there is no graph.
        InputError: the files or the endpoint can't be read.
        UsageError: what there is can't be written to.
    """
    tty = sys.stdin.isatty() and sys.stdout.isatty()
    color = tty and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    shell = open_shell(graph, tty, color)
    with shell.session:
        if write and shell.session.snapshot is None:
            raise UsageError(f"--write: updates change graph folders only, and {shell.session.name} is none")
        shell.write_allowed = write
        if not tty:
            feed(shell, sys.stdin)
            return int(shell.failed)
        shell.session.index_progress = shell.spin
        shell.awaited = not shell.session.build_index(_PATIENCE)
        _check(shell)
        shell.answer = _asked_at_terminal
        shell.say(shell.banner())
        _converse(shell)
    return 0


def feed(shell: Shell, lines: Iterable[str]) -> None:
    """Run commands and queries from lines of text.

    A query ends where it is whole and the next line can't go on with it, so that ORDER BY may have its own line.
    """
    text, left = "", _Lines(lines)
    shell.answer = partial(_asked_of_lines, shell, left)
    for line in left:
        if not text.strip() and is_command(line):
            shell.line(line)
            text = ""
        elif not text.strip() or _goes_on(text, line, shell):
            text += line
        else:
            left.back(line)
            shell.line(text)
            text = ""
        if shell.done:
            return
    if text.strip():
        shell.line(text)


class _Lines:
    """Lines of which one can be put back."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._back: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        return self._back.pop() if self._back else next(self._lines)

    def back(self, line: str) -> None:
        """Let the line be the next one again."""
        self._back.append(line)


def _asked_of_lines(shell: Shell, lines: _Lines, question: str) -> str:
    """Return the next line that is not empty, if it answers yes or no; another one is no answer and stays."""
    shell.say(question.rstrip())
    line = next((line for line in lines if line.strip()), "")
    if line.strip().lower() in ANSWERS:
        return line
    lines.back(line)
    return ""


def _asked_at_terminal(question: str) -> str:
    """Return what the user types; the end of the input is no answer.

    The line editor takes Ctrl-C as a key: as a signal it may reach another thread, and `input` would wait on.
    """
    from prompt_toolkit import prompt

    try:
        return prompt(question)
    except EOFError:
        return ""


def _goes_on(text: str, line: str, shell: Shell) -> bool:
    """Tell whether the line belongs to the query before it."""
    if is_command(line):
        return False
    now = state(text, shell.session.prefixes)
    if now is State.INCOMPLETE:
        return True
    return (
        now is State.COMPLETE and bool(line.strip()) and state(text + line, shell.session.prefixes) is not State.WRONG
    )


def _check(shell: Shell) -> None:
    """Raise what went wrong with the files; an endpoint that does not tell its schema can still be asked."""
    if shell.session.index_error is not None and not shell.session.url:
        raise shell.session.index_error


def _converse(shell: Shell) -> None:
    from kg.shell.prompt import KEEP, prompt_session  # a pipe needs no line editor

    prompt, empty = prompt_session(shell), 0
    while not shell.done:
        try:
            text = prompt.prompt(default=shell.buffer, refresh_interval=0 if shell.session.is_indexed else _GLANCE)
        except KeyboardInterrupt:  # clears what was typed
            shell.buffer = ""
            empty = 0 if prompt.default_buffer.text else empty + 1
            if empty == 2:
                shell.say("Ctrl-D leaves")
            continue
        except EOFError:
            return
        text, key, typed = text.partition(KEEP)
        empty, shell.buffer = 0, ""
        shell.line(text)
        shell.buffer = typed if key else shell.buffer
