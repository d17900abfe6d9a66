"""Write RDF/XML by rdflib, because some readers refuse the engine's. Knows no vocabulary.

Statements that RDF/XML cannot express are refused before anything is written, never altered.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from typing import IO

import pyoxigraph as ox
import rdflib
from rdflib import Graph
from rdflib.namespace import NAME_START_CATEGORIES, split_uri
from rdflib.term import Node

from kg.errors import UsageError
from kg.vocab import PREFIXES
from kg.xml_text import first_without_xml


class _Ordered(Graph):
    """A graph that gives its statements in order, so that equal graphs make equal files."""

    def subjects(self, *which: object, **more: object) -> Generator[Node, None, None]:
        yield from sorted(set(super().subjects(*which)), key=str)  # type: ignore[arg-type]

    def predicates(self, *which: object, **more: object) -> Generator[Node, None, None]:
        yield from sorted(set(super().predicates(*which)), key=str)  # type: ignore[arg-type]

    def predicate_objects(self, *which: object, **more: object) -> Generator[tuple[Node, Node], None, None]:
        yield from sorted(set(super().predicate_objects(*which)), key=str)  # type: ignore[arg-type]


def write_rdf_xml(quads: Iterable[ox.Quad], stream: IO[bytes]) -> int:
    """Write the union of some statements, and return how many they are.

    Raises:
        UsageError: a value has a character that XML lacks, or a property's IRI has no local name for an element.
    """
    triples = {quad.triple for quad in quads}
    _check_expressible(triples)
    lines = sorted(f"{triple} .\n" for triple in triples)
    graph = _Ordered(bind_namespaces="none")
    with _literals_as_written():
        graph.parse(data="".join(lines), format="nt")
    for prefix, space in PREFIXES.items():
        graph.bind(prefix, space)
    graph.serialize(stream, format="xml", encoding="utf-8")
    return len(lines)


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Have rdflib keep "01" as it is."""
    normalizes = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalizes


def _check_expressible(triples: set[ox.Triple]) -> None:
    """Refuse what has no form in RDF/XML: characters beyond XML 1.0, properties that make no element's name."""
    for predicate in sorted({triple.predicate.value for triple in triples}):
        try:
            split_uri(predicate, NAME_START_CATEGORIES)
        except ValueError as error:
            raise UsageError(
                f"RDF/XML: the property <{predicate}> ends in nothing that XML takes for a name; choose .ttl or .nq"
            ) from error
    wrong = [t for t in triples if isinstance(t.object, ox.Literal) and first_without_xml(t.object.value)]
    if wrong:
        first = min(wrong, key=str)
        character = first_without_xml(first.object.value)  # type: ignore[union-attr] # a literal
        count = "" if len(wrong) == 1 else f"; {len(wrong):,} values have such"
        raise UsageError(
            f"RDF/XML: {first.predicate} of {first.subject} has the character {character}, which XML lacks{count}; "
            "choose .ttl or .nq, which hold it"
        )
