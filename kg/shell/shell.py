"""One session of asking: settings, the last result, and what happens to a line. Knows no keys."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, TextIO

from kg.errors import KgError, QueryError, UsageError
from kg.query.binding import bind_dollar_variables
from kg.query.completeness import open_brackets
from kg.query.display_names import curie, visible_lines
from kg.query.explain_error import explain
from kg.query.formats import format_for, render
from kg.query.prepared_queries import today
from kg.query.result_notes import empty_result_notes
from kg.query.session import Session
from kg.query.solutions import Result, Solutions, Term, Triples, Truth, size
from kg.query.table import DisplayOptions
from kg.query.untyped_values import TURTLE_TERMS, format_terms, parse_terms
from kg.shell.settings import Settings, configured
from kg.store.query_guard import is_update
from kg.store.sparql_tokens import tokens

if TYPE_CHECKING:
    from kg.maintenance.sparql_update import GraphChange

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_LONG = 10.0  # seconds of a query whose end may ring
_QUIET = 0.3  # seconds before a running query shows a sign of life


@dataclass(frozen=True, slots=True)
class Screen:
    """Where output goes, and what it can show."""

    out: TextIO
    words: TextIO  #: for everything that is no data
    tty: bool
    color: bool

    @property
    def width(self) -> int | None:
        """Columns; None: no terminal, so as wide as it gets."""
        return shutil.get_terminal_size().columns if self.tty else None

    @property
    def most_rows(self) -> int | None:
        """Rows shown before the rest is folded away; None: no terminal, so all of them."""
        return max(10, shutil.get_terminal_size().lines - 8) if self.tty else None


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query says of its own; None: the settings count."""

    timeout: float | None = None
    rows: int | None = None


