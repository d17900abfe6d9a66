"""Find the words that stand behind the rows of an answer, with who says them and where. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice

from kg.query.ask import Session
from kg.query.rdf import rdf_term
from kg.query.solutions import Iri, Row, Solutions

A_ROW = 20  #: quotes that a row shows at most
IN_ALL = 6_000  #: claims and events whose words are looked up for one answer
_AT_ONCE = 400
_QUERY = """SELECT DISTINCT
  ?node ?claim ?who ?stance ?certainty ?modality ?words ?begin ?article ?title ?outlet ?date ?url WHERE {
  { SELECT DISTINCT ?node ?claim WHERE { VALUES ?node { NODES_HERE }
    { ?node cno:claimant ?any . BIND (?node AS ?claim) } UNION { ?claim cno:about ?node } } }
  ?claim cno:evidence ?mention ; cno:claimant ?who ; cno:polarity ?stance ;
         cno:certainty ?certainty ; cno:modality ?modality .
  ?mention nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:referenceContext ?article .
  OPTIONAL { ?article dcterms:title ?given }
  OPTIONAL { ?article rdfs:label ?label } BIND (COALESCE(?given, CONCAT("article ", STR(?label))) AS ?title)
  OPTIONAL { ?article dcterms:publisher ?outlet }
  OPTIONAL { ?article dcterms:issued ?date } OPTIONAL { ?article schema:url ?url }
}"""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, and whose claim they are."""

    words: str
    who: tuple[str, ...]  #: names; empty: the article in its own voice
    stance: str  #: affirmed, denied or undetermined
    certainty: str
    modality: str
    title: str
    outlet: str
    date: str  #: of publication; empty: not known
    url: str  #: only http and https; empty: none
    claim: str  #: IRI


Quotes = dict[str, tuple[Quote, ...]]  #: by the IRI of a claim or an event


def nodes_of(row: Row, place: int | None) -> list[str]:
    """Return the claims or events that stand behind a row: the IRIs of its evidence cell."""
    term = row[place] if place is not None else None
    return [word for word in term.value.split() if "://" in word] if term is not None else []


def evidence_column(result: Solutions, named: str) -> int | None:
    """Return the place of the evidence: the column that is named, or else one called claims, claim or event."""
    for name in (named, "claims", "claim", "event"):
        if name in result.variables:
            return result.variables.index(name)
    return None


def quotes(result: Solutions, place: int | None, session: Session) -> Quotes:
    """Return the quotes of an answer's first rows by claim or event, a few for each row."""
    wanted: dict[str, None] = {}
    for row in result.rows:
        if len(wanted) >= IN_ALL:
            break
        wanted.update(dict.fromkeys(nodes_of(row, place)[:A_ROW]))
    found: Quotes = {}
    nodes = iter(wanted)
    while some := list(islice(nodes, _AT_ONCE)):
        found.update(_asked(some, session))
    return found


def _asked(nodes: Iterable[str], session: Session) -> Quotes:
    values = " ".join(_written(node) for node in nodes)
    answer = session.ask(_QUERY.replace("NODES_HERE", values), timeout=120)
    assert isinstance(answer, Solutions)
    plain = sorted({tuple("" if term is None else term.value for term in row) for row in answer.rows}, key=_order)
    labels = session.index.labels(row[2] for row in plain)
    tellers: dict[tuple[str, Quote], dict[str, None]] = {}  # a claim may have several claimants
    for row in plain:
        names = tellers.setdefault((row[0], _quote(row)), {})
        if row[2] != row[8]:
            names[labels.get(row[2], row[2])] = None
    by_node: dict[str, list[Quote]] = {}
    for (node, quote), names in tellers.items():
        by_node.setdefault(node, []).append(replace(quote, who=tuple(names)))
    return {node: tuple(some) for node, some in by_node.items()}


def _order(row: tuple[str, ...]) -> tuple[object, ...]:
    """Return what rows are sorted by: node, publication, article, place in it."""
    return row[0], row[11], row[8], int(row[7] or 0), row[1:]


def _quote(row: tuple[str, ...]) -> Quote:
    _, claim, _, stance, certainty, modality, words, _, article, title, outlet, date, url = row
    stance, certainty, modality = (code.rsplit("/", 1)[-1] for code in (stance, certainty, modality))
    web = url if url.startswith(("https://", "http://")) else ""
    return Quote(words, (), stance, certainty, modality, title or article, outlet, date, web, claim)


def _written(node: str) -> str:
    try:
        return str(rdf_term(Iri(node)))
    except ValueError:
        return ""
