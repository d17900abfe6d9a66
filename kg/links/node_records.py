"""Read actors and places from a store in the form that matching compares. Knows terms; knows no rules."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Store

from kg.graph.quads import term
from kg.links.decisions import node_sort
from kg.links.statements import reachable
from kg.model import Kind
from kg.resolve.actors import ARTICLE_DIGITS
from kg.resolve.known_actors import load_known_actors
from kg.vocab import PREFIXES

GAZETTEER = term("graph:gazetteer")
_KINDS = {term(f"cno:{kind}"): kind for kind in Kind}
_REFERS = term("cno:refersTo")
_ARTICLE_SUFFIX = re.compile(rf"-([0-9a-f]{{{ARTICLE_DIGITS}}})$")


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """An actor or a place."""

    iri: str
    kinds: frozenset[Kind]
    label: str
    aliases: tuple[str, ...]
    is_known: bool  #: from the actor file or a gazetteer: no two of these are the same
    mentions: int  #: in articles
    ancestors: frozenset[str]  #: IRIs of all that it is part of or lies within
    countries: frozenset[str]
    point: tuple[float, float] | None  #: latitude and longitude, in degrees


class NodeRecords:
    """The actors and places of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def records(self, sort: str) -> Iterator[NodeRecord]:
        """Yield the nodes of a sort, "actor" or "place", in order of their IRIs; without nameless groups."""
        kinds: dict[str, set[Kind]] = {}
        for quad in self._store.quads_for_pattern(None, term("rdf:type"), None, GAZETTEER):
            iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            if node_sort(iri) == sort and quad.object in _KINDS:
                kinds.setdefault(iri, set()).add(_KINDS[quad.object])  # type: ignore[index]
        for iri in sorted(kinds):
            node = self._record(iri, frozenset(kinds[iri]))
            if not self._is_nameless(iri) or Kind.PERSON in node.kinds or _is_written_as_name(node.label):
                yield node

    def kinds(self, iri: str) -> frozenset[Kind]:
        """Return the classes of a node; empty for one that is not there."""
        quads = self._store.quads_for_pattern(NamedNode(iri), term("rdf:type"), None, GAZETTEER)
        return frozenset(_KINDS[q.object] for q in quads if q.object in _KINDS)  # type: ignore[index]

    def literals(self, iri: str, name: str) -> list[str]:
        """Return the literals of a property, sorted."""
        quads = self._store.quads_for_pattern(NamedNode(iri), term(name), None, GAZETTEER)
        return sorted(q.object.value for q in quads if isinstance(q.object, Literal))

    def objects(self, iri: str, name: str) -> list[str]:
        """Return the IRIs that a property has as values, sorted."""
        quads = self._store.quads_for_pattern(NamedNode(iri), term(name), None, GAZETTEER)
        return sorted(q.object.value for q in quads if isinstance(q.object, NamedNode))

    def ancestors(self, iri: str) -> frozenset[str]:
        """Return the IRIs of all that a node is part of or lies within."""
        return reachable(iri, lambda node: [*self.objects(node, "cno:partOf"), *self.objects(node, "cno:within")])

    def _record(self, iri: str, kinds: frozenset[Kind]) -> NodeRecord:
        labels, ancestors = self.literals(iri, "rdfs:label"), self.ancestors(iri)
        point = self._point(iri)
        in_file = iri.removeprefix(PREFIXES["actor"]) in self._known_actors
        return NodeRecord(
            iri=iri,
            kinds=kinds,
            label=labels[0] if labels else "",
            aliases=(*labels[1:], *self.literals(iri, "skos:altLabel")),
            is_known=in_file or point is not None or bool(self.objects(iri, "schema:sameAs")),
            mentions=self._mention_counts[iri],
            ancestors=ancestors,
            countries=frozenset(self.objects(iri, "cno:country")) or ancestors & self._countries,
            point=point,
        )

    def _point(self, iri: str) -> tuple[float, float] | None:
        latitudes, longitudes = self.literals(iri, "wgs84:lat"), self.literals(iri, "wgs84:long")
        return (float(latitudes[0]), float(longitudes[0])) if latitudes and longitudes else None

    def _is_nameless(self, iri: str) -> bool:
        suffix = _ARTICLE_SUFFIX.search(iri)
        return suffix is not None and suffix[1] in self._article_suffixes

    @cached_property
    def _known_actors(self) -> frozenset[str]:
        return frozenset(load_known_actors().actors)

    @cached_property
    def _mention_counts(self) -> Counter[str]:
        return Counter(str(q.object.value) for q in self._store.quads_for_pattern(None, _REFERS, None)
                       if isinstance(q.object, NamedNode))  # fmt: skip

    @cached_property
    def _countries(self) -> frozenset[str]:
        quads = self._store.quads_for_pattern(None, term("rdf:type"), term("cno:Country"), GAZETTEER)
        return frozenset(str(q.subject.value) for q in quads if isinstance(q.subject, NamedNode))

    @cached_property
    def _article_suffixes(self) -> frozenset[str]:
        """The digits of each article that end the IRIs of its nameless groups."""
        quads = self._store.quads_for_pattern(None, term("rdf:type"), term("cno:Article"))
        nodes = (q.subject for q in quads if isinstance(q.subject, NamedNode))
        return frozenset(node.value.removeprefix(PREFIXES["article"])[:ARTICLE_DIGITS] for node in nodes)


def _is_written_as_name(label: str) -> bool:
    """Tell whether a label has several words, all capitalized: "Central Command"."""
    words = [word for word in label.split() if len(word) > len("of")]
    return len(words) > 1 and all(word[0].isupper() for word in words)
