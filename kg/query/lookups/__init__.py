"""Query a graph about nodes with the program's own queries: the `.rq` files beside this module, over `$node`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from kg.query.binding import bind
from kg.query.rdf_terms import rdf_term
from kg.query.solutions import Iri, Result, Row, Solutions

_BATCH = 400  # nodes in one query, which must not get too long


class Queryable(Protocol):
    """What answers SPARQL queries, such as a `Session`."""

    def ask(
        self, text: str, timeout: float | None = 30, limit: int | None = None, *, graphs: Sequence[str] | None = None
    ) -> Result:
        """Return the result of a query over the named graphs, which are all graphs if there are none."""
        ...


def look_up(
    graph: Queryable, name: str, nodes: Iterable[str], *, timeout: float | None = 60, limit: int | None = None
) -> Solutions:
    """Return the solutions of a look-up query for nodes; what is no IRI is left out.

    Args:
        graph: what is queried.
        name: of the query's file, without its suffix.
        nodes: IRIs; they are sent in batches of some hundred.
        timeout: seconds for each batch.
        limit: most rows of each batch.

    Raises:
        QueryError: it failed.
        QueryTimeout: it took too long.
    """
    text = Path(__file__).with_name(f"{name}.rq").read_text(encoding="utf-8")
    iris = [Iri(node) for node in nodes if is_iri(node)]
    batches: list[Solutions] = []
    for start in range(0, len(iris), _BATCH):
        result = graph.ask(bind(text, {"node": iris[start : start + _BATCH]}), timeout, limit, graphs=())
        assert isinstance(result, Solutions)  # they are all SELECT queries
        batches.append(result)
    return _concatenated(batches)


def is_iri(text: str) -> bool:
    """Tell whether the engine takes a text for an IRI."""
    try:
        rdf_term(Iri(text))
    except ValueError:
        return False
    return True


def _concatenated(batches: Sequence[Solutions]) -> Solutions:
    rows: tuple[Row, ...] = tuple(row for batch in batches for row in batch.rows)
    variables = batches[0].variables if batches else ()
    return Solutions(variables, rows, sum(batch.seconds for batch in batches), any(one.truncated for one in batches))
