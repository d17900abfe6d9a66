"""Resolve identity in the union of all graphs that queries see, by the decisions of a reviewer.

The named graphs stay as they were read. In the union a node that is the same as another is replaced by that canonical
node: its claims, mentions and labels move there, and its description fills only the slots that the canonical node
leaves empty, so that an event keeps one description. Knows the engine and a few terms; decides nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

Node = NamedNode | BlankNode | Triple
Value = Node | Literal

_BASE = "https://w3id.org/conflict-news/"
_OWN = _BASE + "ontology#"
_OWL = "http://www.w3.org/2002/07/owl#"
_POINT = "http://www.w3.org/2003/01/geo/wgs84_pos#"

LINKS = NamedNode(_BASE + "data/graph/links")  #: the graph of decisions, and of what may be one event
SAME = NamedNode(_OWL + "sameAs")
DIFFERENT = NamedNode(_OWL + "differentFrom")
MAY_BE = NamedNode(_OWN + "mayBeSameAs")

_LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_ALIAS = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
_PARTICIPANT = NamedNode(_OWN + "participant")
#: properties that describe a node, by slots; each slot is filled by one node of a cluster, the canonical one first
_SLOTS = (
    (_OWN + "action", _OWN + "kind"),
    (_OWN + "actor",),
    (_OWN + "target",),
    (_OWN + "place", _OWN + "in", _OWN + "placeText"),
    (_OWN + "dateText", _OWN + "date", _OWN + "earliest", _OWN + "latest"),
    (_POINT + "lat", _POINT + "long"),
)
Slot = tuple[NamedNode, ...]
_SLOT_OF: Mapping[NamedNode, Slot] = {NamedNode(n): tuple(map(NamedNode, names)) for names in _SLOTS for n in names}
_PARTICIPANT_ROLES = (NamedNode(_OWN + "actor"), NamedNode(_OWN + "target"))
_IRREFLEXIVE = {MAY_BE, *(NamedNode(_OWN + name) for name in ("partOf", "within", "in", "subEventOf"))}


def canonical_nodes(links: Iterable[tuple[NamedNode, NamedNode]]) -> dict[NamedNode, NamedNode]:
    """Return the canonical node of each node that is the same as another; a canonical node maps to itself.

    Args:
        links: pairs that are the same, first the one that is replaced. Where several nodes of a cluster are never
            replaced, or none, the first by name is canonical.
    """
    neighbors: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    replaced = set()
    for one, other in links:
        neighbors[one].add(other)
        neighbors[other].add(one)
        replaced.add(one)
    canonical: dict[NamedNode, NamedNode] = {}
    for node in neighbors:
        if node not in canonical:
            cluster = _connected_nodes(node, neighbors)
            canonical.update(dict.fromkeys(cluster, min(cluster - replaced or cluster, key=str)))
    return canonical


def changes_identity(changed: Iterable[Quad]) -> bool:
    """Tell whether a change of statements changes a decision, which may affect any part of the union."""
    return any(quad.graph_name == LINKS and quad.predicate in (SAME, DIFFERENT) for quad in changed)


def _iri_pairs(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, NamedNode]]:
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject, quad.object


def _connected_nodes(start: NamedNode, neighbors: Mapping[NamedNode, set[NamedNode]]) -> set[NamedNode]:
    component, frontier = {start}, [start]
    while frontier:
        new = neighbors[frontier.pop()] - component
        component |= new
        frontier += new
    return component


class ResolvedUnion:
    """The union of a store's graphs with identity resolved, as queries see it."""

    def __init__(self, source: Store) -> None:
        self._source = source
        same = _iri_pairs(self._decision_quads(SAME))
        self._canonical: dict[Node, NamedNode] = dict(canonical_nodes(same).items())
        self._distinct_pairs = {
            (self._canonical_value(q.subject), self._canonical_value(q.object)) for q in self._decision_quads(DIFFERENT)
        }
        self._decided_nodes: set[Value] = {*self._canonical, *(one for pair in self._distinct_pairs for one in pair)}
        self._clusters: dict[Node, list[Node]] = defaultdict(list)
        for node in sorted(self._canonical, key=lambda n: (n != self._canonical[n], str(n))):
            self._clusters[self._canonical[node]].append(node)
        self._slot_fillers: dict[tuple[NamedNode, Slot], Node | None] = {}

    @property
    def has_decisions(self) -> bool:
        """Whether it differs from the plain union."""
        return bool(self._canonical or self._distinct_pairs)

    def affected_nodes(self, values: Iterable[Value]) -> set[Node]:
        """Return those of some nodes that a decision is about, with the other nodes of their clusters."""
        main_nodes = {self._canonical_value(value) for value in values if value in self._decided_nodes}
        nodes = (main for main in main_nodes if not isinstance(main, Literal))
        return {node for main in nodes for node in (main, *self._clusters.get(main, ()))}

    def is_affected(self, quad: Quad) -> bool:
        """Tell whether a decision is about a statement's subject or object."""
        return quad.subject in self._decided_nodes or quad.object in self._decided_nodes

    def triples_about(self, nodes: Iterable[Node]) -> set[Triple]:
        """Return the triples that the union makes of the statements with any of some nodes as subject or object."""
        ends = (ends for node in nodes for ends in ((node, None), (None, node)))
        quads = (quad for s, o in ends for quad in self._source.quads_for_pattern(s, None, o))
        return {resolved.triple for quad in quads if (resolved := self.resolve(quad)) is not None}

    def quads(self) -> Iterator[Quad]:
        """Yield the statements of all graphs for the default graph; one of several graphs comes several times."""
        for quad in self._source:
            if not self.has_decisions:
                yield Quad(quad.subject, quad.predicate, quad.object)
            elif (resolved := self.resolve(quad)) is not None:
                yield resolved

    def resolve(self, quad: Quad) -> Quad | None:
        """Return a graph's statement as the union has it; None: a decision leaves it out."""
        node, predicate, value = quad.subject, quad.predicate, quad.object
        if predicate in (SAME, DIFFERENT):
            return Quad(node, predicate, value)
        subject, object_ = self._canonical.get(node, node), self._canonical_value(value)
        if predicate == MAY_BE and not self._distinct_pairs.isdisjoint([(subject, object_), (object_, subject)]):
            return None
        if subject == object_ and predicate in _IRREFLEXIVE:
            return None
        if node in self._canonical:
            if not self._contributes(node, predicate, value):
                return None
            if node != subject and predicate == _LABEL:
                predicate = _ALIAS
        return Quad(subject, predicate, object_)

    def _contributes(self, node: Node, predicate: NamedNode, value: Value) -> bool:
        """Tell whether a statement of a node in a cluster stands in the union: no other node fills its slot."""
        if predicate == _PARTICIPANT:
            roles = (role for role in _PARTICIPANT_ROLES if self._has_statement(node, role, value))
            return any(self._is_slot_filler(node, (role,)) for role in roles)
        slot = _SLOT_OF.get(predicate)
        return slot is None or self._is_slot_filler(node, slot)

    def _is_slot_filler(self, node: Node, slot: Slot) -> bool:
        """Tell whether a slot is filled by this node's description, or by none."""
        main = self._canonical[node]
        if (main, slot) not in self._slot_fillers:
            fillers = (n for n in self._clusters[main] if any(self._has_statement(n, name, None) for name in slot))
            self._slot_fillers[main, slot] = next(fillers, None)
        return self._slot_fillers[main, slot] in (node, None)

    def _has_statement(self, node: Node, predicate: NamedNode, value: Value | None) -> bool:
        return next(iter(self._source.quads_for_pattern(node, predicate, value)), None) is not None

    def _canonical_value(self, value: Value) -> Value:
        return value if isinstance(value, Literal) else self._canonical.get(value, value)

    def _decision_quads(self, predicate: NamedNode) -> Iterator[Quad]:
        yield from self._source.quads_for_pattern(None, predicate, None, LINKS)
