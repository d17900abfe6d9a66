"""Say of an answer without rows whether nothing is reported or nothing was found. Queries the graph."""

from __future__ import annotations

from kg.errors import KgError
from kg.query.binding import bind
from kg.query.prepared_queries import PreparedQuery
from kg.query.session import Session
from kg.query.solutions import Solutions

_TIMEOUT = 10  #: seconds; without an answer the cautious words are right

# How many articles are published in the days asked for, tell of them, or have no known day, and how many gave a claim.
_ARTICLES = """
PREFIX cno: <https://w3id.org/conflict-news/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
SELECT (COUNT(DISTINCT ?article) AS ?articles) (COUNT(DISTINCT ?telling) AS ?withClaims) WHERE {
  ?article a cno:Article .
  OPTIONAL { ?article dcterms:issued ?published }
  OPTIONAL { ?claim cno:reportedIn ?article ; cno:about ?event . BIND (?article AS ?telling)
    OPTIONAL { ?event cno:earliest ?from ; cno:latest ?to } }
  FILTER (!BOUND($since) || COALESCE(?published >= $since, false) || COALESCE(?to >= $since, !BOUND(?published)))
  FILTER (!BOUND($until) || COALESCE(?published <= $until, false) || COALESCE(?from <= $until, !BOUND(?published)))
}"""


def empty_answer_text(prepared: PreparedQuery, session: Session) -> str:
    """Return a sentence for an answer without rows.

    Nothing is reported only where no article is of the days that are asked for; what a machine read it may have
    overlooked.
    """
    counts = _article_counts(prepared, session)
    if counts is None:
        return "We found nothing of this kind in this graph; it may be reported all the same."
    articles, telling = counts
    if not articles:
        period = " of the days asked for" if _days(prepared) else ""
        return f"Nothing of this kind is reported: this graph has no article{period}."
    plural = "s" * (articles != 1)
    return (
        f"We found nothing of this kind in {articles:,} article{plural}, of which {telling:,} gave a claim. "
        "A machine read them and overlooks things: it may be reported all the same."
    )


def _days(prepared: PreparedQuery) -> dict[str, str]:
    """Return the query's variables of days by what they bound: "since" and "until"."""
    parameters = (p for p in prepared.query.parameters if p.type == "date")
    variables = {p.variable or p.name: "until" if p.edge == "end" else "since" for p in parameters}
    return {bound: name for name, bound in variables.items() if prepared.terms.get(name)}


def _article_counts(prepared: PreparedQuery, session: Session) -> tuple[int, int] | None:
    """Return the numbers of articles of the days asked for, and of those with claims; None: the graph did not say."""
    days = {bound: prepared.terms[name] for bound, name in _days(prepared).items()}
    try:
        result = session.ask(bind(_ARTICLES, days), _TIMEOUT)
    except KgError:
        return None
    if not isinstance(result, Solutions) or len(result.rows) != 1:
        return None
    articles, telling = (int(term.value) if term else 0 for term in result.rows[0])
    return articles, telling
