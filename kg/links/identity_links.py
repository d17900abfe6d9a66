"""Put decisions into a store's `graph:links`, with what follows of them that rules need. Knows files no more.

The graph of links holds, beside what may be one event, the decisions themselves; for those that are the same also each
other's surroundings (what it is part of, lies within, belongs to), so that chains of rules go on through both; and the
same for a town's two nodes, its place and its facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.quads import term
from kg.links.decisions import Decision
from kg.links.statements import asserted_nodes
from kg.store.identity import DIFFERENT, LINKS, MAY_BE, SAME, kept
from kg.vocab import PREFIXES

_ONWARD = tuple(term(f"cno:{name}") for name in ("partOf", "country", "within", "subEventOf"))
_PLACE, _FACILITY = PREFIXES["place"], PREFIXES["facility"]


@dataclass(frozen=True, slots=True)
class Change:
    """What putting decisions into a store changed: for whoever keeps what follows from it right."""

    added: frozenset[Quad]
    removed: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def apply(store: Store, decisions: Iterable[Decision]) -> Change:
    """Make the decisions those of the store, in place of all it had before."""
    wanted, there = _wanted(store, decisions), _there(store)
    change = Change(wanted - there, there - wanted)
    for quad in change.removed:
        store.remove(quad)
    store.extend(change.added)
    return change


def _wanted(store: Store, decisions: Iterable[Decision]) -> frozenset[Quad]:
    return frozenset(_quads(store, tuple(decisions)))


def _there(store: Store) -> frozenset[Quad]:
    return frozenset(q for q in store.quads_for_pattern(None, None, None, LINKS) if q.predicate != MAY_BE)


def _quads(store: Store, decisions: tuple[Decision, ...]) -> Iterator[Quad]:
    same = []
    for decision in decisions:
        one, other = NamedNode(decision.one), NamedNode(decision.other)
        yield Quad(one, SAME if decision.same else DIFFERENT, other, LINKS)
        if decision.same:
            same.append((one, other))
    twins = [(_twin(one), _twin(other)) for one, other in same if one.value.startswith(_PLACE)]
    for one, other in twins:
        yield Quad(one, SAME, other, LINKS)
    yield from _surroundings(store, kept([*same, *twins]))


def _twin(place: NamedNode) -> NamedNode:
    return NamedNode(_FACILITY + place.value.removeprefix(_PLACE))


def _surroundings(store: Store, stays: dict[NamedNode, NamedNode]) -> Iterator[Quad]:
    groups: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for node, main in stays.items():
        groups[main].append(node)
    for group in groups.values():
        for name in _ONWARD:
            said = {node: asserted_nodes(store, node, name) for node in group}
            everything = set().union(*said.values()) - set(group)
            for node in group:
                yield from (Quad(node, name, value, LINKS) for value in everything - said[node])
