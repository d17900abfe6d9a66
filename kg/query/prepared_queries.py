"""Bind a saved query's arguments and run it with a deterministic order of rows. Knows parameters; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from kg.query.arguments import ValueContext, resolve_arguments
from kg.query.binding import bind
from kg.query.rdf_terms import rdf_term
from kg.query.saved_queries import SavedQuery
from kg.query.session import Session
from kg.query.solutions import Literal, Result, Row, Solutions, Term, Triples
from kg.store.prefixes import declare_prefixes
from kg.store.sparql_tokens import tokens

_GROUP_CONCAT = re.compile(  # also within REPLACE(…, "…", "…")
    r'SEPARATOR\s*=\s*"([^"]*)"\s*\)(?:(?:\s*,\s*"[^"]*")+\s*\))?\s*AS\s*[?$](\w+)', re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class PreparedQuery:
    """A saved query with its arguments bound."""

    query: SavedQuery
    text: str  #: SPARQL with the values in place of the parameters
    arguments: dict[str, tuple[str, ...]]  #: texts by parameter, as the user typed them
    terms: dict[str, tuple[Term, ...]]  #: by variable, as resolved here and today, defaults included


def today() -> date:
    """Return the day that relative dates count from, in UTC."""
    return datetime.now(UTC).date()


def prepare(
    query: SavedQuery, arguments: Mapping[str, Sequence[str]], session: Session, day: date | None = None
) -> PreparedQuery:
    """Resolve the arguments against the graph and bind them.

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


def portable_text(prepared: PreparedQuery, prefixes: Mapping[str, str]) -> str:
    """Return the query as any SPARQL engine takes it: values bound, prefixes declared, no `#+` lines.

    Its title and the values stand in comments. Parameters without a value stay variables that nothing binds.
    """
    lines = [line for line in prepared.text.splitlines() if not line.startswith("#+")]
    values = (f"{name} = {' '.join(str(rdf_term(term)) for term in terms)}" for name, terms in prepared.terms.items())
    comments = [f"# {' '.join(text.split())}" for text in (prepared.query.title, *values) if text]
    return "\n".join([*comments, declare_prefixes("\n".join(lines), prefixes)]).rstrip("\n") + "\n"


def execute(
    prepared: PreparedQuery,
    session: Session,
    timeout: float | None = 30,
    limit: int | None = None,
    *,
    on_partial_result: Callable[[Solutions | Triples], None] | None = None,
) -> Result:
    """Run the query and return its result in a deterministic order; `on_partial_result` is as for `Session.ask`."""
    query = prepared.query
    result = session.ask(
        prepared.text, query.timeout or timeout, limit or query.limit, on_partial_result=on_partial_result
    )
    return deterministic_order(result, prepared.text) if isinstance(result, Solutions) else result


def deterministic_order(result: Solutions, text: str) -> Solutions:
    """Return the rows in the order of the query's ORDER BY, or else by their values.

    Lists of a GROUP_CONCAT are sorted, for the engine may give them in any order.
    """
    lists = {name: separator for separator, name in _GROUP_CONCAT.findall(text)}
    columns = {i: lists[name] for i, name in enumerate(result.variables) if name in lists}
    rows = [_sorted_lists(row, columns) for row in result.rows] if columns else list(result.rows)
    if not _has_order(text):
        rows.sort(key=lambda row: [("", "") if term is None else (type(term).__name__, term.value) for term in row])
    return replace(result, rows=tuple(rows))


def _sorted_lists(row: Row, columns: Mapping[int, str]) -> Row:
    cells = list(row)
    for i, separator in columns.items():
        term = cells[i]
        if isinstance(term, Literal) and separator in term.value:
            cells[i] = replace(term, value=separator.join(sorted(term.value.split(separator))))
    return tuple(cells)


def _has_order(text: str) -> bool:
    """Tell whether an ORDER follows the last group."""
    words = [token.text.upper() for token in tokens(text)]
    last = max((i for i, word in enumerate(words) if word == "}"), default=-1)
    return "ORDER" in words[last + 1 :]


def drop_column(result: Solutions, column: str) -> Solutions:
    """Return the result without a column; the result itself if it has no such column."""
    if column not in result.variables:
        return result
    place = result.variables.index(column)
    rows = tuple(row[:place] + row[place + 1 :] for row in result.rows)
    return replace(result, variables=result.variables[:place] + result.variables[place + 1 :], rows=rows)
