"""Labels of the terms of a result, as people read them. Queries the graph; formats no tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.query.display_names import curie, visible
from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Iri, Solutions, Term


@dataclass(frozen=True, slots=True)
class TermLabels:
    """Labels of IRIs, with CURIEs for those without one."""

    labels: Mapping[str, str]  #: by IRI
    prefixes: Mapping[str, str]
    addresses: Mapping[str, str] = field(default_factory=dict)  #: URLs of articles by IRI

    def text(self, term: Term | None) -> str:
        """Return a cell's text on one line; empty if it is unbound."""
        if term is None:
            return ""
        if isinstance(term, Iri):
            return visible(self.labels.get(term.value) or curie(term.value, self.prefixes))
        return visible(term.value)


def term_labels(result: Solutions, session: Session) -> TermLabels:
    """Return the labels of a result's IRIs; the label of an article is its outlet and title."""
    labels = session.result_labels(result)
    addresses: dict[str, str] = {}
    space = session.prefixes.get("article", "")
    articles = sorted({t.value for row in result.rows for t in row if isinstance(t, Iri) and t.value.startswith(space)})
    for article, outlet, title, url in look_up(session, "articles", articles).rows:
        if article is not None:
            name = f"“{title.value}”" if title else f"article {labels.get(article.value, '')}".strip()
            labels[article.value] = f"{outlet.value}, {name}" if outlet else name
            addresses |= {article.value: url.value} if url else {}
    return TermLabels(labels, session.prefixes, addresses)
