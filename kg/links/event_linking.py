"""Link events of different articles that may be the same, by the rule of the table in docs/review.md.

From `cno:mayBeSameAs` nothing follows; it is a hint for a reader, and for whoever decides. A link depends on its two
events alone, not on the order in which their articles came.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import KgError, describe_fault
from kg.links.event_records import EventRecord, EventRecords
from kg.store.identity_resolution import LINKS, MAY_BE
from kg.vocab.lexicon import Lexicon, load_lexicon

NO_EVENTS_FAULT = (KgError, OSError)  #: what ends linking whichever event it comes with
MAX_SPAN = 7  #: days that the date of a linked event may span
MAX_GAP = 1  #: days between two linked events

Nodes = frozenset[NamedNode]


@dataclass(frozen=True, slots=True)
class LinkingResult:
    """What came of linking the events of some graphs."""

    count: int  #: of links
    faults: Mapping[NamedNode, str]  #: graphs some of whose events could not be compared, with what went wrong


def link_events(store: Store, graphs: Iterable[NamedNode]) -> LinkingResult:
    """Link the events of some articles' graphs anew with those of all; an event that cannot be compared has no links.

    The cost grows with the events of these articles and those of the days around them.
    """
    records, lexicon = EventRecords(store), load_lexicon()
    graph_of = {node: graph for graph in graphs for node in records.events_of_graph(graph)}
    links: set[Quad] = set()
    faults: dict[NamedNode, str] = {}
    for node in sorted(graph_of, key=str):
        remove_links(store, node)
        try:
            links.update(_links_of(node, records, lexicon))
        except NO_EVENTS_FAULT:
            raise
        except Exception as fault:
            faults.setdefault(graph_of[node], describe_fault(fault))
    store.extend(links)
    return LinkingResult(len(links), faults)


def _links_of(node: NamedNode, records: EventRecords, lexicon: Lexicon) -> list[Quad]:
    event = records.event(node)
    if event is None:
        return []
    others = _events_close_in_time(event, records)
    return [_link(event, other) for other in others if may_be_same(event, other, records, lexicon)]


def prune_links(store: Store) -> None:
    """Remove the links of events that no article reports any longer."""
    records = EventRecords(store)
    for quad in list(store.quads_for_pattern(None, MAY_BE, None, LINKS)):
        if not all(isinstance(end, NamedNode) and records.articles(end) for end in (quad.subject, quad.object)):
            store.remove(quad)


def remove_links(store: Store, event: NamedNode) -> None:
    """Remove the links of an event."""
    for subject, value in ((event, None), (None, event)):
        for quad in list(store.quads_for_pattern(subject, MAY_BE, value, LINKS)):
            store.remove(quad)


def may_be_same(one: EventRecord, other: EventRecord, records: EventRecords, lexicon: Lexicon) -> bool:
    """Tell whether two events are coreference candidates: the rule."""
    return (
        one.node != other.node
        and not one.articles & other.articles
        and _dates_agree(one, other)
        and _actions_agree(one.action, other.action, lexicon)
        and _any_related(one.places, other.places, records)
        and _roles_agree(one, other, records)
        and shared_roles(one, other, records, lexicon) > 0
    )


def shared_roles(one: EventRecord, other: EventRecord, records: EventRecords, lexicon: Lexicon) -> int:
    """Return how many roles of two events share a filler, by node or, for nameless ones, by words; not "people"."""
    named = sum(_any_related(a, b, records) for a, b in _role_fillers(one, other))
    anybody = lexicon.single_word_forms("Anybody")
    return named + sum(words not in anybody for _, words in one.unnamed & other.unnamed)


def _link(one: EventRecord, other: EventRecord) -> Quad:
    first, second = sorted((one.node, other.node), key=str)
    return Quad(first, MAY_BE, second, LINKS)


def _events_close_in_time(event: EventRecord, records: EventRecords) -> Iterator[EventRecord]:
    """Yield the events whose dates may agree with those of an event."""
    if _span(event) >= MAX_SPAN:
        return
    first = event.first_day.toordinal() - (MAX_SPAN - 1 + MAX_GAP)
    last = event.last_day.toordinal() + MAX_GAP
    for number in range(max(first, date.min.toordinal()), min(last, date.max.toordinal()) + 1):
        yield from records.events_starting_on(date.fromordinal(number))


def _span(event: EventRecord) -> int:
    return (event.last_day - event.first_day).days


def _dates_agree(one: EventRecord, other: EventRecord) -> bool:
    if max(_span(one), _span(other)) >= MAX_SPAN:
        return False
    return (one.first_day - other.last_day).days <= MAX_GAP and (other.first_day - one.last_day).days <= MAX_GAP


def _actions_agree(one: str, other: str, lexicon: Lexicon) -> bool:
    return one in lexicon.hypernyms(other) or other in lexicon.hypernyms(one)


def _roles_agree(one: EventRecord, other: EventRecord, records: EventRecords) -> bool:
    """Tell whether no role has fillers in both events that are unrelated."""
    return all(not a or not b or _any_related(a, b, records) for a, b in _role_fillers(one, other))


def _role_fillers(one: EventRecord, other: EventRecord) -> tuple[tuple[Nodes, Nodes], ...]:
    return (one.actors, other.actors), (one.targets, other.targets)


def _any_related(some: Nodes, others: Nodes, records: EventRecords) -> bool:
    """Tell whether any node of one set is, is part of or lies within one of the other set, or the reverse."""
    return any(a in records.self_and_ancestors(b) or b in records.self_and_ancestors(a) for a in some for b in others)
