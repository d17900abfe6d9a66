"""Read what articles and the gazetteer state from a store, without what is inferred or decided. Knows no rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from pyoxigraph import NamedNode, Quad, Store

from kg.graph.inference import INFERRED
from kg.store.identity_resolution import LINKS

T = TypeVar("T")


def asserted_quads(store: Store, subject: NamedNode, predicate: NamedNode) -> Iterator[Quad]:
    """Yield the statements of a property, nothing inferred or decided."""
    quads = store.quads_for_pattern(subject, predicate, None)
    return (quad for quad in quads if quad.graph_name not in (INFERRED, LINKS))


def asserted_nodes(store: Store, subject: NamedNode, predicate: NamedNode) -> frozenset[NamedNode]:
    """Return the nodes that a property is stated to have, nothing inferred or decided."""
    objects = (quad.object for quad in asserted_quads(store, subject, predicate))
    return frozenset(node for node in objects if isinstance(node, NamedNode))


def reachable(start: T, parents: Callable[[T], Iterable[T]]) -> frozenset[T]:
    """Return what parents lead to from a node, in one step or more; the node itself only in a cycle."""
    found: set[T] = set()
    queue = [start]
    while queue:
        fresh = {*parents(queue.pop())} - found
        found |= fresh
        queue += fresh
    return frozenset(found)
