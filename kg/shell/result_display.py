"""Show results in the mode of the settings: rendered, folded to the screen, with a footer. Runs no query."""

from __future__ import annotations

from dataclasses import replace

from kg.query.display_names import LAID_OUT_FORMATS, quantity
from kg.query.formats import format_for, render
from kg.query.solutions import Result, Solutions, Triples, Truth, size
from kg.query.table import DisplayOptions
from kg.shell.session import ShellSession
from kg.shell.themes import theme

NO_ROWS: frozenset[int] = frozenset()


class FirstPage:
    """Shows the first screenful of a result while the rest is computed."""

    def __init__(self, shell: ShellSession) -> None:
        self._shell = shell
        self.rows = 0  #: how many are on the screen

    def display(self, result: Solutions) -> None:
        """Show the rows so far, once they fill the screen."""
        max_rows = self._shell.screen.max_rows or len(result.rows)
        if len(result.rows) >= max_rows:
            page = render_result(self._shell, replace(result, rows=result.rows[:max_rows]))
            self._shell.write(page, is_escaped=is_laid_out(self._shell, result))
            self.rows = max_rows


def display_result(
    shell: ShellSession,
    result: Result,
    *,
    highlighted: frozenset[int] = NO_ROWS,
    displayed_rows: int = 0,
    letter: str = "",
) -> None:
    """Keep a result as the last one and show it, folded to the height of the screen.

    Args:
        shell: the session.
        result: what to show.
        highlighted: rows that stand out, from 0.
        displayed_rows: how many are on the screen already.
        letter: of the command that lists it, which its rows are numbered with; empty: it is of a query.
    """
    shell.last_result = shell.numbered_rows[letter] = result
    if not displayed_rows:
        page = render_result(shell, result, shell.screen.max_rows, highlighted=highlighted)
        shell.write(page, is_escaped=is_laid_out(shell, result))
    elif isinstance(result, Solutions) and len(result.rows) > displayed_rows:
        shell.write(f"⋮ {len(result.rows) - displayed_rows:,} more rows\n")
    shell.print_message(_footer(shell, result))


def render_result(
    shell: ShellSession, result: Result, max_rows: int | None = None, *, highlighted: frozenset[int] = NO_ROWS
) -> str:
    """Return the result in the chosen mode."""
    options = display_options(shell, result, max_rows, highlighted=highlighted)
    return render(result, _format_name(shell, result), options)


def is_laid_out(shell: ShellSession, result: Result) -> bool:
    """Tell whether a rendered result is laid out for people, with its cells escaped."""
    return _format_name(shell, result) in LAID_OUT_FORMATS


def _format_name(shell: ShellSession, result: Result) -> str:
    name = format_for(shell.settings.mode, result)
    return "table" if not isinstance(result, Triples) and name in ("turtle", "nt") else name


def display_options(
    shell: ShellSession, result: Result, max_rows: int | None = None, *, highlighted: frozenset[int] = NO_ROWS
) -> DisplayOptions:
    """Return how a result is laid out on this screen."""
    color = shell.uses_color
    dim = theme(shell.theme_choice, shell.screen.background).dim
    letter = next((letter for letter, shown in shell.numbered_rows.items() if shown is result), "")
    options = replace(
        file_options(shell, result, max_rows), width=shell.screen.width, marked_rows=highlighted, row_prefix=letter
    )
    return replace(options, color=color, dim=dim, hyperlinks=color and shell.settings.links)


def file_options(shell: ShellSession, result: Result, max_rows: int | None = None) -> DisplayOptions:
    """Return how a result is laid out in a file: of any width and without colours."""
    rows = replace(result, rows=result.rows[:max_rows]) if isinstance(result, Solutions) else result
    labels = {} if isinstance(result, Triples) else shell.graph.result_labels(rows, shell.settings.languages)
    return DisplayOptions(shell.graph.prefixes, labels, shell.settings.iri_style, max_rows=max_rows)


def _footer(shell: ShellSession, result: Result) -> str:
    """Return the size of a result, how long it took, and whether it is cut."""
    seconds = f" · {_duration(result.seconds)}" if shell.settings.timing else ""
    if isinstance(result, Truth):
        return seconds[3:]
    count = size(result)
    rows = quantity(count, "statement" if isinstance(result, Triples) else "row")
    rows += f", cut {result.cut}" if result.cut else ""
    columns = f" · {quantity(len(result.variables), 'column')}" if isinstance(result, Solutions) else ""
    more = "  (there are more)" if result.truncated and not result.cut else ""
    hidden = count - (shell.screen.max_rows or count)
    fold = r"  (\last shows all, \g out.csv saves all)" if hidden > 0 and isinstance(result, Solutions) else ""
    return f"{rows}{columns}{seconds}{more}{fold}"


def _duration(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
