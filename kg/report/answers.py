"""Get the answer to a saved query with all that a report shows of it: names, quotes, links. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from kg.errors import UsageError
from kg.query.ask import Session
from kg.query.prepared import Prepared, answer
from kg.query.rdf import rdf_term
from kg.query.solutions import Iri, Literal, Solutions, Truth
from kg.report.columns import Names, names_for
from kg.report.quotes import Quotes, evidence_column, quotes

_XSD = "http://www.w3.org/2001/XMLSchema#"
_AT_ONCE = 400
_LINKS = """SELECT ?article (SAMPLE(?to) AS ?url) WHERE {
  VALUES ?article { NODES_HERE } ?article schema:url ?to } GROUP BY ?article"""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and what stands behind it."""

    prepared: Prepared
    result: Solutions
    names: Names
    evidence: int | None  #: the column whose claims or events give the quotes
    quotes: Quotes
    links: dict[str, str]  #: addresses of articles by IRI

    @property
    def hides_evidence(self) -> bool:
        """Whether the evidence is a list or a claim, which people read as quotes and not as a column."""
        return self.evidence is not None and self.result.variables[self.evidence] in ("claims", "claim", "events")


def get(prepared: Prepared, session: Session, timeout: float | None) -> Answer:
    """Ask, and look up the names and the words that the answer needs.

    Raises:
        UsageError: the query gives statements, not rows.
        QueryError: it is wrong or failed.
        QueryTimeout: it took too long.
    """
    result = answer(prepared, session, timeout)
    if isinstance(result, Truth):
        result = Solutions(
            ("answer",), ((Literal(str(result.value).lower(), datatype=_XSD + "boolean"),),), result.seconds
        )
    if not isinstance(result, Solutions):
        raise UsageError(f"{prepared.query.name}: gives statements, and reports show rows; write it with SELECT")
    place = evidence_column(result, prepared.query.evidence)
    return Answer(
        prepared, result, names_for(result, session), place, quotes(result, place, session), _links(result, session)
    )


def graph_version(session: Session) -> str:
    """Return what tells this state of the graph from others: when it was written, and its size."""
    written = datetime.fromtimestamp(session.modified, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"{written}, {session.index.sizes()[0]:,} statements"


def _links(result: Solutions, session: Session) -> dict[str, str]:
    space = session.prefixes.get("article", "")
    cells = {
        term.value for row in result.rows for term in row if isinstance(term, Iri) and term.value.startswith(space)
    }
    articles, found = sorted(iri for iri in cells if "#" not in iri), {}
    for start in range(0, len(articles), _AT_ONCE):
        nodes = " ".join(str(rdf_term(Iri(iri))) for iri in articles[start : start + _AT_ONCE])
        rows = session.ask(_LINKS.replace("NODES_HERE", nodes), timeout=60)
        assert isinstance(rows, Solutions)
        found.update({article.value: url.value for article, url in rows.rows if article and url})
    return found
