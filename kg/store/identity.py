"""Make the one graph that queries ask: the union of all graphs, with a person's decisions on identity applied to it.

The named graphs stay as they were read. In the union a node that is the same as another gives way to it: its claims,
mentions and labels go over, and what describes it fills only what the other lacks, so that an event keeps one
description. Knows the engine and a few terms; decides nothing.
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
#: what describes a node, by slots: the first of those that are the same that fills one keeps the others' out
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
_SIDES = (NamedNode(_OWN + "actor"), NamedNode(_OWN + "target"))
_NOT_OF_ITSELF = {MAY_BE, *(NamedNode(_OWN + name) for name in ("partOf", "within", "in", "subEventOf"))}


def kept(links: Iterable[tuple[NamedNode, NamedNode]]) -> dict[NamedNode, NamedNode]:
    """Return node → the one it gives way to, for all that are the same as another; the one that stays maps to itself.

    Args:
        links: pairs that are the same, first the one that gives way. Where several would stay, or none, the first by
            name does.
    """
    near: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    giving_way = set()
    for one, other in links:
        near[one].add(other)
        near[other].add(one)
        giving_way.add(one)
    found: dict[NamedNode, NamedNode] = {}
    for node in near:
        if node not in found:
            group = _reached(node, near)
            stays = min(group - giving_way or group, key=str)
            found.update(dict.fromkeys(group, stays))
    return found


def redecides(changed: Iterable[Quad]) -> bool:
    """Tell whether a change of statements changes a decision: that may reach far."""
    return any(quad.graph_name == LINKS and quad.predicate in (SAME, DIFFERENT) for quad in changed)


def _named(quads: Iterable[Quad]) -> Iterator[tuple[NamedNode, NamedNode]]:
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
            yield quad.subject, quad.object


def _reached(start: NamedNode, near: Mapping[NamedNode, set[NamedNode]]) -> set[NamedNode]:
    group, open_ends = {start}, [start]
    while open_ends:
        fresh = near[open_ends.pop()] - group
        group |= fresh
        open_ends += fresh
    return group


class Identity:
    """The union of a store's graphs, as queries see it."""

    def __init__(self, source: Store) -> None:
        self._source = source
        self._kept: dict[Node, NamedNode] = dict(kept(_named(self._decided(SAME))).items())
        self._apart = {(self._main(q.subject), self._main(q.object)) for q in self._decided(DIFFERENT)}
        self._spoken_of: set[Value] = {*self._kept, *(one for pair in self._apart for one in pair)}
        self._groups: dict[Node, list[Node]] = defaultdict(list)
        for node in sorted(self._kept, key=lambda n: (n != self._kept[n], str(n))):
            self._groups[self._kept[node]].append(node)
        self._fillers: dict[tuple[NamedNode, Slot], Node | None] = {}

    @property
    def decided(self) -> bool:
        """Whether any decision changes it from the plain union."""
        return bool(self._kept or self._apart)

    def together(self, values: Iterable[Value]) -> set[Node]:
        """Return those of some nodes that a decision speaks of, with all that are the same as they are."""
        found = {self._main(value) for value in values if value in self._spoken_of}
        return {one for main in found if not isinstance(main, Literal) for one in (main, *self._groups.get(main, ()))}

    def touches(self, quad: Quad) -> bool:
        """Tell whether a decision speaks of a statement's subject or object."""
        return quad.subject in self._spoken_of or quad.object in self._spoken_of

    def union_of(self, nodes: Iterable[Node]) -> set[Triple]:
        """Return the triples of the union that come of statements with any of some nodes as subject or object."""
        ends = (ends for node in nodes for ends in ((node, None), (None, node)))
        quads = (quad for s, o in ends for quad in self._source.quads_for_pattern(s, None, o))
        return {seen.triple for quad in quads if (seen := self.seen(quad)) is not None}

    def quads(self) -> Iterator[Quad]:
        """Yield the statements of all graphs for the default graph; the same one more than once, perhaps."""
        for quad in self._source:
            if not self.decided:
                yield Quad(quad.subject, quad.predicate, quad.object)
            elif (seen := self.seen(quad)) is not None:
                yield seen

    def seen(self, quad: Quad) -> Quad | None:
        """Return a graph's statement as the union has it, or None where a decision leaves it out."""
        said, name, value = quad.subject, quad.predicate, quad.object
        if name in (SAME, DIFFERENT):
            return Quad(said, name, value)
        subject, other = self._kept.get(said, said), self._main(value)
        if name == MAY_BE and ((subject, other) in self._apart or (other, subject) in self._apart):
            return None
        if subject == other and name in _NOT_OF_ITSELF:
            return None
        if said in self._kept:
            if not self._has_room(said, name, value):
                return None
            if said != subject and name == _LABEL:
                name = _ALIAS
        return Quad(subject, name, other)

    def _has_room(self, node: Node, name: NamedNode, value: Value) -> bool:
        if name == _PARTICIPANT:
            return any(self._fills(node, (side,)) and self._says(node, side, value) for side in _SIDES)
        slot = _SLOT_OF.get(name)
        return slot is None or self._fills(node, slot)

    def _fills(self, node: Node, slot: Slot) -> bool:
        """Tell whether it is this node's description that a slot is filled with."""
        stays = self._kept[node]
        if (stays, slot) not in self._fillers:
            having = (n for n in self._groups[stays] if any(self._says(n, name, None) for name in slot))
            self._fillers[stays, slot] = next(having, None)
        return self._fillers[stays, slot] in (node, None)

    def _says(self, node: Node, name: NamedNode, value: Value | None) -> bool:
        return next(iter(self._source.quads_for_pattern(node, name, value)), None) is not None

    def _main(self, value: Value) -> Value:
        return value if isinstance(value, Literal) else self._kept.get(value, value)

    def _decided(self, name: NamedNode) -> Iterator[Quad]:
        yield from self._source.quads_for_pattern(None, name, None, LINKS)
