"""Name the blank nodes of statements that come into a graph (skolemization, RDF 1.1, section 3.5)."""

from __future__ import annotations

import pyoxigraph as ox

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def skolemize(quad: ox.Quad, namespace: ox.NamedNode, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> ox.Quad:
    """Return a statement in a graph, with IRIs below `namespace` in the place of its blank nodes."""
    subject, value = _skolem_node(quad.subject, namespace), _skolem_node(quad.object, namespace)
    assert not isinstance(subject, ox.Literal)  # no statement has such a subject
    return ox.Quad(subject, quad.predicate, value, graph)


def _skolem_node(node: Node, namespace: ox.NamedNode) -> Node:
    return ox.NamedNode(f"{namespace.value}#{node.value}") if isinstance(node, ox.BlankNode) else node
