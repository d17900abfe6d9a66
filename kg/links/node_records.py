"""The actors and places of a store, as comparing names needs them. Reads the gazetteer's graph; judges nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.quads import term
from kg.links.decisions import sort_of
from kg.links.statements import reachable
from kg.model import Kind
from kg.resolve.known_actors import load_known_actors
from kg.vocab import PREFIXES

GAZETTEER = term("graph:gazetteer")
_KINDS = {term(f"cno:{kind}"): kind for kind in Kind}
_REFERS = term("cno:refersTo")
_OWN = re.compile(r"-([0-9a-f]{8})$")


@dataclass(frozen=True, slots=True)
class Node:
    """An actor or a place."""

    iri: str
    kinds: frozenset[Kind]
    label: str
    aliases: tuple[str, ...]
    known: bool  #: from the actor file or the map: two of these are two
    uses: int  #: mentions in articles
    up: frozenset[str]  #: IRIs of all that it is part of or lies within
    countries: frozenset[str]
    point: tuple[float, float] | None  #: latitude and longitude, in degrees


class Nodes:
    """The nodes of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def all(self, sort: str) -> Iterator[Node]:
        """Yield the nodes of a sort, "actor" or "place", in order of their IRIs; without nameless groups."""
        found: dict[str, set[Kind]] = {}
        for quad in self._store.quads_for_pattern(None, term("rdf:type"), None, GAZETTEER):
            iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            if sort_of(iri) == sort and quad.object in _KINDS:
                found.setdefault(iri, set()).add(_KINDS[quad.object])  # type: ignore[index]
        for iri in sorted(found):
            node = self._node(iri, frozenset(found[iri]))
            if not self._is_nameless(iri) or Kind.PERSON in node.kinds or _is_written_as_name(node.label):
                yield node

    def kinds(self, iri: str) -> frozenset[Kind]:
        """Return the classes of a node; none for one that is not there."""
        quads = self._store.quads_for_pattern(NamedNode(iri), term("rdf:type"), None, GAZETTEER)
        return frozenset(_KINDS[q.object] for q in quads if q.object in _KINDS)  # type: ignore[index]

    def words(self, iri: str, name: str) -> list[str]:
        """Return the literals of a property."""
        quads = self._store.quads_for_pattern(NamedNode(iri), term(name), None, GAZETTEER)
        return sorted(q.object.value for q in quads if isinstance(q.object, Literal))

    def nodes(self, iri: str, name: str) -> list[str]:
        """Return the nodes that a property gives."""
        quads = self._store.quads_for_pattern(NamedNode(iri), term(name), None, GAZETTEER)
        return sorted(q.object.value for q in quads if isinstance(q.object, NamedNode))

    def up(self, iri: str) -> frozenset[str]:
        """Return what a node is part of or lies within, near and far."""
        return reachable(iri, lambda node: [*self.nodes(node, "cno:partOf"), *self.nodes(node, "cno:within")])

    def _node(self, iri: str, kinds: frozenset[Kind]) -> Node:
        labels, up = self.words(iri, "rdfs:label"), self.up(iri)
        ends = [self.words(iri, f"wgs84:{name}") for name in ("lat", "long")]
        point = (float(ends[0][0]), float(ends[1][0])) if all(ends) else None
        same = bool(self.nodes(iri, "schema:sameAs"))
        known = iri.removeprefix(PREFIXES["actor"]) in self._known or point is not None or same
        lands = frozenset(self.nodes(iri, "cno:country")) or up & self._countries
        aliases = (*labels[1:], *self.words(iri, "skos:altLabel"))
        return Node(iri, kinds, labels[0] if labels else "", aliases, known, self._uses[iri], up, lands, point)

    def _is_nameless(self, iri: str) -> bool:
        own = _OWN.search(iri)
        return own is not None and own[1] in self._articles

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset(load_known_actors().actors)

    @cached_property
    def _uses(self) -> Counter[str]:
        return Counter(str(q.object.value) for q in self._store.quads_for_pattern(None, _REFERS, None)
                       if isinstance(q.object, NamedNode))  # fmt: skip

    @cached_property
    def _countries(self) -> frozenset[str]:
        quads = self._store.quads_for_pattern(None, term("rdf:type"), term("cno:Country"), GAZETTEER)
        return frozenset(str(q.subject.value) for q in quads if isinstance(q.subject, NamedNode))

    @cached_property
    def _articles(self) -> frozenset[str]:
        """The eight digits of each article that end the names of its nameless groups."""
        quads = self._store.quads_for_pattern(None, term("rdf:type"), term("cno:Article"))
        nodes = (q.subject for q in quads if isinstance(q.subject, NamedNode))
        return frozenset(node.value.removeprefix(PREFIXES["article"])[:8] for node in nodes)


def _is_written_as_name(label: str) -> bool:
    """Tell whether a label is of several words, all with capitals: "Central Command"."""
    words = [word for word in label.split() if len(word) > len("of")]
    return len(words) > 1 and all(word[0].isupper() for word in words)
