"""Make the store for queries: a snapshot's graphs, and the union of them all as its default graph.

Oxigraph's own union (`use_default_graph_as_union`) gives a triple once for every graph that has it, so that counts
over events told by several articles would be too high.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from kg.store.identity import Identity, Node

_DEFAULT = DefaultGraph()
_MANY = 10_000  # statements from which on the engine's bulk loader is faster


@dataclass(frozen=True, slots=True)
class Union:
    """What a change of graphs made of the union of them all."""

    added: Collection[Triple]
    removed: Collection[Triple]


def merge_all(source: Store, merged: Store) -> None:
    """Fill a copy of the source's graphs with their union, decisions applied; costs the whole graph."""
    merged.bulk_extend(Identity(source).quads())


def merge(source: Store, merged: Store, added: Collection[Quad], removed: Collection[Quad]) -> Union:
    """Bring the merged store up to date with its source, of which these statements changed.

    That costs what changed, and for each node that a decision makes one with another and that is touched, all that is
    said of it. The decisions themselves may not have changed.
    A triple leaves the union when no graph has it any more.
    """
    identity = Identity(source)
    touched = identity.together(node for quad in (*added, *removed) for node in (quad.subject, quad.object))
    seen, wanted = _union_of(touched, merged), identity.union_of(touched)
    gone = {quad.triple for quad in removed if not identity.touches(quad)}
    gone = {triple for triple in gone if not _is_said(triple, source)} | (seen - wanted)
    new = {quad.triple for quad in added if not identity.touches(quad)}
    new = {triple for triple in new if _plain(triple) not in merged} | (wanted - seen)
    for quad in (*_named(removed), *map(_plain, gone)):
        merged.remove(quad)
    more = [*_named(added), *map(_plain, new)]
    merged.extend(more) if len(more) < _MANY else merged.bulk_extend(more)  # neither is seen before it is published
    return Union(new, gone)


def _union_of(nodes: Iterable[Node], merged: Store) -> set[Triple]:
    """Return the triples of the union that have any of some nodes as subject or object."""
    patterns = (ends for node in nodes for ends in ((node, None), (None, node)))
    return {q.triple for s, o in patterns for q in merged.quads_for_pattern(s, None, o, _DEFAULT)}


def _is_said(triple: Triple, store: Store) -> bool:
    return any(True for _ in store.quads_for_pattern(triple.subject, triple.predicate, triple.object))


def _named(quads: Iterable[Quad]) -> list[Quad]:
    return [quad for quad in quads if quad.graph_name != _DEFAULT]


def _plain(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)
