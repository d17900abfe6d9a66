"""Name the blank nodes of statements that come into a graph (skolemization, RDF 1.1, section 3.5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def with_numbered_blank_nodes(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Yield statements with blank nodes named b0, b1 and so on, as they first occur.

    A document's statements come in the same order whenever it is read, so that equal documents have equal names. To
    canonicalize the graph (RDFC-1.0) would cost exponential time on graphs that are made for that, and cubic time on
    plain lists of equal values.
    """
    numbers: defaultdict[ox.BlankNode, ox.BlankNode] = defaultdict(lambda: ox.BlankNode(f"b{len(numbers)}"))
    for quad in quads:
        terms = (quad.subject, quad.object, quad.graph_name)
        if any(isinstance(term, ox.BlankNode | ox.Triple) for term in terms):
            subject, value, graph = (_numbered(term, numbers) for term in terms)
            yield ox.Quad(subject, quad.predicate, value, graph)  # type: ignore[arg-type]  # each of its kind
        else:
            yield quad


def skolemize(quad: ox.Quad, namespace: ox.NamedNode, graph: GraphName) -> ox.Quad:
    """Return a statement in a graph, with IRIs below `namespace` in the place of its blank nodes."""
    subject, value = _skolem_node(quad.subject, namespace), _skolem_node(quad.object, namespace)
    assert not isinstance(subject, ox.Literal)  # no statement has such a subject
    name = _skolem_iri(graph, namespace) if isinstance(graph, ox.BlankNode) else graph
    return ox.Quad(subject, quad.predicate, value, name)


def _numbered(term: Node | ox.DefaultGraph, numbers: defaultdict[ox.BlankNode, ox.BlankNode]) -> Node | ox.DefaultGraph:
    if isinstance(term, ox.BlankNode):
        return numbers[term]
    if isinstance(term, ox.Triple):
        subject, value = _numbered(term.subject, numbers), _numbered(term.object, numbers)
        return ox.Triple(subject, term.predicate, value)  # type: ignore[arg-type]  # each of its kind
    return term


def _skolem_node(node: Node, namespace: ox.NamedNode) -> Node:
    if isinstance(node, ox.Triple):
        subject, value = _skolem_node(node.subject, namespace), _skolem_node(node.object, namespace)
        return ox.Triple(subject, node.predicate, value)  # type: ignore[arg-type]  # each of its kind
    return _skolem_iri(node, namespace) if isinstance(node, ox.BlankNode) else node


def _skolem_iri(node: ox.BlankNode, namespace: ox.NamedNode) -> ox.NamedNode:
    return ox.NamedNode(f"{namespace.value}#{node.value}")
