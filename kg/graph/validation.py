"""Check a graph against its shapes and for contradictions. Slow libraries, for explicit checks of small graphs only."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.graph.datatypes import with_declared_datatype
from kg.vocab import ONTOLOGY

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

MAX_STATEMENTS = 20_000  #: that a reasoner over the whole graph can take in bearable time


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """A node that does not conform to a shape."""

    focus: str  #: IRI of the node; of checks over the whole graph the ontology, and `value` is the offender
    message: str
    path: str  #: IRI of the property, after `^` for its inverse; empty where the node itself is wrong
    value: str  #: IRI or words; empty where a value is missing


def violations(store: ox.Store) -> tuple[Violation, ...]:
    """Return the violations of shapes.ttl in the union of all graphs, in a fixed order (SHACL)."""
    from pyshacl import validate  # here and below, because they take longer to import than most commands to run

    _, report, _ = validate(_with_ontology(store), shacl_graph=_turtle("shapes.ttl"))
    return tuple(sorted(set(_results(report))))


def inconsistencies(store: ox.Store) -> tuple[str, ...]:
    """Return what contradicts the ontology, such as an actor that is a place, in a fixed order (OWL 2 RL).

    Raises:
        UsageError: the graph is larger than a reasoner over all of it can take.
    """
    import owlrl

    if len(store) > MAX_STATEMENTS:
        raise UsageError(f"{len(store):,} statements are too many to reason over; check {MAX_STATEMENTS:,} at most")
    closure = owlrl.OWLRL_Semantics(_with_ontology(store), axioms=False, daxioms=False)
    closure.closure()
    return tuple(sorted(map(str, closure.error_messages)))


def _with_ontology(store: ox.Store) -> Graph:
    """Return all statements and the ontology as one graph: beside it, classes have no superclasses to the checker."""
    from rdflib import Graph

    logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it logs a wrong literal; the shapes report it
    graph = Graph()
    statements = {f"{with_declared_datatype(quad).triple} .\n" for quad in store}
    graph.parse(data="".join(sorted(statements)), format="nt")
    return graph + _turtle("conflict.ttl")


def _turtle(name: str) -> Graph:
    from rdflib import Graph

    return Graph().parse(ONTOLOGY / name, format="turtle")


def _results(report: Graph) -> Iterator[Violation]:
    from rdflib import SH

    for result in report.objects(None, SH.result):
        yield Violation(
            focus=_text(report.value(result, SH.focusNode)),
            message=" ".join(_text(report.value(result, SH.resultMessage)).split()),
            path=_path(report, report.value(result, SH.resultPath)),
            value=_text(report.value(result, SH.value)),
        )


def _text(node: Node | None) -> str:
    return "" if node is None else str(node)


def _path(report: Graph, path: Node | None) -> str:
    from rdflib import SH

    inverse = None if path is None else report.value(path, SH.inversePath)
    return _text(path) if inverse is None else f"^{inverse}"
