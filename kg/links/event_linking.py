"""Link events of different articles that may be one, by a rule that docs/review.md tells as a table.

From `cno:mayBeSameAs` nothing follows; it is a hint for a reader, and for whoever decides. What a link says depends on
the two events alone, never on when their articles came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

from pyoxigraph import NamedNode, Quad, Store

from kg.links.event_records import Telling, Told
from kg.store.identity_resolution import LINKS, MAY_BE
from kg.vocab.lexicon import Lexicon, load_lexicon

LONGEST = 7  #: days that the date of an event may span, to be compared
NEAR = 1  #: days that may lie between two events


def link(store: Store, fresh: Iterable[NamedNode]) -> int:
    """Link the events of some articles' graphs anew with those of all, and return how many links that makes.

    The cost is that of the fresh articles' events and of the days around them.
    """
    telling, words = Telling(store), load_lexicon()
    links = set()
    for node in sorted({node for graph in fresh for node in telling.of_article(graph)}, key=str):
        unlink(store, node)
        event = telling.event(node)
        if event is not None:
            others = (other for other in _near(event, telling) if may_be_one(event, other, telling, words))
            links |= {_pair(event, other) for other in others}
    store.extend(links)
    return len(links)


def prune(store: Store) -> None:
    """Take back the links of events that no article tells any longer."""
    telling = Telling(store)
    for quad in list(store.quads_for_pattern(None, MAY_BE, None, LINKS)):
        if not all(isinstance(end, NamedNode) and telling.articles(end) for end in (quad.subject, quad.object)):
            store.remove(quad)


def unlink(store: Store, event: NamedNode) -> None:
    """Take back the links of an event."""
    for ends in ((event, None), (None, event)):
        for quad in list(store.quads_for_pattern(ends[0], MAY_BE, ends[1], LINKS)):
            store.remove(quad)


def may_be_one(one: Told, other: Told, telling: Telling, words: Lexicon) -> bool:
    """Tell whether two events may be one: the rule."""
    return (
        one.node != other.node
        and not one.articles & other.articles
        and _days_meet(one, other)
        and _actions_agree(one.action, other.action, words)
        and _places_agree(one, other, telling)
        and _sides_agree(one, other, telling)
        and shared_sides(one, other, telling, words) > 0
    )


def _pair(one: Told, other: Told) -> Quad:
    first, second = sorted((one.node, other.node), key=str)
    return Quad(first, MAY_BE, second, LINKS)


def _near(event: Told, telling: Telling) -> Iterator[Told]:
    """Yield the events whose days may meet those of an event."""
    if (event.last - event.first).days >= LONGEST:
        return
    day = event.first - timedelta(days=LONGEST - 1 + NEAR)
    while day <= event.last + timedelta(days=NEAR):
        yield from telling.of_day(day)
        day += timedelta(days=1)


def _days_meet(one: Told, other: Told) -> bool:
    if max((e.last - e.first).days for e in (one, other)) >= LONGEST:
        return False
    near = timedelta(days=NEAR)
    return one.first <= other.last + near and other.first <= one.last + near


def _actions_agree(one: str, other: str, words: Lexicon) -> bool:
    return one in words.hypernyms(other) or other in words.hypernyms(one)


def _places_agree(one: Told, other: Told, telling: Telling) -> bool:
    return any(a in telling.around(b) or b in telling.around(a) for a in one.places for b in other.places)


def _sides_agree(one: Told, other: Told, telling: Telling) -> bool:
    return all(not a or not b or _meet(a, b, telling) for a, b in _sides(one, other))


def shared_sides(one: Told, other: Told, telling: Telling, words: Lexicon) -> int:
    """Return how many sides two events share: by name, or by the words for who has none; "people" are nobody's."""
    named = sum(_meet(a, b, telling) for a, b in _sides(one, other))
    anybody = words.single_word_forms("Anybody")
    return named + sum(said not in anybody for _, said in one.unnamed & other.unnamed)


def _sides(one: Told, other: Told) -> tuple[tuple[frozenset[NamedNode], frozenset[NamedNode]], ...]:
    return (one.actors, other.actors), (one.targets, other.targets)


def _meet(some: frozenset[NamedNode], others: frozenset[NamedNode], telling: Telling) -> bool:
    return any(a in telling.around(b) or b in telling.around(a) for a in some for b in others)
