"""Run queries and updates: parameters, limits, progress, the result or an explanation. Knows no command."""

from __future__ import annotations

import time
from collections.abc import Callable

from kg.errors import QueryError, UsageError
from kg.query.completeness import begins_with_clause, open_brackets, without_terminator
from kg.query.explain_error import explain
from kg.query.odd_characters import plain_query
from kg.query.result_notes import result_notes
from kg.query.solutions import Result, Solutions
from kg.shell.parameters import bind_parameters
from kg.shell.result_display import NO_ROWS, FirstPage, display_result
from kg.shell.session import NO_LIMITS, QueryLimits, ShellSession
from kg.store.query_guard import is_update
from kg.store.sparql_tokens import tokens

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_BELL_SECONDS = 10.0  # of a query whose end may ring


def run_statement(shell: ShellSession, text: str) -> None:
    """Run a query, or an update where that is allowed; what a paste from elsewhere has changed is put right."""
    text = plain_query(text)
    if is_update(text):
        _check_write_access(shell)
        from kg.shell.update_execution import run_update  # what changes graphs takes its time to load

        run_update(shell, text)
    else:
        run_query(shell, without_terminator(text))


def _check_write_access(shell: ShellSession) -> None:
    """Raise UsageError where the graph is open for reading only."""
    if shell.write_allowed:
        return
    kind = "endpoint" if shell.graph.url else "graph" if shell.graph.snapshot else "file"
    hint = "kg shell --write GRAPH allows it" if shell.graph.snapshot else "--write is for graph folders only"
    raise UsageError(f"this would change the {kind}, which is open for reading only; {hint}")


def run_query(
    shell: ShellSession,
    text: str,
    *,
    highlight: Callable[[Result], frozenset[int]] | None = None,
    limits: QueryLimits = NO_LIMITS,
) -> Result | None:
    """Run a query and show its result, an explanation of its error, or why it found nothing.

    Args:
        shell: the session.
        text: the query.
        highlight: returns the rows of the result that stand out.
        limits: those that the query declares.

    Returns: the result; None when there is none.
    """
    shell.last_query, shell.last_limits, shell.prompt_text, start = text, limits, "", time.monotonic()
    shell.last_query_failed = False
    shell.query_history.append(text)
    first_page, bound = FirstPage(shell), text
    try:
        bound = bind_parameters(shell, text)
        result = _answer(shell, bound, limits, first_page)
    except QueryError as problem:
        shell.last_query_failed = True
        _explain_error(shell, bound, problem)
        shell.prompt_text = _text_to_mend(shell, text, problem)
        return None
    except KeyboardInterrupt:
        shell.print_message(f"cancelled after {time.monotonic() - start:.1f} s")
        shell.prompt_text = text if shell.screen.tty else ""
        return None
    highlighted = highlight(result) if highlight else NO_ROWS
    display_result(shell, result, highlighted=highlighted, displayed_rows=first_page.rows)
    if shell.settings.bell and result.seconds > _BELL_SECONDS:
        shell.screen.ring_bell()
    print_load_notes(shell)
    shell.print_message(*(f"note: {note}" for note in result_notes(bound, result, shell.graph)))
    if isinstance(result, Solutions) and not result.rows and shell.graph.graphs:
        shell.print_message(f"note: only {shell.selected_graphs} was asked; \\from all asks all")
    return result


def print_load_notes(shell: ShellSession) -> None:
    """Say once what is to be known of the files that were read."""
    for note in shell.graph.load_notes:
        shell.print_message(f"note: {note}")
    shell.graph.load_notes.clear()


def _answer(shell: ShellSession, text: str, limits: QueryLimits, first_page: FirstPage) -> Result:
    settings = shell.settings
    is_select = next((t.text.upper() for t in tokens(text) if t.text.upper() in _FORMS), "") == "SELECT"
    is_paged = shell.screen.tty and settings.mode == "table" and is_select
    display_early = first_page.display if is_paged and shell.graph.can_label_during_query(settings.languages) else None
    try:
        timeout, max_rows = limits.timeout or settings.timeout or None, settings.limit or limits.rows
        return shell.graph.ask(
            text,
            timeout,
            max_rows,
            shell.screen.show_progress,
            display_early,
            on_partial_result=lambda partial: display_result(shell, partial, displayed_rows=first_page.rows),
        )
    finally:
        shell.screen.clear_progress()


def _explain_error(shell: ShellSession, text: str, problem: QueryError) -> None:
    shell.print_error(explain(text, problem, shell.graph.prefixes))
    if shell.settings.verbose:
        shell.print_message(f"engine: {problem}")


def _text_to_mend(shell: ShellSession, text: str, problem: QueryError) -> str:
    """Return what the next prompt begins with: a query that is not closed, or the last one with a clause behind it."""
    if begins_with_clause(text) and len(shell.query_history) > 1:
        if shell.screen.tty:
            shell.print_message("the query before ended at its last brace; here it is, with this behind it")
            return f"{shell.query_history[-2]}\n{text}"
        shell.print_message("the query before ended at an empty line or a semicolon; leave none there")
    return text if problem.line and open_brackets(text) else ""
