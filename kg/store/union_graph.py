"""Make the merged store for queries: a snapshot's graphs, and the union of them all as its default graph.

Oxigraph's own union (`use_default_graph_as_union`) gives a triple once for every graph that has it, so that counts
over events of several articles would be too high.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from kg.store.identity_resolution import Node, ResolvedUnion

_DEFAULT = DefaultGraph()
_BULK_LOAD_SIZE = 10_000  # quads from which on the engine's bulk loader is faster


@dataclass(frozen=True, slots=True)
class UnionChange:
    """The triples that a change of graphs adds to the union of them all, and those that it removes."""

    added: Collection[Triple]
    removed: Collection[Triple]


def write_union(source: Store, merged: Store) -> None:
    """Add to a copy of the source's graphs their union, identity resolved; costs the whole graph."""
    merged.bulk_extend(ResolvedUnion(source).quads())


def update_union(source: Store, merged: Store, added: Collection[Quad], removed: Collection[Quad]) -> UnionChange:
    """Bring the merged store up to date with its source, of which these statements changed.

    That costs what changed, and all statements about each node that changed and that a decision is about. The
    decisions themselves may not have changed. A triple leaves the union when no graph has it any more.
    """
    resolved = ResolvedUnion(source)
    affected = resolved.affected_nodes(node for quad in (*added, *removed) for node in (quad.subject, quad.object))
    before, after = _triples_about(affected, merged), resolved.triples_about(affected)
    gone = {quad.triple for quad in removed if not resolved.is_affected(quad)}
    gone = {triple for triple in gone if not is_asserted(triple, source)} | (before - after)
    new = {quad.triple for quad in added if not resolved.is_affected(quad)}
    new = {triple for triple in new if _in_default_graph(triple) not in merged} | (after - before)
    for quad in (*_in_named_graphs(removed), *map(_in_default_graph, gone)):
        merged.remove(quad)
    quads = [*_in_named_graphs(added), *map(_in_default_graph, new)]
    extend = merged.extend if len(quads) < _BULK_LOAD_SIZE else merged.bulk_extend  # atomic or not: it is unpublished
    extend(quads)
    return UnionChange(new, gone)


def _triples_about(nodes: Iterable[Node], merged: Store) -> set[Triple]:
    """Return the triples of the union that have any of some nodes as subject or object."""
    patterns = (ends for node in nodes for ends in ((node, None), (None, node)))
    return {q.triple for s, o in patterns for q in merged.quads_for_pattern(s, None, o, _DEFAULT)}


def is_asserted(triple: Triple, store: Store) -> bool:
    """Tell whether any graph of a store has a triple."""
    return any(True for _ in store.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def _in_named_graphs(quads: Iterable[Quad]) -> list[Quad]:
    return [quad for quad in quads if quad.graph_name != _DEFAULT]


def _in_default_graph(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)
