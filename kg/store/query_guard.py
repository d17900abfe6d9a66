"""Turn away what no worker should see. Reads queries as text, by tokens; knows no store."""

from __future__ import annotations

from kg.errors import QueryError
from kg.store.sparql_tokens import Token, first_keyword, tokens

LARGEST = 100_000  #: characters
DEEPEST = 200  #: open brackets, or signs before one value

_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])


def check_query(text: str, *, elsewhere: bool = False) -> None:
    """Let a query through, or say why not.

    Oxigraph would ask the network for SERVICE and LOAD, crashes on deep nesting, and takes very long over long texts.

    Args:
        text: The query.
        elsewhere: A server that the user named will run it, so that SERVICE is that server's affair.

    Raises:
        QueryError: the query is too long, nested too deeply, asks another server, or would change the graph.
    """
    if len(text) > LARGEST:
        raise QueryError(f"query: it has {len(text):,} characters, and at most {LARGEST:,} are read; shorten it")
    found = list(tokens(text))
    _check_depth(found)
    _check_form(found)
    if not elsewhere and _may_hold("SERVICE", text, found):
        raise QueryError("query: SERVICE sends data to another server, and queries don't reach the network; drop it")


def is_update(text: str) -> bool:
    """Tell whether a text would change a graph, by the first word that is not of the prologue."""
    return first_keyword(tokens(text)) in _UPDATES


def check_update(text: str) -> None:
    """Let an update through, or say why not.

    Raises:
        QueryError: it is too long, nested too deeply, or asks another server.
    """
    if len(text) > LARGEST:
        raise QueryError(
            f"query: it has {len(text):,} characters, and at most {LARGEST:,} are read; kg import reads files"
        )
    found = list(tokens(text))
    _check_depth(found)
    if _may_hold("LOAD", text, found) or _may_hold("SERVICE", text, found):
        raise QueryError("query: LOAD and SERVICE reach for the network, and updates don't; kg import reads files")


def nesting(found: list[Token]) -> int:
    """Return how deep brackets, or signs before one value, are nested at most."""
    depth = signs = deepest = 0
    for token in found:
        depth += (token.kind == "open") - (token.kind == "close")
        signs = signs + 1 if token.kind == "sign" else 0
        deepest = max(deepest, depth, signs)
    return deepest


def _check_depth(found: list[Token]) -> None:
    if (depth := nesting(found)) > DEEPEST:
        raise QueryError(f"query: it is nested {depth} deep, and at most {DEEPEST} are read; make it flatter")


def _check_form(found: list[Token]) -> None:
    """Refuse updates, by the first word that is not of the prologue."""
    first = first_keyword(found)
    if first in _UPDATES:
        raise QueryError(f"query: {first} would change the graph, and graphs are read-only here; use SELECT or ASK")


def _may_hold(keyword: str, text: str, found: list[Token]) -> bool:
    """Tell whether the engine could read a keyword anywhere, which it also does in "trueSERVICE:a {}".

    "?a <'b> '" may be a comparison: then our strings end elsewhere than the engine's, and may hide the keyword.
    """
    doubtful = any(token.kind == "iri" and "'" in token.text for token in found)
    if doubtful and keyword in text.upper():
        return True
    suspects = (token.text.partition(":")[0] for token in found if token.kind in ("word", "name", "number"))
    return any(keyword in suspect.upper() for suspect in suspects)
