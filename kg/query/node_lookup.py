"""Find nodes by name, and list the statements about one. Knows labels; knows no formats."""

from __future__ import annotations

import time

from kg.errors import QueryError
from kg.query.display_names import curie, expand
from kg.query.lookups import is_iri, look_up
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Solutions

_MAX_INCOMING = 20
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def find_node(text: str, session: Session) -> str:
    """Return the IRI that a CURIE, an IRI, or a label with or without quotes denotes.

    Raises:
        QueryError: no node has that label, or several have.
    """
    name = text.strip()
    if iri := expand(name, session.prefixes):
        return iri
    label = name.strip("\"'")
    found = session.index.nodes_labelled(label) or [node.iri for node in session.index.search(label, 6)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise QueryError(f"nothing is called '{label}'; \\find and kg search look for parts of words")
    candidates = ", ".join(curie(iri, session.prefixes) for iri in found[:5])
    raise QueryError(f"'{label}' may be {candidates}{', …' if len(found) > 5 else ''}; name one of them")


def search_nodes(text: str, session: Session, limit: int = 20) -> Solutions:
    """Return the nodes whose labels hold words that begin like those of the text, best first, with their classes."""
    started = time.monotonic()
    rows = tuple(
        (
            Iri(node.iri),
            Literal(", ".join(curie(iri, session.prefixes) for iri in node.types)),
            Literal(str(node.uses), datatype=_INTEGER),
        )
        for node in session.index.search(text, limit)
    )
    return Solutions(("node", "types", "uses"), rows, time.monotonic() - started)


def node_statements(iri: str, session: Session) -> Solutions:
    """Return the statements with a node as their subject (→), and the first twenty with it as their object (←)."""
    outgoing, incoming = _look_up("outgoing", iri, session), _look_up("incoming", iri, session, _MAX_INCOMING)
    rows = [(Literal("→"), *row) for row in outgoing.rows] + [(Literal("←"), *row) for row in incoming.rows]
    return Solutions(("", "property", "value"), tuple(rows), outgoing.seconds + incoming.seconds, incoming.truncated)


def _look_up(name: str, iri: str, session: Session, limit: int | None = None) -> Solutions:
    if not is_iri(iri):
        raise QueryError(f"<{iri}> is no IRI; it can't be described")
    return look_up(session, name, [iri], timeout=30, limit=limit)
