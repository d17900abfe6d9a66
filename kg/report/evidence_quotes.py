"""Look up the quotes that are evidence for the rows of a result, with claimants and sources. Formats nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Row, Solutions

MAX_PER_ROW = 20  #: quotes of a row
MAX_NODES = 6_000  #: claims and events of a result whose quotes are looked up


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote of an article, and the claim that it is evidence for."""

    text: str
    claimants: tuple[str, ...]  #: labels; empty: the article in its own voice
    stance: str  #: affirmed, denied or undetermined
    certainty: str
    modality: str
    title: str
    outlet: str
    date: str  #: of publication; empty: not known
    url: str  #: only http and https; empty: none
    claim: str  #: IRI


QuotesByNode = dict[str, tuple[Quote, ...]]  #: by the IRI of a claim or an event


def evidence_nodes(row: Row, column: int | None) -> list[str]:
    """Return the claims or events that are evidence for a row: the IRIs of its evidence cell."""
    term = row[column] if column is not None else None
    return [word for word in term.value.split() if "://" in word] if term is not None else []


def find_evidence_column(result: Solutions, preferred: str) -> int | None:
    """Return the number of the evidence column: the preferred one, or else one called claims, claim or event."""
    for name in (preferred, "claims", "claim", "event"):
        if name in result.variables:
            return result.variables.index(name)
    return None


def quotes_by_node(result: Solutions, column: int | None, session: Session) -> QuotesByNode:
    """Return the quotes of the claims or events in the evidence column, at most some for each row and in all."""
    nodes: dict[str, None] = {}
    for row in result.rows:
        if len(nodes) >= MAX_NODES:
            break
        nodes.update(dict.fromkeys(evidence_nodes(row, column)[:MAX_PER_ROW]))
    return _merge_claimants(look_up(session, "quotes", nodes, timeout=120), session)


def _merge_claimants(found: Solutions, session: Session) -> QuotesByNode:
    """Return a quote for each claim of a node, with all claimants of the claim."""
    rows = sorted({tuple("" if term is None else term.value for term in row) for row in found.rows}, key=_sort_key)
    labels = session.index.labels(row[2] for row in rows)
    claimants: dict[tuple[str, Quote], dict[str, None]] = {}
    for row in rows:
        names = claimants.setdefault((row[0], _quote(row)), {})
        if row[2] != row[8]:
            names[labels.get(row[2], row[2])] = None
    by_node: dict[str, list[Quote]] = {}
    for (node, quote), names in claimants.items():
        by_node.setdefault(node, []).append(replace(quote, claimants=tuple(names)))
    return {node: tuple(quotes) for node, quotes in by_node.items()}


def _sort_key(row: tuple[str, ...]) -> tuple[object, ...]:
    """Return node, publication, article, offset and the rest."""
    return row[0], row[11], row[8], int(row[7] or 0), row[1:]


def _quote(row: tuple[str, ...]) -> Quote:
    _, claim, _, stance, certainty, modality, words, _, article, title, outlet, date, url = row
    stance, certainty, modality = (code.rsplit("/", 1)[-1] for code in (stance, certainty, modality))
    web = url if url.startswith(("https://", "http://")) else ""
    return Quote(words, (), stance, certainty, modality, title or article, outlet, date, web, claim)
