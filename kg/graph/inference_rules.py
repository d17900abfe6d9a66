"""Compile an ontology into Datalog rules, so that data need no reasoner. Knows OWL 2 RL; touches no data.

owlrl closes the ontology alone, which is small; the axioms between classes and properties become rules over the data,
which may be large. A class is read as a relation of a node to itself, so that one form of rule serves both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pyoxigraph import NamedNode

from kg.errors import OntologyError
from kg.vocab import ONTOLOGY, PREFIXES

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node


T = TypeVar("T")


class Projection(Enum):
    """Which two positions of the body's pair make the head's pair."""

    IDENTITY = (0, 1)
    INVERSE = (1, 0)
    FIRST = (0, 0)
    SECOND = (1, 1)

    def apply(self, pair: tuple[T, T]) -> tuple[T, T]:
        """Return the head's pair for one of the body."""
        start, end = self.value
        return pair[start], pair[end]


@dataclass(frozen=True, slots=True)
class Relation:
    """A property, or a class: then all its pairs are of a node with itself."""

    iri: NamedNode
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the body holds of x and y, the head holds of their projection."""

    head: Relation
    body: tuple[Relation, ...]  #: one relation, or two of which the second starts where the first ends
    projection: Projection = Projection.IDENTITY


@lru_cache(maxsize=4)
def compile_rules(ontology: Path = ONTOLOGY / "conflict.ttl") -> tuple[Rule, ...]:
    """Return the rules that follow from the axioms of one Turtle file, in a fixed order.

    Rules that lead to no class or property of the ontology are left out. Disjointness yields none;
    `kg.graph.validation.inconsistencies` checks it.

    Raises:
        OntologyError: the file is no Turtle, or an axiom is of a kind that has no rule here.
    """
    rules = {rule for rule in _rules(_deductive_closure(ontology)) if not _is_tautology(rule)}
    return tuple(sorted(_rules_leading_to(PREFIXES["cno"], rules), key=str))


def _is_tautology(rule: Rule) -> bool:
    return rule.body == (rule.head,) and rule.projection is not Projection.INVERSE


def _rules_leading_to(namespace: str, rules: set[Rule]) -> set[Rule]:
    """Return the rules with a head in the namespace, and those whose heads their bodies need."""
    leading = {rule for rule in rules if rule.head.iri.value.startswith(namespace)}
    while more := {rule for rule in rules - leading if any(rule.head in fed.body for fed in leading)}:
        leading |= more
    return leading


_RDF, _RDFS, _OWL = PREFIXES["rdf"], PREFIXES["rdfs"], PREFIXES["owl"]

# Predicates of OWL and RDFS that have rules here, that only constrain, or that say nothing about data.
_RULE_PREDICATES = {_RDFS + name for name in ("subClassOf", "subPropertyOf", "domain", "range")} | {
    _OWL + name for name in ("inverseOf", "propertyChainAxiom", "equivalentClass", "equivalentProperty")
}
_CONSTRAINT_PREDICATES = {_OWL + name for name in ("disjointWith", "members", "propertyDisjointWith")}
_ANNOTATION_PREDICATES = {_RDFS + name for name in ("label", "comment", "isDefinedBy", "seeAlso")} | {
    _OWL + name for name in ("versionIRI", "versionInfo", "priorVersion", "deprecated")
}
_SUPPORTED_TYPES = {_OWL + name for name in ("TransitiveProperty", "SymmetricProperty")} | {
    _OWL + name
    for name in (
        "Ontology", "Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual",
        "AllDisjointClasses", "AllDisjointProperties", "AsymmetricProperty", "IrreflexiveProperty",
    )
} | {_RDFS + "Class", _RDFS + "Datatype", _RDF + "Property", _RDF + "List"}  # fmt: skip
_SUPPORTED_PREDICATES = _RULE_PREDICATES | _CONSTRAINT_PREDICATES | _ANNOTATION_PREDICATES


def _deductive_closure(ontology: Path) -> Graph:
    import owlrl  # here, because it takes longer to import than most commands to run
    from rdflib import Graph

    graph = Graph()
    try:
        graph.parse(ontology, format="turtle")
    except (OSError, SyntaxError) as error:
        raise OntologyError(f"{ontology}: {' '.join(str(error).split())}; mend the file") from error
    for problem in _unsupported_axioms(graph):
        raise OntologyError(
            f"{ontology}: {problem} has no rule here; say it otherwise, or teach kg.graph.inference_rules"
        )
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    return graph


def _unsupported_axioms(graph: Graph) -> Iterator[str]:
    """Yield the axioms that have no rule here: an incomplete set of rules would infer wrongly."""
    from rdflib import BNode
    from rdflib.collection import Collection

    for subject, predicate, value in sorted(graph, key=str):
        subject_name = "a nameless class" if isinstance(subject, BNode) else f"<{subject}>"
        if str(predicate).startswith((_OWL, _RDFS)) and str(predicate) not in _SUPPORTED_PREDICATES:
            yield f"the axiom <{predicate}> of {subject_name}"
        if (
            str(predicate) == _RDF + "type"
            and str(value).startswith((_OWL, _RDFS))
            and str(value) not in _SUPPORTED_TYPES
        ):
            yield f"the kind <{value}> of {subject_name}"
        if str(predicate) in _RULE_PREDICATES - {_OWL + "propertyChainAxiom"} and BNode in {type(subject), type(value)}:
            yield f"the axiom <{predicate}> of {subject_name} with a nameless end"
        if str(predicate) == _OWL + "propertyChainAxiom" and len(Collection(graph, value)) != 2:
            yield f"the property chain of {subject_name} that is not of two"


def _rules(closed: Graph) -> Iterator[Rule]:
    yield from _hierarchies(closed)
    yield from _domains_and_ranges(closed)
    yield from _property_characteristics(closed)
    yield from _property_chains(closed)


def _hierarchies(closed: Graph) -> Iterator[Rule]:
    for narrow, broad in _pairs(closed, _RDFS + "subClassOf"):
        if str(narrow) != _OWL + "Nothing":
            yield Rule(_class(broad), (_class(narrow),))
    for narrow, broad in _pairs(closed, _RDFS + "subPropertyOf"):
        yield Rule(_property(broad), (_property(narrow),))


def _domains_and_ranges(closed: Graph) -> Iterator[Rule]:
    for name, first in _pairs(closed, _RDFS + "domain"):
        yield Rule(_class(first), (_property(name),), Projection.FIRST)
    for name, second in _pairs(closed, _RDFS + "range"):
        yield Rule(_class(second), (_property(name),), Projection.SECOND)


def _property_characteristics(closed: Graph) -> Iterator[Rule]:
    for name, kind in _pairs(closed, _RDF + "type"):
        if str(kind) == _OWL + "TransitiveProperty":
            yield Rule(_property(name), (_property(name), _property(name)))
        if str(kind) == _OWL + "SymmetricProperty":
            yield Rule(_property(name), (_property(name),), Projection.INVERSE)
    for one, other in _pairs(closed, _OWL + "inverseOf"):
        yield Rule(_property(one), (_property(other),), Projection.INVERSE)
        yield Rule(_property(other), (_property(one),), Projection.INVERSE)


def _property_chains(closed: Graph) -> Iterator[Rule]:
    from rdflib import OWL
    from rdflib.collection import Collection

    for name, chain in closed.subject_objects(OWL.propertyChainAxiom):
        first, second = Collection(closed, chain)
        yield Rule(_property(name), (_property(first), _property(second)))


def _pairs(closed: Graph, predicate: str) -> Iterator[tuple[Node, Node]]:
    from rdflib import URIRef

    for subject, value in closed.subject_objects(URIRef(predicate)):
        if isinstance(subject, URIRef) and isinstance(value, URIRef):
            yield subject, value


def _class(term: Node) -> Relation:
    return Relation(NamedNode(str(term)), is_class=True)


def _property(term: Node) -> Relation:
    return Relation(NamedNode(str(term)))
