"""Tell what kinds of values an answer's columns hold, and say its cells in words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kg.query.display_names import curie, visible
from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Iri, Literal, Solutions, Term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_NUMBERS = {_XSD + name for name in ("integer", "nonNegativeInteger", "int", "long", "decimal", "double", "float")}
_TIMES = {_XSD + name for name in ("date", "dateTime", "gYearMonth", "gYear", "gMonthDay")}


@dataclass(frozen=True, slots=True)
class Names:
    """How IRIs are called: by label, or else by short name."""

    labels: Mapping[str, str]
    prefixes: Mapping[str, str]
    links: Mapping[str, str] = field(default_factory=dict)  #: addresses of articles by IRI

    def said(self, term: Term | None) -> str:
        """Return a cell's text on one line; empty if it is unbound."""
        if term is None:
            return ""
        if isinstance(term, Iri):
            return visible(self.labels.get(term.value) or curie(term.value, self.prefixes))
        return visible(term.value)


def names_for(result: Solutions, session: Session) -> Names:
    """Return the names of the IRIs of an answer; an article is called by its outlet and title."""
    labels = session.result_labels(result)
    links: dict[str, str] = {}
    space = session.prefixes.get("article", "")
    articles = sorted({t.value for row in result.rows for t in row if isinstance(t, Iri) and t.value.startswith(space)})
    for article, outlet, title, url in look_up(session, "articles", articles).rows:
        if article is not None:
            named = f"“{title.value}”" if title else f"article {labels.get(article.value, '')}".strip()
            labels[article.value] = f"{outlet.value}, {named}" if outlet else named
            links |= {article.value: url.value} if url else {}
    return Names(labels, session.prefixes, links)


def kinds(result: Solutions) -> dict[str, str]:
    """Return "number", "time", "node", "text" or "" (nothing but empty cells) by column."""
    found: dict[str, str] = {}
    for i, name in enumerate(result.variables):
        some = {_kind(row[i]) for row in result.rows if row[i] is not None}
        found[name] = some.pop() if len(some) == 1 else "text" if some else ""
    return found


def number(term: Term | None) -> float | None:
    """Return a cell's number, if it is one."""
    try:
        return float(term.value) if isinstance(term, Literal) and term.datatype in _NUMBERS else None
    except ValueError:
        return None


def _kind(term: Term | None) -> str:
    if isinstance(term, Literal):
        return "number" if term.datatype in _NUMBERS else "time" if term.datatype in _TIMES else "text"
    return "node"
