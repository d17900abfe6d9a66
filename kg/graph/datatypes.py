"""Give figures the datatype back that the store forgets: it keeps every kind of integer as an `xsd:integer`."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.vocab import ONTOLOGY, PREFIXES

_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_KINDS = {PREFIXES["xsd"] + name for name in ("nonNegativeInteger", "positiveInteger", "int", "long")}


def retyped(quad: Quad) -> Quad:
    """Return the statement with the datatype that the shapes ask of its property."""
    value = quad.object
    if not isinstance(value, Literal) or value.datatype != _INTEGER or value.value.startswith("-"):
        return quad
    datatype = _asked().get(quad.predicate)
    if datatype is None:
        return quad
    return Quad(quad.subject, quad.predicate, Literal(value.value, datatype=datatype), quad.graph_name)


@cache
def _asked() -> dict[NamedNode, NamedNode]:
    """Return the kinds of integers that shapes.ttl asks for, by property."""
    shapes = Store()
    shapes.load(path=ONTOLOGY / "shapes.ttl")
    asked = {}
    for quad in shapes.quads_for_pattern(None, NamedNode(PREFIXES["sh"] + "datatype"), None):
        for path in shapes.quads_for_pattern(quad.subject, NamedNode(PREFIXES["sh"] + "path"), None):
            if (
                isinstance(path.object, NamedNode)
                and isinstance(quad.object, NamedNode)
                and quad.object.value in _KINDS
            ):
                asked[path.object] = quad.object
    return asked
