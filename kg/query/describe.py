"""Tell what the graph holds about one node."""

from __future__ import annotations

import time

from kg.errors import QueryError
from kg.query.display_names import curie, expand
from kg.query.lookups import is_iri, look_up
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Solutions

_MOST_POINTING = 20
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def find_node(text: str, session: Session) -> str:
    """Return the IRI that a curie, an IRI, or a label in or without quotes stands for.

    Raises:
        QueryError: nothing has that label, or several things have.
    """
    name = text.strip()
    if iri := expand(name, session.prefixes):
        return iri
    label = name.strip("\"'")
    named = session.index.nodes_labelled(label)
    if len(named) == 1:
        return named[0]
    found = named or [node.iri for node in session.index.search(label, 6)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise QueryError(f"nothing is called '{label}'; \\find and kg search look for parts of words")
    some = ", ".join(curie(iri, session.prefixes) for iri in found[:5])
    raise QueryError(f"'{label}' may be {some}{', …' if len(found) > 5 else ''}; name one of them")


def search(text: str, session: Session, limit: int = 20) -> Solutions:
    """Return the nodes whose labels hold words that start like those of the text, best first, with their classes."""
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


def describe(iri: str, session: Session) -> Solutions:
    """Return what is said of a node (→), and the first twenty statements that point to it (←)."""
    about, pointing = _asked("about", iri, session), _asked("pointing", iri, session, _MOST_POINTING)
    rows = [(Literal("→"), *row) for row in about.rows] + [(Literal("←"), *row) for row in pointing.rows]
    return Solutions(("", "property", "value"), tuple(rows), about.seconds + pointing.seconds, pointing.truncated)


def _asked(name: str, iri: str, session: Session, limit: int | None = None) -> Solutions:
    if not is_iri(iri):
        raise QueryError(f"<{iri}> is no IRI; it can't be described")
    return look_up(session, name, [iri], timeout=30, limit=limit)
