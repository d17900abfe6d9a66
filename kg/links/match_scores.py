"""Weigh the pairs of events that `cno:mayBeSameAs` links, for a person to decide. Reads the store; links nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import NamedNode, Store

from kg.graph.inference import INFERRED
from kg.links.candidate_pairs import Pair
from kg.links.event_linking import shared_sides
from kg.links.event_records import Telling, Told
from kg.store.identity_resolution import LINKS, MAY_BE
from kg.vocab.lexicon import Lexicon, load_lexicon

_WITHIN = 0.4  #: of two events of one article, which it may tell twice
_ACROSS = 0.6  #: of two events of different articles
_BOTH_SIDES, _EACH = 0.15, 0.05


def event_pairs(store: Store) -> list[Pair]:
    """Return the linked pairs of events, best first."""
    telling, words = Telling(store), load_lexicon()
    ends = {tuple(sorted((q.subject.value, q.object.value))) for q in store.quads_for_pattern(None, MAY_BE, None)
            if q.graph_name != INFERRED and isinstance(q.subject, NamedNode) and isinstance(q.object, NamedNode)
            }  # fmt: skip
    across = {tuple(sorted((str(q.subject.value), str(q.object.value))))  # type: ignore[union-attr]
              for q in store.quads_for_pattern(None, MAY_BE, None, LINKS)}  # fmt: skip
    pairs = [_pair(store, NamedNode(a), NamedNode(b), (a, b) in across, telling, words) for a, b in ends]
    return sorted(pairs, key=lambda p: (-p.score, -p.uses, p.one, p.other))


def _pair(store: Store, a: NamedNode, b: NamedNode, across: bool, telling: Telling, words: Lexicon) -> Pair:
    one, other = telling.event(a), telling.event(b)
    agree = list(_agreeing(one, other, telling, words)) if one and other else []
    score = (_ACROSS if across else _WITHIN) + sum(weight for weight, _ in agree)
    why = tuple(word for _, word in agree) or ("the article may tell it twice",)
    gives_way, stays = sorted((a, b), key=lambda n: (_told(store, n), len(telling.articles(n)), n.value))
    uses = min(len(telling.articles(n)) for n in (a, b))
    return Pair(gives_way.value, stays.value, round(score, 2), why, uses)


def _agreeing(one: Told, other: Told, telling: Telling, words: Lexicon) -> Iterator[tuple[float, str]]:
    """Yield what two events agree in, with its weight."""
    sides = shared_sides(one, other, telling, words)
    yield from [(_BOTH_SIDES, "both sides agree")] if sides > 1 else [(0.0, "one side agrees")] if sides else []
    if one.action == other.action:
        yield _EACH, "the same action"
    if one.places & other.places:
        yield _EACH, "the same place"
    if (one.first, one.last) == (other.first, other.last):
        yield _EACH, "the same day"


def _told(store: Store, event: NamedNode) -> int:
    """Return how much is told of an event: the statements of its description."""
    return len({(q.predicate, q.object) for q in store.quads_for_pattern(event, None, None)})
