"""Infer the classes of a query's nodes from its other triples and a graph's schema. Asks only the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.query.display_names import expand
from kg.query.partial_parser import TYPE, PathStep, TriplePattern
from kg.store.label_index import Count, Index

_NAME_KINDS = ("name", "iri")


@dataclass(frozen=True, slots=True)
class NodeClasses:
    """Classes that a node may have."""

    iris: tuple[str, ...] = ()
    is_certain: bool = False  #: whether every node that fits the query has all of them; if not, it may have any


UNKNOWN = NodeClasses()


class ClassInference:
    """Infers classes in one graph, whose schema says which classes a property connects."""

    def __init__(self, index: Index, prefixes: Mapping[str, str]) -> None:
        self._index = index
        self._prefixes = prefixes

    def classes_of(self, node: str, patterns: Sequence[TriplePattern]) -> NodeClasses:
        """Return the classes of a node, as the query writes it: those it says, those of an IRI, or what triples imply.

        Of the classes that every value of a property has, only the smallest counts.
        """
        types = [one for one in patterns if one.subject == node and one.step == PathStep(TYPE)]
        stated = [iri for one in types if one.holds and (iri := self._iri(one))]
        if stated:
            return NodeClasses(tuple(dict.fromkeys(stated)), is_certain=True)
        if (iri := expand(node, self._prefixes)) and (known := self._index.types(iri)):
            return NodeClasses(known, is_certain=True)
        connected = [self._at_start(one.step) for one in patterns if one.holds and one.subject == node and node]
        connected += [self._at_end(one.step) for one in patterns if one.holds and one.value.text == node]
        return self._smallest(connected)

    def classes_behind(self, step: PathStep) -> NodeClasses:
        """Return the classes of the nodes that a step leads to."""
        return self._smallest([self._at_end(step)])

    def _iri(self, pattern: TriplePattern) -> str | None:
        return expand(pattern.value.text, self._prefixes) if pattern.value.kind in _NAME_KINDS else None

    def _at_start(self, step: PathStep) -> NodeClasses:
        return self._at_end(PathStep(step.predicate, not step.is_inverse))

    def _at_end(self, step: PathStep) -> NodeClasses:
        if step.predicate is None:
            return UNKNOWN
        found = self._index.domains(step.predicate) if step.is_inverse else self._index.ranges(step.predicate)
        total = self._index.uses(step.predicate)
        covering = [one for one in found if one.number == total and self._index.uses(one.iri)]
        if covering:
            smallest = min(covering, key=self._size)
            return NodeClasses((smallest.iri,), is_certain=True)
        return NodeClasses(tuple(one.iri for one in found))

    def _size(self, counted: Count) -> tuple[int, str]:
        return self._index.uses(counted.iri) or 0, counted.iri

    def _smallest(self, found: Iterable[NodeClasses]) -> NodeClasses:
        """Return the smallest of the classes that are certain, or else all."""
        all_found = list(found)
        certain = [one for one in all_found if one.is_certain]
        if certain:
            return min(certain, key=lambda one: self._index.uses(one.iris[0]) or 0)
        return NodeClasses(tuple(dict.fromkeys(iri for one in all_found for iri in one.iris)))
