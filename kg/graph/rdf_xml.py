"""Write RDF/XML by rdflib, because some readers refuse the engine's. Knows no vocabulary."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import IO

import pyoxigraph as ox
from rdflib import Graph
from rdflib.term import Node

from kg.vocab import PREFIXES


class _Ordered(Graph):
    """A graph that gives its statements in order, so that equal graphs make equal files."""

    def subjects(self, *which: object, **more: object) -> Generator[Node, None, None]:
        yield from sorted(set(super().subjects(*which)), key=str)  # type: ignore[arg-type]

    def predicates(self, *which: object, **more: object) -> Generator[Node, None, None]:
        yield from sorted(set(super().predicates(*which)), key=str)  # type: ignore[arg-type]

    def predicate_objects(self, *which: object, **more: object) -> Generator[tuple[Node, Node], None, None]:
        yield from sorted(set(super().predicate_objects(*which)), key=str)  # type: ignore[arg-type]


def write_rdf_xml(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write the union of some statements, and return how many they are."""
    lines = sorted({f"{quad.triple} .\n" for quad in quads})
    graph = _Ordered(bind_namespaces="none").parse(data="".join(lines), format="nt")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    graph.serialize(stream, format="xml", encoding="utf-8")
    return len(lines)
