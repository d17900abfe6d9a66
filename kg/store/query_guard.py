"""Refuse queries and updates that no worker should run. Reads them as text, by tokens; knows no store."""

from __future__ import annotations

from kg.errors import QueryError
from kg.store.sparql_tokens import Token, first_keyword, tokens

MAX_CHARACTERS = 100_000  #: characters
MAX_DEPTH = 200  #: open brackets, or unary signs before one value

_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])


def check_query(text: str, *, is_remote: bool = False) -> None:
    """Check that a query may run.

    Oxigraph would send requests for SERVICE and LOAD, crashes on deep nesting, and takes very long over long texts.

    Args:
        text: The query.
        is_remote: Whether an endpoint that the user named will run it, so that SERVICE is up to that endpoint.

    Raises:
        QueryError: the query is too long, nested too deeply, calls another server, or would change the graph.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(f"query: it has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read; shorten it")
    query_tokens = list(tokens(text))
    _check_depth(query_tokens)
    _check_form(query_tokens)
    if not is_remote and _may_contain("SERVICE", text, query_tokens):
        raise QueryError("query: SERVICE sends data to another server, and queries don't reach the network; drop it")


def is_update(text: str) -> bool:
    """Tell whether a text would change a graph, by the first word behind the prologue."""
    return first_keyword(tokens(text)) in _UPDATES


def has_from_clause(text: str) -> bool:
    """Tell whether a query says itself which graphs it asks."""
    return any(token.kind == "word" and token.text.upper() == "FROM" for token in tokens(text))


def check_update(text: str) -> None:
    """Check that an update may run.

    Raises:
        QueryError: it is too long, nested too deeply, or calls another server.
    """
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"query: it has {len(text):,} characters, and at most {MAX_CHARACTERS:,} are read; kg import reads files"
        )
    query_tokens = list(tokens(text))
    _check_depth(query_tokens)
    if _may_contain("LOAD", text, query_tokens) or _may_contain("SERVICE", text, query_tokens):
        raise QueryError("query: LOAD and SERVICE reach for the network, and updates don't; kg import reads files")


def nesting_depth(query_tokens: list[Token]) -> int:
    """Return how deep brackets, or unary signs before one value, are nested at most."""
    depth = signs = deepest = 0
    for token in query_tokens:
        depth += (token.kind == "open") - (token.kind == "close")
        signs = signs + 1 if token.kind == "sign" else 0
        deepest = max(deepest, depth, signs)
    return deepest


def _check_depth(query_tokens: list[Token]) -> None:
    if (depth := nesting_depth(query_tokens)) > MAX_DEPTH:
        raise QueryError(f"query: it is nested {depth} deep, and at most {MAX_DEPTH} are read; make it flatter")


def _check_form(query_tokens: list[Token]) -> None:
    """Refuse updates, by the first word behind the prologue."""
    first = first_keyword(query_tokens)
    if first in _UPDATES:
        raise QueryError(f"query: {first} would change the graph, and graphs are read-only here; use SELECT or ASK")


def _may_contain(keyword: str, text: str, query_tokens: list[Token]) -> bool:
    """Tell whether the engine could read a keyword anywhere, as it does in "trueSERVICE:a {}", too.

    "?a <'b> '" may be a comparison: then strings end elsewhere for the engine, and may hide the keyword here.
    """
    is_ambiguous = any(token.kind == "iri" and "'" in token.text for token in query_tokens)
    if is_ambiguous and keyword in text.upper():
        return True
    suspects = (token.text.partition(":")[0] for token in query_tokens if token.kind in ("word", "name", "number"))
    return any(keyword in suspect.upper() for suspect in suspects)
