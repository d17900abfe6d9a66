"""Compile an ontology into rules that need no reasoner. Knows OWL 2 RL; touches no data.

owlrl closes the ontology alone, which is small; what it finds between classes and properties becomes rules over the
data, which may be large. Classes are read as relations of a thing to itself, so that one form of rule serves both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import OntologyError
from kg.vocab import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


class Take(Enum):
    """Which pair a rule makes of the pair (x, y) that its body holds of."""

    SAME = "x y"
    TURNED = "y x"
    FIRST = "x x"
    SECOND = "y y"


@dataclass(frozen=True, slots=True)
class Relation:
    """A property, or a class: then all its pairs are of a thing with itself."""

    iri: NamedNode
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the body holds of x and y, the head holds of the pair that `take` makes of them."""

    head: Relation
    body: tuple[Relation, ...]  #: one relation, or two of which the second starts where the first ends
    take: Take = Take.SAME


@lru_cache(maxsize=4)
def compile_rules(ontology: Path = ONTOLOGY / "conflict.ttl") -> tuple[Rule, ...]:
    """Return the rules that follow from the axioms of one Turtle file, in a fixed order.

    Rules that lead to no class or property of the ontology's own are left out. Disjointness yields none;
    `kg.graph.validation.inconsistencies` checks it.

    Raises:
        OntologyError: the file is no Turtle, or an axiom is of a kind that has no rule here.
    """
    rules = {rule for rule in _rules(_closed(ontology)) if rule.body != (rule.head,) or rule.take is Take.TURNED}
    return tuple(sorted(_leading_to(PREFIXES["cno"], rules), key=str))


def _leading_to(namespace: str, rules: set[Rule]) -> set[Rule]:
    """Return the rules with a head in the namespace, and those that feed them."""
    kept = {rule for rule in rules if rule.head.iri.value.startswith(namespace)}
    while more := {rule for rule in rules - kept if any(rule.head in fed.body for fed in kept)}:
        kept |= more
    return kept


_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]

# Predicates of OWL and RDFS that have rules here, that only serve checks, or that say nothing about data.
_WITH_RULES = {_RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    _OWL + name for name in ("inverseOf", "propertyChainAxiom", "equivalentClass", "equivalentProperty")
}
_CHECKS = {_OWL + name for name in ("disjointWith", "members", "propertyDisjointWith")}
_NOTES = {_RDFS + name for name in ("label", "comment", "isDefinedBy", "seeAlso")} | {
    _OWL + name for name in ("versionIRI", "versionInfo", "priorVersion", "deprecated")
}
_KINDS = {_OWL + name for name in ("TransitiveProperty", "SymmetricProperty")} | {
    _OWL + name
    for name in (
        "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual",
        "AllDisjointClasses", "AllDisjointProperties", "AsymmetricProperty", "IrreflexiveProperty",
    )
} | {_RDFS + "Class", _RDFS + "Datatype", _RDF + "Property", _RDF + "List"}  # fmt: skip
_KNOWN = _WITH_RULES | _CHECKS | _NOTES


def _closed(ontology: Path) -> Graph:
    import owlrl  # here, because it takes longer to import than most commands to run
    from rdflib import Graph

    graph = Graph()
    try:
        graph.parse(ontology, format="turtle")
    except (OSError, SyntaxError) as error:
        raise OntologyError(f"{ontology}: {' '.join(str(error).split())}; mend the file") from error
    for problem in _unknown(graph):
        raise OntologyError(
            f"{ontology}: {problem} has no rule here; say it otherwise, or teach kg.graph.inference_rules"
        )
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def _unknown(graph: Graph) -> Iterator[str]:
    """Yield the axioms of kinds that the compiler doesn't know: better no rules than some."""
    from rdflib import BNode
    from rdflib.collection import Collection

    for subject, predicate, value in sorted(graph, key=str):
        about = "a nameless class" if isinstance(subject, BNode) else f"<{subject}>"
        if str(predicate).startswith((_OWL, _RDFS)) and str(predicate) not in _KNOWN:
            yield f"the axiom <{predicate}> of {about}"
        if str(predicate) == _RDF + "type" and str(value).startswith((_OWL, _RDFS)) and str(value) not in _KINDS:
            yield f"the kind <{value}> of {about}"
        if str(predicate) in _WITH_RULES - {_OWL + "propertyChainAxiom"} and BNode in {type(subject), type(value)}:
            yield f"the axiom <{predicate}> of {about} with a nameless end"
        if str(predicate) == _OWL + "propertyChainAxiom" and len(Collection(graph, value)) != 2:
            yield f"the property chain of {about} that is not of two"


def _rules(closed: Graph) -> Iterator[Rule]:
    yield from _hierarchies(closed)
    yield from _ends(closed)
    yield from _characters(closed)
    yield from _chains(closed)


def _hierarchies(closed: Graph) -> Iterator[Rule]:
    for narrow, broad in _pairs(closed, _RDFS + "subClassOf"):
        if str(narrow) != _OWL + "Nothing":
            yield Rule(_class(broad), (_class(narrow),))
    for narrow, broad in _pairs(closed, _RDFS + "subPropertyOf"):
        yield Rule(_property(broad), (_property(narrow),))


def _ends(closed: Graph) -> Iterator[Rule]:
    for held, first in _pairs(closed, _RDFS + "domain"):
        yield Rule(_class(first), (_property(held),), Take.FIRST)
    for held, second in _pairs(closed, _RDFS + "range"):
        yield Rule(_class(second), (_property(held),), Take.SECOND)


def _characters(closed: Graph) -> Iterator[Rule]:
    for held, kind in _pairs(closed, _RDF + "type"):
        if str(kind) == _OWL + "TransitiveProperty":
            yield Rule(_property(held), (_property(held), _property(held)))
        if str(kind) == _OWL + "SymmetricProperty":
            yield Rule(_property(held), (_property(held),), Take.TURNED)
    for one, other in _pairs(closed, _OWL + "inverseOf"):
        yield Rule(_property(one), (_property(other),), Take.TURNED)
        yield Rule(_property(other), (_property(one),), Take.TURNED)


def _chains(closed: Graph) -> Iterator[Rule]:
    from rdflib import OWL
    from rdflib.collection import Collection

    for held, chain in closed.subject_objects(OWL.propertyChainAxiom):
        first, second = Collection(closed, chain)
        yield Rule(_property(held), (_property(first), _property(second)))


def _pairs(closed: Graph, predicate: str) -> Iterator[tuple[Node, Node]]:
    from rdflib import URIRef

    for subject, value in closed.subject_objects(URIRef(predicate)):
        if isinstance(subject, URIRef) and isinstance(value, URIRef):
            yield subject, value


def _class(term: Node) -> Relation:
    return Relation(NamedNode(str(term)), is_class=True)


def _property(term: Node) -> Relation:
    return Relation(NamedNode(str(term)))
