"""Score the pairs of events that `cno:mayBeSameAs` links, for a person to decide. Reads the store; links nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.inference import INFERRED
from kg.links.candidate_pairs import CandidatePair
from kg.links.event_linking import shared_roles
from kg.links.event_records import EventRecord, EventRecords
from kg.store.identity_resolution import LINKS, MAY_BE
from kg.vocab.lexicon import load_lexicon

_SAME_ARTICLE = 0.4  #: of two events of one article, which it may report twice
_DIFFERENT_ARTICLES = 0.6  #: of two events of different articles
_BOTH_ROLES, _OTHER_FEATURE = 0.15, 0.05


def event_candidate_pairs(store: Store) -> list[CandidatePair]:
    """Return the linked pairs of events, best first."""
    scorer = _PairScorer(store)
    linked = {_ends(q) for q in store.quads_for_pattern(None, MAY_BE, None) if q.graph_name != INFERRED and _is_link(q)}
    across_articles = {_ends(q) for q in store.quads_for_pattern(None, MAY_BE, None, LINKS)}
    pairs = [scorer.pair(*ends, _DIFFERENT_ARTICLES if ends in across_articles else _SAME_ARTICLE) for ends in linked]
    return sorted(pairs, key=lambda p: (-p.score, -p.mentions, p.one, p.other))


def _is_link(quad: Quad) -> bool:
    return isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)


def _ends(quad: Quad) -> tuple[str, str]:
    first, second = sorted((quad.subject.value, quad.object.value))  # type: ignore[union-attr]
    return first, second


class _PairScorer:
    """Scores pairs of events of one store by features."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._records = EventRecords(store)
        self._lexicon = load_lexicon()

    def pair(self, first: str, second: str, base_score: float) -> CandidatePair:
        nodes = NamedNode(first), NamedNode(second)
        one, other = (self._records.event(node) for node in nodes)
        features = list(self._features(one, other)) if one and other else []
        score = base_score + sum(weight for weight, _ in features)
        reasons = tuple(words for _, words in features) or ("the article may tell it twice",)
        gives_way, stays = sorted(nodes, key=lambda n: (self._statement_count(n), self._article_count(n), n.value))
        return CandidatePair(
            gives_way.value, stays.value, round(score, 2), reasons, min(map(self._article_count, nodes))
        )

    def _features(self, one: EventRecord, other: EventRecord) -> Iterator[tuple[float, str]]:
        """Yield what two events agree in, in words for a reader, with its weight."""
        roles = shared_roles(one, other, self._records, self._lexicon)
        if roles:
            yield (_BOTH_ROLES, "both sides agree") if roles > 1 else (0.0, "one side agrees")
        if one.action == other.action:
            yield _OTHER_FEATURE, "the same action"
        if one.places & other.places:
            yield _OTHER_FEATURE, "the same place"
        if (one.first_day, one.last_day) == (other.first_day, other.last_day):
            yield _OTHER_FEATURE, "the same day"

    def _statement_count(self, event: NamedNode) -> int:
        """Return the number of an event's property values."""
        return len({(q.predicate, q.object) for q in self._store.quads_for_pattern(event, None, None)})

    def _article_count(self, event: NamedNode) -> int:
        return len(self._records.articles(event))
