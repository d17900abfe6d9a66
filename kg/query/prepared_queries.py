"""Make a saved query ready to be asked, and bring its answer into a settled order. Knows parameters; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from kg.query.arguments import ValueContext, resolve_arguments
from kg.query.binding import bind
from kg.query.saved_queries import SavedQuery
from kg.query.session import Session
from kg.query.solutions import Literal, Result, Row, Solutions, Term
from kg.store.sparql_tokens import tokens

_GROUPED = re.compile(  # also within REPLACE(…, "…", "…")
    r'SEPARATOR\s*=\s*"([^"]*)"\s*\)(?:(?:\s*,\s*"[^"]*")+\s*\))?\s*AS\s*[?$](\w+)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A saved query with its parameters in place."""

    query: SavedQuery
    text: str  #: SPARQL without parameters
    arguments: dict[str, tuple[str, ...]]  #: what the user typed
    terms: dict[str, tuple[Term, ...]]  #: what it means here and today, defaults included


def today() -> date:
    """Return the day that relative dates count from, in UTC."""
    return datetime.now(UTC).date()


def prepare(
    query: SavedQuery, arguments: Mapping[str, Sequence[str]], session: Session, day: date | None = None
) -> PreparedQuery:
    """Check the parameters against the graph and put them into the query.

    Raises:
        UsageError: one is unknown, missing, wrong or ambiguous.
    """
    if not query.parameters and not arguments:  # no need to wait for the index
        return PreparedQuery(query, query.text, {}, {})
    terms = resolve_arguments(
        query.parameters, arguments, ValueContext(session.index, session.prefixes, day or today()), query.name
    )
    return PreparedQuery(
        query, bind(query.text, terms), {name: tuple(texts) for name, texts in arguments.items()}, terms
    )


def execute(prepared: PreparedQuery, session: Session, timeout: float | None = 30, limit: int | None = None) -> Result:
    """Ask, and return the answer in a settled order: that of the query, or else by the rows' own values.

    Lists that the query puts together within a cell are sorted, for the engine may give them in any order.
    """
    query = prepared.query
    result = session.ask(prepared.text, query.timeout or timeout, limit or query.limit)
    return deterministic_order(result, prepared.text) if isinstance(result, Solutions) else result


def deterministic_order(result: Solutions, text: str) -> Solutions:
    """Return the rows in an order that doesn't depend on the engine."""
    lists = {name: separator for separator, name in _GROUPED.findall(text)}
    columns = {i: lists[name] for i, name in enumerate(result.variables) if name in lists}
    rows = [_sorted_lists(row, columns) for row in result.rows] if columns else list(result.rows)
    if not _ordered(text):
        rows.sort(key=lambda row: [("", "") if term is None else (type(term).__name__, term.value) for term in row])
    return replace(result, rows=tuple(rows))


def _sorted_lists(row: Row, columns: Mapping[int, str]) -> Row:
    cells = list(row)
    for i, separator in columns.items():
        term = cells[i]
        if isinstance(term, Literal) and separator in term.value:
            cells[i] = replace(term, value=separator.join(sorted(term.value.split(separator))))
    return tuple(cells)


def _ordered(text: str) -> bool:
    """Tell whether the rows have an order, by an ORDER after the last group."""
    words = [token.text.upper() for token in tokens(text)]
    last = max((i for i, word in enumerate(words) if word == "}"), default=-1)
    return "ORDER" in words[last + 1 :]


def drop_column(result: Solutions, column: str) -> Solutions:
    """Return the result without a column, if it has it."""
    if column not in result.variables:
        return result
    place = result.variables.index(column)
    rows = tuple(row[:place] + row[place + 1 :] for row in result.rows)
    return replace(result, variables=result.variables[:place] + result.variables[place + 1 :], rows=rows)
