"""Find the words that stand behind the rows of an answer, with who says them and where. Draws nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.query.lookups import look_up
from kg.query.session import Session
from kg.query.solutions import Row, Solutions

A_ROW = 20  #: quotes that a row shows at most
IN_ALL = 6_000  #: claims and events whose words are looked up for one answer


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
    return _by_node(look_up(session, "quotes", wanted, timeout=120), session)


def _by_node(answer: Solutions, session: Session) -> Quotes:
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
