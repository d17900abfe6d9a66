"""Look nodes of a graph up, by queries of the program's own: the `.rq` files beside this one, about `$node`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from kg.query.binding import bind
from kg.query.rdf_terms import rdf_term
from kg.query.solutions import Iri, Row, Solutions

if TYPE_CHECKING:
    from kg.query.session import Session

_AT_ONCE = 400  #: nodes in one query, which must not get too long


def look_up(
    session: Session, name: str, nodes: Iterable[str], *, timeout: float | None = 60, limit: int | None = None
) -> Solutions:
    """Return what a look-up finds of nodes, given by their IRIs; what is no IRI is left out.

    Args:
        session: the graph.
        name: of the file, without its ending.
        nodes: some hundred at a time are asked for.
        timeout: seconds for each time.
        limit: most rows of each time.

    Raises:
        QueryError: it failed.
        QueryTimeout: it took too long.
    """
    text = Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
    wanted = [Iri(node) for node in nodes if is_iri(node)]
    found: list[Solutions] = []
    for start in range(0, len(wanted), _AT_ONCE):
        answer = session.ask(bind(text, {"node": wanted[start : start + _AT_ONCE]}), timeout, limit, graphs=())
        assert isinstance(answer, Solutions)  # they all select
        found.append(answer)
    return _joined(found)


def is_iri(text: str) -> bool:
    """Tell whether the engine takes a text for an IRI."""
    try:
        rdf_term(Iri(text))
    except ValueError:
        return False
    return True


def _joined(found: Sequence[Solutions]) -> Solutions:
    rows: tuple[Row, ...] = tuple(row for one in found for row in one.rows)
    names = found[0].variables if found else ()
    return Solutions(names, rows, sum(one.seconds for one in found), any(one.truncated for one in found))
