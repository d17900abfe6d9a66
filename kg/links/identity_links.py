"""Write decisions to a store's `graph:links`, with the statements that inference needs of them. Knows no files.

Beside links of events, the graph holds the decisions; for nodes that are the same also each other's surroundings (what
it is part of, lies within, belongs to), so that chains of rules go through both; and the same for a town's two nodes,
its place and its facility.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.quads import term
from kg.links.decisions import Decision
from kg.links.statements import asserted_nodes
from kg.store.identity_resolution import DIFFERENT, LINKS, MAY_BE, SAME, canonical_nodes
from kg.vocab import PREFIXES

_SURROUNDING_PROPERTIES = tuple(term(f"cno:{name}") for name in ("partOf", "country", "within", "subEventOf"))
_PLACE, _FACILITY = PREFIXES["place"], PREFIXES["facility"]


@dataclass(frozen=True, slots=True)
class LinkChanges:
    """The statements that applying decisions added and removed, for incremental inference."""

    added: frozenset[Quad]
    removed: frozenset[Quad]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)


def apply_decisions(store: Store, decisions: Iterable[Decision]) -> LinkChanges:
    """Replace the decisions of a store, and return what changed."""
    required, current = frozenset(_decision_quads(store, tuple(decisions))), _current_quads(store)
    changes = LinkChanges(required - current, current - required)
    for quad in changes.removed:
        store.remove(quad)
    store.extend(changes.added)
    return changes


def _current_quads(store: Store) -> frozenset[Quad]:
    return frozenset(q for q in store.quads_for_pattern(None, None, None, LINKS) if q.predicate != MAY_BE)


def _decision_quads(store: Store, decisions: tuple[Decision, ...]) -> Iterator[Quad]:
    same = []
    for decision in decisions:
        one, other = NamedNode(decision.one), NamedNode(decision.other)
        yield Quad(one, SAME if decision.same else DIFFERENT, other, LINKS)
        if decision.same:
            same.append((one, other))
    facilities = [(_facility_of(one), _facility_of(other)) for one, other in same if one.value.startswith(_PLACE)]
    for one, other in facilities:
        yield Quad(one, SAME, other, LINKS)
    yield from _shared_surroundings(store, canonical_nodes([*same, *facilities]))


def _facility_of(place: NamedNode) -> NamedNode:
    return NamedNode(_FACILITY + place.value.removeprefix(_PLACE))


def _shared_surroundings(store: Store, representatives: dict[NamedNode, NamedNode]) -> Iterator[Quad]:
    """Yield, for each node of a group that is the same, the surroundings of the others."""
    groups: dict[NamedNode, list[NamedNode]] = defaultdict(list)
    for node, representative in representatives.items():
        groups[representative].append(node)
    for group in groups.values():
        for name in _SURROUNDING_PROPERTIES:
            asserted = {node: asserted_nodes(store, node, name) for node in group}
            values = set().union(*asserted.values()) - set(group)
            for node in group:
                yield from (Quad(node, name, value, LINKS) for value in values - asserted[node])
