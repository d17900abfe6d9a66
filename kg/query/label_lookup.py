"""Query a graph for labels that its index lacks: of an endpoint's nodes, or in preferred languages."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence

from kg.errors import QueryError, QueryTimeout
from kg.query.lookups import Queryable, look_up
from kg.query.solutions import Literal, Term

_MAX_NODES = 200  # that an endpoint is asked for at once
_TIMEOUT = 3  # seconds


class EndpointLabels:
    """Labels that an endpoint was asked for, each once."""

    def __init__(self, endpoint: Queryable) -> None:
        self._endpoint = endpoint
        self._cache: dict[str, str | None] = {}  # by IRI; None: the endpoint has none

    def labels(self, iris: set[str]) -> dict[str, str]:
        """Return labels by IRI, of at most two hundred new ones; none of these when the endpoint is slow."""
        new = sorted(iris - self._cache.keys())[:_MAX_NODES]
        self._cache.update(dict.fromkeys(new))
        if new:
            with contextlib.suppress(QueryError, QueryTimeout):
                found = look_up(self._endpoint, "labels", new, timeout=_TIMEOUT)
                self._cache.update((row[0].value, row[1].value) for row in found.rows if row[0] and row[1])
        return {iri: label for iri in iris if (label := self._cache.get(iri))}


def preferred_labels(graph: Queryable, iris: Iterable[str], languages: Sequence[str]) -> dict[str, str]:
    """Return labels by IRI in the best of the languages, best first; none when there are none or the graph is slow."""
    best: dict[str, tuple[int, bool, str]] = {}
    with contextlib.suppress(QueryError, QueryTimeout):
        for node, text, preferred in look_up(graph, "labels_by_language", sorted(iris), timeout=_TIMEOUT).rows:
            rank = _language_rank(text, languages)
            if node is not None and text is not None and rank is not None:
                candidate = (rank, preferred is None, text.value)
                best[node.value] = min(best.get(node.value, candidate), candidate)
    return {iri: text for iri, (_, _, text) in best.items()}


def _language_rank(text: Term | None, languages: Sequence[str]) -> int | None:
    """Return the position of a label's language among those preferred; "pt" stands for "pt-br", too."""
    language = (text.language or "").lower() if isinstance(text, Literal) else ""
    ranks = (n for n, one in enumerate(languages) if language == one or language.startswith(f"{one}-"))
    return next(ranks, None)
