"""Restore the datatypes of integers: the store keeps each of them as an `xsd:integer`."""

from __future__ import annotations

from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.vocab import ONTOLOGY, PREFIXES

_INTEGER = NamedNode(PREFIXES["xsd"] + "integer")
_INTEGER_TYPES = {PREFIXES["xsd"] + name for name in ("nonNegativeInteger", "positiveInteger", "int", "long")}


def with_declared_datatype(quad: Quad) -> Quad:
    """Return the statement with the datatype that the shapes declare for its property."""
    value = quad.object
    if not isinstance(value, Literal) or value.datatype != _INTEGER or value.value.startswith("-"):
        return quad
    datatype = declared_datatypes().get(quad.predicate.value)
    if datatype is None:
        return quad
    return Quad(quad.subject, quad.predicate, Literal(value.value, datatype=datatype), quad.graph_name)


@cache
def declared_datatypes() -> dict[str, NamedNode]:
    """Return the integer datatypes that shapes.ttl declares, by the property's IRI."""
    shapes = Store()
    shapes.load(path=ONTOLOGY / "shapes.ttl")
    declared = {}
    for quad in shapes.quads_for_pattern(None, NamedNode(PREFIXES["sh"] + "datatype"), None):
        for path in shapes.quads_for_pattern(quad.subject, NamedNode(PREFIXES["sh"] + "path"), None):
            if (
                isinstance(path.object, NamedNode)
                and isinstance(quad.object, NamedNode)
                and quad.object.value in _INTEGER_TYPES
            ):
                declared[path.object.value] = quad.object
    return declared