@dataclass
class Shell:
    """An open graph with somebody asking."""

    session: Session
    screen: Screen
    settings: Settings = field(default_factory=Settings)
    last: Result | None = None
    text: str = ""  #: the last query
    own: Limits = Limits()  #: what the last query says of its own
    params: dict[str, str] = field(default_factory=dict)  #: values of `$name` in queries, as they were typed
    failed: bool = False  #: something went wrong since the start
    done: bool = False
    buffer: str = ""  #: what stands at the next prompt: a query to go on with, or one that a command gives
    asked: list[str] = field(default_factory=list)  #: the queries so far
    stop: int = 0  #: how far the tour is
    told: str | None = None  #: the newer snapshot that was spoken of
    marked: frozenset[int] = frozenset()  #: rows of the result at hand that stand out
    awaited: bool = False  #: labels and schema were not there yet when the shell began
    write_allowed: bool = False  #: whether updates may change the graph
    edits: list[GraphChange] = field(default_factory=list)  #: the updates of this session that can be taken back
    answer: Callable[[str], str] = lambda question: ""  #: asks the user something; empty: nobody is there
    _shown: int = 0  # rows of the result at hand that are on the screen already
    _spinning: bool = False  # a sign of life is on the screen
    _tick: int = 0  # the tenth of a second that it shows

    def line(self, text: str) -> None:
        """Run a command or a query; what goes wrong is said, and never ends the session."""
        from kg.shell.commands import run_command  # they need this class

        try:
            if not run_command(self, text) and text.strip():
                self.run(text.strip("\n"))
        except KgError as problem:
            self.fail(f"error: {str(problem).removeprefix('query: ')}")
        except KeyboardInterrupt:
            self.say("cancelled")
        except BrokenPipeError:  # nobody reads what this would say
            raise
        except OSError as problem:
            self.fail(f"error: {problem.filename or ''}: {problem.strerror or problem}")
        self._tell_of_newer()

    def run(self, text: str) -> None:
        """Run a query, or an update where that is allowed."""
        if is_update(text):
            from kg.shell.update_commands import update  # what changes graphs takes its time to load

            update(self, text)
        else:
            self.ask(text)

    def _tell_of_newer(self) -> None:
        """Say once that the graph has changed since it was opened."""
        newer = None if self.done else self.session.newer_snapshot
        if newer not in (None, self.told):
            self.say("note: a newer snapshot of the graph is there; \\reload switches to it")
        self.told = newer

    def ask(
        self, text: str, marked: Callable[[Result], frozenset[int]] | None = None, own: Limits = Limits()
    ) -> Result | None:
        """Run a query and show its result, an explanation of what is wrong with it, or why it found nothing.

        Args:
            text: The query.
            marked: Tells which rows of the result stand out.
            own: What the query says of its own.

        Returns: the result; None when there is none.
        """
        self.text, self.own, self.buffer, start = text, own, "", time.monotonic()
        self.asked.append(text)
        self._shown, typed = 0, text
        try:
            text = self.bound(text)
            result = self._answer(text)
        except QueryError as problem:
            self.fail(explain(text, problem, self.session.prefixes))
            if self.settings.verbose:
                self.say(f"engine: {problem}")
            self.buffer = typed if problem.line and open_brackets(typed) else ""
            return None
        except KeyboardInterrupt:
            self.say(f"cancelled after {time.monotonic() - start:.1f} s")
            self.buffer = typed if self.screen.tty else ""
            return None
        self.marked = marked(result) if marked else frozenset()
        self.show(result)
        self.marked = frozenset()
        if self.settings.bell and self.screen.tty and result.seconds > _LONG:
            self.screen.words.write("\a")
        if isinstance(result, Solutions) and not result.rows:
            self.say(*(f"note: {note}" for note in empty_result_notes(text, self.session)))
            if self.session.graphs:
                self.say(f"note: only {self.asked_graphs} was asked; \\from all asks all")
        return result

    def bound(self, text: str) -> str:
        """Return the query with the session's values in place of each `$name` that it has, and say which those are."""
        values = self.values({name: self.params[name] for name in self.params if f"${name}" in text})
        text, used = bind_dollar_variables(text, values)
        if used:
            self.say(
                "with " + ", ".join(f"${name} = {format_terms(values[name], self.session.prefixes)}" for name in used)
            )
        return text

    def values(self, given: Mapping[str, str]) -> dict[str, tuple[Term, ...]]:
        """Return what texts stand for as values of parameters, by name.

        Raises:
            UsageError: one stands for nothing.
        """
        try:
            prefixes, day = self.session.prefixes, today()
            return {name: parse_terms(text, TURTLE_TERMS, prefixes, day) for name, text in given.items()}
        except UsageError as problem:
            raise UsageError(f"\\param {', '.join(given)}: {problem}") from problem

    @property
    def asked_graphs(self) -> str:
        r"""The graphs that queries ask, as one would write them behind `\from`."""
        return " ".join(curie(iri, self.session.prefixes) for iri in self.session.graphs) or "all"

    def called(self, nodes: Iterable[str]) -> dict[str, str]:
        """Return the labels of nodes in the languages that the user prefers."""
        return self.session.node_labels(nodes, self.settings.languages)

    def _answer(self, text: str) -> Result:
        rows = next((t.text.upper() for t in tokens(text) if t.text.upper() in _FORMS), "") == "SELECT"
        seen = self.screen.tty and self.settings.mode == "table" and rows
        early = self._show_early if seen and self.session.can_label_during_query(self.settings.languages) else None
        try:
            timeout, most = self.own.timeout or self.settings.timeout or None, self.settings.limit or self.own.rows
            return self.session.ask(text, timeout, most, self.spin, early)
        finally:
            self.clear_spinner()

    def _show_early(self, result: Solutions) -> None:
        """Show the first screen of a result that is not whole yet."""
        most = self.screen.most_rows or len(result.rows)
        if len(result.rows) >= most:
            self.clear_spinner()
            self.write(self.rendered(replace(result, rows=result.rows[:most])))
            self._shown = most

    def show(self, result: Result) -> None:
        """Keep a result as the last one and show it, folded to the height of the screen."""
        self.last = result
        if not self._shown:
            self.write(self.rendered(result, self.screen.most_rows))
        elif isinstance(result, Solutions) and len(result.rows) > self._shown:
            self.write(f"⋮ {len(result.rows) - self._shown:,} more rows\n")
        self._shown = 0
        self.say(self._footer(result))

    def page(self, text: str) -> None:
        """Write what may be longer than the screen: through the pager when it is."""
        pager = self.settings.pager
        lines = shutil.get_terminal_size().lines
        command = ["less", "-RFX"] if pager == "on" else shlex.split(pager)
        if not self.screen.tty or pager == "off" or text.count("\n") < lines or shutil.which(command[0]) is None:
            self.write(text)
            return
        self.clear_spinner()
        subprocess.run(command, input=text.encode(), check=False, env={**os.environ, "LESSCHARSET": "utf-8"})

    def write_foreign(self, text: str) -> None:
        """Write what another program gave; nothing in it steers the terminal."""
        self.screen.out.write(visible_lines(text) if self.screen.tty else text)
        self.screen.out.flush()

    def rendered(self, result: Result, most: int | None = None) -> str:
        """Return the result in the chosen mode."""
        name = format_for(self.settings.mode, result)
        if not isinstance(result, Triples) and name in ("turtle", "nt"):
            name = "table"
        return render(result, name, self.look(result, most))

    def look(self, result: Result, most: int | None = None, wide: bool = False) -> DisplayOptions:
        """Return how the result is to be shown on this screen, or `wide`, in a file: uncut and without colours."""
        shown = replace(result, rows=result.rows[:most]) if isinstance(result, Solutions) else result
        labels = {} if isinstance(result, Triples) else self.session.result_labels(shown, self.settings.languages)
        names, color, width = self.settings.names, self.screen.color and not wide, None if wide else self.screen.width
        return DisplayOptions(
            self.session.prefixes, labels, names, width, most, color, self.marked, color and self.settings.links
        )

    def write(self, data: str, drawn: bool = False) -> None:
        """Write data; its text was made harmless where it was drawn or is a table, and is here elsewhere."""
        self.clear_spinner()
        plain = drawn or self.settings.mode in ("table", "vertical") or not self.screen.tty
        self.screen.out.write(data if plain else visible_lines(data))
        self.screen.out.flush()

    def say(self, *lines: str) -> None:
        """Write words that are no data."""
        self.clear_spinner()
        for line in lines:
            print(visible_lines(line), file=self.screen.words)
        self.screen.words.flush()

    def fail(self, words: str) -> None:
        """Say what went wrong."""
        self.failed = True
        self.say(words)

    def banner(self) -> str:
        """Return what the graph is, and how to find one's way."""
        day = datetime.fromtimestamp(self.session.modified).date()
        what, ways = f"kg {day} · {self.sizes()}.", "\\? help   \\tour   \\schema   \\q saved queries"
        fits = len(what) + len(ways) + 2 < (self.screen.width or 200)
        return f"{what}{'  ' if fits else chr(10)}{ways}"

    def sizes(self) -> str:
        """Return how large the graph is, as far as that is known."""
        if not self.session.is_indexed:
            return f"loading {self.session.name}…"
        index = self.session.index
        triples, things = index.sizes()
        some = f" · {left} questions unanswered" if (left := index.unanswered_count()) else ""
        return f"{triples:,} triples · {things:,} things{some}"

    def _footer(self, result: Result) -> str:
        seconds = f" · {_duration(result.seconds)}" if self.settings.timing else ""
        if isinstance(result, Truth):
            return seconds[3:]
        count = size(result)
        rows = _counted(count, "statement" if isinstance(result, Triples) else "row")
        columns = f" · {_counted(len(result.variables), 'column')}" if isinstance(result, Solutions) else ""
        more = "  (there are more)" if result.truncated else ""
        hidden = count - (self.screen.most_rows or count)
        fold = r"  (\last shows all, \g out.csv saves all)" if hidden > 0 and isinstance(result, Solutions) else ""
        return f"{rows}{columns}{seconds}{more}{fold}"

    def spin(self, seconds: float, rows: int) -> None:
        """Show a sign of life while something takes its time."""
        tick = int(seconds * 10)
        if self.screen.tty and seconds > _QUIET and tick != self._tick:
            sign = _SPINNER[tick % len(_SPINNER)]
            count = f" · {rows:,} rows" if rows else ""
            self.screen.words.write(f"\r\x1b[K{sign} {seconds:.1f} s{count}  (Ctrl-C stops)")
            self.screen.words.flush()
            self._spinning, self._tick = True, tick

    def clear_spinner(self) -> None:
        """Take the sign of life away."""
        if self._spinning:
            self._spinning = False
            self.screen.words.write("\r\x1b[K")
            self.screen.words.flush()


def open_shell(paths: list[str], tty: bool, color: bool) -> Shell:
    """Return a shell that writes to stdout; its words go there too on a terminal, and to stderr elsewhere."""
    words = sys.stdout if tty else sys.stderr
    return Shell(Session(paths), Screen(sys.stdout, words, tty, color), configured())


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
