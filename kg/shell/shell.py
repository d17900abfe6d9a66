"""One session of asking: settings, the last result, and what happens to a line. Knows no keys."""

from __future__ import annotations

import shutil
import sys
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TextIO

from kg.errors import KgError, QueryError
from kg.query.ask import Session
from kg.query.complete import open_brackets
from kg.query.explain_error import explain
from kg.query.formats import render, suiting
from kg.query.names import visible_lines
from kg.query.notes import notes
from kg.query.solutions import Result, Solutions, Triples, Truth, size
from kg.query.table import Look

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_QUIET = 0.3  # seconds before a running query shows a sign of life


@dataclass(slots=True)
class Settings:
    """What a user can set; each command that sets one says so in its help."""

    mode: str = "table"
    names: str = "both"  #: IRIs as "label", "curie" or "both"
    limit: int | None = None
    timeout: float = 30
    timing: bool = True
    vi: bool = False


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


@dataclass
class Shell:
    """An open graph with somebody asking."""

    session: Session
    screen: Screen
    settings: Settings = field(default_factory=Settings)
    last: Result | None = None
    text: str = ""  #: the last query
    failed: bool = False  #: something went wrong since the start
    done: bool = False
    unfinished: str = ""  #: a wrong query with open brackets, to go on with at the next prompt
    told: str | None = None  #: the newer snapshot that was spoken of

    def line(self, text: str) -> None:
        """Run a command or a query; what goes wrong is said, and never ends the session."""
        from kg.shell.commands import run_command  # they need this class

        try:
            if not run_command(self, text) and text.strip():
                self.ask(text)
        except KgError as problem:
            self.fail(f"error: {str(problem).removeprefix('query: ')}")
        except KeyboardInterrupt:
            self.say("cancelled")
        except BrokenPipeError:  # nobody reads what this would say
            raise
        except OSError as problem:
            self.fail(f"error: {problem.filename or ''}: {problem.strerror or problem}")
        self._tell_of_newer()

    def _tell_of_newer(self) -> None:
        """Say once that the graph has changed since it was opened."""
        newer = None if self.done else self.session.newer
        if newer not in (None, self.told):
            self.say("note: a newer snapshot of the graph is there; \\reload switches to it")
        self.told = newer

    def ask(self, text: str) -> None:
        """Run a query and show its result, an explanation of what is wrong with it, or why it found nothing."""
        self.text, self.unfinished, start = text, "", time.monotonic()
        try:
            result = self._answer(text)
        except QueryError as problem:
            self.fail(explain(text, problem, self.session.prefixes))
            self.unfinished = text if problem.line and open_brackets(text) else ""
            return
        except KeyboardInterrupt:
            self.say(f"cancelled after {time.monotonic() - start:.1f} s")
            return
        self.show(result)
        if isinstance(result, Solutions) and not result.rows:
            self.say(*(f"note: {note}" for note in notes(text, self.session)))

    def _answer(self, text: str) -> Result:
        try:
            return self.session.ask(text, self.settings.timeout or None, self.settings.limit, self._spin)
        finally:
            self._clear_spinner()

    def show(self, result: Result) -> None:
        """Keep a result as the last one and show it, folded to the height of the screen."""
        self.last = result
        self.write(self.rendered(result, self.screen.most_rows))
        self.say(self._footer(result))

    def rendered(self, result: Result, most: int | None = None) -> str:
        """Return the result in the chosen mode."""
        name = suiting(self.settings.mode, result)
        if not isinstance(result, Triples) and name in ("turtle", "nt"):
            name = "table"
        return render(result, name, self.look(result, most))

    def look(self, result: Result, most: int | None = None) -> Look:
        """Return how the result is to be shown on this screen."""
        labels = {} if isinstance(result, Triples) else self.session.labels(result)
        names, color = self.settings.names, self.screen.color
        return Look(self.session.prefixes, labels, names, self.screen.width, most, color)

    def write(self, data: str) -> None:
        """Write data; text in it was made harmless to terminals where it became a table, and is here elsewhere."""
        plain = self.settings.mode in ("table", "vertical") or not self.screen.tty
        self.screen.out.write(data if plain else visible_lines(data))
        self.screen.out.flush()

    def say(self, *lines: str) -> None:
        """Write words that are no data."""
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
        triples, things = self.session.index.sizes()
        return f"kg {day} · {triples:,} triples · {things:,} things.  \\? help   \\schema   \\q saved queries"

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

    def _spin(self, seconds: float, rows: int) -> None:
        if self.screen.tty and seconds > _QUIET:
            sign = _SPINNER[int(seconds * 10) % len(_SPINNER)]
            count = f" · {rows:,} rows" if rows else ""
            self.screen.words.write(f"\r\x1b[K{sign} {seconds:.1f} s{count}  (Ctrl-C stops)")
            self.screen.words.flush()

    def _clear_spinner(self) -> None:
        if self.screen.tty:
            self.screen.words.write("\r\x1b[K")
            self.screen.words.flush()


def open_shell(paths: list[Path], tty: bool, color: bool) -> Shell:
    """Return a shell that writes to stdout; its words go there too on a terminal, and to stderr elsewhere."""
    words = sys.stdout if tty else sys.stderr
    return Shell(Session(paths), Screen(sys.stdout, words, tty, color))


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"


def _counted(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
